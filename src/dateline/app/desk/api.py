"""`/api/v1`: records and counts for programs and for the desk's own modules."""

from __future__ import annotations

import gzip
import json
import secrets
from collections.abc import Callable, Coroutine, Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, StreamingResponse
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from dateline.app.desk.desk import At, Desk, desk_of
from dateline.app.desk.parameters import (
    LARGEST,
    Degrees,
    FilterParameters,
    Flag,
    OneOf,
    Whole,
    Word,
    box_of,
    message_of,
)
from dateline.app.desk.render import page
from dateline.errors import AmbiguousError, StoreError
from dateline.exports import EVENT_FORMATS
from dateline.records import Event, Report, content_id, to_json
from dateline.store import SORTS

MOST_COLUMNS = 50_000
"""Events that a browser should hold; for more of them the same is asked of the API."""
LINES_AT_ONCE = 64
"""Lines of a download that are sent together."""
CURSOR = r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|9999)~[A-Z]{1,40}~[^\u0000]{1,200}$"
FORMATS = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "geojson": "application/geo+json",
}
"""Names of the formats of events, and their types; all but the first give everything that fits."""


# ---- shapes of answers, for the documentation; answers are made without them, since checking each would take longer


Counted = Annotated[list[str | int | bool], Field(min_length=2, max_length=2)]
Named = Annotated[list[str | int], Field(min_length=3, max_length=3)]
Bin = Annotated[list[str | int], Field(min_length=3, max_length=3)]
Cell = Annotated[list[float | str | None], Field(min_length=4, max_length=4)]
Point = Annotated[list[float], Field(min_length=2, max_length=2)]
Name = Annotated[list[str], Field(min_length=2, max_length=2)]
Pair = Annotated[list[str | float | None], Field(min_length=4, max_length=4)]


class Problem(BaseModel):
    """What went wrong, and what to do."""

    detail: str


class Events(BaseModel):
    """A page of events; `next` is the cursor of the page after it, null at the last one."""

    items: list[Event]
    next: str | None
    total: int


class Reports(BaseModel):
    """A page of reports; `next` is the cursor of the page after it, null at the last one."""

    items: list[Report]
    next: str | None
    total: int


class Facets(BaseModel):
    """Values with how many events have them, the most frequent first."""

    type: list[Counted]
    mode: list[Counted]
    status: list[Counted]
    country: list[Counted]
    actor: list[Named] = Field(description="Catalogue id, events, name; the 200 most frequent")
    granularity: list[Counted]
    precision: list[Counted]
    sources: list[Counted]
    review: list[Counted]
    background: list[Counted]
    disputed: list[Counted]


class Timeline(BaseModel):
    """Events by their first day, in days, months or years: first day of the bin, happened, other."""

    unit: Annotated[str, OneOf(("day", "month", "year"))]
    bins: list[Bin]
    undated: int


class Summary(BaseModel):
    """How many events fit; each facet, and the timeline, counts what fits all of the filter but its own part."""

    version: str
    total: int
    facets: Facets
    timeline: Timeline


class Area(BaseModel):
    """An area in which events were that have no point."""

    country: str | None
    level: str
    name: str
    count: int


class Map(BaseModel):
    """Points in view, counted together where they are near: longitude, latitude, count, event if it is one."""

    points: list[Cell]
    areas: list[Area]


class Row(BaseModel):
    """A row of the table."""

    id: str
    first_day: str | None
    last_day: str | None
    granularity: str
    type: str
    mode: str | None
    status: str
    background: bool
    actors: str | None
    recipients: str | None
    actor_ids: list[str]
    place: str | None
    countries: list[str]
    precision: str
    points: list[Point]
    fatalities: str | None
    sources: int
    reports: int
    disputed: bool
    review: str
    confidence: float


class Rows(BaseModel):
    """Some rows of the table."""

    items: list[Row]


class Columns(BaseModel):
    """All events; of text columns the words, and in the columns their numbers. `names`: of actors by their ids."""

    version: str
    words: dict[str, list[str]]
    columns: dict[str, list[Any]]
    names: dict[str, str]


class Ids(BaseModel):
    """Ids of events."""

    ids: list[str]


class Network(BaseModel):
    """Actors by id with their names, and the pairs with most events: both ids, events, mean PLOVER score."""

    actors: list[Name]
    pairs: list[Pair]


# ---- parameters


class EventsParameters(FilterParameters):
    """A filter, and which page of what fits in which format."""

    limit: Annotated[int, Whole(1, 1000)] = Field(default=100, description="Events on a page")
    cursor: Annotated[str, Field(pattern=CURSOR, max_length=300)] | None = Field(
        default=None, description="`next` of the page before"
    )
    format: Annotated[str, OneOf(tuple(FORMATS))] | None = Field(
        default=None, description="Instead of the Accept header; all but json give everything that fits"
    )


