"""`Store`: what can be asked of a database and put into it. The only place that runs SQL."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from types import TracebackType
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from dateline.errors import StoreError
from dateline.records import Coder, Event, Report, dumps, from_json
from dateline.store import query, rows
from dateline.store.lineage import heirs, with_former_ids
from dateline.store.schema import (
    EVENT_TABLES,
    claims,
    event_actors,
    event_countries,
    event_mentions,
    events,
    former_events,
    mentions,
    reports,
    runs,
)

_BATCH = 16
"""Reports written in one transaction: what a killed run loses at most."""


class Store:
    """A database of reports and events; made by `open_store`.

    Every method raises StoreError where the database cannot be read or written.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    # ---- reports

    def put_reports(self, coded: Iterable[Report | tuple[str, Report]]) -> int:
        """Store reports with their mentions and claims; says how many were new or coded anew.

        A report that is there already changes nothing. The same id with other raw bytes is a further
        revision; the same bytes coded otherwise replace what was coded. A report may come with the
        `input_key` of what it was made from, for `coded_as`.
        """
        pairs = (item if isinstance(item, tuple) else ("", item) for item in coded)
        changed = 0
        while batch := list(islice(pairs, _BATCH)):
            with self._begin(writes=True) as connection:
                changed += sum(_put_report(connection, report, key) for key, report in batch)
        return changed

    def coded_as(self, key: str, coder: Coder) -> str | None:
        """The id of the report that this coder made of what came in under this `input_key`, if it did."""
        wanted = select(reports.c.id).where(reports.c.input_key == key, reports.c.run_id == rows.run_id(coder))
        with self._begin() as connection:
            return connection.execute(wanted.limit(1)).scalars().first()

    def reports(self) -> Iterator[Report]:
        """The newest revision of each report, by id, one at a time."""
        for record in self._stream(query.select_newest_reports()):
            yield from_json(Report, record)

    def report(self, report_id: str) -> Report | None:
        """The newest revision of the report with this id, or with the only id that begins so."""
        found = self._resolve(select(reports.c.id).where(reports.c.id == report_id), reports.c.id, report_id)
        if found is None:
            return None
        newest = select(reports.c.record).where(reports.c.id == found).order_by(reports.c.revision.desc()).limit(1)
        return next((from_json(Report, record) for record in self._stream(newest)), None)

    def revisions(self, report_id: str) -> list[Report]:
        """All revisions of a report, the first one first."""
        wanted = select(reports.c.record).where(reports.c.id == report_id).order_by(reports.c.revision)
        return [from_json(Report, record) for record in self._stream(wanted)]

    def count_reports(self) -> int:
        """How many reports there are, revisions of one counted once."""
        with self._begin() as connection:
            return int(connection.execute(select(func.count(reports.c.id.distinct()))).scalar_one())

    # ---- events

    def replace_events(self, new: Iterable[Event]) -> list[Event]:
        """Put these events in place of all that were there, in one transaction.

        Returns them in the order of the contract, each with the ids that it inherits from events which are
        no more, so that those stay resolvable.
        """
        ordered = sorted(new, key=rows.event_order)
        with self._begin(writes=True) as connection:
            heir_of = heirs(_old_triggers(connection), ordered)
            former = connection.execute(select(former_events.c.former_id, former_events.c.event_id)).all()
            events_now = with_former_ids(ordered, heir_of, {row.former_id: row.event_id for row in former})
            for table in reversed(EVENT_TABLES):
                connection.execute(delete(table))
            for table, table_rows in _event_rows(events_now):
                _insert(connection, table, table_rows)
        return events_now

    def events(self, wanted: query.EventFilter | None = None) -> Iterator[Event]:
        """The events that fit, by first day, type and id, one at a time."""
        for record in self._stream(query.select_events(wanted or query.EventFilter())):
            yield from_json(Event, record)

    def event(self, event_id: str) -> Event | None:
        """The event that has or once had this id, or the only one whose id begins so."""
        found = self._resolve(query.select_event_ids(event_id), events.c.id, event_id)
        if found is None:
            return None
        wanted = select(events.c.record).where(events.c.id == found)
        return next((from_json(Event, record) for record in self._stream(wanted)), None)

    # ---- running statements

    @contextmanager
    def _begin(self, *, writes: bool = False) -> Iterator[Connection]:
        engine = self._engine.execution_options(writes=True) if writes else self._engine
        with store_errors(self.name), engine.begin() as connection:
            yield connection

    def _stream(self, wanted: Any) -> Iterator[Any]:
        with self._begin() as connection:
            for record in connection.execution_options(yield_per=100).execute(wanted).scalars():
                yield json.loads(record)

    def _resolve(self, exact: Any, column: Column[Any], given: str) -> str | None:
        with self._begin() as connection:
            whole = connection.execute(exact).scalars().first()
            if whole is not None:
                return str(whole)
            begun = connection.execute(query.select_prefixed(column, given)).scalars().all() if given else []
        if len(begun) > 1:
            raise StoreError(f"{given!r} could be any of {', '.join(begun)}: give more of the id")
        return str(begun[0]) if begun else None


