"""Which tellings of different reports are compared at all: those with a blocking key in common, at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from dateline.linking.profile import Profile
from dateline.linking.told import Telling

Pair = tuple[int, int]
"""Two tellings by their places in a list, the smaller first."""
LONGEST_DAYS = 366
"""Of longer intervals only the last year counts: too much happens in one for its days to tell anything."""


def candidate_pairs(tellings: Sequence[Telling], window: int) -> NDArray[np.int64]:
    """Pairs of tellings of different reports that share a key and whose days meet, or are a day apart; sorted rows.

    window: days before publication in which an event without a date is looked for.
    """
    size = len(tellings)
    days = {index: days_of(telling, window) for index, telling in enumerate(tellings)}
    codes = {
        first * size + second
        for block in blocks(tellings)
        for first, second in meeting(block, days)
        if tellings[first].report_id != tellings[second].report_id
    }
    found = np.fromiter(codes, dtype=np.int64, count=len(codes))
    found.sort()
    return np.stack(np.divmod(found, size), axis=1) if size else np.empty((0, 2), dtype=np.int64)


def blocks(tellings: Sequence[Telling]) -> Iterator[list[int]]:
    """The places of tellings that share a key, for each key that two or more have."""
    keys = np.fromiter(
        ((hashed(key), index) for index, telling in enumerate(tellings) for key in set(blocking_keys(telling.profile))),
        dtype=[("key", np.uint64), ("index", np.int64)],
    )
    keys.sort()
    bounds = np.flatnonzero(np.diff(keys["key"])) + 1
    for block in np.split(keys["index"], bounds):
        if len(block) > 1:
            yield block.tolist()


def hashed(key: tuple[str, ...]) -> int:
    """64 bits of a key, the same in every process; equal ones of different keys only cost a comparison."""
    return int.from_bytes(blake2b("\0".join(key).encode(), digest_size=8).digest())


def blocking_keys(profile: Profile) -> Iterator[tuple[str, ...]]:
    """Keys two tellings of one event are likely to share: place, site, or actor or recipient with country or trigger.

    The event type is no part of any key: codings of one event differ in it.
    """
    for place in profile.places:
        for country in (place.country or "").split("-"):
            if country:
                yield ("place", place.name.lower(), country)
                yield from (("actor", key, country) for key in profile.actors)
                yield from (("recipient", key, country) for key in profile.recipients)
    yield from (("site", site) for site in profile.sites)
    for side in profile.actors | profile.recipients:
        yield from (("trigger", side, stem) for stem in profile.stems)


def days_of(telling: Telling, window: int) -> tuple[int, int]:
    """First and last day on which a telling's event may have been; of one without any day 0, when others are too."""
    profile = telling.profile
    last = profile.last if profile.last is not None else telling.published
    first = profile.first if profile.first is not None else (last - window if last is not None else None)
    if first is None:
        return 0, 0
    last = first + LONGEST_DAYS if last is None else max(first, last)
    return max(first, last - LONGEST_DAYS), last


def meeting(block: Iterable[int], days: Mapping[int, tuple[int, int]]) -> Iterator[Pair]:
    """Pairs within a block whose days meet or are a day apart: a sweep over the days."""
    open_ends: list[tuple[int, int]] = []
    for index in sorted(block, key=lambda index: (days[index], index)):
        first, last = days[index]
        while open_ends and open_ends[0][0] + 1 < first:
            heappop(open_ends)
        for _, other in open_ends:
            yield (index, other) if index < other else (other, index)
        heappush(open_ends, (last, index))
