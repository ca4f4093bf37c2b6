"""Which accounts of different reports are compared at all: those that share a blocking key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from itertools import chain, combinations

from dateline.linking.levels import incompatible
from dateline.linking.profile import Profile, ordinal
from dateline.linking.within import Account

Pair = tuple[str, str]
Key = tuple[str, str, str, int | None]
"""What kind of key, the two things shared, and the number of a window, or None for any."""

UNPLACED = frozenset({"trigger", "wording"})
"""Kinds of keys that count only where one of two accounts is in no known country."""

LONG = 92
"""Days of an interval so long that its windows say as little as none."""


def candidate_pairs(by_id: Mapping[str, Account], window: int) -> list[Pair]:
    """Pairs of accounts of different reports that share a blocking key and that nothing bars at first sight; sorted.

    Under a key without a week, accounts without any date meet all others, and those with a date not one another; so
    it is with keys that count only for accounts in no known country.
    """
    blocks: defaultdict[Key, list[str]] = defaultdict(list)
    for account_id in sorted(by_id):
        for key in set(blocking_keys(by_id[account_id], window)):
            blocks[key].append(account_id)
    undated = {account_id for account_id, account in by_id.items() if is_undated(account)}
    unplaced = {account_id for account_id, account in by_id.items() if not countries_of(account)}
    found: set[Pair] = set()
    for (kind, _, _, week), block in blocks.items():
        if len(block) > 1:
            lacking = undated if week is None else unplaced if kind in UNPLACED else None
            found.update(combinations(block, 2) if lacking is None else pairs_with(lacking, block))
    return sorted(pair for pair in found if comparable(by_id[pair[0]], by_id[pair[1]]))


def pairs_with(some: Set[str], block: list[str]) -> Iterator[Pair]:
    """The pairs of a block of which one at least is among some."""
    if not some.isdisjoint(block):
        yield from ((a, b) for a, b in combinations(block, 2) if a in some or b in some)


def comparable(first: Account, second: Account) -> bool:
    """Whether two accounts are of two reports, and nothing bars them at first sight."""
    return first.report.id != second.report.id and not incompatible(first.profile, second.profile)


def blocking_keys(account: Account, window: int) -> Iterator[Key]:
    """Keys that two accounts of one event are likely to share, each for a window of days.

    * a place; an actor or recipient, or a rare word around the trigger, with a country;
    * where one of the two is in no known country: an actor, a recipient or a rare word with the trigger;
    * a person to whom it was done.
    The last two come without a window too, for reports of which no day is known. The event type is no part of any key:
    codings of one event differ in it.
    """
    profile = account.profile
    countries = countries_of(account)
    sides = profile.actors | profile.recipients
    own = [("trigger", side, stem) for side in sides for stem in profile.stems]
    own += [("wording", word, stem) for word in profile.rare for stem in profile.stems]
    own += [("person", person, "") for person in profile.people]
    there = [
        ("place", place.name.lower(), c) for place in profile.places if place.country for c in split(place.country)
    ]
    there += [("side", side, country) for side in sides for country in countries]
    there += [("word", word, country) for word in profile.rare for country in countries]
    for week in weeks(account, window):
        yield from ((*key, week) for key in chain(own, there))
    yield from ((*key, None) for key in own)


def countries_of(account: Account) -> set[str]:
    """The countries in which an event was, as far as they are known."""
    return {country for place in account.profile.places if place.country for country in split(place.country)}


def split(country: str) -> list[str]:
    """The countries of a place: two of a border."""
    return country.split("-")


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
