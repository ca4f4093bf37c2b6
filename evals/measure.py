"""Every figure of the gate: reports one by one, then what is linked across them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from dateline.linking import link, resolve
from dateline.linking.copies import copy_groups
from dateline.records import HAPPENED, Event, Report
from dateline.settings import LinkSettings
from evals.corpus import Case, Expected
from evals.fields import verdicts
from evals.pairing import is_expected, pair_events, violations
from evals.scores import Scores

Pairs = Mapping[str, Event]
"""{"report#key": the event of that report that stands for the expected one}."""


def measure(cases: Sequence[Case], links: Expected) -> Scores:
    """All figures over all reports."""
    scores = Scores()
    pairs: dict[str, Event] = {}
    for case in cases:
        score_article(scores, case)
    for case in cases:
        found = pair_events(case.expected["events"], resolve(case.report), case.report.text)
        score_events(scores, case, found)
        pairs.update({f"{case.name}#{key}": event for key, event in found.items()})
    for case in cases:
        score_mentions(scores, case)
    score_links(scores, {case.name: case.report for case in cases}, pairs, links)
    return scores


def score_article(scores: Scores, case: Case) -> None:
    """Publication, language, title, dateline and clean text of one report."""
    expected, report = case.expected, case.report
    for figure, got in (
        ("published", report.published.date),
        ("language", report.language),
        ("title", report.title),
    ):
        if figure in expected:
            wanted = expected[figure]
            scores.check(f"report.{figure}", got == wanted, f"{case.name}: {got!r} instead of {wanted!r}")
    if "dateline_place" in expected:
        name = report.dateline.place.name if report.dateline else None
        scores.check("report.dateline", *_found(expected["dateline_place"], name, case.name))
    for start in filter(None, [expected.get("text_starts")]):
        scores.check("report.text", report.text.startswith(start), f"{case.name}: does not start with {start!r}")
    for debris in expected.get("text_must_not_contain", ()):
        scores.check("report.text", debris not in report.text, f"{case.name}: contains {debris!r}")


def _found(pattern: str, value: str | None, name: str) -> tuple[bool, str]:
    from evals.fields import matches

    return matches([pattern], [value]), f"{name}: {value!r} instead of {pattern!r}"


def score_events(scores: Scores, case: Case, found: Pairs) -> None:
    """Recall of expected events, and the fields of those that were found."""
    for entry in case.expected["events"]:
        event, name = found.get(entry["key"]), f"{case.name}#{entry['key']}"
        figure = "events.found" if HAPPENED & set(entry["status"]) else "events.found_not_happened"
        scores.check(figure, event is not None, f"{name}: no event at {entry['trigger']}")
        for field, right in verdicts(event, entry).items() if event else ():
            scores.check(f"field.{field}", right, f"{name}: not {entry[field]}: {shown(event, field)}")


def shown(event: Event | None, field: str) -> str:
    """What an event has for a field, in a few words, for the list of mistakes."""
    if event is None:
        return ""
    values: dict[str, Any] = {
        "type": event.event_type,
        "mode": event.event_mode,
        "status": event.status,
        "background": event.background,
        "actor": [entity.name for entity in event.actors],
        "recipient": [entity.name for entity in event.recipients],
        "parties": [entity.name for entity in (*event.actors, *event.recipients)],
        "date": (event.date.start, event.date.end, event.date.basis),
        "country": [place.country for place in event.locations],
        "place": [place.name for place in event.locations],
        "means": [(means.category, means.span.text) for means in event.means],
        "counts": [(count.what, count.low, count.best, count.span.text) for count in event.counts],
        "claimant": [claim.claimant.name for claim in event.claims if claim.claimant],
    }
    return str(values[field])


def score_mentions(scores: Scores, case: Case) -> None:
    """Precision of what came out as having happened, and the things that must never do so."""
    text = case.report.text
    for mention in case.report.events:
        if mention.status in HAPPENED:
            right = is_expected(mention, case.expected, text)
            scores.check(
                "mentions.precision",
                right,
                f"{case.name}: {mention.event_type} {quoted(text, mention.trigger.start)}",
            )
    for entry in case.expected["never"]:
        wrong = violations(case.report.events, entry, text)
        what = "; ".join(f"{mention.event_type} {quoted(text, mention.trigger.start)}" for mention in wrong)
        scores.check("mentions.never", not wrong, f"{case.name}: {entry['why']}: {what}")
        if wrong:
            scores.violations.append(f"{case.name}: {entry['why']}")


def quoted(text: str, position: int) -> str:
    """The words around a position."""
    return repr(text[max(0, position - 40) : position + 40].replace("\n", " "))


# ---- across reports


def score_links(scores: Scores, reports: Mapping[str, Report], pairs: Pairs, links: Expected) -> None:
    """Same, distinct and disputed events, copies and independent sources."""
    events = link(reports.values())
    at = {
        (span.report_id, span.start, span.end): event for event in events for span in event.evidence.get("trigger", ())
    }
    linked = {ref: at[_key(event)] for ref, event in pairs.items() if _key(event) in at}
    score_same(scores, linked, links)
    score_distinct(scores, linked, links)
    score_copies(scores, reports, links)
    score_disputes(scores, linked, links)
    score_related(scores, linked, links)


def _key(event: Event) -> tuple[str, int, int]:
    span = event.evidence["trigger"][0]
    return span.report_id, span.start, span.end


def score_same(scores: Scores, linked: Pairs, links: Expected) -> None:
    """Tellings of one event must be one event, with its number of independent sources."""
    for entry in links["same_event"]:
        for first, second in combinations(entry["events"], 2):
            one, other = linked.get(first), linked.get(second)
            same = one is not None and other is not None and one.id == other.id
            scores.check("links.same", same, f"{first} and {second} are not one event")
        event = linked.get(entry["events"][0])
        sources = event.independent_sources if event else None
        right = sources == entry["independent_sources"]
        scores.check("links.sources", right, f"{entry['key']}: {sources} instead of {entry['independent_sources']}")


def score_distinct(scores: Scores, linked: Pairs, links: Expected) -> None:
    """Events that look alike must stay apart."""
    for entry in links["distinct"]:
        one, other = (linked.get(ref) for ref in entry["events"])
        merged = one is not None and other is not None and one.id == other.id
        scores.check("links.distinct", not merged, f"{' and '.join(entry['events'])} are one event ({entry['why']})")


def score_copies(scores: Scores, reports: Mapping[str, Report], links: Expected) -> None:
    """Each pair of reports that is to be, or came out as, copies of one another."""
    ids = {report.id: name for name, report in reports.items()}
    groups = copy_groups(reports.values(), LinkSettings())
    got = {
        frozenset((ids[a], ids[b])) for a, b in combinations(sorted(groups), 2) if groups[a] == groups[b]
    }  # fmt: skip
    wanted = {frozenset(pair) for group in links["copies"] for pair in combinations(group, 2)}
    for pair in sorted(got | wanted, key=sorted):
        scores.check("links.copies", pair in got and pair in wanted, f"{' and '.join(sorted(pair))}")


def score_disputes(scores: Scores, linked: Pairs, links: Expected) -> None:
    """Where sources differ, every value must be kept."""
    for entry in links["disputes"]:
        event = linked.get(entry["events"][0])
        disputes = event.disputes if event else ()
        told = [
            str([value.value for value in dispute.values])
            for dispute in disputes
            if entry["field"] in _field_names(dispute.field)
        ]
        right = any(all(str(value) in values for value in entry["values"]) for values in told)
        scores.check("links.disputes", right, f"{entry['events'][0]}: {entry['field']} {entry['values']}, got {told}")


def _field_names(field: str) -> list[str]:
    """A dispute's field, and its parts: "counts.fatalities" is also "fatalities"."""
    return [field, *field.replace(":", ".").split(".")]


def score_related(scores: Scores, linked: Pairs, links: Expected) -> None:
    """Relations that the text states, from the first event to the second."""
    for entry in links["related"]:
        source, target = linked.get(entry["from"]), linked.get(entry["to"])
        told = [(item.relation, item.event_id) for item in source.related] if source else []
        right = target is not None and (entry["relation"], target.id) in told
        scores.check("links.related", right, f"{entry['from']} {entry['relation']} {entry['to']}")
