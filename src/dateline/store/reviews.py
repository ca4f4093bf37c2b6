"""What reviewers said of events: rows beside the machine's records, which they never change.

A review leads to the event that has, or once had, the id that was reviewed, so it follows events that are merged or
get another id. Of each reviewer the newest verdict counts that was not taken back; comments, splits and merges are no
verdict on a record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, case, func, insert, literal, select, tuple_

from dateline.errors import StoreError
from dateline.records import dumps
from dateline.store.derived import touch
from dateline.store.query import IN_ORDER, EventFilter, conditions
from dateline.store.review_state import ACTS, STATES, led_reviews, newest_verdicts, review_state, taken_back
from dateline.store.schema import event_facts, events, former_events, reviews
from dateline.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One thing that a reviewer said.

    event_id: the event as it was called then. value: of an edit {field: value as it should be}; of a split or a merge
    whatever says which mentions were meant. at: UTC, ISO 8601. made_of: of the record that it was said of, so that a
    later one can be told. takes_back: of an undo, the number of what it takes back. about: the event that it leads to
    now, None where that is no more. current: whether the record is still the one it was said of.
    """

    number: int
    event_id: str
    reviewer: str
    verdict: str
    value: Mapping[str, Any] = field(default_factory=dict)
    comment: str | None = None
    at: str
    made_of: str
    takes_back: int | None = None
    about: str | None = None
    current: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an event stands in a queue: its number from 1, how many there are and how many this reviewer has done.

    number is None where the event is not in the queue; next_open is the next one that this reviewer has not done,
    looked for from here to the end and then from the beginning.
    """

    number: int | None
    total: int
    done: int
    previous: str | None
    next: str | None
    next_open: str | None


def _now() -> datetime:
    return datetime.now(UTC)


class OutdatedError(StoreError):
    """The record of an event is no longer the one that was looked at."""


class Reviews:
    """The reviews in a database.

    clock: the time, with its zone. Every method raises StoreError where the database cannot be read or written.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime] = _now) -> None:
        self._store = store
        self._clock = clock

    def add(
        self,
        event_id: str,
        reviewer: str,
        verdict: str,
        *,
        value: Mapping[str, Any] | None = None,
        comment: str | None = None,
        takes_back: int | None = None,
        made_of: str | None = None,
    ) -> Review:
        """Keep what was said of an event, by the id that it has or once had.

        made_of: of the record that was looked at. Raises StoreError where there is no such event, OutdatedError where
        its record is another one by now.
        """
        if verdict not in ACTS:
            raise ValueError(f"{verdict!r} is not one of {', '.join(ACTS)}")
        with self._store._begin(writes=True) as connection:
            former = select(former_events.c.event_id).where(former_events.c.former_id == event_id)
            at = select(events.c.id, events.c.made_of).where((events.c.id == event_id) | events.c.id.in_(former))
            event = connection.execute(at).first()
            if event is None:
                raise StoreError(f"{self._store.name}: no event {event_id!r}")
            if made_of is not None and made_of != event.made_of:
                raise OutdatedError(f"{self._store.name}: event {event.id} was changed meanwhile")
            number = (connection.execute(select(func.max(reviews.c.number))).scalar_one() or 0) + 1
            row = {
                "number": number,
                "event_id": event.id,
                "reviewer": reviewer,
                "verdict": verdict,
                "value": dumps(value or {}),
                "comment": comment,
                "at": self._clock().astimezone(UTC).isoformat(timespec="seconds"),
                "made_of": event.made_of,
                "takes_back": takes_back,
            }
            connection.execute(insert(reviews).values(row))
            touch(connection)
        return _review(row | {"about": event.id, "now_made_of": event.made_of})

    def of_event(self, event_id: str) -> list[Review]:
        """Everything that was said of an event, in order."""
        led = led_reviews()
        return self._read(_with_version(led).where(led.c.about == event_id).order_by(led.c.number))

    def all(self) -> list[Review]:
        """Everything that was said, in order; also of events that are no more."""
        led = led_reviews()
        return self._read(_with_version(led).order_by(led.c.number))

    def get(self, number: int) -> Review | None:
        """What was said under this number."""
        led = led_reviews()
        return next(iter(self._read(_with_version(led).where(led.c.number == number))), None)

    def verdicts(self, event_id: str | None = None) -> list[Review]:
        """The verdict that counts of each reviewer on each event, or on one, by event and reviewer."""
        newest = newest_verdicts()
        wanted = _with_version(newest).order_by(newest.c.about, newest.c.reviewer)
        return self._read(wanted if event_id is None else wanted.where(newest.c.about == event_id))

    def last_of(self, reviewer: str) -> Review | None:
        """What a reviewer said last and has not taken back."""
        led = led_reviews()
        wanted = _with_version(led).where(
            led.c.reviewer == reviewer, led.c.verdict != "undo", ~taken_back(led.c.number)
        )
        return next(iter(self._read(wanted.order_by(led.c.number.desc()).limit(1))), None)

    def made_of(self, event_id: str) -> str:
        """What the record of an event is made of now, empty where there is no such event."""
        with self._store._begin() as connection:
            found = connection.execute(select(events.c.made_of).where(events.c.id == event_id)).scalars().first()
        return found or ""

    def state(self, event_id: str) -> str:
        """What an event is when all reviewers are heard."""
        states = review_state().subquery()
        with self._store._begin() as connection:
            found = connection.execute(select(states.c.state).where(states.c.event_id == event_id)).scalars().first()
        return found or STATES[0]

    def revision(self) -> int:
        """The number of the last review: another one where anything was said since."""
        with self._store._begin() as connection:
            return int(connection.execute(select(func.max(reviews.c.number))).scalar_one() or 0)

    # ---- queues

    def queue(self, wanted: EventFilter, reviewer: str, *, offset: int, limit: int) -> list[tuple[str, bool]]:
        """Ids of the events that fit, those that the reviewer has not done first, each with whether it is done.

        Within the two the order is that of the contract, so that everybody has the same.
        """
        done = _done_by(reviewer)
        ordered = (
            select(event_facts.c.event_id.label("id"), done.label("done"))
            .where(*conditions(wanted))
            .order_by(case((done, 1), else_=0), *IN_ORDER)
        )
        with self._store._begin() as connection:
            found = connection.execute(ordered.offset(offset).limit(limit))
            return [(row.id, bool(row.done)) for row in found]

    def fitting(self, wanted: EventFilter) -> frozenset[str]:
        """The ids of all events that fit."""
        with self._store._begin() as connection:
            found = connection.execute(select(event_facts.c.event_id).where(*conditions(wanted)))
            return frozenset(found.scalars())

    def place(self, wanted: EventFilter, reviewer: str, event_id: str | None) -> Place:
        """Where an event stands in the queue of a filter; without one, only what is there and where to begin."""
        ids = select(event_facts.c.event_id).where(*conditions(wanted))
        open_ones = ids.where(~_done_by(reviewer))
        forwards = IN_ORDER
        backwards = tuple(column.desc() for column in IN_ORDER)

        def counted(rows: Select[Any]) -> Select[Any]:
            return select(func.count()).select_from(rows.subquery())

        with self._store._begin() as connection:

            def first(rows: Select[Any], order: Sequence[Any] = forwards) -> str | None:
                found: str | None = connection.execute(rows.order_by(*order).limit(1)).scalars().first()
                return found

            total = connection.execute(counted(ids)).scalar_one()
            left = connection.execute(counted(open_ones)).scalar_one()
            key = None
            if event_id is not None:
                key = connection.execute(select(*IN_ORDER).where(event_facts.c.event_id == event_id)).first()
            if key is None:
                return Place(
                    number=None, total=total, done=total - left, previous=None, next=None, next_open=first(open_ones)
                )
            here = tuple_(*(literal(part) for part in key))
            before, after = ids.where(tuple_(*IN_ORDER) < here), ids.where(tuple_(*IN_ORDER) > here)
            fits = first(ids.where(event_facts.c.event_id == event_id)) is not None
            return Place(
                number=connection.execute(counted(before)).scalar_one() + 1 if fits else None,
                total=total,
                done=total - left,
                previous=first(before, backwards),
                next=first(after),
                next_open=first(open_ones.where(tuple_(*IN_ORDER) > here))
                or first(open_ones.where(event_facts.c.event_id != event_id)),
            )

    def _read(self, wanted: Select[Any]) -> list[Review]:
        with self._store._begin() as connection:
            return [_review(row._mapping) for row in connection.execute(wanted)]


