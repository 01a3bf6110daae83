"""The fixer moves keys and nothing else."""

from __future__ import annotations

import random

import pytest

from macros.fix import fix_text, key_order
from macros.kinds import KINDS
from macros.load import load_bytes
from macros.model import Event
from tests.repository import ROOT

FIXTURE = ROOT / "tests" / "fixtures" / "archive"
FILES = sorted((FIXTURE / "data").rglob("*.yml"))
RECORDS = [file for file in FILES if file.relative_to(FIXTURE).parts[1] in KINDS]

DISORDERED = """\
# a comment goes with the key below it
checked: "2026-01-01"
claims:
  - says: "One."
    id: one
    "on": "1990"
    by: someone
account:
  - sources: [a]
    says: "A: sentence."
summary: >-
  First line.
  date: not a key.
title: "A title"
"""

ORDERED = """\
title: "A title"
summary: >-
  First line.
  date: not a key.
account:
  - says: "A: sentence."
    sources: [a]
claims:
  - id: one
    by: someone
    "on": "1990"
    says: "One."
# a comment goes with the key below it
checked: "2026-01-01"
"""


def test_keys_are_put_in_order_at_every_depth() -> None:
    """Each key moves with its lines and the comment above it."""
    assert fix_text(DISORDERED, Event) == ORDERED


def test_twice_is_once() -> None:
    """A fixed file stays as it is."""
    assert fix_text(ORDERED, Event) == ORDERED


@pytest.mark.parametrize(
    "text",
    [
        'title: "x"\ntitel: "y"\ndate: "1990"\n',  # an unknown key has no place
        'date: "1990"\ntitle: "x"\n  bad\n',  # cannot be read
        'date: "1990"\ntitle: "x"\ndate: "1991"\n',  # a key set twice
    ],
)
def test_what_cannot_be_read_is_left_alone(text: str) -> None:
    """The check tells what is wrong; the fixer does not guess."""
    assert fix_text(text, Event) == text


@pytest.mark.parametrize("file", RECORDS, ids=lambda file: file.stem)
def test_a_shuffled_record_is_restored_to_the_same_value(file: object) -> None:
    """Top-level blocks in any order come back in the one order, with every value intact."""
    text = file.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    model = KINDS[file.relative_to(FIXTURE).parts[1]].model  # type: ignore[attr-defined]
    fixed = fix_text(text, model)
    blocks: list[str] = []
    for line in fixed.splitlines(keepends=True):
        if line[0].isalpha():
            blocks.append(line)
        else:
            blocks[-1] += line
    random.Random(7).shuffle(blocks)  # noqa: S311 - a fixed shuffle, no secret
    assert fix_text("".join(blocks), model) == fixed
    before, after = load_bytes(text.encode(), "a")[0], load_bytes(fixed.encode(), "b")[0]
    assert before is not None and after is not None and before.value == after.value


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.folder)
def test_every_key_of_a_kind_has_its_place(kind: object) -> None:
    """The order knows each field of the model once, and not the id."""
    fields = {field.alias or name for name, field in kind.model.model_fields.items()} - {"id"}  # type: ignore[attr-defined]
    order = key_order(kind.model, is_record=True)  # type: ignore[attr-defined]
    assert sorted(order) == sorted(fields)
