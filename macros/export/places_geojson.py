"""`/data/v1/places.geojson`: every place as a feature (RFC 7946), with who administered it in fact and when.

Coordinates are [longitude, latitude], WGS 84; a place without coordinates has a null geometry, so
that no place is missing. Control says nothing of right. Left out: areas; the record has points only.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from macros.archive import Archive
from macros.export.about import about
from macros.export.records_json import FOLDER, record_row, write_json
from macros.model import Control, Place

NAME = "places.geojson"
MEDIA_TYPE = "application/geo+json"


def write(archive: Archive, site: Path, site_url: str = "") -> list[Path]:
    """Write all places, by name; return the file."""
    file = site / FOLDER / NAME
    file.parent.mkdir(parents=True, exist_ok=True)
    points = [place.coordinates for place in archive.places if place.coordinates]
    collection: dict[str, Any] = {"type": "FeatureCollection", **about(archive)}
    if points:
        collection["bbox"] = bounding_box(points)
    collection["features"] = [feature(archive, place) for place in archive.places]
    write_json(file, collection)
    return [file]


def bounding_box(points: list[tuple[float, float]]) -> list[float]:
    """Return [west, south, east, north] of at least one point. No place lies near the antimeridian."""
    longitudes, latitudes = zip(*points, strict=True)
    return [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]


def feature(archive: Archive, place: Place) -> dict[str, Any]:
    """Return one place as a GeoJSON feature; its properties are the fields of the record."""
    row = record_row("places", place)
    properties = {key: value for key, value in row.items() if key != "coordinates"}
    properties["control"] = [interval(archive, control) for control in place.control]
    geometry = {"type": "Point", "coordinates": row["coordinates"]} if place.coordinates else None
    return {"type": "Feature", "id": place.id, "geometry": geometry, "properties": properties}


def interval(archive: Archive, control: Control) -> dict[str, Any]:
    """Return one time of control: EDTF dates as written, the name of the party, first and last day or null where open."""
    row: dict[str, Any] = control.model_dump(mode="json", by_alias=True)
    row["by_name"] = archive.get("parties", control.by).label
    first, last = control.start.earliest, control.end.latest if control.end else None
    row["earliest"] = first.isoformat() if first else None
    row["latest"] = last.isoformat() if last else None
    return row
