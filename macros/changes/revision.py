"""The record as it was at a revision, read from git into a folder of its own. Nothing of it is run."""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

from macros.origin import ask_git
from macros.problems import RecordError
from macros.records import Records, load_records

NEEDED = ("data", "docs")
"""Folders that the records and the rules over them read."""


class RevisionError(RecordError):
    """The state to compare with cannot be had; the text says why."""


def find_commit(root: Path, revision: str) -> str:
    """Return the commit where the present state left a revision's line, so that what others did since is not told."""
    if revision.startswith("-"):
        raise RevisionError(f"'{revision}' is no revision; name a branch, tag or commit")
    commit = ask_git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if not commit:
        raise RevisionError(f"git knows no '{revision}'; name a branch, tag or commit, such as origin/main (fetched in full)")
    return ask_git(root, "merge-base", commit, "HEAD") or commit


def read_revision(root: Path, commit: str, folder: Path) -> Records:
    """Write what the records need of a commit into a folder and read it; its faults are in the result."""
    git = shutil.which("git")
    there = [name for name in NEEDED if ask_git(root, "ls-tree", "--name-only", commit, "--", name)]
    if git is None or not there:
        raise RevisionError(f"commit {commit[:12]} holds no records")
    made = subprocess.run(  # noqa: S603 - a commit that git named, and our own words
        [git, "archive", "--format=tar", commit, *there], cwd=root, capture_output=True, check=False
    )
    if made.returncode != 0:
        raise RevisionError(f"git cannot give commit {commit[:12]}: {made.stderr.decode(errors='replace').strip()}")
    try:
        with tarfile.open(fileobj=io.BytesIO(made.stdout)) as packed:
            packed.extractall(folder, filter="data")
    except tarfile.TarError as error:
        raise RevisionError(f"commit {commit[:12]} holds a file that leads out of it: {error}") from None
    return load_records(folder)


def changed_files(root: Path, commit: str) -> list[str]:
    """Return the paths that differ from a commit, new ones too, sorted."""
    known = ask_git(root, "diff", "--name-only", "-z", "--no-renames", commit, "--")
    new = ask_git(root, "ls-files", "--others", "--exclude-standard", "-z")
    return sorted({path for path in (known + "\0" + new).split("\0") if path})
