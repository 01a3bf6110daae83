"""Bars of office: who held it, or what a person held, from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor

from macros import views
from macros.archive import Archive
from macros.edtf import EdtfDate
from macros.fields import Cite
from macros.figures.control import span_words
from macros.figures.scale import AxisLabel, YearScale, decimal_year, year_labels
from macros.model import Party, Person


@dataclass(frozen=True)
class TenureItem:
    """One time in office. label: who or which office; sub: second line; href: where the label leads ("" for nowhere).

    start, end: None when not known or, for the end, while it lasts; is_lasting tells these apart.
    names: the label in other languages.
    """

    label: str
    start: EdtfDate | None
    end: EdtfDate | None
    sub: str = ""
    href: str = ""
    sources: Sequence[Cite] = ()
    note: str = ""
    names: Sequence[views.SideName] = ()


@dataclass(frozen=True)
class TenureBar:
    """An item with its bar. x, width: per cent, or None when no date of it is known; words: its dates."""

    item: TenureItem
    x: float | None
    width: float | None
    words: str


@dataclass(frozen=True)
class Tenures:
    """Bars in the order given, over one axis of years."""

    bars: tuple[TenureBar, ...]
    axis: tuple[AxisLabel, ...]


def tenure_bars(items: Iterable[TenureItem], until: date | None = None) -> Tenures | None:
    """Return the bars of the items, None when there is none.

    until: the day at which a bar without an end stops; by default the last day that any item names.
    """
    held = list(items)
    if not held:
        return None
    days = [day for item in held for end in (item.start, item.end) if end for day in (end.earliest, end.latest) if day]
    if not days:
        return Tenures(tuple(TenureBar(item, None, None, span_words(item.start, item.end)) for item in held), ())
    last = max(until, *days) if until and any(item.end is None for item in held) else max(days)
    scale = YearScale(floor(min(days).year), max(ceil(decimal_year(last)), min(days).year + 1))
    return Tenures(tuple(_bar(item, scale, last) for item in held), _axis(scale))


def _axis(scale: YearScale) -> tuple[AxisLabel, ...]:
    # The column of bars stays narrow on any screen, so the labels for wide drawings never fit.
    years = range(floor(scale.start) + 1, ceil(scale.end)) if scale.end - scale.start < 12 else ()
    return tuple(label for label in year_labels(scale, years) if not label.is_wide)


def _bar(item: TenureItem, scale: YearScale, last: date) -> TenureBar:
    words = span_words(item.start, item.end)
    start = item.start and (item.start.earliest or item.start.latest)
    end = item.end and (item.end.latest or item.end.earliest)
    if start is None and end is None:
        return TenureBar(item, None, None, words)
    # An end without a beginning is a point: a longer bar would say how long it lasted.
    left = decimal_year(start or end or last)
    right = decimal_year(end or last)
    x = round(scale.x(left), 2)
    return TenureBar(item, x, round(max(scale.x(right) - x, 0), 2), words)


def last_day(archive: Archive, ended: EdtfDate | None) -> date | None:
    """Return the day at which a time in office without an end stops: the end of its holder or body, else the record's reach."""
    reach = archive.reach.latest if archive.reach else None
    return (ended.latest or ended.earliest) if ended else reach


def leader_items(archive: Archive, party: Party) -> list[TenureItem]:
    """Return who led a party, as the record orders them; sources are those of the tenure, else of the record."""
    items = []
    for tenure in party.leaders:
        person = archive.get("people", tenure.person)
        url, names = views.url_of("people", tenure.person), views.title_names(archive, person)
        sources = tenure.sources or ()
        items.append(TenureItem(person.label, tenure.start, tenure.end, tenure.office, url, sources, tenure.note or "", names))
    return items


def role_items(archive: Archive, person: Person) -> list[TenureItem]:
    """Return the offices of a person, as the record orders them."""
    items = []
    for role in person.roles:
        party = archive.get("parties", role.party).label if role.party else ""
        url = views.url_of("parties", role.party) if role.party else ""
        items.append(TenureItem(role.office, role.start, role.end, party, url, role.sources or ()))
    return items
