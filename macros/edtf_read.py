"""EDTF text to days: the shape of our profile, real days only, and the error that says why not.

Below `edtf`, which documents the profile and holds everything that a date answers, and is
what the rest of the engine imports. Hints for texts without the shape are in `edtf_hints`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from macros.problems import RecordError

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
"""English month names in order; not from the locale, so every build agrees."""

_SINGLE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<mark>[~?%]?)"
)

_MONTH, _DAY = "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_ONE = rf"(?:[0-9]{{3}}X|[0-9]{{2}}XX|(?!0000)[0-9]{{4}}(?:-(?:XX|{_MONTH}(?:-(?:XX|{_DAY}))?))?)[~?%]?"

PATTERN = rf"^(?:{_ONE}(?:/(?:{_ONE}|\.\.))?|\.\./{_ONE})$"
"""The shape of our profile as one pattern, for editors, which cannot count days or compare ends."""

DAY_PATTERN = rf"^(?!0000)[0-9]{{4}}-{_MONTH}-{_DAY}$"
"""The shape of one full day."""


class DateError(RecordError):
    """A text outside our profile, or a day that does not exist; its text is one line.

    found: what stands there, as a phrase that can begin a sentence.
    expected: what should stand there, "" when `found` says it all.
    hint: the cure, "" when none is known.
    """

    def __init__(self, found: str, expected: str = "", hint: str = "") -> None:
        super().__init__(found, expected, hint)
        self.found = found
        self.expected = expected
        self.hint = hint

    def __str__(self) -> str:
        """Return `found, expected X; hint`, the wording `Problem` prints too."""
        expected = f", expected {self.expected}" if self.expected else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.found}{expected}{hint}"


@dataclass(frozen=True)
class Single:
    """One date that has been read: the days it can mean, both included."""

    text: str
    mark: str
    precision: str
    first: date
    last: date

    @property
    def unspecified(self) -> bool:
        """Whether its month or day is written XX."""
        return "-XX" in self.text


Ends = tuple[Single | None, Single | None]
"""Both ends of a date; None stands for an open one. A single date is both its ends."""


def read(text: str) -> Ends | None:
    """Return both ends, None when the text has not the shape; raise for what cannot be."""
    left, slash, right = text.partition("/")
    if not slash:
        single = _read_single(text)
        return (single, single) if single else None
    if left == right == "..":
        return None
    start = None if left == ".." else _read_single(left)
    end = None if right == ".." else _read_single(right)
    if (start is None and left != "..") or (end is None and right != ".."):
        return None
    if start and end and end.last < start.first:
        hint = f'write "{right}/{left}" if the ends are swapped'
        raise DateError("the interval ends before it begins", hint=hint)
    return (start, end)


@lru_cache(maxsize=16_384)  # the same days stand in many records and are asked for often
def _read_single(text: str) -> Single | None:
    match = _SINGLE.fullmatch(text)
    if match is None:
        return None
    year, month, day, mark = match.group("year", "month", "day", "mark")
    if ("X" in year and month) or (month == "XX" and day):
        return None
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if high == 0:
        raise DateError(found_text(text), "a year from 0001 to 9999")
    low = max(low, 1)
    if month is None or month == "XX":
        precision = ("year", "decade", "century")[year.count("X")]
        return Single(text, mark, precision, date(low, 1, 1), date(high, 12, 31))
    if not 1 <= int(month) <= 12:
        raise _month_error(text, year, month, day)
    length = monthrange(low, int(month))[1]
    if day is None or day == "XX":
        return Single(text, mark, "month", date(low, int(month), 1), date(low, int(month), length))
    if not 1 <= int(day) <= length:
        raise _day_error(text, low, int(month), int(day), length)
    only = date(low, int(month), int(day))
    return Single(text, mark, "day", only, only)


def _month_error(text: str, year: str, month: str, day: str | None) -> DateError:
    """Say the range, and what else may have been meant: day and month swapped, or "1988-94"."""
    hint = "months run from 01 to 12"
    as_month = int(day) if day and day != "XX" else 0
    if 1 <= as_month <= 12 and 1 <= int(month) <= monthrange(int(year), as_month)[1]:
        hint += f'; if {month} is the day, write "{year}-{day}-{month}"'
    elif not day and int(month) > int(year[2:]):
        hint += f'; if years are meant, write "{year}/{year[:2]}{month}"'
    return DateError(found_text(text), "an EDTF date", hint)


def _day_error(text: str, year: int, month: int, day: int, length: int) -> DateError:
    if day == 0:
        return DateError(found_text(text), "an EDTF date", f"days run from 01 to {length}")
    no_leap = month == 2 and day == 29
    hint = f"{year} is not a leap year" if no_leap else ""
    return DateError(f"{MONTHS[month - 1]} {year} has {length} days", hint=hint)


def found_text(text: str) -> str:
    """Return `found "..."` for an error: the text on one line, cut when long."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:40])
    return f'found "{shown}{"..." if len(text) > 40 else ""}"'
