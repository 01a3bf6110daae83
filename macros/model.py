"""The records: what an event, a party, a claim may say, field by field.

Descriptions stand at the fields, since the JSON Schema for editors and the
field reference are made from them. Nothing here looks at other records.
Coordinates are always [longitude, latitude], WGS 84, decimal degrees.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PrivateAttr, model_validator

from macros.edtf import EdtfDate
from macros.fields import (
    CiteField,
    ClaimAddress,
    ClaimantRef,
    Date,
    Day,
    DocumentRef,
    EventRef,
    Many,
    Part,
    PartyRef,
    PersonRef,
    PlaceRef,
    QuestionRef,
    RecordAddress,
    Ref,
    Slug,
    Sources,
    Text,
    Url,
    Word,
    fault,
)
from macros.load import Loaded
from macros.walk import Loc, walk_references, walk_texts


class PhraseLink(Part):
    """Words of a sentence that lead to a record; the sentence itself stays plain text."""

    words: Text = Field(description="The words, as they stand in the sentence.")
    to: RecordAddress = Field(description='The record, as "kind/id".')


class Statement(Part):
    """One sentence of fact and what it rests on."""

    says: Text = Field(description="One sentence in our own words.")
    links: Many[PhraseLink] = Field((), description="Words of the sentence that lead to records, in the order of the sentence.")
    sources: Sources = Field(description="Sources that carry this very sentence.")


class Name(Part):
    """One name of a place, party or person, and whose name it is."""

    text: Text = Field(description="The name in its own script.")
    lang: Annotated[str, Word("languages")] = Field(description="Language of the name.")
    by: Many[PartyRef] = Field((), description="Parties that use it.")
    start: Date | None = Field(None, alias="from", description="In use since.")
    end: Date | None = Field(None, alias="to", description="In use until; left out while it is.")
    note: Text | None = Field(None, description="Our own words on its use.")


def _check_range(value: Figure) -> Figure:
    if value.low is None and value.high is None:
        raise fault("figure", "a value without a number", "low, high or both")
    if value.low is not None and value.high is not None and value.low > value.high:
        raise fault("figure", f"low {value.low} is above high {value.high}", "low at most high", "swap them")
    return value


class Figure(Part):
    """A number as claimed: exactly (low = high), at least (low), at most (high), or a range."""

    measure: Annotated[str, Word("measures")] = Field(description="What is counted.")
    of: Annotated[str, Word("groups")] = Field(description="Of whom or of what.")
    low: int | float | None = Field(None, ge=0, description="Lowest number claimed; alone it means 'at least'.")
    high: int | float | None = Field(None, ge=0, description="Highest number claimed; alone it means 'at most'.")
    about: bool = Field(False, description="The claimant gave it as approximate.")
    during: Date | None = Field(None, description="The time the count covers, when it is not that of the record.")


class Claim(Part):
    """What a party, a person or a source asserts, on a date, with its status and the other side's answer."""

    id: Slug = Field(description="Unique in its record; the address of the claim ends in it.")
    by: ClaimantRef = Field(description="Who says it: a party, a person or a source.")
    voiced_by: Text | None = Field(None, description="Person or office that spoke for the claimant.")
    on: Date = Field(description="When it was said.")
    says: Text = Field(description="The claim in our words, as the claimant means it.")
    status: Annotated[str, Word("statuses")] = Field(description="Where the claim stands.")
    question: QuestionRef | None = Field(None, description="The disputed question it belongs to.")
    about: Many[PartyRef] = Field((), description="Parties whose conduct the claim is about.")
    article: Text | None = Field(None, description="In an agreement: number of the article whose fulfilment it is about.")
    answers: ClaimAddress | None = Field(None, description="Address of the claim it answers.")
    revises: ClaimAddress | None = Field(None, description="Address of the claimant's own earlier claim that it replaces.")
    repeats: ClaimAddress | None = Field(None, description="Address of a claim that it repeats.")
    value: Annotated[Figure, AfterValidator(_check_range)] | None = Field(
        None, description="The number, when the claim is a figure."
    )
    answer: Literal["none-found"] | None = Field(None, description="Set when an answer was looked for and none was found.")
    as_of: Day | None = Field(None, description="The day on which no answer had been found.")
    sources: Sources = Field(description="Sources that carry the claim.")
    note: Text | None = Field(None, description="Our own words: limits, method, what a later finding changed.")

    @model_validator(mode="after")
    def _answer_has_its_day(self) -> Claim:
        if (self.answer is None) != (self.as_of is None):
            raise fault("answer-recorded", "'answer' and 'as_of' go together", "both or neither")
        return self


class FromFile(Part):
    """What has a file of its own. `id` comes from the file name and is not written in the file."""

    id: Slug = Field(description="The file name without its ending.")
    _loaded: Loaded | None = PrivateAttr(None)

    @property
    def loaded(self) -> Loaded:
        """The file the record came from, with the position of every value."""
        if self._loaded is None:
            raise LookupError(f"{self.id} was not read from a file")
        return self._loaded

    @cached_property
    def references(self) -> list[tuple[Loc, str, Ref]]:
        """Every id of another record, with its path; walked once, asked for often."""
        return list(walk_references(self))

    @cached_property
    def texts(self) -> list[tuple[Loc, str]]:
        """Every text that a person wrote, with its path; walked once."""
        return list(walk_texts(self))

    @property
    def label(self) -> str:
        """The title or the name that leads the page."""
        return str(getattr(self, "title", self.id))


