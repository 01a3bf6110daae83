"""Places as features, read back as plain JSON and held against RFC 7946."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from tests.exports.conftest import Exported


def features(exported: Exported) -> list[dict[str, Any]]:
    collection = json.loads(exported.text("places.geojson"))
    assert collection["type"] == "FeatureCollection" and collection["licence"] == "CC-BY-4.0"
    found: list[dict[str, Any]] = collection["features"]
    return found


def test_every_place_is_a_feature(exported: Exported) -> None:
    """A place without coordinates is there too, with a null geometry."""
    found = features(exported)
    assert [feature["id"] for feature in found] == [place.id for place in exported.archive.places]
    for feature, place in zip(found, exported.archive.places, strict=True):
        assert feature["type"] == "Feature"
        assert (feature["geometry"] is None) == (place.coordinates is None)


def test_points_are_longitude_and_latitude_inside_the_bounding_box(exported: Exported) -> None:
    """In this order, in degrees; the box is the smallest one."""
    points = [feature["geometry"]["coordinates"] for feature in features(exported) if feature["geometry"]]
    assert points == [list(place.coordinates) for place in exported.archive.places if place.coordinates]
    assert all(-180 <= longitude <= 180 and -90 <= latitude <= 90 for longitude, latitude in points)
    west, south, east, north = json.loads(exported.text("places.geojson"))["bbox"]
    assert (west, east) == (min(point[0] for point in points), max(point[0] for point in points))
    assert (south, north) == (min(point[1] for point in points), max(point[1] for point in points))


def test_times_of_control_are_in_the_properties(exported: Exported) -> None:
    """As many as in the record, with days that do not end before they begin."""
    for feature, place in zip(features(exported), exported.archive.places, strict=True):
        intervals = feature["properties"]["control"]
        assert [interval["by"] for interval in intervals] == [control.by for control in place.control]
        for interval in intervals:
            first, last = interval["earliest"] or "0001-01-01", interval["latest"] or "9999-12-31"
            assert date.fromisoformat(first) <= date.fromisoformat(last)


def test_a_place_comes_back_as_written(small: Exported) -> None:
    """Names in their scripts; an open end is null, a mark stays."""
    midford = next(feature for feature in features(small) if feature["id"] == "midford")
    assert midford["geometry"] == {"type": "Point", "coordinates": [46.75, 39.8]}
    assert [name["text"] for name in midford["properties"]["names"]] == ["Միդֆորդ", "Ortakeçid", "Мидфорд"]
    north, south = midford["properties"]["control"]
    assert (north["from"], north["earliest"], north["latest"], north["by_name"]) == (
        "1918~",
        "1918-01-01",
        "1990-04-30",
        "Northland",
    )
    assert (south["from"], south["to"], south["latest"], south["note"]) == ("1990-05-01", None, None, "A note.")
