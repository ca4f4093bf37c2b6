"""Events as CSV (RFC 4180, header first): one row per event, lists joined by "; ".

What an event does not tell is an empty cell. Numbers of people are those of the event itself, not running
totals; where sources differ the bounds span them and the best value is empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dateline.catalogue.inter import inter_code, inter_names
from dateline.records import Count, Entity, Event, Place

SCENE = "scene"


def csv_lines(events: Iterable[Event]) -> Iterator[str]:
    """The header and a row per event."""
    yield _line(COLUMNS)
    for event in events:
        yield _line([_cell(value(event)) for value in COLUMNS.values()])


def scenes(event: Event) -> list[Place]:
    """Where the event was; no place that only was named with it, such as where somebody spoke."""
    return [place for place in event.locations if place.role == SCENE]


def tally(event: Event, what: str) -> Count | None:
    """All numbers an event has for the same thing as one: lowest, highest, and best.

    Where sources differ these are the estimate of the dispute; where only one mention's numbers do, best is empty.
    """
    counts = [each for each in event.counts if each.what == what and each.scope == "event" and not each.part]
    if not counts:
        return None
    estimates = [dispute.estimate for dispute in event.disputes if dispute.field == what and dispute.estimate]
    if estimates:
        found = estimates[0]
        return Count(what=what, low=found.low, high=found.high, best=found.best, span=counts[0].span)
    lows = [each.low for each in counts if each.low is not None]
    highs = [each.high for each in counts]
    best = {each.best for each in counts}
    return Count(
        what=what,
        low=min(lows, default=None),
        high=None if None in highs else max(each for each in highs if each is not None),
        best=best.pop() if len(best) == 1 else None,
        span=counts[0].span,
    )


def _line(cells: Iterable[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}" if value.is_integer() else str(value)
    if isinstance(value, str | int):
        return str(value)
    return "; ".join(_cell(item) for item in value if item not in (None, ""))


def _each(of: Callable[[Event], Iterable[Any]], field: str) -> Callable[[Event], list[Any]]:
    """A list with one item for each entity or place, so that columns of one kind stay aligned."""
    return lambda event: [_cell(getattr(item, field)) or "-" for item in of(event)]


def _people(what: str, bound: str) -> Callable[[Event], Any]:
    def value(event: Event) -> Any:
        found = tally(event, what)
        return None if found is None else getattr(found, bound)

    return value


def _actors(event: Event) -> tuple[Entity, ...]:
    return event.actors


def _recipients(event: Event) -> tuple[Entity, ...]:
    return event.recipients


def _inters(event: Event, entities: Iterable[Entity], *, acting: bool) -> list[str]:
    """ACLED's words for the kind of each actor, "-" where it has none."""
    countries = {code for place in scenes(event) if place.country for code in place.country.split("-")}
    acts = (event.event_type, event.event_mode) if acting else ("", None)
    codes = (inter_code(entity, countries, *acts) for entity in entities)
    return ["-" if code is None else inter_names()[code] for code in codes]


COLUMNS: dict[str, Callable[[Event], Any]] = {
    "id": lambda event: event.id,
    "event_type": lambda event: event.event_type,
    "event_mode": lambda event: event.event_mode,
    "contexts": lambda event: event.contexts,
    "status": lambda event: event.status,
    "background": lambda event: event.background,
    "date_start": lambda event: event.date.start,
    "date_end": lambda event: event.date.end,
    "date_granularity": lambda event: event.date.granularity,
    "actors": _each(_actors, "name"),
    "actor_ids": _each(_actors, "id"),
    "actor_countries": _each(_actors, "country"),
    "actor_inters": lambda event: _inters(event, event.actors, acting=True),
    "recipients": _each(_recipients, "name"),
    "recipient_ids": _each(_recipients, "id"),
    "recipient_countries": _each(_recipients, "country"),
    "recipient_inters": lambda event: _inters(event, event.recipients, acting=False),
    "locations": _each(scenes, "name"),
    "countries": _each(scenes, "country"),
    "latitudes": _each(scenes, "lat"),
    "longitudes": _each(scenes, "lon"),
    "precisions": _each(scenes, "precision"),
    "geonames_ids": _each(scenes, "geonames_id"),
    "fatalities_low": _people("fatalities", "low"),
    "fatalities_best": _people("fatalities", "best"),
    "fatalities_high": _people("fatalities", "high"),
    "injured_low": _people("injured", "low"),
    "injured_best": _people("injured", "best"),
    "injured_high": _people("injured", "high"),
    "means": lambda event: sorted({each.category for each in event.means}),
    "quad": lambda event: event.codes.quad,
    "plover_score": lambda event: event.codes.plover_score,
    "cameo_root": lambda event: event.codes.cameo_root,
    "claimants": lambda event: sorted({claim.claimant.name for claim in event.claims if claim.claimant}),
    "disputed": lambda event: [dispute.field for dispute in event.disputes],
    "reports": lambda event: event.reports,
    "independent_sources": lambda event: event.independent_sources,
    "confidence": lambda event: event.confidence,
    "trigger": lambda event: [span.text for span in event.evidence.get("trigger", ())],
}
"""The columns in their order, each with how its value is had."""
