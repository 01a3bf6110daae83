"""A preview shows what a build writes: byte for byte, whatever was saved in between and in whatever order it is asked for."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

import macros
from macros.finish import harden, write_for_servers
from macros.preview import Preview
from tests.repository import EVENT, PARTY, PLACE, SOURCE, hash_tree, make_site_source

URL = "http://127.0.0.1:8000/"
BOX = "kr-problems"
PAGE = "docs/index.md"


def _build(root: Path, site: Path) -> None:
    build(load_config(config_file=str(root / "mkdocs.yml"), site_dir=str(site), site_url=URL))


class Served:
    """A repository under preview, without a server."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root, self.site, self.frames = folder, root, folder / "site", 0
        self.build_frames()

    @property
    def preview(self) -> Preview:
        return macros._previews[str(self.root)]

    def build_frames(self) -> None:
        """Build as `mkdocs serve` does."""
        self.frames += 1
        with click.Context(click.Command("serve"), info_name="serve") as context:
            context.params = {"livereload": True}
            _build(self.root, self.site)

    def notice(self) -> None:
        macros._rebuild(str(self.root), self.build_frames)

    def page(self, path: str) -> str:
        self.preview.refresh(path)
        return (self.site / path).read_text(encoding="utf-8")

    def tree(self, chance: random.Random | None = None) -> dict[str, str]:
        """Return the digests of all files after each was asked for, in any order."""
        paths = [*self.preview.paths(), "data/v1/events.json", "data/v1/SHA256SUMS"]
        if chance:
            chance.shuffle(paths)
        for path in paths:
            self.preview.refresh(path)
        return hash_tree(self.published())

    def published(self) -> Path:
        """Return a copy of the site with what a build adds for publication alone."""
        copy = self.folder / "published"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.site, copy)
        folder = harden(copy, sorted(copy.rglob("*.html")), URL)
        archive = self.preview.session.archive
        assert archive is not None
        write_for_servers(copy, archive, URL, folder)
        return copy

    def built(self) -> dict[str, str]:
        """Return the digests of all files of a build of the same repository elsewhere."""
        other = self.folder / "other"
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(self.root, other / "repository")
        _build(other / "repository", other / "site")
        return hash_tree(other / "site")


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setattr("macros.preview.SETTLING", 0)
    return Served(tmp_path, _make_repository(tmp_path))


def _make_repository(folder: Path) -> Path:
    root = make_site_source(folder / "repository")
    return root


Edit = Callable[[Path], object]

NEW = "data/events/1991/1991-02-01-second-closing.yml"
RENAMED = "data/events/1991/1991-02-01-closing-again.yml"
EVENT_TEXT = """title: "The bridge is closed again"
summary: "The bridge was closed again."
sources: [north-gazette-1990-bridge]
checked: "2026-01-01"
date: "1991-02-01"
kind: blockade
rank: 2
parties: [northland, southland]
places: [midford]
account:
  - says: "The bridge was closed again on 1 February 1991."
    sources: [north-gazette-1990-bridge]
"""
REDIRECTS = """moved:
  - from: "events/1991-02-01-second-closing"
    to: "events/1991-02-01-closing-again"
    day: "1991-03-01"
withdrawn:
  - address: "events/1991-02-02-no-closing"
    title: "The bridge closed once more"
    day: "1991-03-01"
    why: "It was the same closing."
    see: "events/1991-02-01-closing-again"
"""
FRONT = '---\ntitle: "New"\n---\n# New\n\n'


