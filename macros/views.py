"""What the templates show, picked and ordered: claims with their answers, names, rows of events, citations.

Templates loop and choose; sorting, counting and wording happen here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from macros import edtf
from macros.archive import Archive
from macros.kinds import KINDS
from macros.model import AnyRecord, Article, Claim, Document, Event, Figure, Named, Party, Question, Source, Statement
from macros.names import sort_key
from macros.records import ClaimEntry

PATTERNS = frozenset({"armenia", "artsakh", "azerbaijan", "russia", "soviet-union"})
"""Parties that have a pattern of their own in charts and chips."""


def url_of(folder: str, record_id: str, anchor: str = "") -> str:
    """Return the address of a record in the form that `finish` makes relative to each page."""
    return f"kr:/{folder}/{record_id}/" + (f"#{anchor}" if anchor else "")


@dataclass(frozen=True)
class Voice:
    """Who speaks: label for people, address of the page, pattern name ("" for none), whether independent."""

    label: str
    url: str
    pattern: str
    is_independent: bool


def voice_of(archive: Archive, claimant_id: str) -> Voice:
    """Return how a claimant is shown. A source speaks under its publisher's name."""
    folder, record = archive.claimant(claimant_id)
    independent = archive.is_independent(claimant_id)
    label = record.label
    if isinstance(record, Source):
        label = record.author or record.publisher
    elif isinstance(record, Party):
        label = record.short or record.name
    pattern = claimant_id if claimant_id in PATTERNS else ("independent" if independent else "")
    return Voice(label, url_of(folder, claimant_id), pattern, independent)


@dataclass(frozen=True)
class ClaimView:
    """A claim as shown: who, where its page is, what answered and what replaced it."""

    claim: Claim
    address: str
    url: str
    by: Voice
    answers: Sequence[ClaimView]
    answering: ClaimView | None
    replaced_by: Claim | None
    replaced_url: str

    @property
    def is_finding(self) -> bool:
        """Whether it stands in the third column, as an independent finding."""
        return self.by.is_independent


def as_sentence(text: str) -> str:
    """Return the text with a full stop, so that a source mark can follow it."""
    return text if text.endswith((".", "?", "!", "…", "”")) else text + "."


