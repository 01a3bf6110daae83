"""A short share of the kills; `make faults` does a hundred of the real command and a thousand of each way to swap."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.repository import ROOT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are killed as POSIX does it")
@pytest.mark.parametrize(("mode", "count"), [("swaps", 60), ("renames", 60), ("builds", 2)])
def test_a_build_killed_at_any_moment_leaves_a_whole_site(mode: str, count: int) -> None:
    """The old site or the new one stands, whole; the next build heals and nothing unfinished is left."""
    command = [sys.executable, "-m", "tests.faults.kills", mode, str(count), "20"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 losses" in done.stdout
