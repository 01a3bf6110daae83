"""Addresses that were left: renamed records lead on, withdrawn ones say why, claims keep their anchors, files tell both."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from macros.archive import Archive
from macros.export import feeds, redirects_json
from macros.finish import finish_site
from macros.kinds import FRAMES
from macros.records import load_records
from macros.redirects import Redirects, follow
from macros.rules import check_records
from tests.repository import copy_archive, data_problems

GOOD = """\
moved:
  - from: "events/1990-bridge"
    to: "events/1990-05-01-bridge-closed"
    day: "2026-02-01"
  - from: "events/1990-05-01-bridge-closed#stranded-1"
    to: "events/1990-05-01-bridge-closed#stranded-first"
    day: "2026-02-02"
  - from: "events/1990-bridge#first"
    to: "events/1990-05-01-bridge-closed#stranded-first"
    day: "2026-02-02"
withdrawn:
  - address: "places/nowhere"
    title: "Nowhere & {{ 1 }} <b>"
    day: "2026-02-03"
    why: "Nobody has found it"
    see: "places/midford"
  - address: "events/1990-05-01-bridge-closed#rumour"
    title: "It fell"
    day: "2026-02-04"
    why: "The source does not say so."
"""
SHELL = (
    '<html><head><meta name="description" content="kr-slot-description">'
    '<link rel="canonical" href="https://record.invalid/{0}/record/"><title>kr-slot-title</title>'
    '<meta name="kr-slot-head" content=""></head><a href="#kr-slot-title" class="md-skip">Skip</a>'
    '<span class="md-ellipsis">kr-slot-title</span>'
    '<ul><li class="md-nav__item"><a href="#kr-slot-section">kr-slot-section</a></li></ul>'
    '<article><h1 id="kr-slot-title">x</h1><h2 id="kr-slot-section">kr-slot-section</h2></article>'
    '<p class="kr-printed">https://record.invalid/{0}/record/ · version</p></html>'
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The invented archive with renamed and withdrawn things."""
    root = copy_archive(tmp_path_factory.mktemp("left"))
    (root / "data/redirects.yml").write_text(GOOD, encoding="utf-8")
    records = load_records(root)
    assert check_records(records) == []
    return Archive(records)


@pytest.fixture(scope="module")
def site(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with the barest shells, finished."""
    site = tmp_path_factory.mktemp("site")
    for frame in FRAMES:
        file = site / frame.shell / "index.html"
        file.parent.mkdir(parents=True)
        file.write_text(SHELL.format(frame.folder), encoding="utf-8")
    (site / "sitemap.xml").write_text('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', encoding="utf-8")
    finish_site(site, archive, "https://record.invalid/")
    return site


def read(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def test_an_address_of_no_form_is_refused_with_its_line(tmp_path: Path) -> None:
    """What is no address of ours never becomes a folder of the site."""
    root = copy_archive(tmp_path)
    for bad in ("places/no<b>where", "../x", "places/x/y", "/places/x", "https://x.invalid/", "places/X", "places"):
        text = GOOD.replace("places/nowhere", bad)
        (root / "data/redirects.yml").write_text(text, encoding="utf-8")
        (problem,) = data_problems(root)
        assert (problem.path, problem.line, problem.rule) == ("data/redirects.yml", 12, "redirects")


def test_a_renamed_record_leads_on_without_script(site: Path) -> None:
    """A link, the canonical address, a refresh; anchors of its claims, renamed ones too."""
    html = read(site, "events/1990-bridge/index.html")
    new = "events/1990-05-01-bridge-closed/"
    assert f'<link rel="canonical" href="https://record.invalid/{new}">' in html
    assert f'<meta http-equiv="refresh" content="0; url=../../{new}">' in html
    assert f'<a href="../../{new}">' in html and "<script" not in html
    assert f'<li id="first"><a href="../../{new}#stranded-first">' in html
    assert f'<li id="stranded-later"><a href="../../{new}#stranded-later">' in html


def test_a_renamed_claim_keeps_its_anchor(site: Path) -> None:
    """The old anchor stands on the page with the way on; a withdrawn claim says why."""
    html = read(site, "events/1990-05-01-bridge-closed/index.html")
    line = re.search(r'<li id="stranded-1">(.*?)</li>', html)
    assert line and 'href="../../events/1990-05-01-bridge-closed/#stranded-first"' in line[1]
    assert re.search(r'<li id="rumour">Withdrawn on .*“It fell”\. The source does not say so\.', html)


def test_a_withdrawn_record_keeps_a_page_that_says_why(site: Path) -> None:
    """Title, day, reason, what to read instead; values stay text; not for search engines."""
    html = read(site, "places/nowhere/index.html")
    assert "Nowhere &amp; &#123;&#123; 1 }} &lt;b&gt;" in html and "<b>" not in html
    assert "3 February 2026" in html and "Nobody has found it." in html
    assert '<a href="../../places/midford/">Midford</a>' in html and '<meta name="robots" content="noindex">' in html
    assert "places/nowhere" not in read(site, "sitemap.xml")
    assert "nowhere" not in read(site, "search/names.js").lower()


def test_files_tell_programs_the_same(site: Path, archive: Archive) -> None:
    """One list of all, and a file at the old address of each record."""
    listed = json.loads(read(site, "data/v1/redirects.json"))
    assert listed["moved"][0]["from"] == "events/1990-bridge" and len(listed["withdrawn"]) == 2
    moved = json.loads(read(site, "data/v1/events/1990-bridge.json"))
    assert (moved["id"], moved["moved"]) == ("1990-bridge", "events/1990-05-01-bridge-closed")
    assert moved["moved_url"] == "events/1990-05-01-bridge-closed/" and moved["about"]["licence"] == "CC-BY-4.0"
    gone = json.loads(read(site, "data/v1/places/nowhere.json"))
    assert (gone["withdrawn"], gone["see"]) == ("2026-02-03", "places/midford")
    assert redirects_json.page_url("events/a#b") == "events/a/#b"


def test_the_feed_of_changes_tells_them(site: Path) -> None:
    """Newest first: what was withdrawn last comes before records that were checked before."""
    feed = read(site, f"data/v1/{feeds.NAME}")
    titles = re.findall(r"<title>(.*?)</title>", feed)[1:]
    assert titles[:2] == ["Withdrawn: It fell", "Withdrawn: Nowhere &amp; {{ 1 }} &lt;b&gt;"]
    assert "Renamed: events/1990-bridge" in titles


def test_without_the_file_nothing_was_left(tmp_path: Path) -> None:
    """The lists are there and empty."""
    archive = Archive(load_records(copy_archive(tmp_path / "a")))
    redirects_json.write(archive, tmp_path)
    assert json.loads(read(tmp_path, "data/v1/redirects.json")) == {"moved": [], "withdrawn": []}
    assert Redirects().is_empty


def test_a_claim_goes_with_its_record() -> None:
    """Where something is now, by its old address."""
    moves = {"events/a": "events/b", "events/a#x": "events/b#y"}
    assert follow("events/a#x", moves) == "events/b#y"
    assert follow("events/a#z", moves) == "events/b#z"
    assert follow("events/c#z", moves) == "events/c#z"
