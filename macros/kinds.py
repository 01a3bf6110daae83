"""The kinds of record, declared once: folder, model, words for people, page; and what else is stamped into a shell.

A new kind is one model, one template and one line here.
Claims are no folder of their own: they live in the records that carry them.
"""

from __future__ import annotations

from dataclasses import dataclass

from macros.model import (
    AnyRecord,
    Document,
    Event,
    Party,
    Period,
    Person,
    Place,
    Question,
    Source,
    Term,
)


@dataclass(frozen=True)
class Frame:
    """Pages that share one shell. folder: first part of their addresses."""

    folder: str

    @property
    def shell(self) -> str:
        """Address of the shell page that the host renders, relative to the site."""
        return f"{self.folder}/record/"


@dataclass(frozen=True)
class Kind(Frame):
    """One kind of record.

    folder: folder under `data/` and first part of the address.
    model: the class that reads it.
    label, plural: what people call one and many.
    index: address of the page that lists them, relative to the site.
    tab: address of the tab of the navigation that it belongs to.
    claims: whether its records carry claims.
    """

    model: type[AnyRecord]
    label: str
    plural: str
    index: str
    tab: str
    claims: bool = False

    @property
    def template(self) -> str:
        """File name of the template of its page."""
        return f"record-{self.folder}.html"


KINDS: dict[str, Kind] = {
    kind.folder: kind
    for kind in (
        Kind("events", Event, "Event", "Events", "chronology/", "chronology/", claims=True),
        Kind("parties", Party, "Party", "Parties", "parties/", "parties/", claims=True),
        Kind("places", Place, "Place", "Places", "places/", "places/"),
        Kind("people", Person, "Person", "People", "people/", "parties/"),
        Kind("documents", Document, "Document", "Documents", "documents/", "documents/", claims=True),
        Kind("questions", Question, "Disputed question", "Disputed questions", "questions/", "questions/", claims=True),
        Kind("sources", Source, "Source", "Sources", "sources/", "sources/"),
        Kind("terms", Term, "Term", "Names and words", "names/", "names/"),
        Kind("periods", Period, "Period", "Periods", "history/", "history/"),
    )
}
"""By folder, in the order in which they are listed."""

LISTINGS = Frame("chronology")
"""The pages of the chronology by decade, year and kind, which hold no record of their own."""

FRAMES: tuple[Frame, ...] = (*KINDS.values(), LISTINGS)
"""Everything that is stamped into a shell."""
