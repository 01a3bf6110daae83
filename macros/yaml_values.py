"""What single values of a YAML file mean, and how a place in a file is named.

Readers of YAML disagree over many plain words; those are told apart here, not guessed at.
"""

from __future__ import annotations

import re
from typing import Any

Loc = tuple[Any, ...]
"""Path inside a record: keys as text, list places as numbers from 0."""

Place = tuple[int, int]
"""Line and column, both counted from 1."""


class KEY:
    """Sentinel, never made: `marks[path + (key, KEY)]` is the position of the key itself.

    A class, because classes keep their identity when a loaded file is pickled.
    """


def field_name(loc: tuple[str | int, ...]) -> str:
    """Return a path as it is shown: ("account", 2, "sources", 0) is "account[2].sources[0]"."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return "".join(parts).removeprefix(".")


def mark_of(event: Any) -> Place:
    """Return where a parser's event begins."""
    return event.start_mark.line + 1, event.start_mark.column + 1


_WORDS = {"true": True, "false": False, "null": None}
_DIGITS = r"[0-9][0-9_]*"
_PLAIN = re.compile(
    r"(?P<int>(?!-0$)-?(?:0|[1-9][0-9]{0,17}))"
    r"|(?P<float>(?!-0\.0$)-?(?:0|[1-9][0-9]{0,14})\.(?:0|[0-9]{0,14}[1-9]))"
    r"|(?P<word>true|false|null)"
    r"|(?P<odd>(?i:~|=|<<|y|n|yes|no|on|off|true|false|null"
    rf"|[-+]?(?:0x[0-9a-f_]+|0o[0-7_]+|0b[01_]+|{_DIGITS}(?::[0-9]{{1,2}})+(?:\.[0-9_]*)?"
    rf"|(?:{_DIGITS}(?:\.[0-9_]*)?|\.[0-9_]+)(?:e[-+]?[0-9]+)?|\.inf|\.nan)))"
)
AMBIGUOUS = object()
"""Stands for a value that `typed` refuses to guess."""


def typed(text: str) -> Any:
    """Return the value of a plain scalar, or `AMBIGUOUS` where readers of YAML disagree.

    More digits than a number keeps exactly, closing zeros ("5.000"), signs
    and leading zeros are ambiguous too. Dates match nothing here: they stay text.
    """
    match = _PLAIN.fullmatch(text)
    if match is None:
        return text
    if match.lastgroup == "int":
        return int(text)
    if match.lastgroup == "float":
        return float(text)
    return _WORDS[text] if match.lastgroup == "word" else AMBIGUOUS


ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v", "r": "\r"} | {
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}


def unescaped(match: re.Match[str]) -> str:
    """Return the character that an escape stands for."""
    digits = match[1] or match[2] or match[3]
    return chr(int(digits, 16)) if digits else _SHORT_ESCAPES.get(match[4], match[4])
