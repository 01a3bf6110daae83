"""`/data/v1/redirects.json`: what was renamed or withdrawn; and at the old address of a record a file that says so.

A program that asks for `<kind>/<id>.json` of a record of before finds `moved` (the address of now) or
`withdrawn` (the day) in place of the record's fields. Both carry `id`, `url`, `day` and `about`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from macros.archive import Archive
from macros.export.about import about
from macros.export.records_json import FOLDER, write_json
from macros.redirects import Move, Withdrawal, is_page

NAME = "redirects.json"
MEDIA_TYPE = "application/json"

Row = dict[str, Any]


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write the list, and one file for each renamed or withdrawn record; return the files."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    files = [write_json(folder / NAME, redirect_lists(archive))]
    redirects, said = archive.records.redirects, about(archive)
    lines: list[tuple[str, Move | Withdrawal]] = [(one.old, one) for one in redirects.moved]
    lines += [(one.address, one) for one in redirects.withdrawn]
    for address, one in lines:
        if "#" not in address and not is_page(address):
            file = folder / f"{address}.json"
            file.parent.mkdir(exist_ok=True)
            files.append(write_json(file, single_row(address, one) | {"about": said}))
    return files


def redirect_lists(archive: Archive) -> dict[str, list[Row]]:
    """Return all lines by sort: `moved` (from, to, day) and `withdrawn` (address, title, day, why, see)."""
    redirects = archive.records.redirects
    return {
        "moved": [one.model_dump(mode="json", by_alias=True) for one in redirects.moved],
        "withdrawn": [one.model_dump(mode="json", by_alias=True) for one in redirects.withdrawn],
    }


def single_row(address: str, one: Move | Withdrawal) -> Row:
    """Return what the file at the old address of a record says."""
    row: Row = {"id": address.partition("/")[2], "url": f"{address}/", "day": one.day.text}
    if isinstance(one, Move):
        return row | {"moved": one.new, "moved_url": page_url(one.new)}
    return row | {"withdrawn": one.day.text, "title": one.title, "why": one.why, "see": one.see}


def page_url(address: str) -> str:
    """Return the address of the page of something, relative to the site."""
    if is_page(address):
        return address
    record, mark, claim = address.partition("#")
    return f"{record}/{mark}{claim}"
