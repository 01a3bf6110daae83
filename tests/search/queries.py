"""The lists of queries, in three parts, and the same queries with one slip of the finger.

The first list falls into halves by the digest of the query, so nobody chooses. The working half served to tune the
ranking; the other was kept apart, until faults were found in it too. So a second list was written for records drawn
at random: the fresh part. Slips are drawn with a fixed seed, so every run types the same ones.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FILE = Path(__file__).with_name("queries.tsv")
FRESH_FILE = Path(__file__).with_name("fresh.tsv")
HALVES = ("working", "apart")
PARTS = (*HALVES, "fresh")
SEED = 1994
WORD = re.compile(r"[^\W\d_]{4,}")
"""A word in which a slip is made: four letters or more. A slip in a number would be another number."""


@dataclass(frozen=True)
class Query:
    """What is typed, and the records (`kind/id`) that have the right to come first, mostly one, and the part of the lists."""

    group: str
    text: str
    right: tuple[str, ...]
    part: str


def load_queries(part: str | None = None) -> list[Query]:
    """Return the queries of a part, or all, in the order of the files."""
    queries = [*_read(FILE), *_read(FRESH_FILE)]
    return [query for query in queries if part in (None, query.part)]


def _read(file: Path) -> Iterator[Query]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            group, text, right = line.split("\t")
            half = HALVES[sha256(text.encode()).digest()[0] % 2]
            yield Query(group, text, tuple(right.split("|")), half if file == FILE else "fresh")


def make_slip(text: str) -> str | None:
    """Return the text with one slip in one word: two letters swapped, one missing or one doubled; None without such a word."""
    words = list(WORD.finditer(text))
    if not words:
        return None
    chance = random.Random(f"{SEED} {text}")  # noqa: S311 - the same slips in every run
    word = chance.choice(words)
    kinds = [_swap, _miss, _double]
    chance.shuffle(kinds)
    slipped = next(made for kind in kinds if (made := kind(word[0], chance)) != word[0])
    return text[: word.start()] + slipped + text[word.end() :]


def _swap(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _miss(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _double(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at] + word[at:]
