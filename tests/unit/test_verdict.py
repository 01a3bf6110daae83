"""The kept verdict is that of just this content, or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.problems import Problem
from macros.verdict import digest_of, find_verdict, keep_verdict

PROBLEM = Problem("data/a.yml", 1, 2, "title", "found “x”", rule="wording")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository, with a cache folder of its own and no build server."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / "repo" / "data").mkdir(parents=True)
    (tmp_path / "repo" / "data" / "a.yml").write_text("title: x\n")
    return tmp_path / "repo"


def test_a_verdict_comes_back_whole(root: Path) -> None:
    """Problems and the number of files are as they were kept."""
    keep_verdict(root, digest_of(root), [PROBLEM], 7)
    assert find_verdict(root, digest_of(root)) == ([PROBLEM], 7)


@pytest.mark.parametrize("change", ["edit", "add", "rename", "remove", "link"])
def test_any_change_voids_it(root: Path, change: str) -> None:
    """Content decides, not dates: whatever changes, the check runs again."""
    file = root / "data" / "a.yml"
    keep_verdict(root, digest_of(root), [], 1)
    if change == "edit":
        file.write_text("title: y\n")
    elif change == "add":
        (root / "data" / "b.yml").write_text("")
    elif change == "rename":
        file.rename(root / "data" / "b.yml")
    elif change == "remove":
        file.unlink()
    else:
        file.rename(root / "real.yml")
        file.symlink_to(root / "real.yml")
    assert find_verdict(root, digest_of(root)) is None


@pytest.mark.parametrize("content", ["", "{", "[]", '{"digest": "x"}', '{"digest": "D", "problems": [{"a": 1}], "files": 1}'])
def test_a_damaged_cache_is_no_verdict(root: Path, content: str) -> None:
    """Half a file, or one of another version, is passed over."""
    keep_verdict(root, digest_of(root), [], 1)
    kept = next((root.parent / "cache" / "karabakh-record").iterdir())
    kept.write_text(content.replace("D", digest_of(root)) if '"D"' in content else content)
    assert find_verdict(root, digest_of(root)) is None


def test_a_build_server_trusts_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There every check is made."""
    keep_verdict(root, digest_of(root), [], 1)
    monkeypatch.setenv("CI", "true")
    assert find_verdict(root, digest_of(root)) is None
