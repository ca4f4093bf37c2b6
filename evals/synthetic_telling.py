"""How what happened is told: outlets that leave out, err and copy, as report records without any model.

A report is written from a script, a list of sentences with the phrases that fill their slots, so that every span is
known by where it was written. A copy is the same script, edited or cut short, under another outlet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random
from string import Formatter
from typing import Any

from dateline.records import (
    Claim,
    Coder,
    Count,
    Date,
    Dateline,
    Entity,
    EntityMention,
    EventMention,
    Place,
    Publication,
    Report,
    Span,
)
from evals.synthetic_world import Group, Town, Truth, World, iso, load_stock, monday, spoken

CODER = Coder(version="0", codebook="s 1", catalogue="s 1", gazetteer="s 1", model="none", settings="s")
LAGS = (30, 24, 14, 10, 7, 5, 4, 3, 2, 1)
"""Of a hundred tellings, how many come so many days after the event."""
CONTEXT_WORDS = 10
FILLERS = 4
"""Sentences of a report that hold no word of its story."""

Phrase = tuple[tuple[str, str | None], ...]
"""Pieces of text, each with the name under which its span is kept, if any."""
Sentence = tuple[str, Mapping[str, Phrase]]
"""A template of synthetic.toml and what fills its slots."""
Marks = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """How often a telling leaves out, blurs or gets wrong what happened; `scaled` makes all of it more or less."""

    no_date: float = 0.10
    interval: float = 0.15
    day_off: float = 0.05
    admin1_only: float = 0.12
    country_only: float = 0.04
    neighbour: float = 0.04
    wrong_mode: float = 0.08
    generic_actor: float = 0.25
    no_actor: float = 0.10
    other_actor: float = 0.03
    no_target: float = 0.40
    other_word: float = 0.25
    no_killed: float = 0.30
    no_injured: float = 0.45
    altered: float = 0.30

    def scaled(self, by: float) -> Noise:
        """The same with every share times a factor, none above nine in ten."""
        return Noise(**{name: min(0.9, getattr(self, name) * by) for name in self.__dataclass_fields__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one outlet says of an event; None or empty: it does not say.

    days: first and last day, both the same where it knows the day. town: None where it only knows the province or
    the country, as `level` tells. verb: the event is told by a verb, with somebody who acts.
    """

    truth: int
    type: str
    mode: str
    trigger: str
    verb: bool
    status: str
    actor: Group | None
    target: str | None
    days: tuple[int, int] | None
    town: Town
    level: str
    quarter: str | None
    counts: Mapping[str, int]
    background: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """All of which a report is written: its sentences, and which of them tell events."""

    id: str
    outlet: str
    published: int
    dateline: Town | None
    title: str
    sentences: tuple[Sentence, ...]
    told: Mapping[int, Telling] = field(default_factory=dict)


# ---- what an outlet hears


def heard(truth: Truth, world: World, lag: int, random: Random, noise: Noise) -> Telling:
    """An outlet's version of an event, so many days after it."""
    actor = actor_told(truth, world, random, noise)
    verb = actor is not None and random.random() < 0.6
    level = drawn(random, {"admin1": noise.admin1_only, "country": noise.country_only}, "town")
    town = world.towns[truth.town.neighbour] if random.random() < noise.neighbour else truth.town
    quarter = truth.quarter if random.random() < 0.45 and level == "town" and town is truth.town else None
    return Telling(
        truth=truth.number,
        type=truth.kind["type"],
        mode=mode_told(truth, random, noise),
        trigger=random.choice(truth.kind["verbs" if verb else "nouns"]),
        verb=verb,
        status="occurred",
        actor=actor,
        target=None if random.random() < noise.no_target else truth.target[random.random() < noise.other_word],
        days=days_told(truth.day, random, noise),
        town=town,
        level=level,
        quarter=quarter,
        counts=tolls_told(truth.counts, lag, random, noise),
        background=False,
    )


def drawn(random: Random, shares: Mapping[str, float], otherwise: str) -> str:
    """One of the names, each with its share."""
    point = random.random()
    for name, share in shares.items():
        if point < share:
            return name
        point -= share
    return otherwise


