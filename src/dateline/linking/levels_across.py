"""What tells whether the accounts of two reports are of one event: the levels of `levels.py`, and more.

Two reports leave out different things, name what the other describes, and count at different hours. So named and
described participants are held apart, numbers are compared by how far they differ, and the reports as wholes count.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from dateline.linking.gist import Bag, likeness, words_in
from dateline.linking.levels import POINT_PRECISIONS, event_levels
from dateline.linking.naming import EMPTY_WORDS
from dateline.linking.profile import Profile

GIST_LEVELS = ((0.4, "gist.one_story"), (0.3, "gist.close"), (0.2, "gist.alike"), (0.1, "gist.distant"))
"""Likeness of two reports (gist.py) from which each level holds; below the last they are `gist.apart`."""
GIST_WORDS = 10
"""A report with fewer words that tell something is too short to be compared as a whole."""
IDENTIFYING = frozenset(
    {"date.same_day", "date.few_days", "place.same_town", "place.near", "place.same_admin1", "quarter.same",
     "actor.same", "recipient.same", "recipient.alike", "fatalities.same", "numbers.same"}
)  # fmt: skip
"""What is of one event and not of all that a story, or a kind of act, has in common."""
LEVELS_OF_SIDES = ("same", "anybody", "alike", "other", "same_country", "different")
ACTOR = {name: f"actor.{name}" for name in LEVELS_OF_SIDES}
RECIPIENT = {name: f"recipient.{name}" for name in LEVELS_OF_SIDES}

Side = tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]
"""Keys, words, countries, and the keys that are only described."""


def telling_levels(first: Profile, second: Profile) -> list[str]:
    """The level of each feature on which tellings of two reports say something."""
    found = [*event_levels(first, second), *told_levels(first, second)]
    if IDENTIFYING.isdisjoint(found):
        found.append("identity.none")
    return found


def told_levels(first: Profile, second: Profile) -> Iterator[str]:
    """The levels that count across reports only."""
    if first.actors and second.actors:
        yield from side_level(
            ACTOR, (first.actors, first.actor_words, first.actor_countries, first.described),
            (second.actors, second.actor_words, second.actor_countries, second.described),
        )  # fmt: skip
    if first.recipients and second.recipients:
        yield from side_level(
            RECIPIENT, (first.recipients, first.recipient_words, first.recipient_countries, first.described),
            (second.recipients, second.recipient_words, second.recipient_countries, second.described),
        )  # fmt: skip
    if first.quarters and second.quarters:
        yield "quarter.same" if first.quarters & second.quarters else "quarter.other"
    elif first.sites & second.sites and not towns(first) & towns(second):
        yield "site.same"
    if first.fatalities and second.fatalities and far_apart(first.fatalities, second.fatalities):
        yield "fatalities.far"
    if first.numbers and second.numbers:
        yield from number_levels(first.numbers, second.numbers)
    yield from wording_level(first.words, second.words)
    if min(len(words_in(first.gist.words)), len(words_in(second.gist.words))) >= GIST_WORDS:
        yield gist_level(first, second)


def side_level(names: Mapping[str, str], first: Side, second: Side) -> Iterator[str]:
    """Actors or recipients, who may be named in one telling and described in the other."""
    (keys, words, countries, described), (others, other_words, other_countries, other_described) = first, second
    if shared := keys & others:
        yield names["anybody" if shared <= anybody() else "same"]
    elif words & other_words:
        yield names["alike"]
    elif countries & other_countries:
        yield names["same_country"]
    elif countries and other_countries:
        yield names["different"]
    elif keys <= described and others <= other_described:
        yield names["other"]


@cache
def anybody() -> frozenset[str]:
    """Descriptions that fit those who act and suffer in most events: levels_across.toml."""
    table = tomllib.loads(files("dateline.linking").joinpath("levels_across.toml").read_text("utf-8"))
    return EMPTY_WORDS | frozenset(table["anybody"])


def towns(profile: Profile) -> frozenset[str]:
    """The names, in lower case, of the points where an event was."""
    return frozenset(place.name.lower() for place in profile.places if place.precision in POINT_PRECISIONS)


def gist_level(first: Profile, second: Profile) -> str:
    """How alike two reports are as wholes, the names of what is compared aside."""
    found = likeness(first.gist, second.gist, words_in(first.names) | words_in(second.names))
    return next((name for bound, name in GIST_LEVELS if found >= bound), "gist.apart")


def number_levels(first: Mapping[str, frozenset[float]], second: Mapping[str, frozenset[float]]) -> Iterator[str]:
    """Whether numbers of the same people agree: the best of what both count."""
    shared = [what for what in first if what in second]
    if shared:
        yield "numbers.same" if any(first[what] & second[what] for what in shared) else "numbers.different"
        if all(far_apart(first[what], second[what]) for what in shared):
            yield "numbers.far"


def far_apart(first: frozenset[float], second: frozenset[float]) -> bool:
    """Whether every number of one is less than two fifths of every number of the other: no toll grows so much."""
    return max(first) < 0.4 * min(second) or max(second) < 0.4 * min(first)


def wording_level(bag: Bag, other: Bag) -> Iterator[str]:
    """Shared content words around the triggers, as a share of the smaller set."""
    first, second = words_in(bag), words_in(other)
    if min(len(first), len(second)) < 6:
        return
    share = len(first & second) / min(len(first), len(second))
    if share >= 0.5:
        yield "wording.most"
    elif share >= 0.25:
        yield "wording.some"
