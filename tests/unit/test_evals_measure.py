"""The figures of the gate, on hand-made records."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.records import Report
from evals.corpus import Case
from evals.measure import measure
from tests import factory

SHELLING: dict[str, Any] = {
    "key": "shelling",
    "type": ["ASSAULT"],
    "status": ["occurred"],
    "trigger": ["shell"],
    "counts": [{"what": "fatalities", "low": 5}],
}
NO_LINKS: dict[str, Any] = {"same_event": [], "copies": [], "distinct": [], "disputes": [], "related": []}
FILLER = " ".join(f"word{number}" for number in range(40))


def told(report_id: str, text: str = factory.TEXT) -> Report:
    """One telling of the shelling under its own id."""
    return factory.report(report_id, text)


def case(report: Report, **expected: Any) -> Case:
    base: dict[str, Any] = {"published": None, "events": [SHELLING], "never": [], "allowed": []}
    return Case(name=report.id, report=report, expected=base | expected)


def figures(*cases: Case, **links: Any) -> dict[str, float]:
    return measure(cases, NO_LINKS | links).figures()


def test_a_right_event_is_right_in_every_figure() -> None:
    got = figures(case(told("r1")))
    assert {got[name] for name in ("events.found", "field.type", "field.counts", "mentions.precision")} == {1.0}


@pytest.mark.parametrize(
    ("expected", "figure"),
    [
        ({"events": [{**SHELLING, "trigger": ["bomb"]}]}, "events.found"),
        ({"events": [{**SHELLING, "type": ["COERCE"]}]}, "field.type"),
        ({"events": []}, "mentions.precision"),
        ({"never": [{"trigger": ["shell"], "why": "test"}]}, "mentions.never"),
        ({"published": "1999-01-01"}, "report.published"),
        ({"text_must_not_contain": ["Rebels"]}, "report.text"),
        ({"dateline_place": "Geneva"}, "report.dateline"),
    ],
)
def test_a_mistake_is_counted_where_it_is(expected: dict[str, Any], figure: str) -> None:
    assert figures(case(told("r1"), **expected))[figure] == 0.0


@pytest.mark.parametrize(("sources", "share"), [(1, 1.0), (2, 0.0)])
def test_copies_are_one_source(sources: int, share: float) -> None:
    text = f"{factory.TEXT} {FILLER}"
    same = {"key": "s", "events": ["r1#shelling", "r2#shelling"], "independent_sources": sources}
    got = figures(case(told("r1", text)), case(told("r2", text)), same_event=[same], copies=[["r1", "r2"]])
    assert (got["links.same"], got["links.copies"], got["links.sources"]) == (1.0, 1.0, share)


def test_what_is_merged_is_not_distinct() -> None:
    text = f"{factory.TEXT} {FILLER}"
    entry = {"events": ["r1#shelling", "r2#shelling"], "why": "test"}
    assert figures(case(told("r1", text)), case(told("r2", text)), distinct=[entry])["links.distinct"] == 0.0


def test_missing_disputes_and_relations_are_mistakes() -> None:
    dispute = {"events": ["r1#shelling"], "field": "fatalities", "values": [5, 9]}
    relation = {"relation": "follows", "from": "r1#shelling", "to": "r1#shelling"}
    got = figures(case(told("r1")), disputes=[dispute], related=[relation])
    assert (got["links.disputes"], got["links.related"]) == (0.0, 0.0)
