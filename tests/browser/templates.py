"""The pages that stand for all others, one of each template, and how a browser opens them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from macros.kinds import KINDS

Records = Callable[[str], list[dict[str, Any]]]

PAGES = (
    "",
    "start/",
    "history/05-first-war/",
    "chronology/",
    "chronology/1990s/",
    "chronology/1992/",
    "chronology/agreement/",
    "disagreement/",
    "map/",
    "parties/",
    "places/",
    "questions/",
    "snapshot-2020-10/",
    "figures/",
    "data/",
    "search/",
)
"""Pages that people write, by address."""

TEMPLATES = (*PAGES, *KINDS)

FULLEST = {
    "events": "2020-09-27-war-begins",
    "parties": "armenia",
    "places": "shusha",
    "people": "ilham-aliyev",
    "documents": "trilateral-2020-11-09",
    "questions": "dead-2020-war",
    "terms": "occupied-liberated",
}
"""Records with much in them; of the other kinds, and where one of these is gone, the first stands for all."""

SHORTEN = """() => document.querySelectorAll(".md-content :is(ol, ul, tbody)").forEach((list) =>
  [...list.children].slice(30).forEach((row) => row.remove()))"""
"""Takes the rows after the thirtieth out of each list: the rows of a list are alike, and reading thousands takes long."""


def address_of(template: str, records: Records) -> str:
    """Return the address of a template: itself, or that of a record of the kind it names."""
    if template not in KINDS:
        return template
    found = records(template)
    return str(next((row for row in found if row["id"] == FULLEST.get(template)), found[0])["url"])


def open_template(page: Page, template: str, records: Records) -> None:
    """Go to the page that stands for a template; it answers with 200."""
    answer = page.goto(address_of(template, records))
    assert answer is not None and answer.status == 200
