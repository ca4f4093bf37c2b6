"""Whether two tellings are of one event: points per feature, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import inf

from dateline.linking.levels import event_levels, incompatible
from dateline.linking.levels_across import telling_levels
from dateline.linking.profile import Profile

BAR = -99.0
"""Points from which a pair is never one event."""

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The points of a pair, and the levels that gave them ("date.same_day")."""

    points: float
    reasons: tuple[tuple[str, float], ...]
    barred: bool


@cache
def load_weights() -> Weights:
    """{"threshold": {use: points}, use: {"date.same_day": points, …}} for the uses "within" and "across"."""
    table = tomllib.loads(files("dateline.linking").joinpath("weights.toml").read_text("utf-8"))
    return {"threshold": table["threshold"]} | {
        use: {f"{family}.{name}": points for family, levels in table[use].items() for name, points in levels.items()}
        for use in ("within", "across")
    }


def compare(first: Profile, second: Profile, weights: Weights) -> Comparison:
    """Points of tellings of two reports on what both say; symmetric, and a function of the two alone."""
    found = event_levels(first, second) if incompatible(first, second) else telling_levels(first, second)
    return score(found, weights, "across")


def points_of(first: Profile, second: Profile, weights: Weights) -> float:
    """The points of `compare` alone, -inf where the pair is barred; told as soon as one level bars it."""
    if incompatible(first, second):
        return -inf
    table, total = weights["across"], 0.0
    for level in telling_levels(first, second):
        points = table[level]
        if points <= BAR:
            return -inf
        total += points
    return total


def score(found: Iterable[str], weights: Weights, use: str) -> Comparison:
    """Add up the points that levels such as "date.same_day" have for a use, "within" or "across"."""
    table = weights[use]
    reasons = tuple((level, table[level]) for level in found)
    points = [points for _, points in reasons]
    return Comparison(points=sum(points), reasons=reasons, barred=min(points, default=0.0) <= BAR)
