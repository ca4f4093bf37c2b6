"""When an event was: which of the report's times dates it, and whether it is told as background.

A time dates an event where the tree joins them: on the trigger itself, on the light verb or the clause that
the trigger stands in, or on the clause it is coordinated with. The time of a speech verb dates the saying
alone. Without such a time an event takes that of the sentence before it in the same paragraph, if both are told
in the simple past and neither says more; otherwise its date is unknown. The day of publication is never made
the date of an event.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span, Token

from dateline.records import Date, Publication, Time
from dateline.stages.phrases import text_of

RULES = Path(__file__).parent / "rules" / "dating.toml"
SIZES = {"day": 0, "range": 1, "week": 2, "month": 3, "season": 4, "quarter": 4, "year": 5, "decade": 6}
"""Granularities from fine to coarse."""
VERBS = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """The date of one event mention.

    background: whether it is told as earlier than the news. rules: names of the rules that decided date and
    background. cue: token range [start, end) of what shows that it is background, None where the date does.
    """

    date: Date = field(default_factory=Date)
    background: bool = False
    rules: tuple[str, ...] = ()
    cue: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attached:
    """A time with its tokens, the word it hangs from, and the preposition between them."""

    time: Time
    tokens: Span
    governor: Token
    preposition: str
    modifier: bool


@cache
def _rules() -> Mapping[str, Any]:
    with RULES.open("rb") as file:
        return tomllib.load(file)


def event_date(
    doc: Doc,
    trigger: Token,
    times: Sequence[Time],
    published: Publication,
    others: Collection[int] = (),
) -> EventDate:
    """Date and background of the event that `trigger` names.

    times: of `find_times` on the same document, in text order. others: token indices of the report's other
    triggers; a time below one of them is not this event's. In a sentence that was not parsed the date is unknown.
    """
    if not trigger.tag:
        return EventDate()
    sentence = _attached(doc, trigger.sent, times)
    when, used, rule = _find_date(doc, trigger, times, sentence, frozenset(others) - {trigger.i}, published)
    why, cue = _background(trigger, when, used, sentence, _newest(times, published))
    rules = tuple(name for name in (rule if when.span else None, why) if name)
    return EventDate(date=when, background=why is not None, rules=rules, cue=cue)


def _find_date(
    doc: Doc,
    trigger: Token,
    times: Sequence[Time],
    sentence: Sequence[_Attached],
    others: frozenset[int],
    published: Publication,
) -> tuple[Date, _Attached | None, str]:
    """The date by the first rule that gives one, the time it comes from, and the rule's name."""
    if own := _own_times(trigger, sentence, others):
        return *_combine(own, published), "attached_time"
    if counted := _at_a_distance(trigger, sentence, others):
        return *counted, "counted_from_clause"
    if shared := _simultaneous(trigger, sentence, others):
        return *_combine(shared, published), "simultaneous_clause"
    if any(item.time.start for item in sentence):
        return Date(), None, ""
    when, used = _combine(_told_before(doc, trigger, times), published)
    return (replace(when, basis="anaphoric") if when.span else when), used, "told_before"


# ---- times and what they hang from


def _attached(doc: Doc, sentence: Span, times: Sequence[Time]) -> list[_Attached]:
    found = []
    first = bisect_left(times, sentence.start_char, key=_start)
    last = bisect_left(times, sentence.end_char, key=_start)
    for time in times[first:last]:
        tokens = doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
        if tokens is not None:
            found.append(_attach(time, tokens))
    return found


def _start(time: Time) -> int:
    return time.span.start


def _attach(time: Time, tokens: Span) -> _Attached:
    root, words = tokens.root, []
    governor = root.head if root.head != root else root
    modifier = root.dep_ in {"nummod", "compound", "amod", "poss", "nmod"} and root.i < governor.i
    while governor.pos_ in {"ADP", "SCONJ", "PART"} and governor.head != governor:
        words.append(governor.lower_)
        governor = governor.head
    governor = _above_the_mark(tokens, governor)
    before = tokens.doc[tokens.start - 1].lower_ if tokens.start > tokens.sent.start else ""
    known = _rules()["open_ranges"]
    within_day = re.search(r"\dT", time.value) and time.granularity == "day"
    inside = [
        word
        for word in (words[0] if words else "", before)
        # "before dawn on Tuesday" and "after midnight on Monday" are times of that day
        if word in known and not (within_day and known[word] in {"before", "after"})
    ]
    return _Attached(
        time=time,
        tokens=tokens,
        governor=governor,
        preposition=inside[0] if inside else "",
        modifier=modifier,
    )


