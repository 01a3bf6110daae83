"""Lists of digests, as `sha256sum` writes them, and where a trusted one comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from urllib.parse import urlsplit

from macros.export.checksums import NAME
from macros.export.records_json import FOLDER
from macros.witness.holding import Holding, HoldingError, Web, find_content, open_holding

LINE = re.compile(r"([0-9a-f]{64})  ([^\0\r\\]+)")
INNER = f"{FOLDER}/{NAME}"
"""The list of the data files, which every copy has, a release too."""

Manifest = dict[str, str]
"""Digest by path."""


class ManifestError(HoldingError):
    """A list of digests is missing or is none; the text says which."""


@dataclass(frozen=True)
class Trusted:
    """What a copy is held against. name: for the report. manifest: digests by path. holding: its files, None for a list alone."""

    name: str
    manifest: Manifest
    holding: Holding | None

    def scope(self, own: Manifest) -> tuple[Manifest, bool]:
        """Return what a copy with this list of its own must hold, and whether that is all that it may hold.

        A list of a whole site asks for all of it, whatever the copy claims to be. A release has no pages: a site
        is held to its data.
        """
        if any(path.endswith(".html") for path in self.manifest) or ("CHANGES.txt" in self.manifest and "CHANGES.txt" in own):
            return self.manifest, True
        has_records = any(path.startswith(f"{FOLDER}/events/") for path in self.manifest)
        apart = frozenset() if has_records else LISTING
        return {path: found for path, found in self.manifest.items() if path.startswith(f"{FOLDER}/") and path not in apart}, False


def read_manifest(content: bytes, name: str) -> Manifest:
    """Return digest by path; ManifestError for a line that is none, a path that leads out, or one that stands twice."""
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise ManifestError(f"{name} is no list of digests") from None
    manifest: Manifest = {}
    for number, line in enumerate(lines[:-1] if lines[-1] == "" else lines, 1):
        found = LINE.fullmatch(line)
        path = found[2] if found else ""
        if found is None or path.startswith("/") or normpath(path) != path or path.split("/")[0] == ".." or ":" in path:
            raise ManifestError(f"{name}, line {number}: expected a digest, two spaces and a path inside the folder")
        if path in manifest:
            raise ManifestError(f"{name}, line {number}: this path stands twice")
        manifest[path] = found[1]
    if not manifest:
        raise ManifestError(f"{name} is empty")
    return manifest


def own_manifest(holding: Holding) -> tuple[str, Manifest]:
    """Return path and content of the list that a copy brings along, that of the whole where there are two."""
    for path in (NAME, INNER):
        content = find_content(holding, path)
        if content is not None:
            own = read_manifest(content, f"{holding.name}: {path}")
            return path, _below(path, own)
    raise ManifestError(
        f"{holding.name} has neither {NAME} nor {INNER}; it is no copy of this site, or of none that can be verified"
    )


def inner_manifest(holding: Holding) -> Manifest:
    """Return the list of the data files of a copy, {} where it has none."""
    content = find_content(holding, INNER)
    return _below(INNER, read_manifest(content, f"{holding.name}: {INNER}")) if content is not None else {}


def _below(path: str, manifest: Manifest) -> Manifest:
    folder = path.removesuffix(NAME)
    return {folder + name: found for name, found in manifest.items()}


def trusted(place: str, pause: float = 0.1) -> Trusted:
    """Return what a list, a release or another copy says. place: a file or an address of one of these."""
    is_address = urlsplit(place).scheme in ("http", "https")
    path = Path(place)
    if is_address and _is_list(place):
        head, _, name = place.rpartition("/")
        content = find_content(Web(head, pause), name)
        if content is None:
            raise ManifestError(f"{place} is not there")
        return _of_list(place, content)
    if not is_address and path.is_file() and path.suffix != ".zip":
        return _of_list(place, path.read_bytes())
    holding = open_holding(place, pause)
    name, manifest = own_manifest(holding)
    return Trusted(f"{place} ({name})", manifest, holding)


LISTING = frozenset({INNER, f"{FOLDER}/datapackage.json"})
"""Data files that list the others, and so differ between a site and a release, which leaves some out."""


def _is_list(address: str) -> bool:
    return NAME in urlsplit(address).path.rpartition("/")[2]


def _of_list(name: str, content: bytes) -> Trusted:
    manifest = read_manifest(content, name)
    return Trusted(name, _below(INNER, manifest) if "events.json" in manifest else manifest, None)
