"""From pydantic's errors to problems with file, line, column and the nearest valid value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from macros.load import Loaded, field_name
from macros.problems import Problem, did_you_mean

M = TypeVar("M", bound=BaseModel)
Loc = tuple[str | int, ...]


def validate(
    model: type[M], loaded: Loaded, context: Mapping[str, Any], extra: Mapping[str, Any] | None = None
) -> tuple[M | None, list[Problem]]:
    """Return the record that a loaded file holds, or None and every problem found in it.

    `extra` holds derived values (the id) that the file itself must not carry.
    """
    derived = dict(extra or {})
    problems = [_derived_key(loaded, key) for key in derived if key in loaded.value]
    try:
        record = model.model_validate({**loaded.value, **derived}, context=dict(context))
    except ValidationError as error:
        details = error.errors(include_url=False)
        # A number that may be whole or not fails once as each; equal faults are one.
        return None, problems + list(dict.fromkeys(_problem(model, loaded, detail) for detail in details))
    return (None if problems else record), problems


def _derived_key(loaded: Loaded, key: str) -> Problem:
    line, column = loaded.position((key,), key=True)
    return Problem(
        loaded.path, line, column, key, f"'{key}' is computed from the file name", hint="remove the line", rule="derived-field"
    )


def _problem(model: type[BaseModel], loaded: Loaded, detail: ErrorDetails) -> Problem:
    kind, loc, context = detail["type"], tuple(detail["loc"]), detail.get("ctx", {})
    if loc[-1:] in (("int",), ("float",)):
        loc = loc[:-1]  # pydantic's name for one side of `int | float`, no key of the file
    found, expected, hint, rule, at_key = _words(model, kind, loc, detail, context)
    line, column = loaded.position(loc, key=at_key)
    return Problem(loaded.path, line, column, field_name(loc), found, expected, hint, rule)


def _words(
    model: type[BaseModel], kind: str, loc: Loc, detail: ErrorDetails, context: Mapping[str, Any]
) -> tuple[str, str, str, str, bool]:
    """Return found, expected, hint, rule, and whether the fault is the key's rather than the value's."""
    value = detail["input"]
    if kind == "record_fault":
        return context["found"], context["expected"], context["hint"], context["rule"], False
    if kind == "extra_forbidden":
        known = known_keys(model, loc[:-1])
        hint = did_you_mean(str(loc[-1]), known) or "known here: " + ", ".join(known)
        return "unknown key", "", hint, "unknown-key", True
    if kind in ("int_type", "float_type"):
        return f"found {_short(value)}", "a number", "write it without quotes" if isinstance(value, str) else "", "value", False
    if kind == "missing" and isinstance(loc[-1], int):
        return f"entry {loc[-1] + 1} is missing", "", "add it", "missing-key", False
    if kind == "missing":
        return f"key '{loc[-1]}' is missing", "", "add it", "missing-key", True
    if kind == "literal_error":
        allowed = str(context["expected"])
        near = did_you_mean(str(value), [word.strip(" '") for word in allowed.replace(" or ", ",").split(",")])
        return f"found {value!r}", allowed, near, "value", False
    if kind == "too_short":
        return "the list is empty", "at least one entry", "", "value", False
    return f"found {_short(value)}", detail["msg"].removeprefix("Input should be "), "", "value", False


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def known_keys(model: type[BaseModel], loc: Loc) -> list[str]:
    """Return the keys a person may write at this path of the record, in schema order."""
    for part in loc:
        if isinstance(part, str):
            model = model_of_key(model, part) or model
    return [field.alias or name for name, field in model.model_fields.items() if name != "id" or not loc_is_top(loc)]


def loc_is_top(loc: Loc) -> bool:
    """Return whether the path is the record itself."""
    return not loc


def model_of_key(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    """Return the model of the mappings under a key, None when it holds plain values."""
    for name, field in model.model_fields.items():
        if (field.alias or name) == key:
            return next(_models_in(field.annotation), None)
    return None


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
