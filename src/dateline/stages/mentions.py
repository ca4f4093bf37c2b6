"""Event mentions: what the other stages found, joined around each trigger, with evidence for every field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from dateline.codebook import Codebook
from dateline.records import (
    PLACED_TYPES,
    Claim,
    Count,
    Date,
    Entity,
    EventMention,
    Means,
    Place,
    Publication,
    Quantity,
    Span,
    Time,
    content_id,
)
from dateline.stages.attribution import attributed
from dateline.stages.claims import claims_covering
from dateline.stages.confidence import calibrated
from dateline.stages.counts import event_counts
from dateline.stages.dating import event_date
from dateline.stages.entities import Entities
from dateline.stages.entities.describe import lemma_of, members_of
from dateline.stages.events import CodedEvent
from dateline.stages.means import Weapons, event_means
from dateline.stages.participants import attribution_words, named_heads, residents
from dateline.stages.phrases import token_span
from dateline.stages.scenes import event_places
from dateline.stages.sites import event_sites


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the stages found in one report, for event mentions to draw on."""

    published: Publication
    entities: Entities
    times: Sequence[Time]
    places: Sequence[Place]
    quantities: Sequence[Quantity]
    claims: Sequence[Claim]


def event_mentions(
    doc: Doc, coded: Iterable[CodedEvent], found: Findings, codebook: Codebook, weapons: Weapons
) -> tuple[EventMention, ...]:
    """The event mentions of a report, by trigger and type; of two with one id the first."""
    coded = attributed(doc, coded, found.entities)
    heads = frozenset(event.head for event in coded)
    mentions = [event_mention(doc, event, found, codebook, weapons, heads) for event in coded]
    unique = {mention.id: mention for mention in reversed(mentions)}
    return tuple(sorted(unique.values(), key=lambda m: (m.trigger.start, m.trigger.end, m.event_type)))


def event_mention(
    doc: Doc, event: CodedEvent, found: Findings, codebook: Codebook, weapons: Weapons, heads: frozenset[int]
) -> EventMention:
    """One event mention with all its fields; `heads` are the tokens of all triggers of the report."""
    trigger = token_span(doc, event.trigger_start, event.trigger_end)
    head = doc[event.head]
    arguments = [doc[i] for i in sorted({*event.actors, *event.recipients, *event.other_arguments})]
    doers = named_heads(event.actors, doc, found.entities)
    if codebook.member_groups:
        doers = with_groups(doers, doc, found.entities)
    told = people(doers, doc, found.entities)
    if not codebook.speakers:
        told = tuple(as_written(entity, event, doc, found.entities) for entity in told)
    if codebook.member_groups:
        told = tuple(apart_from_group(entity, doc, told) for entity in told)
    actors = tuple(actor for actor in told if can_act(actor)) if event.event_type == "ASSAULT" else told
    hit = named_heads(event.recipients, doc, found.entities)
    if codebook.residents and event.event_type == "ASSAULT":
        hit = residents(hit, doc, found.entities)
    recipients = people(hit, doc, found.entities)
    if codebook.literal_sides:
        recipients = tuple(as_written(entity, event, doc, found.entities) for entity in recipients)
    dated = event_date(doc, head, found.times, found.published, heads - {event.head})
    scenes = event_places(doc, head, arguments, found.places)
    if event.event_type in PLACED_TYPES:
        sites = event_sites(doc, head, arguments, event.recipients, found.places, found.entities)
        scenes = sorted([*scenes, *sites], key=lambda scene: scene[0].mention.start)
    locations = tuple(place for place, _ in scenes)
    means = tuple(event_means(doc, head, arguments, weapons, entailed=not codebook.said_means))
    counts = tuple(event_counts(doc, head, arguments, found.quantities))
    evidence = evidence_of(trigger, event, doc, actors, recipients, dated.date, locations, means, counts)
    claims = claims_covering(found.claims, trigger.start, trigger.end)
    return EventMention(
        id=content_id("mention", trigger.report_id, trigger.start, trigger.end, event.event_type),
        event_type=event.event_type,
        event_mode=event.event_mode,
        contexts=tuple(event.contexts),
        status=event.status,
        trigger=trigger,
        actors=actors,
        recipients=recipients,
        date=dated.date,
        locations=locations,
        means=means,
        counts=counts,
        claims=tuple(claim.id for claim in claims),
        codes=codebook.codes(
            event.event_type,
            event.event_mode,
            actor_sectors=sectors(actors),
            recipient_sectors=sectors(recipients),
            means_categories=frozenset(item.category for item in means),
            reciprocal=event.reciprocal and len(actors) > 1,
            entry=event.entry,
            traits=event.traits,
        ),
        background=dated.background,
        confidence=calibrated(event.confidence),
        evidence=evidence,
        support=support_of(evidence, found.claims),
        basis=basis_of(event, dated.rules, [rule for _, rule in scenes]),
    )


