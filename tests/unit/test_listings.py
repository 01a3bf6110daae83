"""The chronology as pages and as the list for its filters: every event in each, in order of time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from macros import listings
from macros.archive import Archive
from macros.facets import filter_list
from macros.indexes import add_to_sitemap, listed
from macros.kinds import LISTINGS
from macros.listings import events_words, list_pages, write_listings
from macros.render import ListPage, Renderer
from macros.stamp import ShellError, take_shell
from tests.unit.test_stamp import PARTS

SITE = "https://record.invalid/"
EVENT = re.compile(r'<p class="kr-title"><a href="kr:/events/([^/]+)/">')


@pytest.fixture
def pages(archive: Archive) -> dict[str, ListPage]:
    return {page.address: page for page in list_pages(Renderer(archive, SITE))}


def write_shell(site: Path) -> None:
    file = site / LISTINGS.shell / "index.html"
    file.parent.mkdir(parents=True)
    parts = {name: part.replace("places/record", f"{LISTINGS.folder}/record") for name, part in PARTS.items()}
    file.write_text("<html>\n" + "\n".join(parts.values()) + "\n</html>\n", encoding="utf-8")


def test_there_is_a_page_for_each_decade_year_and_kind(pages: dict[str, ListPage]) -> None:
    """Decades first, then years, then kinds."""
    names = ["1810s", "1990s", "1813", "1990", "agreement", "blockade", "war"]
    assert list(pages) == [f"chronology/{name}/" for name in names]


def test_years_and_kinds_each_hold_every_event_once(pages: dict[str, ListPage], archive: Archive) -> None:
    """Whichever way a reader takes, nothing is missing."""
    all_events = sorted(event.id for event in archive.events)
    years = [one for page in pages.values() if page.address[11:15].isdigit() and page.address[15] == "/" for one in _own(page)]
    kinds = [one for page in pages.values() if not page.address[11].isdigit() for one in _own(page)]
    assert sorted(years) == sorted(kinds) == all_events


def _own(page: ListPage) -> list[str]:
    """Return the events of a page, without those begun earlier."""
    return EVENT.findall(re.sub(r'<h2 id="earlier">.*?</ol>', "", page.body, flags=re.DOTALL))


def test_events_stand_in_order_of_time(pages: dict[str, ListPage], archive: Archive) -> None:
    """The order of the chronology is that of the archive."""
    order = [event.id for event in archive.events]
    for page in pages.values():
        found = _own(page)
        assert found == sorted(found, key=order.index), page.address


def test_titles_descriptions_and_sections_are_those_of_the_page(pages: dict[str, ListPage]) -> None:
    """They stand in browser tabs and results of search machines."""
    assert len({page.title for page in pages.values()}) == len({page.description for page in pages.values()}) == len(pages)
    year = pages["chronology/1990/"]
    assert (year.title, year.checked) == ("Chronology, 1990", "2026-01-01")
    assert year.description.startswith("2 events of the Nagorno-Karabakh conflict that began in 1990")
    for page in pages.values():
        assert page.toc and re.findall(r'<h2 id="([^"]+)"', page.body) == [anchor for anchor, _ in page.toc]


def test_pages_lead_to_the_one_before_and_the_one_after(pages: dict[str, ListPage]) -> None:
    """Over years and decades without an event."""
    pager = re.compile(r'<nav class="kr-pager".*?</nav>', re.DOTALL)
    found = {name: re.findall(r'href="kr:/([^"]+)"', pager.findall(page.body)[0]) for name, page in pages.items() if "1" in name}
    assert found == {
        "chronology/1810s/": ["chronology/1990s/"],
        "chronology/1990s/": ["chronology/1810s/"],
        "chronology/1813/": ["chronology/1990/"],
        "chronology/1990/": ["chronology/1813/"],
    }


def test_a_full_year_shows_less_on_the_page_of_its_decade(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """The year's own page has them all, and the decade says so."""
    events = archive.events
    assert listings._shown(events) == events
    monkeypatch.setattr(listings, "IN_FULL", 1)
    assert [event.rank for event in listings._shown(events)] == [1, 1]
    pages = {page.address: page.body for page in list_pages(Renderer(archive, SITE))}
    assert "All 2 events" not in pages["chronology/1990s/"]
    monkeypatch.setattr(listings, "MOST_NAMED", 1)
    pages = {page.address: page.body for page in list_pages(Renderer(archive, SITE))}
    assert EVENT.findall(pages["chronology/1990s/"]) == []
    assert '<a href="kr:/chronology/1990/">All 2 events of 1990</a>' in pages["chronology/1990s/"]


def test_numbers_of_events_are_english() -> None:
    """One event, two events."""
    assert [events_words(count) for count in (1, 2, 1200)] == ["1 event", "2 events", "1,200 events"]


def test_pages_are_written_into_the_shell_and_the_shell_removed(tmp_path: Path, archive: Archive) -> None:
    """Links are relative, the canonical address is the page's own, the list for the filters lies beside."""
    write_shell(tmp_path)
    made = write_listings(tmp_path, Renderer(archive, SITE), take_shell(tmp_path, LISTINGS))
    folder = tmp_path / "chronology"
    assert sorted(file.name for file in folder.iterdir()) == sorted([*(page.address.split("/")[1] for page in made), "events.json"])
    html = (folder / "1990/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://record.invalid/chronology/1990/">' in html
    assert 'href="../../events/1990-05-01-bridge-closed/"' in html and "kr:/" not in html and "kr-slot" not in html
    assert json.loads((folder / "events.json").read_text(encoding="utf-8")) == json.loads(json.dumps(filter_list(archive)))


def test_without_its_shell_nothing_is_written(tmp_path: Path, archive: Archive) -> None:
    """The message names the page that makes the shell."""
    with pytest.raises(ShellError, match=r"docs/chronology/record.md makes it"):
        take_shell(tmp_path, LISTINGS)


def test_lists_are_in_the_sitemap_with_their_latest_check(tmp_path: Path, archive: Archive) -> None:
    """The shell's own line goes."""
    (tmp_path / "sitemap.xml").write_text(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<url><loc>{SITE}chronology/</loc></url><url><loc>{SITE}chronology/record/</loc></url></urlset>"
    )
    add_to_sitemap(tmp_path, listed(archive, list_pages(Renderer(archive, SITE))), SITE)
    text = (tmp_path / "sitemap.xml").read_text(encoding="utf-8")
    assert f"<loc>{SITE}chronology/</loc>" in text and "chronology/record/" not in text
    assert re.search(rf"<loc>{SITE}chronology/1990s/</loc>\s*<lastmod>2026-01-01</lastmod>", text)


def test_the_list_for_the_filters_holds_every_event_with_its_choices(archive: Archive) -> None:
    """Read back by hand: positions lead to the values of the record."""
    read: dict[str, Any] = json.loads(json.dumps(filter_list(archive)))
    assert [name for name, _, _ in read["facets"]] == ["party", "place", "kind", "period", "rank"]
    for row, event in zip(read["events"], archive.events, strict=True):
        chosen = [[choices[at][0] for at in some] for (_, _, choices), some in zip(read["facets"], row[4:], strict=True)]
        period = archive.period_of(event.date)
        assert (row[0], row[3]) == (event.id, event.title)
        assert chosen == [
            list(event.parties), list(event.places), [event.kind], [period.id] if period else [], [str(event.rank)]
        ]  # fmt: skip
        assert event.date.text.startswith(row[1][:4])
