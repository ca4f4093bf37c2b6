"""Who did what to whom, coded from sentences about invented incidents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dateline.codebook import load_codebook
from dateline.stages.events import example_coder, find_events

CODEBOOK = load_codebook()
Coded = tuple[str, str | None, tuple[str, ...], tuple[str, ...]]


def coded(parse: Callable[..., Doc], text: str) -> list[Coded]:
    return [
        (kind, mode, actors, recipients) for kind, mode, _, actors, recipients in example_coder(parse, CODEBOOK)(text)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Norvia agreed to send troops to Kestria.", [("AGREE", None, ("Norvia",), ("Kestria",))]),
        ("The rebels refused to meet the envoy.", [("REJECT", "meet", ("The rebels",), ("the envoy",))]),
        ("The rebels threatened to bomb the port.", [("THREATEN", "violence", ("The rebels",), ("the port",))]),
        ("The union called for a ceasefire.", [("REQUEST", "yield", ("The union",), ())]),
        ("The army stopped the bombing of the town.", [("RETREAT", "ceasefire", ("The army",), ("the town",))]),
        ("Norvia failed to reach an agreement with Kestria.", [("REJECT", None, ("Norvia",), ("Kestria",))]),
        ("Officers shot and killed two men.", [("ASSAULT", "firearms", ("Officers",), ("two men",))]),
        ("Norvia imposed sanctions on Kestria.", [("SANCTION", None, ("Norvia",), ("Kestria",))]),
        ("The minister held talks with the rebels.", [("CONSULT", None, ("The minister", "the rebels"), ())]),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_composition_and_sides(parse: Callable[..., Doc], text: str, wanted: list[Coded]) -> None:
    got = coded(parse, text)
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The visitors beat the champions in the final.",
        "A hurricane struck the coast.",
        "The senate killed the bill.",
        "The band released an album.",
        "Stocks rallied on Monday.",
        "The painting is older than the church.",
        "Nine people were injured after an earthquake rocked the island.",
        "Five tourists were killed when a volcano erupted.",
        "A chemical leak killed nine workers.",
        "The actor died after a long battle with cancer.",
        "The envoy entered the room.",
        "Snow fell on the pass and blocked the road.",
        "He had a heart attack.",
        "She entered Norvia in 2010 on a student visa.",
        "A woman crossed the border into Norvia on foot.",
    ],
)
def test_other_fields_give_nothing(parse: Callable[..., Doc], text: str) -> None:
    assert coded(parse, text) == []


def test_weapons_never_act(parse: Callable[..., Doc]) -> None:
    doc = parse("A car bomb killed six soldiers. A missile hit the bridge. Drones attacked the base.")
    events = find_events(doc, CODEBOOK)
    assert len(events) == 3
    assert [event.actors for event in events] == [(), (), ()]


def test_no_event_without_a_surface_form(parse: Callable[..., Doc]) -> None:
    forms = CODEBOOK.surface_forms()
    for entry in list(CODEBOOK.entries.values())[::6]:
        for example in entry.examples:
            doc = parse(example.text)
            if find_events(doc, CODEBOOK):
                assert any(token.lower_ in forms for token in doc), example.text


def test_heads_are_in_the_codebook(parse: Callable[..., Doc]) -> None:
    forms = CODEBOOK.surface_forms()
    doc = parse(
        "Rebels shelled the port. The union demanded that Norvia withdraw. Police arrested a man after the attack on the mosque."
    )
    events = find_events(doc, CODEBOOK)
    assert len(events) == 4
    assert all(doc[event.head].lower_ in forms for event in events)


def test_indices_are_ordered_and_within_the_document(parse: Callable[..., Doc]) -> None:
    doc = parse("Norvia and Kestria agreed to free ten prisoners.\n\nPolice in Tolun broke up a rally.")
    events = find_events(doc, CODEBOOK)
    assert [event.head for event in events] == sorted(event.head for event in events)
    for event in events:
        assert 0 <= event.trigger_start <= event.head < event.trigger_end <= len(doc)
        assert {*event.actors, *event.recipients, *event.other_arguments} <= set(range(len(doc)))
        assert not set(event.actors) & set(event.recipients)


def test_unparsed_sentences_give_nothing(parse: Callable[..., Doc]) -> None:
    doc = parse("Rebels attacked the port.")
    bare = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        heads=[0] * len(doc),
        deps=["ROOT", *["dep"] * (len(doc) - 1)],
    )
    assert find_events(bare, CODEBOOK) == []


def test_conventions_switch_the_type(parse: Callable[..., Doc]) -> None:
    other = load_codebook(conventions="plv")
    doc = parse("Norvia imposed sanctions on Kestria.")
    assert [event.event_type for event in find_events(doc, CODEBOOK)] == ["SANCTION"]
    assert [event.event_type for event in find_events(doc, other)] == ["COERCE"]


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        pytest.param("Militiamen made off with forty camels.", "ASSAULT.steal", id="plural-taken-for-a-name"),
        pytest.param("Gunmen attacked the army's bases.", "ASSAULT.attack", id="bases-are-no-basis"),
        pytest.param("Students staged a sit-in.", "PROTEST.demonstrate", id="lemma-of-a-support-verb"),
        pytest.param("Farmers protested against the decree.", "PROTEST.demonstrate", id="plural-taken-for-an-organization"),
    ],
)  # fmt: skip
def test_what_the_tagger_mistakes_is_still_an_act(parse: Callable[..., Doc], text: str, entry: str) -> None:
    assert [event.entry for event in find_events(parse(text), CODEBOOK)] == [entry]


@pytest.mark.parametrize(
    ("text", "head", "weapons"),
    [
        pytest.param("Soldiers stormed the camp after rebels had shelled it.", "stormed", set(), id="of-others"),
        pytest.param("Soldiers stormed the camp after rebels had shelled it.", "shelled", {"said:shelling"}, id="own"),
        pytest.param("Nine men were killed when a mortar shell hit a bus.", "killed", {"said:shelling"}, id="of-nobody"),
    ],
)  # fmt: skip
def test_weapons_of_a_clause(parse: Callable[..., Doc], text: str, head: str, weapons: set[str]) -> None:
    doc = parse(text)
    (event,) = [event for event in find_events(doc, CODEBOOK) if doc[event.head].text == head]
    assert {trait for trait in event.traits if trait == "said:shelling"} == weapons


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("The mayor sent a letter urging the governor to resign.", ["REQUEST occurred"], id="letter urging"),
        pytest.param("The assembly adopted a resolution condemning the premier.", ["ACCUSE occurred"], id="resolution condemning"),
        pytest.param("Norvia sent seven experts to Kestria to inspect the dam.", ["ACCUSE occurred"], id="sent to inspect"),
        pytest.param("A court ordered the release of the editor.", ["RETREAT planned"], id="ordered by name"),
        pytest.param("A court ordered two ministers jailed.", ["COERCE occurred"], id="ordered jailed"),
        pytest.param("The senate demanded that Norvia cut aid to Kestria.", ["REQUEST occurred"], id="mandative clause"),
        pytest.param("Raiders may have bombed the bridge.", ["ASSAULT hypothetical"], id="may have is about the past"),
        pytest.param("The summit between Norvia and Kestria failed to reach agreement.", ["REJECT occurred"], id="failed summit"),
        pytest.param("Talks between Norvia and Kestria collapsed.", ["REJECT occurred"], id="talks collapsed"),
        pytest.param("Lifting the ban is out of the question, the minister said.", ["REJECT occurred"], id="clause as subject"),
        pytest.param("The coalition fighting the rebels declared a truce.", ["RETREAT occurred"], id="participle that describes"),
        pytest.param("Norvia and Kestria held a naval exercise off the cape.", ["COOPERATE occurred"], id="exercise of two"),
        pytest.param("Norvia held a naval exercise off the cape.", ["MOBILIZE occurred"], id="exercise of one"),
        pytest.param("The truce will start on Tuesday.", ["RETREAT planned"], id="nobody's promise"),
        pytest.param("The envoy expressed readiness to meet the rebels.", ["AGREE occurred"], id="noun with complement"),
        pytest.param("Norvia denied arming the rebels.", ["REJECT occurred", "AID denied"], id="denied deed"),
        pytest.param("Norvia denied the rebels a permit.", ["REJECT occurred"], id="denied a permit"),
        pytest.param("Norvia and Kestria will police the strait jointly.", ["AGREE planned"], id="adverb names the act"),
        pytest.param("The ministry said the rebels were responsible.", ["ACCUSE occurred"], id="said responsible"),
        pytest.param("The committee is responsible for roads.", [], id="responsible in its own voice"),
        pytest.param("The militias violated a truce in occupied Tolun.", ["ASSAULT occurred"], id="participle after a preposition"),
        pytest.param("Norvia remains firmly opposed to the treaty.", ["REJECT occurred"], id="adjective names the act"),
        pytest.param("The army accused the rebels.", ["ACCUSE occurred"], id="armies accuse"),
    ],
)  # fmt: skip
def test_what_governing_words_make_of_an_act(parse: Callable[..., Doc], text: str, wanted: list[str]) -> None:
    assert [f"{kind} {status}" for kind, _, status, *_ in example_coder(parse, CODEBOOK)(text)] == wanted


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        pytest.param("Norvia received two million dollars from Kestria.", ("Kestria",), ("Norvia",), id="received from"),
        pytest.param("The port was sent two ships by Norvia.", ("Norvia",), ("The port",), id="passive with two objects"),
        pytest.param("Norvia opened its border to the refugees.", ("Norvia",), ("the refugees",), id="class after a preposition"),
    ],
)  # fmt: skip
def test_aid_goes_to_those_it_is_for(
    parse: Callable[..., Doc], text: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    assert coded(parse, text) == [("AID", None, actors, recipients)]


OUTCOMES = [
    pytest.param("Three porters are dead after gunmen stormed a depot in Velin.", ["dead", "stormed"], id="copula"),
    pytest.param("A teller was found dead after being shot in Velin.", ["dead", "shot"], id="found dead"),
    pytest.param("Ten dead in bombing in Velin", ["bombing"], id="headline"),
    pytest.param("Two dead, one injured in shooting at mill", ["injured", "shooting"], id="headline with two counts"),
    pytest.param("The deaths of 12 villagers in the raid shocked Tolun.", ["deaths", "raid"], id="noun"),
    pytest.param("Three porters are dead after a fall.", [], id="copula, no violence"),
    pytest.param("Ten dead in flood", [], id="headline of a disaster"),
    pytest.param("Two dead, nine injured in bus crash", [], id="headline of an accident"),
    pytest.param("A toddler was found dead after being left in a hot car.", [], id="found dead, no violence"),
    pytest.param("The deaths of two climbers in an avalanche shocked Tolun.", [], id="noun, no violence"),
    pytest.param("Twelve dead whales were found on the beach after a storm.", [], id="no predicate"),
    pytest.param("One swimmer dead after shark attack", [], id="animal"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), OUTCOMES)
def test_who_is_dead_was_killed_only_where_violence_is_told(
    parse: Callable[..., Doc], text: str, wanted: list[str]
) -> None:
    doc = parse(text)
    assert [doc[event.head].text for event in find_events(doc, CODEBOOK) if event.event_type == "ASSAULT"] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("A cyclist was hit by a car in Velin.", [], id="passive"),
        pytest.param("A motorist hit a woman on the bridge.", [], id="active"),
        pytest.param("A woman was struck and killed by a motorist.", [], id="coordinated"),
        pytest.param("A player was hit by a ball.", [], id="ball"),
        pytest.param("A suicide truck hit a checkpoint.", ["hit"], id="named for the attack"),
        pytest.param("The depot was hit by a shell.", ["hit"], id="weapon"),
    ],
)
def test_traffic_does_nothing_by_intent(parse: Callable[..., Doc], text: str, wanted: list[str]) -> None:
    doc = parse(text)
    assert [doc[event.head].text for event in find_events(doc, CODEBOOK)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("A clerk was charged with arson.", [("arson", "occurred", ["clerk"])], id="charged with"),
        pytest.param("The clerk denied arson.", [("arson", "denied", [])], id="denied"),
        pytest.param("The frigate foiled a piracy attempt.", [("attempt", "denied", [])], id="foiled"),
        pytest.param("A clerk was charged with fraud.", [], id="no violence"),
        pytest.param("The union discussed violence.", [], id="in passing"),
    ],
)
def test_crimes_that_a_noun_without_sides_names(
    parse: Callable[..., Doc], text: str, wanted: list[tuple[str, str, list[str]]]
) -> None:
    doc = parse(text)
    found = [event for event in find_events(doc, CODEBOOK) if event.event_type == "ASSAULT"]
    assert [(doc[e.head].text, e.status, [doc[i].text for i in e.actors]) for e in found] == wanted


def test_coordinated_verbs_of_one_deed_are_further_triggers(parse: Callable[..., Doc]) -> None:
    doc = parse("A guard shot and killed two men.")
    (event,) = find_events(doc, CODEBOOK)
    assert [doc[start:end].text for start, end in event.further] == ["killed"]
