"""The timeline strip: one bar a year, the years of war shaded, turning points as links.

The height of a bar grows with the square root of the number of events, so that a year of
one event can be seen beside a year of eighty. Events known only to a decade or a century
are in no bar: any year would claim too much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from macros import edtf, views
from macros.archive import Archive
from macros.edtf import EdtfDate
from macros.figures.labels import hang, number_rows
from macros.figures.scale import DESK_PX, LETTER_PX, AxisLabel, YearScale, beginning, middle, year_labels
from macros.model import Event

BAR = 0.76
"""Part of a year's width that its bar fills."""


@dataclass(frozen=True)
class Bar:
    """The events of one year. x, width, height: per cent; is_marked: a turning point began in it."""

    year: int
    count: int
    x: float
    width: float
    height: float
    is_marked: bool


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
    """What the strip shows. has_labels: labels fit on a wide screen; otherwise numbers and a list everywhere."""

    first_year: int
    last_year: int
    count: int
    bars: tuple[Bar, ...]
    shades: tuple[Shade, ...]
    axis: tuple[AxisLabel, ...]
    marks: tuple[StripMark, ...]
    has_labels: bool
    is_mini: bool
    desc: str
    caption: str

    @property
    def title(self) -> str:
        """What the picture is, for those who do not see it."""
        return f"Events a year, {self.first_year} to {self.last_year}"

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


def timeline_strip(
    archive: Archive, first_year: int, last_year: int, marks: Sequence[Event] = (), *, is_mini: bool = False
) -> Strip:
    """Return the strip of the years from `first_year` to `last_year`, both included.

    marks: turning points to name; those outside the years are left out. is_mini: the low
    form above a list of events, whose filters dim its bars; it has no marks.
    Raises ValueError when the years are in the wrong order.
    """
    if last_year < first_year:
        raise ValueError(f"the strip would end in {last_year}, before it begins in {first_year}")
    scale = YearScale(first_year, last_year + 1)
    years = range(first_year, last_year + 1)
    counts = Counter(year for event in archive.events if (year := year_of(event)) is not None and year in years)
    shown, has_labels = ((), False) if is_mini else _marks(scale, marks)
    marked = {year_of(event) for event in marks} if not is_mini else set()
    shades = _shades(scale, archive.events, first_year, last_year)
    return Strip(
        first_year,
        last_year,
        counts.total(),
        _bars(scale, counts, marked),
        shades,
        year_labels(scale, offset=0.5),
        shown,
        has_labels,
        is_mini,
        _desc(counts),
        _caption(scale, shades),
    )


def _moment(event: Event) -> EdtfDate:
    return edtf.gregorian(event.date) if event.calendar == "julian" else event.date


def year_of(event: Event) -> int | None:
    """Return the year an event began in, None when that is not known to the year."""
    point = beginning(_moment(event))
    if point is None or point.earliest is None or point.precision in ("decade", "century"):
        return None
    return point.earliest.year


def _bars(scale: YearScale, counts: Counter[int], marked: set[int | None]) -> tuple[Bar, ...]:
    most = max(counts.values(), default=1)
    bars = []
    for year, count in sorted(counts.items()):
        left, slot = scale.x(year), scale.x(year + 1) - scale.x(year)
        x = left + slot * (1 - BAR) / 2
        bars.append(Bar(year, count, round(x, 3), round(slot * BAR, 3), round(100 * sqrt(count / most), 1), year in marked))
    return tuple(bars)


def _shades(scale: YearScale, events: Iterable[Event], first_year: int, last_year: int) -> tuple[Shade, ...]:
    years: set[int] = set()
    for event in events:
        moment = _moment(event)
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


def _marks(scale: YearScale, events: Sequence[Event]) -> tuple[tuple[StripMark, ...], bool]:
    found = [(year, event) for event in events if (year := middle(_moment(event))) and scale.start <= year < scale.end]
    found.sort(key=lambda pair: (pair[0], pair[1].id))
    whens = [edtf.show(_moment(event), short=True) for _, event in found]
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


def _desc(counts: Counter[int]) -> str:
    if not counts:
        return "No events are recorded in these years."
    top = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:4]
    return "Most in " + ", ".join(f"{year} ({views.show_number(count)})" for year, count in top) + "."


def _caption(scale: YearScale, shades: Sequence[Shade]) -> str:
    words = ["One bar a year; its height grows with the square root of the number of events."]
    if scale.is_split:
        words.append("Years before 1988 are drawn narrower.")
    if shades:
        words.append("Shaded: years of war, " + ", ".join(shade.words for shade in shades) + ".")
    return " ".join(words)
