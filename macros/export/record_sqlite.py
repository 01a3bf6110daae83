"""`/data/v1/record.sqlite`: everything in one database, with foreign keys and full-text search.

A kind is a table, with one column a single value; each list is a table `<kind>_<field>` with
`record` (id; `claim` for lists of claims) and `position` from 0; a list inside a list item adds
`item`. `records` has every record by address (`kind/id`), `claims` every claim, `words` the
vocabularies, `about` the licence. `texts` is what can be searched, through `texts_fts`. Dates are
EDTF text. Bytes are the same for the same data and the same version of SQLite, which writes its
number into the file. The index takes marks off letters, but ə and ı are letters of their own to it; words
with them stand in `texts.folded` once more with e and i. Left out: answers to a claim, since they are a join on `answers`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from macros.archive import Archive
from macros.export.about import about
from macros.export.records_json import FOLDER, LINKS, claim_rows, record_rows
from macros.export.shape import Column, columns_of, fields_of, value_at
from macros.export.tables_csv import table_columns
from macros.kinds import KINDS
from macros.model import Claim

NAME = "record.sqlite"
MEDIA_TYPE = "application/vnd.sqlite3"

_SQL_TYPES = {"integer": "INTEGER", "boolean": "INTEGER", "number": "REAL"}
_FOLDED = str.maketrans("əƏıİ", "eEiI")
_BY = {"by_party": "parties", "by_person": "people", "by_source": "sources"}
"""A claimant is one of three kinds; the column of its kind is a foreign key, the others are null."""

BATCH = 500
"""Rows that are in memory at once."""

FIXED = """
CREATE TABLE about ("key" TEXT PRIMARY KEY, "value" TEXT NOT NULL);
CREATE TABLE words ("vocabulary" TEXT, "word" TEXT, "label" TEXT NOT NULL, "meaning" TEXT NOT NULL,
  PRIMARY KEY ("vocabulary", "word"));
CREATE TABLE records ("address" TEXT PRIMARY KEY, "kind" TEXT NOT NULL, "id" TEXT NOT NULL, "title" TEXT NOT NULL,
  "url" TEXT NOT NULL);
CREATE TABLE texts ("id" INTEGER PRIMARY KEY, "address" TEXT NOT NULL, "kind" TEXT NOT NULL, "title" TEXT NOT NULL,
  "names" TEXT NOT NULL, "text" TEXT NOT NULL, "folded" TEXT NOT NULL);
CREATE VIRTUAL TABLE texts_fts USING fts5("title", "names", "text", "folded", content="texts", content_rowid="id",
  tokenize="unicode61 remove_diacritics 2");
"""
"""The tables that come from no model."""


@dataclass(frozen=True)
class Table:
    """One table. key: its primary key. columns: the rest. parent: table whose key it extends. field: list it holds.

    lists: the tables of the lists inside its rows. A column with an empty path is the item itself.
    """

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parent: str = ""
    field: str = ""
    lists: tuple[Table, ...] = ()


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write the database anew; return the file."""
    file = site / FOLDER / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.executescript(
            "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;" + FIXED
        )
        tables = {name: table_of(name) for name in (*KINDS, "claims")}
        for table in tables.values():
            _create(database, table)
        database.execute("BEGIN")  # references are checked at its end, so that rows may name later ones
        _fill_fixed(database, archive)
        for name, table in tables.items():
            rows = _claim_rows(archive) if name == "claims" else record_rows(archive, name)
            while batch := [((row["id"],), row) for row in islice(rows, BATCH)]:
                _insert(database, table, batch)
        database.execute("COMMIT")
        database.execute("INSERT INTO texts_fts (texts_fts) VALUES ('rebuild')")
        database.execute("VACUUM")
    return [file]


@cache
def table_of(name: str) -> Table:
    """Return the table of a kind, or of "claims", with the tables of its lists."""
    model: type[BaseModel] = Claim if name == "claims" else KINDS[name].model
    owner = "claim" if name == "claims" else "record"
    columns = [column for column in table_columns(name) if not column.lists and column.name != "id"]
    if name == "claims":
        columns = [replace(column, kinds=("claims",)) if column.name in LINKS else column for column in columns]
        columns += [Column(key, (key,), "string", "", kinds=(kind,)) for key, kind in _BY.items()]
    return Table(name, ("id",), tuple(columns), lists=tuple(_lists(name, model, (owner, "position"))))


