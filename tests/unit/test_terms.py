"""When an undated report was written, as far as its text tells."""

from __future__ import annotations

from datetime import date

import pytest

import dateline
from dateline.catalogue import load_catalogue
from dateline.stages.terms import common, offices_told


@pytest.fixture(scope="module")
def coder() -> dateline.Coder:
    return dateline.Coder()


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        pytest.param(
            "President Joe Biden met leaders in Brussels. Israel's foreign minister, Yair Lapid, said he was glad.",
            "2021-06-13", "2022-12-29", id="two-terms-intersect"),
        pytest.param("Hillary Clinton, the secretary of state, said she would resign.", "2009-01-21", "2013-02-01",
                     id="title-behind"),
        pytest.param("Prime Minister Tony Blair said he would go. Elections were held in 2004.", "2004-01-01", "2007-06-27",
                     id="term-and-year"),
        pytest.param("Farmers sold the mill in March 2014.", "2014-03-01", None, id="year-alone"),
        pytest.param("Former President George W. Bush said the war was right.", "2009-01-20", None, id="former"),
        pytest.param("The then former President George W. Bush said in 2003 it was right.", "2003-01-01", None, id="former-dated"),
        pytest.param("President-elect Joe Biden said he would rejoin the accord.", "2020-01-21", "2021-01-20", id="elect"),
        pytest.param("The then President-elect Joe Biden said he would rejoin it.", None, None, id="then-elect"),
        pytest.param("Norvia elected Ebrahim Raisi as its next president.", "2020-08-03", "2021-08-03", id="next"),
        pytest.param("The talks are off. Enter President Barack Obama. Obama said that he was glad.", "2009-01-20", "2017-01-20",
                     id="first-mention-has-the-title"),
        pytest.param("Barack Obama said that he was glad. Enter President Barack Obama.", None, None, id="later-mention-has-it"),
        pytest.param("For years, President Barack Obama was a friend, and Obama said so.", None, None, id="for-years"),
        pytest.param("“President Barack Obama was wrong,” she said. Obama said that he was glad.", None, None,
                     id="title-in-a-quotation"),
        pytest.param("The farms planned in post-2020 talks lost.", None, None, id="post-year"),
        pytest.param("The bridge will be finished by 2030.", None, "2030-12-31", id="will-by"),
        pytest.param("The council said in 2009 that the bridge will be finished by 2012.", None, None, id="told-at-a-date"),
        pytest.param("“We will win in 2012,” Ana Lorn said.", None, None, id="quoted-future"),
        pytest.param("The army would leave in 2012, she said.", None, None, id="would"),
        pytest.param("The farmers hoped to sell it by 2012.", None, None, id="hoped-by"),
        pytest.param("In 2012, Ana Lorn said that 100 people would be let in.", None, None, id="content-ahead"),
        pytest.param("Nobody has crossed the bridge since May 2014.", "2014-05-01", None, id="since"),
        pytest.param("Prices in 1999 are said to fall.", None, None, id="on-a-noun"),
        pytest.param("The farmers said that the law of President George W. Bush was bad.", None, None, id="only-named"),
        pytest.param("The council will meet again in March 2031.", None, "2031-03-31", id="what-lies-ahead"),
        pytest.param("Farmers sold the mill.", None, None, id="nothing"),
        pytest.param("President Ma Ying-jeou said that he would go.", None, None, id="term-without-days"),
        pytest.param("Prime Minister Tony Blair said he would go. The mill was sold in 2019.", None, None,
                     id="contradiction"),
    ],
)  # fmt: skip
def test_the_interval_that_a_text_tells(
    coder: dateline.Coder, text: str, earliest: str | None, latest: str | None
) -> None:
    published = coder.annotate(text).published
    assert (published.date, published.earliest, published.latest) == (None, earliest, latest)
    assert published.basis == ("text" if earliest or latest else "unknown")
    assert bool(published.evidence) == (published.basis == "text")


IN_2021 = "Farmers sold the mill in March 2021. The vote will be held in September 2021. Officials met. "


