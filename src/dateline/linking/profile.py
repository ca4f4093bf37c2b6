"""What of a telling can be compared: mentions of one event boiled down to sets, intervals and places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dateline.linking.gist import NOTHING, Bag, Gist, bag, rarity, telling_words, words_in
from dateline.records import HAPPENED, Entity, EventMention, Place, Report

WINDOW = 160
"""Characters to each side of a trigger that count as its wording."""

RARE = 3
"""Weight from which a word is rare enough to tell one event from others (gist.py)."""

TELLING = 3
"""Weight from which a word that two descriptions share may stand for one person or thing."""

COUNTED = ("injured", "detained", "participants", "displaced", "missing")
"""What is counted of an event, beside the dead."""

WIDE = frozenset({"country", "region", "admin1", "water", "physical"})
"""Kinds of places in which too much happens for their names to tell events apart."""

UNCERTAIN = frozenset({"other", "facility"})
"""Kinds of places that are told in many ways."""

PARTS_OF_TOWNS = frozenset({"populated-place", "other"})
"""Kinds of places of which a town has several, none within another. Facilities are told in too many ways."""

_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_SUFFIX = re.compile(r"(?:ings?|ed|es|s|e)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One telling of an event, or several merged. Empty sets and None mean: not said.

    realis: "happened", "denied", or the status of what did not happen. first, last: ordinal days.
    actors, recipients: ids or lower-cased names; *_countries: ISO codes of those; *_words: what tells something in the
    names of those without an id. people: the names, in lower case, of the persons among the recipients who are named.
    described: the keys of actors and recipients that are no names ("gunmen"). finest: those of the places that say
    most exactly where.
    sites: names of smaller places around the triggers, as written, in lower case, whether a gazetteer knows them or
    not. quarters: the names of those places of the event itself that have no point of their own ("Old Quarter").
    numbers: of others than the dead, by what is counted. words: the content words around the triggers. names: words of
    the names that stand for known places and groups.
    gist: what the report as a whole is about.
    """

    realis: str
    type: str
    modes: frozenset[str]
    stems: frozenset[str]
    actors: frozenset[str]
    actor_countries: frozenset[str]
    recipients: frozenset[str]
    recipient_countries: frozenset[str]
    actor_words: frozenset[str]
    recipient_words: frozenset[str]
    people: frozenset[str]
    first: int | None
    last: int | None
    places: tuple[Place, ...]
    finest: tuple[Place, ...]
    sites: frozenset[str]
    quarters: frozenset[str]
    fatalities: frozenset[float]
    numbers: Mapping[str, frozenset[float]]
    words: Bag
    described: frozenset[str]
    names: Bag
    background: bool
    gist: Gist = NOTHING


def profile_of(mention: EventMention, report: Report) -> Profile:
    """The profile of a single mention, without the gist of its report."""
    return Profile(
        realis="happened" if mention.status in HAPPENED else mention.status,
        type=mention.event_type,
        modes=frozenset({mention.event_mode} if mention.event_mode else ()),
        stems=frozenset({stem(mention.trigger.text)}),
        actors=entity_keys(mention.actors),
        actor_countries=entity_countries(mention.actors),
        recipients=entity_keys(mention.recipients),
        recipient_countries=entity_countries(mention.recipients),
        actor_words=telling_words_of(mention.actors),
        recipient_words=telling_words_of(mention.recipients),
        people=named_people(mention.recipients),
        first=ordinal(mention.date.start),
        last=ordinal(mention.date.end),
        places=mention.locations,
        finest=finest(mention.locations),
        sites=sites_near(report.places, mention.trigger.start, mention.trigger.end),
        quarters=quarters_of(mention.locations),
        fatalities=tolls(mention, "fatalities"),
        numbers={what: found for what in COUNTED if (found := tolls(mention, what))},
        words=bag(wording(report.text, mention.trigger.start, mention.trigger.end)),
        described=frozenset(
            entity_key(entity)
            for entity in (*mention.actors, *mention.recipients)
            if not entity.id and is_described(entity)
        ),
        names=bag(names_of(mention)),
        background=mention.background,
    )


