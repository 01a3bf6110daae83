"""Files under `docs/assets/`: pictures that are what their ending says, drawings that run nothing, code in its own folder.

Scripts and style sheets are code: they lie in `js/` and `css/`, which have owners (CODEOWNERS), and
are not judged here. Whatever else lies under `docs/` is a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from macros.characters import check_characters, decode
from macros.problems import Problem

MAX_ASSET_BYTES = 1_000_000
SIGNATURES = {".png": re.compile(rb"\x89PNG\r\n\x1a\n"), ".webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL)}
"""How a picture begins."""
CODE_FOLDERS = {".js": "docs/assets/js/", ".css": "docs/assets/css/"}

_SVG = "svg style g path rect circle ellipse line polyline polygon text tspan title desc defs clippath lineargradient stop"
SVG_TAGS = frozenset(_SVG.split())
_TAG = re.compile(r"<(?!/)\s*([^\s>/]*)([^>]*)")
_BAD_IN_SVG = re.compile(
    r"<[!?]|&(?!(?:amp|lt|gt|quot);)|[\s\"'/]on\w*\s*=|(?:href|src|style|base)\s*=|url\s*\(|javascript|@import", re.IGNORECASE
)


def check_asset(file: Path, path: str) -> Iterator[Problem]:
    """Yield what is wrong with a file whose ending is allowed."""
    size = file.stat().st_size
    if size > MAX_ASSET_BYTES:
        yield _problem(path, f"the file has {size:,} bytes; the limit is {MAX_ASSET_BYTES:,}", "make it smaller")
        return
    folder = CODE_FOLDERS.get(file.suffix)
    if folder and not path.startswith(folder):
        yield _problem(path, f"'{file.suffix}' files are code and lie in {folder}", "move it there, or leave it out")
    if file.suffix in SIGNATURES and not SIGNATURES[file.suffix].match(file.read_bytes()):
        yield _problem(path, f"the file is no {file.suffix[1:].upper()} picture", "save it as one")
    if file.suffix == ".svg":
        yield from _check_svg(file.read_bytes(), path)


def _problem(path: str, found: str, hint: str, line: int = 1, column: int = 1) -> Problem:
    return Problem(path, line, column, "", found, hint=hint, rule="asset")


def _check_svg(raw: bytes, path: str) -> Iterator[Problem]:
    """Refuse what makes a drawing a program: a browser that opens it by its own address would run it."""
    text, problems = decode(raw, path)
    yield from problems
    if text is None:
        return
    yield from check_characters(text, path)
    for match in _TAG.finditer(text):
        if match[1].lower() not in SVG_TAGS and match[1][:1] not in "!?":
            yield _at(text, match.start(), f"<{match[1][:30]}> in a drawing", path)
    for match in _BAD_IN_SVG.finditer(text):
        yield _at(text, match.start(), f"'{match[0].strip()[:30]}' in a drawing", path)


def _at(text: str, start: int, found: str, path: str) -> Problem:
    line = text.count("\n", 0, start) + 1
    return _problem(path, found, "draw with plain shapes only", line, start - text.rfind("\n", 0, start))
