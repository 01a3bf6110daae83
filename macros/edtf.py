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

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import total_ordering

from macros.problems import RecordError, did_you_mean

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
"""English month names in order; not from the locale, so every build agrees."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PRECISIONS = ("day", "month", "year", "decade", "century")
_EN_DASH = "\u2013"
_SINGLE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<mark>[~?%]?)"
)


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
class _Single:
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


_Ends = tuple[_Single | None, _Single | None]


@total_ordering
@dataclass(frozen=True)
class EdtfDate:
    """A date or interval of our profile; making one with any other text raises DateError.

    text: the date as written; equality and hash use it, so "1994" is not "1994~".
    Order is by `sort_key`. Bounds are in the calendar the text is written in:
    for an Old Style date ask `gregorian` first.
    """

    text: str
    _ends: _Ends = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Read the text once; the parts are kept."""
        ends = _read(self.text)
        if ends is None:
            raise _explain(self.text)
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
    anchor = d.start or d.end
    assert anchor is not None, "an interval open at both ends is never read"
    return _anchor_day(d).isoformat()[: {"day": 10, "month": 7}.get(anchor.precision, 4)]


def _anchor_day(d: EdtfDate) -> date:
    day = d.earliest or d.latest
    assert day is not None, "an interval open at both ends is never read"
    return day


# --- Reading -----------------------------------------------------------------


def _read(text: str) -> _Ends | None:
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


def _read_single(text: str) -> _Single | None:
    match = _SINGLE.fullmatch(text)
    if match is None:
        return None
    year, month, day, mark = match.group("year", "month", "day", "mark")
    if ("X" in year and month) or (month == "XX" and day):
        return None
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if high == 0:
        raise DateError(_found(text), "a year from 0001 to 9999")
    low = max(low, 1)
    if month is None or month == "XX":
        precision = ("year", "decade", "century")[year.count("X")]
        return _Single(text, mark, precision, date(low, 1, 1), date(high, 12, 31))
    if not 1 <= int(month) <= 12:
        raise _month_error(text, year, month, day)
    length = monthrange(low, int(month))[1]
    if day is None or day == "XX":
        return _Single(text, mark, "month", date(low, int(month), 1), date(low, int(month), length))
    if not 1 <= int(day) <= length:
        raise _day_error(text, low, int(month), int(day), length)
    only = date(low, int(month), int(day))
    return _Single(text, mark, "day", only, only)


def _month_error(text: str, year: str, month: str, day: str | None) -> DateError:
    """Say the range, and what else may have been meant: day and month swapped, or "1988-94"."""
    hint = "months run from 01 to 12"
    as_month = int(day) if day and day != "XX" else 0
    if 1 <= as_month <= 12 and 1 <= int(month) <= monthrange(int(year), as_month)[1]:
        hint += f'; if {month} is the day, write "{year}-{day}-{month}"'
    elif not day and int(month) > int(year[2:]):
        hint += f'; if years are meant, write "{year}/{year[:2]}{month}"'
    return DateError(_found(text), "an EDTF date", hint)


def _day_error(text: str, year: int, month: int, day: int, length: int) -> DateError:
    if day == 0:
        return DateError(_found(text), "an EDTF date", f"days run from 01 to {length}")
    no_leap = month == 2 and day == 29
    hint = f"{year} is not a leap year" if no_leap else ""
    return DateError(f"{MONTHS[month - 1]} {year} has {length} days", hint=hint)


