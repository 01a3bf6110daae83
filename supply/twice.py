"""Build the same source twice under circumstances that must not matter, and compare every byte.

They differ in folder, order of the files on disk, time zone, language, hash seed, umask and cache. Left out: the
system, the Python version and the clock, which a second machine varies. `make twice` does it with the whole repository.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MOMENT = "1790000000"
"""SOURCE_DATE_EPOCH of a build that is compared, where the caller gives none."""


class BuildError(RuntimeError):
    """A build failed; the text is what it said."""


@dataclass(frozen=True)
class Circumstances:
    """What a build must not depend on."""

    folder: str
    zone: str
    language: str
    seed: str
    umask: int
    is_reversed: bool


FIRST = Circumstances("a", "UTC", "C", "0", 0o022, False)
SECOND = Circumstances("Second folder, with ə/deeper", "Pacific/Kiritimati", "C.UTF-8", "4242", 0o077, True)


def copy_tree(source: Path, target: Path, is_reversed: bool) -> None:
    """Copy files in the order of their paths or in the other one, which some file systems give back as their order."""
    ignored = {".git", ".venv", "site", "__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", "release"}
    paths = (path.relative_to(source) for path in source.rglob("*") if path.is_file())
    for path in sorted((path for path in paths if not ignored & set(path.parts)), reverse=is_reversed):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / path, target / path)


def build_under(circumstances: Circumstances, source: Path, folder: Path) -> Path:
    """Copy a source below a folder, build it there as the publisher does, and return the built site.

    Raises BuildError with the report of the build where it fails.
    """
    root = folder / circumstances.folder
    copy_tree(source, root, circumstances.is_reversed)
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "LANG", "LANGUAGE")},
        "LC_ALL": circumstances.language,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": circumstances.seed,
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH") or MOMENT,
        "TZ": circumstances.zone,
        "XDG_CACHE_HOME": str(folder / f"cache-{circumstances.seed}"),
    }
    command = [sys.executable, "-m", "macros", "build"]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=root, env=environment, umask=circumstances.umask, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(done.stdout + done.stderr)
    return root / "site"


def find_differences(one: Path, other: Path) -> list[str]:
    """Return the paths that only one of two folders has, or whose bytes differ, sorted."""
    first, second = ({path.relative_to(folder).as_posix(): path for path in folder.rglob("*")} for folder in (one, other))
    return sorted(path for path in first.keys() | second.keys() if _content(first.get(path)) != _content(second.get(path)))


def _content(path: Path | None) -> bytes | None:
    """Return the bytes of a file, none for a folder, None for nothing."""
    return None if path is None else path.read_bytes() if path.is_file() else b""


def build_twice(source: Path, folder: Path) -> list[str]:
    """Build a source under both circumstances below a folder and return the paths that differ."""
    return find_differences(*(build_under(circumstances, source, folder) for circumstances in (FIRST, SECOND)))
