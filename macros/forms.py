"""The issue forms of the public repository, `.github/ISSUE_TEMPLATE/`, made from the models: for people who do not use git.

A form asks for the fields of the record or part it is about, in the order in which they are written, with the
model's own words as hints, the templates' values as examples, and the words of a vocabulary as choices. Only what
a person without the files can know is asked. The links at the foot of a record fill in `id`, `page` and `file`.
The form syntax is GitHub's, which Gitea and Forgejo read as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import BaseModel

from macros.examples import examples
from macros.field_reference import form_of
from macros.fix import key_order
from macros.model import Claim, Event, Name, Record
from macros.records import VocabWord

FOLDER = ".github/ISSUE_TEMPLATE"
HEAD = "# Made from the model by `python -m macros schema`; do not edit by hand.\n"
NO_CHOICE = "I do not know"

Vocab = Mapping[str, Mapping[str, VocabWord]]

WHERE = {
    "id": ("Id", "The record: the last part of its address.", "1994-05-05-bishkek-protocol"),
    "file": ("File", "As it stands at the foot of the page.", "data/events/1994/1994-05-05-bishkek-protocol.yml"),
    "page": ("Page", "Address of the page.", ""),
}
"""What says which record is meant: label, hint, example. Filled in by the link of the record."""

OWN = {
    "found": ("What is wrong", "The sentence, date, name or number as it stands.", ""),
    "expected": ("What should stand there", "In words that the source carries.", ""),
}
"""What a correction asks beside the record's fields."""

LONG = frozenset({"account", "claims", "found", "expected", "note", "says", "sources", "spellings", "summary"})
"""Fields with room for more than one line."""


@dataclass(frozen=True)
class Form:
    """One form. name: of its file; asks: (model, keys asked, keys that must be filled in); the model's order holds."""

    name: str
    title: str
    about: str
    model: type[BaseModel] | None
    keys: frozenset[str]
    needed: frozenset[str]
    where: tuple[str, ...] = ("id", "file", "page")
    own: tuple[str, ...] = ()
    record_keys: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Its file, relative to the repository."""
        return f"{FOLDER}/{self.name}.yml"


FORMS = (
    Form(
        "correct-record",
        "Correct a record",
        "A date, a name, a number, a sentence or a source is wrong.",
        None,
        frozenset(),
        frozenset({"id", "found", "sources"}),
        own=("found", "expected"),
        record_keys=("sources",),
    ),
    Form(
        "add-event",
        "Add an event",
        "Something that happened is missing.",
        Event,
        frozenset({"title", "date", "kind", "parties", "places", "summary", "sources", "claims"}),
        frozenset({"title", "date", "summary", "sources"}),
        where=(),
    ),
    Form(
        "dispute-claim",
        "Dispute a claim",
        "A party, person or source contradicts what a claim says, or its answer is missing.",
        Claim,
        frozenset({"by", "voiced_by", "on", "says", "answers", "sources", "note"}),
        frozenset({"id", "by", "on", "says", "sources"}),
    ),
    Form(
        "propose-name",
        "Propose a name",
        "A name or spelling of a place, party, person or event is missing or attributed to the wrong side.",
        Name,
        frozenset({"text", "lang", "by", "from", "to", "note"}),
        frozenset({"id", "text", "lang", "sources"}),
        record_keys=("sources",),
    ),
)
"""Every form, in the order in which the files are listed here."""


def form_texts(vocab: Vocab) -> dict[str, str]:
    """Return the text of every form by its path below the repository."""
    return {form.path: HEAD + _as_yaml(form_content(form, vocab)) for form in FORMS}


def form_content(form: Form, vocab: Vocab) -> dict[str, Any]:
    """Return a form as GitHub reads it."""
    body = [_markdown(INTRO), *_fields(form, vocab)]
    return {"name": form.title, "description": form.about, "title": f"{form.title}: ", "body": body}


INTRO = (
    "One subject a form. Say which source shows it: address, title, day. "
    "What one side denies is recorded as its claim, with the other side's answer, whichever side it is. "
    "Private persons are not named here. What you send is published under CC BY 4.0."
)


def _markdown(text: str) -> dict[str, Any]:
    return {"type": "markdown", "attributes": {"value": text}}


def _fields(form: Form, vocab: Vocab) -> Iterator[dict[str, Any]]:
    for words, keys in ((WHERE, form.where), (OWN, form.own)):
        for key in keys:
            label, hint, example = words[key]
            yield _input(key, label, hint, example, key in form.needed)
    if form.model is not None:
        yield from _model_fields(form.model, form.keys, form.needed, vocab)
    yield from _model_fields(Record, form.record_keys, form.needed, vocab)


def _model_fields(
    model: type[BaseModel], keys: Sequence[str] | frozenset[str], needed: frozenset[str], vocab: Vocab
) -> Iterator[dict[str, Any]]:
    raw = model.model_json_schema()["properties"]
    for key in key_order(model, is_record=issubclass(model, Record)):
        if key not in keys:
            continue
        words = vocab.get(form_of(raw[key]).vocab)
        if words:
            yield _dropdown(key, raw[key]["description"], words, key in needed)
        else:
            yield _input(key, label_of(key), raw[key]["description"], _example(model, key), key in needed)


def label_of(key: str) -> str:
    """Return what a field is called above its input: `voiced_by` is "Voiced by"."""
    return key.replace("_", " ").capitalize()


def _example(model: type[BaseModel], key: str) -> str:
    """Return the value in the template, a list as its items; "" for what has parts of its own, and where it would name one side."""
    if key == "by":
        return ""
    value = examples().get((model.__name__, key), "")
    items = value if isinstance(value, list) else [value]
    return ", ".join(item for item in items if isinstance(item, str))


def _input(key: str, label: str, hint: str, example: str, is_needed: bool) -> dict[str, Any]:
    if key == "sources":
        hint, example = f"{hint} Address, title and day of each, a line each.", "https://"
    attributes = {"label": label, "description": hint, **({"placeholder": example} if example else {})}
    return {
        "type": "textarea" if key in LONG else "input",
        "id": key,
        "attributes": attributes,
        "validations": {"required": is_needed},
    }


def _dropdown(key: str, hint: str, words: Mapping[str, VocabWord], is_needed: bool) -> dict[str, Any]:
    options = [f"{word}: {entry.label}" for word, entry in words.items()]
    return {
        "type": "dropdown",
        "id": key,
        "attributes": {"label": label_of(key), "description": hint, "options": [*options, NO_CHOICE]},
        "validations": {"required": is_needed},
    }


def _as_yaml(content: dict[str, Any]) -> str:
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000))
