"""Records to HTML: the one autoescaping Jinja environment and the pages it makes.

Nothing here knows the host. Links are written `kr:/folder/id/`; `macros.stamp`
turns them into relative addresses. Values never become HTML: templates
escape, and undefined names are errors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from macros import edtf, views
from macros.archive import Archive
from macros.citation import citation_of
from macros.fields import Cite
from macros.figures.control import control_band
from macros.figures.map import glyph_of, inset_map
from macros.figures.ranges import range_chart
from macros.figures.tenures import last_day, leader_items, role_items, tenure_bars
from macros.former import Former
from macros.kinds import KINDS
from macros.marks import Marks
from macros.model import AnyRecord, Event
from macros.repository import file_links
from macros.years import decade_of, decade_path, year_of

TEMPLATES = Path(__file__).parent / "templates"


class _Compiled(BytecodeCache):
    """Compiled templates by name and by what their files hold, so that a preview compiles only what was changed."""

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self.codes[bucket.key, bucket.checksum] = bucket.code


_compiled: dict[object, _Compiled] = defaultdict(_Compiled)
"""By `finalize`, which takes part in compiling."""


def _defuse_braces(value: Any) -> Any:
    """Return a text with braces as character references, so that no engine takes a value for a macro."""
    if isinstance(value, str) and not isinstance(value, Markup) and "{" in value:
        return Markup(str(escape(value)).replace("{", "&#123;"))  # noqa: S704 - escaped
    return value


def make_environment(finalize: Callable[[Any], Any] = _defuse_braces) -> Environment:
    """Return the environment of our templates: autoescaped, undefined is an error.

    `finalize` sees each value before it is printed; pages written by people
    pass one that also defuses Markdown.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
        bytecode_cache=_compiled[finalize],
        # Templates are ours and change with the code only; looking at each file again costs more than rendering it.
        auto_reload=False,
    )
    environment.filters.update(
        day=edtf.show,
        short_day=partial(edtf.show, short=True),
        # What was said "until 2026" was said at some time before: by then.
        said_day=partial(edtf.show, short=True, until_word="by"),
        long_day=partial(edtf.show, weekday=True),
        iso=edtf.lower_text,
        upto=edtf.upper_text,
        number=views.show_number,
        value=views.show_value,
        sentence=views.as_sentence,
    )
    return environment


def _year_path(event: Event) -> str:
    """Return the last part of the address of the page on which an event is listed by time."""
    year = year_of(event)
    return str(year) if year is not None else decade_path(decade_of(event))


@dataclass
class PageNotes:
    """What a page gathers while it is rendered: source marks and sections."""

    marks: Marks
    mark_template: Template
    toc: list[tuple[str, str]] = field(default_factory=list)

    printed: set[str] = field(default_factory=set)

    def is_first(self, part: str) -> bool:
        """Return whether a part that stands once on a page has still to be printed, and note that it is."""
        first = part not in self.printed
        self.printed.add(part)
        return first

    def needs_patterns(self) -> bool:
        """Return whether the patterns of the charts have still to be printed on this page, and note that they are."""
        return self.is_first("patterns")

    def cite(self, cites: Iterable[Cite] | None) -> Markup:
        """Return the marks of these sources as HTML, glued to the word before."""
        return Markup(self.mark_template.render(marks=self.marks.cite(cites or ())))  # noqa: S704 - from our own template

    def cite_ids(self, sources: Iterable[str]) -> Markup:
        """Return the marks of sources named by id alone."""
        return self.cite(Cite(source=source) for source in sources)

    def section(self, anchor: str, title: str) -> str:
        """Note a section for the table of contents and return its title."""
        self.toc.append((anchor, title))
        return title


