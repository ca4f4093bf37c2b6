"""What holds of cleaning and dating whatever comes in."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.records import Article
from dateline.settings import CleanSettings
from dateline.sources import raw_report
from dateline.sources.decode import decode, well_formed
from dateline.stages.clean import clean
from dateline.stages.publication import find_dateline, find_publication, parse_date

SETTINGS = CleanSettings(max_characters=2000)
LINES = st.sampled_from(
    [
        "", "   ", "Skip to content", "Home » World » Market shelled", "Market shelled by rebels", "Home", "News", "Sport", "Opinion",
        "Log in", "• by", "By Jane Doe", "3 May 2021", "Published: 3 May 2021", "Advertisement", "Share this:", "Source link", "Leave a Reply",
        "Read more: Flood in the valley", "Watch: Rebels enter the town", "Related articles", "2 Comments", "Tags: war", "© 2021 River Post",
        "Your email address will not be published. Required fields are marked *", "Jan Kos, 34", "TARNOW — Rebels came.",
        "Rebels shelled the market on Monday, killing four people, the police said.", "Anna Roe contributed reporting.",
        "We use cookies to improve your visit.", "She said that nobody had warned the people of the valley about it.",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(LINES, max_size=14).map("\n".join),
    st.lists(LINES, max_size=10).map("\r\n\n".join),
    st.text(max_size=300),
    st.lists(st.one_of(LINES, st.text(max_size=40)), max_size=12).map("\n".join),
)


@given(TEXTS, st.sampled_from([2000, 90]))
@settings(max_examples=200, deadline=None)
def test_clean_twice_is_clean_once(text: str, limit: int) -> None:
    raw = raw_report(text)
    once = clean(raw, replace(SETTINGS, max_characters=limit))
    twice = clean(replace(raw, content=once.text), replace(SETTINGS, max_characters=limit))
    assert twice.text == once.text


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_every_line_left_was_there_and_in_that_order(text: str) -> None:
    lines = iter(well_formed(text)[0].split("\n"))
    assert all(
        any(line.strip() in each for each in lines) for line in clean(raw_report(text), SETTINGS).text.split("\n")
    )


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_any_text_taken_for_a_page_gives_an_article(text: str) -> None:
    assert isinstance(clean(raw_report(text, is_html=True), SETTINGS), Article)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_offsets_lie_in_the_text(text: str) -> None:
    found, _ = find_publication(Article(text=text), report_id="r", given=None, fallback=None, url=None, fetched=None)
    assert all(text[span.start : span.end] == span.text for span in found.evidence)
    dateline = find_dateline(text)
    if dateline:
        assert 0 <= dateline.start <= dateline.place_start < dateline.place_end <= dateline.end <= len(text)


@given(st.one_of(st.text(max_size=40), st.dates().map(str), st.text("0123456789/-:. TZJanuary", max_size=24)))
@settings(max_examples=200, deadline=None)
def test_date_is_read_as_whole_days_or_not_at_all(text: str) -> None:
    assert all(len(day) == 10 and start <= end for start, end in parse_date(text).options for day in (start, end))


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_decode(data: bytes) -> None:
    text, _ = decode(data)
    assert well_formed(text)[0].encode("utf-8") is not None
