"""From pages and scraped texts to articles: what goes, what stays, and what is told about it."""

from __future__ import annotations

import pytest

from dateline.records import Article
from dateline.settings import CleanSettings
from dateline.sources import raw_report
from dateline.stages.clean import clean, is_english
from dateline.stages.language import find_language

SETTINGS = CleanSettings()
ONE = "TARNOW — Rebels shelled the river market on Monday, killing four people, the provincial police said."
TWO = "The mayor, Ilya Brandt, asked the government in the capital to send more troops to the valley."
THREE = "It was the third attack on the town since the ceasefire ended in the spring, officials said."
STORY = f"{ONE}\n\n{TWO}\n\n{THREE}"


def clean_text(text: str, title: str | None = None) -> Article:
    return clean(raw_report(text, title=title), SETTINGS)


def clean_page(body: str, head: str = "", **fields: str) -> Article:
    page = f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"
    return clean(raw_report(page, is_html=True, **fields), SETTINGS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(STORY, id="paragraphs"),
        pytest.param(f"\n  {STORY}\n\n\n", id="white space around"),
        pytest.param(STORY.replace("\n", "\r\n"), id="Windows line ends"),
        pytest.param(f"Market in Tarnow shelled\n\n{STORY}", id="headline"),
        pytest.param(f"Watch: Market in Tarnow shelled\n\n{STORY}", id="headline like a teaser"),
        pytest.param(f"By Jane Doe\n3 May 2021\n{STORY}", id="byline and date"),
        pytest.param(f"{STORY}\n\nAnna Roe contributed reporting.", id="contributors"),
        pytest.param(f"{STORY}\n\nThe dead:\nJan Kos, 34\nEva Lind, 8", id="list at the end"),
        pytest.param(f"News\n\n{STORY}", id="one menu word"),
        pytest.param("Home", id="one word"),
        pytest.param("Share this", id="nothing but a cue"),
        pytest.param(f"{ONE}\n\nTags were found on the shells.\n\n{TWO}", id="cue as first word"),
        pytest.param("Troops » the border » the river: a long way that they marched on Monday.", id="arrows in a sentence"),
        pytest.param(f"{ONE}\n\nRead the full statement of the general, which was sent to reporters, with care.", id="read"),
        pytest.param("", id="empty"),
    ],
)  # fmt: skip
def test_text_without_debris_is_unchanged(text: str) -> None:
    article = clean_text(text)
    assert article.text == text
    assert [note.reason for note in article.notes] == (["no article text was found"] if not text else [])


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("Skip to content\nHome » World » Market in Tarnow shelled\n\nMarket in Tarnow shelled\n\n  • by\n\n\n", id="theme"),
        pytest.param("Home\nNews\nSport\nOpinion\nLog in\n\nMarket in Tarnow shelled\n\n", id="menu"),
        pytest.param("Market in Tarnow shelled\nShare on Facebook\nTweet\nPrint this article\n\n", id="sharing"),
        pytest.param("We use cookies to give you the best experience.\nAccept all\n\nMarket in Tarnow shelled\n\n", id="cookies"),
        pytest.param("Advertisement\n\nMarket in Tarnow shelled\n\n", id="advertisement"),
        pytest.param("Home / World / Market in Tarnow shelled\nMarket in Tarnow shelled\n5 min read\n", id="breadcrumb with slashes"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "after",
    [
        pytest.param("\n\n\nSource link\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *", id="form"),
        pytest.param("\n\nRelated articles\nFlood in the valley\nMayor resigns over bridge\n", id="related"),
        pytest.param("\n\n2 Comments\nJo says:\nWhat a terrible thing this is for everybody there.\nReply\n", id="comments"),
        pytest.param("\n\n© 2021 River Post. All rights reserved.\nPrivacy policy\n", id="copyright"),
        pytest.param("\n\nSign up for our daily newsletter\nYour email address\nSubscribe\n", id="newsletter"),
        pytest.param("\n\nShare this:\nFacebook | Twitter | WhatsApp | Email\nLike this:\nRead more: Flood in the valley\n", id="share bar"),
        pytest.param("\n\nTags: Tarnow, shelling\n← Previous post\nNext post →", id="navigation"),
    ],
)  # fmt: skip
def test_debris_around_text_goes(before: str, after: str) -> None:
    article = clean_text(before + STORY + after)
    assert article.text == STORY
    assert article.title == "Market in Tarnow shelled"
    assert {note.stage for note in article.notes} == {"clean"}
    assert all(note.reason.startswith("removed ") and note.span is None for note in article.notes)


def test_debris_between_paragraphs_goes() -> None:
    assert clean_text(f"{ONE}\n\nAdvertisement\n\n{TWO}\n\nRead more: Flood\n\n{THREE}").text == STORY


def test_contributors_stay_before_debris() -> None:
    text = f"{STORY}\n\nAnna Roe contributed reporting."
    assert clean_text(f"{text}\n\nSource link\nLeave a comment").text == text


def test_date_line_and_byline_above_the_text() -> None:
    article = clean_text(f"Skip to content\nMarket shelled by rebels\nBy Jane Doe\nPublished: 3 May 2021\n\n{STORY}")
    assert article.text == f"Published: 3 May 2021\n\n{STORY}"
    assert article.byline == "Jane Doe"
    assert article.title == "Market shelled by rebels"


def test_much_text_after_an_ending_stays() -> None:
    assert clean_text(f"{ONE}\n\nRelated stories\n\n{TWO}\n\n{THREE}").text == STORY


def test_given_title_is_kept() -> None:
    assert clean_text(f"Skip to content\nAnother headline stands here\n\n{STORY}", title="Given").title == "Given"


