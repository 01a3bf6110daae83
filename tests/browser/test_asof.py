""" "As known on": the control shows what stood on a day, as the archive itself reckons it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from macros.archive import Archive
from macros.records import ClaimEntry, load_records
from tests.browser.conftest import OpenPage
from tests.repository import ROOT

Records = Callable[[str], list[dict[str, Any]]]

STANDING = """() => [...document.querySelectorAll(":is(.kr-claim, .kr-entry)[id]:not([hidden], .is-replaced)")]
  .map((one) => one.id).sort()"""


@pytest.fixture(scope="session")
def real() -> Archive:
    """The archive that the site was built from."""
    return Archive(load_records(ROOT))


def _most_revised(archive: Archive, kind: str) -> str:
    """The record of a kind whose own claims replace each other most often."""
    records = archive.of_kind(kind)
    return max(records, key=lambda one: (sum(bool(entry.claim.revises) for entry in archive.claims_in(kind, one.id)), one.id)).id


def _last_day(entry: ClaimEntry) -> date:
    assert entry.claim.on.latest is not None
    return entry.claim.on.latest


@pytest.mark.parametrize("kind", ["events", "questions"])
def test_each_step_shows_what_stood_on_that_day(browser_page: Page, real: Archive, kind: str) -> None:
    """The page and `Archive.known_on` agree on every day on which something was said."""
    record = _most_revised(real, kind)
    own = list(real.claims_in(kind, record))
    browser_page.goto(f"{kind}/{record}/")
    slider = browser_page.locator("[data-kr-asof] input")
    expect(slider).to_be_visible()
    ids = {entry.claim.id for entry in own}
    for day in sorted({_last_day(entry) for entry in own}):
        browser_page.goto(f"{kind}/{record}/?on={day}")
        expect(slider).to_be_visible()
        shown = [one for one in browser_page.evaluate(STANDING) if one in ids]
        assert shown == sorted(entry.claim.id for entry in real.known_on(own, day)), f"{kind}/{record} on {day}"


def test_a_replaced_figure_says_by_what_and_why_on_an_earlier_day_too(browser_page: Page) -> None:
    """On 28 September 2023 the first count stood; what replaced it later is said beside it."""
    browser_page.goto("events/2023-09-24-exodus/?on=2023-09-28")
    entry = browser_page.locator("#arrivals-2023-09-28")
    expect(entry).to_be_visible()
    expect(entry).not_to_have_class("kr-entry is-replaced")
    expect(entry).to_contain_text("Replaced by its claimant’s figure of 30 September 2023: 100,417.")
    expect(browser_page.locator("#arrivals-2023-09-30")).to_be_hidden()
    expect(browser_page.locator("[data-kr-summary]")).to_contain_text("1 figure")


def test_answers_come_when_they_were_given(browser_page: Page) -> None:
    """A claim is not said to be answered before it was."""
    browser_page.goto("events/2023-09-24-exodus/?on=2023-09-28")
    expect(browser_page.locator("[data-kr-asof] output")).to_have_text("28 September 2023")
    later = browser_page.locator("[data-since='2023-10-01']")
    assert later.count() > 0 and later.locator("visible=true").count() == 0


def test_the_address_keeps_the_day_and_the_keyboard_moves_it(browser_page: Page) -> None:
    browser_page.goto("events/2023-09-24-exodus/")
    slider = browser_page.locator("[data-kr-asof] input")
    expect(browser_page.locator("[data-kr-asof] output")).to_contain_text("and since")
    slider.press("Home")
    assert "?on=2023-09-27" in browser_page.url
    browser_page.reload()
    expect(browser_page.locator("[data-kr-asof] output")).to_have_text("Until 27 September 2023")
    slider.press("End")
    assert "on=" not in browser_page.url


@pytest.mark.parametrize(
    ("given", "shown"),
    [("2023-10", "30 October 2023"), ("1999", "Until 27 September 2023"), ("never", "and since"), ("2023-9", "and since")],
)
def test_a_day_between_two_steps_shows_the_step_before(browser_page: Page, given: str, shown: str) -> None:
    """A month counts to its end; before the first word nothing stood; what is no date shows all."""
    browser_page.goto(f"events/2023-09-24-exodus/?on={given}")
    expect(browser_page.locator("[data-kr-asof] output")).to_contain_text(shown)


def test_before_the_first_word_nothing_stood(browser_page: Page) -> None:
    """No claim of a later day is shown, and the page says so."""
    browser_page.goto("questions/dead-2020-war/?on=2020-09-01")
    expect(browser_page.locator("[data-kr-summary]")).to_contain_text("Nothing stood by then.")
    assert browser_page.locator("article :is(.kr-claim, .kr-entry)[data-on]:visible").count() == 0


def test_a_link_to_a_claim_shows_it_whatever_day_is_named(browser_page: Page) -> None:
    browser_page.goto("events/2023-09-24-exodus/?on=2023-09-28#arrivals-2023-10-01")
    expect(browser_page.locator("#arrivals-2023-10-01")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_without_scripts_all_claims_stand_with_their_dates(open_page: OpenPage, real: Archive, width: int) -> None:
    """Nothing is hidden but the control; each replaced figure says what took its place."""
    page = open_page(width=width, java_script_enabled=False)
    page.goto("events/2023-09-24-exodus/")
    own = real.claims_in("events", "2023-09-24-exodus")
    assert page.locator(":is(.kr-claim, .kr-entry)[id]:visible time:visible").count() >= len(own)
    replaced = [entry for entry in own if real.revision_of(entry)]
    assert replaced
    for entry in replaced:
        expect(page.locator(f"[id='{entry.claim.id}']")).to_contain_text("Replaced by its claimant’s")
    assert page.locator("[data-kr-asof]:visible").count() == 0
