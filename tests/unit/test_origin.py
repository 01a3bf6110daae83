"""The commit that the records were read from, asked of a real repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from macros.origin import Origin, ask_git, read_origin

MOMENT = "2026-03-17T23:30:00-04:00"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one commit, made late in the day in another zone."""
    for name in ("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"):
        monkeypatch.setenv(name, MOMENT)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.yml").write_text("a", encoding="utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "-c", "user.name=A", "-c", "user.email=a@record.invalid", "commit", "-q", "-m", "a")
    return tmp_path


def git(root: Path, *words: str) -> None:
    subprocess.run([shutil.which("git") or "git", *words], cwd=root, check=True)


def test_a_commit_has_its_hash_and_its_day_in_utc(repository: Path) -> None:
    """The same day for everyone, wherever the build runs."""
    origin = read_origin(repository)
    assert origin.commit == ask_git(repository, "rev-parse", "HEAD") and len(origin.commit) == 40
    assert origin.day == "2026-03-18"


@pytest.mark.parametrize("path", ["data/a.yml", "data/b.yml"])
def test_a_changed_or_new_record_is_told(path: str, repository: Path) -> None:
    """The bytes are then not those of the commit."""
    (repository / path).write_text("b", encoding="utf-8")
    assert read_origin(repository).commit.endswith("-dirty")


def test_a_built_site_does_not_count(repository: Path) -> None:
    """What the build writes is not what it reads."""
    (repository / "site").mkdir()
    (repository / "site" / "index.html").write_text("b", encoding="utf-8")
    assert not read_origin(repository).commit.endswith("-dirty")


def test_without_a_repository_of_its_own_there_is_no_commit(repository: Path, tmp_path: Path) -> None:
    """A folder inside another repository has none."""
    assert read_origin(repository / "data") == Origin("", 0) and Origin().day == ""
