"""Records: JSON in and out, stable ids."""

from __future__ import annotations

import json

import pytest

from dateline.records import (
    Claim,
    Coder,
    Codes,
    Date,
    Entity,
    EventMention,
    Place,
    Report,
    Span,
    content_id,
    dumps,
    from_json,
    to_json,
)

SPAN = Span(report_id="r", start=4, end=8, text="army")
CODER = Coder(version="1", codebook="c", catalogue="k", gazetteer="g", model="m", settings="s")
MENTION = EventMention(
    id="e1",
    event_type="ASSAULT",
    event_mode="aerial",
    trigger=SPAN,
    actors=(Entity(span=SPAN, text="army", name="army", sectors=("MIL",), affiliation=("IRN",)),),
    date=Date(start="2024-05-01", end="2024-05-02", granularity="range", basis="explicit", span=SPAN),
    locations=(Place(span=SPAN, name="X", lat=1.5, lon=-2.0, country="IRQ-SYR"),),
    codes=Codes(quad=4, goldstein=-9.0),
    evidence={"event_type": (SPAN,)},
    support={"event_type": ("c1",)},
    basis={"status": ("past",)},
)
REPORT = Report(
    id="r",
    text="The army",
    coder=CODER,
    claims=(Claim(id="c1", cue=SPAN, content=SPAN, within=None),),
    events=(MENTION,),
)


@pytest.mark.parametrize("record", [SPAN, MENTION, REPORT, Date()], ids=["span", "mention", "report", "empty date"])
def test_json_round_trip(record: object) -> None:
    assert from_json(type(record), json.loads(dumps(record))) == record


def test_unknown_keys_are_ignored() -> None:
    assert from_json(Date, {**to_json(Date(start="2024-01-01")), "later": 1}) == Date(start="2024-01-01")


def test_a_missing_required_field_is_an_error() -> None:
    with pytest.raises(TypeError):
        from_json(Span, {"report_id": "r", "start": 0, "end": 1})


def test_keys_stand_in_the_order_of_the_contract() -> None:
    assert list(to_json(SPAN)) == ["report_id", "start", "end", "text"]
    assert next(iter(to_json(REPORT))) == "schema"


def test_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps(Codes(goldstein=float("nan")))


def test_content_id_depends_on_values_and_order_only() -> None:
    assert content_id("a", 1, None) == content_id("a", 1, None)
    assert len({content_id("a", 1), content_id(1, "a"), content_id("a1"), content_id("a", "1")}) == 4
