"""What search knows of each record and page: its names, a line beside them, and its text in units that can be pointed at.

Left out: how results are ordered. That is decided where the query is, in `docs/assets/js/search.js`; only `weight`
is computed here, since it needs the whole archive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from macros import views
from macros.archive import Archive
from macros.edtf import EdtfDate
from macros.kinds import KINDS
from macros.model import AnyRecord, Document, Event, Period, Source
from macros.search.folding import fold

NAMED = frozenset({"title", "name", "names", "spellings", "symbol", "short", "id"})
"""Fields that are among the names; the other texts of a record are its text."""

TEXTS = frozenset(
    ["author", "form", "named", "office", "open", "publisher", "role", "says", "summary", "voiced_by", "we_write", "why"]
)
"""Fields whose words lead to a record, after all names."""

RANK_WEIGHTS = {1: 9, 2: 6, 3: 3}
KIND_WEIGHTS = {"parties": 4, "places": 4, "people": 3, "questions": 1, "documents": 1}
SUB_KINDS = {"events": "event-kinds", "documents": "document-kinds", "places": "place-kinds", "parties": "party-kinds"}
"""Vocabulary of the kind within a kind, which readers add to a name: "Kars treaty", "Lachin town"."""


@dataclass(frozen=True)
class Unit:
    """A piece of text that a result can point at: the anchor of its place in the page ("" for its top), and the words."""

    anchor: str
    text: str


@dataclass(frozen=True)
class Entry:
    """What search knows of one page of the site.

    kind: folder of the record, "pages" for what people wrote. path: address below the kind, without slash at its end.
    title: the leading name. names: the other names and spellings, those shown beside the title first, `shown` of them.
    sub: what kind of its kind, "" for none. when: its date, None for none. weight: 0 to 15, how much leads to it.
    """

    kind: str
    path: str
    title: str
    names: Sequence[str] = ()
    shown: int = 0
    sub: str = ""
    when: EdtfDate | None = None
    weight: int = 0
    units: Sequence[Unit] = field(default=(), repr=False)


def record_entries(archive: Archive) -> list[Entry]:
    """Return the entry of every record, in the order of the kinds and of their lists."""
    return [_entry(archive, folder, record) for folder in KINDS for record in archive.of_kind(folder)]


def _entry(archive: Archive, folder: str, record: AnyRecord) -> Entry:
    shown = [name.text for name in views.title_names(archive, record)]
    names = _distinct(record.label, [*shown, *_other_names(record)])
    vocabulary = SUB_KINDS.get(folder)
    return Entry(
        kind=folder,
        path=record.id,
        title=record.label,
        names=names,
        shown=sum(name in shown for name in names),
        sub=archive.vocab[vocabulary][str(getattr(record, "kind", ""))].label if vocabulary else "",
        when=_when(record),
        weight=_weight(archive, folder, record),
        units=() if isinstance(record, Source) else tuple(_units(record)),
    )


def _other_names(record: AnyRecord) -> Iterator[str]:
    """Yield what a record is called beside its title, in the order in which a page shows it."""
    yield from (name.text for name in getattr(record, "names", ()))
    yield from (text for text in (getattr(record, "symbol", None), getattr(record, "short", None)) if text)
    yield from getattr(record, "spellings", ())
    if isinstance(record, Source):
        yield record.publisher


def _distinct(title: str, names: Iterable[str]) -> list[str]:
    """Return the names that fold to something of their own, each once, in order."""
    seen, kept = {fold(title), ""}, []
    for name in names:
        if fold(name) not in seen:
            seen.add(fold(name))
            kept.append(name)
    return kept


def _when(record: AnyRecord) -> EdtfDate | None:
    if isinstance(record, Event | Document | Period):
        return record.date
    return record.published if isinstance(record, Source) else None


def _weight(archive: Archive, folder: str, record: AnyRecord) -> int:
    """Return how much leads to a record: the rank of an event; of others, how many records name it, in doublings."""
    if isinstance(record, Event):
        return RANK_WEIGHTS[record.rank]
    if folder in ("sources", "terms"):
        return 0
    # A longer title is the narrower thing: of a town and its district, which share their spellings, the town is meant.
    narrow = 2 * min(len(record.label.split()) - 1, 2)
    used = len(archive.used_by(folder, record.id)).bit_length()
    return max(0, KIND_WEIGHTS.get(folder, 0) + used - narrow)


def _units(record: AnyRecord) -> Iterator[Unit]:
    """Yield the text of a record: its claims under their own anchors, the rest under its sections'."""
    claims = getattr(record, "claims", ())
    for loc, text in record.texts:
        if loc[0] in NAMED or (loc[-1] not in TEXTS and loc[-2:-1] != ("open",)):
            continue
        if loc[0] == "claims" and isinstance(loc[1], int):
            yield Unit(claims[loc[1]].id, text)
        else:
            yield Unit(str(loc[0]) if loc[0] in ("account", "decides", "articles", "agreed") else "", text)


@dataclass(frozen=True)
class ListedName:
    """One line of the list of all names: the name, its language ("" when not recorded), and the record that it leads to."""

    text: str
    lang: str
    folder: str
    record: AnyRecord


def listed_names(archive: Archive) -> dict[str, list[ListedName]]:
    """Return every name and spelling by its first letter or digit ("0–9"), in the order of the folded names.

    Titles of events and questions are sentences, not names: they are in the chronology and among the questions.
    """
    lines = [
        line for folder in KINDS if folder != "sources" for record in archive.of_kind(folder) for line in _listed(folder, record)
    ]
    lines.sort(key=lambda line: (fold(line.text), line.text, line.folder, line.record.id))
    letters: dict[str, list[ListedName]] = {}
    for line in lines:
        first = fold(line.text)[:1].upper()
        letters.setdefault("0–9" if first.isdigit() else first, []).append(line)
    return letters


def _listed(folder: str, record: AnyRecord) -> Iterator[ListedName]:
    langs = {name.text: name.lang for name in getattr(record, "names", ())}
    if folder not in ("events", "questions", "periods"):
        yield ListedName(record.label, "", folder, record)
    for text in _distinct(record.label, _other_names(record)):
        yield ListedName(text, langs.get(text, ""), folder, record)
