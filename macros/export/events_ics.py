"""`/data/v1/events.ics`: every event as an all-day entry of a calendar (RFC 5545).

An entry covers all days that the date can mean. Where the day is not known (a mark, a month, a year)
the summary ends in "(about)". Old Style days are converted. An entry whose end is open stands on its
first day, since a calendar knows no open end; its description says "since". Entries do not make
a reader's day busy. Sources stand by title and publisher. Left out: claims; and web addresses where
the site's own is not known.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import icalendar

from macros import edtf
from macros.archive import Archive
from macros.edtf import EdtfDate
from macros.export.about import TITLE, about
from macros.export.records_json import FOLDER
from macros.export.sources_bib import shown_title
from macros.model import Event, Source

NAME = "events.ics"
MEDIA_TYPE = "text/calendar"
MARK = "(about)"
HOST = "karabakh-record"
"""The right side of each UID: a name, not an address, so that the same event has one UID everywhere."""


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write all events in order of time; return the file."""
    file = site / FOLDER / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{TITLE}//{NAME}//EN")
    calendar.add("x-wr-calname", TITLE)
    calendar.add("x-wr-caldesc", "; ".join(f"{key}: {value}" for key, value in about(archive).items() if value))
    for event in archive.events:
        calendar.add_component(entry(archive, event, site_url))
    file.write_bytes(calendar.to_ical())
    return [file]


def entry(archive: Archive, event: Event, site_url: str = "") -> icalendar.Event:
    """Return one event; DTSTAMP is the day on which the record was checked, DTEND the day after the last.

    site_url: public address of the site; without it an entry has no URL, and its page is named relative to the site.
    """
    moment = edtf.gregorian(event.date) if event.calendar == "julian" else event.date
    first = moment.earliest or moment.latest
    last = (moment.latest or first) if moment.earliest else first
    checked = event.checked.earliest
    assert first and last and checked, "an interval open at both ends is never read"
    found = icalendar.Event()
    found.add("uid", f"events/{event.id}@{HOST}")
    found.add("dtstamp", datetime.combine(checked, time(), UTC))
    found.add("dtstart", first)
    if last.toordinal() < last.max.toordinal():
        found.add("dtend", last + timedelta(days=1))
    found.add("summary", f"{event.title} {MARK}" if is_vague(moment) else event.title)
    found.add("description", _description(archive, event, site_url))
    found.add("categories", [archive.vocab["event-kinds"][event.kind].label])
    found.add("transp", "TRANSPARENT")
    if site_url:
        found.add("url", _page(event, site_url))
    return found


def is_vague(moment: EdtfDate) -> bool:
    """Return whether an entry cannot name the day: a mark for approximate or uncertain, or a date coarser than a day."""
    return moment.is_approximate or moment.is_uncertain or moment.precision != "day"


def _page(event: Event, site_url: str) -> str:
    return f"{site_url}events/{event.id}/"


def _description(archive: Archive, event: Event, site_url: str) -> str:
    shown = edtf.show_old_style(event.date) if event.calendar == "julian" else event.date.shown
    cited = (archive.get("sources", cite.source) for cite in event.sources)
    sources = "\n".join(f"- {shown_title(source)} ({source.publisher})" for source in cited if isinstance(source, Source))
    return f"{event.summary}\n\nDate: {shown}\nSources:\n{sources}\nPage: {_page(event, site_url)}"
