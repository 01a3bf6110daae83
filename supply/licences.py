"""The licence of every package in the locked lists, as its installed metadata states it, and the page that shows them.

`DEPENDENCIES.md` is generated; tests hold it to the lists, to the metadata and to the licences that
`licences.toml` allows. Versions are left out of the page: the lists have them, and an update that changes
no licence changes no line here. Left out too: licences of parts that a package encloses without saying so.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from supply.locked import BENCH_LIST, SITE_LIST, TEST_LIST, read_list

RULES = "supply/licences.toml"
PAGE = "DEPENDENCIES.md"
ROW = re.compile(r"(?m)^\| (?P<name>[a-z0-9-]+) \| (?P<licence>[A-Za-z0-9.() -]+) \| (?P<part>site|tests|bench) \|$")

CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "GNU General Public License v3 or later (GPLv3+)": "GPL-3.0-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Classifiers of package metadata that name one licence; "BSD License" does not, it has two."""


class LicenceError(ValueError):
    """The licence of a package cannot be told; the text says what to write where."""


def read_rules(root: Path) -> dict[str, Any]:
    """Return `licences.toml`: `allowed` by part, `stated` by package."""
    return tomllib.loads((root / RULES).read_text(encoding="utf-8"))


def parts(root: Path) -> dict[str, str]:
    """Return every locked package by name: "site" where the site is built with it, else "tests", else "bench"."""
    lists = {"bench": BENCH_LIST, "tests": TEST_LIST, "site": SITE_LIST}
    return dict(sorted({package.name: part for part, name in lists.items() for package in read_list(root / name)}.items()))


def find_licence(name: str, known: set[str]) -> str | None:
    """Return the SPDX expression of an installed package, None where it is not installed or does not say it clearly.

    known: the identifiers by which a short text in the older field is recognised.
    """
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return None
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    if "License" in metadata and metadata["License"] in known:
        return metadata["License"]
    classified = {text.split(" :: ")[-1] for text in metadata.get_all("Classifier") or () if text.startswith("License ::")}
    return CLASSIFIED.get(classified.pop()) if len(classified) == 1 else None


def is_installed(name: str) -> bool:
    """Say whether a package is there: some are for other systems only."""
    return any(True for _ in Distribution.discover(name=name))


def read_page(root: Path) -> dict[str, tuple[str, str]]:
    """Return the rows of the page: licence and part by package."""
    text = (root / PAGE).read_text(encoding="utf-8")
    return {row["name"]: (row["licence"], row["part"]) for row in ROW.finditer(text)}


def page_text(root: Path, text: str) -> str:
    """Return the page with its table made anew; what stands around the table is written by hand and stays.

    Raises LicenceError naming every package whose licence is not clear.
    """
    rules = read_rules(root)
    known = {identifier for part in rules["allowed"].values() for identifier in part}
    rows, unclear = [], []
    for name, part in parts(root).items():
        licence = rules["stated"].get(name) or find_licence(name, known)
        rows.append(f"| {name} | {licence} | {part} |")
        unclear += [] if licence else [name]
    if unclear:
        raise LicenceError(f"say the licence in {RULES} under [stated]: {', '.join(unclear)}")
    before, mark, _ = text.partition("| package | licence | used by |\n|---|---|---|\n")
    if not mark:
        raise LicenceError(f"{PAGE} has no table to fill")
    return before + mark + "\n".join(rows) + "\n"
