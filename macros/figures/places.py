"""Where a part of a picture stands, said in classes of our style sheet instead of a `style` attribute.

The site's policy allows no style but that of its own sheets (see `macros.policy`): an attribute
would need `unsafe-inline`, which opens the door to other people's styles too. So the sheet has
a class for each digit of a per cent, tens, units and tenths, and adds the three up.
Left out: hundredths. A tenth is less than a pixel in the widest picture.
"""

from __future__ import annotations

from markupsafe import Markup

MOST_ROWS = 12
"""Rows that the sheet knows, counted from 0."""

LEFT, WIDTH = "xyz", "uvw"
"""The letters of the digits of a place and of a width: tens, units, tenths."""


def place(left: float = 0, width: float | None = None, *, row: int | None = None, more: str = "") -> Markup:
    """Return the attribute `class` of a part of a picture, with the space before it, "" when it needs none.

    left, width: per cent of the picture, 0 to 100. row: number of its row, from 0. more: further classes of ours.
    Raises ValueError for a number outside these.
    """
    classes = [*more.split(), *digit_classes(left, LEFT)]
    if width is not None:
        classes += digit_classes(width, WIDTH)
    if row is not None:
        classes.append(row_class(row))
    return Markup(' class="{}"').format(" ".join(classes)) if classes else Markup("")


def digit_classes(per_cent: float, letters: str) -> list[str]:
    """Return the classes for a per cent, rounded to a tenth; a digit 0 needs none."""
    tenths = round(per_cent * 10)
    if not 0 <= tenths <= 1000:
        raise ValueError(f"{per_cent} is no place in a picture; expected 0 to 100 per cent")
    digits = (tenths // 100, tenths // 10 % 10, tenths % 10)
    return [f"{letter}{digit}" for letter, digit in zip(letters, digits, strict=True) if digit]


def row_class(row: int, letter: str = "r") -> str:
    """Return the class for a number of rows, or of a row."""
    if not 0 <= row <= MOST_ROWS:
        raise ValueError(f"{row} rows are more than the {MOST_ROWS} that the style sheet knows")
    return f"{letter}{row}"
