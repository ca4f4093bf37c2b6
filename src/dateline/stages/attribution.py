"""Whose an act was and who its people were, where the report says it apart from the act itself.

* "X claimed responsibility for the attack", "the attack was attributed to X", "X was blamed for it": X is an actor of
  the act that is named, or, where the noun only takes up what was told ("the crime"), of the assault told before it.
  "The authors of the killing are X" likewise. A claim of responsibility presupposes the act, so that it occurred.
* "The victims were identified as X and Y", "among the dead were X and Y": they are recipients of the assault told
  before it.

Denied, asked and conditional attributions give nothing. Words: rules/attribution.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from dateline.stages.arguments import expand, logical_subjects, objects, passive, preposition_objects, surface_subjects
from dateline.stages.entities import Entities
from dateline.stages.events import CodedEvent
from dateline.stages.participants import attribution_words, listed_names, names_within

REACH = 3
"""Sentences back in which the assault that is taken up is looked for."""
HAPPENED = frozenset({"occurred", "ongoing"})
SPECULATIVE = frozenset({"could", "may", "might", "would", "should", "not", "n't", "never", "if", "whether"})


def attributed(doc: Doc, coded: Iterable[CodedEvent], entities: Entities) -> list[CodedEvent]:
    """The events with the actors and recipients that other sentences, or other verbs, give them."""
    events = sorted(coded, key=lambda event: event.head)
    for verb in doc:
        if verb.pos_ not in {"VERB", "AUX"} or _is_uncertain(verb):
            continue
        for doers, act, claimed in _attributions(verb):
            k = _taken_up(act, verb, events, doc)
            if k is not None:
                events[k] = _by(events[k], doers, claimed=claimed and events[k].head == (act.i if act else -1))
        names = _identified(verb, entities)
        k = _taken_up(None, verb, events, doc) if names else None
        if k is not None and not any(entities.is_person_name(doc[i]) for i in events[k].recipients):
            new = tuple(i for i in names if i not in events[k].recipients)
            events[k] = replace(events[k], recipients=(*events[k].recipients, *new))
    return events


def _is_uncertain(verb: Token) -> bool:
    """Whether the attribution is denied, asked or only possible."""
    words = {child.lower_ for child in verb.children}
    around = (token for child in verb.children for token in (child, *child.lefts))
    denied = any(token.lower_ in {"no", "nobody", "none", "neither"} for token in around)
    return denied or not SPECULATIVE.isdisjoint(words) or (verb.tag_ == "VB" and "did" in words)


def _by(event: CodedEvent, doers: Sequence[Token], *, claimed: bool) -> CodedEvent:
    """The event with these among its actors; claimed, it occurred."""
    new = tuple(token.i for token in doers if token.i not in event.actors)
    rules = {**event.rules, "actors": ("attribution",)} if new else event.rules
    recipients = tuple(i for i in event.recipients if i not in new)
    changed = replace(event, actors=(*event.actors, *new), recipients=recipients, rules=rules)
    if claimed and event.status == "hypothetical":
        return replace(changed, status="occurred", status_cue=None, status_rule="claimed")
    return changed


# ---- who did it


def _attributions(verb: Token) -> Iterator[tuple[list[Token], Token | None, bool]]:
    """(doers, the noun of the act or None for what was told before, whether they claim it)."""
    words = attribution_words()
    lemma = verb.lemma_.lower()
    for noun in objects(verb) if lemma in words["responsibility"]["verbs"] else ():
        if noun.lower_ in words["responsibility"]["nouns"]:
            aims = [*preposition_objects(noun, "for"), *preposition_objects(verb, "for")]
            doers = _somebody(logical_subjects(verb))
            if doers and not aims:
                yield doers, None, True
            yield from ((doers, act, True) for act in aims if doers)
    if verb.lemma_ == "be":
        for child in verb.children:
            if child.dep_ == "acomp" and child.lower_ in words["responsibility"]["adjectives"]:
                for act in preposition_objects(child, "for"):
                    yield _somebody(surface_subjects(verb)), act, False
        doers = _somebody(t for child in verb.rights if child.dep_ == "attr" for t in expand([child]))
        for subject in surface_subjects(verb) if doers else ():
            if subject.lemma_.lower() in words["doers"]["nouns"]:
                acts = preposition_objects(subject, "of")
                yield from ((doers, act, False) for act in acts or (None,))
    if lemma in words["responsibility"]["holding"]:
        held = (c for c in verb.children if c.dep_ in {"oprd", "acomp", "xcomp", "amod"})
        for child in held:
            if child.lower_ in words["responsibility"]["adjectives"]:
                for act in (*preposition_objects(child, "for"), *preposition_objects(verb, "for")):
                    yield _somebody(objects(verb)), act, False
    if lemma in words["committed"]["verbs"]:
        doers = _somebody(logical_subjects(verb))
        for act in objects(verb) if doers else ():
            yield doers, act, False
    if verb.lemma_ == "be":
        for child in verb.rights:
            if child.dep_ == "attr" and child.lemma_.lower() in words["committed"]["works"]:
                doers = _somebody(preposition_objects(child, "of"))
                yield from ((doers, act, False) for act in surface_subjects(verb) if doers)
    if lemma in words["connected"]["verbs"] and passive(verb):
        for link in preposition_objects(verb, "in"):
            if link.lemma_.lower() in words["connected"]["nouns"]:
                doers = _somebody(objects(verb))
                yield from ((doers, act, False) for act in preposition_objects(link, "with") if doers)
    for name in words["attributed"].get(lemma, ()):
        doers = _somebody(preposition_objects(verb, name))
        for act in objects(verb):
            # "blame the attack on rebels": the parser hangs "on" from the attack
            named = doers or _somebody(preposition_objects(act, name))
            if named:
                yield named, act, False
    for name in words["blamed"].get(lemma, ()):
        doers = _somebody(objects(verb))
        for act in preposition_objects(verb, name) if doers else ():
            yield doers, act, False


def _somebody(tokens: Iterable[Token]) -> list[Token]:
    return [token for token in tokens if token.pos_ in {"NOUN", "PROPN"}]


# ---- of which act


def _taken_up(act: Token | None, verb: Token, events: Sequence[CodedEvent], doc: Doc) -> int | None:
    """Index of the assault that a noun names or takes up; None where there is none near."""
    words = attribution_words()["acts"]
    if act is not None:
        own = next((k for k, event in enumerate(events) if event.head == act.i), None)
        if own is not None:
            return own if events[own].event_type == "ASSAULT" else None
        if act.lemma_.lower() not in words["nouns"] and act.lower_ not in words["pronouns"]:
            return None
    before = [
        k for k, event in enumerate(events)
        if event.head < verb.i and event.event_type == "ASSAULT" and event.status in HAPPENED
    ]  # fmt: skip
    if not before:
        # "in an action attributed to rebels, a bomb destroyed a school": the act is told behind the noun
        behind = (
            k for k, event in enumerate(events)
            if verb.i < event.head < verb.sent.end and event.event_type == "ASSAULT" and event.status in HAPPENED
        )  # fmt: skip
        return next(behind, None) if act is not None and verb.dep_ == "acl" else None
    k = before[-1]
    low = verb.sent.start
    for _ in range(REACH):
        if events[k].head >= low:
            return k
        if low == 0:
            return None
        low = doc[low - 1].sent.start
    return k if events[k].head >= low else None


# ---- to whom


def _identified(verb: Token, entities: Entities) -> list[int]:
    """The people whom a sentence names as the victims of what was told."""
    words = attribution_words()["people"]
    lemma = verb.lemma_.lower()
    if lemma in words["verbs"] and passive(verb):
        if any(_is_victim(subject) for subject in surface_subjects(verb)):
            return names_within(verb, entities)
    elif lemma == "be":
        among = [token for name in ("among",) for token in preposition_objects(verb, name)]
        subjects = surface_subjects(verb)
        if any(_is_victim(token) for token in (*among, *subjects)):
            named = [t for child in verb.rights if child.dep_ in {"attr", "nsubj"} for t in expand([child])]
            found = (i for t in named if entities.is_person_name(t) for i in (t.i, *listed_names(t, entities)))
            return list(dict.fromkeys(found))
    return []


def _is_victim(token: Token) -> bool:
    words = attribution_words()["people"]
    hurt = any(child.dep_ == "amod" and child.lower_ in words["hurt"] for child in token.lefts)
    return hurt or token.lemma_.lower() in words["victims"] or token.lower_ in words["victims"]
