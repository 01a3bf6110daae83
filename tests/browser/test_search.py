"""The search box as readers meet it: keyboard, screen reader, phone, disk, without script, and nothing loaded before it is used."""

from __future__ import annotations

import gzip
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from macros.archive import Archive
from macros.records import load_records
from macros.search.entries import record_entries
from macros.search.folding import fold
from tests.browser.conftest import OpenPage
from tests.repository import ROOT

WIDTHS = (1280, 390)
OWN = ("search/", "assets/js/search")
"""How the addresses of our search files begin."""


def _use(page: Page, words: str, address: str = "about/") -> None:
    """Open a page and type into its search box after pressing `/`."""
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.locator("[role=option]").first.wait_for()
    page.locator("[data-kr-search=whole]").wait_for(state="attached")  # the texts are there too: the list grows no more


def _asked(page: Page) -> list[str]:
    """Gather the paths that the page asks for from now on."""
    paths: list[str] = []
    page.on("request", lambda request: paths.append(request.url.split("/", 3)[3]))
    return paths


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_loaded_before_the_box_is_used(open_page: OpenPage, width: int) -> None:
    """A reader who does not search pays for no index and no search script."""
    page = open_page(width=width)
    asked = _asked(page)
    page.goto("places/shusha/", wait_until="networkidle")
    assert not [path for path in asked if path.startswith(OWN) or "search_index" in path or "worker" in path]
    page.keyboard.press("/")
    page.keyboard.type("agdam")
    page.locator("[role=option]").first.wait_for()
    assert [path for path in asked if path.startswith(OWN)]


