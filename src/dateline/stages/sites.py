"""Where an event was by its common noun: "in a hospital", "at the Orton Street bus station".

Such a site has no point and no country: it is known from the text alone. It is tied to the event by the grammar of
`scenes.py`, and stands among the event's places only, never among the places of the report.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spacy.tokens import Doc, Token

from dateline.records import Entity, Place
from dateline.stages.entities import Entities
from dateline.stages.parse import is_parsed
from dateline.stages.phrases import noun_phrase
from dateline.stages.scenes import attached, event_anchors, governing_preposition, scene_rules

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
SITE_TYPES = frozenset({"facility", "location"})
DETERMINERS = frozenset({"DT", "PDT", "PRP$"})


def event_sites(
    doc: Doc,
    trigger: Token,
    arguments: Sequence[Token],
    hit: Collection[int],
    places: Sequence[Place],
    entities: Entities,
) -> list[tuple[Place, str]]:
    """The sites of one event by their common nouns, in text order, each with the rule that tied it.

    `arguments` are the heads of its arguments, `hit` those of its recipients, `places` the named ones of the report.
    A noun for a site counts behind a preposition of place on the trigger, its verb or its arguments
    (scene:common_noun). Left out: what only says of what kind a named place is ("the city of X", "X province"); what
    was hit, unless the preposition says that it was there ("a raid on the base"); and nouns that tell no kind of place
    by themselves ("in the area").
    """
    if not is_parsed(doc, trigger.i):
        return []
    anchors, rules, found = event_anchors(trigger, arguments), scene_rules(), []
    for token in trigger.sent:
        hangs = token.tag_ in NOUNS and token.dep_ in {"pobj", "conj", "appos"}
        preposition = governing_preposition(token) if hangs else None
        if preposition is None or preposition.lower_ not in rules.at_site or _is_vague(token):
            continue
        entity = entities.of(token)
        if entity.type not in SITE_TYPES or _names_kind(token, entity, places):
            continue
        aimed = preposition.lower_ == "on" and (token.i in hit or entity.type == "facility")
        if not aimed and attached(token, rules.at_site, anchors, trigger):
            found.append((_site(token, entity), "scene:common_noun"))
    return found


def _is_vague(noun: Token) -> bool:
    """Whether a noun says neither which place nor of what kind: "the area", but "a residential area"."""
    lemma = noun.lemma_.lower()
    bare = all(child.tag_ in DETERMINERS for child in noun.lefts) and not list(noun.rights)
    return lemma in scene_rules().vague or (bare and lemma in scene_rules().general)


def _names_kind(noun: Token, entity: Entity, places: Sequence[Place]) -> bool:
    """Whether a noun is part of a place's name, or its phrase says of what kind a named place is."""
    kind = entity.type == "location"
    return any(
        place.mention.start <= noun.idx < place.mention.end
        or (kind and entity.span.start <= place.mention.start and place.mention.end <= entity.span.end)
        for place in places
    )


def _site(noun: Token, entity: Entity) -> Place:
    """The record: named by the phrase without articles and what is said of it in lower case before a name."""
    start, _ = noun_phrase(noun)
    words = [token for token in noun.doc[start : noun.i + 1] if token.tag_ not in DETERMINERS and token.tag_ != "CD"]
    name = "".join(token.text_with_ws for token in words).strip()
    return Place(span=entity.span, name=name, kind="facility" if entity.type == "facility" else "other", role="scene")
