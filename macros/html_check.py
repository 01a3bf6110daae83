"""HTML in pages written by people: a short list of tags and attributes, everything else is refused with its line.

Checked on the source, so that nothing is dropped in silence. The cleaner nh3
is the second opinion: what it would take away and our list did not name is a
problem too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

import nh3

from macros.problems import Problem

_PLAIN = """
abbr b bdi blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 hr i ins kbd li nav ol p
pre q s samp section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
"""
TAGS: dict[str, set[str]] = {tag: set() for tag in _PLAIN.split()}
TAGS["a"] = {"href"}
TAGS["img"] = {"src", "alt", "width", "height"}
TAGS["time"] = {"datetime"}
TAGS["td"] = TAGS["th"] = {"colspan", "rowspan", "scope"}
VOID = {"br", "hr", "img", "wbr"}
"""Tags that have no end."""
MAX_DEPTH = 40
"""Tags inside each other."""
EVERYWHERE = {"id", "class", "lang", "dir", "title", "aria-label", "aria-labelledby", "data-kr-days"}
SCHEMES = {"http", "https", "mailto"}

CLASSES = frozenset(["kr-summary", "kr-label", "kr-note", "kr-today", "kr-now", "kr-lede", "kr-home", "kr-hero", "kr-doors"])
"""The classes a page may use: none of the theme's, some of which cover the page, and none that hides words."""
GOOD_ID = re.compile(r"(?!kr-)[A-Za-z][A-Za-z0-9-]*")
"""An anchor of a page; those of the theme begin with `__`, ours with `kr-`."""

BAD_SCHEME = re.compile(r"(javascript|vbscript|data|file|livescript|mhtml)\s*:", re.IGNORECASE)
FOREIGN_IMAGE = re.compile(r"!\[[^\]]*\]\(\s*<?\s*(?:[a-z]+:)?//|\ssrc\s*=\s*[\"']?\s*(?:[a-z]+:)?//", re.IGNORECASE)
"""A picture that readers' browsers would fetch from elsewhere."""
LINK_TARGET = re.compile(r"\]\(\s*<?([^)>]*)|\[[^\]]+\]:\s*<?(\S+)|(?:href|src)\s*=\s*[\"']?([^\"'>]+)")
"""White space inside a target belongs to it, since browsers drop it; a definition may stand in a quotation or a list."""

BRACES = re.compile(r"\{.*\}")
ATTRIBUTE = re.compile(r"([^\s={}\"']+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s{}\"']*)")
SHORT = re.compile(r"(?<=[\s{:])([.#])(?!#)([^\s{}=\"']+)")
"""A class or an anchor in braces: `{.class #id}`."""
CALL = re.compile(r"""\{\{(?:"[^"\\{}\n]*"|'[^'\\{}\n]*'|[^"'{}])*+\}\}""")
"""A macro call without a brace inside: its `name=` is an argument, not an attribute."""

UNSEEN = re.compile("<[!?]")
"""The beginning of a comment, a declaration or an instruction."""
AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>]*>")


class TolerantParser(HTMLParser):
    """Reads on where Python's parser raises AssertionError: at `<![` with a word after it that it does not know."""

    def parse_marked_section(self, i: int, report: bool | int = True) -> int:
        """Take it as browsers do: a comment up to the next `>`."""
        self.unknown_decl("")
        return self.parse_bogus_comment(i, False)


