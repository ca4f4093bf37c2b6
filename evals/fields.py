"""One check for each field of an expected event: does an event say what the text determines?

Names are patterns, searched without case in an entity's text, name, id, country and affiliation. A date is
right when it lies inside the expected days; a count when one count of the event has all the given values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dateline.records import Count, Entity, Event, Place

Check = Callable[[Event, Any], bool]


def matches(patterns: Iterable[str], values: Iterable[str | None]) -> bool:
    """Whether any pattern is found in any value."""
    known = [value for value in values if value]
    return any(re.search(pattern, value, re.IGNORECASE) for pattern in patterns for value in known)


def names(entities: Iterable[Entity]) -> list[str | None]:
    """Everything that an expected name may be found in."""
    return [
        value
        for entity in entities
        for value in (entity.text, entity.name, entity.id, entity.country, *entity.affiliation)
    ]


def countries(places: Iterable[Place]) -> set[str]:
    """All countries of the places; a border counts for both."""
    return {code for place in places for code in (place.country or "").split("-") if code}


def in_country(event: Event, wanted: Sequence[str]) -> bool:
    """Whether the event is in any of the countries."""
    return bool(countries(event.locations) & {code for each in wanted for code in each.split("-")})


def all_parties(event: Event, wanted: Sequence[str]) -> bool:
    """Whether every pattern is found among actors and recipients."""
    parties = names((*event.actors, *event.recipients))
    return all(matches([pattern], parties) for pattern in wanted)


def inside(event: Event, days: Sequence[str]) -> bool:
    """Whether the event is dated within the days."""
    start, end = event.date.start, event.date.end
    return bool(start and end and days[0] <= start and end <= days[1])


def has_counts(event: Event, wanted: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the event has every wanted count."""
    return all(any(_agrees(count, each) for count in event.counts) for each in wanted)


def _agrees(count: Count, wanted: Mapping[str, Any]) -> bool:
    return all(getattr(count, name) == value for name, value in wanted.items())


def has_means(event: Event, wanted: Sequence[str]) -> bool:
    """Whether a means is found by its words or its category."""
    return matches(wanted, (word for means in event.means for word in (means.category, means.span.text)))


def has_claimant(event: Event, wanted: Sequence[str]) -> bool:
    """Whether the event is claimed by somebody who is found."""
    return matches(wanted, names(claim.claimant for claim in event.claims if claim.claimant))


CHECKS: Mapping[str, Check] = {
    "type": lambda event, wanted: event.event_type in wanted,
    "mode": lambda event, wanted: event.event_mode in wanted,
    "status": lambda event, wanted: event.status in wanted,
    "background": lambda event, wanted: event.background is wanted,
    "actor": lambda event, wanted: matches(wanted, names(event.actors)),
    "recipient": lambda event, wanted: matches(wanted, names(event.recipients)),
    "parties": all_parties,
    "date": inside,
    "country": in_country,
    "place": lambda event, wanted: matches(
        wanted, (name for place in event.locations for name in (place.name, *([place.span.text] if place.span else ())))
    ),
    "means": has_means,
    "counts": has_counts,
    "claimant": has_claimant,
}


def verdicts(event: Event, expected: Mapping[str, Any]) -> dict[str, bool]:
    """{field: right} for every field that the expected event determines."""
    return {name: CHECKS[name](event, expected[name]) for name in CHECKS if name in expected}
