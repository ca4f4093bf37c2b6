"""The pages that only show: explorer, event, report, about."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dateline.app.desk.server import At, page

router = APIRouter(include_in_schema=False)


@router.get("/")
def explorer(request: Request, desk: At) -> HTMLResponse:
    """All events: filters, map, timeline, table."""
    return page(desk, request, "explorer.html")
