"""Read-only answers about the records: by id, by facet, cited by, before and after, as known on a day.

Built once from checked `Records`; every index is made at most once, so a
page asks without searching. No method changes a record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import cast

from macros.edtf import EdtfDate
from macros.kinds import KINDS
from macros.model import AnyRecord, Document, Event, Party, Period, Person, Place, Question, Source, Term
from macros.names import sort_key
from macros.records import ClaimEntry, Records, VocabWord
from macros.walk import share_field_sets

UNSAID = date.max


def said_by(entry: ClaimEntry) -> date:
    """Return the last day the claim can have been said; a vague date counts from its end."""
    return entry.claim.on.latest or UNSAID


class Archive:
    """The records, with the questions that pages ask of them."""

    def __init__(self, records: Records) -> None:
        """Take records that passed the rules; an unchecked set may raise KeyError later."""
        self.records = records
        self.vocab: dict[str, dict[str, VocabWord]] = records.vocab
        self.claims: dict[str, ClaimEntry] = records.claims

    def prepare(self) -> None:
        """Make every index now, so that copies of this process need not make it again, and let go what a build needs no more."""
        self.records.memory.clear()
        for _, record in self.records.each():
            share_field_sets(record)
        for name, value in vars(Archive).items():
            if isinstance(value, cached_property):
                getattr(self, name)

    # By kind. The casts hold because `records` filled each folder with its own model.

    @cached_property
    def events(self) -> list[Event]:
        """All events in order of time."""
        return sorted(cast(Iterable[Event], self.records.by_kind["events"].values()), key=lambda e: (e.date, e.id))

    @cached_property
    def parties(self) -> list[Party]:
        """All parties by name."""
        return sorted(cast(Iterable[Party], self.records.by_kind["parties"].values()), key=_by_name)

    @cached_property
    def places(self) -> list[Place]:
        """All places by name."""
        return sorted(cast(Iterable[Place], self.records.by_kind["places"].values()), key=_by_name)

    @cached_property
    def people(self) -> list[Person]:
        """All people by name."""
        return sorted(cast(Iterable[Person], self.records.by_kind["people"].values()), key=_by_name)

    @cached_property
    def documents(self) -> list[Document]:
        """All documents in order of time."""
        return sorted(cast(Iterable[Document], self.records.by_kind["documents"].values()), key=lambda d: (d.date, d.id))

    @cached_property
    def questions(self) -> list[Question]:
        """All disputed questions in order of their earliest claim's matter, then title."""
        found = cast(Iterable[Question], self.records.by_kind["questions"].values())
        return sorted(found, key=lambda q: (self._question_start(q.id), q.title))

    @cached_property
    def sources(self) -> list[Source]:
        """All sources by publisher and title."""
        found = cast(Iterable[Source], self.records.by_kind["sources"].values())
        return sorted(found, key=lambda s: (sort_key(s.publisher), sort_key(s.title), s.id))

    @cached_property
    def terms(self) -> list[Term]:
        """All contested words by name."""
        return sorted(cast(Iterable[Term], self.records.by_kind["terms"].values()), key=_by_name)

    @cached_property
    def periods(self) -> list[Period]:
        """All periods in order of time."""
        return sorted(cast(Iterable[Period], self.records.by_kind["periods"].values()), key=lambda p: (p.date, p.id))

    def of_kind(self, folder: str) -> Sequence[AnyRecord]:
        """Return the records of a kind in the order in which they are listed."""
        return cast(Sequence[AnyRecord], getattr(self, folder))

    def get(self, folder: str, record_id: str) -> AnyRecord:
        """Return one record; KeyError when there is none."""
        return self.records.by_kind[folder][record_id]

    def find(self, record_id: str) -> tuple[str, AnyRecord] | None:
        """Return (kind, record) for an id written as `kind/id` or, when only one kind has it, as `id`."""
        folder, slash, rest = record_id.partition("/")
        if slash:
            record = self.records.by_kind.get(folder, {}).get(rest)
            return (folder, record) if record else None
        found = [(kind, known[record_id]) for kind, known in self.records.by_kind.items() if record_id in known]
        return found[0] if len(found) == 1 else None

    def claimant(self, claimant_id: str) -> tuple[str, AnyRecord]:
        """Return (kind, record) of who stands under `by`; KeyError when nobody does."""
        for folder in ("parties", "people", "sources"):
            if claimant_id in self.records.by_kind[folder]:
                return folder, self.get(folder, claimant_id)
        raise KeyError(claimant_id)

    # Who uses what.

    @cached_property
    def _used_by(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        # The values of a mapping keep the order in which they came, each once.
        used: dict[tuple[str, str], dict[tuple[str, str], None]] = defaultdict(dict)
        for folder, record, references in self.records.references:
            for _, value, ref in references:
                for kind in ref.kinds:
                    if value in self.records.by_kind[kind]:
                        used[kind, value][folder, record.id] = None
        return {target: list(users) for target, users in used.items()}

    def used_by(self, folder: str, record_id: str) -> list[tuple[str, AnyRecord]]:
        """Return the records that name this one, as (kind, record), in the order of the kinds."""
        return [(kind, self.get(kind, other)) for kind, other in self._used_by.get((folder, record_id), [])]

    def events_naming(self, folder: str, record_id: str) -> list[Event]:
        """Return the events that name a record, in order of time."""
        named = [record for kind, record in self.used_by(folder, record_id) if kind == "events"]
        return sorted(cast(list[Event], named), key=lambda event: self._event_order[event.id])

    def documents_naming(self, folder: str, record_id: str) -> list[Document]:
        """Return the documents that name a record, in order of time."""
        named = [record for kind, record in self.used_by(folder, record_id) if kind == "documents"]
        return sorted(cast(list[Document], named), key=lambda document: (document.date, document.id))

    def places_of(self, ids: Iterable[str]) -> list[Place]:
        """Return the places of these ids, in the order given."""
        return [cast(Place, self.get("places", place)) for place in ids]

    # Time.

    @cached_property
    def _event_order(self) -> dict[str, int]:
        return {event.id: index for index, event in enumerate(self.events)}

    def neighbours(self, event: Event) -> tuple[Event | None, Event | None]:
        """Return the events before and after in the chronology."""
        index = self._event_order[event.id]
        before = self.events[index - 1] if index else None
        after = self.events[index + 1] if index + 1 < len(self.events) else None
        return before, after

    def period_of(self, moment: EdtfDate) -> Period | None:
        """Return the latest-beginning period that holds the first day of a date."""
        day = moment.earliest or moment.latest
        held = [period for period in self.periods if day and _holds(period.date, day)]
        return held[-1] if held else None

    @cached_property
    def _by_period(self) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            period = self.period_of(event.date)
            if period is not None:
                found[period.id].append(event)
        return dict(found)

    def events_of_period(self, period: Period) -> list[Event]:
        """Return the events of a period, in order of time."""
        return self._by_period.get(period.id, [])

    @cached_property
    def _parts(self) -> dict[str, list[Event]]:
        parts: dict[str, list[Event]] = defaultdict(list)
        for event in self.events:
            if event.part_of:
                parts[event.part_of].append(event)
        return dict(parts)

    def parts_of(self, event_id: str) -> list[Event]:
        """Return the events that belong to a larger one, in order of time."""
        return self._parts.get(event_id, [])

    # Claims.

    def claims_in(self, folder: str, record_id: str) -> list[ClaimEntry]:
        """Return the claims that one record carries, as written."""
        claims = getattr(self.get(folder, record_id), "claims", ())
        return [self.claims[f"{folder}/{record_id}#{claim.id}"] for claim in claims]

    @cached_property
    def _by_question(self) -> dict[str, list[ClaimEntry]]:
        found: dict[str, list[ClaimEntry]] = defaultdict(list)
        for entry in self.claims.values():
            question = entry.record.id if entry.kind == "questions" else entry.claim.question
            if question:
                found[question].append(entry)
        return {question: sorted(entries, key=self.claim_order) for question, entries in found.items()}

    def claim_order(self, entry: ClaimEntry) -> tuple[date, tuple[str, str], str]:
        """Return the sort key of claims: when said, then claimant by name, then address."""
        return (entry.claim.on.earliest or date.min, sort_key(self.claimant(entry.claim.by)[1].label), entry.address)

    def claims_of_question(self, question_id: str) -> list[ClaimEntry]:
        """Return every claim that belongs to a question, wherever it stands, in order of saying."""
        return self._by_question.get(question_id, [])

    def claims_by(self, claimant_id: str) -> list[ClaimEntry]:
        """Return every claim of a party, person or source, in order of saying."""
        return self._by_claimant.get(claimant_id, [])

    @cached_property
    def _by_claimant(self) -> dict[str, list[ClaimEntry]]:
        found: dict[str, list[ClaimEntry]] = defaultdict(list)
        for entry in sorted(self.claims.values(), key=self.claim_order):
            found[entry.claim.by].append(entry)
        return dict(found)

    def claims_on_page_of(self, folder: str, record_id: str) -> list[ClaimEntry]:
        """Return what a party or person said anywhere, and what its own record carries by others, in order of saying."""
        said = {entry.address: entry for entry in self.claims_by(record_id)}
        said.update((entry.address, entry) for entry in self.claims_in(folder, record_id))
        return sorted(said.values(), key=self.claim_order)

    @cached_property
    def _links(self) -> dict[str, dict[str, list[ClaimEntry]]]:
        links: dict[str, dict[str, list[ClaimEntry]]] = {"answers": defaultdict(list), "revises": defaultdict(list)}
        for entry in self.claims.values():
            for link, targets in links.items():
                address = getattr(entry.claim, link)
                target = self.records.resolve_claim(entry, address) if address else None
                if target is not None:
                    targets[target.address].append(entry)
        for entries in links["answers"].values():
            entries.sort(key=self.claim_order)
        return links

    def answers_to(self, entry: ClaimEntry) -> list[ClaimEntry]:
        """Return the claims that answer this one."""
        return self._links["answers"].get(entry.address, [])

    def revision_of(self, entry: ClaimEntry) -> ClaimEntry | None:
        """Return the claimant's own later claim that replaces this one, the earliest when there are several."""
        return min(self._links["revises"].get(entry.address, []), key=said_by, default=None)

    def known_on(self, entries: Iterable[ClaimEntry], day: date) -> list[ClaimEntry]:
        """Return the claims said on or before `day` that nothing said by then had replaced.

        A claim with a vague date counts as said at the end of that time, so
        nothing is shown as known before it surely was.
        """
        standing = []
        for entry in entries:
            later = self._links["revises"].get(entry.address, [])
            if said_by(entry) <= day and not any(said_by(revision) <= day for revision in later):
                standing.append(entry)
        return standing

    def is_independent(self, claimant_id: str) -> bool:
        """Return whether a claimant is neither a party to the conflict nor a state: its word is a finding."""
        folder, record = self.claimant(claimant_id)
        if folder == "people":
            return False
        affiliation = record.affiliation  # type: ignore[union-attr]
        return self.vocab["affiliations"][affiliation].voice == "independent"

    def _question_start(self, question_id: str) -> date:
        days = [
            entry.record.date.earliest or date.max
            for entry in self.claims_of_question(question_id)
            if isinstance(entry.record, Event | Document)
        ]
        said = [entry.claim.on.earliest or date.max for entry in self.claims_of_question(question_id)]
        return min(days or said, default=date.max)

    # Numbers.

    def counts(self) -> dict[str, int]:
        """Return how many records of each kind there are, claims and figures too."""
        counts = {folder: len(self.records.by_kind[folder]) for folder in KINDS}
        counts["claims"] = len(self.claims)
        counts["figures"] = sum(1 for entry in self.claims.values() if entry.claim.value)
        return counts

    def affiliations_of(self, folder: str, record_id: str) -> Counter[str]:
        """Return how many sources of each affiliation a record rests on."""
        record = self.get(folder, record_id)
        cited = {value for _, value, ref in record.references if ref.kinds == ("sources",)}
        return Counter(cast(Source, self.get("sources", source)).affiliation for source in cited)

    def is_contested(self, folder: str, record_id: str) -> bool:
        """Return whether a record carries a claim that is disputed or refuted."""
        return any(entry.claim.status in ("disputed", "refuted") for entry in self.claims_in(folder, record_id))

    def missing_voices(self, folder: str, record_id: str) -> list[str]:
        """Return what a contested record's sources lack: "Armenian", "Azerbaijani", "independent"; none for others.

        Intergovernmental bodies count as independent, as `affiliations.yml` says.
        """
        if not self.is_contested(folder, record_id):
            return []
        words = self.vocab["affiliations"]
        found = set(self.affiliations_of(folder, record_id))
        sides = [words[side].label for side in ("armenian", "azerbaijani") if side not in found]
        return sides + ([] if any(words[voice].voice == "independent" for voice in found) else ["independent"])

    @cached_property
    def reach(self) -> EdtfDate | None:
        """The date of the latest source: the record reaches no further. None when no source is dated."""
        dates = [source.published for source in self.sources if source.published and source.published.earliest]
        # By the first day a date can mean: a source of "2026" does not take the record to the end of that year.
        return max(dates, key=lambda published: published.earliest or date.min, default=None)


def _by_name(record: AnyRecord) -> tuple[str, str]:
    return sort_key(record.label)


def _holds(interval: EdtfDate, day: date) -> bool:
    return (interval.earliest or date.min) <= day <= (interval.latest or date.max)
