"""The sitemap, completed with the record pages."""

from __future__ import annotations

import gzip
import os
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from macros.kinds import FRAMES
from macros.render import ListPage, RecordPage

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


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
