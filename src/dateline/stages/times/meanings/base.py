"""What every rule is given and gives, and the numbers, units and modifiers that all of them read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dateline.stages.times.arithmetic import Days, days_of, narrow
from dateline.stages.times.rules import load_rules

Parts = Mapping[str, str]
"""What a pattern matched, by the names of its groups."""


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
        return clock_time(clock)
    if word := parts.get("part"):
        known = str(load_rules().lists["parts_of_day"][word.lower()])
        return f"T{known}"
    return ""


def clock_time(text: str) -> str:
    """A time of the clock as TIMEX3 has it: "T14:30", "T12:00" of noon; the zone counts elsewhere."""
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


def count_of(parts: Parts) -> float | None:
    """How many units are told ("two and a half": 2.5); None where the number is none."""
    count = number(parts["count"]) if "count" in parts else None
    return count + 0.5 if count is not None and "half" in parts else count
