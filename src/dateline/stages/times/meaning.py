"""What a matched expression means: one small function per rule of `rules/times.toml`.

A meaning is a TIMEX3 value and, where they can be known, the days. Relative expressions count from the day of
publication; only "that", "the next", "the following", "the same", "earlier" and "later" count from a time told
before, and a comparison with a year ago from the business quarter under discussion. Nothing is guessed: what
cannot be told stays X in the value and None in the days.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateline.stages.times.arithmetic import (
    ONE_DAY,
    Days,
    days_of,
    easter,
    last_weekday,
    narrow,
    next_weekday,
    nth_weekday,
    shift,
    value_at,
)
from dateline.stages.times.rules import load_rules

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`value` is TIMEX3; `days` the interval it covers, None where unknown; `basis` as in `records.Date`."""

    value: str
    days: Days | None = None
    basis: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an expression is understood by.

    day: of publication, or None. tense: "past", "future" or None, of the verb it belongs to. quoted: whether it
    stands in direct speech. earlier: the last calendar time told before it. quarter: the value of the business
    quarter under discussion. before, after: the text around it.
    """

    day: date | None
    tense: str | None = None
    quoted: bool = False
    earlier: Meaning | None = None
    quarter: str | None = None
    before: str = ""
    after: str = ""


def calendar(value: str, basis: str, part: str | None = None) -> Meaning:
    """The meaning of a calendar value, narrowed to the part of it that a modifier names."""
    days = days_of(value)
    return Meaning(
        value=value,
        days=narrow(days, part) if days and part in {"early", "mid", "late"} else days,
        basis=basis,
    )


# ---- numbers and modifiers


def number(text: str) -> float | None:
    """The number that digits or words name; None for "several", "a few", "many"."""
    words = text.lower().replace(",", "").replace("-", " ").split()
    if len(words) > 1 and ({"to", "or"} & set(words) or words[1].isdigit() or "–" in words[0]):
        return None
    if re.fullmatch(r"[\d.]+", words[0]):
        return float(words[0]) + (int(words[1][0]) / int(words[1][2]) if len(words) > 1 else 0)
    if words[0] == "half":
        return 0.5
    if "couple" in words:
        return 2
    known = load_rules().lists["numbers"]
    total, current = 0.0, 0.0
    for word in words:
        if word == "and":
            continue
        if word not in known:
            return None
        size = known[word]
        if size >= 100:
            current = max(current, 1) * size
            total, current = (total + current, 0) if size == 1000 else (total, current)
        else:
            current = current + size if not (size == 1 and word in {"a", "an"}) else max(current, 1)
    return total + current


def part_of_period(text: str | None) -> str | None:
    """ "early", "mid", "late", "before" (earlier), "after" (later) or "end" for a modifier, None without one."""
    if not text:
        return None
    known = load_rules().lists["parts_of_period"]
    return next((known[word] for word in re.findall(r"[a-z]+", text.lower()) if word in known), None)


def time_of_day(parts: Parts) -> str:
    """The part of a value after the day: "T07:15", "TEV", or ""."""
    if clock := parts.get("clock"):
        return _clock(clock)
    if word := parts.get("part"):
        known = str(load_rules().lists["parts_of_day"][word.lower()])
        return f"T{known}"
    return ""


def _clock(text: str) -> str:
    low = text.lower()
    if low in {"noon", "midday"}:
        return "T12:00"
    if low == "midnight":
        return "T24:00"
    digits = re.findall(r"\d+", low)
    if len(digits) == 1 and len(digits[0]) == 4:
        digits = [digits[0][:2], digits[0][2:]]
    hour = int(digits[0]) if digits else int(number(low.split()[0]) or 0)
    if re.search(r"p\.?m", low):
        hour = hour % 12 + 12
    elif re.search(r"a\.?m", low):
        hour %= 12
    if "clock" in low:  # before or after noon is not told
        return f"T{hour:02d}"
    return f"T{hour:02d}:{digits[1] if len(digits) > 1 else '00'}"


def unit_of(text: str) -> tuple[str, str | None]:
    """The unit's name as listed, and its calendar unit or None for hours and less."""
    name = text.strip().lower()
    known = load_rules().lists["units"]
    name = name if name in known else name.removesuffix("s")
    return name, known[name].get("calendar")


