"""`dateline watch`: which feeds are asked when, and what of them is new."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import httpx2
import pytest

from dateline.app.watch import (
    Feed,
    FeedState,
    States,
    Watcher,
    WatchList,
    keep_states,
    load_feeds,
    load_states,
    seconds,
    watch,
)
from dateline.errors import InputError, UsageError
from dateline.records import RawReport
from dateline.sources.fetch import Fetcher

URL = "https://news.example/rss"
DAY = 86400.0


def rss(*items: str) -> str:
    return f"<rss><channel><title>Velin Post</title>{''.join(items)}</channel></rss>"


def item(number: int, text: str = "Rebels shelled Velin.") -> str:
    return (
        f"<item><guid>g{number}</guid><link>https://news.example/{number}</link><title>T{number}</title>"
        f"<description>{text}</description></item>"
    )


class Bench:
    """A watch over one feed, with a clock of its own."""

    def __init__(self, feed: str | httpx2.Response, pages: dict[str, httpx2.Response] | None = None, **fields: object):
        self.answers = {"/rss": feed, **(pages or {})}
        self.asked: list[str] = []
        self.errors: list[InputError] = []
        self.taken: list[RawReport] = []
        self.kept: States = {}
        self.time = 10 * DAY
        feeds = WatchList(feeds=(Feed(url=URL, **fields),))  # type: ignore[arg-type]
        client = httpx2.Client(transport=httpx2.MockTransport(self.answer))
        fetcher = Fetcher(
            client=client, pause=0.0, trusted=feeds.hosts, clock=lambda: self.time, sleep=lambda _seconds: None
        )
        self.watcher = Watcher(
            feeds=feeds, fetcher=fetcher, on_error=self.errors.append, now=lambda: self.time, jitter=lambda: 0.0
        )

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path)
        found = self.answers.get(request.url.path, httpx2.Response(404))
        if isinstance(found, httpx2.Response):
            return found
        known = request.headers.get("if-none-match") == '"1"'
        return httpx2.Response(304) if known else httpx2.Response(200, text=found, headers={"etag": '"1"'})

    def take(self, reports: Iterable[RawReport]) -> None:
        self.taken += reports

    def once(self) -> list[str | None]:
        """Poll what is due; the ids of what was taken in."""
        self.taken = []
        watch(self.watcher, self.kept, self.take, lambda _states: None, once=True)
        return [report.id for report in self.taken]


def test_only_what_is_new_is_taken_in() -> None:
    bench = Bench(rss(item(1), item(2)))
    assert bench.once() == ["g1", "g2"]
    assert [(one.publisher, one.fetched) for one in bench.taken] == [("Velin Post", "1970-01-11")] * 2
    assert bench.once() == []  # not due
    bench.time += 900
    assert bench.once() == []  # not changed: the feed is not even read
    bench.answers["/rss"] = httpx2.Response(200, text=rss(item(2), item(3)))
    bench.time += 900
    assert bench.once() == ["g3"]
    assert bench.kept[URL].seen == ("g2", "g3")
    assert bench.asked.count("/rss") == 3


def test_the_pages_of_the_items_are_read_where_asked_for() -> None:
    page = httpx2.Response(200, text="<html><body><p>The whole story.</p></body></html>")
    bench = Bench(rss(item(1)), {"/1": page}, full_text=True, publisher="The Post")
    assert bench.once() == ["g1"]
    (report,) = bench.taken
    assert "whole story" in report.content
    assert (report.is_html, report.url, report.publisher) == (True, "https://news.example/1", "The Post")


def test_a_page_that_is_down_is_tried_again_and_a_forbidden_one_leaves_the_summary() -> None:
    bench = Bench(rss(item(1), item(2)), {"/1": httpx2.Response(503), "/2": httpx2.Response(403)}, full_text=True)
    assert bench.once() == ["g2"]
    assert bench.taken[0].content == "Rebels shelled Velin."
    assert bench.kept[URL].seen == ("g2",)
    bench.answers["/1"] = httpx2.Response(200, text="<html><body><p>Now.</p></body></html>")
    bench.answers["/rss"] = httpx2.Response(200, text=rss(item(1), item(2)))
    bench.time += 900
    assert bench.once() == ["g1"]


def test_a_page_that_is_down_is_tried_again_though_the_feed_has_not_changed() -> None:
    bench = Bench(rss(item(1)), {"/1": httpx2.Response(503)}, full_text=True)
    assert bench.once() == []
    bench.answers["/1"] = httpx2.Response(200, text="<html><body><p>Now.</p></body></html>")
    bench.time += 900
    assert bench.once() == ["g1"]


def test_a_feed_that_fails_is_asked_less_and_less_often() -> None:
    bench = Bench(httpx2.Response(500))
    waits = []
    for _ in range(9):
        bench.once()
        waits.append(bench.kept[URL].due - bench.time)
        bench.time = bench.kept[URL].due
    assert waits[:3] == [1800.0, 3600.0, 7200.0]
    assert waits[-1] == DAY
    bench.answers["/rss"] = rss(item(1))
    assert bench.once() == ["g1"]
    assert bench.kept[URL].failures == 0


@pytest.mark.parametrize(
    ("answer", "due", "gone"),
    [
        pytest.param(httpx2.Response(429, headers={"retry-after": "90000"}), 90000.0, False, id="asked-to-wait"),
        pytest.param(httpx2.Response(410), 1800.0, True, id="gone"),
        pytest.param(httpx2.Response(200, content=b"\x89PNG\r\n"), 900.0, False, id="no-feed"),
    ],
)
def test_what_failed_is_told(answer: httpx2.Response, due: float, gone: bool) -> None:
    bench = Bench(answer)
    assert bench.once() == []
    assert len(bench.errors) == 1
    assert (bench.kept[URL].due - bench.time, bench.kept[URL].gone) == (due, gone)


def test_a_feed_that_is_gone_is_never_asked_again() -> None:
    bench = Bench(httpx2.Response(410))
    bench.once()
    bench.time += 100 * DAY
    bench.once()
    assert bench.asked.count("/rss") == 1
    assert bench.watcher.next_due(bench.kept) is None


def test_what_was_not_taken_in_is_not_remembered() -> None:
    bench = Bench(rss(item(1)))

    def killed(_reports: Iterable[RawReport]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(bench.watcher, bench.kept, killed, lambda _states: None, once=True)
    assert bench.once() == ["g1"]


def test_watching_waits_until_a_feed_is_due() -> None:
    bench = Bench(rss(item(1)))
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        bench.time += seconds
        if len(slept) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        watch(bench.watcher, bench.kept, bench.take, lambda _states: None, sleep=sleep)
    assert slept == [900.0] * 3
    assert [report.id for report in bench.taken] == ["g1"]


# ---- files


def test_states_are_kept_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    assert load_states(path) == {}
    states = {URL: FeedState(due=3.5, etag="e", failures=2, seen=("a", "b"))}
    keep_states(path, states)
    assert load_states(path) == states


@pytest.mark.parametrize("text", ["[]", "{", '{"u": {"other": 1, "seen": []}}', '{"u": 3}'])
def test_a_broken_state_says_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "state.json"
    path.write_text(text)
    with pytest.raises(UsageError, match="delete it to begin anew"):
        load_states(path)


def feeds(tmp_path: Path, text: str) -> WatchList:
    path = tmp_path / "feeds.toml"
    path.write_text(text)
    return load_feeds(path)


def test_feeds_with_their_defaults(tmp_path: Path) -> None:
    found = feeds(
        tmp_path,
        'contact = "desk@news.example"\nevery = "1h"\npause = "5s"\n[[feed]]\nurl = "https://a.example/rss"\n'
        '[[feed]]\nurl = "https://b.example/rss"\npublisher = "B"\nevery = "5m"\nfull_text = true\n',
    )
    assert found == WatchList(
        contact="desk@news.example",
        pause=5.0,
        feeds=(
            Feed(url="https://a.example/rss", every=3600.0),
            Feed(url="https://b.example/rss", publisher="B", every=300.0, full_text=True),
        ),
    )
    assert found.hosts == {"a.example", "b.example"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "names no feed", id="empty"),
        pytest.param("feed = 3", "names no feed", id="no-list"),
        pytest.param("[[feed]]\nurl = 'news.example'", "feed 1: url must be", id="no-address"),
        pytest.param("[[feed]]\nurl = 'https://a.example'\nevry = '1h'", "feed 1: no such setting: evry", id="typo"),
        pytest.param("evry = '1h'\n[[feed]]\nurl = 'https://a.example'", "no such setting: evry", id="typo-above"),
        pytest.param("[[feed]]\nurl = 'https://a.example'\nevery = '10s'", "too often", id="too-often"),
        pytest.param("[[feed]]\nurl = 'https://a.example'\nevery = 'daily'", "no time such as", id="no-time"),
        pytest.param("[[feed]]\nurl = 'https://a.example'\nfull_text = 'yes'", "true or false", id="no-truth"),
        pytest.param("[[feed]]\nurl = 'https://a.example'\n" * 2, "named twice", id="twice"),
        pytest.param("[[feed", "feeds.toml", id="no-toml"),
    ],
)
def test_feeds_that_cannot_be_used(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        feeds(tmp_path, text)


def test_no_file_of_feeds(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        load_feeds(tmp_path / "none.toml")


def test_durations() -> None:
    assert [seconds(given, "x", shortest=0) for given in ("90s", "1.5m", "2 h", "1d")] == [90.0, 90.0, 7200.0, DAY]


def test_state_files_are_plain_json(tmp_path: Path) -> None:
    keep_states(tmp_path / "s", {URL: FeedState()})
    assert json.loads((tmp_path / "s").read_text())[URL]["due"] == 0.0
