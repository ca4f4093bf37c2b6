"""Filters, facets, map and rows in SQL say the same as the records themselves do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.exports.csv_table import scenes
from dateline.records import Date
from dateline.store import SORTS, Box, EventFilter, Store, open_store
from tests.desk_events import CHECKS, EVENTS, FILTERS, SOME, TYPES, WORLD, check, fill, fitting, points


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("facets") / "events.db") as opened:
        yield fill(opened)


@settings(max_examples=60, deadline=None)
@given(wanted=st.one_of(SOME, FILTERS))
def test_sql_and_records_tell_the_same(store: Store, wanted: EventFilter) -> None:
    check(store, wanted)


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_each_part_of_a_filter_leaves_some(store: Store, name: str) -> None:
    wanted: Any = {
        "type": TYPES[0], "mode": "meet", "status": "planned", "country": "SYR", "actor": "org:un",
        "since": "2024-03-01", "until": "2024-03-01", "granularity": "day", "precision": "exact", "sources": 2,
        "review": "unreviewed", "background": True, "disputed": True, "happened": False, "text": 'elan -"u n"',
        "bbox": Box(west=170, south=-20, east=-170, north=20), "report": "r1",
    }[name]  # fmt: skip
    made = EventFilter(**{name: wanted})
    assert 0 < store.count_events(made) < (len(EVENTS) + (name == "review"))
    check(store, made)


@settings(max_examples=200, deadline=None)
@given(typed=st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_nothing_that_is_typed_is_an_error(store: Store, typed: str) -> None:
    check_text = EventFilter(text=typed, mode=typed, actor=typed)
    assert store.count_events(check_text) >= 0
    assert len(store.matching(typed)) == len(fitting(EventFilter(text=typed)))


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '""',
        "-",
        "*",
        "AND",
        "NOT OR",
        "NEAR(a b)",
        "words:a",
        "a*b",
        "^a",
        "a'b",
        "'; --",
        "(",
        "\x00",
        "a & b | !c <-> d",
    ],
)
def test_syntax_of_the_database_is_only_text(store: Store, typed: str) -> None:
    assert len(store.matching(typed)) == len(fitting(EventFilter(text=typed)))


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", SORTS)
def test_rows_are_sorted_with_the_unknown_last(store: Store, sort: str, descending: bool) -> None:
    rows = store.rows(EventFilter(), sort=sort, descending=descending, limit=1000)
    assert len({row["id"] for row in rows}) == len(EVENTS)
    told = {event.id: event for event, _ in EVENTS}
    dead = {event_id: next((count.best for count in event.counts), None) for event_id, event in told.items()}
    values = [dead[row["id"]] if sort == "fatalities" else row[sort] for row in rows]
    known = [value for value in values if value is not None]
    assert values == known + [None] * (len(values) - len(known))
    assert known == sorted(known, reverse=descending)
    pages = [row for start in range(0, len(EVENTS), 50) for row in store.rows(
        EventFilter(), sort=sort, descending=descending, offset=start, limit=50)]  # fmt: skip
    assert pages == rows


def test_columns_are_the_rows(store: Store) -> None:
    told = store.columns()
    words, columns = told["words"], told["columns"]
    for row, number in zip(store.rows(EventFilter(), limit=1000), range(len(EVENTS)), strict=True):
        for name, value in row.items():
            held = columns[name][number]
            if name in words:
                held = (
                    [words[name][each] for each in held]
                    if isinstance(held, list)
                    else held
                    if held is None
                    else words[name][held]
                )
            if name not in ("first_day", "last_day"):
                assert held == value, name
    assert set(told["names"]) == set(words["actor_ids"])
    assert columns["first_day"][0] == 18261  # 2019-12-31


def test_areas_are_events_without_a_point(store: Store) -> None:
    expected: Counter[tuple[str | None, str, str]] = Counter()
    for event, _ in EVENTS:
        known = {
            (p.country, p.precision, p.name) for p in scenes(event) if p.precision not in ("exact", "near", "unknown")
        }
        for joined, level, name in () if points(event) else known:
            for code in joined.split("-") if joined else [None]:
                expected[code, level, name] += 1
    areas = store.map_cells(EventFilter(), WORLD, 0)["areas"]
    assert {(area["country"], area["level"], area["name"]): area["count"] for area in areas} == expected
    assert {area["level"] for area in areas} <= {"country", "admin1", "admin2", "border", "region"}


def test_points_are_counted_together_by_zoom_and_in_view(store: Store) -> None:
    far, near = (store.map_cells(EventFilter(), WORLD, zoom)["points"] for zoom in (0, 12))
    assert len(far) <= len(near) == 3
    view = Box(west=170, south=-20, east=-170, north=20)
    assert {round(cell[0], 6) for cell in store.map_cells(EventFilter(), view, 12)["points"]} == {179.5, -179.5}


def test_the_network_has_each_pair_once_with_its_mean_score(store: Store) -> None:
    scores: dict[tuple[str, str], list[float | None]] = {}
    for event, _ in EVENTS:
        actors, recipients = ({e.id for e in side if e.id} for side in (event.actors, event.recipients))
        ends = [(a, b) for a in actors for b in (recipients if event.recipients else actors) if a != b]
        for first, second in {(min(pair), max(pair)) for pair in ends}:
            scores.setdefault((first, second), []).append(event.codes.plover_score)
    found = store.network(EventFilter())
    assert {(a, b): count for a, b, count, _ in found["pairs"]} == {pair: len(each) for pair, each in scores.items()}
    for first, second, _, mean in found["pairs"]:
        known = [score for score in scores[first, second] if score is not None]
        assert mean == pytest.approx(sum(known) / len(known))
    assert ["org:un", "org:un"] in found["actors"]
    assert ["SYR", "Syria"] in found["actors"]  # by the catalogue, whatever it was called


@pytest.mark.parametrize(
    ("last", "unit", "bins"),
    [
        ("2024-05-31", "day", ["2024-03-01", "2024-05-31"]),
        ("2024-06-02", "month", ["2024-03-01", "2024-06-01"]),
        ("2044-03-18", "year", ["2024-01-01", "2044-01-01"]),
    ],
    ids=["days", "months", "years"],
)
def test_a_timeline_has_the_unit_of_its_span(tmp_path: Path, last: str, unit: str, bins: list[str]) -> None:
    (one, text), (other, _) = EVENTS[:2]
    days = (Date(start="2024-03-01"), Date(end=last))
    made = [(replace(event, date=date), text) for event, date in zip((one, other), days, strict=True)]
    with open_store(tmp_path / "two.db") as store:
        timeline = fill(store, made).summary(EventFilter(since="2100-01-01"))["timeline"]
    assert (timeline["unit"], [day for day, *_ in timeline["bins"]]) == (unit, bins)


def test_an_empty_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.db") as empty:
        assert empty.summary(EventFilter())["timeline"] == {"unit": "day", "bins": [], "undated": 0}
        assert empty.map_cells(EventFilter(), WORLD, 1) == {"points": [], "areas": []}
        assert empty.columns()["columns"]["points"] == []
        assert empty.network(EventFilter()) == {"actors": [], "pairs": []}
