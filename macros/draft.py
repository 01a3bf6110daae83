"""The text of a new record's file: what is known, gaps for what only a person can write, and a comment on each field.

No sentence is made up. A gap begins with TODO; the check names each with its place and cure (rule `unfinished`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from macros.fields import GAP
from macros.fix import fix_text
from macros.kinds import Kind
from macros.layout import key_order, shape_of
from macros.yaml_write import quoted

WELCOME = {"events": ("parties", "places"), "sources": ("url", "published"), "places": ("within",)}
"""Fields that a kind does not need, yet most of its records have."""

SENTENCE = "one sentence of fact in your own words, carried by the sources below"


def draft_text(kind: Kind, given: Mapping[str, Any]) -> str:
    """Return the file of a new record. `given`: what is known, by key: text, a number, or a list of ids."""
    lines = [
        f"# A new {kind.label.lower()}. Fill each gap marked {GAP}, then run: python -m macros check",
        "# Lines like this one may go.",
        "",
    ]
    later = []
    for key in key_order(kind.model, is_record=True):
        about = _field(kind.model, key).description or ""
        if key in given or _is_needed(kind.model, key) or key in WELCOME.get(kind.folder, ()):
            lines += [f"# {about}", *_lines(kind.model, key, given.get(key))]
        else:
            later.append(f"#   {key}: {about}")
    if later:
        lines += ["# Other fields, for what is known:", *later]
    return fix_text("\n".join(lines) + "\n", kind.model)


def _field(model: type[BaseModel], key: str) -> Any:
    return next(field for name, field in model.model_fields.items() if (field.alias or name) == key)


def _is_needed(model: type[BaseModel], key: str) -> bool:
    field = _field(model, key)
    return field.is_required() or field.default is PydanticUndefined


def _lines(model: type[BaseModel], key: str, value: Any) -> list[str]:
    """Return the lines of one field: the value, or a gap in the form that the field has."""
    shape = shape_of(model, key)
    assert shape is not None
    if isinstance(value, list) or (value is None and key in ("sources", "parties", "places")):
        return [f"{key}: [{', '.join(value or ())}]"]
    if value is not None:
        return [f"{key}: {value if shape.kind == 'number' else quoted(str(value))}"]
    if shape.model is not None and key != "coordinates_source":
        return [f"{key}:", *_entry(shape.model)]
    if key == "open":
        return [f"{key}:", f"  - {_gap('a phrase')}"]
    return [f"{key}: {_gap((_field(model, key).description or '').rstrip('.'))}"]


def _entry(model: type[BaseModel]) -> list[str]:
    """Return the lines of the first entry of a list, its needed fields as gaps."""
    keys = [key for key in key_order(model, is_record=False) if _is_needed(model, key)]
    lines = []
    for key in keys:
        words = SENTENCE if key == "says" else (_field(model, key).description or "").rstrip(".")
        lines.append(f"{key}: []" if key == "sources" else f"{key}: {_gap(words)}")
    return [("  - " if place == 0 else "    ") + line for place, line in enumerate(lines)]


def _gap(words: str) -> str:
    return quoted(f"{GAP}: {words[:1].lower()}{words[1:]}")
