"""The accuracy gate itself: checks of fields, pairing, and floors that cannot fall unseen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dateline.linking import resolve
from dateline.records import Event, Report
from evals.fields import verdicts
from evals.floors import Floors, RegressionError, failures, load_floors, save_floors, updated
from evals.pairing import is_expected, pair_events, stands_at, violations
from tests import factory

SHELLING: dict[str, Any] = {
    "key": "shelling",
    "type": ["ASSAULT"],
    "status": ["occurred"],
    "trigger": ["shell"],
}


def told(**fields: Any) -> tuple[Report, Event]:
    """A report with one mention, and its event."""
    report = factory.report(events=(factory.mention(**fields),))
    return report, resolve(report)[0]


@pytest.mark.parametrize(
    ("field", "wanted", "right"),
    [
        ("type", ["ASSAULT", "COERCE"], True),
        ("type", ["COERCE"], False),
        ("mode", ["heavy-weapons"], True),
        ("status", ["planned"], False),
        ("background", False, True),
        ("actor", ["^rebel"], True),
        ("actor", ["army"], False),
        ("recipient", ["."], False),
        ("parties", ["rebels"], True),
        ("parties", ["rebels", "army"], False),
        ("date", ["2024-03-03", "2024-03-04"], True),
        ("date", ["2024-03-05", "2024-03-06"], False),
        ("country", ["TUR-SYR"], True),
        ("country", ["IRQ"], False),
        ("place", ["aleppo"], True),
        ("means", ["."], False),
        ("counts", [{"what": "fatalities", "low": 5}], True),
        ("counts", [{"what": "fatalities", "low": 5}, {"what": "injured"}], False),
    ],
)
def test_fields(field: str, wanted: object, right: bool) -> None:
    _, event = told()
    assert verdicts(event, {field: wanted}) == {field: right}


@pytest.mark.parametrize(
    ("entry", "stands"),
    [
        ({"trigger": ["^shell"]}, True),
        ({"trigger": ["bomb"]}, False),
        ({"trigger": ["shell"], "within": "Rebels[^.]*"}, True),
        ({"trigger": ["shell"], "within": "At least[^.]*"}, False),
    ],
)
def test_a_trigger_stands_where_the_entry_says(entry: dict[str, Any], stands: bool) -> None:
    report, _ = told()
    assert stands_at(report.events[0].trigger, report.text, entry) is stands


def test_an_event_stands_for_one_expected_event_and_the_best() -> None:
    report, event = told()
    worse = {**SHELLING, "key": "other", "type": ["COERCE"]}
    assert pair_events([worse, SHELLING], [event], report.text) == {"shelling": event}


def test_what_happened_must_be_expected_or_allowed() -> None:
    report, _ = told()
    mention, text = report.events[0], report.text
    planned = {**SHELLING, "status": ["planned"]}
    assert is_expected(mention, {"events": [SHELLING], "allowed": []}, text)
    assert not is_expected(mention, {"events": [planned], "allowed": []}, text)
    assert is_expected(mention, {"events": [planned], "allowed": [{"trigger": ["shell"]}]}, text)


def test_only_what_happened_violates() -> None:
    report, _ = told()
    entry = {"trigger": ["shell"], "why": "test"}
    denied = replace(report.events[0], status="denied")
    assert violations(report.events, entry, report.text) == list(report.events)
    assert violations([denied], entry, report.text) == []
    assert violations(report.events, {**entry, "type": ["COERCE"]}, report.text) == []


FLOORS = Floors(corpus="a", floors={"x": 0.5, "y": 0.9}, violations=("r: a drill",))
FIGURES = {"x": 0.5, "y": 0.95}


@pytest.mark.parametrize(
    ("figures", "violations", "corpus", "problems"),
    [
        (FIGURES, ["r: a drill"], "a", 0),
        (FIGURES, [], "a", 0),
        ({"x": 0.49, "y": 0.95}, [], "a", 1),
        ({"x": 0.5}, [], "a", 1),
        (FIGURES, ["r: a match"], "a", 1),
        (FIGURES, [], "b", 1),
    ],
    ids=["at-the-floor", "one-violation-less", "below", "figure-missing", "new-violation", "other-corpus"],
)
def test_the_gate(figures: dict[str, float], violations: list[str], corpus: str, problems: int) -> None:
    assert len(failures(FLOORS, figures, violations, corpus)) == problems


def test_floors_rise_and_fall_only_for_a_reason(tmp_path: Path) -> None:
    raised = updated(FLOORS, {"x": 0.6, "y": 0.9}, [], "b", None)
    assert raised == Floors(corpus="b", floors={"x": 0.6, "y": 0.9})
    with pytest.raises(RegressionError, match="x"):
        updated(raised, {"x": 0.4, "y": 0.9}, [], "b", None)
    lowered = updated(raised, {"x": 0.4, "y": 0.9}, ["r: a drill"], "b", "a stricter check")
    assert lowered.regressions == (
        {"figure": "x", "from": 0.6, "to": 0.4, "reason": "a stricter check"},
        {"figure": "r: a drill", "reason": "a stricter check"},
    )
    save_floors(lowered, tmp_path / "floors.json")
    assert load_floors(tmp_path / "floors.json") == lowered


def test_a_new_violation_needs_a_reason() -> None:
    with pytest.raises(RegressionError, match="a match"):
        updated(FLOORS, FIGURES, ["r: a match"], "a", None)
