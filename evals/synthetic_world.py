"""The invented world of a synthetic corpus: countries, towns and groups, and what truly happened there.

Nothing here knows how it is told (evals/synthetic_telling.py). All that is drawn comes from one random generator,
so that a seed gives one world on every machine.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

FIRST_DAY = date(2020, 1, 1).toordinal()
ADMIN1_PER_COUNTRY = 6
TOWNS_PER_ADMIN1 = 6
STORY_WORDS = 8
"""Words of its own that a story has; a telling uses some of them."""

_ONSETS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "kr", "dr", "tr", "sh")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ei", "ou")
_CODAS = ("", "l", "n", "r", "s", "k", "m", "v")


@cache
def load_stock() -> Mapping[str, Any]:
    """What corpora are made of: evals/synthetic.toml."""
    return tomllib.loads((Path(__file__).parent / "synthetic.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A town with its four quarters; `neighbour` is the number of the nearest town of its province."""

    number: int
    name: str
    country: str
    country_name: str
    admin1: str
    admin1_name: str
    lat: float
    lon: float
    quarters: tuple[str, ...]
    neighbour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Somebody who acts: a group with a catalogue id, or a described one ("gunmen") without."""

    name: str
    id: str | None
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All towns by number, and the groups of each country by side (armed, civil, state)."""

    towns: tuple[Town, ...]
    groups: Mapping[str, Mapping[str, tuple[Group, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What happened: an event of the world. `kind` is a block of synthetic.toml, `day` an ordinal."""

    number: int
    kind: Mapping[str, Any]
    day: int
    town: Town
    quarter: str
    actor: Group
    target: tuple[str, ...]
    counts: Mapping[str, int]
    words: tuple[str, ...]


def make_world(random: Random, countries: int) -> World:
    """A world with so many countries, each a square of three degrees with six provinces of six towns."""
    names = distinct_names(random)
    towns: list[Town] = []
    groups: dict[str, Mapping[str, tuple[Group, ...]]] = {}
    for place in range(countries):
        name, code = next(names) + "ia", "X" + chr(65 + place // 26) + chr(65 + place % 26)  # ISO leaves XAA-XZZ free
        groups[code] = groups_of(name, code)
        corner = -40.0 + 4.0 * (place % 20), -170.0 + 4.0 * (place // 20)
        for province in range(ADMIN1_PER_COUNTRY):
            towns.extend(province_of(random, names, (name, code), province, corner, len(towns)))
    return World(towns=tuple(towns), groups=groups)


def distinct_names(random: Random) -> Iterator[str]:
    """Invented names of two or three syllables, each once."""
    given: set[str] = set()
    while True:
        syllables = [
            random.choice(_ONSETS) + random.choice(_VOWELS) + random.choice(_CODAS)
            for _ in range(random.choice((2, 3)))
        ]
        name = "".join(syllables).capitalize()
        if name not in given:
            given.add(name)
            yield name


def groups_of(country: str, code: str) -> Mapping[str, tuple[Group, ...]]:
    """The groups of a country by side; a group on two sides is the same group."""
    patterns: Mapping[str, Sequence[str]] = load_stock()["groups"]
    people = country + "n"
    return {
        side: tuple(
            Group(name=pattern.format(place=country, people=people), id=f"{code}:{pattern}", country=code)
            for pattern in found
        )
        for side, found in patterns.items()
    }


def province_of(
    random: Random,
    names: Iterator[str],
    country: tuple[str, str],
    province: int,
    corner: tuple[float, float],
    first: int,
) -> list[Town]:
    """The towns of one province, numbered from `first`."""
    admin1 = next(names)
    spots = [
        (corner[0] + province % 3 + random.random(), corner[1] + 1.5 * (province // 3) + random.random())
        for _ in range(TOWNS_PER_ADMIN1)
    ]
    return [
        Town(
            number=first + index,
            name=next(names),
            country=country[1],
            country_name=country[0],
            admin1=f"{country[1]}{province:02}",
            admin1_name=admin1,
            lat=round(lat, 4),
            lon=round(lon, 4),
            quarters=tuple(islice(names, 4)),
            neighbour=first + nearest(spots, index),
        )
        for index, (lat, lon) in enumerate(spots)
    ]


def nearest(spots: Sequence[tuple[float, float]], index: int) -> int:
    """Index of the spot closest to that at `index`."""
    lat, lon = spots[index]
    others = (other for other in range(len(spots)) if other != index)
    return min(others, key=lambda other: (spots[other][0] - lat) ** 2 + (spots[other][1] - lon) ** 2)


def happenings(
    random: Random, world: World, *, events: int, days: int, look_alikes: float, shared: float
) -> Iterator[Truth]:
    """So many events in about the order of their days, the given share of them look-alikes of one just before."""
    last: Truth | None = None
    for number in range(events):
        day = FIRST_DAY + number * days // events
        if last is not None and random.random() < look_alikes:
            last = look_alike(random, world, last, number, shared)
        else:
            last = happening(random, world, number, day)
        yield last


def happening(random: Random, world: World, number: int, day: int) -> Truth:
    """An event of its own."""
    stock = load_stock()
    kind = random.choice(stock["kind"])
    town = random.choice(world.towns)
    return Truth(
        number=number,
        kind=kind,
        day=day,
        town=town,
        quarter=random.choice(town.quarters),
        actor=random.choice(world.groups[town.country][kind["actors"]]),
        target=tuple(random.choice(stock["target"])["names"]),
        counts=tolls(random, kind),
        words=tuple(random.sample(stock["story"], STORY_WORDS)),
    )


def look_alike(random: Random, world: World, model: Truth, number: int, shared: float) -> Truth:
    """Another event of the same kind in the same town within two days, in another quarter, with some of its words.

    Half of them are by the same group; target and tolls are drawn anew.
    """
    other = happening(random, world, number, model.day + random.choice((0, 1, 2)))
    kept = round(shared * STORY_WORDS)
    new = [word for word in other.words if word not in model.words]
    same_side = world.groups[model.town.country][model.kind["actors"]]
    return replace(
        other,
        kind=model.kind,
        town=model.town,
        quarter=random.choice([quarter for quarter in model.town.quarters if quarter != model.quarter]),
        actor=model.actor if random.random() < 0.5 else random.choice(same_side),
        counts=tolls(random, model.kind),
        words=(*random.sample(model.words, kept), *new)[:STORY_WORDS],
    )


def tolls(random: Random, kind: Mapping[str, Any]) -> Mapping[str, int]:
    """The numbers of an event: mostly small, seldom large."""
    return {what: min(int(random.paretovariate(1.0) * 2), 400) for what in kind["counts"]}


def iso(day: int) -> str:
    """An ordinal day as ISO text."""
    return date.fromordinal(day).isoformat()


def spoken(day: int) -> str:
    """An ordinal day as a report writes it: "4 March"."""
    found = date.fromordinal(day)
    return f"{found.day} {found:%B}"


def monday(day: int) -> int:
    """The Monday of a day's week."""
    found = date.fromordinal(day)
    return (found - timedelta(days=found.weekday())).toordinal()
