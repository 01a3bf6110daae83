"""The folders `data/` and `docs/` before anything in them is read: no link out, no special file, no flood.

Only names and sizes are looked at, and no link is followed, so a folder that leads to the whole
machine costs nothing. Left out: what a single file may be called and hold (`records`, `page_check`).
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from macros.characters import one_line
from macros.problems import Problem

FOLDERS = ("data", "docs")
MAX_FILES = 30_000
"""Files in both folders; ten times what there are."""
MAX_FILE_BYTES = 5_000_000
"""A larger file is not even read to see whether it has changed. Records and pages have limits of their own."""
MAX_TOTAL_BYTES = 300_000_000
MAX_DEPTH = 8
"""Folders inside each other."""

RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Names that Windows gives to devices, with any ending."""
MAX_NAME = 100


def name_fault(name: str) -> str:
    """Return why a name of a file or folder cannot be had on every system, "" when it can."""
    if any(unicodedata.category(sign)[0] in "CZ" and sign != " " for sign in name):
        return "the name holds a sign that cannot be seen"
    if len(name) > MAX_NAME:
        return f"the name has {len(name)} letters; the limit is {MAX_NAME}"
    if name != name.strip(" ") or name.endswith("."):
        return "the name begins or ends with a space, or ends with a full stop"
    if RESERVED.match(name):
        return "Windows keeps this name for a device"
    if not name.isascii():
        return "the name has letters that systems write in different ways"
    return ""


def check_tree(root: Path) -> list[Problem]:
    """Return what stands in the way of reading the two folders; with any of these nothing is read."""
    problems: list[Problem] = []
    count = total = 0
    for path, status in _walk(root, problems):
        count, total = count + 1, total + status.st_size
        if status.st_size > MAX_FILE_BYTES:
            found = f"file has {status.st_size:,} bytes; the limit is {MAX_FILE_BYTES:,}"
            problems.append(_problem(path, found, "split it or keep it elsewhere"))
        if count > MAX_FILES or total > MAX_TOTAL_BYTES:
            found = (
                f"more than {MAX_FILES:,} files" if count > MAX_FILES else f"files of more than {MAX_TOTAL_BYTES:,} bytes in all"
            )
            problems.append(_problem(path.split("/")[0], f"{found} in data/ and docs/", "the record cannot be built from so many"))
            break
    return problems


def _problem(path: str, found: str, hint: str = "") -> Problem:
    return Problem(one_line(path), 1, 1, "", found, hint=hint, rule="files")


def _walk(root: Path, problems: list[Problem]) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every plain file; what is neither file nor folder, and folders with a name that cannot be, are problems."""
    waiting = [name for name in FOLDERS if os.path.lexists(root / name)]
    while waiting:
        path = waiting.pop()
        mode = os.lstat(root / path).st_mode
        if stat.S_ISREG(mode):
            continue  # `data` or `docs` is a file: who reads the folder says that it is missing
        if not stat.S_ISDIR(mode):
            problems.append(_problem(path, "symbolic links are not allowed" if stat.S_ISLNK(mode) else "not a folder"))
        elif path.count("/") >= MAX_DEPTH:
            problems.append(_problem(path, f"more than {MAX_DEPTH} folders inside each other"))
        else:
            yield from _entries(root, path, waiting, problems)


def _entries(root: Path, path: str, waiting: list[str], problems: list[Problem]) -> Iterator[tuple[str, os.stat_result]]:
    seen: dict[str, str] = {}
    with os.scandir(root / path) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            inner, status = f"{path}/{entry.name}", entry.stat(follow_symlinks=False)
            fault = name_fault(entry.name)
            if fault:
                problems.append(_problem(inner, fault, "use small Latin letters, digits, '-', '_' and '.'"))
            first = seen.setdefault(unicodedata.normalize("NFKC", entry.name).casefold(), entry.name)
            if first != entry.name and path.startswith("data"):
                problems.append(_problem(inner, "another file's name differs only in case", "rename one of them"))
            if stat.S_ISDIR(status.st_mode):
                waiting.append(inner)
            elif stat.S_ISREG(status.st_mode):
                yield inner, status
            elif not stat.S_ISLNK(status.st_mode) and path.startswith("docs"):  # in data/ the loader says so
                problems.append(_problem(inner, "not a plain file", "remove it"))
            elif entry.is_dir() and path.startswith("data"):
                problems.append(_problem(inner, "symbolic links are not allowed", "put the folder here"))
