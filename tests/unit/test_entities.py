"""Entities: what is said of an actor, and which mentions are of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from dateline.catalogue import load_catalogue
from dateline.records import ENTITY_TYPES, Entity, Place, Span
from dateline.stages.entities import Entities, find_entities
from dateline.stages.phrases import REPORT_ID, TEXT

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Parse = Callable[..., "Doc"]
CATALOGUE = load_catalogue()


def entities_of(parse: Parse, text: str) -> tuple[Doc, Entities]:
    doc = parse(text)
    return doc, find_entities(doc, CATALOGUE)


def last(doc: Doc, word: str) -> Token:
    return [token for token in doc if token.text == word][-1]


def entity(parse: Parse, text: str, word: str) -> Entity:
    doc, entities = entities_of(parse, text)
    return entities.of(last(doc, word))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("Two Syrian-backed militias burned the mill.", "militias", (None, "armed-group", None, ("UAF",), ("SYR",)), id="adjective-backed"),
        pytest.param("Turkey-backed rebels shelled the village.", "rebels", (None, "armed-group", None, ("REB",), ("TUR",)), id="country-backed"),
        pytest.param("Militants loyal to Hamas left the town.", "Militants", (None, "armed-group", None, ("UAF",), ("grp:hamas",)), id="loyal to"),
        pytest.param("Gunmen backed by Rwanda attacked the mine.", "Gunmen", (None, "armed-group", None, ("UAF",), ("RWA",)), id="backed by"),
        pytest.param("Rwandan proxies attacked the mine.", "proxies", (None, "armed-group", None, ("UAF",), ("RWA",)), id="proxies"),
        pytest.param("Iraqi militias attacked the mine.", "militias", (None, "armed-group", "IRQ", ("UAF",), ()), id="country of a militia"),
        pytest.param("The Chadian army left the town.", "army", ("TCD-MIL", "military-unit", "TCD", ("MIL",), ()), id="army"),
        pytest.param("Kenya's police fired tear gas.", "police", ("KEN-COP", "government", "KEN", ("COP",), ()), id="police"),
        pytest.param("The Dutch foreign ministry protested.", "ministry", ("NLD", "government", "NLD", ("GOV",), ()), id="ministry"),
        pytest.param("U.S. troops left the base.", "troops", ("USA-MIL", "military-unit", "USA", ("MIL",), ()), id="troops"),
        pytest.param("The Pentagon denied the report.", "Pentagon", ("USA-MIL", "government", "USA", ("MIL",), ()), id="seat"),
        pytest.param("NATO troops left the base.", "troops", ("org:nato", "military-unit", None, ("IGO", "MIL"), ()), id="alliance"),
        pytest.param("Taliban fighters seized the road.", "fighters", ("grp:taliban", "armed-group", "AFG", ("REB",), ()), id="fighters of a group"),
        pytest.param("A Hezbollah spokesman denied it.", "spokesman", (None, "person", "LBN", ("REB",), ("grp:hezbollah",)), id="spokesman of a group"),
        pytest.param("Kenyan diplomats met in Rome.", "diplomats", (None, "person", "KEN", ("GOV",), ()), id="officials"),
        pytest.param("American personnel left the base.", "personnel", (None, "military-unit", "USA", ("MIL",), ()), id="personnel"),
        pytest.param("They shelled Iraqi bases.", "bases", (None, "facility", "IRQ", (), ()), id="facility of a country"),
        pytest.param("A former Kenyan general was shot.", "general", (None, "person", "KEN", (), ()), id="former office"),
        pytest.param("Farmers blocked the road.", "Farmers", (None, "person", None, ("CVL",), ()), id="civilians"),
        pytest.param("The storm passed.", "storm", (None, "other", None, (), ()), id="no actor"),
    ],
)  # fmt: skip
def test_description(parse: Parse, text: str, word: str, expected: tuple[object, ...]) -> None:
    found = entity(parse, text, word)
    assert (found.id, found.type, found.country, found.sectors, found.affiliation) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("Tehran condemned the attack.", "Tehran", ("IRN", "government"), id="capital that acts"),
        pytest.param("A bomb exploded in Tehran.", "Tehran", (None, "location"), id="capital as place"),
        pytest.param("Chile warned against new tariffs.", "Chile", ("CHL", "government"), id="state that acts"),
        pytest.param("Two men were shot in Chile.", "Chile", ("CHL", "location"), id="state as place"),
    ],
)
def test_metonymy(parse: Parse, text: str, word: str, expected: tuple[object, ...]) -> None:
    found = entity(parse, text, word)
    assert (found.id, found.type) == expected


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        pytest.param("Angela Merkel spoke in Kiel. Ms. Merkel said little.", "Merkel", "Angela Merkel", id="title and surname"),
        pytest.param("Angela Merkel spoke first. She said little.", "She", "Angela Merkel", id="pronoun"),
        pytest.param("Kenyan rebels hold the town. The rebels want talks.", "rebels", "Kenyan rebels", id="definite phrase"),
        pytest.param("Angela Merkel met Liz Truss, and Truss thanked her.", "her", "Angela Merkel", id="no object of itself"),
        pytest.param("Boko Haram seized a truck. The group denied it.", "group", "Boko Haram", id="the group"),
        pytest.param("Gen. Ivo Petrov was held in May. Petrov denied it.", "Petrov", "Ivo Petrov", id="surname alone"),
        pytest.param("Peru and Chile agreed, and it was signed.", "it", "it", id="it without governor stays"),
        pytest.param("Two gunmen fled. Two gunmen were held.", "gunmen", "gunmen", id="a number is no name"),
    ],
)  # fmt: skip
def test_resolved_name(parse: Parse, text: str, word: str, name: str) -> None:
    assert entity(parse, text, word).name == name


def test_possessive_pronoun_owns(parse: Parse) -> None:
    assert entity(parse, "Kenya said that its army would leave.", "army").id == "KEN-MIL"


def test_known_places_settle_names(parse: Parse) -> None:
    text = "The siege of Lorn went on. Lorn has no water."
    span = Span(report_id="r", start=13, end=17, text="Lorn")
    place = Place(span=span, name="Lorn", geonames_id=1, kind="populated-place")
    found = find_entities(parse(text), CATALOGUE, [place]).mentions
    assert {m.type for m in found if m.span.text == "Lorn"} == {"location"}
    assert sum(m.span.text == "Lorn" for m in found) == 2


def test_different_gunmen_are_not_one(parse: Parse) -> None:
    doc, entities = entities_of(parse, "Two gunmen fled. Two gunmen were held.")
    first, second = (token for token in doc if token.text == "gunmen")
    assert entities.id_of(first) != entities.id_of(second)


def test_two_countries_give_no_country(parse: Parse) -> None:
    assert entity(parse, "Iraqi and Syrian officials met.", "officials").country is None


def test_apposition_is_one_person(parse: Parse) -> None:
    doc, entities = entities_of(parse, "Kenya's foreign minister, Amina Mohamed, left Rome.")
    assert entities.id_of(last(doc, "minister")) == entities.id_of(last(doc, "Mohamed"))
    assert entities.of(last(doc, "Mohamed")).country == "KEN"


@pytest.mark.parametrize(
    ("text", "word", "kind", "name"),
    [
        pytest.param(
            "The mayor said that we must leave Velin.", "we", "organization", "we", id="not the speaker alone"
        ),
        pytest.param("The council said that we must leave Velin.", "we", "organization", "council", id="a body speaks"),
        pytest.param("The ministry met rebels. We think so.", "We", "organization", "We", id="not the body before"),
        pytest.param("The ministry met rebels. I think so.", "I", "person", "I", id="I am not the body before"),
        pytest.param("Ana Lorn said that I must leave Velin.", "I", "person", "Ana Lorn", id="a person speaks"),
        pytest.param("Ana Lorn said that the ministry saw us.", "us", "organization", "us", id="us"),
    ],
)
def test_first_person(parse: Parse, text: str, word: str, kind: str, name: str) -> None:
    _, entities = entities_of(parse, text)
    (found,) = (mention for mention in entities.mentions if mention.span.text == word)
    assert (found.type, found.name) == (kind, name)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("Troops freed Yazidi women near Velin.", "Yazidi", id="adjective"),
        pytest.param("Hundreds of Yezidis fled Velin.", "Yezidis", id="plural"),
        pytest.param("Sunni leaders met in Velin.", "Sunni", id="faith"),
    ],
)
def test_peoples_are_known(parse: Parse, text: str, word: str) -> None:
    _, entities = entities_of(parse, text)
    assert [mention.type for mention in entities.mentions if mention.span.text == word] == ["nationality"]


TEXT_OF_ALL = "Kenyan soldiers met Ana Lorn in Kiel. She said the soldiers feared Hamas, and the UN’s envoy agreed."


def test_spans_are_the_text(parse: Parse) -> None:
    _, entities = entities_of(parse, TEXT_OF_ALL)
    assert entities.mentions
    for mention in entities.mentions:
        assert TEXT_OF_ALL[mention.span.start : mention.span.end] == mention.span.text
        assert mention.type in ENTITY_TYPES
    assert list(entities.mentions) == sorted(entities.mentions, key=lambda m: (m.span.start, m.span.end))


def test_ids_are_stable_and_belong_to_the_report(parse: Parse) -> None:
    one, again = find_entities(parse(TEXT_OF_ALL), CATALOGUE), find_entities(parse(TEXT_OF_ALL), CATALOGUE)
    other = find_entities(parse(TEXT_OF_ALL, report_id="other"), CATALOGUE)
    assert one.mentions == again.mentions
    assert {m.entity_id for m in one.mentions}.isdisjoint(m.entity_id for m in other.mentions)


def test_unparsed_text_gives_listed_names(parse: Parse) -> None:
    from spacy.tokens import Doc as SpacyDoc

    vocab = parse("Hello.").vocab
    doc = SpacyDoc(vocab, words=["Hamas", "met", "rebels", "near", "Georgia"])
    doc.user_data[REPORT_ID], doc.user_data[TEXT] = "r", doc.text
    assert [(m.span.text, m.type) for m in find_entities(doc, CATALOGUE).mentions] == [("Hamas", "armed-group")]


def test_empty_text(parse: Parse) -> None:
    assert find_entities(parse(""), CATALOGUE).mentions == ()


@pytest.mark.parametrize(
    ("text", "word", "name", "kind"),
    [
        pytest.param("Gunmen killed roberto Garcia Lorn on Friday.", "Lorn", "roberto Garcia Lorn", "person", id="lower-case given name"),
        pytest.param("The killing of Pablo Reyes Gonzalez shocked Velin.", "Gonzalez", "Pablo Reyes Gonzalez", "person", id="surname that is a town's"),
        pytest.param("Police named Jose Antonio Reyes Silva. They shot Reyes Silva.", "Silva", "Jose Antonio Reyes Silva", "person", id="both surnames"),
        pytest.param("Luis Carlos Reyes Lorn was shot. Reyes died.", "Reyes", "Luis Carlos Reyes Lorn", "person", id="the first surname alone"),
        pytest.param("Monsignor Carlos Lorn was shot.", "Lorn", "Carlos Lorn", "person", id="title"),
        pytest.param("They attacked San Carlos de Velin.", "Velin", "San Carlos de Velin", "location", id="town with a given name"),
        pytest.param("A group of unidentified persons shot at him.", "group", "group of unidentified persons", "person", id="group of people"),
        pytest.param("At least 10 power towers were destroyed.", "towers", "power towers", "facility", id="amount"),
        pytest.param("Shining path guerrillas burned a bus.", "guerrillas", "Shining Path", "armed-group", id="fighters go by their group"),
        pytest.param("[TEXT] two men were shot.", "men", "men", "person", id="editor's brackets"),
    ],
)  # fmt: skip
def test_name_and_type(parse: Parse, text: str, word: str, name: str, kind: str) -> None:
    found = entity(parse, text, word)
    assert (found.name, found.type) == (name, kind)
    assert "TEXT" not in found.text


def test_two_people_with_one_surname_stay_two(parse: Parse) -> None:
    doc, entities = entities_of(parse, "Ana Lorn met Pedro Lorn. Lorn left.")
    assert entities.of(last(doc, "Lorn")).name == "Lorn"
