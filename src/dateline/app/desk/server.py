"""The desk's application: routers put together, and what all of them share."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException as StarletteHTTPException

from dateline.app import wording
from dateline.app.desk.compress import Compress
from dateline.app.desk.event_view import by_claimant
from dateline.app.desk.relinking import Relinking
from dateline.app.desk.security import secure, viewer_of
from dateline.app.marks import pieces
from dateline.app.terminal import printable
from dateline.store import Store
from dateline.store.accounts import Accounts
from dateline.store.searches import Searches

ROOM = Path(str(files("dateline.app.desk")))
THIS_MACHINE = ("127.0.0.1", "localhost", "[::1]")
"""Names by which a machine calls itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page needs.

    hosts: names under which the desk may be asked for; others are refused, since a page elsewhere could have its own
    name lead here. read_only: nobody can log in, nothing is written. accounts: who may log in; None where nobody can.
    searches: what they saved; webhook_hosts: hosts of our own network that may be told what is new in it.
    blind: reviewers do not see what others said of an event before they have given a verdict themselves.
    """

    store: Store
    title: str
    hosts: tuple[str, ...] = THIS_MACHINE
    read_only: bool = False
    accounts: Accounts | None = None
    searches: Searches | None = None
    webhook_hosts: tuple[str, ...] = ()
    blind: bool = True
    environment: Environment = field(default_factory=lambda: templates())


def create_app(desk: Desk) -> FastAPI:
    """The application over a desk. Raises StoreError where its events were written by an older dateline."""
    from dateline.app.desk import actor_pages, api, live, login, pages, review_pages, search_pages

    desk.store.check_linked()
    app = FastAPI(title="dateline", version=version("dateline"), docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = desk
    app.state.streams = set()
    app.state.closing = False
    app.state.relinking = Relinking(desk.store)
    app.add_middleware(Compress)
    secure(app, desk)
    app.mount("/static", StaticFiles(directory=ROOM / "static"), name="static")
    api.install(app)
    app.include_router(actor_pages.router)
    app.include_router(live.router, responses=api.PROBLEMS)
    for router in (
        pages.router,
        actor_pages.pages,
        login.router,
        review_pages.router,
        search_pages.router,
    ):
        app.include_router(router)
    app.exception_handler(StarletteHTTPException)(failed)
    return app


def failed(request: Request, error: Exception) -> Response:
    """What went wrong, as a page, or as JSON for programs."""
    status, reason = (error.status_code, str(error.detail)) if isinstance(error, StarletteHTTPException) else (500, "")
    headers = getattr(error, "headers", None) or {}
    if "Location" in headers:
        return RedirectResponse(headers["Location"], status_code=status)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": reason}, status_code=status, headers=headers)
    titles = {404: "Not found", 403: "Not allowed", 413: "Too large", 429: "Too many requests"}
    desk = desk_of(request)
    title = titles.get(status, "This did not work")
    response = page(desk, request, "error.html", status, title=title, reason=reason)
    response.headers.update(headers)
    return response


def desk_of(request: Request) -> Desk:
    """The desk that a request is for."""
    desk: Desk = request.app.state.desk
    return desk


At = Annotated[Desk, Depends(desk_of)]
"""A parameter that is the desk."""


def page(desk: Desk, request: Request, template: str, /, status_code: int = 200, **values: object) -> HTMLResponse:
    """A template as a response; every template knows `desk`, `request`, the version of dateline, and who looks.

    `viewer` is who is logged in, or None; `here` the path and query that were asked for.
    """
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    known = {"desk": desk, "request": request, "dateline": _version(), "here": here, "viewer": viewer_of(desk, request)}
    text = desk.environment.get_template(template).render(known | values)
    return HTMLResponse(text, status_code=status_code)


def templates() -> Environment:
    """The templates; every value is escaped, and a name that is not given is an error."""
    environment = Environment(
        loader=PackageLoader("dateline.app.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["printable"] = lambda value: printable(str(value))
    environment.globals.update(
        kind=wording.kind,
        headline=wording.headline,
        sources=wording.sources,
        source_line=wording.source_line,
        day_range=wording.day_range,
        by_claimant=by_claimant,
        pieces=pieces,
    )
    return environment


@cache
def _version() -> str:
    return version("dateline")
