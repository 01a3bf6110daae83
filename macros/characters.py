"""The characters a file may hold: UTF-8 text without anything that a reader cannot see.

For record files and Markdown pages alike. Left out: whether the visible letters
belong together (`names.mixed_scripts`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from macros.problems import Problem

MAX_PROBLEMS = 200
"""A file with more faults than this is read no further."""

_ARABIC = "\u0610-\u061a\u0620-\u065f\u066e-\u06dc\u06df-\u06e8\u06ea-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\U00013430-\U0001345f\U00016fe4\U0001d159"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
)
_STRIKES = "\u0334-\u0338\u0488\u0489\u20d2\u20d3\u20d8-\u20da\u20dd-\u20e0\u20e2-\u20e8\u20ea-\u20f0"
"""Marks that strike a letter through or close it in."""
_MARKS = "\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
BAD = re.compile(
    f"[{_HIDDEN}{_STRIKES}]|(?<![{_ARABIC}])[\u200c\u200d](?![{_ARABIC}])"
    f"|(?<=[{_MARKS}][{_MARKS}])[{_MARKS}]|(?<![^\\s\x00-/:-@\\[-`{{-\x7f])[{_MARKS}]"
)
"""A character that is refused in any file."""
_RARE = re.compile("[\u0590-\u1aaf\u1b00-\u1dbf\u2c00-\u2dff\ua000-\uabff\U00010000-\U0001ffff]")
"""Scripts whose marks are too many to list; their piles are counted one by one."""
MAX_MARKS = 3
"""Marks on one letter in those scripts."""
_ONE = re.compile(".", re.DOTALL)
_BAD_ASCII = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}|={7})(?=[ \n]|\Z)", re.MULTILINE)


def shown(text: str) -> str:
    """Return text that is safe and short enough for one line of a message."""
    line = BAD.sub("?", " ".join(text[:200].split()))
    return line if len(line) <= 60 else f"{line[:57]}..."


def one_line(text: str, most: int = 300) -> str:
    """Return what a person typed as part of a message: one line, nothing unseen, at most so many letters."""
    line = BAD.sub("?", " ".join(text[: 2 * most].split()))
    return line if len(line) <= most else f"{line[: most - 3]}..."


def place_of(text: str, index: int) -> tuple[int, int]:
    """Return the line and column, from 1, of a character of the text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def character_words(character: str) -> tuple[str, str]:
    """Return what is wrong with a refused character, and the cure."""
    code = f"U+{ord(character):04X}"
    if character == "\r":
        return f"a carriage return ({code}) without a line feed", "save the file with LF line ends"
    if character == "\ufffd":
        return f"{code} REPLACEMENT CHARACTER stands for a letter lost earlier", "restore the letter"
    name = unicodedata.name(character, "")
    if unicodedata.category(character)[0] == "M" and not name.startswith("VARIATION"):
        return f"{code} {name} piles up marks, strikes a letter through, or stands on none", "remove it"
    if unicodedata.category(character) == "Co":
        name = "(private use)"
    return f"invisible or control character {code}{name and ' ' + name} is not allowed", "remove it"


def bad_characters(text: str) -> Iterator[re.Match[str]]:
    """Yield every refused character of the text."""
    yield from (_BAD_ASCII if text.isascii() else BAD).finditer(text)
    if _RARE.search(text):
        yield from _piles(text)


def _piles(text: str) -> Iterator[re.Match[str]]:
    """Yield the mark after which a letter has too many."""
    marks = 0
    for index, sign in enumerate(text):
        marks = marks + 1 if sign > "\u02ff" and unicodedata.category(sign)[0] == "M" else 0
        if marks == MAX_MARKS + 1 and not BAD.match(text, index):
            match = _ONE.match(text, index)
            assert match
            yield match


def check_characters(text: str, path: str) -> list[Problem]:
    """Return control, bidi, zero-width and other unseen characters, and conflict marks.

    U+200C and U+200D pass beside Arabic-script letters, which need them. A
    lone carriage return is reported once, since then every line has one.
    For record files and Markdown pages alike.
    """
    problems, seen_return = [], False
    for match in islice(bad_characters(text), MAX_PROBLEMS):
        if match[0] == "\r" and seen_return:
            continue
        seen_return |= match[0] == "\r"
        found, hint = character_words(match[0])
        problems.append(Problem(path, *place_of(text, match.start()), "", found, "", hint, "yaml-characters"))
    if "<<<<<<<" in text or ">>>>>>>" in text:  # "=======" alone may underline a heading
        for match in islice(_CONFLICT.finditer(text), MAX_PROBLEMS):
            found = f"conflict mark '{match[0]}' left by a merge"
            hint = "choose one version and remove the marks"
            problems.append(Problem(path, *place_of(text, match.start()), "", found, "", hint, "yaml-conflict"))
    return problems


def _looks_like_utf16(raw: bytes) -> bool:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        return True
    zeros = [byte == 0 for byte in raw[:4]]
    return zeros in ([False, True, False, True], [True, False, True, False])


def decode(raw: bytes, path: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a file with LF line ends and without a leading BOM, or the problem.

    Only UTF-8 is read. A carriage return without a line feed is kept, for
    `check_characters` to refuse.
    """
    if _looks_like_utf16(raw):
        found = "file is not UTF-8 but UTF-16 or UTF-32"
        return None, [Problem(path, 1, 1, "", found, "", "save the file as UTF-8", "yaml-encoding")]
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode("utf-8").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8").replace("\r\n", "\n")
        found = f"byte 0x{raw[error.start]:02X} is not valid UTF-8"
        place = place_of(before, len(before))
        return None, [Problem(path, *place, "", found, "", "save the file as UTF-8", "yaml-encoding")]
