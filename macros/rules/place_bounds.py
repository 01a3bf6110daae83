"""Places lie in the region of the map, longitude first, unless they are abroad."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from macros.problems import Problem
from macros.records import Records, problem_at

NAME = "place-bounds"
WHAT = (
    "Coordinates are [longitude, latitude] between 43 and 51 east, 38 and 42 north, unless 'abroad: true'; "
    "with them stand their precision and source."
)
CURE = "Put longitude first; add 'abroad: true' for a place outside the region."

LONGITUDES = (43.0, 51.0)
LATITUDES = (38.0, 42.0)


def _inside(longitude: float, latitude: float) -> bool:
    return LONGITUDES[0] <= longitude <= LONGITUDES[1] and LATITUDES[0] <= latitude <= LATITUDES[1]


def check(records: Records) -> Iterator[Problem]:
    """Yield one problem for each place off the map and each point without precision."""
    places: dict[str, Any] = records.by_kind["places"]
    for place in places.values():
        if place.coordinates is None:
            continue
        longitude, latitude = place.coordinates
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            yield problem_at(
                place, ("coordinates",), NAME, f"[{longitude}, {latitude}] is not on the Earth", "[longitude, latitude]"
            )
        elif not place.abroad and not _inside(longitude, latitude):
            swapped = _inside(latitude, longitude)
            hint = f"write [{latitude}, {longitude}]: longitude comes first" if swapped else "add 'abroad: true' if it is"
            yield problem_at(place, ("coordinates",), NAME, f"[{longitude}, {latitude}] lies outside the region", hint=hint)
        if place.precision_km is None or place.coordinates_source is None:
            yield problem_at(place, ("coordinates",), NAME, "coordinates stand without 'precision_km' and 'coordinates_source'")
