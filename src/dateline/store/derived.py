"""Writing what linking derives: events with their rows, how they came together, and what changed.

Only events whose `made_of` is not the stored one are written; the rows of the others stay as they are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, update

from dateline.linking import Link, Outline
from dateline.records import Event, dumps, from_json, to_json
from dateline.store import facts, rows
from dateline.store.lineage import Change, Trigger, Triggers, former_ids, heirs, predecessor, regroupings, revised
from dateline.store.schema import (
    EVENT_TABLES,
    changes,
    counter,
    event_actors,
    event_countries,
    event_facts,
    event_mentions,
    event_places,
    event_text,
    events,
    former_events,
    link_runs,
    links,
)

_BATCH = 200
"""Events written at a time, and ids named in one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The record of an event, how its tellings came together, and the titles and sentences that tell it."""

    event: Event
    links: tuple[Link, ...] = ()
    text: str = ""


def write_events(
    connection: Connection, outlines: Sequence[Outline], made: Iterable[Made], reports: int
) -> list[Change]:
    """Make the events of the outlines the only ones; `made` gives the records of those that are not stored as such.

    reports: how many were linked. Returns what that changed; where it is anything, it is logged as one run.
    """
    new = {outline.id: outline.triggers for outline in outlines}
    made_of = {outline.id: outline.made_of for outline in outlines}
    old = old_triggers(connection)
    heir_of = heirs(old, new)
    former = {row.former_id: row.event_id for row in connection.execute(select(former_events))}
    inherited = former_ids(new, heir_of, former)
    found = {change.event_id: change for change in regroupings(old, new)}
    forget_former(connection, {event_id for former_id, event_id in former.items() if former_id in new}, new)
    gone = [event_id for event_id in old if event_id not in new]
    for some in parts(gone):  # their records are still compared with those of their heirs, who take over the ids
        connection.execute(delete(former_events).where(former_events.c.event_id.in_(some)))
    told = iter(made)
    while batch := list(islice(told, _BATCH)):
        now = [replace(one.event, former_ids=inherited.get(one.event.id, ())) for one in batch]
        was = {event.id: predecessor(event.id, old, heir_of) for event in now}
        before = records(connection, [event_id for event_id in was.values() if event_id is not None])
        delete_events(connection, [event.id for event in now])
        insert_events(connection, now, new, made_of)
        for one in batch:
            insert(connection, links, rows.link_rows(one.event.id, one.links))
        insert(connection, event_text, [facts.text_row(one.event.id, one.text) for one in batch])
        for event in now:
            old_id = was[event.id]
            change = revised(event.id, before[old_id], to_json(event)) if old_id in before else None
            if change is not None:
                found.setdefault(event.id, change)
        touch(connection, len(batch))
    delete_events(connection, gone)
    touch(connection, len(gone))
    changed = [found[event_id] for event_id in sorted(found)]
    if changed:
        log(connection, changed, reports, len(new))
    return changed


def stored_events(connection: Connection) -> dict[str, str]:
    """What each stored event is made of."""
    return {row.id: row.made_of for row in connection.execute(select(events.c.id, events.c.made_of))}


def old_triggers(connection: Connection) -> Triggers:
    """The stored events with the positions of their triggers."""
    found: dict[str, list[Trigger]] = defaultdict(list)
    for event_id, report_id, start, end in connection.execute(select(event_mentions)):
        found[event_id].append((report_id, start, end))
    return found


def records(connection: Connection, event_ids: Sequence[str]) -> dict[str | None, dict[str, Any]]:
    """The stored records of these events."""
    return {
        row.id: json.loads(row.record)
        for some in parts(event_ids)
        for row in connection.execute(select(events.c.id, events.c.record).where(events.c.id.in_(some)))
    }


def delete_events(connection: Connection, event_ids: Sequence[str]) -> None:
    """Take these events out with all their rows."""
    for some in parts(event_ids):
        for table in reversed(EVENT_TABLES):
            column = events.c.id if table is events else table.c.event_id
            connection.execute(delete(table).where(column.in_(some)))


def insert_events(
    connection: Connection, told: Sequence[Event], triggers: Triggers, made_of: Mapping[str, str]
) -> None:
    """Put these events in with all their rows but those of their links and their text."""
    insert(connection, events, [rows.event_row(event, made_of[event.id]) for event in told])
    insert(connection, event_mentions, [row for e in told for row in rows.trigger_rows(e.id, triggers[e.id])])
    insert(connection, event_facts, [facts.facts_row(event) for event in told])
    insert(connection, event_countries, [row for event in told for row in rows.country_rows(event)])
    insert(connection, event_actors, [row for event in told for row in facts.actor_rows(event)])
    insert(connection, event_places, [row for event in told for row in facts.place_rows(event)])
    insert(connection, former_events, [row for event in told for row in rows.former_rows(event)])


def forget_former(connection: Connection, event_ids: Set[str], present: Container[str]) -> None:
    """Take ids that are events again, `present`, out of those that these events are said to have had."""
    for event_id, record in records(connection, sorted(event_ids)).items():
        event = from_json(Event, record)
        kept = replace(event, former_ids=tuple(former for former in event.former_ids if former not in present))
        connection.execute(update(events).where(events.c.id == event_id).values(record=dumps(kept)))
        connection.execute(delete(former_events).where(former_events.c.event_id == event_id))
        insert(connection, former_events, list(rows.former_rows(kept)))


def log(connection: Connection, changed: Sequence[Change], reports: int, events_now: int) -> None:
    """Add a run to the log."""
    number = (connection.execute(select(func.max(link_runs.c.number))).scalar_one() or 0) + 1
    connection.execute(link_runs.insert().values(number=number, reports=reports, events=events_now))
    insert(connection, changes, [rows.change_row(change, number) for change in changed])


def touch(connection: Connection, changed: int = 1) -> None:
    """Count changes of what can be seen: what was shown before is no longer fresh."""
    if changed:
        connection.execute(update(counter).values(changes=counter.c.changes + changed))


def insert(connection: Connection, table: Table, table_rows: Sequence[rows.Row]) -> None:
    """Insert rows, if there are any."""
    if table_rows:
        connection.execute(table.insert(), list(table_rows))


def parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """The ids in pieces that fit into a statement."""
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
