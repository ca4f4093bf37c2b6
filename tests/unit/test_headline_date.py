"""The date that a page shows beside its headline: its languages, its order of day and month, its labels, its place."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

import pytest
from lxml import html

from dateline.stages.headline_date import _rules, day_first, headline_date, in_numbers
from dateline.stages.page_date import page_date, page_language

DAY = "2021-05-03"
DECK = "The shells fell on the river market of Tarnow while the stalls were open, the police of the province said."
STORY = "<p>Rebels shelled the river market on Monday, killing four people, the police of the province said.</p>" * 12


def shown(
    line: str, *, before: str = "", after: str = "", title: str = "Market shelled", order: bool | None = None
) -> str | None:
    page = html.document_fromstring(f"<html><body>{before}<h1>Market shelled</h1>{line}{STORY}{after}</body></html>")
    return headline_date(page, title=f"{title} - River Post", order=order)


@pytest.mark.parametrize(
    "line",
    [
        "3 May 2021", "By Jane Doe | May 3, 2021 | 4 min read", "2021-05-03", "3. Mai 2021, 14:05 Uhr", "Montag, 03.05.2021",
        "3.&thinsp;5.&thinsp;2021", "03.05.21", "Von Anna Roe am 3. Mai 2021", "lundi 3 mai 2021 à 10h30", "3 de mayo de 2021",
        "lunes, 3 de mayo del 2021", "3 maggio 2021", "3 de maio de 2021", "3 mei 2021", "3 maja 2021", "3 мая 2021", "3 травня 2021",
        "3 Mayıs 2021", "2021年5月3日", "2021년 5월 3일", "Mo. 3.&nbsp;Mai 2021",
    ],
)  # fmt: skip
def test_forms_and_languages(line: str) -> None:
    assert shown(f"<div>{line}</div>") == DAY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("1er août 2020", "2020-8-1", id="French first"),
        pytest.param("28.09.95", "28.09.1995", id="first year of the web's news"),
        pytest.param("28/09/94", "28/09/2094", id="last year"),
        pytest.param("1.2.3.45", "1.2.3.45", id="version"),
        pytest.param("3 may be 2021", "3 may be 2021", id="words between"),
    ],
)
def test_in_numbers(text: str, expected: str) -> None:
    assert in_numbers(text) == expected


def test_no_month_name_has_two_meanings() -> None:
    numbers = defaultdict(set)
    for language, months in _rules()["months"].items():
        assert len(months) == 12, language
        for number, names in enumerate(months, 1):
            for name in names:
                numbers[name].add(number)
    assert [name for name, meanings in numbers.items() if len(meanings) > 1] == []


@pytest.mark.parametrize(
    ("language", "host", "expected"),
    [
        ("en-US", "post.example.com", False),
        ("en_US", None, False),
        ("en-US", "post.co.uk", None),
        ("en-PH", "post.ph", False),
        ("en-GB", "post.co.uk", True),
        ("fr", None, True),
        ("de-AT", "post.at", True),
        ("en", None, None),
        ("en-CA", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_order_of_day_and_month(language: str | None, host: str | None, expected: bool | None) -> None:
    assert day_first(language, host) is expected


@pytest.mark.parametrize(
    ("written", "order", "expected"),
    [
        ("05/03/2021", False, DAY),
        ("03/05/2021", True, DAY),
        ("03/05/2021", None, None),
        ("25/03/2021", False, "2021-03-25"),
        ("03.05.2021", False, DAY),
    ],
)
def test_order_decides_slashes(written: str, order: bool | None, expected: str | None) -> None:
    assert shown(f"<div>{written}</div>", order=order) == expected


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({"line": f"<p>{DECK}</p><div>3 May 2021</div>"}, id="after the deck"),
        pytest.param({"line": "<div>Updated 5 May 2021, published 3 May 2021</div>"}, id="published, not updated"),
        pytest.param({"line": "<div>Updated: 5 May 2021</div><div>3 May 2021</div>"}, id="bare before updated"),
        pytest.param({"line": "<div>Updated:</div><div>5 May 2021</div><div>Published:</div><div>3 May 2021</div>"}, id="labels of their own"),
        pytest.param({"line": "<div>Updated 3 May 2021</div>"}, id="updated alone"),
        pytest.param({"line": "<time datetime='2021-05-03T10:00:00Z'>two days ago</time>"}, id="time element"),
        pytest.param({"line": "<ul><li><a href='/x'><time>3 May 2021</time></a></li></ul>"}, id="permalink"),
        pytest.param({"line": "", "before": "<div>1 May 2021</div><div>3 May 2021</div>"}, id="nearest before the headline"),
        pytest.param({"line": "", "after": "<p>This entry was posted on Monday, May 3rd, 2021 at 10:00 and is filed under War.</p>"}, id="labelled at the end"),
        pytest.param({"line": "", "after": "<p>Erschienen am 3. Mai 2021 im Format Nachricht</p>"}, id="labelled at the end, German"),
        pytest.param({"line": "<div>3 May 2021</div>", "before": "<h1>River Post</h1><div>8 May 2021</div>"}, id="headline, not the name of the site"),
    ],
)  # fmt: skip
def test_which_date_is_the_page_s_own(arguments: dict[str, Any]) -> None:
    assert shown(**arguments) == DAY


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({"line": "<p>The next council meets on Monday, 3 May 2021 in the town hall.</p>"}, id="sentence"),
        pytest.param({"line": "<h2>The dead of 3 May 2021</h2>"}, id="heading"),
        pytest.param({"line": "<figure><figcaption>3 May 2021</figcaption></figure>"}, id="caption"),
        pytest.param({"line": "<nav><div>3 May 2021</div></nav>"}, id="menu"),
        pytest.param({"line": "<ul><li><a href='/x'>Fair of 3 May 2021</a></li></ul>"}, id="item of a menu"),
        pytest.param({"line": "<div>© 3 May 2021</div>"}, id="copyright"),
        pytest.param({"line": "<div>Copyright 2021</div>"}, id="year"),
        pytest.param({"line": "", "after": "<div>3 May 2021</div>"}, id="further down without a label"),
        pytest.param({"line": "", "after": "<div>Posted 3 May 2021</div><div>Posted 4 May 2021</div>"}, id="several, of comments"),
    ],
)  # fmt: skip
def test_no_date_of_the_page(arguments: dict[str, Any]) -> None:
    assert shown(**arguments) is None


def test_no_headline_no_date() -> None:
    assert headline_date(html.document_fromstring("<div>3 May 2021</div>"), title=None, order=None) is None


# ---- against the page's markup


def of_page(head: str, line: str, *, tag: str = "en", latest: str | None = None) -> tuple[str | None, str | None]:
    page = f"<html lang='{tag}'><head><title>Market shelled</title>{head}</head><body><h1>Market shelled</h1><div>{line}</div>{STORY}</body></html>"
    return page_date(html.document_fromstring(page), latest=latest)


PUBLISHED = "<meta property='article:published_time' content='{}'>"
CREATED = '<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{}"}}</script>'
SHOWN = "the date beside the headline"


@pytest.mark.parametrize(
    ("head", "line", "expected"),
    [
        pytest.param(PUBLISHED.format("2021-05-01"), "3 May 2021", ("2021-05-01", "meta article:published_time"), id="markup first"),
        pytest.param(PUBLISHED.format(DAY), "3 May 2021", (DAY, "meta article:published_time"), id="markup is the evidence where both agree"),
        pytest.param("<meta name='dc.date' content='2021-05-07'>", "3 May 2021", (DAY, SHOWN), id="shown before a date of any kind"),
        pytest.param("<meta name='dc.date' content='2021-05-07'>", "", ("2021-05-07", "meta dc.date"), id="a date of any kind"),
        pytest.param(PUBLISHED.format("2021-05-02T22:30:00Z"), "3 May 2021", (DAY, SHOWN), id="Greenwich, day later"),
        pytest.param(PUBLISHED.format("2021-05-04T01:30:00+00:00"), "3 May 2021", (DAY, SHOWN), id="Greenwich, day before"),
        pytest.param(PUBLISHED.format("2021-05-02T08:30:00Z"), "3 May 2021", ("2021-05-02", "meta article:published_time"), id="no zone has it"),
        pytest.param(PUBLISHED.format("2021-05-02T22:30:00+02:00"), "3 May 2021", ("2021-05-02", "meta article:published_time"), id="own zone"),
        pytest.param(CREATED.format("2021-05-01") + PUBLISHED.format(DAY), "3 May 2021", (DAY, SHOWN), id="shown decides where markup differs"),
        pytest.param("", "", (None, None), id="nothing"),
    ],
)  # fmt: skip
def test_shown_and_markup(head: str, line: str, expected: tuple[str | None, str | None]) -> None:
    assert of_page(head, line) == expected


def test_language_of_the_page_orders_its_slashes() -> None:
    assert of_page("", "05/03/2021", tag="en-US")[0] == DAY
    assert of_page("", "03/05/2021", tag="en-GB")[0] == DAY
    assert of_page("", "03/05/2021", tag="en")[0] is None


def test_shown_after_fetched_is_passed_over() -> None:
    assert of_page("", "3 May 2021", latest="2021-05-02") == (None, None)


@pytest.mark.parametrize(
    ("attributes", "head", "expected"),
    [
        ("lang='de'", "", "de"),
        ("xml:lang='en-GB'", "", "en-GB"),
        ("", "<meta property='og:locale' content='fr_FR'>", "fr_FR"),
        ("", "", None),
    ],
)
def test_page_language(attributes: str, head: str, expected: str | None) -> None:
    page = html.document_fromstring(f"<html {attributes}><head>{head}</head><body><p>x</p></body></html>")
    assert page_language(page) == expected


def test_labels_are_of_one_kind() -> None:
    kinds = _rules()["labels"]
    words = [word for kind in ("published", "updated", "other") for word in kinds[kind]]
    assert len(words) == len(set(words))
    assert all(re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+)*|©", word) for word in words)
