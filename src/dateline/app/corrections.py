"""What reviewers corrected, as golden records in the form of `examples/expected`, and as tasks for Label Studio.

Only what is settled goes out: events whose reviewers agree, or of which one reviewer's word is asked for, said of the
record as it is now. Pure functions over records; `corrections_in` reads them from a store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from dateline.app.desk.edits import FIELDS, Values, in_words, modes, values_of
from dateline.app.desk.event_view import told_in
from dateline.app.marks import passages
from dateline.records import EVENT_TYPES, STATUSES, Event, EventMention, Report, Span, content_id
from dateline.store import EventFilter, Store
from dateline.store.reviews import Review, Reviews

MARKED = ("trigger", "actors", "recipients", "date", "locations", "means", "counts")
"""The labels of Label Studio, which are fields with evidence of their own."""
_EVIDENCE_OF = {
    "date": "date", "actors": "actors", "recipients": "recipients", "places": "locations", "counts": "counts",
}  # fmt: skip
"""Where the text tells a field that can be corrected."""
_COLOURS = ("#f6c5bd", "#c1def5", "#cfd3f7", "#f7e3a1", "#c3e6c5", "#f7d3b0", "#f5c6df")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """An event with what reviewers say it is; values is None where it is none, edited the fields they corrected."""

    event: Event
    values: Values | None
    edited: frozenset[str]
    comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A report with its events that are settled, and all others that it tells."""

    report: Report
    settled: tuple[Settled, ...]
    others: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Why verdicts went out as nothing: reviewers differ, or they were given on an earlier version of the record."""

    contested: int = 0
    outdated: int = 0


def corrections_in(store: Store, by: str | None = None) -> tuple[list[Corrected], Skipped]:
    """The reports of a store with events that are settled, by id. by: whose word alone is to count."""
    said: dict[str, list[Review]] = {}
    for review in Reviews(store).verdicts():
        if review.about is not None and by in (None, review.reviewer):
            said.setdefault(review.about, []).append(review)
    settled: dict[str, Settled] = {}
    contested = outdated = 0
    for event_id, verdicts in said.items():
        event = store.event(event_id)
        agreed = {(one.verdict, repr(sorted(one.value.items()))) for one in verdicts}
        if event is None or len(agreed) > 1:
            contested += 1
        elif verdicts[-1].verdict != "reject" and not verdicts[-1].current:
            outdated += 1
        else:
            settled[event_id] = settle(event, verdicts)
    reports = sorted({report_id for one in settled.values() for report_id in one.event.reports})
    found = [_corrected(store, report, settled) for name in reports for report in [store.report(name)] if report]
    return found, Skipped(contested=contested, outdated=outdated)


def settle(event: Event, verdicts: Sequence[Review]) -> Settled:
    """What reviewers who agree say an event is."""
    last = verdicts[-1]
    values = None if last.verdict == "reject" else {**values_of(event), **last.value}
    comment = "; ".join(dict.fromkeys(one.comment for one in verdicts if one.comment)) or None
    return Settled(event=event, values=values, edited=frozenset(last.value), comment=comment)


def _corrected(store: Store, report: Report, settled: Mapping[str, Settled]) -> Corrected:
    told = list(store.events(EventFilter(report=report.id)))
    return Corrected(
        report=report,
        settled=tuple(settled[event.id] for event in told if event.id in settled),
        others=tuple(event for event in told if event.id not in settled),
    )


# ---- golden records


def golden(corrected: Corrected) -> dict[str, Any]:
    """An expected record (docs/examples.md) with the text that it speaks of.

    What was rejected must never come out there; what nobody settled may.
    """
    report = corrected.report
    return {
        "report": report.id,
        "published": report.published.date,
        "language": report.language,
        "title": report.title,
        "text": report.text,
        "events": [expected(one, report) for one in corrected.settled if one.values is not None],
        "never": [
            {**stands(one.event, report), "why": one.comment or "rejected by a reviewer"}
            for one in corrected.settled
            if one.values is None
        ],
        "allowed": [stands(event, report) for event in corrected.others],
    }


def expected(one: Settled, report: Report) -> dict[str, Any]:
    """What must come out of a report for an event: all that reviewers say it is, as far as this report tells it."""
    values = one.values or {}
    alone = one.event.reports == (report.id,)

    def told(name: str) -> bool:
        spans = one.event.evidence.get(_EVIDENCE_OF[name], ())
        return alone or any(span.report_id == report.id for span in spans)

    found: dict[str, Any] = {
        "key": one.event.id,
        "type": [values["event_type"]],
        "mode": [values["event_mode"]],
        "status": [values["status"]],
        "background": values["background"],
        **stands(one.event, report),
    }
    for name, key in (("actors", "actor"), ("recipients", "recipient")):
        if values[name] and told(name):
            found[key] = [_pattern(entity) for entity in values[name]]
    if alone and (values["actors"] or values["recipients"]):
        found["parties"] = [_pattern(entity) for entity in (*values["actors"], *values["recipients"])]
    if values["date"]["start"] and values["date"]["end"] and told("date"):
        found["date"] = [values["date"]["start"], values["date"]["end"]]
    if values["places"] and told("places"):
        found["place"] = [re.escape(place["name"]) for place in values["places"]]
        found["country"] = sorted({place["country"] for place in values["places"] if place["country"]})
    if values["counts"] and told("counts"):
        found["counts"] = [{name: part for name, part in each.items() if part is not None} for each in values["counts"]]
    return {name: value for name, value in found.items() if value not in ([], [None])}


def stands(event: Event, report: Report) -> dict[str, Any]:
    """Where an event stands in a report: patterns for its triggers and for the sentences that hold them."""
    triggers = _triggers(event, report)
    sentences = passages(report, [("trigger", span) for span in triggers])
    return {
        "trigger": list(dict.fromkeys(re.escape(span.text) for span in triggers)),
        "within": "|".join(dict.fromkeys(re.escape(report.text[start:end]) for start, end in sentences)),
    }


def _pattern(entity: Mapping[str, str | None]) -> str:
    return "|".join(re.escape(part) for part in (entity["name"], entity["id"]) if part)


def _triggers(event: Event, report: Report) -> list[Span]:
    return sorted(span for span in event.evidence.get("trigger", ()) if span.report_id == report.id)


# ---- Label Studio


def task(corrected: Corrected) -> dict[str, Any]:
    """A task: the text, what the machine found as a prediction, and what reviewers say of it.

    That is an annotation where every event of the report is settled, else a prediction too, since what nobody looked
    at is no more than the machine's word.
    """
    report = corrected.report
    by_event = {one.event.id: one for one in corrected.settled}
    events = [*(one.event for one in corrected.settled), *corrected.others]
    machine = [item for event in events for item in regions(event, report)]
    reviewed = [item for event in events for item in regions(event, report, by_event.get(event.id))]
    version = f"dateline {report.coder.version}"
    found: dict[str, Any] = {
        "data": {"text": report.text, "title": report.title or "", "report_id": report.id, "url": report.url or ""},
        "predictions": [{"model_version": version, "result": machine}],
    }
    if corrected.others:
        found["predictions"].append({"model_version": f"{version}, reviewed in part", "result": reviewed})
    else:
        found["annotations"] = [{"result": reviewed}]
    return found


def regions(event: Event, report: Report, settled: Settled | None = None) -> Iterator[dict[str, Any]]:
    """The regions of an event in a report with their choices and relations; none of one that was rejected."""
    if settled is not None and settled.values is None:
        return
    values: Values = settled.values if settled is not None and settled.values is not None else values_of(event)
    edited = settled.edited if settled is not None else frozenset()
    for mention in told_in(event, report):
        trigger = _region(mention, "trigger", mention.trigger)
        yield trigger
        for name, field in (("type", "event_type"), ("mode", "event_mode"), ("status", "status")):
            if values[field]:
                chosen = _at(mention.trigger, choices=[values[field]])
                yield {**trigger, "from_name": name, "type": "choices", "value": chosen}
        if edited:
            told = [f"{name}: {in_words(name, values[name])}" for name in FIELDS if name in edited]
            yield {**trigger, "from_name": "correction", "type": "textarea", "value": _at(mention.trigger, text=told)}
        for label, span in _arguments(mention, report, values, edited):
            region = _region(mention, label, span)
            yield region
            yield {
                "type": "relation",
                "from_id": trigger["id"],
                "to_id": region["id"],
                "direction": "right",
                "labels": [label],
            }


def _arguments(
    mention: EventMention, report: Report, values: Values, edited: Iterable[str]
) -> Iterator[tuple[str, Span]]:
    """Labels with their spans: the evidence of what was not corrected, and corrected names where they stand."""
    corrected = {_EVIDENCE_OF[name]: name for name in edited if name in _EVIDENCE_OF}
    for label in MARKED[1:]:
        if label not in corrected:
            spans = mention.evidence.get(label, ())
            yield from ((label, span) for span in dict.fromkeys(spans) if span.start < span.end)
        elif corrected[label] in ("actors", "recipients", "places"):
            yield from (
                (label, span) for each in values[corrected[label]] for span in _found(each["name"], mention, report)
            )


def _found(name: str, mention: EventMention, report: Report) -> Iterator[Span]:
    """Where a name stands nearest to the trigger, if it stands in the text at all."""
    places = [match.start() for match in re.finditer(re.escape(name), report.text, re.IGNORECASE)] if name else []
    if places:
        start = min(places, key=lambda place: (abs(place - mention.trigger.start), place))
        end = start + len(name)
        yield Span(report_id=report.id, start=start, end=end, text=report.text[start:end])


def _region(mention: EventMention, label: str, span: Span) -> dict[str, Any]:
    return {
        "id": content_id(mention.id, label, span.start, span.end),
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": span.start, "end": span.end, "text": span.text, "labels": [label]},
    }


def _at(span: Span, **values: Any) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text, **values}


def labelling_config() -> str:
    """The labelling interface of Label Studio that these tasks are for."""
    view = ElementTree.Element("View")
    ElementTree.SubElement(view, "Header", value="$title")
    labels = ElementTree.SubElement(view, "Labels", name="label", toName="text")
    for label, colour in zip(MARKED, _COLOURS, strict=True):
        ElementTree.SubElement(labels, "Label", value=label, background=colour)
    ElementTree.SubElement(view, "Text", name="text", value="$text")
    of_triggers = {"toName": "text", "perRegion": "true", "whenTagName": "label", "whenLabelValue": "trigger"}
    every_mode = sorted({mode for held in modes().values() for mode in held})
    for name, choices in (("type", EVENT_TYPES), ("mode", every_mode), ("status", STATUSES)):
        group = ElementTree.SubElement(view, "Choices", {"name": name, "choice": "single-radio", **of_triggers})
        for choice in choices:
            ElementTree.SubElement(group, "Choice", value=choice)
    ElementTree.SubElement(view, "TextArea", {"name": "correction", "editable": "true", **of_triggers})
    relations = ElementTree.SubElement(view, "Relations")
    for label in MARKED[1:]:
        ElementTree.SubElement(relations, "Relation", value=label)
    ElementTree.indent(view)
    return ElementTree.tostring(view, encoding="unicode")