def _edit(path: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return edit


def _write(path: str, text: str) -> Edit:
    def write(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return write


EDITS: tuple[Edit, ...] = (
    _edit(EVENT, "The bridge at Midford is closed", "The great bridge is closed"),
    _edit(PLACE, 'name: "Midford"', 'name: "Middleford"'),
    _edit(PARTY, 'name: "Northland"', 'name: "Farland"'),
    _edit(SOURCE, 'title: "', 'title: "On this: '),
    _edit(
        PAGE,
        "Words of a person.",
        '[Parties](parties/index.md) at {{ link("midford") }}. {{ cite("river-watch-1991-report") }}\n\n{{ show_sources() }}\n',
    ),
    _write(NEW, EVENT_TEXT),
    _write("docs/more.md", FRONT + "[Home](index.md), {{ count('events') }}\n"),
    lambda root: (root / NEW).rename(root / RENAMED),
    _write("data/redirects.yml", REDIRECTS),
    _edit(PAGE, 'title: "Home"', 'title: "At home"'),
    _write("docs/more.md", FRONT + "Other words.\n"),
    _edit("docs/assets/css/record.css", "{", " {"),
    _edit("data/vocab/event-kinds.yml", "label: ", "label: New "),
    _edit(EVENT, 'date: "1990-05-01"', 'date: "1990-05-01~"'),
    lambda root: (root / "data/redirects.yml").unlink(),
    lambda root: (root / "docs/more.md").unlink(),
    lambda root: (root / RENAMED).unlink(),
)
"""Changes that leave everything right, in an order in which they can be made."""

BREAKS: tuple[tuple[str, str, str, str], ...] = (
    (EVENT, "kind: blockade", "kind: blokade", "blokade"),
    (EVENT, 'title: "', 'title: ""', "1:"),
    (PLACE, "within: riverland", "within: nowhere", "nowhere"),
    (PAGE, "# ", "{{ lnk('midford') }}\n# ", "unknown macro"),
    (PAGE, "# ", "<script>1</script>\n# ", "HTML that is not allowed"),
)
"""Mistakes: file, text, what it becomes, what is said of it on every page."""


@pytest.mark.parametrize("seed", range(3))
def test_a_preview_has_the_bytes_of_a_build_after_any_changes(served: Served, seed: int) -> None:
    """Pages, lists, search, sitemap and data files, asked for in any order, with mistakes made and mended between."""
    chance = random.Random(seed)  # noqa: S311 - the same order each time
    edits, frames = list(EDITS), served.frames
    while edits:
        for _ in range(chance.randint(1, 5)):
            if edits:
                edits.pop(0)(served.root)
        served.notice()
        for path in chance.sample(sorted(served.preview.paths()), 5):
            served.preview.refresh(path)
        if chance.random() < 0.5:
            _make_mistake(served, chance)
        assert BOX not in served.page("index.html")
    assert served.tree(chance) == served.built()
    assert served.frames - frames < len(EDITS), "most changes leave the host's frames as they are"


def _make_mistake(served: Served, chance: random.Random) -> None:
    path, old, new, said = chance.choice(BREAKS)
    before = (served.root / path).read_text(encoding="utf-8")
    _edit(path, old, new)(served.root)
    served.notice()
    pages = ["index.html", "404.html", "places/midford/index.html", "chronology/1990/index.html"]
    for page in chance.sample(pages, 2):
        html = served.page(page)
        assert BOX in html and said in html
    _write(path, before)(served.root)
    served.notice()


def test_the_first_pages_are_those_of_a_build(served: Served) -> None:
    """Before anything is saved."""
    assert served.tree() == served.built()


def test_a_saved_value_is_on_every_page_that_names_the_record_without_the_host(served: Served) -> None:
    """Lists, neighbours and pages that people wrote; and the host builds nothing."""
    pages = ("events/1990-05-01-bridge-closed/index.html", "chronology/1990/index.html", "parties/northland/index.html")
    assert all("The great bridge" not in served.page(page) for page in pages)
    _edit(EVENT, "The bridge at Midford is closed", "The great bridge is closed")(served.root)
    served.notice()
    assert all("The great bridge" in served.page(page) for page in pages)
    assert served.frames == 1


def test_who_asks_for_a_page_need_not_wait_until_the_host_has_noticed(served: Served) -> None:
    """Data and texts come in at once, and once; the host then finds nothing left to do."""
    page = "events/1990-05-01-bridge-closed/index.html"
    assert not served.preview.catch_up()
    _edit(EVENT, "The bridge at Midford is closed", "The great bridge is closed")(served.root)
    assert served.preview.catch_up() and not served.preview.catch_up()
    assert "The great bridge" in served.page(page)
    _edit(PAGE, "Words of a person.", "Words of another.")(served.root)
    assert served.preview.catch_up()
    assert "Words of another." in served.page("index.html")
    served.notice()
    assert served.frames == 1


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [(PAGE, 'title: "Home"', 'title: "At home"'), ("overrides/main.html", "{%", "{##}{%"), ("macros/views.py", "def ", "def  ")],
    ids=["title", "theme", "code"],
)
def test_what_needs_the_host_is_left_to_it(served: Served, path: str, old: str, new: str) -> None:
    """Nothing is half taken in, and nothing is forgotten."""
    _edit(EVENT, "The bridge at Midford is closed", "The great bridge is closed")(served.root)
    _edit(path, old, new)(served.root)
    assert not served.preview.catch_up()
    assert path in served.preview.changes()


def test_a_record_that_is_gone_has_no_page(served: Served) -> None:
    """What was made of it earlier is not shown."""
    _write(NEW, EVENT_TEXT)(served.root)
    served.notice()
    assert "closed again" in served.page("events/1991-02-01-second-closing/index.html")
    (served.root / NEW).unlink()
    served.notice()
    served.preview.refresh("events/1991-02-01-second-closing/index.html")
    assert not (served.site / "events/1991-02-01-second-closing/index.html").exists()


def test_a_page_says_which_of_its_links_leads_nowhere(served: Served) -> None:
    """On that page alone, until it is mended."""
    _edit(PAGE, "Words of a person.", "[There](nowhere/)")(served.root)
    served.notice()
    assert "leads nowhere" in served.page("index.html")
    assert BOX not in served.page("parties/index.html")
    _edit(PAGE, "[There](nowhere/)", "Words of a person.")(served.root)
    served.notice()
    assert BOX not in served.page("index.html")


def test_many_files_saved_at_once_are_one_change(served: Served) -> None:
    """As when a branch is checked out."""
    for index in range(400):
        _write(f"data/sources/invented-{index}.yml", (served.root / SOURCE).read_text(encoding="utf-8"))(served.root)
    assert len(served.preview.changes()) == 400
    assert served.preview.changes() == set()


def test_records_that_cannot_be_read_at_the_start_are_told_on_every_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no last good state then; the preview lives and recovers."""
    monkeypatch.setattr("macros.preview.SETTLING", 0)
    made = _make_repository(tmp_path)
    before = (made / EVENT).read_text(encoding="utf-8")
    _edit(EVENT, "kind: blockade", "kind: blokade")(made)
    served = Served(tmp_path, made)
    assert "blokade" in served.page("index.html")
    _write(EVENT, before)(made)
    served.notice()
    assert served.tree() == served.built()


@pytest.mark.parametrize("name", [".1990-05-01-bridge-closed.yml.swp", ".#1990-05-01-bridge-closed.yml"])
def test_files_that_editors_keep_beside_an_open_one_are_no_records(served: Served, name: str) -> None:
    """Nobody should see an error because a file is open."""
    _write(f"data/events/1990/{name}", "x")(served.root)
    _write(f"docs/{name}", "x")(served.root)
    assert served.preview.changes() == set()
    _edit(EVENT, "The bridge at Midford is closed", "The great bridge is closed")(served.root)
    served.notice()
    assert BOX not in served.page("index.html")
