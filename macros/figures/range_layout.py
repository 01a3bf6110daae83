"""Where a row of a range chart puts its shapes and words.

Places along the scale are per cent, heights are px. Words must not overlap on a phone, the
narrowest drawing; what does not fit beside its neighbour goes to a lane below.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from macros.figures.scale import LETTER_PX, PHONE_PX, number_x, overlaps

LANE, LINE = 24, 18
"""Height of a lane of values and of a line of the label, in px."""

ARROW, NEAR = 16, 10
"""Room of an arrow, and between a shape and its words, in px."""


@dataclass(frozen=True)
class Value:
    """One figure as claimed. low, high: None when open; words: as shown; stand: names the shape.

    on, replaced: ISO upper bounds of when it was said and when its claimant replaced it ("" when not).
    """

    low: float | None
    high: float | None
    words: str
    stand: str
    on: str
    replaced: str

    @property
    def open_end(self) -> str:
        """Where an arrow leads: "more", "less" or ""."""
        return "more" if self.high is None else ("less" if self.low is None else "")


@dataclass(frozen=True)
class RangeMark:
    """A value in its place. left, right: its ends, per cent; y: px; text_x, text_y, text_dx, anchor: of its words."""

    value: Value
    left: float
    right: float
    y: int
    text_x: float
    text_y: int
    text_dx: int
    anchor: str
    extent: tuple[float, float]

    @property
    def ends(self) -> tuple[float, ...]:
        """Where shapes stand: one for a single number, two for a range."""
        return (self.left,) if self.left == self.right else (self.left, self.right)


@dataclass(frozen=True)
class Join:
    """The line from one figure of a claimant to its next one. on: when the next one was said."""

    on: str
    x1: float
    y1: int
    x2: float
    y2: int


@dataclass(frozen=True)
class PlacedRow:
    """A row. top: where it begins, px; lines: (y, text) of its label; bottom: where the next row begins."""

    top: int
    lines: tuple[tuple[int, str], ...]
    marks: tuple[RangeMark, ...]
    joins: tuple[Join, ...]
    bottom: int


def place_row(label: str, values: Sequence[Value], top: float, y: int) -> PlacedRow:
    """Return a row that begins at `y` px, on a scale from 0 to `top`."""
    wrapped = textwrap.wrap(label, int(PHONE_PX / LETTER_PX)) or [label]
    lines = tuple((y + LINE * (index + 1) - 2, text) for index, text in enumerate(wrapped))
    first_lane = y + LINE * len(wrapped) + 18
    lanes: list[list[tuple[float, float]]] = []
    drawn = _first_of_equals(values)
    marks = [_place(value, top, first_lane, lanes, _leans_left(value, drawn, top)) for value in drawn]
    joins = tuple(_join(before, after) for before, after in pairwise(marks))
    return PlacedRow(y, lines, tuple(marks), joins, y + LINE * len(wrapped) + 12 + LANE * len(lanes))


def _first_of_equals(values: Sequence[Value]) -> list[Value]:
    """Return the values without those that a claimant merely said again; the table has them all."""
    return list({(value.low, value.high, value.words, value.stand): value for value in reversed(values)}.values())[::-1]


def _join(before: RangeMark, after: RangeMark) -> Join:
    return Join(after.value.on, before.right, before.y, after.left, after.y)


def _percent(px: float) -> float:
    return 100 * px / PHONE_PX


def _ends(value: Value, top: float) -> tuple[float, float]:
    low = value.low if value.low is not None else value.high
    high = value.high if value.high is not None else low
    assert low is not None and high is not None
    return number_x(low, top), number_x(high, top)


def _room(value: Value) -> float:
    return _percent(NEAR + LETTER_PX * len(value.words))


def _leans_left(value: Value, values: Sequence[Value], top: float) -> bool:
    """Return whether the words had better stand on the left, because the next shape on the right is near."""
    right = _ends(value, top)[1]
    return any(0 < _ends(other, top)[0] - right < _room(value) + _percent(14) for other in values)


def _place(value: Value, top: float, first_lane: int, lanes: list[list[tuple[float, float]]], leans_left: bool) -> RangeMark:
    left, right = _ends(value, top)
    shapes = (left - _percent(7 + ARROW * (value.open_end == "less")), right + _percent(7 + ARROW * (value.open_end == "more")))
    room = _room(value)
    beside = [("start", (shapes[0], shapes[1] + room)), ("end", (shapes[0] - room, shapes[1]))]
    if leans_left:
        beside.reverse()
    for lane in range(len(lanes) + 1):
        taken = lanes[lane] if lane < len(lanes) else []
        for anchor, extent in beside:
            if extent[0] >= -4 and extent[1] <= 104 and not overlaps(extent, taken):
                if lane == len(lanes):
                    lanes.append([])
                lanes[lane].append(extent)
                return _beside(value, left, right, first_lane + LANE * lane, anchor, extent)
    return _below(value, left, right, first_lane, lanes)


def _beside(value: Value, left: float, right: float, y: int, anchor: str, extent: tuple[float, float]) -> RangeMark:
    if anchor == "start":
        return RangeMark(value, left, right, y, right, y + 5, NEAR + ARROW * (value.open_end == "more"), anchor, extent)
    return RangeMark(value, left, right, y, left, y + 5, -NEAR - ARROW * (value.open_end == "less"), anchor, extent)


def _below(value: Value, left: float, right: float, first_lane: int, lanes: list[list[tuple[float, float]]]) -> RangeMark:
    """Put the words in a lane of their own, when the shape leaves no room for them on either side."""
    y = first_lane + LANE * len(lanes)
    lanes += [[(0, 100)], [(0, 100)]]
    anchor, x = ("start", 0.0) if left + right < 100 else ("end", 100.0)
    return RangeMark(value, left, right, y, x, y + LANE, 0, anchor, (0, 100))
