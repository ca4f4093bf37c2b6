"""Where linking stands: which reports it has linked, in which version, and where each of their tellings is.

With it a run of linking finds what new and changed reports touch, and reads no more than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Select, delete, func, insert, select, update

from dateline.linking import Outline, StoredKeys
from dateline.linking.copies import Sketch
from dateline.store.schema import (
    decisions,
    link_state,
    linked_reports,
    linked_tellings,
    mentions,
    reports,
    sketches,
    told,
    told_keys,
)

Item = TypeVar("Item")
_BATCH = 200
"""Ids named in one statement."""
MOSTLY = 0.5
"""Share of the linked reports from which so many others are linked together with all of them anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a run of linking starts from.

    rules: what decides how reports are linked. changed: the version of each report that is not linked as it is, by id,
    of those that linking has taken in. anew: whether all reports count as changed. linked_decisions: the number
    of the last decision that was linked by; decisions: of the last there is. writes: how often events were written.
    """

    rules: str
    anew: bool
    changed: Mapping[str, str]
    linked_decisions: int
    decisions: int
    writes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a telling is: the smallest telling of its component, and the event that it is in."""

    report_id: str
    telling: str
    component: str
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a run of linking replaces: events, and the places of tellings; of other reports nothing changes.

    everything: all that is stored. sources: the first report of the group of copies of each report that is new there.
    places: the tellings that lose theirs. events: the ids of events that were made of the tellings. read: the version
    of each report that it was made from.
    """

    everything: bool
    sources: Mapping[str, str] = field(default_factory=dict)
    places: Sequence[Place] = ()
    events: frozenset[str] = frozenset()
    read: Mapping[str, str] = field(default_factory=dict)


def basis_of(connection: Connection, rules: str) -> Basis:
    """What a run by these rules starts from."""
    newest = select(reports.c.id, func.max(reports.c.revision).label("revision")).group_by(reports.c.id).subquery()
    held = newest.outerjoin(told, (told.c.report_id == newest.c.id) & (told.c.revision == newest.c.revision))
    joined = held.outerjoin(linked_reports, linked_reports.c.report_id == newest.c.id)
    versions = select(newest.c.id, told.c.version, linked_reports.c.version.label("linked")).select_from(joined)
    state = connection.execute(select(link_state)).first()
    rows = connection.execute(versions.order_by(newest.c.id)).all()
    taken = {row.id: str(row.version) for row in rows if row.version is not None}
    changed = {row.id: taken[row.id] for row in rows if row.id in taken and row.version != row.linked}
    anew = state is None or state.rules != rules or len(changed) > MOSTLY * len(rows)
    return Basis(
        rules=rules,
        anew=anew,
        changed=taken if anew else changed,
        linked_decisions=state.decisions if state is not None else 0,
        writes=state.writes if state is not None else 0,
        decisions=connection.execute(select(func.max(decisions.c.number))).scalar_one() or 0,
    )


def stands(connection: Connection, basis: Basis, part: Part) -> bool:
    """Whether a part can be written: no other run wrote events since its basis, and what it was made from is unchanged.

    Reports and decisions that came in meanwhile do not matter: they are new to the next run.
    """
    writes = connection.execute(select(link_state.c.writes)).scalars().first() or 0
    if writes != basis.writes:
        return False
    now = versions_now(connection, None if part.everything else part.read)
    return all(now.get(report_id) == version for report_id, version in part.read.items())


def versions_now(connection: Connection, report_ids: Iterable[str] | None) -> dict[str, str]:
    """In which version linking has taken in the newest revision of these reports, or of all."""
    newest = select(reports.c.id, func.max(reports.c.revision).label("revision")).group_by(reports.c.id).subquery()
    taken = newest.join(told, (told.c.report_id == newest.c.id) & (told.c.revision == newest.c.revision))
    versions = select(newest.c.id, told.c.version).select_from(taken)
    if report_ids is None:
        return {row.id: row.version for row in connection.execute(versions)}
    return {row.id: row.version for row in in_parts(connection, versions, newest.c.id, report_ids)}


def put_standing(connection: Connection, basis: Basis, outlines: Sequence[Outline], part: Part) -> None:
    """Keep that the part is linked as the outlines have it."""
    if not basis.anew and not basis.changed and basis.decisions == basis.linked_decisions:
        return
    connection.execute(delete(link_state))
    state = {"rules": basis.rules, "decisions": basis.decisions, "writes": basis.writes + 1}
    connection.execute(insert(link_state).values(state))
    if part.everything:
        connection.execute(delete(linked_reports))
        connection.execute(delete(linked_tellings))
    else:
        for some in parts(sorted({place.report_id for place in part.places})):
            gone = [place.telling for place in part.places if place.report_id in set(some)]
            connection.execute(
                delete(linked_tellings).where(
                    linked_tellings.c.report_id.in_(some), linked_tellings.c.telling_id.in_(gone)
                )
            )
        for some in parts(sorted(basis.changed)):
            connection.execute(delete(linked_reports).where(linked_reports.c.report_id.in_(some)))
    for report_id in sorted(part.sources.keys() - basis.changed.keys()):
        at = linked_reports.c.report_id == report_id
        connection.execute(update(linked_reports).where(at).values(source=part.sources[report_id]))
    for some in parts(sorted(part.sources.keys() & basis.changed.keys())):
        rows = ({"report_id": one, "version": basis.changed[one], "source": part.sources[one]} for one in some)
        connection.execute(insert(linked_reports), list(rows))
    for batch in parts(sorted(outlines, key=lambda outline: outline.id)):
        connection.execute(
            insert(linked_tellings),
            [
                {
                    "report_id": telling.report_id,
                    "telling_id": telling.id,
                    "component": outline.cluster.component,
                    "event_id": outline.id,
                }
                for outline in batch
                for telling in outline.cluster.tellings
            ],
        )


def places_of(connection: Connection, column: Column[str], wanted: Iterable[str]) -> list[Place]:
    """Where the tellings of these reports or components are; `column` of `linked_tellings` says of which."""
    return [
        Place(report_id=row.report_id, telling=row.telling_id, component=row.component, event_id=row.event_id)
        for row in in_parts(connection, select(linked_tellings), column, wanted)
    ]


def sources_of(connection: Connection, column: Column[str], wanted: Iterable[str]) -> dict[str, str]:
    """{report id: first of its group of copies} of these reports or groups."""
    found = in_parts(connection, select(linked_reports), column, wanted)
    return {row.report_id: row.source for row in found}


def reports_with(connection: Connection, mention_ids: Iterable[str]) -> set[str]:
    """The reports that have or had these mentions."""
    found = in_parts(connection, select(mentions.c.id, mentions.c.report_id), mentions.c.id, mention_ids)
    return {row.report_id for row in found}


def sketches_of(connection: Connection, report_ids: Iterable[str] | None) -> dict[str, Sketch]:
    """What tells copies, of these reports or of all."""
    rows: Iterable[Any]
    if report_ids is None:
        rows = connection.execute(select(sketches))
    else:
        rows = in_parts(connection, select(sketches), sketches.c.report_id, report_ids)
    return {row.report_id: Sketch(words=row.words, bands=row.bands, shingles=row.shingles) for row in rows}


def published_of(connection: Connection, report_ids: Iterable[str]) -> dict[str, str | None]:
    """The days of publication of reports."""
    wanted = select(sketches.c.report_id, sketches.c.published)
    found = in_parts(connection, wanted, sketches.c.report_id, report_ids)
    return {row.report_id: row.published for row in found}


def bands(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Report id, hash of the words, and packed bands of the sketch of each report."""
    wanted = select(sketches.c.report_id, sketches.c.words, sketches.c.bands).execution_options(yield_per=1000)
    yield from (tuple(row) for row in connection.execute(wanted))


def keys_between(connection: Connection, first: int, last: int) -> StoredKeys:
    """The blocking keys of tellings of which the days meet these."""
    wanted = select(told_keys).where(told_keys.c.first_day <= last, told_keys.c.last_day >= first)
    return StoredKeys.of(
        (row.report_id, row.telling_id, row.first_day, row.last_day, row.keys)
        for row in connection.execute(wanted.execution_options(yield_per=1000))
    )


def in_parts(
    connection: Connection, wanted: Select[Any], column: ColumnElement[Any], ids: Iterable[str]
) -> Iterator[Any]:
    """The rows in which a column is one of the ids, some ids at a time."""
    for some in parts(sorted(set(ids))):
        yield from connection.execute(wanted.where(column.in_(some)))


def parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in pieces that fit into a statement."""
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))
