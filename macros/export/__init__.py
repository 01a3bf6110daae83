"""Files for other programs, one module a format, written from the same archive as the pages.

Each format says its NAME, its MEDIA_TYPE and how to `write` itself below a site. A new format is
one module and one line here; files that list other files come last.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from macros.archive import Archive
from macros.export import (
    checksums,
    datapackage,
    events_ics,
    feeds,
    openapi,
    places_geojson,
    record_sqlite,
    records_json,
    redirects_json,
    schemas,
    sources_bib,
    tables_csv,
)


class Export(Protocol):
    """One format. NAME: its files, `<kind>` for one a kind. MEDIA_TYPE: as registered with IANA where it is."""

    NAME: str
    MEDIA_TYPE: str

    def write(self, archive: Archive, site: Path, site_url: str = "") -> list[Path]:
        """Write the files below `site/data/v1` and return them."""


EXPORTS: tuple[Export, ...] = (
    records_json,
    feeds,
    tables_csv,
    places_geojson,
    events_ics,
    sources_bib,
    record_sqlite,
    redirects_json,
    schemas,
    openapi,
    datapackage,
    checksums,
)
"""In the order in which they are written; files that list others come last."""

LINKED: tuple[Export, ...] = (records_json, redirects_json, feeds)
"""What the pages of records link to."""


def write_exports(archive: Archive, site: Path, site_url: str = "", *, only_linked: bool = False) -> list[Path]:
    """Write every format and return all files; with `only_linked` those that records lead to, which is what a preview needs.

    site_url: public address of the site, for the links in feeds and in the calendar; all other files are the same on every host.
    """
    return [file for export in (LINKED if only_linked else EXPORTS) for file in export.write(archive, site, site_url)]
