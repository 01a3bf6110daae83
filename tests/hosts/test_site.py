"""The built site: whole, complete, its own, and deaf to hostile text. The real one and that of the invented archive."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import html5lib
import pytest

from macros.archive import Archive
from macros.kinds import KINDS
from macros.records import Records, load_records
from macros.verify import verify_site
from tests.repository import ARCHIVE, ROOT

SITE_URL = "https://karabakh-record.example/"
LOADING = re.compile(
    r"<(?:script|img|source|iframe|embed|object|link)\b[^>]*?\s(?:src|href|data)=[\"']?([^\"'\s>]+)[^>]*>", re.IGNORECASE
)
KINDS_OF_LINK = re.compile(r'rel="?(canonical|prev|next|alternate|edit)\b')

KNOWN_FAULTS: dict[str, str] = {}
"""Parse errors of html5lib that are the theme's and not ours: code and reason. Material 9.8.1 makes none."""


@pytest.fixture(scope="session", params=["small", "real"])
def site(request: pytest.FixtureRequest) -> Path:
    """The site of the invented archive, then the real one."""
    found: Path = request.getfixturevalue("small_site" if request.param == "small" else "built_site")
    return found


@pytest.fixture(scope="session")
def records(request: pytest.FixtureRequest, site: Path) -> Records:
    """The records that the site shows."""
    return load_records(ARCHIVE if site == request.getfixturevalue("small_site") else ROOT)


@pytest.fixture(scope="session")
def addresses(records: Records) -> set[str]:
    """The address of every record, relative to the site."""
    return {f"{kind}/{record.id}/" for kind, record in records.each()}


