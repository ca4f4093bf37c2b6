"""What of an event is filtered by, counted, mapped and searched: rows of the tables that `create_desk` made."""

from __future__ import annotations

from functools import cache
from math import log, pi, radians, sin

from dateline.catalogue import load_catalogue
from dateline.exports.csv_table import scenes, tally
from dateline.exports.geojson import POINT_PRECISIONS
from dateline.exports.table import deaths, place_name
from dateline.records import PLACE_PRECISIONS, Count, Entity, Event, Place
from dateline.store.rows import Row
from dateline.store.search import words_of

EDGE = 85.0511
"""Latitude at which the projection is a square."""
_NO_POINT = (None, None, None, None)
MAX_TEXT = 100_000
"""Characters of text by which an event is found at most: a story of hundreds of reports repeats itself."""


def facts_row(event: Event) -> Row:
    """One row of `event_facts`."""
    places, dead = scenes(event), tally(event, "fatalities")
    return {
        "event_id": event.id,
        "event_type": event.event_type,
        "event_mode": event.event_mode,
        "status": event.status,
        "background": event.background,
        "first_day": event.date.start,
        "last_day": event.date.end,
        "granularity": event.date.granularity,
        "precision": min((place.precision for place in places), key=PLACE_PRECISIONS.index, default="unknown"),
        "disputed": bool(event.disputes),
        "sources": event.independent_sources,
        "reports": len(event.reports),
        "confidence": event.confidence,
        "plover_score": event.codes.plover_score,
        "dead": _number(dead) if dead else None,
        "place": ", ".join(dict.fromkeys(map(place_name, places))),
        "actors": _names(event.actors),
        "recipients": _names(event.recipients),
        "fatalities": deaths(event) if dead else "",
    }


def place_rows(event: Event) -> list[Row]:
    """Rows of `event_places`, each place once, numbered from 1."""
    places = scenes(event)
    pointed = any(_point(place) != _NO_POINT for place in places)
    told = dict.fromkeys(
        (place.name, _level(place, pointed), place.country, place.admin1, *_point(place)) for place in places
    )
    names = ("name", "level", "country", "admin1", "lat", "lon", "x", "y")
    return [
        {"event_id": event.id, "number": number, **dict(zip(names, place, strict=True))}
        for number, place in enumerate(told, start=1)
    ]


def _level(place: Place, pointed: bool) -> str | None:
    """What kind of area a place is, if it is one and stands on the map for its event."""
    return None if pointed or place.precision in (*POINT_PRECISIONS, "unknown") else place.precision


def actor_rows(event: Event) -> list[Row]:
    """Rows of `event_actors`: everybody who took part and is in the catalogue.

    A state goes by its own name, whichever of its organs acted for it under its id.
    """
    states = _states()
    return [
        {"event_id": event.id, "role": role, "entity_id": entity_id, "name": states.get(entity_id, name)}
        for role, entities in (("actor", event.actors), ("recipient", event.recipients))
        for entity_id, name in sorted({entity.id: entity.name for entity in entities if entity.id}.items())
    ]


def text_row(event_id: str, text: str) -> Row:
    """One row of `event_text`."""
    words = " ".join(words_of(text[:MAX_TEXT]))
    return {"event_id": event_id, "words": words}


def project(lat: float, lon: float) -> tuple[float, float]:
    """Where a place is in the square of the web's Mercator projection: 0 to 1 from the west and from the north."""
    sine = sin(radians(max(-EDGE, min(EDGE, lat))))
    return lon / 360 + 0.5, 0.5 - log((1 + sine) / (1 - sine)) / (4 * pi)


def _point(place: Place) -> tuple[float | None, ...]:
    """Where a place is, if it is known to the spot: the middle of an area is not where the event was."""
    if place.precision not in POINT_PRECISIONS or place.lat is None or place.lon is None:
        return _NO_POINT
    return (place.lat, place.lon, *project(place.lat, place.lon))


@cache
def _states() -> dict[str, str]:
    return {state.id: state.name for state in load_catalogue().states.values()}


def _number(dead: Count) -> float | None:
    return next((each for each in (dead.best, dead.low, dead.high) if each is not None), None)


def _names(entities: tuple[Entity, ...]) -> str:
    return ", ".join(dict.fromkeys(entity.name for entity in entities))
