"""What is done after the host has written its pages: record pages, lists, links, search, sitemap, data files, verification."""

from __future__ import annotations

from pathlib import Path

from macros.archive import Archive
from macros.crawlers import write_crawler_files
from macros.export import write_exports
from macros.frame_check import check_frames
from macros.heads import add_dataset
from macros.indexes import add_to_sitemap
from macros.listings import stamp_listings
from macros.problems import Problem
from macros.render import Renderer
from macros.search.entries import record_entries
from macros.search.files import write_search
from macros.search.pages import page_entries
from macros.stamp import ADDRESS, resolve_links, stamp_records
from macros.tombstones import write_moved
from macros.verify import verify_site


def finish_site(site: Path, archive: Archive, site_url: str, repository: str = "") -> list[Problem]:
    """Complete a site that the host has built, in place, and return what is wrong with the result.

    Raises ShellError when the theme's pages are not as the stamp expects them.
    """
    renderer = Renderer(archive, site_url, repository)
    host_pages = sorted(site.rglob("*.html"))
    pages = stamp_records(site, renderer)
    lists = stamp_listings(site, renderer)
    for file in host_pages:
        resolve_file(site, file)
    write_search(site, [*record_entries(archive), *page_entries(site, host_pages)], site_url)
    add_to_sitemap(site, [*pages, *lists], site_url)
    write_exports(archive, site, site_url)
    add_dataset(site, renderer)
    write_crawler_files(site, archive, site_url)
    write_moved(site, renderer)
    return [*check_frames(site, host_pages), *verify_site(site, site_url)]


def resolve_file(site: Path, file: Path) -> None:
    """Turn our addresses in a page that the host has built into relative ones."""
    if not file.exists():
        return
    html = file.read_text(encoding="utf-8")
    if ADDRESS.search(html):
        file.write_text(resolve_links(html, file.relative_to(site).as_posix()), encoding="utf-8")
