"""The page of a record of each kind, from the invented archive, as it stands under review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from macros.archive import Archive
from macros.kinds import KINDS
from macros.listings import list_pages
from macros.pages import PageMacros
from macros.render import Renderer

GOLDEN = Path(__file__).parent / "golden"
SITE = "https://record.invalid/"

# One record a kind, the one with most in it.
RECORDS = {
    "events": "1990-05-01-bridge-closed",
    "parties": "northland",
    "places": "midford",
    "people": "ana-north",
    "documents": "bridge-agreement-1991",
    "questions": "how-many-stranded",
    "sources": "south-herald-1990-bridge",
    "terms": "the-bridge",
    "periods": "p2-quarrel",
}


def _lines(html: str) -> str:
    """Return HTML without blank lines, since only they depend on the order of a template's tags."""
    return "\n".join(line.rstrip() for line in html.splitlines() if line.strip()) + "\n"


@pytest.mark.parametrize("folder", KINDS)
def test_a_record_page_is_as_agreed(folder: str, archive: Archive, golden: Callable[[Path, str], None]) -> None:
    """A change of a template shows as a change of these files."""
    page = Renderer(archive, SITE).record_page(folder, archive.get(folder, RECORDS[folder]))
    head = f"title: {page.title}\ndescription: {page.description}\ntoc: {page.toc}\n\n"
    golden(GOLDEN / f"{folder}.html", head + _lines(page.body))


@pytest.mark.parametrize("folder", KINDS)
def test_a_page_is_the_same_however_often_it_is_made(folder: str, archive: Archive) -> None:
    """Nothing of one page leaks into the next."""
    renderer = Renderer(archive, SITE)
    record = archive.get(folder, RECORDS[folder])
    assert renderer.record_page(folder, record) == renderer.record_page(folder, record)


def test_hostile_text_of_a_record_stays_text(archive: Archive) -> None:
    """A title with tags, entities, braces and Markdown is shown as it was written."""
    page = Renderer(archive, SITE).record_page("sources", archive.get("sources", RECORDS["sources"]))
    assert "&lt;b&gt;&amp;amp; &#123;&#123; 7*7 }} [x](javascript:alert(1)) **bold**" in page.body
    assert "<b>&" not in page.body and "{{" not in page.body and 'href="javascript' not in page.body


@pytest.mark.parametrize("name", ["1990s", "1990", "war"])
def test_a_page_of_the_chronology_is_as_agreed(name: str, archive: Archive, golden: Callable[[Path, str], None]) -> None:
    """One of each sort: decade, year, kind."""
    page = next(page for page in list_pages(Renderer(archive, SITE)) if page.address == f"chronology/{name}/")
    head = f"title: {page.title}\ndescription: {page.description}\ntoc: {page.toc}\n\n"
    golden(GOLDEN / f"chronology-{name}.html", head + _lines(page.body))


@pytest.mark.parametrize("name", ["show_chronology", "show_disagreement"])
def test_a_page_that_leads_on_is_as_agreed(name: str, archive: Archive, golden: Callable[[Path, str], None]) -> None:
    """What the pages written by people print of the whole record."""
    macros = PageMacros(archive, SITE)
    golden(GOLDEN / f"{name}.html", _lines(macros.as_dict()[name]()))
