"""What changed between two exports: records added, withdrawn and changed, figures revised, sources gone.

Compares published shapes, which keep their fields, and not data files, whose form may change. A
record whose claims changed has not changed itself; claims are counted apart. Left out: the words
of a change, which the history of each file has, and order.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from macros.archive import Archive
from macros.export.records_json import FOLDER, claim_rows, record_rows
from macros.kinds import KINDS
from macros.problems import RecordError
from macros.redirects import follow

Row = dict[str, Any]
Tables = Mapping[str, Mapping[str, Row]]
"""Rows by id, by name of the table: a kind, or "claims"."""

NAMES = (*KINDS, "claims")
_NOT_ITS_OWN = frozenset({"checked", "url", "claims", "about", "answered_by", "by_name", "record_title", "question_title"})
"""Fields that say nothing new of a row: day, address, other rows."""


class DifferenceError(RecordError):
    """The release before cannot be read; the text says what is missing."""


@dataclass(frozen=True)
class Change:
    """One row and what happened to it. table: its table. fields: those that differ, for a changed row.

    old_id: the id that a renamed row had.
    """

    table: str
    row_id: str
    title: str
    verb: str
    fields: tuple[str, ...] = ()
    is_figure: bool = False
    old_id: str = ""


def tables_of(archive: Archive) -> Tables:
    """Return the rows of an archive as they are published."""
    made = {kind: record_rows(archive, kind) for kind in KINDS} | {"claims": claim_rows(archive)}
    # By way of JSON, so that they compare equal to rows that were read.
    return {name: {row["id"]: json.loads(json.dumps(row)) for row in rows} for name, rows in made.items()}


def read_tables(path: Path) -> Tables:
    """Return the rows of a release: its archive (.zip), or a folder with the files. DifferenceError when one is missing."""
    if path.is_dir():
        return _read(lambda name: _text_below(path, name), path)
    if not zipfile.is_zipfile(path):
        raise DifferenceError(f"{path} is neither a folder nor a .zip archive of a release")
    with zipfile.ZipFile(path) as archive:
        found = {name.rpartition("/")[2]: name for name in archive.namelist() if f"{FOLDER}/{name.rpartition('/')[2]}" in name}
        return _read(lambda name: archive.read(found[name]).decode("utf-8") if name in found else None, path)


def _text_below(folder: Path, name: str) -> str | None:
    for file in (folder / name, folder / FOLDER / name):
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return None


def _read(text_of: Callable[[str], str | None], path: Path) -> Tables:
    tables: dict[str, dict[str, Row]] = {}
    for name in NAMES:
        text = text_of(f"{name}.json")
        if text is None:
            raise DifferenceError(f"{path} holds no {name}.json; it is no release of this record")
        tables[name] = {row["id"]: row for row in json.loads(text)}
    return tables


def find_changes(before: Tables, after: Tables, moves: Mapping[str, str] | None = None) -> list[Change]:
    """Return every change, by table and id. moves: old address to new, so that what was renamed is told as such."""
    return [change for name in NAMES for change in _table_changes(name, before[name], after[name], dict(moves or {}))]


def _renamed(name: str, before: Mapping[str, Row], after: Mapping[str, Row], moves: dict[str, str]) -> dict[str, str]:
    """Return new id to old of the rows that have another id."""
    found: dict[str, str] = {}
    for old in (row_id for row_id in before if row_id not in after):
        address = follow(old if name == "claims" else f"{name}/{old}", moves)
        new = address if name == "claims" else address.removeprefix(f"{name}/")
        if new in after and new not in before:
            found[new] = old
    return found


def _table_changes(name: str, before: Mapping[str, Row], after: Mapping[str, Row], moves: dict[str, str]) -> Iterator[Change]:
    renamed = _renamed(name, before, after, moves)
    for new_id, old_id in sorted(renamed.items()):
        fields = _fields(before[old_id], after[new_id], {"id", "record"})
        yield Change(name, new_id, _title(after[new_id]), "renamed", fields, bool(after[new_id].get("value")), old_id)
    for row_id in sorted({*before, *after} - {*renamed, *renamed.values()}):
        old, new = before.get(row_id), after.get(row_id)
        title, is_figure = _title(new or old or {}), bool((new or old or {}).get("value"))
        if old is None and new is not None:
            verb = "revised" if is_figure and new.get("revises") else "added"
            yield Change(name, row_id, title, verb, is_figure=is_figure)
        elif new is None:
            yield Change(name, row_id, title, "withdrawn", is_figure=is_figure)
        elif old is not None:
            yield from _row_change(name, row_id, title, old, new)


def _fields(old: Row, new: Row, apart: Collection[str] = ()) -> tuple[str, ...]:
    return tuple(sorted(key for key in {*old, *new} - _NOT_ITS_OWN - {*apart} if old.get(key) != new.get(key)))


def _row_change(name: str, row_id: str, title: str, old: Row, new: Row) -> Iterator[Change]:
    fields = _fields(old, new)
    is_figure = bool(new.get("value"))
    if name == "sources" and old.get("original_url") and not new.get("original_url"):
        yield Change(name, row_id, title, "dead", fields)
    elif fields:
        yield Change(name, row_id, title, "revised" if is_figure and "value" in fields else "changed", fields, is_figure)
    elif old.get("checked") != new.get("checked"):
        yield Change(name, row_id, title, "checked again")


def _title(row: Row) -> str:
    return str(row.get("title") or row.get("name") or f"{row.get('by_name')}, {row.get('on')}: {row.get('says')}")


VERBS = ("added", "revised", "changed", "renamed", "withdrawn", "dead", "checked again")
"""What happens to rows, in the order in which it is told."""


def phrases(changes: list[Change]) -> list[str]:
    """Return the changes counted: "14 events added", "3 figures revised", "1 source dead"; a sentence where there are none.

    A figure is counted among figures, not among claims.
    """
    counts: dict[tuple[str, str], int] = {}
    for change in changes:
        key = ("figures" if change.is_figure else change.table, change.verb)
        counts[key] = counts.get(key, 0) + 1
    order = [(name, verb) for name in (*KINDS, "claims", "figures") for verb in VERBS]
    return [_counted(counts[key], *key) for key in order if key in counts] or ["No record changed"]


def first_phrases(after: Tables) -> list[str]:
    """Return what a first release holds: "403 events", ..."""
    return ["First release", *(_counted(len(after[name]), name, "").strip() for name in NAMES)]


_SINGULAR = {kind.folder: kind.label.lower() for kind in KINDS.values()} | {
    "claims": "claim", "figures": "figure", "questions": "question", "terms": "term",
}  # fmt: skip


def _counted(number: int, name: str, verb: str) -> str:
    return f"{number:,} {_SINGULAR[name] if number == 1 else name} {verb}"


def change_text(heading: str, lines: list[str], changes: list[Change]) -> str:
    """Return the text of `CHANGES.txt`: what changed in numbers, then row by row."""
    parts = [heading, "=" * len(heading), "", *(f"- {line}" for line in lines), ""]
    for name in NAMES:
        own = [change for change in changes if change.table == name]
        if own:
            parts += [name, "-" * len(name), "", *(_change_line(change) for change in own), ""]
    return "\n".join(parts)


def _change_line(change: Change) -> str:
    address = change.row_id if change.table == "claims" else f"{change.table}/{change.row_id}"
    told = f" ({', '.join(change.fields)})" if change.fields else ""
    before = f"{change.old_id} -> " if change.old_id else ""
    return f"{change.verb}: {before}{address}{told}\n    {change.title}"
