"""Parties stand in alphabetical order of their names, everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model import AnyRecord
from macros.names import sort_key
from macros.problems import Problem
from macros.records import Records, problem_at
from macros.walk import Loc

NAME = "alphabetical"
WHAT = "Lists of parties are in alphabetical order of the parties' English names, so that order carries no view."
CURE = "Sort the list."
NEEDS_ALL = True


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each list of parties out of order."""
    parties = records.by_kind["parties"]

    def key(party_id: str) -> tuple[str, str]:
        return sort_key(parties[party_id].label) if party_id in parties else ("", party_id)

    for _, record in records.each():
        for loc, listed in _lists(record):
            ordered = sorted(listed, key=key)
            if listed != ordered:
                yield problem_at(record, loc, NAME, f"found {listed}", f"{ordered}")
            if len(set(listed)) != len(listed):
                yield problem_at(record, loc, NAME, "a party is listed twice")


def _lists(record: AnyRecord) -> Iterator[tuple[Loc, list[str]]]:
    """Yield every list of parties of a record with its path: those of an event, whom a claim is about, who uses a name."""
    if getattr(record, "parties", ()):
        yield ("parties",), list(record.parties)  # type: ignore[union-attr]
    for index, claim in enumerate(getattr(record, "claims", ())):
        yield ("claims", index, "about"), list(claim.about)
    for index, name in enumerate(getattr(record, "names", ())):
        yield ("names", index, "by"), list(name.by)
