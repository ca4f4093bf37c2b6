"""What of a telling can be compared: mentions of one event boiled down to sets, intervals and places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateline.records import HAPPENED, Entity, EventMention, Place, Report

WINDOW = 160
"""Characters to each side of a trigger that count as its wording."""

WIDE = frozenset({"country", "region", "admin1", "water", "physical"})
"""Kinds of places in which too much happens for their names to tell events apart."""

_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_SUFFIX = re.compile(r"(?:ings?|ed|es|s|e)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One telling of an event, or several merged. Empty sets and None mean: not said.

    realis: "happened", "denied", or the status of what did not happen. first, last: ordinal days.
    actors, recipients: ids or lower-cased names; *_countries: ISO codes of those. sites: names of smaller places
    around the triggers, as written, in lower case, whether a gazetteer knows them or not. people: the names, in lower
    case, of the persons among the recipients who are named.
    """

    realis: str
    type: str
    modes: frozenset[str]
    stems: frozenset[str]
    actors: frozenset[str]
    actor_countries: frozenset[str]
    recipients: frozenset[str]
    recipient_countries: frozenset[str]
    people: frozenset[str]
    first: int | None
    last: int | None
    places: tuple[Place, ...]
    sites: frozenset[str]
    fatalities: frozenset[float]
    words: frozenset[str]
    background: bool


def profile_of(mention: EventMention, report: Report) -> Profile:
    """The profile of a single mention."""
    return Profile(
        realis="happened" if mention.status in HAPPENED else mention.status,
        type=mention.event_type,
        modes=frozenset({mention.event_mode} if mention.event_mode else ()),
        stems=frozenset({stem(mention.trigger.text)}),
        actors=entity_keys(mention.actors),
        actor_countries=entity_countries(mention.actors),
        recipients=entity_keys(mention.recipients),
        recipient_countries=entity_countries(mention.recipients),
        people=named_people(mention.recipients),
        first=ordinal(mention.date.start),
        last=ordinal(mention.date.end),
        places=mention.locations,
        sites=sites_near(report.places, mention.trigger.start, mention.trigger.end),
        fatalities=frozenset(
            count.best for count in mention.counts if count.what == "fatalities" and count.best and not count.part
        ),
        words=wording(report.text, mention.trigger.start, mention.trigger.end),
        background=mention.background,
    )


def merge(first: Profile, second: Profile) -> Profile:
    """The profile of two tellings taken as one: sets united, dates intersected where they meet."""
    start, end = intersection((first.first, first.last), (second.first, second.last))
    return Profile(
        realis=first.realis if first.realis == "happened" else second.realis,
        type=first.type,
        modes=first.modes | second.modes,
        stems=first.stems | second.stems,
        actors=first.actors | second.actors,
        actor_countries=first.actor_countries | second.actor_countries,
        recipients=first.recipients | second.recipients,
        recipient_countries=first.recipient_countries | second.recipient_countries,
        people=first.people | second.people,
        first=start,
        last=end,
        places=tuple(dict.fromkeys((*first.places, *second.places))),
        sites=first.sites | second.sites,
        fatalities=first.fatalities | second.fatalities,
        words=first.words | second.words,
        background=first.background and second.background,
    )


def sites_near(places: Iterable[Place], start: int, end: int) -> frozenset[str]:
    """Names of places smaller than a province within the wording of a trigger; where a report came from is none."""
    return frozenset(
        place.mention.text.lower()
        for place in places
        if place.kind not in WIDE
        and place.role in {"scene", "other"}
        and start - WINDOW <= place.mention.start
        and place.mention.end <= end + WINDOW
    )


def intersection(
    first: tuple[int | None, int | None], second: tuple[int | None, int | None]
) -> tuple[int | None, int | None]:
    """The days two intervals share; of intervals that do not meet, the first. None is an open end."""
    starts = [day for day in (first[0], second[0]) if day is not None]
    ends = [day for day in (first[1], second[1]) if day is not None]
    start, end = max(starts, default=None), min(ends, default=None)
    if start is not None and end is not None and start > end:
        return first
    return start, end


def entity_key(entity: Entity) -> str:
    """What identifies an entity across mentions: its catalogue id, else its name in lower case."""
    return entity.id or entity.name.lower()


def entity_keys(entities: Iterable[Entity]) -> frozenset[str]:
    """The keys of several entities."""
    return frozenset(entity_key(entity) for entity in entities)


def entity_countries(entities: Iterable[Entity]) -> frozenset[str]:
    """Countries and backers of several entities."""
    return frozenset(c for entity in entities for c in (entity.country, *entity.affiliation) if c)


def named_people(entities: Iterable[Entity]) -> frozenset[str]:
    """The names of those who are persons named, not described ("two guards")."""
    return frozenset(
        entity.name.lower() for entity in entities
        if entity.type == "person" and entity.name and all(word[:1].isupper() for word in entity.name.split()[-2:])
    )  # fmt: skip


def ordinal(day: str | None) -> int | None:
    """An ISO day as a day number."""
    return date.fromisoformat(day).toordinal() if day else None


def stem(trigger: str) -> str:
    """The last word of a trigger without its inflection, and without what a compound puts before "strike"."""
    words = re.findall(r"\w+", trigger.lower()) or [trigger.lower()]
    word = _SUFFIX.sub("", words[-1]) or words[-1]
    return re.sub(r"^air(?=strik)", "", word)


def wording(text: str, start: int, end: int) -> frozenset[str]:
    """The content words and numbers around characters [start, end) of a text."""
    return frozenset(word.lower() for word in _CONTENT_WORD.findall(text[max(0, start - WINDOW) : end + WINDOW]))
