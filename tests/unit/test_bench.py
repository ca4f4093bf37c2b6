"""The benchmark: it measures every stage there is, and leaves the pipeline as it was. No figure is tested."""

from __future__ import annotations

from pathlib import Path

import dateline
from dateline import pipeline
from dateline.app.bench import STAGES, bundled, one_core, rate, shares
from dateline.settings import Settings


def test_every_stage_is_timed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "ALEPPO, 5 March 2024 - Rebels shelled a market in Aleppo on Monday, the army said."
    )
    stages = {name: getattr(pipeline, name) for name in STAGES}
    raws = bundled(str(tmp_path), 3)
    reports, seconds, clock = one_core(raws, dateline.Coder().tools, Settings())
    assert [report.id for report in reports] == ["bench-0", "bench-1", "bench-2"]
    assert set(clock.seconds) == {*STAGES, "parse"}
    assert sum(clock.seconds.values()) <= seconds
    assert len(list(shares(clock, seconds))) == len(STAGES) + 2
    assert {name: getattr(pipeline, name) for name in STAGES} == stages


def test_a_rate_is_per_second() -> None:
    assert rate("one process", 10, 500, 2.0) == "one process: 5.0 reports/s, 250 words/s (2.0 s)"
