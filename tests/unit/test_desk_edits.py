"""What a reviewer corrects: values to a form and back, and what cannot be a value."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.app.desk.edits import FIELDS, LABELS, edits_in, form_of, in_words, modes, values_of
from dateline.records import COUNT_KINDS, EVENT_TYPES, STATUSES, Count, Entity
from tests import factory

EVENT = factory.event()


def sent(**fields: Any) -> dict[str, list[str]]:
    """The form as it is shown, some fields typed over."""
    typed = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return form_of(values_of(EVENT)) | typed


def test_every_field_has_a_label_and_a_value() -> None:
    assert tuple(values_of(EVENT)) == FIELDS == tuple(LABELS)
    assert values_of(EVENT) == {
        "event_type": "ASSAULT",
        "event_mode": "heavy-weapons",
        "status": "occurred",
        "background": False,
        "date": {"start": "2024-03-04", "end": "2024-03-04"},
        "actors": [{"name": "rebels", "id": None}],
        "recipients": [],
        "places": [{"name": "Aleppo", "country": "SYR"}],
        "counts": [{"what": "fatalities", "low": 5, "best": 5, "high": None}],
    }


def test_a_form_that_is_sent_as_it_is_shown_changes_nothing() -> None:
    edited = edits_in(form_of(values_of(EVENT)), EVENT)
    assert (edited.values, edited.errors) == ({}, {})


def test_what_the_machine_coded_need_not_be_a_value_that_can_be_typed() -> None:
    span = EVENT.counts[0].span
    odd = factory.event(
        event_mode="no-such-mode",
        actors=tuple(Entity(span=span, text="x", name=f"[{'x' * 300}] {number}") for number in range(60)),
        counts=(Count(what="fatalities", low=5, best=3, high=2, span=span),),
    )
    edited = edits_in(form_of(values_of(odd)), odd)
    assert (edited.values, edited.errors) == ({}, {})


CHANGES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"event_type": "COERCE", "event_mode": "arrest"}, {"event_type": "COERCE", "event_mode": "arrest"}),
    ({"event_mode": ""}, {"event_mode": None}),
    ({"status": "denied"}, {"status": "denied"}),
    ({"background": "yes"}, {"background": True}),
    ({"end": "2024-03-06"}, {"date": {"start": "2024-03-04", "end": "2024-03-06"}}),
    ({"start": "", "end": ""}, {"date": {"start": None, "end": None}}),
    (
        {"recipients": "the army [SYRMIL]\r\n\r\n villagers \n"},
        {"recipients": [{"name": "the army", "id": "SYRMIL"}, {"name": "villagers", "id": None}]},
    ),
    ({"actors": ""}, {"actors": []}),
    ({"actors": "[SYRMIL]"}, {"actors": [{"name": "SYRMIL", "id": "SYRMIL"}]}),
    ({"places": "Washington, D.C., USA"}, {"places": [{"name": "Washington, D.C.", "country": "USA"}]}),
    ({"places": "Aleppo"}, {"places": [{"name": "Aleppo", "country": None}]}),
    (
        {"count_what": ["fatalities", "injured"], "count_low": ["", "3"], "count_best": ["7", ""], "count_high": ["", "4"]},
        {
            "counts": [
                {"what": "fatalities", "low": None, "best": 7.0, "high": None},
                {"what": "injured", "low": 3.0, "best": None, "high": 4.0},
            ]
        },
    ),
    ({"count_low": "", "count_best": ""}, {"counts": []}),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "changed"), CHANGES, ids=[str(case[0]) for case in CHANGES])
def test_what_is_typed_over_is_a_change(typed: dict[str, Any], changed: dict[str, Any]) -> None:
    edited = edits_in(sent(**typed), EVENT)
    assert (edited.values, edited.errors) == (changed, {})


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"event_type": "ATTACK"}, "event_type", "one of AGREE"),
    ({"event_mode": "arrest"}, "event_mode", "ASSAULT has no mode arrest"),
    ({"event_type": "AGREE"}, "event_mode", "AGREE has no mode heavy-weapons"),
    ({"status": ""}, "status", "one of occurred"),
    ({"start": "4 March"}, "date", "YYYY-MM-DD"),
    ({"end": "2024-03-01"}, "date", "before the first"),
    ({"actors": "x" * 201}, "actors", "at most 50 lines"),
    ({"places": "\n".join(map(str, range(51)))}, "places", "at most 50 lines"),
    ({"count_best": "five"}, "counts", "'five' is not a number"),
    ({"count_best": "-1"}, "counts", "0 or more"),
    ({"count_best": "inf"}, "counts", "0 or more"),
    ({"count_best": "4"}, "counts", "fatalities: the least"),
    ({"count_what": "people"}, "counts", "what is counted"),
]


@pytest.mark.parametrize(("typed", "field", "message"), WRONG, ids=[str(case[0])[:60] for case in WRONG])
def test_what_cannot_be_a_value_is_told(typed: dict[str, Any], field: str, message: str) -> None:
    edited = edits_in(sent(**typed), EVENT)
    assert list(edited.errors) == [field]
    assert message in edited.errors[field]


def test_an_empty_form_is_no_edit_but_wrong() -> None:
    assert set(edits_in({}, EVENT).errors) == {"event_type", "status", "background"}


def test_modes_are_the_codebooks() -> None:
    assert set(modes()) == set(EVENT_TYPES)
    assert "aerial" in modes()["ASSAULT"]


WORDS = [
    ("event_mode", None, "–"),
    ("background", True, "yes"),
    ("date", {"start": "2024-03-04", "end": "2024-03-06"}, "2024-03-04 to 2024-03-06"),
    ("date", {"start": None, "end": None}, "–"),
    ("actors", [{"name": "rebels", "id": None}, {"name": "army", "id": "X"}], "rebels, army [X]"),
    ("places", [{"name": "Aleppo", "country": "SYR"}], "Aleppo, SYR"),
    ("counts", [{"what": "fatalities", "low": 5, "best": 5, "high": None}], "fatalities 5 or more"),
    ("counts", [{"what": "injured", "low": None, "best": 5, "high": None}], "injured 5"),
    ("counts", [{"what": "injured", "low": 3, "best": 5, "high": 9}], "injured 3 to 9, best 5"),
    ("counts", [{"what": "injured", "low": 24, "best": None, "high": None}], "injured 24 to …"),
]


@pytest.mark.parametrize(("field", "value", "words"), WORDS, ids=[case[2] for case in WORDS])
def test_values_in_words(field: str, value: Any, words: str) -> None:
    assert in_words(field, value) == words


names = st.text(string.ascii_letters + "éü .'-&<>\"", min_size=1, max_size=30).map(lambda each: " ".join(each.split()))
named = st.fixed_dictionaries(
    {"name": names.filter(bool), "id": st.none() | st.text(string.ascii_uppercase, min_size=1)}
)
day = st.none() | st.dates().map(lambda each: each.isoformat())
number = st.none() | st.integers(0, 10**9).map(float)


def distinct(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, max_size=4, unique_by=lambda each: tuple(sorted(each.items())))


@st.composite
def values(draw: st.DrawFn) -> dict[str, Any]:
    """Any values that can be typed."""
    event_type = draw(st.sampled_from(EVENT_TYPES))
    start, end = sorted([draw(day), draw(day)], key=lambda each: each or "")
    bounds = [sorted(draw(st.tuples(*[st.integers(0, 10**6).map(float)] * 3))) for _ in range(2)]
    kinds = sorted(draw(st.sets(st.sampled_from(COUNT_KINDS), max_size=2)), key=COUNT_KINDS.index)
    return {
        "event_type": event_type,
        "event_mode": draw(st.none() | st.sampled_from(modes()[event_type])) if modes()[event_type] else None,
        "status": draw(st.sampled_from(STATUSES)),
        "background": draw(st.booleans()),
        "date": {"start": start, "end": end},
        "actors": draw(distinct(named)),
        "recipients": draw(distinct(named)),
        "places": draw(distinct(st.fixed_dictionaries({"name": names.filter(bool), "country": st.sampled_from(["SYR", "IRQ-SYR"])}))),
        "counts": [
            dict(zip(("what", "low", "best", "high"), (kind, *told), strict=True))
            for kind, told in zip(kinds, bounds, strict=False)
        ],
    }  # fmt: skip


@given(values())
def test_whatever_is_shown_is_read_as_it_is(wanted: dict[str, Any]) -> None:
    edited = edits_in(form_of(wanted), EVENT)
    assert edited.errors == {}
    assert values_of(EVENT) | dict(edited.values) == wanted
