"""Which of its namesakes a mention means.

Each candidate gets a sum of weighted features (rules/places.toml): how large and of what kind it is, whether
the name is its usual one, what stands after the comma, in which countries and units the report's other names
may lie, and how far the nearest of them is. The report is read twice: the second time with the places that the
first made out. A mention without candidates stays unresolved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log10

from spacy.tokens import Doc

from dateline.gazetteer import Candidate
from dateline.gazetteer.distance import kilometres
from dateline.stages.parse import is_parsed
from dateline.stages.places.credibility import has_compass
from dateline.stages.places.recognition import Mention
from dateline.stages.places.roles import may_be_government, mention_head, speaks
from dateline.stages.places.rules import place_rules

ROUNDS = 3
"""How often the context is read; after three rounds hardly any choice changes."""


@dataclass(frozen=True, slots=True)
class Votes:
    """Share of the report's other names that may lie in each country and first-level unit."""

    countries: Mapping[str, float]
    units: Mapping[str, float]


def choose(mentions: Sequence[Mention], scores: Sequence[list[float]]) -> list[Candidate | None]:
    """For each mention the candidate with the highest score, None where the gazetteer has none."""
    return [_best(mention, values) for mention, values in zip(mentions, scores, strict=True)]


def candidate_scores(doc: Doc, mentions: Sequence[Mention]) -> Sequence[list[float]]:
    """For each mention what speaks for each of its candidates, the report's other names included."""
    contexts = [_comma_context(doc, mentions, i) for i in range(len(mentions))]
    lists = [_list_of_units(doc, mentions, i) for i in range(len(mentions))]
    contained = [
        {candidate.id: _containment(candidate, *context) for candidate in mention.candidates}
        for mention, context in zip(mentions, contexts, strict=True)
    ]
    elsewhere = _told_elsewhere(mentions, contained)
    counties = _counties(mentions)
    prior = [
        [
            _own_score(candidate) + max(own[candidate.id], elsewhere[mention.key].get(candidate.id, 0.0))
            + _wording(candidate, doc, mention) + _listed(candidate, countries) + _in_county(candidate, counties)
            for candidate in mention.candidates
        ]
        for mention, own, countries in zip(mentions, contained, lists, strict=True)
    ]  # fmt: skip
    scores = prior
    for _ in range(ROUNDS):
        scores = _refine(mentions, prior, scores)
    return scores


def _told_elsewhere(
    mentions: Sequence[Mention], contained: Sequence[Mapping[int, float]]
) -> dict[str, dict[int, float]]:
    """What "X, Y" says of the report's other mentions of X, by key: a name has one sense in a report, told once.

    Worth less than what a mention's own comma says, so that "X, Y" and "X, Z" stay apart.
    """
    share = place_rules().weights["told_elsewhere"]
    shared: dict[str, dict[int, float]] = defaultdict(dict)
    for mention, values in zip(mentions, contained, strict=True):
        told = shared[mention.key]
        for candidate, value in values.items():
            told[candidate] = max(told.get(candidate, 0.0), value * share)
    return shared


def _counties(mentions: Sequence[Mention]) -> dict[str, list[Candidate]]:
    """The second-level units that the report names in full ("Boone County"), with namesakes, by first-level unit."""
    named = {mention.key: mention.candidates for mention in mentions if " " in mention.text and not mention.is_within}
    found: dict[str, list[Candidate]] = defaultdict(list)
    for candidates in named.values():
        if all(place.kind == "admin2" for place in candidates):
            for place in candidates:
                if place.is_primary_name and place.admin1_code:
                    found[place.admin1_code].append(place)
    return found


def _in_county(candidate: Candidate, counties: Mapping[str, Sequence[Candidate]]) -> float:
    """What a town gains by lying in a county that the report names: two names that many bear each seldom meet.

    The county's own bare name ("DeKalb" for DeKalb County) gains as much.
    """
    named = counties.get(candidate.admin1_code or "", ())
    if candidate.kind == "admin2":
        near = any(county.id == candidate.id for county in named)
    else:
        near = candidate.kind == "populated-place" and any(_is_near(candidate, county) for county in named)
    return place_rules().weights["in_county"] if near else 0.0


def _is_near(town: Candidate, county: Candidate) -> bool:
    """Whether a town lies near the middle of a county of another name: its seat says nothing of "X County"."""
    if county.name.startswith(f"{town.name} "):
        return False
    if town.lat is None or town.lon is None or county.lat is None or county.lon is None:
        return False
    return kilometres(town.lat, town.lon, county.lat, county.lon) <= place_rules().weights["county_km"]


