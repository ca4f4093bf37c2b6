"""Which tellings of different reports are of the same event: comparison of candidate pairs, average link.

The points between two groups are the mean of all pairs between them. A mean at or above the threshold needs at least
one pair at or above it, so groups never leave the connected components of such pairs; each component is clustered on
its own, ties broken by id. Incompatible tellings never come together through a third: one barred pair bars its groups,
and tellings whose days do not meet are barred. People's decisions come first: "same" joins before anything is compared,
"different" bars. The result is a function of the sets of tellings and decisions alone: not of their order, nor of
whether they came at once or one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import inf

import numpy as np
from numpy.typing import NDArray

from dateline.linking.blocking import Pair, candidate_pairs, days_of, meeting, possible_days
from dateline.linking.compare import Weights, points_of
from dateline.linking.components import Forest
from dateline.linking.decisions import Decision, decided
from dateline.linking.told import Telling, anchor
from dateline.settings import LinkSettings

_AT_ONCE = 4096
BARRED = -inf
"""Points of a pair that never comes together; whatever is added to them, they stay so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Two groups of tellings that were made one: the ids of their most alike pair, the mean points between the groups.

    decided_by: who said that the two are the same; None where the points decided.
    """

    first: str
    second: str
    points: float | None
    decided_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The tellings of one event, ordered by id, and how they came together.

    component: the smallest telling of the connected component that it is a part of.
    """

    tellings: tuple[Telling, ...]
    joins: tuple[Join, ...] = ()
    component: str

    @property
    def id(self) -> str:
        """The id of the event: of the telling that it is named after."""
        return anchor(self.tellings)


def cluster(
    tellings: Sequence[Telling], weights: Weights, settings: LinkSettings, decisions: Iterable[Decision] = ()
) -> list[Cluster]:
    """Groups of tellings that tell one event, ordered by their first one. They come ordered by id (`told.by_id`)."""
    word = decided(decisions, tellings)
    threshold = weights["threshold"]["across"]
    pairs = candidate_pairs(tellings, settings.window_days)
    points = all_points(tellings, pairs, weights, settings.window_days)
    forest = Forest(range(len(tellings)))
    for group in word.groups:
        for member in group[1:]:
            forest.join(group[0], member)
    for first, second in each(pairs[points >= threshold]):
        forest.join(first, second)
    begun = {group[0]: group for group in word.groups}
    begun_by = {member: group[0] for group in word.groups for member in group}
    later = begun_by.keys() - begun.keys()
    said: dict[int, list[Join]] = {}
    for pair in sorted(word.same):
        said.setdefault(begun_by[pair[0]], []).append(said_join(tellings, pair, word.same[pair]))
    found = []
    for component in forest.groups():
        groups = [begun.get(member, (member,)) for member in component if member not in later]
        days = {member: possible_days(tellings[member]) for member in component}
        known = {
            pair: BARRED if pair in word.apart else pair_points(tellings, pair, weights)
            for pair in meeting(component, days)
        }
        for members, joined in average_link(groups, known, threshold, weights["threshold"]["many"]):
            told = [join for member in members for join in said.get(member, ())]
            told += [Join(first=tellings[a].id, second=tellings[b].id, points=mean) for (a, b), mean in joined]
            found.append(
                Cluster(
                    tellings=tuple(tellings[member] for member in members),
                    joins=tuple(told),
                    component=tellings[component[0]].id,
                )
            )
    return sorted(found, key=lambda one: one.tellings[0].id)


def all_points(
    tellings: Sequence[Telling], pairs: NDArray[np.int64], weights: Weights, window: int
) -> NDArray[np.float64]:
    """The points of each of the pairs, which are compared in the order of their days: what is alike comes together."""
    days = np.fromiter((days_of(telling, window)[0] for telling in tellings), np.int64, len(tellings))
    order = np.argsort(days[pairs[:, 0]], kind="stable")
    points = np.empty(len(pairs))
    points[order] = np.fromiter(
        (pair_points(tellings, pair, weights) for pair in each(pairs[order])), np.float64, len(pairs)
    )
    return points


def each(pairs: NDArray[np.int64]) -> Iterator[list[int]]:
    """The rows of an array one by one; as lists they are many times its size, so that only some are made at a time."""
    for start in range(0, len(pairs), _AT_ONCE):
        yield from pairs[start : start + _AT_ONCE].tolist()


