"""The record as it was where a change begins, and what the rules over changes say of the way from there. Nothing of it is run."""

from __future__ import annotations

import tempfile
from pathlib import Path

from macros.problems import Problem
from macros.records import Records, load_records
from macros.rules import check_change
from macros.since import Change, write_revision


def read_revision(root: Path, commit: str, folder: Path) -> Records:
    """Write what the records need of a commit into a folder and read it; its faults are in the result."""
    write_revision(root, commit, folder)
    return load_records(folder)


def change_problems(root: Path, change: Change) -> list[Problem]:
    """Return what the rules over changes find; nothing while either state cannot be read, which the check says itself."""
    if not any(path.startswith("data/") for path in change.paths):
        return []
    after = load_records(root)
    with tempfile.TemporaryDirectory(prefix="record-") as folder:
        before = read_revision(root, change.base, Path(folder))
        return [] if before.problems or after.problems else check_change(before, after)
