"""The timeline strip: one bar a year, the years of war shaded, turning points as links, decades as ways in.

The height of a bar grows with the square root of the number of events, so that a year of
one event can be seen beside a year of eighty. Events known only to a decade or a century
are in no bar: any year would claim too much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from macros import edtf, views
from macros.archive import Archive
from macros.figures.labels import hang, number_rows
from macros.figures.scale import DESK_PX, LETTER_PX, AxisLabel, YearScale, middle, year_labels
from macros.model import Event
from macros.years import decade_of, decade_path, decade_words, moment_of, year_of

BAR = 0.76
"""Part of a year's width that its bar fills."""


@dataclass(frozen=True)
class Bar:
    """The events of one stretch of time, `words`. x, width, height: per cent; is_marked: a turning point began in it."""

    year: int
    words: str
    count: int
    x: float
    width: float
    height: float
    is_marked: bool


@dataclass(frozen=True)
class Span:
    """A stretch that leads to a page of its own, `path` below the chronology. x, width: per cent."""

    path: str
    words: str
    count: int
    x: float
    width: float


@dataclass(frozen=True)
class Shade:
    """Years of war, from the first to the last, both included. x, width: per cent."""

    first: int
    last: int
    x: float
    width: float

    @property
    def words(self) -> str:
        """The years in words."""
        return str(self.first) if self.first == self.last else f"{self.first}\u2013{self.last}"


@dataclass(frozen=True)
class StripMark:
    """A turning point. x: per cent; row: of its label from above; number_row: of its disc from above."""

    event_id: str
    title: str
    when: str
    number: int
    x: float
    row: int
    is_left: bool
    number_row: int


@dataclass(frozen=True)
class Strip:
    """What the strip shows. has_labels: labels fit on a wide screen; otherwise numbers and a list everywhere.

    unit: what a bar stands for, "year" or "month". spans: the ways in. ticks: places of unnamed marks, per cent.
    """

    first_year: int
    last_year: int
    count: int
    unit: str
    bars: tuple[Bar, ...]
    spans: tuple[Span, ...]
    ticks: tuple[float, ...]
    shades: tuple[Shade, ...]
    axis: tuple[AxisLabel, ...]
    marks: tuple[StripMark, ...]
    has_labels: bool
    desc: str
    caption: str

    @property
    def title(self) -> str:
        """What the picture is, for those who do not see it."""
        return f"Events a {self.unit}, {self.first_year} to {self.last_year}"

    @property
    def ways(self) -> str:
        """What the ways in are, for those who do not see them."""
        return "Decades" if self.unit == "year" else "Years"

    @property
    def rows(self) -> int:
        """How many rows of labels."""
        return max((mark.row for mark in self.marks), default=-1) + 1 if self.has_labels else 0

    @property
    def number_rows(self) -> int:
        """How many rows of numbers."""
        return max((mark.number_row for mark in self.marks), default=-1) + 1

    @property
    def marks_from_above(self) -> list[StripMark]:
        """The marks as their discs are painted: upper rows first, so that no line crosses a disc."""
        return sorted(self.marks, key=lambda mark: (mark.number_row, mark.x))


def timeline_strip(archive: Archive, first_year: int, last_year: int, marks: Sequence[Event] = ()) -> Strip:
    """Return the strip of the years from `first_year` to `last_year`, both included.

    marks: turning points to name; those outside the years are left out.
    Raises ValueError when the years are in the wrong order.
    """
    if last_year < first_year:
        raise ValueError(f"the strip would end in {last_year}, before it begins in {first_year}")
    scale = YearScale(first_year, last_year + 1)
    years = range(first_year, last_year + 1)
    counts = Counter(year for event in archive.events if (year := year_of(event)) is not None and year in years)
    shown, has_labels = place_marks(scale, marks)
    slots = [(float(year), float(year + 1), year, str(year), count) for year, count in sorted(counts.items())]
    shades = _shades(scale, archive.events, first_year, last_year)
    return Strip(
        first_year,
        last_year,
        counts.total(),
        "year",
        make_bars(scale, slots, {slot[3] for slot in slots if slot[2] in {year_of(event) for event in marks}}),
        _decades(scale, archive, first_year, last_year),
        (),
        shades,
        year_labels(scale, offset=0.5),
        shown,
        has_labels,
        describe([(str(year), count) for year, count in sorted(counts.items())]),
        _caption(scale, shades),
    )


