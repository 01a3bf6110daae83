"""All files together: listed, digested, the same in each run, and each on the Data page."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from macros.archive import Archive
from macros.export import EXPORTS, write_exports
from macros.export.about import about
from macros.export.catalog import bulk_files, published_files
from macros.export.tables_csv import table_columns
from macros.kinds import KINDS
from macros.records import load_records
from tests.exports.conftest import Exported
from tests.repository import ARCHIVE, ROOT, copy_archive, hash_tree

PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
AGAIN = """
import sys
from pathlib import Path
from macros.archive import Archive
from macros.export import write_exports
from macros.records import load_records
write_exports(Archive(load_records(Path(sys.argv[1]))), Path(sys.argv[2]))
"""


def paths(exported: Exported) -> set[str]:
    return {file.relative_to(exported.folder).as_posix() for file in exported.folder.rglob("*") if file.is_file()}


def test_every_file_written_is_reported(exported: Exported) -> None:
    """`write` returns what it wrote, nothing twice."""
    assert {file.relative_to(exported.folder).as_posix() for file in exported.files} == paths(exported)
    assert len(set(exported.files)) == len(exported.files)


def test_checksums_are_those_of_the_files(exported: Exported) -> None:
    """Each file but the list itself, in the form that sha256sum reads."""
    lines = dict(reversed(line.split("  ", 1)) for line in exported.text("SHA256SUMS").splitlines())
    assert set(lines) == paths(exported) - {"SHA256SUMS"}
    wrong = [path for path, digest in lines.items() if hashlib.sha256((exported.folder / path).read_bytes()).hexdigest() != digest]
    assert wrong == []


def test_the_data_package_lists_every_file(exported: Exported) -> None:
    """With its size and digest; names are unique."""
    package = json.loads(exported.text("datapackage.json"))
    resources = {resource["path"]: resource for resource in package["resources"]}
    assert set(resources) == paths(exported) - {"SHA256SUMS", "datapackage.json"}
    assert len({resource["name"] for resource in package["resources"]}) == len(package["resources"])
    citation = about(exported.archive)["citation"]
    for path, resource in resources.items():
        assert [licence["name"] for licence in resource["licenses"]] == ["CC-BY-4.0"] and resource["citation"] == citation
        content = (exported.folder / path).read_bytes()
        assert resource["type"] == {"csv": "table", "json": "json", "geojson": "json"}.get(resource["format"], "file")
        assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")


@pytest.mark.parametrize("name", [*KINDS, "claims"])
def test_the_data_package_knows_the_columns(name: str, exported: Exported) -> None:
    """Fields of the schema are the header of the table; keys lead to tables that exist."""
    resources = {resource["path"]: resource for resource in json.loads(exported.text("datapackage.json"))["resources"]}
    schema = resources[f"{name}.csv"]["schema"]
    header = (exported.folder / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert [field["name"] for field in schema["fields"]] == header
    assert all(field["description"] for field in schema["fields"])
    targets = {key["reference"]["resource"] for key in schema.get("foreignKeys", ())}
    assert targets <= {*resources, ""}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_two_runs_give_the_same_bytes(seed: str, small: Exported, tmp_path: Path) -> None:
    """Another process, folder, hash seed, time zone and language; the same files."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Yerevan", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", AGAIN, str(ARCHIVE), str(tmp_path / "site")]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    assert hash_tree(tmp_path / "site" / "data" / "v1") == hash_tree(small.folder)


def test_a_second_run_into_the_same_folder_changes_nothing(small: Exported, tmp_path: Path) -> None:
    """The list of files does not list itself."""
    write_exports(small.archive, tmp_path)
    write_exports(small.archive, tmp_path)
    assert hash_tree(tmp_path / "data" / "v1") == hash_tree(small.folder)


def test_digests_come_last() -> None:
    """They cover what was written before them."""
    assert [export.NAME for export in EXPORTS][-2:] == ["datapackage.json", "SHA256SUMS"]


def test_the_data_page_lists_every_file_with_samples() -> None:
    """A file that nobody can find is not finished; the lists come from the catalog, which `test_schemas` holds to the files."""
    assert [macro for macro in ("list_files()", "show_shapes()") if f"{{{{ {macro} }}}}" not in PAGE] == []


