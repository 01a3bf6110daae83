r"""`/data/v1/sources.bib` and `sources.csl.json`: every source for reference managers, by id.

BibTeX is UTF-8 with the signs of TeX escaped, for BibLaTeX and newer BibTeX; texts are in double
braces, so that a style changes no capital and cuts no name of an office in two; `authors` says who
is written as family and given name, an "(ed.)" among them as editor. A title that is our
description stands in square brackets. Dates keep what is known: BibTeX has a year only where one
year is meant; CSL-JSON marks approximate dates and gives words where its numbers would claim too
much. Left out: what our statements take from a source.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from macros.archive import Archive
from macros.citation import tex
from macros.edtf import MONTHS, EdtfDate
from macros.export.about import about
from macros.export.authors import Name, bib_names, csl_name, read_authors
from macros.export.records_json import FOLDER, write_json
from macros.model import Source

NAME = "sources.bib"
CSL_NAME = "sources.csl.json"
MEDIA_TYPE = "application/x-bibtex"

BIB_TYPES = {"article": ("article", "journal"), "book": ("book", "publisher"), "report": ("techreport", "institution")}
"""By kind of source: entry type and the field of its publisher. All others are `misc` with `howpublished`."""

CSL_TYPES = {
    "article": "article",
    "book": "book",
    "court": "legal_case",
    "dataset": "dataset",
    "document": "document",
    "encyclopedia": "entry-encyclopedia",
    "interview": "interview",
    "news": "article-newspaper",
    "press-release": "document",
    "report": "report",
    "speech": "speech",
    "statement": "document",
    "web": "webpage",
}
"""By kind of source. CSL has no press release and no statement; `genre` says what they are."""


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write all sources by id in both formats; return the files."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    sources = sorted(archive.sources, key=lambda source: source.id)
    bib, csl = folder / NAME, folder / CSL_NAME
    head = "".join(f"% {key}: {value}\n" for key, value in about(archive).items() if value)
    bib.write_text(head + "".join("\n" + bib_entry(source) for source in sources), encoding="utf-8", newline="\n")
    items = [csl_item(archive, source) for source in sources]
    write_json(csl, items)
    return [bib, csl]


def shown_title(source: Source) -> str:
    """Return the title of a source; one that is our description stands in square brackets."""
    return f"[{source.title}]" if source.title_described else source.title


def _names(source: Source) -> dict[str, tuple[Name, ...]]:
    """Return the names by role: author or editor."""
    if not source.author:
        return {}
    role, names = read_authors(source.author)
    return {role: names}


def bib_entry(source: Source) -> str:
    """Return one source as a BibTeX entry whose key is its id."""
    entry_type, publisher = BIB_TYPES.get(source.kind, ("misc", "howpublished"))
    fields = {role: bib_names(names) for role, names in _names(source).items()}
    fields |= {"title": tex(shown_title(source)), publisher: tex(source.publisher)}
    fields |= _bib_date(source.published)
    # Addresses are printed by url packages, which want them unescaped; the model lets no brace into one.
    fields |= {key: "{" + value + "}" for key, value in (("url", source.url), ("archived", source.archived)) if value}
    if source.checked:
        fields["urldate"] = "{" + source.checked.text + "}"
    fields |= {"language": "{" + source.language + "}", "keywords": tex(f"{source.affiliation}, {source.kind}")}
    if source.note:
        fields["annote"] = tex(source.note)
    return f"@{entry_type}{{{source.id},\n" + "".join(f"  {key} = {value},\n" for key, value in fields.items()) + "}\n"


def _bib_date(published: EdtfDate | None) -> dict[str, str]:
    """Return year, month and day as far as all days of the date share them; a date in words where no year is meant."""
    if published is None:
        return {}
    first, last = published.earliest, published.latest
    if first is None or last is None or first.year != last.year:
        return {"date": "{" + published.text + "}"}
    fields = {"date": "{" + published.text + "}", "year": "{" + str(first.year) + "}"}
    if first.month == last.month:
        fields["month"] = MONTHS[first.month - 1][:3].lower()
    if first == last:
        fields["day"] = "{" + str(first.day) + "}"
    return fields


def csl_item(archive: Archive, source: Source) -> dict[str, Any]:
    """Return one source as an item of CSL-JSON 1.0."""
    item: dict[str, Any] = {"id": source.id, "type": CSL_TYPES.get(source.kind, "document"), "title": shown_title(source)}
    item |= {role: [csl_name(name) for name in names] for role, names in _names(source).items()}
    item["container-title" if source.kind in ("article", "news") else "publisher"] = source.publisher
    if source.published:
        item["issued"] = _csl_date(source.published)
    if source.url:
        item["URL"] = source.url
    if source.checked:
        item["accessed"] = _csl_date(source.checked)
    item |= {"language": source.language, "genre": archive.vocab["source-kinds"][source.kind].label}
    if source.archived:
        item["archive"] = source.archived
    if source.note:
        item["note"] = source.note
    return item


def _csl_date(date: EdtfDate) -> dict[str, Any]:
    """Return a date with as many parts as are known; one that numbers cannot say is given in words."""
    ends = [date.start, date.end] if date.is_interval else [date.start]
    if date.is_open or "X" in date.text:
        return {"literal": date.shown}
    parts = [_parts(end) for end in ends if end]
    return {"date-parts": parts} | ({"circa": True} if date.is_approximate or date.is_uncertain else {})


def _parts(end: EdtfDate) -> list[int]:
    day = end.earliest
    assert day is not None, "an end that is given has a first day"
    return [day.year, day.month, day.day][: {"day": 3, "month": 2}.get(end.precision, 1)]
