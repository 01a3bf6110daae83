"""`/data/v1/<kind>.json` and `<kind>/<id>.json`: records with id, address and the model's fields; claims flat.

Dates are EDTF text with derived bounds beside them (`earliest`, `latest`, ISO
days or null). Keys are those of the data files. The file of one record says its
terms under `about`; those of a kind are plain lists, for which `about.json` stands
beside them. Same data, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic_core import to_json

from macros.archive import Archive
from macros.edtf import EdtfDate
from macros.export.about import about
from macros.kinds import KINDS
from macros.model import AnyRecord
from macros.records import ClaimEntry

NAME = "<kind>.json"
ABOUT_NAME = "about.json"
MEDIA_TYPE = "application/json"

FOLDER = "data/v1"
"""Where all exports lie, relative to the site; the version of their shapes is in it."""


def _bounds(date: EdtfDate) -> dict[str, str | None]:
    return {
        "earliest": date.earliest.isoformat() if date.earliest else None,
        "latest": date.latest.isoformat() if date.latest else None,
    }


def record_row(folder: str, record: AnyRecord) -> dict[str, Any]:
    """Return one record as plain values.

    `url` is that of its page, relative to the site; the address of the source
    or text itself, `url` in the data file, is `original_url` here.
    """
    row: dict[str, Any] = {"id": record.id, "url": f"{folder}/{record.id}/"}
    fields = record.model_dump(mode="json", by_alias=True, exclude={"id"})
    row.update({"original_url" if key == "url" else key: value for key, value in fields.items()})
    date = getattr(record, "date", None)
    if isinstance(date, EdtfDate):
        row.update(_bounds(date))
    return row


def claim_row(archive: Archive, entry: ClaimEntry) -> dict[str, Any]:
    """Return one claim as plain values, with the record that carries it and what answers it.

    Names stand beside ids, addresses of other claims are whole, and `question` is also
    set where the claim stands on the page of the question itself.
    """
    by_kind, claimant = archive.claimant(entry.claim.by)
    row: dict[str, Any] = {
        "id": entry.address,
        "url": f"{entry.kind}/{entry.record.id}/#{entry.claim.id}",
        "record": f"{entry.kind}/{entry.record.id}",
        "record_title": entry.record.label,
        "by_kind": by_kind,
        "by_name": claimant.label,
    }
    row.update(entry.claim.model_dump(mode="json", by_alias=True, exclude={"id"}))
    for link in LINKS:
        target = archive.records.resolve_claim(entry, row[link]) if row[link] else None
        row[link] = target.address if target else row[link]
    row["question"] = entry.record.id if entry.kind == "questions" else row["question"]
    row["question_title"] = archive.get("questions", row["question"]).label if row["question"] else None
    row["answered_by"] = [answer.address for answer in archive.answers_to(entry)]
    row.update(_bounds(entry.claim.on))
    return row


LINKS = ("answers", "revises", "repeats")
"""Fields of a claim that name another claim."""


def record_rows(archive: Archive, kind: str) -> Iterator[dict[str, Any]]:
    """Yield all records of a kind as plain values, in the order in which they are listed."""
    return (record_row(kind, record) for record in archive.of_kind(kind))


def claim_rows(archive: Archive) -> Iterator[dict[str, Any]]:
    """Yield all claims as plain values, by address."""
    return (claim_row(archive, archive.claims[address]) for address in sorted(archive.claims))


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write one file a kind, one a record, and the claims; return the files."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    said = about(archive)
    files = [write_json(folder / ABOUT_NAME, said), _write_rows(folder / "claims.json", claim_rows(archive))]
    for kind in KINDS:
        (folder / kind).mkdir(exist_ok=True)

        def single(row: dict[str, Any], kind: str = kind) -> dict[str, Any]:
            files.append(write_json(folder / kind / f"{row['id']}.json", row | {"about": said}))
            return row

        files.append(_write_rows(folder / f"{kind}.json", map(single, record_rows(archive, kind))))
    return files


def _write_rows(file: Path, rows: Iterable[dict[str, Any]]) -> Path:
    """Write rows as one list, as `write_json` would, without having them all at once; return the file."""
    with file.open("wb") as output:
        before = b"[\n "
        for row in rows:
            output.write(before + to_json(row, indent=1).replace(b"\n", b"\n "))
            before = b",\n "
        output.write(b"[]\n" if before.startswith(b"[") else b"\n]\n")
    return file


def write_json(file: Path, value: Any) -> Path:
    """Write a value as JSON with one field a line, letters as they are, and return the file."""
    # Python's own encoder leaves its C code as soon as lines are asked for; this one takes a tenth of the time.
    file.write_bytes(to_json(value, indent=1) + b"\n")
    return file
