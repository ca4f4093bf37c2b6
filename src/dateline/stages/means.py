"""With what: weapons, platforms and methods that a text names with an event.

Names and categories are those of catalogue/weapons.toml; the parse tells whether a weapon is what an act was
done with, or what it was done to ("destroyed two tanks" names no means).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from spacy.tokens import Doc, Token
from spacy.tokens import Span as SpacySpan

from dateline.catalogue.quantities import load_count_words
from dateline.catalogue.weapons import Weapon, Weapons, load_weapons
from dateline.records import EntityMention, Means, content_id
from dateline.stages.counts import leads_to_colon, read_number, ways
from dateline.stages.phrases import char_span, text_of, token_span

__all__ = ["Weapons", "event_means", "find_weapon_mentions", "load_weapons", "with_weapons"]

LONGEST_PATH = 6
"""Arcs between a weapon and the trigger; farther off it belongs to another act."""
CROSSED = frozenset({"ccomp", "csubj", "relcl"})
"""Clauses that tell of another act than the trigger's."""
MENTIONS = "weapon mentions"
"""Key of `Doc.user_data` under which the weapons of a report are kept."""
OTHER_NAMES = frozenset({"PERSON", "GPE", "LOC", "DATE", "MONEY"})
"""Entity labels (OntoNotes) of names that are no weapons'."""
MODIFIERS = frozenset({"compound", "nmod", "amod", "poss"})


def event_means(
    doc: Doc, trigger: Token, arguments: Sequence[Token], weapons: Weapons, *, entailed: bool = True
) -> list[Means]:
    """The means of one event, in text order: category as in records.MEANS_CATEGORIES, count where one is told.

    trigger: head token of the event's trigger; arguments: head tokens of its arguments. A weapon counts that
    stands in the trigger's name ("rocket attack"), does the act ("a car bomb killed"), follows "with", "by",
    "using", or is what was fired, dropped or used. Where the text names none, a trigger whose word says how
    ("airstrike", "stabbed") is its own means, unless `entailed` is False.
    """
    found = []
    first, last = trigger.sent.start_char, trigger.sent.end_char
    for start, end, weapon in _mentions(doc, weapons):
        if not (first <= start and end <= last):
            continue
        inside = doc.char_span(start, end, alignment_mode="expand")
        assert inside is not None
        head = inside.root
        doer = head.dep_ == "nsubj" and any(head.i == item.i for item in arguments)
        if doer or trigger in inside or _is_means(head, trigger, weapons):
            found.append(Means(span=char_span(doc, start, end), category=weapon.category, count=_count(head)))
    category = weapons.entailed.get(trigger.lemma_.lower())
    if not found and entailed and category is not None:
        found.append(Means(span=token_span(doc, trigger.i, trigger.i + 1), category=category))
    return found


def find_weapon_mentions(doc: Doc, weapons: Weapons) -> list[EntityMention]:
    """Every mention of a weapon or platform as an entity; mentions of one name share their `entity_id`."""
    return [
        EntityMention(
            span=char_span(doc, start, end),
            type=weapon.type,
            name=text_of(doc)[start:end],
            entity_id=content_id("weapon", text_of(doc)[start:end].lower().removesuffix("s")),
        )
        for start, end, weapon in _mentions(doc, weapons)
    ]


def with_weapons(mentions: Iterable[EntityMention], found: Iterable[EntityMention]) -> tuple[EntityMention, ...]:
    """The mentions with those weapons that none of them covers yet; a designator taken for a name gives way.

    mentions: of `find_entities`; found: of `find_weapon_mentions`. In text order, each stretch of text once.
    """
    kept = list(mentions)
    for weapon in found:
        touching = [item for item in kept if item.span.start < weapon.span.end and weapon.span.start < item.span.end]
        if all(item.span == weapon.span and item.type not in {"weapon", "platform"} for item in touching):
            kept = [item for item in kept if item not in touching] + [weapon]
    return tuple(sorted(kept, key=lambda item: (item.span.start, item.span.end, item.type)))


def _mentions(doc: Doc, weapons: Weapons) -> tuple[tuple[int, int, Weapon], ...]:
    """Weapons named in a report; verbs and names of people or places that look the same are left out. Found once."""
    found = doc.user_data.get(MENTIONS)
    if found is None:
        found = doc.user_data[MENTIONS] = tuple(
            (start, end, weapon)
            for start, end, weapon in _joined(text_of(doc), weapons)
            if _is_weapon(doc.char_span(start, end, alignment_mode="expand"))
        )
    return cast("tuple[tuple[int, int, Weapon], ...]", found)


