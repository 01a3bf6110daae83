"""Events by year and decade: what the pages of the chronology and the timeline go by.

An event stands in the year in which it began, in our calendar. One that is known only to a
decade or a century stands in no year, since any would claim too much; it is kept beside the
years of the decade in which it may have begun.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from macros import edtf
from macros.archive import Archive
from macros.edtf import EdtfDate
from macros.model import Event


def moment_of(event: Event) -> EdtfDate:
    """Return the date of an event in our calendar."""
    return edtf.gregorian(event.date) if event.calendar == "julian" else event.date


def beginning(moment: EdtfDate) -> EdtfDate | None:
    """Return the first end of a date or interval that is given: its start, else its end."""
    return moment.start or moment.end


def year_of(event: Event) -> int | None:
    """Return the year an event began in, None when that is not known to the year."""
    point = beginning(moment_of(event))
    if point is None or point.earliest is None or point.precision in ("decade", "century"):
        return None
    return point.earliest.year


def month_of(event: Event) -> int | None:
    """Return the month, 1 to 12, an event began in, None when that is not known to the month."""
    point = beginning(moment_of(event))
    if point is None or point.earliest is None or point.precision not in ("day", "month"):
        return None
    return point.earliest.month


def decade_of(event: Event) -> int:
    """Return the first year of the decade an event began in, or may have begun in at the earliest."""
    return edtf.year_of(moment_of(event)) // 10 * 10


def decade_words(decade: int) -> str:
    """Return a decade in words; "the 1900s" could be a century."""
    return f"{decade}\u2013{decade + 9}"


def decade_path(decade: int) -> str:
    """Return the last part of the address of a decade's page."""
    return f"{decade}s"


@dataclass(frozen=True)
class Year:
    """The events that began in a year, in order of time, and those begun earlier that reached into it."""

    year: int
    events: tuple[Event, ...]
    earlier: tuple[Event, ...]

    @property
    def months(self) -> list[tuple[int | None, list[Event]]]:
        """The events by month of their beginning; first, under None, those known only to the year."""
        found: dict[int | None, list[Event]] = defaultdict(list)
        for event in self.events:
            found[month_of(event)].append(event)
        return sorted(found.items(), key=lambda pair: pair[0] or 0)


@dataclass(frozen=True)
class Decade:
    """The years of a decade that have events, and `loose`, the events known to no year."""

    first: int
    years: tuple[Year, ...]
    loose: tuple[Event, ...]

    @property
    def events(self) -> list[Event]:
        """All its events in order of time, those of no year first."""
        return [*self.loose, *(event for year in self.years for event in year.events)]

    @property
    def words(self) -> str:
        """Its years in words."""
        return decade_words(self.first)

    @property
    def path(self) -> str:
        """The last part of the address of its page."""
        return decade_path(self.first)


def decades_of(archive: Archive) -> list[Decade]:
    """Return the decades that have events, in order of time."""
    by_year: dict[int, list[Event]] = defaultdict(list)
    loose: dict[int, list[Event]] = defaultdict(list)
    for event in archive.events:
        year = year_of(event)
        if year is None:
            loose[decade_of(event)].append(event)
        else:
            by_year[year].append(event)
    lasting = [event for event in archive.events if event.date.is_interval]
    firsts = sorted({year // 10 * 10 for year in by_year} | set(loose))
    return [
        Decade(first, tuple(_years(by_year, lasting, range(first, first + 10))), tuple(loose.get(first, ()))) for first in firsts
    ]


def _years(by_year: dict[int, list[Event]], lasting: Iterable[Event], years: range) -> Iterable[Year]:
    for year in years:
        if year in by_year:
            earlier = (event for event in lasting if _reaches(event, year))
            yield Year(year, tuple(by_year[year]), tuple(earlier))


def _reaches(event: Event, year: int) -> bool:
    """Return whether an event that began earlier surely lasted into a year: its end is given, not open."""
    begun, end = year_of(event), moment_of(event).end
    return begun is not None and end is not None and end.earliest is not None and begun < year <= end.earliest.year
