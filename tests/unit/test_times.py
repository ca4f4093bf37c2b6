"""Time expressions: their extents, TIMEX3 values and days. Monday, 28 June 2021 is the day of publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from dateline.records import Publication, Time
from dateline.stages.phrases import REPORT_ID
from dateline.stages.times import find_times
from dateline.stages.times.arithmetic import Days, days_of, easter, narrow, nth_weekday, shift
from dateline.stages.times.meanings.base import number
from dateline.stages.times.rules import load_rules

MONDAY = Publication(date="2021-06-28", earliest="2021-06-28", latest="2021-06-28", basis="given")
BLANK = spacy.blank("en")


def times_of(text: str, published: Publication = MONDAY) -> list[Time]:
    """Times of a text that was not parsed."""
    doc = BLANK(text)
    doc.user_data[REPORT_ID] = "r"
    return find_times(doc, published)


def on(day: str) -> Publication:
    return Publication(date=day, earliest=day, latest=day, basis="given")


ONE = [
    # text, expression, value, start, end, granularity
    ("Rebels shelled Dorva on June 3.", "June 3", "2021-06-03", "2021-06-03", "2021-06-03", "day"),
    ("Shells fell on 3 June 2019.", "3 June 2019", "2019-06-03", "2019-06-03", "2019-06-03", "day"),
    ("Shells fell on the 3rd of June.", "the 3rd of June", "2021-06-03", "2021-06-03", "2021-06-03", "day"),
    ("Shells fell on JUNE 3, 2019.", "JUNE 3, 2019", "2019-06-03", "2019-06-03", "2019-06-03", "day"),
    ("Shells fell on 2019-06-03.", "2019-06-03", "2019-06-03", "2019-06-03", "2019-06-03", "day"),
    ("Shells fell on 23/06/2019.", "23/06/2019", "2019-06-23", "2019-06-23", "2019-06-23", "day"),
    ("Shells fell on 03/10/2019.", "03/10/2019", "2019-XX-XX", None, None, "day"),
    ("Dorva fell on Nov. 10.", "Nov. 10", "2020-11-10", "2020-11-10", "2020-11-10", "day"),
    (
        "Around 9 May 2019, huts burned.",
        "Around 9 May 2019",
        "2019-05-09",
        "2019-05-06",
        "2019-05-12",
        "range",
    ),
    ("Dorva fell on May 3-5.", "May 3-5", "2021-05-03/2021-05-05", "2021-05-03", "2021-05-05", "range"),
    ("Dorva fell in February 2020.", "February 2020", "2020-02", "2020-02-01", "2020-02-29", "month"),
    ("Dorva fell in late February.", "late February", "2021-02", "2021-02-15", "2021-02-28", "month"),
    ("Dorva fell in mid-May.", "mid-May", "2021-05", "2021-05-08", "2021-05-24", "month"),
    ("Dorva fell last May.", "last May", "2021-05", "2021-05-01", "2021-05-31", "month"),
    ("Dorva fell in 2018.", "2018", "2018", "2018-01-01", "2018-12-31", "year"),
    ("Dorva fell in the 1990s.", "the 1990s", "199", "1990-01-01", "1999-12-31", "decade"),
    ("Dorva fell in the late 1970s.", "the late 1970s", "197", "1975-01-01", "1979-12-31", "decade"),
    ("It was built in the 19th century.", "the 19th century", "18", "1800-01-01", "1899-12-31", "range"),
    ("Dorva fell on Wednesday.", "Wednesday", "2021-06-23", "2021-06-23", "2021-06-23", "day"),
    (
        "Dorva fell early Monday morning.",
        "early Monday morning",
        "2021-06-28TMO",
        "2021-06-28",
        "2021-06-28",
        "day",
    ),
    ("Dorva fell last Monday.", "last Monday", "2021-06-21", "2021-06-21", "2021-06-21", "day"),
    ("Votes start next Friday.", "next Friday", "2021-07-02", "2021-07-02", "2021-07-02", "day"),
    ("Dorva fell yesterday.", "yesterday", "2021-06-27", "2021-06-27", "2021-06-27", "day"),
    ("Dorva fell last night.", "last night", "2021-06-27TNI", "2021-06-27", "2021-06-28", "range"),
    ("Dorva fell early last week.", "early last week", "2021-W25", "2021-06-21", "2021-06-23", "week"),
    ("Dorva fell over the weekend.", "the weekend", "2021-W25-WE", "2021-06-26", "2021-06-27", "range"),
    ("Earlier this month Dorva fell.", "Earlier this month", "2021-06", "2021-06-01", "2021-06-28", "month"),
    ("Dorva fell last year.", "last year", "2020", "2020-01-01", "2020-12-31", "year"),
    ("Dorva fell three days ago.", "three days ago", "2021-06-25", "2021-06-25", "2021-06-25", "day"),
    ("Dorva fell two weeks ago.", "two weeks ago", "2021-W24", "2021-06-10", "2021-06-18", "week"),
    ("Dorva fell several years ago.", "several years ago", "PAST_REF", None, None, "unknown"),
    ("It fell in the spring of 2014.", "the spring of 2014", "2014-SP", "2014-03-01", "2014-06-21", "season"),
    (
        "Sales fell in the third quarter of 2019.",
        "the third quarter of 2019",
        "2019-Q3",
        "2019-07-01",
        "2019-09-30",
        "quarter",
    ),
    ("Prices rose in fiscal 2019.", "fiscal 2019", "2019", None, None, "year"),
    ("It fell at the end of March.", "the end of March", "2021-03", "2021-03-24", "2021-03-31", "month"),
    ("Dorva fell on Good Friday.", "Good Friday", "2021-04-02", "2021-04-02", "2021-04-02", "day"),
    (
        "Dorva fell on Christmas Day 2019.",
        "Christmas Day 2019",
        "2019-12-25",
        "2019-12-25",
        "2019-12-25",
        "day",
    ),
    ("Dorva was calm during Ramadan.", "Ramadan", "XXXX-XX", None, None, "month"),
    ("The siege lasted three days.", "three days", "P3D", None, None, "unknown"),
    ("It took more than four hours.", "more than four hours", "PT4H", None, None, "unknown"),
    ("A 10-year war ended.", "10-year", "P10Y", None, None, "unknown"),
    ("It took two and a half years.", "two and a half years", "P2Y6M", None, None, "unknown"),
    (
        "Raids rose over the past two months.",
        "the past two months",
        "P2M",
        "2021-04-28",
        "2021-06-28",
        "range",
    ),
    ("Raids rose in recent weeks.", "recent weeks", "PXW", None, None, "unknown"),
    (
        "A little more than a week after the vote, Dorva fell.",
        "A little more than a week",
        "P1W",
        None,
        None,
        "unknown",
    ),
    ("Patrols pass every month.", "every month", "P1M", None, None, "unknown"),
    ("They march every Friday.", "every Friday", "XXXX-WXX-5", None, None, "day"),
    ("Dorva is now calm.", "now", "PRESENT_REF", None, None, "unknown"),
    ("Dorva was recently taken.", "recently", "PAST_REF", None, None, "unknown"),
    ("Nobody can tell the future.", "the future", "FUTURE_REF", None, None, "unknown"),
]


@pytest.mark.parametrize(
    ("text", "expression", "value", "start", "end", "granularity"), ONE, ids=[row[1] for row in ONE]
)
def test_one_expression(
    text: str, expression: str, value: str, start: str | None, end: str | None, granularity: str
) -> None:
    [found] = times_of(text)
    got = (found.span.text, found.value, found.start, found.end, found.granularity)
    assert got == (expression, value, start, end, granularity)


NONE = ["She may leave, and the march began.", "About 1,990 people fled.", "2000 troops left.", "Theresa spoke.", "A 52-year-old man fled.",
        "Patrols pass twice a week.", "The week after the vote was calm.", "The dam gave 1500 tons.", "He paid $2018 for it.", "Thus it ended."]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_time(text: str) -> None:
    assert [time.span.text for time in times_of(text)] == []


@pytest.mark.parametrize(
    ("text", "day", "value"),
    [
        ("Talks resumed on Wednesday (31).", "2019-08-01", "2019-07-31"),
        ("Talks resumed on Dec. 30.", "2020-01-04", "2019-12-30"),
        ("Talks resumed in December.", "2020-02-10", "2019-12"),
        ("Talks resumed last fall.", "2020-02-10", "2019-FA"),
        ("Talks resumed on Sunday, March 1.", "2021-06-28", "2020-03-01"),
        ("The year ended Jan. 31.", "2020-10-30", "2020-01-31"),
        ("Talks resumed on Feb. 29.", "2020-03-04", "2020-02-29"),
    ],
)
def test_the_year_of_an_incomplete_date(text: str, day: str, value: str) -> None:
    assert value in [time.value for time in times_of(text, on(day))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Dorva fell on 3 May 2019. The next day Kelm fell.", ["2019-05-03", "2019-05-04"]),
        ("Dorva fell on 3 May 2019. Three days later Kelm fell.", ["2019-05-03", "2019-05-06"]),
        ("Dorva fell in May 2019. Kelm fell the same month.", ["2019-05", "2019-05"]),
        ("Dorva fell in 2016. Kelm fell the following year.", ["2016", "2017"]),
        ("Dorva fell on 3 May 2019. A month earlier Kelm fell.", ["2019-05-03", "2019-04"]),
    ],
)
def test_times_counted_from_a_time_told_before(text: str, values: list[str]) -> None:
    found = times_of(text, Publication())
    assert [time.value for time in found] == values
    assert found[1].basis == "anaphoric"


@pytest.mark.parametrize(
    ("text", "value"),
    [("on Monday", "XXXX-WXX-1"), ("in late February", "XXXX-02"), ("yesterday", "XXXX-XX-XX"), ("last week", "XXXX-WXX"),
     ("last month", "XXXX-XX"), ("two years ago", "XXXX"), ("on June 3", "XXXX-06-03"), ("early Monday morning", "XXXX-WXX-1TMO")],
)  # fmt: skip
def test_without_publication_nothing_relative_has_days(text: str, value: str) -> None:
    [found] = times_of(f"Dorva fell {text}.", Publication())
    assert (found.value, found.start, found.end) == (value, None, None)


def test_an_interval_of_publication_bounds_what_holds_on_all_its_days() -> None:
    between = Publication(earliest="2021-06-28", latest="2021-06-30")
    sunday, tuesday = times_of("Dorva fell on Sunday and Kelm on Tuesday.", between)
    assert (sunday.value, sunday.start, sunday.end) == ("2021-06-27", "2021-06-27", "2021-06-27")
    assert (tuesday.start, tuesday.end, tuesday.granularity) == ("2021-06-22", "2021-06-29", "range")


def test_direct_speech_may_be_of_the_day_before() -> None:
    [said] = times_of("“We struck them this evening,” Marsh said.")
    assert (said.value, said.start, said.end) == ("2021-06-28TEV", "2021-06-27", "2021-06-28")


def test_attacks_known_by_their_day_keep_its_year() -> None:
    assert times_of("Since the Sept. 11 attacks nothing is the same.")[0].value == "2001-09-11"
    assert times_of("He landed on Sept. 11.", on("2022-10-02"))[0].value == "2022-09-11"


def test_tense_tells_the_next_from_the_last(parse: Callable[..., Doc]) -> None:
    past = find_times(parse("The ministers met on Friday."), MONDAY)
    ahead = find_times(parse("The ministers will meet on Friday."), MONDAY)
    assert [past[0].value, ahead[0].value] == ["2021-06-25", "2021-07-02"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("The bank extended the loans until March.", "2022-03", id="extended-until"),
        pytest.param("The fighting lasted until March.", "2021-03", id="lasted-until"),
        pytest.param("The program to sell the mills by March goes on.", "2022-03", id="goal-of-a-noun"),
        pytest.param("The truce had been due to expire on Friday.", "2021-06-25", id="had-been-due"),
    ],
)
def test_an_end_that_is_set_lies_ahead(parse: Callable[..., Doc], text: str, value: str) -> None:
    assert [found.value for found in find_times(parse(text), MONDAY)] == [value]


def test_the_past_tense_ends_a_period_at_publication(parse: Callable[..., Doc]) -> None:
    [found] = find_times(parse("The army attacked the port this year."), MONDAY)
    assert (found.value, found.start, found.end) == ("2021", "2021-01-01", "2021-06-28")


EXAMPLES = [(expression, text) for expression in load_rules().expressions for text in expression.examples]


@pytest.mark.parametrize(("expression", "text"), EXAMPLES, ids=[f"{e.rule}-{t}" for e, t in EXAMPLES])
def test_every_example_of_the_rules_is_matched_whole(expression: object, text: str) -> None:
    match = expression.pattern.search(text)  # type: ignore[attr-defined]
    assert match is not None
    assert match.group() == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("twenty-four", 24), ("two thousand", 2000), ("a hundred", 100), ("2 1/2", 2.5), ("several", None), ("a couple of", 2), ("three hundred and five", 305), ("half a", 0.5)],
)  # fmt: skip
def test_numbers(text: str, value: float | None) -> None:
    assert number(text) == value


def test_calendar_arithmetic() -> None:
    assert shift(date(2020, 3, 31), -1, "month") == date(2020, 2, 29)
    assert days_of("2020-WI") == Days(date(2020, 12, 1), date(2021, 3, 20))
    assert days_of("2021-02-30") is None
    assert days_of("P3D") is None
    assert narrow(Days(date(2021, 2, 1), date(2021, 2, 28)), "early") == Days(date(2021, 2, 1), date(2021, 2, 14))
    assert [easter(2021), easter(2021, orthodox=True), easter(2000)] == [
        date(2021, 4, 4),
        date(2021, 5, 2),
        date(2000, 4, 23),
    ]
    assert nth_weekday(2021, 11, 4, 4) == date(2021, 11, 25)
    assert nth_weekday(2021, 5, 1, -1) == date(2021, 5, 31)


@pytest.mark.parametrize(
    ("text", "value", "start"),
    [
        ("It was 30 December 2019. On 3 January shells fell.", "2020-01-03", "2020-01-03"),
        ("Troops left in May 2019. On 3 June shells fell.", "2019-06-03", "2019-06-03"),
        ("Troops left on 2 May 2019. On 3 December shells fell.", "XXXX-12-03", None),
        ("Troops left in 2019. On 3 June shells fell.", "XXXX-06-03", None),
    ],
    ids=["over new year", "after a month", "half a year away", "after a mere year"],
)
def test_without_publication_the_year_is_that_of_the_story(text: str, value: str, start: str | None) -> None:
    found = times_of(text, Publication())[-1]
    assert (found.value, found.start) == (value, start)


def test_quotations_are_told_from_what_stands_between_them() -> None:
    text = "“They came yesterday,” he said yesterday. “Not yesterday,” she said."
    assert [time.start for time in times_of(text)] == ["2021-06-26", "2021-06-27", "2021-06-26"]
