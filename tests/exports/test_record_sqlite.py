"""The database, read back with the standard library."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from macros.export.record_sqlite import folded
from macros.kinds import KINDS
from tests.exports.conftest import Exported


@pytest.fixture
def database(exported: Exported) -> Iterator[sqlite3.Connection]:
    """The database of each archive, opened read-only."""
    with closing(sqlite3.connect(f"file:{exported.folder / 'record.sqlite'}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.fixture
def known(small: Exported) -> Iterator[sqlite3.Connection]:
    """The database of the invented archive."""
    with closing(sqlite3.connect(small.folder / "record.sqlite")) as connection:
        yield connection


def ask(connection: sqlite3.Connection, question: str, *values: Any) -> list[Any]:
    """Return the rows, single values bare."""
    rows = connection.execute(question, values).fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]


def test_the_file_is_sound_and_every_reference_lands(database: sqlite3.Connection) -> None:
    """SQLite's own checks; there are references to check."""
    assert ask(database, "PRAGMA integrity_check") == ["ok"]
    assert ask(database, "PRAGMA foreign_key_check") == []
    tables = ask(database, "SELECT name FROM sqlite_master WHERE type = 'table'")
    assert sum(len(ask(database, f'PRAGMA foreign_key_list("{table}")')) for table in tables) > 50


@pytest.mark.parametrize("kind", [*KINDS, "claims"])
def test_a_table_has_a_row_for_each_record(kind: str, database: sqlite3.Connection, exported: Exported) -> None:
    """As many rows as records."""
    known = sorted(exported.archive.claims if kind == "claims" else exported.archive.records.by_kind[kind])
    assert ask(database, f'SELECT id FROM "{kind}" ORDER BY id') == known  # noqa: S608 - names of our own model


def test_lists_have_a_row_for_each_item(database: sqlite3.Connection, exported: Exported) -> None:
    """Lists of ids, of parts, of sources in parts."""
    events, places = exported.archive.events, exported.archive.places
    assert ask(database, "SELECT count(*) FROM events_parties") == [sum(len(event.parties) for event in events)]
    assert ask(database, "SELECT count(*) FROM events_account_sources") == [
        sum(len(statement.sources) for event in events for statement in event.account)
    ]
    assert ask(database, "SELECT count(*) FROM places_control") == [sum(len(place.control) for place in places)]
    claims = [entry.claim for entry in exported.archive.claims.values()]
    assert ask(database, "SELECT count(*) FROM claims_sources") == [sum(len(claim.sources) for claim in claims)]


def test_records_and_claims_can_be_searched(database: sqlite3.Connection, exported: Exported) -> None:
    """Each record and each claim is in the index once."""
    expected = sum(len(records) for records in exported.archive.records.by_kind.values()) + len(exported.archive.claims)
    assert ask(database, "SELECT count(*) FROM texts_fts") == ask(database, "SELECT count(*) FROM texts") == [expected]
    assert ask(database, "SELECT count(*) FROM records") == [expected - len(exported.archive.claims)]


@pytest.mark.parametrize("word", ["Միդֆորդ", "ortakecid", "мидфорд", "mitford"])
def test_a_place_is_found_by_each_of_its_names(word: str, known: sqlite3.Connection) -> None:
    """In any script, without its accents, in any case."""
    found = ask(known, "SELECT address FROM texts_fts JOIN texts ON texts.id = texts_fts.rowid WHERE texts_fts MATCH ?", word)
    assert "places/midford" in found


def test_letters_that_are_no_marks_are_found_without_them() -> None:
    """The index of SQLite keeps ə and ı apart from e and i; the words stand once more with those."""
    assert folded("Xankəndi, Xankəndi və Şuşa", "Qızıl İrəvan") == "Xankendi ve Qizil Irevan"


def test_each_record_with_such_letters_answers_to_the_plain_ones(database: sqlite3.Connection) -> None:
    """The words of `folded` lead to their record; records without such letters have none."""
    rows = ask(database, "SELECT address, names || title || text, folded FROM texts")
    for address, text, plain in rows:
        assert bool(plain) == bool(re.search("[əƏıİ]", text))
        if plain:
            wanted = "SELECT address FROM texts_fts JOIN texts ON texts.id = texts_fts.rowid WHERE texts_fts MATCH ?"
            assert address in ask(database, wanted, f'"{plain.split()[0]}"')


def test_the_index_belongs_to_the_table_as_datasette_looks_for_it(known: sqlite3.Connection) -> None:
    """Datasette shows a search box where an FTS table says `content="<table>"`."""
    assert 'content="texts"' in ask(known, "SELECT sql FROM sqlite_master WHERE name = 'texts_fts'")[0]


def test_values_come_back_as_written(known: sqlite3.Connection) -> None:
    """Letters of all scripts, numbers as numbers, claimants by kind."""
    assert ask(known, "SELECT text FROM places_names ORDER BY position") == ["Միդֆորդ", "Ortakeçid", "Мидфорд"]
    assert ask(known, "SELECT longitude, latitude, within FROM places WHERE id = 'midford'") == [(46.75, 39.8, "riverland")]
    kinds = ask(known, "SELECT by_kind, by_party IS NOT NULL, by_person IS NOT NULL, by_source IS NOT NULL FROM claims")
    assert {kind: tuple(flags) for kind, *flags in kinds}["parties"] == (1, 0, 0)
    assert all(sum(flags) == 1 for _, *flags in kinds)


def test_the_database_says_its_licence(database: sqlite3.Connection) -> None:
    """What travels alone carries its terms."""
    assert ask(database, "SELECT value FROM about WHERE key = 'licence'") == ["CC-BY-4.0"]
