"""Which reports' accounts are of the same event: candidate pairs, comparison, average-link clustering.

An average of points at or above the threshold needs at least one pair at or above it, so clusters never leave
the connected components of such pairs; each component is clustered on its own, ties broken by id. The result
depends on the set of accounts alone: not on their order, nor on whether they came at once or one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heapify, heappop, heappush
from itertools import combinations
from math import inf

from dateline.linking.blocking import Pair, candidate_pairs
from dateline.linking.compare import Weights, compare
from dateline.linking.components import components
from dateline.linking.within import Account
from dateline.settings import LinkSettings

BARRED = -inf
"""Points of a pair that never comes together; whatever is added to them, they stay so."""


def cluster_accounts(accounts: Iterable[Account], weights: Weights, settings: LinkSettings) -> list[list[Account]]:
    """Groups of accounts that tell one event; groups and members ordered by id."""
    by_id = {account.id: account for account in accounts}
    threshold = weights["threshold"]["across"]
    known = {pair: points(by_id, pair, weights) for pair in candidate_pairs(by_id, settings.window_days)}

    def pair_points(pair: Pair) -> float:
        return known[pair] if pair in known else points(by_id, pair, weights)

    edges = [pair for pair, found in known.items() if found >= threshold]
    return [
        [by_id[member] for member in group]
        for component in components(by_id, edges)
        for group in average_link(component, pair_points, threshold)
    ]


def points(by_id: Mapping[str, Account], pair: Pair, weights: Weights) -> float:
    """Points of a pair; a pair that is barred, or stands in one report, never comes together."""
    first, second = by_id[pair[0]], by_id[pair[1]]
    if first.report.id == second.report.id:
        return BARRED
    found = compare(first.profile, second.profile, weights)
    return BARRED if found.barred else found.points


def average_link(members: list[str], pair_points: Callable[[Pair], float], threshold: float) -> list[list[str]]:
    """Agglomerative clustering by the mean points between groups, joined while at the threshold or above.

    Of equal means the groups with the smaller ids are joined first. A group goes by its smallest member; sums of
    points between groups are kept, and what a join has outdated in the queue is known by the sizes.
    """
    groups = {member: [member] for member in sorted(members)}
    sums = {pair: pair_points(pair) for pair in combinations(groups, 2)}
    queue = [(-mean, *pair, 1, 1) for pair, mean in sums.items() if mean >= threshold]
    heapify(queue)
    while queue:
        _, first, second, *sizes = heappop(queue)
        if sizes != [len(groups.get(first, ())), len(groups.get(second, ()))]:
            continue
        groups[first] = sorted(groups[first] + groups.pop(second))
        for other in groups:
            if other != first:
                pair = min(first, other), max(first, other)
                sums[pair] += sums[min(second, other), max(second, other)]
                mean = sums[pair] / (len(groups[pair[0]]) * len(groups[pair[1]]))
                if mean >= threshold:
                    heappush(queue, (-mean, *pair, len(groups[pair[0]]), len(groups[pair[1]])))
    return sorted(groups.values())
