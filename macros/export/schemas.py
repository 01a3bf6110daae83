"""`/data/v1/schema/<file>.schema.json`: JSON Schema (2020-12) of each JSON shape that is published.

Made from the models, like the schemas for editors in `schema/`, but of what is written here: every
field is there in every record, null where nothing is known, with id, address and bounds. The schema of
a kind describes one record; the list is `#/$defs/list`. Fields and words may be added within `v1`,
so unknown fields pass and the words of a vocabulary are examples. Left out: what spans several
files, such as whether a named record exists; the database and the data package have the keys.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel

from macros import edtf
from macros.archive import Archive
from macros.export.about import LICENCE, MEANING, about
from macros.export.records_json import FOLDER, write_json
from macros.kinds import KINDS
from macros.model import Claim
from macros.schema import DIALECT

NAME = "schema/<kind>.schema.json"
MEDIA_TYPE = "application/schema+json"
OTHERS = ("about", "places.geojson", "redirects", "sources.csl")
"""Schemas of files that are not the list of a kind."""

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
_LIMITS = {"ge": "minimum", "gt": "exclusiveMinimum"}
_BOUND: Schema = {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}
_BOUNDS: Schema = {
    "earliest": {**_BOUND, "description": "First day the date can mean; null where it is open."},
    "latest": {**_BOUND, "description": "Last day the date can mean; null where it is open."},
}
_CLAIM_EXTRA: Schema = {
    "id": {**TEXT, "pattern": "^[a-z]+/[a-z0-9-]+#[a-z0-9-]+$", "description": "Address of the claim: kind/record#claim."},
    "url": {**TEXT, "format": "uri-reference", "description": "Address of the claim on its page, relative to the site."},
    "record": {**TEXT, "description": "The record that carries it: kind/id."},
    "record_title": {**TEXT, "description": "Title or name of that record."},
    "by_kind": {"enum": ["parties", "people", "sources"], "description": "Kind of the claimant."},
    "by_name": {**TEXT, "description": "Name of the claimant."},
    "question_title": {"type": ["string", "null"], "description": "Title of the question."},
    "answered_by": {"type": "array", "items": TEXT, "description": "Addresses of the claims that answer it."},
}


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write all schemas; return the files."""
    folder = site / FOLDER / "schema"
    folder.mkdir(parents=True, exist_ok=True)
    return [write_json(folder / f"{name}.schema.json", published_schema(archive, name)) for name in schema_names()]


def schema_names() -> tuple[str, ...]:
    """Return the names of all schemas."""
    return (*KINDS, "claims", *OTHERS)


def published_schema(archive: Archive, name: str) -> Schema:
    """Return the schema of a kind, of "claims" or of one of `OTHERS`."""
    if name in KINDS:
        made = _record_schema(archive, name)
    elif name == "claims":
        made = _model_schema(archive, Claim, _CLAIM_EXTRA | _BOUNDS)
    else:
        made = _OTHER_SCHEMAS[name]()
    said = about(archive)
    comment = f"{said['citation']}. {LICENCE}. Shapes {said['version']}. Commit {said['commit'] or 'unknown'}."
    head = {"$schema": DIALECT, "$comment": comment, "title": KINDS[name].label if name in KINDS else name}
    return head | made


def _record_schema(archive: Archive, kind: str) -> Schema:
    model = KINDS[kind].model
    url = {**TEXT, "format": "uri-reference", "description": "Address of its page, relative to the site."}
    made = _model_schema(archive, model, {"url": url, **(_BOUNDS if "date" in model.model_fields else {})})
    made["properties"]["about"] = {"$ref": "about.schema.json", "description": "Licence and version; in the file of one record."}
    return made


def _model_schema(archive: Archive, model: type[BaseModel], extra: Schema) -> Schema:
    """Return the schema of a model as written, with more properties, and with its list under `$defs`."""
    raw = model.model_json_schema(mode="serialization", by_alias=True)
    parts = raw.pop("$defs", {})
    if "url" in raw["properties"]:
        raw["properties"]["original_url"] = raw["properties"].pop("url")
    made = _node(raw, archive)
    made["properties"] = {**made["properties"], **extra}
    made["required"] = list(made["properties"])
    made["$defs"] = {
        "list": {"type": "array", "items": {"$ref": "#"}},
        "Edtf": {"type": "string", "pattern": edtf.PATTERN, "description": "A date or interval in EDTF, as written."},
        **{name: _node(part, archive) for name, part in parts.items()},
    }
    return made


