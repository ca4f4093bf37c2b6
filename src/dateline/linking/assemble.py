"""From the accounts of one event to its record: values united, intersected or voted on, differences kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import TypeVar

from dateline.linking.copies import Origin, independent
from dateline.linking.naming import participants
from dateline.linking.profile import entity_key, intersection, ordinal
from dateline.linking.within import Account
from dateline.records import (
    HAPPENED,
    Codes,
    Count,
    Date,
    Dispute,
    DisputedValue,
    Entity,
    Estimate,
    Event,
    EventMention,
    Means,
    Place,
    Span,
)

T = TypeVar("T")

PRECISION_ORDER = ("day", "week", "month", "season", "quarter", "year", "decade", "range", "unknown")
BASIS_ORDER = ("explicit", "relative", "anaphoric", "unknown")


def event_of(accounts: Sequence[Account], origins: Mapping[str, Origin]) -> Event:
    """The event that these accounts tell; `related` is filled in by `relations`."""
    accounts = sorted(accounts, key=anchor_order)
    mentions = [mention for account in accounts for mention in account.mentions]
    claims = {(account.report.id, claim.id): claim for account in accounts for claim in account.report.claims}
    wanted = {(account.report.id, claim_id) for account in accounts for m in account.mentions for claim_id in m.claims}
    happened = [mention for mention in mentions if mention.status in HAPPENED] or mentions
    kind = most_common([mention.event_type for mention in happened])
    mode = most_common([mention.event_mode for mention in happened if mention.event_mode] or [None])
    return Event(
        id=anchor(accounts),
        event_type=kind,
        event_mode=mode,
        contexts=tuple(sorted({context for mention in mentions for context in mention.contexts})),
        status=most_common([mention.status for mention in happened]),
        actors=participants([mention.actors for mention in happened]),
        recipients=participants([mention.recipients for mention in happened]),
        date=common_date([mention.date for mention in happened]),
        locations=places([place for mention in happened for place in mention.locations]),
        means=means([item for mention in happened for item in mention.means]),
        counts=counts([count for mention in happened for count in mention.counts]),
        claims=tuple(claims[key] for key in claims if key in wanted),
        codes=codes(mentions, kind, mode),
        background=all(mention.background for mention in mentions),
        confidence=max(mention.confidence for mention in happened),
        evidence=united_spans(
            [mention.evidence for mention in mentions]
            + [names_of(mention) for mention in happened if len({account.report.id for account in accounts}) > 1],
            [mention.trigger for mention in mentions],
        ),
        support=united_names([mention.support for mention in mentions]),
        basis=united_names([mention.basis for mention in mentions]),
        disputes=tuple(disputes(accounts, origins)),
        reports=tuple(dict.fromkeys(account.report.id for account in accounts)),
        independent_sources=independent((account.report.id for account in accounts), origins),
        coder=accounts[0].report.coder,
    )


def names_of(mention: EventMention) -> dict[str, tuple[Span, ...]]:
    """The names of a mention's participants within its phrases ("A. Orr" in "the reporter A. Orr").

    In an event of several reports a participant is shown in the words of one of them; by its name it can be found in
    each of the others.
    """
    sides = {"actors": mention.actors, "recipients": mention.recipients}
    return {side: tuple(span for entity in told for span in name_span(entity)) for side, told in sides.items() if told}


def name_span(entity: Entity) -> Iterator[Span]:
    """Where an entity's name stands in its own phrase, if it is less than the phrase."""
    at = entity.span.text.lower().find(entity.name.lower()) if entity.name else -1
    if at >= 0 and len(entity.name) < len(entity.span.text):
        start = entity.span.start + at
        end = start + len(entity.name)
        yield replace(entity.span, start=start, end=end, text=entity.span.text[at : at + len(entity.name)])


def anchor_order(account: Account) -> tuple[str, str, str]:
    """Earliest publication first (unknown last), then the smallest mention id."""
    return account.report.published.date or "9999", account.id, account.report.id


