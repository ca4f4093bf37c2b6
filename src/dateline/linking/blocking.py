"""Which accounts of different reports are compared at all: those that share a blocking key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain, combinations

from dateline.linking.profile import Profile, ordinal
from dateline.linking.within import Account
from dateline.records import Place

Pair = tuple[str, str]
Key = tuple[str, str, str, int | None]
"""What kind of key, what is shared, and the number of a window, or None for any."""

LONG = 92
"""Days of an interval so long that its windows say as little as none."""


def candidate_pairs(by_id: Mapping[str, Account], window: int) -> list[Pair]:
    """Pairs of accounts of different reports that share a blocking key; sorted.

    Under a key without a week, an account without a date of any kind meets all others, and these not one another.
    """
    blocks: defaultdict[Key, list[str]] = defaultdict(list)
    undated = {account_id for account_id, account in by_id.items() if is_undated(account)}
    for account_id in sorted(by_id):
        for key in set(blocking_keys(by_id[account_id], window)):
            blocks[key].append(account_id)
    timeless = {key for key in blocks if key[-1] is None}
    return sorted(
        {
            (first, second)
            for key, block in blocks.items()
            if len(block) > 1 and (key not in timeless or not undated.isdisjoint(block))
            for first, second in combinations(block, 2)
            if by_id[first].report.id != by_id[second].report.id
            and (key not in timeless or first in undated or second in undated)
        }
    )


def blocking_keys(account: Account, window: int) -> Iterator[Key]:
    """Keys that two accounts of one event are likely to share, each for a window of days.

    * a place; an actor or recipient, or a rare word around the trigger, with a country;
    * an actor, a recipient or a rare word with the trigger; a person to whom it was done.
    The latter come without a window too, for reports of which no day is known. The event type is no part of any key:
    codings of one event differ in it.
    """
    profile = account.profile
    places = {(place.name.lower(), country) for place in profile.places for country in countries_of(place)}
    countries = {country for _, country in places}
    sides = profile.actors | profile.recipients
    own = [("trigger", side, stem) for side in sides for stem in profile.stems]
    own += [("word", word, stem) for word in profile.rare for stem in profile.stems]
    own += [("person", person, "") for person in profile.people]
    there = [("place", name, country) for name, country in places]
    there += [("side", side, country) for side in sides for country in countries]
    there += [("word", word, country) for word in profile.rare for country in countries]
    for week in weeks(account, window):
        yield from ((*key, week) for key in chain(own, there))
    yield from ((*key, None) for key in own)


def countries_of(place: Place) -> list[str]:
    """The countries of a place: two of a border, none of an unknown one."""
    return place.country.split("-") if place.country else []


def is_undated(account: Account) -> bool:
    """Whether no day at all is known: neither of the event nor of publication, or less than a season of the event."""
    first, last = account.profile.first, account.profile.last
    if first is None or last is None:
        return last is None and account.report.published.date is None
    return last - first > LONG


def weeks(account: Account, window: int) -> Iterator[int]:
    """Numbers of the windows an account may lie in, each with its neighbours; none where no day is known."""
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
