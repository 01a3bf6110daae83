"""The control band of a place: who administered it in fact, and when.

It says nothing of right. Times for which no control is recorded stay empty; they are not
filled from the neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

from macros import edtf, views
from macros.archive import Archive
from macros.edtf import EdtfDate
from macros.fields import Cite
from macros.figures.scale import LETTER_PX, PHONE_PX, AxisLabel, YearScale, decimal_year, overlaps, year_labels
from macros.model import Control, Party, Place

LEAST = 0.9
"""The least width of a segment in per cent, so that days can be seen beside decades."""


@dataclass(frozen=True)
class Segment:
    """One stretch of control. x, width: per cent; pattern: of the party, "" for none; words: its dates.

    label_x, anchor: of the name above the band; anchor is "" where the name does not fit.
    """

    party: str
    name: str
    pattern: str
    x: float
    width: float
    label_x: float
    anchor: str
    since: EdtfDate
    words: str
    note: str
    sources: Sequence[Cite]

    @property
    def fill(self) -> str:
        """The paint of the segment: its pattern, or none."""
        return f"url(#p-{self.pattern})" if self.pattern else "none"


@dataclass(frozen=True)
class ControlBand:
    """The band of one place, its segments in order of time."""

    place: str
    segments: tuple[Segment, ...]
    axis: tuple[AxisLabel, ...]
    is_split: bool

    @property
    def title(self) -> str:
        """What the picture is."""
        return f"Control of {self.place}"

    @property
    def desc(self) -> str:
        """The segments in words."""
        return "; ".join(f"{segment.name}, {segment.words}" for segment in self.segments) + ". The list below says the same."


def control_band(archive: Archive, place: Place, until: date | None = None) -> ControlBand | None:
    """Return the band of a place, None when no control of it is recorded.

    until: the day at which segments without an end stop; by default the reach of the record,
    since a build must not depend on the day it is made.
    """
    dated = [(moment, control) for control in place.control if (moment := control.start.earliest or control.start.latest)]
    if not dated:
        return None
    reach = archive.reach.latest if archive.reach else None
    last = until or reach or max(control.end.latest for _, control in dated if control.end and control.end.latest)
    ends = [_end(control, last) for _, control in dated]
    scale = YearScale(floor(min(moment.year for moment, _ in dated)), max(decimal_year(max(ends)), dated[0][0].year + 1))
    lows = [scale.x(decimal_year(moment)) for moment, _ in dated]
    highs = [scale.x(decimal_year(end)) for end in ends]
    spans = spread(list(zip(lows, highs, strict=True)))
    names = [_name(archive, control.by) for _, control in dated]
    labels = name_places(spans, names)
    segments = tuple(_segment(control, names[i], spans[i], labels[i]) for i, (_, control) in enumerate(dated))
    return ControlBand(place.name, segments, year_labels(scale, [moment.year for moment, _ in dated]), scale.is_split)


def _end(control: Control, last: date) -> date:
    moment = control.end and (control.end.earliest or control.end.latest)
    return moment or last


def _name(archive: Archive, party_id: str) -> str:
    party = archive.get("parties", party_id)
    assert isinstance(party, Party)
    return party.short or party.name


def _segment(control: Control, name: str, span: tuple[float, float], label: tuple[float, str]) -> Segment:
    return Segment(
        control.by,
        name,
        control.by if control.by in views.PATTERNS else "",
        span[0],
        span[1],
        label[0],
        label[1],
        control.start,
        span_words(control.start, control.end),
        control.note or "",
        control.sources,
    )


def span_words(start: EdtfDate | None, end: EdtfDate | None) -> str:
    """Return from when to when in words: "9 May 1992 – 8 Nov 2020", "since 8 Nov 2020", "until 1997"; "" when neither is known."""
    if start and end:
        if not (start.is_interval or end.is_interval):
            try:
                return edtf.show(EdtfDate(f"{start}/{end}"), short=True)
            except edtf.DateError:
                pass  # the ends cannot be told apart, such as 1992-05 to 1992~; say both
        return f"{edtf.show(start, short=True)} to {edtf.show(end, short=True)}"
    if start:
        return f"since {edtf.show(start, short=True)}" if not start.is_open else edtf.show(start, short=True)
    return f"until {edtf.show(end, short=True)}" if end else ""


def spread(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return (x, width) of each (from, to), in order: none narrower than `LEAST`, none over another, all within 0 to 100."""
    lows, highs, edge = [], [], 0.0
    for start, end in spans:
        low = max(start, edge)
        edge = max(end, low + LEAST)
        lows.append(low)
        highs.append(edge)
    limit = 100.0
    for index in range(len(spans) - 1, -1, -1):
        highs[index] = min(highs[index], limit)
        lows[index] = limit = max(0.0, min(lows[index], highs[index] - LEAST))
    return [(round(low, 2), round(high - low, 2)) for low, high in zip(lows, highs, strict=True)]


def name_places(spans: Sequence[tuple[float, float]], names: Sequence[str]) -> list[tuple[float, str]]:
    """Return (x, anchor) of each name above the band; the widest segments come first, anchor "" means no room."""
    found = [(0.0, "")] * len(spans)
    taken: list[tuple[float, float]] = []
    for index in sorted(range(len(spans)), key=lambda index: (-spans[index][1], index)):
        x, width = spans[index]
        room = 100 * (len(names[index]) * LETTER_PX + 8) / PHONE_PX
        for place, anchor, extent in ((x, "start", (x, x + room)), (x + width, "end", (x + width - room, x + width))):
            if extent[0] >= 0 and extent[1] <= 100 and not overlaps(extent, taken):
                taken.append(extent)
                found[index] = (round(place, 2), anchor)
                break
    return found
