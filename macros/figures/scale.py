"""Scales of the pictures: years along a line, numbers from zero, and where texts fit.

For: positions in per cent of the width, so that one drawing serves a phone and a desk.
Text is measured by an average letter, not by a font: the site has no web font, so no
font's widths would be true everywhere. What must not overlap keeps a margin instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from macros.edtf import EdtfDate
from macros.years import beginning

SPLIT_YEAR = 1988
"""The year from which the record is dense; years before it may be drawn narrower."""

SPLIT_AT = 26.0
"""Per cent of the width that the years before `SPLIT_YEAR` get when they are drawn narrower."""

PHONE_PX = 300
"""Width of the narrowest drawing that texts must fit, a phone of 320 px without its margins."""

DESK_PX = 880
"""Width at which the wide form of a picture begins; record.css asks the same of its box: 44rem, which grow with the letters."""

LETTER_PX = 7.4
"""Average width of a letter or digit at 14 px, on the generous side."""


def decimal_year(day: date) -> float:
    """Return a day as a year with its fraction: 1 July 2020 is about 2020.5."""
    first = date(day.year, 1, 1).toordinal()
    length = date(day.year, 12, 31).toordinal() - first + 1
    return day.year + (day.toordinal() - first) / length


def middle(moment: EdtfDate) -> float | None:
    """Return where a mark for the beginning of a date stands: in the middle of the days it can mean."""
    point = beginning(moment)
    if point is None or point.earliest is None or point.latest is None:
        return None
    return (decimal_year(point.earliest) + decimal_year(point.latest)) / 2


@dataclass(frozen=True)
class YearScale:
    """Years to per cent of the width. start: year at 0; end: year at 100, as decimal years. is_even: never split."""

    start: float
    end: float
    is_even: bool = False

    @property
    def is_split(self) -> bool:
        """Whether the years before `SPLIT_YEAR` are drawn narrower; only when that saves room."""
        early = SPLIT_YEAR - self.start
        return not self.is_even and self.end > SPLIT_YEAR and early / (self.end - self.start) > SPLIT_AT / 100

    def x(self, year: float) -> float:
        """Return the place of a decimal year, from 0 to 100; what lies outside is brought to the edge."""
        year = min(max(year, self.start), self.end)
        if not self.is_split:
            return 100 * (year - self.start) / (self.end - self.start)
        if year < SPLIT_YEAR:
            return SPLIT_AT * (year - self.start) / (SPLIT_YEAR - self.start)
        return SPLIT_AT + (100 - SPLIT_AT) * (year - SPLIT_YEAR) / (self.end - SPLIT_YEAR)


@dataclass(frozen=True)
class AxisLabel:
    """A text under a scale. x: per cent; anchor: start, middle or end; is_wide: only where there is room."""

    x: float
    text: str
    anchor: str
    is_wide: bool

    def extent(self, width_px: float) -> tuple[float, float]:
        """Return from where to where the text reaches, in per cent of a drawing so wide, with a margin."""
        size = 100 * (len(self.text) * LETTER_PX + 6) / width_px
        left = self.x - {"start": 0.0, "middle": size / 2, "end": size}[self.anchor]
        return left, left + size


def year_labels(scale: YearScale, wanted: Iterable[int] = (), offset: float = 0.0) -> tuple[AxisLabel, ...]:
    """Return years for an axis, left to right, none touching another at the width it is shown at.

    wanted: years that matter most, after the first, the last and the split.
    offset: part of a year by which labels stand to the right, 0.5 for the middle of a bar.
    """
    first, last = floor(scale.start), ceil(scale.end) - 1
    placed = [AxisLabel(0.0, str(first), "start", False)]
    if last > first:
        placed.append(AxisLabel(100.0, str(last), "end", False))
    decades = sorted(range(ceil(first / 10) * 10, last, 10), key=lambda year: (year % 100 != 0, year % 50 != 0, year))
    split = [SPLIT_YEAR] if scale.is_split else []
    for year in dict.fromkeys([*split, *wanted, *decades]):
        if first < year < last:
            for is_wide in (False, True):
                label = AxisLabel(round(scale.x(year + offset), 2), str(year), "middle", is_wide)
                if _fits(label, placed):
                    placed.append(label)
                    break
    return tuple(sorted(placed, key=lambda label: label.x))


def _fits(label: AxisLabel, placed: Sequence[AxisLabel]) -> bool:
    for width in (DESK_PX,) if label.is_wide else (PHONE_PX, DESK_PX):
        low, high = label.extent(width)
        if low < 0 or high > 100:
            return False
        for other in placed:
            if other.is_wide and width == PHONE_PX:
                continue
            start, end = other.extent(width)
            if low < end and start < high:
                return False
    return True


def nice_ticks(maximum: float, whole: bool = True) -> tuple[float | int, ...]:
    """Return ticks from 0 to a round number at or above `maximum`; whole: no fractions between."""
    if maximum <= 0:
        return (0, 1)
    most = 5 if maximum < 50_000 else 3
    power = 10.0 ** floor(log10(maximum / most))
    step = next(factor * power for factor in (1, 2, 5, 10) if ceil(maximum / (factor * power) - 1e-9) <= most)
    if whole:
        step = max(1, round(step))
    count = ceil(maximum / step - 1e-9)
    return tuple(round(index * step, 6) for index in range(count + 1))


def number_x(value: float, top: float) -> float:
    """Return the place of a number on a scale from 0 to `top`, in per cent: 1 to 97, so that shapes at the ends are whole."""
    return round(1 + 96 * value / top, 2)


def overlaps(extent: tuple[float, float], others: Iterable[tuple[float, float]]) -> bool:
    """Return whether a stretch shares room with any of the others; touching is no overlap."""
    return any(extent[0] < end and start < extent[1] for start, end in others)
