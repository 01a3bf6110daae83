"""Which files are there and whether they are as they were: what a second reading goes by.

A file counts as unchanged by its times, size and place on the disk. That is enough while somebody edits in
a preview, where a file that is not noticed is saved again; a build begins with nothing in memory and reads everything.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Stamp = tuple[int, int, int, int]

EDITORS_OWN = re.compile(r"\.(?:.*\.sw[a-z]|#.*)")
"""Names of the files that Vim and Emacs keep beside one that is open; no host publishes them."""


def stamp_of(status: os.stat_result) -> Stamp:
    """Return what tells a file from an earlier or later one at its place."""
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino


def scan(root: Path, names: Iterable[str]) -> dict[str, Stamp]:
    """Return the stamp of every file below these files and folders of `root`, by path. Caches and editors' files are left out."""
    found: dict[str, Stamp] = {}
    for name in names:
        if (root / name).is_dir():
            found.update(_below(str(root / name), name))
        elif (root / name).is_file():
            found[name] = stamp_of((root / name).stat())
    return found


def _below(folder: str, name: str) -> Iterator[tuple[str, Stamp]]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:  # taken away since it was listed
        return
    for entry in entries:
        path = f"{name}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _below(entry.path, path)
        elif EDITORS_OWN.fullmatch(entry.name) is None:
            try:
                yield path, stamp_of(entry.stat(follow_symlinks=False))
            except FileNotFoundError:
                continue


def differences(old: dict[str, Stamp], new: dict[str, Stamp]) -> set[str]:
    """Return the paths of all files that are new, gone or changed."""
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


class Memory:
    """What was made before and of what, so that the same is not made twice."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[Hashable, tuple[object, Any]] = {}

    def clear(self) -> None:
        """Forget everything: what builds once asks for nothing twice."""
        self._kept.clear()

    def recall(self, key: Hashable, given: object, make: Callable[[], T]) -> T:
        """Return what `make` returned for this key when it was given the same; else make it now."""
        kept = self._kept.get(key)
        if kept is None or kept[0] != given:
            kept = self._kept[key] = (given, make())
        return kept[1]
