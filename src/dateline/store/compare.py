"""How the events of one database differ from those of another."""

from __future__ import annotations

from dateline.records import Event, to_json
from dateline.store.lineage import Change, heirs, predecessor, regroupings, revised
from dateline.store.store import Store


def compare_stores(old: Store, new: Store) -> list[Change]:
    """What became of the events of the first database in the second one, ordered by event id."""
    before, now = ({event.id: triggers_of(event) for event in store.events()} for store in (old, new))
    found = {change.event_id: change for change in regroupings(before, now)}
    heir_of = heirs(before, now)
    for event in new.events():
        old_id = predecessor(event.id, before, heir_of)
        was = old.event(old_id) if old_id is not None and event.id not in found else None
        change = revised(event.id, to_json(was), to_json(event)) if was is not None else None
        if change is not None:
            found[event.id] = change
    return [found[event_id] for event_id in sorted(found)]


def triggers_of(event: Event) -> list[tuple[str, int, int]]:
    """Where the triggers of all mentions of an event stand."""
    return sorted({(span.report_id, span.start, span.end) for span in event.evidence.get("trigger", ())})
