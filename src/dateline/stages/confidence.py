"""How often an event worded like this one is right."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from math import exp


@cache
def load_curve() -> tuple[float, float]:
    """(intercept, slope) of the calibration."""
    table = tomllib.loads(files("dateline.stages").joinpath("rules/confidence.toml").read_text("utf-8"))
    return float(table["intercept"]), float(table["slope"])


def calibrated(raw: float) -> float:
    """The share of right events among those with this raw confidence, on the bundled reports; three decimals."""
    intercept, slope = load_curve()
    return round(1 / (1 + exp(-(intercept + slope * raw))), 3)
