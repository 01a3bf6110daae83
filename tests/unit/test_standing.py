"""A site stands for a new one only when what it was made of and all of its own files are as they were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from macros.export.checksums import write_sums
from macros.standing import digest_of_build, keep_standing, stands


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a site, both small, a cache folder of its own and no build server."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.delenv("CI", raising=False)
    for path in ("data/a.yml", "overrides/main.html", "mkdocs.yml", "CITATION.cff", "site/index.html", "site/a/index.html"):
        file = tmp_path / "repo" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path)
    write_sums(tmp_path / "repo/site")
    return tmp_path / "repo"


def remember(root: Path) -> None:
    """Keep that the site was built from the repository as it is."""
    keep_standing(root, root / "site", digest_of_build(root, "mkdocs"))


def is_kept(root: Path) -> bool:
    """Return whether a build would have nothing to do."""
    return stands(root, root / "site", digest_of_build(root, "mkdocs"))


def test_a_site_that_nothing_has_happened_to_stands(root: Path) -> None:
    """Times of files do not count, and before it was remembered it does not stand."""
    assert not is_kept(root)
    remember(root)
    os.utime(root / "data/a.yml", (0, 0))
    os.utime(root / "site/index.html", (0, 0))
    assert is_kept(root)


@pytest.mark.parametrize("path", ["data/a.yml", "overrides/main.html", "mkdocs.yml", "CITATION.cff", "docs/new.md", "macros/x.py"])
def test_a_change_of_what_it_is_made_of_ends_it(root: Path, path: str) -> None:
    """Edited or new."""
    remember(root)
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text("other")
    assert not is_kept(root)


def alter(site: Path) -> None:
    """Change a page without changing its size or its times."""
    file = site / "a/index.html"
    status = file.stat()
    file.write_text(file.read_text().upper())
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))


def forge(site: Path) -> None:
    """Change a page and write the list of digests anew."""
    alter(site)
    write_sums(site)


CHANGES = {
    "altered": alter,
    "forged": forge,
    "removed": lambda site: (site / "a/index.html").unlink(),
    "added": lambda site: (site / "b.html").write_text("b"),
    "no list": lambda site: (site / "SHA256SUMS").unlink(),
    "moved": lambda site: site.rename(site.with_name("other")),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_the_site_ends_it(root: Path, change: str) -> None:
    """The cache is never trusted over what lies there."""
    remember(root)
    CHANGES[change](root / "site")
    assert not is_kept(root)


def test_another_engine_moment_or_build_server_makes_it_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of these are in the pages, or may be."""
    remember(root)
    assert not stands(root, root / "site", digest_of_build(root, "zensical"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "2")
    assert not is_kept(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert is_kept(root)
    monkeypatch.setenv("CI", "true")
    assert not is_kept(root)


def test_a_link_in_the_place_of_the_site_does_not_stand(root: Path) -> None:
    """A build refuses it and says so."""
    remember(root)
    (root / "site").rename(root / "elsewhere")
    (root / "site").symlink_to(root / "elsewhere")
    assert not is_kept(root)
