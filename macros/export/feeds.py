"""`/data/v1/changes.atom`, `releases.atom` and `<kind>/<id>.atom` for parties, places and questions (Atom, RFC 4287).

An entry is a record; it is `updated` on the day on which a person last held it against its sources, the
only day of change that a record knows. So a reader sees a record again when it was checked again. Ids
are made from the address of the record and stay when the site moves. The feed of a party, place or
question has that record and those that name it, claims included; a place has one if an event
happened there. `changes.atom` also tells what was renamed or withdrawn; it is cut into pages (RFC 5005), newest first.
Left out: what changed in a record; the releases tell it, and so does the history of its file.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from macros.archive import Archive
from macros.export.about import AUTHOR, TITLE, about
from macros.export.records_json import FOLDER
from macros.export.redirects_json import page_url
from macros.kinds import KINDS
from macros.model import AnyRecord, Record, Source

NAME = "changes.atom"
RELEASES_NAME = "releases.atom"
MEDIA_TYPE = "application/atom+xml"
FED_KINDS = ("parties", "places", "questions")
"""Kinds whose records have feeds of their own."""

PAGE = 200
"""Entries on one page of `changes.atom`."""
MOST = 100
"""Entries in the feed of one record; older ones are on its page."""

ATOM = "http://www.w3.org/2005/Atom"
NAMESPACE = uuid.UUID("5b1f3f0e-5a6e-5c43-9a3c-0d6f4b0f7c11")
"""From which ids are made. Never to be changed: a reader would take every entry for a new one."""

Entry = ET.Element
Found = tuple[str, AnyRecord]


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write all feeds; return the files. Without `site_url` their links are relative."""
    made: dict[tuple[str, str], Entry] = {}

    def entry(found: Found) -> Entry:
        key = (found[0], found[1].id)
        return made.setdefault(key, _record_entry(found, site_url)) if key not in made else made[key]

    files = _write_changes(archive, site, site_url, entry)
    files.append(_write_releases(archive, site, site_url))
    for kind in FED_KINDS:
        (site / FOLDER / kind).mkdir(parents=True, exist_ok=True)
        for record in archive.of_kind(kind):
            if has_feed(archive, kind, record.id):
                found = _order([(kind, record), *_naming(archive, kind, record.id)])[:MOST]
                path = feed_path(kind, record.id)
                files.append(_write(archive, site, site_url, path, record.label, [entry(one) for one in found]))
    return files


def has_feed(archive: Archive, kind: str, record_id: str) -> bool:
    """Return whether a record has a feed: each party and question, and a place where something happened."""
    return kind in FED_KINDS and (kind != "places" or bool(archive.events_naming(kind, record_id)))


def feed_path(kind: str, record_id: str) -> str:
    """Return the address of the feed of a record, relative to the site."""
    return f"{FOLDER}/{kind}/{record_id}.atom"


def _naming(archive: Archive, kind: str, record_id: str) -> list[Found]:
    """Return the other records that name this one; a place inside another is not news of it."""
    named = archive.used_by(kind, record_id)
    return [(other, record) for other, record in named if other != "places" and (other, record.id) != (kind, record_id)]


def _order(found: Iterable[Found]) -> list[Found]:
    """Return records by day of checking, latest first, then by kind, the latest event first."""
    kinds = list(KINDS)

    def key(one: Found) -> tuple[int, int, int, str]:
        kind, record = one
        moment = getattr(record, "date", None)
        first = (moment.earliest or date.min) if moment else date.min
        assert record.checked and record.checked.earliest, "only checked records are listed"
        return (-record.checked.earliest.toordinal(), kinds.index(kind), -first.toordinal(), record.id)

    return sorted((one for one in found if one[1].checked), key=key)


def _write_changes(archive: Archive, site: Path, site_url: str, entry: Callable[[Found], Entry]) -> list[Path]:
    found = [entry(one) for one in _order(archive.records.each())] + _left_entries(archive, site_url)
    # Stable: of one day, records come in their order and what was left comes last.
    found.sort(key=lambda one: str(one.findtext("updated")), reverse=True)
    pages = [found[i : i + PAGE] for i in range(0, len(found), PAGE)] or [[]]
    names = [NAME if i == 0 else f"changes-{i + 1}.atom" for i in range(len(pages))]
    files = []
    for i, page in enumerate(pages):
        around = [("previous", names[i - 1])] if i else []
        around += [("next", names[i + 1])] if i + 1 < len(names) else []
        around += [("first", names[0]), ("last", names[-1])]
        files.append(_write(archive, site, site_url, f"{FOLDER}/{names[i]}", "all changes", page, around))
    return files


