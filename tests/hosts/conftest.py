"""The invented archive built by the host, once for all tests of the site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository import make_site_source


def build(root: Path) -> subprocess.CompletedProcess[str]:
    """Build `root` into `root/site` as the publisher's host does."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the finished site of the invented archive."""
    root = make_site_source(tmp_path_factory.mktemp("small") / "repository")
    done = build(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "site"
