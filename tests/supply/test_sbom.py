"""The bill of materials: whole, valid, the same everywhere; the files beside the archive of a release."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from supply.__main__ import main
from supply.locked import PROJECT, SITE_LIST, TEST_LIST, read_list
from supply.sbom import sbom_text, version_of, write_release_files
from tests.repository import ROOT


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    """The bill of materials of this repository."""
    return json.loads(sbom_text(ROOT))  # type: ignore[no-any-return]


def test_the_bill_is_valid() -> None:
    """By the schema, with no field that the schema does not know; and the makers' own reader reads it."""
    text = sbom_text(ROOT)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    read = Bom.from_json(json.loads(text))  # type: ignore[attr-defined]
    assert len(read.components) == len(read_list(ROOT / TEST_LIST))
    read.validate()


def test_an_invalid_bill_would_be_noticed(bill: dict[str, Any]) -> None:
    """The reader is one that can say no."""
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(bill | {"components": [{"name": "a"}]})) is not None


def test_every_locked_package_is_in_it_with_digests_and_licence(bill: dict[str, Any]) -> None:
    """No more and no less; what builds the site is told from what only tests."""
    packages = {package.address: package for package in read_list(ROOT / TEST_LIST)}
    building = {package.address for package in read_list(ROOT / SITE_LIST)}
    assert [component["purl"] for component in bill["components"]] == list(packages)
    for component in bill["components"]:
        package = packages[component["purl"]]
        assert PackageURL.from_string(component["purl"]).name == component["name"] == package.name
        assert tuple(entry["content"] for entry in component["hashes"]) == package.digests
        assert component["licenses"][0]["expression"]
        assert (component["scope"] == "required") == (package.address in building)


def test_it_says_who_needs_what(bill: dict[str, Any]) -> None:
    """Every package is reached from the project."""
    needed = {entry["ref"]: entry["dependsOn"] for entry in bill["dependencies"]}
    reached, waiting = set(), [PROJECT]
    while waiting:
        ref = waiting.pop()
        if ref not in reached:
            reached.add(ref)
            waiting += needed[ref]
    assert reached == {PROJECT, *(component["purl"] for component in bill["components"])}


def test_it_names_no_host_and_no_folder() -> None:
    text = sbom_text(ROOT)
    assert "://" not in text and str(ROOT) not in text


@pytest.mark.parametrize("seed", ["1", "2"])
def test_it_is_the_same_everywhere(seed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another process, folder, hash seed and time zone; no package but Python's own is asked."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Baku", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-S", "-m", "supply", "--root", str(ROOT), "sbom"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert done.stdout.decode() == sbom_text(ROOT)


def test_another_lock_is_another_bill() -> None:
    """The serial number is that of the contents."""
    one, other = (json.loads(sbom_text(ROOT, version))["serialNumber"] for version in ("2026-01-01", "2026-01-02"))
    assert one != other and re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one)


def test_a_release_has_its_bill_and_the_digests_of_all_its_files(tmp_path: Path) -> None:
    """Twice, since a release may be made again; the digests do not list themselves."""
    (tmp_path / "karabakh-record-2026-01-01.zip").write_bytes(b"archive")
    for _ in range(2):
        assert main(["--root", str(ROOT), "release", str(tmp_path), "--version", "2026-01-01"]) == 0
    lines = (tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert [line.split("  ")[1] for line in lines] == ["karabakh-record-2026-01-01.cdx.json", "karabakh-record-2026-01-01.zip"]
    for line in lines:
        digest, name = line.split("  ")
        assert digest == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_the_version_is_that_of_the_record(tmp_path: Path) -> None:
    bill, _ = write_release_files(ROOT, tmp_path)
    assert bill.name == f"karabakh-record-{version_of(ROOT)}.cdx.json"
    assert json.loads(bill.read_text(encoding="utf-8"))["metadata"]["component"]["version"] == version_of(ROOT)
