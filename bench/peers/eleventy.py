"""Eleventy on the files of records themselves, with own templates and all text as one JSON file.

The only thing here that needs Node; it measures and builds nothing that is published. Its packages are locked by digest in
`eleventy/package-lock.json` and lie beside it after `npm ci`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.peers.contestants import ELEVENTY


def write(folder: Path, data: Path) -> None:
    """Write a site that makes its pages from a copy of the data; the installed packages are linked, not copied."""
    shutil.copytree(ELEVENTY, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    (folder / "node_modules").symlink_to(ELEVENTY / "node_modules")
    shutil.copytree(data, folder / "data")
