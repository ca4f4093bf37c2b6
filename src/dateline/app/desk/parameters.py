"""The filter in a URL ↔ `EventFilter`: one spelling for pages, API and modules (docs/desk.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from dateline.errors import UsageError
from dateline.records import EVENT_TYPES, GRANULARITIES, PLACE_PRECISIONS, STATUSES
from dateline.store import REVIEW_STATES, Box, EventFilter

MOST_VALUES = 200
LONGEST = 500
"""Characters of a value."""
LARGEST = 1_000_000

_DEGREES = r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?"
_BOX = rf"^{_DEGREES}(?:,{_DEGREES}){{3}}$"
_PLAIN = r"^[^\u0000]*$"
"""No letter of the number 0, which PostgreSQL cannot take."""


class ParameterError(UsageError):
    """A parameter of a URL that cannot be used; the message says which, why and what could stand there."""


@dataclass(frozen=True)
class OneOf:
    """Marks a type as one of some words."""

    values: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.values)}

    def _check(self, value: str) -> str:
        if value not in self.values:
            raise refusal(f"{value!r} is not one of {', '.join(self.values)}")
        return value


@dataclass(frozen=True)
class Whole:
    """Marks a type as a whole number between two, in plain digits."""

    low: int
    high: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}

    def _check(self, value: Any) -> int:
        text = str(value)
        number = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
        if number is None or not self.low <= number <= self.high:
            raise refusal(f"{text[:40]!r} is not a whole number from {self.low} to {self.high}")
        return number


def _flag(value: Any) -> bool:
    found = {"true": True, "false": False}.get(str(value).lower() if isinstance(value, bool) else value)
    if found is None:
        raise refusal(f"{str(value)[:40]!r} is not true or false")
    return found


def _day(value: str) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        with suppress(ValueError):
            return date.fromisoformat(value).isoformat()
    raise refusal(f"{value[:40]!r} is not a day such as 2024-03-31")


def _box(value: str) -> str:
    if not re.fullmatch(_BOX, value):
        raise refusal(f"{value[:60]!r} is not west,south,east,north in degrees, such as 35.5,32,42.4,37.4")
    return value


def refusal(message: str) -> PydanticCustomError:
    """Why a value cannot be used."""
    return PydanticCustomError("parameter", "{message}", {"message": message})


Word = Annotated[str, Field(min_length=1, max_length=LONGEST, pattern=_PLAIN)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Day = Annotated[str, AfterValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Degrees = Annotated[str, AfterValidator(_box), WithJsonSchema({"type": "string", "pattern": _BOX})]
EventType = Annotated[str, OneOf(EVENT_TYPES)]
Status = Annotated[str, OneOf(STATUSES)]
Granularity = Annotated[str, OneOf(GRANULARITIES)]
Precision = Annotated[str, OneOf(PLACE_PRECISIONS)]
ReviewState = Annotated[str, OneOf(REVIEW_STATES)]


def _several(what: str) -> Any:
    return Field(default=[], max_length=MOST_VALUES, description=f"{what}; any of the values fits")


class FilterParameters(BaseModel):
    """Which events are wanted; what is not given does not matter."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    type: list[EventType] = _several("Event type")
    mode: list[Word] = _several("Event mode")
    status: list[Status] = _several("Status")
    country: list[Country] = _several("Country of a place, ISO 3166-1 alpha-3")
    actor: list[Word] = _several("Catalogue id of somebody on either side")
    since: Day | None = Field(default=None, description="First day, ISO; an event whose days overlap fits")
    until: Day | None = Field(default=None, description="Last day, ISO; an event whose days overlap fits")
    granularity: list[Granularity] = _several("How precisely the day is known")
    precision: list[Precision] = _several("How precisely the place is known, of the most precise of its places")
    sources: Annotated[int, Whole(1, LARGEST)] | None = Field(
        default=None, description="At least so many independent sources"
    )
    review: list[ReviewState] = _several("What reviewers said")
    background: Flag | None = Field(default=None, description="Whether it is only told as background")
    disputed: Flag | None = Field(default=None, description="Whether sources differ on it")
    happened: Flag | None = Field(default=None, description="Whether it occurred or is ongoing")
    text: Word | None = Field(
        default=None, description='What the sentences that tell it have: words, "phrases", -without, begun*'
    )
    bbox: Degrees | None = Field(
        default=None, description="west,south,east,north in degrees; a point of it lies within"
    )

    def filter(self) -> EventFilter:
        """The filter that these parameters spell."""
        given = {name: getattr(self, name) for name in FilterParameters.model_fields}
        return EventFilter(**given | {"bbox": None if self.bbox is None else box_of(self.bbox)})


NAMES = tuple(FilterParameters.model_fields)
"""The parameters of a filter, in the order in which they are written."""
_LISTS = frozenset(name for name in NAMES if isinstance(FilterParameters().model_dump()[name], list))


def filter_of(parameters: Iterable[tuple[str, str]]) -> EventFilter:
    """The filter in the parameters of a page's URL; others are left alone, as are empty ones, which forms send.

    Raises ParameterError where one cannot be used.
    """
    given: dict[str, Any] = {}
    for name, value in parameters:
        if name in NAMES and value != "":
            given[name] = [*given.get(name, ()), value] if name in _LISTS else value
    try:
        return FilterParameters.model_validate(given).filter()
    except ValidationError as error:
        raise ParameterError(message_of(error.errors())) from error


def query_of(wanted: EventFilter) -> str:
    """The parameters that spell a filter, as the query of a URL; empty where every event fits.

    Raises ValueError for a filter by reports, which has no parameter.
    """
    known = {*NAMES, "report"}
    assert {field.name for field in fields(EventFilter)} == known
    if wanted.report:
        raise ValueError("reports are no parameter")
    pairs: list[tuple[str, str]] = []
    for name in NAMES:
        value = getattr(wanted, name)
        if isinstance(value, tuple):
            pairs += [(name, each) for each in value]
        elif value is not None:
            pairs.append((name, _spelled(value)))
    return urlencode(pairs, safe=",:")


def _spelled(value: Any) -> str:
    if isinstance(value, Box):
        return ",".join(
            f"{bound:.12f}".rstrip("0").rstrip(".") for bound in (value.west, value.south, value.east, value.north)
        )
    return str(value).lower() if isinstance(value, bool) else str(value)


def box_of(text: str) -> Box:
    """A box of "west,south,east,north": longitudes brought into the world, north and south in their order.

    One that goes around the world is all of it; otherwise it may lie across 180°.
    """
    west, south, east, north = map(float, text.split(","))
    south, north = sorted((max(-90.0, min(90.0, south)), max(-90.0, min(90.0, north))))
    if abs(east - west) >= 360:
        return Box(west=-180.0, south=south, east=180.0, north=north)
    return Box(west=_turned(west), south=south, east=_turned(east), north=north)


def _turned(longitude: float) -> float:
    return longitude if -180 <= longitude <= 180 else (longitude + 180) % 360 - 180


def message_of(errors: Iterable[Any]) -> str:
    """What is wrong with parameters, in a line: the name of each with its fault."""
    found = []
    for error in errors:
        name = next((str(part) for part in error["loc"] if part not in ("query", "path")), "")
        fault = "is no parameter here" if error["type"] == "extra_forbidden" else error["msg"]
        found.append(f"{name}: {fault}")
    return "; ".join(dict.fromkeys(found))
