"""What changed in a record field by field, as plain text: what is gone, what is new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 400
"""A value is cut after so many signs; the file has it whole."""
MOST = 12
"""Of a list so many items are shown."""


@dataclass(frozen=True)
class FieldChange:
    """One field of a row. gone, new: values that only one of the two states has, as text; of a list its items."""

    name: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def field_changes(fields: tuple[str, ...], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """Return the change of each of these fields."""
    return [_field_change(name, _items(before.get(name)), _items(after.get(name))) for name in fields]


def _field_change(name: str, old: list[str], new: list[str]) -> FieldChange:
    gone = [item for item in old if item not in new]
    come = [item for item in new if item not in old]
    if not gone and not come:  # only the order differs
        gone, come = [", ".join(old)], [", ".join(new)]
    return FieldChange(name, _short(gone), _short(come))


def own_fields(row: Mapping[str, Any]) -> list[FieldChange]:
    """Return every filled field of a row that is new."""
    left_out = ("id", "url", "claims", "about", "earliest", "latest", "record", "answered_by")
    shown = [(name, _items(value)) for name, value in row.items() if name not in left_out]
    return [FieldChange(name, (), _short(items)) for name, items in shown if items]


def _short(items: list[str]) -> tuple[str, ...]:
    cut = [item if len(item) <= LONGEST else item[: LONGEST - 1] + "…" for item in items[:MOST]]
    return (*cut, f"and {len(items) - MOST} more") if len(items) > MOST else tuple(cut)


def _items(value: Any) -> list[str]:
    """Return a value as texts: a list's items, else one; none for nothing."""
    if value in (None, "", [], {}, False):
        return []
    return [value_words(item) for item in value] if isinstance(value, list) else [value_words(value)]


def value_words(value: Any) -> str:
    """Return a value of a row on one line: "key: value; key: value" for a mapping, what is empty left out."""
    if isinstance(value, Mapping):
        if set(value) == {"source", "locator"}:
            return f"{value['source']} ({value['locator']})" if value["locator"] else str(value["source"])
        return "; ".join(f"{key}: {value_words(found)}" for key, found in value.items() if found not in (None, "", [], False))
    if isinstance(value, list):
        return ", ".join(value_words(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(str(value).split())
