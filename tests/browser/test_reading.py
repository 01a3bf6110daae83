"""A reader opens the site: pages look right, fit their window and keep quiet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

Records = Callable[[str], list[dict[str, Any]]]

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
PAGES = ("", "chronology/", "parties/", "places/", "questions/", "names/", "sources/", "snapshot-2020-10/", "data/")
KINDS = ("events", "places", "questions")


def _too_wide(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


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