def _above_the_mark(tokens: Span, governor: Token) -> Token:
    """ "looted shops overnight after he fell": a time before a conjunction belongs to the clause above it."""
    following = tokens.doc[tokens.end] if tokens.end < tokens.sent.end else None
    if following is None or following.dep_ not in {"mark", "advmod"} or following.tag_ not in {"IN", "WRB"}:
        return governor
    verb = following.head
    below = governor.i in {following.i, verb.i}
    return verb.head if below and verb.dep_ == "advcl" and tokens.start > verb.head.i else governor


def _own_times(trigger: Token, sentence: Sequence[_Attached], others: frozenset[int]) -> list[_Attached]:
    """The times of the nearest host that has any."""
    dated = [item for item in sentence if (item.time.start or item.time.end) and not _bounds_a_rank(item)]
    host = trigger
    for host in _hosts(trigger):
        here = [item for item in dated if _belongs(item, host, trigger, others) or _has_when(item, host)]
        if here:
            return here
    if host.dep_ == "ROOT" and (host.i == trigger.i or host.lemma_ not in _rules()["speaking"]["lemmas"]):
        return [item for item in dated if _opens_sentence(item)]
    return _frame(trigger, dated)


def _frame(trigger: Token, dated: Sequence[_Attached]) -> list[_Attached]:
    """ "Five times since April, they have used …": such a span holds for all that the sentence says is usual.

    The way up from the trigger may pass relative clauses in the present tense and ends at a verb in the perfect.
    """
    verb = _clause(trigger)
    while verb.dep_ == "conj" or (verb.dep_ == "relcl" and verb.tag_ in {"VBP", "VBZ"}):
        verb = _clause(verb.head)
    perfect = any(child.dep_ == "aux" and child.lower_ in {"have", "has"} for child in verb.children)
    if verb.dep_ != "ROOT" or not perfect or verb.i == _clause(trigger).i:
        return []
    return [item for item in dated if item.preposition == "since" and _below(item.governor, verb)]


def _below(token: Token, verb: Token) -> bool:
    """Whether a word belongs to the clause of a verb."""
    return token.i == verb.i or _clause(token).i == verb.i


def _bounds_a_rank(item: _Attached) -> bool:
    """ "the largest attack this year", "the third raid since May": the time bounds a comparison, not the event."""
    if item.preposition != "since" and SIZES.get(item.time.granularity, 9) < SIZES["month"]:
        return False
    for token in reversed(item.tokens.doc[item.tokens.sent.start : item.tokens.start]):
        if token.pos_ in VERBS or token.text == ",":
            return False
        ranked = token.tag_ in {"JJS", "RBS"} or token.lower_ in _rules()["ranks"]["words"]
        if ranked and not (token.i > 0 and token.nbor(-1).lower_ == "at"):
            return True
    return False


def _opens_sentence(item: _Attached) -> bool:
    """A time before a comma at the head of a sentence is that of its main clause, wherever the tree has it."""
    first = item.tokens.sent.start
    if item.tokens.start > first + 1 or (item.tokens.start == first + 1 and item.tokens.doc[first].tag_ != "IN"):
        return False
    following = item.tokens.doc[item.tokens.end : item.tokens.end + 1].text
    return following in {",", "("}


def _belongs(item: _Attached, host: Token, trigger: Token, others: frozenset[int]) -> bool:
    """Whether the way from a time up to `host` meets neither a verb nor another event.

    A noun directly before the time has it whatever the tree says: "the strike on Monday".
    """
    token, first = item.governor, item.tokens.start
    if host.i == trigger.i and trigger.pos_ in NOMINAL and trigger.i + 2 == first and trigger.nbor().tag_ == "IN":
        return True
    if item.modifier and item.tokens.root.dep_ != "compound" and token.pos_ in NOMINAL:
        return token.i in {trigger.i, host.i} and token.i not in others
    for _ in range(6):
        if token.i == host.i:
            return True
        if token.i in others or token.pos_ in VERBS or token.head == token:
            return False
        token = token.head
    return False


