"""`/data/v1/SHA256SUMS`: the digest of every other file there, as `sha256sum --check` reads it. Written last."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from macros.archive import Archive
from macros.crew import share
from macros.export.records_json import FOLDER

NAME = "SHA256SUMS"
MEDIA_TYPE = "text/plain"

PIECE = 200
"""Files to one piece of work."""


def listed_files(folder: Path) -> list[Path]:
    """Return every file below a folder by path, the list of digests itself left out."""
    files = (file for file in folder.rglob("*") if file.is_file() and file != folder / NAME)
    return sorted(files, key=lambda file: file.relative_to(folder).as_posix())


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write one line a file, by path relative to the folder; return the file."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return [write_sums(folder, members=1)]


def sums_text(folder: Path, members: int = 0) -> str:
    """Return one line a file of a folder, by path. members: how many processes read them, 0 for one a processor."""
    files = listed_files(folder)
    step = max(PIECE, len(files) // 500)
    parts = share(_digests, [files[at : at + step] for at in range(0, len(files), step)], members)
    digests = (found for part in parts for found in part)
    return "".join(f"{found}  {file.relative_to(folder).as_posix()}\n" for found, file in zip(digests, files, strict=True))


def write_sums(folder: Path, members: int = 0) -> Path:
    """Write the list of digests of a folder; return the list. For the whole site, pages too, as well."""
    (folder / NAME).write_text(sums_text(folder, members), encoding="utf-8", newline="\n")
    return folder / NAME


def _digests(files: Sequence[Path]) -> list[str]:
    return [digest(file) for file in files]


def digest(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
