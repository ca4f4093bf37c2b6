"""Invented events for tests of the desk, and what filters leave of them, told from the records without SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

from dateline.exports.csv_table import scenes
from dateline.records import (
    EVENT_TYPES,
    GRANULARITIES,
    HAPPENED,
    PLACE_PRECISIONS,
    STATUSES,
    Codes,
    Count,
    Date,
    Dispute,
    Entity,
    Event,
    Place,
    Span,
)
from dateline.store import REVIEW_STATES, Box, EventFilter, Store
from dateline.store.search import terms_of, words_of
from tests.factory import CODER, put

TYPES, MODES, ACTORS = EVENT_TYPES[:4], ("meet", "aerial", None), ("SYR", "IRQ", "org:un", None)
DAYS = ("2019-12-31", "2024-02-29", "2024-03-01", "2024-03-02", "2024-04-30", None)
WORDS = ("shelled", "Aleppo", "Élan", "market", "cease-fire", "U.N.", "troops")
WORLD = Box(west=-180, south=-90, east=180, north=90)


def invented(number: int, random: Random) -> tuple[Event, str]:
    """An event with some of the values that filters ask for, and its text."""
    span = Span(report_id=f"r{number % 5}", start=number, end=number + 1, text="x")
    first, last = sorted((random.choice(DAYS), random.choice(DAYS)), key=str)

    def entity() -> Entity:
        entity_id = random.choice(ACTORS)
        return Entity(span=span, text="x", name=entity_id or "somebody", id=entity_id)

    def place() -> Place:
        precision = random.choice(PLACE_PRECISIONS)
        country = "IRQ-SYR" if precision == "border" else random.choice(("SYR", "IRQ", None))
        lat, lon = random.choice(((36.2, 37.1), (0.5, 179.5), (-10.0, -179.5), (None, None)))
        return Place(
            span=None, name=f"{precision} {country}", lat=lat, lon=lon, country=country, precision=precision,
            role=random.choice(("scene", "scene", "origin")),
        )  # fmt: skip

    dead = random.choice((None, 0.0, 3.0))
    made = Event(
        id=f"{number:04x}",
        event_type=random.choice(TYPES),
        event_mode=random.choice(MODES),
        status=random.choice(STATUSES),
        actors=tuple(entity() for _ in range(random.randint(0, 3))),
        recipients=tuple(entity() for _ in range(random.randint(0, 1))),
        date=Date(start=first, end=last, granularity=random.choice(GRANULARITIES)),
        locations=tuple(place() for _ in range(random.randint(0, 2))),
        counts=() if dead is None else (Count(what="fatalities", low=dead, high=dead, best=dead, span=span),),
        codes=Codes(plover_score=random.choice((None, -5.0, 2.0))),
        background=random.random() < 0.3,
        confidence=random.random(),
        evidence={"trigger": (span,)},
        disputes=(Dispute(field="status"),) if random.random() < 0.3 else (),
        reports=(span.report_id,),
        independent_sources=random.randint(1, 4),
        coder=CODER,
    )
    return made, " ".join(random.choice(WORDS) for _ in range(4))


RANDOM = Random(7)
EVENTS = [invented(number, RANDOM) for number in range(120)]


def fill(store: Store, told: Sequence[tuple[Event, str]] = EVENTS) -> Store:
    """Put events with their texts into a store, by default the invented ones."""
    put(store, *(event for event, _ in told), texts={event.id: text for event, text in told})
    return store


# ---- the same in Python


def points(event: Event) -> list[tuple[float, float]]:
    """Where an event was, as far as it is known to the spot."""
    spots = (place for place in scenes(event) if place.precision in ("exact", "near"))
    return list(
        dict.fromkeys((place.lon, place.lat) for place in spots if place.lat is not None and place.lon is not None)
    )


def countries(event: Event) -> set[str]:
    return {code for place in event.locations if place.country for code in place.country.split("-")}


def actor_ids(event: Event) -> set[str]:
    return {entity.id for entity in (*event.actors, *event.recipients) if entity.id}


def precision(event: Event) -> str:
    return min((place.precision for place in scenes(event)), key=PLACE_PRECISIONS.index, default="unknown")


def in_box(box: Box, event: Event) -> bool:
    def across(lon: float) -> bool:
        return box.west <= lon <= box.east if box.west <= box.east else lon >= box.west or lon <= box.east

    return any(across(lon) and box.south <= lat <= box.north for lon, lat in points(event))


def has_text(typed: str, text: str) -> bool:
    words = words_of(text)

    def has(wanted: tuple[str, ...], begun: bool) -> bool:
        for start in range(len(words) - len(wanted) + 1):
            there = words[start : start + len(wanted)]
            whole = there[:-1] == list(wanted[:-1])
            if whole and (there[-1].startswith(wanted[-1]) if begun else there[-1] == wanted[-1]):
                return True
        return False

    return all(has(term.words, term.begun) != term.without for term in terms_of(typed))


CHECKS: Mapping[str, Callable[[Any, Event, str], bool]] = {
    "type": lambda asked, event, _: event.event_type in asked,
    "mode": lambda asked, event, _: event.event_mode in asked,
    "status": lambda asked, event, _: event.status in asked,
    "country": lambda asked, event, _: not countries(event).isdisjoint(asked),
    "actor": lambda asked, event, _: not actor_ids(event).isdisjoint(asked),
    "since": lambda asked, event, _: (event.date.end or event.date.start or "") >= asked,
    "until": lambda asked, event, _: (event.date.start or event.date.end or "9999") <= asked,
    "granularity": lambda asked, event, _: event.date.granularity in asked,
    "precision": lambda asked, event, _: precision(event) in asked,
    "sources": lambda asked, event, _: event.independent_sources >= asked,
    "review": lambda asked, _event, _text: "unreviewed" in asked,
    "background": lambda asked, event, _: event.background == asked,
    "disputed": lambda asked, event, _: bool(event.disputes) == asked,
    "happened": lambda asked, event, _: (event.status in HAPPENED) == asked,
    "text": lambda asked, _event, text: has_text(asked, text),
    "bbox": lambda asked, event, _: in_box(asked, event),
    "report": lambda asked, event, _: not set(event.reports).isdisjoint(asked),
}


def fitting(wanted: EventFilter, *, without: tuple[str, ...] = ()) -> list[Event]:
    """The events that fit, told from their records."""
    asked = {name: getattr(wanted, name) for name in CHECKS if name not in without}
    asked = {name: value for name, value in asked.items() if value not in (None, ())}
    kept = [event for event, text in EVENTS if all(CHECKS[name](value, event, text) for name, value in asked.items())]
    return sorted(kept, key=lambda event: (event.date.start or "9999", event.event_type, event.id))


def several(values: tuple[str | None, ...]) -> st.SearchStrategy[Any]:
    known = [value for value in values if value is not None]
    return st.lists(st.sampled_from([*known, "none of them"]), max_size=3)


TYPED = st.lists(
    st.sampled_from([*WORDS, *(f"-{word}" for word in WORDS[:2]), '"aleppo market"', '-"troops', "mark*", "elan", "—"]),
    max_size=3,
).map(" ".join)
BOXES = st.builds(
    lambda west, east, south, height: Box(west=west, east=east, south=south, north=south + height),
    st.integers(-180, 180), st.integers(-180, 180), st.integers(-90, 40), st.integers(0, 60),
)  # fmt: skip
FILTERS = st.builds(
    EventFilter,
    type=several(TYPES), mode=several(MODES), status=several(STATUSES), country=several(("SYR", "IRQ")),
    actor=several(ACTORS), since=st.sampled_from(DAYS), until=st.sampled_from(DAYS),
    granularity=several(GRANULARITIES), precision=several(PLACE_PRECISIONS), sources=st.sampled_from((None, 1, 2, 3)),
    review=several(REVIEW_STATES), background=st.sampled_from((None, True, False)),
    disputed=st.sampled_from((None, True, False)), happened=st.sampled_from((None, True, False)),
    text=st.one_of(st.none(), TYPED), bbox=st.one_of(st.none(), BOXES), report=several(("r0", "r1")),
)  # fmt: skip
SOME = st.builds(
    lambda whole, names: EventFilter(**{name: getattr(whole, name) for name in names}),
    FILTERS,
    st.sets(st.sampled_from(sorted(CHECKS)), max_size=3),
)
"""Filters that ask for few things, as most do: one that asks for all fits nothing."""


def check(store: Store, wanted: EventFilter) -> None:
    """Everything that the store tells of what a filter leaves is as told from the records."""
    kept = fitting(wanted)
    ids = [event.id for event in kept]
    assert [event.id for event in store.events(wanted)] == ids
    assert store.count_events(wanted) == len(ids)
    summary = store.summary(wanted)
    assert summary["total"] == len(ids)
    facets: Mapping[str, Callable[[Event], Any]] = {
        "type": lambda event: [event.event_type],
        "mode": lambda event: [event.event_mode] if event.event_mode else [],
        "status": lambda event: [event.status],
        "country": countries,
        "granularity": lambda event: [event.date.granularity],
        "precision": lambda event: [precision(event)],
        "sources": lambda event: [event.independent_sources],
        "review": lambda _event: ["unreviewed"],
        "background": lambda event: [event.background],
        "disputed": lambda event: [bool(event.disputes)],
    }
    for name, values in facets.items():
        counts = Counter(value for event in fitting(wanted, without=(name,)) for value in values(event))
        expected = sorted(map(list, counts.items()), key=lambda pair: (-pair[1], str(pair[0])))
        assert summary["facets"][name] == expected, name
    actors = Counter(entity_id for event in fitting(wanted, without=("actor",)) for entity_id in actor_ids(event))
    assert {entity_id: count for entity_id, count, _ in summary["facets"]["actor"]} == actors
    timeline = summary["timeline"]
    dated = [event.date.start or event.date.end for event in fitting(wanted, without=("since", "until"))]
    assert (timeline["undated"], sum(sum(counts) for _, *counts in timeline["bins"])) == (
        dated.count(None), len(dated) - dated.count(None),
    )  # fmt: skip
    cells = store.map_cells(wanted, WORLD, 3)
    assert sum(cell[2] for cell in cells["points"]) == sum(len(points(event)) for event in kept)
    assert [row["id"] for row in store.rows(wanted, limit=1000)] == ids
    assert {row["id"] for row in store.rows(wanted, sort="place", descending=True, limit=1000)} == set(ids)
