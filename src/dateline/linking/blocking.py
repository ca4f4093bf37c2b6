"""Which tellings of different reports are compared at all: those with a blocking key in common, at the same time."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dateline.linking.levels import MOST_DAYS, incompatible
from dateline.linking.profile import Profile, rare_words
from dateline.linking.told import Telling

Pair = tuple[int, int]
"""Two tellings by their places in a list, the smaller first."""
Key = tuple[str, str, str]
"""What kind of key, and the two things shared."""
Days = tuple[int, int]
"""First and last day on which an event may have been."""

KINDS = ("place", "side", "word", "trigger", "wording", "person", "", "")
"""Kinds of keys; a power of two of them, so that a code keeps within its bits."""
OWN = frozenset({"trigger", "wording", "person"})
"""Kinds of keys under which a telling without any day meets those of all days."""
UNPLACED = frozenset({"trigger", "wording"})
"""Kinds of keys that count only where one of two tellings is in no known country."""
LONG = 92
"""Days of an interval so long that it says as little as none."""
ANY_DAY = (0, 10**7)
"""Of an event of which no day at all is known."""


def candidate_pairs(tellings: Sequence[Telling], window: int) -> NDArray[np.int64]:
    """Pairs of tellings of different reports that share a key and that nothing bars at first sight; sorted rows.

    window: days before publication in which an event without a date is looked for.
    """
    size = len(tellings)
    days = {index: days_of(telling, window) for index, telling in enumerate(tellings)}
    unplaced = [not countries_of(telling.profile) for telling in tellings]
    codes: set[int] = set()
    for kind, block in blocks(tellings):
        own = kind in OWN
        for first, second in meeting(block, days):
            if not own and (days[first] == ANY_DAY) != (days[second] == ANY_DAY):
                continue
            if kind in UNPLACED and not unplaced[first] and not unplaced[second]:
                continue
            if comparable(tellings[first], tellings[second]):
                codes.add(first * size + second)
    found = np.fromiter(codes, dtype=np.int64, count=len(codes))
    found.sort()
    return np.stack(np.divmod(found, max(size, 1)), axis=1)


def blocks(tellings: Sequence[Telling]) -> Iterator[tuple[str, list[int]]]:
    """The kind of each key that two tellings or more have, and the places of these."""
    keyed = (
        (code_of(key), index) for index, telling in enumerate(tellings) for key in set(blocking_keys(telling.profile))
    )
    keys = np.fromiter(keyed, dtype=[("code", np.uint64), ("index", np.int64)])
    keys.sort()
    starts = np.flatnonzero(np.diff(keys["code"], prepend=np.uint64(0)))
    for start, end in pairwise([*starts.tolist(), len(keys)]):
        if end - start > 1:
            yield KINDS[int(keys["code"][start]) % len(KINDS)], keys["index"][start:end].tolist()


def packed_keys(profile: Profile) -> str:
    """The codes of a telling's blocking keys as base64, for `StoredKeys`."""
    codes = np.fromiter(sorted({code_of(key) for key in blocking_keys(profile)}), dtype="<u8")
    return b64encode(codes.tobytes()).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKeys:
    """The blocking keys of many tellings, to find those with which others are compared.

    tellings: report and id of each. first, last: their days as `days_of` gives them for a window of no days. codes:
    of all keys, and in owners the telling that each is of.
    """

    tellings: Sequence[tuple[str, str]]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    codes: NDArray[np.uint64]
    owners: NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, int, int, str]]) -> StoredKeys:
        """Of rows of report, telling, first day, last day and packed keys."""
        tellings, days, held = [], [], []
        for report_id, telling_id, first, last, packed in rows:
            tellings.append((report_id, telling_id))
            days.append((first, last))
            held.append(b64decode(packed))
        spans = np.array(days, dtype=np.int64).reshape(-1, 2)
        return cls(
            tellings=tellings,
            first=spans[:, 0],
            last=spans[:, 1],
            codes=np.frombuffer(b"".join(held), dtype="<u8"),
            owners=np.repeat(np.arange(len(held)), [len(one) // 8 for one in held]),
        )

    def partners(self, others: Iterable[Telling], window: int) -> set[tuple[str, str]]:
        """Those that share a key with one of the others and have days that may meet; some of them in vain."""
        wanted = [
            (days_of(one, window), np.array([code_of(key) for key in blocking_keys(one.profile)], dtype=np.uint64))
            for one in others
        ]
        shared = np.isin(self.codes, np.concatenate([codes for _, codes in wanted]))
        codes, owners = self.codes[shared], self.owners[shared]
        found: set[int] = set()
        for (first, last), own in wanted:
            near = np.unique(owners[np.isin(codes, own)])
            meets = (self.first[near] - window <= last + MOST_DAYS) & (first <= self.last[near] + MOST_DAYS)
            found.update(near[meets].tolist())
        return {self.tellings[index] for index in found}


def code_of(key: Key) -> int:
    """A key as a number, the same in every process, its kind in the lowest bits.

    Equal ones of different keys only cost a comparison.
    """
    number = int.from_bytes(blake2b("\0".join(key).encode(), digest_size=8).digest(), "big")
    return number - number % len(KINDS) + KINDS.index(key[0])


def comparable(first: Telling, second: Telling) -> bool:
    """Whether two tellings are of two reports, and nothing bars them at first sight."""
    return first.report_id != second.report_id and not incompatible(first.profile, second.profile)


def blocking_keys(profile: Profile) -> Iterator[Key]:
    """Keys that two tellings of one event are likely to share.

    * a place; an actor or recipient, or a rare word around the trigger, with a country;
    * where one of the two is in no known country: an actor, a recipient or a rare word with the trigger;
    * a person to whom it was done.
    The event type is no part of any key: codings of one event differ in it.
    """
    countries = countries_of(profile)
    sides = profile.actors | profile.recipients
    rare = tuple(rare_words(profile))
    yield from (("trigger", side, stem) for side in sides for stem in profile.stems)
    yield from (("wording", word, stem) for word in rare for stem in profile.stems)
    yield from (("person", person, "") for person in profile.people)
    yield from (
        ("place", place.name.lower(), country)
        for place in profile.places
        if place.country
        for country in place.country.split("-")
    )
    yield from (("side", side, country) for side in sides for country in countries)
    yield from (("word", word, country) for word in rare for country in countries)


def countries_of(profile: Profile) -> set[str]:
    """The countries in which an event was, as far as they are known: two of a border."""
    return {country for place in profile.places if place.country for country in place.country.split("-")}


def days_of(telling: Telling, window: int) -> Days:
    """The days on which a telling's event may have been.

    Any day where none is known, neither of the event nor of publication, or less than a season of the event.
    """
    first, last = telling.profile.first, telling.profile.last
    if first is not None and last is not None:
        return ANY_DAY if last - first > LONG else (first, last)
    last = last if last is not None else telling.published
    if last is None:
        return ANY_DAY
    return (first, max(first, last)) if first is not None else (last - window, last)


def possible_days(telling: Telling) -> Days:
    """The days on which a telling's event may have been at all: what is not told may be any day before publication."""
    first, last = telling.profile.first, telling.profile.last
    latest = last if last is not None else telling.published
    earliest = first if first is not None else ANY_DAY[0]
    return earliest, max(earliest, latest if latest is not None else ANY_DAY[1])


def meet(first: Days, second: Days) -> bool:
    """Whether events of these days may be one: outlets may each be a day off."""
    return first[0] <= second[1] + MOST_DAYS and second[0] <= first[1] + MOST_DAYS


def meeting(block: Iterable[int], days: Mapping[int, Days]) -> Iterator[Pair]:
    """Pairs within a block whose days meet: a sweep over the days."""
    open_ends: list[tuple[int, int]] = []
    for index in sorted(block, key=lambda index: (days[index], index)):
        first, last = days[index]
        while open_ends and open_ends[0][0] + MOST_DAYS < first:
            heappop(open_ends)
        for _, other in open_ends:
            yield (index, other) if index < other else (other, index)
        heappush(open_ends, (last, index))
