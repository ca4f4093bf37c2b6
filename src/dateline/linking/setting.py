"""Where the events happened that a report tells without saying so again.

A report sets its scene once and goes on telling in it. Where an event's own sentence names no place, or none that is
known, the scene is taken over, each time with a rule's name and what was said as evidence. What the sentence itself
names stays and comes first.

In the record of a mention:
* scene:whole_report: where all scenes of a report lie in one country and it names places in no other as often, the
  event was in that country. No mention names it there, so this place has no span.
For the event, nearer than that:
* scene:paragraph_opening: the place with a colon before a paragraph of a bulletin is where its events were.
* scene:told_before: an event without a place has that of the event told just before it in the same paragraph, unless
  one of them is background and the other is not.

Only what happened takes part, and only acts that happen at a place. Days are not taken over in this way: on the
bundled reports "the only day of the news" was as often wrong as right for events without a date of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from dateline.catalogue import load_catalogue
from dateline.records import HAPPENED, PLACED_TYPES, EventMention, Place, Report

PARTS = frozenset({"populated-place", "admin1", "admin2", "region", "facility"})
"""Kinds of places that lie in a country."""


def with_country(report: Report) -> Report:
    """The report with its only country as the place of those of its events that have none that is known."""
    country = only_country(report.places)
    if country is None or country.country is None:
        return report
    whole = Place(
        span=None,
        name=country_names().get(country.country, country.country),
        country=country.country,
        kind="country",
        precision="country",
        role="scene",
    )
    events = (
        mention
        if is_placed(mention) or not takes_part(mention)
        else located(mention, (*mention.locations, whole), "scene:whole_report", country)
        for mention in report.events
    )
    return replace(report, events=tuple(events))


def with_settings(report: Report) -> tuple[EventMention, ...]:
    """The report's mentions, in the same order, with the places that it set for them nearby."""
    filled: list[EventMention] = []
    for mention in report.events:
        settled = is_placed(mention) or not takes_part(mention)
        filled.append(mention if settled else with_place(mention, filled, report))
    return tuple(filled)


def own_places(mention: EventMention) -> tuple[Place, ...]:
    """The places that the mention's own sentence names."""
    return tuple(place for place in mention.locations if place.span is not None)


def is_placed(mention: EventMention) -> bool:
    """Whether the mention's own sentence names a place that is known."""
    return any(place.country for place in own_places(mention))


@cache
def country_names() -> Mapping[str, str]:
    """Names of states by ISO alpha-3 code."""
    return {code: state.name for code, state in load_catalogue().states.items()}


def takes_part(mention: EventMention) -> bool:
    """Whether an event happened, at some place."""
    return mention.status in HAPPENED and mention.event_type in PLACED_TYPES


def with_place(mention: EventMention, before: Sequence[EventMention], report: Report) -> EventMention:
    """The mention at the place that opens its paragraph, else at that of the event told before it, else as it is."""
    own = own_places(mention)
    opening = opening_place(report.places, mention, report.text)
    if opening is not None:
        return located(mention, (*own, replace(opening, role="scene")), "scene:paragraph_opening")
    previous = next((other for other in reversed(before) if takes_part(other)), None)
    told = own_places(previous) if previous is not None and not only_sites(previous) else ()
    if previous is not None and told and (not own or only_sites(mention)) and continues(previous, mention, report.text):
        return located(mention, tuple(dict.fromkeys((*own, *told))), "scene:told_before")
    return mention


def only_sites(mention: EventMention) -> bool:
    """Whether a mention says by common nouns alone where it was ("in a hospital"): that settles no country."""
    return set(mention.basis.get("locations", ())) - {"scene:whole_report"} == {"scene:common_noun"}


def opening_place(places: Sequence[Place], mention: EventMention, text: str) -> Place | None:
    """The place with a colon that opens the mention's paragraph, as in a bulletin ("LIMA: Nurses …"), or None."""
    start = text.rfind("\n", 0, mention.trigger.start) + 1
    opening = (place for place in places if place.mention.start == start and text.startswith(":", place.mention.end))
    return next((place for place in opening if place.country), None)


def located(
    mention: EventMention, places: tuple[Place, ...], rule: str, known_from: Place | None = None
) -> EventMention:
    """The mention with these places, where the text names them or what they are `known_from`, and the rule's name."""
    told = {place.span for place in (*places, known_from) if place is not None and place.span is not None}
    said = (name for name in mention.basis.get("locations", ()) if name != "scene:whole_report")
    return replace(
        mention,
        locations=places,
        evidence={**mention.evidence, "locations": tuple(sorted(told))},
        basis={**mention.basis, "locations": (*said, rule)},
    )


def continues(first: EventMention, second: EventMention, text: str) -> bool:
    """Whether two events are told in one paragraph, both as news or both as background."""
    return first.background == second.background and "\n" not in text[first.trigger.end : second.trigger.start]


def only_country(places: Sequence[Place]) -> Place | None:
    """The first scene, if all scenes and the dateline lie in one country and no other is named as often.

    Where a report has no scene, the towns and units that it names stand in: all in one country, and no place abroad
    named at all. Countries and nationalities tell who acts, not where.
    """
    scenes = [place for place in places if place.role in {"scene", "origin"} and place.country]
    elsewhere = Counter(place.country for place in places if place.role == "other" and is_name(place))
    if not scenes:
        parts = [place for place in places if place.role == "other" and place.country and place.kind in PARTS]
        return parts[0] if parts and set(elsewhere) == {parts[0].country} else None
    if len({place.country for place in scenes}) != 1:
        return None
    del elsewhere[scenes[0].country]
    return scenes[0] if all(count < len(scenes) for count in elsewhere.values()) else None


def is_name(place: Place) -> bool:
    """Whether a known place is named, not a nationality: "Iraq", not "Iraqi"."""
    return place.country is not None and (place.kind != "country" or place.mention.text == place.name)
