"""What a build reads of the repository is what decides whether the site that stands is still right."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from macros.origin import ask_git
from macros.standing import BUILT_FROM
from tests.repository import ROOT

WATCH = """
import os, sys
def watch(event, arguments, log=os.open(os.environ["WATCHED"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)):
    if event == "open" and isinstance(arguments[0], str):
        os.write(log, (os.path.abspath(arguments[0]) + "\\n").encode(errors="replace"))
sys.addaudithook(watch)
"""
"""Runs in every Python process of the build, its copies included, before anything else."""


def test_a_build_reads_nothing_of_the_repository_but_what_it_is_judged_by(tmp_path: Path) -> None:
    """The real pages and records, in a copy with everything that lies beside them."""
    root = tmp_path / "repository"
    for path in ask_git(ROOT, "ls-files").splitlines():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes((ROOT / path).read_bytes())
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch/sitecustomize.py").write_text(WATCH)
    paths = os.pathsep.join((str(tmp_path / "watch"), str(root)))
    log = tmp_path / "read.txt"
    environment = {**os.environ, "CI": "true", "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": paths, "WATCHED": str(log)}
    done = subprocess.run(
        [sys.executable, "-m", "macros", "build"], cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr

    read = {Path(line).relative_to(root).as_posix() for line in log.read_text().splitlines() if line.startswith(f"{root}/")}
    inputs = {path for path in read if not path.startswith("site") and "__pycache__" not in path and (root / path).is_file()}
    assert {"mkdocs.yml", "CITATION.cff", "overrides/main.html", "docs/index.md"} <= inputs, "the watch saw the build"
    assert {path for path in inputs if path.split("/")[0] not in BUILT_FROM} == set()
