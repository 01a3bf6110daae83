"""What programs find at the root of the site: `robots.txt`, `llms.txt`, and a sitemap of all pages."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from macros.archive import Archive
from macros.crawlers import write_crawler_files

URL = "https://record.invalid/"


@pytest.fixture
def site(archive: Archive, tmp_path: Path) -> Path:
    """A site with two of the pages that `llms.txt` leads to."""
    for path in ("data", "method", "chronology"):
        (tmp_path / path).mkdir()
        (tmp_path / path / "index.html").write_text("<p>A page.", encoding="utf-8")
    write_crawler_files(tmp_path, archive, URL)
    return tmp_path


def test_everything_is_open_and_the_sitemap_is_named(site: Path) -> None:
    """Read as crawlers read it."""
    robots = RobotFileParser()
    robots.parse((site / "robots.txt").read_text(encoding="utf-8").splitlines())
    assert robots.can_fetch("AnyBot", f"{URL}data/v1/record.sqlite")
    assert robots.site_maps() == [f"{URL}sitemap.xml"]


def test_without_an_address_no_sitemap_is_named(archive: Archive, tmp_path: Path) -> None:
    """A relative address would be wrong there."""
    write_crawler_files(tmp_path, archive, "")
    assert "Sitemap" not in (tmp_path / "robots.txt").read_text(encoding="utf-8")


def test_the_guide_has_the_form_and_leads_to_what_is_there(site: Path) -> None:
    """A title, a quoted summary, sections of links; a page that the site lacks is not named."""
    text = (site / "llms.txt").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[0] == "# The Karabakh Record" and lines[2].startswith("> ")
    links = re.findall(r"^- \[[^\]]+\]\(([^)]+)\)(?:: .+)?$", text, re.MULTILINE)
    assert len(links) == sum(line.startswith("- ") for line in lines) > 20
    named = ("sources.csl.json", "releases.atom", "SHA256SUMS", "about.json", "datapackage.json", "record.sqlite")
    assert [name for name in named if links.count(f"{URL}data/v1/{name}") != 1] == []
    assert f"{URL}method/" in links and f"{URL}chronology/" in links and f"{URL}data/v1/claims.csv" in links
    assert f"{URL}where-things-stand/" not in links and f"{URL}places/" not in links
    assert "\n\n\n" not in text and "CC-BY-4.0" in text


def listed_pages(site: Path) -> list[str]:
    """Return the addresses of the sitemap."""
    lines = ET.parse(site / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")  # noqa: S314 - our own file
    return [str(line.text) for line in lines]


def test_the_finished_site_is_whole_for_programs(built_site: Path) -> None:
    """The sitemap has every page once, but no redirect; `llms.txt` leads to pages and files that exist."""
    urls = listed_pages(built_site)
    assert len(set(urls)) == len(urls)
    base = (built_site / "robots.txt").read_text(encoding="utf-8").split("Sitemap: ")[1].strip().removesuffix("sitemap.xml")
    files = [file for file in built_site.rglob("index.html") if 'http-equiv="refresh"' not in file.read_text(encoding="utf-8")]
    pages = {file.parent.relative_to(built_site).as_posix() for file in files}
    assert {url.removeprefix(base).rstrip("/") or "." for url in urls} == pages
    links = re.findall(r"\]\(([^)]+)\)", (built_site / "llms.txt").read_text(encoding="utf-8"))
    assert links
    for link in links:
        target = built_site / link.removeprefix(base)
        assert (target / "index.html").is_file() if link.endswith("/") else target.is_file(), link