Slot = tuple[float, float, int, str, int]
"""A stretch with events: its start and end as decimal years, its year, its words, how many."""


def make_bars(scale: YearScale, slots: Sequence[Slot], marked: Container[str]) -> tuple[Bar, ...]:
    """Return a bar for each slot; marked: words of those with a turning point."""
    most = max((slot[4] for slot in slots), default=1)
    bars = []
    for start, end, year, words, count in slots:
        left, room = scale.x(start), scale.x(end) - scale.x(start)
        x = left + room * (1 - BAR) / 2
        height = round(100 * sqrt(count / most), 1)
        bars.append(Bar(year, words, count, round(x, 3), round(room * BAR, 3), height, words in marked))
    return tuple(bars)


def _decades(scale: YearScale, archive: Archive, first_year: int, last_year: int) -> tuple[Span, ...]:
    """Return the decades with events that the strip shows; the count is that of the decade's page."""
    counts = Counter(decade_of(event) for event in archive.events)
    spans = []
    for decade, count in sorted(counts.items()):
        left, right = scale.x(decade), scale.x(decade + 10)
        if right > left:
            spans.append(Span(decade_path(decade), decade_words(decade), count, round(left, 3), round(right - left, 3)))
    return tuple(spans)


def _shades(scale: YearScale, events: Iterable[Event], first_year: int, last_year: int) -> tuple[Shade, ...]:
    years: set[int] = set()
    for event in events:
        moment = moment_of(event)
        if event.kind == "war" and (moment.earliest or moment.latest):
            start = moment.earliest.year if moment.earliest else first_year
            end = moment.latest.year if moment.latest else last_year
            years.update(range(max(start, first_year), min(end, last_year) + 1))
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and spans[-1][1] == year - 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return tuple(
        Shade(first, last, round(scale.x(first), 3), round(scale.x(last + 1) - scale.x(first), 3)) for first, last in spans
    )


def place_marks(scale: YearScale, events: Sequence[Event]) -> tuple[tuple[StripMark, ...], bool]:
    """Return the marks of these events in order of time, and whether their labels fit on a wide screen."""
    found = [(year, event) for event in events if (year := middle(moment_of(event))) and scale.start <= year < scale.end]
    found.sort(key=lambda pair: (pair[0], pair[1].id))
    whens = [edtf.show(moment_of(event), short=True) for _, event in found]
    xs = [round(scale.x(year), 2) for year, _ in found]
    widths = [100 * LETTER_PX * (len(event.title) + 1 + len(when)) / DESK_PX for (_, event), when in zip(found, whens, strict=True)]
    hung = hang(list(zip(xs, widths, strict=True)))
    top = max((label.height for label in hung or ()), default=0)
    rows = [(top - label.height, label.is_left) for label in hung] if hung else [(0, False)] * len(found)
    numbers = number_rows(xs)
    marks = (
        StripMark(event.id, event.title, whens[i], i + 1, xs[i], rows[i][0], rows[i][1], numbers[i])
        for i, (_, event) in enumerate(found)
    )
    return tuple(marks), hung is not None


def describe(counts: Sequence[tuple[str, int]]) -> str:
    """Return in a sentence where most events are; counts: (words, number) of each stretch."""
    if not counts:
        return "No events are recorded in these years."
    top = sorted(counts, key=lambda pair: -pair[1])[:4]
    return "Most in " + ", ".join(f"{words} ({views.show_number(count)})" for words, count in top) + "."


def _caption(scale: YearScale, shades: Sequence[Shade]) -> str:
    words = ["One bar a year; its height grows with the square root of the number of events."]
    if scale.is_split:
        words.append("Years before 1988 are drawn narrower.")
    if shades:
        words.append("Shaded: years of war, " + ", ".join(shade.words for shade in shades) + ".")
    return " ".join(words)
