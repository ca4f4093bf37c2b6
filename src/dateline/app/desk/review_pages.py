"""Reviewing: a queue over a filter, one event at a time, and the forms by which verdicts are given.

Every form works by itself: it is sent, and the answer leads to the next page. `static/review.js` adds the keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from dateline.app.desk.agreement import ENOUGH, SAMPLES
from dateline.app.desk.agreement_views import LEVELS, agreement_in, figure, share
from dateline.app.desk.desk import At, Desk
from dateline.app.desk.edits import FIELDS, LABELS, edits_in, form_of, in_words, modes, values_of
from dateline.app.desk.event_view import EventView, event_view, told_in
from dateline.app.desk.parameters import NAMES, ParameterError, filter_of
from dateline.app.desk.relinking import Outcome
from dateline.app.desk.render import page
from dateline.app.desk.review_history import History, changes_in, history, verdict_of
from dateline.app.desk.security import Reading, Viewer, Writing, Written, safe_next, viewer_of
from dateline.app.linking import decide, tellings_of
from dateline.app.marks import passages
from dateline.errors import StoreError, UsageError
from dateline.records import COUNT_KINDS, EVENT_TYPES, STATUSES, Event, EventMention, Report
from dateline.store import EventFilter
from dateline.store.review_state import VERDICTS
from dateline.store.reviews import OutdatedError, Review, Reviews

router = APIRouter(include_in_schema=False)

SHOWN = 50
"""Events of a queue listed on a page."""
CANDIDATES = 10
"""Events offered to merge with."""
NEAR = timedelta(days=3)
"""How far apart the days of events are that are offered to merge with, unless others are looked for."""
MOST_PAIRS = 2000
"""Pairs of mentions kept apart by one split: each is a decision of its own."""
LONGEST_COMMENT = 2000
SPARE_COUNTS = 2
"""Empty rows for numbers in the form."""
REASONS = (
    "no event",
    "did not happen",
    "another event: wrongly joined",
    "told twice: another event has it",
    "not what is coded here",
)
"""What is offered as the reason of a rejection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A mention of an event: its report, and where its sentence stands."""

    mention: EventMention
    report: Report
    start: int
    end: int


# ---- pages


@router.get("/review")
def queue(request: Request, desk: At, viewer: Reading, page_number: int = 1) -> Response:
    """The events of a filter, those that the reviewer has not done first, and how far they are."""
    reviews, wanted = Reviews(desk.store), filter_in(request)
    number = max(1, page_number)
    own = {one.about: one for one in reviews.verdicts() if one.reviewer == viewer.name}
    rows = reviews.queue(wanted, viewer.name, offset=(number - 1) * SHOWN, limit=SHOWN)
    return page(
        desk,
        request,
        "review.html",
        place=reviews.place(wanted, viewer.name, None),
        rows=[(desk.store.event(event_id), own.get(event_id)) for event_id, _ in rows],
        number=number,
        shown=SHOWN,
        filter=filter_words(request),
        query=query_of(request),
        said=_said(reviews, request, viewer),
        linking=_outcome(request, reviews, viewer),
    )


@router.get("/review/agreement")
def agreed(request: Request, desk: At, viewer: Reading) -> Response:  # noqa: ARG001 - only who reviews may see it
    """How far reviewers agree on the events of a filter."""
    return page(
        desk,
        request,
        "agreement.html",
        found=agreement_in(desk.store, filter_in(request)),
        share=share,
        figure=figure,
        levels=LEVELS,
        enough=ENOUGH,
        samples=SAMPLES,
        filter=filter_words(request),
        query=query_of(request),
    )


@router.get("/review/linking")
def linking(request: Request, viewer: Reading) -> JSONResponse:  # noqa: ARG001 - only who reviews may ask
    """How far linking again is, for the page's script."""
    outcome = request.app.state.relinking.outcome()
    answer = {"pending": outcome.pending, "runs": outcome.runs, "said": outcome.said}
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


