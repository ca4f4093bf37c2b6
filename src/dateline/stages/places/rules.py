"""The tables of rules/places.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRules:
    """Words, limits and weights; see the comments in rules/places.toml."""

    words: dict[str, frozenset[str]]
    recognition: dict[str, int]
    kinds: dict[str, float]
    weights: dict[str, float]
    roles: dict[str, frozenset[str]]
    areas: dict[str, frozenset[str]]


@cache
def place_rules() -> PlaceRules:
    """The bundled rules."""
    table = tomllib.loads((resources.files("dateline.stages") / "rules" / "places.toml").read_text("utf-8"))

    def lists(block: str) -> dict[str, frozenset[str]]:
        return {name: frozenset(words) for name, words in table[block].items()}

    return PlaceRules(
        words=lists("words"),
        recognition=table["recognition"],
        kinds=table["kinds"],
        weights=table["weights"],
        roles=lists("roles"),
        areas=lists("areas"),
    )