@dataclass(frozen=True)
class RecordPage:
    """A finished page without its frame.

    title, description: plain text. body: HTML with `kr:/` links.
    toc: (anchor, title) of each section.
    """

    folder: str
    record: AnyRecord
    title: str
    description: str
    body: str
    toc: list[tuple[str, str]]

    @property
    def address(self) -> str:
        """Where it stands, relative to the site."""
        return f"{self.folder}/{self.record.id}/"

    @property
    def checked(self) -> str:
        """The day it was last checked, "" when it was not."""
        return self.record.checked.text if self.record.checked else ""


@dataclass(frozen=True)
class ListPage:
    """A finished page of a list without its frame, like `RecordPage`. checked: the latest day any of its records was."""

    address: str
    title: str
    description: str
    body: str
    toc: list[tuple[str, str]]
    checked: str


class Renderer:
    """Renders the records of one archive. Templates are compiled once and kept."""

    def __init__(
        self, archive: Archive, site_url: str, repository: str = "", finalize: Callable[[Any], Any] = _defuse_braces
    ) -> None:
        """Take the archive and the public addresses of the site and of its repository ("" for none)."""
        self.archive = archive
        self.site_url = site_url
        self.repository = repository
        self.environment = make_environment(finalize)
        self.environment.globals.update(
            archive=archive,
            url=views.url_of,
            voice=cache(partial(views.voice_of, archive)),
            row_of=cache(self._event_row),
            kinds=KINDS,
            word=self._word,
            side_names=partial(views.side_names, archive),
            title_names=partial(views.title_names, archive),
            claim_groups=partial(views.group_claims, archive),
            said_groups=partial(views.group_claims, archive, with_findings=False),
            figure_views=partial(views.figures_of, archive),
            linked_pieces=views.linked_pieces,
            is_earlier=views.is_earlier,
            former=Former(archive),
            opened=partial(views.opened_words, archive),
            view_claim=partial(views.view_claim, archive),
            shown_date=views.shown_date,
            article_title=views.article_title,
            article_groups=partial(views.group_article, archive),
            events_of_period=archive.events_of_period,
            year_path=_year_path,
            control_band=partial(control_band, archive),
            glyph_of=glyph_of,
            inset_map=partial(inset_map, archive),
            places_of=archive.places_of,
            range_charts=partial(range_chart, archive),
            leader_bars=lambda party: tenure_bars(leader_items(archive, party), last_day(archive, party.active.end)),
            role_bars=lambda person: tenure_bars(role_items(archive, person), last_day(archive, person.died)),
        )

    def _event_row(self, event_id: str) -> Markup:
        """Return the row of an event, which is the same on every page that lists it."""
        parts = self.environment.get_template("parts.html").module
        return Markup(parts.event_row(self.archive.get("events", event_id)))  # type: ignore[attr-defined]  # noqa: S704 - autoescaped

    def _word(self, vocab: str, word: str) -> Any:
        return self.archive.vocab[vocab][word]

    def notes(self) -> PageNotes:
        """Return the notes of a new page."""
        return PageNotes(Marks(self.archive), self.environment.get_template("marks.html"))

    def partial(self, template: str, page: PageNotes, **values: Any) -> Markup:
        """Return a partial as HTML."""
        return Markup(self.environment.get_template(template).render(page=page, **values))  # noqa: S704 - autoescaped

    def record_page(self, folder: str, record: AnyRecord) -> RecordPage:
        """Return the page of one record."""
        page = self.notes()
        template = self.environment.get_template(KINDS[folder].template)
        body = template.render(
            page=page,
            folder=folder,
            record=record,
            citation=citation_of(self.archive, folder, record, self.site_url),
            links=file_links(
                self.repository, record.loaded.path, record.label, f"{self.site_url.rstrip('/')}/{folder}/{record.id}/"
            ),
        )
        description = str(getattr(record, "summary", "") or f"{record.label}, source of The Karabakh Record.")
        return RecordPage(folder, record, self.full_title(record), description, body, page.toc)

    def full_title(self, record: AnyRecord) -> str:
        """Return the title with the names beside it, as the browser's tab and search show it."""
        names = [name.text for name in views.title_names(self.archive, record)]
        return record.label + (f" ({', '.join(names)})" if names else "")
