"""The explorer as one file: marks where the evidence is, nothing from outside, nothing that runs but its own script."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dateline.app.linking import relink
from dateline.app.marks import fields_of, passages, pieces
from dateline.app.report_page import (
    _gather,
    basemap,
    bundle,
    chosen,
    line_points,
    page_of_store,
    passage,
    report_page,
)
from dateline.errors import UsageError
from dateline.records import Dispute, DisputedValue, Event, Report
from dateline.settings import LinkSettings
from dateline.store import open_store
from tests.factory import TEXT, event, report, span


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


TOLD: dict[str, Any] = {
    "version": "1",
    "words": {"type": ["AID", "ASSAULT"], "actor_ids": ["A", "B", "C"], "countries": ["FJI", "SYR"]},
    "columns": {"id": ["a", "b"], "type": [0, 1], "actor_ids": [[0, 1], [2, 1]], "countries": [[0], [1]],
                "points": [[], [[37.16, 36.2]]]},
    "names": {"A": "Ana", "B": "Bo", "C": "Cy"},
}  # fmt: skip
NOTHING = chosen(TOLD, set())


def made(events: list[Event], *reports: Report) -> str:
    return report_page(events, TOLD, {each.id: each for each in reports}.get, title="events")


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
        assert not {"src", "action", "background", "srcset"} & set(attributes), tag
        assert str(attributes.get("href", "#")).startswith("#"), tag
    assert "url(" not in page
    assert "import " not in bundle("report.js")
    assert "@import" not in page


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.mark.parametrize("where", ["title", "publisher", "url", "text", "id"])
def test_text_from_reports_stays_text(where: str) -> None:
    text = TEXT + " " + HOSTILE if where == "text" else TEXT
    hostile = report(text=text) if where == "text" else report(**{where if where != "id" else "url": HOSTILE})
    evidence = {"trigger": (span(text, "shelled"), span(text, "<script>"))} if where == "text" else {}
    told = event(hostile, id=HOSTILE) if where == "id" else event(hostile)
    page = made([replace(told, evidence={**told.evidence, **evidence})], hostile)
    assert [attributes for tag, attributes in tags(page) if tag == "script"] == [
        {"id": "data", "type": "application/json"},
        {"type": "module"},
    ]
    assert not any(name.startswith("on") for _, attributes in tags(page) for name in attributes)
    assert not any(tag == "img" for tag, _ in tags(page))


def test_its_policy_allows_its_own_script_and_style_alone() -> None:
    page = made([event()], report())
    policy = next(str(attributes["content"]) for tag, attributes in tags(page) if "http-equiv" in attributes)
    assert policy.startswith("default-src 'none'")
    for tag, opened in (("style", "style"), ("script", 'script type="module"')):
        content = re.search(f"<{opened}>(.*?)</{tag}>", page, re.DOTALL)
        assert content is not None
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_disputes_are_told() -> None:
    dispute = Dispute(field="counts", values=(DisputedValue(value="5", evidence=(span(TEXT, "five"),)),))
    page = made([event(disputes=(dispute,), status="denied", background=True)], report())
    attributes = next(attributes for tag, attributes in tags(page) if tag == "article")
    assert attributes == {"id": "event-event-r1-m1", "data-id": "event-r1-m1", "class": "card"}
    assert "ASSAULT heavy-weapons · denied, background" in page
    assert "Sources differ on counts" in page


def test_the_page_tells_nothing_of_other_events() -> None:
    assert chosen(TOLD, {"b"}) == {
        "version": "1",
        "words": {"type": ["ASSAULT"], "actor_ids": ["C", "B"], "countries": ["SYR"]},
        "columns": {"id": ["b"], "type": [0], "actor_ids": [[0, 1]], "countries": [[0]], "points": [[[37.16, 36.2]]]},
        "names": {"C": "Cy", "B": "Bo"},
    }


def test_no_data_ends_its_script() -> None:
    told = {**TOLD, "names": {**TOLD["names"], "B": "</script><script>alert(1)</script>"}}
    page = report_page([event(id="b")], told, lambda _: None, title="events")
    assert "alert(1)" in page
    assert [tag for tag, _ in tags(page)].count("script") == 2


def test_lines_between_provinces_are_kept_where_events_are() -> None:
    everywhere, syria, nowhere = (
        len(basemap(told)["provinces"]["lines"]) for told in (TOLD, chosen(TOLD, {"b"}), NOTHING)
    )
    assert nowhere == 0 < syria < everywhere


def test_a_line_of_the_map_is_read() -> None:
    assert line_points("_p~iF~ps|U_ulLnnqC_mqNvxq`@") == [
        (3850000, -12020000), (4070000, -12095000), (4325200, -12645300),
    ]  # fmt: skip


def test_a_bundle_has_every_module_once_and_what_it_needs_before_it() -> None:
    parts: dict[str, str] = {}
    _gather("report.js", parts)
    assert list(parts)[-1] == "report.js"
    for name in parts:
        variable = "module_" + name.removesuffix(".js")
        assert bundle("report.js").count(f"const {variable} = (() => {{") == (name != "report.js")


def test_the_page_of_a_store(tmp_path: Path) -> None:
    with open_store(tmp_path / "e.db") as store:
        store.put_reports([report()])
        relink(store, LinkSettings())
        page = page_of_store(store, title="Mine", query="?type=ASSAULT&country=SYR")
        assert page == page_of_store(store, title="Mine", query="country=SYR&type=ASSAULT")
        assert "1 event told in 1 report, of which 1 happened; chosen by type=ASSAULT&amp;country=SYR" in page
        assert "0 events told in 0 reports" in page_of_store(store, title="Mine", query="type=AID")
        with pytest.raises(UsageError, match="is not one of"):
            page_of_store(store, title="Mine", query="type=ASSULT")


def test_too_many_events_for_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.app.report_page.MOST_EVENTS", 0)
    with open_store(tmp_path / "e.db") as store:
        store.put_reports([report()])
        relink(store, LinkSettings())
        with pytest.raises(UsageError, match="1 events are too many for one page"):
            page_of_store(store, title="Mine")


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
    ids = [attributes["data-id"] for tag, attributes in tags(made(told, report())) if tag == "article"]
    assert ids == ["newer", "older", "undated", "planned", "background"]