def _has_when(item: _Attached, host: Token) -> bool:
    """ "in November, when rebels burned the town"."""
    above = item.tokens.start <= host.head.i < item.tokens.end
    return above and host.dep_ in {"relcl", "advcl", "acl"} and _mark(host) == "when"


def _hosts(trigger: Token) -> Iterator[Token]:
    """The trigger, then the words above it that share its time."""
    token = trigger
    yield trigger
    yield from (child for child in trigger.children if trigger.pos_ in NOMINAL and _sets_a_day(child))
    for _ in range(8):
        yield token
        above = _shares_time_with(token)
        if above is None or above.i == token.i:
            return
        token = above


def _sets_a_day(clause: Token) -> bool:
    """ "A march (that was) planned for Friday", "talks held on Monday": the clause says when its noun is."""
    return clause.dep_ in {"relcl", "acl"} and clause.tag_ == "VBN" and clause.lemma_ in _rules()["settled"]["lemmas"]


def _shares_time_with(token: Token) -> Token | None:
    """The word whose time is also that of `token`, one step up the tree; None where there is none."""
    head, speaking = token.head, _rules()["speaking"]["lemmas"]
    if token.pos_ in NOMINAL:
        if (above := _above_what(token)) is not None:
            return above
        if token.dep_ in {"compound", "conj", "appos", "nmod"}:
            return head
        if token.dep_ in {"dobj", "nsubj", "nsubjpass", "attr", "obj", "npadvmod"}:
            return head if head.lemma_ not in speaking else None
        if token.dep_ == "pobj" and head.lower_ in _rules()["through"]["prepositions"] and head.head.pos_ in VERBS:
            return head.head if head.head.lemma_ not in speaking else None
        if token.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_.lower() in _rules()["through"]["nouns"]:
            return head.head
        return None
    if (
        token.dep_ == "advcl"
        and head.pos_ in VERBS
        and (_mark(token) in _rules()["at_once"]["marks"] or _is_purpose(token))
    ):
        return head
    if token.dep_ == "conj" and head.pos_ in VERBS:
        return head
    if token.dep_ == "xcomp" and head.lemma_ not in speaking and head.pos_ in VERBS:
        return head
    if token.dep_ == "advcl" and not _mark(token) and token.tag_ == "VBG":
        return head
    if token.dep_ == "pcomp" and head.lower_ in {"in", "by", "with"}:
        return head.head
    if token.dep_ == "auxpass" or token.dep_ == "aux":
        return head
    return None


