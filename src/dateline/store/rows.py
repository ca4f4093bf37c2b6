"""Records as table rows: pure functions, no SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from dateline.linking import Decision, Link, Sketch, Told, days_of, packed_keys, sharing
from dateline.records import (
    Claim,
    Coder,
    Event,
    EventMention,
    Publication,
    RawReport,
    Report,
    content_id,
    dumps,
    from_json,
)
from dateline.store.lineage import Change, Trigger

Row = dict[str, Any]


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


def told_row(told: Told, revision: int, linker: str) -> Row:
    """One row of `told`; the sketch is a row of its own, since copies are looked for without the rest."""
    return {
        "report_id": told.report_id,
        "revision": revision,
        "linker": linker,
        "version": told.version,
        "record": dumps(replace(told, sketch=Sketch())),
    }


def sketch_row(told: Told) -> Row:
    """One row of `sketches`."""
    sketch = told.sketch
    return {
        "report_id": told.report_id, "words": sketch.words, "bands": sketch.bands, "shingles": sketch.shingles,
        "published": told.published,
    }  # fmt: skip


def key_rows(told: Told) -> list[Row]:
    """Rows of `told_keys`."""
    found = ((telling, days_of(telling, 0)) for telling in told.tellings)
    return [
        {
            "report_id": telling.report_id,
            "telling_id": telling.id,
            "first_day": first,
            "last_day": last,
            "keys": packed_keys(telling.profile),
        }
        for telling, (first, last) in found
    ]


def told_from(row: Any, pool: dict[Any, Any]) -> Told:
    """What `told_row` made a row of, without the sketch; what is alike in several is held once, in the pool."""
    return sharing(from_json(Told, json.loads(row.record)), pool)


def decision_row(decision: Decision) -> Row:
    """One row of `decisions`."""
    return {
        "number": decision.number,
        "first_id": decision.first,
        "second_id": decision.second,
        "same": decision.same,
        "decided_by": decision.decided_by,
    }


def decision_of(row: Any) -> Decision:
    """What `decision_row` made a row of."""
    return Decision(
        number=row.number, first=row.first_id, second=row.second_id, same=bool(row.same), decided_by=row.decided_by
    )


def link_of(row: Any) -> Link:
    """What `link_rows` made a row of."""
    reasons = tuple((level, points) for level, points in json.loads(row.reasons))
    return Link(first=row.first_id, second=row.second_id, points=row.points, reasons=reasons, decided_by=row.decided_by)


def change_of(row: Any) -> Change:
    """What `change_row` made a row of."""
    return Change(
        event_id=row.event_id,
        change=row.change,
        others=tuple(json.loads(row.others)),
        fields=tuple(json.loads(row.fields)),
    )


def link_rows(event_id: str, joined: Sequence[Link]) -> list[Row]:
    """Rows of `links`, numbered from 1."""
    return [
        {
            "event_id": event_id,
            "number": number,
            "first_id": link.first,
            "second_id": link.second,
            "points": link.points,
            "reasons": dumps(link.reasons),
            "decided_by": link.decided_by,
        }
        for number, link in enumerate(joined, start=1)
    ]


def change_row(change: Change, run: int) -> Row:
    """One row of `changes`."""
    return {
        "run": run,
        "event_id": change.event_id,
        "change": change.change,
        "others": dumps(change.others),
        "fields": dumps(change.fields),
    }


def event_row(event: Event, made_of: str) -> Row:
    """One row of `events`."""
    return {
        "id": event.id,
        "made_of": made_of,
        **_what_and_when(event),
        "independent_sources": event.independent_sources,
        "confidence": event.confidence,
        "record": dumps(event),
    }


def trigger_rows(event_id: str, positions: Iterable[Trigger]) -> list[Row]:
    """Rows of `event_mentions`."""
    return [
        {"event_id": event_id, "report_id": report_id, "trigger_start": start, "trigger_end": end}
        for report_id, start, end in positions
    ]


def country_rows(event: Event) -> list[Row]:
    """Rows of `event_countries`; a border counts for both of its countries."""
    codes = (place.country for place in event.locations if place.country)
    found = {code for joined in codes for code in joined.split("-")}
    return [{"event_id": event.id, "country": code} for code in sorted(found)]


def former_rows(event: Event) -> list[Row]:
    """Rows of `former_events`."""
    return [{"former_id": former, "event_id": event.id} for former in event.former_ids]


def _what_and_when(event: Event | EventMention) -> Row:
    return {
        "event_type": event.event_type,
        "event_mode": event.event_mode,
        "status": event.status,
        "first_day": event.date.start,
        "last_day": event.date.end,
    }