def duration_value(count: float | None, unit: str) -> str:
    """ "P3D", "PT2H", "P2Y6M", "PT1M30S"; "PXW" where the number is not told."""
    entry = load_rules().lists["units"][unit]
    letter, factor = entry["letter"], entry.get("factor", 1)
    time, letter = ("T", letter[1:]) if letter.startswith("T") else ("", letter)
    if count is None:
        return f"P{time}X{entry.get('vague', letter)}"
    amount = count * factor
    whole, rest = int(amount), amount - int(amount)
    smaller = {"Y": (12, "M"), "TH": (60, "M"), "TM": (60, "S"), "D": (24, "H")}.get(time + letter)
    if rest and smaller:
        small = f"{round(rest * smaller[0])}{smaller[1]}"
        first = f"{whole}{letter}" if whole else ""
        return f"P{time}{first}{'T' if letter == 'D' else ''}{small}"
    return f"P{time}{whole if not rest else amount}{letter}"


def _count(parts: Parts) -> float | None:
    count = number(parts["count"]) if "count" in parts else None
    return count + 0.5 if count is not None and "half" in parts else count


# ---- dates


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


# ---- weekdays, today, parts of the day


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
    return _deictic(DEICTIC[word], clock, at)


def _deictic(step: int, clock: str, at: Setting) -> Meaning:
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
        return _told_day({"the previous": -1, "the following": 1, "the next": 1}.get(word, 0), clock, at)
    if word in {"last", "overnight"}:
        return _over_midnight(_deictic(-1, clock, at))
    found = _deictic(0, clock, at)
    if not word:
        return _bare_clock(clock, at)
    return found


def _over_midnight(meaning: Meaning) -> Meaning:
    """A night runs into the next day."""
    days = Days(meaning.days.first, meaning.days.last + ONE_DAY) if meaning.days else None
    return Meaning(value=meaning.value, days=days, basis=meaning.basis)


def _told_day(step: int, clock: str, at: Setting) -> Meaning | None:
    """A day counted from the one told before; unknown where that was no single day."""
    days = at.earlier.days if at.earlier else None
    if days is None or days.length != 1:
        return Meaning(value="XXXX-XX-XX" + clock, basis="anaphoric")
    return calendar((days.first + step * ONE_DAY).isoformat() + clock, "anaphoric")


def clock_rule(parts: Parts, at: Setting) -> Meaning | None:
    """A time of day without a day; with the day of the same moment in GMT ("2 a.m. (2300 GMT Monday)") it has one."""
    clock = _with_part(_clock(parts["clock"]), parts)
    if "gmt_day" in parts and at.day is not None:
        day = weekday({"weekday": parts["gmt_day"]}, at)
        if day and day.days:
            local = day.days.first + days_ahead(clock, _clock(parts["gmt"])) * ONE_DAY
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


# ---- weeks, months, seasons, quarters, years


STEPS = {"last": -1, "the previous": -1, "next": 1, "the coming": 1, "this coming": 1, "the next": 1}


def period(parts: Parts, at: Setting) -> Meaning | None:
    """ "last week", "earlier this month", "this past spring", "year-end"."""
    unit, word = (
        (parts.get("unit") or parts["ended"]).lower(),
        re.sub(r"\s+", " ", parts.get("which", "this").lower()),
    )
    part = "end" if "ended" in parts else part_of_period(parts.get("early"))
    if unit == "day":
        return _told_day(0, "", at) if at.earlier and at.earlier.days and at.earlier.days.length == 1 else None
    if word == "this past" and unit == "week":
        return _week_past(at)
    if unit in load_rules().lists["seasons"]:
        return _season_of(unit, word, part, at)
    if word in {"the past", "the last", "the next"}:
        return _rolling(1, unit, -1 if word != "the next" else 1, at)
    if unit == "weekend":
        return weekend_of(word, at)
    step = STEPS.get(word, 0)
    day = shift(at.day, step, unit) if at.day else None
    return _cut(calendar(value_at(day, unit), "relative", part), part, at)


def _week_past(at: Setting) -> Meaning:
    """ "this past week": the seven days before publication, by the week that holds most of them."""
    if at.day is None:
        return Meaning(value=value_at(None, "week"), basis="relative")
    middle = at.day - 3 * ONE_DAY
    return Meaning(value=value_at(middle, "week"), days=Days(at.day - 7 * ONE_DAY, at.day), basis="relative")


