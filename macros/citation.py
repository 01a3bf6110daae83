r"""How to cite a record: in words, for BibTeX, RIS and CSL-JSON.

The version of a record is the day it was last held against its sources; a source
that nobody dated is as old as the latest source of all. Texts in BibTeX are UTF-8
with the signs of TeX escaped, in double braces, so that a style changes no capital.
Left out: citations of the sources themselves, which `export` writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic_core import to_json

from macros import edtf
from macros.archive import Archive
from macros.edtf import EdtfDate
from macros.model import AnyRecord

SITE_NAME = "The Karabakh Record"

_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def escape_tex(text: str) -> str:
    """Return a text with the signs of TeX escaped."""
    return re.sub(r"[\\{}&%$#_~^]", lambda sign: _TEX[sign[0]], text)


def tex(text: str) -> str:
    """Return a text as a value of a BibTeX field, in double braces."""
    return "{{" + escape_tex(text) + "}}"


@dataclass(frozen=True)
class Citation:
    """Ready-made references to a record; `forms` gives them in the order of the page."""

    plain: str
    bibtex: str
    ris: str
    csl: str

    @property
    def forms(self) -> tuple[tuple[str, str], ...]:
        """Return each form with its label."""
        return (("Plain", self.plain), ("BibTeX", self.bibtex), ("RIS", self.ris), ("CSL", self.csl))


def citation_of(archive: Archive, folder: str, record: AnyRecord, site_url: str) -> Citation:
    """Return how to cite a record as of its version."""
    address = f"{site_url.rstrip('/')}/{folder}/{record.id}/"
    version = record.checked or archive.reach
    words = edtf.show(version) if version else "no date"
    plain = f"“{record.label}”, {SITE_NAME}, version of {words}, {address}"
    key = f"karabakh-record-{record.id}"
    return Citation(plain, _bibtex(key, record.label, version, address), _ris(record.label, version, address),
                    _csl(key, record.label, version, address))  # fmt: skip


def _parts(version: EdtfDate | None) -> list[str]:
    """Return year, month and day of a version as far as they are known: ["2026", "11", "22"]."""
    return str(version or "").split("-") if version and re.fullmatch(r"\d{4}(-\d\d){0,2}", str(version)) else []


def _bibtex(key: str, title: str, version: EdtfDate | None, address: str) -> str:
    year = _parts(version)[:1]
    lines = [
        f"  title = {tex(title)},",
        f"  howpublished = {tex(SITE_NAME)},",
        *(f"  year = {{{one}}}," for one in year),
        f"  note = {{Version of {version or 'no date'}}},",
        f"  url = {{{address}}},",
    ]
    return "\n".join((f"@misc{{{key},", *lines, "}"))


def _ris(title: str, version: EdtfDate | None, address: str) -> str:
    parts = _parts(version)
    dated = (f"PY  - {parts[0]}", f"DA  - {'/'.join([*parts, '', ''][:3])}/") if parts else ()
    return "\n".join(
        ("TY  - ELEC", f"TI  - {title}", f"T2  - {SITE_NAME}", *dated, f"ET  - {version or ''}", f"UR  - {address}", "ER  - ")
    )


def _csl(key: str, title: str, version: EdtfDate | None, address: str) -> str:
    item: dict[str, object] = {"id": key, "type": "webpage", "title": title, "container-title": SITE_NAME}
    if parts := _parts(version):
        item["issued"] = {"date-parts": [[int(part) for part in parts]]}
    if version:
        item["version"] = str(version)
    return to_json([item | {"URL": address}], indent=1).decode()
