"""Weapons by name, their categories, and whether an act was done with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from spacy.tokens import Doc

from dateline.catalogue.weapons import load_weapons, read_weapons
from dateline.errors import DataError
from dateline.stages.means import event_means, find_weapon_mentions, with_weapons

Parse = Callable[..., Doc]

NAMES = [
    ("two F-16s", "F-16s", "aircraft"),
    ("an Su-34", "Su-34", "aircraft"),
    ("a Bayraktar TB2", "Bayraktar TB2", "drone"),
    ("several U.A.V.s", "U.A.V.s", "drone"),
    ("Shahed-136 drones", "Shahed-136", "drone"),
    ("a Scud", "Scud", "missile"),
    ("a Kh-101", "Kh-101", "missile"),
    ("rocket-propelled grenades", "rocket-propelled grenades", "grenade"),
    ("Grad rockets", "Grad rockets", "rocket"),
    ("an AK-47", "AK-47", "small-arms"),
    ("a car bomb", "car bomb", "vehicle-bomb"),
    ("a roadside bomb", "roadside bomb", "explosive-device"),
    ("knives", "knives", "blade"),
    ("tear gas", "tear gas", "crowd-control"),
    ("Molotov cocktails", "Molotov cocktails", "fire"),
    ("T-72 tanks", "T-72", "tank"),
]


@pytest.mark.parametrize(("text", "name", "category"), NAMES, ids=[case[0] for case in NAMES])
def test_names_and_designators(text: str, name: str, category: str) -> None:
    start, end, weapon = next(load_weapons().find(text))
    assert (text[start:end], weapon.category) == (name, category)


def means_of(doc: Doc, word: str) -> list[tuple[str, str, int | None]]:
    trigger = next(token for token in doc if token.lower_ == word)
    return [(item.span.text, item.category, item.count) for item in event_means(doc, trigger, [], load_weapons())]


EVENTS = [
    ("The raids were carried out by navy fighter-bombers.", "raids", [("fighter-bombers", "aircraft", None)]),
    (
        "The raids were carried out by a mix of F-16s and F-15Es.",
        "raids",
        [("F-16s", "aircraft", None), ("F-15Es", "aircraft", None)],
    ),
    ("The rebels attacked the depot using small drones.", "attacked", [("drones", "drone", None)]),
    (
        "Jets dropped two 500-pound bombs on the depot.",
        "dropped",
        [("Jets", "aircraft", None), ("bombs", "bomb", 2)],
    ),
    ("A car bomb killed nine people.", "killed", [("car bomb", "vehicle-bomb", None)]),
    ("Drone strikes hit the port.", "strikes", [("Drone", "drone", None)]),
    ("A suicide bombing tore through the market.", "bombing", [("suicide bombing", "suicide-bomb", None)]),
    ("Rebels fired a barrage of 30 rockets at the town.", "fired", [("rockets", "rocket", 30)]),
    ("The rebels used drones in night attacks on the port.", "attacks", [("drones", "drone", None)]),
    ("Three men were stabbed.", "stabbed", [("stabbed", "blade", None)]),
    ("He was shot with a rifle.", "shot", [("rifle", "small-arms", None)]),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), EVENTS, ids=[case[0] for case in EVENTS])
def test_event_means(parse: Parse, text: str, trigger: str, expected: list[tuple[str, str, int | None]]) -> None:
    assert means_of(parse(text), trigger) == expected


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The army destroyed two T-72 tanks.", "destroyed"),
        ("The strike hit a drone factory.", "hit"),
        ("The troops attacked a convoy of armored vehicles.", "attacked"),
        ("The minister met officers and said that rockets had been fired.", "met"),
    ],
)
def test_a_weapon_that_was_hit_or_told_of_elsewhere_is_no_means(parse: Parse, text: str, trigger: str) -> None:
    assert means_of(parse(text), trigger) == []


def test_weapons_as_entities(parse: Parse) -> None:
    found = find_weapon_mentions(parse("Two F-16s dropped bombs; an F-16 was lost."), load_weapons())
    assert [(item.span.text, item.type) for item in found] == [
        ("F-16s", "platform"),
        ("bombs", "weapon"),
        ("F-16", "platform"),
    ]
    assert found[0].entity_id == found[2].entity_id


def test_an_unknown_category_is_refused() -> None:
    slots: dict[str, list[str]] = {"carriers": [], "prepositions": [], "amounts": []}
    with pytest.raises(DataError, match="ray-gun"):
        read_weapons(
            {
                "weapons": [{"category": "ray-gun", "type": "weapon", "names": []}],
                "entailed": [],
                "slots": slots,
            }
        )


def test_weapons_stand_once_among_the_entities(parse: Parse) -> None:
    doc = parse("Two F-16 jets bombed a depot. An F-16 was hit by rockets.")
    found = find_weapon_mentions(doc, load_weapons())
    assert with_weapons(found, found) == tuple(found)
    as_name = replace(found[-2], type="organization")
    assert [item.type for item in with_weapons([as_name], found)] == [item.type for item in found]
