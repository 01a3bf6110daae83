"""From pydantic's errors to problems with file, line, column and the nearest valid value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from macros.characters import MAX_PROBLEMS, one_line
from macros.fields import GAP_WORDS, is_gap
from macros.key_words import find_key
from macros.load import Loaded, field_name
from macros.names import mixed_scripts
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
        # A number that may be whole or not fails once as each; equal faults are one. A list whose
        # entries are all at fault is called empty too, which would be told beside them.
        details = [detail for detail in details if not (detail["type"] == "too_short" and detail["input"])]
        details = details[:MAX_PROBLEMS]
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
    # What was typed may hold line ends that came through escapes, and be as long as the file.
    field, found, expected = (one_line(words) for words in (field_name(loc), found, expected))
    return Problem(loaded.path, line, column, field, found, expected, one_line(hint, 1_000), rule)


def _words(
    model: type[BaseModel], kind: str, loc: Loc, detail: ErrorDetails, context: Mapping[str, Any]
) -> tuple[str, str, str, str, bool]:
    """Return found, expected, hint, rule, and whether the fault is the key's rather than the value's."""
    value = detail["input"]
    if kind == "record_fault":
        return context["found"], context["expected"], context["hint"], context["rule"], False
    if kind == "extra_forbidden":
        known = known_keys(model, loc[:-1])
        hint = find_key(str(loc[-1]), known) or "known here: " + ", ".join(known)
        odd = next((f", which {word.description}" for word in mixed_scripts(str(loc[-1]))), "")
        return f"unknown key{odd}", "", hint, "unknown-key", True
    if kind == "missing":
        return _missing_words(model, loc)
    if kind == "too_short":
        return "the list is empty", "at least one entry", "", "value", False
    expected, hint = _value_words(model, kind, loc, value, context)
    if is_gap(value):
        return GAP_WORDS[0], expected, GAP_WORDS[1], "unfinished", False
    return f"found {_short(value)}", expected or detail["msg"].removeprefix("Input should be "), hint, "value", False


def _missing_words(model: type[BaseModel], loc: Loc) -> tuple[str, str, str, str, bool]:
    if isinstance(loc[-1], int):
        return f"entry {loc[-1] + 1} is missing", "", "add it", "missing-key", False
    said = description_of(model, loc)
    return f"key '{loc[-1]}' is missing", "", f"add it: {said}" if said else "add it", "missing-key", True


def _value_words(model: type[BaseModel], kind: str, loc: Loc, value: Any, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is expected in place of a value of the wrong sort, "" for pydantic's own words, and the cure."""
    if kind == "literal_error":
        return _literal_words(value, str(context["expected"]))
    if kind in ("int_type", "float_type", "float_parsing"):
        return "a number", _number_hint(value)
    if kind == "bool_type":
        return "true or false", "write it without quotes"
    if kind in ("tuple_type", "list_type"):
        parts = [part.strip() for part in re.split("[,;]", value)] if isinstance(value, str) else []
        short = parts and all(re.fullmatch(r"[\w.-]+", part) for part in parts)
        return "a list", f"write [{', '.join(parts)}]" if short else "begin each entry with '- ' on a line of its own"
    if kind == "too_long":
        return f"{context['max_length']} entries", "write decimals with a point: a comma begins the next entry"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        known = known_keys(model, (*loc, 0))
        return "a mapping", f"write the keys it has: {', '.join(known)}"
    return "", ""


def _literal_words(value: Any, allowed: str) -> tuple[str, str]:
    words = [word.strip(" '") for word in allowed.replace(" or ", ",").split(",")]
    if len(words) == 1:
        return allowed, f"write {words[0]}"
    if isinstance(value, str) and value in words and f"'{value}'" not in allowed:
        return allowed, "write it without quotes"
    return allowed, did_you_mean(str(value), words)


def _number_hint(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    digits = re.sub(r"(?<=\d)[ ,.’'](?=\d{3}(?!\d))", "", value)
    number = re.search(r"\d+(?:\.\d+)?", digits)
    if number is None:
        return "write it in digits"
    if any(sign in value for sign in "°′″'"):
        return "write decimal degrees, such as 46.75"
    return (
        "write it without quotes" if number[0] == value else f"write {number[0]} without words; 'about: true' says that it is rough"
    )


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


def description_of(model: type[BaseModel], loc: Loc) -> str:
    """Return what the field at this path holds, as the model says; "" when it says nothing."""
    for part in loc[:-1]:
        if isinstance(part, str):
            model = model_of_key(model, part) or model
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    return (fields[str(loc[-1])].description or "").rstrip(".") if loc[-1] in fields else ""


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
