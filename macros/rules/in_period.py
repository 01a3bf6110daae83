"""Every event lies in a period, so that the chronology shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "in-period"
WHAT = "The first day of every event lies in a period of data/periods; the chronology is arranged by them."
CURE = "Correct the date, or widen a period."
NEEDS_ALL = True


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each event before, after or between the periods."""
    periods: list[Any] = list(records.by_kind["periods"].values())
    events: dict[str, Any] = records.by_kind["events"]
    for event in events.values():
        day = event.date.earliest or event.date.latest
        if day and not any((p.date.earliest or day) <= day <= (p.date.latest or day) for p in periods):
            yield problem_at(event, ("date",), NAME, f"{event.date} lies in no period", hint="see data/periods")
