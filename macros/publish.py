"""The publisher's build: a new site beside the old one, swapped in only when it is whole.

    check -> build into site.new-<token> -> confirm -> list of digests -> swap

A build that fails, is interrupted or killed leaves the last good site as it was, which
`mkdocs build` alone does not: it empties the folder first. The host runs as a
process of its own and verifies links and anchors at its end. The swap is one step on Linux and macOS; elsewhere
two renames with an instant between them in which there is no site, and a build killed just then leaves the old one in
`site.old-<token>`, which the next build puts back. Each build has its folder to itself; the next one clears away
what a killed one has left. Left out: sending the site anywhere, and a power cut: the disk itself may then lose
what it had not yet written, and the next build makes the site anew.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from macros.archive import Archive
from macros.compress import compress_site
from macros.exchange import exchange
from macros.export.checksums import write_sums
from macros.files import alone_in, hold, is_abandoned
from macros.hosts import Host, run_mkdocs
from macros.kinds import KINDS
from macros.problems import RecordError

SITE = "site"
"""Folder of the finished site, in the repository."""

NEEDED = ("index.html", "404.html", "sitemap.xml", "search/names.js", "search/texts.js")
"""Files without which a site is not whole; each record's page comes to them."""


class PublishError(RecordError):
    """The site was not published; the text is one line and says why."""


def publish(root: Path, archive: Archive, host: Host = run_mkdocs, *, is_compressed: bool = False) -> Path:
    """Build the site of checked records, put it in the place of the last one, and return its folder.

    is_compressed: with `.br` and `.gz` beside each text.
    Raises PublishError, the HostError of the engine, and lets pass whatever else ends the build (an interrupt
    too), after the unfinished folder is gone; the last good site then stands untouched.
    """
    site = root / SITE
    if site.is_symlink():
        raise PublishError(f"{SITE} is a symbolic link; remove it, or link to {SITE} from elsewhere")
    if site.exists() and not site.is_dir():
        raise PublishError(f"{SITE} is not a folder; remove it")
    try:
        with _new_folder(root) as new:
            host(root, new)
            for source_map in new.rglob("*.map"):
                source_map.unlink()
            _confirm(new, archive)
            if is_compressed:
                compress_site(new)
            write_sums(new)
            with alone_in(root):
                _swap(new, site)
    except OSError as error:
        raise PublishError(f"{error.filename or root}: {error.strerror or error}") from error
    return site


@contextmanager
def _new_folder(root: Path) -> Iterator[Path]:
    """Give an empty folder that nobody else uses, and take away what is then in its place."""
    new = root / f"{SITE}.new-{secrets.token_hex(4)}"
    with alone_in(root):
        recover(root)
        try:
            new.mkdir()
        except OSError as error:
            raise PublishError(f"the folder {root} cannot be written to: {error.strerror}") from error
        held = hold(new)
    try:
        if held is not None:
            os.set_inheritable(held, True)  # a host that outlives us goes on holding what it writes into
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)  # after the swap this is the old site
        if held is not None:
            os.close(held)


def recover(root: Path) -> None:
    """Put back an old site that a killed build had moved away, and clear away what killed builds have left."""
    site = root / SITE
    for old in sorted(root.glob(f"{SITE}.old-*"), key=lambda folder: folder.stat().st_ctime, reverse=True):
        # Only under a name of its own is it taken apart, so what is called `old` is always whole.
        old.rename(_beside(old, "new") if site.exists() else site)
    living = {new.name.rpartition("-")[2] for new in root.glob(f"{SITE}.new-*") if not is_abandoned(new)}
    for left in (*root.glob(f"{SITE}.new-*"), *root.glob(f"{SITE}.zensical-*"), *root.glob(f".{SITE}.zensical-*.yml")):
        if left.name.removesuffix(".yml").rpartition("-")[2] in living:
            continue
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _beside(folder: Path, word: str) -> Path:
    """Return the folder of the same build with another word in its name."""
    return folder.with_name(f"{SITE}.{word}-{folder.name.rpartition('-')[2]}")


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
    """Put the new folder in the place of the old one, which then has its name; whatever stops it half-way is undone."""
    if not site.exists():
        new.rename(site)
    elif not exchange(new, site):
        _rename_twice(new, site)


def _rename_twice(new: Path, site: Path) -> None:
    """Do in two steps what the system cannot do in one."""
    old = _beside(new, "old")
    try:
        site.rename(old)
        new.rename(site)
    except BaseException:
        if old.exists() and not site.exists():
            old.rename(site)
        raise
    old.rename(new)
