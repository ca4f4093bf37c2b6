"""Whether two tellings are of one event: points per feature, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.gazetteer.distance import kilometres
from dateline.linking.gist import likeness
from dateline.linking.profile import Profile
from dateline.records import Place

NEAR_KM = 15.0
FAR_KM = 50.0
PLACE_ORDER = (
    "same_town", "near", "same_admin1", "same_country", "other_admin1", "other_town", "far_town", "other_country",
)  # fmt: skip
"""Levels of closeness, closest first."""
GIST_LEVELS = ((0.4, "one_story"), (0.3, "close"), (0.2, "alike"), (0.1, "distant"), (0.0, "apart"))
"""Likeness of two reports (gist.py) from which each level holds."""
GIST_WORDS = 10
"""A report with fewer words that tell something is too short to be compared as a whole."""
BAR = -99.0
"""Points from which a pair is never one event."""
POINT_PRECISIONS = frozenset({"exact", "near"})

ANYBODY = frozenset(
    {"people", "person", "man", "men", "woman", "women", "child", "children", "boy", "girl", "civilian", "civilians",
     "others", "one", "two", "three", "several", "many", "dozens", "some", "it", "they", "he", "she", "them", "him",
     "her", "who", "that", "which", "victim", "victims", "residents", "police", "soldiers", "troops", "officers",
     "officer", "officials", "official", "country", "government", "suspect", "suspects", "car", "vehicle", "buildings",
     "house", "houses", "gunmen", "attackers", "militants", "authorities", "forces", "security forces", "protesters"}
)  # fmt: skip
"""Descriptions that fit those who act and suffer in most events."""

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The points of a pair, and the levels that gave them ("date.same_day")."""

    points: float
    reasons: tuple[tuple[str, float], ...]
    barred: bool


@cache
def load_weights() -> Weights:
    """The table of points; a family of [within] or [across] goes by both names, "within.kind"."""
    table = tomllib.loads(files("dateline.linking").joinpath("weights.toml").read_text("utf-8"))
    both = {f"{use}.{name}": levels for use in ("within", "across") for name, levels in table[use].items()}
    return {"threshold": table["threshold"], **both}


def compare(first: Profile, second: Profile, weights: Weights) -> Comparison:
    """Points of tellings of two reports on what both say; symmetric, and a function of the two alone."""
    return score(report_levels(first, second), weights, "across")


def score(found: Iterable[str], weights: Weights, use: str) -> Comparison:
    """Add up the points of levels such as "date.same_day"; none counts after one that bars the pair."""
    reasons: list[tuple[str, float]] = []
    total = 0.0
    for level in found:
        family, name = level.split(".")
        points = weights[f"{use}.{family}"][name]
        reasons.append((level, points))
        total += points
        if points <= BAR:
            return Comparison(points=total, reasons=tuple(reasons), barred=True)
    return Comparison(points=total, reasons=tuple(reasons), barred=False)


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
    yield from place_level(first.places, second.places)
    if first.stems & second.stems:
        yield "trigger.same_stem"
    if first.people and second.people and not any(same_name(a, b) for a in first.people for b in second.people):
        yield "recipient.other_people"
    if first.fatalities and second.fatalities:
        yield "fatalities.same" if first.fatalities & second.fatalities else "fatalities.different"


def report_levels(first: Profile, second: Profile) -> Iterator[str]:
    """The levels of each feature on which tellings of two reports say something."""
    yield from event_levels(first, second)
    for side in ("actor", "recipient"):
        yield from telling_side(side, first, second)
    if first.quarters and second.quarters:
        yield "quarter.same" if first.quarters & second.quarters else "quarter.other"
    elif first.sites & second.sites and not first_towns(first) & first_towns(second):
        yield "site.same"
    yield from (f"numbers.{level}" for level in number_levels(first.numbers, second.numbers))
    if first.fatalities and second.fatalities and far_apart(first.fatalities, second.fatalities):
        yield "fatalities.far"
    yield from wording_level(first.words, second.words)
    if min(len(first.gist.words), len(second.gist.words)) >= GIST_WORDS:
        yield gist_level(first, second)


def first_towns(profile: Profile) -> frozenset[str]:
    """The names, in lower case, of the points where an event was."""
    return frozenset(place.name.lower() for place in profile.places if place.precision in POINT_PRECISIONS)


