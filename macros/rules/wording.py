"""Loaded words stand only in quotation marks or in fields that say who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial

from macros.model import AnyRecord
from macros.problems import Problem
from macros.records import Records, VocabWord, problem_at
from macros.walk import Loc

NAME = "wording"
WHAT = "Words that take a side (data/vocab/loaded-words.yml) stand only inside a claim, a title of a source, or quotation marks."
CURE = "Use the plain word, quote the speaker, or make the sentence a claim."

ATTRIBUTED = frozenset({"form", "text", "spellings", "voiced_by", "url", "archived", "locator"})
QUOTED = re.compile('“[^”]*”|"[^"]*"|‘[^’]*’')


@lru_cache(maxsize=4)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])(" + "|".join(re.escape(word) for word in words) + r")(?![\w-])", re.IGNORECASE)


def _is_attributed(folder: str, loc: Loc) -> bool:
    """Return whether the field itself says whose words these are."""
    keys = [part for part in loc if isinstance(part, str)]
    if folder == "sources" and keys[0] in ("title", "publisher"):
        return True
    return keys[-1] in ATTRIBUTED or (keys[0] == "claims" and keys[-1] == "says") or (folder == "terms" and keys[0] != "summary")


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each loaded word in our own voice."""
    words = records.vocab.get("loaded-words", {})
    if words:
        pattern = _pattern(tuple(sorted(words)))
        yield from records.find_in_each(NAME, words, partial(_check_record, words, pattern))


def _check_record(words: dict[str, VocabWord], pattern: re.Pattern[str], folder: str, record: AnyRecord) -> Iterator[Problem]:
    for loc, text in record.texts:
        if not _is_attributed(folder, loc):
            for match in pattern.finditer(QUOTED.sub(lambda quote: " " * len(quote[0]), text)):
                meaning = words[match[1].lower()].meaning
                yield problem_at(record, loc, NAME, f"found the loaded word '{match[1]}'", hint=meaning)
