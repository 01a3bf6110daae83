"""Every real data file: it loads, it validates, no rule blames it, its keys stand in the order of the schema."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from macros.fix import fix_text
from macros.kinds import KINDS
from macros.problems import Problem
from macros.records import Records, load_records
from macros.rules import check_records
from tests.repository import ROOT

FILES = sorted(file.relative_to(ROOT).as_posix() for file in (ROOT / "data").rglob("*.yml"))
RECORDS = [path for path in FILES if path.split("/")[1] in KINDS]


@pytest.fixture(scope="session")
def records() -> Records:
    """The real records, read once."""
    return load_records(ROOT)


@pytest.fixture(scope="session")
def problems(records: Records) -> dict[str, list[str]]:
    """What is wrong, by file."""
    found: dict[str, list[str]] = defaultdict(list)
    for problem in check_records(records):
        found[problem.path].append(str(problem))
    return found


def test_there_are_records_to_test() -> None:
    """A scan that finds nothing proves nothing: each kind has a file."""
    assert {path.split("/")[1] for path in RECORDS} == set(KINDS)


@pytest.mark.parametrize("path", FILES)
def test_a_file_has_no_problem(path: str, problems: dict[str, list[str]]) -> None:
    """Reading, validation and every rule find nothing in it."""
    assert problems.get(path, []) == []


def test_no_problem_stands_outside_the_files(problems: dict[str, list[str]]) -> None:
    """What is wrong with folders and rules themselves is nobody's file."""
    assert {path: told for path, told in problems.items() if path not in FILES} == {}


@pytest.mark.parametrize("path", RECORDS)
def test_a_record_is_in_the_archive(path: str, records: Records) -> None:
    """What lies in the folder is what pages show."""
    kind, stem = path.split("/")[1], Path(path).stem
    assert stem in records.by_kind[kind]
    assert records.by_kind[kind][stem].loaded.path == path


@pytest.mark.parametrize("path", RECORDS)
def test_a_file_passes_the_fixer_unchanged(path: str) -> None:
    """A reviewer finds each key where it stands in every other record."""
    text = (ROOT / path).read_text(encoding="utf-8")
    assert fix_text(text, KINDS[path.split("/")[1]].model) == text


def test_every_problem_is_a_problem() -> None:
    """The fixture above keeps text; a change of the type would make it blind."""
    assert str(Problem("a", 1, 2, "", "b")) == "a:1:2: b"