def _above_what(noun: Token) -> Token | None:
    """ "were killed in what officials called an attack": the attack is what the clause above "in what" tells."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "as" else noun.head
    named = verb.dep_ == "pcomp" and verb.head.lower_ == "in"
    return verb.head.head if named and verb.head.nbor().lower_ == "what" else None


def _mark(verb: Token) -> str:
    """The conjunction that opens a clause, "" where there is none."""
    found = (child for child in verb.children if child.dep_ in {"mark", "advmod"} and child.i < verb.i)
    return next((child.lower_ for child in found if child.tag_ in {"IN", "WRB"}), "")


def _is_purpose(verb: Token) -> bool:
    """ "met to discuss": done where, and when, the verb above it is."""
    return verb.tag_ == "VB" and any(child.tag_ == "TO" and child.i == verb.i - 1 for child in verb.children)


# ---- from another clause of the sentence


def _simultaneous(trigger: Token, sentence: Sequence[_Attached], others: frozenset[int]) -> list[_Attached]:
    """The only day of the sentence, told in a clause that goes on at the same time as the event's own.

    "was shot as she left on Monday", "threw stones at a convoy leaving on Monday", "killed two and fled on Monday".
    """
    days = [item for item in sentence if item.time.start or item.time.end]
    if len(days) != 1 or not _is_day(days[0]):
        return []
    hosts, token = {host.i for host in _hosts(trigger)}, days[0].governor
    for _ in range(8):
        if token.i in hosts:
            return days
        blocked = not _goes_on_with(token, trigger) if token.pos_ in VERBS else token.i in others
        if blocked or token.head.i == token.i:
            return []
        token = token.head
    return []


def _is_day(item: _Attached) -> bool:
    """Whether a time is a day, or a night between two."""
    return not item.preposition and (item.time.granularity == "day" or "TNI" in item.time.value)


def _goes_on_with(verb: Token, trigger: Token) -> bool:
    """Whether a clause lies at the time of what it hangs from."""
    if verb.dep_ == "xcomp":  # "the march is to set off on Monday"
        return trigger.dep_ in {"nsubj", "nsubjpass"} and trigger.pos_ in NOMINAL
    if verb.lemma_ in _rules()["speaking"]["lemmas"]:
        return False
    if verb.dep_ == "conj":
        later = any(child.lower_ in _rules()["at_once"]["later"] for child in verb.children)
        return verb.tag_ == verb.head.tag_ and not later
    if verb.dep_ == "advcl" and _mark(verb):
        return _mark(verb) in _rules()["at_once"]["marks"]
    return verb.dep_ in {"acl", "advcl"} and verb.tag_ == "VBG"


MEASURES = {"D": (1, 0), "W": (7, 3), "M": (30, 15), "Y": (365, 183)}
"""Letter of a TIMEX3 duration to its days, and to the days either way that are meant too."""


def _at_a_distance(
    trigger: Token, sentence: Sequence[_Attached], others: frozenset[int]
) -> tuple[Date, _Attached] | None:
    """ "a day after the raid", "two days before he fled": counted from the day of the clause above."""
    for host in _hosts(trigger):
        link = _after_or_before(host)
        if link is None:
            continue
        anchor = _anchor(link.head if link.dep_ == "prep" else host.head, sentence, others)
        if anchor is None:
            return None
        measure = next((item for item in sentence if item.tokens.end == link.i), None)
        way = -1 if link.lower_ == "after" else 1
        return (_counted(measure, anchor, way) if measure else None) or _within_hours(link, anchor)
    return None


def _after_or_before(host: Token) -> Token | None:
    """The "after" or "before" that a clause or phrase opens with."""
    found = [child for child in host.children if child.dep_ == "mark"]
    found += [host.head] if host.dep_ in {"pobj", "pcomp"} else []
    return next((token for token in found if token.lower_ in {"after", "before"}), None)


def _anchor(above: Token, sentence: Sequence[_Attached], others: frozenset[int]) -> _Attached | None:
    """The day of the clause above, or of the main clause where that has none and does not report another's words."""
    root = above.sent.root
    heads = [above, *([root] if root.lemma_ not in _rules()["speaking"]["reporting"] else [])]
    found = (item for head in heads for item in _own_times(head, sentence, others - {head.i}))
    return next((item for item in found if _is_day(item) and item.time.start == item.time.end), None)


def _counted(measure: _Attached, anchor: _Attached, way: int) -> tuple[Date, _Attached] | None:
    """The days so far from the anchor; None where the measure has no number."""
    told = re.fullmatch(r"P(\d{1,3})([DWMY])", measure.time.value)
    if not told or not anchor.time.start:
        return None
    size, spread = MEASURES[told[2]]
    day = date.fromisoformat(anchor.time.start) + timedelta(days=way * int(told[1]) * size)
    first, last = day - timedelta(days=spread), day + timedelta(days=spread)
    return Date(
        start=first.isoformat(),
        end=last.isoformat(),
        granularity="range" if spread else "day",
        basis="anaphoric",
        span=measure.time.span,
    ), measure


def _within_hours(link: Token, anchor: _Attached) -> tuple[Date, _Attached] | None:
    """ "hours after": the same day where the anchor lies late in it, "hours before" where it lies early."""
    if link.i == 0 or link.nbor(-1).lemma_ not in {"hour", "minute", "moment"}:
        return None
    parts = {"after": ("TAF", "TEV"), "before": ("TMO",)}[link.lower_]
    if link.nbor(-1).lemma_ == "hour" and not anchor.time.value.endswith(parts):
        return None
    return replace(_date(anchor, anchor.time.start, anchor.time.end, "day"), basis="anaphoric"), anchor


