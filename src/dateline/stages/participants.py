"""Which phrases name the participants of an event, beyond the words that stand as its arguments.

An argument may only describe somebody whom the same sentence names: "a farmer named X", "two guards, X and Y", "nine
people, including X". It may stand beside a name, "photographers X and Y", begin a list that the parser breaks off,
"X, 42; Y, 19; and Z", or be a relation to what is meant, "in front of the embassy". Words: rules/attribution.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token

from dateline.stages.arguments import expand
from dateline.stages.entities import Entities

LISTED = frozenset({",", ";", "and", "&", "(", ")", "--"})
LONGEST_GAP = 6
"""Tokens between two names of a list: comma, age, "and", a title."""
LONGEST_APPOSITION = 16
"""Tokens between two names of a list where the first is described: ", a spokesman for the institute;"."""


@cache
def attribution_words() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """The blocks of rules/attribution.toml as sets of words."""
    table = tomllib.loads(files("dateline.stages.rules").joinpath("attribution.toml").read_text("utf-8"))
    return {
        name: {key: frozenset(word.strip() for word in text.split(",")) for key, text in block.items()}
        for name, block in table.items()
    }


def named_heads(heads: Iterable[int], doc: Doc, entities: Entities) -> tuple[int, ...]:
    """The heads of the phrases that name the participants whom `heads` stand for, each once, in this order."""
    found: dict[int, None] = {}
    for i in heads:
        for token in _meant(doc[i]):
            found.update(dict.fromkeys(_told(token, entities)))
    return tuple(found)


def _meant(head: Token) -> list[Token]:
    """The thing itself, for "the front of the embassy"; else the head."""
    if head.lower_ not in attribution_words()["people"]["relational"]:
        return [head]
    inner = [token for prep in head.rights if prep.lower_ == "of" for token in prep.rights if token.dep_ == "pobj"]
    return expand(inner) or [head]


def _told(head: Token, entities: Entities) -> Iterator[int]:
    """The head, or the names that tell who it is."""
    if entities.is_person_name(head):
        yield head.i
        yield from listed_names(head, entities)
        return
    if head.pos_ not in {"NOUN", "PROPN", "NUM"}:
        yield from equated(head, entities) or [head.i]
        return
    names = list(
        dict.fromkeys(
            [
                *_beside(head, entities),
                *_apposed(head, entities),
                *_called(head, entities),
                *_identified(head, entities),
                *equated(head, entities),
            ]
        )
    )
    singular = head.tag_ in {"NN", "NNP"}
    if not names or (not singular and len(names) == 1):
        yield head.i
    yield from names
    yield from _included(head, entities)


def _beside(head: Token, entities: Entities) -> list[int]:
    """Names right after a description: "photographers X and Y"."""
    name = entities.person_starting(head.i + 1)
    return [name.i, *listed_names(name, entities)] if name is not None and name.sent.start == head.sent.start else []


def _apposed(head: Token, entities: Entities) -> list[int]:
    found: list[int] = []
    for child in head.rights:
        if child.dep_ == "appos":
            for token in expand([child]):
                if entities.is_person_name(token):
                    found += [token.i, *listed_names(token, entities)]
    return found


def _called(head: Token, entities: Entities) -> list[int]:
    """ "a man named X", "a woman identified as X"."""
    found: list[int] = []
    for clause in head.rights:
        if clause.dep_ in {"acl", "relcl"} and clause.lemma_ in attribution_words()["people"]["naming"]:
            found += names_within(clause, entities)
    return found


def _identified(head: Token, entities: Entities) -> list[int]:
    """The names behind "identified as": "the man who was killed has been identified as X"."""
    verb = head.head
    named = head.dep_ == "nsubjpass" and verb.lemma_ in attribution_words()["people"]["naming"]
    return names_within(verb, entities) if named else []


def equated(head: Token, entities: Entities) -> list[int]:
    """The names on the other side of "be": "those killed were X and Y", "X and Y were the men killed"."""
    verb = head.head
    if verb.lemma_ != "be" or head.dep_ not in {"nsubj", "attr"} or any(child.dep_ == "neg" for child in verb.children):
        return []
    other = {"nsubj": "attr", "attr": "nsubj"}[head.dep_]
    sides = [t for child in verb.children if child.dep_ == other for t in expand([child])]
    found: list[int] = []
    for token in sides:
        name = token if entities.is_person_name(token) else entities.person_starting(token.i + 1)
        if name is not None:
            found += [name.i, *listed_names(name, entities)]
        elif named := _apposed(token, entities):
            found += named
    return list(dict.fromkeys(found))


def residents(heads: Iterable[int], doc: Doc, entities: Entities) -> tuple[int, ...]:
    """The heads, each followed by those of the people by name whose home it is: "the home of judge X", "X's house"."""
    homes = attribution_words()["people"]["homes"]
    found: dict[int, None] = {}
    for i in heads:
        found[i] = None
        if doc[i].lemma_.lower() in homes:
            owners = [child for child in doc[i].lefts if child.dep_ == "poss"]
            owners += [t for prep in doc[i].rights if prep.lower_ == "of" for t in prep.rights if t.dep_ == "pobj"]
            for owner in expand(owners):
                if entities.is_person_name(owner):
                    found[owner.i] = None
                else:
                    found.update(dict.fromkeys(_apposed(owner, entities)))
    return tuple(found)


def _included(head: Token, entities: Entities) -> list[int]:
    found: list[int] = []
    noun = head
    while noun.dep_ == "pobj" and noun.head.lower_ == "of":  # "six members of the order, including X"
        noun = noun.head.head
    for prep in (*head.rights, *(noun.rights if noun != head else ())):
        if prep.dep_ == "prep" and prep.lower_ in {"including", "among"}:
            found += names_within(prep, entities)
    return found


def names_within(top: Token, entities: Entities) -> list[int]:
    """People's names among the objects of a preposition or naming verb, with their lists."""
    found: list[int] = []
    for child in top.rights:
        if child.dep_ in {"oprd", "attr", "pobj", "dobj"}:
            for token in expand([child]):
                if entities.is_person_name(token):
                    found += [token.i, *listed_names(token, entities)]
                elif (name := entities.person_starting(token.i + 1)) is not None:
                    found += [name.i, *listed_names(name, entities)]
        elif child.dep_ == "prep" and child.lower_ == "as":
            found += names_within(child, entities)
    return list(dict.fromkeys(found))


