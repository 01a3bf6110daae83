"""What is done after the host has written its pages: record pages, lists, links, search, sitemap, data files, verification."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from macros.archive import Archive
from macros.assets import drop_theme_scripts, lay_out_assets, load_from
from macros.crawlers import write_crawler_files
from macros.crew import share
from macros.deploy import base_path, write_deploy_files, write_manifest
from macros.export import write_exports
from macros.heads import add_dataset
from macros.indexes import add_to_sitemap, listed
from macros.kinds import KINDS, LISTINGS, Kind
from macros.listings import write_listings
from macros.model import AnyRecord
from macros.policy import add_head
from macros.problems import Problem
from macros.records import without_collecting
from macros.render import ListPage, Renderer
from macros.search.entries import record_entries
from macros.search.files import write_search
from macros.search.pages import page_entries
from macros.stamp import Shell, resolve_links, squeeze, stamp_records, stamp_withdrawn, take_shells
from macros.tombstones import write_moved
from macros.verify import verify_site

PIECE = 25
"""Records to one piece of work: small enough that nobody waits long for the last one."""

MOST_OF_KIND = 80
"""Pieces of one kind; of very many records each then has more."""

Work = Callable[[], Sequence[ListPage]]
"""Writes files and returns the pages of lists among them."""


def finish_site(site: Path, archive: Archive, site_url: str, repository: str = "") -> list[Problem]:
    """Complete a site that the host has built, in place, and return what is wrong with the result.

    Raises ShellError when the theme's pages are not as the stamp expects them.
    """
    renderer = Renderer(archive, site_url, repository)
    host_pages = sorted(site.rglob("*.html"))
    with without_collecting():
        archive.prepare()
        folder = harden(site, host_pages, site_url)
        made = share(lambda work: work(), list(_pieces(site, renderer, host_pages)))
        add_to_sitemap(site, listed(archive, [page for pages in made for page in pages]), site_url)
        add_dataset(site, renderer)
        write_crawler_files(site, archive, site_url)
        write_moved(site, renderer)
        write_for_servers(site, archive, site_url, folder)
        return verify_site(site, site_url, frames={file.relative_to(site).as_posix() for file in host_pages})


def _pieces(site: Path, renderer: Renderer, host_pages: Sequence[Path]) -> Iterator[Work]:
    """Yield what can be done side by side, the longest first."""
    archive, shells = renderer.archive, take_shells(site)
    yield partial(_export, site, renderer)
    yield partial(_write_search, site, renderer, host_pages)
    for folder, kind in KINDS.items():
        records = archive.of_kind(folder)
        step = max(PIECE, len(records) // MOST_OF_KIND)
        for at in range(0, len(records), step):
            yield partial(_stamp, site, renderer, shells[folder], records[at : at + step])
        yield partial(_stamp_withdrawn, site, renderer, kind, shells[folder])
    yield partial(write_listings, site, renderer, shells[LISTINGS.folder])


def _export(site: Path, renderer: Renderer) -> Sequence[ListPage]:
    write_exports(renderer.archive, site, renderer.site_url)
    return ()


def _write_search(site: Path, renderer: Renderer, host_pages: Sequence[Path]) -> Sequence[ListPage]:
    for file in host_pages:
        resolve_file(site, file)
    entries = [*record_entries(renderer.archive), *page_entries(site, host_pages)]
    write_search(site, entries, renderer.site_url)
    return ()


def _stamp(site: Path, renderer: Renderer, shell: Shell, records: Sequence[AnyRecord]) -> Sequence[ListPage]:
    stamp_records(site, renderer, shell, records)
    return ()


def _stamp_withdrawn(site: Path, renderer: Renderer, kind: Kind, shell: Shell) -> Sequence[ListPage]:
    stamp_withdrawn(site, renderer, kind, shell)
    return ()


def harden(site: Path, host_pages: list[Path], site_url: str) -> str:
    """Give pages what only a published one has, the policy and lasting addresses of assets, and return the folder of these.

    host_pages: those of the host, shells included; record pages are made from the shells and so have it too. A preview
    goes without, for its server puts a script of its own into each page; a test does this to a preview and expects a build.
    """
    folder = lay_out_assets(site)
    texts = [file.read_text(encoding="utf-8") for file in host_pages]
    drop_theme_scripts(site, texts)
    for file, html in zip(host_pages, texts, strict=True):
        depth = len(file.relative_to(site).parts) - 1
        root = base_path(site_url) if file.name == "404.html" else "../" * depth
        file.write_text(add_head(load_from(html, folder), root), encoding="utf-8")
    return folder


def write_for_servers(site: Path, archive: Archive, site_url: str, folder: str) -> None:
    """Write what a server and an installing browser are told. folder: that of our assets."""
    write_manifest(site)
    write_deploy_files(site, site_url, archive.records.redirects, folder)


def resolve_file(site: Path, file: Path) -> None:
    """Turn our addresses in a page that the host has built into relative ones, and take out white space that nobody sees."""
    if file.exists():
        html = squeeze(file.read_text(encoding="utf-8"))
        file.write_text(resolve_links(html, file.relative_to(site).as_posix()), encoding="utf-8")
