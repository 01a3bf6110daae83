"""The pages of all records as final Markdown, for generators that know nothing of records.

In the dialect that Python-Markdown (with attr_list, footnotes, tables) and Hugo's Goldmark share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from bench.peers.world import KINDS, NAMED, SORTS, TITLES, Record, World, cited_by

SPECIAL = re.compile(r"([\\`*_\[\]|])")

Address = Callable[[str, str], str]
"""Gives the address of a page, (folder, name of the page, "" for its list), as links in Markdown name it."""


def plain(value: object) -> str:
    """Return text in which Markdown finds no marks."""
    return SPECIAL.sub(r"\\\1", escape(str(value), quote=False))


class Writer:
    """Writes the Markdown of pages one folder deep; the home page is given its own addresses."""

    def __init__(self, world: World, address: Address) -> None:
        self.world, self.address = world, address

    def link(self, kind: str, record_id: str, anchor: str = "", words: str = "") -> str:
        """Return a link to a record or to a claim in it."""
        return f"[{plain(words or self.world.title(kind, record_id))}]({self.address(kind, record_id)}{anchor})"

    def links(self, kind: str, ids: Iterable[str]) -> str:
        """Return links to records, separated by commas."""
        return ", ".join(self.link(kind, record_id) for record_id in ids)

    def row(self, event: str) -> str:
        """Return the line of an event in a chronology."""
        record = self.world.records["events"][event]
        rest = [self.world.word("event-kinds", record["kind"])]
        rest += [plain(self.world.title("places", place)) for place in record["places"]] + [
            self.links("parties", record["parties"])
        ]
        return f"- {record['date']} {self.link('events', event)}: {', '.join(rest)}"

    def record(self, kind: str, record_id: str) -> str:
        """Return the page of a record, without its title."""
        record = self.world.records[kind][record_id]
        sections = (
            [f"[{KINDS[kind]}]({self.address(kind, '')})"],
            _table(("Field", "Value"), self.facts(kind, record)),
            [plain(record["summary"]) + _marks(record["sources"])] if "summary" in record else [],
            _section("What is known", "account", _paragraphs(_statements(record.get("account", ())))),
            _section("What it decides", "decides", [f"- {line}" for line in _statements(record.get("decides", ()))]),
            _section("Claims", "claims", [line for claim in record.get("claims", ()) for line in self.claim(record, claim)]),
            _section("Names", "names", self.names(record)),
            self.tables(record),
            _section("What is said", "said", [self.said(*one) for one in self.world.said.get((kind, record_id), ())]),
            self.related(kind, record_id, record),
            [f"File data/{kind}/{record_id}.yml. Last checked {record['checked']}." if "checked" in record else "Not opened yet."],
            [f"[^{source}]: {self.source(source)}" for source in cited_by(record)],
        )
        return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"

    def facts(self, kind: str, record: Record) -> Iterator[Sequence[str]]:
        """Yield the rows of the table at the head of a page."""
        for field, words in FIELDS.items():
            if field in record:
                yield words, plain(record[field])
        if kind in SORTS:
            yield "Kind", self.world.word(SORTS[kind], record["kind"])
        for field, vocabulary in (("language", "languages"), ("affiliation", "affiliations")):
            if field in record:
                yield field.capitalize(), self.world.word(vocabulary, record[field])
        if "url" in record:
            yield "Address", f"[{plain(record['url'])}]({record['url']})"
        if "coordinates" in record:
            east, north = record["coordinates"]
            yield (
                "Coordinates",
                f"{north}° N, {east}° E, to within {record['precision_km']} km" + _marks([record["coordinates_source"]]),
            )
        if "open" in record:
            yield "Not agreed", plain(", ".join(record["open"]))
        for field in NAMED:
            if field in record:
                yield TITLES[field], self.links(field, record[field])
        if "part_of" in record:
            yield "Part of", self.link("events", record["part_of"])

    def claim(self, record: Record, claim: Record) -> Iterator[str]:
        """Yield the lines of a claim on the page that carries it."""
        by = self.world.title("parties", claim["by"])
        yield f"### {plain(by)}, {claim['on']} {{#{claim['id']}}}\n"
        if "value" in claim:
            yield f"{self.value(claim['value'])}\n"
        yield f"{plain(claim['says'])}{_marks(claim['sources'])}\n"
        yield f"By {self.link('parties', claim['by'])}. {self.world.word('statuses', claim['status'])}."
        yield f"Question: {self.link('questions', claim['question'])}."
        yield from (f"About {self.link('parties', party)}." for party in claim.get("about", ()))
        for field, words, passive in (("answers", "Answers", "Answered by"), ("revises", "Revises", "Revised by")):
            if field in claim:
                yield f"{words} [{claim[field][1:]}]({claim[field]})."
            for other in record["claims"]:
                if other.get(field) == f"#{claim['id']}":
                    yield f"{passive} [{other['id']}](#{other['id']})."
        yield ""

    def value(self, value: Record) -> str:
        """Return the number of a claim."""
        numbers = f"{value['low']}–{value['high']}" if "high" in value else f"at least {value['low']}"
        return f"{numbers} {self.world.word('groups', value['of'])}, {self.world.word('measures', value['measure'])}"

    def names(self, record: Record) -> list[str]:
        """Return the names of a record."""
        rows = [
            (self.world.word("languages", name["lang"]), plain(name["text"]), self.links("parties", name["by"]), name["from"])
            for name in record.get("names", ())
        ]
        spellings = [f"\nAlso written: {plain(', '.join(record['spellings']))}."] if "spellings" in record else []
        return [*_table(("Language", "Name", "Used by", "Since"), rows), *spellings]

    def tables(self, record: Record) -> list[str]:
        """Return the tables of offices, control, signatures and use."""
        leaders = [
            (self.link("people", one["person"]), plain(one["office"]), one["from"], one["to"]) for one in record.get("leaders", ())
        ]
        roles = [
            (plain(one["office"]), self.link("parties", one["party"]), one["from"], one["to"]) for one in record.get("roles", ())
        ]
        control = [
            (self.link("parties", one["by"]), one["from"], one.get("to", ""), plain(one.get("note", "")) + _marks(one["sources"]))
            for one in record.get("control", ())
        ]
        signed = [
            (plain(one["name"]), self.link("parties", one["party"]), self.link("people", one["person"]))
            for one in record.get("signatories", ())
        ]
        usage = [(plain(one["by"]), plain(one["form"]) + _marks(one["sources"])) for one in record.get("usage", ())]
        return [
            *_section("Leaders", "leaders", _table(("Person", "Office", "From", "To"), leaders)),
            *_section("Offices", "roles", _table(("Office", "Party", "From", "To"), roles)),
            *_section("Who administered it", "control", _table(("Party", "From", "To", "Note"), control)),
            *_section("Signed by", "signatories", _table(("Name", "Party", "Person"), signed)),
            *_section("Who says what", "usage", _table(("Who", "Form"), usage)),
        ]

    def said(self, event: str, claim: Record) -> str:
        """Return the line of a claim on the page of who says it, or of its question."""
        value = self.value(claim["value"]) + ". " if "value" in claim else ""
        status = self.world.word("statuses", claim["status"])
        there = self.link("events", event, f"#{claim['id']}", "In the record")
        return f"- {claim['on']}, {self.link('parties', claim['by'])}: {value}{plain(claim['says'])} {status}. {there}"

    def related(self, kind: str, record_id: str, record: Record) -> list[str]:
        """Return what else leads here, and the events before and after."""
        users = self.world.named_in.get((kind, record_id), ())
        lines = [
            self.row(user) if folder == "events" and kind != "sources" else f"- {KINDS[folder]}: {self.link(folder, user)}"
            for folder, user in users
        ]
        if kind != "events":
            return _section("Cited by" if kind == "sources" else "In the chronology", "related", lines)
        parts = _section("Parts", "parts", [self.row(part) for part in self.world.parts.get(record_id, ())])
        before, after = self.world.around[record_id]
        ways = [f"{words}: {self.link('events', event)}" for words, event in (("Before", before), ("After", after)) if event]
        return [*parts, "", " · ".join(ways)]

    def source(self, source: str) -> str:
        """Return the line of a source at the foot of a page."""
        record = self.world.records["sources"][source]
        words = self.world.word("affiliations", record["affiliation"]), self.world.word("languages", record["language"])
        about = f"{plain(record['publisher'])}, {record['published']}. {words[0]}, in {words[1]}."
        return f"{self.link('sources', source)} {about} [Open]({record['url']})"

    def listing(self, kind: str) -> str:
        """Return the page that lists a kind, without its title; of events, those of all years."""
        if kind == "events":
            years = (("\n## " + year + "\n", *map(self.row, events)) for year, events in self.world.by_year.items())
            return "\n".join(line for lines in years for line in lines) + "\n"
        records = self.world.records[kind].items()
        return "".join(
            f"- {self.link(kind, one)}: {plain(record.get('summary') or record['publisher'])}\n" for one, record in records
        )

    def years(self) -> Iterator[tuple[str, str]]:
        """Yield each year with its page, without its title."""
        for year, events in self.world.by_year.items():
            yield year, "\n".join(map(self.row, events)) + "\n"

    def home(self) -> str:
        """Return the home page, without its title."""
        rows = [(f"[{TITLES[kind]}]({self.address(kind, '')})", str(len(records))) for kind, records in self.world.records.items()]
        years = [f"[{year}]({self.address('chronology', year)})" for year in self.world.by_year]
        return "\n".join(["Invented records, for measuring.\n", *_table(("Kind", "Records"), rows), "", ", ".join(years)]) + "\n"


FIELDS = {
    "date": "Date",
    "active": "Active",
    "role": "Part in the conflict",
    "born": "Born",
    "publisher": "Publisher",
    "published": "Published",
    "force": "Force",
    "status": "Status now",
    "why": "Why",
    "we_write": "We write",
}
"""Fields that are shown as they stand."""


def _marks(sources: Iterable[str]) -> str:
    return "".join(f"[^{source}]" for source in sources)


def _statements(statements: Iterable[Record]) -> list[str]:
    return [plain(one["says"]) + _marks(one["sources"]) for one in statements]


def _paragraphs(said: Sequence[str]) -> list[str]:
    """Put seven sentences into a paragraph, as our page does."""
    return ["\n\n".join(" ".join(said[at : at + 7]) for at in range(0, len(said), 7))] if said else []


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads), *lines] if lines else []


def _section(title: str, anchor: str, lines: Sequence[str]) -> list[str]:
    return [f"\n## {title} {{#{anchor}}}\n", *lines] if lines else []
