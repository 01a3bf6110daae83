"""`python -m macros check`: formats, exit codes, and what a terminal may do to it."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from macros.cli import main
from macros.problems import Problem, format_github
from tests.repository import QUARREL, ROOT, change, make_repository

FAULT = f"{QUARREL}:7:7: rank: found 9, expected 1, 2 or 3 [value]"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A repository with one fault."""
    root = make_repository(tmp_path)
    change(root, QUARREL, "rank: 1", "rank: 9")
    return root


def check(root: Path, *more: str) -> int:
    return main(["--root", str(root), "check", *more])


def test_a_sound_repository_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0 and the number of files that were read: records, vocabularies and pages."""
    root = make_repository(tmp_path)
    count = len(list((root / "data").rglob("*.yml"))) + 1
    assert check(root) == 0
    assert capsys.readouterr().out == f"No problem in {count} files.\n"


def test_text_tells_place_finding_and_count(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line a problem, then how many in how many files; exit code 1."""
    assert check(broken) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == FAULT
    assert lines[1].startswith("1 problem in 1 of ")
    assert lines[2:] == ["Why, and an example: `python -m macros explain RULE`, or", "  /contribute/rules/#value"]


def test_the_address_of_a_rule_is_that_of_the_site(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the settings say the site's address, it stands before the rule's page."""
    (broken / "mkdocs.yml").write_text("site_name: A test\nsite_url: https://river.invalid/record/\n", encoding="utf-8")
    check(broken)
    assert capsys.readouterr().out.splitlines()[-1] == "  https://river.invalid/record/contribute/rules/#value"


def test_json_tells_the_fields(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Other programs get objects, not wording."""
    assert check(broken, "--format", "json") == 1
    assert json.loads(capsys.readouterr().out) == [
        {
            "path": QUARREL,
            "line": 7,
            "column": 7,
            "field": "rank",
            "found": "found 9",
            "expected": "1, 2 or 3",
            "hint": "",
            "rule": "value",
            "severity": "error",
            "link": "/contribute/rules/#value",
        }
    ]


def test_json_of_no_problem_is_an_empty_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sound repository is valid JSON too."""
    assert check(make_repository(tmp_path), "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == []


def test_review_tools_get_one_annotation_a_problem(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A workflow command carries file, line and column; signs that would end it are escaped."""
    change(broken, "data/places/riverland.yml", "kind: region", 'kind: "100%"')
    assert check(broken, "--format", "github") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        f"::error file={QUARREL},line=7,col=7,title=value::rank: found 9, expected 1, 2 or 3%0A/contribute/rules/#value"
    )
    assert lines[1].startswith("::error file=data/places/riverland.yml,line=5,col=7,title=vocabulary::kind: '100%25' is not one")


def test_signs_in_a_file_name_cannot_end_an_annotation() -> None:
    """Commas, colons and line ends in a path or a finding are escaped."""
    line = format_github([Problem("docs/a,b:c%.md", 1, 2, "", "one\ntwo", rule="page-file")])
    assert line == ("::error file=docs/a%2Cb%3Ac%25.md,line=1,col=2,title=page-file::one%0Atwo%0A/contribute/rules/#page-file")


# arguments that are not understood
MISTAKES = [["check", "--formt", "json"], ["check", "--format", "xml"], ["chekc"], [], ["check", "more"], ["--rot", ".", "check"]]


@pytest.mark.parametrize("arguments", MISTAKES, ids=" ".join)
def test_a_command_that_is_not_understood_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, the usage on the error channel, nothing on the other."""
    with pytest.raises(SystemExit) as left:
        main(arguments)
    said = capsys.readouterr()
    assert left.value.code == 2
    assert said.out == "" and said.err.startswith("usage: python -m macros") and "error:" in said.err


def test_missing_parts_of_a_repository_are_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No data, no pages, no settings: three lines, no traceback."""
    assert check(tmp_path) == 1
    assert capsys.readouterr().out.splitlines()[:3] == [
        "data:1:1: the data folder is missing [data-folder]",
        "docs:1:1: the docs folder is missing [docs-folder]",
        "mkdocs.yml:1:1: the site's settings are missing [settings]",
    ]


@pytest.mark.parametrize(
    ("name", "line"), [("data", "data:1:1: the data folder is missing [data-folder]"), ("mkdocs.yml", "mkdocs.yml:1:1: ")]
)
def test_one_missing_part_is_the_one_problem(name: str, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where everything else is there, only what is missing is told."""
    root = make_repository(tmp_path / "repository")
    (root / name).rename(tmp_path / "away")
    assert check(root) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(line) and lines[1].startswith("1 problem ")


def test_data_that_is_a_file_is_a_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in the folder's place is no folder."""
    root = make_repository(tmp_path / "repository")
    (root / "data").rename(tmp_path / "away")
    (root / "data").write_text("x", encoding="utf-8")
    assert check(root) == 1
    assert "data:1:1: the data folder is missing" in capsys.readouterr().out


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run a line in bash from the repository, failing where any part of a pipe fails."""
    return subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607


def command(root: Path) -> str:
    return f"{shlex.quote(sys.executable)} -m macros --root {shlex.quote(str(root))} check"


def test_the_process_ends_with_the_code_of_the_command(broken: Path) -> None:
    """What `make` and a build server see is the exit code."""
    done = shell(command(broken))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith(FAULT)


def test_output_cut_short_by_head_gives_no_traceback(tmp_path: Path) -> None:
    """`check | head -1` shows one line and nothing about a broken pipe, however much there is to say."""
    root = make_repository(tmp_path)
    for number in range(3000):
        (root / "data" / "places" / f"Bad {number}.yml").write_text("x", encoding="utf-8")
    done = shell(f"{command(root)} --format json | head -1")
    assert done.stdout == "[\n"
    assert done.stderr == ""
