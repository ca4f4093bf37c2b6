"""Where one event was.

A place is tied to an event by grammar: a preposition of place on the trigger, on the verb that carries it
("carried out strikes in Iraq"), on its arguments ("targets in Syria and a third across the border in Iraq"), or
a name before a site ("an Iraqi base"). States that act or are acted upon are no scenes by themselves, and what
another clause tells belongs to that clause's event.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from spacy.tokens import Doc, Token

from dateline.catalogue.quantities import load_count_words
from dateline.records import Place
from dateline.stages.counts import is_related_deed
from dateline.stages.parse import is_parsed
from dateline.stages.phrases import text_of
from dateline.stages.places.areas import is_of_chain
from dateline.stages.places.roles import span_head

CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "csubj", "csubjpass", "parataxis", "pcomp", "ROOT"})
"""Labels of tokens at which a clause of its own begins."""
MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})
NAME_PARTS = frozenset({"conj", "appos", "npadvmod"})
WHOLES = frozenset({"country", "admin1", "region"})
WITHIN = re.compile(
    r"(?:[,(]|,? ?in)(?: the)?(?: (?:north|south|east|west|central|upper|lower)\w*(?:-\w+)?)?", re.IGNORECASE
)
"""What stands between a place and the larger one that only tells where it is."""
WHOSE = re.compile(r"['’]s?(?: (?:north|south|east|west|central|upper|lower)\w*(?:-\w+)?)?", re.IGNORECASE)
"""What stands between a larger place and the one that is said to be its ("Mali's northern Gao region")."""
LARGE = frozenset({"country", "region", "water", "physical"})
"""Kinds too large to be what was hit: "attacked Iraq" has Iraq as its recipient, not as its scene."""


@dataclass(frozen=True, slots=True)
class SceneRules:
    """Word lists of rules/scenes.toml."""

    scene: frozenset[str]
    goal: frozenset[str]
    sites: frozenset[str]
    at_site: frozenset[str]
    general: frozenset[str]
    vague: frozenset[str]


@cache
def scene_rules() -> SceneRules:
    """The bundled rules."""
    table = tomllib.loads((resources.files("dateline.stages") / "rules" / "scenes.toml").read_text("utf-8"))
    prepositions = table["prepositions"]
    return SceneRules(
        frozenset(prepositions["scene"]),
        frozenset(prepositions["goal"]),
        frozenset(table["nouns"]["sites"]),
        frozenset(prepositions["at_site"]),
        frozenset(table["nouns"]["general"]),
        frozenset(table["nouns"]["vague"]),
    )


def event_places(
    doc: Doc, trigger: Token, arguments: Sequence[Token], places: Sequence[Place]
) -> list[tuple[Place, str]]:
    """The places where the event was, in text order, each with the name of the rule that tied it.

    `trigger` is the event's word, `arguments` the heads of its actors, recipients and other arguments, `places`
    those of the report. The places returned have role "scene". Rules, the first level that finds any deciding:
    1. scene:preposition  a preposition of place on the trigger, its verb or its arguments; what follows the place
                          within brackets or after a comma and contains it counts with it
       scene:site         a nationality or place before a site that is an argument or the preposition's object
       scene:struck       a town, unit or facility that is itself the object
    2. scene:goal         where it was aimed at or ended ("into Mali")
    3. scene:shared       a preposition of place on a verb coordinated with the trigger's ("burnt houses and killed
                          two people in X")
    4. scene:sentence     the only scene in the sentence that no other clause claims
    5. scene:one_country  the innermost scene of the sentence, where all its scenes that no clause apart from the
                          trigger's claims lie in one country
    An empty list means that the text does not tell.
    """
    if not is_parsed(doc, trigger.i):
        return []
    anchors = event_anchors(trigger, arguments)
    nearby = list(_places_of_sentence(doc, trigger, places))
    tied = [(place, head, _tie(head, place, trigger, anchors)) for place, head in nearby]
    for level in (("scene:preposition", "scene:site", "scene:struck"), ("scene:goal",), ("scene:shared",)):
        found = [(place, rule) for place, _, rule in tied if rule is not None and rule in level]
        if found:
            return [(replace(place, role="scene"), rule) for place, rule in without_wholes(doc, found)]
    only = _only_scene(nearby, trigger, anchors)
    if only:
        return [(replace(place, role="scene"), "scene:sentence") for place in only]
    return [(place, "scene:one_country") for place in _one_country(doc, nearby, trigger)]


def event_anchors(trigger: Token, arguments: Sequence[Token]) -> frozenset[int]:
    """Indices of the tokens to which a place of this event may be attached."""
    anchors = {trigger.i, *(argument.i for argument in arguments)}
    verb = carrying_verb(trigger)
    anchors.add(verb.i)
    if trigger.dep_ in {"relcl", "acl"}:
        anchors.add(trigger.head.i)  # "the base that was hit": what is said of the base holds for the event
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":
        anchors.add(verb.head.i)  # "stormed X, killing …": one scene
        anchors.update(token.i for token in _objects(verb.head))
    anchors.update(token.i for token in _objects(verb))
    for child in verb.rights:
        if is_free_participle(child):  # "exploded, wounding ten in X": one scene
            anchors.update([child.i, *(token.i for token in _objects(child))])
    return frozenset(anchors)


def carrying_verb(trigger: Token) -> Token:
    """The verb whose object or subject the trigger is ("carried out strikes"), or the trigger itself."""
    token = trigger
    while token.dep_ in {"compound", "conj", "amod"} and token.head.pos_ in {"NOUN", "PROPN"}:
        token = token.head
    if token.dep_ in {"dobj", "nsubj", "nsubjpass", "attr"} and token.head.pos_ in {"VERB", "AUX"}:
        return token.head
    return trigger


def _objects(verb: Token) -> Iterator[Token]:
    """Objects of a verb, with what is coordinated with them."""
    for child in verb.children:
        if child.dep_ in {"dobj", "nsubjpass"}:
            yield child
            yield from child.conjuncts


def _places_of_sentence(doc: Doc, trigger: Token, places: Sequence[Place]) -> Iterator[tuple[Place, Token]]:
    """Places of the trigger's sentence with their head tokens, without those that stand for governments."""
    sentence = trigger.sent
    first, last = doc[sentence.start].idx, doc[sentence.end - 1].idx + len(doc[sentence.end - 1])
    for place in places:
        if first <= place.mention.start and place.mention.end <= last and place.role != "government":
            span = doc.char_span(place.mention.start, place.mention.end, alignment_mode="expand")
            if span is not None:
                yield place, span_head(doc, span.start, span.end)


