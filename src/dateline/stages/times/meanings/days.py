"""Rules for weekdays, today and its neighbours, parts of the day and times of the clock."""

from __future__ import annotations

import re
from datetime import date

from dateline.stages.times.arithmetic import ONE_DAY, Days, last_weekday, next_weekday
from dateline.stages.times.meanings.base import Meaning, Parts, Setting, calendar, clock_time, time_of_day
from dateline.stages.times.rules import load_rules


def weekday(parts: Parts, at: Setting) -> Meaning | None:
    """A weekday: the latest one, the day of publication included, unless its verb is in the future."""
    number_ = int(load_rules().lists["weekdays"][parts["weekday"].lower().rstrip(".")])
    clock = time_of_day(parts)
    if "dom" in parts and at.day is not None:
        return _weekday_of_month(number_, int(parts["dom"]), at, clock)
    if at.day is None:
        return Meaning(value=f"XXXX-WXX-{number_}{clock}", basis="relative")
    word = parts.get("which", "").lower()
    if not word and (day := _in_series(number_, at)):
        return calendar(day.isoformat() + clock, "relative")
    if "following" in word or "previous" in word:
        if not at.earlier or not at.earlier.days:
            return Meaning(value=f"XXXX-WXX-{number_}{clock}")
        step = ONE_DAY if "following" in word else -ONE_DAY
        edge = at.earlier.days.last if "following" in word else at.earlier.days.first
        day = (next_weekday if "following" in word else last_weekday)(edge + step, number_)
        return calendar(day.isoformat() + clock, "anaphoric")
    if word == "last":
        day = last_weekday(at.day - ONE_DAY, number_)
    elif word == "next":
        day = next_weekday(at.day + ONE_DAY, number_)
    elif at.tense == "future" or "coming" in word:
        day = next_weekday(at.day, number_)
    else:
        day = last_weekday(at.day, number_)
    return calendar(day.isoformat() + clock, "relative")


def _in_series(number_: int, at: Setting) -> date | None:
    """The day of a weekday in "from Monday to Wednesday", which is told in order; None elsewhere."""
    assert at.day is not None
    names = load_rules().lists["weekdays"]
    if at.tense == "future":
        before = _DAY_BEFORE.search(at.before)
        if before and before[2].lower() in names and _joins(before[1], before[3]):
            return next_weekday(next_weekday(at.day, int(names[before[2].lower()])) + ONE_DAY, number_)
        return None
    after, opening = _DAY_AFTER.match(at.after), re.search(r"(?i)\b(from|between)\s+$", at.before)
    if after and after[2].lower() in names and _joins(opening[1] if opening else "", after[1]):
        return last_weekday(last_weekday(at.day, int(names[after[2].lower()])) - ONE_DAY, number_)
    return None


_DAY_BEFORE = re.compile(r"(?i)(?:\b(from|between)\s+)?([a-z]+)\s?(to|through|until|till|and|-|–)\s?$")
_DAY_AFTER = re.compile(r"(?i)\s?(to|through|until|till|and|-|–)\s?([a-z]+)\b")


def _joins(opening: str | None, word: str) -> bool:
    """Whether two days are the ends of one span: "from … to", "between … and", "Monday-Wednesday"."""
    opening, word = (opening or "").lower(), word.lower()
    return opening == "between" if word == "and" else opening == "from" or word in {"through", "-", "–"}


def _weekday_of_month(number_: int, dom: int, at: Setting, clock: str) -> Meaning | None:
    """ "Wednesday (31)": the nearest day of that number in a month that is that weekday."""
    assert at.day is not None
    near = [at.day + step * ONE_DAY for step in range(-45, 46)]
    fits = [day for day in near if day.day == dom and day.isoweekday() == number_]
    found = min(fits, key=lambda day: (abs((day - at.day).days), day > at.day), default=None)  # type: ignore[operator]
    return calendar(found.isoformat() + clock, "relative") if found else None


def weekdays(parts: Parts, _at: Setting) -> Meaning | None:
    """ "every Friday", "Tuesday nights": a set, not a day."""
    return Meaning(value=f"XXXX-WXX-{load_rules().lists['weekdays'][parts['weekday'].lower()]}{time_of_day(parts)}")


