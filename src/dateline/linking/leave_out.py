"""What a convention has no place for, taken out of a report (rows `leave_out` of codebook/conventions).

A benchmark may be about less than what happened: MUC-4 wants terrorist incidents and neither battles nor arrests.
Whether an event is of that kind shows only in all that the report tells of it, so the report's mentions are first
resolved into events, and the mentions of an event are kept or left out together. Without such rows, as by default,
nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dateline.codebook import Codebook
from dateline.codebook.loader import NOBODY
from dateline.codebook.model import LeaveOut, Side
from dateline.linking.assemble import event_of
from dateline.linking.compare import load_weights
from dateline.linking.naming import is_written_as_name
from dateline.linking.profile import ordinal
from dateline.linking.within import accounts_of
from dateline.records import Entity, Event, EventMention, Report


def within_conventions(report: Report, codebook: Codebook) -> Report:
    """The report without the mentions of events that the codebook's conventions leave out."""
    if not codebook.leave_out:
        return report
    report = replace(report, events=tuple(with_roles(mention, codebook) for mention in report.events))
    out: set[str] = set()
    for account in accounts_of(report, load_weights()):
        event = event_of([account], {report.id: report.id})
        if any(left_out(event, row, codebook, report.published.date) for row in codebook.leave_out):
            out.update(mention.id for mention in account.mentions)
    return replace(report, events=tuple(mention for mention in report.events if mention.id not in out))


def with_roles(mention: EventMention, codebook: Codebook) -> EventMention:
    """An assault without the participants of sides that the conventions do not take for its actors or recipients."""
    if mention.event_type != "ASSAULT":
        return mention

    def kept(told: Sequence[Entity], role: str) -> tuple[Entity, ...]:
        sides = [codebook.sides[name] for name in sorted(codebook.no_role.get(role, ()))]
        return tuple(entity for entity in told if not any(entity.type in side.types for side in sides))

    return replace(mention, actors=kept(mention.actors, "actors"), recipients=kept(mention.recipients, "recipients"))


def left_out(event: Event, row: LeaveOut, codebook: Codebook, published: str | None) -> bool:
    """Whether a row's conditions all hold of an event."""
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
        and (not row.once or len(event.evidence.get("trigger", ())) == 1)
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