def _tie(head: Token, place: Place, trigger: Token, anchors: frozenset[int]) -> str | None:
    """The rule by which a place belongs to the event, or None."""
    rules = scene_rules()
    site = site_of(head)
    if site is not None and (site.i in anchors or attached(site, rules.scene, anchors, trigger)):
        return "scene:site"
    if attached(head, rules.scene, anchors, trigger) and place.role != "origin":
        return "scene:preposition"
    if (place.kind not in LARGE | {"other"} or is_called_a_place(head)) and is_struck(head, trigger):
        return "scene:struck"
    if attached(head, rules.goal, anchors, trigger):
        return "scene:goal"
    if place.role != "origin" and _is_shared(head, rules.scene, trigger):
        return "scene:shared"
    return None


def site_of(head: Token) -> Token | None:
    """The site that a name or nationality stands before ("Iraqi bases", "Mosul's airport"), or None."""
    token = head
    while token.dep_ in MODIFIERS:
        token = token.head
        if token.lower_ in scene_rules().sites:
            return token
    return None


def is_called_a_place(head: Token) -> bool:
    """Whether the text says of what kind a place is that no gazetteer knows: "the village of X"."""
    return head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lower_ in scene_rules().sites


def is_struck(head: Token, trigger: Token) -> bool:
    """Whether the place itself is what was hit: "shelled X", "the shelling of X", "the X bombing"."""
    first = _first(head)
    if first.dep_ in {"compound", "poss", "nmod"}:
        return first.head.i == trigger.i
    if first.dep_ in {"dobj", "nsubjpass"}:
        return first.head.i == trigger.i
    if first.dep_ == "pobj" and first.head.lower_ in {"of", "on", "against"}:
        return _attached_to(first.head, trigger)
    return False


def _attached_to(preposition: Token, trigger: Token) -> bool:
    """Whether the preposition hangs on the trigger, at once or by way of a noun ("the town of X")."""
    governor = _outermost(preposition.head)
    if governor.i == trigger.i:
        return True
    if governor.dep_ in {"dobj", "nsubjpass"}:
        return governor.head.i == trigger.i and preposition.lower_ == "of"
    return governor.dep_ == "pobj" and preposition.lower_ == "of" and governor.head.head.i == trigger.i


def _outermost(noun: Token) -> Token:
    """The noun of which this one is a further one: "the village of X and the town of Y"; names of X included."""
    first = _first(noun)
    part = first.i != noun.i and first.dep_ == "pobj" and first.head.lower_ == "of" and first.head.head.dep_ != "ROOT"
    return first.head.head if part else first


def _first(token: Token) -> Token:
    while token.dep_ in {"conj", "appos"}:
        token = token.head
    return token


def attached(head: Token, prepositions: frozenset[str], anchors: frozenset[int], trigger: Token) -> bool:
    """Whether a preposition of the list governs the token and hangs, within the clause, on an anchor.

    Where the event's verb is the second of two coordinated ones, what stands before the first holds for both
    ("In X, gunmen stormed a house and killed …").
    """
    preposition = governing_preposition(head)
    if preposition is None or preposition.lower_ not in prepositions:
        return False
    token = preposition
    while True:
        if token.i in anchors:
            return True
        if is_related_deed(token, trigger, load_count_words()):
            return False
        if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"}:
            return False
        if token.dep_ in CLAUSES:
            return _opens_for(token, preposition, trigger)
        token = token.head


