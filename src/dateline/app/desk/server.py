"""The desk's application: routers put together, and what all of them share."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException as StarletteHTTPException

from dateline.app import wording
from dateline.app.desk.compress import Compress
from dateline.app.desk.event_view import by_claimant
from dateline.app.desk.security import secure
from dateline.app.marks import pieces
from dateline.app.terminal import printable
from dateline.store import Store

ROOM = Path(str(files("dateline.app.desk")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page needs.

    hosts: names under which the desk may be asked for; others are refused, since a page elsewhere could have its own
    name lead here. read_only: nobody can log in, nothing is written.
    """

    store: Store
    title: str
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    read_only: bool = False
    environment: Environment = field(default_factory=lambda: templates())


def create_app(desk: Desk) -> FastAPI:
    """The application over a desk. Raises StoreError where its events were written by an older dateline."""
    from dateline.app.desk import actor_pages, api, live, pages

    desk.store.check_linked()
    app = FastAPI(title="dateline", version=version("dateline"), docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = desk
    app.state.streams = set()
    app.state.closing = False
    app.add_middleware(Compress)
    secure(app, desk.hosts)
    app.mount("/static", StaticFiles(directory=ROOM / "static"), name="static")
    api.install(app)
    for router in (actor_pages.router, live.router):
        app.include_router(router, responses=api.PROBLEMS)
    for router in (pages.router, actor_pages.pages):
        app.include_router(router)
    app.exception_handler(StarletteHTTPException)(failed)
    return app


def failed(request: Request, error: Exception) -> Response:
    """What went wrong, as a page, or as JSON for programs."""
    status, reason = (error.status_code, str(error.detail)) if isinstance(error, StarletteHTTPException) else (500, "")
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": reason}, status_code=status, headers=getattr(error, "headers", None))
    titles = {404: "Not found", 403: "Not allowed", 429: "Too many requests"}
    desk = desk_of(request)
    return page(desk, request, "error.html", status, title=titles.get(status, "This did not work"), reason=reason)


def desk_of(request: Request) -> Desk:
    """The desk that a request is for."""
    desk: Desk = request.app.state.desk
    return desk


At = Annotated[Desk, Depends(desk_of)]
"""A parameter that is the desk."""


def page(desk: Desk, request: Request, template: str, /, status_code: int = 200, **values: object) -> HTMLResponse:
    """A template as a response; every template knows `desk`, `request` and the version of dateline."""
    text = desk.environment.get_template(template).render(desk=desk, request=request, dateline=_version(), **values)
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