def alike(
    tellings: Sequence[Telling], others: Sequence[Telling], weights: Weights, settings: LinkSettings
) -> list[Telling]:
    """Those of the others that are in one connected component with one of the tellings by their points alone."""
    together = sorted([*tellings, *others], key=lambda telling: (telling.id, telling.report_id))
    ours = {(telling.report_id, telling.id) for telling in tellings}
    is_ours = np.fromiter(((one.report_id, one.id) in ours for one in together), np.bool_, len(together))
    pairs = candidate_pairs(together, settings.window_days)
    pairs = pairs[is_ours[pairs[:, 0]] != is_ours[pairs[:, 1]]]
    points = all_points(together, pairs, weights, settings.window_days)
    joined = np.unique(pairs[points >= weights["threshold"]["across"]])
    return [together[index] for index in joined.tolist() if not is_ours[index]]


def said_join(tellings: Sequence[Telling], pair: Pair, decision: Decision) -> Join:
    """The join of two tellings that a person calls the same."""
    return Join(first=tellings[pair[0]].id, second=tellings[pair[1]].id, points=None, decided_by=decision.decided_by)


def pair_points(tellings: Sequence[Telling], pair: Sequence[int], weights: Weights) -> float:
    """Points of a pair; a pair that is barred, or stands in one report, never comes together."""
    first, second = tellings[pair[0]], tellings[pair[1]]
    return BARRED if first.report_id == second.report_id else points_of(first.profile, second.profile, weights)


# ---- average link

Between = tuple[float, int, float, Pair]
"""Between two groups: the sum of the known points, of how many pairs, the most points, and the pair that has them."""
Joined = tuple[Pair, float]
"""The most alike pair of two groups that were joined, and the mean points between them."""


def average_link(
    groups: Iterable[Sequence[int]], known: Mapping[Pair, float], threshold: float, least: float
) -> Iterator[tuple[list[int], list[Joined]]]:
    """Agglomerative clustering by the mean points between groups, joined while at the threshold or above.

    threshold, least: what one pair needs, and what the mean of ever more pairs needs; see `needed`.
    known: points of pairs, the smaller place first; groups with a pair that has none, or is barred, stay apart. Of
    equal means the groups with the smaller members are joined first. Gives the groups, sorted, each with its joins in
    their order.
    """
    members = {min(group): sorted(group) for group in groups}
    joins: dict[int, list[Joined]] = {key: [] for key in members}
    links = first_links(members, known)
    queue: list[tuple[float, int, int, int, int]] = []

    def offer(first: int, second: int) -> None:
        total, count, _, _ = links[first][second]
        if count == len(members[first]) * len(members[second]) and total / count >= needed(count, threshold, least):
            heappush(queue, (-total / count, first, second, len(members[first]), len(members[second])))

    for first in links:
        for second in links[first]:
            if first < second:
                offer(first, second)
    while queue:
        negative, first, second, *sizes = heappop(queue)
        if sizes != [len(members.get(first, ())), len(members.get(second, ()))]:
            continue
        joins[first] += [*joins.pop(second), (links[first][second][3], -negative)]
        members[first] = sorted(members[first] + members.pop(second))
        for other, between in links.pop(second).items():
            del links[other][second]
            if other != first:
                links[first][other] = links[other][first] = added(links[first].get(other), between)
        for other in links[first]:
            offer(min(first, other), max(first, other))
    for key in sorted(members):
        yield members[key], joins[key]


def needed(pairs: int, threshold: float, least: float) -> float:
    """The mean points that so many pairs need: the more of them, the less can chance have made it.

    The spread of a mean falls with the number of pairs. For one it is `threshold`; with more it comes down to `least`.
    """
    return least + (threshold - least) / pairs


def first_links(members: Mapping[int, Sequence[int]], known: Mapping[Pair, float]) -> dict[int, dict[int, Between]]:
    """What is known between the groups that clustering begins with."""
    owner = {member: key for key, group in members.items() for member in group}
    links: dict[int, dict[int, Between]] = {key: {} for key in members}
    for pair in sorted(known):
        first, second = owner[pair[0]], owner[pair[1]]
        if first != second:
            between = added(links[first].get(second), (known[pair], 1, known[pair], pair))
            links[first][second] = links[second][first] = between
    return links


def added(first: Between | None, second: Between) -> Between:
    """Two stretches of pairs taken together; of equally alike pairs the smaller one counts."""
    if first is None:
        return second
    best = first if (-first[2], first[3]) <= (-second[2], second[3]) else second
    return first[0] + second[0], first[1] + second[1], best[2], best[3]
