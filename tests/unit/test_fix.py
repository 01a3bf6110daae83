"""The fixer changes how a file is written and nothing of what it says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from macros.fix import fix_bytes, fix_text, fix_tree, key_order
from macros.kinds import KINDS
from macros.layout import sentences
from macros.load import load_bytes
from macros.model import Event, Place, Source
from tests.repository import QUARREL, ROOT, change, copy_archive

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
  Date: not a key.
title: "A title"
"""

ORDERED = """\
title: "A title"
summary: >-
  First line.
  Date: not a key.
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


# What a person typed (without other keys) and how it stands afterwards.
FORMS = [
    pytest.param(Event, "date: 1994-05-05", 'date: "1994-05-05"', id="a bare day"),
    pytest.param(Event, "date: 1994", 'date: "1994"', id="a bare year"),
    pytest.param(Event, "date: '1994'", 'date: "1994"', id="single quotes"),
    pytest.param(Event, 'kind: "war"', "kind: war", id="a word of a list"),
    pytest.param(Event, 'rank: "1"', "rank: 1", id="a number in quotes"),
    pytest.param(Event, "part_of: 1994-war", 'part_of: "1994-war"', id="an id that stands in quotes everywhere"),
    pytest.param(Event, "part_of: null", "part_of: null", id="nothing stays nothing"),
    pytest.param(Event, "title: The war: not", "title: The war: not", id="what cannot be read"),
    pytest.param(Event, "title: Resolution #822", "title: Resolution #822", id="text that would be lost"),
    pytest.param(Event, "title: A “quoted” word\\", 'title: "A “quoted” word\\\\"', id="a backslash"),
    pytest.param(Event, "title: 'Say \"no\"'", 'title: "Say \\"no\\""', id="quotes in a text"),
    pytest.param(Event, "parties:\n- a\n- b", "parties: [a, b]", id="a short list"),
    pytest.param(Event, "places: riverland", "places: riverland", id="no list where one is due"),
    pytest.param(Event, "parties: [\n  a, # one\n  b]", "parties:\n  - a  # one\n  - b", id="a list with a comment inside"),
    pytest.param(
        Event, "account:\n    - {sources: [a], says: 'One.'}", 'account:\n  - says: "One."\n    sources: [a]', id="braces"
    ),
    pytest.param(Event, 'summary: "One. Two."', "summary: >-\n  One.\n  Two.", id="two sentences"),
    pytest.param(Event, "summary: >-\n  One sentence\n  folded.", 'summary: "One sentence folded."', id="one sentence"),
    pytest.param(Source, "language: no", 'language: "no"', id="a word that YAML would guess at"),
    pytest.param(Source, "title: 12:30", 'title: "12:30"', id="a time that YAML would count in seconds"),
    pytest.param(Source, "title_described: yes", "title_described: yes", id="a guess that is not ours"),
    pytest.param(Place, "coordinates:\n  - 46.75\n  - 39.8", "coordinates: [46.75, 39.8]", id="a point"),
    pytest.param(Place, "names:\n  - text: x\n    on: y", "names:\n  - text: x\n    on: y", id="a key that is not there"),
    pytest.param(Place, "summary: [a, {b: c}]", "summary: [a, {b: c}]", id="a mapping where text is due"),
]


@pytest.mark.parametrize(("model", "typed", "fixed"), FORMS)
def test_every_value_has_one_form(model: type, typed: str, fixed: str) -> None:
    """Whatever way a value is typed, it is written the same; what could mean two things is left alone."""
    assert fix_text(typed + "\n", model) == fixed + "\n"
    assert fix_text(fixed + "\n", model) == fixed + "\n"


COMMENTED = """\
# yaml-language-server: $schema=../../../schema/events.schema.json
# About the file.

# above the date
date: 1990 # beside the date
title: >- # beside the title
  A title
# above the list
parties: # beside the list
  # above the first
  - b # beside the first
  # above the second
  - a
claims:
  # above the claim
  - says: "A # that is no comment." # beside what it says
    # above the id
    id: one
# the end
"""

COMMENTED_FIXED = """\
# yaml-language-server: $schema=../../../schema/events.schema.json
# About the file.

title: "A title"  # beside the title
# above the date
date: "1990"  # beside the date
# above the list
parties:  # beside the list
  # above the first
  - b  # beside the first
  # above the second
  - a
claims:
  # above the claim
  # above the id
  - id: one
    says: "A # that is no comment."  # beside what it says
# the end
"""


def test_comments_stay_with_what_they_stand_at() -> None:
    """A comment goes where its line goes; the head of the file stays its head, and twice is once."""
    assert fix_text(COMMENTED, Event) == COMMENTED_FIXED
    assert fix_text(COMMENTED_FIXED, Event) == COMMENTED_FIXED


def test_line_ends_and_marks_of_other_systems_go() -> None:
    """A file saved on Windows comes out as all others are; one that is not UTF-8 is not touched."""
    assert fix_bytes(b'\xef\xbb\xbftitle: "x"\r\nrank: 1\r\n', Event) == b'title: "x"\nrank: 1\n'
    assert fix_bytes(b'title: "caf\xe9"\n', Event) == b'title: "caf\xe9"\n'


# A text and where it is cut.
TEXTS = [
    "It began. It ended.|It began.|It ended.",
    "He said: “It is over.” They left.|He said: “It is over.”|They left.",
    "See Art. 5 of Resolution No. 822. It stands.|See Art. 5 of Resolution No. 822.|It stands.",
    "Gen. S. Ohanyan met the U.S. Senate (Armenia v. Azerbaijan).|Gen. S. Ohanyan met the U.S. Senate (Armenia v. Azerbaijan).",
    "In 1994. 300 people stayed... and left.|In 1994. 300 people stayed... and left.",
    "Who? Both. Этого нет. Այո։|Who?|Both.|Этого нет.|Այո։",
]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_are_cut_between_sentences(text: str) -> None:
    """Short forms end nothing, and what is cut is the whole text again."""
    whole, *parts = text.split("|")
    assert sentences(whole) == parts
    assert " ".join(parts) == whole


def test_only_records_that_need_it_are_written(tmp_path: Path) -> None:
    """The fixer names the files that it changed; the second time there is none, and links stay links."""
    root = copy_archive(tmp_path)
    fix_tree(root)
    assert fix_tree(root) == []
    change(root, QUARREL, 'date: "1990-05/1991-03-01"', "date: 1990-05/1991-03-01")
    assert fix_tree(root) == [root / QUARREL]
    assert sorted(file.suffix for file in (root / QUARREL).parent.iterdir()) == [".yml", ".yml"]
