"""The locked lists of packages, read as text: what is named, in which version, with which digests, and for whom.

For what is said about the packages (licences, the bill of materials) and for the tests. Left out: installing,
which pip does, and choosing versions, which `make lock` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SITE_LIST = "requirements.txt"
"""What builds the site and runs the checks of records."""
TEST_LIST = "requirements-test.txt"
"""The same and what tests it; none of the rest is published or needed to build."""
BENCH_LIST = "requirements-bench.txt"
"""The site's list and the generators that it is measured against; nothing else is built or tested with them."""
PROJECT = "karabakh-record"

START = re.compile(
    r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\[[a-z0-9,-]+\])?==(?P<version>[0-9][A-Za-z0-9.!+]*)(?: ; (?P<marker>.+))?"
)
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")
VIA = re.compile(r"#(?: via|  ) +(?P<name>[a-z0-9-]+)(?: \(pyproject\.toml(?: : [a-z]+)?\))?")
IGNORED = re.compile(r"#( via|   -c requirements(-test)?\.txt| Written by .*)?")


class ListError(ValueError):
    """A line of a list is not what `make lock` writes; the text says which and why."""


@dataclass(frozen=True)
class Package:
    """One package in one version.

    marker: on which systems it is installed, "" for all.
    digests: SHA-256 of each file that may be installed, in hexadecimal digits.
    needed_by: the packages that asked for it; the project is "karabakh-record".
    """

    name: str
    version: str
    marker: str
    digests: tuple[str, ...]
    needed_by: tuple[str, ...]

    @property
    def address(self) -> str:
        """Package URL, which names a package without naming a host."""
        return f"pkg:pypi/{self.name}@{self.version}"


def read_list(file: Path) -> tuple[Package, ...]:
    """Return the packages of a list in its order; the same name stands twice where systems differ in version.

    Raises ListError where a line is not understood or a package has no digest: then pip would not check what it installs.
    """
    return tuple(_packages(file.name, file.read_text(encoding="utf-8").splitlines()))


def _packages(name: str, lines: list[str]) -> Iterator[Package]:
    starts = [number for number, line in enumerate(lines) if line[:1] not in ("", " ", "#")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _package(f"{name}:{start + 1}", lines[start:end])
    for number, line in enumerate(lines[: starts[0] if starts else len(lines)], 1):
        if line and not IGNORED.fullmatch(line):
            raise ListError(f"{name}:{number}: not understood: {line}")


def _package(place: str, lines: list[str]) -> Package:
    head = START.fullmatch(lines[0].removesuffix(" \\"))
    if not head:
        raise ListError(f"{place}: expected name==version, found {lines[0]}")
    digests, needed_by = [], []
    for line in (line.strip().removesuffix(" \\") for line in lines[1:]):
        if digest := DIGEST.fullmatch(line):
            digests.append(digest[1])
        elif via := VIA.fullmatch(line):
            needed_by.append(via["name"])
        elif line and not IGNORED.fullmatch(line):
            raise ListError(f"{place}: not understood: {line}")
    if not digests:
        raise ListError(f"{place}: {head['name']} has no digest")
    return Package(head["name"], head["version"], head["marker"] or "", tuple(digests), tuple(needed_by))
