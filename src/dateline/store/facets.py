"""What a filter leaves, counted and listed: facets, timeline, map, rows of the table, columns, who acts on whom.

Functions take a connection and a filter and give plain values in the shapes of docs/desk.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Float, Select, and_, case, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from dateline.exports.geojson import POINT_PRECISIONS
from dateline.records import HAPPENED
from dateline.store.query import IN_ORDER, UNREVIEWED, Box, EventFilter, conditions, each, in_box, reviewed
from dateline.store.schema import event_actors, event_countries, event_facts, event_places

ACTORS_SHOWN = 200
"""Actors that a facet names at most; those that are filtered by are always among them."""
PAIRS_SHOWN = 400
TILE, CELL = 256, 36
"""Pixels of the whole world at zoom 0, and of a cell in which points are counted together."""
DAYS, MONTHS = 92, 20 * 366
"""Days that a timeline may span to be shown by days, and by months."""

_FACTS = event_facts.c
_SINGLE: Mapping[str, ColumnElement[Any]] = {
    "type": _FACTS.event_type,
    "mode": _FACTS.event_mode,
    "status": _FACTS.status,
    "granularity": _FACTS.granularity,
    "precision": _FACTS.precision,
    "background": _FACTS.background,
    "disputed": _FACTS.disputed,
    "sources": _FACTS.sources,
}
"""Facets of which an event has one value, but for `review`; in the order of the index that counts them."""
_FACETS = ("type", "mode", "status", "country", "actor", "granularity", "precision", "sources", "review",
           "background", "disputed")  # fmt: skip
_TEXTS = ("type", "mode", "status", "granularity", "place", "actors", "recipients", "precision", "fatalities", "review")
"""Columns whose values are words."""
_LISTS = ("actor_ids", "countries")
_SORTED: Mapping[str, ColumnElement[Any]] = {
    **_SINGLE,
    "first_day": _FACTS.first_day,
    "last_day": _FACTS.last_day,
    "place": func.nullif(_FACTS.place, ""),
    "actors": func.nullif(_FACTS.actors, ""),
    "recipients": func.nullif(_FACTS.recipients, ""),
    "fatalities": _FACTS.dead,
    "reports": _FACTS.reports,
    "confidence": _FACTS.confidence,
    "id": _FACTS.event_id,
}
SORTS = tuple(sorted(_SORTED))
"""What rows can be sorted by."""
_DAY_0 = date(1970, 1, 1).toordinal()


# ---- facets and timeline


def summary(connection: Connection, wanted: EventFilter) -> dict[str, Any]:
    """How many events fit, the facets and the timeline; each counts what fits all of the filter but its own part."""
    total, counts = _single_facets(connection, wanted)
    facets: dict[str, list[Any]] = {name: _ranked(found.items()) for name, found in counts.items()}
    facets["country"] = _ranked(connection.execute(_by_country(wanted)))
    facets["actor"] = _by_actor(connection, wanted)
    return {
        "total": total,
        "facets": {name: facets[name] for name in _FACETS},
        "timeline": timeline(connection, wanted),
    }


def _single_facets(connection: Connection, wanted: EventFilter) -> tuple[int, dict[str, Counter[Any]]]:
    """One pass over the events counts all combinations of values; which of them fit is then told without them."""
    names = (*_SINGLE, "review")
    tests = _tests(wanted)
    counts: dict[str, Counter[Any]] = {name: Counter() for name in names}
    total = 0
    for values, count in _combinations(connection, wanted):
        failed = [name for name, value in zip(names, values, strict=True) if name in tests and not tests[name](value)]
        total += 0 if failed else count
        for name, value in zip(names, values, strict=True):
            if value is not None and failed in ([], [name]):
                counts[name][value] += count
    return total, {name: +found for name, found in counts.items()}


def _tests(wanted: EventFilter) -> dict[str, Callable[[Any], bool]]:
    """Whether a value of a facet fits, for those that the filter asks about."""
    asked = {name: getattr(wanted, name) for name in (*_SINGLE, "review")}
    least = asked.pop("sources")
    values = {
        name: frozenset([value] if isinstance(value, bool) else each(value))
        for name, value in asked.items()
        if value not in (None, ())
    }
    tests: dict[str, Callable[[Any], bool]] = {name: found.__contains__ for name, found in values.items()}
    return tests if least is None else {**tests, "sources": least.__le__}


def _combinations(connection: Connection, wanted: EventFilter) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Each combination of values with how many events have it; those reviewed are counted apart, as they are few."""
    fitting = conditions(wanted, without=(*_SINGLE, "review"))
    columns = tuple(_SINGLE.values())
    for *values, count in connection.execute(select(*columns, func.count()).where(*fitting).group_by(*columns)):
        yield (*values, UNREVIEWED), count
    done = reviewed().subquery()
    joined = event_facts.join(done, done.c.event_id == _FACTS.event_id)
    said = select(*columns, done.c.state, func.count()).select_from(joined).where(*fitting)
    for *values, state, count in connection.execute(said.group_by(*columns, done.c.state)):
        yield (*values, state), count
        yield (*values, UNREVIEWED), -count