def anchor(accounts: Sequence[Account]) -> str:
    """The event's id: that of its anchor mention (docs/records.md)."""
    return min(accounts, key=anchor_order).id


def most_common(values: Sequence[T]) -> T:
    """The most frequent of one or more values, of equals the first."""
    counted = Counter(values)
    return max(counted, key=lambda value: (counted[value], -values.index(value)))


def common_date(dates: Sequence[Date]) -> Date:
    """The intersection of the intervals, with the span of the most precise of them."""
    known = [item for item in dates if item.start or item.end]
    if not known:
        return next((item for item in dates if item.span), Date())
    best = min(known, key=lambda item: (PRECISION_ORDER.index(item.granularity), BASIS_ORDER.index(item.basis)))
    start, end = ordinal(best.start), ordinal(best.end)
    for item in known:
        start, end = intersection((start, end), (ordinal(item.start), ordinal(item.end)))
    return Date(
        start=iso(start),
        end=iso(end),
        granularity="day" if start is not None and start == end else best.granularity,
        basis=best.basis,
        span=best.span,
    )


def iso(day: int | None) -> str | None:
    """An ordinal day as ISO text."""
    return date.fromordinal(day).isoformat() if day is not None else None


def places(found: Iterable[Place]) -> tuple[Place, ...]:
    """One record per place; a country or border is left out where a finer place in all its countries stands."""
    unique: dict[tuple[object, ...], Place] = {}
    for place in found:
        unique.setdefault((place.name.lower(), place.country, place.admin1), place)
    kept = list(unique.values())
    fine = {
        country
        for place in kept
        if place.precision not in {"country", "border", "unknown"} and place.country
        for country in place.country.split("-")
    }
    return tuple(
        place
        for place in kept
        if place.kind != "country" or not place.country or not set(place.country.split("-")) <= fine
    )


def means(found: Iterable[Means]) -> tuple[Means, ...]:
    """One record per weapon or platform as named, the counted one first choice."""
    unique: dict[tuple[str, str], Means] = {}
    for item in found:
        key = (item.category, item.span.text.lower())
        if key not in unique or (unique[key].count is None and item.count is not None):
            unique[key] = item
    return tuple(unique.values())


def counts(found: Iterable[Count]) -> tuple[Count, ...]:
    """Every different count, in text order; which of them to trust is said by the disputes."""
    unique: dict[tuple[object, ...], Count] = {}
    for count in found:
        unique.setdefault((count.what, count.low, count.high, count.best, count.side, count.scope, count.part), count)
    return tuple(unique.values())


def codes(mentions: Sequence[EventMention], kind: str, mode: str | None) -> Codes:
    """The crosswalk of the mention that has the event's type and mode, the surest first."""
    fitting = [mention for mention in mentions if mention.event_type == kind and mention.event_mode == mode]
    return max(fitting or mentions, key=lambda mention: mention.confidence).codes


def united_spans(
    maps: Iterable[Mapping[str, tuple[Span, ...]]], triggers: Iterable[Span]
) -> dict[str, tuple[Span, ...]]:
    """Evidence of all mentions field by field, and their triggers."""
    united: dict[str, set[Span]] = {"trigger": set(triggers)}
    for evidence in maps:
        for name, spans in evidence.items():
            united.setdefault(name, set()).update(spans)
    return {name: tuple(sorted(spans)) for name, spans in sorted(united.items())}


