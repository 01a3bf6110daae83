"""JSON Schema of the records: equal to the models, accepting what the check accepts, refusing plain slips."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from macros import edtf
from macros.cli import main
from macros.kinds import KINDS
from macros.load import load_file
from macros.records import load_records
from macros.schema import FOLDER, find_stale, kind_schema, schema_texts, write_schemas

ROOT = Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "tests" / "fixtures" / "archive"

REAL = load_records(ROOT)
SCHEMAS = {folder: kind_schema(kind, REAL.vocab) for folder, kind in KINDS.items()}

# --- A reader of the keywords that our schemas use: the lock holds no JSON Schema library -------

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}
KEYWORDS = {
    "$defs", "$ref", "$schema", "additionalProperties", "anyOf", "const", "default", "description", "enum",
    "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "minItems", "minimum", "oneOf", "pattern",
    "prefixItems", "properties", "required", "title", "type",
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], defs: dict[str, Any], where: str = "") -> Iterator[str]:
    """Yield what the schema refuses in a value."""
    assert schema.keys() <= KEYWORDS, f"{where}: this reader does not know {schema.keys() - KEYWORDS}"
    if "$ref" in schema:
        yield from faults(value, defs[schema["$ref"].removeprefix("#/$defs/")], defs, where)
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        yield f"{where}: {value!r} is no {kind}"
        return
    if "const" in schema and value != schema["const"]:
        yield f"{where}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {schema['enum']}"
    for word, good in (("anyOf", lambda n: n >= 1), ("oneOf", lambda n: n == 1)):
        if word in schema and not good(sum(not list(faults(value, part, defs)) for part in schema[word])):
            yield f"{where}: {value!r} fits no {word}"
    yield from _sizes(value, schema, where)
    if isinstance(value, dict) and "properties" in schema:
        yield from (f"{where}: no {key}" for key in schema.get("required", ()) if key not in value)
        yield from (f"{where}: unknown {key}" for key in value if key not in schema["properties"])
        for key, part in schema["properties"].items():
            if key in value:
                yield from faults(value[key], part, defs, f"{where}.{key}")
    if isinstance(value, list):
        for index, item in enumerate(value):
            part = schema["prefixItems"][index] if "prefixItems" in schema else schema.get("items", {})
            yield from faults(item, part, defs, f"{where}[{index}]")


def _sizes(value: Any, schema: dict[str, Any], where: str) -> Iterator[str]:
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{where}: {value!r} has not the shape"
        if len(value) > schema.get("maxLength", len(value)):
            yield f"{where}: too long"
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{where}: {len(value)} items"
    elif isinstance(value, int | float) and (
        value < schema.get("minimum", value) or ("exclusiveMinimum" in schema and value <= schema["exclusiveMinimum"])
    ):
        yield f"{where}: {value} is too small"


def found(folder: str, value: Any, schemas: dict[str, Any] = SCHEMAS) -> list[str]:
    return list(faults(value, schemas[folder], schemas[folder]["$defs"]))


# --- The files ---------------------------------------------------------------


def test_committed_files_equal_the_generated_ones() -> None:
    """`schema/` is never behind the models and vocabularies."""
    assert find_stale(ROOT, REAL.vocab) == [], "run: python -m macros schema"


def test_every_kind_has_a_file_and_no_other_is_there() -> None:
    """A kind that goes takes its schema with it."""
    assert {f"{FOLDER}/{file.name}" for file in (ROOT / FOLDER).iterdir()} == set(schema_texts(REAL.vocab))


@pytest.mark.parametrize("folder", KINDS)
def test_keys_are_those_of_the_model(folder: str) -> None:
    """The same keys, in the same order, and the same ones required; `id` comes from the file name."""
    fields = {field.alias or name: field for name, field in KINDS[folder].model.model_fields.items() if name != "id"}
    assert list(SCHEMAS[folder]["properties"]) == list(fields)
    assert SCHEMAS[folder]["required"] == [key for key, field in fields.items() if field.is_required()]
    assert SCHEMAS[folder]["additionalProperties"] is False


@pytest.mark.parametrize("folder", KINDS)
def test_every_key_is_described(folder: str) -> None:
    """An editor shows a sentence for each key, in parts of records too."""
    schema = SCHEMAS[folder]
    parts = {folder: schema, **schema["$defs"]}
    bare = [f"{name}.{key}" for name, part in parts.items() for key, node in part["properties"].items() if not node["description"]]
    assert bare == []


def test_vocabulary_words_come_with_their_meanings() -> None:
    """A word, its label and its meaning, and no mark of ours is left."""
    words = SCHEMAS["places"]["properties"]["kind"]["oneOf"]
    assert {word["const"] for word in words} == set(REAL.vocab["place-kinds"])
    assert all(word["title"] and word["description"] for word in words)
    assert all("x-" + mark not in text for text in schema_texts(REAL.vocab).values() for mark in ("vocab", "record"))


# --- What it accepts and refuses -----------------------------------------------


@pytest.mark.parametrize("folder", KINDS)
@pytest.mark.parametrize("root", [FIXTURE, ROOT], ids=["fixture", "real"])
def test_what_the_check_accepts_the_schema_accepts(root: Path, folder: str) -> None:
    """No editor underlines a record that is right."""
    records = REAL if root == ROOT else load_records(root)
    schema = {folder: kind_schema(KINDS[folder], records.vocab)}
    refused = {}
    for record in records.by_kind[folder].values():
        loaded, _ = load_file(root / record.loaded.path, root)
        assert loaded is not None
        refused[loaded.path] = found(folder, loaded.value, schema)
    assert refused or root == ROOT, "the fixture has a record of each kind"
    assert {path: words for path, words in refused.items() if words} == {}


PLACE = {"name": "X", "summary": "X.", "sources": ["a-b"], "checked": "2026-01-01", "kind": "town"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"kind": "twon"}, "oneOf"),
        ({"checked": "1 May 2026"}, "shape"),
        ({"sources": []}, "0 items"),
        ({"sources": ["A B"]}, "anyOf"),
        ({"knid": "town"}, "unknown knid"),
        ({"abroad": "yes"}, "no boolean"),
        ({"coordinates": [46.7]}, "1 items"),
        ({"precision_km": 0}, "too small"),
        ({"control": [{"by": "a", "sources": ["b"]}]}, "no from"),
        ({"within": "Not a slug"}, "shape"),
    ],
)
def test_plain_slips_are_refused(change: dict[str, Any], word: str) -> None:
    """What an editor can see, it shows before the check is run."""
    assert found("places", PLACE) == []
    assert any(word in fault for fault in found("places", {**PLACE, **change}))


DATES = """
1994-05-05 1994-05 1994 1994~ 1994-05? 1994-05-05% 199X 19XX 1988-XX 1988-02-XX 1988/1994 ../1994 1991-09/.. 0001
1990-06~/1991? 199X/2001-01-01
""".split()  # noqa: SIM905, a table of dates reads better than a list of quotes
NO_DATES = "94 1994-5-5 1994-13 1994-00 1994-01-32 0000 19X4 1988-XX-05 ../.. 1994/ /1994 1994-05-05T10 1994~~ 5.5.1994".split()  # noqa: SIM905


@pytest.mark.parametrize("text", DATES)
def test_the_pattern_accepts_our_dates(text: str) -> None:
    """Every form of our profile fits."""
    assert edtf.parse(text).text == text
    assert re.search(edtf.PATTERN, text)


@pytest.mark.parametrize("text", NO_DATES)
def test_the_pattern_refuses_other_dates(text: str) -> None:
    """What the parser refuses for its shape, the editor underlines."""
    with pytest.raises(edtf.DateError):
        edtf.parse(text)
    assert not re.search(edtf.PATTERN, text)


# --- The command -----------------------------------------------------------------


def test_the_command_writes_what_differs_and_checks_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`schema --check` fails until `schema` has been run, and says which file is behind."""
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    root = ["--root", str(tmp_path), "schema"]
    assert main([*root, "--check"]) == 1
    assert "schema/places.schema.json" in capsys.readouterr().out
    assert main(root) == 0
    assert main([*root, "--check"]) == 0
    (tmp_path / "schema" / "places.schema.json").write_text("{}\n")
    assert main([*root, "--check"]) == 1
    assert write_schemas(tmp_path, load_records(tmp_path).vocab) == ["schema/places.schema.json"]


def test_the_command_names_a_vocabulary_that_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No schema is written without its words, and there is no traceback."""
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    (tmp_path / "data" / "vocab" / "place-kinds.yml").unlink()
    assert main(["--root", str(tmp_path), "schema"]) == 1
    assert "data/vocab/place-kinds.yml is missing" in capsys.readouterr().err
    assert not (tmp_path / "schema").exists()
