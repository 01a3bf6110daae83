"""The policy of the pages, asked of a browser: nothing of ours is refused, and nothing of others runs."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from macros.offline import write_offline
from macros.policy import META
from macros.verify import find_target, read_page
from macros.witness.compare import verify_copy
from macros.witness.holding import open_holding
from macros.witness.manifest import trusted
from tests.browser.conftest import OpenPage
from tests.browser.server import serve
from tests.browser.templates import TEMPLATES, Records, open_template

NOTED = """document.addEventListener("securitypolicyviolation", (event) => {
  (window.refused ??= []).push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
})"""
"""Notes what the policy refuses, from the first line of a page on."""

REFUSED = "window.refused ?? []"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_asks_for_what_its_policy_refuses(open_page: OpenPage, records: Records, scheme: str) -> None:
    """One page of each template, with its script, its pictures and its print sheet; the console would tell too."""
    page = open_page(color_scheme=scheme)
    page.add_init_script(NOTED)
    for template in TEMPLATES:
        open_template(page, template, records)
        page.locator("html.js").wait_for(state="attached")
        page.emulate_media(media="print")
        page.emulate_media(media="screen")
        assert page.evaluate(REFUSED) == [], template
    assert page.context.cookies() == []


def test_the_tools_work_under_the_policy(browser_page: Page) -> None:
    """Search, the preview of a link, the slider of days and the map use nothing that is refused."""
    page = browser_page
    page.add_init_script(NOTED)
    page.goto("data/")
    page.locator(".kr-copy >> visible=true").first.click()
    page.locator("[data-kr-search] input").fill("Shusha")
    expect(page.locator("#kr-found [role=option]").first).to_be_visible()
    assert page.evaluate(REFUSED) == []
    for address in ("map/", "questions/dead-2020-war/", "chronology/"):
        page.goto(address)
        page.locator("html.js").wait_for(state="attached")
        for slider in page.locator("input[type=range]").all():
            slider.focus()
            page.keyboard.press("ArrowLeft")
        page.locator("article a[href*='../']").first.focus()
        assert page.evaluate(REFUSED) == [], address


INJECTED = """() => {
  const article = document.querySelector("article");
  article.insertAdjacentHTML("beforeend", `<img src="x" onerror="window.ran = 1">
    <a href="javascript:window.ran = 1">x</a><p style="color:red">x</p>`);
  const script = document.createElement("script");
  script.textContent = "window.ran = 1";
  article.append(script, Object.assign(document.createElement("script"), { src: "https://elsewhere.example/x.js" }));
  article.append(Object.assign(document.createElement("iframe"), { src: "https://elsewhere.example/" }));
  article.querySelector("a[href^=javascript]").click();
}"""


def test_what_gets_into_a_page_does_not_run(browser: Browser, served_site: str) -> None:
    """A script, a handler, an address that is code, a frame, a style and a file of another host are all refused."""
    page = browser.new_page()
    page.add_init_script(NOTED)
    page.goto(served_site)
    page.evaluate(INJECTED)
    page.wait_for_function("window.refused?.length >= 6")
    kinds = {line.split()[0] for line in page.evaluate(REFUSED)}
    assert kinds == {"frame-src", "script-src-attr", "script-src-elem", "style-src-attr"}
    assert page.evaluate(
        "[window.ran, getComputedStyle(document.querySelector('article p:last-of-type')).color === 'rgb(255, 0, 0)']"
    ) == [None, False]
    page.close()


@pytest.mark.parametrize("has_policy", [True, False])
def test_a_script_written_into_a_page_does_not_run(browser: Browser, site_dir: Path, tmp_path: Path, has_policy: bool) -> None:
    """Nor does one that was put into the file itself after the build; it is the policy that stops it."""
    html = (site_dir / "index.html").read_text(encoding="utf-8").replace("</article>", "<script>window.ran = 1</script></article>")
    (tmp_path / "index.html").write_text(html if has_policy else META.sub("", html), encoding="utf-8")
    page = browser.new_page()
    with serve(tmp_path) as address:
        page.goto(address)
        assert page.evaluate("window.ran") == (None if has_policy else 1)
    page.close()


@pytest.fixture
def lost(browser: Browser, site_dir: Path, served_site: str) -> Iterator[Callable[..., Page]]:
    """Opens an unknown address, which a server answers with our page: `lost("events/1994-bishkek-protocl/")`."""
    pages: list[Page] = []

    def go(address: str, **options: Any) -> Page:
        context = browser.new_context(base_url=served_site, **options)
        page = context.new_page()
        html = (site_dir / "404.html").read_text(encoding="utf-8")
        page.route(f"**/{address}", lambda route: route.fulfill(status=404, body=html, content_type="text/html; charset=utf-8"))
        page.goto(address)
        pages.append(page)
        return page

    yield go
    for page in pages:
        page.context.close()


def test_an_unknown_address_is_searched_for(lost: Callable[..., Page]) -> None:
    """Its last words are asked of the search, however deep it was, a slip in them forgiven."""
    page = lost("events/1994/1994-05-05-bishkek-protocl/")
    expect(page.locator("[data-kr-lost]")).to_have_text("bishkek protocl")
    expect(page.locator("#kr-found [role=option]").first).to_contain_text("Bishkek")
    page.locator("#kr-found [role=option]").first.click()
    page.wait_for_url("**/*bishkek-protocol*/**")


def test_an_unknown_address_below_a_path_of_the_host_is_searched_for(browser: Browser, site_below: Path) -> None:
    """As on GitHub Pages: styles, search and what it finds lie below that path; so does the manifest; nothing is refused."""
    html = (site_below / "404.html").read_text(encoding="utf-8")
    page = browser.new_page()
    page.add_init_script(NOTED)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("response", lambda answer: failed.append(answer.url) if answer.status == 404 and "no/such" not in answer.url else None)
    with serve(site_below.parent) as host:
        page.route("**/no/such/*/", lambda route: route.fulfill(status=404, body=html, content_type="text/html; charset=utf-8"))
        page.goto(f"{host}karabakh-record/no/such/1990-05-01-bridge-closd/")
        expect(page.locator("[data-kr-lost]")).to_have_text("bridge closd")
        page.locator("#kr-found [role=option]").first.click()
        page.wait_for_url(f"{host}karabakh-record/events/1990-05-01-bridge-closed/**")
        session = page.context.new_cdp_session(page)
        assert session.send("Page.getAppManifest")["url"] == f"{host}karabakh-record/manifest.webmanifest"
        assert (failed, page.evaluate(REFUSED)) == ([], [])
    page.close()


def test_an_unknown_address_has_a_way_on_without_script(lost: Callable[..., Page]) -> None:
    """Styled, and with links that land, since they begin at the root."""
    page = lost("no/such/page/", java_script_enabled=False)
    page.get_by_role("link", name="All names from A to Z", exact=True).last.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/search/")


def test_words_in_an_address_stay_words(lost: Callable[..., Page]) -> None:
    """Markup in it is shown, not read."""
    page = lost("%3Cimg%20src=x%20onerror=alert(1)%3E/")
    expect(page.locator("[data-kr-lost]")).to_contain_text("<img src=x")
    assert page.locator("[data-kr-lost] img").count() == 0


def test_the_site_installs_as_an_app(browser_page: Page) -> None:
    """The browser reads the manifest without a fault and finds a sign that it can use."""
    browser_page.goto("events/" + "2020-09-27-war-begins/")
    session = browser_page.context.new_cdp_session(browser_page)
    manifest = session.send("Page.getAppManifest")
    assert (manifest["errors"], manifest["url"].endswith("/manifest.webmanifest")) == ([], True)
    errors = {error["errorId"] for error in session.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert errors <= {"in-incognito"}  # where tests run; a browser of a reader's own installs it


@pytest.fixture(scope="module")
def disk(site_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folder of the offline copy, unpacked."""
    folder = tmp_path_factory.mktemp("disk")
    archive = write_offline(site_dir, folder / "record.zip", datetime(2026, 1, 1, tzinfo=UTC))
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    archive.unlink()
    yield folder / "record"
    shutil.rmtree(folder)