def _lists(parent: str, model: type[BaseModel], key: tuple[str, ...]) -> Iterator[Table]:
    """Yield a table for each list of a model; coordinates are columns, and claims have a table of their own."""
    for field, _, inner in fields_of(model):
        if not inner.is_list or field == "coordinates" or inner.part is Claim:
            continue
        name = f"{parent}_{field}"
        if inner.part is None:
            value = Column(inner.kinds[0] if inner.kinds else "value", (), inner.type, "", kinds=inner.kinds, needed=True)
            yield Table(name, key, (value,), parent, field)
        else:
            columns = tuple(column for column in columns_of(inner.part) if not column.lists)
            yield Table(name, key, columns, parent, field, tuple(_lists(name, inner.part, (*key, "item"))))


def _create(database: sqlite3.Connection, table: Table) -> None:
    """Create a table and those of its lists, with an index on each foreign key that is not the primary key."""
    later = "DEFERRABLE INITIALLY DEFERRED"
    key_type = "INTEGER NOT NULL"
    lines = [f'"{key}" {"TEXT NOT NULL" if i == 0 else key_type}' for i, key in enumerate(table.key)]
    lines += [_column_line(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({_names(table.key)})")
    named = [column for column in table.columns if _target(column)]
    lines += [f'FOREIGN KEY ("{column.name}") REFERENCES {_target(column)} {later}' for column in named]
    if table.parent:
        above = table.key[:-1] if len(table.key) > 2 else ("id",)
        lines.append(f'FOREIGN KEY ({_names(table.key[:-1])}) REFERENCES "{table.parent}" ({_names(above)}) {later}')
    database.execute(f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)")
    for column in named:
        database.execute(f'CREATE INDEX "{table.name}_by_{column.name}" ON "{table.name}" ("{column.name}")')
    for inner in table.lists:
        _create(database, inner)


def _column_line(column: Column) -> str:
    return f'"{column.name}" {_SQL_TYPES.get(column.type, "TEXT")}' + (" NOT NULL" if column.needed else "")


def _target(column: Column) -> str:
    """Return what a column refers to, "" for nothing; one that may name several kinds refers to none."""
    if column.name == "record":
        return 'records ("address")'
    return f'"{column.kinds[0]}" ("id")' if len(column.kinds) == 1 else ""


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def _insert(database: sqlite3.Connection, table: Table, rows: list[tuple[tuple[Any, ...], Any]]) -> None:
    """Insert rows, given as (key, value), and then the items of their lists."""
    marks = ", ".join("?" * (len(table.key) + len(table.columns)))
    values = [(*key, *(value_at(row, column.path) for column in table.columns)) for key, row in rows]
    database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', values)  # noqa: S608 - names of our own model
    for inner in table.lists:
        items = [((*key, i), item) for key, row in rows for i, item in enumerate(row[inner.field] or ())]
        _insert(database, inner, items)


def _claim_rows(archive: Archive) -> Iterator[dict[str, Any]]:
    for row in claim_rows(archive):
        yield row | {key: row["by"] if row["by_kind"] == kind else None for key, kind in _BY.items()}


def _fill_fixed(database: sqlite3.Connection, archive: Archive) -> None:
    """Fill the tables that come from no model."""
    words = [(name, word, entry.label, entry.meaning) for name, known in archive.vocab.items() for word, entry in known.items()]
    database.executemany("INSERT INTO about VALUES (?, ?)", about(archive).items())
    database.executemany("INSERT INTO words VALUES (?, ?, ?, ?)", sorted(words))
    records = [
        (f"{kind}/{record.id}", kind, record.id, record.label, f"{kind}/{record.id}/") for kind, record in archive.records.each()
    ]
    database.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?)", records)
    texts = [*_record_texts(archive), *_claim_texts(archive)]
    database.executemany(
        "INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?)", [(i, *text, folded(*text[2:])) for i, text in enumerate(texts, 1)]
    )


def folded(*texts: str) -> str:
    """Return the words of texts that have ə or ı, each once, with e and i for them: Xankəndi gives Xankendi."""
    words = (word for text in texts for word in re.findall(r"\w+", text) if not _FOLDED.keys().isdisjoint(map(ord, word)))
    return " ".join(dict.fromkeys(word.translate(_FOLDED) for word in words))


def _record_texts(archive: Archive) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield (address, kind, title, names, text) of each record, without its claims, words of vocabularies and addresses."""
    for kind, record, texts in archive.records.texts:
        own = [(loc[0], text) for loc, text in texts if loc[0] not in ("claims", "title", "name")]
        names = "\n".join(text for key, text in own if key in ("names", "spellings"))
        prose = "\n".join(text for key, text in own if key not in ("names", "spellings") and " " in text)
        yield f"{kind}/{record.id}", kind, record.label, names, prose


def _claim_texts(archive: Archive) -> Iterator[tuple[str, str, str, str, str]]:
    for address, entry in sorted(archive.claims.items()):
        yield address, "claims", entry.record.label, "", "\n".join(filter(None, (entry.claim.says, entry.claim.note)))
