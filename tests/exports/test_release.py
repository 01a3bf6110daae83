"""Releases: what changed is told, the archive is whole and the same each time, the repository is noted once."""

from __future__ import annotations

import copy
import hashlib
import json
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.archive import Archive
from macros.cli import main
from macros.export.about import record_version
from macros.export.difference import DifferenceError, change_text, find_changes, first_phrases, phrases, read_tables, tables_of
from macros.records import load_records
from macros.release import VERSION, ReleaseError, cited, list_text, make_release
from macros.rules import check_records
from tests.repository import EVENT, ROOT, change, make_repository

BRIDGE = "1990-05-01-bridge-closed"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The invented archive with the file that says how to cite it."""
    root = make_repository(tmp_path / "repository")
    for name in ("CITATION.cff", ".zenodo.json", "LICENSE-DATA"):
        shutil.copyfile(ROOT / name, root / name)
    return root


def loaded(root: Path) -> Archive:
    records = load_records(root)
    assert check_records(records) == []
    return Archive(records)


def release(root: Path, **options: Any) -> Path:
    return make_release(root, loaded(root), root / "release", **options)[1]


@pytest.fixture(scope="module")
def before(archive: Archive) -> dict[str, dict[str, dict[str, Any]]]:
    """The invented archive as published."""
    return {name: dict(rows) for name, rows in tables_of(archive).items()}


# what is done to the tables, what is told
def _add(tables: Any) -> None:
    tables["events"]["new"] = tables["events"][BRIDGE] | {"id": "new"}


def _withdraw(tables: Any) -> None:
    del tables["people"]["ana-north"]


def _retitle(tables: Any) -> None:
    tables["events"][BRIDGE]["title"] = "Another"


def _check_again(tables: Any) -> None:
    tables["events"][BRIDGE]["checked"] = "2030-01-01"


def _lose_source(tables: Any) -> None:
    tables["sources"]["south-herald-1990-bridge"]["original_url"] = None


def _figure(tables: Any) -> dict[str, Any]:
    return next(row for row in tables["claims"].values() if row["value"])  # type: ignore[no-any-return]


def _revise(tables: Any) -> None:
    _figure(tables)["value"]["low"] = 1


def _revise_anew(tables: Any) -> None:
    row = _figure(tables)
    tables["claims"]["new"] = row | {"id": "new", "revises": row["id"]}


def _rename_claimant(tables: Any) -> None:
    _figure(tables)["by_name"] = "Another"


CHANGES = [
    (_add, "1 event added"), (_withdraw, "1 person withdrawn"), (_retitle, "1 event changed"),
    (_check_again, "1 event checked again"),
    (_lose_source, "1 source dead"), (_revise, "1 figure revised"), (_revise_anew, "1 figure revised"),
    (_rename_claimant, "No record changed"), (lambda tables: None, "No record changed"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "told"), CHANGES)
def test_each_change_is_told_in_words(act: Any, told: str, before: Any) -> None:
    """One change, one phrase; nothing else is told."""
    after = copy.deepcopy(before)
    after["sources"]["south-herald-1990-bridge"].setdefault("original_url", None)
    earlier = copy.deepcopy(after)
    for tables in (after, earlier):
        tables["sources"]["south-herald-1990-bridge"]["original_url"] = "https://herald.invalid/1"
    act(after)
    assert phrases(find_changes(earlier, after)) == [told]


def test_several_changes_are_counted_and_listed(before: Any) -> None:
    """In the order of the kinds, figures last; each row with its title and the fields that differ."""
    after = copy.deepcopy(before)
    for act in (_revise, _retitle, _add, _withdraw):
        act(after)
    changes = find_changes(before, after)
    lines = phrases(changes)
    assert lines == ["1 event added", "1 event changed", "1 person withdrawn", "1 figure revised"]
    text = change_text("Release 1", lines, changes)
    assert f"changed: events/{BRIDGE} (title)\n    Another" in text and "withdrawn: people/ana-north\n    Ana North" in text


def test_a_first_release_says_what_it_holds(before: Any) -> None:
    """With singular and plural."""
    assert first_phrases(before)[:3] == ["First release", "3 events", "3 parties"]
    assert "1 person" in first_phrases(before)


def test_the_archive_is_whole(repository: Path) -> None:
    """Data, schemas, terms, changes; digests of what is in it; its own digest beside it."""
    file = release(repository)
    assert zipfile.ZipFile(file).testzip() is None
    with zipfile.ZipFile(file) as opened:
        texts = {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}
    assert {"CHANGES.txt", "CITATION.cff", "LICENSE-DATA", "data/v1/record.sqlite", "data/v1/schema/events.schema.json"} <= set(
        texts
    )
    assert not [name for name in texts if name.endswith(".atom") or re.search(r"v1/(events|sources)/", name)]
    sums = dict(reversed(line.split("  ")) for line in texts["data/v1/SHA256SUMS"].decode().splitlines())
    assert {f"data/v1/{name}" for name in sums} == {name for name in texts if "/v1/" in name and not name.endswith("SHA256SUMS")}
    assert all(hashlib.sha256(texts[f"data/v1/{name}"]).hexdigest() == digest for name, digest in sums.items())
    listed = {resource["path"] for resource in json.loads(texts["data/v1/datapackage.json"])["resources"]}
    assert listed == set(sums) - {"datapackage.json"}
    said = file.with_name(file.name + ".sha256").read_text(encoding="utf-8")
    assert said == f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"


def test_a_release_made_again_is_the_same_and_changes_nothing(repository: Path, tmp_path: Path) -> None:
    """The workflow makes it from the tag what a person made before it, in another folder."""
    first = release(repository)
    shutil.copytree(repository, tmp_path / "elsewhere" / "copy")
    noted = (repository / "data/releases.yml").read_bytes(), (repository / "CITATION.cff").read_bytes()
    second = release(tmp_path / "elsewhere" / "copy")
    assert first.name == second.name and first.read_bytes() == second.read_bytes()
    assert noted == (
        (tmp_path / "elsewhere/copy/data/releases.yml").read_bytes(),
        (tmp_path / "elsewhere/copy/CITATION.cff").read_bytes(),
    )


def test_the_second_release_tells_what_changed(repository: Path) -> None:
    """Against the archive of the first, which has to be named; the newest stands first."""
    first = release(repository)
    change(repository, EVENT, 'title: "', 'title: "Also: ')
    with pytest.raises(ReleaseError, match="name the archive of release"):
        release(repository, version="2026-12-01")
    release(repository, since=first, version="2026-12-01")
    archive = loaded(repository)
    assert [each.changes[0] for each in archive.records.releases] == ["1 event changed", "First release"]
    assert 'version: "2026-12-01"' in (repository / "CITATION.cff").read_text(encoding="utf-8")


def test_the_list_of_releases_is_plain_yaml(repository: Path) -> None:
    """Read by another reader as it was meant; the check of the records passes."""
    release(repository)
    found = yaml.safe_load((repository / "data/releases.yml").read_text(encoding="utf-8"))["releases"]
    archive = loaded(repository)
    assert [(one["version"], tuple(one["changes"])) for one in found] == [
        (each.version, each.changes) for each in archive.records.releases
    ]
    assert list_text(archive.records.releases) == (repository / "data/releases.yml").read_text(encoding="utf-8")


def test_what_is_no_release_is_refused(repository: Path, tmp_path: Path) -> None:
    """A folder without data, a file that is no archive, a version that is no day."""
    (tmp_path / "x.zip").write_text("no archive", encoding="utf-8")
    with pytest.raises(DifferenceError, match=r"holds no events\.json"):
        read_tables(tmp_path)
    with pytest.raises(DifferenceError, match="neither a folder nor"):
        read_tables(tmp_path / "x.zip")
    with pytest.raises(ReleaseError, match=r"'1\.0' is no version"):
        release(repository, version="1.0")
    with pytest.raises(ReleaseError, match=r"0 lines 'version:'"):
        cited("title: x\n", make_release(repository, loaded(repository), tmp_path / "out")[0])


def test_the_command_says_what_to_do_next(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Commit and tag; the second time there is nothing left to do."""
    assert main(["--root", str(repository), "release"]) == 0
    first = capsys.readouterr().out
    assert "set the tag release-" in first and "release/karabakh-record-" in first
    assert main(["--root", str(repository), "release"]) == 0
    assert "set the tag" not in capsys.readouterr().out


