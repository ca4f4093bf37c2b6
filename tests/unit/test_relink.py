"""Linking over a store: step by step is at once, people's word wins, and what changed is told."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dateline.app import linking
from dateline.app.linking import decide, explanation, overruled, relink
from dateline.errors import StoreError, UsageError
from dateline.linking import Outline, event_from, outlines_of
from dateline.records import Date, Event, EventMention, Place, Publication, Report, to_json
from dateline.settings import LinkSettings
from dateline.store import Change, Store, compare_stores, open_store
from tests import factory

SETTINGS = LinkSettings()
TOWNS = {"Aleppo": (36.20, 37.16), "Hama": (35.13, 36.75)}


def report(name: str, *tellings: tuple[str, int], published: int = 5, extra: str = "") -> Report:
    """A report of shellings, each of a town on a day of March; its mentions are NAME-0, NAME-1 …"""
    text = f"{name} {factory.TEXT} {extra}"
    mentions = tuple(mention(text, name, number, town, day) for number, (town, day) in enumerate(tellings))
    day = f"2024-03-{published:02}"
    return Report(
        id=name, text=text, events=mentions, coder=factory.CODER, raw_sha256=extra,
        published=Publication(date=day, earliest=day, latest=day, basis="given"),
    )  # fmt: skip


def mention(text: str, name: str, number: int, town: str, day: int) -> EventMention:
    made = factory.mention(text, name)
    spot = Place(
        span=factory.span(text, "Aleppo", name), name=town, lat=TOWNS[town][0], lon=TOWNS[town][1], country="SYR",
        precision="exact", kind="populated-place", role="scene",
    )  # fmt: skip
    when = f"2024-03-{day:02}"
    trigger = replace(made.trigger, start=made.trigger.start + number, end=made.trigger.end + number)
    return replace(
        made, id=f"{name}-{number}", claims=(), locations=(spot,), trigger=trigger, counts=(),
        date=Date(start=when, end=when, granularity="day", basis="explicit"), evidence={"trigger": (trigger,)},
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "events.db")


def events_of(store: Store) -> dict[str, tuple[str, ...]]:
    """The reports of each event, by the event's id."""
    return {event.id: event.reports for event in store.events()}


def as_linked(event: Event) -> Any:
    """An event without its history."""
    return to_json(replace(event, former_ids=()))


MANY = [
    report(
        f"r{number:02}", *((town, day) for town in TOWNS for day in (1, 4) if number % (day + 1)), published=5 + day_of
    )
    for number, day_of in enumerate([1, 3, 0, 2, 4, 1, 0, 3, 2, 1, 4, 0])
]


@pytest.mark.parametrize("seed", range(4))
def test_step_by_step_gives_the_same_as_at_once(seed: int, tmp_path: Path) -> None:
    with open_store(tmp_path / "once.db") as once:
        once.put_reports(MANY)
        relink(once, SETTINGS)
        wanted = [as_linked(event) for event in once.events()]
    mixed = list(MANY)
    random.Random(seed).shuffle(mixed)
    with open_store(tmp_path / "steps.db") as steps:
        for start in range(0, len(mixed), 1 + seed):
            steps.put_reports(mixed[start : start + 1 + seed])
            relink(steps, SETTINGS)
        assert [as_linked(event) for event in steps.events()] == wanted


def test_only_what_a_new_report_touches_is_made_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counting(maker: Callable[..., Event]) -> Callable[..., Event]:
        def called(outline: Outline, *rest: Any) -> Event:
            made.append(outline.id)
            return maker(outline, *rest)

        return called

    monkeypatch.setattr(linking, "event_from", counting(event_from))
    store.put_reports([report("a", ("Aleppo", 1)), report("b", ("Hama", 1)), report("c", ("Hama", 4))])
    relink(store, SETTINGS)
    assert sorted(made) == ["a-0", "b-0", "c-0"]
    made.clear()
    store.put_reports([report("d", ("Hama", 1))])
    relink(store, SETTINGS)
    assert made == ["b-0"]
    assert relink(store, SETTINGS) == []
    assert made == ["b-0"]


def test_an_event_follows_the_one_that_it_is_related_to(store: Store) -> None:
    told = report("m", ("Aleppo", 4), ("Hama", 1))
    text = "Rebels shelled Aleppo in retaliation for the shelling of Hama."
    triggers = [factory.span(text, word, "m") for word in ("shelled", "shelling")]
    events = tuple(
        replace(event, trigger=trigger, evidence={"trigger": (trigger,)})
        for event, trigger in zip(told.events, triggers, strict=True)
    )
    others = [report(name, ("Aleppo", 9)) for name in "stuvw"]
    store.put_reports([replace(told, text=text, events=events), *others])
    relink(store, SETTINGS)
    assert related(store) == {"m-0": ["m-1"]}
    store.put_reports([report("b", ("Hama", 1), published=4)])
    relink(store, SETTINGS)
    assert related(store) == {"m-0": ["b-0"]}


