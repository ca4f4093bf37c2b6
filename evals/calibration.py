"""`python -m evals.calibration [--write]`: fits confidence to how often the coder is right on the bundled reports.

An event mention that came out as having happened is right when the expected records list or allow it. A logistic
curve over the raw confidence keeps its order; two numbers cannot learn 56 reports by heart.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from math import exp, log
from pathlib import Path

from dateline.records import HAPPENED
from dateline.settings import Settings
from dateline.stages.confidence import load_curve
from dateline.tools import load_tools
from evals.corpus import run_cases
from evals.pairing import is_expected

RULES = Path(__file__).parents[1] / "src" / "dateline" / "stages" / "rules" / "confidence.toml"
BINS = 5
Sample = tuple[float, bool]


def samples() -> list[Sample]:
    """(confidence as recorded, whether it is right) of every mention that happened."""
    settings = Settings()
    return [
        (mention.confidence, is_expected(mention, case.expected, case.report.text))
        for case in run_cases(load_tools(settings), settings)
        for mention in case.report.events
        if mention.status in HAPPENED
    ]


def raw_of(confidence: float) -> float:
    """The raw confidence behind a calibrated one, by the curve in force."""
    intercept, slope = load_curve()
    inside = min(max(confidence, 1e-6), 1 - 1e-6)
    return (log(inside / (1 - inside)) - intercept) / slope


def fit(points: Sequence[Sample], rounds: int = 50) -> tuple[float, float]:
    """(intercept, slope) of greatest likelihood, by Newton's method, with a weak pull to slope 1 against runaway."""
    a, b = 0.0, 1.0
    for _ in range(rounds):
        ga, gb, haa, hab, hbb = 0.0, -(b - 1.0) * 0.1, 1e-9, 0.0, 0.1
        for x, right in points:
            p = 1 / (1 + exp(-(a + b * x)))
            w = p * (1 - p)
            ga, gb = ga + right - p, gb + (right - p) * x
            haa, hab, hbb = haa + w, hab + w * x, hbb + w * x * x
        det = haa * hbb - hab * hab
        a, b = a + (hbb * ga - hab * gb) / det, b + (haa * gb - hab * ga) / det
    return a, b


def reliability(points: Sequence[Sample]) -> list[tuple[int, float, float]]:
    """(mentions, mean confidence, share right) of equally large bins, from the least sure on."""
    ordered = sorted(points, key=lambda point: point[0])
    size = -(-len(ordered) // BINS)
    bins = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    return [(len(b), sum(x for x, _ in b) / len(b), sum(right for _, right in b) / len(b)) for b in bins]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table of reliability, and write the curve where asked."""
    parser = argparse.ArgumentParser(prog="python -m evals.calibration", description="Confidence against the truth.")
    parser.add_argument("--write", action="store_true", help="fit the curve anew and write it into the package")
    options = parser.parse_args(arguments)
    points = samples()
    print("mentions  confidence  right")
    for count, mean, share in reliability(points):
        print(f"{count:8}{mean:12.3f}{share:7.3f}")
    if options.write:
        a, b = fit([(raw_of(x), right) for x, right in points])
        text = RULES.read_text("utf-8")
        head = text[: text.index("intercept =")]
        RULES.write_text(f"{head}intercept = {a:.3f}\nslope = {b:.3f}\n", "utf-8")
        print(f"wrote intercept {a:.3f}, slope {b:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
