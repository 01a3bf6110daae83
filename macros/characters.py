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
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\U000f0000-\U0010ffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
)
BAD = re.compile(f"[{_HIDDEN}]|(?<![{_ARABIC}])[\u200c\u200d](?![{_ARABIC}])")
"""A character that is refused in any file."""
_BAD_ASCII = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7}|={7})(?=[ \n]|\Z)", re.MULTILINE)


def shown(text: str) -> str:
    """Return text that is safe and short enough for one line of a message."""
    line = BAD.sub("?", " ".join(text[:200].split()))
    return line if len(line) <= 60 else f"{line[:57]}..."


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
    if unicodedata.category(character) == "Co":
        name = "(private use)"
    return f"invisible or control character {code}{name and ' ' + name} is not allowed", "remove it"


def bad_characters(text: str) -> Iterator[re.Match[str]]:
    """Yield every refused character of the text."""
    return (_BAD_ASCII if text.isascii() else BAD).finditer(text)


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