def related(store: Store) -> dict[str, list[str]]:
    return {event.id: [one.event_id for one in event.related] for event in store.events() if event.related}


def test_a_copy_that_comes_first_takes_the_place_of_the_source(store: Store) -> None:
    others = [report(name, ("Aleppo", 9)) for name in "stuvw"]
    store.put_reports([report("b", ("Hama", 4)), report("c", ("Hama", 4), extra="more"), *others])
    relink(store, SETTINGS)
    assert store.sources(reports=["b", "c"]) == {"b": "b", "c": "c"}
    text = report("c", extra="more").text
    store.put_reports([replace(report("a", ("Aleppo", 1), published=2), text=text)])
    relink(store, SETTINGS)
    assert store.sources(reports=["a", "b", "c"]) == {"a": "a", "b": "b", "c": "a"}


def changed(store: Store) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(change.change, change.event_id, change.others) for change in store.changes()]


def test_the_log_says_what_a_run_did(store: Store) -> None:
    store.put_reports([report("a", ("Aleppo", 1)), report("b", ("Hama", 1))])
    relink(store, SETTINGS)
    assert changed(store) == [("added", "a-0", ()), ("added", "b-0", ())]
    store.put_reports([report("c", ("Hama", 1))])
    relink(store, SETTINGS)
    (change,) = store.changes()
    assert (change.change, change.event_id) == ("changed", "b-0")
    assert {"reports", "independent_sources", "evidence"} <= set(change.fields)
    store.put_reports([report("0", ("Hama", 1), published=2)])  # an earlier one: the event is named after it
    relink(store, SETTINGS)
    assert changed(store) == [("changed", "0-0", ("b-0",))]
    store.put_reports([report("a", published=6, extra="corrected")])
    relink(store, SETTINGS)
    assert changed(store) == [("withdrawn", "a-0", ())]
    assert [change.change for change in store.changes(1)] == ["added", "added"]


def test_a_person_joins_what_nothing_else_would(store: Store) -> None:
    store.put_reports([report("a", ("Aleppo", 1)), report("b", ("Hama", 4)), report("c", ("Hama", 4))])
    relink(store, SETTINGS)
    decide(store, "a-0", "b-0", same=True, decided_by="ana")
    relink(store, SETTINGS)
    assert events_of(store) == {"a-0": ("a", "b"), "c-0": ("c",)}  # a cannot be with c
    assert [(link.points, link.decided_by) for link in store.links("a-0")] == [(None, "ana")]
    assert changed(store) == [("merged", "a-0", ("b-0",)), ("split", "b-0", ("a-0", "c-0"))]


def test_a_person_parts_what_would_be_one(store: Store) -> None:
    store.put_reports([report(name, ("Hama", 4)) for name in "abc"])
    relink(store, SETTINGS)
    assert events_of(store) == {"a-0": ("a", "b", "c")}
    decide(store, "a-0", "b-0", same=False, decided_by="ana")
    relink(store, SETTINGS)
    assert events_of(store) == {"a-0": ("a", "c"), "b-0": ("b",)}
    assert changed(store) == [("split", "a-0", ("a-0", "b-0"))]


def test_a_person_parts_mentions_of_one_report_and_joins_them_again(store: Store) -> None:
    store.put_reports([report("a", ("Hama", 4), ("Hama", 4))])
    relink(store, SETTINGS)
    assert len(events_of(store)) == 1
    decide(store, "a-0", "a-1", same=False, decided_by="ana")
    relink(store, SETTINGS)
    assert events_of(store) == {"a-0": ("a",), "a-1": ("a",)}
    decide(store, "a-0", "a-1", same=True, decided_by="bo")
    relink(store, SETTINGS)
    assert events_of(store) == {"a-0": ("a",)}
    assert overruled(store) == ()


def test_of_decisions_that_contradict_each_other_the_oldest_gives_way(store: Store) -> None:
    store.put_reports([report(name, (town, 4)) for name, town in zip("abc", ["Hama", "Aleppo", "Hama"], strict=True)])
    first = decide(store, "a-0", "b-0", same=True, decided_by="ana")
    decide(store, "b-0", "c-0", same=True, decided_by="ana")
    decide(store, "a-0", "c-0", same=False, decided_by="bo")
    relink(store, SETTINGS)
    assert events_of(store) == {"a-0": ("a",), "b-0": ("b", "c")}
    assert overruled(store) == (first,)


