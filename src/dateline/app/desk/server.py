"""The desk's application: routers put together, and what all of them share."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined

from dateline.app.desk.compress import Compress
from dateline.app.desk.security import secure
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
    from dateline.app.desk import api, pages

    desk.store.check_linked()
    app = FastAPI(title="dateline", version=version("dateline"), docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = desk
    app.add_middleware(Compress)
    secure(app, desk.hosts)
    app.mount("/static", StaticFiles(directory=ROOM / "static"), name="static")
    api.install(app)
    for router in (pages.router,):
        app.include_router(router)
    return app


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
