"""The explorer: filters, map, timeline and table tell of the same events, for every hand and eye."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from dateline.app.desk.parameters import filter_of
from dateline.app.desk.parameters import query_of as query_of_filter
from dateline.store import Store, open_store
from tests.browser.conftest import axe_violations
from tests.browser.invented import HOSTILE, ORDINARY, ordinary
from tests.factory import put

if TYPE_CHECKING:
    from playwright.sync_api import Page

ALL = ORDINARY + 1

FILTERS = [
    "",
    "type=ASSAULT",
    "type=ASSAULT&type=PROTEST&status=occurred",
    "mode=aerial&country=SYR&country=UKR",
    "actor=SYRMIL&happened=true",
    "since=2024-02-10&until=2024-04-02",
    "since=2024-03-15",
    "until=2024-02-01&background=false",
    "granularity=range&granularity=unknown",
    "precision=admin1&precision=country",
    "sources=2&disputed=true",
    "review=unreviewed&happened=false",
    "text=shelled+-kherson",
    "text=%22five+people%22+kher*",
    "bbox=30,30,40,50",
    "bbox=170,-30,-170,0",
    "mode=nosuch",
]


def opened(page: Page, url: str, query: str = "") -> Page:
    """The explorer once everything is shown."""
    page.goto(f"{url}/{'?' + query if query else ''}")
    settled(page)
    return page


def settled(page: Page) -> None:
    """Wait until what was asked for is shown."""
    page.wait_for_function("() => window.explorer && !document.body.hasAttribute('aria-busy')")
    page.evaluate("() => explorer.map.ready")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def count(page: Page) -> str:
    return page.inner_text("#count")


def query_of(page: Page) -> str:
    return urlsplit(page.url).query


def from_api(url: str, path: str, query: str) -> Any:
    separator = "&" if "?" in path else "?"
    with urllib.request.urlopen(f"{url}/api/v1/{path}{separator}{query}") as answer:
        return json.load(answer)


SOURCES = """async (queries) => {
  const { localSource } = await import('/static/columns.js');
  const { remoteSource, getJson } = await import('/static/remote.js');
  const { readFilter } = await import('/static/filter.js');
  const columns = await getJson('columns');
  const local = localSource(columns, async (text) => (await getJson('matching', null, { text })).ids);
  const remote = remoteSource(await getJson('summary'));
  const told = async (source, filter) => ({
    summary: await source.summary(filter),
    map: await source.map(filter, [-180, -85, 180, 85], 4),
    rows: await Promise.all(['first_day', 'place', 'sources'].flatMap((sort) => [true, false].map(
      (descending) => source.rows(filter, { offset: 0, limit: 100, sort, descending }),
    ))),
  });
  const found = {};
  for (const query of queries) {
    const filter = readFilter(new URLSearchParams(query));
    found[query] = [await told(local, filter), await told(remote, filter)];
  }
  return found;
}"""


def test_the_browser_counts_as_the_database_does(page: Page, invented_url: str) -> None:
    page.goto(f"{invented_url}/static/icon.svg")
    for query, (local, remote) in page.evaluate(SOURCES, FILTERS).items():
        assert local["summary"] == remote["summary"], query
        assert local["rows"] == remote["rows"], query
        assert rounded(local["map"]["points"]) == rounded(remote["map"]["points"]), query
        assert sorted(local["map"]["areas"], key=str) == sorted(remote["map"]["areas"], key=str), query


def rounded(points: list[list[Any]]) -> list[list[Any]]:
    return sorted([round(lon, 6), round(lat, 6), number, only or ""] for lon, lat, number, only in points)


TWICE = """async (queries) => {
  const { readFilter, writeFilter } = await import('/static/filter.js');
  return queries.map((query) => writeFilter(readFilter(new URLSearchParams(query))));
}"""


def test_a_filter_is_read_from_the_address_and_written_back(page: Page, invented_url: str) -> None:
    page.goto(f"{invented_url}/static/icon.svg")
    assert page.evaluate(TWICE, FILTERS) == FILTERS
    ours = [query_of_filter(filter_of(parse_qsl(query))) for query in FILTERS]
    assert [sorted(parse_qsl(query)) for query in ours] == [sorted(parse_qsl(query)) for query in FILTERS]
    unreadable = ["since=2024-02-30", "since=yesterday", "sources=many", "bbox=1,2,3", "bbox=0,9,1,8", "disputed=maybe",
                  "x=1"]  # fmt: skip
    assert page.evaluate(TWICE, unreadable) == [""] * len(unreadable)


def test_everything_is_filtered_together(page: Page, invented_url: str) -> None:
    opened(page, invented_url)
    assert count(page) == f"{ALL} events"
    page.check("input[name=type][value=ASSAULT]")
    settled(page)
    summary = from_api(invented_url, "summary", "type=ASSAULT")
    assert count(page) == f"{summary['total']} of {ALL} events"
    shown = page.locator("li", has=page.locator("input[name=status][value=planned]")).locator(".count").inner_text()
    assert int(shown) == dict(summary["facets"]["status"])["planned"]
    assert page.get_attribute("#table", "aria-rowcount") == str(summary["total"] + 1)
    marks = page.evaluate("() => explorer.map.shown()")
    assert sum(mark["count"] for mark in marks["marks"]) == len(
        [1 for row in from_api(invented_url, "rows?limit=100", "type=ASSAULT")["items"] for _ in row["points"]]
    )
    page.check("input[name=country][value=SYR]")
    settled(page)
    assert query_of(page) == "type=ASSAULT&country=SYR"
    page.click("#chips button >> nth=0")
    settled(page)
    assert query_of(page) == "country=SYR"
    page.click("#reset")
    settled(page)
    assert (query_of(page), count(page)) == ("", f"{ALL} events")


def test_a_shared_address_shows_the_same_and_back_goes_back(page: Page, invented_url: str) -> None:
    opened(page, invented_url, "type=PROTEST&since=2024-02-01")
    assert page.is_checked("input[name=type][value=PROTEST]")
    assert page.input_value("input[name=since]") == "2024-02-01"
    before = count(page)
    page.uncheck("input[name=type][value=PROTEST]")
    settled(page)
    assert count(page) != before
    page.go_back()
    settled(page)
    assert (query_of(page), count(page)) == ("type=PROTEST&since=2024-02-01", before)
    page.go_forward()
    settled(page)
    assert query_of(page) == "since=2024-02-01"


def test_full_text(page: Page, invented_url: str) -> None:
    opened(page, invented_url)
    page.fill("#search", '"rebels shelled" kherson')
    page.press("#search", "Enter")
    settled(page)
    assert count(page) == f"10 of {ALL} events"


def test_downloads_are_of_what_is_shown(page: Page, invented_url: str) -> None:
    opened(page, invented_url, "type=COERCE&country=SYR")
    for name in ("csv", "geojson", "jsonl"):
        href = page.get_attribute(f"#download-{name}", "href")
        assert href == f"/api/v1/events?type=COERCE&country=SYR&format={name}"
    with urllib.request.urlopen(f"{invented_url}{page.get_attribute('#download-jsonl', 'href')}") as answer:
        ids = {json.loads(line)["id"] for line in answer}
    assert f"{len(ids)} of {ALL} events" == count(page)


# ---- timeline


def brush(page: Page, start: float, end: float) -> None:
    area = page.locator("#timeline-area").bounding_box()
    assert area is not None
    middle = area["y"] + area["height"] / 2
    page.mouse.move(area["x"] + area["width"] * start, middle)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * end, middle, steps=5)
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('since')")


def test_a_brush_sets_the_days(page: Page, invented_url: str) -> None:
    opened(page, invented_url)
    brush(page, 0.4, 0.6)
    settled(page)
    found = re.fullmatch(r"since=(2024-\d\d-01)&until=(2024-\d\d-\d\d)", query_of(page))
    assert found
    assert found[1] < found[2]
    assert from_api(invented_url, "summary", query_of(page))["total"] == int(count(page).split()[0])
    page.click("#timeline-whole")
    settled(page)
    assert query_of(page) == ""


def test_the_brush_works_by_keys(page: Page, invented_url: str) -> None:
    opened(page, invented_url)
    page.focus(".handle.since")
    page.keyboard.press("ArrowRight")
    settled(page)
    assert query_of(page) == "since=2024-02-01&until=2024-06-30"
    assert page.get_attribute(".handle.since", "aria-valuetext") == "2024-02-01"
    page.focus(".handle.until")
    page.keyboard.press("ArrowLeft")
    settled(page)
    assert query_of(page) == "since=2024-02-01&until=2024-05-31"
    page.keyboard.press("Escape")
    settled(page)
    assert query_of(page) == ""


def test_undated_events_are_told(page: Page, invented_url: str) -> None:
    opened(page, invented_url)
    assert page.inner_text("#undated") == "5 events undated"


# ---- map


def test_the_map_draws_areas_and_never_points_for_them(page: Page, invented_url: str) -> None:
    opened(page, invented_url, "precision=admin1&precision=country")
    page.wait_for_function("() => explorer.map.shown().badges.length")
    shown = page.evaluate("() => explorer.map.shown()")
    assert shown["marks"] == []
    assert {badge["country"]["code"]: badge["count"] for badge in shown["badges"]} == {"SYR": 10, "MLI": 10}
    badge = next(each for each in shown["badges"] if each["country"]["code"] == "SYR")
    area = page.locator("#map").bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + badge["x"] + badge["wide"] / 2, area["y"] + badge["y"] + badge["high"] / 2)
    page.wait_for_selector("#map-tip:not([hidden])")
    assert "In Syria, place unknown: 10 events" in page.inner_text("#map-tip")
    assert "Idlib" in page.inner_text("#map-tip")
    page.mouse.down()
    page.mouse.up()
    settled(page)
    assert query_of(page) == "country=SYR&precision=admin1"


def test_a_cluster_opens_until_its_events_are_at_one_place(page: Page, invented_url: str) -> None:
    opened(page, invented_url, "precision=exact&country=SYR&country=UKR")
    page.focus("#map")
    page.keyboard.press("0")
    for _ in range(4):
        settled(page)
        shown = page.evaluate("() => explorer.map.shown().marks")
        biggest = max(shown, key=lambda mark: mark["count"])
        area = page.locator("#map").bounding_box()
        assert area is not None
        page.mouse.click(area["x"] + biggest["x"], area["y"] + biggest["y"])
        page.wait_for_timeout(100)
        if "bbox" in query_of(page):
            break
    settled(page)
    assert "bbox=37.16,36.2,37.16,36.2" in query_of(page) or "bbox=32.61,46.64,32.61,46.64" in query_of(page)
    assert count(page) == f"10 of {ALL} events"


def test_a_box_is_drawn_over_the_map(page: Page, invented_url: str) -> None:
    opened(page, invented_url)
    area = page.locator("#map").bounding_box()
    assert area is not None
    page.click("#map-select")
    page.mouse.move(area["x"] + 10, area["y"] + 60)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] - 10, area["y"] + area["height"] - 10, steps=3)
    page.mouse.up()
    settled(page)
    assert query_of(page).startswith("bbox=")
    assert int(count(page).split()[0]) > 0
    assert page.inner_text("#chips").startswith("Area:")


def test_the_map_by_keys(page: Page, invented_url: str) -> None:
    opened(page, invented_url, "country=COD")
    zoom = "() => explorer.map.shown().view.zoom"
    page.focus("#map")
    before = page.evaluate(zoom)
    page.keyboard.press("-")
    assert page.evaluate(zoom) < before
    settled(page)
    page.keyboard.press("n")
    page.wait_for_selector("#map-tip:not([hidden])")
    assert "10 events" in page.inner_text("#map-tip")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.search.includes('bbox')")


# ---- table


def test_the_table_scrolls_through_all_and_sorts(page: Page, invented_url: str) -> None:
    opened(page, invented_url)
    rows = page.locator("#table tbody tr[data-id]")
    assert rows.count() < ALL
    page.evaluate("() => { const rows = document.getElementById('rows'); rows.scrollTop = rows.scrollHeight; }")
    settled(page)
    assert page.locator(f'#table tr[aria-rowindex="{ALL + 1}"]').is_visible()
    page.click("#table th button:has-text('Sources')")
    settled(page)
    assert page.get_attribute("#table th:has(button:has-text('Sources'))", "aria-sort") == "descending"
    assert rows.nth(0).locator(".number").nth(1).inner_text() == "3"
    page.click("#table th button:has-text('Sources')")
    settled(page)
    assert rows.nth(0).locator(".number").nth(1).inner_text() == "1"


def test_the_table_by_keys(page: Page, invented_url: str) -> None:
    opened(page, invented_url)
    assert page.locator("#table tbody a[tabindex='0']").count() == 1
    page.focus("#table tbody a[tabindex='0']")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("() => document.activeElement.closest('tr').dataset.row") == "1"
    page.keyboard.press("End")
    settled(page)
    assert page.evaluate("() => document.activeElement.closest('tr').dataset.row") == str(ALL - 1)
    page.keyboard.press("Home")
    settled(page)
    first = page.evaluate("() => document.activeElement.closest('tr').dataset.id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/events/{first}")


def test_filters_by_keys_alone(page: Page, invented_url: str) -> None:
    opened(page, invented_url)
    page.focus("#search")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.value") == "PROTEST":
            break
    page.keyboard.press("Space")
    settled(page)
    assert query_of(page) == "type=PROTEST"
    assert page.evaluate("() => document.activeElement.value") == "PROTEST"


# ---- for everybody


def test_hostile_text_stays_text(page: Page, invented_url: str) -> None:
    opened(page, invented_url, "text=img")
    assert count(page) == f"1 of {ALL} events"
    assert HOSTILE in page.inner_text("#table tbody tr[data-id] .who")
    assert page.locator("main img, main script").count() == 0
    page.focus("#map")
    page.keyboard.press("n")
    page.wait_for_selector("#map-tip:not([hidden])")
    assert "<img" in page.inner_text("#map-tip")
    assert page.evaluate("() => window.__xss") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(new_page: Callable[..., Page], invented_url: str, scheme: str, width: int) -> None:
    page = new_page(bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 800})
    opened(page, invented_url, "type=ASSAULT&since=2024-02-01")
    page.evaluate("() => { for (const each of document.querySelectorAll('details')) each.open = true; }")
    assert axe_violations(page) == []


def test_a_narrow_screen_needs_no_scrolling_sideways(new_page: Callable[..., Page], invented_url: str) -> None:
    page = new_page(viewport={"width": 360, "height": 700}, has_touch=True)
    opened(page, invented_url, "type=ASSAULT")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert not page.is_visible("#search")
    page.tap("#filters > summary")
    assert page.is_visible("#search")


def test_more_events_than_a_browser_holds_are_asked_for(page: Page, invented_url: str, invented: Store) -> None:
    page.route("**/api/v1/columns", lambda route: route.fulfill(status=413, body="{}"))
    opened(page, invented_url, "type=ASSAULT")
    total = from_api(invented_url, "summary", "type=ASSAULT")["total"]
    assert count(page) == f"{total} of {invented.count_events()} events"
    page.check("input[name=country][value=SYR]")
    settled(page)
    total = from_api(invented_url, "summary", "type=ASSAULT&country=SYR")["total"]
    assert count(page) == f"{total} of {ALL} events"
    assert page.locator("#table tbody tr[data-id]").count() == total
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    brush(page, 0.4, 0.8)
    settled(page)
    assert "since=" in query_of(page)
    assert len([url for url in asked if "/summary" in url]) == 1


def test_what_changed_is_shown_without_loading_the_page_again(
    page: Page, serve: Callable[..., str], tmp_path: Path
) -> None:
    with open_store(tmp_path / "live.db") as store:
        told = [made for made, _ in ordinary()]
        put(store, *told[:10])
        told_version = "event: version\ndata: later\nretry: 100\n\n"
        page.route("**/api/v1/stream", lambda route: route.fulfill(content_type="text/event-stream", body=told_version))
        opened(page, serve(store), "type=ASSAULT")
        page.evaluate("() => { window.same = true; }")
        before = count(page)
        put(store, *told)
        page.wait_for_function("(before) => document.getElementById('count').textContent !== before", arg=before)
        assert count(page) == f"24 of {ORDINARY} events"
        assert query_of(page) == "type=ASSAULT"
        assert page.inner_text("#said").startswith("The database changed")
        assert page.evaluate("() => window.same")


def test_a_failure_is_told(page: Page, invented_url: str) -> None:
    opened(page, invented_url)
    page.route(
        "**/api/v1/matching**", lambda route: route.fulfill(status=503, body='{"detail": "The database is away"}')
    )
    page.fill("#search", "rebels")
    page.press("#search", "Enter")
    page.wait_for_selector("#problem:not([hidden])")
    assert "The database is away" in page.inner_text("#problem")


def test_it_prints_rows_and_no_controls(page: Page, invented_url: str) -> None:
    opened(page, invented_url, "type=ASSAULT")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#table tbody tr[data-id]").count() == int(count(page).split()[0])
    assert not page.is_visible("#search")
    assert not page.is_visible("#map-in")
    assert page.is_visible("#chips")
