"""The sides of an act as the grammar of its trigger has them, for conventions that ask for nothing else.

PropBank's Arg0 and Arg1: who does what the word says, and what that is done to, be it a person or a thing. In "Norvia
received a loan from Kestria" the manual of PLOVER has Kestria act upon Norvia, the grammar Norvia upon a loan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Token

from dateline.stages.acts import VERBAL, Act
from dateline.stages.arguments import RELATIVE, first_conjunct, logical_subjects, objects, preposition_objects

DIRECTIONS = frozenset({"to", "from", "in", "into", "at"})
"""Prepositions of a goal, source or place: PropBank's Arg2 to Arg4 and ArgM."""
Sides = tuple[list[Token], list[Token]]


def literal_sides(act: Act, doc: Doc, coded: Sides) -> Sides:
    """Arg0 and Arg1 of the word that names the act; `coded` are the sides that the codebook gives.

    Verbs have their logical subject and object, and what a preposition names where they have no object ("bid for
    X"). Nouns have what the codebook gives for their actor, and what "of" names before all else.
    """
    word = doc[act.head]
    actors, recipients = coded
    if word.pos_ in VERBAL:
        doers, direct = logical_subjects(word), objects(word)
        named = [] if act.operator else [token for token in recipients if _is_governed(token)]
        return doers, direct or _without(named, doers)
    acted_on = _without(preposition_objects(word, "of"), actors)
    return actors, acted_on or recipients


def relative_pronouns(heads: Iterable[Token], word: Token) -> dict[int, int]:
    """{head: the relative pronoun that stands for it in the clause of `word`}."""
    found: dict[int, int] = {}
    for head in heads:
        for clause in (word, *word.ancestors):
            if clause.dep_ == "relcl" and clause.head == head:
                pronoun = next(
                    (token for token in clause.subtree if token.lower_ in RELATIVE and _is_relative(token)), None
                )
                if pronoun is not None and pronoun.i < clause.i:
                    found[head.i] = pronoun.i
    return found


def _is_relative(token: Token) -> bool:
    """Whether a relative pronoun is one of its own ("which", "who"), not the conjunction "that"."""
    return token.tag_ in {"WDT", "WP"} and token.lower_ != "that"


def _is_governed(token: Token) -> bool:
    """Whether a preposition names what an act without an object is about rather than where it goes."""
    place = first_conjunct(token)
    return place.dep_ == "pobj" and place.head.lower_ not in DIRECTIONS


def _without(tokens: Sequence[Token], others: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token not in others]