def test_first_results_need_the_names_alone(open_page: OpenPage) -> None:
    """The texts may be late or never come: names are found without them."""
    page = open_page()
    page.route("**/search/texts.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.on("pageerror", lambda error: None)
    page.goto("about/")
    page.keyboard.press("/")
    page.keyboard.type("Şuşa")
    expect(page.locator("[role=option] b").first).to_have_text("Shusha")


@pytest.mark.parametrize(("file", "most"), [("search/names.js", 100_000), ("search/texts.js", 400_000)])
def test_the_index_is_light(site_dir: Path, file: str, most: int) -> None:
    """Compressed as a server does it, the first stage stays under 100 kB at the full record."""
    assert len(gzip.compress((site_dir / file).read_bytes(), 6, mtime=0)) <= most


def test_python_and_the_browser_fold_alike(open_page: OpenPage) -> None:
    """Every name and every word of the index has the same search form on both sides."""
    entries = record_entries(Archive(load_records(ROOT)))
    texts = sorted({text for entry in entries for text in (entry.title, *entry.names, *(unit.text for unit in entry.units))})
    assert len(texts) > 10_000
    page = open_page()
    page.goto("about/")
    folded = page.evaluate(
        """async (texts) => {
          const load = (src) => new Promise((done) => {
            const script = Object.assign(document.createElement("script"), { src, onload: () => done(script.kr) });
            document.head.append(script);
          });
          const engine = (await load("/assets/js/search.js"))(await load("/search/names.js"));
          return texts.map(engine.fold);
        }""",
        texts,
    )
    assert [text for text, one in zip(texts, folded, strict=True) if fold(text) != one] == []


@pytest.mark.parametrize("width", WIDTHS)
def test_keys_lead_through_the_results(open_page: OpenPage, width: int) -> None:
    """Arrows go up and down and round, Enter opens, Escape closes; the box keeps the focus all the while."""
    page = open_page(width=width)
    _use(page, "kelbecer")
    box, options = page.locator("[role=combobox]"), page.locator("[role=option]")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert not box.get_attribute("aria-activedescendant")
    for key, at in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", options.count() - 1), ("ArrowDown", 0)):
        page.keyboard.press(key)
        assert box.get_attribute("aria-activedescendant") == options.nth(at).get_attribute("id")
        expect(options.nth(at)).to_have_attribute("aria-selected", "true")
        expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/kelbajar/**")
    assert page.locator("h1").inner_text().startswith("Kelbajar")


def test_slash_types_a_slash_inside_a_field(browser_page: Page) -> None:
    """`/` opens the search only where it means nothing else: "S/RES/822" can be typed."""
    _use(browser_page, "S/RES/822")
    assert browser_page.locator("[role=combobox]").input_value() == "S/RES/822"
    expect(browser_page.locator("[role=option] b").first).to_have_text("UN Security Council resolution 822 (1993)")


def test_a_result_says_what_it_is_and_which_spelling_was_found(browser_page: Page) -> None:
    """Kind, date or other names, and the spelling that matched."""
    _use(browser_page, "Chouchi")
    said = browser_page.locator("[role=option] small").first
    expect(said).to_have_text("Place, city · Շուշի · Şuşa · also written Chouchi")
    browser_page.locator("[role=combobox]").fill("27.09.2020")
    expect(said).to_have_text("Event, offensive · 27 September 2020")


def test_results_can_be_narrowed_to_a_kind(browser_page: Page) -> None:
    """Each button tells how many it leaves; the count is announced; records come before sources."""
    _use(browser_page, "shusha")
    kinds = browser_page.locator("[role=option] small").all_inner_texts()
    assert not any(kind.startswith("Source") for kind in kinds)
    places = browser_page.locator("button[value=places]")
    count = places.inner_text().split()[-1]
    places.click()
    expect(places).to_have_attribute("aria-pressed", "true")
    expect(places).to_be_focused()
    expect(browser_page.locator("[role=search] [role=status]")).to_have_text(f"{count} results")
    assert all(kind.startswith("Place") for kind in browser_page.locator("[role=option] small").all_inner_texts())


def test_the_down_key_leads_from_the_kinds_to_the_results(browser_page: Page) -> None:
    """From a button the first result is one key away, and the box has the focus again; so it has after Escape."""
    _use(browser_page, "shusha")
    box = browser_page.locator("[role=combobox]")
    browser_page.locator("button[value=places]").click()
    browser_page.keyboard.press("ArrowDown")
    expect(box).to_be_focused()
    expect(browser_page.locator("[role=option]").first).to_have_attribute("aria-selected", "true")
    browser_page.locator("button[value=places]").focus()
    browser_page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(browser_page.locator("#__search")).not_to_be_checked()


@pytest.mark.parametrize("file", ["names", "texts"])
def test_a_load_that_fails_is_told_and_tried_again(browser: Browser, served_site: str, file: str) -> None:
    """With an answer 503 the reader is told and led to the list of names; the next key loads anew, and nothing is thrown."""
    context = browser.new_context(base_url=served_site)
    page = context.new_page()
    page.goto("about/")
    page.evaluate(
        "() => { window.thrown = []; addEventListener('unhandledrejection', (event) => thrown.push(String(event.reason))); }"
    )
    page.route(f"**/search/{file}.js", lambda route: route.fulfill(status=503), times=1)
    page.keyboard.press("/")
    if file == "texts":  # they come after the names, with the first key; a key after a failure would already try again
        page.keyboard.type("X")
    status = page.locator("[role=search] [role=status]")
    expect(status).to_contain_text("could not be loaded")
    assert str(status.get_by_role("link").evaluate("link => link.href")).endswith("/search/")
    page.keyboard.type("ankendi" if file == "texts" else "Xankendi")
    page.locator("[data-kr-search=whole]").wait_for(state="attached")
    expect(status).to_contain_text("result")
    assert page.evaluate("thrown") == []
    context.close()


def test_a_failed_index_is_told_before_any_key(browser: Browser, served_site: str) -> None:
    """The box alone was used: the message stands in the status until the next key."""
    context = browser.new_context(base_url=served_site)
    page = context.new_page()
    page.route("**/search/names.js", lambda route: route.fulfill(status=503), times=1)
    page.goto("about/")
    page.keyboard.press("/")
    status = page.locator("[role=search] [role=status]")
    expect(status).to_contain_text("could not be loaded")
    expect(status.get_by_role("link")).to_be_visible()
    page.keyboard.type("a")
    expect(page.locator("[role=option]").first).to_be_visible()
    expect(status).not_to_contain_text("could not be loaded")
    context.close()


def test_days_that_do_not_exist_are_no_dates(browser_page: Page) -> None:
    """31 February leads to no event of that month; the 29th is a day in leap years alone."""
    _use(browser_page, "29 February 1992")
    for text, is_day in (("29 February 1992", True), ("31 February 1992", False), ("29.02.1993", False), ("31.4.20", False)):
        browser_page.locator("[role=combobox]").fill(text)
        dates = browser_page.evaluate(
            """async (text) => {
              const load = (src) => new Promise((done) => {
                const script = Object.assign(document.createElement("script"), { src, onload: () => done(script.kr) });
                document.head.append(script);
              });
              const engine = (await load("/assets/js/search.js"))(await load("/search/names.js"));
              return engine.find(text).filter(({ score }) => score > 110).length;
            }""",
            text,
        )
        assert (dates > 0) == is_day, text


def test_nothing_is_called_near_that_is_far(browser_page: Page) -> None:
    """Nearest names differ from what was typed in a third of its letters at most."""
    _use(browser_page, "shusha")
    browser_page.locator("[role=combobox]").fill("qwxzvbnmjk")
    expect(browser_page.locator("[role=option]")).to_have_count(0)
    expect(browser_page.locator("[role=search] [role=status]")).to_have_text("Nothing found for “qwxzvbnmjk”.")


def test_text_is_found_after_names_and_leads_to_its_place(browser_page: Page) -> None:
    """A sentence of a claim leads to that claim, with the words marked on the page reached."""
    _use(browser_page, "white phosphorus forests")
    browser_page.locator("[role=option][href*='#']").first.click()
    browser_page.wait_for_url("**/*#*")
    browser_page.locator("mark").first.wait_for()
    marked = {text.lower() for text in browser_page.locator("mark").all_inner_texts()}
    assert marked & {"white", "phosphorus", "forests"}


def test_nothing_found_offers_near_spellings_and_a_way_to_propose(browser_page: Page) -> None:
    """A name that leads nowhere is not the end."""
    _use(browser_page, "zabqvh")
    expect(browser_page.locator("[role=search] [role=status]")).to_contain_text("Nothing found for “zabqvh”. Nearest spellings:")
    assert 1 <= browser_page.locator("[role=option]").count() <= 3
    link = browser_page.get_by_role("link", name="Propose it")
    assert link.is_visible()
    link.click()
    browser_page.wait_for_url("**/contribute/**")


@pytest.mark.parametrize("width", WIDTHS)
def test_an_address_with_a_query_opens_its_results(open_page: OpenPage, width: int) -> None:
    """`?q=` can be linked to and is what browsers use to search here."""
    page = open_page(width=width)
    page.goto("search/?q=%D0%A5%D0%B0%D0%BD%D0%BA%D0%B5%D0%BD%D0%B4%D0%B8")
    expect(page.locator("[role=option] b").first).to_have_text("Stepanakert")
    # The theme moves its overlay into place; what counts is where it comes to rest.
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_reached_marks_the_spelling(browser_page: Page) -> None:
    """Also after instant navigation, and the box still works there."""
    _use(browser_page, "xankendi", "parties/armenia/")
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url("**/places/stepanakert/**")
    expect(browser_page.locator("mark").first).to_have_text("Xankəndi")
    expect(browser_page.locator("#__search")).not_to_be_checked()
    browser_page.keyboard.press("/")
    browser_page.keyboard.type("gence")
    expect(browser_page.locator("[role=option] b").first).to_have_text("Ganja")


def test_tab_leaves_the_box_and_closes_the_list(browser_page: Page) -> None:
    """Kinds can be reached by Tab; what follows them closes the list."""
    _use(browser_page, "lachin")
    browser_page.locator("[data-kr-kinds] button").last.focus()
    expect(browser_page.locator("#__search")).to_be_checked()
    browser_page.keyboard.press("Tab")
    expect(browser_page.locator("#__search")).not_to_be_checked()


def test_search_works_from_a_disk(browser: Browser, site_dir: Path) -> None:
    """A copy of the site on a disk is searched as on a server, and results open there."""
    page = browser.new_context().new_page()
    page.goto((site_dir / "about" / "index.html").as_uri())
    page.locator("[role=combobox]").focus()
    page.keyboard.type("Xocalı")
    expect(page.locator("[role=option] b").first).to_have_text("Khojaly")
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/khojaly/index.html*")
    expect(page.locator("mark").first).to_have_text("Xocalı")
    page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_without_script_the_box_leads_to_all_names(open_page: OpenPage, width: int) -> None:
    """The form is a form: it opens the list of all names, each a link to its record."""
    page = open_page(width=width, java_script_enabled=False)
    page.goto("about/")
    if width < 960:
        page.locator(".md-header__button[for=__search]").click()
    page.locator("[role=combobox]").fill("Susa")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=Susa")
    page.get_by_role("link", name="Xankəndi", exact=True).first.click()
    page.wait_for_url("**/places/stepanakert/")


def test_every_name_is_listed_and_written_on_its_page(site_dir: Path) -> None:
    """Another engine that reads the pages alone finds each record by each of its names."""
    archive = Archive(load_records(ROOT))
    missing: list[Any] = []
    for entry in record_entries(archive):
        if entry.kind == "sources":
            continue
        html = fold(unescape((site_dir / entry.kind / entry.path / "index.html").read_text(encoding="utf-8")))
        missing += [(entry.kind, entry.path, name) for name in entry.names if fold(name) not in html]
    assert missing == []


def test_browsers_can_search_here(open_page: OpenPage, site_dir: Path) -> None:
    """The description file is linked from every page and names an address with a query."""
    page = open_page()
    page.goto("about/")
    link = page.locator("link[rel=search]")
    assert link.get_attribute("type") == "application/opensearchdescription+xml"
    assert page.request.get(str(link.evaluate("link => link.href"))).ok
    assert 'search/?q={searchTerms}"' in (site_dir / "search" / "opensearch.xml").read_text(encoding="utf-8")
