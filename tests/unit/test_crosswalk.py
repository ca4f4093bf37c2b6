"""The crosswalk: complete over PLOVER's types and modes, in the words of the other schemes, true of whole sentences."""

from __future__ import annotations

import tomllib

import pytest

import dateline
from dateline.codebook import Codebook, load_codebook
from dateline.codebook.loader import BUNDLED
from dateline.records import EVENT_TYPES, EventMention, Report

MODES = {  # PLOVER manual 2.0
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone "
    "heavy-weapons crowd-control unconventional",
}
ACLED = {  # ACLED codebook, event types and their sub-events
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Protests": {"Excessive force against protesters", "Protest with intervention", "Peaceful protest"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Explosions/Remote violence": {
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Strategic developments": {
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use", "Headquarters or base established",
        "Looting/property destruction", "Non-violent transfer of territory", "Other",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


@pytest.mark.parametrize(
    ("event_type", "mode"),
    [(name, mode) for name in EVENT_TYPES for mode in (None, *MODES.get(name, "").split())],
    ids=str,
)
def test_every_type_and_mode_has_its_codes_or_a_row_that_says_none(
    codebook: Codebook, event_type: str, mode: str | None
) -> None:
    codes = codebook.codes(event_type, mode)
    assert None not in (codes.quad, codes.plover_score, codes.cameo_root, codes.goldstein)
    key = f"{event_type}/{mode}" if mode else event_type
    assert key in codebook.crosswalk["cameo"]
    for rows in (codebook.acled, codebook.ucdp):
        closing = [row for row in rows if row.event_type == event_type][-1]
        conditions = (closing.modes, closing.means, closing.actors, closing.other_actors, closing.recipients,
                      closing.entries, closing.traits, closing.needs, closing.lacks)  # fmt: skip
        assert not any(conditions)
        assert not closing.reciprocal


def test_every_mode_of_the_entries_is_one_of_the_manual(codebook: Codebook) -> None:
    used = {(entry.event_type, entry.event_mode) for entry in codebook.entries.values() if entry.event_mode}
    assert [pair for pair in used if pair[1] not in MODES[pair[0]].split()] == []


@pytest.mark.parametrize("event_type", ["ASSAULT", "PROTEST", "MOBILIZE"])
def test_every_mode_has_an_entry_and_every_entry_two_examples(codebook: Codebook, event_type: str) -> None:
    entries = [entry for entry in codebook.entries.values() if entry.event_type == event_type]
    assert set(MODES[event_type].split()) <= {entry.event_mode for entry in entries}
    assert [entry.name for entry in entries if len(entry.examples) < 2] == []


def test_rows_name_sub_events_of_acled_and_their_source(codebook: Codebook) -> None:
    given = [row.values for row in codebook.acled if row.values != (None, None)]
    assert [pair for pair in given if pair[1] not in ACLED.get(str(pair[0]), set())] == []
    assert {str(pair[1]) for pair in given} == set().union(*ACLED.values())
    table = tomllib.loads((BUNDLED / "crosswalk.toml").read_text("utf-8"))
    assert all("codebook" in row["source"] for row in (*table["acled"], *table["ucdp"]))


def test_rows_ask_for_what_there_is(codebook: Codebook) -> None:
    frames = tomllib.loads((BUNDLED / "frames.toml").read_text("utf-8"))
    known = set(codebook.entries) | {f"{name}.{key}" for name, row in frames.items() for key in row if key != "verbs"}
    assert [name for row in codebook.acled for name in row.entries if name not in known] == []
    classes = {name for names in codebook.classes.values() for name in names}
    cues = set(codebook.code_cues)
    for row in codebook.acled:
        for trait in row.traits | row.needs | row.lacks:
            kind, _, name = trait.partition(":")
            assert kind in {"said", "only", "with", "named", "actor", "recipient", "object"}, trait
            assert kind not in {"said", "only"} or name in cues, trait
            assert kind not in {"actor", "recipient", "object"} or name in classes | {
                "pronoun", "reflexive", "name_gpe", "location",
            }, trait  # fmt: skip


@pytest.fixture(scope="module")
def coder() -> dateline.Coder:
    return dateline.Coder()


def surest(report: Report) -> EventMention:
    return max(report.events, key=lambda event: (event.status == "occurred", event.confidence))


@pytest.mark.parametrize(
    ("text", "sub_event"),
    [
        pytest.param("Government troops recaptured the town of Marat from rebels.", "Government regains territory", id="regained"),
        pytest.param("The army drove the rebels out of Velin.", "Government regains territory", id="driven-out"),
        pytest.param("Rebels captured the town of Tolun after days of fighting.", "Non-state actor overtakes territory", id="overtaken"),
        pytest.param("The militants seized control of a border point.", "Non-state actor overtakes territory", id="border-point"),
        pytest.param("Troops took control of a base abandoned by rebels.", "Non-violent transfer of territory", id="abandoned"),
        pytest.param("The rebels ceded two districts to the government.", "Non-violent transfer of territory", id="ceded"),
        pytest.param("Rebels handed over control of a town to the army.", "Non-violent transfer of territory", id="control-handed-over"),
        pytest.param("Insurgents ambushed an army patrol, killing three soldiers.", "Armed clash", id="ambush"),
        pytest.param("Border guards of both countries exchanged fire for an hour.", "Armed clash", id="exchange"),
        pytest.param("The army launched an offensive in the valley.", "Armed clash", id="offensive"),
        pytest.param("The convoy came under attack near Velin.", "Armed clash", id="convoy"),
        pytest.param("Soldiers stormed the camp after rebels had shelled it.", "Armed clash", id="artillery-of-others"),
        pytest.param("Police opened fire on protesters, killing two.", "Excessive force against protesters", id="live-fire"),
        pytest.param("Soldiers killed five people at a peaceful march.", "Excessive force against protesters", id="peaceful-march"),
        pytest.param("Police dispersed a protest with tear gas.", "Protest with intervention", id="dispersed"),
        pytest.param("Police arrested 30 protesters in the capital.", "Protest with intervention", id="protesters-arrested"),
        pytest.param("Hundreds of people demonstrated outside the embassy.", "Peaceful protest", id="peaceful"),
        pytest.param("Students formed a human chain in Velin.", "Peaceful protest", id="human-chain"),
        pytest.param("Taxi drivers went on strike.", None, id="strike-without-demonstration"),
        pytest.param("Prisoners began a hunger strike.", None, id="hunger-strike"),
        pytest.param("Protesters clashed with police.", "Violent demonstration", id="clash-with-police"),
        pytest.param("Demonstrators blocked a road with burning tyres.", "Violent demonstration", id="burning-tyres"),
        pytest.param("Demonstrators threw stones at police, who responded with tear gas.", "Violent demonstration", id="stones"),
        pytest.param("Villagers lynched two suspected thieves.", "Mob violence", id="lynching"),
        pytest.param("Two groups of youths fought with sticks and stones.", "Mob violence", id="youths"),
        pytest.param("Chemical weapons were used against the town.", "Chemical weapon", id="chemical"),
        pytest.param("The air force bombed the village of Marat.", "Air/drone strike", id="air-force"),
        pytest.param("A drone hit a fuel depot in Norvia.", "Air/drone strike", id="drone"),
        pytest.param("A suicide bomber detonated his vest in a mosque.", "Suicide bomb", id="suicide"),
        pytest.param("Mortar shells fell on the village overnight.", "Shelling/artillery/missile attack", id="shells"),
        pytest.param("A fighter jet was shot down over the province.", "Shelling/artillery/missile attack", id="crewed-aircraft"),
        pytest.param("A bus ran over a landmine near Velin.", "Remote explosive/landmine/IED", id="landmine"),
        pytest.param("Unknown men lobbed a hand grenade at the mayor's house.", "Grenade", id="grenade"),
        pytest.param("Soldiers raped several women during a raid.", "Sexual violence", id="sexual"),
        pytest.param("Gunmen attacked a village and killed nine residents.", "Attack", id="civilians"),
        pytest.param("Gunmen dragged two teachers from their homes.", "Abduction/forced disappearance", id="dragged-off"),
        pytest.param("The militia arrested a judge.", "Abduction/forced disappearance", id="arrest-by-nonstate"),
        pytest.param("The warring sides exchanged forty prisoners.", "Agreement", id="prisoners-exchanged"),
        pytest.param("Peace talks between the government and the rebels began in Velin.", "Agreement", id="peace-talks"),
        pytest.param("Forty rebels surrendered with their weapons.", "Agreement", id="surrender"),
        pytest.param("The army captured six insurgents.", "Arrests", id="combatants-captured"),
        pytest.param("Security forces rounded up dozens of activists.", "Arrests", id="activists"),
        pytest.param("Soldiers defected to the opposition.", "Change to group/activity", id="defection"),
        pytest.param("Reinforcements arrived in Tolun.", "Change to group/activity", id="reinforcements"),
        pytest.param("Several officers formed a new rebel group.", "Change to group/activity", id="new-group"),
        pytest.param("Soldiers defused a bomb near a bridge.", "Disrupted weapons use", id="defused"),
        pytest.param("Air defences shot down a drone near the border.", "Disrupted weapons use", id="uncrewed-aircraft"),
        pytest.param("Troops uncovered an arms depot.", "Disrupted weapons use", id="depot"),
        pytest.param("The army established a new base in Marat.", "Headquarters or base established", id="base"),
        pytest.param("Rebels torched two villages.", "Looting/property destruction", id="torched"),
        pytest.param("Soldiers seized power in Norvia.", "Other", id="coup"),
        pytest.param("The minister condemned the blockade of the strait.", None, id="words"),
    ],
)  # fmt: skip
def test_the_sub_event_of_a_sentence(coder: dateline.Coder, text: str, sub_event: str | None) -> None:
    assert surest(coder.annotate(text, published="2024-03-14")).codes.acled_sub_event_type == sub_event
