"""Events as one HTML page that needs nothing else: no network, no other file.

All text from reports is escaped, and the page's own policy allows only the very script and style in it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from importlib.metadata import version
from importlib.resources import files
from string import Template

from dateline.app import wording
from dateline.app.marks import FIELDS, fields_of, passages, pieces
from dateline.app.show import disputed_value
from dateline.app.summary import countries
from dateline.app.terminal import printable
from dateline.records import HAPPENED, Dispute, Event, Report, Span

ReportOf = Callable[[str], Report | None]

_NEWS = "What happened"
_UNREALISED = "What was planned, threatened, requested or denied"
_BACKGROUND = "What is told as background"


def page_of(events: Sequence[Event], report_of: ReportOf, *, title: str) -> str:
    """The page. `report_of` gives the report of an id, or None where there is none."""
    style, script = _static("page.css"), _static("page.js")
    happened = sum(event.status in HAPPENED for event in events)
    reports = {report_id for event in events for report_id in event.reports}
    return Template(_static("page.html")).substitute(
        title=_safe(title),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        counts=f"{len(events)} events told in {len(reports)} reports, of which {happened} happened",
        types=_choices(event.event_type for event in events),
        statuses=_choices(event.status for event in events),
        countries=_choices(code for event in events for code in countries(event)),
        legend="".join(f'<mark class="{field}">{field}</mark>' for field in FIELDS),
        events="\n".join(_section(heading, told, report_of) for heading, told in in_sections(events)),
        version=_safe(version("dateline")),
    )


def in_sections(events: Iterable[Event]) -> list[tuple[str, list[Event]]]:
    """News first, then what has not happened, then background; in each the latest first, undated ones last."""
    latest_first = sorted(events, key=lambda event: event.date.start or event.date.end or "", reverse=True)
    sections: dict[str, list[Event]] = {name: [] for name in (_NEWS, _UNREALISED, _BACKGROUND)}
    for event in latest_first:
        name = _BACKGROUND if event.background else _NEWS if event.status in HAPPENED else _UNREALISED
        sections[name].append(event)
    return [(name, held) for name, held in sections.items() if held]


def _section(heading: str, events: Iterable[Event], report_of: ReportOf) -> str:
    articles = "\n".join(article(event, report_of) for event in events)
    return f"<section>\n<h2>{_safe(heading)}</h2>\n{articles}\n</section>"


def article(event: Event, report_of: ReportOf) -> str:
    """One event: what it is, the sentences that tell it report by report, claims and disputes."""
    background = ", background" if event.background else ""
    facts = (wording.toll(event), wording.sources(event))
    told = [block for report_id in event.reports for block in _report(event, report_of(report_id))]
    return "\n".join(
        (
            f'<article id="{_safe(event.id)}" data-type="{_safe(event.event_type)}" data-status="{_safe(event.status)}"'
            f' data-countries="{_safe(" ".join(countries(event)))}"'
            f' data-disputed="{"yes" if event.disputes else "no"}"'
            f' data-background="{"yes" if event.background else "no"}">',
            f'<p class="kind">{_safe(wording.kind(event))} · {_safe(event.status)}{background}</p>',
            f"<h3>{_safe(wording.headline(event))}</h3>",
            f'<p class="facts">{_safe(" · ".join(fact for fact in facts if fact))} · {_safe(event.id)}</p>',
            *told,
            *_claims(event),
            *_disputes(event.disputes),
            "</article>",
        )
    )


def _report(event: Event, report: Report | None) -> Iterator[str]:
    if report is None:
        return
    line = ", ".join(part for part in (report.title, wording.source_line(report)) if part)
    yield f'<p class="source">{_safe(line or report.id)}</p>'
    marks = fields_of(event.evidence, report.id)
    for start, end in passages(report, marks):
        yield f"<blockquote>{passage(report.text, start, end, marks)}</blockquote>"


def passage(text: str, start: int, end: int, marks: Iterable[tuple[str, Span]]) -> str:
    """A stretch of text as HTML, its evidence marked with the fields that it speaks for."""
    parts = []
    for piece in pieces(text, start, end, marks):
        inner = _safe(piece.text)
        if piece.fields:
            inner = f'<mark class="{piece.fields[0]}" title="{", ".join(piece.fields)}">{inner}</mark>'
        parts.append(inner)
    return "".join(parts)


def _claims(event: Event) -> Iterator[str]:
    lines = list(dict.fromkeys(wording.claim_line(claim) for claim in event.claims))
    if lines:
        yield "<h4>Claims</h4>\n<ul>" + "".join(f"<li>{_safe(line)}</li>" for line in lines) + "</ul>"


def _disputes(disputes: Iterable[Dispute]) -> Iterator[str]:
    for dispute in disputes:
        values = "".join(
            f"<li>{_safe(disputed_value(value.value))}: {_safe(_quotes(value.evidence))}</li>"
            for value in dispute.values
        )
        estimate = f"<p>{_safe(wording.estimate(dispute.estimate))}</p>" if dispute.estimate else ""
        head = f"<h4>Sources differ on {_safe(dispute.field)}</h4>"
        yield f'<div class="disputes">{head}\n<ul>{values}</ul>{estimate}</div>'


def _quotes(spans: Iterable[Span]) -> str:
    return " | ".join(dict.fromkeys(f"“{' '.join(span.text.split())}”" for span in spans))


def _choices(values: Iterable[str]) -> str:
    return "".join(f'<option value="{_safe(value)}">{_safe(value)}</option>' for value in sorted(set(values)))


def _safe(text: str) -> str:
    return escape(printable(text), quote=True)


def _static(name: str) -> str:
    return files("dateline.app").joinpath("static", name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """How a content security policy names an inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
