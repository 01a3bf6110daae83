"""Ids of claims do not collide with the anchors and addresses that every page has."""

from __future__ import annotations

from collections.abc import Iterator

from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "reserved-id"
WHAT = "A claim is not called as a section of the page is, and no record is called 'record'."
CURE = "Choose another id."

_SECTIONS = """
account agreed articles asof claims control decides documents figures leaders names places positions related relations sources use
"""
ANCHORS = frozenset(_SECTIONS.split())


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each id that is already taken by the page itself."""
    for entry in records.claims.values():
        if entry.claim.id in ANCHORS or entry.claim.id.startswith("kr-"):
            yield problem_at(
                entry.record, ("claims", entry.index, "id"), NAME, f"'{entry.claim.id}' is the name of a section of the page"
            )
    for _, record in records.each():
        if record.id in ("record", "index"):
            yield problem_at(record, (), NAME, f"'{record.id}' is an address of the site itself")
