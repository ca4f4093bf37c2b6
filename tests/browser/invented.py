"""An invented database for tests in the browser: events of every kind of place, day and status, some of them hostile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice

from dateline.records import Date, Dispute, DisputedValue, Entity, Event, Place, Report
from dateline.store import Store
from tests.factory import TEXT, event, mention, put, report, span

HOSTILE = '"\'><img src=x onerror="window.__xss=1"><script>window.__xss=1</script>'
"""What would run if any page took it for more than text."""

ORDINARY = 60

_TYPES = (
    ("ASSAULT", "heavy-weapons"),
    ("ASSAULT", "aerial"),
    ("PROTEST", "demo"),
    ("CONSULT", None),
    ("COERCE", "arrest"),
)
_STATUSES = ("occurred", "occurred", "occurred", "planned", "ongoing", "denied", "occurred")
_PLACES = (
    ("Aleppo", "SYR", "exact", "populated-place", 36.2, 37.16),
    ("Kherson", "UKR", "exact", "populated-place", 46.64, 32.61),
    ("Idlib", "SYR", "admin1", "admin1", 35.93, 36.63),
    ("Suva", "FJI", "exact", "populated-place", -18.14, 178.44),
    ("Mali", "MLI", "country", "country", 17.0, -4.0),
    ("Goma", "COD", "near", "populated-place", -1.68, 29.23),
)
_ACTORS = (("rebels", None), ("Syrian army", "SYRMIL"), ("Wagner Group", "WAGNER"), ("protesters", None))


def fill(store: Store) -> None:
    """Put the invented reports and events into a store."""
    made = [*ordinary(), hostile()]
    store.put_reports([told for _, told in made])
    put(store, *(one for one, _ in made), texts={one.id: told.text for one, told in made})


def ordinary() -> Iterator[tuple[Event, Report]]:
    """Events of all kinds, the same each time."""
    kinds = zip(cycle(_TYPES), cycle(_STATUSES), cycle(_PLACES), cycle(_ACTORS), strict=False)
    for number, ((kind, mode), status, place, actor) in enumerate(islice(kinds, ORDINARY)):
        name = f"r{number:02}"
        told = report(name, text=f"{TEXT} It was in {place[0]}.", title=f"Report {number}")
        yield (
            event(
                told,
                id=f"e{number:02}",
                event_type=kind,
                event_mode=mode,
                status=status,
                date=_day(number),
                locations=(_place(told, place),),
                actors=(_actor(told, *actor),),
                independent_sources=1 + number % 3,
                background=number % 10 == 9,
                disputes=_dispute(told) if number % 8 == 0 else (),
            ),
            told,
        )


def hostile() -> tuple[Event, Report]:
    """An event all of whose texts would be code."""
    text = f"{TEXT} {HOSTILE}"
    told = report("hostile", text=text, title=HOSTILE, publisher=HOSTILE, url=f"javascript:{HOSTILE}", byline=HOSTILE)
    place = ("Aleppo", HOSTILE, "exact", "populated-place", 36.2, 37.16)
    made = event(
        told,
        id="hostile",
        event_mode=HOSTILE,
        actors=(replace(_actor(told, HOSTILE, HOSTILE), text=HOSTILE),),
        locations=(replace(_place(told, place), name=HOSTILE),),
        evidence={"trigger": (span(text, "shelled", "hostile"), span(text, "<script>", "hostile"))},
        disputes=_dispute(told, HOSTILE),
    )
    return made, told


def _day(number: int) -> Date:
    if number % 12 == 11:
        return Date()
    month = f"2024-{1 + number % 6:02}"
    if number % 7 == 6:
        return Date(start=f"{month}-01", end=f"{month}-28", granularity="range", basis="explicit")
    day = f"{month}-{1 + number % 28:02}"
    return Date(start=day, end=day, granularity="day", basis="explicit")


def _place(told: Report, place: tuple[str, str, str, str, float, float]) -> Place:
    name, country, precision, kind, lat, lon = place
    return Place(
        span=span(told.text, name, told.id) if name in told.text else None,
        name=name, country=country, precision=precision, kind=kind, lat=lat, lon=lon, role="scene",
    )  # fmt: skip


def _actor(told: Report, name: str, catalogue_id: str | None) -> Entity:
    return replace(mention(told.text, told.id).actors[0], name=name, id=catalogue_id)


def _dispute(told: Report, value: str = "5") -> tuple[Dispute, ...]:
    evidence = (span(told.text, "five", told.id),)
    return (Dispute(field="fatalities", values=(DisputedValue(value=value, evidence=evidence),)),)
