"""The kept verdict is that of just this content, or none."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from macros.cli import _verdict
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


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b"[" * 100_000, b'{"digest": 1}', b"\xff\xfe", b"1" * 5000],
    ids=["empty", "half", "null", "list", "deep", "other", "no text", "number"],
)
def test_a_half_written_or_foreign_cache_is_no_verdict(root: Path, tmp_path: Path, content: bytes) -> None:
    """The check runs; nothing is raised, and the next verdict takes its place."""
    keep_verdict(root, digest_of(root), [PROBLEM], 7)
    (file,) = (tmp_path / "cache" / "karabakh-record").iterdir()
    file.write_bytes(content)
    assert find_verdict(root, digest_of(root)) is None
    keep_verdict(root, digest_of(root), [], 3)
    assert find_verdict(root, digest_of(root)) == ([], 3)


def test_a_verdict_cut_or_changed_anywhere_is_none(root: Path, tmp_path: Path) -> None:
    """Each beginning of it, and it with any one byte changed: what is not as it was kept is not taken."""
    keep_verdict(root, digest_of(root), [PROBLEM], 7)
    digest = digest_of(root)
    (file,) = (tmp_path / "cache" / "karabakh-record").iterdir()
    whole = file.read_bytes()
    for place in range(len(whole)):
        for content in (whole[:place], whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]):
            file.write_bytes(content)
            assert find_verdict(root, digest) in (None, ([PROBLEM], 7))
    file.write_bytes(whole)
    assert find_verdict(root, digest) == ([PROBLEM], 7)


def test_a_verdict_of_other_versions_is_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another Python or another package may judge otherwise."""
    keep_verdict(root, digest_of(root), [], 7)
    monkeypatch.setattr("macros.verdict._versions", lambda: ("3.99",))
    assert find_verdict(root, digest_of(root)) is None


def test_what_changes_during_a_check_is_not_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The verdict may be of the file before or after; kept under the digest from before, it would come back with an undo."""
    before = digest_of(root)

    def check(_: Path) -> SimpleNamespace:
        (root / "data" / "a.yml").write_text("title: y\n")
        return SimpleNamespace(problems=[PROBLEM], file_count=1)

    monkeypatch.setattr("macros.cli.check_root", check)
    assert _verdict(root) == ([PROBLEM], 1)
    (root / "data" / "a.yml").write_text("title: x\n")
    assert digest_of(root) == before
    assert find_verdict(root, before) is None
