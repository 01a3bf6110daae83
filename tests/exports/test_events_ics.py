"""The calendar, read back with icalendar and by its lines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import icalendar
import pytest

from macros.archive import Archive
from macros.edtf import parse
from macros.export.events_ics import MARK, entry, is_vague
from tests.exports.conftest import Exported


def entries(exported: Exported) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical((exported.folder / "events.ics").read_bytes())
    found = list(calendar.walk("VEVENT"))
    assert len({str(entry["uid"]) for entry in found}) == len(found), "two entries of one UID"
    return {str(entry["uid"]).removeprefix("events/").removesuffix("@karabakh-record"): entry for entry in found}


def test_every_event_is_an_all_day_entry(exported: Exported) -> None:
    """One entry an event, in order of time; days, not moments; an end after the start."""
    found = entries(exported)
    assert list(found) == [event.id for event in exported.archive.events]
    for one in found.values():
        assert type(one["dtstart"].dt) is date and type(one["dtend"].dt) is date
        assert one["dtstart"].dt < one["dtend"].dt
        assert str(one["transp"]) == "TRANSPARENT"


def test_the_stamp_is_the_day_of_checking(exported: Exported) -> None:
    """No clock: the same record gives the same entry."""
    found = entries(exported)
    for event in exported.archive.events:
        assert found[event.id]["dtstamp"].dt == datetime.combine(event.checked.earliest or date.min, datetime.min.time(), UTC)


def test_only_vague_dates_are_marked(exported: Exported) -> None:
    """The summary is the title; where the day is not known it says so."""
    found = entries(exported)
    for event in exported.archive.events:
        assert str(found[event.id]["summary"]) == event.title + (f" {MARK}" if is_vague(event.date) else "")


def test_lines_are_folded_at_75_bytes(exported: Exported) -> None:
    """RFC 5545 3.1; each line alone is UTF-8, so no letter is cut in two."""
    lines = (exported.folder / "events.ics").read_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)


def test_days_come_back_as_written(small: Exported) -> None:
    """The end is the day after the last; an Old Style date is converted."""
    found = entries(small)
    days = {key: (entry["dtstart"].dt, entry["dtend"].dt) for key, entry in found.items()}
    assert days["1990-05-01-bridge-closed"][0] == date(1990, 5, 1)
    assert days["1990-river-quarrel"] == (date(1990, 5, 1), date(1991, 3, 2))
    assert days["1813-old-treaty"] == (date(1813, 10, 24), date(1813, 10, 25))
    assert "12 October 1813 Old Style" in str(found["1813-old-treaty"]["description"])


def test_an_entry_leads_to_its_page_and_names_its_sources(archive: Archive) -> None:
    """Addresses are absolute; sources stand by title and publisher, not by id."""
    for event in archive.events:
        read = icalendar.Event.from_ical(entry(archive, event, "https://record.invalid/").to_ical())
        assert str(read["url"]) == f"https://record.invalid/events/{event.id}/"
        words = str(read["description"])
        assert words.endswith(f"Page: {read['url']}")
        for cite in event.sources:
            source = next(source for source in archive.sources if source.id == cite.source)
            assert source.title in words and f"({source.publisher})" in words and source.id not in words


def test_without_an_address_an_entry_has_no_url(archive: Archive) -> None:
    """RFC 5545 wants a whole address there."""
    assert "url" not in entry(archive, archive.events[0])


# date, whether the day is not known
VAGUE = [
    ("1994-05-05", False), ("1992-02-25/1992-02-26", False), ("2020-09-27/..", False), ("1994-05-05~", True), ("1994-05-05?", True),
    ("1994-05", True), ("1988", True), ("198X", True), ("1988-02/1994-05-12", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), VAGUE)
def test_a_date_is_vague_when_a_day_is_not_known(text: str, expected: bool) -> None:
    """Marks, months and years."""
    assert is_vague(parse(text)) == expected
