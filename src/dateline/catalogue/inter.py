"""ACLED's code for what kind of actor somebody is, by the rows of inter.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.records import Entity


@dataclass(frozen=True, slots=True)
class InterRow:
    """A row: the code and what must hold; an empty set demands nothing."""

    code: int
    sectors: frozenset[str]
    types: frozenset[str]
    events: frozenset[str]
    words: re.Pattern[str] | None
    foreign: bool


def inter_code(entity: Entity, countries: Collection[str], event_type: str = "", mode: str | None = None) -> int | None:
    """The code of an actor, 1 to 8, or None where no row fits.

    `countries` are those of the event's scenes (ISO alpha-3); without them nobody is foreign. `event_type` and `mode`
    are of the event in which the entity acts, and left out where it suffers it.
    """
    acts = {event_type, f"{event_type}/{mode}"}
    abroad = bool(countries) and entity.country is not None and entity.country not in countries
    for row in _rows():
        if (
            (not row.sectors or row.sectors.intersection(entity.sectors))
            and (not row.types or entity.type in row.types)
            and (not row.events or row.events & acts)
            and (row.words is None or row.words.search(f"{entity.name} {entity.text}".lower()))
            and (not row.foreign or abroad)
        ):
            return row.code
    return None


@cache
def inter_names() -> dict[int, str]:
    """ACLED's text for each code."""
    return {int(code): text for code, text in _table()["names"].items()}


@cache
def _rows() -> tuple[InterRow, ...]:
    return tuple(
        InterRow(
            code=row["code"],
            sectors=frozenset(row.get("sectors", "").split()),
            types=frozenset(row.get("types", "").split()),
            events=frozenset(row.get("events", "").split()),
            words=_any_of(row["words"]) if "words" in row else None,
            foreign=row.get("foreign", False),
        )
        for row in _table()["inter"]
    )


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(word.strip()) for word in words.split(",")) + r")\b")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("dateline.catalogue").joinpath("inter.toml").read_text("utf-8"))
