"""What a convention has no place for, taken out of a report (rows `leave_out` of codebook/conventions).

A benchmark may be about less than what happened: MUC-4 wants terrorist incidents and neither battles nor arrests.
Whether an event is of that kind shows only in all that the report tells of it, so the report's mentions are first
resolved into events, and the mentions of an event are kept or left out together. Without such rows, as by default,
nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dateline.codebook import Codebook
from dateline.codebook.loader import NOBODY
from dateline.codebook.model import LeaveOut, Side
from dateline.linking.assemble import event_of
from dateline.linking.compare import load_weights
from dateline.linking.copies import Origin
from dateline.linking.naming import EMPTY_WORDS, content, is_written_as_name
from dateline.linking.profile import ordinal
from dateline.linking.within import accounts_of
from dateline.records import Entity, Event, EventMention, Report

_OWNER = re.compile(r"^.*(?:'s|s') ")
"""Whose a thing is, before its noun."""


def within_conventions(report: Report, codebook: Codebook) -> Report:
    """The report without what the codebook's conventions leave out, and the rest as they list it.

    Conventions that leave nothing out change nothing.
    """
    if not codebook.leave_out:
        return report
    report = replace(report, events=tuple(with_roles(mention, codebook) for mention in report.events))
    out: set[str] = set()
    for account in accounts_of(report, load_weights()):
        event = event_of([account], {report.id: Origin(first=report.id)})
        told = len(account.mentions)
        if any(left_out(event, row, codebook, report.published.date, mentions=told) for row in codebook.leave_out):
            out.update(mention.id for mention in account.mentions)
    return as_listed(
        replace(report, events=tuple(mention for mention in report.events if mention.id not in out)), codebook
    )


def as_listed(report: Report, codebook: Codebook) -> Report:
    """The report with its assaults as the conventions list them; a mention keeps what ties it to its event."""
    told = {mention.id: mention for mention in report.events}
    events = [[mention.id for mention in account.mentions] for account in accounts_of(report, load_weights())]
    for own in events:
        if told[own[0]].event_type == "ASSAULT":
            told.update((mention.id, mention) for mention in listed([told[name] for name in own], codebook))
    shown = replace(report, events=tuple(told[mention.id] for mention in report.events))
    again = {frozenset(mention.id for mention in account.mentions) for account in accounts_of(shown, load_weights())}
    untied = {name for own in events if frozenset(own) not in again for name in own}
    return replace(
        report, events=tuple(mention if mention.id in untied else told[mention.id] for mention in report.events)
    )


def listed(mentions: Sequence[EventMention], codebook: Codebook) -> Iterator[EventMention]:
    """The mentions of one assault as the conventions list it: table `listing`.

    Some sides, categories of weapons and words for their fire are no fillers; of the descriptions of doers without a
    name, who are the same people told again, the first stands; things go by their noun alone.
    """
    rules = codebook.listing
    doer: str | None = None
    for mention in mentions:
        actors: list[Entity] = []
        for entity in _apart_from(mention.actors, rules.no_actors, codebook):
            described = entity.type in {"person", "armed-group"} and entity.id is None and bool(content(entity.name))
            if rules.one_description and described and not is_written_as_name(entity.name):
                doer = doer or entity.name.lower()
                if entity.name.lower() != doer:
                    continue
            actors.append(entity)
        recipients = _apart_from(mention.recipients, rules.no_recipients, codebook)
        if rules.short_names:
            recipients = [by_noun(entity, rules.vague) for entity in recipients]
        means = tuple(
            item
            for item in mention.means
            if item.category not in rules.no_means and item.span.text.lower().split()[-1] not in rules.no_means_words
        )
        yield replace(mention, actors=tuple(actors), recipients=tuple(recipients), means=means)


def _apart_from(told: Sequence[Entity], names: Iterable[str], codebook: Codebook) -> list[Entity]:
    sides = [codebook.sides[name] for name in sorted(names)]
    return [entity for entity in told if not any(belongs(entity, side) for side in sides)]


def by_noun(entity: Entity, vague: frozenset[str]) -> Entity:
    """A thing under its noun: without whose it is, what it is of and how many ("the mayor's two offices in X")."""
    if entity.id is not None or entity.type not in {"facility", "platform", "organization"}:
        return entity
    words = _OWNER.sub("", entity.name.split(" of ")[0]).split()
    while len(words) > 1 and (words[0].lower() in EMPTY_WORDS | vague or words[0][:1].isdigit()):
        words = words[1:]
    return replace(entity, name=" ".join(words)) if words else entity


def with_roles(mention: EventMention, codebook: Codebook) -> EventMention:
    """An assault without the participants of sides that the conventions do not take for its actors or recipients."""
    if mention.event_type != "ASSAULT":
        return mention

    def kept(told: Sequence[Entity], role: str) -> tuple[Entity, ...]:
        sides = [codebook.sides[name] for name in sorted(codebook.no_role.get(role, ()))]
        return tuple(entity for entity in told if not any(entity.type in side.types for side in sides))

    return replace(mention, actors=kept(mention.actors, "actors"), recipients=kept(mention.recipients, "recipients"))


def left_out(event: Event, row: LeaveOut, codebook: Codebook, published: str | None, *, mentions: int) -> bool:
    """Whether a row's conditions all hold of an event, which its report tells in so many mentions."""
    entries = {name.removeprefix("codebook:") for name in event.basis.get("event_type", ())}
    return (
        (not row.types or event.event_type in row.types)
        and (not row.modes or (event.event_mode or "-") in row.modes)
        and (event.event_mode or "-") not in row.not_modes
        and (not row.entries or _only(entries, row.entries))
        and _all_of(event.actors, row.actors, codebook)
        and _all_of(event.recipients, row.recipients, codebook)
        and (not row.reciprocal or (not event.recipients and _is_reciprocal(entries, codebook)))
        and (not row.placeless or not (event.locations or event.date.start or event.date.end))
        and (not row.statuses or event.status in row.statuses)
        and (not row.undated or not (event.date.start or event.date.end))
        and (not row.unnamed or not any(is_written_as_name(e.text) for e in (*event.actors, *event.recipients)))
        and (not row.once or mentions == 1)
        and (not row.no_means or not event.means)
        and (row.older_than is None or _age(event, published) > row.older_than)
    )


