"""A site that is looked at while it is being written: each page is made when it is asked for.

The host builds frames (theme, navigation, shells) and nothing else. What a file says is then read anew after each
save, and a page, a list or a data file is made by the same code as in a build, once somebody asks for it. So nothing
has to be known of what depends on what, and a save costs the reading of one file.

Pages show what is wrong with data and pages, and with their own links; the whole site is verified by a build only.
Knows no host: `Pages written by people` come as functions that build one.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from macros.crawlers import write_crawler_files
from macros.export import write_exports
from macros.export.records_json import FOLDER as DATA
from macros.facets import FILTER_FILE
from macros.finish import resolve_file
from macros.heads import DATA_PAGE, Heads, add_dataset
from macros.indexes import add_to_sitemap, listed
from macros.kinds import FRAMES, KINDS, LISTINGS
from macros.listings import list_addresses, list_pages, write_listings
from macros.problems import Problem
from macros.render import ListPage, Renderer, make_environment
from macros.search.entries import record_entries
from macros.search.files import FOLDER as SEARCH
from macros.search.files import write_search
from macros.search.pages import page_entries
from macros.session import Session
from macros.stamp import Shell, take_shells, write_page
from macros.stamps import differences, scan
from macros.tombstones import NOT_LISTED, tombstones, write_moved
from macros.verify import PageFacts, read_page, verify_page

WATCHED = ("data", "docs", "macros", "mkdocs.yml", "overrides")
"""What a site is made of."""

SETTLING = 0.1
"""Seconds without another change after which several saved files count as one change."""

HOST_FILES = ("404.html", "sitemap.xml")
"""Files of the host that we complete, beside the pages."""

CRAWLER_FILES = ("robots.txt", "llms.txt")
SEARCH_FILES = frozenset({f"{SEARCH}/names.js", f"{SEARCH}/texts.js", f"{SEARCH}/opensearch.xml"})


class Preview:
    """The state of a site under preview. Not for two threads at a time."""

    def __init__(self, root: Path, site: Path, site_url: str, repository: str, load: Callable[[], Session]) -> None:
        """Take the repository, the folder of the site, its address, that of the repository, and what reads the data anew."""
        self.root, self.site, self.site_url, self.repository = root, site, site_url, repository
        self.load = load
        self.seen = scan(root, WATCHED)
        self.session = load()
        self.failure: Problem | None = None
        self._engine_saved = False
        self._sources: dict[str, str] = {}
        self._builders: dict[str, Callable[[], None]] = {}
        self._shells: dict[str, Shell] = {}
        self._host_files: dict[str, bytes] = {}
        self._fronts: dict[str, str] = {}
        self._made: set[str] = set()
        """Files as they should be, perhaps with problems on top."""
        self._forget()

    # What has changed.

    def changes(self) -> set[str]:
        """Return the files that were saved, made or removed since this was last asked; several at once are waited for."""
        found = self._look()
        more = found if len(found) > 1 else set()
        while more:
            time.sleep(SETTLING)
            more = self._look()
            found |= more
        return found

    def _look(self) -> set[str]:
        seen = scan(self.root, WATCHED)
        found = differences(self.seen, seen)
        self.seen = seen
        return found

    def has_new_engine(self, changed: set[str]) -> bool:
        """Return whether our own code is to be loaded anew, since it was saved or could not be loaded when it was."""
        self._engine_saved = self._engine_saved or any(path.startswith("macros/") and path.endswith(".py") for path in changed)
        return self._engine_saved

    def take(self, changed: set[str]) -> bool:
        """Bring in what has changed and return True; False when the host must build its frames anew."""
        if self.failure or not all(self._is_ours(path) for path in changed):
            return False
        problems = self.session.problems
        self.session = self.load()
        pages = {path for path in changed if path.startswith("docs/")}
        if pages == changed and problems == self.session.problems:
            self._outdate(pages)
        else:
            self._forget()
        self.refresh("404.html")  # the host's server reads it by itself
        return True

    def catch_up(self) -> bool:
        """Bring in what was saved a moment ago and return True, where that needs neither frames nor code anew.

        So nobody who asks for a page waits until the host has noticed; what is left undone here, it does.
        """
        before = self.seen
        found = differences(before, scan(self.root, WATCHED))
        if not found or self.failure or not all(self._is_ours(path) for path in found):
            return False
        try:
            if self.take(self.changes()):
                return True
        except Exception as error:
            traceback.print_exception(error)
        self.seen = before
        return False

    def _is_ours(self, path: str) -> bool:
        """Return whether a change of a file leaves the host's frames as they are."""
        if path.startswith("docs/"):
            # Titles stand in the navigation of all pages; a page that is new or gone changes it.
            return path in self.seen and bool(self._fronts.get(path)) and self._fronts[path] == self._front(path)
        return path.startswith(("data/", "macros/templates/"))

    def _front(self, path: str) -> str:
        head, mark, _ = (self.root / path).read_bytes().decode(errors="replace").partition("\n---")
        return head if mark else ""

    # What has been made.

    def _forget(self) -> None:
        """Count everything as outdated. What a new state may not have goes at once."""
        for path in self._made - self._builders.keys() - self._host_files.keys():
            (self.site / path).unlink(missing_ok=True)
        self._made = set()
        self._marked: set[str] = set()
        """Those of them with problems on top."""
        self._checked: set[str] = set()
        """Files that can be shown."""
        self._facts: dict[str, PageFacts] = {}
        archive = self.session.archive
        self._renderer = Renderer(archive, self.site_url, self.repository) if archive else None
        self._heads = Heads(self._renderer) if self._renderer else None
        self._lists = list_addresses(archive) if archive else set()
        moved = archive.records.redirects.moved if archive else ()
        self._ways_on = {f"{move.old.strip('/')}/index.html" for move in moved if "#" not in move.old}
        self._stones = dict(self._withdrawn())

    def _outdate(self, pages: set[str]) -> None:
        """Count these pages as outdated, what is made of all pages, and what was found out about links."""
        edited = {path for path, source in self._sources.items() if f"docs/{source}" in pages}
        self._made -= SEARCH_FILES | edited | self._marked
        self._facts = {path: facts for path, facts in self._facts.items() if path in self._made}
        self._marked, self._checked = set(), set()

    def adopt(self, builders: Mapping[str, tuple[str, Callable[[], None]]]) -> None:
        """Begin with frames that the host has just built.

        builders: for the path of each page that people wrote its source below `docs` and what makes the host build it.

        Raises ShellError when the theme's pages are not as the stamp expects them.
        """
        self._shells = take_shells(self.site)
        shells = {f"{frame.shell}index.html" for frame in FRAMES}
        self._sources = {path: source for path, (source, _) in builders.items() if path not in shells}
        self._builders = {path: build for path, (_, build) in builders.items() if path not in shells}
        self._fronts = {f"docs/{source}": self._front(f"docs/{source}") for source in self._sources.values()}
        found = ((path, self.site / path) for path in HOST_FILES)
        self._host_files = {path: file.read_bytes() for path, file in found if file.is_file()}
        self._made, self.failure = set(), None  # the host has emptied the folder
        self._forget()
        self.refresh("404.html")

    def fail(self, error: Exception) -> None:
        """Show on every page why the host could not build, until it can."""
        self.failure = fault_of(error, self.root)
        self._made -= self._marked
        self._marked, self._checked = set(), set()
        self.refresh("404.html")

    # What is asked for.

    def refresh(self, path: str) -> None:
        """Make a file of the site if it is outdated, with the problems on it if it is a page. Never raises for a fault of ours."""
        if path in self._checked:
            return
        try:
            problems = [self.failure] if self.failure else self._verified(path)
        except Exception as error:  # a template that is being written may fail in any way
            traceback.print_exception(error)
            problems = [fault_of(error, self.root)]
        if path.endswith(".html") and problems and (self.failure or self._exists(path)):
            self._show(path, problems)
            self._marked.add(path)
        self._checked.add(path)

    def paths(self) -> Iterator[str]:
        """Yield the paths of all pages, and one of each group of other files."""
        yield from self._builders
        yield from (path for path in (*HOST_FILES, *CRAWLER_FILES, f"{SEARCH}/names.js") if self._exists(path))
        archive = self.session.archive
        if archive is not None:
            yield from (f"{folder}/{record.id}/index.html" for folder in KINDS for record in archive.of_kind(folder))
            yield from (f"{address}index.html" for address in sorted(self._lists))
            yield from sorted(self._ways_on | self._stones.keys())

    def _verified(self, path: str) -> list[Problem]:
        """Make a file and return what is wrong with it and, if it is a page, with data and pages."""
        self._make(path)
        if not path.endswith(".html") or not (self.site / path).is_file():
            return []
        own = verify_page(self.site, path, self.site_url, _Facts(self), _Paths(self), later=DATA + "/") if self._renderer else []
        return [*self.session.problems, *own]

    def _show(self, path: str, problems: list[Problem]) -> None:
        """Put the problems at the top of a page, or make them the page when there is none."""
        environment, file = make_environment(), self.site / path
        box = environment.get_template("problems.html").render(problems=problems)
        if path in self._made:
            html = file.read_text(encoding="utf-8").replace("<article", box + "<article", 1)
        else:
            html = environment.get_template("broken.html").render(box=box)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(html, encoding="utf-8")

    def _make(self, path: str) -> None:
        if path in self._made:
            return
        maker = self._maker(path)
        if maker is not None:
            maker(path)
            self._made.add(path)

    def _exists(self, path: str) -> bool:
        """Return whether a file is there, or would be if it were asked for."""
        return self._maker(path) is not None or (self.site / path).is_file()

    def _maker(self, path: str) -> Callable[[str], None] | None:
        """Return what makes a file, None for one that the host has made or that there is not."""
        if path in self._builders:
            return self._make_page
        if path in self._host_files:
            return self._make_host_file
        if self._renderer is None:
            return None
        archive, address = self._renderer.archive, path.removesuffix("index.html")
        folder, _, record_id = address.strip("/").partition("/")
        if record_id in archive.records.by_kind.get(folder, {}):
            return self._make_record
        if address in self._lists or path == f"{LISTINGS.folder}/{FILTER_FILE}":
            return self._make_lists
        if path in self._stones:
            return self._make_tombstone
        if path in self._ways_on:
            return self._make_ways_on
        if path in CRAWLER_FILES:
            return lambda _: write_crawler_files(self.site, archive, self.site_url)
        if path in SEARCH_FILES:
            return self._make_search
        return self._make_exports if path.startswith(DATA + "/") else None

    def _make_page(self, path: str) -> None:
        self._builders[path]()
        resolve_file(self.site, self.site / path)
        if path == DATA_PAGE and self._renderer is not None:
            add_dataset(self.site, self._renderer)

    def _make_host_file(self, path: str) -> None:
        (self.site / path).write_bytes(self._host_files[path])
        if path == "sitemap.xml" and self._renderer is not None:
            add_to_sitemap(self.site, listed(self._renderer.archive, list_pages(self._renderer)), self.site_url)
        elif path.endswith(".html"):
            resolve_file(self.site, self.site / path)

    def _make_record(self, path: str) -> None:
        folder, record_id, _ = path.split("/")
        assert self._renderer is not None and self._heads is not None
        record = self._renderer.archive.get(folder, record_id)
        page, head = self._renderer.record_page(folder, record), self._heads.record(folder, record)
        write_page(self.site, self._shells[folder], page, head, again=True)

    def _withdrawn(self) -> Iterator[tuple[str, tuple[str, ListPage]]]:
        if self._renderer is not None:
            for kind in KINDS.values():
                for stone in tombstones(self._renderer, kind):
                    yield f"{stone.address}index.html", (kind.folder, stone)

    def _make_tombstone(self, path: str) -> None:
        folder, stone = self._stones[path]
        write_page(self.site, self._shells[folder], stone, NOT_LISTED, again=True)

    def _make_ways_on(self, path: str) -> None:
        assert self._renderer is not None
        self._made |= {file.relative_to(self.site).as_posix() for file in write_moved(self.site, self._renderer)}

    def _make_lists(self, path: str) -> None:
        assert self._renderer is not None
        pages = write_listings(self.site, self._renderer, self._shells[LISTINGS.folder], again=True)
        self._made |= {f"{page.address}index.html" for page in pages} | {f"{LISTINGS.folder}/{FILTER_FILE}"}

    def _make_search(self, path: str) -> None:
        """Write the search files, for which every page that people wrote is needed as it now is."""
        assert self._renderer is not None
        for page in self._builders:
            self._make(page)
        entries = page_entries(self.site, [self.site / page for page in (*self._builders, "404.html")])
        write_search(self.site, [*record_entries(self._renderer.archive), *entries], self.site_url)
        self._made |= SEARCH_FILES

    def _make_exports(self, path: str) -> None:
        """Write the data files that records lead to, and all of them when another one is asked for."""
        assert self._renderer is not None
        for only_linked in (True, False):
            if not (self.site / path).is_file():
                files = write_exports(self._renderer.archive, self.site, self.site_url, only_linked=only_linked)
                self._made |= {file.relative_to(self.site).as_posix() for file in files}

    def facts(self, path: str) -> PageFacts:
        """Return the anchors and links of a page."""
        self._make(path)
        if path not in self._facts:
            self._facts[path] = read_page((self.site / path).read_bytes())
        return self._facts[path]


class _Paths:
    """The paths of all files, made or not."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.preview._exists(path)


class _Facts(_Paths):
    """The facts of all pages, made when asked for."""

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and path.endswith(".html") and super().__contains__(path)

    def __getitem__(self, path: str) -> PageFacts:
        return self.preview.facts(path)


def fault_of(error: Exception, root: Path) -> Problem:
    """Return a fault of the engine or the host as a problem, at the place in our files where it arose."""
    places = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if getattr(error, "filename", None) and getattr(error, "lineno", None):
        places.append((Path(error.filename), error.lineno))  # type: ignore[attr-defined] # errors of syntax, Python's and Jinja's
    ours = [(file.relative_to(root).as_posix(), line) for file, line in places if file.is_relative_to(root)]
    path, line = ours[-1] if ours else ("mkdocs.yml", 1)
    return Problem(path, line or 1, 1, "", f"{type(error).__name__}: {' '.join(str(error).split())}", rule="engine")