# ---- from the sentence before


def _told_before(doc: Doc, trigger: Token, times: Sequence[Time]) -> list[_Attached]:
    """The day of the main clause of the sentence before, or of one more before, all of them in the simple past."""
    sentence = trigger.sent
    if heading := _heading(doc, sentence, times):
        return heading
    if sentence.start == 0 or not _simple_past(_clause(trigger)) or _clause(trigger).dep_ not in {"ROOT", "conj"}:
        return []
    if '"' in sentence.text or "“" in sentence.text:
        return []
    later, others = sentence, frozenset[int]()
    for _ in range(_rules()["told_before"]["sentences"]):
        before = doc[later.start - 1].sent
        if later.start == 0 or "\n\n" in text_of(doc)[before.start_char : later.start_char].rstrip(" "):
            return []
        root, earlier = before.root, [item for item in _attached(doc, before, times) if item.time.start]
        if not root.tag or not _simple_past(root) or root.lemma_ in _rules()["speaking"]["lemmas"]:
            return []
        if earlier:
            own = _own_times(root, earlier, others) or _simultaneous(root, earlier, others)
            return own if len(earlier) == len(own) == 1 and _is_day(own[0]) else []
        later = before
    return []


def _heading(doc: Doc, sentence: Span, times: Sequence[Time]) -> list[_Attached]:
    """The date that stands as a sentence of its own before this one, as in logs: "6 December 2019."."""
    if sentence.start == 0:
        return []
    before = doc[sentence.start - 1].sent
    found = [item for item in _attached(doc, before, times) if item.time.granularity == "day" and item.time.start]
    words = [token for token in before if not (token.is_punct or token.is_space)]
    return found if found and all(found[0].tokens.start <= word.i < found[0].tokens.end for word in words) else []


def _clause(token: Token) -> Token:
    """The verb of the clause that a word stands in."""
    while token.pos_ not in VERBS and token.head.i != token.i:
        token = token.head
    return token


def _simple_past(verb: Token) -> bool:
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if any(child.lemma_ == "have" or child.tag_ == "MD" for child in auxiliaries):
        return False
    return verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in auxiliaries)


# ---- from times to one date


def _combine(items: Sequence[_Attached], published: Publication) -> tuple[Date, _Attached | None]:
    """One date of all times that an event has: the finest, or the range that two of them bound."""
    if not items:
        return Date(), None
    known = _rules()["open_ranges"]
    roles = [known.get(item.preposition, "") for item in items]
    for first, last in (("from", "to"), ("from", "until"), ("between", ""), ("since", "until")):
        if first in roles:
            start = items[roles.index(first)]
            after = [
                i for i in items if i.tokens.start > start.tokens.start and known.get(i.preposition, "") in {last, "to"}
            ]
            if after:
                return _date(start, start.time.start, after[0].time.end, "range"), start
    best = min(items, key=lambda item: (SIZES.get(item.time.granularity, 9), item.tokens.start))
    return _open_range(best, known.get(best.preposition, ""), published), best


def _open_range(item: _Attached, role: str, published: Publication) -> Date:
    time = item.time
    latest = published.date or published.latest
    if role in {"since", "from"} and time.start:
        return _date(item, time.start, latest if latest and latest >= time.start else None, "range")
    if role == "after":
        return _date(item, time.end, latest if latest and time.end and latest >= time.end else None, "range")
    if role == "until":
        return _date(item, None, time.end, "range")
    if role == "before":
        return _date(item, None, _day_before(time.start), "range")
    return _date(item, time.start, time.end, time.granularity)


def _day_before(day: str | None) -> str | None:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if day else None


def _date(item: _Attached, start: str | None, end: str | None, granularity: str) -> Date:
    return Date(start=start, end=end, granularity=granularity, basis=item.time.basis, span=item.time.span)


# ---- background


