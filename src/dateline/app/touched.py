"""What new and changed reports touch of the events of a store, and those events anew; the rest is not read.

Groups of tellings never leave the connected components of pairs that may be one event (linking/cluster.py), so a
report changes nothing but the components that its tellings had, and those with which they have such a pair now. To
these come the events that a change shows in: whose sources are copies of other reports now, or that tell how they
relate to an event that goes by another id. The result is that of linking everything anew
(tests/properties/test_touched_properties.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dateline.linking import (
    Cluster,
    Decision,
    Outline,
    Telling,
    Told,
    alike,
    by_id,
    clusters_of,
    groups_of,
    load_weights,
    outlined,
)
from dateline.linking.blocking import days_of
from dateline.linking.levels import MOST_DAYS
from dateline.settings import LinkSettings
from dateline.store import Basis, Part, Place, Store


class StaleError(Exception):
    """What is read does not fit together: others are at work on the store."""


Key = tuple[str, str]
"""A telling by its report and id."""


@dataclass(slots=True)
class Held:
    """What a run has read of a store so far.

    changed: the reports that it links. Of others only linked ones are read: those that came in meanwhile find what is
    linked now when they are.
    told: by report. places: where tellings are as stored, of the reports that were read. chosen: the tellings that are
    grouped anew, with the components that they had; those of changed reports have none.
    """

    store: Store
    changed: frozenset[str]
    told: dict[str, Told] = field(default_factory=dict)
    places: dict[Key, Place] = field(default_factory=dict)
    chosen: set[Key] = field(default_factory=set)
    components: set[str] = field(default_factory=set)

    def read(self, report_ids: Collection[str]) -> None:
        """Read reports, and where their tellings are, unless they are here."""
        missing = set(report_ids) - self.told.keys()
        wanted = missing & self.changed | self.store.sources(reports=missing - self.changed).keys()
        if wanted:
            self.told.update((one.report_id, one) for one in self.store.told(wanted))
            if wanted - self.told.keys():
                raise StaleError
            self.places.update((key_of(place), place) for place in self.store.places(reports=wanted))

    def place(self, key: Key) -> Place:
        """Where a telling of a report that was read is."""
        found = self.places.get(key)
        if found is None:
            raise StaleError
        return found

    def choose(self, components: Collection[str], but: Collection[str]) -> set[Key]:
        """Take the tellings of these components as well, those of the reports `but` aside; gives the further ones."""
        further = set(components) - self.components
        self.components |= further
        found = {key_of(place) for place in self.store.places(components=further) if place.report_id not in but}
        found -= self.chosen
        self.read({report_id for report_id, _ in found})
        self.chosen |= found
        return found

    def tellings(self, wanted: Collection[Key]) -> list[Telling]:
        """These tellings, as `by_id` orders them."""
        reports = (self.told[report_id] for report_id in sorted({report_id for report_id, _ in wanted}))
        kept = (
            replace(one, tellings=tuple(telling for telling in one.tellings if key_of_telling(telling) in wanted))
            for one in reports
        )
        return by_id(kept)


def touched(
    store: Store, basis: Basis, settings: LinkSettings, decisions: Sequence[Decision], *, across: bool
) -> tuple[list[Outline], Part]:
    """The events that the changed reports of a basis touch, anew, and what they replace.

    Raises StaleError where others changed the store meanwhile.
    """
    changed = frozenset(basis.changed)
    held = Held(store=store, changed=changed)
    held.read(changed)
    new = {key_of_telling(telling) for report_id in changed for telling in held.told[report_id].tellings}
    held.chosen |= new
    had = {place.component for place in held.places.values()}
    held.choose(had, changed)
    if across:
        held.choose(joined_by_points(held, new, settings), changed)
        choose_by_decisions(held, changed, decisions, basis.linked_decisions)
    grouped = clusters_of(held.tellings(held.chosen), settings, decisions, across=across)
    sources = sources_now(store, changed, settings)
    later = shown_in(held, grouped, sources)
    if later:
        further = held.choose(later, changed)
        grouped += clusters_of(held.tellings(further), settings, decisions, across=across)
    read = [held.told[report_id] for report_id in sorted(held.told)]
    first_of = store.sources(reports=held.told.keys() - changed) | sources
    elsewhere = {telling_id: place.event_id for (_, telling_id), place in held.places.items()}
    outlines = outlined(grouped, read, first_of, elsewhere)
    replaced = [place for key, place in held.places.items() if key in held.chosen or place.report_id in changed]
    return outlines, Part(
        everything=False,
        sources=sources,
        places=replaced,
        events=frozenset(place.event_id for place in replaced),
        read={one.report_id: one.version for one in read},
    )


def joined_by_points(held: Held, new: Collection[Key], settings: LinkSettings) -> set[str]:
    """The components of stored tellings that have enough points with one of the new ones; reads what it compares."""
    tellings = held.tellings(new)
    if not tellings:
        return set()
    spans = [days_of(telling, settings.window_days) for telling in tellings]
    slack = MOST_DAYS + settings.window_days
    keys = held.store.keys_between(min(first for first, _ in spans) - slack, max(last for _, last in spans) + slack)
    changed = {report_id for report_id, _ in new}
    partners = {key for key in keys.partners(tellings, settings.window_days) if key[0] not in changed}
    held.read({report_id for report_id, _ in partners})
    others = held.tellings(partners & held.places.keys())
    return {held.place(key_of_telling(other)).component for other in alike(tellings, others, load_weights(), settings)}


def choose_by_decisions(held: Held, changed: Collection[str], decisions: Sequence[Decision], linked: int) -> None:
    """Take what decisions tie to what is chosen, and all that decisions after the last linked one are about."""
    if not decisions:
        return
    held.read(held.store.reports_with({one for decision in decisions for one in (decision.first, decision.second)}))
    telling_of = {
        mention: key_of_telling(telling)
        for one in held.told.values()
        for telling in one.tellings
        for mention in telling.mentions
    }
    tied = [
        (decision.number > linked, [telling_of[one] for one in (decision.first, decision.second) if one in telling_of])
        for decision in decisions
    ]
    while True:
        wanted = {
            held.place(key).component
            for is_new, keys in tied
            if is_new or any(key in held.chosen for key in keys)
            for key in keys
            if key not in held.chosen
        } - held.components
        if not wanted:
            return
        held.choose(wanted, changed)


def sources_now(store: Store, changed: Collection[str], settings: LinkSettings) -> dict[str, str]:
    """{report: first of its group of copies} of changed reports, and of others for which that is another now."""
    found = store.sketches(changed)
    stored = store.sources(reports=changed)
    groups = set(stored.values())
    known = store.copied_by(found) - set(changed)
    groups |= set(store.sources(reports=known).values())
    members = {one: first for one, first in store.sources(groups=groups).items() if one not in changed}
    sketches = found | store.sketches(members.keys())
    published = store.published(sketches.keys())
    now = groups_of(sketches, published, settings)
    return {one: first for one, first in now.items() if one in changed or members[one] != first}


def shown_in(held: Held, grouped: Iterable[Cluster], sources: Mapping[str, str]) -> set[str]:
    """The components of further tellings in whose events the changes show."""
    held.read(sources.keys())
    resourced = {
        place.component for key, place in held.places.items() if key[0] in sources and key not in held.chosen
    }  # fmt: skip
    renamed = {
        telling.id
        for one in grouped
        for telling in one.tellings
        if key_of_telling(telling) not in held.places or held.places[key_of_telling(telling)].event_id != one.id
    }
    related = {
        held.place((one.report_id, stated.telling)).component
        for one in held.told.values()
        for stated in one.relations
        if stated.related.event_id in renamed and (one.report_id, stated.telling) not in held.chosen
    }
    return resourced | related


def key_of(place: Place) -> Key:
    """The telling that is at a place."""
    return place.report_id, place.telling


def key_of_telling(telling: Telling) -> Key:
    """A telling by its report and id."""
    return telling.report_id, telling.id
