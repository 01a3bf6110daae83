"""The records as plain values, and who names whom: what every writer of a peer's site works with.

Read without our loader, so that nothing of ours stands between the files and a peer. Only what invented records hold is
here; a real archive has more fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

Record = dict[str, Any]
Named = tuple[str, str]
"""Folder and id of a record."""

KINDS = {
    "events": "Event",
    "parties": "Party",
    "places": "Place",
    "people": "Person",
    "documents": "Document",
    "questions": "Disputed question",
    "sources": "Source",
    "terms": "Names and words",
    "periods": "Period",
}
"""Folders in the order in which they are listed, each with the word for one record."""

TITLES = {
    "events": "Chronology",
    "parties": "Parties",
    "places": "Places",
    "people": "People",
    "documents": "Documents",
    "questions": "Disputed questions",
    "sources": "Sources",
    "terms": "Names and words",
    "periods": "Periods",
}
"""Titles of the pages that list each kind."""

SORTS = {
    "events": "event-kinds",
    "parties": "party-kinds",
    "places": "place-kinds",
    "documents": "document-kinds",
    "sources": "source-kinds",
}
"""Vocabulary of the field `kind`."""

NAMED = ("parties", "places", "people", "documents")
"""Fields of an event that name records, by the folder of what they name."""


class World:
    """All records below a folder of data."""

    def __init__(self, data: Path) -> None:
        self.records: dict[str, dict[str, Record]] = {
            kind: {file.stem: _read(file) for file in sorted((data / kind).rglob("*.yml"), key=lambda file: file.stem)}
            for kind in KINDS
        }
        self.vocab: dict[str, dict[str, Record]] = {file.stem: _read(file) for file in sorted((data / "vocab").glob("*.yml"))}

    def each(self) -> Iterator[tuple[str, str, Record]]:
        """Yield (folder, id, record), kinds in their order, ids sorted."""
        for kind, records in self.records.items():
            for record_id, record in records.items():
                yield kind, record_id, record

    def title(self, kind: str, record_id: str) -> str:
        """Return the title or the name of a record."""
        record = self.records[kind][record_id]
        return str(record.get("title") or record["name"])

    def word(self, vocabulary: str, name: str) -> str:
        """Return the label of a controlled word."""
        return str(self.vocab[vocabulary][name]["label"])

    @cached_property
    def events(self) -> list[str]:
        """Ids of all events in order of time."""
        return sorted(self.records["events"], key=lambda event: (self.records["events"][event]["date"], event))

    @cached_property
    def around(self) -> dict[str, tuple[str | None, str | None]]:
        """The events before and after each event."""
        line = [None, *self.events, None]
        return {event: (line[index], line[index + 2]) for index, event in enumerate(self.events)}

    @cached_property
    def by_year(self) -> dict[str, list[str]]:
        """Ids of events by year, both in order of time."""
        years: dict[str, list[str]] = defaultdict(list)
        for event in self.events:
            years[self.records["events"][event]["date"][:4]].append(event)
        return dict(years)

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """Ids of the events that belong to a larger one."""
        found: dict[str, list[str]] = defaultdict(list)
        for event in self.events:
            if "part_of" in self.records["events"][event]:
                found[self.records["events"][event]["part_of"]].append(event)
        return dict(found)

    @cached_property
    def named_in(self) -> dict[Named, list[Named]]:
        """Events and documents that name a record; of a source, all records that cite it."""
        found: dict[Named, dict[Named, None]] = defaultdict(dict)
        for kind, record_id, record in self.each():
            for source in cited_by(record):
                found["sources", source][kind, record_id] = None
            if kind == "events":
                for field in NAMED:
                    for name in record.get(field, ()):
                        found[field, name][kind, record_id] = None
            for signature in record.get("signatories", ()):
                found["parties", signature["party"]][kind, record_id] = None
                found["people", signature["person"]][kind, record_id] = None
        return {named: list(users) for named, users in found.items()}

    @cached_property
    def said(self) -> dict[Named, list[tuple[str, Record]]]:
        """Claims by who says them and by their question: (event, claim) by ("parties" or "questions", id)."""
        found: dict[Named, list[tuple[str, Record]]] = defaultdict(list)
        for event, record in self.records["events"].items():
            for claim in record["claims"]:
                found["parties", claim["by"]].append((event, claim))
                found["questions", claim["question"]].append((event, claim))
        return dict(found)


def cited_by(record: Record) -> list[str]:
    """Return the sources that a record cites, each once, in the order of its page."""
    cited = dict.fromkeys(record.get("sources", ()))
    if "coordinates_source" in record:
        cited[record["coordinates_source"]] = None
    for field in ("account", "decides", "control", "usage", "claims"):
        for part in record.get(field, ()):
            cited.update(dict.fromkeys(part["sources"]))
    return list(cited)


def _read(file: Path) -> Record:
    record: Record = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return record
