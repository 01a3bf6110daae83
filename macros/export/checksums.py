"""`/data/v1/SHA256SUMS`: the digest of every other file there, as `sha256sum --check` reads it. Written last."""

from __future__ import annotations

import hashlib
from pathlib import Path

from macros.archive import Archive
from macros.export.records_json import FOLDER

NAME = "SHA256SUMS"
MEDIA_TYPE = "text/plain"


def listed_files(folder: Path) -> list[Path]:
    """Return every file below a folder by path, the list of digests itself left out."""
    files = (file for file in folder.rglob("*") if file.is_file() and file != folder / NAME)
    return sorted(files, key=lambda file: file.relative_to(folder).as_posix())


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write one line a file, by path relative to the folder; return the file."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    return [write_sums(folder)]


def write_sums(folder: Path) -> Path:
    """Write the list of digests of a folder, one line a file by path; return the list. For the whole site, pages too, as well."""
    lines = [f"{digest(file)}  {file.relative_to(folder).as_posix()}\n" for file in listed_files(folder)]
    (folder / NAME).write_text("".join(lines), encoding="utf-8", newline="\n")
    return folder / NAME


def digest(file: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