def actor_told(truth: Truth, world: World, random: Random, noise: Noise) -> Group | None:
    """Who an outlet says did it: seldom somebody else, often somebody described, sometimes nobody."""
    side, country = truth.kind["actors"], truth.town.country
    what = drawn(random, {"none": noise.no_actor, "generic": noise.generic_actor, "other": noise.other_actor}, "named")
    if what == "none":
        return None
    if what == "generic":
        known = country if random.random() < 0.3 else None
        return Group(name=random.choice(load_stock()["generic"][side]), id=None, country=known)
    return random.choice(world.groups[country][side]) if what == "other" else truth.actor


def mode_told(truth: Truth, random: Random, noise: Noise) -> str:
    """The mode as it is coded, now and then another of the same type."""
    mode: str = truth.kind["mode"]
    if random.random() >= noise.wrong_mode:
        return mode
    kinds = [kind["mode"] for kind in load_stock()["kind"] if kind["type"] == truth.kind["type"]]
    return str(random.choice([other for other in kinds if other != mode]))


def days_told(day: int, random: Random, noise: Noise) -> tuple[int, int] | None:
    """The day, a day off, the days between which it was, or None."""
    what = drawn(random, {"none": noise.no_date, "interval": noise.interval, "off": noise.day_off}, "day")
    if what == "none":
        return None
    if what == "interval":
        first = monday(day) if random.random() < 0.5 else day - random.randint(0, 3)
        return first, first + 6 if first == monday(day) else day + random.randint(1, 3)
    if what == "off":
        day += random.choice((-1, 1))
    return day, day


def tolls_told(true: Mapping[str, int], lag: int, random: Random, noise: Noise) -> dict[str, int]:
    """The numbers that an outlet has; what is wrong is too low in the first days, later either way."""
    told: dict[str, int] = {}
    for what, number in true.items():
        if random.random() < (noise.no_killed if what == "fatalities" else noise.no_injured):
            continue
        wrong = random.random() < noise.altered
        factor = random.uniform(0.4, 0.95) if lag <= 2 else random.uniform(0.7, 1.4)
        told[what] = max(1, round(number * factor)) if wrong else number
    return told


def denied(truth: Truth, telling: Telling, random: Random) -> Telling:
    """The same told by whoever is said to have done it: it did not."""
    return replace(
        telling,
        status="denied",
        actor=truth.actor,
        verb=True,
        trigger=random.choice(truth.kind["verbs"]),
        counts={},
    )


def recalled(truth: Truth, random: Random) -> Telling:
    """An earlier event in passing: where, who and about when, no numbers."""
    exact = random.random() < 0.5
    return Telling(
        truth=truth.number,
        type=truth.kind["type"],
        mode=truth.kind["mode"],
        trigger=random.choice(truth.kind["verbs"]),
        verb=True,
        status="occurred",
        actor=truth.actor,
        target=truth.target[0],
        days=(truth.day, truth.day) if exact else (monday(truth.day), monday(truth.day) + 6),
        town=truth.town,
        level="town",
        quarter=None,
        counts={},
        background=True,
    )


# ---- from what was heard to a script


def script_of(
    report_id: str, telling: Telling, words: Sequence[str], published: int, past: Telling | None, random: Random
) -> Script:
    """A report: the event, sentences with words of its story and without, and perhaps an earlier event."""
    stock = load_stock()
    sentences: list[Sentence] = [*context(words, random)]
    lead = lead_of(telling, random)
    at = 1 if random.random() < 0.2 else 0
    sentences.insert(at, lead)
    told = {at: telling}
    if past is not None:
        told[len(sentences)] = past
        sentences.append((random.choice(stock["leads"]["past"]), slots(past, random)))
    sentences.extend(frame((), random)[0] for _ in range(FILLERS))
    noun = telling.trigger if not telling.verb else random.choice(nouns_of(telling))
    return Script(
        id=report_id,
        outlet=random.choice(stock["outlets"]),
        published=published,
        dateline=telling.town if telling.level == "town" and random.random() < 0.3 else None,
        title=f"{noun.capitalize()} in {place_name(telling)}",
        sentences=tuple(sentences),
        told=told,
    )


def nouns_of(telling: Telling) -> Sequence[str]:
    """The nouns for an event of this mode."""
    found: Sequence[str] = next(kind["nouns"] for kind in load_stock()["kind"] if kind["mode"] == telling.mode)
    return found


def place_name(telling: Telling) -> str:
    """The name of where it was, as exactly as is known."""
    names = {"town": telling.town.name, "admin1": telling.town.admin1_name, "country": telling.town.country_name}
    return names[telling.level]


