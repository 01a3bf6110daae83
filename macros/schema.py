"""JSON Schema of each kind of record, made from the models, for editors that complete and warn while one types.

The descriptions are those of the fields; words of a vocabulary come with their meanings, in `enumDescriptions`:
editors then show field and words together, where alternatives with a description each would hide the field's own.
A schema knows one file only: whether a source exists, a month has 31 days or an interval
ends after it begins is for `python -m macros check` to say. `id` is left out, since it
comes from the file name, and so is `null`, since a key without a value is better not written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from macros.fields import Part
from macros.kinds import KINDS, Kind
from macros.problems import RecordError
from macros.records import ExceptionEntry, VocabWord

FOLDER = "schema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]
Vocab = Mapping[str, Mapping[str, VocabWord]]

_LIMITS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
"""pydantic 2.14 leaves these names on limits of a union; JSON Schema has its own."""


class SchemaError(RecordError):
    """A vocabulary that a schema needs has no words."""


def kind_schema(kind: Kind, vocab: Vocab) -> Schema:
    """Return the schema of one kind. `vocab[name][word]` are the controlled words; SchemaError when there are none."""
    raw = kind.model.model_json_schema()
    raw["properties"].pop("id")
    raw["required"].remove("id")
    return {
        "$schema": DIALECT,
        "title": kind.label,
        "description": raw["description"],
        "type": "object",
        "properties": _properties(raw["properties"], vocab),
        "required": raw["required"],
        "additionalProperties": False,
        "$defs": {name: _part(part, vocab) for name, part in raw.get("$defs", {}).items()},
    }


def _part(raw: Schema, vocab: Vocab) -> Schema:
    """Return the schema of a part of a record, such as a claim."""
    return {**_node(raw, vocab), "properties": _properties(raw["properties"], vocab)}


def _properties(raw: Mapping[str, Schema], vocab: Vocab) -> Schema:
    return {key: _node(value, vocab) for key, value in raw.items()}


def _node(raw: Schema, vocab: Vocab) -> Schema:
    """Return one node without what says nothing: made-up titles, null, empty defaults."""
    node = {_LIMITS.get(key, key): value for key, value in raw.items() if key not in ("title", "x-vocab", "x-record", "properties")}
    if node.get("default", 0) in (None, []):
        del node["default"]
    if "items" in node:
        node["items"] = _node(node["items"], vocab)
    if "anyOf" in node:
        node = _without_null(node, vocab)
    if "x-vocab" in raw:
        node |= _words(vocab, raw["x-vocab"])
    if "x-record" in raw:
        named = f"Id of a record in data/{' or data/'.join(raw['x-record'])}."
        node["description"] = f"{node['description']} {named}" if "description" in node else named
    return node


def _without_null(node: Schema, vocab: Vocab) -> Schema:
    """Return the node with `null` taken from its choices; a single choice left is no choice."""
    choices = [_node(choice, vocab) for choice in node.pop("anyOf") if choice.get("type") != "null"]
    if len(choices) > 1:
        return {**node, "anyOf": choices}
    words = [part["description"] for part in (node, choices[0]) if "description" in part]
    return {**choices[0], **node, **({"description": " ".join(words)} if words else {})}


def _words(vocab: Vocab, name: str) -> Schema:
    if not vocab.get(name):
        raise SchemaError(f"data/vocab/{name}.yml is missing or has no words")
    words = vocab[name]
    return {"enum": list(words), "enumDescriptions": [f"{entry.label}: {entry.meaning}" for entry in words.values()]}


def vocab_schema() -> Schema:
    """Return the schema of a file of words: any word, each with label and meaning."""
    return {
        "$schema": DIALECT,
        "title": "Words",
        "description": "The words that a field may hold, each with its meaning.",
        "type": "object",
        "additionalProperties": _own(VocabWord),
    }


def exceptions_schema() -> Schema:
    """Return the schema of `data/exceptions.yml`."""
    entries = {"description": "Each with its reason; one that no longer applies is an error.", "type": "array"}
    return {
        "$schema": DIALECT,
        "title": "Exceptions",
        "description": "Rules that single records may break, each with the reason.",
        "type": "object",
        "properties": {"exceptions": {**entries, "items": _own(ExceptionEntry)}},
        "required": ["exceptions"],
        "additionalProperties": False,
    }


def _own(model: type[Part]) -> Schema:
    """Return the schema of a small model that names no vocabulary and no other part."""
    raw = model.model_json_schema()
    return {**_part(raw, {}), "required": raw["required"], "additionalProperties": False}


def make_schemas(vocab: Vocab) -> dict[str, Schema]:
    """Return every schema by its name: the folder of a kind, `vocab` or `exceptions`."""
    kinds = {kind.folder: kind_schema(kind, vocab) for kind in KINDS.values()}
    return {**kinds, "vocab": vocab_schema(), "exceptions": exceptions_schema()}


def schema_texts(vocab: Vocab) -> dict[str, str]:
    """Return the text of every schema file by its path below the repository."""
    return {
        f"{FOLDER}/{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in make_schemas(vocab).items()
    }
