"""The sitemap, completed with the record pages."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from macros.archive import Archive
from macros.kinds import FRAMES, KINDS
from macros.render import ListPage

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


class Listed(NamedTuple):
    """A page of the sitemap. address: relative to the site. checked: the day it was last checked, "" for none."""

    address: str
    checked: str


def listed(archive: Archive, lists: Iterable[ListPage]) -> list[Listed]:
    """Return the pages of all records, and of these lists, as the sitemap names them."""
    records = [(f"{folder}/{record.id}/", record.checked) for folder in KINDS for record in archive.of_kind(folder)]
    pages = [Listed(address, checked.text if checked else "") for address, checked in records]
    return pages + [Listed(page.address, page.checked) for page in lists]


def add_to_sitemap(site: Path, pages: Sequence[Listed], site_url: str) -> None:
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
