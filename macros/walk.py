"""Walk over the values of a record with their paths, so that a rule can say where a fault stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel

from macros.fields import Ref

Loc = tuple[str | int, ...]


def _ref_in(annotation: Any) -> Ref | None:
    for extra in getattr(annotation, "__metadata__", ()):
        if isinstance(extra, Ref):
            return extra
    return next((ref for part in get_args(annotation) if (ref := _ref_in(part))), None)


@cache
def _keys(model: type[BaseModel]) -> tuple[tuple[str, str, Ref | None], ...]:
    """Return (attribute, key in the file, reference) for each field of a model."""
    rows = []
    for name, field in model.model_fields.items():
        own = next((extra for extra in field.metadata if isinstance(extra, Ref)), None)
        rows.append((name, field.alias or name, own or _ref_in(field.annotation)))
    return tuple(rows)


def _leaves(value: Any, loc: Loc, ref: Ref | None) -> Iterator[tuple[Loc, Any, Ref | None]]:
    if isinstance(value, BaseModel):
        for name, key, inner in _keys(type(value)):
            yield from _leaves(getattr(value, name), (*loc, key), inner)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _leaves(item, (*loc, index), ref)
    elif value is not None:
        yield loc, value, ref


def walk_references(record: BaseModel) -> Iterator[tuple[Loc, str, Ref]]:
    """Yield (path, id, reference) for every id of another record."""
    for loc, value, ref in _leaves(record, (), None):
        if ref is not None and isinstance(value, str):
            yield loc, value, ref


def walk_texts(record: BaseModel) -> Iterator[tuple[Loc, str]]:
    """Yield (path, text) for every text that a person wrote, ids of other records left out."""
    for loc, value, ref in _leaves(record, (), None):
        if ref is None and isinstance(value, str) and loc != ("id",):
            yield loc, value


_field_sets: dict[frozenset[str], set[str]] = {}


def share_field_sets(value: Any) -> None:
    """Let all parts of a record that were written with the same keys have one set of them: each own one is larger than the part."""
    if isinstance(value, BaseModel):
        own = value.model_fields_set
        object.__setattr__(value, "__pydantic_fields_set__", _field_sets.setdefault(frozenset(own), own))
        for part in value.__dict__.values():
            if isinstance(part, BaseModel | tuple):
                share_field_sets(part)
    elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel | tuple):
        for part in value:
            share_field_sets(part)
