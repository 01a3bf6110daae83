"""Maps drawn as SVG: the region with places on it, coloured by nobody's flag.

The outlines come from `data/basemap` (Natural Earth, public domain; how they
were made stands there). Longitude and latitude become pixels by one factor
each, the longitude's shortened by the cosine of the middle latitude: over so
small a region that differs from a real projection by less than a line's
width. No district is ever filled, since the Soviet oblast does not follow
today's districts. The line of contact is drawn only for days on which it ran.

The maps of a page share one drawing of land and borders (`control_base`), and
one table says the same as all of them; a script makes one map with a slider
from that table, so positions and names are written once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from math import cos, radians
from pathlib import Path
from typing import Any

from macros.archive import Archive
from macros.model import Control, Place
from macros.views import SideName, side_names

REGION = (43.4, 38.3, 50.5, 42.0)
"""West, south, east, north of the basemap."""

CORE = (45.6, 38.75, 47.8, 40.6)
"""The part where most of the record's places lie."""

LEAST_SPAN = 1.1
"""Degrees of longitude that an inset shows at least, so that something known is on it."""

MAPPED_KINDS = ("city", "town", "village")
"""Kinds of place that a map of control shows as points."""

GLYPHS = frozenset({"armenia", "artsakh", "azerbaijan", "azerbaijan-ssr", "nkao", "russia", "russian-peacekeepers", "soviet-union"})
"""Parties with a sign of their own on a map; map-signs.html draws them, and an empty circle for all others."""

LINE_OF_CONTACT = (date(1994, 5, 12), date(2020, 9, 26))
"""First and last day on which the line of 1994 was the line of contact: the ceasefire, the eve of the war of 2020."""

MAP_WIDTH = 420
"""Width in pixels of every map of control, since all share one base."""

CHANGE = "change"
"""Stands for the party in control on a day within the time of a change that the record dates no finer, say to the month."""

Box = tuple[float, float, float, float]
Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Dot:
    """A place on a map. x, y: pixels; anchor: side of the label; glyph: sign of the party in control, "" for none."""

    place_id: str
    name: str
    x: float
    y: float
    anchor: str
    text_x: float
    is_labelled: bool
    glyph: str
    party: str


@dataclass(frozen=True)
class Map:
    """What a map shows. lines: (class, SVG path). title, desc: for those who do not see it."""

    width: int
    height: int
    lines: tuple[tuple[str, str], ...]
    dots: tuple[Dot, ...]
    title: str
    desc: str