def _cut(meaning: Meaning, part: str | None, at: Setting) -> Meaning:
    """ "earlier" ends at publication, "later" starts there, "the end of" is the last quarter of the period."""
    days = meaning.days
    if days is None or at.day is None:
        return meaning
    if part == "before" and days.first <= at.day <= days.last:
        days = Days(days.first, at.day)
    if part == "after" and days.first <= at.day <= days.last:
        days = Days(at.day, days.last)
    if part == "end":
        days = Days(days.last - (days.length // 4) * ONE_DAY, days.last)
    return Meaning(value=meaning.value, days=days, basis=meaning.basis)


def _rolling(count: float | None, unit: str, way: int, at: Setting) -> Meaning:
    """ "the past year", "the next few days": a duration that ends or starts at publication."""
    name, calendar_unit = unit_of(unit)
    value = duration_value(count, name)
    if at.day is None:
        return Meaning(value=value)
    if count is None or calendar_unit is None or count != int(count):
        return Meaning(value=value, basis="relative")
    other = shift(at.day, way * int(count), calendar_unit)
    return Meaning(value=value, days=Days(min(other, at.day), max(other, at.day)), basis="relative")


def weekend_of(word: str, at: Setting) -> Meaning:
    """A weekend: the latest that has begun, or the coming one."""
    if at.day is None:
        return Meaning(value=value_at(None, "weekend"), basis="relative")
    ahead = word in {"next", "this coming"} or at.tense == "future" or (word == "this" and at.tense != "past")
    day = next_weekday(at.day, 7) if ahead else last_weekday(at.day, 6)
    if word == "last" and at.day.isoweekday() >= 6:
        day = shift(day, -1, "week")
    return calendar(value_at(day, "weekend"), "relative")


def weekend(_parts: Parts, at: Setting) -> Meaning | None:
    """ "the weekend"."""
    return weekend_of("", at)


def _season_of(name: str, word: str, part: str | None, at: Setting) -> Meaning:
    code = str(load_rules().lists["seasons"][name])
    if at.day is None:
        return Meaning(value=f"XXXX-{code}", basis="relative")
    years = [at.day.year + step for step in (-2, -1, 0, 1, 2)]
    spans = [(year, days) for year in years if (days := days_of(f"{year}-{code}"))]
    ahead = word in {"next", "this coming"} or (word != "last" and at.tense == "future")
    if ahead:
        year = next(year for year, days in spans if (days.first > at.day if word != "this" else days.last >= at.day))
    elif word == "this":
        year = next(
            year
            for year, days in spans
            if days.last >= date(at.day.year, 1, 1)
            and days.first.year >= at.day.year - (at.day.month < 3 and code == "WI")
        )
    else:
        year = next(
            year for year, days in reversed(spans) if days.last < at.day or (word != "last" and days.first <= at.day)
        )
    return calendar(f"{year}-{code}", "relative", part)


def season(parts: Parts, at: Setting) -> Meaning | None:
    """ "the summer of 2014", "the early summer". A winter of one year may be either of the two."""
    name, part = parts["season"].lower(), part_of_period(parts.get("early"))
    code = load_rules().lists["seasons"][name]
    if "year_word" in parts:
        told, basis = year_word(parts["year_word"], at)
        if told is None:
            return Meaning(value=f"XXXX-{code}", basis=basis)
        found = season({**{k: v for k, v in parts.items() if k != "year_word"}, "year": str(told)}, at)
        return Meaning(value=found.value, days=found.days, basis=basis) if found else None
    if "year" not in parts:
        return _season_of(name, "", part, at)
    year = int(parts["year"])
    if code != "WI":
        return calendar(f"{year}-{code}", "explicit", part)
    return Meaning(value=f"{year}-WI", days=Days(date(year, 1, 1), date(year + 1, 3, 20)), basis="explicit")


def edge(parts: Parts, at: Setting) -> Meaning | None:
    """ "the end of November", "the first half of 2020"."""
    part = part_of_period(re.sub(r"(?:half|part)", "", parts["edge"]))
    if "month" in parts:
        whole = date_rule({key: parts[key] for key in ("month", "year") if key in parts}, at)
    elif "year" in parts:
        whole = calendar(parts["year"], "explicit")
    else:
        whole = period({"unit": parts["unit"], "which": parts.get("which", "this")}, at)
    if whole is None or whole.days is None:
        return whole
    if part == "end":
        return _end_of(whole)
    days = narrow(whole.days, part) if part in {"early", "mid", "late"} else whole.days
    return Meaning(value=whole.value, days=days, basis=whole.basis)


def _end_of(meaning: Meaning) -> Meaning:
    assert meaning.days is not None
    days = Days(meaning.days.last - (meaning.days.length // 4) * ONE_DAY, meaning.days.last)
    return Meaning(value=meaning.value, days=days, basis=meaning.basis)


_TENS = {
    "twenties": 2,
    "thirties": 3,
    "forties": 4,
    "fifties": 5,
    "sixties": 6,
    "seventies": 7,
    "eighties": 8,
    "nineties": 9,
}


def decade(parts: Parts, _at: Setting) -> Meaning | None:
    """ "the late 1970s", "the ’60s"."""
    value = parts.get("decade") or str(_TENS[parts["decade_word"].lower()])
    if len(value) == 1:
        value = ("20" if int(value) < 3 else "19") + value
    return calendar(value, "explicit", part_of_period(parts.get("early")))


def century(parts: Parts, _at: Setting) -> Meaning | None:
    """ "the 20th century" is 19XX."""
    word = parts["ordinal"].lower()
    digits = re.match(r"\d+", word)
    ordinal = int(digits[0]) if digits else 21 if word == "twenty-first" else load_rules().lists["ordinals"].get(word)
    if "bc" in parts:
        return Meaning(value=f"BC{ordinal - 1:02d}", basis="explicit") if ordinal else None
    return (
        calendar(f"{ordinal - 1:02d}", "explicit", part_of_period(parts.get("early")))
        if ordinal and ordinal > 1
        else None
    )


# ---- business quarters


def half_year(parts: Parts, at: Setting) -> Meaning | None:
    """ "the first half of 2020", "first-half"; without a year that of publication."""
    number_ = load_rules().lists["ordinals"][parts["ordinal"].lower()]
    step = {"last": -1, "next": 1}.get(parts.get("which", "").lower(), 0)
    year = parts.get("year") or (str(at.day.year + step) if at.day else None)
    if year is None:
        return Meaning(value=f"XXXX-H{number_}", basis="relative")
    return calendar(f"{year}-H{number_}", "explicit" if "year" in parts else "relative")


def quarter(parts: Parts, at: Setting) -> Meaning | None:
    """A numbered quarter. Where it is fiscal its days are the company's secret."""
    text = parts["ordinal"].lower()
    number_ = int(text) if text.isdigit() else int({"last": 4, "final": 4, **load_rules().lists["ordinals"]}[text])
    which = parts.get("which", "").lower()
    if "year" in parts:
        value, basis = f"{parts['year']}-Q{number_}", "explicit"
    elif at.day is None:
        return Meaning(value=f"XXXX-Q{number_}", basis="relative")
    else:
        back = "last" in which or "year-" in which or (number_ == 4 and at.day.month <= 4 and at.tense != "future")
        value, basis = f"{at.day.year - back}-Q{number_}", "relative"
    return Meaning(value=value, basis=basis) if "fiscal" in parts else calendar(value, basis)


def same_quarter(parts: Parts, at: Setting) -> Meaning | None:
    """ "the latest quarter", "the year-ago period": the quarter under discussion, or a year before it."""
    if at.quarter is None and "period" in parts["unit"] and not re.search(r"year-|latest", parts.get("which", "")):
        return None
    back = "year-" in parts.get("which", "") or "last" in parts or re.search(r"corresp|compar", parts.get("which", ""))
    done = value_at(shift(at.day, -1, "quarter") if at.day else None, "quarter")
    value = at.quarter if at.quarter and ("-" in at.quarter or "period" in parts["unit"]) else done
    if "year" in parts:
        return calendar(f"{parts['year']}{value[4:]}", "explicit")
    if back and value[:4].isdigit():
        value = f"{int(value[:4]) - 1}{value[4:]}"
    return calendar(value, "anaphoric" if at.quarter else "relative")


def year_ago(_parts: Parts, at: Setting) -> Meaning | None:
    """ "year-earlier": of the quarter under discussion, else of the year."""
    if at.quarter and at.quarter[:4].isdigit():
        return calendar(f"{int(at.quarter[:4]) - 1}{at.quarter[4:]}", "anaphoric")
    return calendar(value_at(shift(at.day, -1, "year") if at.day else None, "year"), "relative")


# ---- counted from somewhere


def ago(parts: Parts, at: Setting) -> Meaning | None:
    """ "two weeks ago": the unit that holds that day, widened by half a unit either way of it."""
    _, unit = unit_of(parts["unit"])
    count = _count(parts)
    if count == 1 and unit == "year" and "approx" not in parts and at.quarter:
        return year_ago(parts, at)
    if "count" not in parts or count is None:
        return Meaning(value="PAST_REF", basis="relative")
    if unit is None:
        return (
            _deictic(0, "", at)
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
        return _over_midnight(_deictic(-2, "TNI", at))
    if unit in load_rules().lists["seasons"]:
        last = _season_of(unit, "last", None, at)
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
    return _over_midnight(calendar(day.isoformat() + "TNI", "relative"))


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
    count, way = _count(parts), parts["way"].lower()
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


# ---- durations, sets, references


def duration(parts: Parts, at: Setting) -> Meaning | None:
    """How long: "three days"; with "past" or "next" also from when to when."""
    if "bare" in parts:
        return Meaning(value=duration_value(None, unit_of(parts["bare"])[0]))
    name, _ = unit_of(parts["unit"])
    if name == "quarter" and _A_FOURTH.match(at.after):
        return None
    plural = "count" in parts or parts["unit"].lower() == name
    count = _count(parts) if "count" in parts else (1 if plural else None)
    which = parts.get("which", "").lower()
    if (
        "count" not in parts
        and which not in {"past", "last", "next", "coming", "recent", "early", "latest"}
        and count == 1
    ):
        return None
    if which in {"past", "last", "latest"}:
        return _rolling(count, name, -1, at)
    if which == "coming" and "count" not in parts:
        return Meaning(value="FUTURE_REF", basis="relative")
    if which in {"next", "coming"}:
        return _rolling(count, name, 1, at)
    if which == "recent":
        return Meaning(value=duration_value(None, name), basis="relative")
    return None if _is_other_measure(parts, at) else Meaning(value=duration_value(count, name))


_A_FOURTH = re.compile(
    r"\s+(?:of|century|mile|million|billion|point|percentage|final|ton)\b|-(?:century|mile|million|ton)|-?finals?\b"
)
"""After "a quarter", what makes it a fourth part."""


def _is_other_measure(parts: Parts, at: Setting) -> bool:
    """How old ("a 10-year-old"), how often ("twice a week"), or the start of "a year-earlier"."""
    if re.match(r"[- \n]+(?:olds?|ago|earlier)\b", at.after):
        return True
    if parts.get("count", "").lower() not in {"a", "an"} or {"approx", "orso", "half"} & parts.keys():
        return False
    rules = load_rules()
    before, after = re.search(r"(\w+)\W{1,3}$", at.before), re.match(r"\W{1,2}(\w+)", at.after)
    near = (before and before[1].lower() in rules.before_durations) or (
        after and after[1].lower() in rules.after_durations
    )
    return not near


def whole(parts: Parts, at: Setting) -> Meaning | None:
    """ "the full year", "the month": the one of publication; before "ended" or "to" it is a duration."""
    unit = parts["unit"].lower()
    if re.match(r"\s(?:ended|ending|to)\b", at.after) or "fiscal" in parts.get("which", ""):
        return Meaning(value=duration_value(1, unit))
    if _SOME_OTHER.match(at.after):
        return None
    return calendar(value_at(at.day, unit), "relative")


_SOME_OTHER = re.compile(r"\s(?:of|after|before|that|when|in which|since|following|prior|\d)")
"""After "the week", words that make it another than the present one."""


def every(parts: Parts, _at: Setting) -> Meaning | None:
    """ "every month", "every three months": a set, by its step."""
    count = number(parts["count"]) if "count" in parts and parts["count"].lower() not in {"other", "single"} else 1
    value = duration_value(2 if parts.get("count", "").lower() == "other" else count, unit_of(parts["unit"])[0])
    return Meaning(value="P1Q" if value == "P3M" and "quarter" in parts["unit"].lower() else value)


def reference(parts: Parts, _at: Setting) -> Meaning | None:
    """ "now", "recently": a reference that no calendar holds."""
    word = re.sub(r"\s+", " ", parts["reference"].lower())
    return Meaning(value=str(load_rules().lists["references"][word]), basis="relative")


def then(_parts: Parts, at: Setting) -> Meaning | None:
    """ "since then", "until then": the time told before."""
    if at.earlier is None or at.earlier.days is None:
        return None
    return Meaning(value=at.earlier.value, days=at.earlier.days, basis="anaphoric")


def vague(parts: Parts, _at: Setting) -> Meaning | None:
    """ "recent weeks", "coming months"."""
    if parts["which"].lower() != "recent":
        return Meaning(value="FUTURE_REF", basis="relative")
    return Meaning(value=duration_value(None, unit_of(parts["unit"])[0]), basis="relative")


# ---- named days


def holiday(parts: Parts, at: Setting) -> Meaning | None:
    """A holiday by name: of the year told, else the one that tense or nearness gives."""
    name = parts["holiday"].lower().replace("’", "'")
    if "year_word" in parts:
        year, basis = year_word(parts["year_word"], at)
        if year is None:
            return Meaning(value="XXXX-XX-XX", basis=basis)
        return calendar(_holiday_in(name, year).isoformat(), basis)
    if "year" in parts:
        return calendar(_holiday_in(name, int(parts["year"])).isoformat(), "explicit")
    if at.day is None:
        return Meaning(value="XXXX-XX-XX", basis="relative")
    days = [_holiday_in(name, at.day.year + step) for step in (-1, 0, 1)]
    word = parts.get("which", "").lower()
    past, ahead = [d for d in days if d < at.day], [d for d in days if d > at.day]
    if word == "next" or (at.tense == "future" and not word):
        return calendar((ahead or days)[0].isoformat(), "relative")
    if word == "last" or at.tense == "past":
        on_day = [at.day] if at.day in days and word != "last" else []
        return calendar((past + on_day)[-1].isoformat(), "relative")
    return calendar(min(days, key=lambda d: abs((d - at.day).days)).isoformat(), "relative")  # type: ignore[operator]


def _holiday_in(name: str, year: int) -> date:
    entry = load_rules().lists["holidays"][name]
    if "on" in entry:
        return date(year, *entry["on"])
    if "weekday" in entry:
        return nth_weekday(year, *entry["weekday"])
    orthodox = "orthodox" in entry
    return easter(year, orthodox=orthodox) + timedelta(days=entry["orthodox" if orthodox else "easter"])


def hijri(parts: Parts, _at: Setting) -> Meaning | None:
    """A month or feast of the Islamic calendar: named, not computed; it lies in the year told with it."""
    if "year" in parts:
        return Meaning(value=f"{parts['year']}-XX", days=days_of(parts["year"]), basis="explicit")
    return Meaning(value="XXXX-XX-XX" if "dom" in parts else "XXXX-XX", basis="explicit")


def moving(parts: Parts, _at: Setting) -> Meaning | None:
    """A feast of another calendar: named, not computed; it lies in the year told with it."""
    if "year" in parts:
        return Meaning(value=f"{parts['year']}-XX-XX", days=days_of(parts["year"]), basis="explicit")
    return Meaning(value="XXXX-XX-XX", basis="explicit")


MEANINGS: Mapping[str, Callable[[Parts, Setting], Meaning | None]] = {
    "date": date_rule, "numeric": numeric, "span_of_days": span_of_days, "spelled_year": spelled_year,
    "year": year_rule,
    "weekday": weekday, "weekdays": weekdays, "deictic": deictic, "part_of_day": part_of_day, "clock": clock_rule,
    "two_clocks": two_clocks,
    "period": period, "edge": edge, "season": season, "weekend": weekend, "decade": decade, "century": century,
    "half_year": half_year,
    "quarter": quarter, "same_quarter": same_quarter, "year_ago": year_ago, "ago": ago, "away": away,
    "anaphor": anaphor, "duration": duration, "whole": whole, "every": every,
    "reference": reference, "then": then, "vague": vague, "holiday": holiday, "hijri": hijri, "moving": moving,
    "nth_weekday": nth_weekday_rule, "part_of": part_of, "day_of_month": day_of_month, "span_of_years": span_of_years,
    "ago_day": ago_day, "before_last": before_last, "night_between": night_between,
}  # fmt: skip
"""Rule names of the file to functions."""
