"""The pages that only show: explorer, event, report, about."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.app.desk.desk import At
from dateline.app.desk.event_view import event_view, told_in
from dateline.app.desk.render import page
from dateline.app.desk.review_pages import reviews_of
from dateline.app.link_views import spelled
from dateline.app.linking import tellings_of, words_of
from dateline.app.marks import FIELDS, marks_of
from dateline.linking import Decision
from dateline.records import Event, EventMention, Report, Span
from dateline.store import EventFilter, Store

router = APIRouter(include_in_schema=False)


@router.get("/")
def explorer(request: Request, desk: At) -> HTMLResponse:
    """All events: filters, map, timeline, table."""
    return page(desk, request, "explorer.html")


@router.get("/events/{event_id}")
def event(event_id: str, request: Request, desk: At) -> Response:
    """One event with everything that speaks for it; an id that it once had leads to it."""
    found = desk.store.event(event_id)
    if found is None:
        raise HTTPException(404, f"No event has or had the id {event_id}.")
    if found.id != event_id:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/events/{quote(found.id)}{query}", status_code=307)  # it may be an event again
    reports = [report for one in found.reports for report in [desk.store.report(one)] if report is not None]
    return page(
        desk,
        request,
        "event.html",
        view=event_view(found, reports),
        fields=FIELDS,
        related=list(related(desk.store, found)),
        links=desk.store.links(found.id),
        words=words_of(desk.store, tellings_of(desk.store, found.id)) if len(found.reports) > 1 else {},
        spelled=spelled,
        decisions=decisions_on(desk.store, {one.id for report in reports for one in told_in(found, report)}),
        **reviews_of(desk, request, found.id),
    )


@router.get("/reports/{report_id:path}")
def report(report_id: str, request: Request, desk: At) -> Response:
    """One report: its cleaned text with all that was found in it, and what was left out."""
    revisions = desk.store.revisions(report_id)
    if not revisions:
        raise HTTPException(404, f"There is no report {report_id}.")
    found = revisions[-1]
    return page(
        desk,
        request,
        "report.html",
        report=found,
        revisions=len(revisions),
        marks=marks_of(found.events, found.id),
        fields=FIELDS,
        told=told(found, list(desk.store.events(EventFilter(report=found.id)))),
    )


@router.get("/about")
def about(request: Request, desk: At) -> HTMLResponse:
    """What this is, how it is read, and where its map and places come from."""
    return page(desk, request, "about.html", events=desk.store.count_events(), reports=desk.store.count_reports())


def related(store: Store, event: Event) -> Iterator[tuple[str, Event, tuple[Span, ...]]]:
    """The events to which the text relates this one, with how and by which words."""
    for one in event.related:
        other = store.event(one.event_id)
        if other is not None:
            yield one.relation, other, one.evidence


def decisions_on(store: Store, mentions: set[str]) -> list[Decision]:
    """What people decided about any of these mentions, in order."""
    return [one for one in store.decisions() if mentions & {one.first, one.second}]


def told(report: Report, events: list[Event]) -> list[tuple[EventMention, Event | None]]:
    """The mentions of a report, each with the event that it is part of."""
    holder = {
        (span.start, span.end): event
        for event in events
        for span in event.evidence.get("trigger", ())
        if span.report_id == report.id
    }
    return [(mention, holder.get((mention.trigger.start, mention.trigger.end))) for mention in report.events]