class _Reader(TolerantParser):
    """Notes each tag and attribute that is not on the list, with line and column."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.faults: list[tuple[int, int, str]] = []
        self.open: list[tuple[str, tuple[int, int]]] = []
        self.refused: set[str] = set()

    def _note(self, what: str) -> None:
        line, column = self.getpos()
        self.faults.append((line, column + 1, what))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self._note(f"<{tag}>")
            self.refused.add(tag)
            return
        for name, value in attrs:
            if name not in TAGS[tag] | EVERYWHERE:
                self._note(f"the attribute {name} on <{tag}>")
            for what in _bad_value(name, value or ""):
                self._note(what)
        if len({name for name, _ in attrs}) < len(attrs):
            self._note(f"an attribute given twice on <{tag}>")
        if tag not in VOID:
            self.open.append((tag, self.getpos()))
            if len(self.open) == MAX_DEPTH + 1:
                self._note(f"more than {MAX_DEPTH} tags inside each other")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # browsers do not know `<div/>`: it stays open

    def handle_endtag(self, tag: str) -> None:
        if tag not in TAGS or tag in VOID:
            if tag not in self.refused:
                self._note(f"</{tag}>")
        elif self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif tag in (name for name, _ in self.open):
            self._note(f"</{tag}> where <{self.open[-1][0]}> is still open")
            while self.open.pop()[0] != tag:
                pass
        else:
            self._note(f"</{tag}> without its beginning")

    def close(self) -> None:
        """End the reading; what is still open would swallow the rest of the page."""
        super().close()
        self.faults += [(line, column + 1, f"<{tag}> is never closed") for tag, (line, column) in self.open]

    def handle_comment(self, data: str) -> None:
        # Browsers end some comments earlier than this parser does, and what follows would be live.
        self._note("a comment")

    def handle_decl(self, decl: str) -> None:
        self._note("a declaration")

    def handle_pi(self, data: str) -> None:
        self._note("a processing instruction")

    def unknown_decl(self, data: str) -> None:
        self._note("a marked section")


def _bad_value(name: str, value: str) -> Iterator[str]:
    """Yield what is wrong with the value of an attribute that the look or the anchors of the page depend on."""
    if name == "class":
        yield from (f"the class {word}" for word in value.split() if word not in CLASSES)
    elif name == "id" and not GOOD_ID.fullmatch(value):
        yield f"the anchor {value!r}"


def check_html(body: str, path: str, offset: int) -> Iterator[Problem]:
    """Yield one problem for each piece of HTML that a page may not have. offset: lines before `body`."""
    for line, column, what in _faults(body):
        yield Problem(
            path, offset + line, column, "", f"HTML that is not allowed: {what}", hint="use Markdown or a macro", rule="page-html"
        )


@lru_cache(maxsize=512)  # a preview checks all pages after each save, and most are as they were
def _faults(body: str) -> tuple[tuple[int, int, str], ...]:
    text = AUTOLINK.sub(lambda link: " " * len(link[0]), body)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if not reader.faults:
        # One that is never closed reaches the reader as words; a browser would swallow the rest of the page.
        reader.faults += [(*_place(text, mark.start()), "a comment") for mark in UNSEEN.finditer(text)]
    faults = [*reader.faults, *_bad_targets(text), *_foreign_images(text), *_bad_attribute_lists(text)]
    return tuple(faults or _second_opinion(text))


def _place(text: str, start: int) -> tuple[int, int]:
    line = text.count("\n", 0, start) + 1
    return line, start - (text.rfind("\n", 0, start) + 1) + 1


def _bad_targets(text: str) -> Iterator[tuple[int, int, str]]:
    for match in LINK_TARGET.finditer(text):
        target = unescape(next(group for group in match.groups() if group is not None))
        plain = re.sub(r"[\x00-\x20\\]", "", target)
        if BAD_SCHEME.match(plain):
            yield (*_place(text, match.start()), f"a link to {plain.split(':')[0].lower()}:")


def _foreign_images(text: str) -> Iterator[tuple[int, int, str]]:
    for match in FOREIGN_IMAGE.finditer(text):
        yield (*_place(text, match.start()), "a picture from another site")


def _bad_attribute_lists(text: str) -> Iterator[tuple[int, int, str]]:
    # Between `{% raw %}` marks a call is text that Markdown reads, so nothing is taken out there.
    masked = text if "{%" in text else CALL.sub(lambda call: re.sub(r"[^\n]", " ", call[0]), text)
    for braces in BRACES.finditer(masked):
        for what in _bad_braces(braces[0]):
            yield (*_place(text, braces.start()), f"{what} in braces")


def _bad_braces(braces: str) -> Iterator[str]:
    for match in ATTRIBUTE.finditer(braces):
        name = match[1].lower()
        if name not in {"id", "class", "lang", "dir", "title"}:
            yield f"the attribute {match[1]}"
        yield from _bad_value(name, match[2].strip("\"'"))
    for mark, word in SHORT.findall(ATTRIBUTE.sub(" ", braces)):
        yield from _bad_value("class" if mark == "." else "id", word)


class _Counter(TolerantParser):
    """Counts tags and attributes, for a comparison before and after cleaning."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.seen: Counter[str] = Counter()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen[f"<{tag}>"] += 1
        self.seen.update(f"the attribute {name} on <{tag}>" for name, _ in attrs)


def _second_opinion(text: str) -> Iterator[tuple[int, int, str]]:
    """Name what the cleaner, which parses as browsers do, takes away although our own list let it pass."""
    attributes = {tag: TAGS[tag] | EVERYWHERE for tag in TAGS}
    cleaned = nh3.clean(text, tags=set(TAGS), attributes=attributes, url_schemes=SCHEMES, link_rel=None, strip_comments=False)
    for what in sorted(_Counter(text).seen - _Counter(cleaned).seen):
        yield 1, 1, what
