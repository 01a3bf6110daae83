"""The bill of materials of the program: every locked package with its digests and licence, as CycloneDX 1.6 in JSON.

Made from the locked lists and DEPENDENCIES.md alone, so the same commit gives the same bytes on every system:
no installed package is asked, no network, no clock. Packages that only test have the scope "excluded".
Left out: the system's own programs (Python, git, make), which the reader of a site never receives.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from supply.licences import read_page
from supply.locked import PROJECT, SITE_LIST, TEST_LIST, Package, read_list

CITATION = "CITATION.cff"
SUMS = "SHA256SUMS"


def version_of(root: Path) -> str:
    """Return the version of the record that `CITATION.cff` names."""
    found = re.search(r'(?m)^version: "([0-9.-]+)"$', (root / CITATION).read_text(encoding="utf-8"))
    if not found:
        raise ValueError(f"{CITATION} names no version")
    return found[1]


def sbom_text(root: Path, version: str = "") -> str:
    """Return the bill of materials; its time is SOURCE_DATE_EPOCH, and without that it has none."""
    bill = _bill(root, version or version_of(root))
    digest = hashlib.sha256(json.dumps(bill, sort_keys=True).encode()).hexdigest()
    bill["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}"
    return json.dumps(bill, ensure_ascii=False, indent=2) + "\n"


def _bill(root: Path, version: str) -> dict[str, Any]:
    packages = read_list(root / TEST_LIST)
    building = {package.address for package in read_list(root / SITE_LIST)}
    licences = {name: licence for name, (licence, _) in read_page(root).items()}
    metadata: dict[str, Any] = {
        "component": {
            "type": "application",
            "bom-ref": PROJECT,
            "name": PROJECT,
            "version": version,
            "licenses": [{"expression": "MIT AND CC-BY-4.0"}],
        }
    }
    if seconds := os.environ.get("SOURCE_DATE_EPOCH"):
        metadata["timestamp"] = datetime.fromtimestamp(int(seconds), UTC).isoformat()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "",
        "version": 1,
        "metadata": metadata,
        "components": [_component(package, package.address in building, licences[package.name]) for package in packages],
        "dependencies": _dependencies(packages),
    }


def _component(package: Package, is_building: bool, licence: str) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.address,
        "name": package.name,
        "version": package.version,
        "scope": "required" if is_building else "excluded",
        # Of every file that the list allows: which one is installed depends on the system.
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in package.digests],
        "licenses": [{"expression": licence}],
        "purl": package.address,
    }
    if package.marker:
        component["properties"] = [{"name": "karabakh-record:marker", "value": package.marker}]
    return component


def _dependencies(packages: Iterable[Package]) -> list[dict[str, Any]]:
    packages = tuple(packages)
    needed: dict[str, list[str]] = {name: [] for name in (PROJECT, *(package.name for package in packages))}
    for package in packages:
        for name in package.needed_by:
            needed[name].append(package.address)
    refs = [(PROJECT, PROJECT), *((package.address, package.name) for package in packages)]
    return [{"ref": ref, "dependsOn": sorted(needed[name])} for ref, name in refs]


def write_release_files(root: Path, folder: Path, version: str = "") -> list[Path]:
    """Put the bill of materials beside the archive of a release, and the digests of all files there; return both.

    The digests are in the form that `sha256sum --check SHA256SUMS` reads.
    """
    version = version or version_of(root)
    bill, sums = folder / f"karabakh-record-{version}.cdx.json", folder / SUMS
    bill.write_text(sbom_text(root, version), encoding="utf-8", newline="\n")
    files = sorted(file for file in folder.iterdir() if file.is_file() and file != sums)
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    sums.write_text("".join(lines), encoding="utf-8", newline="\n")
    return [bill, sums]
