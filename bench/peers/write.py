"""`python -m bench.peers.write FOLDER N NAME ...`: write the same N records as a site for each contestant named.

A process of its own, so that what it needs in memory is not counted with those it prepares for.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.generate import write_repository
from bench.peers import eleventy, hugo, mkdocs
from bench.peers.contest import ROOT
from bench.peers.world import World


def write_sites(top: Path, records: int, names: Sequence[str]) -> None:
    """Write a folder with the name of each contestant; ValueError when so few records cannot refer to each other."""
    first = top / "records"
    write_repository(first, ROOT, records)
    world = World(first / "data")
    writers: dict[str, Callable[[Path], object]] = {
        "ours": lambda folder: shutil.copytree(first, folder, dirs_exist_ok=True),
        "mkdocs": lambda folder: mkdocs.write(folder, world),
        "zensical": lambda folder: mkdocs.write(folder, world),
        "hugo": lambda folder: hugo.write_markdown(folder, world),
        "hugo-data": lambda folder: hugo.write_data(folder, first / "data"),
        "eleventy": lambda folder: eleventy.write(folder, first / "data"),
    }
    for name in names:
        folder = top / name
        folder.mkdir()
        writers["ours" if name.startswith("ours") else name](folder)


if __name__ == "__main__":
    try:
        write_sites(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
    except ValueError as error:
        raise SystemExit(f"bench: {error}") from None
