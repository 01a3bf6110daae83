"""The commented templates of records, `macros/templates/new/<folder>.yml`, and an example of each field taken from them.

A template is a file that passes the check where its first line says it belongs. Every field of every
record stands in at least one of them (a test holds both), so that page, forms and reference
show the same examples. Texts in them are placeholders; nothing here states a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from macros.kinds import KINDS
from macros.load import load_bytes
from macros.validation import model_of_key

TEMPLATES = Path(__file__).parent / "templates" / "new"

Examples = dict[tuple[str, str], Any]


def template_text(folder: str) -> str:
    """Return the commented template of a kind."""
    return (TEMPLATES / f"{folder}.yml").read_text(encoding="utf-8")


def template_path(folder: str) -> str:
    """Return where a record made from the template belongs, as its first line says: `data/<folder>/.../<id>.yml`."""
    return template_text(folder).split("\n", 1)[0].removeprefix("# ")


@cache
def examples() -> Examples:
    """Return a value of each field by (name of the model, key): of a part, the first one in the order of the kinds."""
    found: Examples = {}
    for kind in KINDS.values():
        loaded, problems = load_bytes(template_text(kind.folder).encode(), template_path(kind.folder))
        assert loaded is not None and not problems, problems
        for name, key, value in _walk(kind.model, loaded.value):
            found.setdefault((name, key), value)
    return found


def _walk(model: type[BaseModel], values: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for key, value in values.items():
        yield model.__name__, key, value
        inner = model_of_key(model, key)
        for item in value if isinstance(value, list) else [value]:
            if inner is not None and isinstance(item, dict):
                yield from _walk(inner, item)


def show_value(value: Any) -> str:
    """Return a value as one would write it in a file, on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(show_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {show_value(item)}" for key, item in value.items()) + "}"
    return str(value) if isinstance(value, int | float) or _is_plain(value) else f'"{value}"'


def _is_plain(text: str) -> bool:
    """Return whether a text is an id or a word that needs no quotes."""
    return text.isascii() and text[:1].isalpha() and text.replace("-", "").isalnum() and text == text.lower()
