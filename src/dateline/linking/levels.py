"""What two mentions of events have in common, as levels such as "date.same_day"; each feature yields one at most.

Within a report all that is told here counts; across reports `levels_across.py` adds to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.gazetteer.distance import kilometres
from dateline.linking.profile import Profile
from dateline.records import Place

NEAR_KM = 15.0
FAR_KM = 50.0
PLACE_ORDER = (
    "same_town", "near", "same_admin1", "same_country", "other_admin1", "other_town", "far_town", "other_country",
)  # fmt: skip
"""Levels of closeness, closest first."""
POINT_PRECISIONS = frozenset({"exact", "near"})
DENIAL = {"happened", "denied"}
"""The only two kinds of status that may meet in one event."""
MOST_DAYS = 2
"""Days that tellings of one event lie apart at most: of two outlets each a day off, one early and one late."""


def incompatible(first: Profile, second: Profile) -> bool:
    """Whether type, status or days bar two tellings of two reports, whatever else they share; quickly told."""
    return (
        first.type != second.type
        or (first.realis != second.realis and {first.realis, second.realis} != DENIAL)
        or (first.last is not None and second.first is not None and second.first - first.last > MOST_DAYS)
        or (second.last is not None and first.first is not None and first.first - second.last > MOST_DAYS)
    )


def levels(first: Profile, second: Profile) -> Iterator[str]:
    """The level of each feature of the events themselves on which two mentions of a report say something."""
    yield from event_levels(first, second)
    yield from side_level("actor", (first.actors, first.actor_countries), (second.actors, second.actor_countries))
    yield from side_level(
        "recipient",
        (first.recipients, first.recipient_countries),
        (second.recipients, second.recipient_countries),
    )


def event_levels(first: Profile, second: Profile) -> Iterator[str]:
    """Levels that count within a report and across; those that may bar a pair come first."""
    yield realis_level(first, second)
    yield kind_level(first, second)
    yield from date_level(first, second)
    yield from place_level(first.finest, second.finest)
    if first.stems & second.stems:
        yield "trigger.same_stem"
    if first.people and second.people and not any(same_name(a, b) for a in first.people for b in second.people):
        yield "recipient.other_people"
    if first.fatalities and second.fatalities:
        yield "fatalities.same" if first.fatalities & second.fatalities else "fatalities.different"


def realis_level(first: Profile, second: Profile) -> str:
    """Happened, denied, planned …: only a denial may join what happened."""
    if first.realis == second.realis:
        return "realis.same"
    return "realis.denial" if {first.realis, second.realis} == DENIAL else "realis.different"


def kind_level(first: Profile, second: Profile) -> str:
    """PLOVER type and mode."""
    if first.type != second.type:
        return "kind.other_type"
    if first.modes & second.modes:
        return "kind.same_mode"
    return "kind.other_mode" if first.modes and second.modes else "kind.same_type"


def date_level(first: Profile, second: Profile) -> Iterator[str]:
    """Days, as intervals; an open end meets everything."""
    start, end, other_start, other_end = first.first, first.last, second.first, second.last
    if (start is None and end is None) or (other_start is None and other_end is None):
        return
    gap = max(
        (other_start or 0) - (end if end is not None else 10**7),
        (start or 0) - (other_end if other_end is not None else 10**7),
    )
    if gap > MOST_DAYS:
        yield "date.apart"
    elif gap > 1:
        yield "date.two_days"
    elif gap == 1:
        yield "date.adjacent"
    elif start is not None and start == end == other_start == other_end:
        yield "date.same_day"
    elif is_short(start, end) and is_short(other_start, other_end):
        yield "date.few_days"
    else:
        yield "date.overlap"


def is_short(start: int | None, end: int | None) -> bool:
    """Whether an interval is of few days, as tellings of the day before and of last night give it."""
    return start is not None and end is not None and end - start <= MOST_DAYS


def place_level(first: tuple[Place, ...], second: tuple[Place, ...]) -> Iterator[str]:
    """The closest pair of places decides: one event told at several levels is still one."""
    found = {level for a in first for b in second if (level := place_pair(a, b))}
    if found:
        yield next(f"place.{level}" for level in PLACE_ORDER if level in found)


def place_pair(first: Place, second: Place) -> str | None:
    """How two places relate, None where one of them has no country."""
    if not first.country or not second.country:
        return None
    if first.country != second.country and not set(first.country.split("-")) & set(second.country.split("-")):
        return "other_country"
    if first.precision in POINT_PRECISIONS and second.precision in POINT_PRECISIONS:
        if first.geonames_id is not None and first.geonames_id == second.geonames_id:
            return "same_town"
        distance = apart(first, second)
        if distance is not None:
            return "near" if distance <= NEAR_KM else "other_town" if distance < FAR_KM else "far_town"
    if first.admin1 and second.admin1:
        return "same_admin1" if first.admin1 == second.admin1 else "other_admin1"
    return "same_country"


def apart(first: Place, second: Place) -> float | None:
    """Kilometres between two places, None where one has no point."""
    if first.lat is None or first.lon is None or second.lat is None or second.lon is None:
        return None
    return kilometres(first.lat, first.lon, second.lat, second.lon)


def side_level(
    side: str, first: tuple[frozenset[str], frozenset[str]], second: tuple[frozenset[str], frozenset[str]]
) -> Iterator[str]:
    """Actors or recipients: shared keys, shared countries or backers, or different."""
    if not first[0] or not second[0]:
        return
    if first[0] & second[0]:
        yield f"{side}.same"
    elif first[1] & second[1]:
        yield f"{side}.same_country"
    elif first[1] and second[1]:
        yield f"{side}.different"


def same_name(first: str, second: str) -> bool:
    """Whether two names may be one person's: all words of the shorter stand in the longer."""
    words, others = set(first.split()), set(second.split())
    return words <= others or others <= words
