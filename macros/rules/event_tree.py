"""Events belong to larger events without going round in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "event-tree"
WHAT = "No event is part of itself, directly or through others."
CURE = "Remove the 'part_of' that closes the circle."
NEEDS_ALL = True


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each event from which 'part_of' leads back to it."""
    events: dict[str, Any] = records.by_kind["events"]
    for event in events.values():
        seen, parent = {event.id}, event.part_of
        while parent in events and parent not in seen:
            seen.add(parent)
            parent = events[parent].part_of
        if parent == event.id:
            yield problem_at(event, ("part_of",), NAME, f"'{event.part_of}' leads back to this event")
        if event.id in event.related:
            yield problem_at(event, ("related",), NAME, "an event is not related to itself")