def test_citation_and_archive_metadata_agree() -> None:
    """What GitHub shows and what Zenodo takes say the same of title, licence, authors and words."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    zenodo = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0" and citation["type"] == zenodo["upload_type"] == "dataset"
    assert citation["title"] == zenodo["title"] and citation["license"].lower() == zenodo["license"]
    assert [author["name"] for author in citation["authors"]] == [creator["name"] for creator in zenodo["creators"]]
    assert (citation["version"], citation["date-released"]) == (zenodo["version"], zenodo["publication_date"])
    assert citation["keywords"] == zenodo["keywords"] and citation["abstract"].strip() in zenodo["description"]


def test_the_citation_file_has_what_it_needs() -> None:
    """The keys that CFF 1.2.0 requires; version and day are those of a release; the address is that of the site."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= {key for key, value in citation.items() if value}
    assert VERSION.fullmatch(citation["version"]) and date.fromisoformat(citation["date-released"])
    assert f"site_url: {citation['url']}\n" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    records = load_records(ROOT)
    if records.releases:
        latest = records.releases[0]
        assert (citation["version"], citation["date-released"]) == (latest.version, str(latest.day))


def test_a_release_is_noted_where_zenodo_looks(repository: Path) -> None:
    """Version and day, nothing else; the record version is the day of the latest check."""
    before = json.loads((repository / ".zenodo.json").read_text(encoding="utf-8"))
    made, _ = make_release(repository, loaded(repository), repository / "release")
    after = json.loads((repository / ".zenodo.json").read_text(encoding="utf-8"))
    assert made.version == record_version(loaded(repository))
    assert after == before | {"version": made.version, "publication_date": str(made.day)}
    citation = yaml.safe_load((repository / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], citation["date-released"]) == (made.version, str(made.day))


