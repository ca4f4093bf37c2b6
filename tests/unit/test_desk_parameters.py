"""The filter in a URL: what is written is read again, and what cannot be used is told."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.app.desk.parameters import NAMES, ParameterError, box_of, filter_of, query_of
from dateline.records import EVENT_TYPES, GRANULARITIES, PLACE_PRECISIONS, STATUSES
from dateline.store import REVIEW_STATES, Box, EventFilter

DAYS = st.one_of(st.none(), st.dates().map(lambda day: day.isoformat()))
FLAGS = st.sampled_from((None, True, False))
WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)
DEGREES = st.floats(-180, 180, allow_nan=False).map(lambda number: round(number, 6))
BOXES = st.builds(
    lambda west, east, latitudes: Box(west=west, south=min(latitudes), east=east, north=max(latitudes)),
    DEGREES,
    DEGREES,
    st.tuples(DEGREES, DEGREES).map(lambda pair: tuple(round(each / 2, 6) for each in pair)),
).filter(lambda box: abs(box.east - box.west) < 360)


def several(values: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=3)


@given(
    wanted=st.builds(
        EventFilter,
        type=several(EVENT_TYPES),
        mode=st.lists(WORDS, max_size=2),
        status=several(STATUSES),
        country=several(("SYR", "IRQ")),
        actor=st.lists(WORDS, max_size=2),
        since=DAYS,
        until=DAYS,
        granularity=several(GRANULARITIES),
        precision=several(PLACE_PRECISIONS),
        sources=st.one_of(st.none(), st.integers(1, 1_000_000)),
        review=several(REVIEW_STATES),
        background=FLAGS,
        disputed=FLAGS,
        happened=FLAGS,
        text=st.one_of(st.none(), WORDS),
        bbox=st.one_of(st.none(), BOXES),
    )
)
def test_what_is_written_is_read_again(wanted: EventFilter) -> None:
    assert filter_of(parse_qsl(query_of(wanted), keep_blank_values=True)) == wanted


def test_a_filter_is_spelled_as_documented() -> None:
    wanted = EventFilter(
        type=["PROTEST", "AID"], since="2024-03-01", sources=2, happened=True, text='"cease fire" -troops',
        bbox=Box(west=35.5, south=32, east=42.25, north=37.0),
    )  # fmt: skip
    assert query_of(wanted) == (
        "type=AID&type=PROTEST&since=2024-03-01&sources=2&happened=true&text=%22cease+fire%22+-troops"
        "&bbox=35.5,32,42.25,37"
    )
    assert query_of(EventFilter()) == ""


def test_empty_values_and_what_is_no_filter_do_not_matter() -> None:
    assert filter_of([("since", ""), ("type", ""), ("sort", "place"), ("type", "AID")]) == EventFilter(type="AID")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("type=WAR", "type: 'WAR' is not one of AGREE, CONSULT"),
        ("since=2024-2-30", "since: '2024-2-30' is not a day such as 2024-03-31"),
        ("until=2023-02-29", "until: '2023-02-29' is not a day"),
        ("sources=many", "sources: 'many' is not a whole number from 1 to 1000000"),
        ("sources=0", "sources: '0' is not a whole number"),
        ("happened=yes", "happened: 'yes' is not true or false"),
        ("bbox=1,2,3", "bbox: '1,2,3' is not west,south,east,north in degrees"),
        ("country=Syria", "country: "),
        ("review=good&granularity=hour", "granularity: 'hour' is not one of day.*; review: 'good' is not one of"),
        (urlencode({"text": "a\0b"}), "text: "),
        (urlencode({"text": "a" * 501}), "text: "),
    ],
)
def test_what_cannot_be_used_is_told(query: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        filter_of(parse_qsl(query))


def test_a_filter_by_reports_has_no_parameter() -> None:
    with pytest.raises(ValueError, match="no parameter"):
        query_of(EventFilter(report="r1"))


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("170,-20,-170,20", Box(west=170, south=-20, east=-170, north=20)),
        ("170,20,190,-20", Box(west=170, south=-20, east=-170, north=20)),
        ("-200,-95,200,95", Box(west=-180, south=-90, east=180, north=90)),
        ("350,0,370,10", Box(west=-10, south=0, east=10, north=10)),
    ],
    ids=["across", "beyond", "all", "around"],
)
def test_a_view_may_reach_beyond_the_world(text: str, box: Box) -> None:
    assert box_of(text) == box


def test_all_names_are_documented() -> None:
    from pathlib import Path

    table = Path("docs/desk.md").read_text(encoding="utf-8").split("## The filter in the URL")[1].split("## The API")[0]
    assert [name for name in NAMES if f"`{name}`" not in table] == []
