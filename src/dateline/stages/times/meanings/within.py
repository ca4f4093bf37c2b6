"""Rules for a day or part within a longer period: the second Tuesday of March, the 28th, the first half of May."""

from __future__ import annotations

from datetime import date

from dateline.stages.times.arithmetic import ONE_DAY, Days, days_of, narrow, next_weekday, nth_weekday, shift, value_at
from dateline.stages.times.meanings.base import Meaning, Parts, Setting, calendar, time_of_day
from dateline.stages.times.meanings.counted import anaphor
from dateline.stages.times.meanings.dates import _date, ordinal_of
from dateline.stages.times.meanings.periods import period
from dateline.stages.times.rules import load_rules


def nth_weekday_rule(parts: Parts, at: Setting) -> Meaning | None:
    """ "the second Tuesday of March", "the last Friday of the month"; of every month it is a set."""
    number_ = int(load_rules().lists["weekdays"][parts["weekday"].lower().rstrip(".")])
    if "every" in parts:
        return Meaning(value=f"XXXX-WXX-{number_}")
    month = _month_told(parts, at)
    if month is None or month.days is None:
        return Meaning(value=f"XXXX-WXX-{number_}", basis="relative")
    first = month.days.first
    day = nth_weekday(first.year, first.month, number_, ordinal_of(parts["ordinal"]))
    return calendar(day.isoformat(), month.basis) if day.month == first.month else None


def _month_told(parts: Parts, at: Setting) -> Meaning | None:
    if "month" in parts:
        return _date({key: parts[key] for key in ("month", "year", "year_word") if key in parts}, at)
    word = parts["which"].lower()
    if word == "that":
        return anaphor({"which": "that", "unit": "month"}, at)
    return period({"unit": "month", "which": "this" if word == "the" else word}, at)


def part_of(parts: Parts, at: Setting) -> Meaning | None:
    """ "the first week of March", "the last days of 2019", "the second half of June"."""
    if "month" in parts:
        whole = _month_told(parts, at)
    elif "year" in parts:
        whole = calendar(parts["year"], "explicit")
    else:
        whole = period({"unit": parts["unit"], "which": parts["which"]}, at)
    if whole is None or whole.days is None:
        return whole
    piece, which = parts["piece"].lower(), ordinal_of(parts["ordinal"])
    first, last = whole.days
    if piece == "half":
        if which not in {1, 2, -1}:
            return None
        days = narrow(whole.days, "early" if which == 1 else "late")
        half = f"{whole.value}-H{1 if which == 1 else 2}"
        return (
            calendar(half, whole.basis) if days_of(half) else Meaning(value=whole.value, days=days, basis=whole.basis)
        )
    if piece == "week" or (piece == "weekend" and which > 0):
        start = first + 7 * (which - 1) * ONE_DAY if which > 0 else last - 6 * ONE_DAY
        days = Days(start, min(start + 6 * ONE_DAY, last))
        if which > 4 or days.length < 1:
            return None
        if piece == "weekend":
            saturday = next_weekday(days.first, 6)
            return calendar(value_at(saturday, "weekend"), whole.basis)
        return Meaning(value=value_at(days.first + days.length // 2 * ONE_DAY, "week"), days=days, basis=whole.basis)
    if which not in {1, -1}:
        return None
    length = (
        min({"days": 10, "weekend": 7, "weeks": 31}.get(piece, whole.days.length // 2), whole.days.length) * ONE_DAY
    )
    days = Days(first, first + length - ONE_DAY) if which == 1 else Days(last - length + ONE_DAY, last)
    return Meaning(value=whole.value, days=days, basis=whole.basis)


def day_of_month(parts: Parts, at: Setting) -> Meaning | None:
    """ "on the 28th": the latest such day, the next one with a verb in the future; "of last month" tells which."""
    dom, clock = int(parts["dom"]), time_of_day(parts)
    word = parts.get("which", "").lower()
    if word in {"that", "the same"}:
        month = anaphor({"which": "that", "unit": "month"}, at)
    elif word or at.day is None:
        month = period({"unit": "month", "which": {"the": "this", "": "this"}.get(word, word)}, at)
    else:
        here = [_day_in(shift(at.day.replace(day=1), step, "month"), dom) for step in (-2, -1, 0, 1, 2)]
        known = [day for day in here if day]
        past, ahead = [day for day in known if day <= at.day], [day for day in known if day >= at.day]
        found = ahead[0] if at.tense == "future" else past[-1]
        return calendar(found.isoformat() + clock, "relative")
    day = _day_in(month.days.first, dom) if month and month.days else None
    if month is None or (month.days and day is None):
        return None
    if day is None:
        return Meaning(value=f"XXXX-XX-{dom:02d}{clock}", basis="relative")
    return calendar(day.isoformat() + clock, month.basis)


def _day_in(month: date, dom: int) -> date | None:
    try:
        return month.replace(day=dom)
    except ValueError:
        return None
