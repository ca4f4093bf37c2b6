"""Linking on hand-made records: what is one event, what is not, what stays disputed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dateline.linking import link, resolve
from dateline.linking.compare import compare, load_weights
from dateline.linking.cues import is_outcome, is_plural, resulting
from dateline.linking.profile import intersection, profile_of, stem
from dateline.linking.within import sums_up
from dateline.records import (
    Count,
    Date,
    Entity,
    EntityMention,
    Estimate,
    EventMention,
    Place,
    Publication,
    Report,
    Span,
)
from tests import factory

NEAR = {"precision": "exact", "kind": "populated-place", "country": "SYR", "role": "scene"}


def span_at(report_id: str, start: int, text: str = "shelled") -> Span:
    return Span(report_id=report_id, start=start, end=start + len(text), text=text)


def day(value: str) -> Date:
    return Date(start=value, end=value, granularity="day", basis="explicit")


def place(name: str, lat: float, lon: float, report_id: str = "r1", **fields: Any) -> Place:
    return Place(span=span_at(report_id, 0, name), name=name, lat=lat, lon=lon, **(NEAR | fields))


def report(report_id: str, *mentions: EventMention, text: str | None = None, published: str = "2024-03-05") -> Report:
    return Report(
        id=report_id,
        text=text or f"{report_id} " + factory.TEXT,
        events=mentions,
        published=Publication(date=published, earliest=published, latest=published, basis="given"),
        coder=factory.CODER,
    )


def mention(report_id: str, key: str = "m", **fields: Any) -> EventMention:
    made = factory.mention(f"{report_id} " + factory.TEXT, report_id)
    return replace(made, **({"id": f"{report_id}-{key}", "claims": (), "evidence": {}} | fields))


ALEPPO = place("Aleppo", 36.20, 37.16)
IDLIB = place("Idlib", 35.93, 36.63)
HAMA = place("Hama", 35.13, 36.75)
REBELS = Entity(span=span_at("r1", 0, "Rebels"), text="Rebels", name="rebels", type="armed-group")


@pytest.mark.parametrize(
    ("changes", "events"),
    [
        ({}, 1),
        ({"date": day("2024-03-06")}, 2),
        ({"date": Date(start="2024-03-01", end="2024-03-31", granularity="month", basis="explicit")}, 1),
        ({"date": Date()}, 1),
        ({"event_type": "PROTEST", "event_mode": "demo"}, 2),
        ({"status": "planned"}, 2),
        ({"status": "denied"}, 1),
        ({"locations": (HAMA,)}, 2),
        ({"locations": (place("Aleppo", 36.25, 37.10),)}, 1),
        ({"locations": ()}, 1),
        ({"actors": ()}, 1),
        ({"locations": (place("Mosul", 36.3, 43.1, country="IRQ"),)}, 2),
    ],
    ids=["same", "two days later", "month", "undated", "other type", "planned", "denied", "far town", "same town", "no place",
         "no actor", "other country"],
)  # fmt: skip
def test_two_reports_tell_one_event_or_two(changes: dict[str, Any], events: int) -> None:
    second = mention("r2", **changes)
    assert len(link([report("r1", mention("r1")), report("r2", second)])) == events


def test_order_of_reports_changes_nothing() -> None:
    reports = [report(f"r{i}", mention(f"r{i}", date=day(f"2024-03-0{1 + i % 3}"))) for i in range(8)]
    assert link(reports) == link(reversed(reports)) == link(reports[3:] + reports[:3])


def test_copies_count_once_and_other_texts_on_their_own() -> None:
    wire = "Rebels shelled Aleppo on Monday, the army said. " + " ".join(
        f"Detail number {i} follows here." for i in range(12)
    )
    own = "At dawn on Monday shells fell on Aleppo. Rebels shelled the old town, people there told our paper by telephone."
    reports = [
        report("a", mention("a"), text="a " + wire),
        report("b", mention("b"), text="b " + wire),
        report("c", mention("c"), text="c " + own),
    ]
    (event,) = link(reports)
    assert event.reports == ("a", "b", "c")
    assert event.independent_sources == 2


def test_a_denial_is_a_dispute_on_status() -> None:
    (event,) = link([report("r1", mention("r1")), report("r2", mention("r2", status="denied"))])
    (dispute,) = [d for d in event.disputes if d.field == "status"]
    assert event.status == "occurred"
    assert {value.value for value in dispute.values} == {"occurred", "denied"}


def test_different_tolls_stand_side_by_side() -> None:
    nine = Count(what="fatalities", best=9, span=span_at("r2", 60, "nine"))
    (event,) = link([report("r1", mention("r1")), report("r2", mention("r2", counts=(nine,)))])
    (dispute,) = event.disputes
    assert dispute.field == "fatalities"
    assert {value.value for value in dispute.values} == {5, 9}
    assert {count.best for count in event.counts} == {5, 9}


def test_of_tolls_that_differ_the_later_half_of_the_sources_decides() -> None:
    told = {
        "r1": (5, "2024-03-05"),
        "r2": (9, "2024-03-06"),
        "r3": (12, "2024-03-07"),
        "r4": (9, "2024-03-06"),
        "r5": (5, "2024-03-05"),
    }
    reports = [
        report(name, mention(name, counts=(Count(what="fatalities", low=dead, best=dead, span=span_at(name, 60, "dead")),)),
               published=day_of)
        for name, (dead, day_of) in told.items()
    ]  # fmt: skip
    (event,) = link(reports)
    (dispute,) = event.disputes
    assert dispute.estimate == Estimate(low=5, best=9, high=12, rule="later_half_most")


def test_what_is_no_number_has_no_estimate() -> None:
    (event,) = link([report("r1", mention("r1")), report("r2", mention("r2", status="denied"))])
    assert [dispute.estimate for dispute in event.disputes] == [None]


def test_the_date_is_the_intersection() -> None:
    month = Date(start="2024-03-01", end="2024-03-31", granularity="month", basis="explicit")
    (event,) = link([report("r1", mention("r1", date=month)), report("r2", mention("r2"))])
    assert (event.date.start, event.date.end, event.date.granularity) == ("2024-03-04", "2024-03-04", "day")


def test_id_is_that_of_the_earliest_report_and_stays_when_later_ones_come() -> None:
    first = report("r9", mention("r9"), published="2024-03-04")
    second = report("r1", mention("r1"))
    assert link([first])[0].id == link([first, second])[0].id


def test_definite_phrase_takes_up_the_main_event_and_indefinite_starts_a_new_one() -> None:
    bare: dict[str, Any] = {"date": Date(), "locations": (), "actors": (), "counts": ()}
    main = mention("r1", "a", trigger=span_at("r1", 10, "airstrikes"))
    definite = mention("r1", "b", **bare, trigger=span_at("r1", 40, "strikes"), basis={"trigger": ("definite",)})
    new = mention("r1", "c", **bare, trigger=span_at("r1", 60, "strike"), basis={"trigger": ("indefinite",)})
    assert [len(e.evidence["trigger"]) for e in resolve(report("r1", main, definite))] == [2]
    assert len(resolve(report("r1", main, new))) == 2


def test_background_stays_apart_from_the_news_of_its_own_report() -> None:
    news = mention("r1", "a")
    past = mention("r1", "b", background=True, trigger=span_at("r1", 50),
                   date=Date(start="2024-02-01", end="2024-02-29", granularity="month", basis="explicit"))  # fmt: skip
    events = resolve(report("r1", news, past))
    assert sorted(event.background for event in events) == [False, True]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Troops shelled Aleppo in retaliation for an attack on their convoy.", "retaliation_for"),
        ("Troops shelled Aleppo days after an attack on their convoy.", "follows"),
        ("In response to an attack on its convoy, the army shelled Aleppo.", "retaliation_for"),
        ("After an attack on a convoy, troops shelled Aleppo.", "follows"),
        ("Troops who met after an attack on a convoy shelled Aleppo.", None),
        ("Rebels shelled Aleppo and began a simultaneous attack on Idlib.", "same_campaign"),
        ("Troops shelled Aleppo. It was after noon. Elsewhere an attack was reported.", None),
    ],
    ids=["retaliation", "follows", "in response", "opening clause", "other clause", "campaign", "another sentence"],
)
def test_relations_come_from_the_text(text: str, relation: str | None) -> None:
    shelled = replace(mention("r1", "a"), trigger=factory.span(text, "shelled"))
    attack = replace(shelled, id="r1-b", trigger=factory.span(text, "attack"), event_mode="firearms", actors=(),
                     locations=(IDLIB,), counts=(), date=Date())  # fmt: skip
    events = resolve(report("r1", shelled, attack, text=text))
    assert [r.relation for event in events for r in event.related] == ([relation] if relation else [])


def test_comparison_is_symmetric_and_tells_its_reasons() -> None:
    one = profile_of(mention("r1"), report("r1"))
    two = profile_of(mention("r2", locations=(HAMA,)), report("r2"))
    forth, back = compare(one, two, load_weights()), compare(two, one, load_weights())
    assert forth == back
    assert ("place.far_town", -99.0) in forth.reasons


@pytest.mark.parametrize(
    ("trigger", "expected"),
    [("airstrikes", "strik"), ("strike", "strik"), ("carried out strikes", "strik"), ("bombing", "bomb"), ("bombed", "bomb"), ("…", "…")],
)  # fmt: skip
def test_stem(trigger: str, expected: str) -> None:
    assert stem(trigger) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((1, 5), (3, 9), (3, 5)),
        ((None, 5), (3, None), (3, 5)),
        ((1, 2), (5, 6), (1, 2)),
        ((None, None), (None, None), (None, None)),
    ],
)
def test_intersection(
    first: tuple[int | None, int | None], second: tuple[int | None, int | None], expected: tuple[int | None, int | None]
) -> None:
    assert intersection(first, second) == expected


def test_a_country_beside_a_town_does_not_bring_towns_together() -> None:
    country = place("Syria", 35.0, 38.0, kind="country", precision="country")
    one, two = mention("r1", locations=(ALEPPO, country)), mention("r2", locations=(country, HAMA))
    assert len(link([report("r1", one), report("r2", two)])) == 2


def test_a_village_named_around_both_triggers_speaks_for_one_event() -> None:
    texts = {name: f"{name} " + factory.TEXT for name in ("r1", "r2")}
    wide: dict[str, Any] = {"locations": (), "actors": (), "recipients": (), "counts": ()}
    village: dict[str, Any] = {
        "lat": None,
        "lon": None,
        "kind": "other",
        "precision": "unknown",
        "country": None,
        "role": "other",
    }
    told = [
        replace(
            report(name, mention(name, **wide), text=text),
            places=(Place(span=span_at(name, 0, "Orhanta"), name="Orhanta", **village),),
        )
        for name, text in texts.items()
    ]
    first, second = (profile_of(item.events[0], item) for item in told)
    assert ("site.same", 0.5) in compare(first, second, load_weights()).reasons


@pytest.mark.parametrize(
    ("between", "events"),
    [(" and wounded two, a week after a similar ", 2), (" and the wounded fled. The ", 1)],
    ids=["told apart", "told on"],
)
def test_what_the_text_tells_apart_stays_apart(between: str, events: int) -> None:
    text = f"r1 Rebels shelled Aleppo{between}attack."
    first = mention("r1", "a", trigger=factory.span(text, "shelled"))
    second = mention("r1", "b", trigger=factory.span(text, "attack"), event_mode=None)
    assert len(resolve(report("r1", first, second, text=text))) == events


def test_two_groups_that_are_said_to_have_done_it_are_a_dispute() -> None:
    one = replace(REBELS, name="Orhan Front", text="Orhan Front")
    two = replace(REBELS, name="Ember Companions", text="Ember Companions")
    said = {"actors": ("c1",)}
    first = mention("r1", actors=(one,), support=said)
    second = mention("r2", actors=(two,), support=said)
    (event,) = link([report("r1", first), report("r2", second)])
    (dispute,) = (dispute for dispute in event.disputes if dispute.field == "actors")
    assert {value.value for value in dispute.values} == {"Orhan Front", "Ember Companions"}


@pytest.mark.parametrize(("who", "events"), [("The attackers", 1), ("Militants", 2)])
def test_the_attackers_are_those_who_did_the_main_event(who: str, events: int) -> None:
    text = f"r1 Gunmen raided a village. {who} burned huts."
    actor = Entity(span=factory.span(text, who), text=who, name=who, type="armed-group")
    bare: dict[str, Any] = {"locations": (), "recipients": (), "counts": ()}
    raid = mention("r1", "a", trigger=factory.span(text, "raided"), event_mode="abduct", actors=(), **bare)
    burned = mention("r1", "b", trigger=factory.span(text, "burned"), event_mode="destroy", actors=(actor,),
                     date=Date(), **bare)  # fmt: skip
    assert len(resolve(report("r1", raid, burned, text=text))) == events


@pytest.mark.parametrize(
    ("granularity", "attacks", "expected"),
    [
        pytest.param("year", 3, True, id="three-times-this-year"),
        pytest.param("day", 3, False, id="three-attacks-on-a-day"),
        pytest.param("year", 1, False, id="one-attack"),
        pytest.param("unknown", 3, False, id="no-time-told"),
    ],
)
def test_several_attacks_over_a_longer_time_are_no_single_one(granularity: str, attacks: int, expected: bool) -> None:
    told = factory.mention(
        date=Date(start="2024-01-01", end="2024-12-31", granularity=granularity, basis="relative"),
        counts=(Count(what="attacks", low=attacks, best=attacks, span=span_at("r1", 0)),),
    )
    assert sums_up(told) is expected


def person(name: str) -> Entity:
    return Entity(span=span_at("r1", 0, name), text=name, name=name, type="person")


@pytest.mark.parametrize(
    ("first", "second", "events"),
    [
        pytest.param("Ana Reyes", "Ana Reyes", 1, id="one person"),
        pytest.param("Ana Reyes", "Reyes", 1, id="surname"),
        pytest.param("Ana Reyes", "Pedro Lorn", 2, id="two people"),
        pytest.param("two guards", "Pedro Lorn", 1, id="nobody named"),
    ],
)
def test_killings_of_different_people_are_different_events(first: str, second: str, events: int) -> None:
    bare: dict[str, Any] = {"date": Date(), "counts": (), "actors": ()}
    told = (mention("r1", key, recipients=(person(name),), **bare) for key, name in (("a", first), ("b", second)))
    assert len(resolve(report("r1", *told))) == events


def test_evidence_names_a_participant_in_each_report() -> None:
    def told(report_id: str, text: str) -> EventMention:
        span = Span(report_id=report_id, start=0, end=len(text), text=text)
        victim = Entity(span=span, text=text, name="Ana Orr", type="person")
        return mention(report_id, recipients=(victim,), evidence={"recipients": (span,)})

    both = [report("r1", told("r1", "reporter Ana Orr")), report("r2", told("r2", "Ana Orr"))]
    (event,) = link(both)
    assert {(s.report_id, s.start, s.text) for s in event.evidence["recipients"]} == {
        ("r1", 0, "reporter Ana Orr"),
        ("r1", 9, "Ana Orr"),
        ("r2", 0, "Ana Orr"),
    }


def test_participants_are_shown_by_their_fullest_mention() -> None:
    text = "Ana Reyes left. She was shelled by Rebels in Aleppo on Monday; five died."
    name, pronoun = factory.span(text, "Ana Reyes"), factory.span(text, "She")
    she = Entity(span=pronoun, text="She", name="Ana Reyes", type="person")
    nobody = Entity(span=factory.span(text, "five"), text="five", name="five", type="other")
    known = tuple(
        EntityMention(span=span, type="person", name="Ana Reyes", entity_id="e1") for span in (name, pronoun)
    )  # fmt: skip
    told = factory.mention(text, recipients=(she, nobody))
    (event,) = resolve(factory.report(text=text, events=(told,), claims=(), entities=known))
    assert [(one.text, one.span) for one in event.recipients] == [("Ana Reyes", name)]
    assert set(event.evidence["recipients"]) >= {name}


@pytest.mark.parametrize(
    ("gap", "trigger", "expected"),
    [
        pytest.param(" in the hall, ", "killing", True, id="participle"),
        pytest.param(" in the hall. ", "killing", False, id="another sentence"),
        pytest.param(" in the hall, ", "killed", False, id="finite verb"),
    ],
)
def test_participle_of_what_came_of_it(gap: str, trigger: str, expected: bool) -> None:
    assert resulting(gap, trigger) is expected


@pytest.mark.parametrize(("trigger", "outcome", "plural"), [("killed", True, False), ("bombings", False, True), ("explosion", False, False)])  # fmt: skip
def test_kinds_of_triggers(trigger: str, outcome: bool, plural: bool) -> None:
    assert (is_outcome(trigger), is_plural(trigger)) == (outcome, plural)
