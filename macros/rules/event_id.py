"""The id of an event begins with a time that its date covers, and its file lies in the folder of that year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "event-id"
WHAT = "The id of an event begins with a year, a month or a day that its date covers, and its file lies in the folder of that year."
CURE = "Rename the file or correct the date, whichever is wrong; a published id leaves a line in data/redirects.yml."

_BEGINNING = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?=-|$)")
_CALENDARS_APART = timedelta(days=13)


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each event whose file name or folder tells another date than its date does."""
    events: dict[str, Any] = records.by_kind["events"]
    for event in events.values():
        begun = _BEGINNING.match(event.id)
        *_, folder, _ = event.loaded.path.split("/")
        if begun is None or not _is_covered(begun, event):
            found = f"the id '{event.id}' does not begin with a time that {event.date} covers"
            yield problem_at(event, ("date",), NAME, found, hint=f"call the file {_proposed(event)}.yml, or correct the date")
        elif folder != begun[1]:
            found = f"the folder '{folder}' is not the year of the id"
            yield problem_at(event, (), NAME, found, hint=f"put the file into data/events/{begun[1]}")


def _is_covered(begun: re.Match[str], event: Any) -> bool:
    """Return whether the time that an id begins with and the date of the event have a day in common."""
    year, month, day = int(begun[1]), int(begun[2] or 0), int(begun[3] or 0)
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or 28)
    except ValueError:
        return False
    last += timedelta(days=0 if day else 3)  # the 31st, or a little more of the next month than could matter
    apart = _CALENDARS_APART if event.calendar == "julian" else timedelta()
    earliest, latest = event.date.earliest or date.min, event.date.latest or date.max
    return bool(earliest - last <= apart and first - latest <= apart)


def _proposed(event: Any) -> str:
    """Return the id with the beginning of the date as written."""
    start = re.match(r"[0-9]{4}(-[0-9]{2}){0,2}", event.date.text)
    rest = re.sub(r"^[0-9]{4}(-[0-9]{2}){0,2}(-|$)", "", event.id)
    return "-".join(part for part in (start[0] if start else f"{event.date.latest:%Y}", rest) if part)
