"""What reviewers say stands beside the machine's records, and follows events wherever they go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dateline.errors import StoreError
from dateline.records import Date, Event, dumps
from dateline.store import EventFilter, Store, open_store
from dateline.store.review_state import STATES
from dateline.store.reviews import Reviews, by_event, standing
from tests import factory
from tests.factory import put

DAY = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def event(name: str, day: int = 1, **fields: Any) -> Event:
    """An event of a report of its own."""
    when = f"2024-03-{day:02}"
    told = factory.report(f"report-{name}")
    date = Date(start=when, end=when, granularity="day", basis="explicit")
    return factory.event(told, id=name, date=date, **fields)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "events.db") as made:
        yield made


@pytest.fixture
def reviews(store: Store) -> Reviews:
    seconds = iter(range(10_000))
    return Reviews(store, lambda: DAY + timedelta(seconds=next(seconds)))


def test_a_review_is_kept_with_its_time_and_what_it_was_said_of(store: Store, reviews: Reviews) -> None:
    put(store, event("a"))
    said = reviews.add("a", "ada", "edit", value={"status": "denied"}, comment="so it says")
    assert (said.number, said.at, said.about, said.current) == (1, "2026-03-04T12:00:00+00:00", "a", True)
    assert reviews.of_event("a") == [said] == reviews.all()
    assert reviews.get(1) == said
    assert reviews.get(2) is None
    assert reviews.revision() == 1


def test_no_review_of_what_is_not_there(store: Store, reviews: Reviews) -> None:
    with pytest.raises(StoreError, match="no event 'x'"):
        reviews.add("x", "ada", "accept")
    with pytest.raises(ValueError, match="'hm' is not one of"):
        reviews.add("x", "ada", "hm")


def test_reviews_change_no_record(store: Store, reviews: Reviews) -> None:
    put(store, event("a"))
    before = [dumps(one) for one in store.events()]
    for verdict in ("accept", "edit", "reject", "comment", "split", "merge"):
        reviews.add("a", "ada", verdict)
    assert [dumps(one) for one in store.events()] == before


SAID = [
    ([], "unreviewed"),
    ([("ada", "comment")], "unreviewed"),
    ([("ada", "split")], "unreviewed"),
    ([("ada", "accept")], "accepted"),
    ([("ada", "accept"), ("ada", "reject")], "rejected"),
    ([("ada", "accept"), ("ada", "comment")], "accepted"),
    ([("ada", "reject"), ("bob", "reject")], "rejected"),
    ([("ada", "accept"), ("bob", "reject")], "contested"),
    ([("ada", "accept"), ("bob", "reject"), ("bob", "accept")], "accepted"),
    ([("ada", {"status": "denied"})], "edited"),
    ([("ada", {"status": "denied"}), ("bob", {"status": "denied"})], "edited"),
    ([("ada", {"status": "denied"}), ("bob", {"status": "planned"})], "contested"),
    ([("ada", {"status": "denied"}), ("bob", "accept")], "contested"),
]


@pytest.mark.parametrize(("said", "state"), SAID, ids=[str(case[0]) for case in SAID])
def test_the_state_of_an_event(said: list[tuple[str, Any]], state: str, store: Store, reviews: Reviews) -> None:
    put(store, event("a"), event("b", 2))
    for reviewer, verdict in said:
        value = verdict if isinstance(verdict, dict) else None
        reviews.add("a", reviewer, "edit" if value else verdict, value=value)
    assert reviews.state("a") == state
    assert state in STATES
    assert reviews.state("b") == "unreviewed"


def test_taking_back_leads_to_what_was_said_before(store: Store, reviews: Reviews) -> None:
    put(store, event("a"))
    reviews.add("a", "ada", "accept")
    reviews.add("a", "ada", "reject")
    last = reviews.last_of("ada")
    assert last is not None
    reviews.add("a", "ada", "undo", takes_back=last.number)
    assert reviews.state("a") == "accepted"
    assert [one.verdict for one in standing(reviews.of_event("a"))] == ["accept"]
    last = reviews.last_of("ada")
    assert last is not None
    reviews.add("a", "ada", "undo", takes_back=last.number)
    assert reviews.state("a") == "unreviewed"
    assert reviews.last_of("ada") is None
    assert reviews.verdicts() == []
    assert len(reviews.all()) == 4


def test_reviews_follow_an_event_that_is_merged_and_come_back(store: Store, reviews: Reviews) -> None:
    first, second = event("a"), event("b", 2)
    put(store, first, second)
    reviews.add("a", "ada", "accept")
    reviews.add("b", "bob", "reject")
    trigger = {"trigger": (*first.evidence["trigger"], *second.evidence["trigger"])}
    put(store, replace(first, evidence=trigger, reports=(*first.reports, *second.reports)))
    assert [(one.event_id, one.about) for one in reviews.of_event("a")] == [("a", "a"), ("b", "a")]
    assert reviews.state("a") == "contested"
    said = reviews.add("b", "ada", "accept")
    assert said.about == "a"
    put(store, first, second)
    assert [one.reviewer for one in reviews.of_event("b")] == ["bob"]
    assert reviews.state("b") == "rejected"


def test_a_changed_record_makes_reviews_those_of_an_earlier_version(store: Store, reviews: Reviews) -> None:
    put(store, event("a"))
    reviews.add("a", "ada", "accept")
    put(store, event("a", status="denied"))
    (said,) = reviews.of_event("a")
    assert not said.current
    assert reviews.add("a", "ada", "accept").current
    assert [one.current for one in reviews.of_event("a")] == [False, True]


def test_reviews_of_events_that_are_no_more_are_kept(store: Store, reviews: Reviews) -> None:
    put(store, event("a"), event("b", 2))
    reviews.add("a", "ada", "accept")
    put(store, event("b", 2))
    assert [(one.event_id, one.about) for one in reviews.all()] == [("a", None)]
    assert list(by_event(reviews.all())) == []
    assert reviews.verdicts() == []


@pytest.fixture
def queue(store: Store) -> Callable[[str, str | None], Any]:
    put(store, *(event(name, day) for name, day in zip("edcba", range(1, 6), strict=True)))
    reviews = Reviews(store)
    return lambda reviewer, at: reviews.place(EventFilter(), reviewer, at)


def test_a_queue_is_the_same_for_everybody_and_knows_what_is_left(
    store: Store, queue: Callable[[str, str | None], Any]
) -> None:
    reviews = Reviews(store)
    assert (queue("ada", None).next_open, queue("ada", None).total) == ("e", 5)
    reviews.add("e", "ada", "accept")
    reviews.add("c", "ada", "reject")
    ids = [name for name, _ in reviews.queue(EventFilter(), "ada", offset=0, limit=9)]
    assert ids == ["d", "b", "a", "e", "c"]
    assert [name for name, _ in reviews.queue(EventFilter(), "bob", offset=0, limit=9)] == list("edcba")
    assert reviews.queue(EventFilter(), "ada", offset=3, limit=1) == [("e", True)]
    place = queue("ada", "d")
    assert (place.number, place.total, place.done, place.previous, place.next) == (2, 5, 2, "e", "c")
    assert place.next_open == "b"
    assert queue("ada", "a").next_open == "d"
    assert (queue("ada", "a").next, queue("bob", "e").previous) == (None, None)
    assert queue("bob", "x").number is None


def test_a_queue_is_of_a_filter(store: Store, queue: Callable[[str, str | None], Any]) -> None:
    reviews = Reviews(store)
    wanted = EventFilter(since="2024-03-03")
    assert [name for name, _ in reviews.queue(wanted, "ada", offset=0, limit=9)] == list("cba")
    place = reviews.place(wanted, "ada", "e")
    assert (place.number, place.total, place.next) == (None, 3, "c")
    for name in "cba":
        reviews.add(name, "ada", "accept")
    place = reviews.place(wanted, "ada", "b")
    assert (place.done, place.next_open) == (3, None)
