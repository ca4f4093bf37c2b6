"""Looking up place names."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import platformdirs

from dateline.errors import MissingResourceError
from dateline.gazetteer import index
from dateline.gazetteer.folding import fold, without_article

CACHE_VARIABLE = "DATELINE_CACHE"
"""Environment variable that names another cache folder."""

MEMORY = 50_000
"""Names whose candidates are kept; a name takes about 1 kB."""

MOST_CANDIDATES = 60
"""Of a name with more namesakes ("San José") the most populous are taken."""

_QUERY = (
    "SELECT place.id, place.geonames_id, place.name, lat, lon, country, admin1_code, admin1, admin2, kind, "
    "population, capital, grade FROM name JOIN place ON place.id = name.place WHERE key = ? "
    "ORDER BY grade > 2, kind = 'populated-place', population DESC, place.id LIMIT ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place that a name may mean.

    country is ISO 3166-1 alpha-3, of a region that lies in several joined by "-". admin1_code is GeoNames'
    ("IQ.15"), admin1 and admin2 are names. kind is one of the record's place kinds. grade tells how the name
    stands to the place (index.PRIMARY, ALIAS, …); population 0 means unknown, not uninhabited.
    """

    id: int
    geonames_id: int | None
    name: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1_code: str | None
    admin1: str | None
    admin2: str | None
    kind: str
    population: int
    is_capital: bool
    grade: int

    @property
    def is_primary_name(self) -> bool:
        """Whether the name looked up is the place's usual one."""
        return self.grade == index.PRIMARY

    @property
    def is_demonym(self) -> bool:
        """Whether the name looked up is an adjective or noun for the country's people."""
        return self.grade == index.DEMONYM

    @property
    def is_abbreviation(self) -> bool:
        """Whether the name looked up means the unit only after a comma ("CA")."""
        return self.grade == index.ABBREVIATION


class Gazetteer:
    """A read-only index of place names. `version` names it in records."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self.version = index.version()
        self.lookup = lru_cache(MEMORY)(self._lookup)
        """`lookup(name)`: the candidates, better names and larger places first; () where unknown."""

    def _lookup(self, name: str) -> tuple[Candidate, ...]:
        found = self._candidates(fold(name))
        shorter = None if found else without_article(name)
        return self._candidates(fold(shorter)) if shorter else found

    def _candidates(self, key: str) -> tuple[Candidate, ...]:
        if len(key) < 2:
            return ()
        rows = self._connection.execute(_QUERY, (key, MOST_CANDIDATES))
        return tuple(
            Candidate(
                id=row[0], geonames_id=row[1], name=row[2], lat=row[3], lon=row[4], country=row[5],
                admin1_code=row[6], admin1=row[7], admin2=row[8], kind=row[9], population=row[10],
                is_capital=bool(row[11]), grade=row[12],
            )
            for row in rows
        )  # fmt: skip

    def close(self) -> None:
        """Give the file back."""
        self.lookup.cache_clear()
        self._connection.close()


def cache_folder() -> Path:
    """DATELINE_CACHE where set, otherwise the user's cache folder for dateline."""
    return Path(os.environ.get(CACHE_VARIABLE) or platformdirs.user_cache_dir("dateline"))


def open_gazetteer(cache_dir: Path | None = None, progress: index.Progress | None = None) -> Gazetteer:
    """The gazetteer, built first where this version's index is not in the cache folder yet.

    Raises MissingResourceError where it must be built and the folder cannot be written.
    """
    folder = cache_dir or cache_folder()
    path = index.index_path(folder)
    if not path.exists():
        try:
            index.build(path, progress)
        except (OSError, sqlite3.OperationalError) as error:
            reason = getattr(error, "strerror", None) or error
            raise MissingResourceError(
                f"the gazetteer cannot be built in {folder} ({reason}): "
                f"set {CACHE_VARIABLE} to a folder that can be written"
            ) from error
    return Gazetteer(path)