@pytest.mark.parametrize("name", ["small", "real"])
def test_the_catalog_counts_and_samples(name: str, archive: Archive, tmp_path: Path) -> None:
    """As many rows as records; a sample is the beginning of what the file holds."""
    known = archive if name == "small" else Archive(load_records(ROOT))
    files = {file.path: file for file in published_files(known)}
    assert (files["claims.csv"].rows, files["events.ics"].rows) == (len(known.claims), len(known.events))
    samples = {path: file.make_sample(known) for path, file in files.items()}
    assert json.loads(samples["about.json"]) == about(known)
    assert known.events[0].title in samples["events.json"] and known.events[0].id in samples["events.ics"]
    assert all(samples[file.path] for file in bulk_files(known)), "a download without a sample"


def test_every_file_says_its_terms_or_has_them_beside_it(exported: Exported) -> None:
    """Licence, citation, version, commit and reach: inside where the format allows it, else in `about.json`."""
    said = json.loads(exported.text("about.json"))
    assert said == about(exported.archive) and said["licence"] == "CC-BY-4.0" and said["citation"] and said["sources_reach"]
    assert said["record_version"] == max(str(record.checked) for _, record in exported.archive.records.each() if record.checked)
    for name in ("places.geojson", "sources.bib", "changes.atom", "openapi.json", "datapackage.json", "schema/events.schema.json"):
        text = exported.text(name)
        assert [value for value in (said["citation"], said["commit"]) if value not in text] == [], name
    record = exported.archive.events[0].id
    assert json.loads(exported.text(f"events/{record}.json"))["about"] == said
    folded = exported.text("events.ics").replace("\n ", "").replace("\\,", ",")
    assert said["citation"] in folded
    with closing(sqlite3.connect(exported.folder / "record.sqlite")) as database:
        assert dict(database.execute("SELECT key, value FROM about")) == said


def test_what_leaves_the_site_says_where_it_came_from(tmp_path: Path) -> None:
    """With an address in `CITATION.cff`, every citation has it."""
    known = Archive(load_records(copy_archive(tmp_path / "repository")))
    (tmp_path / "repository/CITATION.cff").write_text('url: "https://record.invalid/"\n', encoding="utf-8")
    write_exports(known, tmp_path, "https://record.invalid/")
    assert about(known)["site"] == "https://record.invalid/"
    for name in ("about.json", "changes.atom", "releases.atom", "sources.bib", "events.ics", "datapackage.json"):
        text = (tmp_path / "data/v1" / name).read_bytes().decode("utf-8").replace("\r\n ", "").replace("\\,", ",")
        assert ", https://record.invalid/, CC-BY-4.0" in text, name


def snippet(language: str, word: str) -> str:
    """Return the code block of the Data page that is in a language and has a word; each has five lines."""
    found = [text for text in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if word in text]
    assert len(found) == 1 and sum(bool(line) for line in found[0].split("\n")) == 5
    return str(found[0])


def test_the_lines_for_sqlite_run(exported: Exported) -> None:
    """What a reader copies works on the database as it is."""
    with closing(sqlite3.connect(exported.folder / "record.sqlite")) as database:
        rows = database.execute(snippet("sql", "texts_fts")).fetchall()
    records = {f"{kind}/{record.id}" for kind, record in exported.archive.records.each()}
    assert {address for address, _ in rows} <= {*records, *exported.archive.claims}


# language, word of the snippet, table, columns that it names; the others are run in test_readers.py
SNIPPETS = [("r", "read.csv", "events", ["earliest", "parties", "date", "title"])]


@pytest.mark.parametrize(("language", "word", "table", "columns"), SNIPPETS)
def test_the_lines_for_other_programs_name_columns_that_exist(language: str, word: str, table: str, columns: list[str]) -> None:
    """Where the program itself is not installed: names are what breaks."""
    text = snippet(language, word)
    assert f"{table}.csv" in text
    assert [column for column in columns if column not in text] == []
    assert set(columns) <= {column.name for column in table_columns(table)}
