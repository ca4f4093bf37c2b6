"""Scenes: the places where one event was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dateline.gazetteer import Gazetteer, open_gazetteer
from dateline.stages.places import find_places
from dateline.stages.scenes import event_places

Parse = Callable[..., Doc]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture
def scenes(parse: Parse, gazetteer: Gazetteer) -> Callable[[str, str, tuple[str, ...]], list[tuple[str, str]]]:
    def find(text: str, trigger: str, arguments: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        doc = parse(text)
        places = find_places(doc, gazetteer).places
        head = next(token for token in doc if token.text == trigger)
        found = event_places(doc, head, [token for token in doc if token.text in arguments], places)
        assert all(place.role == "scene" for place, _ in found)
        return [(place.mention.text, rule) for place, rule in found]

    return find


Find = Callable[..., list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "trigger", "arguments", "expected"),
    [
        pytest.param(
            "The army carried out airstrikes in Iraq and Syria.", "airstrikes", (), ["Iraq", "Syria"], id="carrying-verb"
        ),
        pytest.param(
            "Warplanes struck two depots in eastern Syria and a third just across the border in Iraq.",
            "struck", ("depots",), ["Syria", "Iraq"], id="arguments",
        ),
        pytest.param("In Mosul, gunmen stormed a house.", "stormed", (), ["Mosul"], id="opening"),
        pytest.param("In Mosul, gunmen stormed a house and killed three people.", "killed", (), ["Mosul"], id="shared-opening"),
        pytest.param("Militants used drones in attacks on Iraqi bases.", "attacks", (), ["Iraqi"], id="site"),
        pytest.param("Artillery shelled Kherson overnight.", "shelled", (), ["Kherson"], id="struck"),
        pytest.param("Bandits ambushed a convoy near Bangor, Maine.", "ambushed", (), ["Bangor"], id="whole-left-out"),
        pytest.param(
            "Bandits ambushed a convoy near Kisumu in western Kenya.", "ambushed", (), ["Kisumu"], id="whole-behind-in"
        ),
        pytest.param(
            "Two men were killed in Mali's northern Gao region.", "killed", (), ["Gao"], id="whose-whole-left-out"
        ),
        pytest.param(
            "The shooting did not involve soldiers, but their posts in Kisumu and Bangor came under fire.", "shooting", (), [],
            id="coordinated-clause-apart",
        ),
        pytest.param("The country sent troops into Mali.", "sent", (), ["Mali"], id="goal"),
        pytest.param("France bombed Iraq.", "bombed", ("Iraq",), [], id="states-are-parties"),
        pytest.param("Germany accused Poland of lying.", "accused", ("Poland",), [], id="no-scene-told"),
        pytest.param(
            "Rebels freed the hostages after officials met in Vienna.", "freed", (), [], id="another-clause"
        ),
        pytest.param(
            "Gunmen burnt two barns and killed a farmer in Kisumu.", "burnt", (), ["Kisumu"], id="shared-by-verbs"
        ),
        pytest.param("Soldiers who fought in Chad staged a protest in Niamey.", "protest", (), ["Niamey"], id="relative-clause"),
    ],
)  # fmt: skip
def test_scenes(scenes: Find, text: str, trigger: str, arguments: tuple[str, ...], expected: list[str]) -> None:
    assert [name for name, _ in scenes(text, trigger, arguments)] == expected


@pytest.mark.parametrize(
    ("text", "trigger", "rule"),
    [
        ("Gunmen killed a guard in Mogadishu.", "killed", "scene:preposition"),
        ("Rockets hit an Iraqi base.", "hit", "scene:site"),
        ("Troops captured Kherson.", "captured", "scene:struck"),
        ("The country sent troops into Mali.", "sent", "scene:goal"),
    ],
)
def test_rules_are_named(scenes: Find, text: str, trigger: str, rule: str) -> None:
    assert {found for _, found in scenes(text, trigger)} == {rule}


def test_a_place_of_another_sentence_is_no_scene(scenes: Find) -> None:
    assert scenes("The minister flew to Oslo. Gunmen killed a guard.", "killed") == []


def test_the_sentence_s_own_government_is_no_scene(scenes: Find) -> None:
    assert scenes("Tehran threatened to attack the fleet.", "attack") == []
