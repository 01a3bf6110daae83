"""What every export says of itself: title, licence, how to cite, and how far its sources reach.

Left out: the commit, since the records are read from files and not from a repository.
"""

from __future__ import annotations

from macros.archive import Archive

TITLE = "The Karabakh Record"
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
VERSION = "1"
"""Version of the shapes; the folder is called after it."""


def about(archive: Archive) -> dict[str, str]:
    """Return title, licence, citation, version of the shapes, and the EDTF date of the latest source, "" without one."""
    reach = archive.reach
    return {
        "title": TITLE,
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "citation": f"{TITLE}, {LICENCE}" + (f", sources up to {reach.shown}" if reach else ""),
        "version": VERSION,
        "sources_reach": reach.text if reach else "",
    }
