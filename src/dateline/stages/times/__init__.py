"""Time expressions: where a report names a time, what it means, and which days it covers.

A TIMEX3 normaliser over the text (patterns and word lists in `rules/times.toml`, meanings in `meanings/`);
the parse is asked for tense alone, so sentences that were not parsed are read as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Span

from dateline.records import Note, Publication, Time
from dateline.stages.phrases import char_span, text_of
from dateline.stages.times.arithmetic import ONE_DAY, Days
from dateline.stages.times.meanings import MEANINGS
from dateline.stages.times.meanings.base import Meaning, Setting, calendar
from dateline.stages.times.rules import Rules, load_rules, parts_of
from dateline.stages.times.tense import tense_at

__all__ = ["find_times", "unresolved"]

REACH = 60
"""Characters either side of an anchor word within which an expression may stand."""
LONGEST_INTERVAL = 31
"""Days: where publication is known less exactly than this, relative expressions stay unresolved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    start: int
    end: int
    order: int
    rule: str
    parts: dict[str, str]
    value: str | None


def find_times(doc: Doc, published: Publication) -> list[Time]:
    """The time expressions of a report in text order, none overlapping another.

    Relative ones count from `published`. Where that is an interval of at most a month, their days are those
    that hold whichever day of it is the right one; where it is unknown, their days are None.
    """
    matches = _matches(text_of(doc), load_rules())
    if not matches:
        return []
    starts = [token.idx for token in doc]
    readings = [_read(doc, starts, matches, day) for day in _possible_days(published)]
    return [_time(doc, match, [reading[match.start, match.end] for reading in readings])
            for match in matches if all((match.start, match.end) in reading for reading in readings)
            and all(reading[match.start, match.end][0] is match for reading in readings)]  # fmt: skip


def unresolved(times: Sequence[Time]) -> tuple[Note, ...]:
    """Why calendar times have no days where more than the day of publication is wanting: one note for each reason."""
    first: dict[str, Note] = {}
    for time in times:
        if time.start is None:
            for pattern, reason in load_rules().unresolved:
                if reason not in first and pattern.search(time.span.text):
                    first[reason] = Note(stage="times", reason=reason, span=time.span)
    return tuple(first.values())


def _possible_days(published: Publication) -> Sequence[date | None]:
    if published.date:
        return [date.fromisoformat(published.date)]
    if not published.earliest or not published.latest:
        return [None]
    first, last = date.fromisoformat(published.earliest), date.fromisoformat(published.latest)
    length = (last - first).days + 1
    return [first + step * ONE_DAY for step in range(length)] if 0 < length <= LONGEST_INTERVAL else [None]


# ---- finding


def _matches(text: str, rules: Rules) -> list[_Match]:
    """All matches of all patterns, by start, then longest, then order in the file."""
    found = [
        _Match(
            start=m.start(),
            end=m.end(),
            order=order,
            rule=expression.rule,
            parts=parts_of(m),
            value=expression.value,
        )
        for first, last in _windows(text, rules)
        for order, expression in enumerate(rules.expressions)
        if expression.needs is None or expression.needs.search(text, first, last)
        for m in expression.pattern.finditer(text, first, last)
        if m.end() > m.start()
    ]
    return sorted(found, key=lambda m: (m.start, -m.end, m.order))


def _windows(text: str, rules: Rules) -> Iterator[tuple[int, int]]:
    """Stretches of text with an anchor word, cut at white space."""
    first = last = -1
    for anchor in rules.anchor.finditer(text):
        if anchor.start() - REACH > last:
            if last >= 0:
                yield first, _to_space(text, last)
            first = _from_space(text, max(0, anchor.start() - REACH))
        last = anchor.end() + REACH
    if last >= 0:
        yield first, _to_space(text, last)


def _from_space(text: str, position: int) -> int:
    while position > 0 and not text[position - 1].isspace():
        position -= 1
    return position


def _to_space(text: str, position: int) -> int:
    while position < len(text) and not text[position].isspace():
        position += 1
    return min(position, len(text))


def _tokens(doc: Doc, starts: list[int], match: _Match) -> Span:
    """The tokens that a match touches; `starts` are the offsets of all tokens."""
    return doc[bisect_right(starts, match.start) - 1 : bisect_left(starts, match.end)]


def _acceptable(doc: Doc, starts: list[int], match: _Match, rules: Rules) -> bool:
    """Whether a month named alone is meant as one: "May", "March" and the like are other words too."""
    month = match.parts.get("month", "").rstrip(".").capitalize()
    if match.rule != "date" or {"dom", "year", "which", "early", "year_word"} & match.parts.keys():
        return True
    if any(token.ent_type_ in {"PERSON", "ORG", "GPE"} for token in _tokens(doc, starts, match)):
        return False
    if month not in rules.ambiguous_months:
        return True
    before = re.search(r"([A-Za-z]+|[-–])[ \n]*$", text_of(doc)[max(0, match.start - 20) : match.start])
    return bool(before and before[1].lower() in rules.before_months)


# ---- reading


Reading = dict[tuple[int, int], tuple[_Match, Meaning]]


