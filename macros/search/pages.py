"""What search knows of the pages that people wrote, read from the finished HTML, whichever host made it.

Taken: the main heading, the headings of sections, and paragraphs as they come out of Markdown, without a class.
Left out: everything that macros print (lists, tables, claims, figures, source marks) — records bring that themselves,
and each would be found again on every page that lists it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html.parser import HTMLParser
from pathlib import Path

from macros.search.entries import Entry, Unit

WEIGHT = 4
LEFT_OUT = frozenset({"404.html", "search/index.html"})
SKIPPED = frozenset({"aside", "details", "figure", "form", "nav", "ol", "script", "section", "style", "sup", "svg", "table", "ul"})
"""Elements whose text is not the page's own prose."""


class _Prose(HTMLParser):
    """Gathers the headings and the plain paragraphs of the page's article."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title = ""
        self.units: list[Unit] = []
        self._article = False
        self._skipping: list[str] = []
        self._taking = ""
        self._text: list[str] = []
        self._anchor = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self._article = True
        elif self._skipping or (
            self._article and (tag in SKIPPED or ("class", "headerlink") in attrs or ("class", "footnote") in attrs)
        ):
            self._skip(tag)
        elif self._article and (tag in ("h1", "h2") or (tag == "p" and not attrs)):
            self._taking, self._text = tag, []
            self._anchor = str(dict(attrs).get("id") or "") if tag == "h2" else self._anchor

    def _skip(self, tag: str) -> None:
        if not self._skipping or tag == self._skipping[0]:
            self._skipping.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping[0]:
                self._skipping.pop()
        elif tag == "article":
            self._article = False
        elif tag == self._taking:
            self._keep(" ".join("".join(self._text).replace("\u2060", "").split()))
            self._taking = ""

    def _keep(self, text: str) -> None:
        if self._taking == "h1":
            self.title = text
        elif text:
            self.units.append(Unit(self._anchor, text))

    def handle_data(self, data: str) -> None:
        if self._taking and not self._skipping:
            self._text.append(data)


def page_entries(site: Path, pages: Iterable[Path]) -> list[Entry]:
    """Return the entries of these pages of the site, in the order of their addresses; those without a heading are left out."""
    entries = []
    for file in sorted(pages):
        path = file.relative_to(site).as_posix()
        if path in LEFT_OUT or not file.exists():
            continue
        title, units = read_prose(file.read_text(encoding="utf-8"))
        if title:
            entries.append(Entry("pages", path.removesuffix("index.html").rstrip("/"), title, weight=WEIGHT, units=units))
    return entries


def read_prose(html: str) -> tuple[str, Sequence[Unit]]:
    """Return the main heading of a page and its prose, sections in turn."""
    parser = _Prose()
    parser.feed(html)
    parser.close()
    return parser.title, tuple(parser.units)
