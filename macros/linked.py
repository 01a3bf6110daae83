"""Records as linked data (JSON-LD with the words of schema.org), for the head of their pages.

A page is a WebPage with licence, sources and day of checking; what it tells of is its `mainEntity`:
Event, Place, Person, Organization, CreativeWork or DefinedTerm. A question, a period and what they
hold have no such word and stay pages. The context is written out, so a reader asks no other host.

Every party is an Organization: State or GovernmentOrganization would take a side on recognition.
Dates that schema.org cannot say (about 1988, 198X, an open end) are left out there and stand as EDTF
in `temporalCoverage` of the page. No ClaimReview: it is for a publisher that reviews a claim itself
and rates it, and this record does neither; it reports who says what, findings of others included.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from macros import edtf
from macros.archive import Archive
from macros.edtf import EdtfDate
from macros.export.about import AUTHOR, LICENCE_URL, TITLE, about
from macros.export.records_json import FOLDER
from macros.kinds import KINDS
from macros.model import AnyRecord, Document, Event, Named, Party, Person, Place, Record, Source, Term

CONTEXT = {
    "@vocab": "https://schema.org/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    **{word: {"@type": "@id"} for word in ("contentUrl", "license", "url")},
    **{
        word: {"@type": "https://schema.org/Date"}
        for word in ("birthDate", "dateModified", "datePublished", "deathDate", "endDate", "startDate")
    },
}
DATASET = "data/#dataset"
"""Address of the dataset that every page is a part of, relative to the site."""

Node = dict[str, Any]


def linked_record(archive: Archive, folder: str, record: AnyRecord, site_url: str) -> Node:
    """Return the graph of the page of a record. Addresses begin with `site_url`."""
    page = _page(archive, folder, record, site_url)
    thing = _thing(archive, record, site_url)
    if not thing:
        return {"@context": CONTEXT, **page}
    thing["@id"] = page["@id"] + "#it"
    return {"@context": CONTEXT, **page, "mainEntity": {"@id": thing.pop("@id"), **thing}}


def _page(archive: Archive, folder: str, record: AnyRecord, site_url: str) -> Node:
    address = f"{site_url}{folder}/{record.id}/"
    json_file = f"{site_url}{FOLDER}/{folder}/{record.id}.json"
    page: Node = {
        "@id": address,
        "@type": "WebPage",
        "name": record.label,
        "url": address,
        "inLanguage": "en",
        "license": LICENCE_URL,
        "isPartOf": {"@id": site_url + DATASET},
        "encoding": {"@type": "MediaObject", "encodingFormat": "application/json", "contentUrl": json_file},
    }
    if record.checked:
        page["dateModified"] = record.checked.text
    if isinstance(record, Record):
        page["description"] = record.summary
        page["citation"] = _refs(site_url, "sources", dict.fromkeys(cite.source for cite in record.sources))
    date = getattr(record, "date", None)
    if isinstance(date, EdtfDate):
        page["temporalCoverage"] = {"@type": "edtf:EDTF", "@value": date.text}
    if isinstance(record, Event):
        named = (("parties", record.parties), ("people", record.people), ("documents", record.documents))
        page["mentions"] = [ref for kind, ids in named for ref in _refs(site_url, kind, ids, "#it")]
    return _filled(page)


def _thing(archive: Archive, record: AnyRecord, site_url: str) -> Node:
    """Return what a page tells of, {} where schema.org has no word for it."""
    match record:
        case Event():
            return _event(archive, record, site_url)
        case Place():
            return _place(archive, record, site_url)
        case Person():
            life = {"birthDate": _day(record.born), "deathDate": _day(record.died)}
            return _filled({"@type": "Person", **_names(record), **life})
        case Party():
            return _filled({"@type": "Organization", **_names(record), "description": record.role})
        case Document():
            return _document(record)
        case Source():
            return _source(record)
        case Term():
            return _filled({"@type": "DefinedTerm", **_names(record), "description": record.summary})
    return {}


def _event(archive: Archive, event: Event, site_url: str) -> Node:
    first, last = _span(edtf.gregorian(event.date) if event.calendar == "julian" else event.date)
    places = archive.places_of(event.places)
    return _filled(
        {
            "@type": "Event",
            "name": event.title,
            "startDate": first,
            "endDate": last,
            "location": [{"@id": f"{site_url}places/{place.id}/#it", "@type": "Place", "name": place.name} for place in places],
            "superEvent": _refs(site_url, "events", [event.part_of] if event.part_of else [], "#it"),
        }
    )


def _place(archive: Archive, place: Place, site_url: str) -> Node:
    geo: Node = {}
    if place.coordinates:
        longitude, latitude = place.coordinates
        geo = {"@type": "GeoCoordinates", "longitude": longitude, "latitude": latitude}
    within = _refs(site_url, "places", [place.within] if place.within else [], "#it")
    return _filled({"@type": "Place", **_names(place), "geo": geo, "containedInPlace": within})


def _document(document: Document) -> Node:
    first, _ = _span(edtf.gregorian(document.date) if document.calendar == "julian" else document.date)
    return _filled(
        {
            "@type": "CreativeWork",
            "name": document.title,
            "identifier": document.symbol,
            "datePublished": first,
            "inLanguage": list(document.text_languages),
            "url": document.url,
        }
    )


def _source(source: Source) -> Node:
    first, _ = _span(source.published) if source.published else (None, None)
    return _filled(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "author": source.author,
            "publisher": source.publisher,
            "datePublished": first,
            "inLanguage": source.language,
            "url": source.url,
        }
    )


def _names(record: Named) -> Node:
    others = [{"@value": name.text, "@language": name.lang} for name in record.names]
    return {"name": record.name, "alternateName": others}


def _refs(site_url: str, folder: str, ids: Iterable[str], anchor: str = "") -> list[Node]:
    assert folder in KINDS, f"'{folder}' is no kind of record"
    return [{"@id": f"{site_url}{folder}/{record_id}/{anchor}"} for record_id in ids]


def _day(date: EdtfDate | None) -> str | None:
    """Return a date as ISO 8601, to the day, month or year that is known; None for one with a mark or an interval."""
    if date is None or date.is_interval or date.is_approximate or date.is_uncertain or "X" in date.text:
        return None
    return date.text


def _span(date: EdtfDate) -> tuple[str | None, str | None]:
    """Return begin and end as ISO 8601, None for what is open or marked; a single date has no end."""
    return (_day(date.start), _day(date.end)) if date.is_interval else (_day(date), None)


def _filled(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def linked_dataset(archive: Archive, site_url: str, files: Iterable[tuple[str, str]]) -> Node:
    """Return the Dataset of all records. files: (path below `data/v1`, media type) of each download."""
    said = about(archive)
    dates = [event.date for event in archive.events]
    first, last = min(dates, default=None), max(dates, default=None)
    dataset: Node = {
        "@id": site_url + DATASET,
        "@type": "Dataset",
        "name": TITLE,
        "description": (
            "A neutral, sourced reference on the Nagorno-Karabakh conflict: dated events, parties, places, people, documents, "
            "and the claims of each side with their sources."
        ),
        "url": f"{site_url}data/",
        "license": LICENCE_URL,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": AUTHOR},
        "version": said["record_version"],
        "dateModified": said["record_version"],
        "identifier": said["commit"],
        "creditText": said["citation"],
        "inLanguage": "en",
        "spatialCoverage": {"@type": "Place", "name": "Nagorno-Karabakh and the South Caucasus"},
        "temporalCoverage": f"{edtf.year_of(first)}/{edtf.year_of(last)}" if first and last else None,
        "variableMeasured": sorted(word.label for word in archive.vocab.get("measures", {}).values()),
        "distribution": [
            {"@type": "DataDownload", "name": path, "encodingFormat": media, "contentUrl": f"{site_url}{FOLDER}/{path}"}
            for path, media in files
        ],
    }
    return {"@context": CONTEXT, **_filled(dataset)}
