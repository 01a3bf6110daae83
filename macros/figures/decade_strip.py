"""The strip of a decade or of a few years: one bar a month, wars shaded by their days, turning points and major events as marks.

Marks have names as long as they are few enough to be read; of a crowded decade the turning
points are named and the major events are ticks, which the page names in its lists. Events known
only to the year are in no bar, and the caption counts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

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
    events = [event for year in decade.years for event in year.events]
    named, ticked = _marks(events)
    loose = len(decade.events) - len(events)
    return _month_strip(archive, decade.first, decade.first + 9, events, named, ticked, loose)


def few_years_strip(archive: Archive, first_year: int, last_year: int, marks: Sequence[Event] = ()) -> Strip:
    """Return the strip of a few years, both ends included, with one bar a month; marks: events to name.

    Raises ValueError when the years are in the wrong order.
    """
    if last_year < first_year:
        raise ValueError(f"the strip would end in {last_year}, before it begins in {first_year}")
    events = [event for event in archive.events if (year := year_of(event)) is not None and first_year <= year <= last_year]
    return _month_strip(archive, first_year, last_year, events, marks, (), 0)


def _month_strip(
    archive: Archive,
    first_year: int,
    last_year: int,
    events: Sequence[Event],
    named: Sequence[Event],
    ticked: Sequence[Event],
    loose: int,
) -> Strip:
    scale = YearScale(first_year, last_year + 1, is_even=True)
    months = [(year, month) for event in events if (year := year_of(event)) and (month := month_of(event))]
    counts = Counter(months)
    years = Counter(year_of(event) for event in events)
    shown, has_labels = place_marks(scale, named)
    turned = {_words((found, month)) for event in named if (found := year_of(event)) and (month := month_of(event))}
    shades = _shades(scale, archive.events)
    return Strip(
        first_year,
        last_year,
        len(events) + loose,
        "month",
        make_bars(
            scale, [_slot(month, count) for month, count in sorted(counts.items())], turned if len(named) < MOST_NAMED else ()
        ),
        tuple(_span(scale, year, years[year]) for year in range(first_year, last_year + 1) if years[year]),
        tuple(round(scale.x(at), 2) for event in ticked if (at := middle(moment_of(event)))),
        shades,
        year_labels(scale, range(first_year + 1, last_year), offset=0.5),
        shown,
        has_labels,
        describe([(_words(month), count) for month, count in sorted(counts.items())]),
        _caption(loose + len(events) - len(months), bool(ticked), shades),
    )


def _marks(events: Iterable[Event]) -> tuple[list[Event], list[Event]]:
    """Return the events to name and those to tick."""
    major = [event for event in events if event.rank <= 2]
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
