"""The finished pages that people wrote, held against the frame around them.

The second line behind `html_check`, which reads the source: what Markdown made of it must close
what it opens, so that no page breaks out of its place, and must bring no code and no picture from
elsewhere. Only the pages of the host are parsed; the record pages come from our own templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from macros.html_check import TolerantParser
from macros.problems import Problem

_VOID = "area base br col embed hr img input link meta source track wbr"
VOID = frozenset(_VOID.split())
_CODE = "applet base embed frame frameset iframe link math meta object script style template"
CODE = frozenset(_CODE.split())
"""What no article has, whoever made it."""
FOREIGN = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?//|\s*(?:data|blob):", re.IGNORECASE)
LIVE = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)


class FrameReader(TolerantParser):
    """Notes what is not closed where it should be, and what no article may hold."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[tuple[int, str]] = []
        self.open: list[tuple[str, int]] = []

    def _note(self, what: str) -> None:
        self.faults.append((self.getpos()[0], what))

    @property
    def _is_in(self) -> set[str]:
        return {name for name, _ in self.open}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self._check(tag, attrs)
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take `<path/>` as whole; outside of a drawing browsers would leave it open."""
        self._check(tag, attrs)
        if tag not in VOID and "svg" not in self._is_in | {tag}:
            self.open.append((tag, self.getpos()[0]))

    def handle_endtag(self, tag: str) -> None:
        """Close the tag opened last; another one is a fault."""
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif tag not in VOID:
            self._note(f"</{tag}> where " + (f"<{self.open[-1][0]}> is open" if self.open else "nothing is open"))

    def close(self) -> None:
        """End the page."""
        super().close()
        self.faults += [(line, f"<{tag}> is never closed") for tag, line in self.open]

    def _check(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if "article" not in self._is_in:
            return
        if tag in CODE:
            self._note(f"<{tag}> in a page")
        for name, value in attrs:
            if name.startswith("on"):
                self._note(f"the attribute {name} on <{tag}>")
            elif name == "src" and FOREIGN.match(value or ""):
                self._note(f"<{tag}> fetches from another site")
            elif name in ("href", "xlink:href", "action", "formaction") and LIVE.match(value or ""):
                self._note("a link that runs code")


def frame_faults(html: str) -> list[tuple[int, str]]:
    """Return (line, finding) for everything that is wrong with a page; only the first unbalanced tag counts."""
    reader = FrameReader()
    reader.feed(html)
    reader.close()
    return reader.faults


def check_frame(path: str, html: str) -> Iterator[Problem]:
    """Yield the first fault of a page, which stands at this path of the site."""
    for line, found in frame_faults(html)[:1]:
        yield Problem(f"site/{path}", line, 1, "", found, hint="look at the HTML of this page's source", rule="site-frame")
