"""The words of a record's page, and what differs between two states of them, word by word.

The page is rendered as readers get it and read back as text: sentence by sentence as its blocks
have them. Left out: pictures, source marks (the fields tell sources), and how to cite.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html.parser import HTMLParser

SAME, GONE, NEW = "same", "gone", "new"

Piece = tuple[str, str]
"""SAME, GONE or NEW, and the words."""
Line = list[Piece]

_BLOCKS = frozenset(
    """
    address article br caption dd div dl dt figcaption figure footer h1 h2 h3 h4 header
    li ol p section table tbody td th thead tr ul
    """.split()  # noqa: SIM905 - a list of 26 lines says no more
)
_SKIPPED = frozenset({"button", "input", "label", "script", "style", "sup", "svg"})
_SKIPPED_CLASSES = frozenset({"kr-exits", "footnote-backref"})
_VOID = frozenset({"br", "img", "input", "link", "meta"})
_TOKEN = re.compile(r"\w+|[^\w\s]|\s+")


class _Blocks(HTMLParser):
    """Gathers the text of a page block by block."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.text = ""
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._end() if tag in _BLOCKS else None
        elif self.skipping or tag in _SKIPPED or _SKIPPED_CLASSES & {*(dict(attrs).get("class") or "").split()}:
            self.skipping.append(tag)
        elif tag in _BLOCKS:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            if tag == self.skipping[-1]:
                self.skipping.pop()
        elif tag in _BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.text += data

    def _end(self) -> None:
        words = " ".join(self.text.replace("\u2060", "").split())
        if words:
            self.blocks.append(words)
        self.text = ""


def page_blocks(html: str) -> list[str]:
    """Return the text of a page, a block a line."""
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    parser._end()
    return parser.blocks


def word_difference(before: str, after: str) -> Line:
    """Return a text with what was taken out and what was put in."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    line: Line = []
    for action, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if action == "equal":
            line.append((SAME, "".join(old[a:b])))
        else:
            line += [(mark, words) for mark, words in ((GONE, "".join(old[a:b])), (NEW, "".join(new[c:d]))) if words]
    return line


def block_differences(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Yield a line for each block that differs; those that are the same are left out."""
    for action, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if action != "equal":
            yield from _replaced(before[a:b], after[c:d])


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Yield blocks that took each other's place: like ones word by word, the others whole."""
    rest = list(after)
    for old in before:
        like = max(rest, key=lambda new: _likeness(old, new), default="")
        if like and _likeness(old, like) > 0.5:
            at = rest.index(like)
            yield from ([(NEW, new)] for new in rest[:at])
            yield word_difference(old, like)
            rest = rest[at + 1 :]
        else:
            yield [(GONE, old)]
    yield from ([(NEW, new)] for new in rest)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.split(), other.split(), autojunk=False).ratio()
