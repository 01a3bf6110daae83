"""What several folders of tests share: the repository's folder and one built site."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _build(target: Path) -> None:
    """Build the site as a reader would; a build that fails, fails every test that asked for it, with its last lines."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip().splitlines()
        pytest.fail("`mkdocs build --strict` failed:\n" + "\n".join(said[-40:]), pytrace=False)


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the finished site: RECORD_SITE if that is set, else built once for the whole run."""
    given = os.environ.get("RECORD_SITE")
    if given:
        site = Path(given).resolve()
        if not (site / "index.html").is_file():
            pytest.fail(f"RECORD_SITE={given} holds no built site", pytrace=False)
        return site
    site = tmp_path_factory.mktemp("built") / "site"
    _build(site)
    return site
