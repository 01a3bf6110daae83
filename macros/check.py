"""The gate: everything that can be wrong in `data/` and `docs/`, found in one run."""

from __future__ import annotations

from pathlib import Path

from macros.problems import Problem
from macros.session import Session, open_session


def check_root(root: Path) -> Session:
    """Check the repository at `root`; nothing is raised for a fault of data or pages."""
    session = open_session(root, "")
    if not (root / "mkdocs.yml").is_file():
        missing = Problem("mkdocs.yml", 1, 1, "", "the site's settings are missing", rule="settings")
        session.problems.insert(0, missing)
    return session
