"""Where the events happened that a report tells without saying so again.

A report sets its scene once and goes on telling in it. A mention keeps what its own sentence says; for the event
three steps take the scene over, the nearer first, each with its own rule name and the place that was said as evidence.

* scene:paragraph_opening: the place with a colon before a paragraph of a bulletin is where its events were.
* scene:told_before: an event without a place that is known has that of the event told just before it in the same
  paragraph, unless one of them is background and the other is not.
* scene:whole_report: where all scenes of a report lie in one country and it names places in no other as often, an
  event without a place was in that country.

Only what happened takes part, and only acts that happen at a place. Days are not taken over in this way: on the
bundled reports "the only day of the news" was as often wrong as right for events without a date of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from dateline.catalogue import load_catalogue
from dateline.records import HAPPENED, EventMention, Place, Report

PLACED_TYPES = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT", "AID"})
"""Material acts, done at some place; words may be said anywhere (PLOVER's verbal and material classes)."""


def with_settings(report: Report) -> tuple[EventMention, ...]:
    """The report's mentions, in the same order, with the places that it set for them elsewhere."""
    country = only_country(report.places)
    filled: list[EventMention] = []
    for mention in report.events:
        settled = any(place.country for place in mention.locations) or not takes_part(mention)
        opening = None if settled else opening_place(report.places, mention, report.text)
        if opening is not None:
            filled.append(located(mention, (replace(opening, role="scene"),), "scene:paragraph_opening"))
        else:
            filled.append(mention if settled else with_place(mention, filled, report.text, country))
    return tuple(filled)


@cache
def country_names() -> Mapping[str, str]:
    """Names of states by ISO alpha-3 code."""
    return {code: state.name for code, state in load_catalogue().states.items()}


def takes_part(mention: EventMention) -> bool:
    """Whether an event happened, at some place."""
    return mention.status in HAPPENED and mention.event_type in PLACED_TYPES


def with_place(mention: EventMention, before: Sequence[EventMention], text: str, country: Place | None) -> EventMention:
    """The mention at the place told before it, else in the report's only country, else as it is."""
    previous = next((other for other in reversed(before) if takes_part(other)), None)
    if previous and previous.locations and not only_sites(previous) and continues(previous, mention, text):
        own = mention.locations if only_sites(mention) else ()
        return located(mention, tuple(dict.fromkeys((*own, *previous.locations))), "scene:told_before")
    if country is None or country.country is None:
        return mention
    whole = Place(
        span=country.span,
        name=country_names().get(country.country, country.country),
        country=country.country,
        kind="country",
        precision="country",
        role="scene",
    )
    return located(mention, (*mention.locations, whole), "scene:whole_report")


def only_sites(mention: EventMention) -> bool:
    """Whether a mention says by common nouns alone where it was ("in a hospital"): that settles no country."""
    return set(mention.basis.get("locations", ())) == {"scene:common_noun"}


def opening_place(places: Sequence[Place], mention: EventMention, text: str) -> Place | None:
    """The place with a colon that opens the mention's paragraph, as in a bulletin ("LIMA: Nurses …"), or None."""
    start = text.rfind("\n", 0, mention.trigger.start) + 1
    opening = (place for place in places if place.span.start == start and text.startswith(":", place.span.end))
    return next((place for place in opening if place.country), None)


def located(mention: EventMention, places: tuple[Place, ...], rule: str) -> EventMention:
    """The mention with these places, their spans as evidence and the rule's name beside those it had."""
    return replace(
        mention,
        locations=places,
        evidence={**mention.evidence, "locations": tuple(sorted({place.span for place in places}))},
        basis={**mention.basis, "locations": (*mention.basis.get("locations", ()), rule)},
    )


def continues(first: EventMention, second: EventMention, text: str) -> bool:
    """Whether two events are told in one paragraph, both as news or both as background."""
    return first.background == second.background and "\n" not in text[first.trigger.end : second.trigger.start]


def only_country(places: Sequence[Place]) -> Place | None:
    """The first scene, if all scenes and the dateline lie in one country and no other is named as often."""
    scenes = [place for place in places if place.role in {"scene", "origin"} and place.country]
    if len({place.country for place in scenes}) != 1:
        return None
    elsewhere = Counter(place.country for place in places if place.role == "other" and is_name(place))
    del elsewhere[scenes[0].country]
    return scenes[0] if all(count < len(scenes) for count in elsewhere.values()) else None


def is_name(place: Place) -> bool:
    """Whether a known place is named, not a nationality: "Iraq", not "Iraqi"."""
    return place.country is not None and (place.kind != "country" or place.span.text == place.name)