def _left_entries(archive: Archive, site_url: str) -> list[Entry]:
    """Return an entry for each thing that was renamed or withdrawn."""
    redirects = archive.records.redirects
    moved = [
        _entry(f"moved/{one.old}", f"Renamed: {one.old}", one.day.text, site_url + page_url(one.new), f"It is now at {one.new}.")
        for one in redirects.moved
    ]
    withdrawn = [
        _entry(f"withdrawn/{one.address}", f"Withdrawn: {one.title}", one.day.text, site_url + page_url(one.address), one.why)
        for one in redirects.withdrawn
    ]
    return moved + withdrawn


def _write_releases(archive: Archive, site: Path, site_url: str) -> Path:
    entries = []
    for release in archive.records.releases:
        words = f"Release {release.version}: {', '.join(release.changes)}"
        link = f"{site_url}changes/#{release.anchor}"
        entries.append(_entry(f"releases/{release.version}", words, release.day.text, link, ". ".join(release.changes) + "."))
    return _write(archive, site, site_url, f"{FOLDER}/{RELEASES_NAME}", "releases", entries)


def _record_entry(found: Found, site_url: str) -> Entry:
    kind, record = found
    words = record.summary if isinstance(record, Record) else _source_words(record)
    made = _entry(f"{kind}/{record.id}", record.label, str(record.checked), f"{site_url}{kind}/{record.id}/", words)
    ET.SubElement(made, "category", term=kind, label=KINDS[kind].label)
    return made


def _source_words(record: AnyRecord) -> str:
    assert isinstance(record, Source), "every record but a source has a summary"
    return ", ".join((record.author or record.publisher, record.published.shown if record.published else "without a date"))


def _entry(address: str, title: str, day: str, link: str, summary: str) -> Entry:
    made = ET.Element("entry")
    ET.SubElement(made, "id").text = id_of(address)
    ET.SubElement(made, "title").text = title
    ET.SubElement(made, "updated").text = f"{day}T00:00:00Z"
    ET.SubElement(made, "link", rel="alternate", type="text/html", href=link)
    ET.SubElement(made, "summary").text = summary
    return made


def sample(archive: Archive) -> str:
    """Return the first entry of `changes.atom` alone, "" without records."""
    first = _order(archive.records.each())[:1]
    if not first:
        return ""
    entry = _record_entry(first[0], "")
    ET.indent(entry, space=" ")
    return ET.tostring(entry, encoding="unicode")


def id_of(address: str) -> str:
    """Return the id of an entry or feed as a URN: the same on every host and in every build."""
    return uuid.uuid5(NAMESPACE, address).urn


def _write(
    archive: Archive,
    site: Path,
    site_url: str,
    path: str,
    words: str,
    entries: Sequence[Entry],
    around: Sequence[tuple[str, str]] = (),
) -> Path:
    """Write one feed; `updated` is the latest day of its entries, or of the archive's records where it has none."""
    said = about(archive)
    base = site_url or "../" * path.count("/")
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en", "xml:base": base})
    ET.SubElement(feed, "id").text = id_of(path)
    ET.SubElement(feed, "title").text = f"{TITLE}: {words}"
    days = (str(entry.findtext("updated")) for entry in entries)
    ET.SubElement(feed, "updated").text = max(days, default=f"{said['record_version'] or '1970-01-01'}T00:00:00Z")
    ET.SubElement(ET.SubElement(feed, "author"), "name").text = AUTHOR
    ET.SubElement(feed, "rights").text = f"{said['citation']}. {said['licence_url']}"
    ET.SubElement(feed, "generator", version=said["version"]).text = " ".join((TITLE, said["commit"])).strip()
    for rel, target in (("self", path.rpartition("/")[2]), *around):
        href = f"{site_url}{path.rpartition('/')[0]}/{target}"
        ET.SubElement(feed, "link", rel=rel, type=MEDIA_TYPE, href=href)
    feed.extend(entries)
    ET.indent(feed, space=" ")
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n")
    return file
