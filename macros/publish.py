"""The publisher's build: a new site beside the old one, swapped in only when it is whole.

    check -> build into site.new-<process id> -> confirm -> swap

A build that fails or is interrupted leaves the last good site as it was, which
`mkdocs build` alone does not: it empties the folder first. The host runs as a
process of its own and verifies links and anchors at its end. Left out: sending
the site anywhere, and the recovery from a machine that stops between the two
renames (the old site then stands in `site.old-<process id>`).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from macros.archive import Archive
from macros.hosts import Host, run_mkdocs
from macros.kinds import KINDS
from macros.problems import RecordError

SITE = "site"
"""Folder of the finished site, in the repository."""

NEEDED = ("index.html", "404.html", "sitemap.xml", "search/names.js", "search/texts.js")
"""Files without which a site is not whole; each record's page comes to them."""


class PublishError(RecordError):
    """The site was not published; the text is one line and says why."""


def publish(root: Path, archive: Archive, host: Host = run_mkdocs) -> Path:
    """Build the site of checked records, put it in the place of the last one, and return its folder.

    Raises PublishError, the HostError of the engine, and lets pass whatever else ends the build (an interrupt
    too), after the unfinished folder is gone; the last good site then stands untouched.
    """
    site, new = root / SITE, root / f"{SITE}.new-{os.getpid()}"
    if site.is_symlink():
        raise PublishError(f"{SITE} is a symbolic link; remove it, or link to {SITE} from elsewhere")
    try:
        new.mkdir()
    except OSError as error:
        raise PublishError(f"the folder {root} cannot be written to: {error.strerror}") from error
    try:
        host(root, new)
        _confirm(new, archive)
        for source_map in new.rglob("*.map"):
            source_map.unlink()
        _swap(new, site)
    except OSError as error:
        raise PublishError(f"{error.filename or root}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return site


def _confirm(site: Path, archive: Archive) -> None:
    """Raise PublishError when a file without which the site is not whole is missing or empty."""
    pages = [f"{folder}/{record.id}/index.html" for folder in KINDS for record in archive.of_kind(folder)]
    missing = [path for path in (*NEEDED, *pages) if not _is_filled(site / path)]
    if missing:
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        raise PublishError(f"the built site lacks {', '.join(missing[:5])}{more}")


def _is_filled(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0


def _swap(new: Path, site: Path) -> None:
    """Put the new folder in the place of the old one; whatever stops it half-way is undone."""
    old = site.with_name(f"{SITE}.old-{os.getpid()}")
    had_site = site.exists()
    try:
        if had_site:
            site.rename(old)
        new.rename(site)
    except BaseException:
        if old.exists() and not site.exists():
            old.rename(site)
        raise
    if had_site:
        shutil.rmtree(old, ignore_errors=True)  # the new site is in place; a leftover of the old one does no harm