def context(words: Sequence[str], random: Random) -> Iterator[Sentence]:
    """Sentences that hold these words, each word once."""
    left = list(words)
    while left:
        made, used = frame(left, random)
        left = left[used:]
        yield made


def frame(words: Sequence[str], random: Random) -> tuple[Sentence, int]:
    """A sentence with the first of these words, and how many of them it holds; common ones where they run out."""
    template: str = random.choice(load_stock()["frames"])
    size = template.count("{")
    filled = [*words[:size], *random.choices(load_stock()["common"], k=max(0, size - len(words)))]
    return (template, {str(index): ((f"the {word}", None),) for index, word in enumerate(filled)}), size


def lead_of(telling: Telling, random: Random) -> Sentence:
    """The sentence that tells the event."""
    form = "denial" if telling.status == "denied" else "active" if telling.verb else "passive"
    return random.choice(load_stock()["leads"][form]), slots(telling, random)


def slots(telling: Telling, random: Random) -> dict[str, Phrase]:
    """What fills the slots of a sentence that tells an event."""
    actor: Phrase = ((actor_phrase(telling.actor), "actor"),) if telling.actor else ()
    target: Phrase = ((telling.target, "target"),) if telling.target else ()
    by = (("by ", None), *actor, (" ", None)) if actor else ()
    return {
        "trigger": ((telling.trigger, "trigger"),),
        "actor": actor or (("somebody", None),),
        "target": target or (("the area", None),),
        "by": (*by, *((("at ", None), *target) if target else ())),
        "where": where(telling),
        "when": when(telling),
        "toll": toll_phrase(telling),
        "source": ((random.choice(load_stock()["sources"]), "source"),),
    }


def actor_phrase(group: Group) -> str:
    """How a group is named: "the Army of X", "gunmen"."""
    return f"the {group.name}" if group.id else group.name


def where(telling: Telling) -> Phrase:
    """ "in Drel, a quarter of Kaim", or less."""
    if telling.quarter:
        return ("in ", None), (telling.quarter, "quarter"), (", a quarter of ", None), (telling.town.name, "place")
    return ("in ", None), (place_name(telling), "place"), (" province" if telling.level == "admin1" else "", None)


def when(telling: Telling) -> Phrase:
    """ "on 4 March", "between 2 March and 8 March", or nothing."""
    if telling.days is None:
        return ()
    first, last = telling.days
    text = f"on {spoken(first)}" if first == last else f"between {spoken(first)} and {spoken(last)}"
    return ((text, "date"),)


def toll_phrase(telling: Telling) -> Phrase:
    """ ", killing 12 people and wounding 5 people", or less."""
    said: list[tuple[str, str | None]] = []
    for what, number in telling.counts.items():
        before, after = load_stock()["tolls"][what]
        said += [(f" and {before} " if said else f", {before} ", None), (str(number), what), (f" {after}", None)]
    return tuple(said)


# ---- copies


def copy_of(script: Script, report_id: str, random: Random) -> Script:
    """The same report under another outlet: word for word, lightly edited, or without its last sentences."""
    stock = load_stock()
    sentences = list(script.sentences)
    how = random.choice(("verbatim", "edited", "cut"))
    if how == "edited":
        for index in random.sample([i for i in range(len(sentences)) if i not in script.told], 2):
            template, phrases = sentences[index]
            sentences[index] = f"{random.choice(stock['edits']).capitalize()}: {template}", phrases
    elif how == "cut":
        del sentences[max(max(script.told) + 1, len(sentences) - random.randint(1, 3)) :]
    others = [outlet for outlet in stock["outlets"] if outlet != script.outlet]
    return replace(
        script,
        id=report_id,
        outlet=random.choice(others),
        published=script.published + random.choice((0, 0, 1)),
        sentences=tuple(sentences),
    )


# ---- from a script to a report


