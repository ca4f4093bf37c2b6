"""Agreement: against published examples, against sums done by hand, and honest where there is too little."""

from __future__ import annotations

import math
from typing import Any

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.app.desk.agreement import (
    DISTANCES,
    ENOUGH,
    MEASURES,
    NO_EVENT,
    Judgement,
    agreement,
    alphas,
    cohens_kappa,
    judgements_of,
    krippendorffs_alpha,
    masi,
)
from dateline.app.desk.edits import values_of
from dateline.store.reviews import Review
from tests import factory

VALUES = values_of(factory.event())


def judged(*rows: tuple[Any, ...], field: str = "status") -> list[Judgement]:
    """Judgements of two coders or more, an event a row; None is a rejection."""
    return [
        Judgement(event_id=f"e{number:03}", coder=coder, values=None if value is None else {**VALUES, field: value})
        for number, row in enumerate(rows)
        for coder, value in zip(("ada", "bob", "cleo"), row, strict=False)
        if value != "-"
    ]


def field_of(judgements: list[Judgement], name: str) -> Any:
    return next(each for each in agreement(judgements).fields if each.field == name)


def test_kappa_of_a_textbook_table() -> None:
    # 20 and 15 agreed, 5 and 10 not: observed .70, by chance .50, hence .40
    both = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    found = cohens_kappa(both)
    assert found is not None
    assert found.value == pytest.approx(0.4)
    # standard error by Fleiss, Cohen and Everitt (1969), worked out by hand: .12700
    assert found.low == pytest.approx(0.4 - 1.959964 * 0.126996, abs=1e-4)
    assert found.high == pytest.approx(0.4 + 1.959964 * 0.126996, abs=1e-4)


def test_kappa_where_there_is_nothing_to_tell_from_chance() -> None:
    assert cohens_kappa([("a", "a")] * 20) is None
    whole = cohens_kappa([("a", "a")] * 10 + [("b", "b")] * 10)
    assert whole is not None
    assert (whole.value, whole.low, whole.high) == (1.0, None, None)


def test_kappa_of_a_coder_who_says_one_thing_only() -> None:
    found = cohens_kappa([("a", "a")] * 8 + [("a", "b")] * 4)
    assert found is not None
    assert (found.value, found.low, found.high) == (0.0, None, None)


def published() -> list[list[int]]:
    """Three coders on fifteen units with gaps: Krippendorff's example as Wikipedia prints it."""
    a = [None, None, None, None, None, 3, 4, 1, 2, 1, 1, 3, 3, None, 3]
    b = [1, None, 2, 1, 3, 3, 4, 3, None, None, None, None, None, None, None]
    c = [None, None, 2, 1, 3, 4, 4, None, 2, 1, 1, 3, 3, None, 4]
    units = [[value for value in unit if value is not None] for unit in zip(a, b, c, strict=True)]
    return [unit for unit in units if len(unit) > 1]


@pytest.mark.parametrize(("level", "value"), [("nominal", 0.691), ("interval", 0.811)])
def test_alpha_of_the_published_example(level: str, value: float) -> None:
    found = krippendorffs_alpha(published(), DISTANCES[level])
    assert found.value == pytest.approx(value, abs=5e-4)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high <= 1


def test_alpha_by_hand() -> None:
    # Values a a b b | a b: n_a = 3, n_b = 3; observed 1 of 3 units differs: Do = 2/6; De = 2*3*3/(6*5) = 18/30
    found = krippendorffs_alpha([["a", "a"], ["b", "b"], ["a", "b"]], DISTANCES["nominal"])
    assert found.value == pytest.approx(1 - (2 / 6) / (18 / 30))


def test_alpha_of_sets_by_hand() -> None:
    # {x} and {x, y} share half, one within the other: 1 - 1/2 * 2/3 = 2/3
    assert masi(frozenset("x"), frozenset("xy")) == pytest.approx(2 / 3)
    assert masi(frozenset("xz"), frozenset("xy")) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(frozenset(), frozenset()) == 0
    assert masi(frozenset(), frozenset("x")) == 1
    # two units: ({x}, {x}) and ({x}, {x, y}); observed (2 * 2/3) / 4; pairs by chance 2 * 3 * 1 * 2/3 / (4 * 3)
    one, both = frozenset("x"), frozenset("xy")
    found = krippendorffs_alpha([[one, one], [one, both]], DISTANCES["sets"])
    assert found.value == pytest.approx(1 - (4 / 3 / 4) / (4 / 12))
    assert DISTANCES["sets"](NO_EVENT, frozenset()) == 1


def test_the_interval_is_the_same_every_time() -> None:
    assert krippendorffs_alpha(published(), DISTANCES["nominal"]) == krippendorffs_alpha(
        published(), DISTANCES["nominal"]
    )


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=4), min_size=1, max_size=12),
    st.sampled_from(["nominal", "interval", "ratio"]),
)
def test_alpha_is_the_librarys(units: list[list[int]], level: Any) -> None:
    domain = sorted({value for unit in units for value in unit})
    if len(domain) < 2:
        return
    counts = np.array([[unit.count(value) for value in domain] for unit in units])
    apart = np.array([[DISTANCES[level](one, other) for other in domain] for one in domain])
    (own,) = alphas(counts.astype(float), apart, np.ones((1, len(units))))
    theirs = krippendorff.alpha(value_counts=counts, value_domain=domain, level_of_measurement=level)
    assert own == pytest.approx(theirs)
    assert krippendorffs_alpha(units, DISTANCES[level], samples=10).value == pytest.approx(theirs)


