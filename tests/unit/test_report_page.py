"""The page: marks where the evidence is, nothing from outside, nothing that runs but its own script."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from dateline.app.page import page_of, passage

from dateline.app.marks import fields_of, passages, pieces
from dateline.records import Dispute, DisputedValue, Event, Report
from tests.factory import TEXT, event, report, span


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def made(events: list[Event], *reports: Report) -> str:
    return page_of(events, {each.id: each for each in reports}.get, title="events")


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(page)
    return parser.tags


def test_evidence_is_marked_in_its_sentence() -> None:
    page = made([event()], report())
    assert '<mark class="trigger" title="trigger">shelled</mark>' in page
    assert '<mark class="counts" title="counts">five</mark> people were killed.' in page


def test_it_asks_the_network_for_nothing() -> None:
    page = made([event()], report(url="https://example.org/a"))
    for tag, attributes in tags(page):
        assert tag not in ("link", "img", "iframe", "object", "embed", "base")
        assert not {"src", "href", "action", "background", "srcset"} & set(attributes), tag
    assert "url(" not in page
    assert "@import" not in page


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.mark.parametrize("where", ["title", "publisher", "url", "text", "id"])
def test_text_from_reports_stays_text(where: str) -> None:
    text = TEXT + " " + HOSTILE if where == "text" else TEXT
    hostile = report(text=text) if where == "text" else report(**{where if where != "id" else "url": HOSTILE})
    evidence = {"trigger": (span(text, "shelled"), span(text, "<script>"))} if where == "text" else {}
    told = event(hostile, id=HOSTILE) if where == "id" else event(hostile)
    page = made([replace(told, evidence={**told.evidence, **evidence})], hostile)
    assert [tag for tag, _ in tags(page)].count("script") == 1
    assert not any(name.startswith("on") for _, attributes in tags(page) for name in attributes)
    assert not any(tag == "img" for tag, _ in tags(page))


def test_its_policy_allows_its_own_script_and_style_alone() -> None:
    page = made([event()], report())
    policy = next(str(attributes["content"]) for tag, attributes in tags(page) if "http-equiv" in attributes)
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert content is not None
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_what_filters_need_is_on_each_event() -> None:
    dispute = Dispute(field="counts", values=(DisputedValue(value="5", evidence=(span(TEXT, "five"),)),))
    page = made([event(disputes=(dispute,), status="denied", background=True)], report())
    attributes = next(attributes for tag, attributes in tags(page) if tag == "article")
    assert attributes == {
        "id": "event-r1-m1", "data-type": "ASSAULT", "data-status": "denied", "data-countries": "SYR",
        "data-disputed": "yes", "data-background": "yes",
    }  # fmt: skip
    assert "Sources differ on counts" in page


def test_no_events_is_a_page_too() -> None:
    assert "0 events told in 0 reports" in made([])


def test_marks_that_overlap_are_cut_where_they_meet() -> None:
    marks = [("actors", span(TEXT, "Rebels shelled")), ("trigger", span(TEXT, "shelled Aleppo"))]
    found = [(piece.text, piece.fields) for piece in pieces(TEXT, 0, 21, marks)]
    assert found == [("Rebels ", ("actors",)), ("shelled", ("trigger", "actors")), (" Aleppo", ("trigger",))]


def test_pieces_make_up_the_text() -> None:
    marks = fields_of(event().evidence, "r1")
    assert "".join(piece.text for piece in pieces(TEXT, 0, len(TEXT), marks)) == TEXT


def test_a_mark_that_reaches_beyond_the_passage_is_cut() -> None:
    assert passage(TEXT, 0, 6, [("actors", span(TEXT, "Rebels shelled"))]) == (
        '<mark class="actors" title="actors">Rebels</mark>'
    )


@pytest.mark.parametrize(
    ("phrases", "shown"),
    [
        (["One"], ["One two."]),
        (["One", "Three"], ["One two. Three four!"]),
        (["One", "Five"], ["One two.", "“Five” six."]),
        (["seven"], ["seven"]),
        ([], []),
    ],
    ids=["one", "neighbours-joined", "apart", "last-line", "none"],
)
def test_passages_are_whole_sentences(phrases: list[str], shown: list[str]) -> None:
    text = "One two. Three four! “Five” six.\n\nseven"
    told = report(text=text, events=(), claims=())
    marks = [("trigger", span(text, phrase)) for phrase in phrases]
    assert [text[start:end] for start, end in passages(told, marks)] == shown


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("RIGA, Nov. 3 — Rebels shelled it. They left.", ["RIGA, Nov. 3 — Rebels shelled it.", "They left."]),
        ("Lt. Col. J. Doe agreed. Gen. Roe did not.", ["Lt. Col. J. Doe agreed.", "Gen. Roe did not."]),
        ("They met at Oct. 3\nShelling went on.", ["They met at Oct. 3", "Shelling went on."]),
        ("It hit the column. Two died.", ["It hit the column.", "Two died."]),
    ],
    ids=["month", "titles", "line-break", "no-title"],
)
def test_a_full_stop_of_an_abbreviation_ends_no_sentence(text: str, sentences: list[str]) -> None:
    told = report(text=text, events=(), claims=())
    found = [passages(told, [("trigger", span(text, sentence))]) for sentence in sentences]
    assert [[text[start:end] for start, end in each] for each in found] == [[sentence] for sentence in sentences]


def test_news_comes_first_and_background_last() -> None:
    day = event().date
    told = [
        event(id="background", background=True),
        event(id="planned", status="planned"),
        event(id="undated", date=replace(day, start=None, end=None)),
        event(id="older", date=replace(day, start="2024-01-01", end="2024-01-01")),
        event(id="newer"),
    ]
    ids = [attributes["id"] for tag, attributes in tags(made(told, report())) if tag == "article"]
    assert ids == ["newer", "older", "undated", "planned", "background"]