def test_the_workflow_names_actions_by_commit() -> None:
    """A tag of someone else can be moved; each use has 40 digits and the version as a comment."""
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.+)", text)
    assert uses and all(re.fullmatch(r"[a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9.]+", use) for use in uses)
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {} and workflow["jobs"]["archive"]["permissions"]["attestations"] == "write"


# text of the list, line and words of the one problem
BAD_LISTS = [
    ('releases:\n  - version: "1.0"\n    day: "2026-01-01"\n    changes: ["x"]\n', 2, "version"),
    ('releases:\n  - version: "2026-01-01"\n    day: "2026-01"\n    changes: ["x"]\n', 3, "expected one full day"),
    ('releases:\n  - version: "2026-01-01"\n    day: "2026-01-01"\n    changes: []\n', 4, "changes"),
]


@pytest.mark.parametrize(("text", "line", "words"), BAD_LISTS)
def test_a_fault_in_the_list_of_releases_is_told_with_its_line(text: str, line: int, words: str, repository: Path) -> None:
    """A person may have edited it by hand."""
    (repository / "data/releases.yml").write_text(text, encoding="utf-8")
    (problem,) = load_records(repository).problems
    assert (problem.path, problem.line) == ("data/releases.yml", line)
    assert words in str(problem) or words in problem.field


def test_the_tenth_release_of_a_day_comes_after_the_second(repository: Path) -> None:
    """By number, not by letters."""
    releases = "".join(f'  - version: "2026-01-01{end}"\n    day: "2026-01-01"\n    changes: ["x"]\n' for end in (".2", ".10", ""))
    (repository / "data/releases.yml").write_text(f"releases:\n{releases}", encoding="utf-8")
    assert [each.version[10:] for each in loaded(repository).records.releases] == [".10", ".2", ""]