def _read(doc: Doc, starts: list[int], matches: list[_Match], day: date | None) -> Reading:
    """The meaning of every expression, in text order, as understood by a report published on `day`.

    `starts` are the offsets of all tokens.
    """
    rules, reading, taken = load_rules(), Reading(), 0
    setting, told_at, quotes = Setting(day=day), -1, _quotations(text_of(doc))
    openings = [start for start, _ in quotes]
    for match in matches:
        if match.start < taken or not _acceptable(doc, starts, match, rules):
            continue
        own = _setting_for(doc, starts, match, setting, told_at, _is_inside(match.start, quotes, openings))
        meaning = _meaning(match, own)
        if meaning is None:
            continue
        meaning = _cut_by_tense(meaning, own)
        reading[match.start, match.end] = (match, meaning)
        taken = match.end
        setting = _after(setting, match, meaning)
        told_at = match.end if setting.earlier is meaning else told_at
    return reading


def _meaning(match: _Match, setting: Setting) -> Meaning | None:
    if match.value:
        return calendar(match.value, "explicit")
    try:
        return MEANINGS[match.rule](match.parts, setting)
    except (ValueError, OverflowError):  # outside the calendar: "500,000 years ago"
        return None


def _setting_for(doc: Doc, starts: list[int], match: _Match, setting: Setting, told_at: int, quoted: bool) -> Setting:
    text = text_of(doc)
    stale = told_at < 0 or (match.rule in {"clock", "part_of_day"} and "\n\n" in text[told_at : match.start])
    return replace(
        setting,
        tense=tense_at(_tokens(doc, starts, match)),
        quoted=quoted,
        earlier=None if stale else setting.earlier,
        before=text[max(0, match.start - 40) : match.start],
        after=text[match.end : match.end + 40],
    )


_QUOTATION = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*\"|``.*?''", re.MULTILINE)


def _quotations(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _QUOTATION.finditer(text)]


def _is_inside(position: int, quotes: list[tuple[int, int]], openings: list[int]) -> bool:
    """Whether a position lies in one of the quotations, which are in order and apart; `openings` are their starts."""
    index = bisect_left(openings, position) - 1
    return index >= 0 and position < quotes[index][1]


def _cut_by_tense(meaning: Meaning, setting: Setting) -> Meaning:
    """What is told in the past tense is not after publication, what is told in the future not before."""
    days, day = meaning.days, setting.day
    if days is None or day is None or days.length < 5 or not days.first <= day <= days.last or setting.quoted:
        return meaning
    if setting.tense == "past":
        return replace(meaning, days=Days(days.first, day))
    return replace(meaning, days=Days(day, days.last)) if setting.tense == "future" else meaning


QUARTERS = frozenset({"quarter", "same_quarter"})
UNTOLD = frozenset({"duration", "reference", "every", "year_ago", "hijri"})


def _after(setting: Setting, match: _Match, meaning: Meaning) -> Setting:
    """What later expressions may refer to."""
    if match.rule in QUARTERS and "-Q" in meaning.value:
        past = meaning.days is None or setting.day is None or meaning.days.last <= setting.day
        return (
            replace(setting, quarter=meaning.value)
            if match.rule == "quarter" and "which" not in match.parts and past
            else setting
        )
    if re.fullmatch(r"P[69]M", meaning.value) and setting.quarter:
        return replace(setting, quarter=setting.quarter[:4])
    if match.rule in UNTOLD or meaning.days is None:
        return setting
    return replace(setting, earlier=meaning)


# ---- records


def _time(doc: Doc, match: _Match, readings: Sequence[tuple[_Match, Meaning]]) -> Time:
    """One record from the readings under every possible day of publication."""
    meanings = [meaning for _, meaning in readings]
    days = [meaning.days for meaning in meanings if meaning.days]
    known = len(days) == len(meanings)
    first = min(span.first for span in days).isoformat() if known else None
    last = max(span.last for span in days).isoformat() if known else None
    value = _common_value([meaning.value for meaning in meanings])
    return Time(
        span=char_span(doc, match.start, match.end),
        value=value,
        start=first,
        end=last,
        granularity=_granularity(value, first, last),
        basis=meanings[0].basis,
    )


def _common_value(values: list[str]) -> str:
    """The value if all agree; otherwise the part they share, with X for what differs."""
    if len(set(values)) == 1:
        return values[0]
    if len({len(value) for value in values}) > 1:
        return max(values, key=len)[:0] + "XXXX"
    fields = [re.findall(r"[^-T:]+|[-T:]", value) for value in values]
    if len({len(parts) for parts in fields}) > 1:
        return "XXXX"
    return "".join(
        part[0] if len(set(part)) == 1 else re.sub(r"\d", "X", part[0]) for part in zip(*fields, strict=True)
    )


_GRANULARITIES = (
    (r"[\dX]{4}-[\dX]{2}-[\dX]{2}(?:T.*)?", "day"), (r"[\dX]{4}-W[\dX]{2}-\d(?:T.*)?", "day"),
    (r"[\dX]{4}-W[\dX]{2}-WE", "range"),
    (r"[\dX]{4}-W[\dX]{2}", "week"), (r"[\dX]{4}-[\dX]{2}", "month"), (r"[\dX]{4}-Q[\dX]", "quarter"),
    (r"[\dX]{4}-H\d", "range"),
    (r"[\dX]{4}-(?:SP|SU|FA|WI)", "season"), (r"[\dX]{4}", "year"), (r"[\dX]{3}", "decade"),
)  # fmt: skip


def _granularity(value: str, first: str | None, last: str | None) -> str:
    found = next((name for pattern, name in _GRANULARITIES if re.fullmatch(pattern, value)), None)
    if found == "day" and first != last:
        return "range"
    return found or ("range" if first else "unknown")