def _refine(
    mentions: Sequence[Mention], prior: Sequence[list[float]], scores: Sequence[list[float]]
) -> list[list[float]]:
    """The prior scores plus what the context says, the context being read by the scores of the last round."""
    keys = [mention.key for mention in mentions]
    belief = {
        key: _belief(mention, values)
        for key, mention, values in zip(keys, mentions, scores, strict=True) if mention.candidates
    }  # fmt: skip
    towns = {key: town for key, shares in belief.items() if (town := _likely_town(shares)) is not None}
    memo: dict[tuple[str, int], float] = {}
    result = []
    for key, mention, values in zip(keys, mentions, prior, strict=True):
        if any((key, candidate.id) not in memo for candidate in mention.candidates):
            votes = _votes(belief, key)
            others = sorted(point for other, point in towns.items() if other != key)
            memo.update(((key, candidate.id), _context(candidate, votes, others)) for candidate in mention.candidates)
        result.append([value + memo[key, place.id] for place, value in zip(mention.candidates, values, strict=True)])
    return result


def _likely_town(shares: list[tuple[Candidate, float]]) -> tuple[float, float] | None:
    """The point of the likeliest candidate where that is a town."""
    best = max(shares, key=lambda pair: pair[1])[0]
    if best.kind != "populated-place" or best.lat is None or best.lon is None:
        return None
    return best.lat, best.lon


def _best(mention: Mention, scores: Sequence[float]) -> Candidate | None:
    """The candidate with the highest score; the gazetteer's order decides between equals."""
    if not mention.candidates:
        return None
    return mention.candidates[max(range(len(scores)), key=lambda i: (scores[i], -i))]


def _wording(candidate: Candidate, doc: Doc, mention: Mention) -> float:
    """What the words around the name say: "Washington said" is a capital, "northern Gaza" no single town."""
    weights = place_rules().weights
    if may_be_government(candidate) and is_parsed(doc, mention.start) and speaks(mention_head(doc, mention)):
        return weights["speaks"]
    if candidate.kind in {"country", "region", "admin1"} and has_compass(doc, mention.start):
        return weights["compass"]
    if candidate.kind == "admin1" and called_unit(doc, mention):
        return weights["called_unit"]
    if candidate.kind in {"admin1", "admin2"} and has_unit_noun(doc, mention):
        return weights["called_unit"]
    return 0.0


def called_unit(doc: Doc, mention: Mention) -> bool:
    """Whether the words beside a name are said of units: "Washington state", "the New York border", "Georgia Gov."."""
    words = place_rules().words
    after = doc[mention.end].lower_ if mention.end < len(doc) else ""
    before = [token.lower_ for token in doc[max(0, mention.start - 2) : mention.start]]
    return after in words["said_of_units"] or (before[-1:] == ["of"] and before[0] in words["units"])


def has_unit_noun(doc: Doc, mention: Mention) -> bool:
    """Whether the noun behind a name tells that it is a unit's: "Hiran region", "Kasese district"."""
    noun = doc[mention.end] if mention.end < len(doc) else None
    return noun is not None and noun.is_lower and noun.lower_ in place_rules().words["units"]


def _list_of_units(doc: Doc, mentions: Sequence[Mention], i: int) -> frozenset[str]:
    """Countries whose first-level units the names listed beside this one are, where no large town shares their name."""
    before = mentions[i - 1 : i] if i and _coordinated(doc, mentions[i - 1], mentions[i]) else []
    after = mentions[i + 1 : i + 2] if i + 1 < len(mentions) and _coordinated(doc, *mentions[i : i + 2]) else []
    units = [{place.country for place in other.candidates if place.kind == "admin1"} for other in (*before, *after)]
    if not units or all(map(_has_large_town, (*before, *after))):
        return frozenset()
    return frozenset(country for country in set.intersection(*units) if country)


def _has_large_town(mention: Mention) -> bool:
    limit = place_rules().recognition["population_misfit"]
    return any(place.kind == "populated-place" and place.population >= limit for place in mention.candidates)


def _coordinated(doc: Doc, first: Mention, second: Mention) -> bool:
    """Whether two names stand in one list: "Texas, Utah", "Texas and Utah"."""
    between = [token.lower_ for token in doc[first.end : second.start]] if second.start > first.end else []
    return " ".join(between) in {",", "and", "or", ", and", ", or", ", including"}


def _listed(candidate: Candidate, countries: frozenset[str]) -> float:
    """What a list of units says for a unit of the same country."""
    listed = candidate.kind == "admin1" and candidate.country in countries
    return place_rules().weights["listed"] if listed else 0.0


