"""Labels of the timeline strip: which hangs on which side of its line, and in which row.

A label stands beside the top of a vertical line that leads down to its year. Two rules:
labels of one row do not overlap, and no line runs through a label of a row below its own.
When that would need too many rows, marks are shown as numbers with a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from macros.figures.scale import PHONE_PX, overlaps

MOST_ROWS = 7
"""More rows than this would make the labels taller than the picture."""

GAP = 0.9
"""Per cent between a line and its label: .4rem at 60em."""

NUMBER_PX = 18
"""Room for one number in its disc."""


@dataclass(frozen=True)
class Hung:
    """One label. x: of its line, per cent; width: of its text, per cent; height: row from below; is_left: side."""

    x: float
    width: float
    height: int
    is_left: bool

    @property
    def text(self) -> tuple[float, float]:
        """From where to where the text reaches."""
        left = self.x - GAP - self.width if self.is_left else self.x + GAP
        return left, left + self.width

    @property
    def extent(self) -> tuple[float, float]:
        """The text with its line and a margin."""
        left, right = self.text
        return min(left, self.x) - GAP / 2, max(right, self.x) + GAP / 2


def hang(points: Sequence[tuple[float, float]], most: int = MOST_ROWS) -> list[Hung] | None:
    """Return labels for (x, width) in order of x, in as few rows as found; None when there is no way.

    Labels of the marks on the left hang to the right of their lines and the others to the left,
    so that both lean inwards; every place to change sides is tried.
    """
    best: list[Hung] | None = None
    for split in range(len(points) + 1):
        hung = _hang_from(points, split, most)
        if hung is not None and (best is None or _rows(hung) < _rows(best)):
            best = hung
    return best


def _rows(hung: Sequence[Hung]) -> int:
    return max((label.height for label in hung), default=-1) + 1


def _hang_from(points: Sequence[tuple[float, float]], split: int, most: int) -> list[Hung] | None:
    placed: dict[int, Hung] = {}
    # Towards the edges first: each new line then stands outside the labels that lean away from it.
    for index in [*range(split - 1, -1, -1), *range(split, len(points))]:
        x, width = points[index]
        tries = (Hung(x, width, height, index >= split) for height in range(most))
        label = next((label for label in tries if _is_free(label, placed.values())), None)
        if label is None or label.text[0] < 0 or label.text[1] > 100:
            return None
        placed[index] = label
    return [placed[index] for index in range(len(points))]


def _is_free(label: Hung, others: Iterable[Hung]) -> bool:
    for other in others:
        if label.height == other.height and overlaps(label.extent, [other.extent]):
            return False
        upper, lower = (label, other) if label.height > other.height else (other, label)
        left, right = lower.text
        if upper.height > lower.height and left - GAP / 4 < upper.x < right + GAP / 4:
            return False
    return True


def number_rows(xs: Sequence[float], width_px: float = PHONE_PX) -> list[int]:
    """Return the row, from above, of each numbered disc, so that none covers another on a phone."""
    ends: list[float] = []
    rows = []
    size = 100 * NUMBER_PX / width_px
    for x in xs:
        row = next((row for row, end in enumerate(ends) if end <= x), len(ends))
        ends[row : row + 1] = [x + size]
        rows.append(row)
    return rows
