"""Building queries: pure functions from what is asked to a statement; `store.py` runs them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Column, ColumnElement, Join, Select, func, literal, literal_column, or_, select, tuple_

from dateline.records import HAPPENED
from dateline.store.review_state import STATES, review_state
from dateline.store.schema import (
    event_actors,
    event_countries,
    event_facts,
    event_mentions,
    event_places,
    events,
    former_events,
    reports,
    told,
)
from dateline.store.search import select_matching

REVIEW_STATES = STATES
UNREVIEWED = STATES[0]

IN_ORDER = (
    func.coalesce(event_facts.c.first_day, literal_column("'9999'")),
    event_facts.c.event_type,
    event_facts.c.event_id,
)
"""The order of the contract: by first day (unknown last), type and id."""

Values = str | Iterable[str]
"""One value or several."""
Position = tuple[str, str, str]
"""Where an event stands in the order of the contract: first day ("9999" where unknown), type, id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle of the map in degrees; one that crosses 180° has its west east of its east."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are wanted; what is not given does not matter. Of several values any fits.

    type, mode, status: as in the record. country: ISO alpha-3. actor: catalogue id, on either side.
    since, until: ISO days, inclusive; an event whose days overlap them fits, one of unknown date does not.
    granularity: how precisely the day is known. precision: how precisely the place, of the most precise of its places.
    sources: at least so many independent ones. review: what reviewers said, one of REVIEW_STATES.
    happened: True for occurred and ongoing only, False for all else. background, disputed: True or False.
    text: words that the sentences telling the event have; "phrases", -without, begun*. bbox: a point lies within.
    report: ids of reports that tell of it.

    Values are kept sorted and once, so that filters that want the same are equal.
    """

    type: Values = ()
    mode: Values = ()
    status: Values = ()
    country: Values = ()
    actor: Values = ()
    since: str | None = None
    until: str | None = None
    granularity: Values = ()
    precision: Values = ()
    sources: int | None = None
    review: Values = ()
    background: bool | None = None
    disputed: bool | None = None
    happened: bool | None = None
    text: str | None = None
    bbox: Box | None = None
    report: Values = ()

    def __post_init__(self) -> None:
        for name in SEVERAL:
            object.__setattr__(self, name, each(getattr(self, name)))


SEVERAL = tuple(field.name for field in fields(EventFilter) if field.type == "Values")
"""The fields of a filter that hold several values."""


def each(values: Values) -> tuple[str, ...]:
    """The values of a field of a filter, sorted, each once."""
    return tuple(sorted({values} if isinstance(values, str) else set(values)))


def select_events(wanted: EventFilter, *, after: Position | None = None, limit: int | None = None) -> Select[Any]:
    """The records of the events that fit, in the order of the contract, with their positions.

    after: only those behind this position. limit: at most so many.
    """
    query = (
        select(events.c.record, *(column.label(name) for column, name in zip(IN_ORDER, _POSITION, strict=True)))
        .select_from(event_facts.join(events, events.c.id == event_facts.c.event_id))
        .where(*conditions(wanted))
        .order_by(*IN_ORDER)
    )
    if after is not None:
        query = query.where(tuple_(*IN_ORDER) > tuple_(*(literal(known(value)) for value in after)))
    return query if limit is None else query.limit(limit)


_POSITION = ("day", "type", "id")


def count_events(wanted: EventFilter) -> Select[Any]:
    """How many events fit."""
    return select(func.count()).select_from(event_facts).where(*conditions(wanted))


def select_outdated() -> Select[Any]:
    """An event that is as an older dateline wrote it, if there is one."""
    return select(events.c.id).where(events.c.made_of == literal_column("''")).limit(1)


def conditions(wanted: EventFilter, *, without: Collection[str] = ()) -> list[ColumnElement[bool]]:
    """What a filter asks of a row of `event_facts`. without: names of parameters that are not to matter."""
    return [
        make(getattr(wanted, name))
        for name, make in _CONDITIONS.items()
        if name not in without and getattr(wanted, name) not in (None, ())
    ]


def known(value: str) -> str:
    """A value as a database can take it: PostgreSQL knows no letter of the number 0."""
    return value.replace("\0", "\ufffd")


def _one_of(column: Column[Any]) -> Callable[[Sequence[str]], ColumnElement[bool]]:
    return lambda values: column.in_([known(value) for value in values])


def _listed(column: Column[Any]) -> Callable[[Sequence[str]], ColumnElement[bool]]:
    """One of the rows that an event has in another table has one of the values."""

    def condition(values: Sequence[str]) -> ColumnElement[bool]:
        listed = select(column.table.c.event_id).where(_one_of(column)(values))
        return event_facts.c.event_id.in_(listed)

    return condition


def _happened(value: bool) -> ColumnElement[bool]:
    return event_facts.c.status.in_(sorted(HAPPENED)) if value else event_facts.c.status.not_in(sorted(HAPPENED))


def _since(day: str) -> ColumnElement[bool]:
    return func.coalesce(event_facts.c.last_day, event_facts.c.first_day) >= known(day)


def _until(day: str) -> ColumnElement[bool]:
    return func.coalesce(event_facts.c.first_day, event_facts.c.last_day) <= known(day)


def _reviewed_as(states: Sequence[str]) -> ColumnElement[bool]:
    done = review_state().subquery()
    said = event_facts.c.event_id.in_(select(done.c.event_id).where(done.c.state.in_(states)))
    if UNREVIEWED not in states:
        return said
    return or_(said, event_facts.c.event_id.not_in(select(done.c.event_id)))


def _within(box: Box) -> ColumnElement[bool]:
    return event_facts.c.event_id.in_(select(event_places.c.event_id).where(*in_box(box)))


def in_box(box: Box) -> list[ColumnElement[bool]]:
    """What is asked of a row of `event_places` whose point lies in a box."""
    lon = event_places.c.lon
    across = or_(lon >= box.west, lon <= box.east) if box.west > box.east else lon.between(box.west, box.east)
    return [event_places.c.lat.between(box.south, box.north), across]


_CONDITIONS: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
    "type": _one_of(event_facts.c.event_type),
    "mode": _one_of(event_facts.c.event_mode),
    "status": _one_of(event_facts.c.status),
    "country": _listed(event_countries.c.country),
    "actor": _listed(event_actors.c.entity_id),
    "since": _since,
    "until": _until,
    "granularity": _one_of(event_facts.c.granularity),
    "precision": _one_of(event_facts.c.precision),
    "sources": lambda least: event_facts.c.sources >= least,
    "review": _reviewed_as,
    "background": lambda value: event_facts.c.background == value,
    "disputed": lambda value: event_facts.c.disputed == value,
    "happened": _happened,
    "text": lambda typed: event_facts.c.event_id.in_(select_matching(typed)),
    "bbox": _within,
    "report": _listed(event_mentions.c.report_id),
}
"""What each field of a filter asks for."""


def select_newest_reports() -> Select[Any]:
    """The record of the newest revision of each report, by id."""
    return select(reports.c.record).select_from(_newest()).order_by(reports.c.id)


def select_untold(linker: str) -> Select[Any]:
    """Record and number of the newest revision of each report that this linker has not taken in, by id."""
    newest = _newest()
    taken = (told.c.report_id == reports.c.id) & (told.c.revision == reports.c.revision) & (told.c.linker == linker)
    joined = newest.outerjoin(told, taken)
    return (
        select(reports.c.record, reports.c.revision)
        .select_from(joined)
        .where(told.c.report_id.is_(None))
        .order_by(reports.c.id)
    )


def select_told(report_ids: Sequence[str] | None) -> Select[Any]:
    """What linking keeps of the newest revision of each report, or of these reports, by id; but for the sketches."""
    wanted = _of_newest(select(told.c.record)).order_by(told.c.report_id)
    return wanted if report_ids is None else wanted.where(told.c.report_id.in_(report_ids))


def _of_newest(wanted: Select[Any]) -> Select[Any]:
    at = (told.c.report_id == reports.c.id) & (told.c.revision == reports.c.revision)
    return wanted.select_from(_newest().join(told, at))


def _newest() -> Join:
    newest = select(reports.c.id, func.max(reports.c.revision).label("revision")).group_by(reports.c.id).subquery()
    return reports.join(newest, (reports.c.id == newest.c.id) & (reports.c.revision == newest.c.revision))


def select_event_ids(given: str) -> Select[Any]:
    """The ids of events that go by `given`: as their id or one that they once had."""
    former = select(former_events.c.event_id).where(former_events.c.former_id == given)
    return select(events.c.id).where((events.c.id == given) | events.c.id.in_(former))


def select_prefixed(column: Column[Any], prefix: str) -> Select[Any]:
    """The first few ids that begin with `prefix`."""
    return select(column).where(column.startswith(prefix, autoescape=True)).distinct().order_by(column).limit(5)