def listed_names(head: Token, entities: Entities) -> list[int]:
    """The names that go on a list which this one begins: separated by commas, semicolons, ages, "and", each perhaps
    described ("X, a spokesman; Y, a clerk; and Z").

    Two names with a comma or a description alone between them are no list ("X, Y said", "X, a clerk, Y said").
    """
    doc, found, sure = head.doc, [], False
    end = entities.name_end(head)
    limit = head.sent.end
    while end < limit:
        nearest = None
        gap: list[Token] = []
        for i in range(end, min(end + LONGEST_APPOSITION, limit)):
            nearest = entities.person_starting(i)
            if nearest is not None:
                break
            gap.append(doc[i])
        if nearest is None or not gap or not (_is_plain(gap) or _describes(gap)):
            break
        sure = sure or any(token.lower_ in {"and", ";", "&"} for token in gap)
        found.append(nearest.i)
        end = entities.name_end(nearest)
    return found if sure else []


def _is_plain(gap: Sequence[Token]) -> bool:
    return len(gap) <= LONGEST_GAP and all(_separates(token) for token in gap)


def _describes(gap: Sequence[Token]) -> bool:
    """Whether a noun phrase between two separators tells who the first name is: ", a clerk of the fund;"."""
    inner = [token for token in gap if token.lower_ not in LISTED]
    opens = gap[0].text == "," and len(gap) > 2 and gap[1].tag_ in {"DT", "JJ", "NN", "NNP", "PRP$"}
    closes = gap[-1].lower_ in LISTED - {"(", ")"}
    return opens and closes and not any(token.pos_ in {"VERB", "AUX"} or token.tag_ == "PRP" for token in inner)


def _separates(token: Token) -> bool:
    return token.lower_ in LISTED or token.like_num or token.lower_ in {"mr", "mrs", "years", "old"}
