"""Saved searches: filters under a name, and where to send what is new in them."""

from __future__ import annotations

from urllib.parse import parse_qsl

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.app.desk.desk import At, Desk
from dateline.app.desk.notify import SIGNATURE, check_webhook
from dateline.app.desk.parameters import filter_of, query_of
from dateline.app.desk.render import page
from dateline.app.desk.security import Reading, Writing
from dateline.errors import UsageError
from dateline.store.searches import Searches

router = APIRouter(include_in_schema=False)
LONGEST_NAME = 120
LONGEST_WEBHOOK = 2000


@router.get("/searches")
def searches(request: Request, desk: At, viewer: Reading) -> HTMLResponse:
    """The searches of whoever is logged in; the filter of this page's URL is offered to be saved."""
    return _page(request, desk, viewer.name)


@router.post("/searches")
def save(request: Request, desk: At, written: Writing) -> Response:
    """Save a search; what was there before is not told of."""
    name, webhook = written.get("name")[:LONGEST_NAME], written.get("webhook")[:LONGEST_WEBHOOK]
    try:
        if not name:
            raise UsageError("a search needs a name")
        query = query_of(filter_of(parse_qsl(written.get("query").lstrip("?"))))
        address = check_webhook(webhook, frozenset(desk.webhook_hosts)) if webhook else None
        _searches(desk).save(written.viewer.name, name, query, webhook=address, told_run=desk.store.last_run())
    except UsageError as error:
        return _page(request, desk, written.viewer.name, wrong=str(error), status_code=422)
    return RedirectResponse("/searches", status_code=303)


@router.post("/searches/{number}/delete")
def delete(number: int, desk: At, written: Writing) -> RedirectResponse:
    """A search is no more."""
    _searches(desk).remove(written.viewer.name, number)
    return RedirectResponse("/searches", status_code=303)


def _page(request: Request, desk: Desk, owner: str, *, wrong: str = "", status_code: int = 200) -> HTMLResponse:
    found = [(one, desk.store.count_events(filter_of(parse_qsl(one.query)))) for one in _searches(desk).of(owner)]
    return page(
        desk, request, "searches.html", status_code, searches=found, wrong=wrong, query=request.url.query,
        signature=SIGNATURE,
    )  # fmt: skip


def _searches(desk: Desk) -> Searches:
    if desk.searches is None:
        raise HTTPException(403, "Saving searches needs users: start the desk with --accounts FILE.")
    return desk.searches