class Projection:
    """Longitude and latitude to pixels inside a box of degrees."""

    def __init__(self, bounds: Box, width: int, grain: int = 10) -> None:
        """Fit `bounds` (west, south, east, north) into `width` pixels. grain: steps to a pixel in which outlines are drawn."""
        self.grain = grain
        self.west, self.south, self.east, self.north = bounds
        shorten = cos(radians((self.south + self.north) / 2))
        self.x_factor = width / (self.east - self.west)
        self.y_factor = self.x_factor / shorten
        self.width = width
        self.height = round((self.north - self.south) * self.y_factor)

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return x and y in pixels, to a tenth."""
        return round((longitude - self.west) * self.x_factor, 1), round((self.north - latitude) * self.y_factor, 1)

    def path(self, outlines: Iterable[Outline], *, closed: bool) -> str:
        """Return SVG path data of outlines; those wholly beyond one side of the map are left out."""
        return "".join(self._ring(outline.ring, closed) for outline in outlines if self._is_near(outline.bounds))

    def _ring(self, ring: Ring, closed: bool) -> str:
        # Steps are whole grains, so that they add up to just where the next position lies.
        points = list(dict.fromkeys(self._grains(*position[:2]) for position in self._thinned(ring)))
        steps = [(x - last_x, y - last_y) for (last_x, last_y), (x, y) in pairwise(points)]
        line = " ".join(f"{x / self.grain:g} {y / self.grain:g}" for x, y in steps).replace(" -", "-")
        start = f"M{points[0][0] / self.grain:g} {points[0][1] / self.grain:g}"
        return start + (f"l{line}" if line else "") + ("Z" if closed else "")

    def _grains(self, longitude: float, latitude: float) -> tuple[int, int]:
        x, y = self.point(longitude, latitude)
        return round(x * self.grain), round(y * self.grain)

    def _sides(self, position: Sequence[float]) -> int:
        """Return the sides of the map beyond which a position lies, as bits: 1 west, 2 east, 4 south, 8 north."""
        x, y = position[0], position[1]
        return (x < self.west) | (x > self.east) << 1 | (y < self.south) << 2 | (y > self.north) << 3

    def _thinned(self, ring: Ring) -> Iterator[tuple[float, float]]:
        """Yield a ring without positions that cannot be seen.

        A run of positions beyond one and the same side can go: the line that
        then joins what stands before and after it stays beyond that side too.
        """
        sides = [self._sides(position) for position in ring]
        last = len(ring) - 1
        common = 0
        for index, position in enumerate(ring):
            common &= sides[index]
            if index in (0, last) or not common & sides[index + 1]:
                yield position
                common = sides[index]

    def _is_near(self, bounds: Box) -> bool:
        west, south, east, north = bounds
        return west <= self.east and east >= self.west and south <= self.north and north >= self.south


@dataclass(frozen=True)
class Outline:
    """A ring or line of the basemap with its bounds, so that most can be passed over at a glance."""

    ring: Ring
    bounds: Box


def _outline(ring: Ring) -> Outline:
    longitudes = [position[0] for position in ring]
    latitudes = [position[1] for position in ring]
    return Outline(ring, (min(longitudes), min(latitudes), max(longitudes), max(latitudes)))


@cache
def _outlines(root: Path, name: str) -> tuple[Outline, ...]:
    """Return the outlines of one file of the basemap, read once; none when the file is missing."""
    file = root / "data" / "basemap" / f"{name}.geojson"
    if not file.is_file():
        return ()
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    return tuple(_outline(ring) for feature in features for ring in _rings(feature["geometry"]))


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    """Yield the rings or lines of a GeoJSON geometry, whatever its depth."""
    depth = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}[geometry["type"]]
    level = [geometry["coordinates"]]
    for _ in range(depth):
        level = [inner for outer in level for inner in outer]
    yield from level


def _base(root: Path, projection: Projection, layers: Sequence[tuple[str, str, bool]]) -> tuple[tuple[str, str], ...]:
    drawn = []
    for name, style, closed in layers:
        path = projection.path(_outlines(root, name), closed=closed)
        if path:
            drawn.append((style, path))
    return tuple(drawn)


LINE_LAYER = ("line-1994", "kr-line94", False)
INSET_LAYERS = (("countries", "kr-land", True), ("oblast", "kr-oblast", True), LINE_LAYER)
BASE_LAYERS = (("countries", "kr-land", True), ("districts", "kr-district", True), ("oblast", "kr-oblast", True))


def _located(places: Iterable[Place]) -> list[Place]:
    return [
        place for place in places if place.coordinates is not None and not place.abroad and _is_inside(place.coordinates, REGION)
    ]


def _is_inside(position: tuple[float, float], bounds: Box) -> bool:
    return bounds[0] <= position[0] <= bounds[2] and bounds[1] <= position[1] <= bounds[3]


def inset_map(archive: Archive, places: Sequence[Place], width: int = 320) -> Map | None:
    """Return a small map of these places, None when none of them has a point in the region."""
    located = _located(places)
    if not located:
        return None
    # The outlines are true to one or two kilometres, which is more than a pixel here.
    projection = Projection(_bounds([place.coordinates for place in located if place.coordinates]), width, grain=1)
    dots = _dots(archive, located, projection, None, labels=len(located) <= 6)
    names = ", ".join(place.name for place in located)
    return Map(
        width,
        projection.height,
        _base(archive.records.root, projection, INSET_LAYERS),
        dots,
        f"Where: {names}",
        _inset_words(located),
    )


def _inset_words(places: Sequence[Place]) -> str:
    points = "; ".join(
        f"{place.name} at {place.coordinates[1]:.2f}° N, {place.coordinates[0]:.2f}° E" for place in places if place.coordinates
    )
    return f"{points}. Dashed: border of the former oblast. Dotted: line of contact, 1994–2020."


def _bounds(positions: Sequence[tuple[float, float]]) -> Box:
    """Return a box in the shape of a picture, 4 wide to 3 high, around positions, inside the region where possible."""
    west, east = min(p[0] for p in positions), max(p[0] for p in positions)
    south, north = min(p[1] for p in positions), max(p[1] for p in positions)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    shorten = cos(radians(middle_y))
    span = max(LEAST_SPAN, (east - west) * 1.4, (north - south) * 1.4 / 0.75 / shorten)
    half_x, half_y = span / 2, span * 0.75 * shorten / 2
    middle_x = min(max(middle_x, REGION[0] + half_x), REGION[2] - half_x) if span < REGION[2] - REGION[0] else middle_x
    middle_y = min(max(middle_y, REGION[1] + half_y), REGION[3] - half_y) if 2 * half_y < REGION[3] - REGION[1] else middle_y
    return (middle_x - half_x, middle_y - half_y, middle_x + half_x, middle_y + half_y)


def _dots(archive: Archive, places: Sequence[Place], projection: Projection, day: date | None, *, labels: bool) -> tuple[Dot, ...]:
    dots = []
    taken: list[tuple[float, float]] = []
    # The best known first, since a label that finds no room is left out.
    for place in sorted(places, key=lambda place: (-len(archive.events_naming("places", place.id)), place.name)):
        assert place.coordinates is not None
        x, y = projection.point(*place.coordinates)
        right = x < projection.width * 0.6
        free = all(abs(y - other_y) > 13 or abs(x - other_x) > 90 for other_x, other_y in taken)
        if free:
            taken.append((x, y))
        party = holder_on(place, day) if day else ""
        dots.append(
            Dot(
                place.id,
                place.name,
                x,
                y,
                "start" if right else "end",
                round(x + (8 if right else -8), 1),
                labels and free,
                glyph_of(party),
                party,
            )
        )
    return tuple(dots)


def control_on(place: Place, day: date) -> Control | None:
    """Return the segment of control that surely holds on a day, None when the record does not say."""
    for segment in place.control:
        begun = segment.start.latest is not None and segment.start.latest <= day
        lasting = segment.end is None or (segment.end.earliest is not None and segment.end.earliest > day)
        if begun and lasting:
            return segment
    return None


def glyph_of(party: str) -> str:
    """Return the sign of a party on a map: its own, "plain" for a party without one, "" for no party."""
    return party if party in ("", CHANGE, *GLYPHS) else "plain"


def control_base(archive: Archive) -> tuple[tuple[str, str], ...]:
    """Return what all maps of control share, as (class, SVG path): land, districts, the former oblast."""
    return _base(archive.records.root, Projection(CORE, MAP_WIDTH), BASE_LAYERS)


def holder_on(place: Place, day: date) -> str:
    """Return the party that surely held a place on a day, CHANGE while one gave way to another, "" when nothing is known."""
    segment = control_on(place, day)
    if segment:
        return segment.by
    limits = [end for one in place.control for end in (one.start, one.end) if end]
    # A beginning or end at an unknown time outside the record is no change of hands.
    vague = (end for end in limits if end.earliest and end.latest and end.earliest <= day <= end.latest)
    return CHANGE if len(list(vague)) > 1 else ""


def control_map(archive: Archive, day: date) -> Map:
    """Return the core of the region with every place whose control on a day the record knows, without the shared base."""
    projection = Projection(CORE, MAP_WIDTH)
    known = [place for place in _mapped(archive) if holder_on(place, day)]
    dots = _dots(archive, known, projection, day, labels=True)
    by_label: dict[str, list[str]] = {}
    for dot in dots:
        label = "Changing hands about then" if dot.party == CHANGE else archive.get("parties", dot.party).label
        by_label.setdefault(label, []).append(dot.name)
    words = "; ".join(f"{party}: {', '.join(by_label[party])}" for party in sorted(by_label))
    line = (LINE_LAYER,) if LINE_OF_CONTACT[0] <= day <= LINE_OF_CONTACT[1] else ()
    lines = _base(archive.records.root, projection, line)
    title = f"Who administered which place on {day.day} {day:%B %Y}"
    return Map(projection.width, projection.height, lines, dots, title, words + ".")


def _mapped(archive: Archive) -> list[Place]:
    """Return the places that a map of control may show."""
    located = (place for place in _located(archive.places) if place.kind in MAPPED_KINDS)
    return [place for place in located if place.coordinates and _is_inside(place.coordinates, CORE)]


@dataclass(frozen=True)
class ControlRow:
    """A place in the table of control. x, y: its point in per cent of the map; weight: events that name it.

    names: Armenian, Azerbaijani, Russian. cells: party in control on each day, CHANGE, or "" where the record does not say.
    """

    place: Place
    x: float
    y: float
    weight: int
    names: Sequence[SideName]
    cells: tuple[str, ...]


def control_table(archive: Archive, days: Sequence[date]) -> list[ControlRow]:
    """Return a row for each place whose control the record knows on one of the days."""
    projection = Projection(CORE, MAP_WIDTH)
    rows = []
    for place in _mapped(archive):
        found = tuple(holder_on(place, day) for day in days)
        if any(found) and place.coordinates:
            x, y = projection.point(*place.coordinates)
            rows.append(
                ControlRow(
                    place,
                    round(100 * x / projection.width, 1),
                    round(100 * y / projection.height, 1),
                    len(archive.events_naming("places", place.id)),
                    side_names(archive, place),
                    found,
                )
            )
    return rows
