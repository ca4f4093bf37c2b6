"""What a matched expression means: one small function per rule of `rules/times.toml`.

A meaning is a TIMEX3 value and, where they can be known, the days. Relative expressions count from the day of
publication; only "that", "the next", "the following", "the same", "earlier" and "later" count from a time told
before, and a comparison with a year ago from the business quarter under discussion. Nothing is guessed: what
cannot be told stays X in the value and None in the days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dateline.stages.times.meanings.base import Meaning, Parts, Setting
from dateline.stages.times.meanings.counted import ago, ago_day, anaphor, away, before_last, night_between
from dateline.stages.times.meanings.dates import (
    date_rule,
    numeric,
    span_of_days,
    span_of_years,
    spelled_year,
    year_rule,
)
from dateline.stages.times.meanings.days import clock_rule, deictic, part_of_day, two_clocks, weekday, weekdays
from dateline.stages.times.meanings.durations import duration, every, reference, then, vague, whole
from dateline.stages.times.meanings.named import hijri, holiday, moving
from dateline.stages.times.meanings.periods import (
    century,
    decade,
    edge,
    half_year,
    period,
    quarter,
    same_quarter,
    season,
    weekend,
    year_ago,
)
from dateline.stages.times.meanings.within import day_of_month, nth_weekday_rule, part_of

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
