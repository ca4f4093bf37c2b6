"""Events as CSV, GeoJSON, JSON Lines and table."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest

from dateline.exports import EVENT_FORMATS, csv_lines, event_lines, geojson_lines, jsonl_lines, table_lines
from dateline.exports.geojson import geometry
from dateline.exports.table import days
from dateline.records import Count, Date, Event, from_json
from tests.factory import TEXT, event, mention, report, span

FIVE = span(TEXT, "five")
EVENT = event(id="aaaa")


def test_json_lines_are_the_records() -> None:
    (line,) = jsonl_lines([EVENT])
    assert from_json(Event, json.loads(line)) == EVENT


def test_csv_has_a_header_and_a_row_per_event() -> None:
    rows = list(csv.DictReader(csv_lines([EVENT, event(id="bbbb")])))
    assert [row["id"] for row in rows] == ["aaaa", "bbbb"]
    shown = (
        "event_type",
        "date_start",
        "actors",
        "actor_ids",
        "locations",
        "latitudes",
        "fatalities_best",
        "background",
    )
    assert [rows[0][name] for name in shown] == [
        "ASSAULT", "2024-03-04", "rebels", "-", "Aleppo", "36.2", "5", "false",
    ]  # fmt: skip
    assert rows[0]["recipients"] == ""
    assert rows[0]["fatalities_high"] == ""


def test_csv_keeps_line_breaks_and_quotes_inside_a_cell() -> None:
    awkward = replace(EVENT.actors[0], name='the "free"\narmy, east')
    rows = list(csv.DictReader("\n".join(csv_lines([replace(EVENT, actors=(awkward,))])).splitlines(keepends=True)))
    assert rows[0]["actors"] == 'the "free"\narmy, east'


def dead(low: float | None, best: float | None, high: float | None, **fields: str | bool) -> Count:
    return replace(Count(what="fatalities", low=low, best=best, high=high, span=FIVE), **fields)  # type: ignore[arg-type]


PLACE = mention().locations[0]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((), "–"),
        ((dead(5, 5, 5),), "5"),
        ((dead(5, 5, None),), "≥5"),
        ((dead(None, None, 9),), "≤9"),
        ((dead(3, 3, 3), dead(7, 7, 7)), "3–7"),
        ((dead(3, 3, 3), dead(90, 90, 90, scope="cumulative")), "3"),
        ((dead(9, 9, 9), dead(3, 3, 3, part=True)), "9"),
        ((dead(0, None, None),), "≥0"),
    ],
    ids=["none", "exact", "at-least", "up-to", "sources-differ", "running-total-apart", "part-apart", "none-reported"],
)
def test_deaths_in_the_table(counts: tuple[Count, ...], shown: str) -> None:
    heading, line = table_lines([replace(EVENT, counts=counts)])
    at = heading.index("DEAD")
    assert line[at : at + 5].strip() == shown


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2024-03-04", "2024-03-04", "2024-03-04"),
        ("2024-03-04", "2024-03-09", "2024-03-04–09"),
        ("2024-02-28", "2024-03-04", "2024-02-28–03-04"),
        ("2023-12-30", "2024-01-02", "2023-12-30–2024-01-02"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2023-02-01", "2023-02-27", "2023-02-01–27"),
        ("2024-01-01", "2024-12-31", "2024"),
        ("2021-01-01", "2022-12-31", "2021–2022"),
        ("2024-01-01", "2024-01-31", "2024-01"),
        (None, "2024-03-04", "until 2024-03-04"),
        ("2024-03-04", None, "from 2024-03-04"),
        (None, None, ""),
    ],
)
def test_days(start: str | None, end: str | None, shown: str) -> None:
    assert days(Date(start=start, end=end, granularity="range")) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("rebels", "rebels → rebels"),
        ("people of the southern hills", "people of the southern…"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfschifffahrtsg…"),
        ("市民市民市民市民市民市民市民", "市民市民市民市民市民市…"),
    ],
    ids=["fits", "between-words", "one-word", "wide"],
)
def test_a_table_cell_is_cut_between_words(name: str, shown: str) -> None:
    who = replace(EVENT.actors[0], name=name)
    heading, line = table_lines([replace(EVENT, actors=(who,), recipients=(who,) if name == "rebels" else ())])
    assert line[heading.index("WHO") :].startswith(shown + " ")
    assert len(line) <= 120


def test_who_did_it_is_never_mixed_up_with_whom() -> None:
    long, short = (replace(EVENT.actors[0], name=name) for name in ("members of the northern council", "students"))
    heading, *lines = table_lines(
        replace(EVENT, actors=actors, recipients=recipients)
        for actors, recipients in (((long,), (short,)), ((), (short,)), ((short,), ()), ((long,), (long,)))
    )
    at = slice(heading.index("WHO"), heading.index("WHERE"))
    assert [line[at].rstrip() for line in lines] == [
        "members of… → students",
        "– → students",
        "students",
        "members… → members of…",
    ]


@pytest.mark.parametrize(
    ("place", "shown"),
    [({}, "Aleppo (SYR)"), ({"name": "Syria", "kind": "country"}, "Syria"), ({"role": "origin"}, "–")],
    ids=["town", "country", "no-scene"],
)
def test_places_in_the_table(place: dict[str, str], shown: str) -> None:
    heading, line = table_lines([replace(EVENT, locations=(replace(PLACE, **place),))])  # type: ignore[arg-type]
    assert line[heading.index("WHERE") : heading.index("DEAD")].strip() == shown


def test_a_table_cell_cannot_steer_the_terminal() -> None:
    nasty = replace(EVENT.actors[0], name="\x1b[2Jrebels\n")
    _, line = table_lines([replace(EVENT, actors=(nasty,))])
    assert "\x1b" not in line
    assert "\n" not in line


@pytest.mark.parametrize(
    ("places", "kind"),
    [
        ([PLACE], "Point"),
        ([PLACE, replace(PLACE, lat=35.0)], "MultiPoint"),
        ([replace(PLACE, precision="country")], None),
        ([replace(PLACE, precision="border")], None),
        ([replace(PLACE, lat=None, lon=None)], None),
        ([PLACE, replace(PLACE, lat=1.0, role="origin")], "Point"),
        ([], None),
    ],
    ids=["one", "two", "country-centre", "border-centre", "no-coordinates", "scene-only", "nowhere"],
)
def test_only_known_spots_have_points(places: list, kind: str | None) -> None:  # type: ignore[type-arg]
    found = geometry(replace(EVENT, locations=tuple(places)))
    assert (found and found["type"]) == kind


def test_geojson_gives_longitude_first() -> None:
    assert geometry(EVENT) == {"type": "Point", "coordinates": [37.16, 36.2]}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_geojson_is_one_json_value(count: int) -> None:
    collection = json.loads("\n".join(geojson_lines([EVENT] * count)))
    assert [feature["properties"]["id"] for feature in collection["features"]] == ["aaaa"] * count


@pytest.mark.parametrize("name", sorted(EVENT_FORMATS))
def test_every_format_copes_with_nothing_known(name: str) -> None:
    bare = event(report(), actors=(), locations=(), counts=(), date=replace(mention().date, start=None, end=None))
    assert list(event_lines(name, [bare]))
