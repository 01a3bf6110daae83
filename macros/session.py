"""One loaded and checked archive for a whole build, whichever engine asks for it.

Engines call the macro module once a build (MkDocs) or again for every page
(Zensical). The archive is loaded once and loaded anew only when a file under
`data/` has changed. In a preview the last archive without a fault is kept, so
that a slip in one record does not take the site away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from macros.archive import Archive
from macros.page_check import check_pages
from macros.pages import MACRO_NAMES, PageMacros
from macros.problems import Problem, has_errors, sort_problems
from macros.records import cited_in_pages, load_records
from macros.rules import check_records
from macros.stamps import Memory, Stamp, scan
from macros.tree import check_tree


@dataclass
class Session:
    """What a build works with.

    archive: the records, None when they cannot be shown. macros: by name.
    problems: of data and pages. file_count: files read.
    """

    archive: Archive | None
    page_macros: PageMacros | None
    macros: dict[str, Callable[..., str]]
    problems: list[Problem]
    file_count: int

    @property
    def has_errors(self) -> bool:
        """Whether a build must stop."""
        return has_errors(self.problems)

    def start_page(self) -> None:
        """Begin a page: its source marks count from 1."""
        if self.page_macros is not None:
            self.page_macros.start_page()


_loaded: dict[Path, tuple[tuple[dict[str, Stamp], set[str]], Archive | None, list[Problem], int]] = {}
"""What the records were read from, and what came of it."""

_last_good: dict[Path, Archive] = {}
_memories: dict[Path, Memory] = {}


def _load(root: Path) -> tuple[Archive | None, list[Problem], int]:
    given = scan(root, ("data",)), cited_in_pages(root / "docs")
    if root not in _loaded or _loaded[root][0] != given:
        records = load_records(root, _memories.setdefault(root, Memory()))
        problems = check_records(records)
        archive = None if has_errors(problems) else Archive(records)
        _loaded[root] = (given, archive, problems, records.file_count)
        if archive is not None:
            _last_good[root] = archive
    return _loaded[root][1:]


def open_session(root: Path, site_url: str) -> Session:
    """Return the session for a repository: data loaded when changed, pages checked anew."""
    tree_problems = check_tree(root)
    if tree_problems:
        return Session(None, None, dict.fromkeys(MACRO_NAMES, _nothing), sort_problems(tree_problems), 0)
    archive, data_problems, data_files = _load(root)
    shown = archive or _last_good.get(root)
    page_macros = PageMacros(shown, site_url) if shown else None
    macros = page_macros.as_dict() if page_macros else dict.fromkeys(MACRO_NAMES, _nothing)
    page_problems, page_files = _check_pages(root, shown)
    problems = sort_problems([*data_problems, *page_problems])
    return Session(shown, page_macros, macros, problems, data_files + page_files)


_checked: dict[Path, tuple[dict[str, Stamp], Archive | None, tuple[list[Problem], int]]] = {}
"""What the check of pages was given, and what came of it."""


def _check_pages(root: Path, shown: Archive | None) -> tuple[list[Problem], int]:
    """Return the problems of all pages and the number of files; one that the same process has asked before knows them."""
    stamps = scan(root, ("docs",))
    known = _checked.get(root)
    if known is None or known[0] != stamps or known[1] is not shown:
        trial = PageMacros(shown, "", is_trial=True) if shown else None
        tried = trial.as_dict() if trial else dict.fromkeys(MACRO_NAMES, _nothing)
        taken = {f"{folder}/{record.id}/": record.loaded.path for folder, record in shown.records.each()} if shown else {}
        known = (stamps, shown, check_pages(root, tried, trial.start_page if trial else _no_page, taken))
        _checked[root] = known
    return known[2]


_kept: dict[Path, tuple[dict[str, Stamp], Session]] = {}
_lock = Lock()


def open_page(root: Path, site_url: str) -> Session:
    """Return a session for one page, for an engine that asks before each: data and pages are checked once while none changes.

    Its macros are its own, for pages may be made side by side.
    """
    with _lock:
        stamps = {} if check_tree(root) else scan(root, ("data", "docs"))
        if root not in _kept or _kept[root][0] != stamps:
            _kept[root] = (stamps, open_session(root, site_url))
        session = _kept[root][1]
    if session.archive is None:
        return session
    page_macros = PageMacros(session.archive, site_url)
    page_macros.start_page()
    return replace(session, page_macros=page_macros, macros=page_macros.as_dict())


def _nothing(*args: object, **kwargs: object) -> str:
    """Stand in for every macro while there are no records to show."""
    return ""


def _no_page() -> None:
    """Stand in for starting a page while there are no records to show."""
