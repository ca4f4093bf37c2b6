"""Rules for lengths of time, for what recurs, and for references that name no time."""

from __future__ import annotations

import re

from dateline.stages.times.arithmetic import value_at
from dateline.stages.times.meanings.base import (
    Meaning,
    Parts,
    Setting,
    calendar,
    count_of,
    duration_value,
    number,
    unit_of,
)
from dateline.stages.times.meanings.periods import rolling
from dateline.stages.times.rules import load_rules


def duration(parts: Parts, at: Setting) -> Meaning | None:
    """How long: "three days"; with "past" or "next" also from when to when."""
    if "bare" in parts:
        return Meaning(value=duration_value(None, unit_of(parts["bare"])[0]))
    name, _ = unit_of(parts["unit"])
    if name == "quarter" and _A_FOURTH.match(at.after):
        return None
    plural = "count" in parts or parts["unit"].lower() == name
    count = count_of(parts) if "count" in parts else (1 if plural else None)
    which = parts.get("which", "").lower()
    if (
        "count" not in parts
        and which not in {"past", "last", "next", "coming", "recent", "early", "latest"}
        and count == 1
    ):
        return None
    if which in {"past", "last", "latest"}:
        return rolling(count, name, -1, at)
    if which == "coming" and "count" not in parts:
        return Meaning(value="FUTURE_REF", basis="relative")
    if which in {"next", "coming"}:
        return rolling(count, name, 1, at)
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
