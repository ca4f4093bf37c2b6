"""How far coders agree: per field the share of equal values, Cohen's κ of each pair, Krippendorff's α. Pure functions.

A coder's value of a field is the corrected one, else the machine's that they accepted; of a rejected event every field
has the value "no event". α measures by how much values differ: not at all or wholly (nominal), as sets that overlap
(MASI distance), in days (interval), in proportion (ratio). Days and numbers are compared where both coders gave one,
since "no event" lies at no distance from a day; whether they agree that it is an event is a field of its own.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.app.desk.edits import Values
from dateline.store.reviews import Review

ENOUGH = 10
"""Fewer events than this give no figure: their interval would span nearly everything."""
SAMPLES = 2000
"""Samples drawn for an interval of α; the bounds then vary in the second decimal at most."""
SEED = 20240304
NO_EVENT = "no event"
_NOTHING = "none"
_LARGEST_TENSOR = 30_000_000
"""Cells of the library's working array (events by values by values); beyond, it would take more than a gigabyte."""

Floats = npt.NDArray[np.float64]
Distance = Callable[[Any, Any], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one coder says an event is; values is None where they rejected it."""

    event_id: str
    coder: str
    values: Values | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure with the bounds of its 95 % interval; these are None where it cannot be told."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two coders on one field: how many events both judged, on how many they agree, and κ.

    kappa is None where there are too few events or all values are the same, which leaves nothing to tell from chance.
    """

    first: str
    second: str
    events: int
    equal: int
    kappa: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAgreement:
    """One field: pairs of judgements and how many of them are equal, each pair of coders, and α.

    events: how many were judged by two or more. measured: how many of them α is of. note: why a figure is missing.
    """

    field: str
    level: str
    events: int
    judgements: int
    equal: int
    share: float | None
    pairs: tuple[Pair, ...]
    measured: int
    alpha: Interval | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """All fields. outdated: verdicts left out since they were given on an earlier version of the record."""

    coders: tuple[str, ...]
    events: int
    outdated: int
    fields: tuple[FieldAgreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A field that coders are compared on: how its value is read from those of an event, and at which level."""

    name: str
    level: str
    value: Callable[[Values], Hashable]


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two sets are apart (Passonneau 2006): 0 for the same, 1 for nothing in common."""
    if one == other:
        return 0.0
    shared = len(one & other)
    if not shared:
        return 1.0
    kind = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - shared / len(one | other) * kind


def _nominal(one: Any, other: Any) -> float:
    return float(one != other)


def _sets(one: Any, other: Any) -> float:
    return masi(one, other) if isinstance(one, frozenset) and isinstance(other, frozenset) else _nominal(one, other)


def _interval(one: float, other: float) -> float:
    return (one - other) ** 2


def _ratio(one: float, other: float) -> float:
    return ((one - other) / (one + other)) ** 2 if one + other else 0.0


DISTANCES: Mapping[str, Distance] = {"nominal": _nominal, "sets": _sets, "interval": _interval, "ratio": _ratio}
"""δ² of each level, as Krippendorff's α takes it."""
METRIC = ("interval", "ratio")
"""Levels at which only numbers can be compared."""


def _names(field: str) -> Callable[[Values], frozenset[str]]:
    return lambda values: frozenset(each["id"] or str(each["name"]).casefold() for each in values[field])


def _places(part: str) -> Callable[[Values], frozenset[str]]:
    return lambda values: frozenset(str(place[part] or "").casefold() for place in values["places"])


def _day(end: str) -> Callable[[Values], int | None]:
    return lambda values: date.fromisoformat(values["date"][end]).toordinal() if values["date"][end] else None


def _number(what: str) -> Callable[[Values], float | None]:
    def read(values: Values) -> float | None:
        told: Mapping[str, Any] = next((count for count in values["counts"] if count["what"] == what), {})
        bounds = (told.get(name) for name in ("best", "low", "high"))
        return next((float(bound) for bound in bounds if bound is not None), None)

    return read


MEASURES = (
    Measure(name="event or not", level="nominal", value=lambda _values: "event"),
    Measure(name="type", level="nominal", value=lambda values: values["event_type"]),
    Measure(name="mode", level="nominal", value=lambda values: values["event_mode"]),
    Measure(name="status", level="nominal", value=lambda values: values["status"]),
    Measure(name="background", level="nominal", value=lambda values: values["background"]),
    Measure(name="first day", level="interval", value=_day("start")),
    Measure(name="last day", level="interval", value=_day("end")),
    Measure(name="actors", level="sets", value=_names("actors")),
    Measure(name="recipients", level="sets", value=_names("recipients")),
    Measure(name="places", level="sets", value=_places("name")),
    Measure(name="countries", level="sets", value=_places("country")),
    Measure(name="fatalities", level="ratio", value=_number("fatalities")),
    Measure(name="injured", level="ratio", value=_number("injured")),
)


def judgements_of(verdicts: Iterable[Review], machine: Callable[[str], Values | None]) -> tuple[list[Judgement], int]:
    """What coders say events are, of the verdicts that count, and how many verdicts are left out as outdated.

    machine: the values of an event as it is coded now; what was accepted in an earlier version is no longer known.
    """
    found, outdated = [], 0
    for review in verdicts:
        if review.about is None:
            continue
        if review.verdict == "reject":
            values = None
        elif review.current:
            coded = machine(review.about)
            if coded is None:
                continue
            values = {**coded, **review.value}
        else:
            outdated += 1
            continue
        found.append(Judgement(event_id=review.about, coder=review.reviewer, values=values))
    return found, outdated


def agreement(judgements: Iterable[Judgement], *, outdated: int = 0) -> Agreement:
    """How far coders agree on the events that two or more of them judged."""
    by_event: dict[str, dict[str, Judgement]] = {}
    for judgement in judgements:
        by_event.setdefault(judgement.event_id, {})[judgement.coder] = judgement
    shared = [held for _, held in sorted(by_event.items()) if len(held) > 1]
    return Agreement(
        coders=tuple(sorted({coder for held in shared for coder in held})),
        events=len(shared),
        outdated=outdated,
        fields=tuple(field_agreement(measure, shared) for measure in MEASURES),
    )


def field_agreement(measure: Measure, shared: Sequence[Mapping[str, Judgement]]) -> FieldAgreement:
    """How far coders agree on one field. shared: of each event the judgements by coder, two or more."""
    told = [{coder: _value(measure, judgement) for coder, judgement in held.items()} for held in shared]
    couples = [couple for held in told for couple in combinations(held.values(), 2)]
    equal = sum(one == other for one, other in couples)
    numeric = measure.level in METRIC
    units = [
        [value for value in held.values() if not numeric or (isinstance(value, int | float) and value is not None)]
        for held in told
    ]
    compared = [unit for unit in units if len(unit) > 1]
    alpha, note = _alpha_or_why(compared, DISTANCES[measure.level])
    return FieldAgreement(
        field=measure.name,
        level=measure.level,
        events=len(told),
        judgements=len(couples),
        equal=equal,
        share=equal / len(couples) if len(told) >= ENOUGH else None,
        pairs=tuple(_pairs(told)),
        measured=len(compared),
        alpha=alpha,
        note=note,
    )


def _value(measure: Measure, judgement: Judgement) -> Hashable:
    return NO_EVENT if judgement.values is None else measure.value(judgement.values)


def _pairs(told: Sequence[Mapping[str, Hashable]]) -> Iterable[Pair]:
    coders = sorted({coder for held in told for coder in held})
    for first, second in combinations(coders, 2):
        both = [(held[first], held[second]) for held in told if first in held and second in held]
        if both:
            equal = sum(one == other for one, other in both)
            kappa = cohens_kappa(both) if len(both) >= ENOUGH else None
            yield Pair(first=first, second=second, events=len(both), equal=equal, kappa=kappa)


def cohens_kappa(both: Sequence[tuple[Hashable, Hashable]]) -> Interval | None:
    """κ of two coders with its asymptotic interval; None where both only ever gave one value.

    Where they agree throughout, or one of them gave one value only, the interval would be a point, so
    there are no bounds.
    """
    from statsmodels.stats.inter_rater import cohens_kappa as kappa_of

    place = {value: index for index, value in enumerate(dict.fromkeys(value for pair in both for value in pair))}
    if len(place) < 2:
        return None
    table = np.zeros((len(place), len(place)))
    for one, other in both:
        table[place[one], place[other]] += 1
    with np.errstate(divide="ignore", invalid="ignore"):  # its test against zero, which is not asked for
        found = kappa_of(table)
    if not found.std_kappa > 0:
        return Interval(value=float(found.kappa), low=None, high=None)
    return Interval(value=float(found.kappa), low=float(found.kappa_low), high=min(1.0, float(found.kappa_upp)))


def _alpha_or_why(units: Sequence[Sequence[Any]], distance: Distance) -> tuple[Interval | None, str]:
    if len(units) < ENOUGH:
        return None, f"too few events ({len(units)})"
    if len({value for unit in units for value in unit}) < 2:
        return None, "all values are the same"
    return krippendorffs_alpha(units, distance), ""


def krippendorffs_alpha(units: Sequence[Sequence[Any]], distance: Distance, samples: int = SAMPLES) -> Interval:
    """α of units that each have two values or more, with an interval from samples of the units with replacement.

    distance: δ². Raises ValueError where there are fewer than two different values.
    """
    import krippendorff

    domain = sorted({value for unit in units for value in unit}, key=_sortable)
    if len(domain) < 2:
        raise ValueError("there are no two different values")
    place = {value: index for index, value in enumerate(domain)}
    apart = np.array([[distance(one, other) for other in domain] for one in domain])
    counts = np.zeros((len(units), len(domain)))
    for row, unit in enumerate(units):
        for value in unit:
            counts[row, place[value]] += 1
    if counts.size * len(domain) > _LARGEST_TENSOR:
        value = float(alphas(counts, apart, np.ones((1, len(units))))[0])
    else:
        value = krippendorff.alpha(
            value_counts=counts.astype(int),
            value_domain=np.arange(len(domain)),
            level_of_measurement=partial(_looked_up, apart),
        )
    drawn = np.random.default_rng(SEED).multinomial(len(units), np.full(len(units), 1 / len(units)), size=samples)
    found = alphas(counts, apart, drawn.astype(float))
    known = found[np.isfinite(found)]
    whole = math.isclose(value, 1.0)
    if whole or len(known) < samples / 2:  # where nothing varies, neither do samples of it
        return Interval(value=float(value), low=None, high=None)
    low, high = np.quantile(known, (0.025, 0.975))
    return Interval(value=float(value), low=float(low), high=float(high))


def _looked_up(apart: Floats, /, *_values: Any, i1: Any, i2: Any, n_v: Any, dtype: Any) -> Any:  # noqa: ARG001
    """A metric as the library calls it, of which the distances are known beforehand."""
    return apart[i1, i2].astype(dtype)


def alphas(counts: Floats, apart: Floats, weights: Floats) -> Floats:
    """α of many samples at once; NaN where a sample has one value only.

    counts: how often each unit has each value. apart: δ² of values. weights: how often each sample has each unit.
    The library takes one sample at a time, in an array of units by values by values.
    """
    raters = counts.sum(axis=1)
    within = ((counts @ apart) * counts).sum(axis=1) / (raters - 1)
    of_values = weights @ counts
    chance = ((of_values @ apart) * of_values).sum(axis=1) / (of_values.sum(axis=1) - 1)
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = np.where(chance > 0, 1 - (weights @ within) / chance, np.nan)
    return found


def _sortable(value: Any) -> tuple[str, Any]:
    """An order of values of any kind, for the same result whatever came first."""
    if isinstance(value, frozenset):
        return "set", sorted(value)
    return type(value).__name__, "" if value is None else value
