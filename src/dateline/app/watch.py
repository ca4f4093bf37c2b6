"""`dateline watch`: feeds polled when they are due, what is new in them coded into a database."""

from __future__ import annotations

import json
import os
import random
import re
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dateline.errors import InputError, UsageError
from dateline.records import RawReport
from dateline.sources import read_bytes
from dateline.sources.fetch import Fetcher, FetchError

SHORTEST = 60.0
"""No feed is asked for more often than so many seconds."""
LONGEST = 24 * 3600.0
"""A feed that keeps failing is asked for once a day."""
_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_FEED_KEYS = {"url", "publisher", "every", "full_text"}
_TOP_KEYS = {"contact", "every", "pause", "full_text", "feed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed. every: seconds between two polls. full_text: whether the page of each item is read too."""

    url: str
    publisher: str | None = None
    every: float = 900.0
    full_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchList:
    """What is watched. contact: told to the sites. pause: seconds between two requests to one site."""

    feeds: tuple[Feed, ...]
    contact: str | None = None
    pause: float = 2.0

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the feeds, which whoever runs this has named."""
        return frozenset(urlsplit(feed.url).hostname or "" for feed in self.feeds)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What is remembered of a feed between two polls.

    due: when it is asked for next, in seconds since 1970. failures: how often in a row it could not be read. seen: the
    items that it held the last time and that were taken in.
    """

    due: float = 0.0
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    gone: bool = False
    seen: tuple[str, ...] = ()


States = dict[str, FeedState]


@dataclass(slots=True)
class Watcher:
    """Polls the feeds that are due. now: seconds since 1970. jitter: a number between 0 and 1."""

    feeds: WatchList
    fetcher: Fetcher
    on_error: Callable[[InputError], None]
    now: Callable[[], float] = time.time
    jitter: Callable[[], float] = field(default=random.random)

    def poll(self, states: Mapping[str, FeedState]) -> Iterator[tuple[Feed, FeedState, list[RawReport]]]:
        """Each feed that is due: what is new in it, and its state once that is taken in."""
        for feed in self.feeds.feeds:
            state = states.get(feed.url, FeedState())
            if not state.gone and state.due <= self.now():
                try:
                    yield feed, *self._read(feed, state)
                except FetchError as error:
                    self.on_error(error)
                    yield feed, self._failed(feed, state, error), []

    def next_due(self, states: Mapping[str, FeedState]) -> float | None:
        """Seconds until a feed is due, None where none ever is."""
        known = (states.get(feed.url, FeedState()) for feed in self.feeds.feeds)
        due = [state.due for state in known if not state.gone]
        return max(0.0, min(due) - self.now()) if due else None

    def _read(self, feed: Feed, state: FeedState) -> tuple[FeedState, list[RawReport]]:
        page = self.fetcher.get(feed.url, etag=state.etag, modified=state.modified)
        after = replace(state, due=self.now() + feed.every, failures=0)
        if page.body is None:
            return after, []
        day = datetime.fromtimestamp(self.now(), UTC).date().isoformat()
        items = list(read_bytes(page.body, feed.url, self.on_error))
        fresh, taken = [], []
        for item in items:
            key = item.id or item.url or item.raw_sha256
            given = replace(item, publisher=feed.publisher or item.publisher, fetched=day)
            found = given if key in state.seen else self._whole(given, feed)
            if found is not None:
                taken.append(key)
                fresh += [found] if key not in state.seen else []
        whole = len(taken) == len(items)  # else the feed must be read again, changed or not, for what is left
        etag, modified = (page.etag, page.modified) if whole else (None, None)
        return replace(after, etag=etag, modified=modified, seen=tuple(taken)), fresh

    def _whole(self, item: RawReport, feed: Feed) -> RawReport | None:
        """An item as it is, or the page that it leads to; None where that cannot be read now and must be later.

        A page that is not allowed or that is gone leaves what the feed itself says of it.
        """
        if not feed.full_text or not item.url:
            return item
        try:
            page = self.fetcher.get(item.url)
        except FetchError as error:
            self.on_error(error)
            return None if error.temporary else item
        for read in read_bytes(page.body or b"", item.url, self.on_error):
            return replace(item, content=read.content, is_html=read.is_html, raw_sha256=read.raw_sha256, url=page.url)
        return item

    def _failed(self, feed: Feed, state: FeedState, error: FetchError) -> FeedState:
        """Twice the time after each failure, with some chance in it so that feeds of one site do not come in step."""
        failures = state.failures + 1
        wait = min(feed.every * 2**failures, LONGEST) * (1 + self.jitter() / 10)
        return replace(state, due=self.now() + max(wait, error.wait or 0.0), failures=failures, gone=error.gone)


def watch(
    watcher: Watcher,
    states: States,
    take_in: Callable[[Iterable[RawReport]], object],
    keep: Callable[[States], None],
    *,
    once: bool = False,
    sleep: Callable[[float], None] = time.sleep,
    told: Callable[[str], None] = lambda _line: None,
) -> None:
    """Poll what is due, take it in, remember it, and wait; once: until nothing is due.

    What is remembered is kept only after it was taken in, so that a run that is killed loses nothing: what was taken in
    already is known by its content.
    """
    while True:
        for feed, state, reports in watcher.poll(states):
            if reports:
                take_in(reports)
                told(f"{feed.publisher or feed.url}: {len(reports)} new")
            states[feed.url] = state
            keep(states)
        wait = watcher.next_due(states)
        if once or wait is None:
            return
        sleep(max(wait, 1.0))


# ---- files


def load_feeds(path: Path) -> WatchList:
    """The feeds of a TOML file (docs/cli.md). Raises UsageError that names the feed and what is wrong with it."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    _known(given, _TOP_KEYS, str(path))
    feeds = given.get("feed", [])
    if not isinstance(feeds, list) or not feeds:
        raise UsageError(f"{path}: names no feed; each is a [[feed]] with a url")
    defaults = {key: given[key] for key in ("every", "full_text") if key in given}
    found = tuple(_feed(f"{path}: feed {number}", defaults | feed) for number, feed in enumerate(feeds, 1))
    twice = next((feed.url for feed in found if [one.url for one in found].count(feed.url) > 1), None)
    if twice:
        raise UsageError(f"{path}: {twice} is named twice")
    pause = seconds(given.get("pause", "2s"), f"{path}: pause", shortest=0.5)
    return WatchList(feeds=found, contact=given.get("contact"), pause=pause)


def _feed(where: str, given: Mapping[str, Any]) -> Feed:
    _known(given, _FEED_KEYS, where)
    url = given.get("url")
    if not isinstance(url, str) or urlsplit(url).scheme not in ("http", "https"):
        raise UsageError(f"{where}: url must be an address that begins with http:// or https://")
    if not isinstance(given.get("full_text", False), bool):
        raise UsageError(f"{where}: full_text must be true or false")
    return Feed(
        url=url,
        publisher=given.get("publisher"),
        every=seconds(given.get("every", "15m"), f"{where}: every", shortest=SHORTEST),
        full_text=given.get("full_text", False),
    )


def _known(given: Mapping[str, Any], keys: set[str], where: str) -> None:
    unknown = sorted(set(given) - keys)
    if unknown:
        raise UsageError(f"{where}: no such setting: {', '.join(unknown)}; there are {', '.join(sorted(keys))}")


def seconds(given: object, where: str, *, shortest: float) -> float:
    """A duration such as "90s", "15m", "2h", "1d". Raises UsageError where it is none, or shorter."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", str(given).strip())
    if found is None:
        raise UsageError(f"{where}: {given!r} is no time such as 90s, 15m, 2h or 1d")
    length = float(found[1]) * _UNITS[found[2]]
    if length < shortest:
        raise UsageError(f"{where}: {given} is too often; {shortest:g}s is the least")
    return length


def load_states(path: Path) -> States:
    """What was remembered of feeds; nothing where there is no such file. Raises UsageError where it cannot be read."""
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        return {url: FeedState(**{**state, "seen": tuple(state["seen"])}) for url, state in given.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(f"{path}: is not what a watch remembers ({error}); delete it to begin anew") from error


def keep_states(path: Path, states: Mapping[str, FeedState]) -> None:
    """Write what is remembered, at once or not at all."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(json.dumps({url: asdict(state) for url, state in sorted(states.items())}, indent=1), "utf-8")
    os.replace(beside, path)
