"""The desk's application: routers put together, and what all of them share."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException

from dateline.app.desk.relinking import Relinking
from dateline.app.desk.security import secure, viewer_of
from dateline.store import Store
from dateline.store.accounts import Accounts

ROOM = Path(str(files("dateline.app.desk")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What every page needs.

    hosts: names under which the desk may be asked for; others are refused, since a page elsewhere could have its own
    name lead here. read_only: nobody can log in, nothing is written. accounts: who may log in; None where nobody can.
    blind: reviewers do not see what others said of an event before they have given a verdict themselves.
    """

    store: Store
    title: str
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    read_only: bool = False
    accounts: Accounts | None = None
    blind: bool = True
    environment: Environment = field(default_factory=lambda: templates())


def create_app(desk: Desk) -> FastAPI:
    """The application over a desk."""
    from dateline.app.desk import api, login, pages, review_pages

    app = FastAPI(title="dateline", version=version("dateline"), docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = desk
    app.state.relinking = Relinking(desk.store)
    secure(app, desk)
    app.add_exception_handler(HTTPException, _shown_error)  # type: ignore[arg-type]  # of our kind, by this very line
    app.mount("/static", StaticFiles(directory=ROOM / "static"), name="static")
    for router in (api.router, pages.router, login.router, review_pages.router):
        app.include_router(router)
    return app


def desk_of(request: Request) -> Desk:
    """The desk that a request is for."""
    desk: Desk = request.app.state.desk
    return desk


At = Annotated[Desk, Depends(desk_of)]
"""A parameter that is the desk."""


def page(desk: Desk, request: Request, template: str, /, status_code: int = 200, **values: object) -> HTMLResponse:
    """A template as a response; every template knows `desk`, `request`, the version of dateline, and who looks.

    `viewer` is who is logged in, or None; `here` the path and query asked for.
    """
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    known = {"desk": desk, "request": request, "dateline": _version(), "here": here, "viewer": viewer_of(desk, request)}
    text = desk.environment.get_template(template).render(known | values)
    return HTMLResponse(text, status_code=status_code)


async def _shown_error(request: Request, error: HTTPException) -> Response:
    """An error as a page for people, as JSON for programs."""
    if request.url.path.startswith("/api/") or error.status_code < HTTPStatus.BAD_REQUEST:
        return await http_exception_handler(request, error)
    desk = desk_of(request)
    values = {"heading": HTTPStatus(error.status_code).phrase, "message": error.detail}
    may_log_in = error.status_code == HTTPStatus.FORBIDDEN and desk.accounts is not None and not desk.read_only
    log_in = "/" if may_log_in and viewer_of(desk, request) is None else ""
    response = page(desk, request, "message.html", error.status_code, log_in=log_in, **values)
    response.headers.update(error.headers or {})
    return response


def templates() -> Environment:
    """The templates; every value is escaped, and a name that is not given is an error."""
    return Environment(
        loader=PackageLoader("dateline.app.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _version() -> str:
    return version("dateline")
