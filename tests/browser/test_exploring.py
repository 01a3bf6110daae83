"""A reader explores: by pages without script, by filters with it, from the whole conflict to a decade to a month.

Numbers are counted from the published records, so that the tests grow with the record.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_accessibility import OPTIONS

Records = Callable[[str], list[dict[str, Any]]]
Choose = Callable[[dict[str, Any]], bool]

WIDTHS = (1280, 390)
SHOWN = "[data-kr-facets] ol > li"


def _events(records: Records, choose: Choose = lambda event: True) -> list[dict[str, Any]]:
    return [event for event in records("events") if choose(event)]


def _status(page: Page) -> Any:
    return page.locator("[data-kr-facets] [role=status]")


def _open_filters(page: Page, query: str = "") -> None:
    """Open the chronology and its tool, by hand or, with a query, by the address."""
    page.goto(f"chronology/{query}")
    if not query:
        page.locator("details.kr-facets > summary").click()
    expect(_status(page)).to_contain_text("events")


def _left(page: Page, name: str, value: str) -> int:
    """Return the number that stands beside a choice."""
    label = page.locator(f"label:has(input[name={name}][value='{value}'])")
    return int((label.locator(".kr-num").text_content() or "").replace(",", ""))


def _said(count: int, total: int) -> str:
    return f"{count:,} of {total:,} events"


def _follow(page: Page, link: Locator) -> None:
    """Click a link and wait for the whole page: after the click alone only its beginning may have been read."""
    with page.expect_navigation():
        link.click()


def _too_wide(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("width", WIDTHS)
def test_without_scripts_pages_hold_every_event(open_page: OpenPage, records: Records, width: int) -> None:
    """The numbers of the years add up to the record, and a year and a kind show as many rows as they promise."""
    page = open_page(width=width, java_script_enabled=False)
    page.goto("chronology/")
    assert page.locator("details.kr-facets:visible").count() == 0
    numbers = page.locator("td li .kr-alt").all_text_contents()
    assert sum(int(number.replace(",", "")) for number in numbers) == len(records("events"))
    kind, count = Counter(event["kind"] for event in records("events")).most_common(1)[0]
    for link in (page.locator("td li a").last, page.locator(f"a[href$='chronology/{kind}/']")):
        page.goto("chronology/")
        promised = int((link.locator("+ .kr-alt").text_content() or "").replace(",", ""))
        _follow(page, link)
        rows = page.locator(".kr-rows > li:visible")
        later = page.locator("#earlier + .kr-rows > li").count()
        assert rows.count() - later == rows.locator(".kr-title a:visible").count() - later == promised
        assert _too_wide(page) <= 0
    assert promised == count


def test_without_scripts_parties_and_places_list_their_events_in_order(open_page: OpenPage, records: Records) -> None:
    """The chronology leads to their pages; all that names them stands there, in order of time."""
    page = open_page(java_script_enabled=False)
    for folder, field in (("parties", "parties"), ("places", "places")):
        used = Counter(one for event in records("events") for one in event[field])
        record, _ = used.most_common(1)[0]
        page.goto("chronology/")
        _follow(page, page.locator(f"a[href='../{folder}/{record}/']"))
        listed = page.locator("#related + .kr-rows .kr-title a").evaluate_all(
            "links => links.map(a => a.pathname.split('/').at(-2))"
        )
        wanted = {event["id"] for event in records("events") if record in event[field]}
        assert wanted <= set(listed) and len(listed) == len(set(listed))
        times = page.locator("#related + .kr-rows time").evaluate_all("times => times.map(time => time.dateTime)")
        years = [time[:4] for time in times]
        assert years == sorted(years)


@pytest.mark.parametrize("width", WIDTHS)
def test_several_filters_at_once_are_counted_kept_and_cleared(open_page: OpenPage, records: Records, width: int) -> None:
    """Two values of one facet widen, a second facet narrows; beside each choice stands what it would leave."""
    page = open_page(width=width)
    total = len(records("events"))
    _open_filters(page)
    expect(_status(page)).to_have_text(_said(total, total))
    for kind in ("agreement", "ceasefire"):
        page.locator(f"input[name=kind][value={kind}]").check()
    both = _events(records, lambda event: event["kind"] in ("agreement", "ceasefire"))
    expect(_status(page)).to_have_text(_said(len(both), total))
    turning = [event for event in both if event["rank"] == 1]
    assert _left(page, "rank", "1") == len(turning) > 0
    assert _left(page, "kind", "war") == len(_events(records, lambda event: event["kind"] == "war"))
    page.locator("input[name=rank][value='1']").check()
    expect(_status(page)).to_have_text(_said(len(turning), total))
    shown = page.locator(f"{SHOWN} .kr-title a").evaluate_all("links => links.map(a => a.pathname.split('/').at(-2))")
    assert sorted(shown) == sorted(event["id"] for event in turning)
    assert page.locator("[data-kr-browse]:visible").count() == 0
    assert parse_qsl(urlsplit(page.url).query) == [("kind", "agreement"), ("kind", "ceasefire"), ("rank", "1")]
    assert _too_wide(page) <= 0
    page.get_by_role("button", name="Clear all").click()
    expect(_status(page)).to_have_text(_said(total, total))
    assert urlsplit(page.url).query == "" and page.locator("[data-kr-browse]:visible").count() == 1
    assert page.locator("form input:checked").count() == 0


def test_a_link_opens_the_filtered_view(open_page: OpenPage, records: Records) -> None:
    """Choices, words without their diacritics, and a name that no longer exists, which is left out."""
    page = open_page()
    _open_filters(page, "?party=armenia&party=azerbaijan&kind=talks&party=nobody&text=YEREVAN")
    both = _events(records, lambda event: event["kind"] == "talks" and {"armenia", "azerbaijan"} & set(event["parties"]))
    expect(_status(page)).to_contain_text(" of ")
    assert 0 < page.locator(SHOWN).count() <= len(both)
    checked = page.locator("form input:checked").evaluate_all("boxes => boxes.map(box => box.value)")
    assert sorted(checked) == ["armenia", "azerbaijan", "talks"]
    assert page.locator("details.kr-facets").get_attribute("open") is not None
    page.locator("input[name=text]").fill("no such words anywhere")
    expect(_status(page)).to_have_text("No event matches. Take one filter away.")


def test_long_results_come_in_parts_and_the_keyboard_goes_on(open_page: OpenPage, records: Records) -> None:
    """The first new row has the focus."""
    page = open_page()
    _open_filters(page, "?rank=3")
    minor = len(_events(records, lambda event: event["rank"] == 3))
    assert page.locator(SHOWN).count() == 50 < minor
    more = page.locator("[data-kr-more]")
    expect(more).to_have_text(f"Show more ({minor - 50} left)")
    more.press("Enter")
    assert page.locator(SHOWN).count() == min(100, minor)
    assert page.locator(f"{SHOWN} a").nth(50).evaluate("link => link === document.activeElement")


def test_a_month_can_be_reached_in_the_results_and_on_the_page_of_its_year(open_page: OpenPage) -> None:
    """With a filter the jump stays in the list; without one it goes to the year."""
    page = open_page()
    _open_filters(page, "?party=azerbaijan")
    page.locator("[data-kr-year]").select_option("2020")
    page.locator("[data-kr-month]").select_option("October")
    page.get_by_role("button", name="Go to month").press("Enter")
    time = page.locator("li:has(a:focus) time").get_attribute("datetime")
    assert time is not None and time.startswith("2020-10")
    page.get_by_role("button", name="Clear all").click()
    page.locator("[data-kr-year]").select_option("1992")
    page.locator("[data-kr-month]").select_option("May")
    page.get_by_role("button", name="Go to month").click()
    page.wait_for_url(re.compile(r"/chronology/1992/#m-5$"))
    assert page.locator("#m-5").inner_text() == "May 1992"


@pytest.mark.parametrize("words", ["susa", "Shushi", "Шуша", "Şuşa"])
def test_the_words_may_be_any_spelling_of_a_place(open_page: OpenPage, words: str) -> None:
    """What leads to a place in search finds its events here too."""
    page = open_page()
    page.goto(f"chronology/?text={words}")
    row = page.locator("[data-kr-facets] ol li", has_text="Armenian forces take Shusha")
    expect(row).to_have_count(1)


def test_the_filters_have_their_style_and_enter_stays(open_page: OpenPage) -> None:
    """Long lists of choices scroll in their own box; Enter in the form leads nowhere else."""
    page = open_page(width=390)
    page.goto("chronology/?rank=1")
    choices = page.locator(".kr-choices").first
    expect(choices).to_be_visible()
    page.wait_for_function("getComputedStyle(document.querySelector('.kr-choices')).overflowY === 'auto'")
    page.locator(".kr-choices input").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)  # a page that is left goes at once; its staying can only be waited for
    assert "/chronology/?rank=1" in page.url


def test_the_filters_work_by_keyboard_alone(open_page: OpenPage) -> None:
    """From the summary by Tab and Space."""
    page = open_page()
    page.goto("chronology/")
    page.locator("details.kr-facets > summary").press("Enter")
    expect(_status(page)).to_contain_text("events")
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('input[name]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("input[name=party]:checked").count() == 1
    expect(_status(page)).to_contain_text(" of ")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_axe_finds_nothing_in_the_filters_at_work(open_page: OpenPage, width: int, scheme: str) -> None:
    """The tool open, with choices and results."""
    page = open_page(width=width, color_scheme=scheme)
    _open_filters(page, "?kind=agreement&kind=ceasefire")
    found = Axe().run(page, options=OPTIONS).response
    assert [f"{rule['id']}: {node['target']}" for rule in found["violations"] for node in rule["nodes"]] == []


def test_nothing_is_fetched_for_the_filters_before_they_are_opened(open_page: OpenPage) -> None:
    """The list of all events weighs more than the page."""
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("chronology/", wait_until="networkidle")
    assert not [address for address in asked if address.endswith("events.json")]
    page.locator("details.kr-facets > summary").click()
    expect(_status(page)).to_contain_text("events")
    assert len([address for address in asked if address.endswith("events.json")]) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_the_strip_leads_from_the_conflict_to_a_decade_to_a_year(open_page: OpenPage, width: int) -> None:
    """By the list beneath, which keyboard and screen reader meet in order of time, and by the picture."""
    page = open_page(width=width)
    page.goto("")
    words = page.get_by_role("navigation", name="Decades").get_by_role("link").all_text_contents()
    assert words == sorted(words) and len(words) > 5
    page.locator(".kr-spans a[href$='chronology/1990s/']").click(position={"x": 5, "y": 40})
    page.wait_for_url("**/chronology/1990s/")
    assert page.locator("h1").inner_text() == "Chronology, 1990–1999"
    years = page.get_by_role("navigation", name="Years").get_by_role("link")
    assert years.all_text_contents() == [str(year) for year in range(1990, 2000)]
    marks = page.locator(".kr-marks a")
    listed = page.locator(".kr-rows .kr-title a").evaluate_all("links => links.map(a => a.pathname)")
    assert set(marks.evaluate_all("links => links.map(a => a.pathname)")) <= set(listed)
    assert _too_wide(page) <= 0
    years.nth(2).press("Enter")
    page.wait_for_url("**/chronology/1992/")
    page.locator(".kr-pager a").last.click()
    page.wait_for_url("**/chronology/1993/")


@pytest.mark.parametrize("width", WIDTHS)
def test_disagreement_is_drawn_and_tabled_with_links(open_page: OpenPage, width: int) -> None:
    """Every question drawn stands in the table, widest first, and its figures lead to their claims; no script is needed."""
    page = open_page(width=width, java_script_enabled=False)
    page.goto("disagreement/")
    drawn = page.locator(".kr-tenures b a").evaluate_all("links => links.map(a => a.pathname)")
    tabled = page.locator(".kr-table th a").evaluate_all("links => links.map(a => a.pathname)")
    assert drawn and set(drawn) <= set(tabled)
    cells = page.locator(".kr-table tbody .kr-num").all_text_contents()
    times = [float(cell) for cell in cells if cell != "none"]
    assert times == sorted(times, reverse=True) and times[-1] > 1
    assert _too_wide(page) <= 0
    figure = page.locator(".kr-table td:nth-child(3) a").first
    anchor = (figure.get_attribute("href") or "").partition("#")[2]
    _follow(page, figure)
    assert anchor and page.locator(f"[id='{anchor}']").count() == 1
