"""EDTF dates: read, bound, compare and show what a record's date says.

For: our narrow profile of EDTF level 1 (Library of Congress, 2019). One date is
`YYYY[-MM[-DD]]`, or with unspecified digits `199X`, `19XX`, `1988-XX`,
`1988-02-XX`, and may end in `~` (approximate), `?` (uncertain) or `%` (both).
An interval is `a/b`, `../b` or `a/..`; each end is one date. Years run from 0001
to 9999. A year is never turned into its 1 January: the text is kept, the bounds
are computed from it.

Left out, because no record needs it and a reader could misread it: seasons,
sets, times of day, negative years, qualifiers on parts of a date, unknown ends
(`1988/`), days of an unspecified month (`1988-XX-05`, `1988-XX-XX`).

Old Style (Julian) dates are written as they stood; `gregorian` converts them.
The profile checks days against the Gregorian calendar, so the Julian leap days
of 1700, 1800 and 1900 (29 February) cannot be written: write the New Style day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, total_ordering

from macros.edtf_hints import explain
from macros.edtf_read import DAY_PATTERN, MONTHS, PATTERN, DateError, Ends, read
from macros.edtf_words import Style, in_gregorian, in_words

__all__ = [
    "DAY_PATTERN", "MONTHS", "PATTERN", "DateError", "EdtfDate", "bounds", "gregorian", "lower_text", "overlaps",
    "parse", "show", "show_old_style", "to_gregorian_from_julian", "upper_text", "year_of",
]  # fmt: skip

_PRECISIONS = ("day", "month", "year", "decade", "century")


@total_ordering
@dataclass(frozen=True)
class EdtfDate:
    """A date or interval of our profile; making one with any other text raises DateError.

    text: the date as written; equality and hash use it, so "1994" is not "1994~".
    Order is by `sort_key`. Bounds are in the calendar the text is written in:
    for an Old Style date ask `gregorian` first.
    """

    text: str
    _ends: Ends = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Read the text once; the parts are kept."""
        ends = read(self.text)
        if ends is None:
            raise explain(self.text)
        object.__setattr__(self, "_ends", ends)

    def __str__(self) -> str:
        """Return the text as written."""
        return self.text

    def __lt__(self, other: object) -> bool:
        """Compare by `sort_key`."""
        if not isinstance(other, EdtfDate):
            return NotImplemented
        return self.sort_key < other.sort_key

    @property
    def earliest(self) -> date | None:
        """First day the date can mean; None for an open start."""
        return self._ends[0].first if self._ends[0] else None

    @property
    def latest(self) -> date | None:
        """Last day the date can mean; None for an open end."""
        return self._ends[1].last if self._ends[1] else None

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """Earliest day, then latest day, then text: a total order.

        With the same start what ends sooner stands first, so "1994-01-01" comes
        before "1994" and "1991-09" before the open "1991-09/.."; an open start
        comes before every other.
        """
        return (self.earliest or date.min, self.latest or date.max, self.text)

    @property
    def is_interval(self) -> bool:
        """Whether it is written with a slash, open or not."""
        return "/" in self.text

    @property
    def is_open(self) -> bool:
        """Whether one end is open (`..`)."""
        return None in self._ends

    @property
    def is_approximate(self) -> bool:
        """Whether the date, or an end of it, is marked `~` or `%`."""
        return "~" in self.text or "%" in self.text

    @property
    def is_uncertain(self) -> bool:
        """Whether the date, or an end of it, is marked `?` or `%`."""
        return "?" in self.text or "%" in self.text

    @property
    def precision(self) -> str:
        """One of "day", "month", "year", "decade", "century": how finely it is known.

        An interval has the precision of its coarser end, open ends not counted.
        "1988-XX" is known to the year and "1988-02-XX" to the month.
        """
        return max((end.precision for end in self._ends if end), key=_PRECISIONS.index)

    @property
    def start(self) -> EdtfDate | None:
        """The first end of an interval, None when open; a single date is its own start."""
        return self._end(0)

    @property
    def end(self) -> EdtfDate | None:
        """The second end of an interval, None when open; a single date is its own end."""
        return self._end(1)

    def _end(self, index: int) -> EdtfDate | None:
        end = self._ends[index]
        return EdtfDate(end.text) if end else None

    @property
    def shown(self) -> str:
        """The date in words, as `show` gives it."""
        return show(self)

    @property
    def shown_short(self) -> str:
        """The date in words with short month names."""
        return show(self, short=True)


def parse(text: str) -> EdtfDate:
    """Return the date that the text says, kept as written.

    Raises DateError with a cure, where one is known, when the text is outside our
    profile, names a day that does not exist, or ends before it begins.
    """
    return EdtfDate(text)


