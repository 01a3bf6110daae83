"""Dates in British English, and the days of the Julian calendar in the Gregorian one.

Works on the ends that `edtf_read` gives; `edtf.show` and `edtf.show_old_style` are the
names that the rest of the engine uses.
"""

from __future__ import annotations

from dataclasses import dataclass

from macros.edtf_read import MONTHS, DateError, Ends, Single, found_text

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EN_DASH = "\u2013"


@dataclass(frozen=True)
class Style:
    """How a date is written. weekday: with its name. short: three letters of months and weekdays.

    open_word, until_word: what begins an open end, and an open beginning.
    parts: which of day, month and year are written; all by default.
    """

    weekday: bool = False
    short: bool = False
    open_word: str = "since"
    until_word: str = "until"
    parts: tuple[str, ...] = ()


def in_words(ends: Ends, style: Style) -> str:
    """Return both ends in words, as `edtf.show` says; DateError when a part asked for is not known."""
    start, end = ends
    if start and not end:
        return f"{style.open_word} {_words(start, style)}"
    if end and not start:
        return f"{style.until_word} {_words(end, style)}"
    assert start and end
    if start == end:
        return _words(start, style)
    if start.precision == end.precision and _is_plain(start) and _is_plain(end):
        return _range_words(_pieces(start, style), _pieces(end, style))
    left, right = _words(start, style), _words(end, style)
    # Two days of one year are that year when no more is asked for.
    return left if left == right else f"from {left} to {right}"


def _is_plain(single: Single) -> bool:
    return not single.mark and not single.unspecified and single.precision in ("day", "month", "year")


def _range_words(left: list[str], right: list[str]) -> str:
    """Return "25–26 February 1992": what both ends share at the back is said once."""
    if left == right:
        return " ".join(left)
    while left[-1] == right[len(left) - 1] and len(left) > 1:
        left = left[:-1]
    is_closed_up = len(left) == 1 and " " not in left[0]
    dash = _EN_DASH if is_closed_up else f" {_EN_DASH} "
    return " ".join(left) + dash + " ".join(right)


def _pieces(single: Single, style: Style) -> list[str]:
    """Return day, month and year as far as they are known and asked for."""
    cut = 3 if style.short else None
    known = {"month": MONTHS[single.first.month - 1][:cut], "year": str(single.first.year)}
    if single.precision == "day":
        name = f"{_WEEKDAYS[single.first.weekday()][:cut]} " if style.weekday and not single.mark else ""
        known = {"day": f"{name}{single.first.day}", **known}
    elif single.precision != "month":
        del known["month"]
    unknown = [part for part in style.parts if part not in known or single.precision in ("decade", "century")]
    if unknown:
        raise DateError(f"the {unknown[0]} of {single.text} is not known")
    return [words for part, words in known.items() if not style.parts or part in style.parts]


def _words(single: Single, style: Style) -> str:
    """Return one date in words, with its mark."""
    words = " ".join(_pieces(single, style))
    if single.precision == "decade" and single.first.year % 100 >= 10:
        words = f"the {words}s"
    elif single.precision in ("decade", "century"):
        # "the 1900s" could be ten years or a hundred, and "the 20th century" begins in 1901.
        words = f"some time in {words}{_EN_DASH}{single.last.year}"
    elif single.unspecified and not style.parts:
        words = f"some {'day' if single.precision == 'month' else 'month'} of {words}"
    about = "about " if single.mark in ("~", "%") else ""
    return about + words + (" (uncertain)" if single.mark in ("?", "%") else "")


def in_gregorian(single: Single) -> str:
    """Return the text of the Gregorian day of a Julian one, its mark kept.

    Raises DateError when that day leaves the years 0001 to 9999.
    """
    # Imported here: it loads every calendar it knows, and most builds meet no Old Style date.
    from convertdate import julian  # type: ignore[import-untyped]

    year, month, day = julian.to_gregorian(single.first.year, single.first.month, single.first.day)
    if not 1 <= year <= 9999:
        raise DateError(found_text(single.text), "a day from 0001 to 9999 in the Gregorian calendar too")
    return f"{year:04}-{month:02}-{day:02}{single.mark}"