class Record(FromFile):
    """What every record but a source has."""

    summary: Text = Field(description="One or two sentences; carried by the sources of the record.")
    sources: Sources = Field(description="What the summary and the plain fields rest on.")
    checked: Day = Field(description="The day a person last held the record against its sources.")


class Named(Record):
    """A record whose title is a name."""

    name: Text = Field(description="The name that leads the page: common English usage.")
    names: Many[Name] = Field((), description="Its names in other languages, each with who uses it and since when.")
    spellings: Many[Text] = Field((), description="Other spellings that readers type.")

    @property
    def label(self) -> str:
        """The leading name."""
        return self.name


class Event(Record):
    """Something that happened, at a date and a place."""

    title: Text = Field(description="What happened, in words that no side disputes.")
    date: Date = Field(description="When it happened, as precisely as known.")
    calendar: Literal["gregorian", "julian"] = Field("gregorian", description="Calendar of the date; julian dates show both.")
    kind: Annotated[str, Word("event-kinds")] = Field(description="What kind of event.")
    rank: Literal[1, 2, 3] = Field(description="1 turning point, 2 major, 3 minor.")
    spellings: Many[Text] = Field((), description="Other names of the event that readers type.")
    parties: Many[PartyRef] = Field((), description="Parties involved, alphabetically.")
    places: Many[PlaceRef] = Field((), description="Where it happened.")
    people: Many[PersonRef] = Field((), description="People named in the account.")
    documents: Many[DocumentRef] = Field((), description="Documents made or applied.")
    part_of: EventRef | None = Field(None, description="The larger event it belongs to.")
    related: Many[EventRef] = Field((), description="Events that belong beside it.")
    account: Many[Statement] = Field(min_length=1, description="What is known, sentence by sentence.")
    claims: Many[Claim] = Field((), description="What is contested, and the figures.")


class Tenure(Part):
    """Who led, in which office, from when to when."""

    person: PersonRef = Field(description="Id of the person.")
    office: Text = Field(description="Name of the office.")
    start: Date = Field(alias="from", description="In office since.")
    end: Date | None = Field(None, alias="to", description="In office until; left out while in office.")
    note: Text | None = Field(None, description="Acting, disputed, second term.")
    sources: Sources | None = Field(None, description="Sources of the dates, when not those of the record.")


class Relation(Part):
    """How a party stands to another."""

    party: PartyRef = Field(description="The other party.")
    relation: Annotated[str, Word("relations")] = Field(description="Kind of relation.")
    start: Date | None = Field(None, alias="from", description="Since.")
    end: Date | None = Field(None, alias="to", description="Until.")
    note: Text | None = Field(None, description="Our own words.")


class Party(Named):
    """A state, authority, organisation, force or community that acts or speaks."""

    kind: Annotated[str, Word("party-kinds")] = Field(description="What kind of party.")
    short: Text | None = Field(None, description="Short name for chips and tables.")
    affiliation: Annotated[str, Word("affiliations")] = Field(description="Whose voice it is in the balance of sources.")
    active: Date = Field(description="The time it existed or acted.")
    role: Text = Field(description="Its part in the conflict, in one sentence.")
    account: Many[Statement] = Field((), description="Its part in the conflict, sentence by sentence; of the main parties.")
    leaders: Many[Tenure] = Field((), description="Who led it.")
    relations: Many[Relation] = Field((), description="How it stands to other parties.")
    claims: Many[Claim] = Field((), description="Its positions, each bound to a question.")


class Control(Part):
    """Who administered a place in fact; says nothing about right."""

    by: PartyRef = Field(description="The party in control.")
    start: Date = Field(alias="from", description="Since.")
    end: Date | None = Field(None, alias="to", description="Until; left out while it lasts.")
    sources: Sources = Field(description="Sources of this segment.")
    note: Text | None = Field(None, description="Limits of the statement.")


Degrees = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Place(Named):
    """A town, village, district, region, river, road or building."""

    kind: Annotated[str, Word("place-kinds")] = Field(description="What kind of place.")
    within: PlaceRef | None = Field(None, description="The place that contains it.")
    coordinates: tuple[Degrees, Degrees] | None = Field(
        None, strict=False, description="[longitude, latitude], WGS 84, decimal degrees."
    )
    precision_km: float | int | None = Field(None, gt=0, description="How far the point may be off, in kilometres.")
    coordinates_source: CiteField | None = Field(None, description="Source of the coordinates.")
    abroad: bool = Field(False, description="The place lies outside the region of the map.")
    control: Many[Control] = Field((), description="Who administered it, in order of time.")


