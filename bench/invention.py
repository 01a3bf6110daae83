"""Invented records that pass every rule, for measuring.

The records are about as long as real ones (an event 2 kB, a source 300 bytes) and
refer to each other as much. Names, dates and numbers mean nothing; the same number
of records gives the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from macros.kinds import KINDS

SHARES = {"sources": 0.22, "people": 0.08, "places": 0.08, "documents": 0.06, "parties": 0.03, "questions": 0.03}
"""Part of all records that each kind is; half are events, and a few terms and periods fill up."""

FEW = {"terms": 2, "periods": 3}
FEWEST = 2

CHECKED = "2026-01-01"
FIRST_DAY, DAYS = date(1988, 1, 1), 365 * 35
SPREAD = 7919
"""Days between one event and the next by number: a prime, so that they spread over all days."""

Record = dict[str, Any]

WORDS = """
talks river council bridge letter road village session report delegation winter border paper office meeting plan
station harvest school border-post market visit statement draft committee hospital valley bus line archive night
""".split()  # noqa: SIM905, a table of words reads better than a list of quotes
VERBS = "reached left opened closed received proposed recorded described postponed repeated".split()  # noqa: SIM905


def counts_of(total: int) -> dict[str, int]:
    """Return how many records of each kind make up `total`; ValueError when so few cannot refer to each other."""
    counts = {kind: max(FEWEST, round(share * total)) for kind, share in SHARES.items()} | FEW
    counts["events"] = total - sum(counts.values())
    if counts["events"] < counts["sources"]:
        raise ValueError(f"{total} records are too few; 40 or more are needed")
    return counts


class Invention:
    """The invented records. `counts`: how many of each kind."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = counts
        self.chance = random.Random(1988)

    def each(self) -> Iterator[tuple[str, str, Record]]:
        """Yield (kind, id, record) for every record."""
        makers = {
            "sources": self.source,
            "people": self.person,
            "places": self.place,
            "documents": self.document,
            "parties": self.party,
            "questions": self.question,
            "terms": self.term,
            "periods": self.period,
            "events": self.event,
        }
        for kind, make in makers.items():
            for index in range(self.counts[kind]):
                yield kind, self.id(kind, index), make(index)

    def id(self, kind: str, index: int) -> str:
        """Return the id of a record; the index goes round, so any number names one that exists."""
        number = index % self.counts[kind]
        word = f"{KINDS[kind].label.lower().split()[0]}-{number:05}"
        return f"{self.event_day(number)}-{word}" if kind == "events" else word

    def event_day(self, number: int) -> str:
        """Return the day of an event, which its id begins with: spread evenly, and the same whenever it is asked for."""
        return (FIRST_DAY + timedelta(days=number * SPREAD % DAYS)).isoformat()

    def sentence(self, length: int = 14) -> str:
        """Return a sentence in plain words that no rule minds."""
        words = self.chance.choices(WORDS, k=length)
        words[length // 2] = self.chance.choice(VERBS)
        return " ".join(words).capitalize() + "."

    def day(self) -> str:
        """Return a day of the time that the periods cover."""
        return (FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))).isoformat()

    def source_ids(self, index: int, many: int = 2) -> list[str]:
        """Return source ids of which the first goes round, so that no source stays unused."""
        return sorted({self.id("sources", index), *(self.id("sources", self.chance.randrange(10**6)) for _ in range(many - 1))})

    def common(self, index: int) -> Record:
        """Return what every record but a source has."""
        return {"summary": self.sentence(20), "sources": self.source_ids(index), "checked": CHECKED}

    def named(self, label: str, index: int) -> Record:
        """Return the names of a record in four languages and scripts."""
        names = [
            {"text": f"{name} {index}", "lang": lang, "by": [self.id("parties", index)], "from": "1991"}
            for lang, name in (("hy", "Անուն"), ("az", "Adı"), ("ru", "Имя"))
        ]
        return {"name": f"{label} {index:05}", "names": names, "spellings": [f"{label} no. {index}"]}

    def source(self, index: int) -> Record:
        """Return a source."""
        affiliation = ("armenian", "azerbaijani", "independent", "intergovernmental", "russian")[index % 5]
        return {
            "title": f"{self.sentence(6)} Part {index}",
            "kind": "news",
            "publisher": f"Publisher {index % 40}",
            "published": self.day(),
            "url": f"https://source-{index}.invalid/{index}",
            "language": ("en", "hy", "az", "ru")[index % 4],
            "affiliation": affiliation,
        }

    def person(self, index: int) -> Record:
        """Return a person."""
        role = {"office": "Speaker", "party": self.id("parties", index), "from": "1990~", "to": "1999"}
        return {
            **self.named("Person", index),
            **self.common(index),
            "born": "1950?",
            "roles": [role, {**role, "from": "2001", "to": "2004-05"}],
        }

    def place(self, index: int) -> Record:
        """Return a place with its control."""
        control = [
            {"by": self.id("parties", index), "from": "1988", "to": "1993-05-01", "sources": self.source_ids(index, 1)},
            {
                "by": self.id("parties", index + 1),
                "from": "1993-05-01",
                "sources": self.source_ids(index, 1),
                "note": self.sentence(),
            },
        ]
        point = [round(45 + self.chance.random() * 3, 3), round(39 + self.chance.random() * 2, 3)]
        # A number that ends in 0 would be ambiguous in YAML, and JSON writes none.
        own: Record = {"kind": "town", "coordinates": point, "precision_km": 2, "coordinates_source": self.id("sources", index)}
        return {**self.named("Place", index), **self.common(index), **own, "control": control}

    def document(self, index: int) -> Record:
        """Return an agreement."""
        statements = [{"says": self.sentence(), "sources": self.source_ids(index)} for _ in range(3)]
        signatories = [
            {"name": f"Envoy {i}", "party": self.id("parties", index + i), "person": self.id("people", index + i)} for i in (0, 1)
        ]
        own = {
            "title": f"Agreement {index:05}",
            "date": self.day(),
            "kind": "agreement",
            "signatories": signatories,
            "decides": statements,
        }
        return {**self.common(index), **own, "force": "an agreement of parties", "status": "in force"}

    def party(self, index: int) -> Record:
        """Return a party with its leaders."""
        leaders = [
            {"person": self.id("people", index + i), "office": "Speaker", "from": f"{1990 + i}", "to": f"{1991 + i}"}
            for i in range(4)
        ]
        own = {
            "kind": "state",
            "affiliation": "armenian" if index % 2 else "azerbaijani",
            "active": "1918/..",
            "role": self.sentence(),
            "leaders": leaders,
        }
        return {**self.named("Party", index), **self.common(index), **own}

    def question(self, index: int) -> Record:
        """Return a question; its claims are in the events."""
        own = {"title": f"Which road was closed in case {index}?", "why": self.sentence(), "open": ["the road"]}
        return {**self.common(index), **own}

    def term(self, index: int) -> Record:
        """Return a contested word."""
        usage = [{"by": "One side", "form": "the road", "sources": self.source_ids(index)}]
        return {**self.named("Term", index), **self.common(index), "usage": usage, "we_write": "the road", "why": "it is one"}

    def period(self, index: int) -> Record:
        """Return one of three periods that cover all events."""
        dates = ("../1995", "1996/2010", "2011/..")
        return {**self.common(index), "title": f"Period {index}", "date": dates[index % 3]}

    def event(self, index: int) -> Record:
        """Return an event with four statements, two sides of a question and two figures."""
        parties = sorted({self.id("parties", index), self.id("parties", index + 1)})
        statements = [{"says": self.sentence(), "sources": self.source_ids(index + i)} for i in range(4)]
        own = {
            "title": f"Meeting {index:05}",
            "date": self.event_day(index),
            "kind": ("talks", "agreement", "attack", "protest")[index % 4],
            "rank": 1 + index % 3,
            "parties": parties,
            "places": [self.id("places", index), self.id("places", index + 1)],
            "people": [self.id("people", index)],
            "documents": [self.id("documents", index)] if index % 3 == 0 else [],
            "account": statements,
            "claims": [*self.sides(index, parties), *self.figures(index, parties)],
        }
        if index % 10:
            own["part_of"] = self.id("events", index - index % 10)
        return {**self.common(index), **{key: value for key, value in own.items() if value != []}}

    def claim(self, claim_id: str, by: str, index: int, **more: Any) -> Record:
        """Return a claim on the question of its event."""
        base = {"id": claim_id, "by": by, "on": self.day(), "says": self.sentence(), "status": "disputed"}
        return {**base, "question": self.id("questions", index), **more, "sources": self.source_ids(index)}

    def sides(self, index: int, parties: list[str]) -> list[Record]:
        """Return two claims, the second of which answers the first."""
        one, other = parties
        return [
            self.claim("one-says", one, index, about=[other]),
            self.claim("other-says", other, index, about=[one], answers="#one-says"),
        ]

    def figures(self, index: int, parties: list[str]) -> list[Record]:
        """Return two counts of the same people, the second of which replaces the first."""
        low = self.chance.randrange(1, 900)
        first = {"measure": "displaced", "of": "people", "low": low}
        last = {**first, "low": low + 5, "high": low * 2 + 10}
        return [
            {**self.claim("first-count", parties[0], index, value=first), "on": "1988"},
            {**self.claim("last-count", parties[0], index, value=last, revises="#first-count"), "on": "2024-05"},
        ]
