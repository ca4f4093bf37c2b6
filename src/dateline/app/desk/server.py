"""The desk's application: routers put together."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as StarletteHTTPException

from dateline.app.desk import actor_pages, api, live, login, pages, review_pages, search_pages
from dateline.app.desk.compress import Compress
from dateline.app.desk.desk import Desk, desk_of
from dateline.app.desk.relinking import Relinking
from dateline.app.desk.render import page
from dateline.app.desk.security import secure

ROOM = Path(str(files("dateline.app.desk")))


def create_app(desk: Desk) -> FastAPI:
    """The application over a desk. Raises StoreError where its events were written by an older dateline."""
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