class Role(Part):
    """An office that a person held."""

    office: Text = Field(description="Name of the office.")
    party: PartyRef | None = Field(None, description="For which party.")
    start: Date | None = Field(None, alias="from", description="Since.")
    end: Date | None = Field(None, alias="to", description="Until.")
    sources: Sources | None = Field(None, description="Sources of the dates, when not those of the record.")


class Person(Named):
    """A person who acted or spoke in a public office."""

    born: Date | None = Field(None, description="Date of birth.")
    died: Date | None = Field(None, description="Date of death.")
    roles: Many[Role] = Field((), description="Offices held, in order of time.")


class Signature(Part):
    """Who issued or signed a document."""

    name: Text = Field(description="As the document names the signatory or issuer.")
    party: PartyRef | None = Field(None, description="Its party record.")
    person: PersonRef | None = Field(None, description="The person who signed.")
    on: Date | None = Field(None, description="When it signed, if not on the date of the document.")


class Article(Part):
    """One article of an agreement in our own words."""

    number: Text = Field(description="As numbered in the text.")
    says: Text = Field(description="What it provides.")
    sources: Sources = Field(description="Where the article can be read.")


class Document(Record):
    """A treaty, agreement, resolution, judgment, law or statement."""

    title: Text = Field(description="Its usual English title.")
    date: Date = Field(description="When it was signed or adopted.")
    calendar: Literal["gregorian", "julian"] = Field("gregorian", description="Calendar of the date.")
    kind: Annotated[str, Word("document-kinds")] = Field(description="What kind of document.")
    symbol: Text | None = Field(None, description="Official symbol or number, such as S/RES/822 (1993).")
    issuer: Many[Signature] = Field((), description="Who issued it.")
    signatories: Many[Signature] = Field((), description="Who signed it.")
    places: Many[PlaceRef] = Field((), description="Where it was signed or adopted.")
    decides: Many[Statement] = Field((), description="What it decides, sentence by sentence.")
    articles: Many[Article] = Field((), description="Of an agreement, article by article.")
    force: Text = Field(description="Its legal force, in a phrase.")
    status: Text = Field(description="Where it stands now, in a phrase.")
    url: Url | None = Field(None, description="The official text.")
    text_languages: Many[Annotated[str, Word("languages")]] = Field((), description="Languages of the authentic text.")
    spellings: Many[Text] = Field((), description="Other titles and numbers that readers type.")
    claims: Many[Claim] = Field((), description="What the parties say of it and of its fulfilment.")


class Question(Record):
    """What is in dispute, neutrally asked."""

    title: Text = Field(description="The question, ending in a question mark.")
    why: Text = Field(description="Why it matters, in one sentence.")
    agreed: Many[Statement] = Field((), description="What both sides accept.")
    open: Many[Text] = Field(min_length=1, description="What is not agreed, each as a phrase.")
    places: Many[PlaceRef] = Field((), description="Places it is about.")
    claims: Many[Claim] = Field((), description="Claims that belong to no single event or party page.")


class Source(FromFile):
    """What statements rest on."""

    title: Text = Field(description="The title as published.")
    title_described: bool = Field(False, description="The title is our description; the source has none or it is not known.")
    kind: Annotated[str, Word("source-kinds")] = Field(description="What kind of source.")
    author: Text | None = Field(None, description="Author or authors.")
    publisher: Text = Field(description="Who published it.")
    published: Date | None = Field(None, description="When it was published.")
    url: Url | None = Field(None, description="Where it can be read.")
    archived: Url | None = Field(None, description="An archived copy.")
    language: Annotated[str, Word("languages")] = Field(description="Language of the source.")
    affiliation: Annotated[str, Word("affiliations")] = Field(description="Whose voice it is.")
    checked: Day | None = Field(None, description="The day a person last opened it.")
    note: Text | None = Field(None, description="Our own words: a repost, a translation, a known fault.")


class Usage(Part):
    """Who uses which form of a contested word."""

    by: Text = Field(description="Who uses it.")
    party: PartyRef | None = Field(None, description="Its party record.")
    form: Text = Field(description="The form used.")
    lang: Annotated[str, Word("languages")] | None = Field(None, description="Language of the form.")
    since: Date | None = Field(None, description="Since when.")
    sources: Sources = Field(description="Where the use is seen.")


class Term(Named):
    """A contested word or name: who uses it, what we write and why."""

    usage: Many[Usage] = Field(min_length=1, description="Who uses which form.")
    we_write: Text = Field(description="What this record writes.")
    why: Text = Field(description="Why.")


class Period(Record):
    """A stretch of the conflict's history."""

    title: Text = Field(description="Its title.")
    date: Date = Field(description="The interval it covers.")


AnyRecord = Record | Source
Dated = Event | Document | Period

__all__ = [
    "AnyRecord",
    "Article",
    "Claim",
    "Control",
    "Dated",
    "Document",
    "EdtfDate",
    "Event",
    "Figure",
    "Name",
    "Named",
    "Party",
    "Period",
    "Person",
    "PhraseLink",
    "Place",
    "Question",
    "Record",
    "Relation",
    "Role",
    "Signature",
    "Source",
    "Statement",
    "Tenure",
    "Term",
    "Usage",
]
