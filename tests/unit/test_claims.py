"""Claims: claimant, cue, content, stance, certainty and nesting, on reports of invented incidents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc, Token

from dateline.catalogue.cues import read_cues
from dateline.errors import DataError
from dateline.records import Claim, Entity
from dateline.stages.claims import claims_covering, find_claims
from dateline.stages.phrases import noun_phrase, token_span
from dateline.stages.quotes import find_quotes, passages

Parse = Callable[..., Doc]


class Phrases:
    """Claimants by the words of their phrase alone."""

    def of(self, token: Token) -> Entity:
        span = token_span(token.doc, *noun_phrase(token))
        return Entity(span=span, text=span.text, name=span.text)


def claims_in(doc: Doc) -> list[Claim]:
    return find_claims(doc, Phrases())


def by_cue(doc: Doc, cue: str) -> Claim:
    found = [claim for claim in claims_in(doc) if claim.cue.text == cue]
    assert len(found) == 1, [claim.cue.text for claim in claims_in(doc)]
    return found[0]


CONTENTS = [
    (
        "The ministry said that rebels had burned the mill.",
        "said",
        "The ministry",
        "that rebels had burned the mill.",
    ),
    ("Rebels burned the mill, the ministry said.", "said", "the ministry", "Rebels burned the mill"),
    ("“Rebels burned the mill,” the ministry said.", "said", "the ministry", "“Rebels burned the mill,”"),
    (
        "“Rebels burned the mill,” said Colonel Ivo Marek.",
        "said",
        "Colonel Ivo Marek",
        "“Rebels burned the mill,”",
    ),
    (
        "Colonel Ivo Marek said: “The mill is burning. We saw the smoke.”",
        "said",
        "Colonel Ivo Marek",
        "“The mill is burning. We saw the smoke.”",
    ),
    (
        "“The mill is burning,” the mayor said. “We saw the smoke.”",
        "said",
        "the mayor",
        "“The mill is burning,” the mayor said. “We saw the smoke.”",
    ),
    (
        "According to the governor, shells fell on the old harbor.",
        "According to",
        "the governor",
        "shells fell on the old harbor.",
    ),
    (
        "Shells fell on the harbor, according to the governor.",
        "according to",
        "the governor",
        "Shells fell on the harbor",
    ),
    ("The union condemned the raid on its offices.", "condemned", "The union", "the raid on its offices"),
    ("The rebels vowed to burn the mill again.", "vowed", "The rebels", "to burn the mill again"),
    ("The mayor called for an inquiry into the fire.", "called for", "The mayor", "an inquiry into the fire"),
    (
        "The Northern Front claimed responsibility for the ambush at the mill.",
        "claimed responsibility",
        "The Northern Front",
        "the ambush at the mill",
    ),
    (
        "The governor accused the rebels of burning the mill.",
        "accused",
        "The governor",
        "the rebels of burning the mill",
    ),
    (
        "Troops hit two camps that the ministry said had sheltered smugglers.",
        "said",
        "the ministry",
        "had sheltered smugglers.",
    ),
]


@pytest.mark.parametrize(("text", "cue", "claimant", "content"), CONTENTS, ids=[case[0][:40] for case in CONTENTS])
def test_who_said_what(parse: Parse, text: str, cue: str, claimant: str, content: str) -> None:
    claim = by_cue(parse(text), cue)
    assert claim.claimant is not None
    assert claim.claimant.text == claimant
    assert claim.content.text.rstrip(".") == content.rstrip(".")


STANCES = [
    ("The army denied that it had shelled the school.", "denied", "deny"),
    ("The army confirmed that it had shelled the school.", "confirmed", "confirm"),
    ("The mayor blamed the army for the fire.", "blamed", "accuse"),
    ("The rebels threatened to shell the town.", "threatened", "threaten"),
    ("The rebels demanded that the army leave.", "demanded", "demand"),
    ("The premier promised to rebuild the school.", "promised", "promise"),
    ("Analysts estimated that forty houses had burned.", "estimated", "estimate"),
    ("The army said that it had left.", "said", "assert"),
    ("The army did not confirm that it had left.", "confirm", "doubt"),
    ("The Northern Front took responsibility for the ambush.", "took responsibility", "claim-responsibility"),
]


@pytest.mark.parametrize(("text", "cue", "stance"), STANCES, ids=[case[2] + " " + case[1] for case in STANCES])
def test_stance(parse: Parse, text: str, cue: str, stance: str) -> None:
    assert by_cue(parse(text), cue).stance == stance


CERTAINTIES = [
    ("The army said that rebels burned the mill.", "certain"),
    ("The army said that rebels may have burned the mill.", "possible"),
    ("The army said that rebels probably burned the mill.", "probable"),
    ("The army believes that rebels burned the mill.", "probable"),
    ("The army asked whether rebels burned the mill.", "unknown"),
]


@pytest.mark.parametrize(("text", "certainty"), CERTAINTIES, ids=[case[0] for case in CERTAINTIES])
def test_certainty(parse: Parse, text: str, certainty: str) -> None:
    (claim,) = claims_in(parse(text))
    assert claim.certainty == certainty


TYPES = [
    ("Officials said the mill had burned.", "anonymous-official"),
    ("Two senior officials said the mill had burned.", "anonymous-official"),
    ("Witnesses said the mill had burned.", "witness"),
    ("The police said the mill had burned.", "police"),
    ("The rebels said the mill had burned.", "armed-group"),
    ("An analyst said the mill had burned.", "expert"),
    ("The defense ministry said the mill had burned.", "government"),
    ("The mill was reported to have burned.", "unknown"),
]


@pytest.mark.parametrize(("text", "kind"), TYPES, ids=[case[0] for case in TYPES])
def test_claimant_type(parse: Parse, text: str, kind: str) -> None:
    found = claims_in(parse(text))
    assert [claim.claimant_type for claim in found if claim.claimant is not None] == (
        [kind] if kind != "unknown" else []
    )


def test_a_claim_told_within_another_points_to_it(parse: Parse) -> None:
    doc = parse("The governor said that the rebels claim they hold the bridge.")
    outer, inner = by_cue(doc, "said"), by_cue(doc, "claim")
    assert (outer.within, inner.within) == (None, outer.id)


def test_quoted_only_where_the_content_stands_in_quotation_marks(parse: Parse) -> None:
    assert by_cue(parse("“Rebels burned the mill,” the ministry said."), "said").quoted
    assert not by_cue(parse("The ministry said rebels burned the “old” mill."), "said").quoted


def test_allegedly_is_a_claim_of_nobody_named(parse: Parse) -> None:
    claim = by_cue(parse("Rebels allegedly burned the mill."), "allegedly")
    assert (claim.claimant, claim.certainty) == (None, "unknown")


def test_claims_covering_gives_the_innermost_last_and_leaves_the_speaker_out(parse: Parse) -> None:
    text = "The governor said that the rebels claim they hold the bridge."
    claims = claims_in(parse(text))
    place = text.index("bridge")
    assert [claim.cue.text for claim in claims_covering(claims, place, place + 6)] == ["said", "claim"]
    assert claims_covering(claims, 0, 3) == []


def test_what_the_report_tells_between_two_halves_of_a_quotation_is_not_covered(parse: Parse) -> None:
    text = "“The mill burned,” said Ana Kos, who led the march. “Nobody came to help.”"
    claims = claims_in(parse(text))
    assert [claim.cue.text for claim in claims_covering(claims, text.index("burned"), text.index("burned") + 6)] == [
        "said"
    ]
    assert claims_covering(claims, text.index("march"), text.index("march") + 5) == []


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no” and left.", ["“no”"]),
        ('He said "no" and "yes".', ['"no"', '"yes"']),
        ("Er sagte «nein».", ["«nein»"]),
        ("`` Stop '' , he said .", ["`` Stop ''"]),
        ("He said “no and left.", []),
        ('He said "no and left.\n\n"Yes," she said.', ['"no and left.', '"Yes,"']),
        ("“First part.\n\n“Second part.” The end.", ["“First part.", "“Second part.”"]),
        ("The rebels’ mill", []),
        ("", []),
        ("””““", []),
    ],
)
def test_find_quotes(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in find_quotes(text)] == quoted


def test_an_unknown_stance_in_the_data_is_refused() -> None:
    blocks: dict[str, object] = {name: [] for name in ("prepositional", "phrasal", "nouns", "markers", "adverbs")}
    tables: dict[str, object] = {name: {} for name in ("hedges", "claimant_words", "claimant_sectors")}
    verbs = [{"lemmas": ["say"], "takes": ["clause"], "stance": "shout", "certainty": "certain"}]
    with pytest.raises(DataError, match="shout"):
        read_cues({**blocks, **tables, "verbs": verbs})


def test_coordinated_speakers_each_have_their_claim(parse: Parse) -> None:
    doc = parse("Residents and a local official said that rebels burned the mill.")
    claims = claims_in(doc)
    assert [claim.claimant.text for claim in claims if claim.claimant] == ["Residents", "a local official"]
    assert len({claim.id for claim in claims}) == len(claims)


def test_a_cue_joined_to_the_first_ends_its_content(parse: Parse) -> None:
    doc = parse("The mayor said the mill was burning and told residents that the road was closed.")
    assert by_cue(doc, "said").content.text == "the mill was burning"


def test_who_asked_is_not_who_answers(parse: Parse) -> None:
    claim = by_cue(parse("Asked whether the mill was burning, the mayor said that it was."), "Asked")
    assert claim.claimant is None


Told = tuple[str | None, str, str]
"""Claimant, cue and content of a claim as written."""


def told_in(doc: Doc) -> list[Told]:
    return [
        (claim.claimant.text if claim.claimant else None, claim.cue.text, claim.content.text.rstrip("."))
        for claim in claims_in(doc)
    ]


WAYS: list[tuple[str, str, list[Told]]] = [
    (
        "mixed quotation",
        "The governor said the attack was “an act of cowardice” and promised an inquiry.",
        [("The governor", "said", "the attack was “an act of cowardice”")],
    ),
    (
        "inverted quotation with a title",
        "“The convoy was hit,” said opposition leader Petr Lind.",
        [("opposition leader Petr Lind", "said", "“The convoy was hit,”")],
    ),
    ("one word before its cue", "“Never,” he said.", [("he", "said", "“Never,”")]),
    (
        "quotation split within the sentence",
        "“The shells fell at dawn,” Colonel Ivo Marek said, “and nobody was warned.”",
        [
            (
                "Colonel Ivo Marek",
                "said",
                "“The shells fell at dawn,” Colonel Ivo Marek said, “and nobody was warned.”",
            )
        ],
    ),
    (
        "quotation over paragraphs, cue at its end",
        "“The shelling went on for an hour.\n\n“We ran to the cellar and waited,” said Mara Kos, a baker.",
        [("Mara Kos", "said", "“The shelling went on for an hour.\n\n“We ran to the cellar and waited,”")],
    ),
    (
        "quotation over paragraphs, cue at its start",
        "Mara Kos said: “The shelling went on for an hour.\n\n“We ran to the cellar and waited.”",
        [("Mara Kos", "said", "“The shelling went on for an hour.\n\n“We ran to the cellar and waited.”")],
    ),
    (
        "marker inside the sentence",
        "Three men, according to witnesses, were dragged from the bus.",
        [("witnesses", "according to", "Three men, according to witnesses, were dragged from the bus")],
    ),
    (
        "statement by",
        "A statement by the Northern Front said its fighters had burned the depot.",
        [("A statement", "said", "its fighters had burned the depot")],
    ),
    (
        "reports of",
        "There were reports of heavy fighting in Kestria.",
        [(None, "reports", "heavy fighting in Kestria")],
    ),
    ("no reports of", "There were no immediate reports of casualties.", [(None, "reports", "casualties")]),
    (
        "believed to have",
        "The commander is believed to have fled to Norvia.",
        [(None, "believed", "The commander is believed to have fled to Norvia")],
    ),
    (
        "reported killed",
        "Two guards were reported killed in the raid.",
        [(None, "reported", "Two guards were reported killed in the raid")],
    ),
    (
        "it was reported that",
        "It was reported that two guards had been killed.",
        [(None, "reported", "that two guards had been killed")],
    ),
    ("reported in the passive", "No casualties were reported.", [(None, "reported", "No casualties")]),
    (
        "seen as",
        "The rebels are seen as the main obstacle to peace.",
        [(None, "seen", "The rebels are seen as the main obstacle to peace")],
    ),
    (
        "claimed attack",
        "The ambush was claimed by the Northern Front.",
        [("the Northern Front", "claimed", "The ambush")],
    ),
    (
        "blamed on",
        "The bombing was blamed on the Northern Front.",
        [(None, "blamed", "The bombing was blamed on the Northern Front")],
    ),
    (
        "suspected of",
        "The general is suspected of ordering the massacre.",
        [(None, "suspected", "The general is suspected of ordering the massacre")],
    ),
    (
        "denied involvement",
        "The Northern Front denied involvement in the bombing.",
        [("The Northern Front", "denied involvement", "the bombing")],
    ),
    (
        "nobody claims",
        "No group has claimed responsibility for the bombing.",
        [(None, "claimed responsibility", "the bombing")],
    ),
    (
        "no claim of responsibility",
        "There was no immediate claim of responsibility for the bombing.",
        [(None, "claim", "the bombing")],
    ),
    (
        "conviction",
        "The mayor was convinced that the rebels had left.",
        [("The mayor", "convinced", "that the rebels had left")],
    ),
    (
        "worry",
        "Aid workers are worried about the fighting in Kestria.",
        [("Aid workers", "are worried", "the fighting in Kestria")],
    ),
    (
        "light verb",
        "The envoy made the case that the truce would hold.",
        [("The envoy", "made the case", "that the truce would hold")],
    ),
    (
        "verb with particle",
        "The envoy pointed out that the truce had held.",
        [("The envoy", "pointed out", "that the truce had held")],
    ),
    (
        "view",
        "In the governor's view, the raid was a crime.",
        [("the governor", "In the governor's view", "the raid was a crime")],
    ),
    (
        "speaker before a colon",
        "Police: Three dead in market blast",
        [("Police", ":", "Three dead in market blast")],
    ),
    (
        "saying after quoted",
        "The agency quoted the minister as saying that the border was closed.",
        [
            ("The agency", "quoted", "the minister as saying that the border was closed"),
            ("the minister", "saying", "that the border was closed"),
        ],
    ),
    (
        "second cue behind a comma",
        "The army spokesman said the fire was started by shelling, adding that two men had been hurt.",
        [
            ("The army spokesman", "said", "the fire was started by shelling"),
            ("The army spokesman", "adding", "that two men had been hurt"),
        ],
    ),
    (
        "remark behind a claim",
        "The army said it had killed 12 rebels, a claim that could not be verified.",
        [("The army", "said", "it had killed 12 rebels")],
    ),
    (
        "time of saying",
        "A rights group said on Tuesday it had evidence of torture.",
        [("A rights group", "said", "it had evidence of torture")],
    ),
    (
        "claim of somebody, denied",
        "The minister's claim that the rebels had fled was denied by the governor.",
        [
            ("the governor", "denied", "The minister's claim that the rebels had fled"),
            ("The minister", "claim", "that the rebels had fled"),
        ],
    ),
    (
        "blow of speech",
        "The premier attacked the mayor over the flooding.",
        [("The premier", "attacked", "the mayor")],
    ),
    (
        "made clear",
        "The governor made it clear that he would stay.",
        [("The governor", "made it clear", "that he would stay")],
    ),
    (
        "said in a statement that",
        "The mission said in a statement that it was “deeply worried” by the violence.",
        [("The mission", "said", "that it was “deeply worried” by the violence")],
    ),
    (
        "called on",
        "Norvia has called on the rebels to lay down their arms.",
        [("Norvia", "called on", "the rebels to lay down their arms")],
    ),
    (
        "citing behind the clause",
        "Local media reported that six people had been killed, citing hospital sources.",
        [
            ("Local media", "reported", "that six people had been killed"),
            ("hospital sources", "citing", "that six people had been killed"),
        ],
    ),
    (
        "accused by somebody",
        "The president has been accused by the opposition of jailing his critics.",
        [
            (
                "the opposition",
                "accused",
                "The president has been accused by the opposition of jailing his critics",
            )
        ],
    ),
    ("put at", "Medics put the death toll at 12.", [("Medics", "put", "the death toll at 12")]),
    (
        "aside behind a closing cue",
        "A strike killed a commander, two officials said, in what would be the heaviest blow in years.",
        [("two officials", "said", "A strike killed a commander")],
    ),
    ("channel", "Grey Lantern took credit on social media.", []),
    ("if confirmed", "The strike would be a heavy blow if it is confirmed.", []),
    ("blow of arms", "Government troops attacked the town for three days.", []),
    ("shot down", "The rebels shot down a helicopter.", []),
    ("material help", "Kestria supports the rebels with weapons.", []),
    (
        "sources told from others",
        "Residents reached by phone said soldiers had left the town.",
        [("Residents reached by phone", "said", "soldiers had left the town")],
    ),
    (
        "speaker of an infinitive",
        "The rebels recalled the governor's refusal to say that he had fled.",
        [("the governor", "say", "that he had fled")],
    ),
    (
        "subject parsed as an apposition",
        "In her speech, Kos, who has led the union for years, warned against a strike.",
        [("Kos", "warned against", "a strike")],
    ),
    (
        "cue before a name and a colon",
        "Added Marek: “The mill burned down in an hour.”",
        [("Marek", "Added", "“The mill burned down in an hour.”")],
    ),
    (
        "gerund in an opening phrase",
        "In addition to saying that the dam had failed, the mayor resigned.",
        [("the mayor", "saying", "that the dam had failed")],
    ),
    (
        "short of a gerund",
        "The mayor stopped short of calling the raid a crime.",
        [("The mayor", "calling", "the raid a crime")],
    ),
    (
        "left to wonder",
        "The raid left villagers wondering who had ordered it.",
        [("villagers", "wondering", "who had ordered it")],
    ),
    (
        "nobody is it",
        "It is hard to imagine that the dam will hold.",
        [(None, "imagine", "that the dam will hold")],
    ),
    (
        "what is held up speaks",
        "Ana Kos held up a sign saying that the mill must close.",
        [("a sign", "saying", "that the mill must close")],
    ),
    (
        "in the hope that",
        "The rebels waited in the hope that the army would leave.",
        [("The rebels", "hope", "that the army would leave")],
    ),
    (
        "speaker outside the quotation",
        "The mayor seemed calm, telling reporters, “Many people said the dam would hold.”",
        [("The mayor", "telling", "“Many people said the dam would hold.”")],
    ),
    (
        "survey",
        "In a survey of miners, 40 percent said they wanted a strike.",
        [("a survey of miners", "In", "40 percent said they wanted a strike")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in WAYS], ids=[case[0] for case in WAYS])
def test_ways_of_telling(parse: Parse, text: str, expected: list[Told]) -> None:
    found = told_in(parse(text))
    assert [item for item in found if item in expected] == expected, found
    assert expected or not found, found


NEGATED = [
    ("No group has claimed responsibility for the bombing.", "claimed responsibility"),
    ("There was no immediate claim of responsibility for the bombing.", "claim"),
    ("The Northern Front did not claim responsibility for the raid.", "claim responsibility"),
    ("The army did not deny that it had shelled the school.", "deny"),
    ("There were no immediate reports of casualties.", "reports"),
    ("The army has neither confirmed nor denied the report.", "denied"),
    ("There has been no independent confirmation of the report.", "confirmation"),
]


@pytest.mark.parametrize(("text", "cue"), NEGATED, ids=[case[0] for case in NEGATED])
def test_a_negated_cue_is_doubt(parse: Parse, text: str, cue: str) -> None:
    assert by_cue(parse(text), cue).stance == "doubt"


def test_a_chain_of_sources_is_kept_by_within(parse: Parse) -> None:
    doc = parse("The Velin Post, citing two officials, reported that the ombudsman blames the army for the fire.")
    outer, cited, inner = by_cue(doc, "reported"), by_cue(doc, "citing"), by_cue(doc, "blames")
    assert (outer.within, cited.within, inner.within) == (None, outer.id, outer.id)
    assert cited.claimant is not None
    assert (cited.claimant.text, cited.content) == ("two officials", outer.content)


ANONYMITY = [
    (
        "participle",
        "A senior official, speaking on condition of anonymity because he was not authorised to speak to the media, "
        "said the talks had failed.",
        "said",
        "speaking on condition of anonymity because he was not authorised to speak to the media",
    ),
    (
        "relative clause",
        "The talks had failed, said two diplomats who spoke on condition of anonymity because of the sensitivity of the "
        "issue.",
        "said",
        "who spoke on condition of anonymity because of the sensitivity of the issue",
    ),
    (
        "asked not to be named",
        "A security source, who asked not to be named, said the convoy had been hit.",
        "said",
        "who asked not to be named",
    ),
    (
        "behind the cue",
        "The base had been overrun, a military officer said on condition of anonymity because of security rules.",
        "said",
        "on condition of anonymity because of security rules",
    ),
    (
        "sentence of its own",
        "A military officer said the base had been overrun. He spoke on condition of anonymity because he was not "
        "authorized to brief reporters.",
        "said",
        "on condition of anonymity because he was not authorized to brief reporters",
    ),
    (
        "of the one within",
        "The Velin Post reported that an official, who declined to be identified, said the rebels had left.",
        "said",
        "who declined to be identified",
    ),
    (
        "of another",
        "The Velin Post reported that an official, who declined to be identified, said the rebels had left.",
        "reported",
        None,
    ),
    (
        "on condition that",
        "A local councillor said, on condition he not be identified, that the police fled.",
        "said",
        "on condition he not be identified",
    ),
    ("none told", "A military officer said the base had been overrun.", "said", None),
]


@pytest.mark.parametrize(
    ("text", "cue", "expected"), [case[1:] for case in ANONYMITY], ids=[case[0] for case in ANONYMITY]
)
def test_why_a_source_is_not_named(parse: Parse, text: str, cue: str, expected: str | None) -> None:
    anonymity = by_cue(parse(text), cue).anonymity
    assert (anonymity.text if anonymity else None) == expected


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("“A b c.\n\n“D e f.” G.", ["“A b c.\n\n“D e f.”"]),
        ("“A b c.\n\n“D e f.\n\n“G h i.”", ["“A b c.\n\n“D e f.\n\n“G h i.”"]),
        ("“A b c.”\n\n“D e f.”", []),
        ("", []),
    ],
    ids=["two paragraphs", "three", "each closed", "nothing"],
)
def test_passages_join_paragraphs_of_one_quotation(text: str, whole: list[str]) -> None:
    assert [text[start:end] for start, end in passages(text, find_quotes(text))] == whole
