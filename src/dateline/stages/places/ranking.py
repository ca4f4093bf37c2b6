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
from dateline.gazetteer.folding import fold
from dateline.stages.parse import is_parsed
from dateline.stages.places.recognition import Mention, has_compass
from dateline.stages.places.roles import may_be_government, mention_head, speaks
from dateline.stages.places.rules import place_rules

ROUNDS = 3
"""How often the context is read; after three rounds hardly any choice changes."""


@dataclass(frozen=True, slots=True)
class Votes:
    """Share of the report's other names that may lie in each country and first-level unit."""

    countries: Mapping[str, float]
    units: Mapping[str, float]


def choose(doc: Doc, mentions: Sequence[Mention]) -> list[Candidate | None]:
    """For each mention the place it means, None where the gazetteer has none."""
    contexts = [_comma_context(doc, mentions, i) for i in range(len(mentions))]
    prior = [
        [
            _own_score(candidate) + _containment(candidate, *context) + _wording(candidate, doc, mention)
            for candidate in mention.candidates
        ]
        for mention, context in zip(mentions, contexts, strict=True)
    ]  # fmt: skip
    scores = prior
    for _ in range(ROUNDS):
        scores = _refine(mentions, prior, scores)
    return [_best(mention, values) for mention, values in zip(mentions, scores, strict=True)]


def _refine(
    mentions: Sequence[Mention], prior: Sequence[list[float]], scores: Sequence[list[float]]
) -> list[list[float]]:
    """The prior scores plus what the context says, the context being read by the scores of the last round."""
    keys = [fold(mention.text) for mention in mentions]
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
    return 0.0


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