def _by_country(wanted: EventFilter) -> Select[Any]:
    country = event_countries.c.country
    return _counted_in(select(country, func.count()), event_countries.c.event_id, wanted, "country").group_by(country)


def _by_actor(connection: Connection, wanted: EventFilter) -> list[list[Any]]:
    entity = event_actors.c.entity_id
    count = func.count(event_actors.c.event_id.distinct())
    by_actor = _counted_in(select(entity, count), event_actors.c.event_id, wanted, "actor").group_by(entity)
    chosen = set(each(wanted.actor))
    found = sorted(connection.execute(by_actor), key=lambda row: (-row[1], row[0]))
    shown = [row for number, row in enumerate(found) if number < ACTORS_SHOWN or row[0] in chosen]
    names = _names(connection, [entity_id for entity_id, _ in shown])
    return [[entity_id, number, names[entity_id]] for entity_id, number in shown]


def _counted_in(query: Select[Any], event_id: ColumnElement[str], wanted: EventFilter, own: str) -> Select[Any]:
    """A query over a table with several rows for an event, of those that fit all but one part of the filter."""
    fitting = conditions(wanted, without=(own,))
    return query.where(event_id.in_(select(_FACTS.event_id).where(*fitting))) if fitting else query


def _names(connection: Connection, entity_ids: Sequence[str]) -> dict[str, str]:
    """The name of each catalogue id."""
    first = select(event_actors.c.entity_id, func.max(event_actors.c.name)).group_by(event_actors.c.entity_id)
    found: dict[str, str] = {}
    for start in range(0, len(entity_ids), _AT_ONCE):
        some = first.where(event_actors.c.entity_id.in_(entity_ids[start : start + _AT_ONCE]))
        found.update(connection.execute(some).all())
    return found


_AT_ONCE = 500
"""Values named in one statement."""


def timeline(connection: Connection, wanted: EventFilter) -> dict[str, Any]:
    """Events by the day, month or year of their first day, whatever days are filtered by; happened and other."""
    fitting = conditions(wanted, without=("since", "until"))
    first = func.coalesce(_FACTS.first_day, _FACTS.last_day)
    by_day = select(first, _FACTS.status, func.count()).where(*fitting).group_by(first, _FACTS.status)
    days: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    undated = 0
    for day, status, count in connection.execute(by_day):
        if day is None:
            undated += count
        else:
            days[day][status not in HAPPENED] += count
    unit, kept, rest = _unit(min(days), max(days)) if days else ("day", 10, "")
    bins: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for day, counts in days.items():
        bin_counts = bins[day[:kept] + rest]
        for side, count in enumerate(counts):
            bin_counts[side] += count
    return {"unit": unit, "bins": [[day, *counts] for day, counts in sorted(bins.items())], "undated": undated}


def _unit(first: str, last: str) -> tuple[str, int, str]:
    """The unit for days between two, how much of an ISO day names its bin, and what makes a day of that again."""
    span = date.fromisoformat(last).toordinal() - date.fromisoformat(first).toordinal()
    return ("day", 10, "") if span <= DAYS else ("month", 7, "-01") if span <= MONTHS else ("year", 4, "-01-01")


# ---- map


class Whole(FunctionElement[float]):
    """A number that is not negative, without its fraction."""

    inherit_cache = True
    type = Float()


@compiles(Whole, "sqlite")  # whose FLOOR is an option of its build
def _cast(element: Whole, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS INTEGER)"


@compiles(Whole)
def _floor(element: Whole, compiler: SQLCompiler, **options: Any) -> str:
    return f"FLOOR({compiler.process(element.clauses, **options)})"