def test_a_decision_outlives_the_mentions_that_it_is_about(store: Store) -> None:
    store.put_reports([report("a", ("Aleppo", 1)), report("b", ("Hama", 4))])
    relink(store, SETTINGS)
    decision = decide(store, "a-0", "b-0", same=True, decided_by="ana")
    store.put_reports([report("b", extra="corrected")])
    relink(store, SETTINGS)
    assert overruled(store) == (decision,)
    assert events_of(store) == {"a-0": ("a",)}


def test_decisions_need_two_mentions_that_are_there(store: Store) -> None:
    store.put_reports([report("a", ("Aleppo", 1))])
    with pytest.raises(UsageError, match="no event or mention 'x'"):
        decide(store, "a-0", "x", same=True, decided_by="ana")
    with pytest.raises(UsageError, match="one mention"):
        decide(store, "a-0", "a-0", same=True, decided_by="ana")


def test_a_decision_taken_meanwhile_is_not_lost(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put_reports([report("a", ("Aleppo", 1)), report("b", ("Hama", 4))])
    taken = iter([True])

    def interrupted(*arguments: Any, **options: Any) -> list[Outline]:
        found = outlines_of(*arguments, **options)
        if next(taken, False):
            decide(store, "a-0", "b-0", same=True, decided_by="ana")
        return found

    monkeypatch.setattr(linking, "outlines_of", interrupted)
    relink(store, SETTINGS)  # was under way when the decision came
    relink(store, SETTINGS)
    assert events_of(store) == {"a-0": ("a", "b")}


def test_a_report_that_comes_meanwhile_does_not_hold_up_a_run(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put_reports([report("a", ("Aleppo", 1))])
    coming = iter("bcdefgh")

    def meanwhile(*arguments: Any, **options: Any) -> list[Outline]:
        store.put_reports([report(next(coming), ("Hama", 4))])
        return outlines_of(*arguments, **options)

    monkeypatch.setattr(linking, "outlines_of", meanwhile)
    relink(store, SETTINGS)
    assert events_of(store) == {"a-0": ("a",)}
    assert next(coming) == "c"
    monkeypatch.undo()
    relink(store, SETTINGS)
    assert events_of(store) == {"a-0": ("a",), "b-0": ("b",)}


def test_a_report_that_changes_meanwhile_is_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put_reports([report("a", ("Aleppo", 1))])
    changes = iter([True])

    def meanwhile(*arguments: Any, **options: Any) -> list[Outline]:
        found = outlines_of(*arguments, **options)
        if next(changes, False):
            store.put_reports([report("a", ("Hama", 4), extra="corrected")])
        return found

    monkeypatch.setattr(linking, "outlines_of", meanwhile)
    relink(store, SETTINGS)
    assert [event.locations[0].name for event in store.events()] == ["Hama"]


def test_a_store_that_never_rests_is_named(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Store, "put_events", lambda *_, **__: None)
    with pytest.raises(StoreError, match=r"events\.db: others keep adding"):
        relink(store, SETTINGS)


def test_an_explanation_names_what_keeps_two_events_apart(store: Store) -> None:
    store.put_reports([report("a", ("Aleppo", 1)), report("b", ("Hama", 4)), report("c", ("Hama", 4))])
    relink(store, SETTINGS)
    explained = explanation(store, "a-0", "b-0", SETTINGS)
    assert explained.mean is None
    assert {pair.barred for pair in explained.pairs} == {("date.apart", "place.far_town")}
    assert len(explained.pairs) == 2  # b-0 is told twice
    within = explanation(store, "c-0", "a-0", SETTINGS)
    assert [pair.first.id for pair in within.pairs] == ["c-0"]


def test_two_databases_are_compared_by_their_mentions(store: Store, tmp_path: Path) -> None:
    store.put_reports([report("a", ("Aleppo", 1)), report("b", ("Hama", 4)), report("c", ("Hama", 4))])
    relink(store, SETTINGS)
    with open_store(tmp_path / "newer.db") as newer:
        newer.put_reports(
            [report("b", ("Hama", 4)), report("c", ("Hama", 4)), report("d", ("Hama", 4)), report("e", ("Aleppo", 4))]
        )
        relink(newer, SETTINGS)
        found = compare_stores(store, newer)
    assert [(change.change, change.event_id) for change in found] == [
        ("withdrawn", "a-0"), ("changed", "b-0"), ("added", "e-0"),
    ]  # fmt: skip
    assert all(isinstance(change, Change) for change in found)
