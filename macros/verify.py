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
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from posixpath import normpath
from typing import Protocol
from urllib.parse import unquote, urlsplit

from macros.crew import share
from macros.files import paths_below
from macros.frame_check import check_frame
from macros.policy import policy_faults
from macros.problems import Problem

UNFINISHED = ("kr:/", "kr-slot", "{{", "{%", "Macro Rendering Error", "Traceback (most recent call last)")
LEFTOVERS = re.compile("|".join(re.escape(words) for words in UNFINISHED))
SIGNS = tuple(words.encode() for words in UNFINISHED)
"""Quicker to look for, one by one, in the many pages that have none."""

CODE = re.compile(r"<code\b.*?</code>", re.DOTALL)
"""Code is shown as it is: the page about macros shows braces."""

_NAMES = (b"href", b"src", b"id")
_IN_TAGS = {
    name: re.compile(rb"""<[a-zA-Z][^<>]*?\s%b=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""" % name, re.IGNORECASE) for name in _NAMES
}
_IN_PLAIN_TAGS = {name: re.compile(rb""" %b="([^"]*)"(?=[^<>]*>)""" % name) for name in _NAMES}
"""The same for pages in which each stands as ` name="…"`: a fifth of the time."""

PIECE = 50
"""Pages to one piece of work."""


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


def read_page(html: bytes) -> PageFacts:
    """Return the anchors and links of a page."""
    if _is_plain(html):
        found = {name: _IN_PLAIN_TAGS[name].findall(html) for name in _NAMES}
    else:
        found = {name: [b"".join(groups) for groups in _IN_TAGS[name].findall(html)] for name in _NAMES}
    ids = Counter(_read_value(value) for value in found[b"id"])
    links = dict.fromkeys(_read_value(value) for value in found[b"href"] + found[b"src"])
    return PageFacts(frozenset(ids), frozenset(anchor for anchor, times in ids.items() if times > 1), tuple(links))


def _is_plain(html: bytes) -> bool:
    """Return whether a quick search finds all: these attributes stand in double quotes, and after a space."""
    text = html.lower().translate(_SPACES)
    return all(text.count(b" %b=" % name) == html.count(b' %b="' % name) for name in _NAMES)


_SPACES = bytes.maketrans(b"\t\n\f\r", b"    ")


@lru_cache(maxsize=100_000)  # most links of a site stand on page after page
def _read_value(value: bytes) -> str:
    """Return the value of an attribute as text, its character references read."""
    return unescape(value.decode())


@dataclass(frozen=True)
class PartFacts:
    """What some pages offer and ask for. ids: their anchors, those of a page as lines: sets of so many would fill the memory.

    wanted: (page, anchor) that they lead to. problems: those that show without any other page.
    """

    ids: dict[str, str]
    wanted: set[tuple[str, str]]
    problems: list[Problem]


def verify_site(site: Path, site_url: str, later: str = "", frames: Container[str] = ()) -> list[Problem]:
    """Return one problem for each link that does not land and each piece left unfinished.

    later: beginning of the addresses of files that a whole build would make; "" when all are there.
    frames: paths of the pages whose tags are held against each other too, which takes longer.
    """
    files = set(paths_below(site))
    paths = sorted(path for path in files if path.endswith(".html"))
    reader = _Reader(site, site_url, files, later, frames)
    parts = share(reader.read, [paths[at : at + PIECE] for at in range(0, len(paths), PIECE)])
    ids = {path: found for part in parts for path, found in part.ids.items()}
    wanted = sorted({pair for part in parts for pair in part.wanted})
    missing = {
        (target, anchor)
        for target, pairs in groupby(wanted, key=itemgetter(0))
        for anchor in {anchor for _, anchor in pairs}.difference(ids[target].split("\n"))
    }
    problems = [problem for part in parts for problem in part.problems]
    return problems + (list(reader.find_missing(paths, missing)) if missing else [])


class _Reader:
    """Reads the pages of one finished site, some at a time."""

    def __init__(self, site: Path, site_url: str, files: Container[str], later: str, frames: Container[str]) -> None:
        self.site = site
        self.ways = Ways(site_url, files, later)
        self.frames = frames

    def read(self, paths: Sequence[str]) -> PartFacts:
        """Return what these pages offer and ask for."""
        part = PartFacts({}, set(), [])
        for path in paths:
            html = (self.site / path).read_bytes()
            facts = read_page(html)
            part.ids[path] = "\n".join(facts.ids)
            part.problems.extend([*_leftovers(path, html), *_doubled(path, facts), *policy_faults(path, html.decode())])
            if path in self.frames:
                part.problems.extend(check_frame(path, html.decode()))
            for address in facts.links:
                fault, target, anchor = self.ways.follow(path, address)
                if fault:
                    part.problems.append(_problem(path, _line_in(html, address), fault))
                elif anchor and target.endswith(".html") and (target != path or anchor not in facts.ids):
                    part.wanted.add((target, anchor))
        return part

    def find_missing(self, paths: Iterable[str], missing: Container[tuple[str, str]]) -> Iterator[Problem]:
        """Yield the problem of each link to an anchor that is missing."""
        for path in paths:
            html = (self.site / path).read_bytes()
            for address in read_page(html).links:
                _, target, anchor = self.ways.follow(path, address)
                if (target, anchor) in missing:
                    yield _problem(path, _line_in(html, address), _no_anchor(address, target, anchor))


