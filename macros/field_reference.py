"""The reference of fields: of each record and part of one, what may be written, with meaning, words, example and rules.

Made from the models, the vocabularies and the templates; nothing is told twice. Left out: the fields of
`data/vocab/` and of the lists beside the kinds, which have their schema and a line on the pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from macros import edtf
from macros.examples import examples, show_value
from macros.explain import explanations
from macros.fix import key_order
from macros.kinds import KINDS
from macros.validation import model_of_key

Schema = dict[str, Any]

FIELDS = "kr:/contribute/fields/"
WORDS = "kr:/contribute/words/"

RULES_OF_KEYS: dict[str, tuple[str, ...]] = {
    "answer": ("answer-recorded",),
    "answers": ("claim-links",),
    "as_of": ("answer-recorded",),
    "coordinates": ("place-bounds",),
    "links": ("phrase-links",),
    "parties": ("alphabetical",),
    "part_of": ("event-tree",),
    "question": ("question-claims",),
    "repeats": ("claim-links",),
    "revises": ("claim-links",),
    "summary": ("wording",),
}
"""Rules over the whole record that look at a key wherever it stands, beside those that follow from what it holds."""

RULES_OF_MODEL_KEYS: dict[tuple[str, str], tuple[str, ...]] = {
    ("Claim", "about"): ("answer-recorded",),
    ("Claim", "id"): ("reserved-id",),
    ("Control", "from"): ("consistent-dates",),
    ("Event", "date"): ("in-period",),
    ("Event", "title"): ("wording", "unique-address"),
    ("Name", "from"): ("consistent-dates",),
    ("Name", "text"): ("mixed-scripts",),
    ("Question", "title"): ("wording",),
    ("Source", "url"): ("unique-address",),
    ("Statement", "says"): ("wording",),
    ("Tenure", "from"): ("consistent-dates",),
}
"""The same of a key in one record or part."""


@dataclass(frozen=True)
class Form:
    """What may be written. text: in words; url: where more of it stands; vocab: name of the list of words."""

    text: str
    url: str = ""
    vocab: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldRow:
    """One field. key: as written; meaning: a sentence; example: as written on one line, "" where a part has its own table."""

    key: str
    meaning: str
    is_needed: bool
    form: Form
    example: str
    rules: Sequence[str]


@cache
def models() -> Mapping[str, type[BaseModel]]:
    """Return every record and every part of one by name: `event`, `phrase-link`; kinds first, parts as they are met."""
    found: dict[str, type[BaseModel]] = {}
    waiting: list[type[BaseModel]] = [kind.model for kind in KINDS.values()]
    while waiting:
        model = waiting.pop(0)
        if name_of(model) in found:
            continue
        found[name_of(model)] = model
        inner = (model_of_key(model, field.alias or name) for name, field in model.model_fields.items())
        waiting += [part for part in inner if part is not None]
    return found


def name_of(model: type[BaseModel]) -> str:
    """Return the name of a model as it stands in addresses: `PhraseLink` is `phrase-link`."""
    return _address(model.__name__)


def _address(model: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", model).lower()


def is_record(model: type[BaseModel]) -> bool:
    """Return whether a model is a file of its own, so that its id is the file name."""
    return any(kind.model is model for kind in KINDS.values())


def field_rows(name: str) -> list[FieldRow]:
    """Return the fields of a record or part in the order in which they are written. KeyError for an unknown name."""
    model = models()[name]
    raw = model.model_json_schema()
    keys = key_order(model, is_record=is_record(model))
    return [_row(model, key, raw["properties"][key], key in raw["required"]) for key in keys]


def _row(model: type[BaseModel], key: str, node: Schema, is_needed: bool) -> FieldRow:
    form = form_of(node)
    value = examples().get((model.__name__, key))
    has_table = form.url.startswith(FIELDS) and "cite" not in form.url
    rules = [*form.rules, *RULES_OF_KEYS.get(key, ()), *RULES_OF_MODEL_KEYS.get((model.__name__, key), ())]
    return FieldRow(
        key=f'"{key}"' if key == "on" else key,
        meaning=node["description"],
        is_needed=is_needed,
        form=form,
        example="" if value is None or has_table else show_value(value),
        rules=[rule for rule in dict.fromkeys(rules) if rule in explanations()],
    )


def form_of(node: Schema) -> Form:
    """Return what may be written in the place that a node of a model's JSON Schema describes."""
    choices = [choice for choice in node.get("anyOf", ()) if choice.get("type") != "null"]
    if choices:
        return _choice(choices)
    if "prefixItems" in node:
        return Form("two numbers in brackets")
    if "items" in node:
        inner = form_of(node["items"])
        needed = ("source-needed",) if "minItems" in node and inner.url.endswith("#cite") else ()
        return Form(f"list of: {inner.text}", inner.url, inner.vocab, (*inner.rules, *needed))
    if "$ref" in node:
        name = _address(node["$ref"].rsplit("/", 1)[-1])
        return Form(_IN_PLACE.get(name, name.replace("-", " ")), f"{FIELDS}#{name}")
    return _single(node)


def _choice(choices: list[Schema]) -> Form:
    forms = [form_of(choice) for choice in choices]
    if len({form.text for form in forms}) == 1:
        return forms[0]
    text = " or ".join(dict.fromkeys(form.text for form in forms))
    return Form(text, next((form.url for form in forms if form.url), ""), "", tuple(rule for form in forms for rule in form.rules))


def _single(node: Schema) -> Form:
    allowed = node.get("enum") or ([node["const"]] if "const" in node else [])
    if "x-vocab" in node:
        return Form("a word", f"{WORDS}#{node['x-vocab']}", node["x-vocab"], ("vocabulary",))
    if "x-record" in node:
        folders = " or ".join(f"data/{folder}" for folder in node["x-record"])
        return Form(f"id of a file in {folders}", rules=("known-record",))
    if allowed:
        return Form(" or ".join(show_value(value) for value in allowed))
    if node.get("pattern") == edtf.PATTERN:
        return Form("date or interval (EDTF), in quotes", "kr:/method/", rules=("edtf-date",))
    if node.get("format") == "date":
        return Form("one day, in quotes", rules=("edtf-date",))
    if node.get("format") == "uri":
        return Form("web address", rules=("web-address",))
    return Form(_PLAIN.get(node.get("pattern", ""), "") or _TYPES[node["type"]])


_IN_PLACE = {"cite": "{source: id, locator: text}"}
"""Small parts that are written on one line."""
_TYPES = {"string": "text", "boolean": "true or false", "integer": "number", "number": "number"}
_PLAIN = {
    "^[a-z0-9]+(-[a-z0-9]+)*$": "id: small letters, digits, hyphens",
    "^(?:[a-z]+/[a-z0-9-]+)?#[a-z0-9]+(-[a-z0-9]+)*$": 'address of a claim: "#claim" here, "kind/record#claim" elsewhere',
    "^[a-z]+/[a-z0-9]+(-[a-z0-9]+)*$": 'address of a record: "kind/record"',
}
