"""A reader opens the site: pages look right, keep quiet, and search finds what the record holds.

Records are taken at even distances from the published lists, so every run reads
the same ones and a growing record changes them slowly.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, TimeoutError

from tests.browser.conftest import OpenPage

Records = Callable[[str], list[dict[str, Any]]]

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
PAGES = ("", "chronology/", "parties/", "places/", "questions/", "names/", "sources/", "snapshot-2020-10/", "data/")
KINDS = ("events", "places", "questions")
SAMPLE = 12
SHOWN = 5

# Addresses of the first results: one for each record, without the section hits folded beneath it.
RESULTS = """() => [...document.querySelectorAll(".md-search-result__item")].map(item => {
  const link = item.querySelector("a.md-search-result__link");
  return link ? new URL(link.href).pathname : "";
})"""


def _sample(found: list[dict[str, Any]], number: int) -> dict[str, Any]:
    """The record at one of SAMPLE even steps through the list."""
    if number >= len(found):
        pytest.skip(f"there are only {len(found)} records")
    return found[number * len(found) // min(SAMPLE, len(found))]


def _names(place: dict[str, Any]) -> list[str]:
    """Every way a reader may type a place: its English name, its names by language, its spellings."""
    texts = [place["name"], *(name["text"] for name in place.get("names", [])), *place.get("spellings", [])]
    return list(dict.fromkeys(texts))


def _too_wide(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def _type(box: Locator, words: str) -> None:
    """Put words into the search box; the theme looks when a key is let go, so one is pressed."""
    box.fill(words)
    box.press("End")


def _bearers(records: Records, words: str) -> int:
    """How many records have these words in their own name, title or spellings: they may all come first."""
    kinds = ("places", "parties", "people", "terms", "documents", "questions", "events")
    forms = [[row.get("title") or row["name"], *_names({"name": "", **row})] for kind in kinds for row in records(kind)]
    return sum(any(words.lower() in form.lower() for form in one) for one in forms)


def _search(page: Page, words: str, wanted: str, shown: int = SHOWN) -> list[str]:
    """Type into the search box; the first results once `wanted` is among them, or what stood there after five seconds."""
    box = page.locator("[data-md-component=search-query]")
    _type(box, "")
    page.wait_for_function("!document.querySelector('.md-search-result__item')")
    _type(box, words)
    among_first = f"([wanted, shown]) => ({RESULTS})().slice(0, shown).includes(wanted)"
    with suppress(TimeoutError):  # the caller's message shows what was found instead
        page.wait_for_function(among_first, arg=[f"/{wanted}", shown], timeout=5000)
    found: list[str] = page.evaluate(RESULTS)
    return found[:shown]


def _open_search(page: Page) -> None:
    """Go to the start page and open the search box, as the key `/` does."""
    page.goto("")
    page.locator("[data-md-component=search-query]").focus()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_home_is_styled(open_page: OpenPage, width: int, scheme: str) -> None:
    """The start page has our face and fits its window, on paper and on slate."""
    page = open_page(width=width, color_scheme=scheme)
    page.goto("")
    assert "Noto Serif" in page.locator("h1").first.evaluate("element => getComputedStyle(element).fontFamily")
    assert _too_wide(page) <= 0


def test_dark_and_light_differ(open_page: OpenPage) -> None:
    """The page follows the system's choice of colours."""
    papers = []
    for scheme in SCHEMES:
        page = open_page(color_scheme=scheme)
        page.goto("")
        papers.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert papers[0] != papers[1]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", PAGES)
def test_page_is_quiet_and_fits(open_page: OpenPage, address: str, width: int) -> None:
    """A page people write answers, has one main heading and fits; console and other hosts are watched by the fixture."""
    page = open_page(width=width)
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").count() == 1
    assert _too_wide(page) <= 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_record_is_quiet_and_fits(open_page: OpenPage, records: Records, kind: str, width: int) -> None:
    """A record's page does the same, and its heading is not empty."""
    page = open_page(width=width)
    answer = page.goto(records(kind)[0]["url"], wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    assert page.locator("h1").inner_text().strip()
    assert _too_wide(page) <= 0


@pytest.mark.parametrize("number", range(SAMPLE))
def test_search_finds_an_event_by_its_title(browser_page: Page, records: Records, number: int) -> None:
    """Who types the title of an event sees it among the first results."""
    event = _sample(records("events"), number)
    _open_search(browser_page)
    assert f"/{event['url']}" in _search(browser_page, event["title"], event["url"])


@pytest.mark.parametrize("number", range(SAMPLE))
def test_search_finds_a_place_by_each_of_its_names(browser_page: Page, records: Records, number: int) -> None:
    """Armenian, Azerbaijani, Russian, or a spelling no party uses: each leads to the place."""
    place = _sample(records("places"), number)
    _open_search(browser_page)
    found = {name: _search(browser_page, name, place["url"], max(SHOWN, _bearers(records, name))) for name in _names(place)}
    missed = {name: results for name, results in found.items() if f"/{place['url']}" not in results}
    assert missed == {}, f"{place['id']}: name typed, first results seen"
