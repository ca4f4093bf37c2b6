"""Templates as pages."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from dateline.app import wording
from dateline.app.desk.desk import Desk
from dateline.app.desk.event_view import by_claimant
from dateline.app.desk.security import viewer_of
from dateline.app.marks import pieces
from dateline.app.terminal import printable


def page(desk: Desk, request: Request, template: str, /, status_code: int = 200, **values: object) -> HTMLResponse:
    """A template as a response; every template knows `desk`, `request`, the version of dateline, and who looks.

    `viewer` is who is logged in, or None; `here` the path and query that were asked for.
    """
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    known = {"desk": desk, "request": request, "dateline": _version(), "here": here, "viewer": viewer_of(desk, request)}
    text = environment().get_template(template).render(known | values)
    return HTMLResponse(text, status_code=status_code)


@cache
def environment() -> Environment:
    """The templates; every value is escaped, and a name that is not given is an error."""
    found = Environment(
        loader=PackageLoader("dateline.app.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["printable"] = lambda value: printable(str(value))
    found.globals.update(
        kind=wording.kind,
        headline=wording.headline,
        sources=wording.sources,
        source_line=wording.source_line,
        day_range=wording.day_range,
        by_claimant=by_claimant,
        pieces=pieces,
    )
    return found


@cache
def _version() -> str:
    return version("dateline")
