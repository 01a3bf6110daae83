"""Which commit the records were read from, as far as git can say.

Asked only where the repository itself is the root: an archive that lies inside another
repository has no commit of its own. A copy without git is no fault; it has no commit.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

DIRTY = "-dirty"
"""Ending of a commit whose records have been changed since; git's own word for it."""

WATCHED = ("data", "docs", "macros", "overrides")
"""Folders from which the site is made."""


@dataclass(frozen=True)
class Origin:
    """commit: full hash, ending in `DIRTY` if files differ from it; "" for none. seconds: its time since 1970, 0 for none."""

    commit: str = ""
    seconds: int = 0

    @property
    def day(self) -> str:
        """The day of the commit in UTC, "" for none."""
        return datetime.fromtimestamp(self.seconds, UTC).date().isoformat() if self.commit else ""


def read_origin(root: Path) -> Origin:
    """Return the commit that a repository is at; one without fields where there is no git or no commit."""
    said = ask_git(root, "log", "-1", "--format=%H %ct") if (root / ".git").exists() else ""
    if not said:
        return Origin()
    commit, seconds = said.split()
    changed = ask_git(root, "status", "--porcelain", "--", *WATCHED)
    return Origin(commit + (DIRTY if changed else ""), int(seconds))


def ask_git(root: Path, *words: str) -> str:
    """Return what git answers in a folder, without the last line end; "" where it cannot."""
    git = shutil.which("git")
    if git is None:
        return ""
    done = subprocess.run([git, *words], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return done.stdout.strip() if done.returncode == 0 else ""
