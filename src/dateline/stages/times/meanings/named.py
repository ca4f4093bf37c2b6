"""Rules for days with a name: holidays and feasts."""

from __future__ import annotations

from datetime import date, timedelta

from dateline.stages.times.arithmetic import days_of, easter, nth_weekday
from dateline.stages.times.meanings.base import Meaning, Parts, Setting, calendar
from dateline.stages.times.meanings.dates import year_word
from dateline.stages.times.rules import load_rules


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
