"""JSON Schema of the records: equal to the models, accepting what the check accepts, refusing plain slips."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from macros import edtf
from macros.cli import main
from macros.kinds import KINDS
from macros.load import load_file
from macros.made import find_stale, write_made
from macros.records import load_records
from macros.schema import FOLDER, kind_schema, make_schemas, schema_texts

ROOT = Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "tests" / "fixtures" / "archive"

REAL = load_records(ROOT)
SCHEMAS = make_schemas(REAL.vocab)


def found(folder: str, value: Any, schemas: dict[str, Any] = SCHEMAS) -> list[str]:
    """Return what a JSON Schema validator says of a value, each as "where: what"."""
    faults = Draft202012Validator(schemas[folder]).iter_errors(value)
    return [f"{fault.json_path}: {fault.message}" for fault in faults]


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


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_describes_every_key(name: str) -> None:
    """An editor shows a sentence for each key, in parts of records too."""
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    parts = {name: schema, **schema.get("$defs", {})}
    if isinstance(schema["additionalProperties"], dict):
        parts["word"] = schema["additionalProperties"]
    keys = [(part, key, node) for part, made in parts.items() for key, node in made.get("properties", {}).items()]
    assert len(keys) > 2 or name == "exceptions"
    assert [f"{part}.{key}" for part, key, node in keys if not node.get("description", "").endswith(".")] == []


def test_vocabulary_words_come_with_their_meanings() -> None:
    """A word, its label and its meaning, beside the meaning of the field; no mark of ours is left."""
    kind = SCHEMAS["places"]["properties"]["kind"]
    words = dict(zip(kind["enum"], kind["enumDescriptions"], strict=True))
    assert words == {word: f"{entry.label}: {entry.meaning}" for word, entry in REAL.vocab["place-kinds"].items()}
    assert kind["description"] == "What kind of place."
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


@pytest.mark.parametrize("file", sorted((ROOT / "data" / "vocab").glob("*.yml")), ids=lambda file: file.stem)
def test_files_of_words_fit_their_schema(file: Path) -> None:
    """A new word is completed and checked like a record."""
    loaded, _ = load_file(file, ROOT)
    assert loaded is not None and found("vocab", loaded.value) == []
    word = next(iter(loaded.value.values()))
    assert found("vocab", {"x": {**word, "meening": "x"}}) and found("vocab", {"x": {"label": "x"}})


def test_exceptions_fit_their_schema() -> None:
    """An exception without a reason is refused."""
    entry = {"rule": "wording", "record": "events/x", "reason": "Why."}
    assert found("exceptions", {"exceptions": [entry]}) == []
    assert found("exceptions", {"exceptions": [{"rule": "wording", "record": "events/x"}]})


PLACE = {"name": "X", "summary": "X.", "sources": ["a-b"], "checked": "2026-01-01", "kind": "town"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"kind": "twon"}, "is not one of"),
        ({"checked": "1 May 2026"}, "does not match"),
        ({"sources": []}, "non-empty"),
        ({"sources": ["A B"]}, "any of the given schemas"),
        ({"knid": "town"}, "'knid' was unexpected"),
        ({"abroad": "yes"}, "not of type 'boolean'"),
        ({"coordinates": [46.7]}, "too short"),
        ({"precision_km": 0}, "less than or equal to the minimum"),
        ({"control": [{"by": "a", "sources": ["b"]}]}, "'from' is a required"),
        ({"within": "Not a slug"}, "does not match"),
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
    assert write_made(tmp_path, load_records(tmp_path).vocab) == ["schema/places.schema.json"]


def test_the_command_names_a_vocabulary_that_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No schema is written without its words, and there is no traceback."""
    shutil.copytree(FIXTURE / "data", tmp_path / "data")
    (tmp_path / "data" / "vocab" / "place-kinds.yml").unlink()
    assert main(["--root", str(tmp_path), "schema"]) == 1
    assert "data/vocab/place-kinds.yml is missing" in capsys.readouterr().err
    assert not (tmp_path / "schema").exists()
