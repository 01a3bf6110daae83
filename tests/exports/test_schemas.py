"""Every JSON file against its published schema, with jsonschema; the list of addresses with openapi-spec-validator."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource

from macros.export.catalog import published_files
from macros.export.schemas import schema_names
from macros.kinds import KINDS
from tests.exports.conftest import Exported


def registry(exported: Exported) -> Registry[Any]:
    """Return all schemas by file name, so that none is looked for elsewhere."""
    files = sorted((exported.folder / "schema").iterdir())
    return Registry().with_resources((file.name, Resource.from_contents(json.loads(file.read_text("utf-8")))) for file in files)


def faults(exported: Exported, schema: str, value: Any, pointer: str = "") -> list[str]:
    check = Draft202012Validator(
        {"$ref": f"{schema}.schema.json{pointer}"}, registry=registry(exported), format_checker=FormatChecker()
    )
    return [f"{error.json_path}: {error.message[:200]}" for error in check.iter_errors(value)][:5]


@pytest.mark.parametrize("name", schema_names())
def test_each_schema_is_a_schema(name: str, exported: Exported) -> None:
    """In the dialect that it names, with licence and version."""
    schema = json.loads(exported.text(f"schema/{name}.schema.json"))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "CC-BY-4.0" in schema["$comment"] and "Shapes 1" in schema["$comment"]


@pytest.mark.parametrize("name", [*KINDS, "claims"])
def test_each_list_is_as_its_schema_says(name: str, exported: Exported) -> None:
    """Every row of every kind, the real ones too."""
    rows = json.loads(exported.text(f"{name}.json"))
    assert rows and faults(exported, name, rows, "#/$defs/list") == []


@pytest.mark.parametrize("name", [*KINDS, "claims"])
def test_a_schema_describes_every_field_and_no_other(name: str, exported: Exported) -> None:
    """What is written is described; what is described is written."""
    schema = json.loads(exported.text(f"schema/{name}.schema.json"))
    keys = {key for row in json.loads(exported.text(f"{name}.json")) for key in row}
    terms = {"about"} if name in KINDS else set()  # a claim has a field of that name: the parties it is about
    assert keys == set(schema["properties"]) - terms == set(schema["required"])
    assert all("description" in part or "$ref" in part for part in schema["properties"].values())


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_of_one_record_is_as_its_schema_says(kind: str, small: Exported) -> None:
    """With its terms under `about`."""
    for file in sorted((small.folder / kind).glob("*.json")):
        row = json.loads(file.read_text(encoding="utf-8"))
        assert row["about"]["licence"] == "CC-BY-4.0"
        assert faults(small, kind, row) == []


@pytest.mark.parametrize(("name", "file"), [("about", "about.json"), ("places.geojson",) * 2, ("sources.csl", "sources.csl.json")])
def test_other_files_are_as_their_schemas_say(name: str, file: str, exported: Exported) -> None:
    """Terms, map and bibliography."""
    assert faults(exported, name, json.loads(exported.text(file))) == []


def test_a_schema_can_fail(small: Exported) -> None:
    """A record without a field, with a wrong type, with a date that is none."""
    row = json.loads(small.text("events.json"))[0]
    assert faults(small, "events", {key: value for key, value in row.items() if key != "summary"})
    assert faults(small, "events", row | {"rank": "1"})
    assert faults(small, "events", row | {"date": "May 1990"})
    assert faults(small, "events", row | {"a-new-field": 1}) == []


def test_the_description_of_addresses_is_valid(exported: Exported) -> None:
    """As OpenAPI 3.1, its references resolved in the folder."""
    file = exported.folder / "openapi.json"
    assert list(OpenAPIV31SpecValidator(json.loads(file.read_text("utf-8")), base_uri=file.as_uri()).iter_errors()) == []


def test_the_description_has_every_file_and_no_other(exported: Exported) -> None:
    """Each address is written, and each file has an address; `{id}` stands for a record, pages of a feed for the first."""
    paths = {file.path for file in published_files(exported.archive)}
    described = json.loads(exported.text("openapi.json"))["paths"]
    assert {path[1:].replace("{id}", "<id>") for path in described} == paths
    written = {_pattern(file.relative_to(exported.folder)) for file in exported.files}
    assert written == paths


def _pattern(path: Path) -> str:
    if path.parent.name in KINDS:
        return f"{path.parent.name}/<id>{path.suffix}"
    name = path.as_posix()
    return "changes.atom" if name.startswith("changes-") else name
