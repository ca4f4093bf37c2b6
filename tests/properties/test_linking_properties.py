"""Linking is a function of the set of reports: order, batching and names of inputs change nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import inf
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.linking import link
from dateline.linking.cluster import average_link
from dateline.linking.components import components
from dateline.records import Date, Place, Publication, Report
from tests import factory

TOWNS = {"Aleppo": (36.20, 37.16), "Hama": (35.13, 36.75), "Azaz": (36.59, 37.04)}


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    """Up to eight reports, each telling up to three events of a small world."""
    return [draw(report(f"r{i}")) for i in range(draw(st.integers(1, 8)))]


@st.composite
def report(draw: st.DrawFn, report_id: str) -> Report:
    mentions = tuple(draw(mention(report_id, n)) for n in range(draw(st.integers(1, 3))))
    published = f"2024-03-{draw(st.integers(4, 9)):02}"
    return Report(
        id=report_id,
        text=report_id + " " + factory.TEXT,
        events=mentions,
        coder=factory.CODER,
        published=Publication(date=published, earliest=published, latest=published, basis="given"),
    )


@st.composite
def mention(draw: st.DrawFn, report_id: str, number: int) -> Any:
    text = report_id + " " + factory.TEXT
    town = draw(st.sampled_from(sorted(TOWNS)))
    day = f"2024-03-{draw(st.integers(1, 4)):02}"
    spot = Place(
        span=factory.span(text, "Aleppo", report_id), name=town, lat=TOWNS[town][0], lon=TOWNS[town][1], country="SYR",
        precision="exact", kind="populated-place", role="scene",
    )  # fmt: skip
    made = factory.mention(text, report_id)
    return replace(
        made,
        id=f"{report_id}-{number}",
        claims=(),
        trigger=replace(made.trigger, start=made.trigger.start + number, end=made.trigger.end + number),
        date=draw(st.sampled_from([Date(), Date(start=day, end=day, granularity="day", basis="explicit")])),
        locations=draw(st.sampled_from([(), (spot,)])),
        status=draw(st.sampled_from(["occurred", "occurred", "denied", "planned"])),
        event_mode=draw(st.sampled_from([None, "aerial", "heavy-weapons"])),
    )


@settings(max_examples=60, deadline=None)
@given(reports(), st.randoms(use_true_random=False))
def test_order_changes_nothing(told: list[Report], random: Any) -> None:
    shuffled = list(told)
    random.shuffle(shuffled)
    assert link(told) == link(shuffled)


@settings(max_examples=60, deadline=None)
@given(reports())
def test_every_mention_is_in_one_event_and_statuses_do_not_mix(told: list[Report]) -> None:
    events = link(told)
    assert len({event.id for event in events}) == len(events)
    assert {r for event in events for r in event.reports} == {r.id for r in told}
    for event in events:
        stated = {value.value for dispute in event.disputes if dispute.field == "status" for value in dispute.values}
        assert stated <= {"occurred", "denied"}
        assert event.independent_sources <= len(event.reports)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))), st.randoms(use_true_random=False))
def test_components_do_not_depend_on_order(pairs: list[tuple[str, str]], random: Any) -> None:
    mixed = [(b, a) for a, b in pairs]
    random.shuffle(mixed)
    assert components("abcdef", pairs) == components("fedcba", mixed)


PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1]),
    st.sampled_from([-inf, -3.0, -0.5, 1.5, 2.0, 4.0, 6.5]),
)


@given(PAIRS, st.permutations(range(7)))
def test_average_link_does_not_depend_on_order(points: dict[tuple[int, int], float], order: list[int]) -> None:
    groups = [[member] for member in range(7)]
    mixed = [[member] for member in order]
    reordered = dict(reversed(points.items()))
    assert list(average_link(groups, points, 2.0, 1.5)) == list(average_link(mixed, reordered, 2.0, 1.5))


@given(PAIRS)
def test_average_link_never_brings_barred_pairs_together(points: dict[tuple[int, int], float]) -> None:
    allowed = {pair for pair, value in points.items() if value > -inf}
    for members, joins in average_link([[member] for member in range(7)], points, 1.0, 1.0):
        assert set(combinations(members, 2)) <= allowed
        assert len(joins) == len(members) - 1
