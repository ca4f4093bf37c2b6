"""Days, and the TIMEX3 values that name them.

Every calendar value (`2021-06-28`, `2021-W25`, `2021-06`, `2021-Q2`, `2021-SU`, `2021-H1`, `2021`, `202`,
`20`) stands for an interval of days; `days_of` gives it, `value_at` goes the other way. Weeks are ISO weeks.
Seasons are those of the northern hemisphere, from the first day of the meteorological to the last of the
astronomical one, because English uses both.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple

ONE_DAY = timedelta(days=1)
SEASON_DAYS = {
    "SP": ((3, 1), (6, 21)),
    "SU": ((6, 1), (9, 22)),
    "FA": ((9, 1), (12, 21)),
    "WI": ((12, 1), (3, 20)),
}
UNKNOWN = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX", "year": "XXXX",
           "decade": "XXX", "century": "XX", "weekend": "XXXX-WXX-WE"}  # fmt: skip
"""The value of a calendar unit of which nothing but its kind is known."""
_VALUE = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?:-(?P<weekday>[1-7]|WE))?"
    r"|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?(?:T.*)?"
)


class Days(NamedTuple):
    """An interval of days, both ends included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1


def month_days(year: int, month: int) -> Days:
    """The days of a month."""
    return Days(date(year, month, 1), shift(date(year, month, 1), 1, "month") - ONE_DAY)


def shift(day: date, count: int, unit: str) -> date:
    """The day `count` units (day, week, month, quarter, year, decade, century) later; month ends stay in month.

    Raises ValueError where the calendar of `datetime` ends.
    """
    if unit in {"day", "week", "weekend"}:
        try:
            return day + timedelta(days=count * (1 if unit == "day" else 7))
        except OverflowError as error:
            raise ValueError("outside the calendar") from error
    months = count * {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR - 1:
        raise ValueError("outside the calendar")
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def value_at(day: date | None, unit: str) -> str:
    """The TIMEX3 value of the unit that holds a day; with X for every digit where the day is unknown."""
    if day is None:
        return UNKNOWN[unit]
    week = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{week.year}-W{week.week:02d}",
        "weekend": f"{week.year}-W{week.week:02d}-WE",
        "month": f"{day.year:04d}-{day.month:02d}",
        "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}",
        "year": f"{day.year:04d}",
        "decade": f"{day.year:04d}"[:3],
        "century": f"{day.year:04d}"[:2],
    }[unit]


def days_of(value: str) -> Days | None:
    """The days a calendar value covers; None for durations, references and values with unknown parts."""
    try:
        if re.fullmatch(r"\d{2,3}", value):
            span = 10 ** (4 - len(value))
            return Days(date(int(value) * span, 1, 1), date(int(value) * span + span - 1, 12, 31))
        match = _VALUE.fullmatch(value)
        return _days({k: v for k, v in match.groupdict().items() if v}) if match else None
    except ValueError:
        return None


def _days(parts: dict[str, str]) -> Days:
    year = int(parts["year"])
    if "day" in parts:
        day = date(year, int(parts["month"]), int(parts["day"]))
        return Days(day, day)
    if "month" in parts:
        return month_days(year, int(parts["month"]))
    if "week" in parts:
        return _week_days(year, int(parts["week"]), parts.get("weekday"))
    if "quarter" in parts:
        last = 3 * int(parts["quarter"])
        return Days(date(year, last - 2, 1), month_days(year, last).last)
    if "half" in parts:
        return (
            Days(date(year, 1, 1), date(year, 6, 30))
            if parts["half"] == "1"
            else Days(date(year, 7, 1), date(year, 12, 31))
        )
    if "season" in parts:
        start, end = SEASON_DAYS[parts["season"]]
        return Days(date(year, *start), date(year + (end < start), *end))
    return Days(date(year, 1, 1), date(year, 12, 31))


def _week_days(year: int, week: int, weekday: str | None) -> Days:
    monday = date.fromisocalendar(year, week, 1)
    if weekday == "WE":
        return Days(monday + 5 * ONE_DAY, monday + 6 * ONE_DAY)
    if weekday:
        return Days(monday + (int(weekday) - 1) * ONE_DAY, monday + (int(weekday) - 1) * ONE_DAY)
    return Days(monday, monday + 6 * ONE_DAY)


def narrow(days: Days, part: str) -> Days:
    """The "early", "mid" or "late" part: first half, middle half, second half. One day stays one day.

    Of a week, early is Monday to Wednesday and late Thursday to Sunday.
    """
    half, quarter = days.length // 2, days.length // 4
    if days.length == 1:
        return days
    if part == "early":
        return Days(days.first, days.first + (half - 1) * ONE_DAY)
    if part == "late":
        return Days(days.first + half * ONE_DAY, days.last)
    return Days(days.first + quarter * ONE_DAY, days.last - quarter * ONE_DAY)


def easter(year: int, *, orthodox: bool = False) -> date:
    """Easter Sunday in the Gregorian calendar, by the Western or the Orthodox rule (Meeus, ch. 8)."""
    if orthodox:
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        month, day = divmod(d + e + 114, 31)
        gap = year // 100 - year // 400 - 2
        return date(year, month, day + 1) + gap * ONE_DAY
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (from 1; -1 is the last) ISO weekday of a month."""
    days = month_days(year, month)
    if nth < 0:
        return days.last - ((days.last.isoweekday() - weekday) % 7) * ONE_DAY
    return days.first + ((weekday - days.first.isoweekday()) % 7 + 7 * (nth - 1)) * ONE_DAY


def last_weekday(day: date, weekday: int) -> date:
    """The latest such ISO weekday on or before a day."""
    return day - ((day.isoweekday() - weekday) % 7) * ONE_DAY


def next_weekday(day: date, weekday: int) -> date:
    """The earliest such ISO weekday on or after a day."""
    return day + ((weekday - day.isoweekday()) % 7) * ONE_DAY
