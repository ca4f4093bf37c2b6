"""The pages that show: an event, a report, actors, pairs, the network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.app.desk import charts
from dateline.app.desk.desk import Desk
from dateline.app.desk.dyads import Bin
from dateline.app.desk.event_view import event_view, number
from dateline.app.desk.server import create_app
from dateline.app.linking import relink
from dateline.records import Count, Date, Entity, Note, Publication, Report
from dateline.settings import LinkSettings
from dateline.store import Store, open_store
from tests import factory

HOSTILE = '<img src=x onerror="window.__xss=1">'


def client_of(store: Store, **fields: object) -> TestClient:
    desk = Desk(store=store, title="Test desk", hosts=("testserver",), **fields)  # type: ignore[arg-type]
    return TestClient(create_app(desk), follow_redirects=False)


def between(source: str, target: str, number: int) -> Report:
    """A report that one actor of the catalogue shelled another, each on a day of its own."""
    day, text = f"2024-03-{number:02}", f"{source} shelled {target} in the valley number {number * 7}."
    one, other = (
        Entity(span=factory.span(text, name, f"p{number}"), text=name, name=name, id=name.upper(), type="government")
        for name in (source, target)
    )
    told = factory.mention(
        factory.TEXT, f"p{number}", actors=(one,), recipients=(other,), locations=(), counts=(), claims=(),
        trigger=factory.span(text, "shelled", f"p{number}"), evidence={"actors": (one.span,)},
        date=Date(start=day, end=day, granularity="day", basis="explicit"),
    )  # fmt: skip
    published = Publication(date=day, earliest=day, latest=day, basis="given")
    return factory.report(f"p{number}", text, events=(told,), claims=(), published=published)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "events.db") as held:
        yield held


@pytest.fixture
def told(store: Store) -> Store:
    """The shelling of Aleppo, told by a wire, by a copy of it, and with another toll by somebody else."""
    first, copy = factory.report("r1"), factory.report("r2", title="The same")
    other_text = "Rebels shelled Aleppo on Monday, the army said. Nine five-year-olds died, all told nine."
    other = factory.report("r3", other_text, publisher="The Other")
    store.put_reports([first, copy, other])
    relink(store, LinkSettings())
    return store


def test_an_event_shows_every_field_with_its_words_and_who_says_so(told: Store) -> None:
    (event,) = told.events()
    page = client_of(told).get(f"/events/{event.id}")
    assert page.status_code == 200
    for words in ("ASSAULT heavy-weapons", "Aleppo (SYR), exact", "fatalities at least 5", "on Monday", "Sources side by side",
                  "Copies of this text, counted once", "Example Wire"):  # fmt: skip
        assert words in page.text
    assert '<mark class="trigger" title="trigger" id="at-r1-7">shelled</mark>' in page.text
    assert 'href="#at-r1-7">shelled</a></q><span class="faint small" title="in 3 reports"> ×3</span>' in page.text


def test_ids_that_an_event_had_lead_to_it(told: Store) -> None:
    (event,) = told.events()
    answer = client_of(told).get(f"/events/{event.id[:4]}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/events/{event.id}")


@pytest.mark.parametrize("path", ["/events/none", "/reports/none", "/actors/none", "/pairs/a/b", "/none"])
def test_what_is_not_there_is_told_on_a_page(told: Store, path: str) -> None:
    page = client_of(told).get(path)
    assert page.status_code == 404
    assert "<h1>Not found</h1>" in page.text


def test_a_report_shows_what_was_found_and_what_was_left_out(store: Store) -> None:
    left = Note(stage="clean", reason="a comment form", span=factory.span(factory.TEXT, "At least"))
    store.put_reports([factory.report(notes=(left,), url="https://news.example/a")])
    relink(store, LinkSettings())
    (event,) = store.events()
    page = client_of(store).get("/reports/r1").text
    for words in (
        "a comment form",
        "At least",
        f'href="/events/{event.id}"',
        'href="https://news.example/a"',
        "the army",
    ):
        assert words in page


def test_an_address_that_is_none_of_the_web_is_no_link(store: Store) -> None:
    store.put_reports([factory.report(url="javascript:window.__xss=1")])
    assert 'href="javascript' not in client_of(store).get("/reports/r1").text


def test_text_of_reports_stays_text(store: Store) -> None:
    text = f"Rebels shelled Aleppo on Monday, the army said {HOSTILE}. At least five people were killed."
    evil = replace(factory.mention(text).actors[0], name=HOSTILE, id=f"x{HOSTILE}")
    store.put_reports(
        [
            factory.report(
                "r1", text, title=HOSTILE, publisher=HOSTILE, byline=HOSTILE, url=f"https://news.example/{HOSTILE}",
                events=(factory.mention(text, actors=(evil,)),), notes=(Note(stage="x", reason=HOSTILE),),
            )
        ]
    )  # fmt: skip
    relink(store, LinkSettings())
    (event,) = store.events()
    client = client_of(store, read_only=True)
    for path in (f"/events/{event.id}", "/reports/r1", "/actors", f"/actors/x{HOSTILE}", "/network", "/?text=<img>"):
        page = client.get(path)
        assert page.status_code == 200, path
        assert "<img" not in page.text, path


def test_every_answer_has_the_policy(told: Store) -> None:
    for path in ("/", "/none", "/static/desk.css"):
        headers = client_of(told).get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_other_host_names_are_refused(told: Store) -> None:
    assert client_of(told).get("/", headers={"host": "evil.example"}).status_code == 400


def test_sources_differ_visibly(told: Store) -> None:
    event = next(told.events())
    reports = [report for one in event.reports for report in [told.report(one)] if report is not None]
    view = event_view(event, reports)
    assert [(source.report.id, [copy.id for copy in source.copies]) for source in view.sources] == [
        ("r1", ["r2"]),
        ("r3", []),
    ]
    assert view.sources[0].values["fatalities"] == "at least 5"
    assert {"status", "date", "place", "actors", "fatalities"} <= set(view.compared)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"low": 5.0, "high": 5.0, "best": 5.0}, "5", id="exact"),
        pytest.param({"low": 5.0}, "at least 5", id="at-least"),
        pytest.param({"low": 0.0, "high": 7.0}, "0 to 7", id="between"),
        pytest.param({"high": 7.0}, "up to 7", id="up-to"),
        pytest.param({"best": 7.0}, "7", id="best-only"),
        pytest.param({}, "some", id="no-number"),
        pytest.param({"low": 5.0, "scope": "cumulative", "part": True}, "at least 5 (in all, part)", id="noted"),
    ],
)
def test_numbers_in_words(fields: dict[str, object], words: str) -> None:
    count = Count(what="fatalities", span=factory.span(factory.TEXT, "five"), **fields)  # type: ignore[arg-type]
    assert number(count) == words


# ---- actors


@pytest.fixture
def dyad(store: Store) -> Store:
    store.put_reports(
        [
            between("Velin", "Norvia", 1),
            between("Norvia", "Velin", 3),
            between("Velin", "Norvia", 11),
            between("Velin", "Kestria", 20),
        ]
    )
    relink(store, LinkSettings())
    return store


def test_actors_are_listed_and_found(dyad: Store) -> None:
    client = client_of(dyad)
    assert [(one["id"], one["acting"], one["receiving"]) for one in client.get("/api/v1/actors").json()] == [
        ("VELIN", 3, 1),
        ("NORVIA", 1, 2),
        ("KESTRIA", 0, 1),
    ]
    page = client.get("/actors?text=norv").text
    assert 'href="/actors/NORVIA"' in page
    assert "KESTRIA" not in page
    assert "Nobody whose name or id holds" in client.get("/actors?text=%25").text


def test_an_actor_shows_time_and_partners(dyad: Store) -> None:
    client = client_of(dyad)
    found = client.get("/api/v1/actors/VELIN").json()
    assert found["types"] == [{"type": "ASSAULT", "count": 4}]
    assert [(one["id"], one["towards"], one["back"]) for one in found["partners"]] == [
        ("NORVIA", 2, 1),
        ("KESTRIA", 1, 0),
    ]
    assert (len(found["bins"]), sum(one["conflict"] for one in found["bins"])) == (20, 4)
    page = client.get("/actors/VELIN").text
    assert "<title>2024-03-01: 1 conflict, 0 cooperation</title>" in page


def test_a_pair_shows_who_answers_whom(dyad: Store) -> None:
    client = client_of(dyad)
    there, back = client.get("/api/v1/pairs/VELIN/NORVIA?days=7").json()
    assert (there["conflict"]["acts"], there["conflict"]["answered"]) == (1, 1)  # the second is too near the end
    assert back["conflict"] is None or back["conflict"]["acts"] <= 1
    assert len(there["acts"]) == 2
    assert "Velin → Norvia" in client.get("/pairs/VELIN/NORVIA").text
    assert client.get("/pairs/VELIN/NORVIA?days=0").status_code == 422


def test_the_network_draws_the_pairs(dyad: Store) -> None:
    page = client_of(dyad).get("/network").text
    assert page.count("<line") == 2
    assert page.count("<circle") == 3
    assert 'href="/pairs/NORVIA/VELIN"' in page


def test_an_empty_database_has_pages(store: Store) -> None:
    client = client_of(store)
    for path in ("/", "/actors", "/network", "/about"):
        assert client.get(path).status_code == 200, path


# ---- charts


def test_a_chart_stays_within_its_bounds() -> None:
    bins = [
        Bin(start=f"20{year:02}-01-01", conflict=year, cooperation=30 - year, score=year - 15.0) for year in range(31)
    ]
    chart = charts.over_time(bins, "year")
    assert chart is not None
    for bar in chart.bars:
        assert charts.LEFT <= bar.x <= bar.x + bar.width <= charts.WIDTH
        assert 0 <= bar.conflict_y <= bar.conflict_y + bar.conflict_height <= chart.zero + 0.01
        assert chart.zero + bar.cooperation_height <= charts.HEIGHT - charts.BOTTOM + 8
    assert len(chart.times) <= charts.MOST_LABELS
    assert charts.over_time([], "year") is None


def test_the_same_network_is_drawn_the_same() -> None:
    pairs = [("a", "b", 3, -8.0), ("b", "c", 1, 2.5), ("x", "y", 1, None)]
    drawn = charts.network_of(pairs, {"a": "A"})
    assert drawn == charts.network_of(pairs, {"a": "A"})
    assert [edge.kind for edge in drawn.edges] == ["conflict", "cooperation", "unknown"]
    assert [node.name for node in drawn.nodes] == ["b", "A", "c", "x", "y"]
    for node in drawn.nodes:
        assert 0 < node.x < drawn.width
        assert 0 < node.y < drawn.height
    ends = {(node.x, node.y) for node in drawn.nodes}
    assert len(ends) == len(drawn.nodes)