def _found(text: str) -> str:
    """Return the text quoted, on one line, cut when long."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:40])
    return f'found "{shown}{"..." if len(text) > 40 else ""}"'


# --- Hints: what the writer probably meant -----------------------------------
# Nothing here ever makes a date: guesses are only shown, and only those that read.

_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")
_CIRCA = re.compile(r"(?:circa|about|around|approx(?:imately)?\b|ca?(?=[. \d])|~)\.? ?")
_PART = r"[0-9]{1,2}|xx|\?\?"
_WORD = r"[a-z]{3,9}"
_NTH = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_DAY_FIRST = re.compile(r"[0-9]{1,2}[-./ ][0-9]{1,2}[-./ ][0-9]{4}")
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<y>[0-9]{{4}})(?:[-./ ](?P<m>{_PART})(?:[-./ ](?P<d>{_PART}))?)?",
        r"(?P<y>[0-9]{4})[-./ ]?(?P<m>[0-9]{2})[-./ ]?(?P<d>[0-9]{2})(?:z|[t ][0-9].*)?",
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})",
        r"(?P<d>[0-9]{1,2})[-./ ](?P<m>[0-9]{1,2})[-./ ](?P<y>[0-9]{4})",
        r"(?P<m>[0-9]{1,2})[-./ ](?P<d>[0-9]{1,2})[-./ ](?P<y>[0-9]{4})",
        r"(?P<m>[0-9]{1,2})[-./ ](?P<y>[0-9]{4})",
        rf"(?:{_NTH}[- ](?:of )?)?(?P<m>{_WORD})\.?,?[- ](?P<y>[0-9]{{4}})",
        rf"(?P<m>{_WORD})\.? {_NTH},? (?P<y>[0-9]{{4}})",
        rf"(?P<y>[0-9]{{4}}),?[- ](?P<m>{_WORD})\.?(?:[- ]{_NTH})?",
        r"(?:the )?(?P<decade>[0-9]{3})(?:x|\?|0[-' ]?s)",
        r"(?:the )?(?P<century>[0-9]{2})(?:xx|\?\?|00[-' ]?s)",
        r"(?P<y>[0-9]{4})-xx-xx",
    )
)


def _explain(text: str) -> DateError:
    """Return the error for a text that has not the shape of our profile."""
    if not text.strip():
        return DateError("the date is empty", "an EDTF date", _GENERAL_HINT)
    tidy = _tidy(text) if len(text) <= 60 else ""
    guesses, fault = _sift(_guesses(tidy))
    if guesses:
        order = "the year first: " if _DAY_FIRST.fullmatch(tidy) else ""
        hint = f"write {order}" + " or ".join(f'"{guess}"' for guess in guesses)
    elif fault:
        hint = _as_hint(fault)
    else:
        hint = _last_hint(tidy)
    return DateError(_found(text), "an EDTF date", hint)


_GENERAL_HINT = 'write it like "1994-05-05", "1994-05", "1994" or "1988/1994"'


def _as_hint(fault: DateError) -> str:
    """Return as a hint what is wrong with the only reading of a text."""
    if fault.expected:
        return fault.hint or f"write {fault.expected}"
    return f"{fault.found}; {fault.hint}" if fault.hint else fault.found


def _last_hint(tidy: str) -> str:
    """Return a hint for a text we can make nothing of."""
    if tidy in ("../..", "..", "/"):
        return 'an interval needs at least one end, such as "1991-09/.."'
    if re.match(r"-[0-9]", tidy):
        return "years run from 0001 to 9999"
    if re.fullmatch(r"[0-9]{1,2}[-./ ][0-9]{1,2}[-./ ][0-9]{2}", tidy):
        return "write the year first and with four digits"
    words = re.findall(r"[a-z]{4,12}", tidy)
    near = [did_you_mean(word, MONTHS) for word in map(str.capitalize, words) if word not in MONTHS]
    return next(filter(None, near), _GENERAL_HINT)


def _tidy(text: str) -> str:
    """Return the text in lower case with plain digits, plain hyphens and single spaces."""
    plain = unicodedata.normalize("NFKC", text.translate(_DASHES))
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    return " ".join("".join(digits).lower().split())


def _sift(guesses: Iterator[str]) -> tuple[list[str], DateError | None]:
    """Return up to three guesses that read, and the fault of the first one that cannot be."""
    good: list[str] = []
    fault = None
    for guess in dict.fromkeys(guesses):
        try:
            if _read(guess):
                good.append(guess)
        except DateError as error:
            fault = fault or error
    return good[:3], fault


def _guesses(tidy: str) -> Iterator[str]:
    """Yield what the text may have meant, readings as one date first."""
    yield tidy.upper()
    yield from _guess_single(tidy)
    yield from _guess_open(tidy)
    yield from _guess_closed(tidy.removeprefix("from ").removeprefix("between "))


def _guess_single(tidy: str) -> Iterator[str]:
    about = _CIRCA.match(tidy)
    text = tidy[about.end() :] if about else tidy
    bare = text.strip("~?% ")
    marks = ("~" if about else "") + "".join(c for c in text if c in "~?%")
    for body, mark in ((text, "~" if about else ""), (bare, _one_mark(marks))):
        for form in _FORMS:
            if match := form.fullmatch(body):
                yield _build(match.groupdict()) + mark
        if century := re.fullmatch(r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th) century", body):
            yield f"{int(century[1]) - 1:02}XX{mark}"


def _one_mark(marks: str) -> str:
    """Return the one mark that says what several say."""
    approximate, uncertain = "~" in marks or "%" in marks, "?" in marks or "%" in marks
    return {(True, True): "%", (True, False): "~", (False, True): "?"}.get((approximate, uncertain), "")


def _build(parts: dict[str, str | None]) -> str:
    """Return the date that the named parts of a match say, well-formed or not."""
    if parts.get("decade"):
        return f"{parts['decade']}X"
    if parts.get("century"):
        return f"{parts['century']}XX"
    pieces = [parts["y"], _month_digits(parts.get("m")), parts.get("d")]
    return "-".join(p.replace("?", "X").zfill(2) for p in pieces if p).upper()


def _month_digits(month: str | None) -> str | None:
    """Return the number of a month's name ("sept" is 9); other text comes back unchanged."""
    for number, name in enumerate(MONTHS, 1):
        if month and month.isalpha() and name.lower().startswith(month):
            return str(number)
    return month


