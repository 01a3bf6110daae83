"""Two builds of one source are the same, byte by byte, whatever differs around them. The whole: `make twice`."""

from __future__ import annotations

from pathlib import Path

import pytest

from supply.twice import FIRST, SECOND, BuildError, build_twice, build_under, copy_tree, find_differences
from tests.repository import change, make_site_source


def test_two_builds_are_the_same_byte_by_byte(tmp_path: Path) -> None:
    """Another folder, order of files, zone, language, hash seed, umask and cache: pages, search, downloads, all."""
    source = make_site_source(tmp_path / "source")
    assert build_twice(source, tmp_path) == []
    site = tmp_path / SECOND.folder / "site"
    assert (site / "index.html").is_file() and (site / "data/v1/record.sqlite").is_file(), "there was something to compare"


def test_the_circumstances_differ_in_everything() -> None:
    """Else the comparison would show nothing."""
    assert all(getattr(FIRST, name) != getattr(SECOND, name) for name in FIRST.__dataclass_fields__)


def test_every_difference_is_found(tmp_path: Path) -> None:
    """One byte, a file too many, a file too few, an empty folder."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same").write_bytes(b"a")
        (tmp_path / name / "byte").write_bytes(name[:1].encode() * 2 + name[-1:].encode())
    (tmp_path / "one" / "more").write_bytes(b"")
    (tmp_path / "other" / "folder").mkdir()
    assert find_differences(tmp_path / "one", tmp_path / "other") == ["byte", "folder", "more"]


def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    """It is no difference, and no success either."""
    source = make_site_source(tmp_path / "source")
    change(source, "docs/index.md", "# ", '{{ no_such("x") }}\n\n# ')
    with pytest.raises(BuildError, match="no_such"):
        build_under(FIRST, source, tmp_path)


def test_a_copy_leaves_out_what_commands_make(tmp_path: Path) -> None:
    for path in ("data/a.yml", "site/index.html", "macros/__pycache__/a.pyc", ".git/HEAD"):
        (tmp_path / "source" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / path).write_text("")
    copy_tree(tmp_path / "source", tmp_path / "copy", True)
    assert [path.name for path in (tmp_path / "copy").rglob("*") if path.is_file()] == ["a.yml"]
