"""The ways out of a page: citations that can be copied, print with sources, previews that can be put away."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage

EVENT = "events/2023-09-24-exodus/"
CHAPTER = "history/05-first-war/"
PRINTED = (EVENT, CHAPTER, "map/", "start/")

# Text that leaves the sheet to the right, of what is visible.
CUT = """() => [...document.querySelectorAll(".md-content :is(p, td, th, li, figure, svg.kr-map, dd)")]
  .filter((part) => part.getClientRects().length && part.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map((part) => part.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("number", range(4))
def test_each_citation_is_copied_whole(open_page: OpenPage, number: int) -> None:
    """By the button where the browser allows it; a click selects the whole text where it does not."""
    page = open_page()
    page.goto(EVENT)
    page.locator(".kr-exits .tabbed-labels > *").nth(number).click()
    block = page.locator(".kr-exits .tabbed-block").nth(number)
    expect(block).to_be_visible()
    text = block.locator("code").inner_text().strip()
    block.locator("code").click(position={"x": 20, "y": 15})
    selected = page.evaluate("getSelection().toString()").strip()
    assert selected == text and "karabakh-record.example" in text
    assert block.locator("button").count() == 1


def test_the_last_citation_is_csl_json(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(EVENT)
    (item,) = json.loads(page.locator(".kr-exits .tabbed-block").nth(3).locator("code").text_content() or "")
    assert item["URL"].endswith(EVENT) and item["type"] == "webpage"


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("address", PRINTED)
def test_a_printed_page_is_whole_and_says_where_it_is_from(open_page: OpenPage, address: str, scripts: bool) -> None:
    """No navigation, no tools, nothing cut; sources with addresses; the page's own address and version."""
    page = open_page(width=700, java_script_enabled=scripts)
    page.goto(address)
    page.emulate_media(media="print")
    for tool in (".md-header", ".md-tabs", ".md-sidebar", ".kr-pager", ".kr-print", ".kr-live", ".kr-asof div", ".md-copyright"):
        assert page.locator(f"{tool}:visible").count() == 0, tool
    expect(page.locator(".kr-printed")).to_contain_text(re.compile(rf"/{address} · version of \d+ [A-Z][a-z]+ \d{{4}}$"))
    assert page.evaluate(CUT) == []
    for link in page.locator(".footnote li a[rel]").all()[:5]:
        shown = link.evaluate("link => getComputedStyle(link, '::after').content.replace(/\\s*\"\\s*/g, '')")
        assert shown == f"<{link.get_attribute('href')}>"


def test_a_chapter_numbers_every_source_it_marks(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(CHAPTER)
    marks = set(page.locator(".footnote-ref").all_inner_texts())
    assert marks == {str(number + 1) for number in range(page.locator(".footnote li[id]").count())}


def test_the_printed_map_is_the_row_of_maps(open_page: OpenPage) -> None:
    """Whatever the slider stands at, paper shows every day."""
    page = open_page(width=700)
    page.goto("map/?on=1988-01-01")
    expect(page.get_by_role("slider")).to_be_visible()
    page.emulate_media(media="print")
    assert page.locator(".kr-maps figure:visible").count() == 8
    assert page.locator(".kr-key span:visible").count() >= 5


def test_what_was_known_is_said_on_paper_too(open_page: OpenPage) -> None:
    """A page printed as of a day says so: it leaves out what came later."""
    page = open_page(width=700)
    page.goto(f"{EVENT}?on=2023-09-28")
    page.emulate_media(media="print")
    expect(page.locator("[data-kr-asof] output")).to_be_visible()
    expect(page.locator("[data-kr-summary]")).to_be_visible()


@pytest.mark.parametrize(("address", "words"), [(CHAPTER, "Print this chapter with its sources"), (EVENT, "Print this page")])
def test_a_button_prints(open_page: OpenPage, address: str, words: str) -> None:
    page = open_page()
    page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; };")
    page.goto(address)
    page.get_by_role("button", name=words).click()
    assert page.evaluate("window.printed") == 1


@pytest.mark.parametrize("colours", ["none", "active"])
def test_a_link_shows_what_it_leads_to_until_escape(open_page: OpenPage, colours: str) -> None:
    """On a stamped page, by pointer and by keyboard, in the reader's own colours too."""
    page = open_page(forced_colors=colours)
    page.goto(EVENT)
    tip = page.locator(".kr-peek:visible")
    page.locator(".kr-facts a[href]").first.hover()
    expect(tip).to_have_count(1)
    assert len(tip.inner_text()) > 40
    page.keyboard.press("Escape")
    expect(tip).to_have_count(0)
    page.mouse.move(2, 2)
    page.keyboard.press("Tab")  # from now on the browser shows where the focus is
    page.locator(".kr-facts a[href]").nth(1).focus()
    expect(tip).to_have_count(1)
    assert tip.evaluate("tip => parseFloat(getComputedStyle(tip).borderTopWidth)") == 1
    described = page.evaluate("document.getElementById(document.activeElement.getAttribute('aria-describedby'))?.className")
    assert described == "kr-peek"


def test_a_source_mark_shows_its_own_source_and_no_other(open_page: OpenPage) -> None:
    """What lies ahead is the source itself, without its links back; no address is asked for."""
    page = open_page()
    page.goto(EVENT)
    asked: list[str] = []
    page.locator(".footnote-ref[href$='#fn:1']").first.hover()
    page.on("request", lambda request: asked.append(request.url))
    tip = page.locator(".kr-peek:visible")
    expect(tip).to_have_count(1)
    assert page.locator(".footnote [id='fn:1'] cite").inner_text() in tip.inner_text()
    assert page.locator(".footnote [id='fn:2'] cite").inner_text() not in tip.inner_text()
    assert (tip.locator(".footnote-backref, [id]").count(), page.locator("[id='fn:1']").count()) == (0, 1)
    assert [url for url in asked if not url.endswith(".js")] == []


def test_previews_stay_away_from_a_finger(open_page: OpenPage) -> None:
    """On a phone a tap follows the link; nothing lies over the text."""
    page = open_page(width=390, has_touch=True)
    page.goto(EVENT)
    page.locator(".footnote-ref").first.tap()
    page.wait_for_timeout(500)  # longer than a preview waits; its absence can only be waited for
    assert page.locator(".kr-peek:visible").count() == 0