_OPEN_END = re.compile(r"(?:since|from) (.+)|(.+?) ?(?:-|/|to |\.\.) ?(?:present|now|today|open|\.*)")
_OPEN_START = re.compile(r"(?:until|till|to|open ?/|\.* ?/|\.\.) ?(.+)")
_SEPARATOR = re.compile(r" ?(?:-{1,2}|/|\.\.+) ?| (?:to|until|and) ")
_SHARED_MONTH = re.compile(r"([0-9]{1,2}) ?(?:-|to|and) ?([0-9]{1,2}) ([a-z]+ [0-9]{4})")


def _guess_open(tidy: str) -> Iterator[str]:
    if match := _OPEN_END.fullmatch(tidy):
        yield from (f"{start}/.." for start in _guess_end(match[1] or match[2]))
    if match := _OPEN_START.fullmatch(tidy):
        yield from (f"../{end}" for end in _guess_end(match[1]))


def _guess_closed(tidy: str) -> Iterator[str]:
    """Yield the intervals that each separator in the text could divide."""
    if match := _SHARED_MONTH.fullmatch(tidy):
        tidy = f"{match[1]} {match[3]} / {match[2]} {match[3]}"
    for cut in _SEPARATOR.finditer(tidy):
        left, right = tidy[: cut.start()], tidy[cut.end() :]
        is_short = "--" not in cut[0] and re.fullmatch(r"[0-9]{2}(?:-[0-9]{2})?", right)
        for start in _guess_end(left):
            yield from (f"{start}/{end}" for end in _guess_end(right))
            whole = start[: -len(right)] + right
            if is_short and whole != start and (cut[0] == "/" or left == start[:4] == start):
                yield f"{start}/{whole}"


def _guess_end(tidy: str) -> list[str]:
    """Return the readings of one end of an interval that could be real."""
    return _sift(iter([tidy.upper(), *_guess_single(tidy)]))[0]


# --- Showing -----------------------------------------------------------------


