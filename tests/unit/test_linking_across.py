"""Comparing the accounts of two reports: levels, word rarities, and which accounts are compared at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dateline.linking.blocking import candidate_pairs
from dateline.linking.cluster import average_link, needed
from dateline.linking.compare import load_weights
from dateline.linking.gist import RAREST, gist_of, likeness, rarity, telling_words
from dateline.linking.levels import incompatible
from dateline.linking.levels_across import anybody, far_apart, telling_levels
from dateline.linking.profile import Profile, is_name, profile_of
from dateline.linking.told import by_id, told_of
from dateline.linking.within import accounts_of
from dateline.records import Count, Date, Entity, Place, Publication, Report
from tests import factory

SPAN = factory.span(factory.TEXT, "shelled")


def person(name: str, **fields: Any) -> Entity:
    return Entity(span=SPAN, text=name, name=name, **({"type": "person"} | fields))


def quarter(name: str, **fields: Any) -> Place:
    return Place(span=SPAN, name=name, **({"kind": "populated-place", "role": "scene"} | fields))


def count(what: str, number: float) -> Count:
    return Count(what=what, low=number, best=number, span=SPAN)


def days(first: str, last: str) -> Date:
    return Date(start=first, end=last, granularity="range", basis="explicit")


def profile(**fields: Any) -> Profile:
    bare: dict[str, Any] = {"actors": (), "recipients": (), "locations": (), "counts": (), "date": Date()}
    return profile_of(factory.mention(**(bare | fields)), factory.report())


@pytest.mark.parametrize(
    ("first", "second", "level", "yields"),
    [
        ({"recipients": (person("Ada Orr"),)}, {"recipients": (person("Ada Orr"),)}, "recipient.same", True),
        ({"recipients": (person("Tolvek"),)}, {"recipients": (person("Ada Tolvek"),)}, "recipient.alike", True),
        ({"recipients": (person("people"),)}, {"recipients": (person("people"),)}, "recipient.anybody", True),
        ({"recipients": (person("miners"),)}, {"recipients": (person("nurses"),)}, "recipient.other", True),
        ({"recipients": (person("Ada Orr"),)}, {"recipients": (person("nurses"),)}, "recipient.other", False),
        ({"recipients": (person("Ada Orr"),)}, {"recipients": (person("Bo Lind"),)}, "recipient.other_people", True),
        ({"locations": (quarter("Velin"),)}, {"locations": (quarter("Velin"),)}, "quarter.same", True),
        ({"locations": (quarter("Velin"),)}, {"locations": (quarter("Norvia"),)}, "quarter.other", True),
        ({"locations": (quarter("Velin jail", kind="facility"),)}, {"locations": (quarter("Norvia"),)}, "quarter.other", False),
        ({"counts": (count("injured", 7),)}, {"counts": (count("injured", 7),)}, "numbers.same", True),
        ({"counts": (count("detained", 7),)}, {"counts": (count("detained", 30),)}, "numbers.far", True),
        ({"counts": (count("injured", 7),)}, {"counts": (count("detained", 7),)}, "numbers.same", False),
        ({"counts": (count("fatalities", 3),)}, {"counts": (count("fatalities", 9),)}, "fatalities.far", True),
        ({"date": days("2024-03-01", "2024-03-02")}, {"date": days("2024-03-02", "2024-03-03")}, "date.few_days", True),
        ({"date": days("2024-03-01", "2024-03-31")}, {"date": days("2024-03-02", "2024-03-03")}, "date.overlap", True),
        ({"date": days("2024-03-01", "2024-03-01")}, {"date": days("2024-03-03", "2024-03-03")}, "date.two_days", True),
        ({}, {}, "identity.none", True),
        ({"recipients": (person("Ada Orr"),)}, {"recipients": (person("Ada Orr"),)}, "identity.none", False),
    ],
    ids=["name", "part of a name", "anybody", "other things", "named and described", "other people", "quarter", "other quarter",
         "facility", "injured", "far numbers", "numbers of others", "far tolls", "few days", "month", "two days", "nothing agrees",
         "a name agrees"],
)  # fmt: skip
def test_levels_of_two_reports(first: dict[str, Any], second: dict[str, Any], level: str, yields: bool) -> None:
    one, other = profile(**first), profile(**second)
    assert (level in telling_levels(one, other)) == yields
    assert telling_levels(one, other) == telling_levels(other, one)


def test_every_level_has_points() -> None:
    weights = load_weights()
    assert {"within", "across", "threshold"} == set(weights)
    assert all(points * 2 == int(points * 2) for use in ("within", "across") for points in weights[use].values())


@pytest.mark.parametrize(
    ("fields", "barred"),
    [
        ({}, False),
        ({"event_type": "PROTEST"}, True),
        ({"status": "planned"}, True),
        ({"status": "denied"}, False),
        ({"date": days("2024-03-20", "2024-03-21")}, True),
        ({"date": days("2024-03-06", "2024-03-06")}, False),
    ],
    ids=["same", "other type", "planned", "denied", "weeks later", "two days later"],
)
def test_what_bars_a_pair_at_first_sight(fields: dict[str, Any], barred: bool) -> None:
    day = days("2024-03-04", "2024-03-04")
    assert incompatible(profile(date=day), profile(**({"date": day} | fields))) == barred


def test_rarity_is_a_property_of_the_word() -> None:
    assert rarity("people") == 0
    assert 0 < rarity("harbour") < RAREST
    assert rarity("kestria") == RAREST
    assert telling_words("The people of Kestria") == {"kestria"}


def test_likeness_of_reports_leaves_known_names_aside() -> None:
    first, second = gist_of("Divers found the ferry off Kestria."), gist_of("A trawler met the ferry near Kestria.")
    assert likeness(first, first, frozenset()) == pytest.approx(1.0)
    assert 0 < likeness(first, second, frozenset({"kestria"})) < likeness(first, second, frozenset()) < 1
    assert likeness(gist_of(""), first, frozenset()) == 0.0


def test_descriptions_of_anybody_are_lower_case() -> None:
    assert {"people", "troops", "they"} <= anybody()
    assert all(word == word.lower() for word in anybody())


@pytest.mark.parametrize(("first", "second", "far"), [({3}, {9}, True), ({5}, {9}, False), ({3, 9}, {9}, False)])
def test_far_apart(first: set[float], second: set[float], far: bool) -> None:
    assert far_apart(frozenset(first), frozenset(second)) == far


@pytest.mark.parametrize(("name", "is_one"), [("Old Quarter", True), ("Jabal al Noor", True), ("Velin prison", False)])
def test_names_of_quarters(name: str, is_one: bool) -> None:
    assert is_name(name) == is_one


def told(report_id: str, published: str | None, **fields: Any) -> Report:
    text = f"{report_id} " + factory.TEXT.replace("Aleppo", "Kestria")
    place = Place(span=factory.span(text, "Kestria", report_id), name="Kestria", role="scene")
    made = factory.mention(
        text.replace("Kestria", "Aleppo"), report_id, **({"date": Date(), "locations": (place,), "actors": ()} | fields)
    )
    return Report(
        id=report_id,
        text=text,
        events=(replace(made, claims=(), evidence={}),),
        coder=factory.CODER,
        published=Publication(date=published, earliest=published, latest=published, basis="given"),
    )


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [("2024-03-04", "2024-03-05", 1), ("2024-03-04", "2024-05-20", 0), (None, "2024-05-20", 1), (None, None, 1)],
    ids=["same week", "months apart", "one undated", "both undated"],
)
def test_reports_meet_in_a_window_and_undated_ones_meet_all(first: str | None, second: str | None, pairs: int) -> None:
    reports = [told("r1", first), told("r2", second)]
    tellings = by_id(told_of(report, accounts_of(report, load_weights())) for report in reports)
    assert len(candidate_pairs(tellings, 6)) == pairs


@pytest.mark.parametrize(
    ("pairs", "points"),
    [pytest.param(1, 3.5, id="one"), pytest.param(2, 3.25, id="two"), pytest.param(1000, 3.0005, id="many")],
)
def test_many_pairs_need_fewer_points(pairs: int, points: float) -> None:
    assert needed(pairs, 3.5, 3.0) == pytest.approx(points)


def test_a_mean_of_many_pairs_joins_where_one_pair_would_not() -> None:
    three = {(0, 1): 9.0, (0, 2): 3.2, (1, 2): 3.2}
    assert [members for members, _ in average_link([[0], [1], [2]], three, 3.5, 3.0)] == [[0, 1], [2]]
    assert [members for members, _ in average_link([[0], [1], [2]], {**three, (0, 2): 3.3}, 3.5, 3.0)] == [[0, 1, 2]]
