"""The explorer as one HTML file that needs nothing else: no network, no server, no other file.

The same modules, style and map as the desk's are written into the page, with the events of a database or those that a
filter leaves, and each event in full: its sentences with their evidence marked, claims and disputes. All text from
reports is escaped, and the page's own policy allows only the very script and style in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from dateline.app import wording
from dateline.app.marks import FIELDS, fields_of, passages, pieces
from dateline.app.show import disputed_value
from dateline.app.terminal import printable
from dateline.errors import StoreError, UsageError
from dateline.records import HAPPENED, Dispute, Event, Report, Span

if TYPE_CHECKING:
    from dateline.store import Store

ReportOf = Callable[[str], Report | None]

MOST_EVENTS = 5000
"""Events that a page may hold: with more of them in full, a browser and a mail box give up."""

_NEWS = "What happened"
_UNREALISED = "What was planned, threatened, requested or denied"
_BACKGROUND = "What is told as background"
_ENTRY = "report.js"
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([a-z]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)
_AROUND = 200
"""Steps of the map, hundredths of a degree, around events within which lines between provinces are kept."""


def page_of_store(store: Store, *, title: str, query: str = "") -> str:
    """The page of the events of a store that a filter leaves, given as in a URL ("type=ASSAULT&country=SYR").

    Raises UsageError for a filter that cannot be read and for too many events, StoreError for a store that cannot be.
    """
    from dateline.app.desk.parameters import filter_of, query_of

    wanted = filter_of(parse_qsl(query.removeprefix("?"), keep_blank_values=True))
    count = store.count_events(wanted)
    if count > MOST_EVENTS:
        raise UsageError(f"{count} events are too many for one page ({MOST_EVENTS}); narrow them with --filter")
    return report_page(
        list(store.events(wanted)), store.columns(), store.report, title=title, filtered=query_of(wanted)
    )


def write_page(path: Path, html: str) -> None:
    """Write a page. Raises StoreError where that cannot be done."""
    try:
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


def report_page(
    events: Sequence[Event], columns: Mapping[str, Any], report_of: ReportOf, *, title: str, filtered: str = ""
) -> str:
    """The page.

    columns: as the store gives them to the explorer, these events among them. report_of: the report of an id, or None.
    filtered: the filter that the events were chosen by, to be told in the head.
    """
    columns = chosen(columns, {event.id for event in events})
    style, script = _desk("desk.css") + _desk("explorer.css"), bundle(_ENTRY)
    happened = sum(event.status in HAPPENED for event in events)
    reports = {report_id for event in events for report_id in event.reports}
    return Template(files("dateline.app").joinpath("static", "report.html").read_text(encoding="utf-8")).substitute(
        title=_safe(title),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        counts=f"{_counted(events, 'event')} told in {_counted(reports, 'report')}, of which {happened} happened",
        filter=_safe(f"; chosen by {filtered}") if filtered else "",
        body=_body(),
        legend="".join(f'<mark class="{field}">{field}</mark>' for field in FIELDS),
        events="\n".join(_section(heading, told, report_of) for heading, told in in_sections(events)),
        data=_json({"columns": columns, "map": basemap(columns)}),
        version=_safe(version("dateline")),
    )


def chosen(told: Mapping[str, Any], ids: Container[str]) -> dict[str, Any]:
    """The columns of some events; of words and names only theirs, so that the page tells nothing of others."""
    kept = [number for number, event_id in enumerate(told["columns"]["id"]) if event_id in ids]
    columns = {name: [values[number] for number in kept] for name, values in told["columns"].items()}
    words: dict[str, list[str]] = {}
    for name, held in told["words"].items():
        numbers: dict[int, int] = {}
        columns[name] = [_renumbered(value, numbers) for value in columns[name]]
        words[name] = [held[number] for number in numbers]
    names = {actor: told["names"][actor] for actor in words["actor_ids"]}
    return {"version": told["version"], "words": words, "columns": columns, "names": names}


def _renumbered(value: Any, numbers: dict[int, int]) -> Any:
    if isinstance(value, list):
        return [_renumbered(each, numbers) for each in value]
    return None if value is None else numbers.setdefault(value, len(numbers))


# ---- script, style and map of the desk in one file


def bundle(entry: str) -> str:
    """A module of the desk and all it imports as one script: each a function of its own that gives what it exports."""
    parts: dict[str, str] = {}
    _gather(entry, parts)
    own = parts.pop(entry)
    return "\n".join([*parts.values(), own])


def _gather(name: str, parts: dict[str, str]) -> None:
    """Put a module behind those that it imports."""
    source = _desk(name)
    for _, imported in _IMPORT.findall(source):
        if imported not in parts:
            _gather(imported, parts)
    exports = ", ".join(_EXPORT.findall(source))
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: f"const {_names(found[1])} = {_variable(found[2])};", source))
    parts[name] = body if not exports else f"const {_variable(name)} = (() => {{\n{body}return {{ {exports} }};\n}})();"


def _names(imported: str) -> str:
    return re.sub(r"(\w+) as (\w+)", r"\1: \2", imported)


def _variable(module: str) -> str:
    return "module_" + module.removesuffix(".js")


def _body() -> str:
    """The explorer's skeleton, without what needs a server."""
    body = files("dateline.app.desk").joinpath("templates", "explorer_body.html").read_text(encoding="utf-8")
    return re.sub(r'<span id="downloads">.*?</span>\n<button id="copy".*?</button>\n', "", body, flags=re.DOTALL)