def verify_page(site: Path, path: str, site_url: str, pages: Pages, files: Container[str], later: str = "") -> list[Problem]:
    """Return the problems of one page. pages: the facts of all; files: the paths that are, or would be, in the site."""
    html = (site / path).read_bytes()
    ways, facts = Ways(site_url, files, later), pages[path]
    problems = [*_leftovers(path, html), *policy_faults(path, html.decode()), *_doubled(path, facts)]
    for address in facts.links:
        fault, target, anchor = ways.follow(path, address)
        if not fault and anchor and target in pages and anchor not in pages[target].ids:
            fault = _no_anchor(address, target, anchor)
        if fault:
            problems.append(_problem(path, _line_in(html, address), fault))
    return problems


def _doubled(path: str, facts: PageFacts) -> Iterator[Problem]:
    return (_problem(path, 1, f"the id '{anchor}' stands twice in this page") for anchor in sorted(facts.doubled))


def _no_anchor(address: str, target: str, anchor: str) -> str:
    return f"'{address}': no anchor '{anchor}' in {target}"


def _problem(path: str, line: int, found: str) -> Problem:
    return Problem(f"site/{path}", line, 1, "", found, rule="site-link")


def _line_in(html: bytes, address: str) -> int:
    return html.count(b"\n", 0, max(html.find(address.encode()), 0)) + 1


def _leftovers(path: str, html: bytes) -> Iterator[Problem]:
    if not any(sign in html for sign in SIGNS):
        return
    text = CODE.sub(lambda code: "\n" * code[0].count("\n"), html.decode())
    for match in LEFTOVERS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Problem(f"site/{path}", line, 1, "", f"'{match[0]}' is left in the page", rule="site-leftover")


class Ways:
    """Where the addresses of one site lead."""

    def __init__(self, site_url: str, files: Container[str], later: str = "") -> None:
        """Take the public address of the site, the paths of its files, and the beginning of those still to be made."""
        self.base = urlsplit(site_url).path.rstrip("/") + "/"
        self.files = files
        self.later = later

    def follow(self, path: str, address: str) -> tuple[str, str, str]:
        """Return (fault, file, anchor) of an address as seen from a page: "" for no fault, "" twice when it leaves the site."""
        parts = _split(address)
        if parts is None:
            return "", "", ""
        link, anchor = parts
        if link:
            target = find_target(path, link, self.base)
            if target is None:
                return f"'{address}' leads out of the site", "", ""
            if self.later and target.startswith(self.later):
                return "", "", ""
            if target not in self.files:
                return f"'{address}' leads nowhere", "", ""
        else:
            target = path
        # The theme's own toggles use `#__...` addresses that its script reads.
        return "", target, "" if anchor.startswith("__") else anchor


@lru_cache(maxsize=100_000)
def _split(address: str) -> tuple[str, str] | None:
    """Return the path and the anchor of an address, None for one of another site."""
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else (unquote(parts.path), unquote(parts.fragment))


def find_target(path: str, link: str, base: str) -> str | None:
    """Return the file that a link leads to, relative to the site, or None when it leaves it.

    path: the page it stands in. base: path of the site on its host, with slashes at both ends.
    """
    if not link:
        return path
    if link.startswith("/"):
        return _file_at(link[len(base) :]) if link.startswith(base) else None
    folder = path[: path.rfind("/") + 1]
    # Steps up are taken first: thousands of pages that lie alike then ask for the same files.
    while folder and link.startswith("../"):
        folder, link = folder[: folder.rfind("/", 0, -1) + 1], link[3:]
    return _file_at(folder + link)


@lru_cache(maxsize=100_000)
def _file_at(steps: str) -> str | None:
    """Return the file at these steps from the root of the site, None when they lead out of it."""
    is_folder = not steps or steps.endswith(("/", "/.", "/..")) or steps in (".", "..")
    found = normpath(steps) if steps else "."
    if found.startswith(".."):
        return None
    if found == ".":
        return "index.html"
    return f"{found}/index.html" if is_folder else found
