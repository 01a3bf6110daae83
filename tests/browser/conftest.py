"""The browser tests: a real Chromium reads the built site from a server on this machine.

Whatever a page does in a test, it fails at the end if the page asked another host
for anything or wrote an error to the console. A machine without Chromium skips
these tests and says why; on a build server (CI set) its absence is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from tests.browser.server import serve

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
# Quiet, and cut off from every other host: an unexpected request must show in the test, not on the network.
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that `pytest -m "not browser"` leaves it out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _no_browser(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; on a build server the browser tests must run", pytrace=False)
    pytest.skip(reason)


def find_chromium() -> str:
    """Path of the browser: CHROMIUM if set, else the first one installed."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen) or _no_browser(f"CHROMIUM={chosen} cannot be run")
    found = [path for path in map(shutil.which, (*NAMES, *APPLICATIONS)) if path]
    return found[0] if found else _no_browser("no Chromium found; set CHROMIUM to its path")


@pytest.fixture(scope="session")
def site_dir(built_site: Path) -> Path:
    """Folder of the site under test."""
    return built_site


@pytest.fixture(scope="session")
def served_site(site_dir: Path) -> Iterator[str]:
    """Address of the site under test; ends in '/'."""
    with serve(site_dir) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run; asked for before the site, so that a machine without it builds nothing."""
    executable = find_chromium()
    expect.set_options(timeout=20_000)  # a busy machine is no fault
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS, timeout=60_000)
        yield browser
        browser.close()


class Watch:
    """What the pages of one test did that no page may do."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.faults: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of a context, those it opens later included."""
        context.on("request", self._on_request)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console error: {message.text} ({message.location.get('url', '')})")


@pytest.fixture
def open_page(browser: Browser, served_site: str) -> Iterator[OpenPage]:
    """Make pages, each in a fresh profile: `open_page(width=390, color_scheme="dark")`. Addresses are relative to the site."""
    watch = Watch(served_site)
    contexts: list[BrowserContext] = []

    def make(*, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(base_url=served_site, viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        watch.follow(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def browser_page(open_page: OpenPage) -> Page:
    """One page at 1280 pixels, light."""
    return open_page(color_scheme="light")


@pytest.fixture(scope="session")
def records(site_dir: Path) -> Callable[[str], list[dict[str, Any]]]:
    """Published records of a kind, in order of id: `records("events")`."""

    def load(kind: str) -> list[dict[str, Any]]:
        file = site_dir / "data" / "v1" / f"{kind}.json"
        found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        assert found, f"{file.name} is empty"
        return sorted(found, key=lambda record: str(record["id"]))

    return load
