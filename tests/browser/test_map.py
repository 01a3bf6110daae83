"""The map page: one map with a slider where scripts run, a row of maps where they do not, and a table that says the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage

DAYS = ("1988-01-01", "1992-01-01", "1994-05-12", "2020-11-09", "2020-12-02", "2023-09-19", "2023-10-01")
WIDTHS = (1280, 390, 320)

# Pairs of names that lie over each other, and names that leave the map.
CLASHES = """() => {
  const shown = [...document.querySelectorAll(".kr-pins b:not([hidden]) > span")]
    .filter((name) => getComputedStyle(name).visibility === "visible");
  const boxes = shown.map((s) => [s.textContent, s.getBoundingClientRect()]);
  const map = document.querySelector(".kr-pins").getBoundingClientRect();
  const out = boxes.filter(([, b]) => b.left < map.left || b.right > map.right).map(([name]) => name);
  const over = boxes.flatMap(([n, a], i) => boxes.slice(i + 1).filter(([, b]) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).map(([m]) => `${n} / ${m}`));
  return [shown.length, out, over];
}"""


def _open(page: Page, query: str = "") -> Locator:
    page.goto(f"map/{query}")
    slider = page.get_by_role("slider")
    expect(slider).to_be_visible()
    return slider


def _table(page: Page, column: int) -> dict[str, str]:
    """What the table says of a day: place to holder, without the places of which nothing is recorded."""
    rows = page.locator(".kr-table tbody tr").evaluate_all(
        "(rows, at) => rows.map((row) => [row.querySelector('th a').textContent, row.cells[at + 1].textContent.trim()])", column
    )
    return {place: holder for place, holder in rows if holder != "not recorded"}


def _pins(page: Page) -> dict[str, str]:
    """What the map says: place to holder, from the list of its places, each of which has a sign."""
    labels = page.locator("[data-kr-place] option[value]:not([value=''])").all_text_contents()
    assert page.locator(".kr-pins > b:not([hidden]) use").count() == len(labels)
    return dict(label.split(", ", 1) for label in labels)


def test_every_day_on_the_slider_is_a_column_of_the_table(browser_page: Page) -> None:
    """By keyboard from the first day to the last; the address keeps the day."""
    slider = _open(browser_page)
    slider.focus()
    slider.press("Home")
    assert slider.get_attribute("max") == str(len(DAYS))
    for number, day in enumerate(DAYS):
        assert f"on={day}" in browser_page.url
        assert _pins(browser_page) == _table(browser_page, number)
        assert day[:4] in (slider.get_attribute("aria-valuetext") or "")
        slider.press("ArrowRight")
    assert "on=" not in browser_page.url, "the last day is where things stand"
    assert _pins(browser_page) == _table(browser_page, len(DAYS))
    assert "the day that the sources reach" in (slider.get_attribute("aria-valuetext") or "")


def test_buttons_step_and_stop_at_the_ends(browser_page: Page) -> None:
    slider = _open(browser_page, "?on=1992-01-01")
    earlier, later = (
        browser_page.get_by_role("button", name="One day earlier"),
        browser_page.get_by_role("button", name="One day later"),
    )
    earlier.click()
    expect(earlier).to_have_attribute("aria-disabled", "true")
    earlier.click(force=True)  # it can still be pressed, and does nothing
    assert slider.input_value() == "0"
    expect(earlier).to_be_focused()
    later.click()
    assert slider.input_value() == "1" and "on=1992-01-01" in browser_page.url


def test_names_are_in_the_language_chosen(browser_page: Page) -> None:
    """Armenian, Azerbaijani, Russian, English; the address keeps it, and a link opens it so."""
    _open(browser_page)
    for tag, text in (("hy", "Շուշի"), ("az", "Şuşa"), ("ru", "Шуша"), ("en", "Shusha")):
        browser_page.get_by_label("Names on the map").select_option(tag)
        name = browser_page.locator(".kr-pins span", has_text=re.compile(f"^{text}$"))
        expect(name).to_have_attribute("lang", tag)
        assert ("names=" in browser_page.url) == (tag != "en")
    _open(browser_page, "?on=2020-12-02&names=hy")
    expect(browser_page.locator(".kr-pins span", has_text="Շուշի")).to_have_count(1)
    expect(browser_page.locator(".kr-asof output")).to_have_text("2 December 2020")


@pytest.mark.parametrize("query", ["?on=never&names=xx", "?on=", "?on=1700-01-01", "?names=%3Cb%3E", "?place=nowhere"])
def test_an_odd_address_does_no_harm(browser_page: Page, query: str) -> None:
    _open(browser_page, query)
    assert len(_pins(browser_page)) > 5
    expect(browser_page.get_by_label("Names on the map")).to_have_value("en")


def _sign(page: Page, name: str) -> Locator:
    return page.locator(".kr-pins > b", has_text=re.compile(f"^{name}$")).locator("i")


def _choose(page: Page, name: str) -> None:
    """Choose a place by keyboard, as from any list."""
    options = page.locator("[data-kr-place] option")
    value = options.filter(has_text=re.compile(f"^{name}, ")).get_attribute("value")
    page.locator("[data-kr-place]").select_option(value)


def test_a_place_tells_its_names_and_holder(browser_page: Page) -> None:
    """The card follows the pointer and the list, and keeps up with the slider."""
    slider = _open(browser_page, "?on=1994-05-12")
    card = browser_page.locator(".kr-card")
    _sign(browser_page, "Agdam").hover(force=True)
    expect(card).to_contain_text("Ağdam")
    expect(card).to_contain_text("12 May 1994: Artsakh")
    _choose(browser_page, "Shusha")
    for words in ("Shusha", "Շուշի", "Şuşa", "Шуша", "Artsakh"):
        expect(card).to_contain_text(words)
    assert "place=shusha" in browser_page.url
    slider.press("End")
    expect(card).to_contain_text("Azerbaijan")
    card.get_by_role("link", name="Shusha").press("Enter")
    browser_page.wait_for_url("**/places/shusha/")


def test_a_place_in_the_address_is_shown(browser_page: Page) -> None:
    """A link can name the day and the place; a place without a holder that day is not told."""
    _open(browser_page, "?on=1994-05-12&place=agdam")
    expect(browser_page.locator(".kr-card")).to_contain_text("12 May 1994: Artsakh")
    expect(browser_page.locator("[data-kr-place] option:checked")).to_contain_text("Agdam")


def test_a_click_leads_to_the_page_of_the_nearest_place(browser_page: Page) -> None:
    _open(browser_page)
    _sign(browser_page, "Kelbajar").click(position={"x": 2, "y": 2}, force=True)
    browser_page.wait_for_url("**/places/kelbajar/")


def test_a_tap_shows_and_the_card_leads(open_page: OpenPage) -> None:
    page = open_page(width=390, has_touch=True, is_mobile=True)
    _open(page)
    _sign(page, "Kelbajar").tap(force=True)
    expect(page.locator(".kr-card")).to_contain_text("Kəlbəcər")
    assert "/map/" in page.url
    page.locator(".kr-card a").first.tap()
    page.wait_for_url("**/places/kelbajar/")


@pytest.mark.parametrize("names", ["en", "hy", "az", "ru"])
@pytest.mark.parametrize("width", WIDTHS)
def test_names_do_not_lie_over_each_other(open_page: OpenPage, width: int, names: str) -> None:
    page = open_page(width=width)
    slider = _open(page, f"?names={names}")
    for key in ("Home", "PageUp", "End"):
        slider.press(key)
        count, outside, over = page.evaluate(CLASHES)
        assert count > 5 and outside == [] and over == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_without_scripts_each_day_has_a_map(open_page: OpenPage, width: int) -> None:
    """The row of maps, the legend and the table are whole, and no dead control is in sight."""
    page = open_page(width=width, java_script_enabled=False)
    page.goto("map/")
    assert page.locator(".kr-maps figure:visible").count() == len(DAYS) + 1
    assert page.locator("[data-kr-map]:visible").count() == 0
    assert page.locator(".kr-key span:visible").count() >= 5
    text = page.locator(".kr-table").inner_text()
    for name in ("Shusha", "Շուշի", "Şuşa", "Шуша", "NKAO", "Azerbaijan SSR"):
        assert name in text
