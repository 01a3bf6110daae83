"""Range charts: who gave which number, of whom and when, on one scale from zero.

One chart a measure, one row a claimant. A line joins the figures that a claimant gave over
time. The shape says how near the claimant stands to the people counted, never who is right.
A value without an upper bound ends in an arrow; no point is drawn where nobody put one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from macros import edtf, views
from macros.archive import Archive
from macros.fields import Cite
from macros.figures.range_layout import PlacedRow, Value, place_row
from macros.figures.scale import nice_ticks, number_x
from macros.model import Claim, Figure, Party, Person
from macros.names import sort_key
from macros.records import ClaimEntry

Stand = Literal["own", "other", "third", "party"]
"""A claimant's stand to the people counted: its own, the other side's, a third party; "party" when they are of no one side."""

STANDS: dict[Stand, str] = {
    "own": "about its own side",
    "other": "about the other side",
    "party": "a side, about both or neither",
    "third": "third party",
}
"""The key of the shapes, in the order in which it is shown."""


@dataclass(frozen=True)
class Tick:
    """One line of the scale. x: per cent; anchor: of its text."""

    x: float
    text: str
    anchor: str


@dataclass(frozen=True)
class ChartRow:
    """One claimant's figures of one group. group: heading above the row, "" when it goes on."""

    group: str
    label: str
    placed: PlacedRow

    @property
    def words(self) -> str:
        """The row in words."""
        return f"{self.label}: " + ", then ".join(mark.value.words for mark in self.placed.marks)


@dataclass(frozen=True)
class TableRow:
    """One figure as text, with the attributes by which the slider knows it."""

    of: str
    during: str
    voice: views.Voice
    claim: Claim
    url: str
    words: str
    status: str
    on: str
    replaced: str

    @property
    def sources(self) -> Sequence[Cite]:
        """What the figure rests on."""
        return self.claim.sources


@dataclass(frozen=True)
class RangeChart:
    """A chart and its table. height: of the drawing in px; bottom: of its scale lines; key: (stand, words)."""

    label: str
    measure: str
    height: int
    bottom: int
    ticks: tuple[Tick, ...]
    rows: tuple[ChartRow, ...]
    key: tuple[tuple[str, str], ...]
    table: tuple[TableRow, ...]

    @property
    def has_replaced(self) -> bool:
        """Whether a claimant later gave another figure for one that is drawn."""
        return any(row.replaced for row in self.table)

    @property
    def title(self) -> str:
        """What the picture is."""
        return f"{self.label}: {self.measure}, by claimant"

    @property
    def desc(self) -> str:
        """The figures in words."""
        parts = [f"{row.group}. {row.words}." if row.group else f"{row.words}." for row in self.rows]
        return " ".join([*parts, "The table below holds the same figures."])


def range_chart(archive: Archive, entries: Iterable[ClaimEntry], label: str) -> list[RangeChart]:
    """Return one chart for each measure among the claims that have a number, in order of measure; none is an empty list.

    label: what the figures are about, as plain text above the chart.
    """
    by_measure: dict[str, list[ClaimEntry]] = defaultdict(list)
    for entry in sorted(entries, key=archive.claim_order):
        if entry.claim.value is not None:
            by_measure[entry.claim.value.measure].append(entry)
    words = archive.vocab["measures"]
    measures = sorted(by_measure, key=lambda measure: sort_key(words[measure].label))
    return [_chart(archive, by_measure[measure], label, words[measure].label) for measure in measures]


def stand_of(archive: Archive, claim: Claim) -> Stand:
    """Return how the claimant stands to the people counted.

    Sides are told by affiliation, so Armenia, Artsakh and their bodies are one side. States
    that are no party to the conflict count as third parties about everyone but their own.
    """
    figure = claim.value
    side = _affiliation_of(archive, claim)
    group = archive.vocab["groups"][figure.of].party if figure else None
    party = archive.records.by_kind["parties"].get(group) if group else None
    if isinstance(party, Party) and party.affiliation == side:
        return "own"
    if side is None or archive.vocab["affiliations"][side].voice != "party":
        return "third"
    return "other" if isinstance(party, Party) else "party"


