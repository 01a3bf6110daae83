"""Nothing runs over the edge and no words lie on other words: from 320 to 1280 pixels, and magnified.

Words are compared by the boxes that the browser draws them in, so labels of maps, strips and charts are held to it too.
Not covered: whether a page is good to look at; `make screens` draws every template for a person to see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.templates import SHORTEN, TEMPLATES, open_template

Records = Callable[[str], list[dict[str, Any]]]

# (width in CSS pixels, scale): a window of 1280 magnified to 200 % is one of 640 with pixels twice as large.
VIEWS = [(320, 1), (390, 1), (768, 1), (1280, 1), (640, 2)]

# What sticks out to the right of the window, unless it can be scrolled inside its own box or is only for screen readers.
WIDE = """() => {
  const scrolls = (node) => node && node !== document.body
    && (getComputedStyle(node).overflowX !== "visible" || scrolls(node.parentElement));
  const sticksOut = (node) => node.getClientRects().length && node.getBoundingClientRect().right > innerWidth + 1;
  return [...document.querySelectorAll("main *, header *")]
    .filter((node) => sticksOut(node) && !scrolls(node.parentElement))
    .slice(0, 5).map((node) => `${node.tagName}.${node.getAttribute("class")}: ${node.textContent.trim().slice(0, 60)}`);
}"""

# Pairs of words whose boxes share more than a few pixels each way. Lines of one text may touch; a mark stands in its line.
OVERLAPS = """() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const hidden = ".kr-sr, .md-sidebar, [hidden], script, style";
  const boxes = [];
  while (walker.nextNode()) {
    const text = walker.currentNode, owner = text.parentElement;
    // A text of a drawing that is not shown has a box as a range, but none as an element.
    const isSeen = owner.checkVisibility({ visibilityProperty: true }) && owner.getClientRects().length;
    if (!text.data.trim() || owner.closest(hidden) || !isSeen) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      // The middle of the line: tall boxes of mixed scripts reach into the lines above and below.
      const inset = Math.min(box.height * 0.25, 6);
      boxes.push({ left: box.left, right: box.right, top: box.top + inset, bottom: box.bottom - inset, text });
    }
  }
  boxes.sort((one, other) => one.top - other.top);
  const start = (box) => box.text.data.trim().slice(0, 40);
  const found = [];
  boxes.forEach((one, index) => {
    for (let next = index + 1; next < boxes.length && boxes[next].top < one.bottom && found.length < 5; next += 1) {
      const other = boxes[next];
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - other.top;
      if (one.text !== other.text && wide > 3 && high > 2) found.push(`${start(one)} | ${start(other)}`);
    }
  });
  return found;
}"""


@pytest.mark.parametrize(("width", "scale"), VIEWS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_nothing_overlaps_or_overflows(open_page: OpenPage, records: Records, template: str, width: int, scale: int) -> None:
    """Every template keeps inside the window and its words apart."""
    page = open_page(width=width, device_scale_factor=scale)
    open_template(page, template, records)
    page.evaluate(SHORTEN)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, page.evaluate(WIDE)
    assert page.evaluate(WIDE) == []
    assert page.evaluate(OVERLAPS) == []


def test_the_comparison_sees_an_overlap(open_page: OpenPage) -> None:
    """Words set on other words, and a box wider than the window, are found."""
    page = open_page(width=390)
    page.goto("")
    assert page.evaluate(OVERLAPS) == page.evaluate(WIDE) == []
    page.evaluate("() => { document.querySelector('.kr-hero p').style.cssText = 'margin-top:-3rem'; }")
    page.evaluate("() => { document.querySelector('.kr-now li').style.width = '500px'; }")
    assert page.evaluate(OVERLAPS) and page.evaluate(WIDE)
