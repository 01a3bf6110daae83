"""The engines are asked as they want to be; what they need to know comes from the settings and the last commit."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from macros.hosts import HOSTS, HostError, host_environment, read_settings, run_mkdocs


@pytest.mark.parametrize("text", ["site_url: https://a.example/\nrepo_url: https://b.example/c\n", "theme: !ENV [X, y]\n", ""])
def test_settings_are_read_whatever_else_stands_in_them(tmp_path: Path, text: str) -> None:
    """Tags of other programs are passed over and make no object; an address that is missing is an empty one."""
    (tmp_path / "mkdocs.yml").write_text(text)
    assert read_settings(tmp_path) == (("https://a.example/", "https://b.example/c") if "site_url" in text else ("", ""))


@pytest.mark.parametrize("engine", sorted(HOSTS))
def test_an_engine_that_is_missing_says_how_to_get_it(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, no traceback, and nothing is left behind."""
    monkeypatch.setattr("macros.hosts.find_spec", lambda name: None)
    with pytest.raises(HostError, match=f"{engine} is not installed; `make build ENGINE={engine}` installs it"):
        HOSTS[engine](tmp_path, tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_host_that_fails_names_its_exit_code(tmp_path: Path) -> None:
    """The host has said why already; here stands only that it ended."""
    with pytest.raises(HostError, match="mkdocs build ended with exit code 1"):
        run_mkdocs(tmp_path, tmp_path / "new")  # no mkdocs.yml there


# --- The clock -------------------------------------------------------------------


def test_a_given_moment_is_kept(tmp_path: Path) -> None:
    """SOURCE_DATE_EPOCH of the caller is not replaced."""
    assert host_environment(tmp_path, {"SOURCE_DATE_EPOCH": "7", "X": "y"}) == {"SOURCE_DATE_EPOCH": "7", "X": "y"}


def test_without_a_commit_no_moment_is_invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a folder without history nor a machine without git stops a build."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert host_environment(tmp_path, {"SOURCE_DATE_EPOCH": ""}) == {}
    monkeypatch.setenv("PATH", "")
    assert host_environment(tmp_path, {}) == {}


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not there")
def test_the_last_commit_gives_the_moment(tmp_path: Path) -> None:
    """The same commit gives the same bytes."""
    moment = "2020-11-10T00:00:00+0000"
    who = {f"GIT_{role}_{part}": "a@b.invalid" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    variables = {**os.environ, **who, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    for words in (["init", "-q"], ["commit", "-q", "--allow-empty", "-m", "x"]):
        subprocess.run(["git", *words], cwd=tmp_path, env=variables, check=True)  # noqa: S607
    assert host_environment(tmp_path, {})["SOURCE_DATE_EPOCH"] == "1604966400"
