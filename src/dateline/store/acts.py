"""Acts: events that happened, as far as who did what to whom and when; and the actors of a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, func, or_, select

from dateline.records import HAPPENED
from dateline.store.schema import event_actors, event_facts

_FACTS = event_facts.c
_ACTORS = event_actors.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An event that happened. day: ISO, the first; exact: whether the day itself is known.

    score: PLOVER's, None where the codebook gives none. actors, recipients: catalogue ids.
    """

    event_id: str
    event_type: str
    day: str | None
    exact: bool
    score: float | None
    actors: tuple[str, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorTally:
    """Somebody of the catalogue, and of how many events as actor and as recipient; of those that happened."""

    id: str
    name: str
    acting: int
    receiving: int


def acts(connection: Connection, entity_ids: Sequence[str]) -> list[Act]:
    """The acts that all of these took part in, on whichever side; by day (unknown last) and id."""
    involved = [select(_ACTORS.event_id).where(_ACTORS.entity_id == one) for one in entity_ids]
    within = [_FACTS.event_id.in_(each) for each in involved]
    query = (
        select(
            _FACTS.event_id,
            _FACTS.event_type,
            _FACTS.first_day,
            _FACTS.granularity,
            _FACTS.plover_score,
            _ACTORS.role,
            _ACTORS.entity_id,
        )
        .join(event_actors, _ACTORS.event_id == _FACTS.event_id)
        .where(_FACTS.status.in_(sorted(HAPPENED)), *within)
        .order_by(func.coalesce(_FACTS.first_day, "9999"), _FACTS.event_id, _ACTORS.entity_id)
    )
    facts: dict[str, Any] = {}
    sides: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in connection.execute(query):
        facts.setdefault(row.event_id, row)
        sides[row.event_id, row.role].append(row.entity_id)
    return [
        Act(
            event_id=event_id,
            event_type=row.event_type,
            day=row.first_day,
            exact=row.granularity == "day",
            score=row.plover_score,
            actors=tuple(sides[event_id, "actor"]),
            recipients=tuple(sides[event_id, "recipient"]),
        )
        for event_id, row in facts.items()
    ]


def actors(connection: Connection, *, text: str = "", ids: Sequence[str] = (), limit: int = 100) -> list[ActorTally]:
    """Those with most events first, then by name. text: what the name or id holds; ids: only these."""
    name = func.max(_ACTORS.name)
    counted = [func.sum(case((_ACTORS.role == role, 1), else_=0)) for role in ("actor", "recipient")]
    query: Select[Any] = (
        select(_ACTORS.entity_id, name.label("name"), counted[0].label("acting"), counted[1].label("receiving"))
        .join(event_facts, _FACTS.event_id == _ACTORS.event_id)
        .where(_FACTS.status.in_(sorted(HAPPENED)))
        .group_by(_ACTORS.entity_id)
        .order_by(func.count().desc(), name, _ACTORS.entity_id)
        .limit(limit)
    )
    if text:
        held = [column.icontains(text, autoescape=True) for column in (_ACTORS.name, _ACTORS.entity_id)]
        query = query.where(or_(*held))
    if ids:
        query = query.where(_ACTORS.entity_id.in_(ids))
    return [
        ActorTally(id=row.entity_id, name=row.name, acting=int(row.acting), receiving=int(row.receiving))
        for row in connection.execute(query)
    ]
