"""The same repository under each engine: the same pages, words, links, anchors, search and downloads.

MkDocs is the measure. What may differ stands in `DIFFERENCES`, each with its reason, and nothing else may.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest

from macros.hosts import HOSTS
from tests.repository import ROOT

THEME = ("assets/stylesheets/", "assets/javascripts/", "assets/images/")
"""What each engine brings for its own looks; the words are ours."""

DIFFERENCES: dict[str, dict[str, Any]] = {
    "zensical": {
        "ids": {"__skip"},  # where "Skip to content" leads; under MkDocs it leads to the title
        "footer": " · version of ",  # in print: the engine gives its templates no day of the build
    },
    "properdocs": {},
}

Facts = dict[str, Any]


@pytest.fixture(scope="module", params=sorted(set(HOSTS) - {"mkdocs"}))
def engine(request: pytest.FixtureRequest) -> str:
    """Every engine but the one that all are held against."""
    return str(request.param)


@pytest.fixture(scope="module")
def other_site(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as that engine and our own steps after it leave it."""
    site = tmp_path_factory.mktemp(engine) / "site"
    HOSTS[engine](ROOT, site)
    return site


def _files(site: Path) -> set[str]:
    paths = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    return {path for path in paths if not path.startswith(THEME) and not path.endswith((".map", "sitemap.xml.gz"))}


def _target(path: str, address: str) -> str:
    """Return where a link of a page leads, without the ways in which the same place can be written."""
    parts = urlsplit(address)
    if parts.scheme:
        return address
    way = normpath(join("/", dirname(path), parts.path)) if parts.path else normpath(join("/", dirname(path)))
    return f"{way}#{parts.fragment}" if parts.fragment else way


def _read(site: Path, path: str) -> Facts:
    """Return what a reader and a machine find on a page."""
    document = lxml.html.fromstring((site / path).read_bytes())
    article = document.find(".//article")
    parts = list(article.iter()) if article is not None else []
    links = [(_words(link), _target(path, link.get("href"))) for link in document.iter("a") if link.get("href") is not None]
    return {
        "title": _words(document.find(".//title")),
        "text": _words(article) if article is not None else "",
        "ids": {part.get("id") for part in parts if part.get("id")},
        "links": [
            link for link in links if link[1].partition("#")[2] not in ("__skip", "kr-title") and link[0] != "Skip to content"
        ],
        "head": sorted(
            (link.get("rel"), _target(path, link.get("href"))) for link in document.findall(".//head/link") if _is_ours(link)
        ),
        "meta": {meta.get("name"): meta.get("content") for meta in document.iter("meta") if meta.get("name") != "generator"},
        "data": [script.text for script in document.iter("script") if script.get("type") == "application/ld+json"],
        "scripts": [_target(path, script.get("src")) for script in document.iter("script") if script.get("src")],
        "footer": " ".join(_words(footer) for footer in document.iter("footer")),
    }


def _is_ours(link: Any) -> bool:
    return link.get("rel") != "stylesheet" or "assets/css/" in link.get("href")


def _words(part: Any) -> str:
    return " ".join(part.text_content().split())


@pytest.fixture(scope="module")
def known(built_site: Path) -> dict[str, Facts]:
    """Every page that MkDocs made, read."""
    pages = {path: _read(built_site, path) for path in sorted(_files(built_site)) if path.endswith(".html")}
    assert len(pages) > 1000
    return pages


def test_the_same_files_are_there(built_site: Path, other_site: Path) -> None:
    """No page, download or search file is missing, and none is too many."""
    assert _files(built_site) ^ _files(other_site) == set()


def test_pages_say_the_same_and_lead_to_the_same(known: dict[str, Facts], other_site: Path, engine: str) -> None:
    """Title, words, links, scripts, metadata and linked data of every page; anchors but for those that are named above."""
    faults = {}
    for path, mine in known.items():
        theirs = _read(other_site, path)
        differing = [name for name in mine if _without_known(engine, name, mine) != _without_known(engine, name, theirs)]
        faults |= {f"{path}: {name}": (mine[name], theirs[name]) for name in differing}
    assert dict(list(faults.items())[:3]) == {}


def _without_known(engine: str, name: str, facts: Facts) -> Any:
    """Return one thing of a page without the difference that this engine is known for."""
    known = DIFFERENCES[engine].get(name)
    if isinstance(known, str):
        return facts[name].partition(known)[0]
    return facts[name] - known if known else facts[name]


def test_downloads_and_search_are_the_same_bytes(built_site: Path, other_site: Path) -> None:
    """What is no page comes from the archive alone, whoever built the pages."""
    paths = [path for path in _files(built_site) if not path.endswith((".html", "sitemap.xml"))]
    assert len(paths) > 1000
    assert [path for path in paths if (built_site / path).read_bytes() != (other_site / path).read_bytes()] == []


def test_sitemaps_name_the_same_addresses(built_site: Path, other_site: Path) -> None:
    """In whatever order."""
    assert _mapped(built_site) == _mapped(other_site)


def _mapped(site: Path) -> set[str | None]:
    root = ET.parse(site / "sitemap.xml").getroot()  # noqa: S314 - our own file
    return {line.text for line in root.iter() if line.tag.endswith("loc")}


def test_every_difference_is_still_one(known: dict[str, Facts], other_site: Path, engine: str) -> None:
    """A difference that has gone is taken off the list."""
    mine, theirs = known["about/index.html"], _read(other_site, "about/index.html")
    gone = [name for name in DIFFERENCES[engine] if mine[name] == theirs[name]]
    assert gone == []
