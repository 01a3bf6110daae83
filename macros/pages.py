"""The macros that pages written by people may call.

Each is a verb. Block macros stand alone on a line and print finished HTML
without blank lines; inline macros print inline tags. A value from a record
never becomes Markdown, Jinja or HTML: templates escape it, and the signs that
mean something to Markdown are printed as character references.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from itertools import groupby
from typing import Any

from markupsafe import Markup

from macros import edtf, views
from macros.archive import Archive
from macros.edtf import MONTHS
from macros.examples import template_path, template_text
from macros.explain import GROUPS, explanations
from macros.export.catalog import published_files
from macros.export.records_json import FOLDER
from macros.facets import FILTER_FILE, facets_of
from macros.field_reference import field_rows, models
from macros.figures import strip
from macros.figures.decade_strip import few_years_strip
from macros.figures.map import CHANGE, control_base, control_map, control_table
from macros.kinds import KINDS
from macros.model import Event, Named, Party, Place, Question
from macros.problems import RecordError, did_you_mean
from macros.records import ClaimEntry
from macros.render import PageNotes, Renderer
from macros.search.entries import listed_names
from macros.spread import Disagreement
from macros.stale import find_stale_records
from macros.years import decades_of

SIGNS = re.compile(r"""[&<>"'\\`*_{}\[\]()#+!|~^=:-]""")
"""Every sign that means something to HTML, Markdown or Jinja."""