class Writer:
    """A text as it is written, with the spans of what was marked."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0

    def add(self, text: str) -> tuple[int, int]:
        """Append a text and say where it stands; no two spaces meet, and none stands before a comma or full stop."""
        if self.pieces and self.pieces[-1].endswith(" ") and text[:1] in {" ", ",", "."}:
            self.pieces[-1] = self.pieces[-1][:-1]
            self.length -= 1
        start = self.length
        if text:
            self.pieces.append(text)
            self.length += len(text)
        return start, self.length

    def sentence(self, sentence: Sentence) -> tuple[tuple[int, int], Marks]:
        """Write a sentence; gives where it stands, and what was marked in it."""
        template, phrases = sentence
        marks: dict[str, tuple[int, int]] = {}
        begin = self.length
        for text, name in pieces(template, phrases):
            written = text
            if self.length == begin:
                written = text.lstrip()
                written = written[:1].upper() + written[1:]
            span = self.add(written)
            if name and written:
                marks[name] = span
        return (begin, self.length), marks

    def text(self) -> str:
        """All that was written."""
        return "".join(self.pieces)


def pieces(template: str, phrases: Mapping[str, Phrase]) -> Iterator[tuple[str, str | None]]:
    """The text of a filled template in order, each piece with its mark."""
    for literal, slot, fixed in parsed(template):
        if literal:
            yield literal, None
        if slot and fixed:
            yield fixed, slot
        elif slot:
            yield from phrases[slot]


@cache
def parsed(template: str) -> tuple[tuple[str, str | None, str | None], ...]:
    """A template as literal text, slot and fixed content of the slot."""
    return tuple((literal, slot, fixed) for literal, slot, fixed, _ in Formatter().parse(template))


def write(script: Script) -> Report:
    """The report record of a script."""
    writer = Writer()
    opening = writer.add(script.dateline.name.upper()) if script.dateline else None
    if opening:
        writer.add(f" ({script.outlet}) - ")
    told: list[tuple[Telling, tuple[int, int], Marks]] = []
    for index, sentence in enumerate(script.sentences):
        if index:
            writer.add(" " if index % 4 else "\n\n")
        where_written, marks = writer.sentence(sentence)
        if index in script.told:
            told.append((script.told[index], where_written, marks))
    text = writer.text()
    spans = [{name: span_of(script.id, text, at) for name, at in marks.items()} for _, _, marks in told]
    claims = [
        claim_of(f"c{index}", found, span_of(script.id, text, at), telling.status == "denied")
        for index, ((telling, at, _), found) in enumerate(zip(told, spans, strict=True)) if "cue" in found
    ]  # fmt: skip
    events = [
        mention_of(telling, found, tuple(claim.id for claim in claims if claim.cue == found.get("cue")))
        for (telling, _, _), found in zip(told, spans, strict=True)
    ]
    origin = origin_of(script, span_of(script.id, text, opening)) if opening else None
    places = (*([origin.place] if origin else ()), *(place for event in events for place in event.locations))
    return Report(
        id=script.id,
        title=script.title,
        publisher=script.outlet,
        language="en",
        published=published_on(script.published),
        dateline=origin,
        text=text,
        raw_sha256=hashlib.sha256(text.encode()).hexdigest(),
        coder=CODER,
        entities=tuple(entity_mentions(events)),
        places=places,
        claims=tuple(claims),
        events=tuple(sorted(events, key=lambda event: event.trigger)),
    )


def span_of(report_id: str, text: str, at: tuple[int, int]) -> Span:
    """The span of what stands there."""
    return Span(report_id=report_id, start=at[0], end=at[1], text=text[at[0] : at[1]])


def published_on(day: int) -> Publication:
    """A given day of publication."""
    return Publication(date=iso(day), earliest=iso(day), latest=iso(day), basis="given")


def origin_of(script: Script, span: Span) -> Dateline:
    """The place that opens the report."""
    assert script.dateline is not None
    return Dateline(place=replace(town_place(script.dateline, span), role="origin"), span=span)


def town_place(town: Town, span: Span) -> Place:
    """A town, known to the gazetteer."""
    return Place(
        span=span, name=town.name, geonames_id=town.number + 1, lat=town.lat, lon=town.lon, country=town.country,
        admin1=town.admin1, kind="populated-place", precision="exact", role="scene",
    )  # fmt: skip


def scene_of(telling: Telling, spans: Mapping[str, Span]) -> tuple[Place, ...]:
    """Where an event was, as told; a quarter is a place that no gazetteer knows."""
    town = telling.town
    if telling.level == "town":
        found = town_place(town, spans["place"])
    elif telling.level == "admin1":
        found = Place(span=spans["place"], name=town.admin1_name, country=town.country, admin1=town.admin1,
                      kind="admin1", precision="admin1", role="scene")  # fmt: skip
    else:
        found = Place(span=spans["place"], name=town.country_name, country=town.country, kind="country",
                      precision="country", role="scene")  # fmt: skip
    if "quarter" not in spans:
        return (found,)
    quarter = Place(span=spans["quarter"], name=spans["quarter"].text, kind="populated-place", role="scene")
    return quarter, found


def mention_of(telling: Telling, spans: Mapping[str, Span], claims: tuple[str, ...]) -> EventMention:
    """The event as it stands in the report."""
    trigger = spans["trigger"]
    actors = tuple(filter(None, [actor_of(telling, spans)]))
    recipients = tuple(filter(None, [target_of(telling, spans)]))
    places = scene_of(telling, spans)
    counts = tuple(counts_of(telling, spans))
    date = date_of(telling, spans)
    evidence = {
        "trigger": (trigger,),
        "actors": tuple(actor.span for actor in actors),
        "recipients": tuple(recipient.span for recipient in recipients),
        "date": (date.span,) if date.span else (),
        "locations": tuple(place.mention for place in places),
        "counts": tuple(count.span for count in counts),
        "status": (spans["cue"],) if telling.status == "denied" else (),
    }
    return EventMention(
        id=mention_id(trigger),
        event_type=telling.type,
        event_mode=telling.mode,
        status=telling.status,
        trigger=trigger,
        actors=actors,
        recipients=recipients,
        date=date,
        locations=places,
        counts=counts,
        claims=claims,
        background=telling.background,
        confidence=0.8,
        evidence={name: found for name, found in evidence.items() if found},
        support={name: claims for name in ("trigger", "actors", "counts") if claims and evidence[name]},
    )


def mention_id(trigger: Span) -> str:
    """The id of the mention with this trigger."""
    return f"{trigger.report_id}-{trigger.start}"


def actor_of(telling: Telling, spans: Mapping[str, Span]) -> Entity | None:
    """Who did it, if the sentence says so."""
    if telling.actor is None or "actor" not in spans:
        return None
    span, group = spans["actor"], telling.actor
    kind = "armed-group" if group.id else "other"
    return Entity(span=span, text=span.text, name=group.name, id=group.id, type=kind, country=group.country)


def target_of(telling: Telling, spans: Mapping[str, Span]) -> Entity | None:
    """To whom or what it was done, if the sentence says so."""
    if telling.target is None or "target" not in spans:
        return None
    span = spans["target"]
    return Entity(span=span, text=span.text, name=telling.target.removeprefix("a "), type="other")


def date_of(telling: Telling, spans: Mapping[str, Span]) -> Date:
    """When it was, if the sentence says so."""
    if telling.days is None or "date" not in spans:
        return Date()
    first, last = telling.days
    granularity = "day" if first == last else "range"
    return Date(start=iso(first), end=iso(last), granularity=granularity, basis="explicit", span=spans["date"])


def counts_of(telling: Telling, spans: Mapping[str, Span]) -> Iterator[Count]:
    """The people that the sentence counts."""
    for what, number in telling.counts.items():
        if what in spans:
            side = "actor" if what == "participants" else "recipient"
            yield Count(what=what, low=number, high=number, best=number, side=side, span=spans[what])


def claim_of(claim_id: str, spans: Mapping[str, Span], content: Span, denies: bool) -> Claim:
    """Who says so."""
    speaker = spans.get("actor" if denies else "source")
    claimant = Entity(span=speaker, text=speaker.text, name=speaker.text, type="organization") if speaker else None
    stance = "deny" if denies else "assert"
    return Claim(id=claim_id, claimant=claimant, cue=spans["cue"], content=content, stance=stance, certainty="certain")


def entity_mentions(events: Iterable[EventMention]) -> Iterator[EntityMention]:
    """The actors and recipients as entities of the report, in text order."""
    found = sorted((entity for event in events for entity in (*event.actors, *event.recipients)), key=lambda e: e.span)
    for entity in found:
        yield EntityMention(span=entity.span, type=entity.type, name=entity.name, entity_id=entity.id or entity.name)


def report_ids(seed: int) -> Iterator[str]:
    """Ids whose order says nothing of what the reports tell."""
    number = 0
    while True:
        yield hashlib.sha256(f"{seed} {number}".encode()).hexdigest()[:16]
        number += 1


def words_told(truth: Truth, random: Random) -> list[str]:
    """The ten context words of a telling: four of the story, the others common or of no story in particular."""
    stock: Mapping[str, Any] = load_stock()
    others = [
        random.choice(stock["story"] if random.random() < 0.2 else stock["common"]) for _ in range(CONTEXT_WORDS - 4)
    ]
    words = [*random.sample(truth.words, 4), *others]
    random.shuffle(words)
    return words