def test_overlong_text_is_cut_at_a_line_with_a_note() -> None:
    article = clean(raw_report(STORY), CleanSettings(max_characters=len(ONE) + 20))
    assert article.text == f"{ONE}\n"
    assert article.notes[0].reason.startswith("the text was cut after")


# ---- pages

BODY = f"<nav><a href='/'>Home</a><a href='/w'>World</a></nav><article><h1>Market shelled</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></article><footer>© 2021 River Post</footer>"


def test_page() -> None:
    head = "<title>Market shelled - River Post</title><meta property='og:title' content='Market shelled'><meta property='og:site_name' content='River Post'><meta name='author' content='Jane Doe'>"
    article = clean_page(BODY, head, url="https://post.example/market")
    assert article.text == STORY
    assert (article.title, article.byline, article.publisher) == ("Market shelled", "Jane Doe", "River Post")
    assert article.language == "en"


def test_page_depends_on_nothing_seen_before() -> None:
    assert len({clean_page(BODY) for _ in range(6)}) == 1


@pytest.mark.parametrize(
    ("head", "date", "evidence"),
    [
        pytest.param('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2021-05-03T23:10:00+02:00","dateModified":"2021-05-09"}</script>', "2021-05-03", "json-ld datePublished", id="JSON-LD"),
        pytest.param('<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},{"@type":["NewsArticle"],"datePublished":"2021-05-03"}]}</script>', "2021-05-03", "json-ld datePublished", id="JSON-LD graph, article before page"),
        pytest.param('<script type="application/ld+json">{"@type":"NewsArticle", broken "datePublished": "2021-05-03"}</script>', "2021-05-03", "json-ld datePublished", id="broken JSON-LD"),
        pytest.param('<meta property="article:modified_time" content="2021-05-09"><meta property="article:published_time" content="2021-05-03T10:00:00Z">', "2021-05-03", "meta article:published_time", id="Open Graph, published before modified"),
        pytest.param('<meta name="DC.date.issued" content="2021-05-03">', "2021-05-03", "meta dc.date.issued", id="Dublin Core"),
        pytest.param("", None, None, id="none"),
    ],
)  # fmt: skip
def test_metadata_date(head: str, date: str | None, evidence: str | None) -> None:
    article = clean_page(BODY.replace("2021", ""), head)
    assert (article.metadata_date, article.metadata_evidence) == (date, evidence)


def test_time_element_of_the_article() -> None:
    article = clean_page(f"<time itemprop='datePublished' datetime='2021-05-03'>May 3</time>{BODY}")
    assert (article.metadata_date, article.metadata_evidence) == ("2021-05-03", "element time")


def test_searched_date_after_fetched_is_passed_over() -> None:
    body = BODY.replace("<footer>", "<p class='date'>Posted 3 May 2021</p><footer>")
    assert clean_page(body, fetched="2021-05-03").metadata_date == "2021-05-03"
    assert clean_page(body, fetched="2021-05-01").metadata_date is None


@pytest.mark.parametrize("word", ["div", "span", "b"])
@pytest.mark.parametrize("depth", [200, 20_000])
def test_deeply_nested_page(word: str, depth: int) -> None:
    article = clean_page(f"<{word}>" * depth + f"<p>{ONE}</p><p>{TWO}</p>" + f"</{word}>" * depth)
    assert ONE in article.text
    assert any("nests more than" in note.reason for note in article.notes)


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<p>",
        "<html",
        "<!-- x",
        "<" * 50_000,
        "<html><body>\x01\x0b</body>",
        "</p></p>",
        "<svg/>&#0;",
    ],
    ids=["no body", "open", "half a tag", "half a comment", "brackets", "controls", "closed", "nul"],
)
def test_broken_page_gives_an_article_with_a_note(page: str) -> None:
    assert clean(raw_report(page, is_html=True), SETTINGS).notes


def test_page_in_an_xml_declaration() -> None:
    page = f'<?xml version="1.0" encoding="iso-8859-1"?><html><body>{BODY}</body></html>'
    assert clean(raw_report(page, is_html=True), SETTINGS).text == STORY


# ---- language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param(STORY, "en", id="English"),
        pytest.param("Abdulrahman al-Qasimi met Nguyen Van Thanh and Oleksandr Hrytsenko in Ouagadougou.", None, id="foreign names"),
        pytest.param("Die Polizei teilte mit, dass am Montag vier Menschen auf dem Markt getötet worden sind.", "de", id="German"),
        pytest.param("La policía dijo que cuatro personas murieron el lunes en el mercado de la ciudad vieja.", "es", id="Spanish"),
        pytest.param("Полиция сообщила, что в понедельник на рынке погибли четыре человека, ещё семь ранены.", "ru", id="Russian"),
        pytest.param("قالت الشرطة إن أربعة أشخاص قتلوا يوم الاثنين في سوق المدينة القديمة قرب النهر", "ar", id="Arabic"),
        pytest.param("Four dead.", None, id="too short"),
        pytest.param("12 34 56 78 90 12 34 56 78 90 12 34 56 78 90 12 34 56 78 90", None, id="numbers"),
    ],
)  # fmt: skip
def test_language(text: str, language: str | None) -> None:
    assert clean_text(text).language == language


def test_hint_decides_only_where_the_text_does_not() -> None:
    names = "Oleksandr Hrytsenko, Nguyen Van Thanh, Abdulrahman Qasimi, Ouagadougou"
    assert find_language(STORY, min_characters=40, hint="de") == "en"
    assert find_language(names, min_characters=40, hint="en-GB") == "en"


@pytest.mark.parametrize(("language", "coded"), [("en", True), (None, True), ("de", False)])
def test_is_english(language: str | None, coded: bool) -> None:
    assert is_english(Article(text="x", language=language)) is coded
