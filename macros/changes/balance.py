"""The balance of the record before and after a change, in the numbers that `python -m macros stats` counts."""

from __future__ import annotations

from dataclasses import dataclass

from macros.archive import Archive
from macros.stats import stats_tables

SHOWN = (
    "Answers to claims",
    "Sources by affiliation",
    "Contested events",
    "Events resting on one affiliation only",
    "Sentences of accounts",
)
"""Headings of the tables that speak of balance."""


@dataclass(frozen=True)
class BalanceRow:
    """One number before and after, as text."""

    words: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether the change moved it."""
        return self.before != self.after


@dataclass(frozen=True)
class BalanceTable:
    """The rows under one heading."""

    heading: str
    rows: tuple[BalanceRow, ...]

    @property
    def differs(self) -> bool:
        """Whether the change moved any of its rows."""
        return any(row.differs for row in self.rows)


def balance(before: Archive, after: Archive) -> list[BalanceTable]:
    """Return the tables in their order, rows of either state, those of the state after first."""
    earlier = {heading: dict(rows) for heading, rows in stats_tables(before)}
    tables = []
    for heading, rows in stats_tables(after):
        if heading in SHOWN:
            old, new = earlier.get(heading, {}), dict(rows)
            words = [*new, *(word for word in old if word not in new)]
            tables.append(BalanceTable(heading, tuple(BalanceRow(word, old.get(word, "0"), new.get(word, "0")) for word in words)))
    return tables
