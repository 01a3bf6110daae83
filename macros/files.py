"""Files that are there whole or not at all, and whose unfinished ones belong to somebody who still lives.

An unfinished file or folder is held by a lock of the system (`flock`), which ends with the last process
that has it, however that process ends: no number of a process can be taken for another's, and nothing stale
is left. Where there are no such locks (Windows, some network disks) nothing counts as abandoned, so nothing is
cleared away. Left out: holding a file against people.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

HAS_LOCKS = find_spec("fcntl") is not None
"""Whether the system has the locks; Windows has not."""

WAIT = 60
"""Seconds to wait for a folder that another process keeps to itself; each does so for a moment only."""


def hold(path: Path) -> int | None:
    """Hold a file or folder for as long as the returned descriptor is open; None when another process holds it."""
    descriptor = os.open(path, os.O_RDONLY)
    if _lock(descriptor) is False:
        os.close(descriptor)
        return None
    return descriptor


def is_abandoned(path: Path) -> bool:
    """Return whether nobody who lives holds a file or folder; False where that cannot be known."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return _lock(descriptor) is True
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool | None:
    """Return whether the lock was to be had; None where there are no locks."""
    if not HAS_LOCKS:
        return None
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a disk without locks
        return None
    return True


@contextmanager
def alone_in(folder: Path, wait: float = WAIT) -> Iterator[None]:
    """Be the only one who begins or ends something in a folder; TimeoutError after `wait` seconds."""
    end = time.monotonic() + wait
    while (descriptor := hold(folder)) is None:
        if time.monotonic() > end:
            raise TimeoutError(f"another process keeps the folder {folder} to itself")
        time.sleep(0.05)
    try:
        yield
    finally:
        os.close(descriptor)


@contextmanager
def half_of(file: Path) -> Iterator[Path]:
    """Give the name of an unfinished file beside `file`, which takes its place when all went well.

    The name is like those of Emacs, which no check takes for a record or a page. What others have left
    unfinished for the same file is cleared away first.
    """
    for left in file.parent.glob(f".#{file.name}.*.half"):
        if is_abandoned(left):
            left.unlink(missing_ok=True)
    half = file.with_name(f".#{file.name}.{secrets.token_hex(4)}.half")
    half.touch()
    descriptor = hold(half)
    try:
        yield half
        if file.exists():
            half.chmod(file.stat().st_mode & 0o777)
        _settle(half)
        half.replace(file)
    finally:
        if descriptor is not None:
            os.close(descriptor)
        half.unlink(missing_ok=True)


def write_whole(file: Path, content: bytes | str) -> None:
    """Write a file so that every reader finds the old content or the new one, whatever happens meanwhile."""
    with half_of(file) as half:
        half.write_bytes(content.encode() if isinstance(content, str) else content)


def _settle(file: Path) -> None:
    """Have the content on the disk before its name leads to it: a machine that stops then leaves no empty file."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def paths_below(folder: Path | str, before: str = "") -> Iterator[str]:
    """Yield every file below a folder by its path, with slashes: as text, since of many thousands a Path takes a kilobyte each."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from paths_below(entry.path, f"{before}{entry.name}/")
        elif entry.is_file():
            yield before + entry.name
