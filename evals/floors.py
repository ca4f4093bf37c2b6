"""Floors below which no figure may fall, kept with the digest of the corpus that they were measured on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

FLOORS = Path(__file__).parent / "floors.json"
TOLERANCE = 0.002
"""Less than one check of the largest figure: only rounding passes."""


class RegressionError(Exception):
    """A floor would have to be lowered, and no reason was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floors:
    """corpus: digest of what was measured. floors: by figure. violations: the known cases, "report: why", of
    something that must never come out as having happened and does. regressions: every lowering of a floor and
    every violation that was let in, with its reason.
    """

    corpus: str = ""
    floors: Mapping[str, float] = field(default_factory=dict)
    violations: tuple[str, ...] = ()
    regressions: tuple[Mapping[str, str | float], ...] = ()


def load_floors(path: Path = FLOORS) -> Floors:
    """The floors of a file; none where there is no file."""
    if not path.exists():
        return Floors()
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Floors(
        corpus=stored["corpus"],
        floors=stored["floors"],
        violations=tuple(stored["violations"]),
        regressions=tuple(stored["regressions"]),
    )


def save_floors(floors: Floors, path: Path = FLOORS) -> None:
    """Write the floors for reading by people too."""
    path.write_text(json.dumps(asdict(floors), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def failures(floors: Floors, figures: Mapping[str, float], violations: Sequence[str], corpus: str) -> list[str]:
    """Why the gate is shut; nothing where it is open."""
    if floors.corpus != corpus:
        return [f"the corpus is {corpus}, the floors are of {floors.corpus or 'none'}: run with --update-floors"]
    fallen = [
        f"{name} is {figures.get(name, 0.0):.4f}, below its floor {floor:.4f}"
        for name, floor in floors.floors.items()
        if figures.get(name, 0.0) < floor - TOLERANCE
    ]
    return fallen + [f"must never come out: {item}" for item in violations if item not in floors.violations]


def updated(
    floors: Floors, figures: Mapping[str, float], violations: Sequence[str], corpus: str, reason: str | None
) -> Floors:
    """Floors at the measured figures. Raises RegressionError where one falls and there is no reason."""
    worse = [*_lowered(floors, figures), *_let_in(floors, violations)]
    if worse and not reason:
        names = ", ".join(str(item["figure"]) for item in worse)
        raise RegressionError(f"would lower {names}: give --allow-regression REASON")
    return Floors(
        corpus=corpus,
        floors=dict(figures),
        violations=tuple(sorted(violations)),
        regressions=(*floors.regressions, *({**item, "reason": reason or ""} for item in worse)),
    )


def _lowered(floors: Floors, figures: Mapping[str, float]) -> list[dict[str, str | float]]:
    return [
        {"figure": name, "from": floor, "to": figures.get(name, 0.0)}
        for name, floor in floors.floors.items()
        if figures.get(name, 0.0) < floor
    ]


def _let_in(floors: Floors, violations: Sequence[str]) -> list[dict[str, str | float]]:
    """Violations that were not there; none of them where nothing was measured before."""
    return [{"figure": item} for item in violations if floors.floors and item not in floors.violations]
