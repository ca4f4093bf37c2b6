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
from dateline.stages.quotes import find_quotes

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
