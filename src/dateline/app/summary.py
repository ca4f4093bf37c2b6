"""What a database holds, in one screen: events by type and country, and those best supported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.app import wording
from dateline.app.marks import fields_of, passages
from dateline.app.show import claim_lines, dispute_lines, marked_passage
from dateline.app.terminal import printable
from dateline.exports.csv_table import scenes
from dateline.records import EVENT_TYPES, HAPPENED, Event, Report

_COUNTRIES_SHOWN = 8
NOWHERE = "unknown"


def summary(events: Sequence[Event], reports: int, report_of: Callable[[str], Report | None]) -> RenderableType:
    """Counts, the table of types and countries, and the three best-supported events with their evidence."""
    happened = [event for event in events if event.status in HAPPENED]
    return Group(
        Text(f"{reports} reports, {len(events)} events, of which {len(happened)} happened", style="bold"),
        Text(),
        by_type_and_country(events),
        Text(),
        Text("Best supported", style="bold"),
        *(best for event in wording.supporting(events, 3) for best in told(event, report_of)),
    )


def by_type_and_country(events: Iterable[Event]) -> Table:
    """How many events of each type in each country; an event in two countries counts in both."""
    pairs = Counter((event.event_type, country) for event in events for country in countries(event))
    totals: Counter[str] = Counter()
    for (_, country), count in pairs.items():
        totals[country] += count
    ranked = sorted((c for c in totals if c != NOWHERE), key=lambda country: (-totals[country], country))
    shown = [*ranked[:_COUNTRIES_SHOWN], *([NOWHERE] if NOWHERE in totals else [])]
    others = set(ranked[_COUNTRIES_SHOWN:])
    table = Table(box=None, pad_edge=False)
    table.add_column("type")
    for country in (*shown, *(["others"] if others else [])):
        table.add_column(country, justify="right")
    for event_type in EVENT_TYPES:
        row = [pairs[event_type, country] for country in shown]
        row += [sum(pairs[event_type, country] for country in others)] if others else []
        if any(row):
            table.add_row(event_type, *(str(count or "·") for count in row))
    return table


def countries(event: Event) -> list[str]:
    """The countries where an event was, a border's both; NOWHERE where none is told."""
    codes = {code for place in scenes(event) if place.country for code in place.country.split("-")}
    return sorted(codes) or [NOWHERE]


def told(event: Event, report_of: Callable[[str], Report | None]) -> Iterator[RenderableType]:
    """One event with the sentences that tell it, report by report, and its claims and disputes."""
    yield Text()
    line = ", ".join(part for part in (wording.kind(event), wording.toll(event)) if part)
    yield Text(printable(f"{line}: {wording.headline(event)}"), style="bold")
    yield Text(f"{wording.sources(event)}, event {event.id}", style="dim")
    for report_id in event.reports:
        report = report_of(report_id)
        if report is None:
            continue
        marks = fields_of(event.evidence, report_id)
        yield Text(printable(f"  {wording.source_line(report)}: {report.title or report_id}"))
        for start, end in passages(report, marks):
            yield Padding(marked_passage(report, start, end, marks), (0, 0, 0, 6))
    yield from claim_lines(event.claims)
    yield from dispute_lines(event.disputes)