def with_groups(heads: Sequence[int], doc: Doc, entities: Entities) -> tuple[int, ...]:
    """The heads, each followed by those of the groups named in its description ("members of X")."""
    return tuple(
        dict.fromkeys(j for i in heads for j in (i, *(token.i for token in entities.organizations_of(doc[i]))))
    )


def apart_from_group(entity: Entity, doc: Doc, told: Sequence[Entity]) -> Entity:
    """A group's fighters as people of their own, where the group named in their description is told beside them."""
    inside = [other for other in told if other.span != entity.span and _within(other.span, entity.span)]
    phrase = doc.char_span(entity.span.start, entity.span.end, alignment_mode="expand")
    if not inside or phrase is None:
        return entity
    root = members_of(phrase.root) or phrase.root
    if lemma_of(root) not in attribution_words()["members"]["fighters"]:
        return entity
    return replace(entity, type="person", id=None, name=description(root, phrase.start))


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def description(head: Token, start: int) -> str:
    """A noun with the plain adjectives and nouns right before it: "urban guerrillas" of "ten FMLN urban guerrillas"."""
    first = head.i
    while first > start and _describes(head.doc[first - 1]):
        first -= 1
    return head.doc[first : head.i + 1].text


def _describes(word: Token) -> bool:
    return word.is_lower and word.is_alpha and word.tag_ not in {"DT", "CD", "IN", "PRP$", "CC"}


def can_act(entity: Entity) -> bool:
    """Whether somebody assaults: no building or weapon, and no stretch of land by its common noun."""
    is_land = entity.type == "location" and entity.text == entity.text.lower()
    return entity.type not in {"facility", "weapon"} and not is_land


def people(heads: Iterable[int], doc: Doc, entities: Entities) -> tuple[Entity, ...]:
    """The entities that argument heads stand for, each once."""
    unique: dict[tuple[int, int], Entity] = {}
    for i in heads:
        entity = entities.of(doc[i])
        unique.setdefault((entity.span.start, entity.span.end), entity)
    return tuple(unique.values())


def as_written(entity: Entity, event: CodedEvent, doc: Doc, entities: Entities) -> Entity:
    """The entity with the pronoun by which the clause of the event names it, where it has one."""
    for speaker, pronoun in event.pronouns.items():
        names = named_heads([speaker], doc, entities)
        if len(names) == 1 and entities.of(doc[names[0]]).span == entity.span:
            span = token_span(doc, pronoun, pronoun + 1)
            return replace(entity, span=span, text=span.text)
    return entity


def sectors(entities: Iterable[Entity]) -> frozenset[str]:
    """PLOVER sectors of several entities."""
    return frozenset(sector for entity in entities for sector in entity.sectors)


def evidence_of(
    trigger: Span,
    event: CodedEvent,
    doc: Doc,
    actors: Sequence[Entity],
    recipients: Sequence[Entity],
    date: Date,
    locations: Sequence[Place],
    means: Sequence[Means],
    counts: Sequence[Count],
) -> dict[str, tuple[Span, ...]]:
    """{field: spans} of every field that the text itself gives; the trigger only where more words tell the act."""
    cue = (token_span(doc, *event.status_cue),) if event.status_cue else ()
    found: dict[str, tuple[Span, ...]] = {
        "event_type": (trigger,),
        "status": cue,
        "actors": tuple(entity.span for entity in actors),
        "recipients": tuple(entity.span for entity in recipients),
        "date": (date.span,) if date.span else (),
        "locations": tuple(place.mention for place in locations),
        "means": tuple(item.span for item in means),
        "counts": tuple(count.span for count in counts),
    }
    if event.event_mode:
        found["event_mode"] = (trigger,)
    if further := [token_span(doc, start, end) for start, end in event.further]:
        found["trigger"] = (trigger, *further)
    return {name: tuple(sorted(set(spans))) for name, spans in sorted(found.items()) if spans}


def support_of(evidence: Mapping[str, Sequence[Span]], claims: Sequence[Claim]) -> dict[str, tuple[str, ...]]:
    """{field: ids of the claims in whose content the field's evidence stands}."""
    found = {
        name: tuple(sorted({claim.id for span in spans for claim in claims_covering(claims, span.start, span.end)}))
        for name, spans in evidence.items()
    }
    return {name: ids for name, ids in found.items() if ids}


def basis_of(event: CodedEvent, date_rules: Sequence[str], place_rules: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """{field: names of the rules by which it came about}."""
    found: dict[str, tuple[str, ...]] = {name: tuple(rules) for name, rules in event.rules.items()}
    found["event_type"] = (f"codebook:{event.entry}", *found.get("event_type", ()))
    found["status"] = (event.status_rule, *found.get("status", ()))
    found["codes"] = ("codebook:crosswalk",)
    found["date"] = tuple(date_rules)
    found["background"] = tuple(date_rules)
    found["locations"] = tuple(place_rules)
    reference = "definite" if event.definite else "indefinite" if event.generic else None
    found["trigger"] = (reference,) if reference else ()
    return {name: tuple(dict.fromkeys(rules)) for name, rules in sorted(found.items()) if rules}
