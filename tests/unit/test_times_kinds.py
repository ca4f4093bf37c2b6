"""The kinds of time expressions that news uses, each in a sentence of its own: text, value and days.

Told on Monday, 28 June 2021. The days are "first..last", one day, or "" where they are not known.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dateline.records import Publication, Time
from dateline.stages.times import find_times, unresolved

MONDAY = Publication(date="2021-06-28", earliest="2021-06-28", latest="2021-06-28", basis="given")


def days(time: Time) -> str:
    """The days of a time as the table writes them."""
    if time.start is None:
        return ""
    return time.start if time.start == time.end else f"{time.start}..{time.end}"


ROWS = [
    ("On May 3, 20 to 30 people fled.", [("May 3", "2021-05-03", "2021-05-03")]),
    ("On May 3 and 4 rebels fled.", [("May 3", "2021-05-03", "2021-05-03")]),
    ("In spring the town fell.", [("spring", "2021-SP", "2021-03-01..2021-06-21")]),
    (
        "The strike hit at 2300 GMT on Thursday (2 a.m. local time on Friday).",
        [("2300 GMT on Thursday (2 a.m. local time on Friday)", "2021-06-25T02:00", "2021-06-25")],
    ),
    (
        "The strike hit at 23:00 GMT on Thursday (02:00 local time).",
        [("23:00 GMT on Thursday (02:00 local time)", "2021-06-25T02:00", "2021-06-25")],
    ),
    (
        "The strike hit on Sunday at 1800 GMT (9 p.m. local time).",
        [("Sunday at 1800 GMT (9 p.m. local time)", "2021-06-27T21:00", "2021-06-27")],
    ),
    ("The strike hit at 1400 GMT.", [("1400 GMT", "2021-06-28T14:00", "")]),
    ("The strike hit at 1400 GMT on Monday.", [("1400 GMT on Monday", "2021-06-28T14:00", "2021-06-28")]),
    (
        "The bomb went off at 9 p.m. local time (1800 GMT) on Sunday.",
        [("9 p.m. local time (1800 GMT) on Sunday", "2021-06-27T21:00", "2021-06-27")],
    ),
    (
        "The bomb went off on Sunday at 9 p.m. local time (1800 GMT).",
        [("Sunday at 9 p.m. local time (1800 GMT)", "2021-06-27T21:00", "2021-06-27")],
    ),
    (
        "The bomb went off on Sunday at 9:30 p.m. (1830 GMT).",
        [("Sunday at 9:30 p.m. (1830 GMT)", "2021-06-27T21:30", "2021-06-27")],
    ),
    ("Shells fell at 0300 UTC Tuesday.", [("0300 UTC Tuesday", "2021-06-22T03:00", "2021-06-22")]),
    ("Shells fell at 03:00 UTC on Tuesday.", [("03:00 UTC on Tuesday", "2021-06-22T03:00", "2021-06-22")]),
    (
        "Shells fell at about 10:30 p.m. EST on Saturday.",
        [("about 10:30 p.m. EST on Saturday", "2021-06-26T22:30", "2021-06-26")],
    ),
    (
        "Shells fell at 10:30 p.m. Eastern on Saturday.",
        [("10:30 p.m. Eastern on Saturday", "2021-06-26T22:30", "2021-06-26")],
    ),
    (
        "Shells fell on Saturday night at around 11:15 p.m. EST (0415 GMT Sunday).",
        [
            ("Saturday night", "2021-06-26TNI", "2021-06-26"),
            ("around 11:15 p.m. EST (0415 GMT Sunday)", "2021-06-26T23:15", "2021-06-26"),
        ],
    ),
    (
        "Shells fell at 2 a.m. local time on Tuesday (2300 GMT Monday).",
        [("2 a.m. local time on Tuesday (2300 GMT Monday)", "2021-06-22T02:00", "2021-06-22")],
    ),
    (
        "Shells fell at 02:00 local time (23:00 GMT Monday).",
        [("02:00 local time (23:00 GMT Monday)", "2021-06-29T02:00", "2021-06-29")],
    ),
    ("Shells fell at 5:00 p.m. Eastern Standard Time.", [("5:00 p.m. Eastern Standard Time", "2021-06-28T17:00", "")]),
    ("Shells fell at 14:00 Moscow time.", [("14:00 Moscow time", "2021-06-28T14:00", "")]),
    ("Shells fell at 14:00 (12:00 GMT).", [("14:00 (12:00 GMT)", "2021-06-28T14:00", "")]),
    ("Shells fell at 14:00 GMT+3.", [("14:00 GMT+3", "2021-06-28T14:00", "")]),
    ("Shells fell at 1400 hours local time.", [("1400 hours local time", "2021-06-28T14:00", "")]),
    ("Shells fell at 1400hrs.", [("1400hrs", "2021-06-28T14:00", "")]),
    ("Shells fell at 4.30am on Friday.", [("4.30am on Friday", "2021-06-25T04:30", "2021-06-25")]),
    ("Shells fell at 16:30 Kyiv time (13:30 GMT).", [("16:30 Kyiv time (13:30 GMT)", "2021-06-28T16:30", "")]),
    ("Shells fell at 8.30 p.m. IST.", [("8.30 p.m. IST", "2021-06-28T20:30", "")]),
    (
        "Shells fell at 7 a.m. (0400 GMT) on Friday.",
        [("7 a.m. (0400 GMT) on Friday", "2021-06-25T07:00", "2021-06-25")],
    ),
    ("Shells fell at 0700Z.", [("0700Z", "2021-06-28T07:00", "")]),
    ("Shells fell at noon GMT on Friday.", [("noon GMT on Friday", "2021-06-25T12:00", "2021-06-25")]),
    ("Shells fell at midnight GMT.", [("midnight GMT", "2021-06-28T24:00", "")]),
    ("The curfew runs from 8 p.m. to 6 a.m.", [("8 p.m.", "2021-06-28T20:00", ""), ("6 a.m.", "2021-06-28T06:00", "")]),
    (
        "Shells fell between 9 p.m. and midnight on Monday.",
        [("9 p.m.", "2021-06-28T21:00", ""), ("midnight on Monday", "2021-06-28T24:00", "2021-06-28")],
    ),
    (
        "The quake struck at 6:35 a.m. (2235 GMT Thursday).",
        [("6:35 a.m. (2235 GMT Thursday)", "2021-06-25T06:35", "2021-06-25")],
    ),
    ("Shells fell at 11pm local time on 3 May.", [("11pm local time on 3 May", "2021-05-03T23:00", "2021-05-03")]),
    ("Shells fell on May 3 at 2300 GMT.", [("May 3 at 2300 GMT", "2021-05-03T23:00", "2021-05-03")]),
    ("Shells fell at 1.30 pm.", [("1.30 pm.", "2021-06-28T13:30", "")]),
    ("Shells fell at 10 PM ET Tuesday.", [("10 PM ET Tuesday", "2021-06-22T22:00", "2021-06-22")]),
    ("Rebels met on the second Tuesday of March.", [("the second Tuesday of March", "2021-03-09", "2021-03-09")]),
    ("The vote falls on the first Sunday in November.", [("the first Sunday in November", "2021-11-07", "2021-11-07")]),
    (
        "The council meets on the last Friday of the month.",
        [("the last Friday of the month", "2021-06-25", "2021-06-25")],
    ),
    (
        "The council will meet on the first Monday of June 2022.",
        [("the first Monday of June 2022", "2022-06-06", "2022-06-06")],
    ),
    (
        "Troops left on the third Thursday of November 2020.",
        [("the third Thursday of November 2020", "2020-11-19", "2020-11-19")],
    ),
    ("Elections were held on the second Sunday of May.", [("the second Sunday of May", "2021-05-09", "2021-05-09")]),
    ("Rebels attacked earlier this evening.", [("earlier this evening", "2021-06-28TEV", "2021-06-28")]),
    ("He was briefed early last week.", [("early last week", "2021-W25", "2021-06-21..2021-06-23")]),
    ("Raids rose in recent weeks.", [("recent weeks", "PXW", "")]),
    ("The town fell in late February.", [("late February", "2021-02", "2021-02-15..2021-02-28")]),
    ("The town fell in the first week of March.", [("the first week of March", "2021-W09", "2021-03-01..2021-03-07")]),
    ("The town fell in the last days of 2019.", [("the last days of 2019", "2019", "2019-12-22..2019-12-31")]),
    (
        "The town fell in the second week of April 2020.",
        [("the second week of April 2020", "2020-W15", "2020-04-08..2020-04-14")],
    ),
    ("The town fell in the first half of May.", [("the first half of May", "2021-05", "2021-05-01..2021-05-15")]),
    (
        "The town fell in the second half of last year.",
        [("the second half of last year", "2020-H2", "2020-07-01..2020-12-31")],
    ),
    ("The town fell in the last quarter of 2020.", [("the last quarter of 2020", "2020-Q4", "2020-10-01..2020-12-31")]),
    ("The town fell in the final days of June.", [("the final days of June", "2021-06", "2021-06-21..2021-06-28")]),
    ("The town fell in spring.", [("spring", "2021-SP", "2021-03-01..2021-06-21")]),
    ("The town fell last spring.", [("last spring", "2021-SP", "2021-03-01..2021-06-21")]),
    ("The town fell in the winter of 2019-2020.", [("the winter of 2019-2020", "2019-WI", "2019-01-01..2020-03-20")]),
    ("The town fell in the winter of 2019/20.", [("the winter of 2019/20", "2019-WI", "2019-01-01..2020-03-20")]),
    ("The town fell in summer 2020.", [("summer 2020", "2020-SU", "2020-06-01..2020-09-22")]),
    ("The town fell in the autumn of last year.", [("the autumn of last year", "2020-FA", "2020-09-01..2020-12-21")]),
    ("The town fell in Q3 2020.", [("Q3 2020", "2020-Q3", "2020-07-01..2020-09-30")]),
    ("Spending rose in fiscal year 2020/21.", [("fiscal year 2020/21", "2020", "")]),
    ("Spending rose in the 2020-21 financial year.", [("2020-21 financial year", "2020/2021", "")]),
    ("Spending rose in FY2020.", [("FY2020", "2020", "")]),
    ("The town fell in the 1980s.", [("the 1980s", "198", "1980-01-01..1989-12-31")]),
    ("The town fell in the eighties.", [("the eighties", "198", "1980-01-01..1989-12-31")]),
    ("The town fell in the early 2000s.", [("the early 2000s", "200", "2000-01-01..2004-12-30")]),
    ("The town fell in the late 19th century.", [("the late 19th century", "18", "1850-01-01..1899-12-31")]),
    ("The town was built in the fifth century BC.", [("the fifth century BC", "BC04", "")]),
    ("The town fell at Easter.", [("Easter", "2021-04-04", "2021-04-04")]),
    ("The town fell on Easter Sunday.", [("Easter Sunday", "2021-04-04", "2021-04-04")]),
    ("The town fell on Christmas Eve.", [("Christmas Eve", "2020-12-24", "2020-12-24")]),
    ("The town fell on New Year's Eve.", [("New Year's Eve", "2020-12-31", "2020-12-31")]),
    ("The town fell during Ramadan.", [("Ramadan", "XXXX-XX", "")]),
    ("The town fell on Eid al-Adha.", [("Eid al-Adha", "XXXX-XX", "")]),
    ("The town fell on the first day of Eid.", [("Eid", "XXXX-XX", "")]),
    ("The town fell on 10 Muharram.", [("10 Muharram", "XXXX-XX-XX", "")]),
    ("The town fell on the second day of Ramadan.", [("Ramadan", "XXXX-XX", "")]),
    ("The town fell on Orthodox Easter.", [("Orthodox Easter", "2021-05-02", "2021-05-02")]),
    ("The town fell over Christmas.", [("Christmas", "2020-12-25", "2020-12-25")]),
    ("The town fell on Labor Day.", [("Labor Day", "2020-09-07", "2020-09-07")]),
    ("The town fell on Martin Luther King Day.", [("Martin Luther King Day", "2021-01-18", "2021-01-18")]),
    ("The town fell on Presidents' Day.", [("Presidents' Day", "2021-02-15", "2021-02-15")]),
    ("The town fell on Columbus Day.", [("Columbus Day", "2020-10-12", "2020-10-12")]),
    ("The town fell on Ascension Day.", [("Ascension Day", "2021-05-13", "2021-05-13")]),
    ("The town fell on Yom Kippur.", [("Yom Kippur", "XXXX-XX-XX", "")]),
    ("The town fell on Hanukkah.", [("Hanukkah", "XXXX-XX-XX", "")]),
    ("The town fell on Diwali.", [("Diwali", "XXXX-XX-XX", "")]),
    ("The town fell on Nowruz.", [("Nowruz", "XXXX-XX-XX", "")]),
    ("The town fell on Palm Sunday.", [("Palm Sunday", "2021-03-28", "2021-03-28")]),
    ("The town fell on Ash Wednesday last year.", [("Ash Wednesday last year", "2020-02-26", "2020-02-26")]),
    ("The town fell on Whit Monday.", [("Whit Monday", "2021-05-24", "2021-05-24")]),
    ("The town fell on Guy Fawkes Night.", [("Guy Fawkes Night", "2020-11-05", "2020-11-05")]),
    ("The town fell on Valentine's Day this year.", [("Valentine's Day this year", "2021-02-14", "2021-02-14")]),
    ("The town fell on Lunar New Year.", [("Lunar New Year", "XXXX-XX-XX", "")]),
    ("The town fell on Passover.", [("Passover", "XXXX-XX-XX", "")]),
    ("The town was hit at least five times since April.", [("April", "2021-04", "2021-04-01..2021-04-30")]),
    ("The town was hit three times in May.", [("May", "2021-05", "2021-05-01..2021-05-31")]),
    ("The town was hit twice this week.", [("this week", "2021-W26", "2021-06-28")]),
    ("The town was hit every day.", [("every day", "P1D", "")]),
    ("The town was hit every other week.", [("every other week", "P2W", "")]),
    ("The town was hit once a month.", [("a month", "P1M", "")]),
    ("The town was hit each Sunday.", [("each Sunday", "XXXX-WXX-7", "")]),
    ("The town was hit on Sundays.", [("Sundays", "XXXX-WXX-7", "")]),
    ("The town was hit between 3 and 5 May.", [("3 and 5 May", "2021-05-03/2021-05-05", "2021-05-03..2021-05-05")]),
    (
        "The town was hit between 3 May and 5 June.",
        [("3 May", "2021-05-03", "2021-05-03"), ("5 June", "2021-06-05", "2021-06-05")],
    ),
    (
        "The town was hit between May 3 and May 5.",
        [("May 3", "2021-05-03", "2021-05-03"), ("May 5", "2021-05-05", "2021-05-05")],
    ),
    (
        "The town was hit from May 3 to May 5.",
        [("May 3", "2021-05-03", "2021-05-03"), ("May 5", "2021-05-05", "2021-05-05")],
    ),
    ("The town was hit from 3 to 5 May.", [("3 to 5 May", "2021-05-03/2021-05-05", "2021-05-03..2021-05-05")]),
    ("The town was hit May 3-5.", [("May 3-5", "2021-05-03/2021-05-05", "2021-05-03..2021-05-05")]),
    ("The town was hit on 3-5 May 2020.", [("3-5 May 2020", "2020-05-03/2020-05-05", "2020-05-03..2020-05-05")]),
    ("The town was hit on May 3 and 4.", [("May 3 and 4", "2021-05-03/2021-05-04", "2021-05-03..2021-05-04")]),
    ("The town was hit on May 3, 4 and 5.", [("May 3, 4 and 5", "2021-05-03/2021-05-05", "2021-05-03..2021-05-05")]),
    ("The town was hit on 3, 4 and 5 May.", [("3, 4 and 5 May", "2021-05-03/2021-05-05", "2021-05-03..2021-05-05")]),
    (
        "The town was hit from 28 May to 2 June 2020.",
        [("28 May", "2020-05-28", "2020-05-28"), ("2 June 2020", "2020-06-02", "2020-06-02")],
    ),
    (
        "The town was hit from Monday to Wednesday.",
        [("Monday", "2021-06-21", "2021-06-21"), ("Wednesday", "2021-06-23", "2021-06-23")],
    ),
    (
        "The town was hit between Monday and Wednesday.",
        [("Monday", "2021-06-21", "2021-06-21"), ("Wednesday", "2021-06-23", "2021-06-23")],
    ),
    (
        "The town was hit in April and May.",
        [("April", "2021-04", "2021-04-01..2021-04-30"), ("May", "2021-05", "2021-05-01..2021-05-31")],
    ),
    (
        "The town was hit from March through May 2020.",
        [("March", "2020-03", "2020-03-01..2020-03-31"), ("May 2020", "2020-05", "2020-05-01..2020-05-31")],
    ),
    ("The town was hit in 2019-20.", [("2019-20", "2019/2020", "2019-01-01..2020-12-31")]),
    (
        "The town was hit between 2015 and 2018.",
        [("2015", "2015", "2015-01-01..2015-12-31"), ("2018", "2018", "2018-01-01..2018-12-31")],
    ),
    (
        "The town was hit from 1975 to 1990.",
        [("1975", "1975", "1975-01-01..1975-12-31"), ("1990", "1990", "1990-01-01..1990-12-31")],
    ),
    ("The war lasted from 2003-2011.", [("2003-2011", "2003/2011", "2003-01-01..2011-12-31")]),
    ("The 1975–1990 war ended.", [("1975–1990", "1975/1990", "1975-01-01..1990-12-31")]),
    (
        "Dorva fell on 3 May 2019. The next day Kelm fell.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("The next day", "2019-05-04", "2019-05-04")],
    ),
    (
        "Dorva fell on 3 May 2019. A week later Kelm fell.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("A week later", "2019-W19", "2019-05-06..2019-05-14")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell the same month.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the same month", "2019-05", "2019-05-01..2019-05-31")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell two days after.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("two days after", "2019-05-05", "2019-05-05")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell the day after.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the day after", "2019-05-04", "2019-05-04")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm had fallen the day before.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the day before", "2019-05-02", "2019-05-02")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm had fallen the previous day.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the previous day", "2019-05-02", "2019-05-02")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell later that day.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("later that day", "2019-05-03", "2019-05-03")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell later the same day.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("later the same day", "2019-05-03", "2019-05-03")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell that evening.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("that evening", "2019-05-03TEV", "2019-05-03")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell the following morning.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the following morning", "2019-05-04TMO", "2019-05-04")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell the next morning.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the next morning", "2019-05-04TMO", "2019-05-04")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell within days.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("days", "PXD", "")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell the following week.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the following week", "2019-W19", "2019-05-06..2019-05-12")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell later that year.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("later that year", "2019", "2019-01-01..2019-12-31")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell the month before.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the month before", "2019-04", "2019-04-01..2019-04-30")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell the year before.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the year before", "2018", "2018-01-01..2018-12-31")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell the following Tuesday.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the following Tuesday", "2019-05-07", "2019-05-07")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell on the same day.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the same day", "2019-05-03", "2019-05-03")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell two months earlier.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("two months earlier", "2019-03", "2019-02-16..2019-03-31")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell in June of that year.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("June of that year", "2019-06", "2019-06-01..2019-06-30")],
    ),
    (
        "Dorva fell on 3 May 2019. Kelm fell the day after that.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("the day after that", "2019-05-04", "2019-05-04")],
    ),
    ("Dorva fell today.", [("today", "2021-06-28", "2021-06-28")]),
    ("Dorva fell earlier today.", [("earlier today", "2021-06-28", "2021-06-28")]),
    ("Dorva fell this morning.", [("this morning", "2021-06-28TMO", "2021-06-28")]),
    ("Dorva fell on Monday morning.", [("Monday morning", "2021-06-28TMO", "2021-06-28")]),
    ("Dorva fell in the early hours of Monday.", [("the early hours of Monday", "2021-06-28", "2021-06-28")]),
    ("Dorva fell before dawn on Monday.", [("dawn on Monday", "2021-06-28TMO", "2021-06-28")]),
    ("Dorva fell late on Sunday.", [("Sunday", "2021-06-27", "2021-06-27")]),
    ("Dorva fell late Sunday night.", [("late Sunday night", "2021-06-27TNI", "2021-06-27")]),
    ("Dorva fell Sunday evening.", [("Sunday evening", "2021-06-27TEV", "2021-06-27")]),
    ("Dorva fell on the night of 26 June.", [("the night of 26 June", "2021-06-26TNI", "2021-06-26")]),
    ("Dorva fell overnight.", [("overnight", "2021-06-27TNI", "2021-06-27..2021-06-28")]),
    ("Dorva fell overnight Saturday.", [("overnight Saturday", "2021-06-26TNI", "2021-06-26..2021-06-27")]),
    (
        "Dorva fell on Saturday night into Sunday.",
        [("Saturday night into Sunday", "2021-06-26TNI", "2021-06-26..2021-06-27")],
    ),
    (
        "Dorva fell overnight from Saturday to Sunday.",
        [("overnight from Saturday to Sunday", "2021-06-26TNI", "2021-06-26..2021-06-27")],
    ),
    ("Dorva fell this week.", [("this week", "2021-W26", "2021-06-28")]),
    ("Dorva fell this past week.", [("this past week", "2021-W25", "2021-06-21..2021-06-28")]),
    ("Dorva will vote this weekend.", [("this weekend", "2021-W26-WE", "2021-07-03..2021-07-04")]),
    ("Dorva will vote on Monday.", [("Monday", "2021-06-28", "2021-06-28")]),
    ("Dorva is to vote on Thursday.", [("Thursday", "2021-07-01", "2021-07-01")]),
    ("Dorva was due to vote on Thursday.", [("Thursday", "2021-07-01", "2021-07-01")]),
    ("Dorva fell a week ago on Sunday.", [("a week ago on Sunday", "2021-06-20", "2021-06-20")]),
    ("Dorva fell a week ago.", [("a week ago", "2021-W25", "2021-06-17..2021-06-25")]),
    ("Dorva fell a year ago today.", [("a year ago today", "2020-06-28", "2020-06-28")]),
    ("Dorva fell two Sundays ago.", [("two Sundays ago", "2021-06-20", "2021-06-20")]),
    ("Dorva fell Sunday before last.", [("Sunday before last", "2021-06-20", "2021-06-20")]),
    ("Dorva fell the week before last.", [("the week before last", "2021-W24", "2021-06-14..2021-06-20")]),
    ("Dorva fell the night before last.", [("the night before last", "2021-06-26TNI", "2021-06-26..2021-06-27")]),
    ("Dorva fell last Sunday.", [("last Sunday", "2021-06-27", "2021-06-27")]),
    ("Dorva will vote a week from Sunday.", [("a week from Sunday", "2021-07-11", "2021-07-11")]),
    ("Dorva will vote in two weeks.", [("two weeks", "P2W", "")]),
    ("Dorva will vote in 10 days' time.", [("10 days", "P10D", "")]),
    ("Dorva will vote in the next three months.", [("the next three months", "P3M", "2021-06-28..2021-09-28")]),
    ("Dorva will vote within a month.", [("a month", "P1M", "")]),
    ("Dorva will vote two years from now.", [("two years from now", "2023", "2022-12-27..2023-12-31")]),
    ("Dorva will vote in 2024.", [("2024", "2024", "2024-01-01..2024-12-31")]),
    ("Dorva has been calm for the past three weeks.", [("the past three weeks", "P3W", "2021-06-07..2021-06-28")]),
    ("Dorva has been calm since Sunday.", [("Sunday", "2021-06-27", "2021-06-27")]),
    ("Dorva has been calm since last week.", [("last week", "2021-W25", "2021-06-21..2021-06-27")]),
    ("Dorva has been calm since 2014.", [("2014", "2014", "2014-01-01..2014-12-31")]),
    ("Dorva has been calm for two decades.", [("two decades", "P20Y", "")]),
    ("Dorva has been calm for 20 days.", [("20 days", "P20D", "")]),
    ("Dorva was besieged for 14 months.", [("14 months", "P14M", "")]),
    ("Dorva was besieged for two-and-a-half years.", [("two-and-a-half years", "P2Y6M", "")]),
    ("Dorva was besieged for almost a year.", [("almost a year", "P1Y", "")]),
    ("A three-day truce began.", [("three-day", "P3D", "")]),
    ("A truce of 72 hours began.", [("72 hours", "PT72H", "")]),
    ("Dorva fell half a century ago.", [("half a century ago", "1971", "1970-12-27..1971-12-31")]),
    ("Dorva fell centuries ago.", [("centuries ago", "PAST_REF", "")]),
    ("Dorva fell in mid-2019.", [("mid-2019", "2019", "2019-04-02..2019-10-01")]),
    ("Dorva fell in late 2019.", [("late 2019", "2019", "2019-07-02..2019-12-31")]),
    ("Dorva fell in the middle of 2019.", [("the middle of 2019", "2019", "2019-04-02..2019-10-01")]),
    ("Dorva fell at the end of last month.", [("the end of last month", "2021-05", "2021-05-24..2021-05-31")]),
    ("Dorva fell in the second half of June.", [("the second half of June", "2021-06", "2021-06-16..2021-06-28")]),
    ("Dorva fell at the beginning of the year.", [("the beginning of the year", "2021", "2021-01-01..2021-06-28")]),
    ("Dorva fell earlier this year.", [("earlier this year", "2021", "2021-01-01..2021-06-28")]),
    ("Dorva fell 28.06.2019.", [("28.06.2019", "2019-06-28", "2019-06-28")]),
    ("Dorva fell on 28/6/19.", [("28/6/19", "2019-06-28", "2019-06-28")]),
    ("Dorva fell on 28-Jun-2019.", [("28-Jun-2019", "2019-06-28", "2019-06-28")]),
    ("Dorva fell on Jun 28 '19.", [("Jun 28 '19", "2019-06-28", "2019-06-28")]),
    ("Dorva fell on the 28th.", [("the 28th", "2021-06-28", "2021-06-28")]),
    ("Dorva fell on the morning of the 28th.", [("the morning of the 28th", "2021-06-28TMO", "2021-06-28")]),
    ("Dorva fell on June 28th of this year.", [("June 28th of this year", "2021-06-28", "2021-06-28")]),
    ("Dorva fell on June 28 last year.", [("June 28 last year", "2020-06-28", "2020-06-28")]),
    ("Dorva fell on June 28, last year.", [("June 28, last year", "2020-06-28", "2020-06-28")]),
    ("Dorva fell in June last year.", [("June last year", "2020-06", "2020-06-01..2020-06-30")]),
    ("Dorva fell in June, 2019.", [("June, 2019", "2019-06", "2019-06-01..2019-06-30")]),
    ("Dorva fell in 2019's second quarter.", [("2019's second quarter", "2019-Q2", "2019-04-01..2019-06-30")]),
    ("Dorva fell on the first of June.", [("the first of June", "2021-06-01", "2021-06-01")]),
    ("Dorva fell on the fifth of May 2020.", [("the fifth of May 2020", "2020-05-05", "2020-05-05")]),
    ("The 5 May attack killed two.", [("5 May", "2021-05-05", "2021-05-05")]),
    ("The attack of 5 May killed two.", [("5 May", "2021-05-05", "2021-05-05")]),
    ("The May 5, 2019 attack killed two.", [("May 5, 2019", "2019-05-05", "2019-05-05")]),
    ("Patrols pass on the first Friday of every month.", [("the first Friday of every month", "XXXX-WXX-5", "")]),
    (
        "Dorva fell on the second Tuesday of last month.",
        [("the second Tuesday of last month", "2021-05-11", "2021-05-11")],
    ),
    (
        "Dorva fell in May 2019. Kelm fell on the last Friday of that month.",
        [
            ("May 2019", "2019-05", "2019-05-01..2019-05-31"),
            ("the last Friday of that month", "2019-05-31", "2019-05-31"),
        ],
    ),
    ("Dorva fell on the 12th of last month.", [("the 12th of last month", "2021-05-12", "2021-05-12")]),
    ("He lives on the 28th floor.", []),
    (
        "Talks will run from Tuesday to Thursday.",
        [("Tuesday", "2021-06-29", "2021-06-29"), ("Thursday", "2021-07-01", "2021-07-01")],
    ),
    ("Dorva was calm during Ramadan 2020.", [("Ramadan 2020", "2020-XX", "2020-01-01..2020-12-31")]),
    ("Fighters left overnight into Sunday.", [("overnight into Sunday", "2021-06-26TNI", "2021-06-26..2021-06-27")]),
    ("Dorva fell on Sunday, 27 June.", [("Sunday, 27 June", "2021-06-27", "2021-06-27")]),
    (
        "The quake struck at 11 p.m. (0400 GMT Friday).",
        [("11 p.m. (0400 GMT Friday)", "2021-06-24T23:00", "2021-06-24")],
    ),
    (
        "Shells fell around nine in the evening on Friday.",
        [("around nine in the evening", "2021-06-28T21:00", ""), ("Friday", "2021-06-25", "2021-06-25")],
    ),
    (
        "Dorva fell on 3 May 2019. Since then Kelm has been calm.",
        [("3 May 2019", "2019-05-03", "2019-05-03"), ("then", "2019-05-03", "2019-05-03")],
    ),
    ("A quarter of the town and three-quarters of its mills fell.", []),
    ("The year-ago attack killed two.", [("year-ago", "2020", "2020-01-01..2020-12-31")]),
]


@pytest.mark.parametrize(("text", "expected"), ROWS, ids=[text for text, _ in ROWS])
def test_each_kind_has_its_value_and_days(
    parse: Callable[..., Doc], text: str, expected: list[tuple[str, str, str]]
) -> None:
    found = find_times(parse(text), MONDAY)
    assert [(time.span.text, time.value, days(time)) for time in found] == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The town fell during Ramadan.", "sighting of the moon"),
        ("The town fell on Yom Kippur.", "other calendars"),
        ("The town fell on 03/10/2019.", "cannot be told apart"),
        ("Spending rose in fiscal 2019.", "financial year"),
    ],
)
def test_what_is_left_unresolved_has_a_reason(parse: Callable[..., Doc], text: str, reason: str) -> None:
    [note] = unresolved(find_times(parse(text), MONDAY))
    assert reason in note.reason
    assert note.span is not None


def test_what_only_lacks_a_day_of_publication_has_no_note(parse: Callable[..., Doc]) -> None:
    assert unresolved(find_times(parse("The town fell on Sunday in June."), Publication())) == ()
