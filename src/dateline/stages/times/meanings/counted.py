"""Rules for times counted from another: ago, from now, later, the next, between two days."""

from __future__ import annotations

import re
from datetime import date

from dateline.stages.times.arithmetic import ONE_DAY, Days, days_of, last_weekday, next_weekday, shift, value_at
from dateline.stages.times.meanings.base import (
    Meaning,
    Parts,
    Setting,
    calendar,
    count_of,
    duration_value,
    number,
    part_of_period,
    time_of_day,
    unit_of,
)
from dateline.stages.times.meanings.days import DEICTIC, deictic_day, over_midnight
from dateline.stages.times.meanings.periods import season_of, weekend_of, year_ago
from dateline.stages.times.rules import load_rules


def ago(parts: Parts, at: Setting) -> Meaning | None:
    """ "two weeks ago": the unit that holds that day, widened by half a unit either way of it."""
    _, unit = unit_of(parts["unit"])
    count = count_of(parts)
    if count == 1 and unit == "year" and "approx" not in parts and at.quarter:
        return year_ago(parts, at)
    if "count" not in parts or count is None:
        return Meaning(value="PAST_REF", basis="relative")
    if unit is None:
        return (
            deictic_day(0, "", at)
            if at.day is None
            else Meaning(value=at.day.isoformat(), days=Days(at.day - ONE_DAY, at.day), basis="relative")
        )
    count, unit = whole_units(count, unit)
    return _around(-count, unit, at.day, "relative", rough="approx" in parts or "orso" in parts)


SMALLER = {
    "century": (100, "year"),
    "decade": (10, "year"),
    "year": (12, "month"),
    "month": (30, "day"),
    "week": (7, "day"),
}


def whole_units(count: float, unit: str) -> tuple[float, str]:
    """ "half a century" is 50 years: a count without a fraction, in the smaller unit where there is one."""
    if count == int(count) or unit not in SMALLER:
        return count, unit
    factor, smaller = SMALLER[unit]
    return round(count * factor), smaller


def ago_day(parts: Parts, at: Setting) -> Meaning | None:
    """ "a year ago today", "two weeks ago on Monday", "two Sundays ago", "a week from Sunday"."""
    count, sign = number(parts["count"]), -1 if parts["way"].lower() == "ago" else 1
    if count is None or count != int(count):
        return None
    clock = time_of_day(parts)
    if at.day is None:
        return Meaning(value="XXXX-XX-XX" + clock, basis="relative")
    steps = sign * int(count)
    if "deictic" in parts:
        day = at.day + DEICTIC[parts["deictic"].lower()] * ONE_DAY
        return calendar(shift(day, steps, parts["unit"].lower()).isoformat() + clock, "relative")
    number_ = int(load_rules().lists["weekdays"][parts["weekday"].lower().rstrip(".")])
    if "unit" not in parts:
        day = last_weekday(at.day - ONE_DAY, number_) - 7 * (int(count) - 1) * ONE_DAY
        return calendar(day.isoformat(), "relative")
    if parts["unit"].lower() != "week":
        return None
    day = last_weekday(at.day, number_) if sign < 0 else next_weekday(at.day, number_)
    return calendar((day + 7 * steps * ONE_DAY).isoformat() + clock, "relative")


def before_last(parts: Parts, at: Setting) -> Meaning | None:
    """ "the week before last", "the night before last", "the Sunday before last"."""
    if "weekday" in parts:
        number_ = int(load_rules().lists["weekdays"][parts["weekday"].lower().rstrip(".")])
        if at.day is None:
            return Meaning(value=f"XXXX-WXX-{number_}", basis="relative")
        day = last_weekday(at.day - ONE_DAY, number_) - 7 * ONE_DAY
        return calendar(day.isoformat(), "relative")
    unit = parts["unit"].lower()
    if unit == "night":
        return over_midnight(deictic_day(-2, "TNI", at))
    if unit in load_rules().lists["seasons"]:
        last = season_of(unit, "last", None, at)
        return calendar(f"{int(last.value[:4]) - 1}{last.value[4:]}", "relative") if last.days else last
    if unit == "weekend":
        last = weekend_of("last", at)
        return calendar(value_at(last.days.first - 7 * ONE_DAY, "weekend"), "relative") if last.days else last
    return calendar(value_at(shift(at.day, -2, unit) if at.day else None, unit), "relative")


