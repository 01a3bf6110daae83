"""`/data/v1/<kind>.csv` and `claims.csv`: one record a row, one value a cell, for spreadsheets and statistics.

UTF-8 with a byte order mark, without which spreadsheets on Windows guess another encoding; commas,
lines that end in CR LF (RFC 4180). Items of a list are joined by `JOINT`; where each item has ids
of its own, those are joined by `INNER_JOINT`. A vertical bar inside an item becomes `BROKEN_BAR`, so
that splitting is always right; single values are never changed. Nothing is "", yes and no are
`true` and `false`. Same data, same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from macros.archive import Archive
from macros.export.records_json import FOLDER, claim_rows, record_rows
from macros.export.shape import Column, columns_of, value_at
from macros.kinds import KINDS
from macros.model import Claim

NAME = "<kind>.csv"
MEDIA_TYPE = "text/csv"

JOINT = " | "
INNER_JOINT = ";"
BROKEN_BAR = "¦"

_ID = Column("id", ("id",), "string", "Id of the record; the last part of its address.", needed=True)
_URL = Column("url", ("url",), "string", "Address of its page, relative to the site.", needed=True)
_BOUNDS = tuple(
    Column(name, (name,), "date", f"{name.title()} day the date can mean; empty where it is open.")
    for name in ("earliest", "latest")
)
_CLAIM_COLUMNS = (
    Column("id", ("id",), "string", "Address of the claim: kind/record#claim.", needed=True),
    Column("url", ("url",), "string", "Address of the claim on its page, relative to the site.", needed=True),
    Column("record", ("record",), "string", "The record that carries it: kind/id.", needed=True),
    Column("record_title", ("record_title",), "string", "Title or name of that record.", needed=True),
    Column("by_kind", ("by_kind",), "string", "Kind of the claimant: parties, people or sources.", needed=True),
    Column("by_name", ("by_name",), "string", "Name of the claimant.", needed=True),
    Column("question_title", ("question_title",), "string", "Title of the question."),
)
_ANSWERED_BY = Column("answered_by", ("answered_by",), "string", "Addresses of the claims that answer it.", lists=1)


def table_columns(name: str) -> tuple[Column, ...]:
    """Return the columns of the table of a kind, or of "claims", in their order."""
    if name == "claims":
        return (*_CLAIM_COLUMNS, *columns_of(Claim), _ANSWERED_BY, *_BOUNDS)
    model = KINDS[name].model
    return (_ID, _URL, *columns_of(model), *(_BOUNDS if "date" in model.model_fields else ()))


def table_rows(archive: Archive, name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a kind, or of "claims", as plain values."""
    return claim_rows(archive) if name == "claims" else record_rows(archive, name)


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write one table a kind and one of claims; return the files."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name in (*KINDS, "claims"):
        text = io.StringIO(newline="")
        columns = table_columns(name)
        table = csv.writer(text)
        table.writerow([column.name for column in columns])
        table.writerows([cell(value_at(row, column.path)) for column in columns] for row in table_rows(archive, name))
        file = folder / f"{name}.csv"
        file.write_bytes(text.getvalue().encode("utf-8-sig"))
        files.append(file)
    return files


def cell(value: Any) -> str:
    """Return a value as the text of one cell; "" for nothing, and for a list of nothing but nothing."""
    if not isinstance(value, list):
        return _single(value)
    items = [_item(item) for item in value]
    return JOINT.join(items) if any(items) else ""


def _item(value: Any) -> str:
    text = INNER_JOINT.join(_single(inner) for inner in value) if isinstance(value, list) else _single(value)
    return text.replace("|", BROKEN_BAR)


def _single(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
