"""The strip of one decade: one bar a month, wars shaded by their days, turning points and major events as marks.

Marks have names as long as they are few enough to be read; of a crowded decade the turning
points are named and the major events are ticks, which the page names in its lists. Events known
only to the year are in no bar, and the caption counts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from macros.archive import Archive
from macros.edtf import MONTHS
from macros.figures.scale import YearScale, decimal_year, middle, year_labels
from macros.figures.strip import Shade, Slot, Span, Strip, describe, make_bars, place_marks
from macros.model import Event
from macros.years import Decade, moment_of, month_of, year_of

MOST_NAMED = 16
"""With more marks than this only turning points are named."""

Month = tuple[int, int]


def decade_strip(archive: Archive, decade: Decade) -> Strip:
    """Return the strip of a decade."""
    scale = YearScale(decade.first, decade.first + 10, is_even=True)
    months = [(year.year, month) for year in decade.years for event in year.events if (month := month_of(event))]
    counts = Counter(months)
    slots = [_slot(month, count) for month, count in sorted(counts.items())]
    named, ticked = _marks(decade)
    shown, has_labels = place_marks(scale, named)
    turned = {_words((found, month)) for event in named if (found := year_of(event)) and (month := month_of(event))}
    shades = _shades(scale, archive.events)
    return Strip(
        decade.first,
        decade.first + 9,
        len(decade.events),
        "month",
        make_bars(scale, slots, turned if len(named) < MOST_NAMED else ()),
        tuple(_span(scale, year.year, len(year.events)) for year in decade.years),
        tuple(round(scale.x(year), 2) for event in ticked if (year := middle(moment_of(event)))),
        shades,
        year_labels(scale, range(decade.first + 1, decade.first + 9), offset=0.5),
        shown,
        has_labels,
        describe([(_words(month), count) for month, count in sorted(counts.items())]),
        _caption(len(decade.events) - len(months), bool(ticked), shades),
    )


def _marks(decade: Decade) -> tuple[list[Event], list[Event]]:
    """Return the events to name and those to tick."""
    major = [event for year in decade.years for event in year.events if event.rank <= 2]
    if len(major) <= MOST_NAMED:
        return major, []
    return [event for event in major if event.rank == 1], [event for event in major if event.rank == 2]


def _words(month: Month) -> str:
    return f"{MONTHS[month[1] - 1]} {month[0]}"


def _slot(month: Month, count: int) -> Slot:
    start = month[0] + (month[1] - 1) / 12
    return start, start + 1 / 12, month[0], _words(month), count


def _span(scale: YearScale, year: int, count: int) -> Span:
    left = scale.x(year)
    return Span(str(year), str(year), count, round(left, 3), round(scale.x(year + 1) - left, 3))


def _shades(scale: YearScale, events: Iterable[Event]) -> tuple[Shade, ...]:
    shades = []
    for event in events:
        moment = moment_of(event)
        if event.kind == "war" and moment.earliest and moment.latest:
            left, right = scale.x(decimal_year(moment.earliest)), scale.x(decimal_year(moment.latest))
            if right > left:
                shades.append(Shade(moment.earliest.year, moment.latest.year, round(left, 3), round(right - left, 3)))
    return tuple(shades)


def _caption(loose: int, has_ticks: bool, shades: Iterable[Shade]) -> str:
    words = ["One bar a month; its height grows with the square root of the number of events."]
    if has_ticks:
        words.append("Ticks at the top: major events, which the lists below name.")
    if loose:
        words.append(f"Known only to the year or decade and in no bar: {loose}.")
    spans = list(dict.fromkeys(shade.words for shade in shades))
    if spans:
        words.append("Shaded: war, " + ", ".join(spans) + ".")
    return " ".join(words)
