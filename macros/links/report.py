"""Every address that sources and documents name, asked once, and the report on it: JSON for programs, Markdown for people.

Each host is asked one address at a time, with a pause between; hosts beside each other. Records are
not changed: what to do about a dead address is for a person to say.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from macros.archive import Archive
from macros.files import write_whole
from macros.inert import render_inert
from macros.links.probe import ALIVE, STATES, Answer, Prober

NAME = "links"
"""File name of both reports, without ending."""

FIELDS = ("url", "archived")
KINDS_WITH_LINKS = ("sources", "documents")
HOSTS_AT_ONCE = 8
MOST_LISTED = 120
"""Of each state so many are listed in the report for people, which has to fit into an issue."""


@dataclass(frozen=True)
class Link:
    """One address on the web. record: who names it, as kind/id. field: `url`, or `archived` for the copy."""

    record: str
    field: str
    url: str


@dataclass(frozen=True)
class Found:
    """A link and what became of it."""

    link: Link
    answer: Answer


def links_of(archive: Archive) -> list[Link]:
    """Return every address that sources and documents name, by record."""
    return [
        Link(f"{kind}/{record.id}", name, url)
        for kind in KINDS_WITH_LINKS
        for record in sorted(archive.of_kind(kind), key=lambda one: one.id)
        for name in FIELDS
        if (url := getattr(record, name, None))
    ]


def check_links(
    links: Iterable[Link], prober: Prober, pause: float = 2, sleep: Callable[[float], None] = time.sleep
) -> list[Found]:
    """Return what became of each link, in their order; an address that several name is asked once.

    pause: seconds between two questions to one host.
    """
    links = list(links)
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(link.url for link in links):
        by_host[urlsplit(url).hostname or ""].append(url)

    def ask_host(urls: list[str]) -> dict[str, Answer]:
        answers = {}
        for index, url in enumerate(urls):
            if index:
                sleep(pause)
            answers[url] = prober.probe(url)
        return answers

    found: dict[str, Answer] = {}
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        # The host with most addresses takes longest; begun first, it does not keep the others waiting at the end.
        for answers in pool.map(ask_host, sorted(by_host.values(), key=len, reverse=True)):
            found |= answers
    return [Found(link, found[link.url]) for link in links]


def counts_of(found: Iterable[Found]) -> dict[str, int]:
    """Return how many links are in each state."""
    states = [one.answer.state for one in found]
    return {state: states.count(state) for state in STATES}


def write_report(found: list[Found], folder: Path) -> tuple[Path, Path]:
    """Write `links.json` and `links.md` into a folder and return both."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [asdict(one.link) | asdict(one.answer) for one in found]
    data = {"counts": counts_of(found), "links": rows}
    write_whole(folder / f"{NAME}.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")
    write_whole(folder / f"{NAME}.md", report_text(found))
    return folder / f"{NAME}.json", folder / f"{NAME}.md"


def report_text(found: list[Found]) -> str:
    """Return the report for people as Markdown; the addresses in it are shown and do not act."""
    groups = [(state, [one for one in found if one.answer.state == state]) for state in STATES if state != ALIVE]
    return render_inert("links.md", counts=counts_of(found), groups=groups, most=MOST_LISTED)