@router.get("/review/events/{event_id}")
def review_event(event_id: str, request: Request, desk: At, viewer: Reading) -> Response:
    """One event with everything that a verdict needs."""
    event = _event(desk, event_id)
    if event.id != event_id:
        return RedirectResponse(f"/review/events/{quote(event.id)}{_suffix(request.url.query)}", status_code=307)
    return _event_page(desk, request, viewer, event)


@router.post("/review/events/{event_id}")
def say(event_id: str, request: Request, desk: At, written: Writing) -> Response:
    """Keep what a reviewer says of an event, and lead on."""
    event, verdict = _event(desk, event_id), written.get("verdict")
    comment = written.get("comment")[:LONGEST_COMMENT] or None
    value: Mapping[str, Any] = {}
    pairs: list[tuple[str, str]] = []
    if verdict == "edit":
        edited = edits_in(written.form, event)
        if edited.errors or not edited.values:
            errors = edited.errors or {"form": "Nothing differs from what was coded: accept it instead."}
            return _event_page(desk, request, written.viewer, event, typed=written.form, errors=errors)
        value = edited.values
    elif verdict in ("split", "merge"):
        pairs = _apart(desk, event, written) if verdict == "split" else _one(desk, event, _other(desk, event, written))
        value = {"apart": pairs} if verdict == "split" else {"same": pairs[-1:]}
    elif verdict == "reject" and not comment:
        return _event_page(desk, request, written.viewer, event, errors={"reason": "A rejection needs its reason."})
    elif verdict == "comment" and not comment:
        return _event_page(desk, request, written.viewer, event, errors={"comment": "Nothing was written."})
    elif verdict not in ("accept", "reject", "comment"):
        raise HTTPException(422, f"{verdict!r} is no verdict.")
    try:
        said = Reviews(desk.store).add(
            event.id,
            written.viewer.name,
            verdict,
            value=value,
            comment=comment,
            made_of=written.get("made_of") or None,
        )
    except OutdatedError:
        errors = {"form": "The event was changed since you loaded it. This is how it is now; nothing was kept."}
        return _event_page(desk, request, written.viewer, event, errors=errors, status_code=409)
    _link(desk, request, pairs, same=verdict == "merge", by=written.viewer.name)
    return RedirectResponse(_onward(desk, request, event, written, said), status_code=303)


@router.post("/review/undo")
def undo(request: Request, desk: At, written: Writing) -> Response:
    """Take back what the reviewer said last; of a split or a merge by the opposite decision."""
    reviews = Reviews(desk.store)
    last = reviews.last_of(written.viewer.name)
    if last is None or last.about is None or written.get("number") not in ("", str(last.number)):
        raise HTTPException(409, "There is nothing to take back, or something else was said meanwhile.")
    said = reviews.add(last.about, written.viewer.name, "undo", takes_back=last.number)
    pairs = [(first, second) for first, second in last.value.get("apart", last.value.get("same", ()))]
    if last.verdict in ("split", "merge"):
        _link(desk, request, pairs, same=last.verdict == "split", by=written.viewer.name)
    target = written.get("next") or f"/review/events/{quote(last.about)}{_suffix(query_of(request))}"
    return RedirectResponse(_with_said(safe_next(target), said), status_code=303)


def event_history(desk: Desk, viewer: Viewer | None, event_id: str) -> History:
    """What somebody may see of what was said of an event."""
    said = Reviews(desk.store).of_event(event_id)
    blind = desk.blind and not desk.read_only
    return history(said, viewer.name if viewer else None, blind=blind, names=not desk.read_only)


def reviews_of(desk: Desk, request: Request, event_id: str) -> dict[str, Any]:
    """What `_reviews.html` shows on any page of an event: its history and state, and what the viewer said just now."""
    viewer, reviews = viewer_of(desk, request), Reviews(desk.store)
    return {
        "history": event_history(desk, viewer, event_id),
        "state": reviews.state(event_id),
        "said": _said(reviews, request, viewer) if viewer else None,
        "linking": _outcome(request, reviews, viewer) if viewer else Outcome(),
    }


