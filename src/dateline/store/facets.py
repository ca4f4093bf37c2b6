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
    tests = [(name, names.index(name), test) for name, test in _tests(wanted).items()]
    by_failed: dict[str | None, list[tuple[Any, ...]]] = defaultdict(list)
    for combination in _combinations(connection, wanted):
        failed = [name for name, at, test in tests if not test(combination[at])]
        if len(failed) <= 1:
            by_failed[failed[0] if failed else None].append(combination)
    counts = {}
    for at, name in enumerate(names):
        found: Counter[Any] = Counter()
        for failed_in in (None, name):
            for combination in by_failed.get(failed_in, ()):
                found[combination[at]] += combination[-1]
        found.pop(None, None)
        counts[name] = +found
    return sum(combination[-1] for combination in by_failed[None]), counts


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


def _combinations(connection: Connection, wanted: EventFilter) -> Iterator[tuple[Any, ...]]:
    """Each combination of values, and last how many events have it; those reviewed are counted apart, as few are."""
    fitting = conditions(wanted, without=(*_SINGLE, "review"))
    columns = tuple(_SINGLE.values())
    for *values, count in connection.execute(select(*columns, func.count()).where(*fitting).group_by(*columns)).all():
        yield (*values, UNREVIEWED, count)
    done = reviewed().subquery()
    joined = event_facts.join(done, done.c.event_id == _FACTS.event_id)
    said = select(*columns, done.c.state, func.count()).select_from(joined).where(*fitting)
    for *values, state, count in connection.execute(said.group_by(*columns, done.c.state)).all():
        yield (*values, state, count)
        yield (*values, UNREVIEWED, -count)


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
    first = select(event_actors.c.entity_id, func.min(event_actors.c.name)).group_by(event_actors.c.entity_id)
    found: dict[str, str] = {}
    for part in _parts(entity_ids):
        some = first.where(event_actors.c.entity_id.in_(part))
        found.update((entity_id, name) for entity_id, name in connection.execute(some))
    return found


def timeline(connection: Connection, wanted: EventFilter) -> dict[str, Any]:
    """Events by the day, month or year of their first day, whatever days are filtered by; happened and other."""
    fitting = conditions(wanted, without=("since", "until"))
    days: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    undated = 0
    by_first = _by_day(_FACTS.first_day).where(_FACTS.first_day.is_not(None), *fitting)
    by_last = _by_day(_FACTS.last_day).where(_FACTS.first_day.is_(None), *fitting)
    for day, status, count in (row for query in (by_first, by_last) for row in connection.execute(query).all()):
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


def _by_day(day: ColumnElement[str | None]) -> Select[Any]:
    return select(day, _FACTS.status, func.count()).group_by(day, _FACTS.status)


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
    known = select(*area, func.count(places.event_id.distinct())).where(places.level.is_not(None))
    query = _counted_in(known, places.event_id, wanted, "")
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
    # What is sorted is only ids: rows are read for those that are shown.
    some = select(_FACTS.event_id).where(*conditions(wanted)).order_by(*_order(sort, descending))
    ids = list(connection.execute(some.offset(offset).limit(limit)).scalars())
    rows: dict[str, dict[str, Any]] = {}
    for part in _parts(ids):
        for row in connection.execute(_ROWS.where(_FACTS.event_id.in_(part))).mappings():
            rows[row["id"]] = dict(row)
        for name, values in _belongings(connection, part).items():
            for event_id in part:
                rows[event_id][name] = values.get(event_id, _NOTHING[name])
    return [rows[event_id] for event_id in ids]


def _order(sort: str, descending: bool) -> Sequence[ColumnElement[Any]]:
    if sort == "first_day" and not descending:
        return IN_ORDER
    column = _SORTED[sort]
    first = column.desc().nulls_last() if descending else column.asc().nulls_last()
    return (first, _FACTS.event_type.desc(), _FACTS.event_id.desc()) if sort == "first_day" else (first, *IN_ORDER)


_ROWS = select(
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
)
_NOTHING: Mapping[str, Any] = {"actor_ids": [], "countries": [], "points": [], "review": UNREVIEWED}
"""What a row has where no other table has anything for it."""
_AT_ONCE = 500
"""Values named in one statement."""


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def _belongings(connection: Connection, ids: Sequence[str] | None) -> dict[str, dict[str, Any]]:
    """What other tables have for these events, or for all, by the name of the column and the id of the event."""
    actors: dict[str, list[str]] = defaultdict(list)
    countries: dict[str, list[str]] = defaultdict(list)
    points: dict[str, list[list[float]]] = defaultdict(list)
    for found, column in ((actors, event_actors.c.entity_id), (countries, event_countries.c.country)):
        event_id = column.table.c.event_id
        for owner, value in connection.execute(_of(select(event_id, column), event_id, ids)).all():
            found[owner].append(value)
    actors.update({owner: sorted(set(values)) for owner, values in actors.items() if len(values) > 1})
    countries.update({owner: sorted(values) for owner, values in countries.items() if len(values) > 1})
    places = event_places.c
    known = select(places.event_id, places.lon, places.lat).where(places.lat.is_not(None))
    for owner, lon, lat in connection.execute(
        _of(known.order_by(places.event_id, places.number), places.event_id, ids)
    ).all():
        points[owner].append([lon, lat])
    done = reviewed().subquery()
    states = connection.execute(_of(select(done.c.event_id, done.c.state), done.c.event_id, ids)).all()
    return {
        "actor_ids": actors,
        "countries": countries,
        "points": points,
        "review": dict(states),
    }


def _of(query: Select[Any], event_id: ColumnElement[str], ids: Sequence[str] | None) -> Select[Any]:
    return query if ids is None else query.where(event_id.in_(ids))


def columns(connection: Connection) -> dict[str, Any]:
    """All events as columns: the words of text columns apart, with their numbers in their place."""
    found = sorted(connection.execute(_ROWS).all(), key=lambda row: (row.first_day or "9999", row.type, row.id))
    names = list(_ROWS.selected_columns.keys())
    told: dict[str, list[Any]] = dict(zip(names, map(list, zip(*found, strict=True)), strict=True)) if found else {}
    told = told or {name: [] for name in names}
    for name, values in _belongings(connection, None).items():
        told[name] = [values.get(event_id, _NOTHING[name]) for event_id in told["id"]]
    words: dict[str, list[str]] = {}
    for name in _TEXTS:
        words[name] = list(dict.fromkeys(word for word in told[name] if word is not None))
        numbers: dict[str | None, int] = {word: number for number, word in enumerate(words[name])}
        told[name] = [numbers.get(word) for word in told[name]]
    for name in _LISTS:
        words[name] = list(dict.fromkeys(word for each_list in told[name] for word in each_list))
        numbers = {word: number for number, word in enumerate(words[name])}
        told[name] = [[numbers[word] for word in each_list] for each_list in told[name]]
    for name in ("first_day", "last_day"):
        days = {day: day and date.fromisoformat(day).toordinal() - _DAY_0 for day in set(told[name])}
        told[name] = [days[day] for day in told[name]]
    return {"words": words, "columns": told, "names": _names(connection, words["actor_ids"])}


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
