"""Relations that a text itself states between events; never inferred from mere order in time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise

from dateline.linking.cues import MAX_DISTANCE, load_cues, sentence_around, sentence_ends
from dateline.linking.within import Account
from dateline.records import HAPPENED, EventMention, Related, Report, Span

_OPENING = " \t\n\"'“‘(–—-"
"""What may stand before the first word of a sentence."""


def relations(report: Report, accounts: Sequence[Account]) -> Iterator[tuple[str, str, Related]]:
    """(report id, account id, relation to another account of the report); event ids are account ids here."""
    owner = {mention.id: account for account in accounts for mention in account.mentions}
    mentions = sorted((m for m in report.events if m.status in HAPPENED), key=lambda m: m.trigger.start)
    for cue in load_cues():
        found: Iterator[tuple[EventMention, EventMention, Span]] = iter(())
        if cue.kind == "between":
            found = chain(between(report, mentions, cue.pattern), fronted(report, mentions, cue.pattern))
        elif cue.kind == "ordinal":
            found = ordinals(report, accounts, mentions, cue.pattern, owner)
        elif cue.kind == "among":
            found = among(report, mentions, cue.pattern)
        for later, earlier, words in found:
            first, second = owner[later.id], owner[earlier.id]
            if first.id != second.id and plausible(first, second):
                yield report.id, first.id, Related(relation=cue.relation, event_id=second.id, evidence=(words,))


def plausible(later: Account, earlier: Account) -> bool:
    """Whether the dates allow the first to come after the second."""
    if later.profile.last is None or earlier.profile.first is None:
        return True
    return earlier.profile.first <= later.profile.last


def between(
    report: Report, mentions: Sequence[EventMention], pattern: re.Pattern[str]
) -> Iterator[tuple[EventMention, EventMention, Span]]:
    """Neighbouring triggers of one sentence with a cue that opens the stretch between them."""
    for first, second in pairwise(mentions):
        gap = report.text[first.trigger.end : second.trigger.start]
        if len(gap) > MAX_DISTANCE or sentence_ends(gap):
            continue
        if cue := pattern.search(gap):
            start = first.trigger.end + cue.start()
            yield first, second, span(report, start, start + len(cue.group()))


def fronted(
    report: Report, mentions: Sequence[EventMention], pattern: re.Pattern[str]
) -> Iterator[tuple[EventMention, EventMention, Span]]:
    """Neighbouring triggers of one sentence that opens with the cue and the earlier event, set off by a comma.

    "In response to the shelling of the port, rebels raided two villages."
    """
    for first, second in pairwise(mentions):
        gap = report.text[first.trigger.end : second.trigger.start]
        if "," not in gap or len(gap) > MAX_DISTANCE or sentence_ends(gap):
            continue
        start, _ = sentence_around(report.text, first.trigger.start, first.trigger.end)
        opening = report.text[start : first.trigger.start]
        cue = pattern.match(opening, len(opening) - len(opening.lstrip(_OPENING)))
        if cue and "," not in opening:
            yield second, first, span(report, start + cue.start(), start + cue.end())


def ordinals(
    report: Report,
    accounts: Sequence[Account],
    mentions: Sequence[EventMention],
    pattern: re.Pattern[str],
    owner: Mapping[str, Account],
) -> Iterator[tuple[EventMention, EventMention, Span]]:
    """A mention called the second of its kind, and the last earlier event of that kind in the report."""
    for mention in mentions:
        start, end = sentence_around(report.text, mention.trigger.start, mention.trigger.end)
        cue = pattern.search(report.text, start, end)
        if cue and (previous := last_before(owner[mention.id], accounts)):
            yield mention, previous.mentions[0], span(report, cue.start(), cue.end())


def among(
    report: Report, mentions: Sequence[EventMention], pattern: re.Pattern[str]
) -> Iterator[tuple[EventMention, EventMention, Span]]:
    """Neighbouring mentions of one type in a sentence that has a cue."""
    for first, second in pairwise(mentions):
        if first.event_type == second.event_type and not first.background and not second.background:
            start, end = sentence_around(report.text, first.trigger.start, first.trigger.end)
            cue = pattern.search(report.text, start, end) if second.trigger.end <= end else None
            if cue:
                yield second, first, span(report, cue.start(), cue.end())


def last_before(account: Account, accounts: Sequence[Account]) -> Account | None:
    """The last account of the same type and a shared actor that ended before this one began."""
    own = account.profile
    candidates = [
        other
        for other in accounts
        if other.id != account.id
        and other.profile.type == own.type
        and other.profile.realis == "happened"
        and other.profile.actors & own.actors | other.profile.actor_countries & own.actor_countries
        and other.profile.last is not None
        and own.first is not None
        and other.profile.last < own.first
    ]
    return max(candidates, key=lambda other: (other.profile.last, other.id), default=None)


def span(report: Report, start: int, end: int) -> Span:
    """A record span of the report's text."""
    return Span(report_id=report.id, start=start, end=end, text=report.text[start:end])