def bounds(d: EdtfDate) -> tuple[date | None, date | None]:
    """Return the earliest and latest day the date can mean, both included.

    None stands for an open end: "1991-09/.." gives (1991-09-01, None). `~` and `?`
    do not widen the bounds: EDTF gives them no size.
    """
    return (d.earliest, d.latest)


def overlaps(d: EdtfDate, first: date, last: date) -> bool:
    """Return whether the date can mean a day from `first` to `last`, both included.

    Raises ValueError when `first` is after `last`.
    """
    if first > last:
        raise ValueError(f"the span ends before it begins: {first} to {last}")
    return (d.earliest or date.min) <= last and (d.latest or date.max) >= first


def year_of(d: EdtfDate) -> int:
    """Return the year of the earliest day, of the latest one when the start is open."""
    return _anchor_day(d).year


def lower_text(d: EdtfDate) -> str:
    """Return the lower bound as ISO text for `<time datetime>`: "1994-05-05", "1994-05" or "1994".

    It is no finer than what is known; "199X" gives its first year, "1990", since HTML
    has no decade. An open start gives its end ("../1994" gives "1994", "../199X" "1999").
    """
    anchor = d._ends[0] or d._ends[1]
    assert anchor is not None, "an interval open at both ends is never read"
    return _cut(_anchor_day(d), anchor.precision)


def upper_text(d: EdtfDate) -> str:
    """Return the last moment of the date as ISO text, no finer than it is written.

    "2020-09-27/2020-09-28" gives "2020-09-28", "1994-05~" gives "1994-05", "1991" stays
    "1991"; "199X" gives its last year, "1999". An open end gives the last moment of its
    start ("1991-09/.." gives "1991-09"), since no later one is known.
    """
    anchor = d._ends[1] or d._ends[0]
    assert anchor is not None, "an interval open at both ends is never read"
    return _cut(anchor.last, anchor.precision)


def _anchor_day(d: EdtfDate) -> date:
    day = d.earliest or d.latest
    assert day is not None, "an interval open at both ends is never read"
    return day


def _cut(day: date, precision: str) -> str:
    """Return the day as ISO text down to what is known; HTML has nothing coarser than a year."""
    return day.isoformat()[: {"day": 10, "month": 7}.get(precision, 4)]


@lru_cache(maxsize=16_384)  # the same days are shown on page after page
def show(d: EdtfDate, *, weekday: bool = False, short: bool = False, open_word: str = "since", until_word: str = "until") -> str:
    """Return the date in British English, for reading inside or outside a sentence.

    weekday: "Sunday 27 September 2020", for full days without a mark only: the weekday
    of an uncertain day would claim too much. Not for Old Style dates.
    short: three-letter months and weekdays. open_word, until_word: what begins an open end
    ("since September 1991") and an open beginning ("until 1994"). Two en-dash forms follow usual practice: closed up between
    single words or numbers ("1988–1994"), spaced otherwise.
    """
    return in_words(d._ends, Style(weekday, short, open_word, until_word))


def show_parts(d: EdtfDate, parts: Sequence[str], end: str = "") -> str:
    """Return only some of "day", "month" and "year": "5 May" for a sentence that has said the year.

    end: "first" or "last" for one end of an interval. Raises DateError when a part or that
    end is not known.
    """
    first, last = d._ends
    ends = {"": (first, last), "first": (first, first), "last": (last, last)}[end]
    if ends == (None, None):
        raise DateError(f"the {end} day of {d.text} is open")
    return in_words(ends, Style(parts=tuple(parts)))


def to_gregorian_from_julian(d: EdtfDate) -> EdtfDate:
    """Return the Gregorian date of one that is written in the Julian calendar, marks kept.

    Only full days convert, alone or as every given end of an interval; any other date
    comes back unchanged, since a Julian month is no Gregorian month. Raises DateError
    when the converted day leaves the years 0001 to 9999.
    """
    ends = [end for end in d._ends if end]
    if any(end.precision != "day" for end in ends):
        return d
    start, end = (in_gregorian(e) if e else ".." for e in d._ends)
    return EdtfDate(f"{start}/{end}" if d.is_interval else start)


gregorian = to_gregorian_from_julian
"""The short name that templates and exports use."""


def show_old_style(d: EdtfDate, *, short: bool = False) -> str:
    """Return both calendars for a date written in the Julian one.

    "12 October 1813 Old Style (24 October 1813 New Style)"; a date that is not known to
    the day is not converted: "October 1813 Old Style". Errors as `to_gregorian_from_julian`.
    """
    written, converted = show(d, short=short), to_gregorian_from_julian(d)
    if converted == d:
        return f"{written} Old Style"
    return f"{written} Old Style ({show(converted, short=short)} New Style)"
