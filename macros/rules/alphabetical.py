"""Parties stand in alphabetical order of their names, everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from macros.names import sort_key
from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "alphabetical"
WHAT = "Lists of parties are in alphabetical order of the parties' English names, so that order carries no view."
CURE = "Sort the list."
NEEDS_ALL = True


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each list of parties out of order."""
    parties = records.by_kind["parties"]

    def key(party_id: str) -> tuple[str, str]:
        return sort_key(parties[party_id].label) if party_id in parties else ("", party_id)

    for event in records.by_kind["events"].values():
        listed = list(getattr(event, "parties", ()))
        ordered = sorted(listed, key=key)
        if listed != ordered:
            yield problem_at(event, ("parties",), NAME, f"found {listed}", f"{ordered}")
        if len(set(listed)) != len(listed):
            yield problem_at(event, ("parties",), NAME, "a party is listed twice")
