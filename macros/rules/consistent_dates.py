"""What begins ends later; segments of control follow each other; nothing is dated after it was checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from macros.model import AnyRecord, Control, Event
from macros.problems import Problem
from macros.records import Records, problem_at
from macros.walk import Loc

NAME = "consistent-dates"
WHAT = (
    "Terms, names and control end after they begin, control stands in order of time, lives end after they begin, "
    "and no event or claim is later than the day the record was checked."
)
CURE = "Correct the dates; write an approximate one with ~ when that is all that is known."

SPANS = ("names", "leaders", "relations", "control", "roles")


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each pair of dates that cannot both be right."""
    yield from records.find_in_each(NAME, None, _check_record)


def _check_record(folder: str, record: AnyRecord) -> Iterator[Problem]:
    for name in SPANS:
        for index, span in enumerate(getattr(record, name, ())):
            yield from _check_span(record, (name, index), span)
    if folder == "places":
        yield from _check_control(record, record.control)  # type: ignore[union-attr]
    if folder == "people":
        yield from _check_life(record)
    yield from _check_not_later_than_checked(record)


def _check_span(record: AnyRecord, loc: Loc, span: Any) -> Iterator[Problem]:
    start, end = span.start, span.end
    if start is None or end is None or start.earliest is None or end.latest is None:
        return
    if end.latest < start.earliest:
        yield problem_at(record, (*loc, "to"), NAME, f"ends on {end} before it begins on {start}")


def _check_control(record: AnyRecord, control: Sequence[Control]) -> Iterator[Problem]:
    for index in range(1, len(control)):
        before, after = control[index - 1], control[index]
        if before.start.earliest and after.start.latest and after.start.latest < before.start.earliest:
            yield problem_at(
                record, ("control", index, "from"), NAME, "this segment begins before the one above it", hint="sort by date"
            )
        elif before.end is None:
            yield problem_at(record, ("control", index - 1), NAME, "this segment has no end, yet another follows", hint="add 'to'")
        elif before.end.earliest and after.start.latest and before.end.earliest > after.start.latest:
            found = f"this segment begins on {after.start}, before the one above it ends on {before.end}"
            yield problem_at(record, ("control", index, "from"), NAME, found)


def _check_life(record: Any) -> Iterator[Problem]:
    if record.born and record.died and record.born.earliest and record.died.latest and record.died.latest < record.born.earliest:
        yield problem_at(record, ("died",), NAME, f"died {record.died} before being born {record.born}")


def _check_not_later_than_checked(record: Any) -> Iterator[Problem]:
    if record.checked is None:
        return
    dated: list[tuple[Loc, Any]] = [
        (("claims", index, "on"), claim.on) for index, claim in enumerate(getattr(record, "claims", ()))
    ]
    # A period may run on into the future, an event may not have happened yet only by mistake.
    if isinstance(record, Event):
        dated.append((("date",), record.date))
    for loc, date in dated:
        if date.earliest and date.earliest > record.checked.latest:
            found = f"{date} is later than the day the record was checked, {record.checked}"
            yield problem_at(record, loc, NAME, found, hint="correct it, or check the record anew")
