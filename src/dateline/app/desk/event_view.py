"""What the page of an event shows, made of its record and the reports that tell it; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from urllib.parse import quote

from dateline.app import wording
from dateline.app.marks import FIELDS, fields_of, passages
from dateline.app.show import disputed_value
from dateline.exports.csv_table import scenes
from dateline.exports.table import place_name
from dateline.linking import copy_groups
from dateline.records import COUNT_KINDS, Claim, Count, Entity, Event, EventMention, Report, Span
from dateline.settings import LinkSettings

FACTS = (*FIELDS, "contexts", "background", "codes")
"""The fields of an event in the order in which its page tells them."""
COMPARED = ("status", "date", "place", "actors", "recipients", "fatalities", "injured")
"""What the reports of an event are compared by, side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A piece of evidence: the words, where on the desk they stand, and how many reports have them."""

    text: str
    href: str
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field with its value, the words that show it, who says so, and the rules that it came about by."""

    field: str
    value: str
    quotes: tuple[Quote, ...]
    said_by: tuple[str, ...]
    basis: tuple[str, ...]
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A report of the event: its sentences with their marks, what it says by itself, and its copies.

    values: for each of COMPARED what this report says, empty where it says nothing.
    """

    report: Report
    marks: tuple[tuple[str, Span], ...]
    passages: tuple[tuple[int, int], ...]
    values: Mapping[str, str]
    claims: tuple[Claim, ...]
    copies: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeView:
    """A field on which sources differ: each value with the words and those who say so, and an estimate if any."""

    field: str
    values: tuple[tuple[str, tuple[Quote, ...], tuple[str, ...]], ...]
    estimate: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """Everything on the page of an event but what people and linking said of it."""

    event: Event
    facts: tuple[Fact, ...]
    sources: tuple[Source, ...]
    disputes: tuple[DisputeView, ...]
    compared: tuple[str, ...]


def event_view(event: Event, reports: Sequence[Report]) -> EventView:
    """The view of an event and of the reports that tell it."""
    claims = {claim.id: claim for claim in event.claims}
    found = tuple(source(event, original, copies, claims) for original, copies in grouped(reports))
    shown = frozenset(one.report.id for one in found)
    facts = [fact_of(event, field, claims, shown) for field in FACTS]
    return EventView(
        event=event,
        facts=tuple(fact for fact in facts if fact.value or fact.quotes),
        sources=found,
        disputes=tuple(dispute_views(event, claims, shown)),
        compared=tuple(field for field in COMPARED if any(one.values[field] for one in found)),
    )


def grouped(reports: Sequence[Report]) -> list[tuple[Report, tuple[Report, ...]]]:
    """The reports that stand for themselves, first published first, each with its copies among the others."""
    first = copy_groups(reports, LinkSettings())
    ordered = sorted(reports, key=lambda one: (one.published.date or one.published.earliest or "9999", one.id))
    return [
        (one, tuple(copy for copy in ordered if copy is not one and first[copy.id] == one.id))
        for one in ordered
        if first[one.id] == one.id
    ]


def source(event: Event, report: Report, copies: tuple[Report, ...], claims: Mapping[str, Claim]) -> Source:
    """One report of an event."""
    marks = tuple(fields_of(event.evidence, report.id))
    own = told_in(event, report)
    return Source(
        report=report,
        marks=marks,
        passages=tuple(passages(report, marks)),
        values=values_of(own),
        claims=tuple(claim for claim in claims.values() if claim.content.report_id == report.id),
        copies=copies,
    )


def told_in(event: Event, report: Report) -> list[EventMention]:
    """The mentions of an event in one of its reports, in the order of the text."""
    triggers = {(span.start, span.end) for span in event.evidence.get("trigger", ()) if span.report_id == report.id}
    return [mention for mention in report.events if (mention.trigger.start, mention.trigger.end) in triggers]


def values_of(mentions: Sequence[EventMention]) -> dict[str, str]:
    """What mentions of one report say of each of COMPARED, each value once."""
    days = [wording.day_range(one.date) for one in mentions if one.date.start or one.date.end]
    places = [place_name(place) for one in mentions for place in one.locations if place.role == "scene"]
    return {
        "status": joined(one.status for one in mentions),
        "date": joined(days),
        "place": joined(places),
        "actors": joined(entity.name for one in mentions for entity in one.actors),
        "recipients": joined(entity.name for one in mentions for entity in one.recipients),
        "fatalities": joined(number(count) for one in mentions for count in one.counts if count.what == "fatalities"),
        "injured": joined(number(count) for one in mentions for count in one.counts if count.what == "injured"),
    }


def number(count: Count) -> str:
    """A count as it is told: "5", "at least 5", "up to 7", "3 to 7"; totals and parts are named as such."""
    low, high, best = (None if value is None else f"{value:g}" for value in (count.low, count.high, count.best))
    if low == high and low is not None:
        said = low
    elif low is not None and high is not None:
        said = f"{low} to {high}"
    else:
        said = f"at least {low}" if low is not None else f"up to {high}" if high is not None else best or "some"
    noted = [*(["in all"] if count.scope == "cumulative" else []), *(["part"] if count.part else [])]
    return f"{said} ({', '.join(noted)})" if noted else said


def fact_of(event: Event, field: str, claims: Mapping[str, Claim], shown: Set[str]) -> Fact:
    """A field of an event as its page tells it; `shown` are the reports whose sentences stand on the page."""
    spans = event.evidence.get(field, ())
    return Fact(
        field=field,
        value=value_of(event, field),
        quotes=quotes(spans, shown),
        said_by=said_by(event.support.get(field, ()), claims),
        basis=tuple(event.basis.get(field, ())),
        disputed=any(disputes(dispute.field, field) for dispute in event.disputes),
    )


def disputes(disputed: str, field: str) -> bool:
    """Whether a dispute on `disputed` is one on this field; numbers of people are disputed by what they count."""
    return disputed == field or (field == "counts" and disputed in COUNT_KINDS)


def value_of(event: Event, field: str) -> str:
    """The value of a field in words."""
    match field:
        case "trigger":
            return wording.kind(event)
        case "status":
            return event.status + (", told as background" if event.background else "")
        case "date":
            return f"{wording.day_range(event.date)} ({event.date.granularity}, {event.date.basis})"
        case "locations":
            return joined(f"{place_name(place)}, {place.precision}" for place in scenes(event))
        case "actors":
            return joined(map(described, event.actors))
        case "recipients":
            return joined(map(described, event.recipients))
        case "means":
            return joined(one.category for one in event.means)
        case "counts":
            return joined(f"{one.what} {number(one)}" for one in event.counts)
        case "contexts":
            return joined(event.contexts)
        case "codes":
            return joined(
                f"{name} {value}"
                for name, value in (
                    ("PLOVER score", event.codes.plover_score),
                    ("CAMEO", event.codes.cameo_root),
                    ("Goldstein", event.codes.goldstein),
                    ("ACLED", event.codes.acled_sub_event_type or event.codes.acled_event_type),
                    ("UCDP type", event.codes.ucdp_type_of_violence),
                )
                if value is not None
            )
        case _:
            return ""


def described(entity: Entity) -> str:
    """An actor with what the catalogue knows: "army (military-unit, SYR)"."""
    return f"{entity.name} ({', '.join(part for part in (entity.type, entity.country) if part)})"


def quotes(spans: Iterable[Span], shown: Set[str]) -> tuple[Quote, ...]:
    """Evidence with links, the same words once: to the page itself where it shows their report, else to the report."""
    same: defaultdict[str, list[Span]] = defaultdict(list)
    for span in spans:
        if span.text.strip():
            same[" ".join(span.text.split())].append(span)
    return tuple(
        Quote(text=text, href=href(min(held, key=lambda span: span.report_id not in shown), shown),
              reports=len({span.report_id for span in held}))
        for text, held in same.items()
    )  # fmt: skip


def href(span: Span, shown: Set[str]) -> str:
    """Where on the desk a piece of evidence stands."""
    return f"#{anchor(span)}" if span.report_id in shown else f"/reports/{quote(span.report_id)}#{anchor(span)}"


def anchor(span: Span) -> str:
    """The name under which a mark is found on the page of an event."""
    return f"at-{span.report_id}-{span.start}"


def said_by(claim_ids: Iterable[str], claims: Mapping[str, Claim]) -> tuple[str, ...]:
    """Who is claimed to say so, each once."""
    return tuple(dict.fromkeys(speaker(claims[one]) for one in claim_ids if one in claims))


def speaker(claim: Claim) -> str:
    """Who makes a claim."""
    return claim.claimant.name if claim.claimant else f"somebody unnamed ({claim.claimant_type})"


def dispute_views(event: Event, claims: Mapping[str, Claim], shown: Set[str]) -> Iterator[DisputeView]:
    """The disputes of an event."""
    for dispute in event.disputes:
        yield DisputeView(
            field=dispute.field,
            values=tuple(
                (disputed_value(value.value), quotes(value.evidence, shown), said_by(value.claims, claims))
                for value in dispute.values
            ),
            estimate=wording.estimate(dispute.estimate) if dispute.estimate else None,
        )


def joined(values: Iterable[str]) -> str:
    """Values in a line, each once."""
    return ", ".join(dict.fromkeys(value for value in values if value))


def by_claimant(claims: Iterable[Claim]) -> list[tuple[str, list[tuple[Claim, int]]]]:
    """Claims by who makes them, in the order in which they first speak; the same words once, with how many reports."""
    found: dict[str, dict[tuple[str, str], list[Claim]]] = {}
    for claim in claims:
        words = (claim.stance, " ".join(claim.content.text.split()))
        found.setdefault(speaker(claim), {}).setdefault(words, []).append(claim)
    return [
        (who, [(same[0], len({one.content.report_id for one in same})) for same in held.values()])
        for who, held in found.items()
    ]
