"""Rules for dates of the calendar: days, months and years by name or number, parts and spans of them."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from dateline.stages.times.arithmetic import ONE_DAY, Days, days_of
from dateline.stages.times.meanings.base import Meaning, Parts, Setting, calendar, number, part_of_period, time_of_day
from dateline.stages.times.rules import load_rules


def date_rule(parts: Parts, at: Setting) -> Meaning | None:
    """A date of the calendar, as complete as it is told: "June 28", "late February 2021", "last May"."""
    found = _date(parts, at)
    if found is None or found.days is None or "dom" not in parts:
        return found
    spread = _spread(parts, at) * ONE_DAY
    return Meaning(value=found.value, days=Days(found.days.first - spread, found.days.last + spread), basis=found.basis)


def _spread(parts: Parts, at: Setting) -> int:
    """Days either way that are meant too: three of "around June 5", six of "the week of June 5"."""
    if re.search(r"\bweek of(?: the)?\s+$", at.before) or re.match(r"\s*\(week of\)", at.after):
        return 6
    return 3 if re.match(r"(?i)about|around|circa|approximately", parts.get("approx", "")) else 0


def _date(parts: Parts, at: Setting) -> Meaning | None:
    if "spelled" in parts:
        parts = {**parts, "dom": str(ordinal_of(parts["spelled"]))}
    month = int(parts["month_number"]) if "month_number" in parts else _month(parts["month"])
    part = part_of_period(parts.get("early"))
    year, basis = _year_of(month, parts, at)
    if year:
        return _dated(year, month, parts, basis, part)
    if at.day is None:
        if told := _year_told(month, parts, at):
            return told
        day = f"-{int(parts['dom']):02d}" if "dom" in parts else ""
        return Meaning(value=f"XXXX-{month:02d}{day}{time_of_day(parts)}", basis="relative")
    if "dom" in parts:
        return _nearest(month, parts, at)
    found = _month_near(month, at, parts.get("which"))
    return _dated(found, month, parts, "relative", part)


def _year_of(month: int, parts: Parts, at: Setting) -> tuple[int | None, str]:
    """The year told with a date, or with the date that it is joined to ("from 28 May to 2 June 2020")."""
    year = parts.get("year")
    if year and len(year) == 2:
        year = _century_of(int(year), at)
    if year:
        return int(year), "explicit"
    if "year_word" in parts:
        return year_word(parts["year_word"], at)
    joined = _joined().match(at.after) if "which" not in parts else None
    if joined is None:
        return None, ""
    return int(joined["year"]) - (_month(joined["month"]) < month), "explicit"


@cache
def _joined() -> re.Pattern[str]:
    """A later date with a year, behind a word that joins two dates."""
    names = "|".join(sorted((re.escape(name) for name in load_rules().lists["months"]), key=len, reverse=True))
    days = "|".join(load_rules().lists["weekdays"])
    return re.compile(
        rf"(?:\s?[-–—]|,? (?:to|through|until|till|and|or))\s?(?:(?:{days})\.?,? )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?"
        rf"(?P<month>{names})\.?(?: \d{{1,2}}(?:st|nd|rd|th)?)?,? (?P<year>(?:19|20)\d\d)\b",
        re.IGNORECASE,
    )


def ordinal_of(text: str) -> int:
    """ "second" is 2, "twenty-third" 23; -1 for "last"."""
    words = re.split(r"[-\s]+", text.lower())
    known = load_rules().lists["ordinals"]
    if words[0] in {"last", "final", "closing"}:
        return -1
    tens = {"twenty": 20, "thirty": 30}.get(words[0], 0) if len(words) > 1 else 0
    return tens + int(known.get(words[-1], 1))


SAME_STORY = 120
"""Days from a full date within which a day and month without a year go on from it, where publication is unknown."""


def _year_told(month: int, parts: Parts, at: Setting) -> Meaning | None:
    """A day and month in the year of the date told before, where that is a day or month of about then."""
    told = at.earlier
    if "dom" not in parts or told is None or told.days is None or told.days.length > 31:
        return None
    first = told.days.first
    years = (_dated(year, month, parts, "anaphoric", None) for year in (first.year - 1, first.year, first.year + 1))
    near = [m for m in years if m and m.days and abs((m.days.first - first).days) <= SAME_STORY]
    return near[0] if near and _fits_weekday(near[0].days.first, parts) else None  # type: ignore[union-attr]


def _month(text: str) -> int:
    return int(load_rules().lists["months"][text.lower().rstrip(".")])


def _century_of(two: int, at: Setting) -> str | None:
    """The year nearest to publication that ends in two digits; without publication it cannot be told."""
    if at.day is None:
        return None
    return str(min((century * 100 + two for century in (18, 19, 20)), key=lambda y: abs(y - at.day.year)))  # type: ignore[union-attr]


def year_word(text: str, at: Setting) -> tuple[int | None, str]:
    """The year of "last year" or "that year", and what it counts from; None where that is not known."""
    word = re.sub(r"\s+", " ", text.lower()).removesuffix(" year")
    if word in {"last", "this", "next"}:
        return (at.day.year + {"last": -1, "this": 0, "next": 1}[word] if at.day else None), "relative"
    told = at.earlier.days if at.earlier else None
    if told is None or told.first.year != told.last.year:
        return None, "anaphoric"
    step = {"the following": 1, "the next": 1, "the previous": -1}.get(word, 0)
    return told.first.year + step, "anaphoric"


def _dated(year: int, month: int, parts: Parts, basis: str, part: str | None) -> Meaning | None:
    if "dom" not in parts:
        return calendar(f"{year:04d}-{month:02d}", basis, part)
    found = calendar(f"{year:04d}-{month:02d}-{int(parts['dom']):02d}{time_of_day(parts)}", basis)
    return found if found.days else None


AHEAD_DAYS = 120
"""A day and month without a year lie at most this far ahead: news looks back more than ahead."""


def _nearest(month: int, parts: Parts, at: Setting) -> Meaning | None:
    """A day and month without a year: the nearest that fits a weekday told with it and the verb's tense."""
    assert at.day is not None
    found = []
    for year in (at.day.year - 1, at.day.year, at.day.year + 1):
        meaning = _dated(year, month, parts, "relative", None)
        if meaning and meaning.days and _fits_weekday(meaning.days.first, parts):
            found.append(meaning)
    return min(found, key=lambda m: _distance(m, at), default=None)


