"""Pages written by people, checked before any engine reads them.

Found here: what the host would swallow in silence (broken front matter, a
first line taken for metadata), what a page must not do (run anything but our
macros, carry HTML that is not allowed), what would make the build slow, and
macro calls that cannot work. All problems of all pages in one run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateSyntaxError

from macros.html_check import check_html
from macros.load import check_characters, decode, load_bytes
from macros.problems import Problem, RecordError, did_you_mean
from macros.sandbox import Call, parse_calls
from macros.stamps import EDITORS_OWN

MAX_PAGE_BYTES = 200_000
MAX_BRACKETS = 200
"""Square brackets a line; Python-Markdown's time grows with their square."""

FRONT_MATTER_KEYS = ("title", "description", "hide", "search")
FILE_ENDINGS = (".md",)
ASSET_ENDINGS = (".css", ".js", ".svg", ".png", ".webp")
GOOD_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")

Macros = Mapping[str, Callable[..., str]]


@dataclass(frozen=True)
class PageText:
    """A page cut in two. offset: lines before the body."""

    path: str
    body: str
    offset: int


def check_pages(root: Path, macros: Macros, start_page: Callable[[], None]) -> tuple[list[Problem], int]:
    """Return the problems of everything under `docs/` and the number of files.

    `start_page` is called before the macros of each page are tried. With no
    macros (the data could not be read) the calls are only parsed, not run.
    """
    docs = root / "docs"
    if not docs.is_dir():
        return [Problem("docs", 1, 1, "", "the docs folder is missing", rule="docs-folder")], 0
    files = sorted(
        file for file in docs.rglob("*") if (file.is_symlink() or not file.is_dir()) and not EDITORS_OWN.fullmatch(file.name)
    )
    problems = [problem for file in files for problem in _check_file(file, root, macros, start_page)]
    return problems + list(_case_collisions(files, root)), len(files)


def _problem(path: str, found: str, hint: str = "", line: int = 1, column: int = 1, *, rule: str) -> Problem:
    return Problem(path, line, column, "", found, hint=hint, rule=rule)


def _check_file(file: Path, root: Path, macros: Macros, start_page: Callable[[], None]) -> Iterator[Problem]:
    path = file.relative_to(root).as_posix()
    in_assets = path.startswith("docs/assets/")
    allowed = ASSET_ENDINGS if in_assets else FILE_ENDINGS
    if file.is_symlink() or any(parent.is_symlink() for parent in file.parents if parent != root and root in parent.parents):
        yield _problem(path, "symbolic links are not allowed", rule="page-file")
    elif not all(GOOD_NAME.fullmatch(part) for part in file.relative_to(root).parts):
        yield _problem(
            path, "the file name has signs that no address should have", "use letters, digits, '-', '_' and '.'", rule="page-file"
        )
    elif file.suffix not in allowed:
        yield _problem(
            path, f"'{file.suffix or file.name}' files are not allowed here", f"only {', '.join(allowed)} are", rule="page-file"
        )
    elif file.suffix == ".md":
        yield from _check_page(file, path, macros, start_page)


def _case_collisions(files: list[Path], root: Path) -> Iterator[Problem]:
    counted = Counter(file.relative_to(root).as_posix().lower() for file in files)
    for file in files:
        path = file.relative_to(root).as_posix()
        if counted[path.lower()] > 1:
            yield _problem(path, "another file's name differs only in case", "rename one of them", rule="page-file")


def _check_page(file: Path, path: str, macros: Macros, start_page: Callable[[], None]) -> Iterator[Problem]:
    size = file.stat().st_size
    if size > MAX_PAGE_BYTES:
        yield _problem(path, f"the page has {size:,} bytes; the limit is {MAX_PAGE_BYTES:,}", "split it", rule="page-size")
        return
    text, problems = decode(file.read_bytes(), path)
    yield from problems
    if text is None:
        return
    yield from check_characters(text, path)
    page, problems = split_page(text, path, macros)
    yield from problems
    if page is None:
        return
    yield from _check_brackets(page)
    yield from check_html(page.body, path, page.offset)
    yield from _check_macros(page, macros, start_page)


def split_page(text: str, path: str, macros: Macros) -> tuple[PageText | None, list[Problem]]:
    """Return the page without its front matter, and the problems of the front matter."""
    lines = text.split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        hint = "begin with '---', a line 'title: \"...\"', and '---'"
        return None, [_problem(path, "the page does not begin with front matter", hint, rule="page-front-matter")]
    end = lines.index("---", 1)
    loaded, problems = load_bytes("\n".join(["# front matter", *lines[1:end]]).encode(), path)
    if loaded is not None:
        problems = list(_check_front_matter(loaded.value, path, macros, loaded.position))
    return PageText(path, "\n".join(lines[end + 1 :]), end + 1), problems


def _check_front_matter(
    values: dict[str, object], path: str, macros: Macros, position: Callable[..., tuple[int, int]]
) -> Iterator[Problem]:
    for key in values:
        if key not in FRONT_MATTER_KEYS:
            line, column = position((key,), key=True)
            why = "has the name of a macro and would hide it" if key in macros else "is not a key of the front matter"
            hint = did_you_mean(key, FRONT_MATTER_KEYS) or "known: " + ", ".join(FRONT_MATTER_KEYS)
            yield _problem(path, f"'{key}' {why}", hint, line, column, rule="page-front-matter")
    title = values.get("title")
    if not isinstance(title, str) or not title.strip():
        yield _problem(path, "the page has no title", "add 'title: \"...\"' to the front matter", rule="page-front-matter")
    elif "{" in title or "<" in title:
        yield _problem(path, "the title holds '{' or '<'", "write plain words", rule="page-front-matter")


def _check_brackets(page: PageText) -> Iterator[Problem]:
    for number, line in enumerate(page.body.split("\n"), page.offset + 1):
        if line.count("[") > MAX_BRACKETS:
            found = f"{line.count('[')} '[' in one line; the limit is {MAX_BRACKETS}"
            yield _problem(
                page.path, found, "Markdown would need minutes for it", number, line.index("[") + 1, rule="page-brackets"
            )


def _check_macros(page: PageText, macros: Macros, start_page: Callable[[], None]) -> Iterator[Problem]:
    try:
        calls = parse_calls(page.body, macros)
    except TemplateSyntaxError as error:
        line = page.offset + error.lineno
        yield _problem(page.path, str(error.message), "", line, _column(page, error.lineno), rule="page-macro")
        return
    start_page()
    for call in calls:
        yield from _try_call(page, call, macros)


def _try_call(page: PageText, call: Call, macros: Macros) -> Iterator[Problem]:
    try:
        macros[call.name](*call.args, **call.kwargs)
    except RecordError as error:
        yield _problem(page.path, str(error), "", page.offset + call.line, _column(page, call.line, call.name), rule="page-macro")


def _column(page: PageText, line: int, name: str = "{") -> int:
    lines = page.body.split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    return max(text.find(name), 0) + 1
