"""When an undated report was written, as far as its text tells: an interval, never a day made up.

Two kinds of evidence bound it. Whoever is named with the title of an office, and speaks or acts in the report's own
news, was in office when it was written (terms: catalogue/people.tsv). And what it tells in the past tense with a year
of its own was over, or had begun. Where the bounds contradict each other the report is about the past, and nothing is
told. Rules: rules/terms.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc

from dateline.catalogue import Actor, Catalogue, NameMatch
from dateline.records import HAPPENED, Claim, EventMention, Publication, Span, Time
from dateline.stages.phrases import char_span, text_of
from dateline.stages.times.tense import tense_at

BEFORE, BEHIND = 60, 50
"""Characters beside a name in which its title may stand."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What one piece of evidence says of the day of publication: not before, not after; None where it does not say."""

    earliest: str | None
    latest: str | None
    span: Span


def publication_by_text(
    doc: Doc,
    times: Sequence[Time],
    claims: Sequence[Claim],
    events: Sequence[EventMention],
    catalogue: Catalogue,
    fetched: str | None,
) -> Publication:
    """The interval in which an undated report was published, with the words that bound it as evidence.

    `date` is given only where both bounds fall on one day. Basis "unknown" where the text tells nothing, or
    contradicts itself. `fetched` is the day (YYYY-MM-DD) after which it cannot be.
    """
    bounds = [*bounds_of_terms(doc, claims, events, times, catalogue), *bounds_of_times(doc, times)]
    first = max((bound for bound in bounds if bound.earliest), key=lambda bound: bound.earliest or "", default=None)
    last = min((bound for bound in bounds if bound.latest), key=lambda bound: bound.latest or "", default=None)
    earliest = first.earliest if first else None
    latest = min((day for day in (last.latest if last else None, fetched) if day), default=None)
    if (first is None and last is None) or (earliest and latest and earliest > latest):
        return Publication()
    return Publication(
        date=earliest if earliest == latest else None,
        earliest=earliest,
        latest=latest,
        basis="text",
        evidence=tuple(sorted({bound.span for bound in (first, last) if bound is not None})),
    )


# ---- office-holders


def bounds_of_terms(
    doc: Doc,
    claims: Iterable[Claim],
    events: Iterable[EventMention],
    times: Sequence[Time],
    catalogue: Catalogue,
) -> Iterator[Bound]:
    """The terms of those who speak or act in the report's own news under the title of an office that they held."""
    present = [claim.claimant.span for claim in claims if claim.claimant is not None]
    present += [
        actor.span for event in events if event.status in HAPPENED and not event.background for actor in event.actors
    ]
    text = text_of(doc)
    for match in catalogue.find(text):
        actor = only_actor(match)
        if actor is None or not actor.terms or not any(_touches(span, match) for span in present):
            continue
        if _is_dated(doc, match, times):
            continue
        offices = offices_told(text, match.start, match.end)
        for term in actor.terms:
            if offices & term.offices:
                yield Bound(term.start, term.end, char_span(doc, match.start, match.end))
                break


def only_actor(match: NameMatch) -> Actor | None:
    """The one person whom a name stands for, None where several or something else may be meant."""
    actors = {name.actor.id: name.actor for name in match.names}
    person = next(iter(actors.values()))
    return person if len(actors) == 1 and person.type == "person" else None


def _touches(span: Span, match: NameMatch) -> bool:
    """Whether a mention and a name overlap, or stand in apposition: "the foreign minister", "Yair Lapid"."""
    return span.start <= match.end + len(", ") and match.start <= span.end + len(", ")


def _is_dated(doc: Doc, match: NameMatch, times: Sequence[Time]) -> bool:
    """Whether the sentence of a name holds a year or date of its own: then it tells of that time."""
    span = doc.char_span(match.start, match.end, alignment_mode="expand")
    if span is None or not len(span):
        return True
    sentence = span.root.sent
    return any(
        time.basis == "explicit" and sentence.start_char <= time.span.start < sentence.end_char for time in times
    )


def offices_told(text: str, start: int, end: int) -> frozenset[str]:
    """The offices whose titles stand before the name at [start, end), in it, or behind it after a comma."""
    before, behind = text[max(0, start - BEFORE) : start], text[end : end + BEHIND]
    told = _before().search(before + text[start:end].partition(" ")[0]) or _in_name().match(text[start:end])
    if told is None:
        told = _behind().match(behind)
    if told is None:
        return frozenset()
    title = told["title"].lower()
    words = re.findall(r"[\w-]+", text[max(0, start - BEFORE) : start].lower())[-6:]
    words += re.findall(r"[\w-]+", behind.lower())[:4]
    barred = _rules()["words"]["not_now"]
    lower = re.search(r"([\w-]+)[\s-]+" + re.escape(title) + r"\b", (before + text[start:end] + behind).lower())
    if set(words) & set(barred) or (lower is not None and lower[1] in _rules()["words"]["lower"]):
        return frozenset()
    return frozenset(office for office, titles in _rules()["titles"].items() if title in titles)


@cache
def _rules() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("dateline.stages").joinpath("rules/terms.toml").read_text("utf-8"))


@cache
def _titles() -> str:
    titles = sorted({title for those in _rules()["titles"].values() for title in those}, key=len, reverse=True)
    return "(?P<title>(?i:" + "|".join(map(re.escape, titles)) + "))"


@cache
def _before() -> re.Pattern[str]:
    """A title, whose it is, and at most one word of a name, up to the first word of the name that was found."""
    return re.compile(rf"\b{_titles()}(?: of [A-Z]\w+(?: [A-Z]\w+)?)?,? (?:[A-Z][\w.-]* )?[A-Z][\w.'’-]*$")


@cache
def _in_name() -> re.Pattern[str]:
    return re.compile(rf"{_titles()} ")


@cache
def _behind() -> re.Pattern[str]:
    """A title in apposition: "X, the foreign minister", "X, Kestria's foreign minister"."""
    return re.compile(rf", (?:(?:the|its|their|his|[A-Z][\w.]+['’]s) )?(?:[A-Z]\w+ )?{_titles()}\b")


# ---- times


def bounds_of_times(doc: Doc, times: Iterable[Time]) -> Iterator[Bound]:
    """The first days of what is told in the past tense with a year of its own: the report was not written before."""
    for time in times:
        if time.basis != "explicit" or time.start is None:
            continue
        span = doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
        if span is not None and tense_at(span) == "past":
            yield Bound(time.start, None, time.span)
