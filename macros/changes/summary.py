"""The summary of a change as Markdown, for the page of a pull request or a comment.

Whoever reads it trusts us, and whoever wrote the records need not be trusted: so every value is shown as
`macros.inert` has it. Left out: the words of pages under `docs/` and of code, which the forge shows.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from macros.archive import Archive
from macros.changes.balance import BalanceTable, balance
from macros.changes.fields import FieldChange, field_changes, own_fields
from macros.changes.revision import read_revision
from macros.changes.words import Line, block_differences, page_blocks
from macros.export.difference import Change, Tables, find_changes, phrases, tables_of
from macros.inert import render_inert
from macros.kinds import KINDS
from macros.problems import Problem, has_errors
from macros.records import Records, load_records
from macros.render import Renderer
from macros.rules import check_change, check_records
from macros.since import find_change

COMMENT = 60_000
"""Signs that a comment may have; forges allow some more."""
MOST_LINES = 40
"""Lines of a page that are shown of one record."""
MOST_NAMED = 200
"""Addresses and problems that are listed."""

URL = re.compile(r"https?://[^\s\"'<>)\]}]+")


@dataclass(frozen=True)
class RecordChange:
    """What happened to a record: verb, address, the address before if it was renamed, fields, claims, words of its page."""

    verb: str
    address: str
    title: str
    old_address: str = ""
    fields: list[FieldChange] = field(default_factory=list)
    claims: list[tuple[Change, list[FieldChange]]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    more_lines: int = 0


@dataclass(frozen=True)
class Summary:
    """Everything that is told. counted: phrases. links: addresses on the web that are new, each with where it stands."""

    counted: list[str]
    problems: list[Problem]
    records: list[RecordChange]
    checked_again: list[str]
    tables: list[BalanceTable]
    links: list[tuple[str, str]]
    other_files: list[tuple[str, int]]


def change_summary(root: Path, revision: str, limit: int = COMMENT) -> tuple[str, bool]:
    """Return the summary of what changed since a revision, and whether it is free of errors.

    limit: signs after which records are only named. Raises RevisionError where git cannot give the state before.
    """
    change = find_change(root, revision)
    after = load_records(root)
    with tempfile.TemporaryDirectory() as temporary:
        before = read_revision(root, change.base, Path(temporary))
        faults = check_records(after)
        if has_errors(faults) or before.problems:
            return render_inert(
                "changes-none.md", faults=faults[:MOST_NAMED], count=len(faults), old=len(before.problems)
            ), not faults
        summary = _summarise(before, after, sorted(change.paths))
    return format_summary(summary, limit), not has_errors(summary.problems)


def _summarise(before: Records, after: Records, files: list[str]) -> Summary:
    earlier, now = Archive(before), Archive(after)
    old, new = tables_of(earlier), tables_of(now)
    changes = find_changes(old, new, after.redirects.moves())
    problems = check_change(before, after)
    return Summary(
        counted=phrases(changes),
        problems=problems,
        records=list(_record_changes(changes, (earlier, old), (now, new))),
        checked_again=[_address(change) for change in changes if change.verb == "checked again"],
        tables=balance(earlier, now),
        links=_new_links((before, old), (after, new)),
        other_files=_other_files(files),
    )


def _address(change: Change, row_id: str = "") -> str:
    row_id = row_id or change.row_id
    return row_id if change.table == "claims" else f"{change.table}/{row_id}"


State = tuple[Archive, Tables]


def _record_changes(changes: list[Change], before: State, after: State) -> Iterator[RecordChange]:
    """Yield every record that changed, in the order of the kinds; claims go with the record that carries them."""
    claims: dict[str, list[Change]] = {}
    own: dict[str, Change] = {}
    for change in changes:
        if change.table == "claims":
            claims.setdefault(change.row_id.partition("#")[0], []).append(change)
        elif change.verb != "checked again":
            own[_address(change)] = change
    order = list(KINDS)
    for address in sorted({*claims, *own}, key=lambda one: (order.index(one.partition("/")[0]), one)):
        yield _record_change(address, own.get(address), claims.get(address, []), before, after)


def _record_change(address: str, change: Change | None, claims: list[Change], before: State, after: State) -> RecordChange:
    kind, _, record_id = address.partition("/")
    old_id = (change.old_id if change else "") or record_id
    lines = _lines(before[0], kind, old_id, after[0], record_id)
    row = after[1][kind].get(record_id) or before[1][kind][record_id]
    return RecordChange(
        verb=change.verb if change else "claims changed",
        address=address,
        title=str(row.get("title") or row.get("name")),
        old_address=f"{kind}/{old_id}" if old_id != record_id else "",
        fields=_fields(change, before[1], after[1]) if change else [],
        claims=[(claim, _fields(claim, before[1], after[1])) for claim in claims],
        lines=lines[:MOST_LINES],
        more_lines=max(len(lines) - MOST_LINES, 0),
    )


def _fields(change: Change, before: Tables, after: Tables) -> list[FieldChange]:
    old = before[change.table].get(change.old_id or change.row_id)
    new = after[change.table].get(change.row_id)
    if old is None and new is not None:
        return own_fields(new)
    return field_changes(change.fields, old, new) if old is not None and new is not None else []


def _lines(before: Archive, kind: str, old_id: str, after: Archive, record_id: str) -> list[Line]:
    return list(block_differences(_blocks(before, kind, old_id), _blocks(after, kind, record_id)))


def _blocks(archive: Archive, kind: str, record_id: str) -> list[str]:
    if record_id not in archive.records.by_kind[kind]:
        return []
    return page_blocks(Renderer(archive, "").record_page(kind, archive.get(kind, record_id)).body)


def _new_links(before: tuple[Records, Tables], after: tuple[Records, Tables]) -> list[tuple[str, str]]:
    """Return (address on the web, where it stands) of each that is new, in records and pages."""
    known = {url for url, _ in _links(*before)}
    return sorted({url: where for url, where in _links(*after) if url not in known}.items())


def _links(records: Records, tables: Tables) -> Iterator[tuple[str, str]]:
    for name, rows in tables.items():
        for row_id, row in rows.items():
            where = row_id if name == "claims" else f"{name}/{row_id}"
            yield from ((url, where) for url in URL.findall(" ".join(_texts(row))))
    for page in sorted((records.root / "docs").rglob("*.md")):
        if page.is_file() and not page.is_symlink():
            where = page.relative_to(records.root).as_posix()
            yield from ((url, where) for url in URL.findall(page.read_text(encoding="utf-8", errors="replace")))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        return chain.from_iterable(_texts(one) for one in value.values())
    if isinstance(value, list):
        return chain.from_iterable(_texts(one) for one in value)
    return [value] if isinstance(value, str) else []


def _other_files(files: list[str]) -> list[tuple[str, int]]:
    """Return how many files outside `data/` differ, by folder; one at the top stands under its own name."""
    counted = Counter(path.partition("/")[0] for path in files if not path.startswith("data/"))
    return sorted(counted.items())


def format_summary(summary: Summary, limit: int = COMMENT) -> str:
    """Return a summary as Markdown of about so many signs: records beyond are named, not told."""
    parts, told = [], 0
    head = render_inert("changes.md", summary=summary, problems=summary.problems[:MOST_NAMED], links=summary.links[:MOST_NAMED])
    room = limit - len(head)
    for record in summary.records:
        part = render_inert("changes-record.md", record=record)
        room -= len(part) + 1
        if room < 0:
            break
        parts.append(part)
        told += 1
    rest = [record.address for record in summary.records[told:]]
    if rest:
        parts.append(render_inert("changes-rest.md", rest=rest[:MOST_NAMED], count=len(rest)))
    return "\n".join([head, *parts])