def show(d: EdtfDate, *, weekday: bool = False, short: bool = False, open_word: str = "since") -> str:
    """Return the date in British English, for reading inside or outside a sentence.

    weekday: "Sunday 27 September 2020", for full days without a mark only: the weekday
    of an uncertain day would claim too much. Not for Old Style dates.
    short: three-letter months and weekdays. open_word: what begins an open end
    ("since September 1991"). Two en-dash forms follow usual practice: closed up between
    single words or numbers ("1988–1994"), spaced otherwise.
    """
    start, end = d._ends
    if start and not end:
        return f"{open_word} {_words(start, weekday, short)}"
    if end and not start:
        return f"until {_words(end, weekday, short)}"
    assert start and end
    if not d.is_interval or start == end:
        return _words(start, weekday, short)
    if start.precision == end.precision and _is_plain(start) and _is_plain(end):
        return _range_words(_pieces(start, weekday, short), _pieces(end, weekday, short))
    return f"from {_words(start, weekday, short)} to {_words(end, weekday, short)}"


def _is_plain(single: _Single) -> bool:
    return not single.mark and not single.unspecified and single.precision in ("day", "month", "year")


def _range_words(left: list[str], right: list[str]) -> str:
    """Return "25–26 February 1992": what both ends share at the back is said once."""
    while left[-1] == right[len(left) - 1] and len(left) > 1:
        left = left[:-1]
    is_closed_up = len(left) == 1 and " " not in left[0]
    dash = _EN_DASH if is_closed_up else f" {_EN_DASH} "
    return " ".join(left) + dash + " ".join(right)


def _pieces(single: _Single, weekday: bool, short: bool) -> list[str]:
    """Return day, month and year as far as they are known."""
    cut = 3 if short else None
    month, year = MONTHS[single.first.month - 1][:cut], str(single.first.year)
    if single.precision == "day":
        name = f"{_WEEKDAYS[single.first.weekday()][:cut]} " if weekday and not single.mark else ""
        return [f"{name}{single.first.day}", month, year]
    return [month, year] if single.precision == "month" else [year]


def _words(single: _Single, weekday: bool, short: bool) -> str:
    """Return one date in words, with its mark."""
    words = " ".join(_pieces(single, weekday, short))
    if single.precision == "decade" and single.first.year % 100 >= 10:
        words = f"the {words}s"
    elif single.precision in ("decade", "century"):
        # "the 1900s" could be ten years or a hundred, and "the 20th century" begins in 1901.
        words = f"some time in {words}{_EN_DASH}{single.last.year}"
    elif single.unspecified:
        words = f"some {'day' if single.precision == 'month' else 'month'} of {words}"
    about = "about " if single.mark in ("~", "%") else ""
    return about + words + (" (uncertain)" if single.mark in ("?", "%") else "")


# --- Old Style ---------------------------------------------------------------


def to_gregorian_from_julian(d: EdtfDate) -> EdtfDate:
    """Return the Gregorian date of one that is written in the Julian calendar, marks kept.

    Only full days convert, alone or as every given end of an interval; any other date
    comes back unchanged, since a Julian month is no Gregorian month. Raises DateError
    when the converted day leaves the years 0001 to 9999.
    """
    ends = [end for end in d._ends if end]
    if any(end.precision != "day" for end in ends):
        return d
    start, end = (_gregorian_text(e) if e else ".." for e in d._ends)
    return EdtfDate(f"{start}/{end}" if d.is_interval else start)


gregorian = to_gregorian_from_julian
"""The short name that templates and exports use."""


def _gregorian_text(single: _Single) -> str:
    # Imported here: it loads every calendar it knows, and most builds meet no Old Style date.
    from convertdate import julian  # type: ignore[import-untyped]

    year, month, day = julian.to_gregorian(single.first.year, single.first.month, single.first.day)
    if not 1 <= year <= 9999:
        raise DateError(_found(single.text), "a day from 0001 to 9999 in the Gregorian calendar too")
    return f"{year:04}-{month:02}-{day:02}{single.mark}"


def show_old_style(d: EdtfDate, *, short: bool = False) -> str:
    """Return both calendars for a date written in the Julian one.

    "12 October 1813 Old Style (24 October 1813 New Style)"; a date that is not known to
    the day is not converted: "October 1813 Old Style". Errors as `to_gregorian_from_julian`.
    """
    written, converted = show(d, short=short), to_gregorian_from_julian(d)
    if converted == d:
        return f"{written} Old Style"
    return f"{written} Old Style ({show(converted, short=short)} New Style)"
