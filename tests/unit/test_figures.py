"""Figures of speech and what a sentence says beside its events."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dateline.codebook import Codebook, load_codebook
from dateline.stages.events import find_events


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


def types(doc: Doc, codebook: Codebook) -> list[str]:
    return [event.event_type for event in find_events(doc, codebook)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The striker attacked the goalkeeper's goal all season.", [], id="sport-sentence"),
        pytest.param("Police attacked fans after the cup final at the stadium.", ["ASSAULT"], id="sport-literal"),
        pytest.param("Two candidates were murdered during the election campaign.", ["ASSAULT"], id="election-literal"),
        pytest.param("The comedy killed off two rivals and the sequel bombed at the box office.", [], id="film"),
        pytest.param("Nine people were killed in the storm.", [], id="weather-cause"),
        pytest.param("Cyclone Berta flattened two villages.", [], id="weather-subject"),
        pytest.param("Rebels killed nine people in the storm-hit valley.", ["ASSAULT"], id="weather-is-not-the-cause"),
        pytest.param("The warden is in charge of the prison.", [], id="idiom"),
        pytest.param("Rangers were clearing a path.", [], id="idiom-verb"),
        pytest.param("The mayor waged war on litter.", [], id="war-on-a-problem"),
        pytest.param("She vowed to wage war on litter.", [], id="vowed-war-on-a-problem"),
        pytest.param("The brigade invades itself every winter.", [], id="reflexive"),
    ],
)
def test_figures_give_no_events(parse: Callable[..., Doc], codebook: Codebook, text: str, expected: list[str]) -> None:
    assert types(parse(text, report_id="r"), codebook) == expected


def test_a_report_on_sport_keeps_its_true_events(parse: Callable[..., Doc], codebook: Codebook) -> None:
    doc = parse(
        "The midfielder fired past the goalkeeper. The coach praised the defenders. The referee stopped the match. "
        "Wanderers attacked again. Gunmen shot two people outside the stadium.",
        report_id="r",
    )
    found = [event for event in find_events(doc, codebook) if event.event_type == "ASSAULT"]
    assert [doc[event.head].text for event in found] == ["shot"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("We shelled nothing.", "denied", id="nothing"),
        pytest.param("Nobody attacked the camp.", "denied", id="nobody"),
        pytest.param("The camp is no longer shelled.", "denied", id="no-longer"),
        pytest.param("The minister stopped short of blaming the rebels.", "denied", id="stopped-short"),
        pytest.param("A second rally is planned for Friday.", "planned", id="planned"),
        pytest.param("A march by farmers is due to start at noon.", "planned", id="noun-due"),
        pytest.param("The envoys are due to meet on Monday.", "planned", id="due"),
        pytest.param("Nurses marched to demand better pay.", "occurred", id="asking-in-a-purpose"),
        pytest.param("The bank would pay once the ministry submits a request.", "planned", id="awaited"),
    ],
)
def test_status(parse: Callable[..., Doc], codebook: Codebook, text: str, status: str) -> None:
    assert [event.status for event in find_events(parse(text, report_id="r"), codebook)][-1] == status


@pytest.mark.parametrize(
    ("entry", "mode", "actors", "traits", "expected"),
    [
        pytest.param("RETAKE.territory", None, {"MIL"}, set(), "Government regains territory", id="government"),
        pytest.param("CAPTURE.territory", None, {"REB"}, set(), "Non-state actor overtakes territory", id="rebels"),
        pytest.param("ASSAULT.kill", None, set(), {"said:device", "only:device"}, "Remote explosive/landmine/IED", id="bomb"),
        pytest.param("ASSAULT.kill", None, set(), {"said:device", "said:air"}, "Attack", id="two-weapons-none"),
        pytest.param("ASSAULT.firearms", "firearms", {"COP"}, {"recipient:demonstrators"}, "Excessive force against protesters", id="protest"),
        pytest.param("ASSAULT.attack", None, {"REB"}, {"recipient:troops"}, "Armed clash", id="clash"),
        pytest.param("ASSAULT.attack", None, set(), set(), "Attack", id="attack"),
    ],
)  # fmt: skip
def test_acled_from_the_sentence(
    codebook: Codebook, entry: str, mode: str | None, actors: set[str], traits: set[str], expected: str
) -> None:
    codes = codebook.codes("ASSAULT", mode, actor_sectors=actors, entry=entry, traits=traits)
    assert codes.acled_sub_event_type == expected