@contextmanager
def store_errors(name: str) -> Iterator[None]:
    """Database errors as StoreError, with the name of the database."""
    try:
        yield
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise StoreError(f"{name}: {reason}") from error
    except StoreError as error:
        if str(error).startswith(name):
            raise
        raise StoreError(f"{name}: {error}") from error


def _put_report(connection: Connection, report: Report, key: str) -> bool:
    stored = connection.execute(
        select(reports.c.revision, reports.c.raw_sha256, reports.c.input_key, reports.c.record).where(
            reports.c.id == report.id
        )
    ).all()
    same = next((row for row in stored if row.raw_sha256 == report.raw_sha256), None)
    revision = same.revision if same else max((row.revision for row in stored), default=0) + 1
    row = rows.report_row(report, revision, key)
    if same and same.record == row["record"] and same.input_key == key:
        return False
    _put_run(connection, report.coder)
    if same:
        at = (reports.c.id == report.id) & (reports.c.revision == revision)
        connection.execute(update(reports).where(at).values(row))
        for table in (mentions, claims):
            old = (table.c.report_id == report.id) & (table.c.revision == revision)
            connection.execute(delete(table).where(old))
    else:
        connection.execute(insert(reports).values(row))
    _insert(connection, mentions, [rows.mention_row(mention, report.id, revision) for mention in report.events])
    _insert(connection, claims, [rows.claim_row(claim, report.id, revision) for claim in report.claims])
    return True


def _put_run(connection: Connection, coder: Coder) -> None:
    key = rows.run_id(coder)
    if connection.execute(select(runs.c.id).where(runs.c.id == key)).first() is None:
        connection.execute(insert(runs).values(id=key, coder=dumps(coder)))


def _insert(connection: Connection, table: Table, table_rows: Sequence[rows.Row]) -> None:
    if table_rows:
        connection.execute(insert(table), list(table_rows))


def _old_triggers(connection: Connection) -> dict[str, list[rows.Trigger]]:
    found: dict[str, list[rows.Trigger]] = defaultdict(list)
    for event_id, report_id, start, end in connection.execute(select(event_mentions)):
        found[event_id].append((report_id, start, end))
    return found


def _event_rows(ordered: Sequence[Event]) -> list[tuple[Table, list[rows.Row]]]:
    return [
        (events, [rows.event_row(event, position) for position, event in enumerate(ordered, start=1)]),
        (
            event_mentions,
            [
                {"event_id": event.id, "report_id": report_id, "trigger_start": start, "trigger_end": end}
                for event in ordered
                for report_id, start, end in rows.triggers(event)
            ],
        ),
        (
            event_countries,
            [{"event_id": event.id, "country": code} for event in ordered for code in rows.countries(event)],
        ),
        (
            event_actors,
            [
                {"event_id": event.id, "role": role, "entity_id": entity_id}
                for event in ordered
                for role, entity_id in rows.taking_part(event)
            ],
        ),
        (
            former_events,
            [{"former_id": former, "event_id": event.id} for event in ordered for former in event.former_ids],
        ),
    ]
