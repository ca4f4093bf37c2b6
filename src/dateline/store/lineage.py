"""What became of events when they were computed anew: every id that once was leads to an event that is.

Pure functions over ids and trigger positions; the store keeps what they give.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.records import Event
from dateline.store.rows import Trigger, triggers


def heirs(old: Mapping[str, Iterable[Trigger]], new: Sequence[Event]) -> dict[str, str]:
    """For each old event id, the id of the new event that took over most of its mentions.

    An id that is still there is its own heir. An event of which no mention is left has none.
    """
    present = {event.id for event in new}
    owners: dict[Trigger, list[str]] = defaultdict(list)
    for event in new:
        for trigger in triggers(event):
            owners[trigger].append(event.id)
    found = {}
    for event_id, positions in old.items():
        if event_id in present:
            found[event_id] = event_id
            continue
        shared = Counter(owner for position in positions for owner in owners.get(position, ()))
        if shared:
            found[event_id] = min(shared, key=lambda owner: (-shared[owner], owner))
    return found


def with_former_ids(new: Sequence[Event], heir_of: Mapping[str, str], former: Mapping[str, str]) -> list[Event]:
    """The new events with the ids that they inherit.

    heir_of: as `heirs` gives it. former: ids that were already history, with the old event each led to.
    """
    present = {event.id for event in new}
    inherited: dict[str, set[str]] = defaultdict(set)
    for former_id, old_id in former.items():
        if former_id not in present and old_id in heir_of:
            inherited[heir_of[old_id]].add(former_id)
    for old_id, new_id in heir_of.items():
        if old_id not in present:
            inherited[new_id].add(old_id)
    return [
        replace(event, former_ids=tuple(sorted({*event.former_ids, *inherited[event.id]})))
        if event.id in inherited
        else event
        for event in new
    ]
