"""How the rules are run: exceptions, a crash, faulty reading, many equal faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from macros import rules
from macros.problems import Problem, format_text
from macros.records import Records, load_records
from macros.rules import wording
from tests.repository import EVENT, QUARREL, change, copy_archive, data_problems

EXCEPTIONS = "data/exceptions.yml"
EXCEPTION = 'exceptions:\n  - rule: wording\n    record: events/1990-river-quarrel\n    reason: "An invented one."\n'


def test_an_exception_lets_one_record_break_one_rule(tmp_path: Path) -> None:
    """`data/exceptions.yml` excepts a record from a rule, and nothing else."""
    root = copy_archive(tmp_path)
    change(root, QUARREL, "A quarrel over", "Occupied land by")
    change(root, EXCEPTIONS, "", EXCEPTION)
    assert data_problems(root) == []
    change(root, QUARREL, "[riverland]", "[riverlnd]")
    assert [problem.rule for problem in data_problems(root)] == ["known-record"]


def test_an_exception_does_not_cover_another_record(tmp_path: Path) -> None:
    """The fault of another record stays, and the exception, being unused, is one."""
    root = copy_archive(tmp_path)
    change(root, EVENT, "The bridge was closed.", "The bridge was liberated.")
    change(root, EXCEPTIONS, "", EXCEPTION)
    assert [(problem.path, problem.rule) for problem in data_problems(root)] == [
        (EVENT, "wording"),
        (EXCEPTIONS, "stale-exception"),
    ]


def test_an_exception_that_no_longer_applies_is_an_error(tmp_path: Path) -> None:
    """A stale exception is reported where it stands, with its cure."""
    root = copy_archive(tmp_path)
    change(root, EXCEPTIONS, "", EXCEPTION)
    assert [str(problem) for problem in data_problems(root)] == [
        (
            f"{EXCEPTIONS}:2:5: exceptions[0]: the exception from 'wording' for events/1990-river-quarrel no longer applies; "
            "remove it [stale-exception]"
        )
    ]


def _crash(records: Records) -> Iterator[Problem]:
    yield from wording.check(records)
    raise ZeroDivisionError("by nothing")


def test_a_rule_that_crashes_is_named_and_the_others_still_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours is one problem among the others, at the rule's own file."""
    broken = ModuleType("macros.rules.broken")
    broken.NAME, broken.check = "broken", _crash  # type: ignore[attr-defined]
    monkeypatch.setattr(rules, "RULES", (broken, *rules.RULES))
    root = copy_archive(tmp_path)
    change(root, QUARREL, "[riverland]", "[riverlnd]")
    found = {problem.rule: problem for problem in data_problems(root)}
    assert set(found) == {"broken", "known-record"}
    assert (found["broken"].path, found["broken"].found) == (
        "macros/rules/broken.py",
        "the rule crashed: ZeroDivisionError: by nothing",
    )


def test_one_fault_of_reading_gives_one_message(tmp_path: Path) -> None:
    """When a record could not be read, rules that need all of them do not blame the rest."""
    root = copy_archive(tmp_path)
    change(root, "data/places/riverland.yml", "kind: region", "kind: regoin")
    found = data_problems(root)
    assert [(problem.path, problem.rule) for problem in found] == [("data/places/riverland.yml", "vocabulary")]


def test_a_rule_of_single_records_speaks_even_when_reading_fails(tmp_path: Path) -> None:
    """What can be judged alone is judged in the same run."""
    root = copy_archive(tmp_path)
    change(root, "data/places/riverland.yml", "kind: region", "kind: regoin")
    change(root, QUARREL, "A quarrel over", "Occupied land by")
    assert [problem.rule for problem in data_problems(root)] == ["wording", "vocabulary"]


def test_more_than_five_equal_faults_are_counted(tmp_path: Path) -> None:
    """Equal faults beyond five are counted instead of printed; the total counts all."""
    root = copy_archive(tmp_path)
    records = load_records(root)
    places = "".join("  - nowhere\n" for _ in range(8))
    change(root, QUARREL, "places: [riverland]\n", f"places:\n{places}")
    found = data_problems(root)
    text = format_text(found, records.file_count).splitlines()
    assert len(found) == 8
    assert sum("no record 'nowhere'" in line for line in text) == 6
    assert text[-4:-2] == [
        "... and 3 more like it: no record 'nowhere' in data/places [known-record]",
        f"8 problems in 1 of {records.file_count} files.",
    ]


def test_five_equal_faults_are_all_printed(tmp_path: Path) -> None:
    """Five are still shown one by one."""
    root = copy_archive(tmp_path)
    places = "".join("  - nowhere\n" for _ in range(5))
    change(root, QUARREL, "places: [riverland]\n", f"places:\n{places}")
    text = format_text(data_problems(root), 30)
    assert text.count("no record 'nowhere'") == 5 and "more like it" not in text
