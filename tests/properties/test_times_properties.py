"""What holds of times in any text, on any day of publication."""

from __future__ import annotations

from datetime import date

import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.records import Publication
from dateline.stages.phrases import REPORT_ID
from dateline.stages.times import find_times

BLANK = spacy.blank("en")
WORDS = st.sampled_from(
    [
        "the",
        "a",
        "in",
        "on",
        "of",
        "since",
        "early",
        "late",
        "last",
        "next",
        "Monday",
        "May",
        "March",
        "3",
        "31",
        "2018",
        "1990s",
        "week",
        "weeks",
        "two",
        "ago",
        "later",
        "Sunday",
        "(31)",
        "evening",
        ".",
        ",",
        "third",
        "quarter",
        "year",
        "earlier",
        "end",
        "Easter",
        "9",
        ":",
        "30",
        "p.m.",
        "Dec.",
        "and",
        "to",
        "0",
        "1/2",
        "few",
        "decade",
        "century",
        "’60s",
        "“",
        "”",
        "99",
        "thousand",
        "\n",
        "\n\n",
    ]
)
TEXTS = st.lists(WORDS, max_size=25).map(" ".join) | st.text(max_size=60)
DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1))


@settings(deadline=None, max_examples=80)
@given(text=TEXTS, day=DAYS)
def test_spans_are_the_text_and_days_are_in_order(text: str, day: date) -> None:
    doc = BLANK(text)
    doc.user_data[REPORT_ID] = "r"
    known = day.isoformat()
    times = find_times(doc, Publication(date=known, earliest=known, latest=known, basis="given"))
    assert times == find_times(doc, Publication(date=known, earliest=known, latest=known, basis="given"))
    for time in times:
        assert doc.text[time.span.start : time.span.end] == time.span.text
        assert time.span.text.strip() == time.span.text
        assert (time.start is None) == (time.end is None)
        assert time.start is None or time.end is None or date.fromisoformat(time.start) <= date.fromisoformat(time.end)
    ends = [time.span.end for time in times]
    assert all(end <= time.span.start for end, time in zip(ends, times[1:], strict=False))


@settings(deadline=None, max_examples=30)
@given(text=TEXTS, day=DAYS)
def test_less_knowledge_of_publication_never_gives_narrower_days(text: str, day: date) -> None:
    doc = BLANK(text)
    doc.user_data[REPORT_ID] = "r"
    exact = find_times(doc, Publication(date=day.isoformat()))
    later = date.fromordinal(day.toordinal() + 3)
    wide = {
        time.span: time for time in find_times(doc, Publication(earliest=day.isoformat(), latest=later.isoformat()))
    }
    for time in exact:
        other = wide.get(time.span)
        if other and other.start and other.end and time.start and time.end:
            assert other.start <= time.start
            assert time.end <= other.end
