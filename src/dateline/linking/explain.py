"""Why two tellings, or two events, are one or not: what the clustering saw, laid open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from dateline.linking.blocking import blocking_keys, days_of, meet, possible_days
from dateline.linking.cluster import needed
from dateline.linking.compare import BAR, Weights, compare
from dateline.linking.decisions import Decision
from dateline.linking.told import Telling
from dateline.settings import LinkSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two tellings side by side.

    keys: the blocking keys that they share. reasons: levels with their points. barred: what keeps the two apart for
    good. compared: whether they are a pair with which linking begins: not barred, and with a key in common.
    """

    first: Telling
    second: Telling
    keys: tuple[tuple[str, ...], ...]
    compared: bool
    points: float
    reasons: tuple[tuple[str, float], ...]
    barred: tuple[str, ...]
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All pairs between two groups of tellings, the most alike first, and their mean as clustering counts it.

    mean: None where a pair is barred; groups with so many pairs between them come together at `threshold` or above.
    """

    pairs: tuple[Pair, ...]
    mean: float | None
    threshold: float


def explain(
    first: Sequence[Telling],
    second: Sequence[Telling],
    weights: Weights,
    settings: LinkSettings,
    decisions: Iterable[Decision] = (),
) -> Explanation:
    """What speaks for and against two groups of tellings being of one event."""
    decided = tuple(decisions)
    pairs = [pair_of(a, b, weights, settings, decided) for a, b in product(first, second) if a.id != b.id]
    pairs.sort(key=lambda pair: (bool(pair.barred), -pair.points, pair.first.id, pair.second.id))
    kept_apart = not pairs or any(pair.barred for pair in pairs)
    return Explanation(
        pairs=tuple(pairs),
        mean=None if kept_apart else sum(pair.points for pair in pairs) / len(pairs),
        threshold=needed(max(1, len(pairs)), weights["threshold"]["across"], weights["threshold"]["many"]),
    )


def pair_of(
    first: Telling, second: Telling, weights: Weights, settings: LinkSettings, decisions: Sequence[Decision] = ()
) -> Pair:
    """Two tellings compared, with the decisions on mentions of theirs."""
    found = compare(first.profile, second.profile, weights)
    keys = sorted(set(blocking_keys(first.profile)) & set(blocking_keys(second.profile)))
    together = meet(possible_days(first), possible_days(second))
    barred = [level for level, points in found.reasons if points <= BAR]
    if first.report_id == second.report_id:
        barred.append("one report")
    if not together and "date.apart" not in barred:
        barred.append("days that do not meet")
    return Pair(
        first=first,
        second=second,
        keys=tuple(keys),
        compared=bool(keys) and not barred and meet(*(days_of(one, settings.window_days) for one in (first, second))),
        points=found.points,
        reasons=found.reasons,
        barred=tuple(barred),
        decisions=tuple(
            decision
            for decision in decisions
            if {decision.first, decision.second} & set(first.mentions)
            and {decision.first, decision.second} & set(second.mentions)
        ),
    )
