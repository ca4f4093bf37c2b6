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
from math import asin, cos, exp, log10, radians, sin, sqrt

from spacy.tokens import Doc

from dateline.gazetteer import Candidate
from dateline.gazetteer.folding import fold
from dateline.stages.places.recognition import Mention
from dateline.stages.places.rules import place_rules

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Votes:
    """Share of the report's other names that may lie in each country and first-level unit."""

    countries: Mapping[str, float]
    units: Mapping[str, float]


def choose(doc: Doc, mentions: Sequence[Mention]) -> list[Candidate | None]:
    """For each mention the place it means, None where the gazetteer has none."""
    contexts = [_comma_context(doc, mentions, i) for i in range(len(mentions))]
    prior = [_prior(mention, context) for mention, context in zip(mentions, contexts, strict=True)]
    keys = [fold(mention.text) for mention in mentions]
    chosen: list[Candidate | None] = [_best(mention, scores) for mention, scores in zip(mentions, prior, strict=True)]
    for _ in range(2):
        chosen = _refine(mentions, keys, prior, chosen)
    return chosen


def _refine(
    mentions: Sequence[Mention], keys: Sequence[str], prior: Sequence[list[float]], chosen: Sequence[Candidate | None]
) -> list[Candidate | None]:
    """Choose again, with the votes of all names and the distances to the places chosen before."""
    belief = {
        key: _belief(mention, scores)
        for key, mention, scores in zip(keys, mentions, prior, strict=True) if mention.candidates
    }  # fmt: skip
    points = [
        (key, place.lat, place.lon) for key, place in zip(keys, chosen, strict=True)
        if place is not None and place.lat is not None and place.lon is not None and place.kind == "populated-place"
    ]  # fmt: skip
    memo: dict[tuple[str, tuple[float, ...]], Candidate | None] = {}
    result = []
    for key, mention, scores in zip(keys, mentions, prior, strict=True):
        case = (key, tuple(scores))
        if case not in memo:
            votes = _votes(belief, key)
            others = sorted({(lat, lon) for other, lat, lon in points if other != key and lat is not None and lon is not None})
            memo[case] = _best(mention, [
                score + _context(candidate, votes, others)
                for candidate, score in zip(mention.candidates, scores, strict=True)
            ])  # fmt: skip
        result.append(memo[case])
    return result


def _best(mention: Mention, scores: Sequence[float]) -> Candidate | None:
    """The candidate with the highest score; the gazetteer's order decides between equals."""
    if not mention.candidates:
        return None
    return mention.candidates[max(range(len(scores)), key=lambda i: (scores[i], -i))]


def _prior(mention: Mention, context: tuple[Mention | None, Mention | None]) -> list[float]:
    """Scores from the candidates themselves and from the names beside the mention's comma."""
    return [_own_score(candidate) + _containment(candidate, *context) for candidate in mention.candidates]


def _own_score(candidate: Candidate) -> float:
    rules = place_rules()
    weights = rules.weights
    score = rules.kinds.get(candidate.kind, 0.0)
    if candidate.kind == "populated-place":
        score += log10(candidate.population) if candidate.population else weights["unknown_population"]
    if candidate.is_primary_name or candidate.is_abbreviation or candidate.is_demonym:
        score += weights["primary"]
    elif candidate.grade == 2:
        score += weights["without_article"]
    elif candidate.kind == "admin2":
        score += weights["admin2_bare"]
    return score + (weights["capital"] if candidate.is_capital else 0.0)


def _comma_context(doc: Doc, mentions: Sequence[Mention], i: int) -> tuple[Mention | None, Mention | None]:
    """The mention after this one's comma and the one before the comma before it ("X, Y")."""
    after = mentions[i + 1] if i + 1 < len(mentions) and _joined(doc, mentions[i], mentions[i + 1]) else None
    before = mentions[i - 1] if i and _joined(doc, mentions[i - 1], mentions[i]) else None
    return after, before


def _joined(doc: Doc, first: Mention, second: Mention) -> bool:
    between = doc[first.end : second.start].text
    return between in {",", "("} and not second.is_demonym


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
    others = max(1, len(belief) - (without in belief))
    return Votes(
        countries={code: value / others for code, value in countries.items()},
        units={code: value / others for code, value in units.items()},
    )


def _context(candidate: Candidate, votes: Votes, others: Sequence[tuple[float, float]]) -> float:
    """What the rest of the report says for a candidate."""
    weights = place_rules().weights
    score = weights["country_votes"] * sqrt(votes.countries.get(candidate.country or "", 0.0))
    score += weights["admin1_votes"] * sqrt(votes.units.get(candidate.admin1_code or "", 0.0))
    if others and candidate.lat is not None and candidate.lon is not None and candidate.kind == "populated-place":
        nearest = min(kilometres(candidate.lat, candidate.lon, lat, lon) for lat, lon in others)
        score += weights["distance"] * exp(-nearest / weights["reach_km"])
    return score


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) between two points in degrees."""
    across = cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    half = sin(radians(lat2 - lat1) / 2) ** 2 + across
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))
