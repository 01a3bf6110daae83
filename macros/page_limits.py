"""How much a page may hold, so that no page can make a build slow or end it.

Python-Markdown's time grows with the square of some signs in one paragraph, and it calls
itself once for each list or quotation inside another. What is counted here is far above what
any page of prose has; the fuzzer builds pages at these limits and holds them to a second.
Left out: what the text means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from macros.problems import Problem

MAX_BRACKETS = 200
"""Opening square brackets a line."""
MAX_LINE = 5_000
"""Characters a line."""
MAX_LINES = 2_000
"""Lines a page."""
MAX_BLOCK_LINES = 150
"""Lines between two blank ones."""
MAX_BLOCK = 20_000
"""Characters between two blank lines."""
MAX_NESTING = 8
"""Lists and quotations inside each other."""
MAX_INDENT = 32
"""Spaces before the first sign of a line; a tab counts for four."""

SIGNS_A_BLOCK = {"[": 200, "]": 200, "!": 200, "*": 200, "_": 200, "`": 300, "<": 200, "&": 300, "\\": 300, "{": 500, "|": 1_500}
"""Signs between two blank lines that Markdown, HTML or Jinja look at; it is their square that costs."""
SIGNS_A_PAGE = 3_000
"""Each of these signs in a page, except the two dearest."""
DEAR_A_PAGE = {"<": 1_000, "[": 1_500}
"""Those that cost most."""

_MARKER = re.compile(r"[ \t]*(?:>|[-*+](?=[ \t]|$)|[0-9]{1,9}[.)](?=[ \t]|$))")


def check_limits(body: str, path: str, offset: int) -> Iterator[Problem]:
    """Yield the first problem; a page that has one is not read on. offset: lines before `body`."""
    lines = body.split("\n")
    for line, column, found, hint, rule in chain(_line_faults(lines), _block_faults(lines), _page_faults(body, lines)):
        yield Problem(path, offset + line, column, "", found, hint=hint, rule=rule)
        return


Fault = tuple[int, int, str, str, str]
"""Line and column from 1, finding, cure, rule."""


def _line_faults(lines: Sequence[str]) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        brackets = line.count("[")
        if brackets > MAX_BRACKETS:
            found = f"{brackets} '[' in one line; the limit is {MAX_BRACKETS}"
            yield number, line.index("[") + 1, found, "Markdown would need minutes for it", "page-brackets"
        if len(line) > MAX_LINE:
            yield number, MAX_LINE + 1, f"a line of {len(line):,} characters; the limit is {MAX_LINE:,}", "break it", "page-size"
        depth, start = _nesting(line)
        if depth > MAX_NESTING:
            found = f"{depth} lists or quotations inside each other; the limit is {MAX_NESTING}"
            yield number, start + 1, found, "write it flatter", "page-depth"
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" "))
        if indent > MAX_INDENT and line.strip():
            yield number, 1, f"a line set in by {indent} spaces; the limit is {MAX_INDENT}", "write it flatter", "page-depth"


def _nesting(line: str) -> tuple[int, int]:
    """Return how many marks of lists and quotations begin a line, and where they end."""
    depth, start = 0, 0
    while depth <= MAX_LINE and (mark := _MARKER.match(line, start)):
        depth, start = depth + 1, mark.end()
    return depth, start


def _block_faults(lines: Sequence[str]) -> Iterator[Fault]:
    begin = 0
    for number in range(len(lines) + 1):
        if number < len(lines) and lines[number].strip(" \t"):
            continue
        block = lines[begin:number]
        yield from _faults_of_block(block, begin + 1)
        begin = number + 1


def _faults_of_block(block: Sequence[str], first: int) -> Iterator[Fault]:
    if len(block) > MAX_BLOCK_LINES:
        found = f"{len(block):,} lines without a blank one; the limit is {MAX_BLOCK_LINES}"
        yield first + MAX_BLOCK_LINES, 1, found, "put blank lines between them", "page-size"
    text = "\n".join(block)
    if len(text) > MAX_BLOCK:
        found = f"{len(text):,} characters without a blank line; the limit is {MAX_BLOCK:,}"
        yield first, 1, found, "break it into paragraphs", "page-size"
    for sign, limit in SIGNS_A_BLOCK.items():
        if text.count(sign) > limit:
            found = f"{text.count(sign):,} '{sign}' without a blank line; the limit is {limit:,}"
            yield first, max(block[0].find(sign), 0) + 1, found, "break it into paragraphs", "page-signs"


def _page_faults(body: str, lines: Sequence[str]) -> Iterator[Fault]:
    if len(lines) > MAX_LINES:
        yield MAX_LINES + 1, 1, f"the page has {len(lines):,} lines; the limit is {MAX_LINES:,}", "split it", "page-size"
    for sign in SIGNS_A_BLOCK:
        limit = DEAR_A_PAGE.get(sign, SIGNS_A_PAGE)
        if body.count(sign) > limit:
            yield 1, 1, f"the page has {body.count(sign):,} '{sign}'; the limit is {limit:,}", "split it", "page-signs"