def html_pages(site: Path) -> dict[str, str]:
    pages = {file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
    assert pages, "the site has no page"
    return pages


def test_every_link_and_anchor_lands_and_nothing_is_left_over(site: Path) -> None:
    """The verification of the build, asked again of the finished folder."""
    assert [str(problem) for problem in verify_site(site, SITE_URL)] == []


def test_every_record_has_a_page(site: Path, addresses: set[str]) -> None:
    """A record without a page could not be cited."""
    assert {address for address in addresses if not (site / address / "index.html").is_file()} == set()


def _found(site: Path) -> dict[str, list[Any]]:
    """Return the entries of both stages of the search by address."""
    entries: dict[str, list[Any]] = {}
    for name in ("names", "texts"):
        script = (site / "search" / f"{name}.js").read_text(encoding="utf-8")
        for kind, rows in json.loads(script.partition("=")[2])["entries"].items():
            assert len({row[0] for row in rows}) == len(rows), f"an entry of {kind} stands twice"
            entries |= {f"{kind}/{row[0]}/": row for row in rows}
    return entries


def test_every_record_is_found_by_search(site: Path, addresses: set[str]) -> None:
    """Each record is in the index once, with its name; no shell is."""
    found = _found(site)
    assert addresses <= set(found)
    assert [address for address in addresses if not found[address][6]] == []
    assert [address for address in found if "/record/" in f"/{address}"] == []


def test_every_record_is_in_the_sitemap(site: Path, addresses: set[str]) -> None:
    """Each record is there once; no shell is; each line leads to a page."""
    root = ET.parse(site / "sitemap.xml").getroot()  # noqa: S314 - our own file
    listed = [line.text or "" for line in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(listed) == len(set(listed))
    assert {SITE_URL + address for address in addresses} <= set(listed)
    assert [url for url in listed if not (site / url.removeprefix(SITE_URL) / "index.html").is_file()] == []


def test_no_shell_is_left(site: Path) -> None:
    """The frames are gone, and so are their slots."""
    assert [kind for kind in KINDS if (site / kind / "record").exists()] == []
    assert [path for path, html in html_pages(site).items() if "kr-slot" in html] == []


def test_every_page_has_one_first_heading(site: Path) -> None:
    """A page has one title, which its table of contents and readers of screens begin with."""
    counts = {path: len(re.findall(r"<h1[\s>]", html)) for path, html in html_pages(site).items() if not _is_redirect(html)}
    assert {path: count for path, count in counts.items() if count != 1} == {}


def _is_redirect(html: str) -> bool:
    return 'http-equiv="refresh"' in html


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    """Scripts, styles, fonts and pictures are the site's own."""
    foreign = {}
    for path, html in html_pages(site).items():
        for match in LOADING.finditer(html):
            if (urlsplit(match[1]).netloc) and not KINDS_OF_LINK.search(match[0]):
                foreign[path] = match[0]
    assert foreign == {}


def test_styles_load_nothing_from_another_host(site: Path) -> None:
    """A style sheet may not fetch what a page may not."""
    styles = {file.name: file.read_text(encoding="utf-8") for file in site.rglob("*.css")}
    assert styles
    assert {name for name, text in styles.items() if re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", text)} == set()


def test_data_files_hold_every_record(site: Path, records: Records) -> None:
    """As many rows as records, each with its address; as many claims as there are; one file a record."""
    for kind, known in records.by_kind.items():
        rows = json.loads((site / f"data/v1/{kind}.json").read_text(encoding="utf-8"))
        assert sorted(row["id"] for row in rows) == sorted(known)
        assert {file.stem for file in (site / f"data/v1/{kind}").glob("*.json")} == set(known)
    claims = json.loads((site / "data/v1/claims.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in claims] == sorted(records.claims)


@pytest.mark.parametrize("kind", KINDS)
def test_data_files_lead_to_the_pages(kind: str, site: Path, records: Records) -> None:
    """`url` of every row is the address of the record's page, as docs/data.md says."""
    rows = json.loads((site / f"data/v1/{kind}.json").read_text(encoding="utf-8"))
    assert {row["url"] for row in rows} == {f"{kind}/{record_id}/" for record_id in records.by_kind[kind]}


def test_a_sample_of_pages_parses_as_html(site: Path, records: Records) -> None:
    """The largest page of each kind, and the lists, hold no markup that a browser has to guess at."""
    sample = [site / "index.html", site / "chronology/index.html"]
    for kind in KINDS:
        pages = [site / kind / record_id / "index.html" for record_id in records.by_kind[kind]]
        sample.append(max(pages, key=lambda file: file.stat().st_size))
    faults = {file.relative_to(site).as_posix(): _parse_errors(file.read_text(encoding="utf-8")) for file in sample}
    assert {path: told for path, told in faults.items() if told} == {}


def _parse_errors(html: str) -> list[str]:
    parser: Any = html5lib.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html)
    lines = html.splitlines()
    return [
        f"{line}:{column} {code} {lines[min(line, len(lines)) - 1].strip()[:100]}"
        for (line, column), code, _ in parser.errors
        if code not in KNOWN_FAULTS
    ]


HOSTILE = "Why the bridge had to close <b>&amp; {{ 7*7 }} [x](javascript:alert(1)) **bold**"


def texts_with_hostile(site: Path) -> dict[str, str]:
    return {path: html for path, html in html_pages(site).items() if "had to close" in html}


def test_hostile_text_of_a_record_is_shown_as_it_was_written(small_site: Path, archive: Archive) -> None:
    """Wherever the title stands, a browser shows its letters: no tag, no reference, no macro, no Markdown."""
    assert archive.get("sources", "south-herald-1990-bridge").label == HOSTILE
    pages = texts_with_hostile(small_site)
    assert {"sources/south-herald-1990-bridge/index.html", "sources/index.html"} <= set(pages)
    assert len(pages) > 4
    for path, html in pages.items():
        tree = html5lib.parse(html, namespaceHTMLElements=False)
        for code in tree.findall(".//code"):  # BibTeX and RIS write its letters in their own way
            code.clear()
        shown = " ".join("".join(tree.find("body").itertext()).split())
        assert HOSTILE in shown, path
        assert shown.count("had to close") == shown.count(HOSTILE), path
        assert [link for link in tree.iter("a") if link.get("href", "").lower().startswith("javascript")] == [], path
        assert [bold for bold in tree.iter("b") if "7*7" in "".join(bold.itertext())] == [], path


def test_hostile_text_stays_text_in_the_head_and_the_index(small_site: Path) -> None:
    """The title of the page and its entry in search hold the same letters."""
    html = (small_site / "sources/south-herald-1990-bridge/index.html").read_text(encoding="utf-8")
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert (tree.findtext("head/title") or "").startswith(HOSTILE)
    entry = _found(small_site)["sources/south-herald-1990-bridge/"]
    # The list of results is made of text nodes: what stands here is shown as it is.
    assert entry[6] == HOSTILE
