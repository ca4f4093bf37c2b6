"""Rules for weeks, months, seasons, quarters, years and longer periods by their place in time."""

from __future__ import annotations

import re
from datetime import date

from dateline.stages.times.arithmetic import ONE_DAY, Days, days_of, last_weekday, narrow, next_weekday, shift, value_at
from dateline.stages.times.meanings.base import (
    Meaning,
    Parts,
    Setting,
    calendar,
    duration_value,
    part_of_period,
    unit_of,
)
from dateline.stages.times.meanings.dates import date_rule, year_word
from dateline.stages.times.meanings.days import told_day
from dateline.stages.times.rules import load_rules

STEPS = {"last": -1, "the previous": -1, "next": 1, "the coming": 1, "this coming": 1, "the next": 1}


def period(parts: Parts, at: Setting) -> Meaning | None:
    """ "last week", "earlier this month", "this past spring", "year-end"."""
    unit, word = (
        (parts.get("unit") or parts["ended"]).lower(),
        re.sub(r"\s+", " ", parts.get("which", "this").lower()),
    )
    part = "end" if "ended" in parts else part_of_period(parts.get("early"))
    if unit == "day":
        return told_day(0, "", at) if at.earlier and at.earlier.days and at.earlier.days.length == 1 else None
    if word == "this past" and unit == "week":
        return _week_past(at)
    if unit in load_rules().lists["seasons"]:
        return season_of(unit, word, part, at)
    if word in {"the past", "the last", "the next"}:
        return rolling(1, unit, -1 if word != "the next" else 1, at)
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


def rolling(count: float | None, unit: str, way: int, at: Setting) -> Meaning:
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


def season_of(name: str, word: str, part: str | None, at: Setting) -> Meaning:
    """A season by its name and "last", "this" or "next", or a part of it."""
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
        return season_of(name, "", part, at)
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
