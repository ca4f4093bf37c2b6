"""Texts with their evidence marked: which stretches of a text speak for which fields.

Pure functions over offsets; `show.py` and `page.py` give the marks their looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from dateline.records import EventMention, Report, Span

FIELDS = ("trigger", "status", "date", "locations", "actors", "recipients", "means", "counts")
"""The fields that are marked, in the order of a legend. Claims are told apart: they are whole clauses."""

_ABBREVIATION = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|Sen|Rep|Gov|Gen|Lt|Col|Maj|Capt|Sgt"
    r"|Cmdr|Adm|Brig|No|vs|[A-Za-z])\.$"
)
"""Months, titles and initials: a full stop after them ends no sentence."""
_LONGEST_ABBREVIATION = 6
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text from `start` on, and the fields that it speaks for; none for plain text."""

    start: int
    text: str
    fields: tuple[str, ...]


def fields_of(evidence: Mapping[str, Iterable[Span]], report_id: str) -> list[tuple[str, Span]]:
    """The marks of one report among the evidence of an event or a mention."""
    return [
        (field, span)
        for field in FIELDS
        for span in evidence.get(field, ())
        if span.report_id == report_id and span.start < span.end
    ]


def marks_of(mentions: Iterable[EventMention], report_id: str) -> list[tuple[str, Span]]:
    """The marks of all mentions of a report."""
    evidence = ({**mention.evidence, "trigger": (mention.trigger,)} for mention in mentions)
    return [mark for found in evidence for mark in fields_of(found, report_id)]


def pieces(text: str, start: int, end: int, marks: Iterable[tuple[str, Span]]) -> Iterator[Piece]:
    """`text[start:end]` cut wherever a mark begins or ends."""
    inside = [(field, span) for field, span in marks if span.start < end and span.end > start]
    cuts = {start, end, *(cut for _, span in inside for cut in (span.start, span.end) if start < cut < end)}
    ordered = sorted(cuts)
    for first, last in pairwise(ordered):
        covering = {field for field, span in inside if span.start <= first and last <= span.end}
        yield Piece(start=first, text=text[first:last], fields=tuple(field for field in FIELDS if field in covering))


def passages(report: Report, marks: Iterable[tuple[str, Span]]) -> list[tuple[int, int]]:
    """The sentences of a report that hold a mark, as [start, end); neighbours are joined.

    Sentences end at sentence punctuation before a capital or at a line break: close enough for showing.
    """
    bounds = [0, *_sentence_ends(report.text), len(report.text)]
    spans = [span for _, span in marks]
    found: list[tuple[int, int]] = []
    for start, end in pairwise(bounds):
        if not any(span.start < end and span.end > start for span in spans):
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [
        (start, end - (len(held) - len(held.rstrip()))) for start, end in found for held in [report.text[start:end]]
    ]


def _sentence_ends(text: str) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(text):
        before = text[max(0, match.start() - _LONGEST_ABBREVIATION) : match.start()]
        if "\n" in match[0] or not _ABBREVIATION.search(before):
            yield match.end()