def _affiliation_of(archive: Archive, claim: Claim) -> str | None:
    """Return whose voice the claimant is; a person speaks for the party served when the claim was made."""
    _, record = archive.claimant(claim.by)
    if not isinstance(record, Person):
        return str(record.affiliation)  # type: ignore[union-attr]
    roles = [role for role in record.roles if role.party]
    said = claim.on.earliest or claim.on.latest
    for role in roles:
        since = role.start.earliest if role.start else None
        until = role.end.latest if role.end else None
        if said and (since is None or since <= said) and (until is None or said <= until):
            roles = [role]
            break
    party = archive.records.by_kind["parties"].get(roles[-1].party or "") if roles else None
    return party.affiliation if isinstance(party, Party) else None


def _chart(archive: Archive, entries: Sequence[ClaimEntry], label: str, measure: str) -> RangeChart:
    figures = [_figure(entry) for entry in entries]
    ticks = nice_ticks(max(map(_reach, figures)), all(_is_whole(figure) for figure in figures))
    top = ticks[-1]
    y, rows = 4, []
    for group, name, row in _rows(archive, entries):
        placed = place_row(name, [_value(archive, entry) for entry in row], top, y + (28 if group else 0))
        rows.append(ChartRow(group, name, placed))
        y = placed.bottom
    anchors = ["start", *["middle"] * (len(ticks) - 2), "end"]
    scale = tuple(Tick(number_x(tick, top), views.show_number(tick), anchor) for tick, anchor in zip(ticks, anchors, strict=True))
    stands = {mark.value.stand for row in rows for mark in row.placed.marks}
    key = tuple((stand, words) for stand, words in STANDS.items() if stand in stands)
    return RangeChart(label, measure, y + 22, y, scale, tuple(rows), key, _table(archive, entries))


def _figure(entry: ClaimEntry) -> Figure:
    assert entry.claim.value is not None
    return entry.claim.value


def _reach(figure: Figure) -> float:
    """Return how far the scale must go; an open end needs room for its arrow."""
    return (figure.low or 0) * 1.1 if figure.high is None and figure.measure != "share" else figure.high or figure.low or 0


def _is_whole(figure: Figure) -> bool:
    return all(value is None or float(value).is_integer() for value in (figure.low, figure.high))


def _value(archive: Archive, entry: ClaimEntry) -> Value:
    claim, figure = entry.claim, _figure(entry)
    revision = archive.revision_of(entry)
    return Value(
        figure.low,
        figure.high,
        views.show_value(figure),
        stand_of(archive, claim),
        edtf.upper_text(claim.on),
        edtf.upper_text(revision.claim.on) if revision else "",
    )


def _rows(archive: Archive, entries: Sequence[ClaimEntry]) -> list[tuple[str, str, list[ClaimEntry]]]:
    """Return (heading, label, claims) of each row: groups by name; in each, sides by name, then independent claimants."""
    groups: dict[str, dict[str, list[ClaimEntry]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        groups[_figure(entry).of][entry.claim.by].append(entry)
    words = archive.vocab["groups"]
    is_flat = all(len(claimants) == 1 for claimants in groups.values())
    rows = []
    for group in sorted(groups, key=lambda group: sort_key(words[group].label)):
        heading = words[group].label if len(groups) > 1 else ""
        for index, by in enumerate(sorted(groups[group], key=lambda by: _claimant_key(archive, by))):
            label = views.voice_of(archive, by).label
            if is_flat:
                rows.append(("", f"{heading} \u00b7 {label}" if heading else label, groups[group][by]))
            else:
                rows.append((heading if index == 0 else "", label, groups[group][by]))
    return rows


def _claimant_key(archive: Archive, claimant: str) -> tuple[bool, tuple[str, str], str]:
    voice = views.voice_of(archive, claimant)
    return voice.is_independent, sort_key(voice.label), claimant


def _table(archive: Archive, entries: Sequence[ClaimEntry]) -> tuple[TableRow, ...]:
    return tuple(_table_row(archive, entry) for _, _, row in _rows(archive, entries) for entry in row)


def _table_row(archive: Archive, entry: ClaimEntry) -> TableRow:
    claim, figure = entry.claim, _figure(entry)
    value = _value(archive, entry)
    return TableRow(
        archive.vocab["groups"][figure.of].label,
        edtf.show(figure.during) if figure.during else "",
        views.voice_of(archive, claim.by),
        claim,
        views.claim_url(entry),
        value.words,
        archive.vocab["statuses"][claim.status].label,
        value.on,
        value.replaced,
    )
