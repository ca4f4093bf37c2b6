"""The order of the steps from reports to events, within one report and across many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.linking.assemble import event_of
from dateline.linking.cluster import Cluster, cluster
from dateline.linking.compare import compare, load_weights
from dateline.linking.copies import Origin, groups_of
from dateline.linking.decisions import Decision, kept_apart
from dateline.linking.told import Telling, Told, by_id, told_of
from dateline.linking.within import Account, accounts_of
from dateline.records import Event, Related, Report, Span, content_id, to_json
from dateline.settings import LinkSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An event before its record is put together: what it is made of.

    made_of: a hash of all that its record depends on; an event with the same id and hash need not be made again.
    """

    id: str
    cluster: Cluster
    origins: Mapping[str, Origin]
    related: tuple[Related, ...]
    made_of: str

    @property
    def reports(self) -> tuple[str, ...]:
        """The ids of the reports that tell it, each once."""
        return tuple(sorted({telling.report_id for telling in self.cluster.tellings}))

    @property
    def triggers(self) -> list[tuple[str, int, int]]:
        """Where the triggers of its mentions stand: report, start, end."""
        return sorted(
            {(telling.report_id, *position) for telling in self.cluster.tellings for position in telling.triggers}
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two tellings through which groups became one event: mean points of the groups, levels of the two with points.

    decided_by: the person who said that they are the same; None where the points decided.
    """

    first: str
    second: str
    points: float | None
    reasons: tuple[tuple[str, float], ...]
    decided_by: str | None = None


def resolve(report: Report) -> list[Event]:
    """The events of one report, for itself; ordered by first day, type, id."""
    return link([report])


def link(
    reports: Iterable[Report], settings: LinkSettings | None = None, decisions: Iterable[Decision] = ()
) -> list[Event]:
    """The events that all reports together tell; ordered by first day, type, id.

    A function of the set of reports: their order changes nothing.
    """
    settings, weights = settings or LinkSettings(), load_weights()
    decisions = tuple(decisions)
    apart = kept_apart(decisions)
    known = {report.id: (report, accounts_of(report, weights, apart)) for report in reports}
    told = [told_of(*known[report_id]) for report_id in sorted(known)]
    copies = groups_of({one.report_id: one.sketch for one in told}, published_of(told), settings)
    found = outlines_of(told, copies, settings, decisions=decisions)
    events = [event_from(outline, lambda report_id: known[report_id][1]) for outline in found]
    return sorted(events, key=lambda event: (event.date.start or "9999", event.event_type, event.id))


def published_of(told: Iterable[Told]) -> dict[str, str | None]:
    """The day of publication of each report."""
    return {one.report_id: one.published for one in told}


def outlines_of(
    told: Sequence[Told],
    copies: Mapping[str, str],
    settings: LinkSettings,
    *,
    decisions: Iterable[Decision] = (),
    across: bool = True,
) -> list[Outline]:
    """The events that reports tell, in the order of first publication, so that their reports are read few times.

    copies: for each report the first of its group, as `groups_of` gives it. across: whether tellings of different
    reports are joined; otherwise each is an event of its own.
    """
    return outlined(clusters_of(by_id(told), settings, decisions, across=across), told, copies)


def clusters_of(
    tellings: Sequence[Telling], settings: LinkSettings, decisions: Iterable[Decision], *, across: bool
) -> list[Cluster]:
    """Groups of tellings, ordered as `by_id` does, that tell one event; each for itself where not `across` reports."""
    if across:
        return cluster(tellings, load_weights(), settings, decisions)
    return [Cluster(tellings=(telling,), component=telling.id) for telling in tellings]


def outlined(
    clusters: Sequence[Cluster],
    told: Sequence[Told],
    copies: Mapping[str, str],
    elsewhere: Mapping[str, str] | None = None,
) -> list[Outline]:
    """The events that groups of tellings are, in the order of first publication.

    told: the reports that these are in. elsewhere: the events of other tellings of these reports, by telling.
    """
    origins = {
        one.report_id: Origin(first=copies[one.report_id], credit=one.credit, publisher=one.publisher) for one in told
    }
    versions = {one.report_id: one.version for one in told}
    event_ids = {**(elsewhere or {}), **{telling.id: one.id for one in clusters for telling in one.tellings}}
    related = relations_by_event(told, event_ids)
    made = (outline_of(one, origins, related.get(event_ids[one.tellings[0].id], ()), versions) for one in clusters)
    return sorted(made, key=lambda outline: min(telling.anchor_order for telling in outline.cluster.tellings))


def outline_of(
    found: Cluster, origins: Mapping[str, Origin], related: tuple[Related, ...], versions: Mapping[str, str]
) -> Outline:
    """The outline of one event; `origins` is cut down to its reports."""
    told_in = sorted({telling.report_id for telling in found.tellings})
    own = {report_id: origins[report_id] for report_id in told_in}
    return Outline(
        id=found.id,
        cluster=found,
        origins=own,
        related=related,
        made_of=content_id(
            [(telling.id, telling.report_id, versions[telling.report_id]) for telling in found.tellings],
            to_json(own),
            to_json(related),
            to_json(found.joins),
        ),
    )


def links_of(outline: Outline) -> list[Link]:
    """How the tellings of an event came together, each step with what speaks for and against its most alike pair."""
    known = {telling.id: telling for telling in outline.cluster.tellings}
    return [
        Link(
            first=join.first,
            second=join.second,
            points=join.points,
            reasons=compare(known[join.first].profile, known[join.second].profile, load_weights()).reasons,
            decided_by=join.decided_by,
        )
        for join in outline.cluster.joins
    ]


def event_from(outline: Outline, accounts_in: Callable[[str], Sequence[Account]]) -> Event:
    """The record of an event; `accounts_in` gives the accounts of a report by its id."""
    wanted = {telling.id for telling in outline.cluster.tellings}
    accounts = [account for report_id in outline.reports for account in accounts_in(report_id) if account.id in wanted]
    return replace(event_of(accounts, outline.origins), related=outline.related)


def relations_by_event(told: Iterable[Told], event_ids: Mapping[str, str]) -> dict[str, tuple[Related, ...]]:
    """Relations stated in the reports, between events instead of tellings; the same one once, evidence united."""
    united: dict[tuple[str, str, str], set[Span]] = {}
    for one in told:
        for stated in one.relations:
            first, second = event_ids[stated.telling], event_ids[stated.related.event_id]
            if first != second:
                united.setdefault((first, stated.related.relation, second), set()).update(stated.related.evidence)
    found: dict[str, list[Related]] = {}
    for first, relation, second in sorted(united):
        evidence = tuple(sorted(united[first, relation, second]))
        found.setdefault(first, []).append(Related(relation=relation, event_id=second, evidence=evidence))
    return {event_id: tuple(related) for event_id, related in found.items()}
