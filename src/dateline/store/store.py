"""`Store`: what can be asked of a database and put into it. The only place that runs SQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any

from sqlalchemy import Column, Connection, Engine, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from dateline.errors import AmbiguousError, StoreError
from dateline.linking import CopyFinder, Decision, Link, Outline, Sketch, StoredKeys, Told
from dateline.records import Coder, Event, Report, content_id, dumps, from_json
from dateline.store import acts, facets, query, rows
from dateline.store.acts import Act, ActorTally
from dateline.store.derived import Made, insert, stored_events, touch, write_events
from dateline.store.lineage import Change
from dateline.store.schema import (
    changes,
    claims,
    counter,
    decisions,
    events,
    link_runs,
    linked_reports,
    linked_tellings,
    links,
    mentions,
    reports,
    runs,
    sketches,
    told_keys,
)
from dateline.store.schema import told as told_table
from dateline.store.search import select_matching
from dateline.store.standing import (
    Basis,
    Part,
    Place,
    bands,
    basis_of,
    keys_between,
    parts,
    places_of,
    published_of,
    put_standing,
    reports_with,
    sketches_of,
    sources_of,
    stands,
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
                written = sum(_put_report(connection, report, key) for key, report in batch)
                touch(connection, written)
                changed += written
        return changed

    def coded_as(self, key: str, coder: Coder) -> str | None:
        """The id of the report that this coder made of what came in under this `input_key`, if it did."""
        wanted = select(reports.c.id).where(reports.c.input_key == key, reports.c.run_id == rows.run_id(coder))
        with self._begin() as connection:
            return connection.execute(wanted.limit(1)).scalars().first()

    def reports(self) -> Iterator[Report]:
        """The newest revision of each report, by id, one at a time."""
        for row in self._stream(query.select_newest_reports()):
            yield from_json(Report, json.loads(row.record))

    def report(self, report_id: str) -> Report | None:
        """The newest revision of the report with this id, or with the only id that begins so."""
        found = self._resolve(select(reports.c.id).where(reports.c.id == report_id), reports.c.id, report_id)
        if found is None:
            return None
        newest = select(reports.c.record).where(reports.c.id == found).order_by(reports.c.revision.desc()).limit(1)
        return next((from_json(Report, json.loads(row.record)) for row in self._stream(newest)), None)

    def revisions(self, report_id: str) -> list[Report]:
        """All revisions of a report, the first one first."""
        wanted = select(reports.c.record).where(reports.c.id == report_id).order_by(reports.c.revision)
        return [from_json(Report, json.loads(row.record)) for row in self._stream(wanted)]

    def page_of_reports(self, *, limit: int, after: str | None = None) -> list[Report]:
        """The newest revision of so many reports, by id; after: only those with a greater id."""
        wanted = query.select_newest_reports().limit(limit)
        if after is not None:
            wanted = wanted.where(reports.c.id > query.known(after))
        return [from_json(Report, json.loads(row.record)) for row in self._stream(wanted)]

    def count_reports(self) -> int:
        """How many reports there are, revisions of one counted once."""
        with self._begin() as connection:
            return int(connection.execute(select(func.count(reports.c.id.distinct()))).scalar_one())

    # ---- events

    def put_events(
        self, outlines: Sequence[Outline], make: Callable[[Outline], Made], *, basis: Basis, part: Part
    ) -> list[Change] | None:
        """Make the events of these outlines those of a part, in one transaction; what is stored as it is stays.

        make: puts an event together. basis: what the outlines were made from; where that is no longer what is stored,
        because another run or a person came in between, nothing is written and None returned. Otherwise what changed.
        """
        with self._begin() as connection:
            stored = stored_events(connection, None if part.everything else part.events)
        wanted = [outline for outline in outlines if stored.get(outline.id) != outline.made_of]
        with TemporaryFile("w+", encoding="utf-8") as spool:
            spool.writelines(dumps(make(outline)) + "\n" for outline in wanted)
            spool.seek(0)
            made = (from_json(Made, json.loads(line)) for line in spool)
            with self._begin(writes=True) as connection:
                if not stands(connection, basis, part):
                    return None
                changed = write_events(connection, outlines, made, part)
                put_standing(connection, basis, outlines, part)
                return changed

    def events(self, wanted: query.EventFilter | None = None, *, limit: int | None = None) -> Iterator[Event]:
        """The events that fit, by first day, type and id, one at a time; with a limit at most so many."""
        self.check_linked()
        for row in self._stream(query.select_events(wanted or query.EventFilter(), limit=limit)):
            yield from_json(Event, json.loads(row.record))

    def page_of_events(
        self, wanted: query.EventFilter, *, limit: int, after: query.Position | None = None
    ) -> tuple[list[Event], query.Position | None]:
        """So many of the events that fit, and the position of the last one if there are more.

        after: only those behind this position, so that what is added or taken away meanwhile moves nothing.
        """
        self.check_linked()
        found = list(self._stream(query.select_events(wanted, after=after, limit=limit + 1)))
        more = (found[limit - 1].day, found[limit - 1].type, found[limit - 1].id) if len(found) > limit else None
        return [from_json(Event, json.loads(row.record)) for row in found[:limit]], more

    def fitting(self, wanted: query.EventFilter, ids: Sequence[str]) -> list[Event]:
        """Those of these events that fit, in the order of the contract."""
        found: list[Event] = []
        for some in parts(ids):
            these = query.select_events(wanted).where(events.c.id.in_(some))
            found += [from_json(Event, json.loads(row.record)) for row in self._stream(these)]
        return sorted(found, key=lambda event: (event.date.start or "9999", event.event_type, event.id))

    def count_events(self, wanted: query.EventFilter | None = None) -> int:
        """How many events fit."""
        with self._begin() as connection:
            return int(connection.execute(query.count_events(wanted or query.EventFilter())).scalar_one())

    # ---- events counted and listed: shapes as in docs/desk.md

    def summary(self, wanted: query.EventFilter) -> dict[str, Any]:
        """How many events fit, the facets and the timeline."""
        with self._begin() as connection:
            return {"version": _version(connection), **facets.summary(connection, wanted)}

    def map_cells(self, wanted: query.EventFilter, view: query.Box, zoom: int) -> dict[str, Any]:
        """The points in view, counted together at a zoom, and the areas that events were in."""
        with self._begin() as connection:
            return facets.map_cells(connection, wanted, view, zoom)

    def rows(
        self,
        wanted: query.EventFilter,
        *,
        offset: int = 0,
        limit: int = 100,
        sort: str = "first_day",
        descending: bool = False,
    ) -> list[dict[str, Any]]:
        """Rows of the table, sorted by one of facets.SORTS."""
        with self._begin() as connection:
            return facets.table_rows(connection, wanted, sort=sort, descending=descending, offset=offset, limit=limit)

    def columns(self) -> dict[str, Any]:
        """All events as columns for the browser."""
        with self._begin() as connection:
            return {"version": _version(connection), **facets.columns(connection)}

    def network(self, wanted: query.EventFilter, *, limit: int = facets.PAIRS_SHOWN) -> dict[str, Any]:
        """The pairs of actors with most events between them."""
        with self._begin() as connection:
            return facets.network(connection, wanted, limit=limit)

    def acts(self, entity_ids: Sequence[str]) -> list[Act]:
        """The events that happened in which all of these took part."""
        with self._begin() as connection:
            return acts.acts(connection, entity_ids)

    def actors(self, *, text: str = "", ids: Sequence[str] = (), limit: int = 100) -> list[ActorTally]:
        """Who took part in events that happened; see `acts.actors`."""
        with self._begin() as connection:
            return acts.actors(connection, text=text, ids=ids, limit=limit)

    def matching(self, typed: str) -> list[str]:
        """The ids of events whose text has what a user typed."""
        with self._begin() as connection:
            return list(connection.execute(select_matching(typed).order_by("event_id")).scalars())

    def check_linked(self) -> None:
        """Raise StoreError where events are still as an older dateline wrote them, without what filters need."""
        with self._begin() as connection:
            if connection.execute(query.select_outdated()).first() is not None:
                raise StoreError(f"written by an older dateline: run `dateline link --db {self.name}` once")

    def event(self, event_id: str) -> Event | None:
        """The event that has or once had this id, or the only one whose id begins so."""
        found = self._resolve(query.select_event_ids(event_id), events.c.id, event_id)
        if found is None:
            return None
        wanted = select(events.c.record).where(events.c.id == found)
        return next((from_json(Event, json.loads(row.record)) for row in self._stream(wanted)), None)

    def links(self, event_id: str) -> list[Link]:
        """How the tellings of an event came together, step by step."""
        wanted = select(links).where(links.c.event_id == event_id).order_by(links.c.number)
        with self._begin() as connection:
            return [rows.link_of(row) for row in connection.execute(wanted)]

    def changes(self, run: int | None = None) -> list[Change]:
        """What a run of linking did to events, by default the last one; nothing where there is no such run."""
        last = select(func.max(link_runs.c.number)).scalar_subquery()
        wanted = select(changes).where(changes.c.run == (last if run is None else run))
        with self._begin() as connection:
            return [rows.change_of(row) for row in connection.execute(wanted.order_by(changes.c.event_id))]

    def last_run(self) -> int:
        """The number of the last run of linking that changed anything, 0 where there was none."""
        with self._begin() as connection:
            return int(connection.execute(select(func.max(link_runs.c.number))).scalar_one() or 0)

    def version(self) -> str:
        """A short string that is another one whenever anything that can be seen changed."""
        with self._begin() as connection:
            return _version(connection)

    # ---- what linking works on

    def untold(self, linker: str) -> Iterator[tuple[int, str, Report]]:
        """The newest revision of each report that this linker has not taken in: number, hash of its record, record."""
        for row in self._stream(query.select_untold(linker)):
            yield row.revision, content_id(row.record), from_json(Report, json.loads(row.record))

    def put_told(self, told: Iterable[tuple[int, Told]], linker: str) -> None:
        """Store what linking keeps of revisions of reports."""
        given = iter(told)
        while batch := list(islice(given, _BATCH)):
            with self._begin(writes=True) as connection:
                for table in (told_table, sketches, told_keys):
                    known = [one.report_id for _, one in batch]
                    connection.execute(delete(table).where(table.c.report_id.in_(known)))
                insert(connection, told_table, [rows.told_row(one, revision, linker) for revision, one in batch])
                insert(connection, sketches, [rows.sketch_row(one) for _, one in batch])
                insert(connection, told_keys, [row for _, one in batch for row in rows.key_rows(one)])

    def told(self, report_ids: Collection[str] | None = None) -> list[Told]:
        """What linking keeps of the newest revision of each report, or of these reports, by id; without sketches."""
        pool: dict[Any, Any] = {}
        wanted = [None] if report_ids is None else list(parts(sorted(report_ids)))
        with self._begin() as connection:
            return [rows.told_from(row, pool) for some in wanted for row in connection.execute(query.select_told(some))]

    def sketches(self, report_ids: Collection[str] | None = None) -> dict[str, Sketch]:
        """What tells copies, of the newest revision of each report or of these reports."""
        with self._begin() as connection:
            return sketches_of(connection, report_ids)

    def published(self, report_ids: Collection[str]) -> dict[str, str | None]:
        """The day of publication of each of these reports, as linking takes it."""
        with self._begin() as connection:
            return published_of(connection, report_ids)

    def copied_by(self, found: Mapping[str, Sketch]) -> set[str]:
        """The reports that may be copies of those with these sketches."""
        finder = CopyFinder(found.values())
        with self._begin() as connection:
            return {report_id for report_id, words, packed in bands(connection) if finder.may_match(words, packed)}

    def keys_between(self, first: int, last: int) -> StoredKeys:
        """The blocking keys of tellings of which the days meet these."""
        with self._begin() as connection:
            return keys_between(connection, first, last)

    # ---- where linking stands

    def basis(self, rules: str) -> Basis:
        """What a run of linking by these rules starts from."""
        with self._begin() as connection:
            return basis_of(connection, rules)

    def places(self, *, reports: Collection[str] = (), components: Collection[str] = ()) -> list[Place]:
        """Where tellings are that are in these reports or components."""
        with self._begin() as connection:
            return [
                *places_of(connection, linked_tellings.c.report_id, reports),
                *places_of(connection, linked_tellings.c.component, components),
            ]

    def sources(self, *, reports: Collection[str] = (), groups: Collection[str] = ()) -> dict[str, str]:
        """{report id: the first report of its group of copies}, of these reports, or groups by their first report."""
        with self._begin() as connection:
            return sources_of(connection, linked_reports.c.report_id, reports) | sources_of(
                connection, linked_reports.c.source, groups
            )

    def reports_with(self, mention_ids: Collection[str]) -> set[str]:
        """The reports that have or had these mentions."""
        with self._begin() as connection:
            return reports_with(connection, mention_ids)

    def mention_id(self, given: str) -> str | None:
        """The id of the mention with this id, or the only one that begins so; events go by one of their mentions."""
        return self._resolve(select(mentions.c.id).where(mentions.c.id == given), mentions.c.id, given)

    def decide(self, first: str, second: str, *, same: bool, decided_by: str) -> Decision:
        """Keep a person's word on two mentions, by their ids."""
        with self._begin(writes=True) as connection:
            number = (connection.execute(select(func.max(decisions.c.number))).scalar_one() or 0) + 1
            decision = Decision(
                number=number, first=min(first, second), second=max(first, second), same=same, decided_by=decided_by
            )
            connection.execute(decisions.insert().values(rows.decision_row(decision)))
            touch(connection)
            reports_of = select(mentions.c.report_id).where(mentions.c.id.in_([first, second])).distinct()
            told_by = connection.execute(reports_of).scalars().all()
            if len(told_by) == 1:  # its mentions are grouped anew
                connection.execute(delete(told_table).where(told_table.c.report_id == told_by[0]))
        return decision

    def decisions(self) -> list[Decision]:
        """What people decided, in order."""
        with self._begin() as connection:
            return [rows.decision_of(row) for row in connection.execute(select(decisions).order_by(decisions.c.number))]

    # ---- running statements

    @contextmanager
    def _begin(self, *, writes: bool = False) -> Iterator[Connection]:
        engine = self._engine.execution_options(writes=True) if writes else self._engine
        with store_errors(self.name), engine.begin() as connection:
            yield connection

    def _stream(self, wanted: Any) -> Iterator[Any]:
        with self._begin() as connection, connection.execution_options(yield_per=100).execute(wanted) as rows_of:
            yield from rows_of

    def _resolve(self, exact: Any, column: Column[Any], given: str) -> str | None:
        if "\0" in given:  # which PostgreSQL cannot take
            return None
        with self._begin() as connection:
            whole = connection.execute(exact).scalars().first()
            if whole is not None:
                return str(whole)
            begun = connection.execute(query.select_prefixed(column, given)).scalars().all() if given else []
        if len(begun) > 1:
            raise AmbiguousError(f"{given!r} could be any of {', '.join(begun)}: give more of the id")
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
        raise type(error)(f"{name}: {error}") from error


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
        for table in (mentions, claims, told_table):
            old = (table.c.report_id == report.id) & (table.c.revision == revision)
            connection.execute(delete(table).where(old))
    else:
        connection.execute(reports.insert().values(row))
    insert(connection, mentions, [rows.mention_row(mention, report.id, revision) for mention in report.events])
    insert(connection, claims, [rows.claim_row(claim, report.id, revision) for claim in report.claims])
    return True


def _put_run(connection: Connection, coder: Coder) -> None:
    key = rows.run_id(coder)
    if connection.execute(select(runs.c.id).where(runs.c.id == key)).first() is None:
        connection.execute(runs.insert().values(id=key, coder=dumps(coder)))


def _version(connection: Connection) -> str:
    return str(connection.execute(select(counter.c.changes)).scalar_one())
