"""Hints for dates that are not written in our profile: what the writer probably meant.

Nothing here ever makes a date: guesses are only shown, and only those that read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from macros.edtf_read import MONTHS, DateError, found_text, read
from macros.problems import did_you_mean

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
_GENERAL_HINT = 'write it like "1994-05-05", "1994-05", "1994" or "1988/1994"'


def explain(text: str) -> DateError:
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
    return DateError(found_text(text), "an EDTF date", hint)


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
            if read(guess):
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