@pytest.mark.parametrize(
    ("text", "day", "earliest", "latest"),
    [
        pytest.param("Rebels shelled Velin today (28 June).", "2021-06-28", "2021-06-28", "2021-06-28", id="today"),
        pytest.param("Rebels shelled Velin yesterday, 27 June.", "2021-06-28", "2021-06-28", "2021-06-28", id="yesterday"),
        pytest.param("“We met yesterday, 27 June,” she said.", None, "2021-03-01", "2021-09-30", id="yesterday-quoted"),
        pytest.param("Rebels shelled Velin. Talks began on Sunday, May 2.", None, "2021-05-02", "2021-09-30",
                     id="weekday-of-the-year"),
        pytest.param("Rebels shelled Velin on Monday, May 2.", None, None, None, id="no-such-weekday"),
        pytest.param("Rebels shelled Velin on May 2.", None, "2021-03-01", "2021-09-30", id="any-year-has-the-day"),
        pytest.param("Rebels shelled Velin in February.", None, "2021-03-01", "2021-09-30", id="month-behind"),
        pytest.param("Rebels shelled Velin in March.", None, "2021-03-01", "2021-09-30", id="month-begun"),
        pytest.param("Rebels shelled Velin in October.", None, "2021-03-01", "2021-09-03", id="month-ahead"),
        pytest.param("Rebels shelled Velin last October.", None, "2021-03-01", "2021-09-30", id="last-month-of-that-name"),
    ],
)  # fmt: skip
def test_what_comes_back_every_year_narrows_the_bounds(
    coder: dateline.Coder, text: str, day: str | None, earliest: str | None, latest: str | None
) -> None:
    published = coder.annotate(IN_2021 + text).published
    assert (published.date, published.earliest, published.latest) == (day, earliest, latest)


def test_what_a_report_tells_first_is_a_month_old_at_most(coder: dateline.Coder) -> None:
    published = coder.annotate("Rebels shelled Velin on Sunday, May 2. " + IN_2021).published
    assert (published.earliest, published.latest) == ("2021-05-02", "2021-06-02")


def test_without_bounds_a_weekday_tells_nothing(coder: dateline.Coder) -> None:
    assert coder.annotate("Rebels shelled Velin on Monday, June 28.").published.basis == "unknown"


def test_every_bound_has_its_words_and_no_more(coder: dateline.Coder) -> None:
    text = "The mill was sold in 2009. It was burned in 2012. The bridge will be finished by 2030."
    assert [span.text for span in coder.annotate(text).published.evidence] == ["2012", "2030"]
    weekday = coder.annotate(IN_2021 + "Rebels shelled Velin on Sunday, May 2.").published.evidence
    assert "Sunday, May 2" in [span.text for span in weekday]
    assert len(weekday) > 1  # what chose the year


def test_a_day_given_in_full_beside_today(coder: dateline.Coder) -> None:
    published = coder.annotate("Rebels shelled Velin today, 28 June 2021.").published
    assert (published.date, published.basis) == ("2021-06-28", "text")


def test_relative_times_stay_relative(coder: dateline.Coder) -> None:
    report = coder.annotate(IN_2021 + "Rebels shelled Velin today (28 June). They left on Sunday.")
    assert report.times[-1].value == "XXXX-WXX-7"
    assert report.times[-1].start is None


def test_days_that_two_sets_share() -> None:
    a, b, c, d = (date(2021, month, 1) for month in (1, 3, 5, 7))
    assert common([(a, c)], [(b, d)]) == ((b, c),)
    assert common([(a, b), (c, d)], [(b, c)]) == ((b, b), (c, c))
    assert common([(a, b)], [(c, d)]) == ()


def test_a_date_of_its_own_wins(coder: dateline.Coder) -> None:
    published = coder.annotate("President Joe Biden said it was over.", published="2022-03-04").published
    assert (published.date, published.basis) == ("2022-03-04", "given")


@pytest.mark.parametrize(
    ("text", "name", "offices"),
    [
        ("the Norvian foreign minister, Ana Lorn", "Ana Lorn", {"foreign"}),
        ("Deputy Prime Minister Ana Lorn", "Ana Lorn", {"deputy"}),
        ("Vice President Lorn", "Vice President Lorn", {"deputy"}),
        ("Ana Lorn, Norvia's defence minister, left", "Ana Lorn", {"defence"}),
        ("the then president, Ana Lorn", "Ana Lorn", set()),
        ("Ana Lorn, a former prime minister, left", "Ana Lorn", set()),
        ("The foreign minister met Ana Lorn", "Ana Lorn", set()),
        ("the FOREIGN MINISTER of Norvia, Ana Lorn", "Ana Lorn", {"foreign"}),
        ("he feared a President Ana Lorn", "Ana Lorn", set()),
        ("Ana Lorn left", "Ana Lorn", set()),
    ],
)
def test_the_title_beside_a_name(text: str, name: str, offices: set[str]) -> None:
    start = text.index(name)
    assert offices_told(text, start, start + len(name)) == offices


def test_terms_of_several_offices_stand_apart() -> None:
    (name,) = load_catalogue().names["Joe Biden"]
    assert [(sorted(term.offices), term.start) for term in name.actor.terms] == [
        (["deputy"], "2009-01-20"),
        (["state"], "2021-01-20"),
    ]