def map_cells(connection: Connection, wanted: EventFilter, view: Box, zoom: int) -> dict[str, Any]:
    """The points in view, counted together where they are near each other, and the areas that events were in.

    An event with a point is in no area. A cell gives the middle of its points, and the event where it is only one.
    """
    return {
        "points": [list(row) for row in connection.execute(_cells(wanted, view, zoom))],
        "areas": _areas(connection, wanted),
    }


def _cells(wanted: EventFilter, view: Box, zoom: int) -> Select[Any]:
    places = event_places.c
    across = TILE * 2**zoom / CELL
    cell = (Whole(places.y * across), Whole(places.x * across))
    low, high = func.min(places.event_id), func.max(places.event_id)
    only = case((low == high, low), else_=None)
    points = select(func.avg(places.lon), func.avg(places.lat), func.count(), only).where(*in_box(view))
    return _counted_in(points, places.event_id, wanted, "").group_by(*cell).order_by(*cell)


def _areas(connection: Connection, wanted: EventFilter) -> list[dict[str, Any]]:
    places = event_places.c
    area = (places.level, places.country, places.name)
    pointless = select(_FACTS.event_id).where(_FACTS.precision.not_in(POINT_PRECISIONS), *conditions(wanted))
    query = select(*area, func.count(places.event_id.distinct())).where(
        places.level.not_in((*POINT_PRECISIONS, "unknown")), places.event_id.in_(pointless)
    )
    counts: Counter[tuple[str | None, str, str]] = Counter()
    for level, joined, name, count in connection.execute(query.group_by(*area)):
        for country in joined.split("-") if joined else [None]:  # a border lies in both of its countries
            counts[country, level, name] += count
    ranked = sorted(counts.items(), key=lambda item: (-item[1], tuple(map(str, item[0]))))
    return [{"country": country, "level": level, "name": name, "count": n} for (country, level, name), n in ranked]


# ---- rows and columns


def table_rows(
    connection: Connection, wanted: EventFilter, *, sort: str, descending: bool, offset: int, limit: int
) -> list[dict[str, Any]]:
    """Rows of the table, sorted by one of SORTS, the unknown last; equal ones in the order of the contract."""
    return _rows(connection, _select_rows(wanted).order_by(*_order(sort, descending)).offset(offset).limit(limit))


def _order(sort: str, descending: bool) -> Sequence[ColumnElement[Any]]:
    if sort == "first_day" and not descending:
        return IN_ORDER
    column = _SORTED[sort]
    first = column.desc().nulls_last() if descending else column.asc().nulls_last()
    return (first, _FACTS.event_type.desc(), _FACTS.event_id.desc()) if sort == "first_day" else (first, *IN_ORDER)


def _select_rows(wanted: EventFilter) -> Select[Any]:
    return select(
        _FACTS.event_id.label("id"),
        _FACTS.first_day,
        _FACTS.last_day,
        _FACTS.granularity,
        _FACTS.event_type.label("type"),
        _FACTS.event_mode.label("mode"),
        _FACTS.status,
        _FACTS.background,
        func.nullif(_FACTS.actors, "").label("actors"),
        func.nullif(_FACTS.recipients, "").label("recipients"),
        func.nullif(_FACTS.place, "").label("place"),
        _FACTS.precision,
        func.nullif(_FACTS.fatalities, "").label("fatalities"),
        _FACTS.sources,
        _FACTS.reports,
        _FACTS.disputed,
        _FACTS.confidence,
    ).where(*conditions(wanted))


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    found = [dict(row) for row in connection.execute(query).mappings()]
    actors: dict[str, list[str]] = defaultdict(list)
    countries: dict[str, list[str]] = defaultdict(list)
    points: dict[str, list[list[float]]] = defaultdict(list)
    states: dict[str, str] = {}
    done = reviewed().subquery()
    for start in range(0, len(found), _AT_ONCE):
        ids = [row["id"] for row in found[start : start + _AT_ONCE]] if len(found) <= MANY else None
        for event_id, entity_id in connection.execute(_listed(event_actors.c.entity_id, ids)):
            if entity_id not in actors[event_id]:
                actors[event_id].append(entity_id)
        for event_id, country in connection.execute(_listed(event_countries.c.country, ids)):
            countries[event_id].append(country)
        for event_id, lon, lat in connection.execute(_points(ids)):
            points[event_id].append([lon, lat])
        said = _within(select(done.c.event_id, done.c.state), done.c.event_id, ids)
        states.update(connection.execute(said).all())
        if ids is None:
            break
    for row in found:
        key = row["id"]
        row["actor_ids"] = actors.get(key, [])
        row["countries"] = countries.get(key, [])
        row["points"] = points.get(key, [])
        row["review"] = states.get(key, UNREVIEWED)
    return found


