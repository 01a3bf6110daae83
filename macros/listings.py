"""The chronology as pages that need no script: by decade, by year, by kind; and the list that the filters read.

They are stamped like record pages, into a shell of their own. Parties, places and periods
need no page here: their own pages list their events.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from macros import views
from macros.archive import Archive
from macros.edtf import MONTHS
from macros.facets import FILTER_FILE, filter_list
from macros.figures.decade_strip import decade_strip
from macros.kinds import LISTINGS
from macros.model import Event
from macros.render import ListPage, Renderer
from macros.stamp import Shell, write_page
from macros.years import Decade, Year, decade_of, decade_words, decades_of

IN_FULL = 5
"""A year of at most so many events is listed in full on the page of its decade; of others the major ones."""

MOST_NAMED = 60
"""Where a year has more major events than this, the page of its decade names the turning points, or none."""


def write_listings(site: Path, renderer: Renderer, shell: Shell, *, again: bool = False) -> list[ListPage]:
    """Write the pages of decades, years and kinds and the list for the filters; return the pages in this order.

    again: whether they may have been written before, as in a preview.
    """
    pages = list(list_pages(renderer))
    for page in pages:
        write_page(site, shell, page, again=again)
    content = json.dumps(filter_list(renderer.archive), ensure_ascii=False, separators=(",", ":"))
    (site / LISTINGS.folder / FILTER_FILE).write_text(content, encoding="utf-8")
    return pages


def list_addresses(archive: Archive) -> set[str]:
    """Return the addresses of all these pages, relative to the site, without making one."""
    decades = decades_of(archive)
    years = {str(year.year) for decade in decades for year in decade.years}
    paths = {decade.path for decade in decades} | years | {event.kind for event in archive.events}
    return {f"{LISTINGS.folder}/{path}/" for path in paths}


def list_pages(renderer: Renderer) -> Iterator[ListPage]:
    """Yield every page of a list."""
    decades = decades_of(renderer.archive)
    for index, decade in enumerate(decades):
        yield _decade_page(renderer, decade, _around(decades, index))
    years = [(decade, year) for decade in decades for year in decade.years]
    for index, (decade, year) in enumerate(years):
        yield _year_page(renderer, decade, year, _around([one for _, one in years], index))
    by_kind: dict[str, list[Event]] = defaultdict(list)
    for event in renderer.archive.events:
        by_kind[event.kind].append(event)
    for kind in sorted(by_kind):
        yield _kind_page(renderer, kind, by_kind[kind])


def _around(items: Sequence[Any], index: int) -> tuple[Any, Any]:
    """Return what stands before and after, None at the ends."""
    return (items[index - 1] if index else None, items[index + 1] if index + 1 < len(items) else None)


def events_words(count: int) -> str:
    """Return a number of events in words: "1 event", "1,200 events"."""
    return f"{views.show_number(count)} event{'' if count == 1 else 's'}"


def _decade_page(renderer: Renderer, decade: Decade, around: tuple[Any, Any]) -> ListPage:
    rows = [(year, _shown(year.events)) for year in decade.years]
    events = decade.events
    description = (
        f"{events_words(len(events))} of the Nagorno-Karabakh conflict that began from {decade.first} to {decade.first + 9}, "
        "year by year, with turning points and major events on a timeline."
    )
    values = {"decade": decade, "strip": decade_strip(renderer.archive, decade), "rows": rows, "around": around}
    return _page(renderer, decade.path, f"Chronology, {decade.words}", description, events, **values)


def _shown(events: Sequence[Event]) -> list[Event]:
    """Return the events of a year that the page of its decade names: as far down the ranks as there is room."""
    if len(events) <= IN_FULL:
        return list(events)
    by_rank = ([event for event in events if event.rank <= rank] for rank in (2, 1))
    return next((some for some in by_rank if len(some) <= MOST_NAMED), [])


def _year_page(renderer: Renderer, decade: Decade, year: Year, around: tuple[Any, Any]) -> ListPage:
    description = (
        f"{events_words(len(year.events))} of the Nagorno-Karabakh conflict that began in {year.year}, "
        "month by month, each with its sources."
    )
    months = [(month, MONTHS[month - 1] if month else "", events) for month, events in year.months]
    values = {"decade": decade, "year": year, "months": months, "around": around}
    return _page(renderer, str(year.year), f"Chronology, {year.year}", description, year.events, **values)


def _kind_page(renderer: Renderer, kind: str, events: Sequence[Event]) -> ListPage:
    word = renderer.archive.vocab["event-kinds"][kind]
    groups: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        groups[decade_of(event)].append(event)
    description = f"{events_words(len(events))} of the kind “{word.label}” in order of time. {word.meaning}"
    values = {"kind": kind, "groups": [(decade, decade_words(decade), found) for decade, found in groups.items()]}
    return _page(renderer, kind, f"Chronology, kind: {word.label.lower()}", description, events, **values)


def _page(renderer: Renderer, path: str, title: str, description: str, events: Iterable[Event], **values: Any) -> ListPage:
    template = "kind" if "kind" in values else "year" if "year" in values else "decade"
    page = renderer.notes()
    body = renderer.partial(f"listing-{template}.html", page, title=title, **values)
    checked = max(event.checked.text for event in events)
    return ListPage(f"{LISTINGS.folder}/{path}/", title, description, str(body), page.toc, checked)