def _own_score(candidate: Candidate) -> float:
    rules = place_rules()
    weights = rules.weights
    score = rules.kinds.get(candidate.kind, 0.0)
    if candidate.kind == "populated-place":
        score += log10(candidate.population) if candidate.population else weights["unknown_population"]
    elif candidate.kind == "admin1" and candidate.population:
        score += weights["admin1_population"] * (log10(candidate.population) - 6)
    if candidate.is_primary_name or candidate.is_abbreviation or candidate.is_demonym:
        score += weights["primary"]
    elif candidate.grade == 2:
        score += weights["without_article"]
    elif candidate.kind == "admin2":
        score += weights["admin2_bare"]
    elif candidate.kind == "populated-place":
        score += weights["alias"]
    return score + (weights["capital"] if candidate.is_capital else 0.0)


def _comma_context(doc: Doc, mentions: Sequence[Mention], i: int) -> tuple[Mention | None, Mention | None]:
    """The mention after this one's comma and the one before the comma before it ("X, Y")."""
    after = mentions[i + 1] if _joined(doc, mentions, i) else None
    before = mentions[i - 1] if i and _joined(doc, mentions, i - 1) else None
    return after, before


def _joined(doc: Doc, mentions: Sequence[Mention], i: int) -> bool:
    """Whether a mention and the next are part and whole: "X, Y", "X (Y", "X in Y", but not a list "X, Y and Z"."""
    if i + 1 >= len(mentions) or mentions[i + 1].is_demonym:
        return False
    between = doc[mentions[i].end : mentions[i + 1].start].text
    if between == "," and _are_countries(mentions[i], mentions[i + 1]):
        return False
    return between in {"(", "in", ", in"} or (between == "," and not _ends_list(doc, mentions, i + 1))


def _are_countries(first: Mention, second: Mention) -> bool:
    """Whether two names are countries' own and no unit of the second goes by the first: not "Georgia, USA"."""
    wholes = {place.country for place in second.candidates if place.kind == "country"}
    countries = any(place.kind == "country" and place.is_primary_name for place in first.candidates)
    units = any(place.kind == "admin1" and place.country in wholes for place in first.candidates)
    return countries and bool(wholes) and not units


def _ends_list(doc: Doc, mentions: Sequence[Mention], i: int) -> bool:
    """Whether a list goes on with "and" after a mention, and that last name has no whole of its own behind it."""
    if i + 1 >= len(mentions) or not _coordinated(doc, mentions[i], mentions[i + 1]):
        return False
    last = mentions[i + 1]
    return doc[last.start - 1].lower_ in {"and", "or"} and not (last.end < len(doc) and doc[last.end].text == ",")


def _containment(candidate: Candidate, after: Mention | None, before: Mention | None) -> float:
    weights = place_rules().weights
    score = 0.0
    if after is not None and any(lies_in(candidate, whole) for whole in after.candidates):
        score += weights["contained"]
    if before is not None and any(lies_in(part, candidate) for part in before.candidates):
        score += weights["containing"]
    return score


def lies_in(part: Candidate, whole: Candidate) -> bool:
    """Whether `part` lies in the country or administrative unit `whole`."""
    if part.id == whole.id or part.country != whole.country or part.country is None:
        return False
    if whole.kind == "country":
        return True
    if whole.kind == "admin1":
        return part.admin1_code == whole.admin1_code and part.kind != "admin1"
    return False


def _belief(mention: Mention, scores: Sequence[float]) -> list[tuple[Candidate, float]]:
    """How probable each candidate is before the context: scores as powers of ten, summing to one."""
    top = max(scores)
    raw = [10 ** (score - top) for score in scores]
    total = sum(raw)
    return [(candidate, value / total) for candidate, value in zip(mention.candidates, raw, strict=True)]


def _votes(belief: Mapping[str, list[tuple[Candidate, float]]], without: str) -> Votes:
    """The votes of all names but one."""
    countries: dict[str, float] = defaultdict(float)
    units: dict[str, float] = defaultdict(float)
    for key, candidates in belief.items():
        if key == without:
            continue
        for candidate, share in candidates:
            if candidate.country:
                countries[candidate.country] += share
            if candidate.admin1_code:
                units[candidate.admin1_code] += share
    others = len(belief) - (without in belief) + place_rules().weights["votes_doubt"]
    return Votes(
        countries={code: value / others for code, value in countries.items()},
        units={code: value / others for code, value in units.items()},
    )


def _context(candidate: Candidate, votes: Votes, others: Sequence[tuple[float, float]]) -> float:
    """What the rest of the report says for a candidate."""
    weights = place_rules().weights
    power = weights["votes_power"]
    country, unit = candidate.country or "", candidate.admin1_code or ""
    score: float = weights["country_votes"] * votes.countries.get(country, 0.0) ** power
    score += weights["admin1_votes"] * votes.units.get(unit, 0.0) ** power
    if others and candidate.lat is not None and candidate.lon is not None and candidate.kind == "populated-place":
        nearest = min(kilometres(candidate.lat, candidate.lon, lat, lon) for lat, lon in others)
        score += weights["distance"] * exp(-nearest / weights["reach_km"])
    return score