def governing_preposition(head: Token) -> Token | None:
    """The preposition that governs a name or the phrase it is part of, or the name that it is said to contain."""
    chain = _opened_before(head)
    if chain is not None:
        return chain
    token = head
    while token.dep_ in NAME_PARTS:
        token = token.head
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.dep_ == "pobj":
        return token.head.head.head  # "in the north of X", "on the outskirts of X"
    return token.head if token.dep_ == "pobj" else None


def _is_shared(head: Token, prepositions: frozenset[str], trigger: Token) -> bool:
    """Whether a preposition of the list hangs on a verb coordinated with the trigger's, or on that verb's objects."""
    preposition = governing_preposition(head)
    if preposition is None or preposition.lower_ not in prepositions:
        return False
    clause = clause_of(preposition)
    verb = carrying_verb(trigger)
    if clause.pos_ not in {"VERB", "AUX"} or clause not in verb.conjuncts:
        return False
    later = max(clause, verb, key=lambda token: token.i)
    return not any(child.dep_ in {"nsubj", "nsubjpass"} for child in later.lefts)


def _opened_before(head: Token) -> Token | None:
    """The preposition before the bracket in which a name stands: "in" for Z of "in X ward, Y (Z)", else None.

    Parsers hang what stands in brackets on any word; the names before them tell what it belongs to.
    """
    doc, i = head.doc, head.i
    while i > head.sent.start and is_of_chain(doc[i]) and doc[i].text != "(":
        i -= 1
    if doc[i].text != "(":
        return None
    i -= 1
    while i > head.sent.start and is_of_chain(doc[i]):
        i -= 1
    return doc[i] if doc[i].lower_ in scene_rules().scene else None


def _opens_for(verb: Token, preposition: Token, trigger: Token) -> bool:
    """Whether what stands before `verb` holds for the trigger because the two verbs are coordinated."""
    token = carrying_verb(trigger)
    while token.dep_ == "conj":
        token = token.head
    return token.i == verb.i and preposition.i < verb.i


def without_wholes(doc: Doc, found: Sequence[tuple[Place, str]]) -> list[tuple[Place, str]]:
    """The places without the country or unit that only says where another is ("Mosul, northern Iraq", "in X in Y")."""
    kept = []
    for i, (place, rule) in enumerate(found):
        before = found[i - 1][0] if i else None
        between = text_of(doc)[before.mention.end : place.mention.start].strip() if before is not None else ""
        is_whole = before is not None and place.kind in WHOLES and WITHIN.fullmatch(between) is not None
        is_whole = is_whole and before is not None and before.country == place.country
        if not (is_whole or _owns(doc, place, found[i + 1][0] if i + 1 < len(found) else None)):
            kept.append((place, rule))
    return kept


def _owns(doc: Doc, place: Place, behind: Place | None) -> bool:
    """Whether a place only says whose the one behind it is ("Mali's Gao region")."""
    if behind is None or place.kind not in WHOLES or behind.kind == "country" or place.country != behind.country:
        return False
    return WHOSE.fullmatch(text_of(doc)[place.mention.end : behind.mention.start].strip()) is not None


def _only_scene(nearby: Sequence[tuple[Place, Token]], trigger: Token, anchors: frozenset[int]) -> list[Place]:
    """The sentence's one scene, where there is just one and it stands in the clause of the trigger."""
    scenes = [(place, head) for place, head in nearby if place.role == "scene"]
    if len(scenes) != 1:
        return []
    place, head = scenes[0]
    return [place] if clause_of(head).i in {clause_of(trigger).i, *anchors} else []


def _one_country(doc: Doc, nearby: Sequence[tuple[Place, Token]], trigger: Token) -> list[Place]:
    """The innermost scene of the sentence, where the scenes of the trigger's own clauses lie in one country."""
    clauses = enclosing_clauses(trigger)
    scenes = [place for place, head in nearby if place.role == "scene" and clause_of(head).i in clauses]
    if len({place.country for place in scenes}) != 1 or scenes[0].country is None:
        return []
    return [place for place, _ in without_wholes(doc, [(place, "") for place in scenes])][:1]


def enclosing_clauses(token: Token) -> frozenset[int]:
    """Heads of the clause of a token, of those coordinated with it, and of free participles of these ("marched,
    claiming …, in X"), which parsers let take what follows them; where it is a participle itself, of the main clause.
    """
    clause = clause_of(token)
    found = {clause.i, *(other.i for other in clause.conjuncts)}
    while is_free_participle(clause):
        clause = clause_of(clause.head)
        found.update({clause.i, *(other.i for other in clause.conjuncts)})
    found.update(child.i for i in sorted(found) for child in token.doc[i].children if is_free_participle(child))
    return frozenset(found)


def is_free_participle(token: Token) -> bool:
    """Whether a clause is a participle without a subject or conjunction of its own: its scene is the main clause's."""
    own = {"mark", "nsubj", "nsubjpass"}
    return token.dep_ == "advcl" and token.tag_ == "VBG" and not any(child.dep_ in own for child in token.children)


def clause_of(token: Token) -> Token:
    """The head of the clause in which the token stands."""
    while token.dep_ not in CLAUSES and not (token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"}):
        token = token.head
    return token
