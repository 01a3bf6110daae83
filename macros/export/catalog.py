"""Every published file in words: path, media type, what it holds, a sample. The Data page, OpenAPI and `llms.txt` read it here.

Paths are below `/data/v1`. A path with `<id>` stands for one file a record. Left out: the
changelog and the promise; people write those on the Data page.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from macros.archive import Archive
from macros.export import (
    events_ics,
    feeds,
    places_geojson,
    record_sqlite,
    records_json,
    redirects_json,
    schemas,
    sources_bib,
    tables_csv,
)
from macros.export.about import about
from macros.export.shape import Column, value_at
from macros.kinds import KINDS

SAMPLE_SIGNS = 1500
"""A sample ends after about so many signs."""


@dataclass(frozen=True)
class PublishedFile:
    """One file, or one a record. path: below `data/v1`. schema: path of its JSON Schema, "" for none.

    rows: how many records it has, None where that says nothing. columns: of a table.
    make_sample: gives the beginning of it, "" where a sample would say nothing.
    """

    path: str
    media_type: str
    holds: str
    make_sample: Callable[[Archive], str]
    rows: int | None = None
    schema: str = ""
    columns: tuple[Column, ...] = ()

    @property
    def is_single(self) -> bool:
        """Whether the path is that of one file."""
        return "<id>" not in self.path


def published_files(archive: Archive) -> list[PublishedFile]:
    """Return every file, tables first, as the Data page lists them."""
    return [
        *(_json_file(archive, name) for name in (*KINDS, "claims")),
        *(_table(archive, name) for name in (*KINDS, "claims")),
        *_formats(archive),
        *_feeds(),
        *_single_records(),
        *_descriptions(),
    ]


def bulk_files(archive: Archive) -> list[PublishedFile]:
    """Return the files that hold the records, each whole: what one would download."""
    kinds = (
        "application/json",
        "text/csv",
        *(export.MEDIA_TYPE for export in (places_geojson, events_ics, sources_bib, record_sqlite)),
    )
    files = published_files(archive)
    return [
        file for file in files if file.is_single and file.media_type in kinds and "/" not in file.path and file.rows is not None
    ]


def _count(archive: Archive, name: str) -> int:
    return len(archive.claims) if name == "claims" else len(archive.of_kind(name))


def _words(name: str) -> str:
    return "Claims, figures among them" if name == "claims" else KINDS[name].plural


def _json_file(archive: Archive, name: str) -> PublishedFile:
    schema = f"schema/{name}.schema.json"
    return PublishedFile(
        f"{name}.json", records_json.MEDIA_TYPE, _words(name), lambda it: _cut(_first(it, name)), _count(archive, name), schema
    )


def _table(archive: Archive, name: str) -> PublishedFile:
    columns = tables_csv.table_columns(name)
    return PublishedFile(
        f"{name}.csv", tables_csv.MEDIA_TYPE, _words(name), lambda it: _first_row(it, name), _count(archive, name), columns=columns
    )


def _formats(archive: Archive) -> list[PublishedFile]:
    places, events, sources = (_count(archive, name) for name in ("places", "events", "sources"))
    return [
        PublishedFile(
            places_geojson.NAME,
            places_geojson.MEDIA_TYPE,
            "Places for maps, with who administered them in fact and when",
            lambda it: _cut(places_geojson.feature(it, it.places[0])),
            places,
            "schema/places.geojson.schema.json",
        ),
        PublishedFile(events_ics.NAME, events_ics.MEDIA_TYPE, "Events for calendars, as all-day entries", _calendar_sample, events),
        PublishedFile(
            sources_bib.NAME,
            sources_bib.MEDIA_TYPE,
            "Sources for reference managers: BibTeX",
            lambda it: sources_bib.bib_entry(it.sources[0]),
            sources,
        ),
        PublishedFile(
            sources_bib.CSL_NAME,
            "application/vnd.citationstyles.csl+json",
            "Sources for reference managers: CSL-JSON",
            lambda it: _cut(sources_bib.csl_item(it, it.sources[0])),
            sources,
            "schema/sources.csl.schema.json",
        ),
        PublishedFile(
            record_sqlite.NAME,
            record_sqlite.MEDIA_TYPE,
            "All of it in one database, with foreign keys and full-text search",
            lambda _: record_sqlite.FIXED.strip(),
            sum(archive.counts()[kind] for kind in KINDS),
        ),
    ]


def _feeds() -> list[PublishedFile]:
    media = feeds.MEDIA_TYPE
    all_words = "Feed of all changes, newest first; the next pages are `changes-2.atom` and so on"
    words = "Feed of one {}: the record and those that name it"
    labels = {"parties": "party", "places": "place where events happened", "questions": "question"}
    return [
        PublishedFile(feeds.NAME, media, all_words, feeds.sample),
        PublishedFile(feeds.RELEASES_NAME, media, "Feed of releases", _no_sample),
        *(PublishedFile(f"{kind}/<id>.atom", media, words.format(labels[kind]), _no_sample) for kind in feeds.FED_KINDS),
    ]


def _single_records() -> list[PublishedFile]:
    media = records_json.MEDIA_TYPE
    return [
        PublishedFile(
            f"{kind}/<id>.json", media, f"One {KINDS[kind].label.lower()} alone", _no_sample, schema=f"schema/{kind}.schema.json"
        )
        for kind in KINDS
    ]


def _descriptions() -> list[PublishedFile]:
    media = records_json.MEDIA_TYPE
    package = "All files with size and digest, and each column of each table with its meaning"
    return [
        PublishedFile(
            "about.json",
            media,
            "Licence, citation, version, commit, and the date that the sources reach: for files that cannot say it themselves",
            lambda it: _cut(about(it)),
            schema="schema/about.schema.json",
        ),
        PublishedFile(
            redirects_json.NAME,
            media,
            "What was renamed or withdrawn; the file of such a record at its old address has `moved` or `withdrawn`",
            lambda it: _cut(redirects_json.redirect_lists(it)),
            schema="schema/redirects.schema.json",
        ),
        *(
            PublishedFile(f"schema/{name}.schema.json", schemas.MEDIA_TYPE, f"JSON Schema of {name}", _no_sample)
            for name in schemas.schema_names()
        ),
        PublishedFile("openapi.json", "application/vnd.oai.openapi+json", "All addresses, for programs (OpenAPI 3.1)", _no_sample),
        PublishedFile("datapackage.json", media, package, _no_sample),
        PublishedFile(
            "SHA256SUMS", "text/plain", "Digests; `sha256sum --check SHA256SUMS` tells whether a copy is whole", _no_sample
        ),
    ]


def _no_sample(archive: Archive) -> str:
    return ""


def _first(archive: Archive, name: str) -> Any:
    """Return the first row of a JSON file, None for an empty one."""
    if name == "claims":
        return records_json.claim_row(archive, archive.claims[min(archive.claims)]) if archive.claims else None
    records = archive.of_kind(name)
    return records_json.record_row(name, records[0]) if records else None


def _first_row(archive: Archive, name: str) -> str:
    row, columns = _first(archive, name), tables_csv.table_columns(name)
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(column.name for column in columns)
    if row:
        table.writerow(tables_csv.cell(value_at(row, column.path)) for column in columns)
    return text.getvalue().rstrip()


def _calendar_sample(archive: Archive) -> str:
    text: bytes = events_ics.entry(archive, archive.events[0]).to_ical()
    return text.decode("utf-8").replace("\r\n", "\n").strip()


def _cut(value: Any) -> str:
    """Return a value as the files write it, ended at a line after `SAMPLE_SIGNS`."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    if len(text) <= SAMPLE_SIGNS:
        return text
    return text[: text.rindex("\n", 0, SAMPLE_SIGNS)] + "\n …"
