"""What every export says of itself: title, licence, how to cite, which version, and how far its sources reach."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from macros.archive import Archive
from macros.origin import read_origin

TITLE = "The Karabakh Record"
AUTHOR = "The Karabakh Record contributors"
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
VERSION = "1"
"""Version of the shapes; the folder is called after it."""

MEANING = {
    "title": "Name of the record.",
    "licence": "Licence of text and data, as SPDX names it.",
    "licence_url": "Text of the licence.",
    "site": "Address of the site; empty: unknown.",
    "citation": "How to cite the whole.",
    "version": "Version of the shapes.",
    "record_version": "The latest day on which a record was held against its sources.",
    "commit": "Commit of the repository the files were made from; `-dirty` at its end: changed since; empty: unknown.",
    "committed": "Day of that commit in UTC; empty: unknown.",
    "sources_reach": "Date of the latest source, in EDTF; empty without one.",
}
"""Each field and what it says."""


@lru_cache(maxsize=1)  # every export of a build asks the same
def _about(archive: Archive) -> tuple[tuple[str, str], ...]:
    reach, version, origin = archive.reach, record_version(archive), read_origin(archive.records.root)
    site = site_address(archive.records.root)
    cited = (TITLE, version and f"version of {version}", site, LICENCE, f"sources up to {reach.shown}" if reach else "")
    citation = ", ".join(filter(None, cited))
    values = (
        TITLE, LICENCE, LICENCE_URL, site, citation, VERSION, version, origin.commit, origin.day, reach.text if reach else "",
    )  # fmt: skip
    return tuple(zip(MEANING, values, strict=True))


def about(archive: Archive) -> dict[str, str]:
    """Return what `MEANING` explains, all as text; "" for what is not known."""
    return dict(_about(archive))


def site_address(root: Path) -> str:
    """Return the address that `CITATION.cff` of a repository gives, "" without one: the same in an archive as on each host."""
    file = root / "CITATION.cff"
    found = re.search(r'(?m)^url: "([^"]+)"$', file.read_text(encoding="utf-8")) if file.is_file() else None
    return found[1] if found else ""


def record_version(archive: Archive) -> str:
    """Return the latest day of checking of any record, "" without records. No clock: the same records, the same version."""
    days = (record.checked.text for _, record in archive.records.each() if record.checked)
    return max(days, default="")
