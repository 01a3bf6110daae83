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
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from jinja2 import TemplateSyntaxError

from macros.asset_check import check_asset
from macros.characters import one_line
from macros.html_check import check_html
from macros.load import check_characters, decode, load_bytes
from macros.page_limits import check_limits
from macros.problems import Problem, RecordError, did_you_mean
from macros.sandbox import Call, parse_calls
from macros.stamps import EDITORS_OWN

MAX_PAGE_BYTES = 200_000
MAX_PATH = 150
"""Letters of a path below the repository; some systems take no more than 260 in all."""

FRONT_MATTER_KEYS = ("title", "description", "hide", "search")
FRONT_MATTER_SIGNS = {"title": "{<>", "description": '{<>"&'}
"""Signs that would end the place where the theme prints it, or run there."""
HIDEABLE = ("navigation", "toc")
OWN_WORDS = re.compile(r"kr:/|kr-slot")
"""What the engine replaces when the site is finished; only its shells may hold it."""
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


def check_pages(
    root: Path, macros: Macros, start_page: Callable[[], None], taken: Mapping[str, str] | None = None
) -> tuple[list[Problem], int]:
    """Return the problems of everything under `docs/` and the number of files.

    taken: addresses that no page may have, each with the file that has it.

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
    return [*problems, *_case_collisions(files, root), *_address_collisions(files, docs, taken or {})], len(files)


def _problem(path: str, found: str, hint: str = "", line: int = 1, column: int = 1, *, rule: str) -> Problem:
    return Problem(path, line, column, "", found, hint=hint, rule=rule)


def _check_file(file: Path, root: Path, macros: Macros, start_page: Callable[[], None]) -> Iterator[Problem]:
    path = file.relative_to(root).as_posix()
    in_assets = path.startswith("docs/assets/")
    allowed = ASSET_ENDINGS if in_assets else FILE_ENDINGS
    if file.is_symlink() or any(parent.is_symlink() for parent in file.parents if parent != root and root in parent.parents):
        yield _problem(path, "symbolic links are not allowed", rule="page-file")
    elif len(path) > MAX_PATH:
        yield _problem(
            path, f"the path has {len(path)} letters; the limit is {MAX_PATH}", "call it something shorter", rule="page-file"
        )
    elif not all(GOOD_NAME.fullmatch(part) for part in file.relative_to(root).parts):
        yield _problem(
            path, "the file name has signs that no address should have", "use letters, digits, '-', '_' and '.'", rule="page-file"
        )
    elif file.suffix not in allowed:
        yield _problem(
            path, f"'{file.suffix or file.name}' files are not allowed here", f"only {', '.join(allowed)} are", rule="page-file"
        )
    elif in_assets:
        yield from check_asset(file, path)
    else:
        yield from _check_page(file, path, macros, start_page)


def _case_collisions(files: list[Path], root: Path) -> Iterator[Problem]:
    counted = Counter(file.relative_to(root).as_posix().lower() for file in files)
    for file in files:
        path = file.relative_to(root).as_posix()
        if counted[path.lower()] > 1:
            yield _problem(path, "another file's name differs only in case", "rename one of them", rule="page-file")


def address_of(page: PurePath) -> str:
    """Return the address that the host gives a page: "events/x/" for events/x.md, "events/" for events/index.md."""
    steps = page.parent if page.name.lower() in ("index.md", "readme.md") else page.with_suffix("")
    return "" if steps.as_posix() == "." else f"{steps.as_posix()}/"


def _address_collisions(files: list[Path], docs: Path, taken: Mapping[str, str]) -> Iterator[Problem]:
    """Refuse a page that would stand in the place of another page or of a record."""
    seen = {address.lower(): path for address, path in taken.items()}
    for file in files:
        path = f"docs/{file.relative_to(docs).as_posix()}"
        if file.suffix == ".md":
            first = seen.setdefault(address_of(file.relative_to(docs)).lower(), path)
            if first.lower() != path.lower():
                yield _problem(path, f"the page would have the address of {first}", "rename it", rule="page-file")


def _check_page(file: Path, path: str, macros: Macros, start_page: Callable[[], None]) -> Iterator[Problem]:
    size = file.stat().st_size
    if size > MAX_PAGE_BYTES:
        yield _problem(path, f"the page has {size:,} bytes; the limit is {MAX_PAGE_BYTES:,}", "split it", rule="page-size")
        return
    yield from check_page(file.read_bytes(), path, macros, start_page)


def check_page(raw: bytes, path: str, macros: Macros, start_page: Callable[[], None]) -> Iterator[Problem]:
    """Yield the problems of a page as it lies on the disk; `path` is only shown."""
    for problem in _page_problems(raw, path, macros, start_page):
        # What was typed may hold line ends that came through escapes, and be as long as the page.
        yield replace(problem, found=one_line(problem.found), hint=one_line(problem.hint, 1_000))


def _page_problems(raw: bytes, path: str, macros: Macros, start_page: Callable[[], None]) -> Iterator[Problem]:
    text, problems = decode(raw, path)
    yield from problems
    if text is None:
        return
    yield from check_characters(text, path)
    if "\r" in text:
        return  # Jinja takes it for the end of a line, so the lines it names would be others
    page, problems = split_page(text, path, macros)
    yield from problems
    if page is None:
        return
    if path.rpartition("/")[2] != "record.md" and (word := OWN_WORDS.search(page.body)):
        line = page.body.count("\n", 0, word.start()) + 1
        yield _problem(path, f"'{word[0]}' is a word of the engine", "link with a macro", page.offset + line, rule="page-html")
    limits = list(check_limits(page.body, path, page.offset))
    yield from limits
    if limits:
        return  # what would be slow to build would be slow to check
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
    for key in ("title", "description"):
        yield from _check_words(values, key, path, position)
    hidden = values.get("hide", [])
    if not isinstance(hidden, list) or any(part not in HIDEABLE for part in hidden):
        line, column = position(("hide",))
        yield _problem(
            path, "'hide' names what cannot be hidden", f"known: {', '.join(HIDEABLE)}", line, column, rule="page-front-matter"
        )
    if values.get("search", {"exclude": True}) != {"exclude": True}:
        line, column = position(("search",))
        yield _problem(
            path, "'search' can only leave the page out", "write 'exclude: true' below it", line, column, rule="page-front-matter"
        )


def _check_words(values: dict[str, object], key: str, path: str, position: Callable[..., tuple[int, int]]) -> Iterator[Problem]:
    """Refuse what would not stay words: the theme prints both unescaped, the description inside quotes."""
    words = values.get(key)
    line, column = position((key,))
    if key in values and not isinstance(words, str):
        if key == "description":
            yield _problem(path, f"the {key} is not text", "write it in quotes", line, column, rule="page-front-matter")
    elif words is not None and (bad := [sign for sign in FRONT_MATTER_SIGNS[key] if sign in str(words)]):
        found = f"the {key} holds " + " or ".join(f"'{sign}'" for sign in FRONT_MATTER_SIGNS[key] if sign in bad)
        yield _problem(path, found, "write plain words", line, column, rule="page-front-matter")


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
