"""How each field of a record is written: bare, in quotes, as sentences, on one line or as a block; and in which order.

One table for the fixer and for the files that `new` writes, read off the models. A writer may
type a value any way that YAML allows; this is the form that every file of the record has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, BeforeValidator

from macros.fields import Cite, Ref, Slug, Word
from macros.model import Figure, PhraseLink

WIDTH = 132
"""Letters a line; a list or a mapping that would be longer stands as a block."""

LEADING = ("title", "title_described", "name", "short", "names", "spellings")
"""What a person looks for first."""

BODY = frozenset(
    "why agreed open account decides articles leaders relations roles control usage we_write claims".split()  # noqa: SIM905 - reads as the list it is
)
"""What stands below the summary."""

PROSE = frozenset({"note", "role", "says", "summary", "we_write", "why"})
"""Fields of sentences: two or more stand as a block, one a line, so that a review shows the sentence that changed."""

QUOTED = frozenset({"language", "part_of"})
"""Words and ids that the record's files have always had in quotes; all others are bare."""

ON_ONE_LINE = (Cite, Figure, PhraseLink)
"""Small mappings, written in braces where they fit."""

BLOCKS = frozenset({"open"})
"""Lists of phrases, which read better one a line."""

Kind = Literal["text", "word", "number"]


@dataclass(frozen=True)
class Shape:
    """What a field holds. kind: of its plain values; model: of the mappings in it, None when there are none."""

    kind: Kind
    model: type[BaseModel] | None


def key_order(model: type[BaseModel], *, is_record: bool) -> list[str]:
    """Return the keys of a mapping in the order in which they are written.

    A record begins with its name and plain facts, then says in a sentence what
    it is about, then tells; the day it was checked stands last. Inside it the
    order is that of the model.
    """
    keys = [field.alias or name for name, field in model.model_fields.items()]
    if not is_record:
        return keys
    keys.remove("id")
    leading = [key for key in LEADING if key in keys]
    last = [key for key in ("checked",) if key in keys]
    summary = [key for key in ("summary", "sources") if key in keys]
    body = [key for key in keys if key in BODY]
    placed = {*leading, *last, *summary, *body}
    return [*leading, *(key for key in keys if key not in placed), *summary, *body, *last]


@cache
def shape_of(model: type[BaseModel], key: str) -> Shape | None:
    """Return what a key of a mapping holds, None when the model has no such key."""
    for name, field in model.model_fields.items():
        if (field.alias or name) == key:
            parts = [*field.metadata, *_parts(field.annotation)]
            inner = next((part for part in parts if isinstance(part, type) and issubclass(part, BaseModel)), None)
            return Shape(_kind(parts), inner)
    return None


_SLUG_MARK = next(part for part in get_args(Slug) if isinstance(part, BeforeValidator))


def _kind(parts: list[Any]) -> Kind:
    if any(isinstance(part, Word | Ref) or part == _SLUG_MARK or part is Cite for part in parts):
        return "word"
    types = [part for part in parts if isinstance(part, type) and part is not type(None)]
    if types and all(part in (int, float, bool) for part in types):
        return "number"
    literals = [part for part in parts if isinstance(part, str | int)]
    if literals and not types:
        return "word" if isinstance(literals[0], str) else "number"
    return "text"


def _parts(annotation: Any) -> Iterator[Any]:
    """Yield the types, markers and literal words that an annotation is made of."""
    if get_origin(annotation) is None:
        yield annotation
        return
    for part in get_args(annotation):
        if part is not Ellipsis:
            yield from _parts(part)


_END = re.compile(r"[.!?…][”’»\"')\]]*\s+(?=[“‘«\"'(\[]?[^\W\d_a-zа-яա-ևß-ÿ])")
_SHORT = re.compile(
    r"(?:^|[\s(“‘«])(?:[^\W\d_]|Mr|Mrs|Ms|Dr|St|No|Nos|Art|Gen|Col|Lt|Maj|Prof|vs?|ca?|cf|para|paras|p|pp|Vol|vol|ed|eds|[A-Z](?:\.[A-Z])+)\.$"
)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text whose white space is folded; joined by a space they are the text again.

    A full stop after one letter or a common short form ("No.", "Gen.", "v.") ends nothing. A sentence
    that is missed stays on the line of the one before, which does no harm.
    """
    found, start = [], 0
    for end in _END.finditer(text):
        if not _SHORT.search(text[start : end.start() + 1]):
            found.append(text[start : end.end()].rstrip())
            start = end.end()
    return [*found, text[start:]]
