"""Make the basemap from Natural Earth outlines, once; its output is committed, this script is how it was made.

    python data/basemap/prepare.py world_map.gpkg

The input is `resources/data/world_map.gpkg` of QGIS 3.22 (in Debian's package
`qgis-common`): Natural Earth 1:10m, version 4.1.0, generalised by 1 to 2 km,
public domain. Needs shapely 2. Nothing at build time runs this.

Outlines are clipped to the region and rounded to three decimals (about 100 m,
finer than the outlines are). Districts are those of before 2020. The border
of the former oblast is nine lines in the source, called "Former USSR oblast
in 1991", which are chained end to end; the "Ceasefire Line 1994" is kept as
it is. The Soviet oblast does not follow today's districts, so no district
may ever be coloured as the oblast.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path

import shapely
from shapely.geometry import LineString, MultiLineString, Polygon, box, mapping
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).parent
REGION = box(43.4, 38.3, 50.5, 42.0)
COUNTRIES = {"ARM": "Armenia", "AZE": "Azerbaijan", "GEO": "Georgia", "IRN": "Iran", "RUS": "Russia", "TUR": "Turkey"}
TOLERANCE = 0.006
ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def read_geometry(blob: bytes) -> BaseGeometry:
    """Return the shape of a GeoPackage blob: a header of 8 bytes and an envelope stand before the WKB."""
    flags = blob[3]
    return shapely.from_wkb(blob[8 + ENVELOPE_BYTES[(flags >> 1) & 7] :])


def rows(source: sqlite3.Connection, query: str) -> list[tuple[BaseGeometry, ...]]:
    """Return the rows of a query whose first column is a geometry."""
    return [(read_geometry(row[0]), *row[1:]) for row in source.execute(query)]


def chain(lines: list[LineString]) -> Polygon:
    """Return the ring that lines make when each is joined to the nearest free end."""
    rest = [list(line.coords) for line in lines]
    ring = rest.pop(0)
    while rest:
        ends = [(i, flip) for i in range(len(rest)) for flip in (False, True)]
        index, flip = min(ends, key=lambda end: _gap(ring[-1], rest[end[0]][-1 if end[1] else 0]))
        piece = rest.pop(index)
        ring += piece[::-1] if flip else piece
    return Polygon(ring).buffer(0)


def _gap(one: tuple[float, float], other: tuple[float, float]) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def write(name: str, features: list[tuple[BaseGeometry, dict[str, str]]]) -> None:
    """Write a GeoJSON file, features in the order given, coordinates as [longitude, latitude]."""
    collection = {
        "type": "FeatureCollection",
        "credit": "Natural Earth 4.1.0, public domain, by way of QGIS 3.22",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": mapping(shapely.set_precision(shape, 0.001))}
            for shape, properties in features
        ],
    }
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    (HERE / f"{name}.geojson").write_text(text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n", encoding="utf-8")


def parts(shape: BaseGeometry) -> list[LineString]:
    """Return the lines of a shape."""
    return list(shape.geoms) if isinstance(shape, MultiLineString) else [shape]


def main(gpkg: str) -> None:
    """Write the four files beside this script."""
    source = sqlite3.connect(gpkg)
    countries = rows(source, "select geom, ISO_A3 from countries")
    write(
        "countries",
        [
            (shape.intersection(REGION).simplify(TOLERANCE), {"id": code, "name": COUNTRIES[code]})
            for shape, code in sorted(countries, key=lambda row: str(row[1]))
            if code in COUNTRIES
        ],
    )
    districts = rows(source, "select geom, name, adm0_a3 from states_provinces where adm0_a3 in ('ARM', 'AZE')")
    write(
        "districts",
        [
            (shape.intersection(REGION).simplify(TOLERANCE), {"country": code, "name": name})
            for shape, name, code in sorted(districts, key=lambda row: (str(row[2]), str(row[1])))
            if name and shape.intersects(REGION)
        ],
    )
    lines = rows(source, "select geom, name from disputed_borders")
    inside = [(shape, name) for shape, name in lines if shape.intersects(box(45.5, 38.8, 47.8, 40.8))]
    oblast = [line for shape, name in inside if name == "Former USSR oblast in 1991" for line in parts(shape)]
    ceasefire = [line for shape, name in inside if name == "Ceasefire Line 1994" for line in parts(shape)]
    write("oblast", [(chain(oblast).simplify(0.002), {"name": "Nagorno-Karabakh Autonomous Oblast, 1923–1991"})])
    write("line-1994", [(MultiLineString(ceasefire).simplify(0.002), {"name": "Line of contact, 1994–2020"})])


if __name__ == "__main__":
    main(sys.argv[1])