def _newest(times: Sequence[Time], published: Publication) -> str | None:
    """The day of the news: of publication, else the latest day that the report itself dates outright."""
    if published.date or published.earliest:
        return published.date or published.earliest
    days = [time.end for time in times if time.granularity == "day" and time.end and time.basis == "explicit"]
    return max(days, default=None)


def _background(
    trigger: Token, when: Date, used: _Attached | None, sentence: Sequence[_Attached], newest: str | None
) -> tuple[str | None, tuple[int, int] | None]:
    """Name of the rule by which an event is background and its cue; (None, None) where it is not."""
    earlier = _rules()["earlier"]
    for child in trigger.children:
        if child.dep_ == "amod" and child.lower_ in earlier["adjectives"]:
            return "earlier_adjective", (child.i, child.i + 1)
    if looking := _looked_back_at(trigger):
        return "looked_back_at", looking
    if distance := _after_a_long_time(trigger, sentence):
        return "long_before", distance
    if used is not None and when.end and newest and when.end < newest and used.time.value[-1:] in {"W", "M", "Y"}:
        return "long_before", (used.tokens.start, used.tokens.end)  # counted back by weeks or more
    if used is not None and SIZES.get(when.granularity, 0) >= SIZES["week"] and used.tokens[0].lower_ == "earlier":
        return "earlier_in_period", (used.tokens.start, used.tokens.end)
    age = (date.fromisoformat(newest) - date.fromisoformat(when.end)).days if when.end and newest else None
    known = _rules()["background"]
    if age is not None and age >= known["days"]:
        return "clearly_older", (used.tokens.start, used.tokens.end) if used else None
    if age is not None and age < known["days_of_perfect"]:
        return None, None
    if perfect := _past_perfect(trigger):
        return "past_perfect", perfect
    return None, None


def _looked_back_at(trigger: Token) -> tuple[int, int] | None:
    """ "the anniversary of the bombing"."""
    nouns = _rules()["earlier"]["looking_back"]
    above = trigger.head.head if trigger.dep_ == "pobj" else trigger.head
    return (above.i, above.i + 1) if above.i != trigger.i and above.lemma_.lower() in nouns else None


def _after_a_long_time(trigger: Token, sentence: Sequence[_Attached]) -> tuple[int, int] | None:
    """ "ten years after the bombing (that killed 200)": told from a distance of weeks or more."""
    for token in [trigger, *trigger.ancestors]:
        if token.head.lower_ in {"after", "since"} and token.dep_ in {"pobj", "pcomp"}:
            before = [item.tokens for item in sentence if item.tokens.end == token.head.i]
            if before and any(word.lower_.rstrip("s") in {"week", "month", "year", "decade"} for word in before[0]):
                return before[0].start, before[0].end
            return None
        if token.pos_ in VERBS and token.dep_ != "relcl" and token.i != trigger.i:
            return None
    return None


def _past_perfect(trigger: Token) -> tuple[int, int] | None:
    """ "had attacked" — unless it is only the past tense of reported speech ("said it had attacked")."""
    verb = _clause(trigger)
    while _goes_with_a_perfect(verb):
        verb = _clause(verb.head)
    had = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ in {"had", "'d", "’d"}), None)
    if had is None:
        return None
    above = verb
    while above.dep_ in {"conj", "xcomp"}:
        above = above.head
    spoken = above.dep_ in {"ccomp", "relcl"} and _under_speech(above)
    return None if spoken else (had.i, had.i + 1)


def _goes_with_a_perfect(verb: Token) -> bool:
    """A clause no later than the one above it: "had been closed hours after police fired"."""
    if any(child.dep_ == "aux" and child.lower_ in {"had", "'d", "’d", "have", "has"} for child in verb.children):
        return False
    earlier = verb.dep_ == "advcl" and _mark(verb) in {"after", *_rules()["at_once"]["marks"]}
    return earlier or (verb.dep_ == "relcl" and verb.tag_ == "VBG")


def _under_speech(verb: Token) -> bool:
    speaking = _rules()["speaking"]["lemmas"]
    if verb.dep_ == "ccomp" and verb.head.lemma_ in speaking:
        return True
    return any(child.dep_ in {"ccomp", "parataxis"} and child.lemma_ in speaking for child in verb.children)