def _fits_weekday(day: date, parts: Parts) -> bool:
    return (
        "weekday" not in parts
        or day.isoweekday() == load_rules().lists["weekdays"][parts["weekday"].lower().rstrip(".")]
    )


def _distance(meaning: Meaning, at: Setting) -> int:
    assert meaning.days is not None
    assert at.day is not None
    gap = (meaning.days.first - at.day).days
    past = _ENDED.search(at.before) or (at.tense == "past" and _ON.search(at.before))
    ahead = 0 if past else AHEAD_DAYS
    return abs(gap) + (1000 if gap > ahead else 0)


_ENDED = re.compile(r"\bended\s+$")
_ON = re.compile(r"(?i)\bon\s+$")


def _month_near(month: int, at: Setting, which: str | None) -> int:
    """The year of a month named alone: by "last" or "next", by tense, else the nearest."""
    assert at.day is not None
    ahead = month - at.day.month
    word = (which or "").lower()
    if word == "last":
        return at.day.year - (ahead >= 0)
    if word == "next":
        return at.day.year + (ahead <= 0)
    if word == "this":
        return at.day.year
    if at.tense == "past" or "past" in word:
        return at.day.year - (ahead > 0)
    if at.tense == "future" or "coming" in word:
        return at.day.year + (ahead < 0)
    return at.day.year + (-1 if ahead > 5 else 1 if ahead < -8 else 0)


def numeric(parts: Parts, at: Setting) -> Meaning | None:
    """Day and month as numbers: only where their order is beyond doubt."""
    first, second = int(parts["first"]), int(parts["second"])
    year = parts["year"] if len(parts["year"]) == 4 else _century_of(int(parts["year"]), at)
    if year is None:
        return None
    orders = {(first, second), (second, first)} if not at.before.endswith(year) else {(first, second)}
    found = [f"{year}-{month:02d}-{day:02d}" for day, month in sorted(orders)]
    real = sorted({value for value in found if days_of(value)})
    if not real:
        return None
    return calendar(real[0], "explicit") if len(real) == 1 else Meaning(value=f"{year}-XX-XX", basis="explicit")


def span_of_days(parts: Parts, at: Setting) -> Meaning | None:
    """ "May 3-5": from one day to another of the same month; not "on May 3, 20 to 30 people fled"."""
    if set(re.findall(r"[A-Za-z]+", at.after)[:2]) & load_rules().counted and re.match(r"\s+[A-Za-z]", at.after):
        return None
    first = date_rule({k: v for k, v in parts.items() if k != "until"}, at)
    last = date_rule({**{k: v for k, v in parts.items() if k != "until"}, "dom": parts["until"]}, at)
    if not first or not last or (first.days and last.days and last.days.last <= first.days.first):
        return None
    days = Days(first.days.first, last.days.last) if first.days and last.days else None
    return Meaning(value=f"{first.value}/{last.value}", days=days, basis=first.basis)


def span_of_years(parts: Parts, at: Setting) -> Meaning | None:
    """ "2003-2011", "2019-20": from one year to another. The days of a financial year are not known."""
    first, last = parts["year"], parts["until"]
    last = first[: 4 - len(last)] + last
    if not 1500 <= int(first) < int(last) <= 2099 or _is_count({"year": first}, at):
        return None
    fiscal = "fiscal" in parts or re.match(r"\s(?:budget|school|academic)\b", at.after)
    days = None if fiscal else Days(date(int(first), 1, 1), date(int(last), 12, 31))
    return Meaning(value=f"{first}/{last}", days=days, basis="explicit")


def spelled_year(parts: Parts, _at: Setting) -> Meaning | None:
    """ "nineteen ninety-six"."""
    hundreds, rest = number(parts["tens"]), number(parts["ones"])
    if hundreds is None or rest is None:
        return None
    month = f"-{_month(parts['month']):02d}" if "month" in parts else ""
    return calendar(f"{int(hundreds * 100 + rest)}{month}", "explicit")


def year_rule(parts: Parts, at: Setting) -> Meaning | None:
    """A bare year, where the text around it does not say that it is a number of something."""
    year = int(parts["year"])
    if "fiscal" in parts:
        return Meaning(value=str(year), basis="explicit")
    if not 1500 <= year <= 2099 or _is_count(parts, at):
        return None
    return calendar(str(year), "explicit", part_of_period(parts.get("early")))


_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|during|before|after|from|through|of|the|and|or|to|between|into|'s|its|for|a|early|late|mid|around|than|about)"
    r"[ \n-]+|\()$",
    re.IGNORECASE,
)


def _is_count(parts: Parts, at: Setting) -> bool:
    following = re.match(r"[ \n-]+([A-Za-z]+)", at.after)
    if following and following[1] in load_rules().counted:
        return True
    if parts["year"].endswith("00") and parts["year"] not in {"1900", "2000"}:
        return True
    if "approx" in parts and not re.match(r"(?i)about|around|circa", parts["approx"]):
        return True
    return not (_YEAR_BEFORE.search(at.before) or 1900 <= int(parts["year"]) <= 2060)