def test_too_few_events_give_no_figure() -> None:
    found = field_of(judged(*[("occurred", "occurred")] * 8, ("occurred", "denied")), "status")
    assert (found.events, found.judgements, found.equal) == (ENOUGH - 1, 9, 8)
    assert (found.share, found.alpha, found.pairs[0].kappa) == (None, None, None)
    assert found.note == "too few events (9)"


def test_enough_events_do() -> None:
    rows = [("occurred", "occurred")] * 5 + [("denied", "denied")] * 4 + [("occurred", "denied")]
    found = field_of(judged(*rows), "status")
    assert found.share == pytest.approx(0.9)
    # observed .9, by chance .6 * .5 + .4 * .5 = .5
    assert found.pairs[0].kappa.value == pytest.approx(0.8)
    assert found.alpha.value == pytest.approx(1 - (2 / 20) / (2 * 11 * 9 / (20 * 19)))


def test_all_the_same_gives_no_figure_either() -> None:
    found = field_of(judged(*[("occurred", "occurred")] * 12), "status")
    assert found.share == 1
    assert (found.alpha, found.note, found.pairs[0].kappa) == (None, "all values are the same", None)


def test_a_rejection_is_a_value_of_its_own() -> None:
    rows = [("occurred", "occurred")] * 8 + [(None, None)] * 2 + [("occurred", None)] * 2
    told = judged(*rows)
    assert field_of(told, "event or not").equal == 10
    assert field_of(told, "status").equal == 10
    days = field_of(told, "first day")
    assert (days.events, days.equal, days.measured) == (12, 10, 8)
    assert days.note == "too few events (8)"


def test_events_of_one_coder_do_not_count() -> None:
    told = judged(("occurred", "-"), ("occurred", "occurred"), ("occurred", "-", "occurred"))
    found = agreement(told)
    assert (found.coders, found.events) == (("ada", "bob", "cleo"), 2)
    pairs = field_of(told, "status").pairs
    assert [(pair.first, pair.second, pair.events) for pair in pairs] == [("ada", "bob", 1), ("ada", "cleo", 1)]


LEVELS: list[tuple[str, str, Any, str, Any]] = [
    ("first day", "date", {"start": "2024-03-05", "end": None}, "interval", 738950),
    ("last day", "date", {"start": "2024-03-05", "end": None}, "interval", None),
    ("actors", "actors", [{"name": "Rebels", "id": None}, {"name": "x", "id": "SYR"}], "sets", frozenset({"rebels", "SYR"})),
    ("countries", "places", [{"name": "Aleppo", "country": "SYR"}], "sets", frozenset({"syr"})),
    ("fatalities", "counts", [{"what": "fatalities", "low": 3, "best": None, "high": 5}], "ratio", 3.0),
    ("injured", "counts", [{"what": "fatalities", "low": 3, "best": None, "high": 5}], "ratio", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "field", "value", "level", "read"), LEVELS, ids=[case[0] for case in LEVELS])
def test_values_and_their_levels(name: str, field: str, value: Any, level: str, read: Any) -> None:
    measure = next(each for each in MEASURES if each.name == name)
    assert measure.level == level
    assert measure.value({**VALUES, field: value}) == read


def test_days_are_compared_in_days() -> None:
    rows = [({"start": f"2024-03-{day:02}", "end": None},) * 2 for day in range(1, 12)]
    near = judged(*rows, ({"start": "2024-03-20", "end": None}, {"start": "2024-03-21", "end": None}), field="date")
    far = judged(*rows, ({"start": "2024-03-20", "end": None}, {"start": "2023-03-20", "end": None}), field="date")
    close, wide = (field_of(told, "first day") for told in (near, far))
    assert close.equal == wide.equal == 11
    assert close.alpha.value > 0.99 > 0.5 > wide.alpha.value


def verdict(who: str, kind: str, **fields: Any) -> Review:
    return Review(number=1, event_id="a", reviewer=who, verdict=kind, at="", made_of="", **({"about": "a"} | fields))


def test_what_a_coder_says_an_event_is() -> None:
    said = [
        verdict("ada", "accept"),
        verdict("bob", "edit", value={"status": "denied"}),
        verdict("cleo", "reject"),
        verdict("dan", "accept", current=False),
        verdict("eve", "reject", current=False),
        verdict("fay", "accept", about=None),
        verdict("gus", "accept", about="gone"),
    ]
    found, outdated = judgements_of(said, lambda event_id: VALUES if event_id == "a" else None)
    assert outdated == 1
    assert [(each.coder, each.values["status"] if each.values else None) for each in found] == [
        ("ada", "occurred"), ("bob", "denied"), ("cleo", None), ("eve", None),
    ]  # fmt: skip


def test_nothing_to_compare() -> None:
    found = agreement([])
    assert (found.coders, found.events) == ((), 0)
    assert all(each.alpha is None and each.share is None for each in found.fields)
    assert not any(math.isnan(each.equal) for each in found.fields)
