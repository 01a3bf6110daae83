"""What is done after the host has written its pages: record pages, lists, links, search, sitemap, data files, verification."""

from __future__ import annotations

from pathlib import Path

from macros.archive import Archive
from macros.crawlers import write_crawler_files
from macros.export import write_exports
from macros.export.records_json import FOLDER
from macros.heads import add_dataset
from macros.indexes import add_to_sitemap
from macros.listings import stamp_listings
from macros.problems import Problem
from macros.render import Renderer, make_environment
from macros.search.entries import record_entries
from macros.search.files import write_search
from macros.search.pages import page_entries
from macros.stamp import ADDRESS, remove_shells, resolve_links, stamp_records
from macros.tombstones import write_moved
from macros.verify import verify_site


def finish_site(site: Path, archive: Archive, site_url: str, repository: str = "", *, is_preview: bool = False) -> list[Problem]:
    """Complete a site that the host has built, in place, and return what is wrong with the result.

    In a preview only the data files that records link to are written, and links to the others are not followed.

    Raises ShellError when the theme's pages are not as the stamp expects them.
    """
    renderer = Renderer(archive, site_url, repository)
    host_pages = sorted(site.rglob("*.html"))
    pages = stamp_records(site, renderer)
    lists = stamp_listings(site, renderer)
    for file in host_pages:
        _resolve_file(site, file)
    write_search(site, [*record_entries(archive), *page_entries(site, host_pages)], site_url)
    add_to_sitemap(site, [*pages, *lists], site_url)
    write_exports(archive, site, site_url, only_linked=is_preview)
    add_dataset(site, renderer)
    write_crawler_files(site, archive, site_url)
    write_moved(site, renderer)
    return verify_site(site, site_url, later=FOLDER + "/" if is_preview else "")


def finish_with_problems(site: Path, problems: list[Problem]) -> None:
    """Complete a preview whose data cannot be shown: take the shells away and show the problems on every page."""
    remove_shells(site)
    show_problems(site, problems)
    for file in site.rglob("*.html"):
        _resolve_file(site, file)


def show_problems(site: Path, problems: list[Problem]) -> None:
    """Put the problems at the top of every page of a preview."""
    box = make_environment().get_template("problems.html").render(problems=problems)
    for file in site.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        file.write_text(html.replace("<article", box + "<article", 1), encoding="utf-8")


def _resolve_file(site: Path, file: Path) -> None:
    if not file.exists():
        return
    html = file.read_text(encoding="utf-8")
    if ADDRESS.search(html):
        file.write_text(resolve_links(html, file.relative_to(site).as_posix()), encoding="utf-8")
