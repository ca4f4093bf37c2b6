"""Floors below which no figure may fall, kept with the digest of the corpus that they were measured on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

FLOORS = Path(__file__).parent / "floors.json"
TOLERANCE = 0.002
"""Less than one check of the largest figure: only rounding passes."""


class RegressionError(Exception):
    """A floor would have to be lowered, and no reason was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """corpus: digest of what was measured. floors: by figure. regressions: every lowering, with its reason."""

    corpus: str = ""
    floors: Mapping[str, float] = field(default_factory=dict)
    regressions: tuple[Mapping[str, str | float], ...] = ()


def load_floors(path: Path = FLOORS) -> Floors:
    """The floors of a file; none where there is no file."""
    if not path.exists():
        return Floors()
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Floors(corpus=stored["corpus"], floors=stored["floors"], regressions=tuple(stored["regressions"]))


def save_floors(floors: Floors, path: Path = FLOORS) -> None:
    """Write the floors for reading by people too."""
    path.write_text(json.dumps(asdict(floors), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def failures(floors: Floors, figures: Mapping[str, float], corpus: str) -> list[str]:
    """Why the gate is shut; nothing where it is open."""
    if floors.corpus != corpus:
        return [
            f"the corpus is {corpus}, the floors are of {floors.corpus or 'none'}: run with --update-floors"
        ]
    fallen = [(name, floor, figures.get(name, 0.0)) for name, floor in floors.floors.items()]
    return [
        f"{name} is {got:.4f}, below its floor {floor:.4f}"
        for name, floor, got in fallen
        if got < floor - TOLERANCE
    ]


def updated(floors: Floors, figures: Mapping[str, float], corpus: str, reason: str | None) -> Floors:
    """Floors at the measured figures. Raises RegressionError where one falls and there is no reason."""
    lowered: list[Mapping[str, str | float]] = [
        {"figure": name, "from": floor, "to": figures.get(name, 0.0), "reason": reason or ""}
        for name, floor in floors.floors.items()
        if figures.get(name, 0.0) < floor
    ]
    if lowered and not reason:
        names = ", ".join(str(item["figure"]) for item in lowered)
        raise RegressionError(f"would lower {names}: give --allow-regression REASON")
    return Floors(corpus=corpus, floors=dict(figures), regressions=(*floors.regressions, *lowered))