def united_names(maps: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Claim ids or rule names of all mentions field by field."""
    united: dict[str, set[str]] = {}
    for names in maps:
        for name, values in names.items():
            united.setdefault(name, set()).update(values)
    return {name: tuple(sorted(values)) for name, values in sorted(united.items())}


def disputes(accounts: Sequence[Account], origins: Mapping[str, Origin]) -> Iterator[Dispute]:
    """Fields on which accounts differ: whether it happened, who did it, and the numbers of dead and injured."""
    mentions = [mention for account in accounts for mention in account.mentions]
    stated = {"happened" if m.status in HAPPENED else m.status for m in mentions}
    if len(stated) > 1:
        yield dispute("status", [(m.status, m.claims, m.evidence.get("status", ()) or (m.trigger,)) for m in mentions])
    for what in ("fatalities", "injured"):
        yield from toll_dispute(what, accounts, origins)
    yield from actor_dispute([mention for mention in mentions if mention.status in HAPPENED])


def toll_dispute(what: str, accounts: Sequence[Account], origins: Mapping[str, Origin]) -> Iterator[Dispute]:
    """Different numbers for one toll. Numbers that one mention tells side by side are of different people."""
    tolls = [
        (account, mention, [count for count in mention.counts if is_toll(count, what)])
        for account in accounts
        for mention in account.mentions
    ]
    told = [(account, mention, found) for account, mention, found in tolls if found]
    values = [frozenset(count.best for count in found) for _, _, found in told]
    if any(not (first & second) for first, second in combinations(values, 2)):
        given = [(c.best, m.support.get("counts", ()), (c.span,)) for _, m, found in told for c in found]
        by_source = [
            (account.report.published.date or "", origins[account.report.id].first, count)
            for account, _, found in told
            for count in found
        ]
        yield replace(dispute(what, given), estimate=estimate(by_source))


def is_toll(count: Count, what: str) -> bool:
    """Whether a count is a number of the event's dead or injured, all of them."""
    return count.what == what and bool(count.best) and count.scope == "event" and not count.part


def estimate(told: Iterable[tuple[str, str, Count]]) -> Estimate:
    """One number of many: day of publication (empty where unknown), source and count of each.

    low and high: the least and the most that anybody tells. best, by the rule "later_half_most": each source counts
    once, with the last that it says; of the later half of the sources, by day, the number that most give, of equals the
    one told last, then the higher. First tolls are low and are corrected, and a single late slip does not decide.
    """
    ordered = sorted(told, key=lambda one: (one[0], one[1], one[2].best or 0))
    last = {source: (day, count.best or 0) for day, source, count in ordered}
    later = sorted(last.values())[len(last) // 2 :]
    given = Counter(best for _, best in later)
    lows = [count.low if count.low is not None else count.best for _, _, count in ordered]
    highs = [count.high if count.high is not None else count.best for _, _, count in ordered]
    return Estimate(
        low=min(low for low in lows if low is not None),
        best=max(given, key=lambda best: (given[best], max(day for day, other in later if other == best), best)),
        high=max(high for high in highs if high is not None),
        rule="later_half_most",
    )


def actor_dispute(mentions: Sequence[EventMention]) -> Iterator[Dispute]:
    """Named actors who have nothing in common: two groups that each say it was theirs, or are each accused."""
    named = [(mention, [actor for actor in mention.actors if is_named(actor)]) for mention in mentions]
    told = [(mention, actors) for mention, actors in named if actors and mention.support.get("actors")]
    if any(not (identity(first) & identity(second)) for (_, first), (_, second) in combinations(told, 2)):
        yield dispute("actors", [(a.name, m.support["actors"], (a.span,)) for m, actors in told for a in actors])


def is_named(entity: Entity) -> bool:
    """Whether an entity is somebody in particular and not "gunmen" or "the group"."""
    return entity.id is not None or sum(word[:1].isupper() for word in entity.name.split()) > 1


def identity(entities: Iterable[Entity]) -> frozenset[str]:
    """All by which entities can be known as the same: keys, countries and backers."""
    return frozenset(key for e in entities for key in (entity_key(e), e.country, *e.affiliation) if key)


def dispute(name: str, told: Sequence[tuple[object, tuple[str, ...], tuple[Span, ...]]]) -> Dispute:
    """One value per different statement, with all claims and spans that give it."""
    values: dict[object, tuple[set[str], set[Span]]] = {}
    for value, claim_ids, spans in told:
        claims, evidence = values.setdefault(value, (set(), set()))
        claims.update(claim_ids)
        evidence.update(spans)
    return Dispute(
        field=name,
        values=tuple(
            DisputedValue(value=value, claims=tuple(sorted(claims)), evidence=tuple(sorted(evidence)))
            for value, (claims, evidence) in values.items()
        ),
    )
