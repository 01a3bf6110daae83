"""Every format written once for the invented archive and once for the real one, to be read back by other readers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from macros.archive import Archive
from macros.export import write_exports
from macros.export.records_json import FOLDER
from macros.records import load_records
from tests.repository import ARCHIVE, ROOT


@dataclass(frozen=True)
class Exported:
    """What was written. folder: where; archive: from what."""

    archive: Archive
    folder: Path
    files: tuple[Path, ...]

    def text(self, name: str) -> str:
        """Return the text of one file."""
        return (self.folder / name).read_text(encoding="utf-8")


@pytest.fixture(scope="session", params=["small", "real"])
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The exports of the invented archive, then of the real one."""
    archive = Archive(load_records(ARCHIVE if request.param == "small" else ROOT))
    site = tmp_path_factory.mktemp(f"exports-{request.param}")
    files = write_exports(archive, site)
    return Exported(archive, site / FOLDER, tuple(files))


@pytest.fixture(scope="session")
def small(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """The exports of the invented archive, whose values the tests know."""
    site = tmp_path_factory.mktemp("exports")
    return Exported(archive, site / FOLDER, tuple(write_exports(archive, site)))
