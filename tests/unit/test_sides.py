"""Who is a side: the ways in which English names those whom an act concerns."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dateline.codebook import load_codebook
from dateline.stages.argument_rules import argument_rules
from dateline.stages.events import example_coder

CODEBOOK = load_codebook()
PLV = load_codebook(conventions="plv")
MEANTIME = load_codebook(conventions="meantime")
Parse = Callable[..., Doc]


def sides(parse: Parse, text: str, codebook: object = CODEBOOK) -> list[tuple[str, str, str]]:
    """Type, actors and recipients of every event, sides joined by "; "."""
    coder = example_coder(parse, codebook)  # type: ignore[arg-type]
    return [(kind, "; ".join(actors), "; ".join(recipients)) for kind, _, _, actors, recipients in coder(text)]


def row(text: str, *wanted: tuple[str, str, str], id: str) -> object:
    return pytest.param(text, list(wanted), id=id)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # whom an act on a thing concerns
        row("The rebels returned the stolen statue to Norvia.", ("RETREAT", "The rebels", "Norvia"), id="given-to"),
        row("The council lifted the ban on imports from Norvia.", ("RETREAT", "The council", "Norvia"), id="nested"),
        row("The bank lifted the ban on Norvian wool.", ("RETREAT", "The bank", "Norvian"), id="whose-goods"),
        row("The premier rejected the offer made by the rebels.",
            ("REJECT", "The premier", "the rebels"), ("SUPPORT", "the rebels", ""), id="made-by"),
        row("The premier rejected Norvia's offer.", ("REJECT", "The premier", "Norvia"), id="whose-offer"),
        row("Police opened an inquiry into how the warders treated the prisoners.",
            ("ACCUSE", "Police", "the warders"), ("AID", "the warders", "the prisoners"), id="clause-after-preposition"),
        row("The council lifted the sanctions imposed on Norvia.",
            ("RETREAT", "The council", "Norvia"), ("SANCTION", "", "Norvia"), id="participle"),
        row("The league has agreed to open its border for Kestrians to look for work.",
            ("RETREAT", "The league", "Kestrians"), id="for-to"),
        row("Norvia condemned the attack on the church.",
            ("ACCUSE", "Norvia", "the attack"), ("ASSAULT", "", "the church"), id="not-the-victims"),
        row("Gunmen stormed a mosque in Kestria.", ("ASSAULT", "Gunmen", "a mosque"), id="what-is-hit-stays"),
        row("The ministry expelled two Belarusian attachés.",
            ("COERCE", "The ministry", "two Belarusian attachés"), id="people-are-no-things"),
        row("Norvia is willing to withdraw its troops from Kestria.", ("RETREAT", "Norvia", "Kestria"), id="own-troops"),
        row("The chief prosecutor has charged a banker with contempt of court.",
            ("ACCUSE", "The chief prosecutor", "a banker"), id="object-before-preposition"),
        row("The army released two hostages, according to Norvian officials.",
            ("RETREAT", "The army", "two hostages"), id="according-to"),
        row("The court accused the president of fraud.", ("ACCUSE", "The court", "the president"), id="of-what"),
        row("The court accused the president of Norvia.", ("ACCUSE", "The court", "the president of Norvia"), id="of"),
        row("The army accused the guerrillas of kidnapping two engineers.",
            ("ACCUSE", "The army", "the guerrillas"), ("ASSAULT", "the guerrillas", "two engineers"), id="of-doing"),
        row("The premier blamed Norvia for bombing the port.",
            ("ACCUSE", "The premier", "Norvia"), ("ASSAULT", "Norvia", "the port"), id="for-doing"),
        # who did it
        row("Rebels set two trucks on fire.", ("ASSAULT", "Rebels", "two trucks"), id="what-burns"),
        row("An army patrol ambushed the rebels.", ("ASSAULT", "An army patrol", "the rebels"), id="a-patrol"),
        row("The opposition condemned the vote.", ("ACCUSE", "The opposition", "the vote"), id="a-body-not-an-act"),
        row("Police are hunting a man who left a bag that exploded, wounding 13 people.",
            ("ASSAULT", "", ""), ("ASSAULT", "", "13 people"), id="what-exploded"),
        row("It exploded, killing two soldiers.", ("ASSAULT", "", ""), ("ASSAULT", "", "two soldiers"),
            id="it-exploded"),
        row("There are many ways to bring down a drone.", ("ASSAULT", "", "a drone"), id="ways-to"),
        row("He is not charged with taking part in the April attack, which killed three people.",
            ("ACCUSE", "", "He"), ("ASSAULT", "", ""), ("ASSAULT", "", "three people"), id="not-charged"),
        row("Five men were wounded in a battle between troops and rebels.",
            ("ASSAULT", "", "Five men"), ("ASSAULT", "troops; rebels", ""), id="either-side"),
        row("No group has attacked the town.", ("ASSAULT", "", "the town"), id="no-group"),
        row("Nobody said they were behind the attack.", ("ASSAULT", "", ""), id="nobody-said-they"),
        row("Fighting between rival gangs left 17 prisoners dead.", ("ASSAULT", "rival gangs", ""), ("ASSAULT", "rival gangs", "17 prisoners"),
            id="gerund"),
        row("In this file photo, senior adviser Ana Reyes attends a meeting with farmers in Kestria.",
            ("CONSULT", "senior adviser Ana Reyes; farmers", ""), id="photo-of"),
        row("The mayor sent a letter urging the governor to resign.", ("REQUEST", "The mayor", "the governor"),
            id="letter-urging"),
        row("A court ordered two ministers jailed.", ("COERCE", "A court", "two ministers"), id="ordered-jailed"),
        row("Twin bombs exploded in Velin.", ("ASSAULT", "", ""), id="exploded-where"),
        row("Two bombs went off at Orton Street.", ("ASSAULT", "", ""), id="exploded-in-the-street"),
        row("Two bombs exploded outside an embassy in Velin.", ("ASSAULT", "", "an embassy"),
            id="exploded-at-what"),
        # operators
        row("Norvia warned Kestria that it would close the border.", ("THREATEN", "Norvia", "Kestria"), id="addressee"),
        row("The premier gave the rebels a deadline.", ("THREATEN", "The premier", "the rebels"), id="indirect-object"),
        row("The workers will not end the strike until the ministry pays them.",
            ("REJECT", "The workers", "the ministry"), id="until"),
        row("The minister said Kestria must disarm.", ("REQUEST", "The minister", "Kestria"), id="must"),
        row("The union is committed to supporting the mayor.", ("AGREE", "The union", "the mayor"), id="committed"),
        row("Norvia agreed to let Kestrian inspectors count the votes.",
            ("CONCEDE", "Norvia", "Kestrian inspectors"), id="let"),
        row("The president phoned the Kestrian premier to congratulate him.",
            ("SUPPORT", "The president", "the Kestrian premier"), id="called-to"),
        row("The government ordered the newspaper to suspend publication.",
            ("COERCE", "The government", "the newspaper"), id="ordered-upon-itself"),
        row("The minister authorised the release of two prisoners.",
            ("RETREAT", "The minister", "two prisoners"), id="authorised"),
        # actors
        row("Norvia, along with Kestria, condemned the general.",
            ("ACCUSE", "Norvia; Kestria", "the general"), id="along-with"),
        row("Norvia together with three neighbours sent aid to the refugees.",
            ("AID", "Norvia; three neighbours", "the refugees"), id="together-with"),
        row("Nine farmers were killed in militia raids.",
            ("ASSAULT", "militia", "Nine farmers"), ("ASSAULT", "militia", ""), id="killed-in-raids"),
        row("The thing exploded near a school.", ("ASSAULT", "", "a school"), id="what-explodes"),
        row("Two judges, shot dead by a sniper, were buried on Monday.", ("ASSAULT", "a sniper", "Two judges"), id="agent"),
        row("The league released a statement condemning the premier.",
            ("ACCUSE", "The league", "the premier"), id="statement-condemning"),
        row("Forces loyal to General Haddo shelled the airport.",
            ("ASSAULT", "Forces loyal to General Haddo", "the airport"), id="loyal-to"),
        row("Police arrested the mayor, John Miller, and two aides.",
            ("COERCE", "Police", "John Miller; two aides"), id="list-behind-a-name"),
        row("The premier condemned the Paris attacks.",
            ("ACCUSE", "The premier", "the Paris attacks"), ("ASSAULT", "", "Paris"), id="town-before-the-noun"),
        row("The rebels entered the town at dawn.", ("ASSAULT", "The rebels", "the town"), id="entered"),
        row("Reindeer herders have been promised compensation.", ("AGREE", "", "Reindeer herders"), id="promised"),
        row("Velin: The ministry has denied permission to the opposition.",
            ("REJECT", "The ministry", "the opposition"), id="perfect-under-a-noun"),
        # passives that do not look it, agents and objects that stand apart
        row("The rebels had the prisoners released.", ("RETREAT", "The rebels", "the prisoners"), id="had-them-freed"),
        row("The accord will see grain delivered to six towns.", ("AID", "", "six towns"), id="see-it-done"),
        row("Ten people were killed and five houses burned.",
            ("ASSAULT", "", "Ten people"), ("ASSAULT", "", "five houses"), id="auxiliary-left-out"),
        row("Minister arrested for fraud", ("COERCE", "", "Minister"), id="headline-passive"),
        row("Three people shot in office in Velin", ("ASSAULT", "", "Three people"), id="headline-shot"),
        row("The police shot at the marchers.", ("ASSAULT", "The police", "the marchers"), id="shot-at"),
        row("The mayor was attacked and beaten by rebels.", ("ASSAULT", "rebels", "The mayor"), id="shared-agent"),
        row("These are the soldiers they plan to kill.", ("THREATEN", "they", "the soldiers"), id="gap-in-the-aim"),
        row("The rebels killed two soldiers, a teacher and a nurse.",
            ("ASSAULT", "The rebels", "two soldiers; a teacher; a nurse"), id="list-as-apposition"),
        row("Police arrested six men, four in Velin.", ("COERCE", "Police", "six men"), id="real-apposition"),
        row("The chancellor left on a tour of Norvia.", ("CONSULT", "", "Norvia"), id="tour-of"),
        row("The deal favored the unions.", ("SUPPORT", "", "the unions"), id="a-deal-does-nothing"),
        row("The town asked Norvia for aid.", ("REQUEST", "The town", "Norvia"), id="asked-for"),
        row("Farmers seek more government aid.", ("REQUEST", "Farmers", "government"), id="government-aid"),
        row("The company signed the agreement in Velin.", ("SUPPORT", "The company", ""), id="signed-where"),
        # both sides
        row("The Norvian and Kestrian envoys met in Velin.", ("CONSULT", "Norvian; Kestrian", ""), id="two-nations"),
        row("The government began peace talks with the rebels.",
            ("CONSULT", "The government; the rebels", ""), id="talks-with"),
        row("Norvia and Kestria have agreed to share intelligence on smugglers.",
            ("AGREE", "Norvia; Kestria", ""), id="partners"),
        row("The airline bought forty jets from Kestria.", ("COOPERATE", "The airline", "Kestria"), id="trade"),
    ],
)  # fmt: skip
def test_sides(parse: Parse, text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert sides(parse, text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        row("The European envoy issued an ultimatum to the rebels, warning that it would close the border.",
            ("THREATEN", "The European envoy", "the rebels"), id="ultimatum-warning"),
        row("A widow has started a hunger strike, protesting the verdict of the court.",
            ("PROTEST", "A widow", "the court"), id="sides-of-both"),
        row("The ministry gave ten million to help the refugees.", ("AID", "The ministry", "the refugees"), id="purpose"),
        row("Officers shot and killed two men.", ("ASSAULT", "Officers", "two men"), id="coordinated"),
        row("The guards beat two men and killed a third.",
            ("ASSAULT", "The guards", "two men"), ("ASSAULT", "The guards", "a third"), id="others"),
        row("The junta imposed martial law, dismissing the government.",
            ("COERCE", "The junta", ""), ("COERCE", "The junta", "the government"), id="another-deed"),
        row("The judge freed the editor after the general freed the pilots.",
            ("RETREAT", "The judge", "the editor"), ("RETREAT", "the general", "the pilots"), id="another-subject"),
    ],
)  # fmt: skip
def test_one_act_is_one_event(parse: Parse, text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert sides(parse, text) == wanted


@pytest.mark.parametrize(
    ("text", "manual", "plv"),
    [
        ("The rebels declared a truce in Kestria.", "", "Kestria"),
        ("The rebels laid down their arms in eastern Kestria.", "", "eastern Kestria"),
        ("Gunmen stormed a mosque in Kestria.", "a mosque", "a mosque"),
    ],
    ids=["truce", "disarmed", "what-is-hit-stays"],
)
def test_places_stand_for_people_where_the_conventions_say_so(parse: Parse, text: str, manual: str, plv: str) -> None:
    assert [recipient for _, _, recipient in sides(parse, text)] == [manual]
    assert [recipient for _, _, recipient in sides(parse, text, PLV)] == [plv]


@pytest.mark.parametrize(
    ("text", "manual", "literal"),
    [
        ("The airline received a loan from Kestria.", ("Kestria", "The airline"), ("The airline", "a loan")),
        ("The company signed a contract with Norvia.", ("The company; Norvia", ""), ("The company", "a contract")),
        ("Norvia rejected the proposal.", ("Norvia", "the proposal"), ("Norvia", "")),
        ("The army shelled two villages.", ("The army", "two villages"), ("The army", "two villages")),
    ],
    ids=["received", "signed", "no-entity", "same"],
)
def test_meantime_has_subject_and_object(
    parse: Parse, text: str, manual: tuple[str, str], literal: tuple[str, str]
) -> None:
    assert sides(parse, text)[0][1:] == manual
    assert sides(parse, text, MEANTIME)[0][1:] == literal


@pytest.mark.parametrize(
    ("noun", "abstract"), [("improvement", True), ("efficiency", True), ("city", False), ("government", False)]
)
def test_abstract_nouns(noun: str, abstract: bool) -> None:
    assert argument_rules().is_abstract_noun(noun) is abstract


@pytest.mark.parametrize(
    ("noun", "person"),
    [("smuggler", True), ("investor", True), ("evacuee", True), ("border", False), ("plan", False), ("ban", False)],
)
def test_agent_nouns(noun: str, person: bool) -> None:
    assert argument_rules().is_agent_noun(noun) is person
