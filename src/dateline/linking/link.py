"""The order of the steps from reports to events, within one report and across many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from dateline.linking.across import cluster_accounts
from dateline.linking.assemble import event_of
from dateline.linking.compare import load_weights
from dateline.linking.copies import copy_groups
from dateline.linking.relations import relations
from dateline.linking.within import Account, accounts_of
from dateline.records import Event, Related, Report, Span
from dateline.settings import LinkSettings


def resolve(report: Report) -> list[Event]:
    """The events of one report, for itself; ordered by first day, type, id."""
    accounts = accounts_of(report, load_weights())
    return events_of([[account] for account in accounts], {report.id: report.id})


def link(reports: Iterable[Report], settings: LinkSettings | None = None) -> list[Event]:
    """The events that all reports together tell; ordered by first day, type, id.

    A function of the set of reports: their order changes nothing.
    """
    settings = settings or LinkSettings()
    known = sorted(reports, key=lambda report: report.id)
    weights = load_weights()
    accounts = [account for report in known for account in accounts_of(report, weights)]
    return events_of(cluster_accounts(accounts, weights, settings), copy_groups(known, settings))


def events_of(clusters: Iterable[list[Account]], copies: Mapping[str, str]) -> list[Event]:
    """Event records of clusters of accounts, with their relations."""
    clusters = list(clusters)
    events = [event_of(cluster, copies) for cluster in clusters]
    event_id = {account.id: event.id for cluster, event in zip(clusters, events, strict=True) for account in cluster}
    found = relations_by_event(clusters, event_id)
    related = [replace(event, related=tuple(found.get(event.id, ()))) for event in events]
    return sorted(related, key=lambda event: (event.date.start or "9999", event.event_type, event.id))


def relations_by_event(clusters: Iterable[list[Account]], event_id: Mapping[str, str]) -> dict[str, list[Related]]:
    """Relations stated in the reports, between events instead of accounts; the same one once, evidence united."""
    by_report: dict[str, list[Account]] = {}
    for account in (account for cluster in clusters for account in cluster):
        by_report.setdefault(account.report.id, []).append(account)
    united: dict[tuple[str, str, str], set[Span]] = {}
    for report_id in sorted(by_report):
        accounts = by_report[report_id]
        for _, account_id, item in relations(accounts[0].report, accounts):
            first, second = event_id[account_id], event_id[item.event_id]
            if first != second:
                united.setdefault((first, item.relation, second), set()).update(item.evidence)
    found: dict[str, list[Related]] = {}
    for first, relation, second in sorted(united):
        evidence = tuple(sorted(united[first, relation, second]))
        found.setdefault(first, []).append(Related(relation=relation, event_id=second, evidence=evidence))
    return found
