"""The columns of a record, read from its model, so that no format keeps a list of fields of its own.

Works on rows as `records_json` makes them. A part of a record (a name, a tenure) gives one column
a field of the part, `names_text` beside `names_lang`; a list of parts gives columns whose items
stand in the same order. Claims have rows of their own and only their ids here.
Left out: locators of sources inside parts; they are in the JSON files and in the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from macros.edtf import EdtfDate
from macros.fields import Cite, Ref
from macros.model import Claim


@dataclass(frozen=True)
class Column:
    """One column. path: keys that lead to it in a row.

    type: "string", "integer", "number", "boolean", "date" (one day) or "edtf".
    lists: how many lists lie on the way, 0 for a single value. kinds: folders of the
    records that it names. needed: whether each row has a value.
    """

    name: str
    path: tuple[str | int, ...]
    type: str
    description: str
    lists: int = 0
    kinds: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True)
class Inner:
    """What an annotation is below its wrappers. part: a model, or None for a single value."""

    part: type[BaseModel] | None
    type: str
    is_list: bool = False
    kinds: tuple[str, ...] = ()


def inner_of(annotation: Any, metadata: tuple[Any, ...] = ()) -> Inner:
    """Return what a field holds: `Many[PartyRef]` is a list of strings that name parties."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return inner_of(parts[0], (*metadata, *parts[1:]))
    if origin in (Union, UnionType):
        choices = [inner_of(part, metadata) for part in parts if part is not type(None)]
        return choices[0] if len(choices) == 1 else replace(choices[0], type="number")
    if origin is tuple:
        return replace(inner_of(parts[0], metadata), is_list=True)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return Inner(annotation, "")
    kinds = next((extra.kinds for extra in metadata if isinstance(extra, Ref)), ())
    return Inner(None, _type_of(annotation, metadata), kinds=kinds)


def _type_of(annotation: Any, metadata: tuple[Any, ...]) -> str:
    if get_origin(annotation) is Literal:
        annotation = type(get_args(annotation)[0])
    if annotation is EdtfDate:
        schemas = [getattr(extra, "json_schema", None) or {} for extra in metadata]
        return "date" if any(schema.get("format") == "date" for schema in schemas) else "edtf"
    return {bool: "boolean", int: "integer", float: "number"}.get(annotation, "string")


def fields_of(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo, Inner]]:
    """Yield (key in the file, field, what it holds) for each field of a model but its id."""
    for name, field in model.model_fields.items():
        if name != "id":
            yield field.alias or name, field, inner_of(field.annotation, tuple(field.metadata))


@cache
def columns_of(model: type[BaseModel]) -> tuple[Column, ...]:
    """Return the columns of a record or a claim, title or name first, without id, url and bounds."""
    found: list[Column] = []
    for key, field, inner in fields_of(model):
        words = field.description or ""
        if key == "coordinates":
            # One value a cell: the pair becomes two columns.
            found += [
                Column(name, (key, i), "number", f"{name.title()}, WGS 84, decimal degrees.") for i, name in enumerate(LON_LAT)
            ]
        elif inner.part is Claim:
            found.append(Column(key, (key, "id"), "string", "Ids of its claims.", lists=1))
        elif inner.part is not None:
            found += _part_columns(key, words, inner)
        else:
            name = "original_url" if key == "url" else key
            found.append(Column(name, (name,), inner.type, words, int(inner.is_list), inner.kinds, field.is_required()))
    return tuple(sorted(found, key=lambda column: column.name not in ("title", "name")))


LON_LAT = ("longitude", "latitude")


def _part_columns(key: str, words: str, inner: Inner) -> list[Column]:
    """Return one column a field of a part; of a source behind it the id takes the name of the part itself."""
    assert inner.part is not None
    found = []
    for sub, field, below in fields_of(inner.part):
        name = key if inner.part is Cite and sub == "source" else f"{key}_{sub}"
        path: tuple[str, ...] = (key, sub)
        if below.part is Cite:
            path, below = (*path, "source"), replace(below, part=None, type="string", kinds=("sources",))
        lists = int(inner.is_list) + int(below.is_list)
        told = f"{words} {field.description or ''}".strip()
        found.append(Column(name, path, below.type, told, lists, below.kinds))
    return found


def value_at(row: Any, path: tuple[str | int, ...]) -> Any:
    """Return the value at a path of a row; a list on the way gives a list of values, None stays None."""
    if row is None or not path:
        return row
    if isinstance(row, list) and not isinstance(path[0], int):
        return [value_at(item, path) for item in row]
    return value_at(row[path[0]], path[1:])
