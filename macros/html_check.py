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
EVERYWHERE = {"id", "class", "lang", "dir", "title", "aria-label", "aria-labelledby", "data-kr-days"}
SCHEMES = {"http", "https", "mailto"}

BAD_SCHEME = re.compile(r"(javascript|vbscript|data|file|livescript|mhtml)\s*:", re.IGNORECASE)
LINK_TARGET = re.compile(r"\]\(\s*<?([^)>]*)|\[[^\]]+\]:\s*<?(\S+)|(?:href|src)\s*=\s*[\"']?([^\"'>]+)")
"""White space inside a target belongs to it, since browsers drop it; a definition may stand in a quotation or a list."""

BRACES = re.compile(r"\{.*\}")
ATTRIBUTE = re.compile(r"([^\s={}\"']+)\s*=")
CALL = re.compile(r"""\{\{(?:"[^"\\{}\n]*"|'[^'\\{}\n]*'|[^"'{}])*\}\}""")
"""A macro call without a brace inside: its `name=` is an argument, not an attribute."""

AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>]*>")


class _Reader(HTMLParser):
    """Notes each tag and attribute that is not on the list, with line and column."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.faults: list[tuple[int, int, str]] = []

    def _note(self, what: str) -> None:
        line, column = self.getpos()
        self.faults.append((line, column + 1, what))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self._note(f"<{tag}>")
        for name, _ in attrs:
            if tag in TAGS and name not in TAGS[tag] | EVERYWHERE:
                self._note(f"the attribute {name} on <{tag}>")

    def handle_comment(self, data: str) -> None:
        # Browsers end some comments earlier than this parser does, and what follows would be live.
        self._note("a comment")

    def handle_decl(self, decl: str) -> None:
        self._note("a declaration")

    def handle_pi(self, data: str) -> None:
        self._note("a processing instruction")

    def unknown_decl(self, data: str) -> None:
        self._note("a marked section")


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
    faults = [*reader.faults, *_bad_targets(text), *_bad_attribute_lists(text)]
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


def _bad_attribute_lists(text: str) -> Iterator[tuple[int, int, str]]:
    # Between `{% raw %}` marks a call is text that Markdown reads, so nothing is taken out there.
    masked = text if "{%" in text else CALL.sub(lambda call: re.sub(r"[^\n]", " ", call[0]), text)
    for braces in BRACES.finditer(masked):
        for match in ATTRIBUTE.finditer(braces[0]):
            if match[1].lower() not in {"id", "class", "lang", "dir", "title"}:
                yield (*_place(text, braces.start()), f"the attribute {match[1]} in braces")


class _Counter(HTMLParser):
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
