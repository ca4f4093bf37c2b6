"""Who takes part in an event beyond the words that stand as its arguments, and whose it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dateline.catalogue import load_catalogue
from dateline.codebook import load_codebook
from dateline.stages.attribution import attributed
from dateline.stages.entities import Entities, find_entities
from dateline.stages.events import CodedEvent, find_events
from dateline.stages.mentions import apart_from_group, people, with_groups
from dateline.stages.participants import named_heads, residents

if TYPE_CHECKING:
    from spacy.tokens import Doc

Parse = Callable[..., "Doc"]
CATALOGUE, CODEBOOK = load_catalogue(), load_codebook()


def assaults(parse: Parse, text: str) -> tuple[Doc, Entities, list[CodedEvent]]:
    doc = parse(text)
    entities = find_entities(doc, CATALOGUE)
    events = attributed(doc, find_events(doc, CODEBOOK), entities)
    return doc, entities, [event for event in events if event.event_type == "ASSAULT"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("Gunmen killed a farmer named Pedro Lorn.", ["Pedro Lorn"], id="named"),
        pytest.param("Gunmen shot at photographers Carlos Reyes and Pedro Lorn.", ["Carlos Reyes", "Pedro Lorn"], id="beside"),
        pytest.param("Two guards, Carlos Reyes and Pedro Lorn, were killed.", ["Carlos Reyes", "Pedro Lorn"], id="apposition"),
        pytest.param("Rebels killed nine miners, including Carlos Reyes.", ["miners", "Carlos Reyes"], id="including"),
        pytest.param("The bomb killed Ana Silva, 42; Carlos Reyes, 19; and Pedro Lorn, 30.", ["Ana Silva", "Carlos Reyes", "Pedro Lorn"], id="list"),
        pytest.param("A bomb exploded in front of the embassy.", ["embassy"], id="in front of"),
        pytest.param("A bomb destroyed a stretch of the pipeline.", ["pipeline"], id="part of"),
        pytest.param("Those who were killed are Pedro Lorn, 55, and Ana Silva, 52.", ["Pedro Lorn", "Ana Silva"], id="are"),
        pytest.param("Pedro Lorn and Ana Silva were the missionaries killed.", ["Pedro Lorn", "Ana Silva"], id="were the"),
        pytest.param("Ana Silva, a clerk of the fund; Carlos Reyes, a spokesman for the bank; and Pedro Lorn, a guard, were killed.",
                     ["Ana Silva", "Carlos Reyes", "Pedro Lorn"], id="described list"),
        pytest.param("Rebels killed Ana Silva, a teacher, Pedro Lorn said.", ["Ana Silva"], id="described, and who said so"),
        pytest.param("The driver who was killed has been identified as Pedro Lorn.", ["Pedro Lorn"], id="identified as"),
        pytest.param("The killing of six members of the order, including Pedro Lorn, shocked Velin.", ["order", "Pedro Lorn"], id="including behind of"),
        pytest.param("Rebels killed two farmers.", ["farmers"], id="nothing more"),
    ],
)  # fmt: skip
def test_recipients(parse: Parse, text: str, names: list[str]) -> None:
    doc, entities, events = assaults(parse, text)
    heads = named_heads(events[0].recipients, doc, entities)
    assert [entities.of(doc[i]).name for i in heads] == names


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        pytest.param("The Norvian Front claimed responsibility for the attack on the bank.", "Norvian Front", id="claimed"),
        pytest.param("Police attributed the attack to smugglers.", "smugglers", id="attributed"),
        pytest.param("Local leaders blamed the attack on smugglers.", "smugglers", id="blamed on"),
        pytest.param("The union blamed soldiers for the attack.", "soldiers", id="blamed"),
        pytest.param("Two farmers were killed. The Norvian Front claimed responsibility.", "Norvian Front", id="the act told before"),
        pytest.param("Two farmers were killed. The mayor attributed the crime to smugglers.", "smugglers", id="the noun that takes it up"),
        pytest.param("Two farmers were killed. The killers were smugglers.", "smugglers", id="the killers were"),
        pytest.param("Attacks on the pipelines conducted by smugglers caused a blackout.", "smugglers", id="behind what was hit"),
        pytest.param("Two farmers were killed. Smugglers were held responsible for the crime.", "Smugglers", id="held responsible"),
        pytest.param("Two farmers were killed. The crime was perpetrated by smugglers.", "smugglers", id="perpetrated"),
        pytest.param("Two farmers were killed. The crime was the work of smugglers.", "smugglers", id="the work of"),
        pytest.param("Two farmers were killed. Smugglers were arrested in connection with the crime.", "Smugglers", id="in connection with"),
        pytest.param("In an action attributed to smugglers, a bomb destroyed a school.", "smugglers", id="the act told behind it"),
        pytest.param("Two farmers were killed. Smugglers were not held responsible for the crime.", None, id="not held responsible"),
        pytest.param("Two farmers were killed. No group claimed responsibility.", None, id="nobody claimed"),
        pytest.param("Two farmers were killed. The army did not claim responsibility.", None, id="not claimed"),
    ],
)  # fmt: skip
def test_doers(parse: Parse, text: str, doer: str | None) -> None:
    doc, entities, events = assaults(parse, text)
    told = [entities.of(doc[i]).name for i in events[0].actors]
    assert told == ([doer] if doer else [])
    assert events[0].status == "occurred"


def test_victims_who_are_identified_later(parse: Parse) -> None:
    text = "Two farmers were killed in Velin. The victims were identified as Carlos Reyes, 42, and Pedro Lorn."
    doc, entities, events = assaults(parse, text)
    assert [entities.of(doc[i]).name for i in events[0].recipients] == ["farmers", "Carlos Reyes", "Pedro Lorn"]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param("The wounded reporters are Carlos Reyes and Pedro Lorn.", id="the wounded"),
        pytest.param("Among the injured are Carlos Reyes, 42, and Pedro Lorn.", id="among the injured"),
    ],
)
def test_victims_named_in_another_sentence(parse: Parse, later: str) -> None:
    doc, entities, events = assaults(parse, f"Gunmen attacked a newspaper in Velin. {later}")
    assert [entities.of(doc[i]).name for i in events[0].recipients] == ["newspaper", "Carlos Reyes", "Pedro Lorn"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("Rebels attacked the home of judge Pedro Lorn.", ["home of judge Pedro Lorn", "Pedro Lorn"], id="of"),
        pytest.param("Rebels burned Pedro Lorn's house.", ["Pedro Lorn's house", "Pedro Lorn"], id="possessive"),
        pytest.param("Rebels burned the house of a farmer.", ["house of a farmer"], id="no name"),
    ],
)  # fmt: skip
def test_residents(parse: Parse, text: str, names: list[str]) -> None:
    doc, entities, events = assaults(parse, text)
    assert [entities.of(doc[i]).name for i in residents(events[0].recipients, doc, entities)] == names


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("FARC urban guerrillas burned a bus.", ("person", "urban guerrillas", None), id="before"),
        pytest.param("A group of FARC rebels burned a bus.", ("person", "rebels", None), id="a group of"),
        pytest.param("The FARC burned a bus.", ("armed-group", "Revolutionary Armed Forces of Colombia", "grp:farc"), id="the group"),
    ],
)  # fmt: skip
def test_fighters_apart_from_their_group(parse: Parse, text: str, told: tuple[str, str, str | None]) -> None:
    doc, entities, events = assaults(parse, text)
    actors = people(with_groups(events[0].actors, doc, entities), doc, entities)
    first = apart_from_group(actors[0], doc, actors)
    assert (first.type, first.name, first.id) == told


def test_group_of_its_members(parse: Parse) -> None:
    doc, entities, events = assaults(parse, "Members of the FARC burned a bus.")
    (doer,) = events[0].actors
    assert [entities.of(token).id for token in entities.organizations_of(doc[doer])] == ["grp:farc"]
