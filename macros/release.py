"""A release: the whole record in one archive, with its schemas, digests, and what changed since the release before.

    release/karabakh-record-<version>.zip and .zip.sha256, release/CHANGES.txt
    data/releases.yml, CITATION.cff, .zenodo.json: name the new release; a person commits them and sets the tag

Made again for a version that `data/releases.yml` already names, it changes no file of the repository:
that is what the workflow does for a tag. The same commit gives the same bytes. Left out: files of
single records and feeds, which are for the site; sending the archive anywhere, which the workflow does.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from macros.archive import Archive
from macros.export import checksums, datapackage, write_exports
from macros.export.about import TITLE, record_version, site_address
from macros.export.difference import Change, change_text, find_changes, first_phrases, phrases, read_tables, tables_of
from macros.export.records_json import FOLDER
from macros.files import half_of, write_whole
from macros.kinds import KINDS
from macros.origin import read_origin
from macros.problems import RecordError
from macros.records import Release

LIST = "data/releases.yml"
CITATION = "CITATION.cff"
ZENODO = ".zenodo.json"
CHANGES = "CHANGES.txt"
ENCLOSED = (CITATION, "LICENSE-DATA")
"""Files of the repository that travel with the data."""
FIRST_OF_ZIP = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())
LAST_OF_ZIP = int(datetime(2107, 12, 31, tzinfo=UTC).timestamp())
"""The times between which a ZIP archive can name one, in seconds; a clock outside them makes no other archive fail."""

VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[0-9]+)?")


class ReleaseError(RecordError):
    """No release was made; the text says why."""


def make_release(root: Path, archive: Archive, target: Path, since: Path | None = None, version: str = "") -> tuple[Release, Path]:
    """Write the archive of a release into a folder and return what was released, and the archive.

    since: archive or folder of the release before. version: "" for the latest day of checking.
    Raises ReleaseError where one is needed and not given, DifferenceError where it cannot be read.
    """
    version = version or record_version(archive)
    if not VERSION.fullmatch(version):
        raise ReleaseError(f"'{version}' is no version; write the day of the latest check, such as 2026-11-22 or 2026-11-22.2")
    known = {release.version: release for release in archive.records.releases}
    earlier = [release for release in archive.records.releases if release.version != version]
    if earlier and since is None:
        raise ReleaseError(f"name the archive of release {earlier[0].version} with --since, so that the changes can be told")
    after = tables_of(archive)
    changes = find_changes(read_tables(since), after, archive.records.redirects.moves()) if since else []
    if version in known:
        release = known[version]
    else:
        lines = phrases(changes) if since else first_phrases(after)
        release = Release.model_validate({"version": version, "day": _day(root, archive), "changes": lines})
        _note(root, archive, release)
    return release, _write_archive(root, archive, target, release, changes)


def _day(root: Path, archive: Archive) -> str:
    return read_origin(root).day or record_version(archive)


def _note(root: Path, archive: Archive, release: Release) -> None:
    """Name a new release in the repository and in the archive at hand."""
    releases = sorted((release, *archive.records.releases), key=lambda each: each.order, reverse=True)
    noted = {name: note for name, note in ((CITATION, cited), (ZENODO, deposited)) if (root / name).is_file()}
    texts = {name: note((root / name).read_text(encoding="utf-8"), release) for name, note in noted.items()}
    # The list last: until it names the release, the command does all of this again.
    for name, text in (*texts.items(), (LIST, list_text(releases))):
        write_whole(root / name, text)
    archive.records.releases = tuple(releases)


def list_text(releases: Iterable[Release]) -> str:
    """Return the text of `data/releases.yml`."""
    lines = ["# Written by `make release`, newest first.", "releases:"]
    for release in releases:
        lines += [f'  - version: "{release.version}"', f'    day: "{release.day}"', "    changes:"]
        # A text in JSON's quotes is one in YAML's.
        lines += [f"      - {json.dumps(change, ensure_ascii=False)}" for change in release.changes]
    return "\n".join(lines) + "\n"


def cited(text: str, release: Release) -> str:
    """Return the text of `CITATION.cff` with version and day of a release."""
    text = re.sub(r"(?m)^date-released:.*\n", "", text)
    lines = f'version: "{release.version}"\ndate-released: "{release.day}"\n'
    found, times = re.subn(r"(?m)^version:.*\n", lines, text)
    if times != 1:
        raise ReleaseError(f"{CITATION} has {times} lines 'version:', expected one")
    return found


def deposited(text: str, release: Release) -> str:
    """Return the text of `.zenodo.json` with version and day of a release."""
    values = json.loads(text) | {"version": release.version, "publication_date": str(release.day)}
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def _write_archive(root: Path, archive: Archive, target: Path, release: Release, changes: list[Change]) -> Path:
    target.mkdir(parents=True, exist_ok=True)
    name = f"karabakh-record-{release.version}"
    text = change_text(f"{TITLE}, release {release.version}", list(release.changes), changes)
    write_whole(target / CHANGES, text)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _write_data(archive, folder)
        shutil.copyfile(target / CHANGES, folder / CHANGES)
        for enclosed in ENCLOSED:
            if (root / enclosed).is_file():
                shutil.copyfile(root / enclosed, folder / enclosed)
        checksums.write_sums(folder)
        file = target / f"{name}.zip"
        with half_of(file) as half:
            _zip(folder, half, name, moment_of(root))
    write_whole(file.with_name(f"{name}.zip.sha256"), f"{checksums.digest(file)}  {file.name}\n")
    return file


def _write_data(archive: Archive, folder: Path) -> None:
    """Write all files but those of single records and feeds; the two that list others are made anew for what is left."""
    write_exports(archive, folder, site_address(archive.records.root))
    data = folder / FOLDER
    for kind in KINDS:
        shutil.rmtree(data / kind)
    for feed in data.glob("*.atom"):
        feed.unlink()
    datapackage.write(archive, folder)
    checksums.write(archive, folder)


def moment_of(root: Path) -> datetime:
    """Return the time that all files of an archive bear: SOURCE_DATE_EPOCH, or that of the commit, or the first that ZIP knows."""
    given = os.environ.get("SOURCE_DATE_EPOCH") or "0"
    if not re.fullmatch(r"-?[0-9]{1,18}", given):
        raise ReleaseError("SOURCE_DATE_EPOCH is not a number of seconds")
    seconds = int(given) or read_origin(root).seconds
    return datetime.fromtimestamp(min(max(seconds, FIRST_OF_ZIP), LAST_OF_ZIP), UTC)


def _zip(folder: Path, file: Path, name: str, moment: datetime) -> None:
    """Write a folder as an archive whose bytes depend on its contents and the moment only."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", moment.timetuple()[:6])
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, path.read_bytes())