def merge(first: Profile, second: Profile) -> Profile:
    """The profile of two tellings taken as one: sets united, dates intersected where they meet."""
    start, end = intersection((first.first, first.last), (second.first, second.last))
    places = tuple(dict.fromkeys((*first.places, *second.places)))
    return Profile(
        realis=first.realis if first.realis == "happened" else second.realis,
        type=first.type,
        modes=first.modes | second.modes,
        stems=first.stems | second.stems,
        actors=first.actors | second.actors,
        actor_countries=first.actor_countries | second.actor_countries,
        recipients=first.recipients | second.recipients,
        recipient_countries=first.recipient_countries | second.recipient_countries,
        actor_words=first.actor_words | second.actor_words,
        recipient_words=first.recipient_words | second.recipient_words,
        people=first.people | second.people,
        first=start,
        last=end,
        places=places,
        finest=finest(places),
        sites=first.sites | second.sites,
        quarters=first.quarters | second.quarters,
        fatalities=first.fatalities | second.fatalities,
        numbers={
            what: first.numbers.get(what, frozenset()) | second.numbers.get(what, frozenset())
            for what in {**first.numbers, **second.numbers}
        },
        words=bag(words_in(first.words) | words_in(second.words)),
        described=first.described | second.described,
        names=bag(words_in(first.names) | words_in(second.names)),
        background=first.background and second.background,
        gist=first.gist,
    )


def rare_words(profile: Profile) -> Iterator[str]:
    """Those of the words around the triggers that are rare in English."""
    return (word for word in profile.words.split() if word.isalpha() and rarity(word) >= RARE)


def finest(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places without countries in which another of them lies: what is known more exactly counts."""
    if len(places) < 2:
        return places
    inside = {c for p in places if p.kind != "country" and p.country for c in p.country.split("-")}
    return tuple(place for place in places if place.kind != "country" or place.country not in inside)


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


def names_of(mention: EventMention) -> frozenset[str]:
    """The words, no everyday ones, of the names that are compared by what they stand for: known places and groups."""
    told = [place.name for place in mention.locations if place.country and place.kind not in UNCERTAIN]
    told += [entity.name for entity in (*mention.actors, *mention.recipients) if entity.id]
    return telling_words(" ".join(told))


def quarters_of(places: Iterable[Place]) -> frozenset[str]:
    """Names, in lower case, of an event's places that are written as names and have no point of their own."""
    return frozenset(
        place.name.lower()
        for place in places
        if place.kind in PARTS_OF_TOWNS
        and place.geonames_id is None
        and place.precision != "exact"
        and is_name(place.name)
    )


def is_name(text: str) -> bool:
    """Whether every word of four letters or more is capitalised: "Old Quarter", not "Velin prison"."""
    return all(word[:1].isupper() for word in text.split() if len(word) > 3)


def tolls(mention: EventMention, what: str) -> frozenset[float]:
    """The numbers that a mention gives of somebody, those of a part of them aside."""
    return frozenset(count.best for count in mention.counts if count.what == what and count.best and not count.part)


def is_described(entity: Entity) -> bool:
    """Whether an entity is told by what it is and not by a name: no capital after the first word, nor on it alone."""
    return entity.name == entity.name.lower()


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


def telling_words_of(entities: Iterable[Entity]) -> frozenset[str]:
    """The words, no everyday ones, of the names and descriptions of those that no catalogue knows."""
    return frozenset(
        word for entity in entities if not entity.id for word in telling_words(entity.name, TELLING)
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
    found = _CONTENT_WORD.findall(text[max(0, start - WINDOW) : end + WINDOW])
    return frozenset(word.lower() for word in found)
