"""Which mentions of one report are the same event.

Mentions are taken in the order of the text. Each joins the event told so far with which it has the most
points, or starts a new one: the reading of a reader who meets "the strikes" and looks back. The order of
the text is part of the report, so the result is a function of the report alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dateline.linking.compare import Weights, score
from dateline.linking.cues import is_outcome, is_plural, joined, names_the_doers, resulting, set_apart, told_on
from dateline.linking.gist import Gist, gist_of
from dateline.linking.levels import levels
from dateline.linking.naming import with_names
from dateline.linking.profile import Profile, finest, merge, profile_of
from dateline.linking.setting import own_places, with_settings
from dateline.records import EventMention, Report

Apart = frozenset[frozenset[str]]
"""Pairs of mentions, by their ids, that are of different events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One report's telling of one event: its mentions in text order, and what they say together."""

    report: Report
    mentions: tuple[EventMention, ...]
    profile: Profile

    @property
    def id(self) -> str:
        """The smallest mention id: a function of what the account holds, not of its order."""
        return min(mention.id for mention in self.mentions)


def accounts_of(report: Report, weights: Weights, apart: Apart = frozenset()) -> list[Account]:
    """The events that a report tells, each with its mentions, in the order of their first mention.

    apart: pairs of mentions, by id, that a person calls different.
    """
    told: list[Account] = []
    for mention in sorted(report.events, key=lambda mention: mention.trigger.start):
        own = profile_of(replace(mention, locations=own_places(mention)), report)
        open_to = [not any({mention.id, other.id} in apart for other in account.mentions) for account in told]
        best = best_account(told, mention, own, weights, open_to)
        if best is None:
            told.append(Account(report=report, mentions=(mention,), profile=own))
        else:
            told[best] = extended(told[best], mention, own)
    shown = replace(report, events=with_names(report))
    settled = {mention.id: mention for mention in with_settings(shown)}
    gist = gist_of(report.text)
    return [completed(account, settled, gist) for account in told]


def completed(account: Account, settled: Mapping[str, EventMention], gist: Gist) -> Account:
    """The account with the names and places that its report told elsewhere, and what the whole report is about.

    They come last: that two mentions share the scene of their report is no sign that they are one event.
    """
    mentions = tuple(settled[mention.id] for mention in account.mentions)
    places = tuple(dict.fromkeys(place for mention in mentions for place in mention.locations))
    return replace(
        account, mentions=mentions, profile=replace(account.profile, places=places, finest=finest(places), gist=gist)
    )


def best_account(
    told: list[Account], mention: EventMention, own: Profile, weights: Weights, open_to: list[bool]
) -> int | None:
    """Index of the account with the most points above the threshold, of equals the last told; only of those open."""
    scored = [
        (comparison.points, index)
        for index, account in enumerate(told)
        if open_to[index]
        and not (
            comparison := score(
                mention_levels(account, mention, own, index == main_event(told, own)), weights, "within"
            )
        ).barred
    ]
    points, index = max(scored, default=(0.0, -1))
    return index if index >= 0 and points >= weights["threshold"]["within"] else None


def mention_levels(account: Account, mention: EventMention, own: Profile, is_main: bool) -> Iterator[str]:
    """What speaks for and against a mention belonging to an account of its own report."""
    text = account.report.text
    gaps = [text[other.trigger.end : mention.trigger.start] for other in account.mentions]
    outcome = told_on(gaps[-1]) and is_outcome(account.mentions[-1].trigger.text) != is_outcome(mention.trigger.text)
    for level in levels(account.profile, own):
        if level == "kind.other_mode" and outcome and by_explosives(account.profile.modes | own.modes):
            yield "kind.same_type"
        else:
            yield level
    yield "background.same" if account.profile.background == own.background else "background.different"
    if any(set_apart(gap) for gap in gaps) or sums_up(mention):
        yield "reference.set_apart"
    elif joined(gaps[-1]) or resulting(gaps[-1], mention.trigger.text):
        yield "reference.joined"
    elif outcome:
        yield "reference.outcome"
    if not account.profile.modes & own.modes and is_plural(mention.trigger.text) != any(
        is_plural(other.trigger.text) for other in account.mentions
    ):
        yield "reference.number"
    if is_main and any(names_the_doers(actor.text) for actor in mention.actors):
        yield "reference.doers"
    rules = mention.basis.get("trigger", ())
    if "definite" in rules:
        yield "reference.definite"
        if is_main:
            yield "reference.main_event"
    elif "indefinite" in rules:
        yield "reference.indefinite"


def sums_up(mention: EventMention) -> bool:
    """Whether it tells of several attacks over more than a day ("shelled three times this year"): no single one."""
    several = any(count.what == "attacks" and (count.low or 0) > 1 for count in mention.counts)
    return several and mention.date.granularity in {"week", "month", "season", "quarter", "year", "decade"}


def by_explosives(modes: frozenset[str]) -> bool:
    """Whether the modes are those of an explosion and of what it destroyed."""
    return modes == {"explosives", "destroy"}


def main_event(told: list[Account], own: Profile) -> int:
    """Index of the first event of the type that is news rather than background, -1 where there is none."""
    return next(
        (i for i, account in enumerate(told) if account.profile.type == own.type and not account.profile.background),
        -1,
    )


def extended(account: Account, mention: EventMention, own: Profile) -> Account:
    """The account with one more mention."""
    return replace(account, mentions=(*account.mentions, mention), profile=merge(account.profile, own))
