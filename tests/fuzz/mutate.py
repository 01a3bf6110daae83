"""Changes to real records: bytes, signs, words, lines, indentation, structure, values swapped between records."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

import yaml

PIECES = (
    *"\0\t\r\x0b\x1b\x7f\x85\xa0\xad'\"#:-?[]{},&*!|>%@`~\\",
    "\u200b", "\u202e", "\u2028", "\ufeff", "\U000e0041", "\ufe0f", "\u0301", "\u3164", "\u0430", "\U0001f600", "\ud7ff",
    "---\n", "...\n", "%YAML 1.1\n", "<<: ", ": ", " #", "- ", "? ", "&a ", "*a", "!!str ", "\n", "  ", "{", "[", "'", '"', "|\n", ">-\n",
    "null", "true", "no", "~", ".inf", ".nan", "012", "1_000", "12:30", "9" * 30, "1e999", "-1", "0", "1994-13-45", "199X", "../..", "",
    "javascript:alert(1)", "//x", "{{ config }}", "{% raw %}", "<script>", "kr:/", "../../x", "[a](b)", "a" * 300, "\\u202e", "\\x00", "\\ud800",
)  # fmt: skip
"""What is put in somewhere."""

Change = Callable[[bytes, Sequence[bytes], Random], bytes]


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def flip(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Set one to four bytes to anything."""
    made = bytearray(raw)
    for _ in range(random.randint(1, 4)):
        if made:
            made[random.randrange(len(made))] = random.randrange(256)
    return bytes(made)


def cut(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Take a stretch of bytes away, which may end in half a letter."""
    start = random.randrange(len(raw) + 1)
    return raw[:start] + raw[start + random.randint(1, 40) :]


def put(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Put a piece somewhere."""
    text = _text(raw)
    start = random.randrange(len(text) + 1)
    return (text[:start] + random.choice(PIECES) + text[start:]).encode("utf-8", "surrogatepass")


def replace_word(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Put a piece in the place of a word."""
    text = _text(raw)
    words = list(re.finditer(r"[^\s:]+", text))
    if not words:
        return raw
    word = random.choice(words)
    return (text[: word.start()] + random.choice(PIECES) + text[word.end() :]).encode("utf-8", "surrogatepass")


def swap_words(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Put a word of another record in the place of one of this."""
    mine, theirs = re.split(r"(\s+)", _text(raw)), re.split(r"(\s+)", _text(random.choice(others)))
    mine[random.randrange(len(mine))] = random.choice(theirs)
    return "".join(mine).encode()


def move_line(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Move, double, drop or indent a line, or bring one from another record."""
    lines = _text(raw).split("\n")
    line = lines.pop(random.randrange(len(lines)))
    place = random.randrange(len(lines) + 1)
    other = random.choice(_text(random.choice(others)).split("\n"))
    lines[place:place] = random.choice(([line], [line, line], [], [f"  {line}"], [line[2:]], [f"\t{line}"], [other], [line, other]))
    return "\n".join(lines).encode()


def swap_values(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Read two records, exchange or drop a value, and write the first again."""
    mine, theirs = _values(raw), _values(random.choice(others))
    if not mine or not theirs:
        return raw
    slots = list(_slots(mine))
    given = [box[key] for box, key in _slots(theirs)]
    box, key = random.choice(slots)
    odd = (None, True, -1, 0, 1e15, 10**20, "", " ", [], {}, [[]], {"a": "b"}, "x" * 1000)
    box[key] = random.choice((random.choice(given), random.choice(given), random.choice(odd)))
    text: str = yaml.dump(mine, default_style='"' if random.random() < 0.5 else None, allow_unicode=True, sort_keys=False)
    return text.encode("utf-8", "surrogatepass")


def _values(raw: bytes):  # type: ignore[no-untyped-def]
    try:
        values = yaml.load(raw, yaml.CBaseLoader)  # noqa: S506 - every scalar is text
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        return None
    return values if isinstance(values, dict) else None


def _slots(value):  # type: ignore[no-untyped-def]
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _slots(value[key])


CHANGES: tuple[Change, ...] = (flip, cut, put, replace_word, swap_words, move_line, swap_values)


def mutate(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Return a record with one to three changes."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        raw = random.choice(CHANGES)(raw, others, random)
    return raw
