"""What became of events when they were computed anew: every id that once was leads to an event that is.

Pure functions over ids and trigger positions; the store keeps what they give.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Trigger = tuple[str, int, int]
"""Where the trigger of a mention stands: report id, start, end."""
CHANGES = ("added", "changed", "merged", "split", "withdrawn")
Triggers = Mapping[str, Sequence[Trigger]]
"""Events by id, with the positions of their triggers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a run did to an event.

    added: none of its mentions was in an event before. changed: `fields` came out otherwise; `others` has the id that
    it had before, if that is another. merged: it took in the events `others`, which are no more. split: mentions of it
    are now in the events `others`, its own id among them if it is still there. withdrawn: no mention of it is left.
    """

    event_id: str
    change: str
    others: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def heirs(old: Triggers, new: Triggers) -> dict[str, str]:
    """For each old event id, the id of the new event that took over most of its mentions.

    An id that is still there is its own heir. An event of which no mention is left has none.
    """
    owners = owners_of(new)
    found = {}
    for event_id, positions in old.items():
        if event_id in new:
            found[event_id] = event_id
            continue
        shared = Counter(owner for position in positions for owner in owners.get(position, ()))
        if shared:
            found[event_id] = min(shared, key=lambda owner: (-shared[owner], owner))
    return found


def owners_of(events: Triggers) -> dict[Trigger, list[str]]:
    """The events that a mention is in."""
    owners: dict[Trigger, list[str]] = defaultdict(list)
    for event_id, positions in events.items():
        for position in positions:
            owners[position].append(event_id)
    return owners


def former_ids(new: Triggers, heir_of: Mapping[str, str], former: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The ids that new events inherit.

    heir_of: as `heirs` gives it. former: ids that were already history, with the old event each led to.
    """
    inherited: dict[str, set[str]] = defaultdict(set)
    for former_id, old_id in former.items():
        if former_id not in new and old_id in heir_of:
            inherited[heir_of[old_id]].add(former_id)
    for old_id, new_id in heir_of.items():
        if old_id not in new:
            inherited[new_id].add(old_id)
    return {event_id: tuple(sorted(ids)) for event_id, ids in inherited.items()}


def regroupings(old: Triggers, new: Triggers) -> Iterator[Change]:
    """Events that are new, took in others, fell apart or are gone; not those that only have other values now."""
    before, now = owners_of(old), owners_of(new)
    for event_id in sorted(new):
        origins = {owner for position in new[event_id] for owner in before.get(position, ())}
        gone = tuple(sorted(origins - set(new)))
        if not origins and event_id not in old:
            yield Change(event_id=event_id, change="added")
        elif gone and len(origins | ({event_id} & set(old))) > 1:
            yield Change(event_id=event_id, change="merged", others=gone)
    for event_id in sorted(old):
        parts = {owner for position in old[event_id] for owner in now.get(position, ())}
        if len(parts) > 1:
            yield Change(event_id=event_id, change="split", others=tuple(sorted(parts)))
        elif not parts and event_id not in new:
            yield Change(event_id=event_id, change="withdrawn")


def predecessor(event_id: str, old: Triggers, heir_of: Mapping[str, str]) -> str | None:
    """The id under which an event was there before: its own, or that of the one event it is heir to."""
    if event_id in old:
        return event_id
    origins = [old_id for old_id, heir in heir_of.items() if heir == event_id]
    return origins[0] if len(origins) == 1 else None


def revised(event_id: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Change | None:
    """The fields of an event's record that came out otherwise; None where none did."""
    names = tuple(name for name in now if name != "former_ids" and before.get(name) != now[name])
    if not names:
        return None
    renamed = (str(before["id"]),) if before["id"] != event_id else ()
    return Change(event_id=event_id, change="changed", others=renamed, fields=names)
