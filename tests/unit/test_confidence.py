"""Confidence keeps its order and follows the truth it is fitted to."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from spacy.tokens import Doc

from dateline.codebook import load_codebook
from dateline.stages.confidence import calibrated, load_curve
from dateline.stages.events import find_events
from evals.calibration import fit, raw_of, reliability


def test_calibration_keeps_the_order() -> None:
    values = [calibrated(raw / 20) for raw in range(21)]
    assert load_curve()[1] > 0
    assert all(low < high for low, high in pairwise(values))
    assert 0 < values[0] < values[-1] < 1


def test_raw_of_is_the_inverse() -> None:
    assert raw_of(calibrated(0.7)) == pytest.approx(0.7, abs=0.01)


def test_fit_recovers_the_shares() -> None:
    points = [(0.2, i < 2) for i in range(10)] + [(0.8, i < 9) for i in range(10)]
    a, b = fit(points * 20)
    shares = [1 / (1 + 2.718281828 ** -(a + b * x)) for x in (0.2, 0.8)]
    assert shares == pytest.approx([0.2, 0.9], abs=0.02)


def test_reliability_has_every_point_once() -> None:
    table = reliability([(x / 10, x > 5) for x in range(10)])
    assert [count for count, _, _ in table] == [2] * 5
    assert table[0][2] == 0
    assert table[-1][2] == 1


@pytest.mark.parametrize(
    ("text", "surest"),
    [
        pytest.param("Envoys condemned the shelling of Tolun after rebels kidnapped the mayor.", "kidnapped", id="deed-over-word"),
        pytest.param("Rebels stormed the barracks in Tolun after the army shelled their camp.", "stormed", id="main-clause"),
        pytest.param("The army shelled a village that rebels had overrun in May.", "shelled", id="relative-clause"),
        pytest.param("Police arrested nine marchers in Velin. They had kidnapped a guard.", "arrested", id="lede"),
        pytest.param("Rebels said that the army had shelled the port.", "shelled", id="told-by-somebody"),
    ],
)  # fmt: skip
def test_the_surest_event_is_what_the_report_tells(parse: Callable[..., Doc], text: str, surest: str) -> None:
    doc = parse(text)
    events = find_events(doc, load_codebook())
    assert doc[max(events, key=lambda event: event.confidence).head].text == surest
