"""Records as table rows: pure functions, no SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.records import Claim, Coder, Event, EventMention, Publication, RawReport, Report, content_id, dumps

Row = dict[str, Any]
Trigger = tuple[str, int, int]
"""Where the trigger of a mention stands: report id, start, end."""


def run_id(coder: Coder) -> str:
    """The id of a coder: a hash of everything that it names."""
    return content_id(dumps(coder))


def input_key(raw: RawReport, published: str | None = None) -> str:
    """A hash of everything that an input gave: what was coded once under a key need not be coded again.

    published: the day given for inputs that have none of their own.
    """
    given = (raw.raw_sha256, raw.id, raw.url, raw.title, raw.publisher, raw.published, raw.fetched)
    return content_id(*given, raw.is_html, published)


def day_of(published: Publication) -> str | None:
    """The day by which a report is sorted: of publication, or the first of an interval within one year, else None."""
    first, last = published.earliest or "", published.latest or ""
    return published.date or (first if first and first[:4] == last[:4] else None)


def report_row(report: Report, revision: int, key: str) -> Row:
    """One row of `reports`."""
    return {
        "id": report.id,
        "revision": revision,
        "run_id": run_id(report.coder),
        "input_key": key,
        "raw_sha256": report.raw_sha256,
        "url": report.url,
        "title": report.title,
        "publisher": report.publisher,
        "language": report.language,
        "published": day_of(report.published),
        "record": dumps(report),
    }


def mention_row(mention: EventMention, report_id: str, revision: int) -> Row:
    """One row of `mentions`."""
    return {
        "report_id": report_id,
        "revision": revision,
        "id": mention.id,
        **_what_and_when(mention),
        "trigger_start": mention.trigger.start,
        "trigger_end": mention.trigger.end,
        "record": dumps(mention),
    }


def claim_row(claim: Claim, report_id: str, revision: int) -> Row:
    """One row of `claims`."""
    return {
        "report_id": report_id,
        "revision": revision,
        "id": claim.id,
        "claimant_id": claim.claimant.id if claim.claimant else None,
        "claimant_name": claim.claimant.name if claim.claimant else None,
        "claimant_type": claim.claimant_type,
        "stance": claim.stance,
        "record": dumps(claim),
    }


def event_row(event: Event, position: int) -> Row:
    """One row of `events`."""
    return {
        "id": event.id,
        "position": position,
        **_what_and_when(event),
        "independent_sources": event.independent_sources,
        "confidence": event.confidence,
        "record": dumps(event),
    }


def event_order(event: Event) -> tuple[str, str, str]:
    """The order of events: by first day (unknown last), type and id."""
    return (event.date.start or "9999", event.event_type, event.id)


def triggers(event: Event) -> list[Trigger]:
    """Where the triggers of all mentions of an event stand."""
    return sorted({(span.report_id, span.start, span.end) for span in event.evidence.get("trigger", ())})


def countries(event: Event) -> list[str]:
    """ISO codes of the places of an event; a border counts for both of its countries."""
    codes = (place.country for place in event.locations if place.country)
    return sorted({code for joined in codes for code in joined.split("-")})


def taking_part(event: Event) -> Iterator[tuple[str, str]]:
    """Role and catalogue id of everybody who took part and is in the catalogue."""
    for role, entities in (("actor", event.actors), ("recipient", event.recipients)):
        for entity_id in sorted({entity.id for entity in entities if entity.id}):
            yield role, entity_id


def _what_and_when(event: Event | EventMention) -> Row:
    return {
        "event_type": event.event_type,
        "event_mode": event.event_mode,
        "status": event.status,
        "first_day": event.date.start,
        "last_day": event.date.end,
    }
