"""Tables, read back with the standard library's reader."""

from __future__ import annotations

import csv
from typing import Any

import pytest

from macros.export.tables_csv import INNER_JOINT, JOINT, cell, table_columns
from macros.kinds import KINDS
from tests.exports.conftest import Exported

TABLES = (*KINDS, "claims")


def read(exported: Exported, name: str) -> list[dict[str, str]]:
    with (exported.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert {len(row) for row in rows} == {len(rows[0])}, "rows of different lengths"
    assert len(set(rows[0])) == len(rows[0]), "two columns of one name"
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_a_row_for_each_record(name: str, exported: Exported) -> None:
    """As many rows as records, in the order of the JSON file."""
    known = sorted(exported.archive.claims) if name == "claims" else [record.id for record in exported.archive.of_kind(name)]
    assert [row["id"] for row in read(exported, name)] == known


@pytest.mark.parametrize("name", TABLES)
def test_what_the_model_requires_is_never_empty(name: str, exported: Exported) -> None:
    """A column that each record needs has a value in each row."""
    needed = [column.name for column in table_columns(name) if column.needed]
    assert len(needed) >= 2
    assert [(row["id"], key) for row in read(exported, name) for key in needed if not row[key]] == []


@pytest.mark.parametrize("name", TABLES)
def test_lists_of_one_part_have_equally_many_items(name: str, exported: Exported) -> None:
    """The third name stands beside the third language."""
    columns = [column for column in table_columns(name) if column.lists and len(column.path) > 1]
    for row in read(exported, name):
        lengths: dict[Any, set[int]] = {}
        for column in columns:
            if row[column.name]:
                lengths.setdefault(column.path[0], set()).add(row[column.name].count(JOINT) + 1)
        assert {key: found for key, found in lengths.items() if len(found) > 1} == {}, row["id"]


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_is_read_as_a_formula(name: str, exported: Exported) -> None:
    """A spreadsheet runs what begins with one of these signs; a longitude west of Greenwich is a number."""
    cells = [
        (row["id"], key, text) for row in read(exported, name) for key, text in row.items() if text.startswith(("=", "+", "-", "@"))
    ]
    assert [found for found in cells if found[1] not in ("longitude", "latitude")] == []


def test_the_file_begins_with_a_byte_order_mark(small: Exported) -> None:
    """Spreadsheets on Windows need it to read letters outside their own code page."""
    assert (small.folder / "places.csv").read_bytes().startswith(b"\xef\xbb\xbfid,url,name,")


def test_values_come_back_as_written(small: Exported) -> None:
    """Letters of all scripts, coordinates in two columns, lists in one cell, sources of parts inside."""
    midford = next(row for row in read(small, "places") if row["id"] == "midford")
    assert midford["names_text"].split(JOINT) == ["Միդֆորդ", "Ortakeçid", "Мидфорд"]
    assert midford["names_lang"].split(JOINT) == ["hy", "az", "ru"]
    assert midford["names_by"].split(JOINT) == ["northland", "southland", ""]
    assert (midford["longitude"], midford["latitude"]) == ("46.75", "39.8")
    assert midford["sources_locator"].split(JOINT) == ["", "p. 2"]
    assert midford["control_from"].split(JOINT) == ["1918~", "1990-05-01"]
    assert midford["abroad"] == "false"


def test_hostile_text_is_only_text(small: Exported) -> None:
    """Quotes, signs and braces of a title come back unchanged."""
    title = next(row["title"] for row in read(small, "sources") if row["id"].startswith("south-herald"))
    assert title == "Why the bridge had to close <b>&amp; {{ 7*7 }} [x](javascript:alert(1)) **bold**"


# value, cell
CELLS: list[tuple[Any, str]] = [
    (None, ""),
    (True, "true"),
    (0, "0"),
    ("a | b", "a | b"),  # a single value is never changed
    (["a | b", "c"], f"a ¦ b{JOINT}c"),  # splitting stays right
    ([None, "b"], f"{JOINT}b"),
    ([None, None], ""),
    ([], ""),
    ([["a", "b"], []], f"a{INNER_JOINT}b{JOINT}"),
]


@pytest.mark.parametrize(("value", "text"), CELLS)
def test_a_cell_says_one_thing(value: Any, text: str) -> None:
    """Each kind of value has one text."""
    assert cell(value) == text
