"""The list of queries, its two halves, and the same queries with one slip of the finger.

The half is chosen by the digest of the query, so nobody chooses. The working half served to tune the ranking;
the other was not looked at before the ranking was done. Slips are drawn with a fixed seed, so every run types
the same ones.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

FILE = Path(__file__).with_name("queries.tsv")
HALVES = ("working", "apart")
SEED = 1994
WORD = re.compile(r"[^\W\d_]{4,}")
"""A word in which a slip is made: four letters or more. A slip in a number would be another number."""


@dataclass(frozen=True)
class Query:
    """What is typed, and the records (`kind/id`) that have the right to come first, mostly one."""

    group: str
    text: str
    right: tuple[str, ...]

    @property
    def half(self) -> str:
        """The half of the list to which the query belongs."""
        return HALVES[sha256(self.text.encode()).digest()[0] % 2]


def load_queries(half: str | None = None) -> list[Query]:
    """Return the queries of a half, or all, in the order of the file."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    queries = [Query(group, text, tuple(right.split("|"))) for group, text, right in rows]
    return [query for query in queries if half in (None, query.half)]


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
