"""Actors, pairs of actors and their network: pages, and the same for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from dateline.app.desk import charts
from dateline.app.desk.api import MISSING, PROBLEMS, NoParameters, VersionedRoute
from dateline.app.desk.desk import At, Desk
from dateline.app.desk.dyads import Answer, Bin, answers, bins, directed, directions, is_conflict, unit_of
from dateline.app.desk.parameters import Whole, Word
from dateline.app.desk.render import page
from dateline.catalogue import load_catalogue
from dateline.catalogue.actors import Actor
from dateline.store import Act, ActorTally, EventFilter

pages = APIRouter(include_in_schema=False)
router = APIRouter(prefix="/api/v1", tags=["actors"], route_class=VersionedRoute, responses=PROBLEMS)

PARTNERS_SHOWN = 50
PAIRS_SHOWN = 80
ACTS_SHOWN = 200
"""Events of each direction that the page of a pair links to."""

LONGEST_WAIT = 90


class ActorsParameters(BaseModel):
    """Which actors are wanted."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    text: Word | None = Field(None, description="What the name or id holds")
    limit: Annotated[int, Whole(1, 1000)] = 100


class PairParameters(BaseModel):
    """How a pair is looked at."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    days: Annotated[int, Whole(1, LONGEST_WAIT)] = Field(7, description="Within how many days an answer counts")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCount:
    """How many acts there are of a type."""

    type: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Somebody with whom an actor has acts in common: how many in each direction."""

    id: str
    name: str
    towards: int
    back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """What one does to another: acts over time, by type, and how often each kind was answered."""

    source: str
    target: str
    acts: tuple[Act, ...]
    bins: tuple[Bin, ...]
    types: tuple[TypeCount, ...]
    conflict: Answer | None
    cooperation: Answer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One actor: of how many events that happened, by type, over time, and with whom."""

    id: str
    name: str
    acting: int
    receiving: int
    unit: str
    bins: tuple[Bin, ...]
    types: tuple[TypeCount, ...]
    partners: tuple[Partner, ...]


# ---- pages


@pages.get("/actors")
def actors(request: Request, desk: At, text: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """Who takes part in events, those with most first."""
    found = desk.store.actors(text=text.strip(), limit=200)
    return page(desk, request, "actors.html", actors=found, text=text)


@pages.get("/actors/{actor_id:path}")
def actor(actor_id: str, request: Request, desk: At) -> HTMLResponse:
    """One actor: conflict and cooperation over time, types, and with whom."""
    found = known(desk, [actor_id])[0]
    acts = desk.store.acts([actor_id])
    unit = unit_of([act.day for act in acts if act.day])
    return page(
        desk,
        request,
        "actor.html",
        actor=found,
        entry=entries().get(actor_id),
        acts=acts,
        chart=charts.over_time(bins(acts, unit), unit),
        bins=bins(acts, unit),
        unit=unit,
        undated=sum(act.day is None for act in acts),
        types=by_type(acts),
        partners=partners(desk, actor_id, acts),
    )


@pages.get("/pairs/{first}/{second}")
def pair(
    first: str, second: str, request: Request, desk: At, days: Annotated[int, Query(ge=1, le=LONGEST_WAIT)] = 7
) -> HTMLResponse:
    """Two actors: what each does to the other over time, and who answers whom."""
    sides = known(desk, [first, second])
    acts = desk.store.acts([first, second])
    both = [direction(acts, *ids, days=days) for ids in ((first, second), (second, first))]
    unit = unit_of([act.day for act in acts if act.day])
    return page(
        desk,
        request,
        "pair.html",
        sides=sides,
        names={side.id: side.name for side in sides},
        directions=both,
        charts=[charts.over_time(one.bins, unit) for one in both],
        unit=unit,
        days=days,
        most=ACTS_SHOWN,
        inexact=sum(not act.exact for act in acts),
    )


@pages.get("/network")
def network(request: Request, desk: At, country: Annotated[list[str] | None, Query()] = None) -> HTMLResponse:
    """Who has to do with whom."""
    chosen = [code for code in country or () if code]
    wanted = EventFilter(happened=True, country=chosen)
    found = desk.store.network(wanted, limit=PAIRS_SHOWN)
    names = dict(found["actors"])
    drawn = charts.network_of([tuple(one) for one in found["pairs"]], names)
    countries = [code for code, *_ in desk.store.summary(EventFilter(happened=True))["facets"]["country"]]
    return page(desk, request, "network.html", network=drawn, countries=countries, chosen=chosen)


# ---- for programs


@router.get("/actors")
def list_actors(desk: At, given: Annotated[ActorsParameters, Query()]) -> list[ActorTally]:
    """Who takes part in events that happened, those with most first."""
    return desk.store.actors(text=(given.text or "").strip(), limit=given.limit)


@router.get("/actors/{actor_id}", responses=MISSING)
def show_actor(actor_id: str, desk: At, _given: Annotated[NoParameters, Query()]) -> Profile:
    """One actor: counts, types, conflict and cooperation over time, and with whom."""
    found = known(desk, [actor_id])[0]
    acts = desk.store.acts([actor_id])
    unit = unit_of([act.day for act in acts if act.day])
    return Profile(
        **asdict(found),
        unit=unit,
        bins=tuple(bins(acts, unit)),
        types=tuple(by_type(acts)),
        partners=tuple(partners(desk, actor_id, acts)),
    )


@router.get("/pairs/{first}/{second}", responses=MISSING)
def show_pair(first: str, second: str, desk: At, given: Annotated[PairParameters, Query()]) -> list[Direction]:
    """What each of two actors does to the other, and how often it is answered within so many days."""
    known(desk, [first, second])
    acts = desk.store.acts([first, second])
    return [direction(acts, *ids, days=given.days) for ids in ((first, second), (second, first))]


# ---- what both are made of


def known(desk: Desk, ids: list[str]) -> list[ActorTally]:
    """The actors with these ids, in this order. Raises HTTPException (404) where an event has none of them."""
    found = {one.id: one for one in desk.store.actors(ids=ids)}
    missing = [one for one in ids if one not in found]
    if missing:
        raise HTTPException(404, f"No event that happened has an actor {missing[0]}.")
    return [found[one] for one in ids]


def partners(desk: Desk, actor_id: str, acts: Iterable[Act]) -> list[Partner]:
    """With whom an actor has acts in common, those with most first."""
    towards, back = Counter[str](), Counter[str]()
    for act in acts:
        towards.update(target for source, target in directions(act) if source == actor_id)
        back.update(source for source, target in directions(act) if target == actor_id)
    most = [one for one, _ in (towards + back).most_common(PARTNERS_SHOWN)]
    names = {one.id: one.name for one in desk.store.actors(ids=most, limit=PARTNERS_SHOWN)} if most else {}
    ranked = sorted(most, key=lambda one: (-towards[one] - back[one], names.get(one, one)))
    return [Partner(id=one, name=names.get(one, one), towards=towards[one], back=back[one]) for one in ranked]


def direction(acts: Iterable[Act], source: str, target: str, *, days: int) -> Direction:
    """What one of a pair does to the other."""
    every = list(acts)
    own = directed(every, source, target)
    unit = unit_of([act.day for act in every if act.day])
    return Direction(
        source=source,
        target=target,
        acts=tuple(own),
        bins=tuple(bins(own, unit, every)),
        types=tuple(by_type(own)),
        conflict=answers(every, source, target, days=days, conflict=True),
        cooperation=answers(every, source, target, days=days, conflict=False),
    )


def by_type(acts: Iterable[Act]) -> list[TypeCount]:
    """How many acts of each type, conflict first."""
    counted = Counter((not is_conflict(act), act.event_type) for act in acts)
    ranked = sorted(counted.items(), key=lambda each: (each[0][0], -each[1], each[0][1]))
    return [TypeCount(type=name, count=count) for (_, name), count in ranked]


@cache
def entries() -> dict[str, Actor]:
    """The entries of the catalogue by id."""
    return {name.actor.id: name.actor for names in load_catalogue().names.values() for name in names}