def _node(raw: Schema, archive: Archive) -> Schema:
    """Return one node of what pydantic made, in words for readers of the files."""
    node = {_LIMITS.get(key, key): value for key, value in raw.items() if key not in _DROPPED}
    words = [raw["description"]] if "description" in raw else []
    if "x-record" in raw:
        words.append(f"Id of a record in {' or '.join(raw['x-record'])}.json.")
    if "x-vocab" in raw:
        words.append(f"A word of the vocabulary {raw['x-vocab']}.")
        node["examples"] = list(archive.vocab.get(raw["x-vocab"], {}))
    if words:
        node["description"] = " ".join(words)
    if raw.get("format") == "uri":
        node["format"] = "iri"  # addresses of sources may hold letters of any script
    if raw.get("pattern") == edtf.PATTERN:
        node = {"$ref": "#/$defs/Edtf", **{key: value for key, value in node.items() if key not in ("pattern", "type")}}
    if "properties" in raw:
        node["properties"] = {key: _node(value, archive) for key, value in raw["properties"].items()}
        node["required"] = list(node["properties"])
    if "items" in raw:
        node["items"] = _node(raw["items"], archive)
    for key in ("anyOf", "prefixItems"):
        if key in raw:
            node[key] = [_node(choice, archive) for choice in raw[key]]
    return node


_DROPPED = frozenset({"title", "default", "additionalProperties", "x-vocab", "x-record"})
"""What says nothing to a reader, or would forbid what may be added."""


def _about_schema() -> Schema:
    properties = {key: {**TEXT, "description": words} for key, words in MEANING.items()}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _places_schema() -> Schema:
    """Return the schema of the GeoJSON file; its properties are those of a place, with more in `control`."""
    numbers = {"type": "array", "items": {"type": "number"}}
    point = {"properties": {"type": {"const": "Point"}, "coordinates": {**numbers, "minItems": 2, "maxItems": 2}}}
    place = {
        "type": "object",
        "properties": {
            "url": TEXT,
            "name": TEXT,
            "kind": TEXT,
            "summary": TEXT,
            "control": {
                "type": "array",
                "items": {"properties": {"by": TEXT, "by_name": TEXT, **_BOUNDS}, "required": ["by", "earliest"]},
            },
        },
        "required": ["url", "name", "kind", "summary", "control"],
    }
    feature = {
        "properties": {
            "type": {"const": "Feature"},
            "id": TEXT,
            "geometry": {"anyOf": [point, {"type": "null"}]},
            "properties": place,
        },
        "required": ["type", "id", "geometry", "properties"],
    }
    collection = {
        "type": {"const": "FeatureCollection"},
        "bbox": {**numbers, "minItems": 4, "maxItems": 4},
        "features": {"type": "array", "items": feature},
    }
    return {"allOf": [{"$ref": "about.schema.json"}], "type": "object", "properties": collection, "required": ["type", "features"]}


def _csl_schema() -> Schema:
    day = {
        "anyOf": [
            {"required": ["date-parts"], "properties": {"date-parts": {"type": "array", "minItems": 1, "maxItems": 2}}},
            {"required": ["literal"]},
        ]
    }
    item = {
        "type": "object",
        "properties": {"id": TEXT, "type": TEXT, "title": TEXT, "issued": day, "accessed": day, "URL": {**TEXT, "format": "iri"}},
        "required": ["id", "type", "title"],
    }
    return {"type": "array", "items": item, "description": "CSL-JSON 1.0; the fields that each source has."}


def _redirects_schema() -> Schema:
    """Return the schema of the list of what was renamed or withdrawn."""
    day: Schema = {"type": "string", "format": "date"}
    see: Schema = {"type": ["string", "null"], "description": "Address of what to read instead."}
    moved: Schema = {
        "from": {**TEXT, "description": "Old address: kind/id, kind/id#claim, or a path that ends in a slash."},
        "to": {**TEXT, "description": "Address of now."},
        "day": day,
    }
    withdrawn: Schema = {"address": TEXT, "title": TEXT, "day": day, "why": TEXT, "see": see}
    lists = {
        name: {"type": "array", "items": {"type": "object", "properties": fields, "required": list(fields)}}
        for name, fields in (("moved", moved), ("withdrawn", withdrawn))
    }
    return {"type": "object", "properties": lists, "required": list(lists)}


_OTHER_SCHEMAS = {
    "about": _about_schema,
    "places.geojson": _places_schema,
    "redirects": _redirects_schema,
    "sources.csl": _csl_schema,
}