def test_a_site_below_a_path_makes_the_same_kind_of_copy(browser: Browser, site_below: Path, tmp_path: Path) -> None:
    """Its pages open from a disk and find their styles and the search, wherever the site was meant to be."""
    with zipfile.ZipFile(write_offline(site_below, tmp_path / "record.zip", datetime(2026, 1, 1, tzinfo=UTC))) as packed:
        packed.extractall(tmp_path)
    page = browser.new_page()
    failed: list[str] = []
    # What is still loading when the page is left is aborted, which is no fault.
    page.on("requestfailed", lambda request: None if request.failure == "net::ERR_ABORTED" else failed.append(request.url))
    page.goto((tmp_path / "record/index.html").as_uri())
    page.locator("[data-kr-search] input").fill("Midford")
    page.locator("#kr-found [role=option]").first.click()
    page.wait_for_url("**/index.html*")
    expect(page.locator("h1")).to_be_visible()
    assert failed == []
    page.close()


def test_the_offline_copy_reads_and_searches_from_a_disk(browser: Browser, disk: Path) -> None:
    """No server: links lead to files, search finds and leads on, nothing is asked of a network, nothing is refused."""
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: faults.append(request.url) if not request.url.startswith(("file:", "data:")) else None)
    page.goto((disk / "index.html").as_uri())
    page.locator("nav.md-tabs a", has_text="Places").click()
    assert page.url.endswith("/places/index.html")
    page.locator("[data-kr-search] input").fill("Xankəndi")
    page.locator("#kr-found [role=option]").first.click()
    page.wait_for_url("**/index.html*")
    expect(page.locator("h1")).to_contain_text("Stepanakert")
    assert faults == []
    page.close()


def test_every_link_of_the_offline_copy_lands_on_a_file(disk: Path) -> None:
    """Of one page of each depth: a folder opens nowhere on a disk."""
    for path in ("index.html", "places/index.html", "events/2020-09-27-war-begins/index.html"):
        links = read_page((disk / path).read_bytes()).links
        own = [link.partition("#")[0] for link in links if "://" not in link and not link.startswith(("#", "mailto:"))]
        assert len(own) > 20
        targets = [find_target(path, link, "/") for link in own]
        assert [
            link
            for link, target in zip(own, targets, strict=True)
            if link.endswith("/") or not target or not (disk / target).is_file()
        ] == []


def test_the_offline_copy_is_whole_by_its_own_list_and_its_data_by_that_of_the_site(disk: Path, site_dir: Path) -> None:
    """Pages differ from those of the site, so they have digests of their own; the data files are the same."""
    against = trusted(str(site_dir / "data/v1/SHA256SUMS"))
    reports = verify_copy(open_holding(str(disk)), against)
    assert [report.findings for report in reports] == [(), ()]
    (disk / "start/index.html").write_text("altered", encoding="utf-8")
    assert [finding.path for finding in verify_copy(open_holding(str(disk)))[0].findings] == ["start/index.html"]