DEICTIC = {
    "today": 0,
    "tonight": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def deictic(parts: Parts, at: Setting) -> Meaning | None:
    """ "today", "late yesterday": counted from publication; in direct speech perhaps from the day before it."""
    word = re.sub(r"\s+", " ", parts["deictic"].lower())
    clock = "TNI" if word == "tonight" else time_of_day(parts)
    return deictic_day(DEICTIC[word], clock, at)


def deictic_day(step: int, clock: str, at: Setting) -> Meaning:
    """The day so many days from publication, with a time of day."""
    if at.day is None:
        return Meaning(value="XXXX-XX-XX" + clock, basis="relative")
    day = at.day + step * ONE_DAY
    first = day - ONE_DAY if at.quoted else day
    return Meaning(value=day.isoformat() + clock, days=Days(first, day), basis="relative")


def part_of_day(parts: Parts, at: Setting) -> Meaning | None:
    """ "this evening", "last night", "that night", "overnight"."""
    word = parts.get("which", "").lower()
    clock = "TNI" if word == "overnight" else time_of_day(parts) or "TMO"
    if word in {"that", "the same", "the previous", "the following", "the next"}:
        return told_day({"the previous": -1, "the following": 1, "the next": 1}.get(word, 0), clock, at)
    if word in {"last", "overnight"}:
        return over_midnight(deictic_day(-1, clock, at))
    found = deictic_day(0, clock, at)
    if not word:
        return _bare_clock(clock, at)
    return found


def over_midnight(meaning: Meaning) -> Meaning:
    """A night runs into the next day."""
    days = Days(meaning.days.first, meaning.days.last + ONE_DAY) if meaning.days else None
    return Meaning(value=meaning.value, days=days, basis=meaning.basis)


def told_day(step: int, clock: str, at: Setting) -> Meaning | None:
    """A day counted from the one told before; unknown where that was no single day."""
    days = at.earlier.days if at.earlier else None
    if days is None or days.length != 1:
        return Meaning(value="XXXX-XX-XX" + clock, basis="anaphoric")
    return calendar((days.first + step * ONE_DAY).isoformat() + clock, "anaphoric")


def clock_rule(parts: Parts, at: Setting) -> Meaning | None:
    """A time of day without a day; with the day of the same moment in GMT ("2 a.m. (2300 GMT Monday)") it has one."""
    clock = _with_part(clock_time(parts["clock"]), parts)
    if "gmt_day" in parts and at.day is not None:
        day = weekday({"weekday": parts["gmt_day"]}, at)
        if day and day.days:
            local = day.days.first + days_ahead(clock, clock_time(parts["gmt"])) * ONE_DAY
            return calendar(local.isoformat() + clock, "relative")
    return _bare_clock(clock, at)


def two_clocks(parts: Parts, at: Setting) -> Meaning | None:
    """ "2300 GMT Monday (2 a.m. local time)": the local time of day, on the local day."""
    own = {key: parts[key] for key in ("clock", "weekday") if key in parts}
    return weekday(own, at) if "weekday" in own else clock_rule(parts, at)


def days_ahead(local: str, gmt: str) -> int:
    """How many days the local day is ahead of that of Greenwich, by what clocks of both show; -1, 0 or 1."""
    here, there = _minutes(local), _minutes(gmt)
    offset = (here - there + 720) % 1440 - 720
    return (there + offset) // 1440


def _minutes(clock: str) -> int:
    hour, _, minute = clock.removeprefix("T").partition(":")
    return int(hour) % 24 * 60 + int(minute or 0)


def _with_part(clock: str, parts: Parts) -> str:
    """ "nine in the evening" is 21 o'clock."""
    if re.search(r"[ap]\.?m", parts["clock"], re.I) or not re.fullmatch(r"T\d\d(?::\d\d)?", clock):
        return clock
    word = parts.get("part", "").lower()
    late = word in {"evening", "afternoon"} or (word == "night" and int(clock[1:3]) > 5)
    return f"T{int(clock[1:3]) + 12}{clock[3:] or ':00'}" if late and 0 < int(clock[1:3]) < 12 else clock


def _bare_clock(clock: str, at: Setting) -> Meaning:
    """Of the day told before it in the paragraph. Without one its value has the day of publication, as TIMEX3
    wants it, but no days: it may be any day's.
    """
    if at.earlier and at.earlier.days and at.earlier.days.length == 1:
        return calendar(at.earlier.days.first.isoformat() + clock, "anaphoric")
    if at.day is None:
        return Meaning(value="XXXX-XX-XX" + clock, basis="relative")
    return Meaning(value=at.day.isoformat() + clock)
