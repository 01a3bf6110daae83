"""The downloads opened by the programs that people would open them with, and the lines of the Data page run."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from contextlib import redirect_stdout
from pathlib import Path

import duckdb
import pandas as pd
import pyogrio
import pytest
import shapely
from shapely.geometry import box

from macros.kinds import KINDS
from tests.exports.conftest import Exported
from tests.repository import ROOT

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of its own dependencies, at import
    import frictionless

PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")


def snippet(language: str, word: str) -> str:
    """Return the code block of the Data page that is in a language and has a word; each has five lines."""
    found = [text for text in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if word in text]
    assert len(found) == 1 and sum(bool(line) for line in found[0].split("\n")) == 5
    return str(found[0])


def test_the_lines_for_pandas_run(exported: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    """They print the claimed numbers of dead with claimant and date."""
    monkeypatch.chdir(exported.folder)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(snippet("python", "pandas"), "data.md", "exec"), {})  # noqa: S102 - our own page
    claims = [entry.claim for entry in exported.archive.claims.values()]
    killed = [claim for claim in claims if claim.value and claim.value.measure == "killed"]
    assert all(word in printed.getvalue() for word in ("by_name", "value_low"))
    assert len(printed.getvalue().splitlines()) == max(len(killed), 1) + 1 or not killed


def test_the_lines_for_duckdb_run(exported: Exported, monkeypatch: pytest.MonkeyPatch) -> None:
    """They count claims by claimant and status."""
    monkeypatch.chdir(exported.folder)
    rows = duckdb.sql(snippet("sql", "read_csv")).fetchall()
    assert rows and 0 < sum(count for *_, count in rows) <= len(exported.archive.claims)
    assert {status for _, status, _ in rows} <= set(exported.archive.vocab["statuses"])


def test_the_lines_for_r_run(exported: Exported) -> None:
    """They print the parties by number of events, and the events in order."""
    program = shutil.which("Rscript")
    if program is None:
        assert not os.environ.get("CI"), "R is not installed; on a build server its lines must run"
        pytest.skip("R is not installed here")
    done = subprocess.run(
        [program, "-e", snippet("r", "read.csv")], cwd=exported.folder, capture_output=True, text=True, check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert exported.archive.events[0].title in done.stdout


@pytest.mark.parametrize("name", [*KINDS, "claims"])
def test_tables_come_back_whole(name: str, exported: Exported) -> None:
    """pandas and DuckDB, which read CSV in ways of their own, find the same ids and the same letters as the JSON file has."""
    rows = json.loads(exported.text(f"{name}.json"))
    table = pd.read_csv(exported.folder / f"{name}.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert list(table["id"]) == [row["id"] for row in rows]
    title = next(key for key in ("title", "name", "says") if key in rows[0])
    assert list(table[title]) == [row[title] for row in rows]
    file = (exported.folder / f"{name}.csv").as_posix()
    found = duckdb.sql(f"SELECT id, \"{title}\" FROM read_csv('{file}', header = true, all_varchar = true)").fetchall()  # noqa: S608
    assert sorted(found) == sorted((row["id"], row[title]) for row in rows)


def test_qgis_finds_points_labels_and_control(exported: Exported) -> None:
    """Read with GDAL, which QGIS reads with: one layer, the names, control as JSON text, WGS 84."""
    file = exported.folder / "places.geojson"
    meta, _, shapes, values = pyogrio.raw.read(file)
    columns = dict(zip(meta["fields"], values, strict=True))
    assert meta["crs"] == "EPSG:4326"
    assert list(columns["name"]) == [place.name for place in exported.archive.places]
    assert all(isinstance(json.loads(text), list) for text in columns["control"] if text)
    points = [None if shape is None else shapely.from_wkb(shape) for shape in shapes]
    assert [point and (point.x, point.y) for point in points] == [place.coordinates for place in exported.archive.places]


def test_shapely_reads_every_place(exported: Exported) -> None:
    """Valid points inside the bounding box that the file names."""
    collection = json.loads(exported.text("places.geojson"))
    points = [shapely.from_geojson(json.dumps(one["geometry"])) for one in collection["features"] if one["geometry"]]
    frame = box(*collection["bbox"])
    assert points and all(point.geom_type == "Point" and point.is_valid and frame.covers(point) for point in points)


def test_a_spreadsheet_on_windows_reads_the_letters(exported: Exported) -> None:
    """The mark tells Excel that the file is UTF-8; lines end as there; no cell is too long for it."""
    for name in (*KINDS, "claims"):
        content = (exported.folder / f"{name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
        table = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
        assert not str(table.columns[0]).startswith("\ufeff")
        assert max(table[column].str.len().max() for column in table) <= 32_767, name
    scripts = "".join(pd.read_csv(exported.folder / "places.csv", dtype=str, keep_default_na=False)["names_text"])
    assert re.search("[Ա-և]", scripts) and re.search("[А-я]", scripts) and re.search("[əçğışöüƏ]", scripts)


def test_frictionless_finds_the_package_valid(small: Exported) -> None:
    """Names, sizes, digests, types, required cells and foreign keys of every table."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(small.folder / "datapackage.json"), type="package")
    assert report.valid, report.flatten(["title", "note"])[:5]
    assert report.stats["tasks"] >= len(KINDS)


def test_frictionless_finds_the_real_tables_valid(exported: Exported, tmp_path: Path) -> None:
    """The same with the tables of the real archive; its many single files are left to the checksums."""
    package = json.loads(exported.text("datapackage.json"))
    package["resources"] = [resource for resource in package["resources"] if resource["format"] == "csv"]
    assert len(package["resources"]) == len(KINDS) + 1
    for resource in package["resources"]:
        shutil.copyfile(exported.folder / resource["path"], tmp_path / resource["path"])
    (tmp_path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = frictionless.validate(str(tmp_path / "datapackage.json"), type="package")
    assert report.valid, report.flatten(["title", "note"])[:5]


def test_frictionless_would_find_a_fault(small: Exported, tmp_path: Path) -> None:
    """A changed byte is noticed."""
    shutil.copytree(small.folder, tmp_path / "v1")
    (tmp_path / "v1" / "parties.csv").write_bytes((small.folder / "parties.csv").read_bytes().replace(b"northland", b"nowhere", 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert not frictionless.validate(str(tmp_path / "v1" / "datapackage.json"), type="package").valid


DATASETTE = [
    ("/record/texts.json?_search={word}&_shape=array", "address"),
    ("/record/events_parties.json?_shape=array&_labels=on", "parties"),
    ("/record/claims.json?_shape=array&_facet=status", "id"),
]


@pytest.mark.parametrize(("address", "key"), DATASETTE)
def test_datasette_serves_the_database_as_it_is(address: str, key: str, exported: Exported) -> None:
    """Search, foreign keys as labels, facets; no settings, no plug-in."""
    word = exported.archive.parties[0].label.split()[0]
    command = [sys.executable, "-W", "ignore", "-m", "datasette", "record.sqlite", "--get", address.format(word=word)]
    done = subprocess.run(command, cwd=exported.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-500:]
    rows = json.loads(done.stdout)
    assert rows and all(key in row for row in rows)
    if "_labels" in address:
        assert rows[0]["parties"]["label"] == exported.archive.get("parties", rows[0]["parties"]["value"]).label
