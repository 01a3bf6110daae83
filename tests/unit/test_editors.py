"""Editors are wired to the schemas: each data file has the right one, and the container runs the commands of the Makefile."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from macros.kinds import KINDS
from tests.repository import ROOT

WRITTEN_BY_COMMANDS = {"data/redirects.yml", "data/releases.yml"}
"""Files without a schema for editors."""


def read(path: str) -> Any:
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


SCHEMAS: dict[str, str] = read(".vscode/settings.json")["yaml.schemas"]


def test_every_schema_is_wired_and_there_is_no_other() -> None:
    """A new kind of record is completed from its first day."""
    assert sorted(SCHEMAS) == sorted(f"./schema/{file.name}" for file in (ROOT / "schema").iterdir())


@pytest.mark.parametrize("folder", [*KINDS, "vocab"])
def test_a_glob_finds_exactly_the_files_of_its_folder(folder: str) -> None:
    """No file of the folder is left out and none of another folder is caught."""
    glob = SCHEMAS[f"./schema/{folder}.schema.json"]
    files = {file for file in (ROOT / "data" / folder).rglob("*") if file.is_file()}
    assert files and set(ROOT.glob(glob)) == files


def test_every_data_file_has_one_schema() -> None:
    """What people write is completed, wherever it stands under `data/`."""
    wired = [file.relative_to(ROOT).as_posix() for glob in SCHEMAS.values() for file in ROOT.glob(glob)]
    files = {file.relative_to(ROOT).as_posix() for file in (ROOT / "data").rglob("*.yml")}
    assert len(wired) == len(set(wired)) and set(wired) == files - WRITTEN_BY_COMMANDS


def test_the_same_extensions_are_recommended_everywhere() -> None:
    """Who opens the folder and who opens the container have the same help."""
    container = read(".devcontainer/devcontainer.json")["customizations"]["vscode"]["extensions"]
    assert read(".vscode/extensions.json")["recommendations"] == container
    assert "redhat.vscode-yaml" in container


def test_the_container_is_pinned_and_runs_our_commands() -> None:
    """An image by version and digest, the port of `make serve`, and a command that the Makefile has."""
    container = read(".devcontainer/devcontainer.json")
    assert re.fullmatch(
        r"mcr\.microsoft\.com/devcontainers/python:\d+\.\d+\.\d+-3\.1[1-9]-[a-z]+@sha256:[0-9a-f]{64}", container["image"]
    )
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert container["forwardPorts"] == [int(re.findall(r"^PORT \?= (\d+)$", makefile, re.MULTILINE)[0])]
    words = container["postCreateCommand"].split()
    assert words[0] == "make" and re.search(rf"^{words[1]}:", makefile, re.MULTILINE)
