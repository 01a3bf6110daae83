"""Record pages from shell pages, after the host has finished.

For each kind the host renders one shell (`docs/<kind>/record.md`) like any
page. It carries slots, words that begin with `kr-slot`. Here the shell is cut
at its slots once and filled for every record. A slot that is missing, doubled
or stands elsewhere than expected stops the build: the host's template has
changed and must be looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from macros.heads import Heads
from macros.kinds import FRAMES, Frame, Kind
from macros.model import AnyRecord
from macros.problems import RecordError
from macros.render import ListPage, RecordPage, Renderer
from macros.tombstones import NOT_LISTED, tombstones

ADDRESS = re.compile(r"kr:/")

AS_WRITTEN = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
"""Where white space counts."""
LINE_ENDS = re.compile(r"\s*\n\s*")


class ShellError(RecordError):
    """A shell page is not as the stamp expects it; the text says which slot."""


def _slots(folder: str) -> dict[str, re.Pattern[str]]:
    """Return the slots in the order in which they stand in a page. The first group is what is replaced."""
    return {
        "description": re.compile(r'<meta name="description" content="(kr-slot-description)"'),
        "canonical": re.compile(rf'<link rel="canonical" href="[^"]*/({folder}/record/)"'),
        "title": re.compile(r"<title>(kr-slot-title)"),
        "head": re.compile(r'(<meta name="kr-slot-head" content="">)'),
        "skip": re.compile(r'<a href="#(kr-slot-title|__skip)" class="md-skip"'),
        "topic": re.compile(r'class="md-ellipsis">\s*(kr-slot-title)\s*<'),
        "toc": re.compile(r'(<li class="md-nav__item">\s*<a href="#kr-slot-section"(?:(?!</li>).)*</li>)', re.DOTALL),
        "body": re.compile(r'(<h1 id="kr-slot-title">(?:(?!</h2>).)*kr-slot-section</h2>)', re.DOTALL),
        "printed": re.compile(rf'class="kr-printed">[^<]*/({folder}/record/)'),
    }


@dataclass(frozen=True)
class Shell:
    """A shell page cut at its slots. pieces: host text and slot names in turn, host text first and last.

    toc_item: the host's own markup of one line of the table of contents.
    """

    frame: Frame
    pieces: tuple[str, ...]
    toc_item: str

    def fill(self, page: RecordPage | ListPage, head: str = "") -> str:
        """Return the finished page with these lines in its head; its links are still `kr:/`."""
        values = {
            "description": _plain(page.description),
            "canonical": page.address,
            "title": _plain(page.title),
            "head": head,
            "skip": "kr-title",
            "topic": _plain(page.title),
            "toc": "\n".join(self._toc_lines(page.toc)),
            "body": page.body,
            "printed": page.address,
        }
        return "".join(values[piece] if odd % 2 else piece for odd, piece in enumerate(self.pieces))

    def _toc_lines(self, toc: Iterable[tuple[str, str]]) -> Iterator[str]:
        for anchor, title in toc:
            line = self.toc_item.replace("#kr-slot-section", "#" + escape(anchor))
            yield line.replace("kr-slot-section", _plain(title))


def _plain(text: str) -> str:
    """Return a text for the host's frame: escaped, and with no brace that an engine could read."""
    return escape(text).replace("{", "&#123;")


def read_shell(site: Path, frame: Frame) -> Shell:
    """Return the shell of a kind, or of the lists, from the built site; ShellError when it is not as expected."""
    file = site / frame.shell / "index.html"
    try:
        html = squeeze(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ShellError(f"{frame.shell}index.html is not in the built site; docs/{frame.folder}/record.md makes it") from None
    pieces, toc_item = [], ""
    for name, pattern in _slots(frame.folder).items():
        found = list(pattern.finditer(html))
        if len(found) != 1:
            raise ShellError(
                f"{frame.shell}: slot '{name}' was found {len(found)} times, expected once; the theme's template has changed"
            )
        start, end = found[0].span(1)
        toc_item = html[start:end] if name == "toc" else toc_item
        pieces += [html[:start], name]
        html = html[end:]
    pieces.append(html)
    if any("kr-slot" in piece for piece in pieces[::2]):
        raise ShellError(f"{frame.shell}: 'kr-slot' is left over outside the known slots; the theme's template has changed")
    return Shell(frame, tuple(pieces), toc_item)


def squeeze(html: str) -> str:
    """Return a page of the host without empty lines and indents, a quarter of its letters, which browsers do not show."""
    parts = AS_WRITTEN.split(html)
    # Text, an element as it is, its name, and so on.
    return "".join(LINE_ENDS.sub("\n", part) if at % 3 == 0 else part for at, part in enumerate(parts) if at % 3 != 2)


def relative_base(path: str) -> str:
    """Return the way from a page to the root of the site: "../../" from "events/x/index.html"."""
    return "../" * path.count("/") or "./"


def resolve_links(html: str, path: str) -> str:
    """Turn every `kr:/` address of a page into one relative to it."""
    return ADDRESS.sub(relative_base(path), html)


def take_shell(site: Path, frame: Frame) -> Shell:
    """Read a shell, take it out of the site, and return it."""
    shell = read_shell(site, frame)
    remove_shell(site, frame)
    return shell


def take_shells(site: Path) -> dict[str, Shell]:
    """Take the shells of all kinds and that of the lists out of the site and return them by folder."""
    return {frame.folder: take_shell(site, frame) for frame in FRAMES}


def stamp_records(site: Path, renderer: Renderer, shell: Shell, records: Iterable[AnyRecord]) -> None:
    """Write the page of each of these records, which are of one kind."""
    folder, heads = shell.frame.folder, Heads(renderer)
    for record in records:
        write_page(site, shell, renderer.record_page(folder, record), heads.record(folder, record))


def stamp_withdrawn(site: Path, renderer: Renderer, kind: Kind, shell: Shell) -> None:
    """Write the pages of the withdrawn records of a kind."""
    for stone in tombstones(renderer, kind):
        write_page(site, shell, stone, NOT_LISTED)


def write_page(site: Path, shell: Shell, page: RecordPage | ListPage, head: str = "", *, again: bool = False) -> None:
    """Write a page in its frame with these lines in its head, its links relative.

    again: whether it may have been written before, as in a preview. Raises ShellError where another page stands.
    """
    path = f"{page.address}index.html"
    file = os.path.join(site, path)  # noqa: PTH118 - thousands of pages: half the time of a Path
    if not again and os.path.exists(file):  # noqa: PTH110
        raise ShellError(f"{page.address} is made twice: a file under docs/ has the address of a record or list")
    os.makedirs(os.path.dirname(file), exist_ok=True)  # noqa: PTH103, PTH120
    with open(file, "wb") as output:  # noqa: PTH123
        output.write(resolve_links(shell.fill(page, head), path).encode())


def remove_shell(site: Path, frame: Frame) -> None:
    """Take a shell away once it has been read."""
    (site / frame.shell / "index.html").unlink()
    (site / frame.shell).rmdir()
