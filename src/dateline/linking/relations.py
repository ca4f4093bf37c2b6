"""Relations that a text itself states between events; never inferred from mere order in time."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from dateline.linking.within import Account
from dateline.records import HAPPENED, EventMention, Related, Report, Span

MAX_DISTANCE = 400
"""No cue is looked for between triggers further apart than this many characters."""

_SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+(?=[“\"‘A-Z])|\n\s*\n")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|Capt|Sen|Rep|Gov|St|Jr|Sr|vs|No)\.\s*$")


@cache
def load_cues() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(relation, kind, pattern) for every block of relations.toml."""
    table = tomllib.loads(files("dateline.linking").joinpath("relations.toml").read_text("utf-8"))
    return tuple((block["relation"], block["kind"], any_of(block["patterns"])) for block in table["cue"])


def any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """A pattern for any of these phrases as whole words, the longest first."""
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) + r")\b", re.I)


def relations(report: Report, accounts: Sequence[Account]) -> Iterator[tuple[str, str, Related]]:
    """(report id, account id, relation to another account of the report); event ids are account ids here."""
    owner = {mention.id: account for account in accounts for mention in account.mentions}
    mentions = sorted((m for m in report.events if m.status in HAPPENED), key=lambda m: m.trigger.start)
    for relation, kind, pattern in load_cues():
        found = (
            between(report, mentions, pattern)
            if kind == "between"
            else ordinals(report, accounts, mentions, pattern, owner)
        )
        for later, earlier, cue in found:
            first, second = owner[later.id], owner[earlier.id]
            if first.id != second.id and plausible(first, second):
                yield report.id, first.id, Related(relation=relation, event_id=second.id, evidence=(cue,))


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


def sentence_ends(text: str) -> list[int]:
    """Offsets after which a new sentence begins, abbreviations aside."""
    return [
        match.end() for match in _SENTENCE_END.finditer(text)
        if not _ABBREVIATION.search(text[: match.start() + 1])
    ]  # fmt: skip


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds characters [start, end), found by punctuation alone."""
    ends = sentence_ends(text)
    return max((e for e in ends if e <= start), default=0), min((e for e in ends if e >= end), default=len(text))


def span(report: Report, start: int, end: int) -> Span:
    """A record span of the report's text."""
    return Span(report_id=report.id, start=start, end=end, text=report.text[start:end])
