"""What a new record could be called and what it could name: ids, parties, places, sources, from the words of its title.

Proposals only; a person decides. Names are compared folded, whole words with whole words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from macros.model import Source
from macros.names import SlugError, fold, slug, sort_key
from macros.records import Records

ID_WORDS = 5
"""Words of a title that go into an id."""

_SMALL_WORDS = """
a an and are as at be been by for from has have in into is it its of on or over that the their to under was were with
"""
_SMALL = frozenset(_SMALL_WORDS.split())


class NoId(SlugError):
    """A title that leaves nothing to make an id from."""


def propose_id(title: str, dated: str = "") -> str:
    """Return an id of the first few words of a title, after the beginning of a date as far as it is known.

    `dated`: EDTF text or "". Raises NoId when the title has no letter or digit.
    """
    start = re.match(r"[0-9]{4}(-[0-9]{2}){0,2}", dated)
    words = [word for word in _words(title) if word not in _SMALL]
    few = words[: ID_WORDS + (start is None)] or _words(title)
    if not few:
        raise NoId("the title has no letters to make an id from; give one with --id")
    return slug("-".join([*([start[0]] if start else []), *few]))


def propose_source_id(title: str, url: str, published: str) -> str:
    """Return the id of a source: whose it is (from its address), when it was published, a few words of its title."""
    host = (urlsplit(url).hostname or "").removeprefix("www.").rsplit(".", 1)[0]
    maker = re.sub(r"\.(co|com|org|gov|ac)$", "", host).rsplit(".", 1)[-1]
    start = re.match(r"[0-9]{4}(-[0-9]{2}){0,2}", published)
    return slug("-".join(part for part in (maker, start[0] if start else "", propose_id(title)) if part))


def free_id(proposed: str, taken: set[str]) -> str:
    """Return the id, with a number behind it when it is taken."""
    if proposed not in taken:
        return proposed
    return next(f"{proposed[:76]}-{number}" for number in range(2, 1000) if f"{proposed[:76]}-{number}" not in taken)


def find_named(records: Records, folder: str, text: str) -> list[str]:
    """Return the ids of records of a kind that the text names, in the alphabetical order of their names."""
    said = f" {' '.join(_words(text))} "
    known: dict[str, Any] = records.by_kind[folder]
    meant: dict[str, set[str]] = {}
    for one in known.values():
        for name in _names(one):
            meant.setdefault(name, set()).add(one.id)
    found: set[str] = set()
    for name in sorted(meant, key=lambda name: (-len(name), name)):
        if f" {name} " in said:
            found |= meant[name]
            said = said.replace(f" {name} ", " | ")  # a corridor's name does not name the town in it
    return sorted(found, key=lambda one: sort_key(known[one].label))


def _names(record: Any) -> Iterator[str]:
    """Yield the folded names of a record that are long enough to mean it."""
    forms = [record.label, getattr(record, "short", None) or "", *(name.text for name in record.names), *record.spellings]
    for form in forms:
        folded = " ".join(_words(form))
        if len(folded) > 3 or (form.isupper() and len(folded) > 1):
            yield folded


def _words(text: str) -> list[str]:
    """Return the folded words of a text, without the genitive's s."""
    return re.findall(r"[a-z0-9]+", fold(re.sub(r"['’]s\b", "", text)))


def find_by_url(records: Records, url: str) -> Source | None:
    """Return the source with an address, however its scheme, `www.` and last slash are written."""
    wanted = _plain_url(url)
    sources: dict[str, Any] = records.by_kind["sources"]
    for source in sources.values():
        if wanted and wanted in (_plain_url(source.url or ""), _plain_url(source.archived or "")):
            assert isinstance(source, Source)
            return source
    return None


def _plain_url(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url.strip()).rstrip("/").lower()


def nearest_sources(records: Records, title: str, dated: str = "", most: int = 5) -> list[Source]:
    """Return the sources whose titles share most with a title, rare words and the same day counting more; best first."""
    sources: list[Any] = list(records.by_kind["sources"].values())
    words_of = {source.id: set(_words(source.title)) - _SMALL for source in sources}
    often = Counter(word for words in words_of.values() for word in words)
    wanted = set(_words(title)) - _SMALL
    day = dated[:10]

    def score(source: Any) -> float:
        shared: float = sum(1 / math.sqrt(often[word]) for word in wanted & words_of[source.id])
        published = source.published.text if source.published else ""
        return shared + (0.5 if day and shared and published.startswith(day[:7]) else 0) + (1 if day and published == day else 0)

    ranked = sorted(sources, key=lambda source: (-score(source), source.id))
    return [source for source in ranked[:most] if score(source) >= 0.3]
