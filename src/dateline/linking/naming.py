"""By which words the people and groups of an event are told: their fullest mention in the report.

A mention of an event keeps what its own sentence says ("he", "the group"). For the event, which stands for itself,
each participant is shown by the name that the report gives it elsewhere, with that as evidence. What even the report
resolves to nobody ("it", "three", "others") says nothing beside somebody who is told and is then left out of the
event's values; the evidence keeps it. Of two descriptions of which one only says less ("guerrillas" beside "urban
guerrillas") the fuller one stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.linking.profile import entity_key
from dateline.records import Entity, EntityMention, EventMention, Report

PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "you", "him", "her", "them", "us", "me", "his", "its", "their", "our",
     "your", "my", "who", "which", "that"}
)  # fmt: skip
EMPTY_WORDS = PRONOUNS | frozenset(
    {"a", "an", "the", "this", "these", "those", "such", "same", "other", "others", "another", "all", "any", "both",
     "some", "many", "several", "few", "most", "none", "each", "one", "two", "three", "four", "five", "six", "seven",
     "eight", "nine", "ten", "eleven", "twelve", "dozen", "dozens", "hundred", "hundreds", "scores", "more", "than",
     "at", "least", "about", "approximately", "around", "over", "nearly", "almost", "of", "ours", "mine", "whom",
     "whose", "what", "there", "himself", "herself", "itself", "themselves", "ourselves", "former", "latter", "rest",
     "up", "to", "as"}
)  # fmt: skip
"""Words that alone name nobody: pronouns, numbers, determiners."""


def with_names(report: Report) -> tuple[EventMention, ...]:
    """The report's mentions, in the same order, each participant shown by its fullest mention."""
    index = group_index(report.entities)
    return tuple(
        named(named(mention, "actors", index), "recipients", index) if mention.actors or mention.recipients else mention
        for mention in report.events
    )


def group_index(mentions: Sequence[EntityMention]) -> dict[tuple[int, int], EntityMention]:
    """For every mention's span the mention that names the same thing most fully."""
    groups: dict[str, list[EntityMention]] = {}
    for mention in mentions:
        groups.setdefault(mention.entity_id, []).append(mention)
    best = {group: fullest(those) for group, those in groups.items()}
    return {(mention.span.start, mention.span.end): best[mention.entity_id] for mention in mentions}


def fullest(mentions: Sequence[EntityMention]) -> EntityMention:
    """The mention that stands for a thing: its name as it stands in the text, else the first that is no pronoun."""
    told = [mention for mention in mentions if mention.span.text.lower() not in PRONOUNS] or list(mentions)
    return max(
        told,
        key=lambda m: (m.span.text == m.name, is_written_as_name(m.span.text), m.span.text[:1].isupper(), m is told[0]),
    )


def named(mention: EventMention, side: str, index: Mapping[tuple[int, int], EntityMention]) -> EventMention:
    """The mention with the actors or recipients shown by their fullest mentions."""
    told: tuple[Entity, ...] = getattr(mention, side)
    shown = tuple(fully(entity, index) for entity in told)
    if shown == told:
        return mention
    spans = tuple(sorted({*mention.evidence.get(side, ()), *(entity.span for entity in shown)}))
    evidence = {**mention.evidence, side: spans}
    return replace(mention, actors=shown, evidence=evidence) if side == "actors" else replace(
        mention, recipients=shown, evidence=evidence
    )  # fmt: skip


def fully(entity: Entity, index: Mapping[tuple[int, int], EntityMention]) -> Entity:
    """The entity under the fullest mention of the thing that its own span mentions."""
    mention = index.get((entity.span.start, entity.span.end))
    if mention is None or mention.span == entity.span or not says_less(entity.text, mention.span.text):
        return entity
    return replace(entity, span=mention.span, text=mention.span.text)


def says_less(text: str, other: str) -> bool:
    """Whether a mention in these words is better shown in the other's: a pronoun, or a description beside a name."""
    return text.lower() in PRONOUNS or (text == text.lower() and other != other.lower())


def participants(told: Iterable[Sequence[Entity]]) -> tuple[Entity, ...]:
    """One record per entity, the first that names it standing for all, in the order of first mention."""
    found: dict[str, Entity] = {}
    known = [entity for group in told for entity in group]
    somebody = [entity for entity in known if is_somebody(entity)]
    for entity in somebody or known[:1]:
        key = entity_key(entity)
        if key not in found or (is_written_as_name(entity.text) and not is_written_as_name(found[key].text)):
            found[key] = entity
    kept = list(found.values())
    return tuple(
        entity for entity in kept
        if not any(other is not entity and only_says_less(entity, other) for other in kept)
    )  # fmt: skip


def is_somebody(entity: Entity) -> bool:
    """Whether the words, or what they were resolved to, say who it was."""
    return entity.id is not None or bool(content(entity.name) or content(entity.text) - PRONOUNS)


def is_written_as_name(text: str) -> bool:
    """Whether a word after the article is capitalised."""
    words = text.split()
    return any(word[:1].isupper() for word in (words[1:] if words and words[0].lower() in EMPTY_WORDS else words))


def only_says_less(entity: Entity, other: Entity) -> bool:
    """Whether one description has fewer of the same words: "guerrillas", "urban guerrillas"."""
    if entity.id is not None:
        return False
    words, more = content(entity.name), content(other.name)
    return words < more and head(entity.name) == head(other.name)


def head(name: str) -> str:
    """The last word of a description before "of", or of a name."""
    words = name.lower().split(" of ")[0].split()
    return words[-1] if words else ""


def content(text: str) -> frozenset[str]:
    """The words that say something, in lower case."""
    words = text.lower().replace("'s", "").split()
    return frozenset(word for word in words if word not in EMPTY_WORDS and word[:1].isalpha())