def night_between(parts: Parts, at: Setting) -> Meaning | None:
    """ "overnight Saturday", "overnight into Sunday", "Saturday night into Sunday": the night and both its days."""
    names = load_rules().lists["weekdays"]
    number_ = int(names[parts["weekday"].lower().rstrip(".")]) if "weekday" in parts else None
    until = int(names[parts["until"].lower().rstrip(".")]) if "until" in parts else None
    if number_ is None:
        number_ = (until or 8) - 1 or 7
    if until is not None and until != number_ % 7 + 1:
        return None
    if at.day is None:
        return Meaning(value=f"XXXX-WXX-{number_}TNI", basis="relative")
    day = next_weekday(at.day, number_) if at.tense == "future" else last_weekday(at.day - ONE_DAY, number_)
    if until is None and at.tense != "future":
        day = last_weekday(at.day, number_)
    return over_midnight(calendar(day.isoformat() + "TNI", "relative"))


def _around(count: float, unit: str, day: date | None, basis: str, *, rough: bool) -> Meaning:
    """The calendar unit `count` units from a day. Weeks are counted to the day, as English does."""
    if day is None:
        return Meaning(value=value_at(None, unit), basis=basis)
    point = shift(day, round(count), unit)
    if unit == "day":
        spread = max(1, round(abs(count) / 4)) * ONE_DAY if rough else 0 * ONE_DAY
        return Meaning(value=point.isoformat(), days=Days(point - spread, point + spread), basis=basis)
    if unit == "week":
        return Meaning(value=value_at(point, "week"), days=Days(point - 4 * ONE_DAY, point + 4 * ONE_DAY), basis=basis)
    whole = days_of(value_at(point, unit))
    if whole is None:
        return Meaning(value=value_at(point, unit), basis=basis)
    half = {"month": 15, "quarter": 45, "year": 183}.get(unit, 1826) * ONE_DAY
    days = Days(
        min(whole.first, point - half),
        min(max(whole.last, point + half), day) if count < 0 else max(whole.last, point + half),
    )
    return Meaning(value=value_at(point, unit), days=days, basis=basis)


def away(parts: Parts, at: Setting) -> Meaning | None:
    """ "three days later", "a year earlier": from the time told before; "from now": from publication."""
    name, unit = unit_of(parts["unit"])
    count, way = count_of(parts), parts["way"].lower()
    sign = -1 if way in {"earlier", "before", "previously"} else 1
    if re.match(r"from|hence", way):
        return (
            _around(count, unit, at.day, "relative", rough=True)
            if count and unit
            else Meaning(value="FUTURE_REF", basis="relative")
        )
    if count == 1 and unit == "year" and sign < 0 and (at.quarter or at.earlier is None):
        return year_ago(parts, at)
    told = at.earlier.days if at.earlier else None
    if count is None or unit is None or told is None:
        return Meaning(value=duration_value(count, name), basis="anaphoric")
    if unit in {"day", "week"} and told.length > 7 * (1 + (unit == "week")):
        return Meaning(value=duration_value(count, name), basis="anaphoric")
    first = _around(sign * count, unit, told.first, "anaphoric", rough="approx" in parts)
    last = _around(sign * count, unit, told.last, "anaphoric", rough="approx" in parts)
    if first.days is None or last.days is None:
        return first
    return Meaning(value=first.value, days=Days(first.days.first, last.days.last), basis="anaphoric")


def anaphor(parts: Parts, at: Setting) -> Meaning | None:
    """ "that year", "the next day", "the same month": a unit counted from the time told before."""
    word, unit = re.sub(r"\s+", " ", parts["which"].lower()), parts["unit"].lower()
    if unit in {"after", "before"} and word not in {"the day", "the week", "the month", "the year"}:
        return None
    if word in {"the day", "the week", "the month", "the year"}:
        if unit not in {"after", "before"}:
            return None
        step, unit = (1 if unit == "after" else -1), word.split()[1]
    else:
        step = {
            "the next": 1,
            "the following": 1,
            "the previous": -1,
            "the preceding": -1,
            "the prior": -1,
        }.get(word, 0)
    told = at.earlier.days if at.earlier else None
    size = {"day": 1, "week": 7, "weekend": 2, "month": 31, "quarter": 92, "year": 366, "decade": 3660}[unit]
    if step == -1 and told is None and at.day is not None and unit not in {"day", "weekend"}:
        return calendar(value_at(shift(at.day, step, unit), unit), "relative")
    if told is None or told.length > size:
        return None if unit == "day" and step == 0 else Meaning(value=value_at(None, unit), basis="anaphoric")
    return calendar(value_at(shift(told.first, step, unit), unit), "anaphoric", part_of_period(parts.get("early")))