MANY = 1000
"""Rows beyond this many are too many to be named one by one: what belongs to all events is read then."""


def _within(query: Select[Any], event_id: ColumnElement[str], ids: Sequence[str] | None) -> Select[Any]:
    return query if ids is None else query.where(event_id.in_(ids))


def _listed(column: Any, ids: Sequence[str] | None) -> Select[Any]:
    event_id = column.table.c.event_id
    return _within(select(event_id, column).order_by(event_id, column), event_id, ids)


def _points(ids: Sequence[str] | None) -> Select[Any]:
    places = event_places.c
    points = select(places.event_id, places.lon, places.lat).where(places.lat.is_not(None))
    return _within(points.order_by(places.event_id, places.number), places.event_id, ids)


def columns(connection: Connection) -> dict[str, Any]:
    """All events as columns: the words of text columns apart, with their numbers in their place."""
    found = _rows(connection, _select_rows(EventFilter()).order_by(*IN_ORDER))
    told: dict[str, list[Any]] = {name: [row[name] for row in found] for name in (found[0] if found else _EMPTY)}
    words: dict[str, list[str]] = {}
    for name in (*_TEXTS, *_LISTS):
        numbers: dict[str, int] = {}
        of = _numbered(numbers)
        told[name] = [[of(each) for each in value] if name in _LISTS else of(value) for value in told[name]]
        words[name] = list(numbers)
    for name in ("first_day", "last_day"):
        told[name] = [day and date.fromisoformat(day).toordinal() - _DAY_0 for day in told[name]]
    return {"words": words, "columns": told, "names": _names(connection, words["actor_ids"])}


_EMPTY = ("id", "first_day", "last_day", "granularity", "type", "mode", "status", "background", "actors", "recipients",
          "place", "precision", "fatalities", "sources", "reports", "disputed", "confidence", "actor_ids", "countries",
          "points", "review")  # fmt: skip


def _numbered(numbers: dict[str, int]) -> Callable[[str | None], int | None]:
    return lambda word: None if word is None else numbers.setdefault(word, len(numbers))


# ---- who acts on whom


def network(connection: Connection, wanted: EventFilter, *, limit: int = PAIRS_SHOWN) -> dict[str, Any]:
    """The pairs of actors with most events between them: how many, and their mean PLOVER score.

    Gives {"actors": [[id, name]], "pairs": [[first id, second id, events, mean score or null]]}. A pair has no
    direction; of an event in which all are actors, such as a meeting, each two of them are one.
    """
    one, other = event_actors.alias("one"), event_actors.alias("other")
    together = or_(
        and_(one.c.role == "actor", other.c.role == "recipient"),
        and_(one.c.role == "recipient", other.c.role == "actor"),
        and_(one.c.role == "actor", other.c.role == "actor", _FACTS.recipients == ""),
    )
    pairs = (
        select(one.c.entity_id.label("first"), other.c.entity_id.label("second"), _FACTS.event_id, _FACTS.plover_score)
        .select_from(event_facts)
        .join(one, one.c.event_id == _FACTS.event_id)
        .join(other, other.c.event_id == _FACTS.event_id)
        .where(one.c.entity_id < other.c.entity_id, together, *conditions(wanted))
        .distinct()
        .subquery()
    )
    count = func.count()
    ranked = (
        select(pairs.c.first, pairs.c.second, count, func.avg(pairs.c.plover_score))
        .group_by(pairs.c.first, pairs.c.second)
        .order_by(count.desc(), pairs.c.first, pairs.c.second)
        .limit(limit)
    )
    found = [list(row) for row in connection.execute(ranked)]
    ids = sorted({entity_id for pair in found for entity_id in pair[:2]})
    names = _names(connection, ids)
    return {"actors": [[entity_id, names[entity_id]] for entity_id in ids], "pairs": found}


def _ranked(counts: Iterable[Any]) -> list[list[Any]]:
    """The most frequent first, ties by name."""
    return sorted((list(pair) for pair in counts), key=lambda pair: (-pair[1], str(pair[0])))