class RowsParameters(FilterParameters):
    """A filter, and which rows of what fits."""

    offset: Annotated[int, Whole(0, LARGEST * 100)] = Field(default=0, description="Rows to leave out")
    limit: Annotated[int, Whole(1, 1000)] = Field(default=100, description="Rows to give")
    sort: Annotated[str, OneOf(SORTS)] = Field(default="first_day", description="Column; unknown values come last")
    descending: Flag = Field(default=False, description="The largest first")


class MapParameters(FilterParameters):
    """A filter, and what is in view."""

    view: Degrees = Field(default="-180,-90,180,90", description="west,south,east,north in degrees")
    zoom: Annotated[int, Whole(0, 22)] = Field(
        default=1, description="The world is 256 pixels wide at 0, and twice that at each more"
    )


class NetworkParameters(FilterParameters):
    """A filter, and how many pairs."""

    limit: Annotated[int, Whole(1, 2000)] = Field(default=400, description="Pairs to give, those with most events")


class ReportsParameters(BaseModel):
    """Which page of the reports."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    limit: Annotated[int, Whole(1, 200)] = Field(default=20, description="Reports on a page")
    cursor: Word | None = Field(default=None, description="`next` of the page before")


class TextParameters(BaseModel):
    """What is looked for."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    text: Word = Field(description='Words, "phrases", -without, begun*')


class NoParameters(BaseModel):
    """Nothing."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


# ---- fresh or not


class VersionedRoute(APIRoute):
    """Gives answers an `ETag` of the database's version, and 304 to a client that has that one."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        handle = super().get_route_handler()

        async def versioned(request: Request) -> Response:
            tag = await run_in_threadpool(_tag, request)
            headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept"}
            if tag in (each.strip() for each in request.headers.get("if-none-match", "").split(",")):
                return Response(status_code=304, headers=headers)
            response = await handle(request)
            if response.status_code == 200:
                response.headers.update(headers)
            return response

        return versioned


def _tag(request: Request) -> str:
    state = request.app.state
    asked = (request.url.path, request.url.query, request.headers.get("accept"))
    return f'W/"{content_id(state.started, desk_of(request).store.version(), *asked)}"'


PROBLEMS: dict[int | str, dict[str, Any]] = {
    422: {"model": Problem, "description": "A parameter that cannot be used"},
    503: {"model": Problem, "description": "The database cannot be read"},
}
"""What every operation may answer."""
MISSING: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "There is none"},
    409: {"model": Problem, "description": "The beginning of several ids"},
}
router = APIRouter(prefix="/api/v1", route_class=VersionedRoute, responses=PROBLEMS)
documentation = APIRouter(include_in_schema=False)


def install(app: FastAPI) -> None:
    """Put the API, its documentation and its way of telling errors into an application."""
    app.state.started = secrets.token_hex(8)  # a client's copies from another database of this name are not taken
    app.state.columns_lock = Lock()
    app.include_router(router)
    app.include_router(documentation)
    app.mount("/swagger", StaticFiles(directory=_swagger()), name="swagger")
    app.exception_handler(RequestValidationError)(_unusable)
    app.exception_handler(AmbiguousError)(_ambiguous)
    app.exception_handler(StoreError)(_unreadable)


def _swagger() -> Path:
    """Where the files of Swagger UI lie."""
    found = find_spec("fastapi_offline")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("fastapi_offline", name="fastapi_offline")
    return Path(found.origin).parent / "static"


async def _unusable(request: Request, error: Exception) -> Response:
    faults = error.errors() if isinstance(error, RequestValidationError) else ()
    return _problem(request, 422, message_of(faults))


async def _ambiguous(request: Request, error: Exception) -> Response:
    return _problem(request, 409, str(error))


async def _unreadable(request: Request, error: Exception) -> Response:
    return _problem(request, 503, str(error))