# ---- what the pages are made of


def _event_page(
    desk: Desk,
    request: Request,
    viewer: Viewer,
    event: Event,
    *,
    typed: Mapping[str, Sequence[str]] | None = None,
    errors: Mapping[str, str] | None = None,
    status_code: int | None = None,
) -> Response:
    reviews = Reviews(desk.store)
    said = reviews.of_event(event.id)
    own = verdict_of(said, viewer.name)
    machine = values_of(event)
    values = machine | (dict(own.value) if own and own.verdict == "edit" else {})
    reports = [report for one in event.reports for report in [desk.store.report(one)] if report is not None]
    view = event_view(event, reports)
    find = request.query_params.get("find", "").strip()
    last = reviews.last_of(viewer.name)
    return page(
        desk,
        request,
        "review_event.html",
        status_code or (422 if errors else 200),
        view=view,
        machine=[(name, LABELS[name], in_words(name, machine[name])) for name in FIELDS],
        corrected=dict(changes_in(own)) if own else {},
        own=own,
        history=event_history(desk, viewer, event.id),
        form=typed if typed is not None else form_of(values),
        errors=errors or {},
        typed=typed is not None,
        place=reviews.place(filter_in(request), viewer.name, event.id),
        made_of=reviews.made_of(event.id),
        mentions=list(mentions_of(event, view)),
        find=find,
        looked_for="find" in request.query_params,
        candidates=_candidates(desk, event, find),
        last=last,
        filter=filter_words(request),
        query=query_of(request),
        said=_said(reviews, request, viewer),
        linking=_outcome(request, reviews, viewer),
        choices={"types": EVENT_TYPES, "statuses": STATUSES, "modes": modes(), "counts": COUNT_KINDS},
        reasons=REASONS,
        spare_counts=SPARE_COUNTS,
    )


def mentions_of(event: Event, view: EventView) -> Iterator[Told]:
    """The mentions that an event is made of, report by report, copies too."""
    for source in view.sources:
        for report in (source.report, *source.copies):
            for mention in told_in(event, report):
                ((start, end), *_) = passages(report, [("trigger", mention.trigger)])
                yield Told(mention=mention, report=report, start=start, end=end)


def _event(desk: Desk, event_id: str) -> Event:
    event = desk.store.event(event_id)
    if event is None:
        raise HTTPException(404, f"No event has or had the id {event_id}.")
    return event


def _said(reviews: Reviews, request: Request, viewer: Viewer) -> Review | None:
    """What the reviewer said just before, as the address names it."""
    number = request.query_params.get("said", "")
    found = reviews.get(int(number)) if number.isdecimal() and len(number) < 10 else None
    return found if found and found.reviewer == viewer.name else None


def _outcome(request: Request, reviews: Reviews, viewer: Viewer) -> Outcome:
    """What linking again came to, as far as the page is about it: while it runs, and after a decision was sent."""
    outcome: Outcome = request.app.state.relinking.outcome()
    said = _said(reviews, request, viewer)
    about = reviews.get(said.takes_back) if said and said.takes_back else said
    decided = about is not None and about.verdict in ("split", "merge")
    return outcome if outcome.pending or decided else Outcome()


def _candidates(desk: Desk, event: Event, find: str) -> list[Event]:
    """Events to merge with: the one of an id, those that have the words, else those of the same kind and time."""
    if find:
        named = _named(desk, find)
        found = [named] if named else list(desk.store.events(EventFilter(text=find), limit=CANDIDATES + 1))
    else:
        days = [date.fromisoformat(day) for day in (event.date.start, event.date.end) if day]
        if not days:
            return []
        since, until = (min(days) - NEAR).isoformat(), (max(days) + NEAR).isoformat()
        near = EventFilter(type=event.event_type, since=since, until=until)
        found = list(desk.store.events(near, limit=CANDIDATES + 1))
    return [one for one in found if one.id != event.id][:CANDIDATES]


