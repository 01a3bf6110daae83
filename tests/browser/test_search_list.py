"""The list of queries, typed into the search box of the built site: what readers type leads to the right record.

All parts of the lists are held to the same shares. A failing test shows every query that missed, what it should have
led to and what came first instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from macros.archive import Archive
from macros.kinds import KINDS
from macros.records import load_records
from macros.search.entries import record_entries
from macros.search.folding import fold
from tests.repository import ROOT
from tests.search.queries import PARTS, Query, load_queries, make_slip

SHARES = {"first": 0.97, "three": 0.99, "slip": 0.90}
"""What a list must reach: the right record first; among the first three; among them in spite of one slip."""

# As a reader does it: the words go into the box, the box tells the page; results stand in the list when that returns.
TYPE = """([words, most]) => {
  const box = document.querySelector("[role=combobox]");
  box.value = words;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  return [...document.querySelectorAll("[role=option]")].slice(0, most).map((one) => one.pathname.slice(1, -1));
}"""


@dataclass(frozen=True)
class Typed:
    """A query as it was typed, and what came: `kind/id` of the first three results."""

    query: Query
    text: str
    found: Sequence[str]

    @property
    def is_first(self) -> bool:
        """Whether the right record leads."""
        return self.found[:1] != [] and self.found[0] in self.query.right

    @property
    def is_among_three(self) -> bool:
        """Whether the right record is in sight."""
        return any(one in self.query.right for one in self.found)


@pytest.fixture(scope="module")
def box_page(browser: Browser, served_site: str) -> Iterator[Page]:
    """One page with the search box in use and all of the index loaded."""
    context = browser.new_context(base_url=served_site)
    context.set_default_timeout(120_000)  # a busy machine is no fault; what is measured is the order, never the time
    page = context.new_page()
    page.goto("about/")
    page.locator("[role=combobox]").press_sequentially("armenia")
    page.locator("[data-kr-search=whole]").wait_for(state="attached")
    yield page
    context.close()


def _type_all(page: Page, queries: Sequence[tuple[Query, str]]) -> list[Typed]:
    assert len(queries) > 100, "the list is almost empty"
    return [Typed(query, text, page.evaluate(TYPE, [text, 3])) for query, text in queries]


def _assert_share(typed: Sequence[Typed], good: Sequence[bool], wanted: float) -> None:
    missed = [f"{one.text!r}: {one.query.right}, not {one.found}" for one, is_good in zip(typed, good, strict=True) if not is_good]
    share = sum(good) / len(good)
    print(f"{share:.1%} of {len(good)}; missed: {missed}")
    assert share >= wanted, f"{share:.1%} of {len(good)}, at least {wanted:.0%} wanted:\n" + "\n".join(missed)


@pytest.mark.parametrize("part", PARTS)
def test_what_is_typed_leads_to_the_right_record(box_page: Page, part: str) -> None:
    """Names in every script, numbers, people, wars and dates: the right record is the first result."""
    typed = _type_all(box_page, [(query, query.text) for query in load_queries(part)])
    _assert_share(typed, [one.is_first for one in typed], SHARES["first"])
    _assert_share(typed, [one.is_among_three for one in typed], SHARES["three"])


@pytest.mark.parametrize("part", PARTS)
def test_one_slip_does_not_lead_astray(box_page: Page, part: str) -> None:
    """Two letters swapped, one missing or one doubled: the right record is among the first three."""
    slipped = [(query, slip) for query in load_queries(part) if (slip := make_slip(query.text))]
    typed = _type_all(box_page, slipped)
    _assert_share(typed, [one.is_among_three for one in typed], SHARES["slip"])


DATES = {"January 1990"}
"""Spellings that are dates: what happened then comes before who is called so."""


def test_every_name_of_the_record_leads_to_it(box_page: Page) -> None:
    """All titles, names and spellings there are: the record comes first, or right after others of the same name."""
    entries = [entry for entry in record_entries(Archive(load_records(ROOT))) if entry.kind != "sources"]
    bearers = Counter(fold(name) for entry in entries for name in {fold(name): name for name in (entry.title, *entry.names)})
    missed = []
    for entry in entries:
        for name in (entry.title, *entry.names):
            found = box_page.evaluate(TYPE, [name, max(3, bearers[fold(name)])])
            if f"{entry.kind}/{entry.path}" not in found and name not in DATES:
                missed.append(f"{name!r}: {entry.kind}/{entry.path}, not {found}")
    assert not missed, "\n".join(missed)


def test_every_record_of_the_list_is_there(box_page: Page) -> None:
    """A record that was renamed is renamed in the list."""
    for right in sorted({one for query in load_queries() for one in query.right}):
        folder = right.split("/")[0]
        assert folder in (*KINDS, "history")
        assert box_page.request.get(f"{right}/").ok, f"tests/search names {right}, which has no page"


def test_the_list_is_large_enough() -> None:
    """At least 250 queries, each once, all parts of use."""
    texts = [query.text for query in load_queries()]
    assert len(texts) == len(set(texts)) >= 250
    assert all(len(load_queries(part)) > 100 for part in PARTS)
