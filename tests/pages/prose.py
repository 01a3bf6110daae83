"""The words of a page as a reader meets them: inline macros answered from the real archive, blocks and headings left out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from tests.repository import ROOT

CALL = re.compile(r"\{\{\s*(\w+)\((.*?)\)\s*\}\}", re.DOTALL)
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
END = re.compile(r"(?<=[.?!…])[”)]?\s+(?=[“(]?[A-Z0-9])")

Macros = dict[str, Callable[..., str]]


def source_lines(path: str) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of a page's own text, calls of macros taken out: what a person typed."""
    text = (ROOT / path).read_text(encoding="utf-8")
    blank = CALL.sub(lambda call: "\n" * call[0].count("\n"), text)
    yield from enumerate(blank.splitlines(), 1)


def read_prose(path: str, macros: Macros) -> list[str]:
    """Return the sentences of a page, in order, as plain text without source marks."""
    text = FRONT.sub("", (ROOT / path).read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if not _is_apart(line)]
    told = CALL.sub(lambda call: _answer(call, macros), "\n".join(lines))
    plain = html.unescape(re.sub(r"<[^>]+>|\*\*", "", told))
    return [sentence.strip() for line in plain.splitlines() for sentence in END.split(line) if re.search(r"\w", sentence)]


def _is_apart(line: str) -> bool:
    """Return whether a line is a heading, a block macro or an item of a list of links."""
    return line.startswith(("#", "- {{", "{{ show_sources", "|")) or bool(
        re.fullmatch(r"\{\{ (show|list|compare)_\w+\(.*\) \}\}", line)
    )


def _answer(call: re.Match[str], macros: Macros) -> str:
    if call[1] == "cite":
        return ""
    given = re.findall(r'"((?:[^"\\]|\\.)*)"', call[2])
    return macros[call[1]](*given)
