"""Records in a few words: how an event, a date or a claim is told in a line. Used by every view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.exports.csv_table import scenes, tally
from dateline.exports.table import days, deaths, place_name
from dateline.records import Claim, Date, Entity, Estimate, Event, EventMention, Publication, Report

UNKNOWN = "unknown"


def kind(event: Event | EventMention) -> str:
    """Type and mode: "ASSAULT aerial"."""
    return event.event_type + (f" {event.event_mode}" if event.event_mode else "")


def day_range(date: Date) -> str:
    """The days of an event."""
    return days(date) or "day unknown"


def names(entities: Iterable[Entity]) -> str:
    """The names of some entities, each once."""
    return ", ".join(dict.fromkeys(entity.name for entity in entities))


def where(event: Event) -> str:
    """The places of an event with their countries."""
    return ", ".join(dict.fromkeys(place_name(place) for place in scenes(event)))


def headline(event: Event) -> str:
    """One line that tells an event: "rebels → army, Aleppo (SYR), 2024-03-04"."""
    sides = names(event.actors) or "actor unknown"
    if event.recipients:
        sides += f" → {names(event.recipients)}"
    return ", ".join(part for part in (sides, where(event), day_range(event.date)) if part)


def toll(event: Event) -> str:
    """The dead and injured of an event, empty where nothing is told."""
    parts = [f"{deaths(event)} dead"] if tally(event, "fatalities") else []
    injured = tally(event, "injured")
    if injured is not None:
        bound = injured.best if injured.best is not None else injured.low
        parts.append("injured" if bound is None else f"{bound:g} injured")
    return ", ".join(parts)


def sources(event: Event) -> str:
    """How many reports tell of an event, and how many of them are independent."""
    reports, independent = len(event.reports), event.independent_sources
    told = f"{reports} report{'s' if reports != 1 else ''}"
    return told if reports == independent else f"{told}, {independent} independent"


def claim_line(claim: Claim) -> str:
    """Who says it, how, and what: "army (military) said: rebels shelled Aleppo"."""
    who = claim.claimant.name if claim.claimant else "somebody unnamed"
    content = " ".join(claim.content.text.split())
    return f"{who} ({claim.claimant_type}), {claim.stance}: {content}"


def estimate(found: Estimate) -> str:
    """What a rule makes of numbers that differ: "likeliest 9, between 5 and 12 (rule later_half_most)"."""
    low, high = (UNKNOWN if bound is None else f"{bound:g}" for bound in (found.low, found.high))
    return f"likeliest {found.best:g}, between {low} and {high} (rule {found.rule})"


def source_line(report: Report) -> str:
    """Where and when a report came out."""
    return ", ".join(part for part in (report.publisher, published(report.published), report.url) if part)


def published(publication: Publication) -> str:
    """The day of publication, or the days between which it lies."""
    if publication.date:
        return publication.date
    if publication.earliest or publication.latest:
        return f"{publication.earliest or '…'} to {publication.latest or '…'}"
    return "undated"


def supporting(events: Sequence[Event], wanted: int) -> list[Event]:
    """The best-supported events that happened: by independent sources, claimants, and confidence."""
    happened = [event for event in events if event.status in ("occurred", "ongoing") and not event.background]
    return sorted(
        happened,
        key=lambda event: (
            -event.independent_sources,
            -len(event.reports),
            -len(event.claims),
            -event.confidence,
            event.id,
        ),
    )[:wanted]