def _is_reciprocal(names: Iterable[str], codebook: Codebook) -> bool:
    """Whether an entry says that all sides act ("clashed")."""
    return any(codebook.entries[name].reciprocal for name in names if name in codebook.entries)


def _only(names: Iterable[str], entries: frozenset[str]) -> bool:
    """Whether all codebook entries and frames among the rule names are of these ("FRAME" stands for all its rows)."""
    told = [name for name in names if name.partition(".")[2] and ":" not in name]
    return bool(told) and all(name in entries or name.partition(".")[0] in entries for name in told)


def _all_of(told: Sequence[Entity], wanted: frozenset[str], codebook: Codebook) -> bool:
    if not wanted:
        return True
    if not told:
        return NOBODY in wanted
    sides = [codebook.sides[name] for name in sorted(wanted - {NOBODY})]
    return all(any(belongs(entity, side) for side in sides) for entity in told)


def belongs(entity: Entity, side: Side) -> bool:
    """Whether a participant is of a class."""
    words = {word.strip("'\"[](),.").lower() for word in entity.text.split()}
    if words & side.but:
        return False
    return (
        entity.type in side.types
        or bool(side.sectors.intersection(entity.sectors))
        or bool(words & side.words)
        or any(word.removesuffix("s") in side.words for word in words)
    )


def _age(event: Event, published: str | None) -> int:
    """Days from the end of the event to publication; 0 where either is not known."""
    end, today = ordinal(event.date.end), ordinal(published)
    return today - end if end is not None and today is not None else 0