def _is_weapon(mention: SpacySpan | None) -> bool:
    if mention is None or mention.root.pos_ in {"VERB", "AUX", "DET", "ADP"}:
        return False
    return not _is_somebodys_name(mention)


def _is_somebodys_name(mention: SpacySpan) -> bool:
    """Whether the words are part of a person's, place's or date's name: "Ms. Stone", "Apache County".

    Designators never are, though the model often takes them for persons.
    """
    if any(letter.isdigit() for letter in mention.text) or mention.root.ent_type_ not in OTHER_NAMES:
        return False
    return mention.root.pos_ == "PROPN"


def _joined(text: str, weapons: Weapons) -> Iterator[tuple[int, int, Weapon]]:
    """A designator and the noun after it as one mention: "Su-34 jets"."""
    held: tuple[int, int, Weapon] | None = None
    for start, end, weapon in weapons.find(text):
        if held is not None and held[2].category == weapon.category and text[held[1] : start] == " ":
            held = held[0], end, weapon
            continue
        if held is not None:
            yield held
        held = start, end, weapon
    if held is not None:
        yield held


def _is_means(head: Token, trigger: Token, weapons: Weapons) -> bool:
    """Whether the way from a weapon to the trigger runs through slots of means."""
    if head.i == trigger.i:
        return True
    ups, downs = ways(head, trigger)
    if len(ups) + len(downs) > LONGEST_PATH:
        return False
    if not ups:  # what the weapon itself is told to do: "drones that crash into buildings in night attacks"
        return downs[-1].dep_ in {"relcl", "acl"} and not any(item.dep_ in CROSSED for item in downs[:-1])
    if any(item.dep_ in CROSSED and not leads_to_colon(item) for item in downs):
        return False
    return _slots_fit(ups, trigger, weapons) and not _is_struck(ups, weapons)


def _slots_fit(ups: Sequence[Token], trigger: Token, weapons: Weapons) -> bool:
    """Whether every step from the weapon upwards is one that leads from a means to its act."""
    participle = False
    for step in ups:
        governor = step.head
        if participle and step.dep_ == "dobj":
            continue  # "hit the base using drones": the parser hangs the participle from the base
        participle = step.dep_ == "acl" and step.lower_ in weapons.prepositions
        if step.dep_ == "conj" and step.pos_ == "VERB" and governor.i != trigger.i:
            return False
        if step.dep_ in CROSSED or step.dep_ in {"advmod", "dative"}:
            return False
        if step.dep_ == "prep" and step.lower_ not in weapons.prepositions and not _is_amount(step, weapons):
            return False
        if step.dep_ in {"dobj", "nsubjpass", "attr"} and governor.lemma_.lower() not in weapons.carriers | {"be"}:
            return False
        if step.dep_ in MODIFIERS and governor.i != trigger.i and governor.dep_ in {"dobj", "pobj", "nsubjpass"}:
            return _modifies_act(governor, trigger, weapons)
    return True


def _is_amount(prep: Token, weapons: Weapons) -> bool:
    """ "a barrage of rockets", "a mix of jets": "of" after a noun of amount, or after a number."""
    governor = prep.head
    amount = governor.pos_ == "NUM" or not weapons.amounts.isdisjoint({governor.lower_, governor.lemma_.lower()})
    return prep.lower_ == "of" and amount


def _modifies_act(noun: Token, trigger: Token, weapons: Weapons) -> bool:
    """Whether a weapon before another noun still names the means: "in drone attacks", "with rocket fire"."""
    if noun.dep_ == "pobj":
        return noun.head.lower_ in weapons.prepositions
    return noun.head.i == trigger.i and noun.head.lemma_.lower() in LIGHT


LIGHT = frozenset({"carry", "conduct", "launch", "mount", "stage", "perform", "execute", "wage"})
"""Verbs that only bear the act which their object names."""


def _is_struck(ups: Sequence[Token], weapons: Weapons) -> bool:
    """Whether the weapon is what an act is done to, as the subject of a passive is."""
    top = ups[-1]
    passive = top.dep_ == "nsubjpass" and top.head.lemma_.lower() not in weapons.carriers
    return passive or (top.dep_ == "pobj" and top.head.lower_ in {"against", "on", "at"})


def _count(head: Token) -> int | None:
    """How many, where a number stands before the weapon as its own modifier: "two F-16s", not "500-pound"."""
    words = load_count_words()
    for item in head.lefts:
        if item.dep_ == "nummod":
            value = read_number(item, words)
            if value is not None:
                return value
    return None