def _named(desk: Desk, given: str) -> Event | None:
    """The event with this id, or the only one whose id begins so."""
    try:
        return desk.store.event(given)
    except StoreError:  # several begin so: then these are words
        return None


# ---- splitting and merging


def _apart(desk: Desk, event: Event, written: Written) -> list[tuple[str, str]]:
    """The pairs of mentions that a reviewer says are of two events. Raises HTTPException."""
    reports = [report for one in event.reports for report in [desk.store.report(one)] if report is not None]
    own = [mention.id for report in reports for mention in told_in(event, report)]
    if written.get("first"):
        tellings = (written.get("first"), written.get("second"))
        if len(set(tellings)) < 2 or not set(tellings) <= set(own):
            raise HTTPException(422, "These are not two mentions of the event.")
        return [(tellings[0], tellings[1])]
    ticked = [one for one in own if one in set(written.all("mention"))]
    rest = [one for one in own if one not in ticked]
    if not ticked or not rest:
        raise HTTPException(422, "Tick some of the accounts, not all of them: those that are of another event.")
    if len(ticked) * len(rest) > MOST_PAIRS:
        raise HTTPException(422, "These are too many at once: split in steps.")
    return list(product(ticked, rest))


def _other(desk: Desk, event: Event, written: Written) -> Event:
    """The event that a reviewer says is the same. Raises HTTPException."""
    given = written.get("other")
    other = desk.store.event(given) if given else None
    if other is None or other.id == event.id:
        raise HTTPException(422, "Choose another event, by its id or from the list.")
    return other


def _one(desk: Desk, event: Event, other: Event) -> list[tuple[str, str]]:
    """The pairs of mentions that are of one event when two events are, the two that name them last.

    Those of each event are said to be one as well: the reviewer saw them together, and without it some would stay
    behind where the days or places of the two bar each other.
    """
    within = [
        (one.id, telling.id)
        for one in (event, other)
        for telling in tellings_of(desk.store, one.id)
        if telling.id != one.id
    ]
    return [*within, (event.id, other.id)]


def _link(desk: Desk, request: Request, pairs: Sequence[tuple[str, str]], *, same: bool, by: str) -> None:
    """Keep the decisions, and have the events computed anew. Raises HTTPException."""
    if not pairs:
        return
    try:
        for first, second in pairs:
            decide(desk.store, first, second, same=same, decided_by=by)
    except UsageError as error:
        raise HTTPException(422, str(error)) from error
    request.app.state.relinking.ask()


# ---- addresses


def filter_in(request: Request) -> EventFilter:
    """The filter in an address. Raises HTTPException."""
    try:
        return filter_of(request.query_params.multi_items())
    except ParameterError as error:
        raise HTTPException(422, str(error)) from error


def filter_words(request: Request) -> list[tuple[str, str]]:
    """The filter in an address, name by name."""
    return [(name, value) for name, value in request.query_params.multi_items() if name in NAMES and value]


def query_of(request: Request) -> str:
    """The filter in an address as its query, without anything else."""
    return urlencode(filter_words(request))


def _suffix(query: str) -> str:
    return f"?{query}" if query else ""


def _with_said(path: str, said: Review) -> str:
    return f"{path}{'&' if '?' in path else '?'}said={said.number}"


def _onward(desk: Desk, request: Request, event: Event, written: Written, said: Review) -> str:
    """Where to go on: after a verdict to the next event of the queue that is not done, else where the form was."""
    if written.get("next"):
        return _with_said(safe_next(written.get("next")), said)
    following: str | None = event.id
    if said.verdict in VERDICTS:
        wanted = filter_in(request)
        following = Reviews(desk.store).place(wanted, written.viewer.name, event.id).next_open
    target = f"/review/events/{quote(following)}" if following else "/review"
    return _with_said(safe_next(target + _suffix(query_of(request))), said)
