"""Which accounts of different reports are compared at all: those that share a blocking key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from dateline.linking.profile import Profile, ordinal
from dateline.linking.within import Account

Pair = tuple[str, str]


def candidate_pairs(by_id: Mapping[str, Account], window: int) -> list[Pair]:
    """Pairs of accounts of different reports that share a blocking key; sorted."""
    blocks: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
    for account_id in sorted(by_id):
        for key in sorted(set(blocking_keys(by_id[account_id], window)), key=repr):
            blocks[key].append(account_id)
    return sorted(
        {
            (first, second)
            for block in blocks.values()
            for first, second in combinations(block, 2)
            if by_id[first].report.id != by_id[second].report.id
        }
    )


def blocking_keys(account: Account, window: int) -> Iterator[tuple[object, ...]]:
    """Keys two accounts of one event are likely to share: place, or actor or recipient with country or trigger.

    All within a window of days. The event type is no part of any key: codings of one event differ in it.
    """
    profile = account.profile
    for week in weeks(account, window):
        for place in profile.places:
            for country in (place.country or "").split("-"):
                if country:
                    yield ("place", place.name.lower(), country, week)
                    yield from (("actor", key, country, week) for key in profile.actors)
                    yield from (("recipient", key, country, week) for key in profile.recipients)
        for side in sorted(profile.actors | profile.recipients):
            yield from (("trigger", side, stem, week) for stem in profile.stems)


def weeks(account: Account, window: int) -> Iterator[int]:
    """Numbers of the windows an account may lie in, each with its neighbours; of an undated report only 0."""
    profile: Profile = account.profile
    published = ordinal(account.report.published.date)
    last = profile.last if profile.last is not None else published
    first = profile.first if profile.first is not None else (last - window if last is not None else None)
    if first is None or last is None:
        yield 0
        return
    length = max(window, 1)
    end = min(last, first + 366)
    yield from range((first - 1) // length, (end + 1) // length + 1)
