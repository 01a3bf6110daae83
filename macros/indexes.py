"""The site's own lists, completed with the record pages: search index and sitemap."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from macros.kinds import FRAMES
from macros.render import ListPage, RecordPage

WEIGHTS = {"sources": 0.5, "terms": 0.8}
"""How much a kind counts in search where it is not 1: what happened, who and where come before what is said of a name."""

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def add_to_search(site: Path, pages: Iterable[RecordPage]) -> None:
    """Add one entry a record to the host's search index and take the shells out of it."""
    file = site / "search" / "search_index.json"
    index = json.loads(file.read_text(encoding="utf-8"))
    shells = tuple(frame.shell for frame in FRAMES)
    index["docs"] = [entry for entry in index["docs"] if not entry["location"].startswith(shells)]
    # The theme's index holds HTML, which its script puts into the page as it is: so a text is escaped here.
    index["docs"] += [_entry(page) for page in pages]
    # A name weighs as much as a title, no more: else each word of a title would lead to places of that name first.
    fields = index["config"]["fields"]
    fields["tags"] = dict(fields["title"])
    file.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _entry(page: RecordPage) -> dict[str, object]:
    """Return a record's entry. Its names stand under `tags`, a field that the theme looks into apart from the text."""
    entry: dict[str, object] = {
        "location": page.address,
        "title": escape(page.title, quote=False),
        "text": escape(page.words, quote=False),
    }
    if page.folder in WEIGHTS:
        entry["boost"] = WEIGHTS[page.folder]
    if page.names:
        entry["tags"] = [escape(name, quote=False) for name in page.names]
    return entry


def add_to_sitemap(site: Path, pages: Sequence[RecordPage | ListPage], site_url: str) -> None:
    """Add one line a page to the sitemap, dated by the day it was checked, and take the shells out."""
    file = site / "sitemap.xml"
    # The file is the host's own output of a moment ago, not foreign XML.
    tree = ET.parse(file)  # noqa: S314
    root = tree.getroot()
    shells = {site_url + frame.shell for frame in FRAMES}
    for line in list(root):
        if line.findtext(f"{{{SITEMAP}}}loc") in shells:
            root.remove(line)
    for page in pages:
        line = ET.SubElement(root, f"{{{SITEMAP}}}url")
        ET.SubElement(line, f"{{{SITEMAP}}}loc").text = site_url + page.address
        if page.checked:
            ET.SubElement(line, f"{{{SITEMAP}}}lastmod").text = page.checked
    ET.register_namespace("", SITEMAP)
    ET.indent(tree)
    text = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    file.write_bytes(text)
    _write_gzip(site / "sitemap.xml.gz", text)


def _write_gzip(file: Path, content: bytes) -> None:
    """Write a compressed copy whose header holds no clock, so that builds are alike."""
    moment = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    file.write_bytes(gzip.compress(content, mtime=moment))