def _problem(request: Request, status: int, detail: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": detail}, status_code=status)
    return PlainTextResponse(detail, status_code=status)


# ---- records


@router.get(
    "/events",
    tags=["events"],
    response_model=Events,
    responses={
        200: {
            "content": {
                FORMATS["jsonl"]: {"schema": {"type": "string"}},
                FORMATS["csv"]: {"schema": {"type": "string"}},
                FORMATS["geojson"]: {"schema": {"type": "object"}},
            }
        }
    },
)
def events(request: Request, desk: At, given: Annotated[EventsParameters, Query()]) -> Response:
    """Event records in the order of their first day: a page of them, or as a file all that fit."""
    wanted, form = given.filter(), given.format or _accepted(request.headers.get("accept", ""))
    if form != "json":
        name = f"events.{form}"
        return StreamingResponse(
            _lines(EVENT_FORMATS[form](desk.store.events(wanted))),
            media_type=FORMATS[form],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
    after = None
    if given.cursor is not None:
        day, event_type, event_id = given.cursor.split("~", 2)
        after = (day, event_type, event_id)
    found, more = desk.store.page_of_events(wanted, limit=given.limit, after=after)
    total = desk.store.count_events(wanted)
    return _json({"items": to_json(found), "next": more and "~".join(more), "total": total})


@router.get("/events/{event_id}", response_model=Event, responses=MISSING, tags=["events"])
def event(desk: At, event_id: str, _given: Annotated[NoParameters, Query()]) -> Response:
    """One event, by its id, one that it once had, or how only its id begins."""
    found = desk.store.event(event_id)
    if found is None:
        raise HTTPException(404, f"There is no event {event_id!r}.")
    return _json(to_json(found))


@router.get("/reports", response_model=Reports, tags=["reports"])
def reports(desk: At, given: Annotated[ReportsParameters, Query()]) -> Response:
    """Report records by id, the newest revision of each."""
    found = desk.store.page_of_reports(limit=given.limit + 1, after=given.cursor)
    more = found[given.limit - 1].id if len(found) > given.limit else None
    items = to_json(found[: given.limit])
    return _json({"items": items, "next": more, "total": desk.store.count_reports()})


@router.get("/reports/{report_id:path}", response_model=Report, responses=MISSING, tags=["reports"])
def report(desk: At, report_id: str, _given: Annotated[NoParameters, Query()]) -> Response:
    """The newest revision of one report, by its id or how only its id begins."""
    found = desk.store.report(report_id)
    if found is None:
        raise HTTPException(404, f"There is no report {report_id!r}.")
    return _json(to_json(found))


# ---- counts


@router.get("/summary", response_model=Summary, tags=["counts"])
def summary(desk: At, given: Annotated[FilterParameters, Query()]) -> Response:
    """How many events fit, by facets and over time."""
    return _json(desk.store.summary(given.filter()))


@router.get("/map", response_model=Map, tags=["counts"], summary="Map")
def map_cells(desk: At, given: Annotated[MapParameters, Query()]) -> Response:
    """Where the events were that fit."""
    return _json(desk.store.map_cells(given.filter(), box_of(given.view), given.zoom))


@router.get("/rows", response_model=Rows, tags=["counts"])
def rows(desk: At, given: Annotated[RowsParameters, Query()]) -> Response:
    """Rows of the table of events that fit."""
    found = desk.store.rows(
        given.filter(), offset=given.offset, limit=given.limit, sort=given.sort, descending=given.descending
    )
    return _json({"items": found})


@router.get(
    "/columns",
    tags=["events"],
    response_model=Columns,
    responses={413: {"model": Problem, "description": "More events than a browser should hold"}},
)
def columns(request: Request, desk: At, _given: Annotated[NoParameters, Query()]) -> Response:
    """All events at once, for a browser to filter itself; up to 50,000."""
    count = desk.store.count_events()
    if count > MOST_COLUMNS:
        raise HTTPException(413, f"{count} events are more than {MOST_COLUMNS}: use /summary, /map and /rows.")
    packed = _packed_columns(request.app, desk)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, media_type=FORMATS["json"], headers={"Content-Encoding": "gzip"})
    return Response(gzip.decompress(packed), media_type=FORMATS["json"])


@router.get("/matching", response_model=Ids, tags=["events"])
def matching(desk: At, given: Annotated[TextParameters, Query()]) -> Response:
    """Events whose text has what is looked for."""
    return _json({"ids": desk.store.matching(given.text)})


@router.get("/network", response_model=Network, tags=["actors"])
def network(desk: At, given: Annotated[NetworkParameters, Query()]) -> Response:
    """Who acts on whom in the events that fit."""
    return _json(desk.store.network(given.filter(), limit=given.limit))


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    """This API for programs that read OpenAPI."""
    return _json(request.app.openapi())


@documentation.get("/api")
def api_page(request: Request, desk: At) -> HTMLResponse:
    """The API for people who read."""
    return page(desk, request, "api.html")


# ---- making answers


def _json(value: Any) -> Response:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(text.encode(), media_type=FORMATS["json"])


def warm_up(app: FastAPI, desk: Desk) -> None:
    """Make what the first view asks for, so that whoever opens it does not wait for that."""
    if desk.store.count_events() <= MOST_COLUMNS:
        _packed_columns(app, desk)


def _packed_columns(app: FastAPI, desk: Desk) -> bytes:
    """The columns of the newest version, compressed, made once; whoever asks meanwhile waits for them."""
    with app.state.columns_lock:
        kept: tuple[str, bytes] | None = getattr(app.state, "columns", None)
        if kept is None or kept[0] != desk.store.version():
            told = desk.store.columns()
            text = json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            kept = (told["version"], gzip.compress(text.encode(), 4, mtime=0))
            app.state.columns = kept
    return kept[1]


def _lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines, some at a time."""
    rest = iter(lines)
    while some := list(islice(rest, LINES_AT_ONCE)):
        yield "\n".join(some) + "\n"


def _accepted(header: str) -> str:
    """The format that an Accept header likes best; JSON where it names none of ours."""
    best, liked = "json", 0.0
    for part in header.split(","):
        kind, *parameters = (each.strip().lower() for each in part.split(";"))
        form = next((name for name, known in FORMATS.items() if known == kind), None)
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        if form is not None and (value := _number(quality)) > liked:
            best, liked = form, value
    return best


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
