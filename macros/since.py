"""Which problems a change brought: those of `check --since REV`.

The change is everything that differs from the point where this branch left REV: committed,
not committed, and new files that git does not ignore. Told are all problems in those files, and
elsewhere the problems that were not there before, such as a reference to a record that is gone.
When the engine itself was changed, everything is told, since any rule may be another now.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from macros.check import check_root
from macros.problems import Problem, RecordError

CHECKED = ("data", "docs", "mkdocs.yml")
"""What the check reads, and so what must be looked at as it was before."""


class RevisionError(RecordError):
    """A revision that git does not know, or no git."""


@dataclass(frozen=True)
class Change:
    """base: the commit that the change starts from. paths: files that differ, were added or are gone, relative to the root."""

    base: str
    paths: frozenset[str]

    @property
    def touches_engine(self) -> bool:
        """Whether the checks themselves may answer otherwise than before."""
        return any(path.startswith("macros/") for path in self.paths)


def find_change(root: Path, revision: str) -> Change:
    """Return what differs from the point where the present state left `revision`; RevisionError when git cannot say."""
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    if not commit:
        raise RevisionError(f"no revision '{revision}' here; name a branch, tag or commit that has been fetched")
    # Without a common commit (a shallow copy) the revision itself is what we compare with.
    base = _git(root, "merge-base", commit, "HEAD").decode().strip() or commit
    changed = _git(root, "diff", "--name-only", "-z", "--no-renames", "--relative", base, "--", ".")
    added = _git(root, "ls-files", "-z", "--others", "--exclude-standard", "--", ".")
    return Change(base, frozenset(path.decode(errors="surrogateescape") for path in (changed + added).split(b"\0") if path))


def keep_new(root: Path, problems: list[Problem], change: Change) -> list[Problem]:
    """Return the problems in changed files, and those elsewhere that were not there at the base of the change."""
    if change.touches_engine:
        return problems
    inside = [problem for problem in problems if problem.path in change.paths]
    elsewhere = [problem for problem in problems if problem.path not in change.paths]
    if elsewhere:
        known = {_key(problem) for problem in problems_at(root, change.base)}
        elsewhere = [problem for problem in elsewhere if _key(problem) not in known]
    return sorted([*inside, *elsewhere])


def _key(problem: Problem) -> tuple[object, ...]:
    """Return what makes two problems of an unchanged file the same: not the hint, which may name another record now."""
    return (problem.path, problem.line, problem.column, problem.field, problem.rule, problem.found)


def problems_at(root: Path, commit: str) -> list[Problem]:
    """Return the problems of the repository as it was at a commit, found by the present checks."""
    with tempfile.TemporaryDirectory(prefix="record-") as folder:
        write_revision(root, commit, Path(folder))
        return check_root(Path(folder)).problems


def write_revision(root: Path, commit: str, folder: Path) -> None:
    """Write what the check reads, as it was at a commit, into a folder. Links are left out."""
    packed = _git(root, "archive", "--format=tar", commit)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        members = [part for part in archive if (part.isfile() or part.isdir()) and part.name.split("/")[0] in CHECKED]
        archive.extractall(folder, members, filter="data")


def _git(root: Path, *words: str) -> bytes:
    """Return what git answers in the repository, nothing where it refuses; RevisionError without git or repository."""
    git = shutil.which("git")
    if git is None:
        raise RevisionError("git is not installed, so nothing can be compared")
    done = subprocess.run([git, *words], cwd=root, capture_output=True, check=False)  # noqa: S603 - our own words
    if done.returncode != 0 and b"not a git repository" in done.stderr:
        raise RevisionError(f"{root} is no git repository, so nothing can be compared")
    return done.stdout if done.returncode == 0 else b""
