"""Events as GeoJSON (RFC 7946): one feature per event, its record as properties.

Only places known to the spot have a point. Of an event in a country, a province or a border region the
geometry is null, as its centre would put the event where it was not; name, precision and codes stand in the
properties.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from dateline.exports.csv_table import scenes
from dateline.records import Event, to_json

POINT_PRECISIONS = frozenset({"exact", "near"})


def geojson_lines(events: Iterable[Event]) -> Iterator[str]:
    """A FeatureCollection, a feature on each line."""
    yield '{"type":"FeatureCollection","features":['
    previous: str | None = None
    for event in events:
        if previous is not None:
            yield previous + ","
        previous = json.dumps(feature(event), ensure_ascii=False, separators=(",", ":"))
    if previous is not None:
        yield previous
    yield "]}"


def feature(event: Event) -> dict[str, Any]:
    """One event as a GeoJSON feature."""
    return {"type": "Feature", "id": event.id, "geometry": geometry(event), "properties": to_json(event)}


def geometry(event: Event) -> dict[str, Any] | None:
    """The point of an event, its points where it was in several places, None where no spot is known."""
    found = {
        (place.lon, place.lat)
        for place in scenes(event)
        if place.precision in POINT_PRECISIONS and place.lon is not None and place.lat is not None
    }
    points = [list(point) for point in sorted(found, key=str)]
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}
