"""When an undated report was written, as far as its text tells."""

from __future__ import annotations

import pytest

import dateline
from dateline.catalogue import load_catalogue
from dateline.stages.terms import offices_told


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
        pytest.param("Former President George W. Bush said the war was right.", None, None, id="former"),
        pytest.param("President-elect Joe Biden said he would rejoin the accord.", None, None, id="elect"),
        pytest.param("The farmers said that the law of President George W. Bush was bad.", None, None, id="only-named"),
        pytest.param("The council will meet again in March 2031.", None, None, id="what-lies-ahead"),
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
