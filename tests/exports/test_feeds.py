"""Feeds, read back with feedparser and held against RFC 4287 with lxml."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from macros.archive import Archive
from macros.export import feeds
from macros.records import Release
from tests.exports.conftest import Exported

ATOM = "{http://www.w3.org/2005/Atom}"
URL = "https://record.invalid/"


def read(file: Path) -> Any:
    """Return a feed as feedparser reads it; one that is no well-formed XML fails."""
    feed = feedparser.parse(file.read_bytes())
    assert not feed.bozo and feed.version == "atom10"
    return feed


def all_feeds(exported: Exported) -> list[Path]:
    found = sorted(exported.folder.rglob("*.atom"))
    assert len(found) > 4
    return found


def test_every_feed_has_what_atom_requires(exported: Exported) -> None:
    """One id, title, updated; an author; a link to itself; entries with id, title, updated, link, each once."""
    ids = set()
    for file in all_feeds(exported):
        root = etree.parse(file).getroot()
        assert root.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated", "rights", "generator"):
            assert len(root.findall(ATOM + name)) == 1
        assert root.findtext(f"{ATOM}author/{ATOM}name")
        assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1
        ids.add(root.findtext(f"{ATOM}id"))
        entries = root.findall(f"{ATOM}entry")
        own = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(own)) == len(own), file.name
        for entry in entries:
            assert [len(entry.findall(ATOM + name)) for name in ("id", "title", "updated", "link", "summary")] == [1] * 5
            assert entry.findtext(f"{ATOM}title") and entry.findtext(f"{ATOM}summary")
    assert len(ids) == len(all_feeds(exported)), "two feeds of one id"


def test_all_changes_have_each_checked_record_once(exported: Exported) -> None:
    """Over all pages, which lead from one to the next, latest day first."""
    page, entries = "changes.atom", []
    while page:
        feed = read(exported.folder / page)
        assert len(feed.entries) <= feeds.PAGE
        entries += feed.entries
        page = next((link.href.rpartition("/")[2] for link in feed.feed.links if link.rel == "next"), "")
    checked = {f"{kind}/{record.id}": record for kind, record in exported.archive.records.each() if record.checked}
    assert {entry.id for entry in entries} == {feeds.id_of(address) for address in checked}
    assert len(entries) == len(checked)
    days = [entry.updated for entry in entries]
    assert days == sorted(days, reverse=True)


def test_an_entry_is_updated_on_the_day_of_checking(small: Exported) -> None:
    """No clock, no day of the build."""
    bridge = small.archive.get("events", "1990-05-01-bridge-closed")
    entry = next(each for each in read(small.folder / "changes.atom").entries if each.id == feeds.id_of(f"events/{bridge.id}"))
    assert entry.updated == f"{bridge.checked}T00:00:00Z"
    assert (entry.title, entry.tags[0].term) == (bridge.label, "events")


@pytest.mark.parametrize("kind", feeds.FED_KINDS)
def test_a_feed_has_the_record_and_those_that_name_it(kind: str, exported: Exported) -> None:
    """At most a hundred; a place where nothing happened has none."""
    found = 0
    for record in exported.archive.of_kind(kind):
        file = exported.folder / kind / f"{record.id}.atom"
        assert file.exists() == feeds.has_feed(exported.archive, kind, record.id)
        if not file.exists():
            continue
        found += 1
        naming = [
            (other, each.id) for other, each in exported.archive.used_by(kind, record.id) if other != "places" and each.checked
        ]
        own = {feeds.id_of(f"{other}/{one}") for other, one in [(kind, record.id), *naming]}
        ids = {entry.id for entry in read(file).entries}
        assert ids == own if len(own) <= feeds.MOST else (ids < own and len(ids) == feeds.MOST)
    assert found


def test_ids_stay_when_the_site_moves_and_links_follow(archive: Archive, tmp_path: Path) -> None:
    """Two hosts, one id; without a host links are relative to the feed."""
    made = {}
    for name, url in (("a", URL), ("b", "https://elsewhere.invalid/x/"), ("c", "")):
        feeds.write(archive, tmp_path / name, url)
        made[name] = read(tmp_path / name / "data/v1/parties/northland.atom")
    assert made["a"].feed.id == made["b"].feed.id == made["c"].feed.id
    assert [entry.id for entry in made["a"].entries] == [entry.id for entry in made["b"].entries]
    assert {entry.link.removeprefix(URL) for entry in made["a"].entries} == {
        entry.link.removeprefix("https://elsewhere.invalid/x/") for entry in made["b"].entries
    }
    root = etree.parse(tmp_path / "c/data/v1/parties/northland.atom").getroot()
    assert root.get("{http://www.w3.org/XML/1998/namespace}base") == "../../../"
    assert all(not str(link.get("href")).startswith(("/", "http")) for link in root.iter(f"{ATOM}link"))


def test_the_namespace_of_ids_never_changes() -> None:
    """A new one would show every entry as new to everyone who reads the feed."""
    assert feeds.id_of("events/x") == "urn:uuid:37eb4296-b398-5a66-8d8e-82360c5d4b74"


def test_hostile_text_stays_text(small: Exported) -> None:
    """A title with tags and braces comes back as written."""
    entries = [entry for name in small.folder.glob("changes*.atom") for entry in etree.parse(name).iter(f"{ATOM}entry")]
    titles = [entry.findtext(f"{ATOM}title") for entry in entries]
    record = small.archive.get("sources", "south-herald-1990-bridge")
    assert not record.checked or record.label in titles
    assert "Միդֆորդ" not in (small.folder / "changes.atom").read_text(encoding="ascii", errors="ignore")


def test_releases_are_entries(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What changed is the title, so that a list of feeds tells it."""
    release = Release.model_validate(
        {"version": "1991-02-03", "day": "1991-02-04", "changes": ["14 events added", "1 source dead"]}
    )
    monkeypatch.setattr(archive.records, "releases", (release,))
    feeds.write(archive, tmp_path, URL)
    (entry,) = read(tmp_path / "data/v1/releases.atom").entries
    assert entry.title == "Release 1991-02-03: 14 events added, 1 source dead"
    assert entry.link == f"{URL}changes/#release-1991-02-03"
    assert date(*entry.updated_parsed[:3]) == date(1991, 2, 4)
