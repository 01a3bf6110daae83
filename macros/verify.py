"""The finished site held against itself: every internal link and anchor lands, nothing unfinished is left.

The host knows only the pages it made, so this is the check that counts. It
reads the HTML as a browser's parser would split it and follows each address
that stays on the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from macros.problems import Problem

LEFTOVERS = re.compile(r"kr:/|kr-slot|\{\{|\{%|Macro Rendering Error|Traceback \(most recent call last\)")
LINKING = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src", "use": "href"}


@dataclass
class PageFacts:
    """What one page offers and asks for. ids: its anchors. links: (line, address)."""

    ids: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)
    links: list[tuple[int, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.facts = PageFacts()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                (self.facts.doubled if value in self.facts.ids else self.facts.ids).add(value)
            elif name == LINKING.get(tag) and value is not None:
                self.facts.links.append((self.getpos()[0], value))


def read_page(html: str) -> PageFacts:
    """Return the anchors and links of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.facts


def verify_site(site: Path, site_url: str) -> list[Problem]:
    """Return one problem for each link that does not land and each piece left unfinished."""
    texts = {file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
    pages = {path: read_page(text) for path, text in texts.items()}
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    problems = [problem for path, text in texts.items() for problem in _leftovers(path, text)]
    base = urlsplit(site_url).path.rstrip("/") + "/"
    for path, facts in pages.items():
        problems += [_problem(path, 1, f"the id '{anchor}' stands twice in this page") for anchor in sorted(facts.doubled)]
        for line, address in facts.links:
            fault = _follow(path, address, base, pages, files)
            if fault:
                problems.append(_problem(path, line, fault))
    return problems


def _problem(path: str, line: int, found: str) -> Problem:
    return Problem(f"site/{path}", line, 1, "", found, rule="site-link")


def _leftovers(path: str, text: str) -> Iterator[Problem]:
    for match in LEFTOVERS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Problem(f"site/{path}", line, 1, "", f"'{match[0]}' is left in the page", rule="site-leftover")


def _follow(path: str, address: str, base: str, pages: dict[str, PageFacts], files: set[str]) -> str:
    """Return what is wrong with an address as seen from a page, "" when it lands or leaves the site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    target = _target(path, unquote(parts.path), base)
    if target is None:
        return f"'{address}' leads out of the site"
    if target not in files:
        return f"'{address}' leads nowhere"
    anchor = unquote(parts.fragment)
    # The theme's own toggles use `#__...` addresses that its script reads.
    if anchor and target in pages and not anchor.startswith("__") and anchor not in pages[target].ids:
        return f"'{address}': no anchor '{anchor}' in {target}"
    return ""


def _target(path: str, link: str, base: str) -> str | None:
    """Return the file a link leads to, relative to the site, or None when it leaves it."""
    if not link:
        return path
    if link.startswith("/"):
        if not link.startswith(base):
            return None
        steps = link[len(base) :]
    else:
        steps = (PurePosixPath(path).parent / link).as_posix() + ("/" if link.endswith(("/", ".")) else "")
    clean: list[str] = []
    for step in steps.split("/"):
        if step == ".." and not clean:
            return None
        if step == "..":
            clean.pop()
        elif step not in ("", "."):
            clean.append(step)
    found = "/".join(clean)
    return f"{found}/index.html".lstrip("/") if steps.endswith("/") or not found or steps in (".", "..") else found
