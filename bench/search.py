"""`python -m bench.search SITE`: how fast the search box of a built site answers on a slow phone.

Chromium with its processor slowed six times types into the box: time from the first focus to the first results
(scripts and names loaded from this machine, so the network costs nothing), then time from the last key to the
list, once the texts are there, for queries of every sort. Needs the packages of the tests and Chromium.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.server import serve

QUERIES = (
    "shusha",
    "Xankendi",
    "Степанакерт",
    "resolution 822",
    "27 September 2020",
    "44 day war",
    "Mamedyarvo",
    "white phosphorus",
    "prisoners of war",
    "who started the 2020 war",
    "Резолцюия 822",
)
SLOWED = 6
FIRST = """async () => {
  const begin = performance.now();
  const box = document.querySelector("[role=combobox]");
  box.value = "stepanakert";
  box.focus();
  while (!document.querySelector("[role=option]")) await new Promise(requestAnimationFrame);
  return performance.now() - begin;
}"""
KEY = """(words) => {
  const box = document.querySelector("[role=combobox]");
  box.value = words;
  const begin = performance.now();
  box.dispatchEvent(new Event("input", { bubbles: true }));
  document.body.offsetHeight; // the layout of the new list is part of the answer
  return performance.now() - begin;
}"""


def _answers(page: Page) -> dict[str, list[float]]:
    """Return the milliseconds of three rounds for each query."""
    page.locator("[data-kr-search=whole]").wait_for(state="attached")
    return {query: [page.evaluate(KEY, query) for _ in range(3) if page.evaluate(KEY, "") >= 0] for query in QUERIES}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.search", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("site", type=Path, help="folder of a built site")
    site = parser.parse_args().site
    for path in ("assets/js/find.js", "assets/js/search-box.js", "assets/js/search.js", "search/names.js", "search/texts.js"):
        content = (site / path).read_bytes()
        print(f"{path:<28}{len(content):>10,} bytes{len(gzip.compress(content)):>10,} compressed")
    with serve(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--headless", "--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(f"{address}about/", wait_until="networkidle")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        print(f"\nprocessor slowed {SLOWED} times\nfirst results {page.evaluate(FIRST):>20.0f} ms")
        for query, times in _answers(page).items():
            print(f"{query:<24}{statistics.median(times):>10.0f} ms, at most {max(times):.0f}")
        browser.close()


if __name__ == "__main__":
    main()
