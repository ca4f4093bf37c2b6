"""When an undated report was written, as far as its text tells: an interval, never a day made up.

Each piece of evidence (a `Clue`) allows some days and bars the others; the report was written on a day that all
allow. Firm clues bound it outright: who is named with the title of an office and speaks or acts in the report's own
news was in office (terms: catalogue/people.tsv), a "former" or a "next" president was so no more or not yet, and what
is told in the past or the future with a year of its own had begun or was not over. Within bounds on both sides the
clues that return every year narrow it: a date with its weekday, a month told in the past without a year. Where clues
contradict each other nothing is told. Rules: rules/terms.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, reduce
from importlib.resources import files
from itertools import pairwise

from spacy.tokens import Doc
from spacy.tokens import Span as Tokens

from dateline.catalogue import Actor, Catalogue, NameMatch, Term
from dateline.records import HAPPENED, Claim, EventMention, Publication, Span, Time
from dateline.stages.phrases import char_span, text_of
from dateline.stages.times.rules import load_rules
from dateline.stages.times.tense import told_as

BEFORE, BEHIND = 60, 50
"""Characters beside a name in which its title may stand."""
ONE_DAY = timedelta(days=1)
YEAR = 365 * ONE_DAY
LONGEST_TERM = 9 * YEAR
"""Longer terms of the table may hold a pause in which their bearer was "former" and "next" already."""
CYCLE = 12
"""Years either side of the bounds in which dates of every year are sought, so that the bounds are seen to choose."""

Interval = tuple[date, date]
EVER: tuple[Interval, ...] = ((date.min, date.max),)


@dataclass(frozen=True, slots=True)
class Clue:
    """The days, in order and apart, on which a report with these words may have been written."""

    days: tuple[Interval, ...]
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
    clues = [*clues_of_terms(doc, claims, events, times, catalogue), *clues_of_times(doc, times)]
    until = _from(None, fetched[:10] if fetched else None)
    first, last = _hull(_all(clues, until))
    if first is not None and last is not None:
        clues += clues_of_the_year(doc, times, events, first.year - CYCLE, last.year + CYCLE)
    days = _all(clues, until)
    first, last = _hull(days)
    evidence = binding(clues, until)
    if not evidence:
        return Publication()
    return Publication(
        date=first.isoformat() if first and first == last else None,
        earliest=first.isoformat() if first else None,
        latest=last.isoformat() if last else None,
        basis="text",
        evidence=evidence,
    )


# ---- sets of days


def _from(first: str | None, last: str | None) -> tuple[Interval, ...]:
    return ((date.fromisoformat(first) if first else date.min, date.fromisoformat(last) if last else date.max),)


def common(some: Sequence[Interval], others: Sequence[Interval]) -> tuple[Interval, ...]:
    """The days that two sets share; each is given as intervals in order."""
    both = ((max(a, c), min(b, d)) for a, b in some for c, d in others)
    return tuple(sorted((first, last) for first, last in both if first <= last))


def _all(clues: Iterable[Clue], until: tuple[Interval, ...]) -> tuple[Interval, ...]:
    return reduce(common, (clue.days for clue in clues), until)


def _hull(days: Sequence[Interval]) -> tuple[date | None, date | None]:
    """First and last day, None where there is no bound; (None, None) for no day at all."""
    if not days:
        return None, None
    first, last = min(first for first, _ in days), max(last for _, last in days)
    return (None if first == date.min else first), (None if last == date.max else last)


def binding(clues: Sequence[Clue], until: tuple[Interval, ...]) -> tuple[Span, ...]:
    """The words without which the bounds would be others: of clues that say the same, the first. In text order."""
    whole = _all(clues, until)
    if not whole:
        return ()
    kept: list[Clue] = []
    for clue in clues:
        if common(_all(kept, until), clue.days) != _all(kept, until):
            kept.append(clue)
    for clue in tuple(reversed(kept)):
        rest = [other for other in kept if other is not clue]
        if _hull(_all(rest, until)) == _hull(whole):
            kept = rest
    return tuple(sorted({clue.span for clue in kept}))


# ---- office-holders


def clues_of_terms(
    doc: Doc,
    claims: Iterable[Claim],
    events: Iterable[EventMention],
    times: Sequence[Time],
    catalogue: Catalogue,
) -> Iterator[Clue]:
    """What the titles of people told under them say: in office, if they speak or act in the report's own news; no
    longer, or not yet.
    """
    present = [claim.claimant for claim in claims if claim.claimant is not None]
    present += [actor for event in events if _is_news(event) for actor in (*event.actors, *event.recipients)]
    known = {entity.id for entity in present}
    text, met = text_of(doc), set[str]()
    for match in catalogue.find(text):
        actor = only_actor(match)
        if actor is None or not actor.terms:
            continue
        is_first = actor.id not in met
        met.add(actor.id)
        span = char_span(doc, match.start, match.end)
        terms = [term for term in actor.terms if _is_single(term)]
        is_named = is_first and actor.id in known
        is_present = is_named or any(_touches(entity.span, match) for entity in present)
        is_news = is_present and not is_quoted(text, match.start)
        told = offices_told(text, match.start, match.end) if is_news else frozenset()
        former, ahead = offices_held(text, match.start, match.end), offices_ahead(text, match.start, match.end)
        if not told | former | ahead or _is_dated(doc, match, times):
            continue
        for term in actor.terms:
            if told & term.offices and (term.start or term.end):
                yield Clue(_from(term.start, term.end), span)
                break
        held = [term.end for term in terms if former & term.offices and term.end]
        if held:
            yield Clue(_from(min(held), None), span)
        for term in terms:
            if "state" in ahead & term.offices and term.start:
                start = date.fromisoformat(term.start)
                yield Clue(((start - YEAR, start),), span)


def _is_news(event: EventMention) -> bool:
    return event.status in HAPPENED and not event.background


def _is_single(term: Term) -> bool:
    """Whether a term is certainly of one office without a pause."""
    if len(term.offices) > 1 or not term.start or not term.end:
        return False
    return date.fromisoformat(term.end) - date.fromisoformat(term.start) <= LONGEST_TERM


def only_actor(match: NameMatch) -> Actor | None:
    """The one person whom a name stands for, None where several or something else may be meant."""
    actors = {name.actor.id: name.actor for name in match.names}
    person = next(iter(actors.values()))
    return person if len(actors) == 1 and person.type == "person" else None


def _touches(span: Span, match: NameMatch) -> bool:
    """Whether a mention and a name overlap, or stand in apposition: "the foreign minister", "Yair Lapid"."""
    return span.start <= match.end + len(", ") and match.start <= span.end + len(", ")


def _is_dated(doc: Doc, match: NameMatch, times: Sequence[Time]) -> bool:
    """Whether the sentence of a name tells of a time of its own: a date, or years on end ("for years")."""
    span = doc.char_span(match.start, match.end, alignment_mode="expand")
    if span is None or not len(span):
        return True
    sentence = span.root.sent
    return any(
        (time.basis == "explicit" or _LONG_TIME.fullmatch(time.value))
        and sentence.start_char <= time.span.start < sentence.end_char
        for time in times
    )


_LONG_TIME = re.compile(r"P(?:\d+|X)[YEC]|PAST_REF")


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


def offices_held(text: str, start: int, end: int) -> frozenset[str]:
    """The offices that the name at [start, end) bears as "former": "former President X", "X, a former minister"."""
    found = _former_before().search(text[max(0, start - BEFORE) : start] + text[start:end].partition(" ")[0])
    return _offices(found or _former_behind().match(text[end : end + BEHIND]))


def offices_ahead(text: str, start: int, end: int) -> frozenset[str]:
    """The offices that it is yet to enter: "President-elect X", "elected X as its next president"."""
    before = text[max(0, start - BEFORE) : start]
    found = _ahead_before().search(before + text[start:end].partition(" ")[0])
    found = found or _ahead_behind().match(text[end : end + BEHIND])
    if found is None and re.search(_choosing(), before):
        found = _chosen().match(text[end : end + BEHIND])
    past = re.search(r"\b(?:then|had|was|were)\b", before[-30:])
    return frozenset() if past else _offices(found)


def _offices(found: re.Match[str] | None) -> frozenset[str]:
    if found is None:
        return frozenset()
    return frozenset(office for office, titles in _rules()["titles"].items() if found["title"].lower() in titles)


@cache
def _rules() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("dateline.stages").joinpath("rules/terms.toml").read_text("utf-8"))


@cache
def _titles(group: str = "title") -> str:
    titles = sorted({title for those in _rules()["titles"].values() for title in those}, key=len, reverse=True)
    return f"(?P<{group}>(?i:" + "|".join(map(re.escape, titles)) + "))"


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


@cache
def _former_before() -> re.Pattern[str]:
    former = rf"\b(?i:former|ex)[\s-](?:[A-Z][\w.]*[\s]){{0,2}}{_titles()}(?: of [A-Z]\w+(?: [A-Z]\w+)?)?"
    return re.compile(rf"{former},? (?:[A-Z][\w.-]* )?[A-Z][\w.'’-]*$")


@cache
def _former_behind() -> re.Pattern[str]:
    return re.compile(rf", (?:(?:the|a|an|its|their|[A-Z][\w.]+['’]s) )?former (?:[A-Z][\w.]* ){{0,2}}{_titles()}\b")


@cache
def _ahead_before() -> re.Pattern[str]:
    name = r"(?:[A-Z][\w.-]* )?[A-Z][\w.'’-]*$"
    return re.compile(rf"\b(?:{_titles()}[- ](?i:elect)|(?i:incoming) {_titles('other')}),? {name}")


@cache
def _ahead_behind() -> re.Pattern[str]:
    return re.compile(
        rf", (?:(?:the|its|their|[A-Z][\w.]+['’]s) )?(?:incoming {_titles('other')}|{_titles()}[- ]elect)\b"
    )


@cache
def _chosen() -> re.Pattern[str]:
    return re.compile(rf",? as (?:the|its|their|his|her|[A-Z][\w.]+['’]s) next {_titles()}\b")


@cache
def _choosing() -> str:
    return r"\b(?:" + "|".join(map(re.escape, _rules()["words"]["choosing"])) + r")\b"


# ---- times


def clues_of_times(doc: Doc, times: Sequence[Time]) -> Iterator[Clue]:
    """Of times with a year of their own: the report was not written before the first day of what is told in the past,
    nor after the last day of what is told in the future; and on the very day of "today (28 June 2021)".
    """
    dated = [time for time in times if time.basis == "explicit" and time.start and time.end]
    told = -1  # the sentence of the last of them
    for time in dated:
        tokens = _tokens(doc, time)
        if tokens is None or not len(tokens):
            continue
        way, sentence = told_as(tokens), tokens.root.sent.start
        if way in {"past", "since"}:
            yield Clue(_from(time.start, None), time.span)
        # not "said in 2009 that it will be finished by 2012"
        if way == "future" and told != sentence and not is_quoted(text_of(doc), time.span.start):
            yield Clue(_from(None, time.end), time.span)
        told = sentence
    for time, shift in named_today(doc, times):
        if time.basis == "explicit" and time.start and time.start == time.end:
            day = date.fromisoformat(time.start) + shift
            yield Clue(((day, day),), time.span)


def _tokens(doc: Doc, time: Time) -> Tokens | None:
    """The tokens of a time; None in the code of a page (`datetime="2016-07-23"`) and of "pre-2020"."""
    if re.search(r"=[\"']?$|\w[-–]$", text_of(doc)[max(0, time.span.start - 2) : time.span.start]):
        return None
    return doc.char_span(time.span.start, time.span.end, alignment_mode="expand")


def is_quoted(text: str, position: int) -> bool:
    """Whether a position stands in quotation marks: such words may be older than the report, or polite."""
    before = text[text.rfind("\n", 0, position) + 1 : position]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


_SAME_DAY = re.compile(r",? ?\(?,? ?(?:(?:on|the) )?")


def named_today(doc: Doc, times: Sequence[Time]) -> Iterator[tuple[Time, timedelta]]:
    """Dates beside "today" or "yesterday", and how far from them the report was written: "today (28 June)"."""
    text = text_of(doc)
    steps = {word: int(step) * ONE_DAY for step, words in _rules()["beside"].items() for word in words}
    for one, other in pairwise(times):
        if not _SAME_DAY.fullmatch(text[one.span.end : other.span.start]) or is_quoted(text, one.span.start):
            continue
        for word, date_ in ((one, other), (other, one)):
            step = steps.get(word.span.text.lower())
            if step is not None and re.fullmatch(r"[\dX]{4}-\d\d-\d\d", date_.value):
                yield date_, step


LEDE = 31 * ONE_DAY
"""How old the event may be that a report tells first, if it gives weekday and date."""
AHEAD = 60 * ONE_DAY
"""How far ahead a date told with its weekday may lie where its verb does not tell."""

EVE = 28 * ONE_DAY
"""How long before a month comes round again the bare name of it, with a past verb, no longer means the one before."""


def _is_bare(time: Time) -> bool:
    return not re.match(r"(?i)last|this|next", time.span.text)


def clues_of_the_year(
    doc: Doc, times: Sequence[Time], events: Sequence[EventMention], first: int, last: int
) -> Iterator[Clue]:
    """Of times without a year, the days in the years [first, last] on which the report may have been written."""
    lede = next((event.trigger.start for event in sorted(events, key=lambda e: e.trigger.start) if _is_news(event)), -1)
    years = range(max(first, 2), min(last, 9990) + 1)
    for time, step in named_today(doc, times):
        if found := _days_of_years(time, years):
            yield Clue(tuple((day + step, day + step) for day in found), time.span)
    for time in times:
        tokens = _tokens(doc, time)
        if tokens is None or time.basis == "explicit" or not len(tokens) or is_quoted(text_of(doc), time.span.start):
            continue
        way = told_as(tokens)
        weekday = _weekday_of(tokens)
        if weekday and (found := [day for day in _days_of_years(time, years) if day.isoweekday() == weekday]):
            back = 0 * ONE_DAY if way == "past" else YEAR if way == "future" else AHEAD
            sentence = tokens.root.sent
            is_lede = way == "past" and sentence.start_char <= lede < sentence.end_char
            on = 0 * ONE_DAY if way == "future" else LEDE if is_lede else YEAR - ONE_DAY
            yield Clue(tuple((day - back, day + on) for day in found), time.span)
        elif _is_bare(time) and way in {"past", "since"} and (month := re.fullmatch(r"[\dX]{4}-(\d\d)", time.value)):
            starts = [date(year, int(month[1]), 1) for year in (*years, years[-1] + 1)]
            yield Clue(
                tuple((a, b - EVE) for a, b in pairwise(starts)),
                time.span,
            )


def _days_of_years(time: Time, years: Iterable[int]) -> list[date]:
    found = re.match(r"[\dX]{4}-(\d\d)-(\d\d)", time.value)
    days = []
    for year in years if found else ():
        try:
            days.append(date(year, int(found[1]), int(found[2])))  # type: ignore[index]
        except ValueError:  # 29 February
            continue
    return days


def _weekday_of(tokens: Tokens) -> int | None:
    known = {word.lower(): number for word, number in load_rules().lists["weekdays"].items()}
    return next((known[token.lower_] for token in tokens if token.lower_ in known), None)
