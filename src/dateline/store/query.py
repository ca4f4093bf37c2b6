"""Building queries: pure functions from what is asked to a statement; `store.py` runs them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Join, Select, func, literal_column, select

from dateline.records import HAPPENED
from dateline.store.schema import event_actors, event_countries, event_mentions, events, former_events, reports, told

IN_ORDER = (func.coalesce(events.c.first_day, literal_column("'9999'")), events.c.event_type, events.c.id)
"""The order of the contract: by first day (unknown last), type and id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are wanted; what is None does not matter.

    since, until: ISO days, inclusive; an event whose days overlap them fits, one of unknown date does not.
    happened: True for occurred and ongoing only. country: ISO alpha-3. actor: catalogue id, on either side.
    report: id of a report that tells of it. limit: at most so many, the first in the order of the contract.
    """

    event_type: str | None = None
    event_mode: str | None = None
    status: str | None = None
    happened: bool = False
    since: str | None = None
    until: str | None = None
    country: str | None = None
    actor: str | None = None
    report: str | None = None
    limit: int | None = None


def select_events(wanted: EventFilter) -> Select[Any]:
    """The records of the events that fit, in the order of the contract."""
    query = select(events.c.record).order_by(*IN_ORDER)
    for column, value in (
        (events.c.event_type, wanted.event_type),
        (events.c.event_mode, wanted.event_mode),
        (events.c.status, wanted.status),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.happened:
        query = query.where(events.c.status.in_(sorted(HAPPENED)))
    if wanted.since is not None:
        query = query.where(func.coalesce(events.c.last_day, events.c.first_day) >= wanted.since)
    if wanted.until is not None:
        query = query.where(func.coalesce(events.c.first_day, events.c.last_day) <= wanted.until)
    for column, value in (
        (event_countries.c.country, wanted.country),
        (event_actors.c.entity_id, wanted.actor),
        (event_mentions.c.report_id, wanted.report),
    ):
        if value is not None:
            query = query.where(events.c.id.in_(select(column.table.c.event_id).where(column == value)))
    return query if wanted.limit is None else query.limit(wanted.limit)


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
