"""`/data/v1/datapackage.json`: every file with size and digest, and the columns of every table (Frictionless, Data Package 1).

Lists what the exports before it wrote into the folder. Left out: itself and `SHA256SUMS`, which are
made from it, and a date of making, since the same data give the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from macros.archive import Archive
from macros.export.about import AUTHOR, LICENCE, LICENCE_TITLE, LICENCE_URL, TITLE, about
from macros.export.checksums import digest, listed_paths
from macros.export.records_json import FOLDER, write_json
from macros.export.shape import Column
from macros.export.tables_csv import table_columns
from macros.kinds import KINDS

NAME = "datapackage.json"
MEDIA_TYPE = "application/json"

MEDIA_TYPES = {
    "atom": "application/atom+xml",
    "bib": "application/x-bibtex",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "ics": "text/calendar",
    "json": "application/json",
    "sqlite": "application/vnd.sqlite3",
}
"""By the end of a file's name."""


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write the description of all files that are in the folder; return the file."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    said = about(archive)
    package = {
        "profile": "data-package",
        "name": "karabakh-record",
        "title": TITLE,
        "description": f"Cite as: {said['citation']}.",
        "version": said["version"],
        **{key: said[key] for key in ("record_version", "commit", "committed", "sources_reach")},
        "homepage": said["site"],
        "licenses": [{"name": LICENCE, "path": LICENCE_URL, "title": LICENCE_TITLE}],
        "contributors": [{"title": AUTHOR, "role": "author"}],
        "resources": [resource(path, folder, said["citation"]) for path in listed_paths(folder) if path != NAME],
    }
    return [write_json(folder / NAME, {key: value for key, value in package.items() if key != "homepage" or value})]


def resource(path: str, folder: Path, citation: str) -> dict[str, Any]:
    """Return the entry of one file with its licence; a table has its schema. Raises KeyError for an ending without a media type."""
    file = folder / path
    ending = file.suffix[1:]
    is_table = ending == "csv"
    entry: dict[str, Any] = {
        "name": path,
        "path": path,
        "profile": "tabular-data-resource" if is_table else "data-resource",
        # Without a type, readers guess one from the name and take "…-report.json" for a report of their own.
        "type": "table" if is_table else "json" if ending.endswith("json") else "file",
        "format": ending,
        "mediatype": MEDIA_TYPES[ending],
        "bytes": file.stat().st_size,
        "hash": f"sha256:{digest(file)}",
    }
    entry |= {"licenses": [{"name": LICENCE, "path": LICENCE_URL}], "citation": citation}
    if ending != "sqlite":
        entry["encoding"] = "utf-8"
    if is_table:
        entry["schema"] = table_schema(file.stem)
    return entry


def table_schema(name: str) -> dict[str, Any]:
    """Return the Table Schema of the table of a kind, or of "claims"."""
    columns = table_columns(name)
    keys = [_foreign_key(column, name) for column in columns if not column.lists and len(column.kinds) == 1]
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in columns],
        "primaryKey": "id",
        "missingValues": [""],
    }
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(column: Column) -> dict[str, Any]:
    field_type = "string" if column.lists or column.type == "edtf" else column.type
    field: dict[str, Any] = {"name": column.name, "type": field_type, "description": column.description}
    if column.needed and not column.lists:
        field["constraints"] = {"required": True}
    return field


def _foreign_key(column: Column, table: str) -> dict[str, Any]:
    """Return a key to the table of another kind; "" stands for the table itself."""
    kind = column.kinds[0]
    assert kind in KINDS, f"{column.name} names no kind of record"
    return {"fields": column.name, "reference": {"resource": "" if kind == table else f"{kind}.csv", "fields": "id"}}