def linked_pieces(statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield a sentence as (words, address) in order; the address is "" for words that lead nowhere."""
    says, at = as_sentence(statement.says), 0
    for link in statement.links:
        found = says.find(link.words, at)
        yield says[at:found], ""
        yield link.words, f"kr:/{link.to}/"
        at = found + len(link.words)
    yield says[at:], ""


def is_earlier(one: Claim, other: Claim) -> bool:
    """Return whether a claim was certainly said before another: then it stands against it, and is no answer to it."""
    last, first = one.on.latest, other.on.earliest
    return last is not None and first is not None and last < first


def claim_url(entry: ClaimEntry) -> str:
    """Return the address of a claim."""
    return url_of(entry.kind, entry.record.id, entry.claim.id)


def view_claim(archive: Archive, entry: ClaimEntry, *, links: bool = True) -> ClaimView:
    """Return one claim as shown; without `links` its answers are left out (one step is enough)."""
    revision = archive.revision_of(entry)
    answers = [view_claim(archive, answer, links=False) for answer in archive.answers_to(entry)] if links else []
    target = archive.records.resolve_claim(entry, entry.claim.answers) if links and entry.claim.answers else None
    return ClaimView(
        claim=entry.claim,
        address=entry.address,
        url=claim_url(entry),
        by=voice_of(archive, entry.claim.by),
        answers=answers,
        answering=view_claim(archive, target, links=False) if target else None,
        replaced_by=revision.claim if revision else None,
        replaced_url=claim_url(revision) if revision else "",
    )


@dataclass(frozen=True)
class ClaimGroup:
    """Claims on one question, sides first and alphabetically, findings last."""

    question: Question | None
    claims: Sequence[ClaimView]

    @property
    def lacks_finding(self) -> bool:
        """Whether parties differ and nobody independent has spoken."""
        disputed = any(view.claim.status == "disputed" for view in self.claims)
        return disputed and not any(view.is_finding for view in self.claims)


def _column_order(view: ClaimView) -> tuple[bool, tuple[str, str], str, str]:
    return (view.is_finding, sort_key(view.by.label), view.claim.on.text, view.claim.id)


def group_claims(archive: Archive, entries: Iterable[ClaimEntry], *, with_findings: bool = True) -> list[ClaimGroup]:
    """Return claims without a number by question; those of no question come last.

    with_findings: what independent claimants found on the same question
    elsewhere in the record stands beside them, so that no side stands alone.
    """
    groups: dict[str, dict[str, ClaimEntry]] = {}
    for entry in entries:
        if entry.claim.value is None:
            own = entry.record.id if entry.kind == "questions" else ""
            groups.setdefault(entry.claim.question or own, {})[entry.address] = entry
    for question, found in groups.items() if with_findings else ():
        found.update((entry.address, entry) for entry in _findings(archive, question))
    return [
        ClaimGroup(
            _question(archive, question),
            sorted((view_claim(archive, entry) for entry in groups[question].values()), key=_column_order),
        )
        for question in sorted(groups, key=lambda question: (not question, question))
    ]


def _findings(archive: Archive, question_id: str) -> Iterator[ClaimEntry]:
    for entry in archive.claims_of_question(question_id):
        if entry.claim.value is None and archive.is_independent(entry.claim.by):
            yield entry


def group_article(archive: Archive, entries: Iterable[ClaimEntry], article: str | None) -> list[ClaimGroup]:
    """Return the claims about one article of a document as groups; with None, those about none."""
    about_it = (entry for entry in entries if entry.claim.article == article)
    return group_claims(archive, about_it, with_findings=False)


LAWS = frozenset({"constitution", "law", "treaty"})
"""Kinds of document whose numbered parts are called articles; those of others are points."""


def article_title(document: Document, article: Article) -> str:
    """Return the heading of one article: "Article 78", "Point 4", "Paragraph 2"."""
    number = article.number.replace("para. ", "paragraph ")
    if re.fullmatch(r"[0-9]+|[IVX]+", number):
        return f"{'Article' if document.kind in LAWS else 'Point'} {number}"
    return number[:1].upper() + number[1:]


def opened_words(archive: Archive, record: AnyRecord) -> str:
    """Return how many of a record's sources a person has opened; "" for a source itself."""
    ids = {value for _, value, ref in record.references if ref.kinds == ("sources",)}
    if not ids:
        return ""
    opened = sum(1 for source in ids if getattr(archive.get("sources", source), "checked", None))
    return (
        f"Of its {len(ids)} sources {opened} were opened, the others known from excerpts."
        if len(ids) > 1
        else ("Its source was opened." if opened else "Its source is known from excerpts.")
    )


def _question(archive: Archive, question_id: str) -> Question | None:
    record = archive.records.by_kind["questions"].get(question_id)
    return record if isinstance(record, Question) else None


def figures_of(archive: Archive, entries: Iterable[ClaimEntry]) -> list[ClaimView]:
    """Return the claims with a number, in order of saying."""
    numbered = sorted((entry for entry in entries if entry.claim.value), key=archive.claim_order)
    return [view_claim(archive, entry) for entry in numbered]


def show_number(value: float | int) -> str:
    """Return a number with commas between thousands, without needless decimals."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"


def show_value(figure: Figure) -> str:
    """Return a figure in words: "2,783", "3,000 or more", "up to 40", "16–31", "about 250"."""
    low, high = figure.low, figure.high
    if low is not None and high is not None:
        words = show_number(low) if low == high else f"{show_number(low)}–{show_number(high)}"
    elif low is not None:
        words = f"{show_number(low)} or more"
    else:
        words = f"up to {show_number(high or 0)}"
    unit = {"share": " %", "area": " km²"}.get(figure.measure, "")
    return ("about " if figure.about else "") + words + unit


@dataclass(frozen=True)
class SideName:
    """A name beside the leading one: text, its language's tag and English name."""

    text: str
    lang: str
    language: str


def side_names(archive: Archive, record: AnyRecord) -> list[SideName]:
    """Return the Armenian, Azerbaijani and Russian names in use, in alphabetical order of the languages.

    A name that is no longer in use, or written as the leading name is, is left out.
    """
    if not isinstance(record, Named):
        return []
    words = archive.vocab["languages"]
    shown: dict[str, SideName] = {}
    for name in record.names:
        if name.lang in ("hy", "az", "ru") and name.end is None and name.text != record.name:
            shown.setdefault(name.lang, SideName(name.text, name.lang, words[name.lang].label))
    return sorted(shown.values(), key=lambda name: name.language)


def title_names(archive: Archive, record: AnyRecord) -> list[SideName]:
    """Return the Armenian and Azerbaijani names that stand beside a title."""
    return [name for name in side_names(archive, record) if name.lang != "ru"]


def shown_date(record: Event | Document, *, weekday: bool = False) -> str:
    """Return the date of a record in words; an Old Style date shows both calendars."""
    if record.calendar == "julian":
        return edtf.show_old_style(record.date)
    return edtf.show(record.date, weekday=weekday)


def kind_words(folder: str) -> str:
    """Return what one record of a folder is called."""
    return KINDS[folder].label
