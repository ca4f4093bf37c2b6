"""`dateline show`: an event or a report in the terminal, its evidence coloured in the text by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.app import wording
from dateline.app.marks import FIELDS, fields_of, marks_of, pieces
from dateline.app.terminal import printable
from dateline.records import Claim, Dispute, Event, Report, Span, to_json

STYLES = {
    "trigger": "bold white on red",
    "status": "bold magenta",
    "date": "black on yellow",
    "locations": "black on green",
    "actors": "black on bright_cyan",
    "recipients": "black on bright_blue",
    "means": "bold red",
    "counts": "black on bright_magenta",
    "claims": "underline",
}
"""How each field looks."""
_LABEL_WIDTH = 10


def show_event(event: Event, report_of: Callable[[str], Report | None]) -> RenderableType:
    """An event: what it is, each field with its evidence, then every report that tells of it."""
    parts: list[RenderableType] = [
        Text(f"{wording.kind(event)}, {event.status}" + (", background" if event.background else ""), style="bold"),
        Text(printable(wording.headline(event))),
        Text(f"event {event.id}, {wording.sources(event)}, confidence {event.confidence:.2f}"),
        *(Text(f"formerly {former}") for former in event.former_ids),
        Text(),
        *evidence_lines(event),
        *claim_lines(event.claims),
        *dispute_lines(event.disputes),
    ]
    for report_id in event.reports:
        report = report_of(report_id)
        if report is not None:
            marks = fields_of(event.evidence, report_id)
            contents = [claim.content for claim in event.claims if claim.content.report_id == report_id]
            parts += [Text(), *source(report), Padding(marked(report, marks, contents), (1, 2))]
    return Group(*parts)


def show_report(report: Report) -> RenderableType:
    """A report: its text with all that was found in it, and the events that it tells."""
    marks = marks_of(report.events, report.id)
    contents = [claim.content for claim in report.claims]
    lines = [
        Text(printable(f"  {wording.kind(mention)}, {mention.status}, {wording.day_range(mention.date)}: "))
        .append(printable(mention.trigger.text), style=STYLES["trigger"])
        .append(f" ({mention.id})")
        for mention in report.events
    ]
    return Group(
        *source(report),
        Padding(marked(report, marks, contents), (1, 2)),
        legend(),
        Text(),
        Text(f"{len(lines)} event mentions" if lines else "no event mentions", style="bold"),
        *lines,
        *claim_lines(report.claims),
        *(Text(printable(f"note ({note.stage}): {note.reason}")) for note in report.notes),
    )


def source(report: Report) -> Iterator[Text]:
    """Title, publisher and day of a report."""
    yield Text(printable(report.title or "(no title)"), style="bold")
    yield Text(printable(f"{wording.source_line(report)} – report {report.id}"), style="dim")


def marked(report: Report, marks: Iterable[tuple[str, Span]], contents: Iterable[Span] = ()) -> Text:
    """The text of a report with its evidence coloured; what somebody claims is underlined."""
    text = marked_passage(report, 0, len(report.text), marks)
    for content in contents:
        text.stylize(STYLES["claims"], content.start, content.end)
    return text


def marked_passage(report: Report, start: int, end: int, marks: Iterable[tuple[str, Span]]) -> Text:
    """A stretch of a report's text with its evidence coloured; where fields meet, the first one's colour."""
    text = Text()
    for piece in pieces(report.text, start, end, marks):
        text.append(printable(piece.text), style=STYLES[piece.fields[0]] if piece.fields else None)
    return text


def legend() -> Text:
    """The fields, each in its own look."""
    return Text("  ").join(Text(field, style=STYLES[field]) for field in (*FIELDS, "claims"))


def evidence_lines(event: Event) -> Iterator[RenderableType]:
    """Each field in its look with the words that speak for it: legend and content in one."""
    for field in FIELDS:
        spans = event.evidence.get(field, ())
        if spans:
            told = dict.fromkeys(" ".join(span.text.split()) for span in spans)
            yield labelled(Text(field, style=STYLES[field]), " | ".join(told))


def claim_lines(claims: Iterable[Claim]) -> Iterator[RenderableType]:
    """Who says what; the same told by several reports once."""
    for line in dict.fromkeys(wording.claim_line(claim) for claim in claims):
        yield labelled(Text("claims", style=STYLES["claims"]), line)


def dispute_lines(disputes: Iterable[Dispute]) -> Iterator[RenderableType]:
    """What sources differ on, with each value they give."""
    for dispute in disputes:
        yield labelled(Text("disputed", style="bold"), dispute.field)
        for value in dispute.values:
            told = " | ".join(dict.fromkeys(" ".join(span.text.split()) for span in value.evidence))
            yield labelled(Text(), f"{disputed_value(value.value)}: {told}")
        if dispute.estimate is not None:
            yield labelled(Text(), wording.estimate(dispute.estimate))


def labelled(label: Text, content: str) -> RenderableType:
    """A label and beside it a text, whose further lines stand below its first."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(width=_LABEL_WIDTH, justify="right", no_wrap=True)
    grid.add_column()
    grid.add_row(label, Text(printable(content)))
    return grid


def disputed_value(value: object) -> str:
    """A disputed value in short."""
    plain = to_json(value)
    if isinstance(plain, dict):
        return ", ".join(f"{key} {item}" for key, item in plain.items() if isinstance(item, str | int | float))
    return f"{plain:g}" if isinstance(plain, float) else str(plain)
