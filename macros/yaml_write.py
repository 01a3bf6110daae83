"""A tree of values and comments as the text of a record's file, in the one form that all files have."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from macros import names
from macros.layout import BLOCKS, ON_ONE_LINE, PROSE, QUOTED, WIDTH, Shape, key_order, sentences, shape_of
from macros.yaml_tree import Branch, Entry, Scalar, Tree
from macros.yaml_values import typed


class NoForm(Exception):
    """A value that has no place in the model, so there is no form to write it in."""


def write_tree(tree: Tree, model: type[BaseModel]) -> str:
    """Return the text of a record; NoForm when a key or a mapping stands where the model has none."""
    head = [*tree.head, ""] if tree.head and not _is_modeline(tree.head[-1]) else tree.head
    body = _mapping(tree.top, model, 0, is_record=True)
    return "\n".join([*head, *body, *tree.foot]) + "\n"


def _is_modeline(line: str) -> bool:
    return line.startswith("# yaml-language-server:")


def _mapping(branch: Branch, model: type[BaseModel], indent: int, *, is_record: bool = False) -> Iterator[str]:
    """Yield the lines of a mapping as a block."""
    order = {key: place for place, key in enumerate(key_order(model, is_record=is_record))}
    if not branch.is_mapping or any(entry.key not in order for entry in branch.entries):
        raise NoForm
    pad = " " * indent
    for entry in sorted(branch.entries, key=lambda entry: order[entry.key]):
        shape = shape_of(model, entry.key)
        assert shape is not None  # it stands in the order
        yield from (pad + line for line in entry.above)
        yield from _entry(entry, shape, f"{pad}{key_text(entry.key)}:", indent)


def key_text(key: str) -> str:
    """Return a key as it is written: `on` in quotes, since some readers of YAML take it for `true`."""
    return f'"{key}"' if typed(key) != key else key


def _entry(entry: Entry, shape: Shape, lead: str, indent: int) -> Iterator[str]:
    """Yield the lines of a value behind its key."""
    beside = f"  {entry.beside}" if entry.beside else ""
    value = entry.value
    if isinstance(value, Scalar):
        lines = sentences(" ".join(value.text.split())) if entry.key in PROSE and shape.kind == "text" else []
        if len(lines) > 1:
            yield f"{lead} >-{beside}"
            yield from (" " * (indent + 2) + line for line in lines)
        else:
            yield f"{lead} {scalar_text(value, shape, entry.key)}{beside}"
        return
    flat = None if entry.key in BLOCKS else _flat(value, shape, entry.key)
    if flat is not None and len(f"{lead} {flat}") <= WIDTH:
        yield f"{lead} {flat}{beside}"
        return
    yield f"{lead}{beside}"
    yield from _block(value, shape, entry.key, indent + 2)


def _block(branch: Branch, shape: Shape, key: str, indent: int) -> Iterator[str]:
    """Yield the lines of a list or a mapping below its key."""
    if branch.is_mapping:
        if shape.model is None:
            raise NoForm
        yield from _mapping(branch, shape.model, indent)
        return
    pad = " " * indent
    for item in branch.entries:
        beside = f"  {item.beside}" if item.beside else ""
        yield from (pad + line for line in item.above)
        flat = _flat(item.value, shape, key)
        if flat is not None and (isinstance(item.value, Scalar) or len(f"{pad}- {flat}") <= WIDTH):
            yield f"{pad}- {flat}{beside}"
        elif isinstance(item.value, Branch) and item.value.is_mapping and item.value.entries and shape.model is not None:
            first, *others = _mapping(item.value, shape.model, indent + 2)
            yield from _dashed(first, others, pad, beside)
        else:
            raise NoForm


def _dashed(first: str, others: list[str], pad: str, beside: str) -> Iterator[str]:
    """Yield the lines of a mapping in a list; comments above its first key go above the dash."""
    lines = [first, *others]
    start = next(place for place, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from (pad + line.strip() for line in lines[:start])
    yield f"{pad}- {lines[start][len(pad) + 2 :]}{beside}"
    yield from lines[start + 1 :]


def _flat(value: Scalar | Branch, shape: Shape, key: str) -> str | None:
    """Return a value on one line, None when it is to stand as a block."""
    if isinstance(value, Scalar):
        return scalar_text(value, shape, key)
    if not value.entries:
        return "{}" if value.is_mapping else "[]"
    if value.has_comments:
        return None
    if not value.is_mapping:
        parts = [_flat(item.value, shape, key) for item in value.entries]
        has_list = any(isinstance(item.value, Branch) and not item.value.is_mapping for item in value.entries)
        whole = shape.model is None or shape.model in ON_ONE_LINE[:1]
        return f"[{', '.join(part for part in parts if part)}]" if whole and None not in parts and not has_list else None
    if shape.model not in ON_ONE_LINE or shape.model is None:
        return None
    order = key_order(shape.model, is_record=False)
    if any(entry.key not in order for entry in value.entries):
        raise NoForm
    return "{" + ", ".join(_flat_entries(value, shape.model, order)) + "}"


def _flat_entries(value: Branch, model: type[BaseModel], order: list[str]) -> Iterator[str]:
    for entry in sorted(value.entries, key=lambda entry: order.index(entry.key)):
        shape = shape_of(model, entry.key)
        if shape is None or isinstance(entry.value, Branch):
            raise NoForm
        yield f"{key_text(entry.key)}: {scalar_text(entry.value, shape, entry.key)}"


def scalar_text(value: Scalar, shape: Shape, key: str) -> str:
    """Return a plain value as it is written: ids and words bare, numbers as numbers, all else in double quotes."""
    text = " ".join(value.text.split())
    if not value.is_quoted and typed(text) is None:
        return text  # `null` is no text
    if shape.kind == "number" and not isinstance(typed(text), str) and (not value.is_quoted or _is_number(text)):
        return text
    if shape.kind == "word" and key not in QUOTED and is_bare(text):
        return text
    return quoted(text)


def _is_number(text: str) -> bool:
    return isinstance(typed(text), int | float)


def is_bare(text: str) -> bool:
    """Return whether an id or a word needs no quotes: no reader of YAML could take it for anything else."""
    return typed(text) == text and all(names.is_slug(part.lower()) for part in text.split("_"))


def quoted(text: str) -> str:
    """Return a text in double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
