"""Who does what to whom over time, and who answers whom; pure.

An act has a direction, from each actor to each recipient; where both sides act, as in a clash or an agreement, it has
both. Conflict and cooperation are PLOVER's quad classes: 1 and 2 are cooperation, 3 and 4 conflict.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations, product

from dateline.store import Act

COOPERATION = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""The types of PLOVER's quad classes 1 and 2; those of 3 and 4 are conflict (PLOVER manual 2.0)."""
UNITS = (("day", 62), ("month", 120 * 31))
"""A unit of time, and the longest span in days that is drawn in it; what is longer is drawn in years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """A stretch of time: its first day, acts of conflict and of cooperation, and the mean PLOVER score of both."""

    start: str
    conflict: int
    cooperation: int
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How often what one side did was followed by something of the other side's within so many days.

    acts: how many acts on known days could be answered; answered: how many were. low, high: the 95 % interval of the
    share. chance: the share of all days of the record that are followed by such an act in the same way, which is what
    acts without any connection would show.
    """

    acts: int
    answered: int
    low: float
    high: float
    chance: float

    @property
    def share(self) -> float:
        """The share of acts that were answered."""
        return self.answered / self.acts


def directions(act: Act) -> Iterator[tuple[str, str]]:
    """From whom to whom an act goes; both ways between actors where it has no recipients."""
    pairs = product(act.actors, act.recipients) if act.recipients else permutations(act.actors, 2)
    return ((source, target) for source, target in pairs if source != target)


def directed(acts: Iterable[Act], source: str, target: str) -> list[Act]:
    """The acts of one towards another."""
    return [act for act in acts if (source, target) in directions(act)]


def unit_of(days: Sequence[str]) -> str:
    """In what unit of time these ISO days are drawn: "day", "month" or "year"."""
    if not days:
        return "month"
    span = date.fromisoformat(max(days)).toordinal() - date.fromisoformat(min(days)).toordinal()
    return next((unit for unit, longest in UNITS if span <= longest), "year")


def bins(acts: Iterable[Act], unit: str, among: Iterable[Act] = ()) -> list[Bin]:
    """The acts with a day in stretches of one unit, those without any act among them; the first first.

    among: acts over whose time the stretches go as well, so that two series can be laid side by side.
    """
    held: defaultdict[str, list[Act]] = defaultdict(list)
    for act in acts:
        if act.day is not None:
            held[start_of(act.day, unit)].append(act)
    spanned = {*held, *(start_of(act.day, unit) for act in among if act.day is not None)}
    if not spanned:
        return []
    return [bin_of(start, held.get(start, ())) for start in starts(min(spanned), max(spanned), unit)]


def bin_of(start: str, acts: Sequence[Act]) -> Bin:
    """One stretch."""
    scores = [act.score for act in acts if act.score is not None]
    return Bin(
        start=start,
        conflict=sum(map(is_conflict, acts)),
        cooperation=sum(not is_conflict(act) for act in acts),
        score=sum(scores) / len(scores) if scores else None,
    )


def start_of(day: str, unit: str) -> str:
    """The first day of the day's stretch."""
    return {"day": day, "month": f"{day[:7]}-01", "year": f"{day[:4]}-01-01"}[unit]


def starts(first: str, last: str, unit: str) -> Iterator[str]:
    """The first days of all stretches from one to another."""
    at = date.fromisoformat(first)
    while at.isoformat() <= last:
        yield at.isoformat()
        match unit:
            case "day":
                at = date.fromordinal(at.toordinal() + 1)
            case "month":
                at = at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)
            case _:
                at = at.replace(year=at.year + 1)


def answers(acts: Iterable[Act], source: str, target: str, *, days: int, conflict: bool) -> Answer | None:
    """How often acts of the source towards the target were answered by acts of the target towards the source.

    Only acts on known days count, and of one kind: conflict or cooperation. An answer comes on a later day, at most
    `days` later: of two acts on one day nobody can tell which came first. The last `days` of the record are left out,
    since their answers may not have been told yet. None where no act is left.
    """
    known = [(ordinal(act.day), act) for act in acts if act.exact and act.day and is_conflict(act) is conflict]
    first, last = min((day for day, _ in known), default=0), max((day for day, _ in known), default=0)
    counted = [day for day, act in known if (source, target) in directions(act) and day + days <= last]
    if not counted:
        return None
    answering = sorted({day for day, act in known if (target, source) in directions(act)})
    answered = sum(follows(day, answering, days) for day in counted)
    low, high = interval(answered, len(counted))
    window = range(first, last - days + 1)
    chance = sum(follows(day, answering, days) for day in window) / len(window)
    return Answer(acts=len(counted), answered=answered, low=low, high=high, chance=chance)


def is_conflict(act: Act) -> bool:
    """Whether an act is of conflict, not of cooperation."""
    return act.event_type not in COOPERATION


def follows(day: int, answering: Sequence[int], days: int) -> bool:
    """Whether one of the sorted days comes after the day, and at most so many days after it."""
    at = bisect_right(answering, day)
    return at < len(answering) and answering[at] <= day + days


def interval(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's score, which holds for few trials too."""
    from scipy.stats import binomtest

    found = binomtest(hits, trials).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def ordinal(day: str) -> int:
    """An ISO day as a number."""
    return date.fromisoformat(day).toordinal()
