"""What several folders of tests share: the repository's folder, the invented archive, golden files, one built site."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from macros.archive import Archive
from macros.hosts import host_environment
from macros.records import load_records
from macros.rules import check_records
from tests.repository import ARCHIVE, change, make_site_source

ROOT = Path(__file__).resolve().parent.parent

# A slow machine is no fault: no example has to be quick.
settings.register_profile("record", deadline=None)
settings.load_profile("record")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes golden files instead of comparing them."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; the review judges the difference")


@pytest.fixture(scope="session")
def archive() -> Archive:
    """The invented archive, which has no problem."""
    records = load_records(ARCHIVE)
    assert check_records(records) == []
    return Archive(records)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with its golden file, or write the file with --update-golden."""

    def compare(file: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert file.is_file(), f"no golden file {file.name}; run pytest with --update-golden and look at it"
        assert text == file.read_text(encoding="utf-8"), f"{file.name} differs; --update-golden writes it anew"

    return compare


def _build(target: Path) -> None:
    """Build the site as a reader would; a build that fails, fails every test that asked for it, with its last lines."""
    environment = host_environment(ROOT, {**os.environ, "NO_MKDOCS_2_WARNING": "1"})
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


@pytest.fixture(scope="session")
def site_below(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented archive for a host on which it is not alone, in a folder of the name that it has there."""
    root = make_site_source(tmp_path_factory.mktemp("below") / "repository")
    change(root, "mkdocs.yml", "https://karabakh-record.example/", "https://host.example/karabakh-record/")
    site = root / "host" / "karabakh-record"
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    done = subprocess.run(
        command, cwd=root, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return site