def standing(said: Sequence[Review]) -> list[Review]:
    """What was not taken back, in order; the taking back itself is left out."""
    gone = {review.takes_back for review in said if review.verdict == "undo"}
    return [review for review in said if review.verdict != "undo" and review.number not in gone]


def _with_version(led: FromClause) -> Select[Any]:
    """Reviews with what the event that each leads to is made of now."""
    joined = led.outerjoin(events, events.c.id == led.c.about)
    return select(led, events.c.made_of.label("now_made_of")).select_from(joined)


def _done_by(reviewer: str) -> ColumnElement[bool]:
    newest = newest_verdicts()
    return event_facts.c.event_id.in_(select(newest.c.about).where(newest.c.reviewer == reviewer))


def _review(row: Mapping[Any, Any]) -> Review:
    names = ("number", "event_id", "reviewer", "verdict", "comment", "at", "made_of", "takes_back", "about")
    return Review(
        **{name: row[name] for name in names},
        value=json.loads(row["value"]),
        current=row["made_of"] == row["now_made_of"],
    )


def by_event(said: Sequence[Review]) -> Iterator[tuple[str, list[Review]]]:
    """Reviews by the event that they lead to, those of events that are no more left out."""
    found: dict[str, list[Review]] = {}
    for review in said:
        if review.about is not None:
            found.setdefault(review.about, []).append(review)
    yield from sorted(found.items())
