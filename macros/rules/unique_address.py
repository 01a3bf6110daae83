"""One web address, one source record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "unique-address"
WHAT = "Two source records do not have the same address; two events do not have the same title and date."
CURE = "Keep one record and cite it in both places."


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each source whose address another one has, and each event told twice."""
    first: dict[object, str] = {}
    sources: dict[str, Any] = records.by_kind["sources"]
    for source in sources.values():
        if source.url and first.setdefault(source.url.rstrip("/"), source.id) != source.id:
            found = f"the address is already that of '{first[source.url.rstrip('/')]}'"
            yield problem_at(source, ("url",), NAME, found, hint="cite that record")
    events: dict[str, Any] = records.by_kind["events"]
    for event in events.values():
        key = (event.title, event.date.text)
        if first.setdefault(key, event.id) != event.id:
            yield problem_at(event, ("title",), NAME, f"'{first[key]}' has the same title and date")
