"""Every template is open to every reader: axe-core finds nothing, and nothing is lost without scripts, colours or motion.

axe reads names, roles, order, contrast and sizes; it comes with a test package, no part of it is kept here.
Not covered: screen readers, voice control and zoom, which a person has to try, and print.
All templates are read once wide and light, once narrow and dark; a sample of them in the other two.
Long lists are read to their end in the first reading only: it takes seconds, and the rows of a list are alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.templates import SHORTEN, TEMPLATES, open_template

Records = Callable[[str], list[dict[str, Any]]]

SAMPLE = ("", "map/", "events", "places", "contribute/words/", "contribute/macros/")
VIEWS = [
    *[(1280, "light", template) for template in TEMPLATES],
    *[(390, "dark", template) for template in TEMPLATES],
    *[(1280, "dark", template) for template in SAMPLE],
    *[(390, "light", template) for template in SAMPLE],
]

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # of the others axe names one element a rule, which saves a third of its time
    "preload": False,
}
# axe cannot tell what lies behind text beside a drawn sign or over a drawing; the test of the palette answers for it.
UNDECIDED = {"color-contrast"}

# Text on both grounds needs 4.5:1 (WCAG 1.4.3), shapes and borders 3:1 (1.4.11).
RATIOS = {"--ink": 4.5, "--ink2": 4.5, "--accent": 4.5, "--pat": 3, "--edge": 3}
CONTRAST = """([one, other]) => {
  const light = (name) => {
    const hex = getComputedStyle(document.body).getPropertyValue(name).trim();
    const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
    const [red, green, blue] = parts.map((x) => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dim, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}"""

# What a script would have to show; its tools themselves may stay out of sight.
LOST = """() => [...document.querySelectorAll(".md-content [hidden]")]
  .filter((part) => !part.closest("[data-kr-facets], [data-kr-asof], [data-kr-map], [data-kr-print]"))
  .map((part) => part.outerHTML.slice(0, 120))"""


def _scan(page: Page) -> None:
    """Fail with rule, place and reason of everything axe finds in the page as it stands."""
    found = Axe().run(page, options=OPTIONS).response
    assert len(found["passes"]) > 20, "axe has read almost nothing"
    faults = [
        f"{rule['id']}: {node['target']} {node['html'][:160]}\n    {node['failureSummary']}"
        for rule in found["violations"] + [rule for rule in found["incomplete"] if rule["id"] not in UNDECIDED]
        for node in rule["nodes"]
    ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("width", "scheme", "template"), VIEWS)
def test_axe_finds_nothing(open_page: OpenPage, records: Records, width: int, scheme: str, template: str) -> None:
    """WCAG 2.0 to 2.2, levels A and AA, and axe's own good practice hold on every template."""
    page = open_page(width=width, color_scheme=scheme)
    open_template(page, template, records)
    if (width, scheme) != (1280, "light"):
        page.evaluate(SHORTEN)
    _scan(page)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
@pytest.mark.parametrize("words", ["shusha", "zabqvh"])
def test_axe_finds_nothing_while_searching(open_page: OpenPage, width: int, scheme: str, words: str) -> None:
    """The search box with results in it, or with nothing found, is as open as the page beneath."""
    page = open_page(width=width, color_scheme=scheme, reduced_motion="reduce")
    page.goto("")
    box = page.locator("[role=combobox]")
    box.focus()
    box.fill(words)
    page.locator("[role=option]").first.wait_for()
    box.press("ArrowDown")
    _scan(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_palette_has_contrast(open_page: OpenPage, scheme: str) -> None:
    """Each colour stands out from page and wash, whatever is set in it."""
    page = open_page(color_scheme=scheme)
    page.goto("")
    pairs = [(colour, ground) for colour in RATIOS for ground in ("--paper", "--wash")]
    ratios = {pair: page.evaluate(CONTRAST, list(pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in ratios.items() if not ratio >= RATIOS[pair[0]]} == {}


@pytest.mark.parametrize("template", TEMPLATES)
def test_page_is_whole_without_scripts(open_page: OpenPage, records: Records, template: str) -> None:
    """Scripts add tools and hold nothing back: heading and text show, nothing but the tools is hidden."""
    page = open_page(width=390, java_script_enabled=False)
    open_template(page, template, records)
    assert page.locator("h1:visible").inner_text().strip()
    assert page.locator(".md-content :is(p, li, dd, td):visible").count() > 3
    assert page.evaluate(LOST) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_page_obeys_forced_colours_and_reduced_motion(open_page: OpenPage, records: Records, template: str) -> None:
    """With colours of the reader's own and without motion a page works; errors are watched by the fixture."""
    page = open_page(forced_colors="active", reduced_motion="reduce")
    open_template(page, template, records)
    assert page.evaluate("matchMedia('(forced-colors: active) and (prefers-reduced-motion: reduce)').matches")
    assert page.locator("h1:visible").count() == 1
    assert page.evaluate("document.getAnimations().length") == 0
