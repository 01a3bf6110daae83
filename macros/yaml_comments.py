"""Text that YAML drops as a comment although it was meant as part of a value.

A comment on a line of its own passes, unless it is indented as if it continued
the plain value above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.yaml_values import Loc

Scalar = tuple[int, int, str, Loc]
"""One scalar of the file: where it begins and ends, its style ("" for plain), its path."""

_HASH = re.compile(r"[ \t]#(?![ \t])")
_SPACES = re.compile(" *")
_BLANK = re.compile("[ \t\n]*")


def may_lose_text(text: str) -> bool:
    """Return whether anything in the text could be a comment by mistake."""
    return _HASH.search(text) is not None


def lost_comments(text: str, scalars: list[Scalar], end: int) -> Iterator[tuple[int, Loc]]:
    """Yield (index of the '#', path of the value before) for each text dropped before `end`."""
    number, position = 0, 0
    while match := _HASH.search(text, position, end):
        position = match.end()
        while number < len(scalars) and scalars[number][0] < position:
            number += 1
        if number == 0 or _is_inside(text, position - 1, scalars[number - 1]):
            continue
        if _is_lost(text, position - 1, scalars[number - 1]):
            yield position - 1, scalars[number - 1][3]
        position = line_end(text, position)  # the rest of the line is one comment


def _is_inside(text: str, index: int, scalar: Scalar) -> bool:
    """Return whether the character stands in quoted or block text, a block's first line excepted."""
    start, end, style, _ = scalar
    if style in ("|", ">"):
        start = line_end(text, start)
    return bool(style) and start < index < end


def _is_lost(text: str, index: int, before: Scalar) -> bool:
    """Return whether the '#' there begins a comment that was meant as part of the value before."""
    start, end, style, _ = before
    end = end if end <= index else start  # else it stands in the first line of a block
    line = text.rfind("\n", 0, index) + 1
    if text.find("#", max(line, end), index) >= 0:
        return False  # it stands in a comment that began properly
    if text[line:index].strip(" \t"):
        return True
    above = text.rfind("\n", 0, start) + 1
    indent = _end_of(_SPACES, text, above) - above
    return not style and _end_of(_BLANK, text, end) == index and index - line > indent


def line_end(text: str, start: int) -> int:
    """Return the index of the line feed that ends the line, or the length of the text."""
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _end_of(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start
