"""What events can be filtered by, and the list that the filters of the chronology read in the browser.

The list is a part of the site like a script, not of the published data: its shape may change with the
script that reads it (`docs/assets/js/facets.js`).
"""

from __future__ import annotations

from typing import Any

from macros import edtf, views
from macros.archive import Archive
from macros.names import sort_key

FILTER_FILE = "events.json"
"""Name of the list, in the folder of the chronology."""

RANKS = {1: "Turning point", 2: "Major", 3: "Minor"}

Facet = tuple[str, str, list[tuple[str, str]]]
"""Name, label and choices (value, words) in the order shown."""


def facets_of(archive: Archive) -> list[Facet]:
    """Return what events can be filtered by."""
    records = archive.records.by_kind
    events = archive.events

    def labels(folder: str, used: set[str]) -> list[tuple[str, str]]:
        return sorted(((i, records[folder][i].label) for i in used), key=lambda pair: sort_key(pair[1]))

    kinds = {(event.kind, archive.vocab["event-kinds"][event.kind].label) for event in events}
    used_ranks = {event.rank for event in events}
    return [
        ("party", "Party", labels("parties", {one for event in events for one in event.parties})),
        ("place", "Place", labels("places", {one for event in events for one in event.places})),
        ("kind", "Kind", sorted(kinds, key=lambda pair: pair[1])),
        ("period", "Period", [(period.id, period.title) for period in archive.periods if archive.events_of_period(period)]),
        ("rank", "Rank", [(str(rank), words) for rank, words in RANKS.items() if rank in used_ranks]),
    ]


def filter_list(archive: Archive) -> dict[str, Any]:
    """Return what the filters read: facets, spellings of their choices, and of each event id, dates, title and choices by facet.

    Choices are positions in the list of their facet, so that 10,000 events stay light.
    """
    facets = facets_of(archive)
    places = [{value: index for index, (value, _) in enumerate(choices)} for _, _, choices in facets]
    rows = []
    for event in archive.events:
        period = archive.period_of(event.date)
        values = [event.parties, event.places, [event.kind], [period.id] if period else [], [str(event.rank)]]
        chosen = [[known[value] for value in some] for known, some in zip(places, values, strict=True)]
        rows.append([event.id, edtf.lower_text(event.date), views.shown_date(event), event.title, *chosen])
    return {"facets": facets, "spellings": [_spellings(archive, name, choices) for name, _, choices in facets], "events": rows}


FOLDERS = {"party": "parties", "place": "places"}


def _spellings(archive: Archive, facet: str, choices: list[tuple[str, str]]) -> list[str]:
    """Return, for each party or place in order, every name and spelling that readers type; nothing for other facets."""
    if facet not in FOLDERS:
        return []
    records = [archive.get(FOLDERS[facet], value) for value, _ in choices]
    return [" ".join(dict.fromkeys([*(n.text for n in getattr(r, "names", ())), *getattr(r, "spellings", ())])) for r in records]
