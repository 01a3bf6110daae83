"""The finished site held against itself: every internal link and anchor lands, nothing unfinished is left.

The host knows only the pages it made, so this is the check that counts. It
scans tags with regular expressions instead of parsing: the pages come from
our templates and the theme's, which quote their attributes, and a parser in
Python would take longer than the build. What people wrote is parsed and
refused on the source side, by `macros.html_check`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from posixpath import normpath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from macros.policy import policy_faults
from macros.problems import Problem

LEFTOVERS = re.compile(r"kr:/|kr-slot|\{\{|\{%|Macro Rendering Error|Traceback \(most recent call last\)")
CODE = re.compile(r"<code\b.*?</code>", re.DOTALL)
"""Code is shown as it is: the page about macros shows braces."""

ADDRESS = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:href|src)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
ANCHOR = re.compile(r"""<[a-zA-Z][^<>]*?\sid=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)


@dataclass(frozen=True)
class PageFacts:
    """What one page offers and asks for. ids: its anchors. doubled: those that stand twice. links: addresses, each once."""

    ids: frozenset[str]
    doubled: frozenset[str]
    links: tuple[str, ...]


class Pages(Protocol):
    """The facts of all pages by path."""

    def __contains__(self, path: object, /) -> bool:
        """Return whether the path is that of a page."""

    def __getitem__(self, path: str, /) -> PageFacts:
        """Return the facts of a page."""


def read_page(html: str) -> PageFacts:
    """Return the anchors and links of a page."""
    ids = Counter(unescape("".join(groups)) for groups in ANCHOR.findall(html))
    links = dict.fromkeys(unescape("".join(groups)) for groups in ADDRESS.findall(html))
    return PageFacts(frozenset(ids), frozenset(anchor for anchor, times in ids.items() if times > 1), tuple(links))


def verify_site(site: Path, site_url: str, later: str = "") -> list[Problem]:
    """Return one problem for each link that does not land and each piece left unfinished.

    later: beginning of the addresses of files that a whole build would make; "" when all are there.
    """
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    problems: list[Problem] = []
    pages: dict[str, PageFacts] = {}
    for path in sorted(path for path in files if path.endswith(".html")):
        html = (site / path).read_text(encoding="utf-8")
        pages[path] = read_page(html)
        problems += [*_leftovers(path, html), *policy_faults(path, html)]
    for path in pages:
        problems += verify_links(site, path, site_url, pages, files, later)
    return problems


def verify_page(site: Path, path: str, site_url: str, pages: Pages, files: Container[str], later: str = "") -> list[Problem]:
    """Return the problems of one page. pages: the facts of all; files: the paths that are, or would be, in the site."""
    html = (site / path).read_text(encoding="utf-8")
    return [*_leftovers(path, html), *policy_faults(path, html), *verify_links(site, path, site_url, pages, files, later)]


def verify_links(site: Path, path: str, site_url: str, pages: Pages, files: Container[str], later: str) -> list[Problem]:
    """Return one problem for each id that stands twice in a page and for each of its links that does not land."""
    base = urlsplit(site_url).path.rstrip("/") + "/"
    facts = pages[path]
    doubled = [_problem(path, 1, f"the id '{anchor}' stands twice in this page") for anchor in sorted(facts.doubled)]
    faults = ((address, _follow(path, address, base, pages, files, later)) for address in facts.links)
    return doubled + [_problem(path, _line_of(site / path, address), fault) for address, fault in faults if fault]


def _problem(path: str, line: int, found: str) -> Problem:
    return Problem(f"site/{path}", line, 1, "", found, rule="site-link")


def _line_of(file: Path, address: str) -> int:
    html = file.read_text(encoding="utf-8")
    return html.count("\n", 0, max(html.find(address), 0)) + 1


def _leftovers(path: str, html: str) -> Iterator[Problem]:
    if LEFTOVERS.search(html) is None:
        return
    text = CODE.sub(lambda code: "\n" * code[0].count("\n"), html)
    for match in LEFTOVERS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Problem(f"site/{path}", line, 1, "", f"'{match[0]}' is left in the page", rule="site-leftover")


def _follow(path: str, address: str, base: str, pages: Pages, files: Container[str], later: str) -> str:
    """Return what is wrong with an address as seen from a page, "" when it lands or leaves the site."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    target = find_target(path, unquote(parts.path), base)
    if target is None:
        return f"'{address}' leads out of the site"
    if later and target.startswith(later):
        return ""
    if target not in files:
        return f"'{address}' leads nowhere"
    anchor = unquote(parts.fragment)
    # The theme's own toggles use `#__...` addresses that its script reads.
    if anchor and target in pages and not anchor.startswith("__") and anchor not in pages[target].ids:
        return f"'{address}': no anchor '{anchor}' in {target}"
    return ""


def find_target(path: str, link: str, base: str) -> str | None:
    """Return the file that a link leads to, relative to the site, or None when it leaves it.

    path: the page it stands in. base: path of the site on its host, with slashes at both ends.
    """
    if not link:
        return path
    if link.startswith("/"):
        if not link.startswith(base):
            return None
        steps = link[len(base) :]
    else:
        steps = path[: path.rfind("/") + 1] + link
    is_folder = not steps or steps.endswith(("/", "/.", "/..")) or steps in (".", "..")
    found = normpath(steps) if steps else "."
    if found.startswith(".."):
        return None
    if found == ".":
        return "index.html"
    return f"{found}/index.html" if is_folder else found