def basemap(columns: Mapping[str, Any]) -> dict[str, Any]:
    """All countries, and the lines between provinces that lie around these events."""
    countries, provinces = json.loads(_desk("map/countries.json")), json.loads(_desk("map/provinces.json"))
    codes = set(columns["words"]["countries"])
    boxes = [
        _box(line_points(ring)) for each in countries["countries"] if each["code"] in codes for ring in each["rings"]
    ]
    steps = provinces["steps"]
    boxes += [_box([(lon * steps, lat * steps)]) for points in columns["columns"]["points"] for lon, lat in points]
    near = _near(set(boxes))
    return {
        "countries": countries,
        "provinces": {**provinces, "lines": [line for line in provinces["lines"] if near(line_points(line)[0])]},
    }


Box = tuple[float, float, float, float]
"""West, south, east, north, in steps of the map."""


def _box(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) - _AROUND, min(ys) - _AROUND, max(xs) + _AROUND, max(ys) + _AROUND


def _near(boxes: Iterable[Box]) -> Callable[[tuple[float, float]], bool]:
    """Whether a point is in one of the boxes: looked up in squares, as both are many."""
    squares = {
        (x, y)
        for west, south, east, north in boxes
        for x in range(int(west // _AROUND), int(east // _AROUND) + 1)
        for y in range(int(south // _AROUND), int(north // _AROUND) + 1)
    }
    return lambda point: (int(point[0] // _AROUND), int(point[1] // _AROUND)) in squares


def line_points(line: str) -> list[tuple[float, float]]:
    """The points of an encoded polyline, in steps of the map."""
    numbers, value, shift = [], 0, 0
    for character in line:
        bits = ord(character) - 63
        value |= (bits & 0x1F) << shift
        shift += 5
        if bits < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    points, x, y = [], 0, 0
    for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + step_x, y + step_y
        points.append((float(x), float(y)))
    return points


# ---- events in full


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
    return f"<section>\n<h3>{_safe(heading)}</h3>\n{articles}\n</section>"


def article(event: Event, report_of: ReportOf) -> str:
    """One event: what it is, the sentences that tell it report by report, claims and disputes."""
    background = ", background" if event.background else ""
    facts = (wording.toll(event), wording.sources(event))
    told = [block for report_id in event.reports for block in _report(event, report_of(report_id))]
    return "\n".join(
        (
            f'<article id="event-{_safe(event.id)}" data-id="{_safe(event.id)}" class="card">',
            f'<p class="kind">{_safe(wording.kind(event))} · {_safe(event.status)}{background}</p>',
            f"<h4>{_safe(wording.headline(event))}</h4>",
            f'<p class="faint small">{_safe(" · ".join(fact for fact in facts if fact))} · {_safe(event.id)}</p>',
            *told,
            *_claims(event),
            *_disputes(event.disputes),
            "</article>",
        )
    )


def _report(event: Event, report: Report | None) -> Iterator[str]:
    if report is None:
        return
    title = f'<span class="title">{_safe(report.title)}</span>' if report.title else ""
    line = ", ".join(part for part in (title, _safe(wording.source_line(report))) if part)
    yield f'<p class="faint small">{line or _safe(report.id)}</p>'
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
        yield "<h5>Claims</h5>\n<ul>" + "".join(f"<li>{_safe(line)}</li>" for line in lines) + "</ul>"


def _disputes(disputes: Iterable[Dispute]) -> Iterator[str]:
    for dispute in disputes:
        values = "".join(
            f"<li>{_safe(disputed_value(value.value))}: {_safe(_quotes(value.evidence))}</li>"
            for value in dispute.values
        )
        estimate = f"<p>{_safe(wording.estimate(dispute.estimate))}</p>" if dispute.estimate else ""
        head = f"<h5>Sources differ on {_safe(dispute.field)}</h5>"
        yield f'<div class="dispute">{head}\n<ul>{values}</ul>{estimate}</div>'


def _quotes(spans: Iterable[Span]) -> str:
    return " | ".join(dict.fromkeys(f"“{' '.join(span.text.split())}”" for span in spans))


def _counted(held: Collection[object], noun: str) -> str:
    return f"{len(held)} {noun}{'' if len(held) == 1 else 's'}"


def _safe(text: str) -> str:
    return escape(printable(text), quote=True)


def _json(value: object) -> str:
    """JSON that can stand in a page: no character of it begins or ends a tag."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _desk(name: str) -> str:
    return files("dateline.app.desk").joinpath("static", name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    """How a content security policy names an inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
