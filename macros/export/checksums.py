"""`/data/v1/SHA256SUMS`: the digest of every other file there, as `sha256sum --check` reads it. Written last."""

from __future__ import annotations

import hashlib
from pathlib import Path

from macros.archive import Archive
from macros.crew import share
from macros.export.records_json import FOLDER
from macros.files import paths_below

NAME = "SHA256SUMS"
MEDIA_TYPE = "text/plain"

PIECE = 200
"""Files to one piece of work."""


def listed_paths(folder: Path) -> list[str]:
    """Return the path of every file below a folder, in order, the list of digests itself left out."""
    return sorted(path for path in paths_below(folder) if path != NAME)


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write one line a file, by path relative to the folder; return the file."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return [write_sums(folder, members=1)]


def sums_text(folder: Path, members: int = 0) -> str:
    """Return one line a file of a folder, by path. members: how many processes read them, 0 for one a processor."""
    paths = listed_paths(folder)
    step = max(PIECE, len(paths) // 500)
    parts = [paths[at : at + step] for at in range(0, len(paths), step)]
    return "".join(share(lambda part: "".join(f"{digest(folder / path)}  {path}\n" for path in part), parts, members))


def write_sums(folder: Path, members: int = 0) -> Path:
    """Write the list of digests of a folder; return the list. For the whole site, pages too, as well."""
    (folder / NAME).write_text(sums_text(folder, members), encoding="utf-8", newline="\n")
    return folder / NAME


def digest(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
