"""What part a place plays where it is mentioned: scene, origin, government or other.

Rules in the order in which they are asked; the first that fits decides:
1. the opening's place is origin;
2. nationalities and names within organisations are other;
3. a capital or country that speaks or decides, whose government or relations are spoken of, is government;
4. the place where somebody said something is origin;
5. births, teams and residents are other;
6. what a preposition of place governs is scene; everything else is other.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from dateline.gazetteer import Candidate
from dateline.stages.parse import is_parsed
from dateline.stages.places.credibility import after_preposition
from dateline.stages.places.recognition import Mention
from dateline.stages.places.rules import place_rules

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})


def role_of(doc: Doc, mention: Mention, place: Candidate | None) -> str:
    """The role of a mention; "other" where its sentence was not parsed and no preposition tells."""
    if mention.is_dateline:
        return "origin"
    if mention.is_demonym or mention.in_organization:
        return "other"
    if not is_parsed(doc, mention.start):
        return "scene" if after_preposition(doc, mention.start) else "other"
    head = mention_head(doc, mention)
    if may_be_government(place) and stands_for_government(head):
        return "government"
    return _prepositional_role(head)


def mention_head(doc: Doc, mention: Mention) -> Token:
    """The token of the mention on which its other tokens hang."""
    return span_head(doc, mention.start, mention.end)


def span_head(doc: Doc, start: int, end: int) -> Token:
    """The first token of [start, end) that hangs on a token outside, or is the root of its sentence.

    `Span.root` does the same, but looks through the whole report each time.
    """
    for i in range(start, end):
        head = doc[i].head.i
        if not start <= head < end or head == i:
            return doc[i]
    return doc[start]


def may_be_government(place: Candidate | None) -> bool:
    """Whether the place has a government that it can stand for."""
    return place is not None and (place.is_capital or place.kind == "country")


def stands_for_government(head: Token) -> bool:
    """Whether the place acts, or is spoken of, as a government."""
    roles = place_rules().roles
    first = first_conjunct(head)
    if speaks(head):
        return True
    if head.dep_ in MODIFIERS:
        return head.head.lower_ in roles["government_nouns"]
    if first.dep_ == "pobj" and first.head.lower_ == "of":
        return first.head.head.lower_ in roles["government_nouns"]
    if first.dep_ == "pobj" and first.head.lower_ in roles["relation_prepositions"]:
        return True
    return first.dep_ in {"dobj", "dative"} and first.head.lemma_.lower() in roles["speech"] | roles["decision"]


def speaks(head: Token) -> bool:
    """Whether the place is the subject of a verb of speech or decision."""
    first = first_conjunct(head)
    roles = place_rules().roles
    return first.dep_ in SUBJECTS and first.head.lemma_.lower() in roles["speech"] | roles["decision"]


def first_conjunct(token: Token) -> Token:
    """The token that governs the coordination ("Moscow" in "Moscow and Kyiv"), or the token itself."""
    while token.dep_ == "conj":
        token = token.head
    return token


def governing_preposition(head: Token) -> Token | None:
    """The preposition that governs a place, through coordination, apposition and nouns it modifies."""
    token = head
    while token.dep_ in {"conj", "appos", "compound", "nmod", "poss", "amod", "npadvmod"} and token.head != token:
        token = token.head
    return token.head if token.dep_ == "pobj" else None


def _prepositional_role(head: Token) -> str:
    rules = place_rules()
    preposition = governing_preposition(head)
    if head.dep_ in MODIFIERS and head.head.lower_ in rules.roles["other_nouns"]:
        return "other"
    if preposition is None:
        return "other"
    governor = preposition.head
    if governor.lemma_.lower() in rules.roles["birth"]:
        return "other"
    if governor.lemma_.lower() in rules.roles["speech"] and preposition.lower_ in {"in", "at", "from"}:
        return "origin"
    if preposition.lower_ == "of":
        return (
            "scene"
            if governor.lower_ in rules.words["settlements"] | rules.areas["parts"] | rules.areas["near"]
            else "other"
        )
    return "scene" if preposition.lower_ in rules.roles["scene_prepositions"] else "other"
