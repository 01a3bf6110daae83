"""The commented templates pass the check where they say they belong, and hold every field; the reference of fields is whole."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from macros.examples import examples, template_path, template_text
from macros.field_reference import FIELDS, WORDS, field_rows, is_record, models
from macros.fix import fix_text, key_order
from macros.kinds import KINDS
from macros.records import Records, load_records
from macros.rules import check_records
from macros.validation import known_keys
from tests.repository import ROOT

CONTRIBUTE = ROOT / "docs" / "contribute"


def test_every_kind_has_a_template() -> None:
    """A new kind of record comes with its template, and the page shows it."""
    files = {file.stem for file in (ROOT / "macros" / "templates" / "new").iterdir()}
    assert files == set(KINDS)
    page = (CONTRIBUTE / "templates.md").read_text(encoding="utf-8")
    assert re.findall(r'\{\{ show_template\("(\w+)"\) \}\}', page) == list(KINDS)


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Records:
    """The real records with every template put in place."""
    root = tmp_path_factory.mktemp("placed")
    shutil.copytree(ROOT / "data", root / "data")
    shutil.copytree(ROOT / "docs", root / "docs")
    for folder in KINDS:
        file = root / template_path(folder)
        assert not file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(template_text(folder), encoding="utf-8")
    return load_records(root)


def test_templates_put_in_place_pass_the_check(placed: Records) -> None:
    """What a newcomer copies has no problem of its own."""
    assert [str(problem) for problem in check_records(placed)] == []
    assert all(Path(template_path(folder)).stem in placed.by_kind[folder] for folder in KINDS)


@pytest.mark.parametrize("folder", KINDS)
def test_a_template_is_in_its_usual_form_and_explains_each_key(folder: str) -> None:
    """The fixer leaves it as it is, and a line of comment stands above every key of the record."""
    text = template_text(folder)
    assert fix_text(text, KINDS[folder].model) == text
    lines = text.splitlines()
    keys = [number for number, line in enumerate(lines) if re.match(r'"?[a-z_]+"?:', line)]
    bare = [lines[number] for number in keys if not lines[number - 1].startswith("# ")]
    shared = {"died": "born", "why": "we_write"}
    assert [line for line in bare if shared.get(line.split(":")[0]) is None and not line.startswith("signatories")] == []


@pytest.mark.parametrize("name", models())
def test_every_field_has_an_example(name: str) -> None:
    """The templates leave no field out, so the reference and the forms have an example of each."""
    model = models()[name]
    known = {key for model_name, key in examples() if model_name == model.__name__}
    assert known == set(known_keys(model, () if is_record(model) else ("part",)))


def test_the_page_of_fields_has_every_record_and_part() -> None:
    """In the order of the model, each under a heading that the tables link to."""
    page = (CONTRIBUTE / "fields.md").read_text(encoding="utf-8")
    shown = re.findall(r'^## ([^\n]+)\n\n[^\n]+\n\n\{\{ show_fields\("([a-z-]+)"\) \}\}$', page, re.MULTILINE)
    assert [name for _, name in shown] == list(models())
    assert [title.lower().replace(" ", "-") for title, _ in shown] == list(models())


@pytest.mark.parametrize("name", models())
def test_rows_are_the_fields_of_the_model(name: str) -> None:
    """Order, meaning and need are those of the model; links lead to headings that are there."""
    model, rows = models()[name], field_rows(name)
    fields = {field.alias or key: field for key, field in model.model_fields.items()}
    assert [row.key.strip('"') for row in rows] == key_order(model, is_record=is_record(model))
    for row in rows:
        field = fields[row.key.strip('"')]
        assert row.meaning == field.description and row.is_needed == field.is_required()
        assert row.example or row.form.url.startswith(FIELDS)
        if row.form.url.startswith(FIELDS):
            assert row.form.url.rsplit("#", 1)[1] in models()
        if row.form.vocab:
            assert row.form.url == f"{WORDS}#{row.form.vocab}" and "vocabulary" in row.form.rules


def test_what_may_be_written_is_told_for_each_sort_of_field() -> None:
    """One of each sort, in words for people."""
    told = {(name, row.key): row.form.text for name in models() for row in field_rows(name)}
    assert told["event", "date"] == "date or interval (EDTF), in quotes"
    assert told["event", "checked"] == "one day, in quotes"
    assert told["event", "rank"] == "1 or 2 or 3"
    assert told["event", "parties"] == "list of: id of a file in data/parties"
    assert told["event", "sources"] == "list of: id of a file in data/sources or {source: id, locator: text}"
    assert told["claim", "by"] == "id of a file in data/parties or data/people or data/sources"
    assert told["claim", "value"] == "figure" and told["claim", "answer"] == "none-found"
    assert told["place", "coordinates"] == "two numbers in brackets" and told["place", "abroad"] == "true or false"
    assert told["source", "url"] == "web address" and told["figure", "low"] == "number"
