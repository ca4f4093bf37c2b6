"""What people decided about mentions: that two are of the same event, or of different ones. Their word wins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dateline.linking.components import Forest
from dateline.linking.told import Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One person's word on two mentions, by their ids. `number` counts decisions; a later one outweighs an earlier."""

    number: int
    first: str
    second: str
    same: bool
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Decisions on tellings by their places in a list: groups to begin with, pairs that never come together.

    same: who said so, by pair. overruled: decisions that contradict later ones, or have nobody left to speak of.
    """

    groups: tuple[tuple[int, ...], ...]
    same: Mapping[tuple[int, int], Decision]
    apart: frozenset[tuple[int, int]]
    overruled: tuple[Decision, ...] = ()


def decided(decisions: Iterable[Decision], tellings: Sequence[Telling]) -> Decided:
    """What the decisions say of these tellings. The newest come first; one that contradicts those is overruled.

    Contradictions run through others: of a = b, b = c and a ≠ c the oldest has to give way.
    """
    place_of = {mention: index for index, telling in enumerate(tellings) for mention in telling.mentions}
    forest = Forest(range(len(tellings)))
    same: dict[tuple[int, int], Decision] = {}
    apart: set[tuple[int, int]] = set()
    overruled = []
    for decision in sorted(last_words(decisions), key=lambda one: -one.number):
        first, second = sorted(place_of.get(mention, -1) for mention in (decision.first, decision.second))
        together = first >= 0 and forest.root(first) == forest.root(second)
        if first < 0 or (together and not decision.same):
            overruled.append(decision)
        elif not decision.same:
            apart.add((first, second))
        elif together:
            same.setdefault((first, second), decision)
        elif any(joins(forest, pair, (first, second)) for pair in apart):
            overruled.append(decision)
        else:
            forest.join(first, second)
            same[first, second] = decision
    touched = {index for pair in same for index in pair}
    groups: dict[int, list[int]] = {}
    for index in sorted(touched):
        groups.setdefault(forest.root(index), []).append(index)
    return Decided(
        groups=tuple(map(tuple, groups.values())), same=same, apart=frozenset(apart), overruled=tuple(overruled)
    )


def last_words(decisions: Iterable[Decision]) -> list[Decision]:
    """The last decision on each pair of mentions: who changes their mind contradicts nobody."""
    ordered = sorted(decisions, key=lambda one: one.number)
    return list({frozenset((decision.first, decision.second)): decision for decision in ordered}.values())


def kept_apart(decisions: Iterable[Decision]) -> frozenset[frozenset[str]]:
    """Pairs of mentions, by id, of which the last word is that they are different."""
    last = last_words(decisions)
    return frozenset(frozenset((decision.first, decision.second)) for decision in last if not decision.same)


def joins(forest: Forest[int], apart: tuple[int, int], pair: tuple[int, int]) -> bool:
    """Whether joining a pair would bring two together that are to stay apart."""
    return {forest.root(apart[0]), forest.root(apart[1])} == {forest.root(pair[0]), forest.root(pair[1])}
