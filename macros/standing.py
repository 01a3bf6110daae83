"""Whether the site that stands is the one that a build would make: then there is nothing to do.

It is when no file that a build reads has changed since it was built, nor the engine, the commit or the packages,
and when each of its own files still has the digest it was published with. The first is remembered in the user's
cache folder (`macros.verdict`); the second is never remembered but read from the site.
"""

from __future__ import annotations

import os
from pathlib import Path

from macros.export.checksums import NAME, digest, sums_text
from macros.origin import ask_git, read_origin
from macros.verdict import WATCHED, digest_of, find_kept, keep

BUILT_FROM = (*WATCHED, "overrides", "CITATION.cff")
"""What a build reads of the repository; a test watches a build and holds it to this."""

KEPT = "-site"


def digest_of_build(root: Path, way: str) -> str:
    """Return a digest of all that a build rests on: its files, the way it is made, the commit, and the time that stands for now.

    way: the engine, and what else was asked for.
    """
    moment = os.environ.get("SOURCE_DATE_EPOCH") or ask_git(root, "log", "-1", "--format=%ct")
    return "-".join((digest_of(root, BUILT_FROM), way, read_origin(root).commit, moment))


def stands(root: Path, site: Path, inputs: str) -> bool:
    """Return whether a site was built from what has this digest and is whole and unaltered, with no file too many."""
    # A folder that cannot be read is no site that stands; building it anew tells what is wrong.
    try:
        if site.is_symlink() or find_kept(root, KEPT, inputs) != digest(site / NAME):
            return False
        return (site / NAME).read_text(encoding="utf-8") == sums_text(site)
    except OSError:
        return False


def keep_standing(root: Path, site: Path, inputs: str) -> None:
    """Remember that a site with its list of digests was built from what has this digest."""
    keep(root, KEPT, inputs, digest(site / NAME))