def gist_level(first: Profile, second: Profile) -> str:
    """How alike two reports are as wholes, the names of what is compared aside."""
    found = likeness(first.gist, second.gist, first.names | second.names)
    return f"gist.{next(name for bound, name in GIST_LEVELS if found >= bound)}"


def number_levels(first: Mapping[str, frozenset[float]], second: Mapping[str, frozenset[float]]) -> Iterator[str]:
    """Whether numbers of the same people agree: one level, the best, for all that both count."""
    shared = [what for what in first if what in second]
    if shared:
        yield "same" if any(first[what] & second[what] for what in shared) else "different"
        if all(far_apart(first[what], second[what]) for what in shared):
            yield "far"


def far_apart(first: frozenset[float], second: frozenset[float]) -> bool:
    """Whether every number of one is less than two fifths of every number of the other: no toll grows so much."""
    return max(first) < 0.4 * min(second) or max(second) < 0.4 * min(first)


def realis_level(first: Profile, second: Profile) -> str:
    """Happened, denied, planned …: only a denial may join what happened."""
    if first.realis == second.realis:
        return "realis.same"
    return "realis.denial" if {first.realis, second.realis} == {"happened", "denied"} else "realis.different"


def kind_level(first: Profile, second: Profile) -> str:
    """PLOVER type and mode."""
    if first.type != second.type:
        return "kind.other_type"
    if first.modes & second.modes:
        return "kind.same_mode"
    return "kind.other_mode" if first.modes and second.modes else "kind.same_type"


def date_level(first: Profile, second: Profile) -> Iterator[str]:
    """Days, as intervals; an open end meets everything."""
    bounds = (first.first, first.last, second.first, second.last)
    if all(bound is None for bound in bounds[:2]) or all(bound is None for bound in bounds[2:]):
        return
    gap = max(
        (second.first or 0) - (first.last if first.last is not None else 10**7),
        (first.first or 0) - (second.last if second.last is not None else 10**7),
    )
    if gap > 2:
        yield "date.apart"
    elif gap == 2:
        yield "date.two_days"
    elif gap == 1:
        yield "date.adjacent"
    elif None not in bounds and first.first == first.last == second.first == second.last:
        yield "date.same_day"
    else:
        yield "date.overlap"


def place_level(first: tuple[Place, ...], second: tuple[Place, ...]) -> Iterator[str]:
    """The closest pair of places decides: one event told at several levels is still one."""
    found = [level for a in finest(first) for b in finest(second) if (level := place_pair(a, b))]
    if found:
        yield f"place.{min(found, key=PLACE_ORDER.index)}"


def finest(places: Iterable[Place]) -> list[Place]:
    """The places without countries in which another of them lies: what is known more exactly counts."""
    places = list(places)
    inside = {c for p in places if p.kind != "country" and p.country for c in p.country.split("-")}
    return [place for place in places if place.kind != "country" or place.country not in inside]


def place_pair(first: Place, second: Place) -> str | None:
    """How two places relate, None where one of them has no country."""
    if not first.country or not second.country:
        return None
    if not set(first.country.split("-")) & set(second.country.split("-")):
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


def telling_side(side: str, first: Profile, second: Profile) -> Iterator[str]:
    """Actors or recipients of tellings of two reports, who may be named in one and described in the other."""
    keys, others = getattr(first, f"{side}s"), getattr(second, f"{side}s")
    if not keys or not others:
        return
    countries = getattr(first, f"{side}_countries"), getattr(second, f"{side}_countries")
    if shared := keys & others:
        yield f"{side}.anybody" if shared <= ANYBODY else f"{side}.same"
    elif getattr(first, f"{side}_words") & getattr(second, f"{side}_words"):
        yield f"{side}.alike"
    elif countries[0] & countries[1]:
        yield f"{side}.same_country"
    elif countries[0] and countries[1]:
        yield f"{side}.different"
    elif keys <= first.described and others <= second.described:
        yield f"{side}.other"


def same_name(first: str, second: str) -> bool:
    """Whether two names may be one person's: all words of the shorter stand in the longer."""
    words, others = set(first.split()), set(second.split())
    return words <= others or others <= words


def wording_level(first: frozenset[str], second: frozenset[str]) -> Iterator[str]:
    """Shared content words around the triggers, as a share of the smaller set."""
    if min(len(first), len(second)) < 6:
        return
    share = len(first & second) / min(len(first), len(second))
    if share >= 0.5:
        yield "wording.most"
    elif share >= 0.25:
        yield "wording.some"
