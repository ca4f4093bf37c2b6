"""The bundled reports, end to end: what must never come out, floors, offsets, the gate, the order of input."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from dateline.linking import link
from dateline.records import Report, dumps, to_json
from dateline.settings import Settings
from dateline.tools import Tools, load_tools
from evals.corpus import EXAMPLES, Case, corpus_digest, load_expected, load_links, read_raws, run_cases
from evals.floors import failures, load_floors
from evals.measure import measure, quoted
from evals.pairing import violations
from evals.sentences import load_sentences, score_sentences
from evals.synthetic import score_synthetic

NAMES = sorted(load_expected())
ENTRIES = ("events", "never", "allowed")


@pytest.fixture(scope="session")
def tools() -> Tools:
    return load_tools(Settings())


@pytest.fixture(scope="session")
def cases(tools: Tools) -> dict[str, Case]:
    return {case.name: case for case in run_cases(tools, Settings())}


@pytest.fixture(scope="session")
def gated(tools: Tools) -> dict[str, Case]:
    return {case.name: case for case in run_cases(tools, Settings(), gate=True)}


def spans(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every span inside a record's JSON."""
    if isinstance(value, dict):
        if {"report_id", "start", "end", "text"} <= value.keys():
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def test_every_report_has_an_expected_record() -> None:
    assert sorted(name for name, _ in read_raws()) == NAMES
    assert len(list((EXAMPLES / "expected").glob("*.json"))) == len(NAMES) + 1


@pytest.mark.parametrize("name", NAMES)
def test_expected_records_speak_of_the_text(name: str, cases: dict[str, Case]) -> None:
    case = cases[name]
    for kind in ENTRIES:
        for entry in case.expected[kind]:
            assert "within" not in entry or re.search(entry["within"], case.report.text), entry


@pytest.mark.parametrize("name", NAMES)
def test_what_did_not_happen_does_not_come_out_as_happened(name: str, cases: dict[str, Case]) -> None:
    case = cases[name]
    known = load_floors().violations
    wrong = [
        (entry["why"], mention.event_type, quoted(case.report.text, mention.trigger.start))
        for entry in case.expected["never"]
        for mention in violations(case.report.events, entry, case.report.text)
        if f"{name}: {entry['why']}" not in known
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_span_is_its_text(name: str, cases: dict[str, Case]) -> None:
    report = cases[name].report
    for span in spans(to_json(report)):
        assert span["report_id"] == report.id
        assert span["text"] == report.text[span["start"] : span["end"]]


@pytest.mark.parametrize("name", NAMES)
def test_the_gate_changes_no_event(name: str, cases: dict[str, Case], gated: dict[str, Case]) -> None:
    assert [dumps(event) for event in gated[name].report.events] == [
        dumps(event) for event in cases[name].report.events
    ]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_input_changes_no_event(seed: int, cases: dict[str, Case]) -> None:
    reports: list[Report] = [case.report for case in cases.values()]
    shuffled = random.Random(seed).sample(reports, len(reports))
    assert [dumps(event) for event in link(shuffled)] == [dumps(event) for event in link(reports)]


def test_no_figure_is_below_its_floor(cases: dict[str, Case], tools: Tools) -> None:
    scores = measure(list(cases.values()), load_links())
    score_sentences(scores, load_sentences(), tools, Settings())
    score_synthetic(scores)
    assert failures(load_floors(), scores.figures(), scores.violations, corpus_digest()) == []


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_documented(name: str) -> None:
    docs = (EXAMPLES.parent / "docs" / "examples.md").read_text(encoding="utf-8")
    assert f"`{name.removeprefix('reports/')}`" in docs