def defuse(value: Any) -> Markup:
    """Return a value as HTML that Markdown and Jinja read as plain words."""
    if isinstance(value, Markup):
        return value
    return Markup(SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", str(value)))  # noqa: S704 - every sign is a reference now


DATE_PARTS = ("", "day month", "month year", "month", "year")
"""The parts of a date that a sentence may ask for; "" is all that is known."""


FEW_YEARS = 8
"""Up to so many years a strip has a bar a month."""


class MacroError(RecordError):
    """A macro was called with something it cannot show; the text says what and what would do."""


class PageMacros:
    """The macros of one build; `start_page` before each page, since source marks are numbered by page."""

    def __init__(self, archive: Archive, site_url: str, *, is_trial: bool = False) -> None:
        """Take a checked archive. In a trial the calls are held against it, but nothing is rendered."""
        self.archive = archive
        self.is_trial = is_trial
        self.renderer = Renderer(archive, site_url, finalize=_finalize)
        self.notes: PageNotes = self.renderer.notes()
        self._may_cite = False

    def start_page(self) -> None:
        """Forget the source marks of the page before."""
        self.notes = self.renderer.notes()
        self._may_cite = False

    def as_dict(self) -> dict[str, Callable[..., str]]:
        """Return the macros by name, each telling its own faults in one line."""
        return {name: _guarded(name, getattr(self, name)) for name in MACRO_NAMES}

    # What they print.

    def link(self, record: str, text: str = "") -> str:
        """Print a link to a record (`id` or `kind/id`) or to a claim (`kind/id#claim`), under its own name or under `text`."""
        address, mark, claim = record.partition("#")
        folder, found = self._find(address)
        if mark:
            self._need_claim(folder, found.id, claim)
        return self._inline("page-link.html", href=views.url_of(folder, found.id, claim), text=text or found.label)

    def cite(self, *sources: str) -> str:
        """Print the marks of one or more sources, for the sentence before."""
        for source in sources:
            self._need("sources", source)
        if not sources:
            raise MacroError("name at least one source")
        self._may_cite = True
        return self._inline("page-cite.html", sources=sources)

    def show_date(self, record: str, parts: str = "", end: str = "") -> str:
        """Print the date of an event, document, period or claim in words.

        parts: "day month", "month year", "month" or "year" when the sentence needs no more;
        end: "first" or "last" for one end of an interval.
        """
        found, is_julian = self._date_of(record)
        if parts not in DATE_PARTS:
            raise MacroError(_unknown("form of a date", parts, DATE_PARTS))
        if end not in ("", "first", "last"):
            raise MacroError(_unknown("end of an interval", end, ("first", "last")))
        try:
            if parts or end:
                words = edtf.show_parts(edtf.gregorian(found) if is_julian else found, parts.split(), end)
            else:
                words = edtf.show_old_style(found) if is_julian else edtf.show(found)
        except edtf.DateError as error:
            raise MacroError(str(error)) from None
        return self._inline("page-date.html", date=found, words=words)

    def show_figure(self, claim: str) -> str:
        """Print the number of a figure (`kind/id#claim`) as a link to it: "2,783", "16–31", "about 250"."""
        folder, found = self._find(claim.partition("#")[0])
        entry = self._need_claim(folder, found.id, claim.partition("#")[2])
        if entry.claim.value is None:
            raise MacroError(f"'{claim}' has no number")
        return self._inline("page-link.html", href=views.claim_url(entry), text=views.show_value(entry.claim.value))

    def count(self, kind: str) -> str:
        """Print how many records of a kind there are; also "claims" and "figures"."""
        counts = self.archive.counts()
        if kind not in counts:
            raise MacroError(_unknown("kind", kind, counts))
        return f"{counts[kind]:,}"

    def list_events(
        self, first: str = "", last: str = "", party: str = "", place: str = "", kind: str = "", period: str = "", rank: int = 3
    ) -> str:
        """Print events in order of time, chosen by years or days, party, place, kind, period, and up to a rank."""
        events = self._choose(first, last, party, place, kind, period, rank)
        if not events:
            raise MacroError("no event is left by this choice")
        return self._block("page-events.html", events=events)

    def show_chronology(self) -> str:
        """Print the ways into the chronology: its strip, the filters, and lists by decade, period, kind, party and place."""
        if self.is_trial:
            return self._block("page-chronology.html")
        decades = decades_of(self.archive)
        bars = strip.timeline_strip(
            self.archive, decades[0].first, decades[-1].years[-1].year if decades[-1].years else decades[-1].first + 9
        )
        return self._block(
            "page-chronology.html",
            decades=decades,
            strip=bars,
            ways=self._ways(),
            file=FILTER_FILE,
            months=MONTHS,
            total=len(self.archive.events),
        )

    def show_timeline(self, first: int, last: int, *marks: str) -> str:
        """Print the timeline strip of these years, with the events named after them as marks."""
        if not 1 <= first < last <= 9999:
            raise MacroError(f"the years {first} to {last} are no span")
        events = [self._need("events", mark) for mark in marks]
        if self.is_trial:
            return self._block("figure-strip.html")
        # A bar a year would be a block in a slice of a few years.
        draw = few_years_strip if last - first < FEW_YEARS else strip.timeline_strip
        return self._block("figure-strip.html", strip=draw(self.archive, first, last, events))

    def show_event(self, event: str) -> str:
        """Print one event as a row: date, title, kind, parties."""
        return self._block("page-events.html", events=[self._need("events", event)])

    def show_claims(self, record: str, *claims: str) -> str:
        """Print the claims on a question, or those that an event, party or document carries, side by side.

        claims: addresses (`kind/id#claim`) of the only ones to show; a link leads to the others.
        """
        folder, found = self._find(record)
        entries = self._entries(folder, found.id)
        chosen = [self._among(entries, claim, record) for claim in claims]
        groups = views.group_claims(self.archive, chosen or entries, with_findings=not chosen)
        if not groups:
            raise MacroError(f"'{record}' has no claims without a number; try show_figures")
        rest = len(entries) - len(chosen) if chosen else 0
        url = views.url_of(folder, found.id)
        return self._block("page-claims.html", groups=groups, show_question=folder != "questions", rest=rest, url_of_all=url)

    def show_statements(self, document: str) -> str:
        """Print the claims of a document one below the other, in the order of the text, with status and note."""
        found = self._need("documents", document)
        claims = [views.view_claim(self.archive, entry) for entry in self.archive.claims_in("documents", found.id)]
        return self._block("page-statements.html", claims=claims)

    def show_figures(self, record: str) -> str:
        """Print the figures of a question or record, drawn by claimant and told in a table."""
        folder, found = self._find(record)
        entries = self._entries(folder, found.id)
        figures = views.figures_of(self.archive, entries)
        if not figures:
            raise MacroError(f"'{record}' has no figures")
        return self._block("page-figures.html", figures=figures, entries=entries)

    def show_names(self, record: str) -> str:
        """Print the names of a place, party, person or term, each with who uses it and since when."""
        _, found = self._find(record)
        if not isinstance(found, Named) or not (found.names or found.spellings):
            raise MacroError(f"'{record}' has no names to show")
        return self._block("names.html", record=found)

    def show_control(self, place: str) -> str:
        """Print who administered a place over time, as a band and in words."""
        found = self._need("places", place)
        assert isinstance(found, Place)
        if not found.control:
            raise MacroError(f"'{place}' has no control recorded")
        return self._block("page-control.html", record=found)

    def show_map(self, *days: str) -> str:
        """Print a map of who administered which place on each day given, and all as a table.

        The word "now" stands for the day that the sources reach.
        """
        dates = [self._map_day(day) for day in days]
        if not dates:
            raise MacroError("name at least one day")
        table = control_table(self.archive, dates)
        shown = {party for row in table for party in row.cells if party}
        return self._block(
            "page-map.html",
            maps=[(day, control_map(self.archive, day)) for day in dates],
            reach=self._map_day("now") if "now" in days else None,
            base=control_base(self.archive),
            parties=[party.id for party in self.archive.parties if party.id in shown],
            has_change=CHANGE in shown,
            table=table,
        )

    def _map_day(self, day: str) -> date:
        if day == "now":
            if self.archive.reach is None or self.archive.reach.latest is None:
                raise MacroError("no source has a date, so there is no 'now'")
            return self.archive.reach.latest
        try:
            return date.fromisoformat(day)
        except ValueError as error:
            raise MacroError(f"a map needs full days such as '1994-05-12', or 'now': {error}") from None

    def show_places(self, *places: str) -> str:
        """Print these places on a small map and in a list with the names of both sides."""
        found = [self._need("places", place) for place in places]
        if not found:
            raise MacroError("name at least one place")
        return self._block("page-places.html", places=found)

    def show_party(self, party: str) -> str:
        """Print a party's name, kind and part in the conflict in a few lines."""
        return self._block("page-party.html", record=self._need("parties", party))

    def show_question(self, question: str) -> str:
        """Print a question with what is agreed and what is not."""
        return self._block("page-question.html", record=self._need("questions", question))

    def compare_positions(self, *questions: str) -> str:
        """Print a table of what each party said on these questions, parties alphabetically, latest word first."""
        found = [self._need("questions", question) for question in questions] or list(self.archive.questions)
        rows = self._positions([question for question in found if isinstance(question, Question)])
        return self._block("page-positions.html", questions=found, rows=rows)

    def show_disagreement(self) -> str:
        """Print the questions by how far the figures of claimants lie apart, drawn and as a table."""
        if self.is_trial:
            return self._block("page-disagreement.html")
        found = Disagreement(self.archive)
        return self._block("page-disagreement.html", found=found, url_of_claim=views.claim_url)

    def list_records(self, kind: str) -> str:
        """Print all records of a kind, in their order, as a list with one line each."""
        if kind not in KINDS:
            raise MacroError(_unknown("kind", kind, KINDS))
        return self._block(f"list-{kind}.html", records=self.archive.of_kind(kind))

    def list_names(self) -> str:
        """Print every name and spelling from A to Z, each with a link to its record."""
        if self.is_trial:
            return self._block("page-names.html")
        return self._block("page-names.html", letters=listed_names(self.archive))

    def list_statuses(self) -> str:
        """Print the statuses of a claim and what each means."""
        return self._block("page-statuses.html")

    def list_words(self, vocabulary: str) -> str:
        """Print a vocabulary: each word, its label and its meaning."""
        if vocabulary not in self.archive.vocab:
            raise MacroError(_unknown("vocabulary", vocabulary, self.archive.vocab))
        name = vocabulary.replace("-", " ")  # names the table for screen readers, apart from others on the page
        return self._block("page-words.html", words=self.archive.vocab[vocabulary], name=name)

    def list_rules(self, group: str) -> str:
        """Print the rules of a group: name, what it asks, why, cure and example, as the command `explain` does."""
        if group not in GROUPS:
            raise MacroError(_unknown("group of rules", group, GROUPS))
        return self._block("page-rules.html", rules=[one for one in explanations().values() if one.group == group])

    def show_fields(self, part: str) -> str:
        """Print the fields of a record ("event") or of a part of one ("claim"): meaning, allowed words, example, rules."""
        if part not in models():
            raise MacroError(_unknown("record or part", part, models()))
        return self._block("page-fields.html", rows=field_rows(part), name=part.replace("-", " "), vocab=self.archive.vocab)

    def show_template(self, kind: str) -> str:
        """Print the commented template of a kind, to be copied."""
        if kind not in KINDS:
            raise MacroError(_unknown("kind", kind, KINDS))
        lines = template_text(kind).splitlines()
        return self._block("page-template.html", path=template_path(kind), lines=lines, name=KINDS[kind].label)

    def list_stale(self) -> str:
        """Print the records that were last checked more than a year ago, and how many sources nobody has opened."""
        return self._block("page-stale.html", found=find_stale_records(self.archive))

    def list_files(self) -> str:
        """Print every file of the data with what it holds, how many records, and its schema."""
        files = [file for file in published_files(self.archive) if not file.path.startswith("schema/")]
        return self._block("page-files.html", files=files, folder=FOLDER)

    def show_shapes(self) -> str:
        """Print a sample of each file of the data, the columns of each table, and the way to its schema."""
        if self.is_trial:
            return ""
        files = [(file, file.make_sample(self.archive)) for file in published_files(self.archive) if file.is_single]
        shown = [(file, sample) for file, sample in files if sample]
        return self._block("page-shapes.html", files=shown, folder=FOLDER)

    def list_releases(self) -> str:
        """Print the releases, newest first, with what changed in each."""
        return self._block("page-releases.html", releases=self.archive.records.releases, folder=FOLDER)

    def list_on_this_day(self) -> str:
        """Print turning points and major events by day of the year, month by month."""
        days = [
            event
            for event in self.archive.events
            if event.rank <= 2 and len(event.date.text) >= len("1994-05-05") and event.date.precision == "day"
        ]
        days.sort(key=lambda event: (str(event.date.earliest)[5:], event.date))
        months = [(edtf.MONTHS[int(month) - 1], list(group)) for month, group in groupby(days, lambda e: str(e.date.earliest)[5:7])]
        return self._block("page-days.html", months=months)

    def show_numbers(self) -> str:
        """Print how many records of each kind there are."""
        return self._block("page-numbers.html", counts=self.archive.counts())

    def show_reach(self) -> str:
        """Print the day that the sources reach: where the site says "now", it means then."""
        reach = self.archive.reach
        if reach is None:
            raise MacroError("no source has a date")
        return self._inline("page-date.html", date=reach, words=edtf.show(reach))

    def show_sources(self, what: str = "page") -> str:
        """Print the sources cited on this page so far; the last macro of a page. what: "page" or "chapter", to be printed."""
        if what not in ("page", "chapter"):
            raise MacroError(_unknown("word", what, ("page", "chapter")))
        if not self._may_cite:
            raise MacroError("nothing is cited above")
        return self._block("page-sources.html", cited=self.notes.marks.cited, what=what)

    # How they do it.

    def _find(self, record: str) -> tuple[str, Any]:
        found = self.archive.find(record) if isinstance(record, str) else None
        if found is None:
            kinds = [kind for kind, known in self.archive.records.by_kind.items() if record in known]
            if kinds:
                raise MacroError(f"'{record}' is a record of {' and of '.join(kinds)}; write '{kinds[0]}/{record}'")
            every = [
                one for kind, known in self.archive.records.by_kind.items() for one in (*known, *(f"{kind}/{i}" for i in known))
            ]
            raise MacroError(_unknown("record", str(record), every))
        return found

    def _date_of(self, record: str) -> tuple[edtf.EdtfDate, bool]:
        """Return the date of a record or claim, and whether it is written in the Julian calendar."""
        address, mark, claim = record.partition("#")
        folder, found = self._find(address)
        if mark:
            return self._need_claim(folder, found.id, claim).claim.on, False
        if not hasattr(found, "date"):
            raise MacroError(f"'{record}' has no date")
        return found.date, getattr(found, "calendar", "") == "julian"

    def _need_claim(self, folder: str, record_id: str, claim: str) -> ClaimEntry:
        known = {entry.claim.id: entry for entry in self.archive.claims_in(folder, record_id)}
        if claim not in known:
            raise MacroError(_unknown("claim of this record", claim, known))
        return known[claim]

    def _among(self, entries: Sequence[ClaimEntry], address: str, record: str) -> ClaimEntry:
        found = {entry.address: entry for entry in entries}
        if address not in found:
            raise MacroError(_unknown(f"claim of '{record}'", address, found))
        return found[address]

    def _entries(self, folder: str, record_id: str) -> list[ClaimEntry]:
        if folder == "questions":
            return self.archive.claims_of_question(record_id)
        return self.archive.claims_in(folder, record_id)

    def _need(self, folder: str, record_id: str) -> Any:
        known = self.archive.records.by_kind[folder]
        if record_id not in known:
            raise MacroError(_unknown(KINDS[folder].label.lower(), str(record_id), known))
        return known[record_id]

    def _choose(
        self, first: str = "", last: str = "", party: str = "", place: str = "", kind: str = "", period: str = "", rank: int = 3
    ) -> list[Event]:
        for folder, wanted in (("parties", party), ("places", place), ("periods", period)):
            if wanted:
                self._need(folder, wanted)
        if kind and kind not in self.archive.vocab["event-kinds"]:
            raise MacroError(_unknown("event kind", kind, self.archive.vocab["event-kinds"]))
        return [
            event
            for event in self.archive.events
            if event.rank <= rank
            and (not first or str(event.date.latest or "9999") >= first)
            and (not last or str(event.date.earliest or "")[: len(last)] <= last)
            and (not party or party in event.parties)
            and (not place or place in event.places)
            and (not kind or kind == event.kind)
            and (not period or getattr(self.archive.period_of(event.date), "id", "") == period)
        ]

    def _ways(self) -> list[tuple[str, list[tuple[str, str, int]]]]:
        """Return what leads to lists of events: (heading, links), links as (address, words, number of events)."""
        kinds = Counter(event.kind for event in self.archive.events)
        counts: dict[str, tuple[str, Callable[[str], int]]] = {
            "period": ("periods", lambda value: len(self.archive.events_of_period(self._need("periods", value)))),
            "kind": ("chronology", lambda value: kinds[value]),
            "party": ("parties", lambda value: len(self.archive.events_naming("parties", value))),
            "place": ("places", lambda value: len(self.archive.events_naming("places", value))),
        }
        choices = {name: (label, found) for name, label, found in facets_of(self.archive)}
        return [
            (choices[name][0], [(views.url_of(folder, value), words, count(value)) for value, words in choices[name][1]])
            for name, (folder, count) in counts.items()
        ]

    def _positions(self, questions: Sequence[Question]) -> list[tuple[Party, list[views.ClaimView | None]]]:
        rows = []
        for party in self.archive.parties:
            cells = [self._latest(question, party) for question in questions]
            if any(cells):
                rows.append((party, cells))
        return rows

    def _latest(self, question: Question, party: Party) -> views.ClaimView | None:
        entries = [entry for entry in self.archive.claims_of_question(question.id) if entry.claim.by == party.id]
        standing = [entry for entry in entries if self.archive.revision_of(entry) is None and entry.claim.value is None]
        # A party's own record and the question's hold positions; what stands in an event may be a word of the day.
        for kind in ("parties", "questions", ""):
            held = [entry for entry in standing if entry.kind == kind or not kind]
            if held:
                return views.view_claim(self.archive, held[-1])
        return None

    def _inline(self, template: str, **values: Any) -> str:
        return "" if self.is_trial else self.renderer.partial(template, self.notes, **values).strip()

    def _block(self, template: str, **values: Any) -> str:
        self._may_cite = True
        if self.is_trial:
            return ""
        values = {"own_folder": "", "own_id": "", "show_question": True, **values}
        html = self.renderer.partial(template, self.notes, **values)
        # Markdown ends a block of HTML at the first blank line.
        return "\n".join(line for line in html.splitlines() if line.strip())


MACRO_NAMES = tuple(
    name
    for name, member in vars(PageMacros).items()
    if inspect.isfunction(member) and name[0] != "_" and name not in ("start_page", "as_dict")
)
"""Every macro, in the order of their definition."""


OWN_ADDRESS = re.compile(r"kr:/[a-z0-9./#-]*")


def _finalize(value: Any) -> Any:
    # Our own addresses have no sign that Markdown reads, and `finish` must find them as they are.
    if not isinstance(value, str) or OWN_ADDRESS.fullmatch(value):
        return value
    return defuse(value)


def _unknown(what: str, given: str, known: Any) -> str:
    near = did_you_mean(given, known)
    return f"no {what} '{given}'" + (f"; {near}" if near else "")


def _guarded(name: str, macro: Callable[..., str]) -> Callable[..., str]:
    """Return the macro with wrong arguments told as one line instead of a traceback."""
    signature = inspect.signature(macro)

    @wraps(macro)
    def run(*args: Any, **kwargs: Any) -> str:
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            raise MacroError(f"{name}(): {error}") from None
        _check_types(name, signature, args, kwargs)
        try:
            return macro(*args, **kwargs)
        except MacroError as error:
            raise MacroError(f"{name}(): {error}") from None

    return run


_TYPES = {"str": str, "int": int}


def _check_types(name: str, signature: inspect.Signature, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    for parameter, given in signature.bind(*args, **kwargs).arguments.items():
        wanted = _TYPES[str(signature.parameters[parameter].annotation)]
        values = given if isinstance(given, tuple) else (given,)
        for value in values:
            if not isinstance(value, wanted) or isinstance(value, bool):
                words = "text" if wanted is str else "a whole number"
                raise MacroError(f"{name}(): '{parameter}' is {value!r}, expected {words}")
