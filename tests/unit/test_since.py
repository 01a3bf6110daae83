"""`check --since REV` tells what a change brought, and no more."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from macros.cli import main
from macros.since import find_change
from tests.repository import DOCUMENT, EVENT, QUARREL, change, make_repository

GIT = shutil.which("git") or ""
pytestmark = pytest.mark.skipif(not GIT, reason="git is not installed")


def git(root: Path, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@north.invalid", "-c", "commit.gpgsign=false"]
    subprocess.run([GIT, *who, *words], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "a state")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository on a branch of its own, with one old fault on `main`: a loaded word in a document."""
    root = make_repository(tmp_path / "repository")
    change(root, DOCUMENT, "Reopened the bridge.", "Liberated the bridge.")
    git(root, "init", "-q", "-b", "main")
    commit(root)
    git(root, "switch", "-q", "-c", "topic")
    return root


def since(root: Path, capsys: pytest.CaptureFixture[str], revision: str = "main") -> tuple[int, list[tuple[str, str]]]:
    """Return the exit code, and file and rule of each problem."""
    capsys.readouterr()
    code = main(["--root", str(root), "check", "--format", "json", "--since", revision])
    return code, [(problem["path"], problem["rule"]) for problem in json.loads(capsys.readouterr().out)]


def test_an_old_fault_is_not_the_changes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing changed nothing is told, though the check of everything finds the old fault."""
    assert since(root, capsys) == (0, [])
    assert main(["--root", str(root), "check"]) == 1


@pytest.mark.parametrize("state", ["committed", "staged", "saved"])
def test_a_fault_in_a_changed_file_is_told(state: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether committed, staged or only saved."""
    change(root, QUARREL, "rank: 1", "rank: 9")
    if state == "committed":
        commit(root)
    elif state == "staged":
        git(root, "add", "-A")
    assert since(root, capsys) == (1, [(QUARREL, "value")])


def test_a_new_file_counts_and_an_ignored_one_does_not(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What git does not yet know is part of the change; what it ignores is checked, but was there before git."""
    change(root, "data/places/Bad Name.yml", "", "name: x\n")
    assert since(root, capsys) == (1, [("data/places/Bad Name.yml", "data-layout")])
    assert find_change(root, "main").paths == {"data/places/Bad Name.yml"}
    change(root, ".gitignore", "", "Bad*\n")
    assert find_change(root, "main").paths == {".gitignore"}


def test_a_fault_elsewhere_that_the_change_caused_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record that is gone is missed in files that were not touched; the old fault stays untold."""
    (root / QUARREL).unlink()
    code, told = since(root, capsys)
    assert code == 1
    assert (EVENT, "known-record") in told and (DOCUMENT, "wording") not in told
    assert {path for path, _ in told} == {EVENT, "data/events/1813/1813-old-treaty.yml", QUARREL}
    assert (QUARREL, "kept-address") in told, "it also leaves no line for its address"


def test_an_old_fault_in_a_changed_file_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who opens a file leaves it sound."""
    change(root, DOCUMENT, 'symbol: "BA/1"', 'symbol: "BA/2"')
    assert since(root, capsys) == (1, [(DOCUMENT, "wording")])


def test_what_others_did_meanwhile_is_not_the_changes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The comparison is with the point where the branch left, not with where `main` has gone since."""
    git(root, "switch", "-q", "main")
    change(root, EVENT, "rank: 1", "rank: 2")
    commit(root)
    git(root, "switch", "-q", "topic")
    change(root, QUARREL, "rank: 1", "rank: 2")
    assert find_change(root, "main").paths == {QUARREL}
    assert since(root, capsys) == (0, [])


def test_a_change_of_the_engine_tells_everything(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With other rules no fault is an old one."""
    change(root, "macros/rules/new_rule.py", "", "")
    assert since(root, capsys) == (1, [(DOCUMENT, "wording")])


def test_the_root_may_lie_inside_the_repository(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Paths are those below the root, and the state before is read from there."""
    root = make_repository(tmp_path / "all" / "record")
    git(tmp_path / "all", "init", "-q", "-b", "main")
    commit(tmp_path / "all")
    change(tmp_path / "all", "aside.txt", "", "x")
    (root / QUARREL).unlink()
    assert find_change(root, "main").paths == {QUARREL}
    assert {rule for _, rule in since(root, capsys)[1]} == {"kept-address", "known-record"}


def test_the_text_says_how_much_was_looked_at(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sound change is told so, with the number of its files."""
    change(root, QUARREL, "rank: 1", "rank: 2")
    assert main(["--root", str(root), "check", "--since", "main"]) == 0
    assert capsys.readouterr().out == "No problem from the changes since main (files: 1).\n"


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", ""])
def test_a_revision_that_is_none_ends_with_2(revision: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command was not understood; nothing is checked."""
    assert main(["--root", str(root), "check", f"--since={revision}"]) == 2
    said = capsys.readouterr()
    assert said.out == "" and f"no revision '{revision}' here" in said.err


def test_without_git_there_is_nothing_to_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that is no repository is told so."""
    root = make_repository(tmp_path / "plain")
    assert main(["--root", str(root), "check", "--since", "main"]) == 2
    assert "is no git repository" in capsys.readouterr().err
