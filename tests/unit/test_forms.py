"""The issue forms: written from the model, valid as the forge reads them, and filled in by the links of a record."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from macros.fix import key_order
from macros.forms import FOLDER, FORMS, NO_CHOICE, OWN, WHERE, Form, label_of
from macros.made import find_stale
from macros.model import Record
from macros.records import load_records
from macros.repository import file_links
from tests.repository import ROOT

FILES = sorted((ROOT / FOLDER).glob("*.yml"))
VOCAB = load_records(ROOT).vocab


def read(form: Form) -> Any:
    return yaml.safe_load((ROOT / form.path).read_text(encoding="utf-8"))


def fields(form: Form) -> dict[str, dict[str, Any]]:
    """Return the inputs of a form by id, in order."""
    return {part["id"]: part for part in read(form)["body"] if part["type"] != "markdown"}


def test_committed_forms_equal_the_generated_ones() -> None:
    """A field or word that changes in the model changes in the form."""
    assert [path for path in find_stale(ROOT, VOCAB) if path.startswith(FOLDER)] == [], "run: python -m macros schema"
    assert {file.stem for file in FILES} == {form.name for form in FORMS} | {"config"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_form_is_valid_for_the_forge(file: Path) -> None:
    """Against the published schema of issue forms, which the tool carries; the network is not asked."""
    schema = "vendor.github-issue-config" if file.stem == "config" else "vendor.github-issue-forms"
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_each_field_is_a_field_of_the_model(form: Form) -> None:
    """Id, order, hint and choices are the model's; beside them stand only what names the record and what is wrong."""
    found = fields(form)
    model_fields = {field.alias or key: field for key, field in (form.model or Record).model_fields.items()}
    record_fields = Record.model_fields
    mine = [key for key in found if key not in (*form.where, *form.own, *form.record_keys)]
    order = key_order(form.model, is_record=issubclass(form.model, Record)) if form.model else []
    assert mine == [key for key in order if key in form.keys] and set(mine) == form.keys
    for key in [*mine, *form.record_keys]:
        field = model_fields[key] if key in mine else record_fields[key]
        attributes = found[key]["attributes"]
        assert attributes["description"].startswith(str(field.description)) and attributes["label"] == label_of(key)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_has_no_rule_that_the_forge_would_refuse(form: Form) -> None:
    """What its schema cannot say: labels and ids are unique, and what must be filled in is asked."""
    body = read(form)["body"]
    labels = [part["attributes"]["label"] for part in body if "label" in part["attributes"]]
    ids = [part["id"] for part in body if "id" in part]
    assert len(set(labels)) == len(labels) and len(set(ids)) == len(ids)
    assert {part["id"] for part in body if part.get("validations", {}).get("required")} == form.needed
    assert set(form.where) <= set(WHERE) and set(form.own) <= set(OWN)


def test_words_of_a_vocabulary_are_choices() -> None:
    """With a way out for who does not know."""
    kinds = fields(FORMS[1])["kind"]["attributes"]["options"]
    assert kinds == [*(f"{word}: {entry.label}" for word, entry in VOCAB["event-kinds"].items()), NO_CHOICE]
    assert len(fields(FORMS[3])["lang"]["attributes"]["options"]) == len(VOCAB["languages"]) + 1


def test_links_of_a_record_open_forms_that_are_there_and_fill_fields_they_have() -> None:
    """A name in an address that no form knows would be dropped in silence."""
    links = file_links("https://forge.invalid/a/b", "data/events/1990/x.yml", "X", "https://record.invalid/events/x/")
    assert links is not None
    by_file = {f"{form.name}.yml": form for form in FORMS}
    for address in (links.report, links.dispute, links.name):
        asked = parse_qs(urlsplit(address).query)
        form = by_file[asked.pop("template")[0]]
        assert asked.pop("title")[0].startswith(read(form)["title"])
        # The forge fills only fields with free text.
        assert {key: fields(form)[key]["type"] for key in asked} == {"id": "input", "file": "input", "page": "input"}


def test_the_first_page_leads_to_pages_of_the_site() -> None:
    """The addresses move with the site."""
    site = next(line for line in (ROOT / "mkdocs.yml").read_text(encoding="utf-8").splitlines() if line.startswith("site_url:"))
    config = yaml.safe_load((ROOT / FOLDER / "config.yml").read_text(encoding="utf-8"))
    for link in config["contact_links"]:
        address = link["url"].removeprefix(site.split(" ", 1)[1])
        assert (ROOT / "docs" / f"{address.rstrip('/')}.md").is_file() or (ROOT / "docs" / address / "index.md").is_file()
