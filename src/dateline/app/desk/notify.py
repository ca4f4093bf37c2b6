"""Telling webhooks what is new in saved searches, after each run of linking."""

from __future__ import annotations

import hmac
import json
import logging
import time
from collections.abc import Callable
from threading import Event as Flag
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from dateline.app.desk.parameters import filter_of
from dateline.errors import DatelineError, UsageError
from dateline.records import Event, to_json
from dateline.sources.fetch import is_public
from dateline.store import Store
from dateline.store.searches import Search, Searches

MOST_EVENTS = 100
"""Events that one message holds; of more the number is told."""
EVERY_SECONDS = 5.0
FIRST_WAIT, LONGEST_WAIT = 30.0, 6 * 3600.0
"""A webhook that does not answer is tried again after so many seconds, twice as many each time, up to the longest."""
TIMEOUT_SECONDS = 10.0
SIGNATURE = "X-Dateline-Signature"
"""The header with the HMAC of the body (SHA-256, hex), by which the receiver knows that a desk sent it."""

Post = Callable[[str, bytes, dict[str, str]], int]
"""Sends a body to an address with headers, and gives the status of the answer; raises OSError where there is none."""
log = logging.getLogger(__name__)


def check_webhook(url: str, allowed: frozenset[str]) -> str:
    """The address, if messages may go there. Raises UsageError where they may not.

    allowed: hosts of our own network that may be told; any other has to be at a public address, so that whoever may
    save a search cannot have the desk ask machines that they do not reach themselves.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("a webhook is an address that begins with https:// or http://")
    if parts.hostname not in allowed and not is_public(parts.hostname):
        raise UsageError(f"{parts.hostname} is no public address; start the desk with --webhook-host {parts.hostname}")
    return url


def message(search: Search, events: list[tuple[str, Event]]) -> bytes:
    """What a webhook is told: the search, and the events with what happened to each (added, changed, merged, split)."""
    told = {
        "search": search.name,
        "query": search.query,
        "count": len(events),
        "events": [{"change": change, "event": to_json(event)} for change, event in events[:MOST_EVENTS]],
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def signed(body: bytes, secret: str) -> dict[str, str]:
    """The headers of a message."""
    return {"Content-Type": "application/json", SIGNATURE: hmac.digest(secret.encode(), body, "sha256").hex()}


def news(store: Store, search: Search, last_run: int) -> list[tuple[str, Event]]:
    """The events of runs that the search was not told of which fit it, with what happened to each last."""
    changed: dict[str, str] = {}
    for run in range(search.told_run + 1, last_run + 1):
        changed |= {change.event_id: change.change for change in store.changes(run)}
    fitting = store.fitting(filter_of(parse_qsl(search.query)), sorted(changed))
    return [(changed[event.id], event) for event in fitting]


class Notifier:
    """Looks for runs of linking that searches were not told of, and tells their webhooks.

    post: sends a message. now: seconds since 1970.
    """

    def __init__(
        self,
        store: Store,
        searches: Searches,
        post: Post,
        *,
        allowed: frozenset[str] = frozenset(),
        now: Callable[[], float] = time.time,
    ) -> None:
        self._store, self._searches, self._post = store, searches, post
        self._allowed, self._now = allowed, now
        self._ending = Flag()

    def start(self) -> None:
        """Look every few seconds until `stop`, in the background."""
        Thread(target=self._work, name="notifier", daemon=True).start()

    def stop(self) -> None:
        """End looking."""
        self._ending.set()

    def look(self) -> int:
        """Tell what is to be told now; says how many messages were taken."""
        last = self._store.last_run()
        due = [one for one in self._searches.with_webhook() if one.told_run < last and one.due <= self._now()]
        return sum(self._tell(one, last) for one in due)

    def _tell(self, search: Search, last: int) -> bool:
        try:
            found = news(self._store, search, last)
            if not found:
                self._searches.told(search.number, last)
                return False
            body = message(search, found)
            status = self._post(check_webhook(str(search.webhook), self._allowed), body, signed(body, search.secret))
        except (OSError, UsageError) as error:
            return self._later(search, str(error))
        if not 200 <= status < 300:
            return self._later(search, f"answers {status}")
        self._searches.told(search.number, last)
        return True

    def _later(self, search: Search, reason: str) -> bool:
        wait = min(FIRST_WAIT * 2**search.failures, LONGEST_WAIT)
        log.warning("the webhook of search %r %s; trying again in %d s", search.name, reason, wait)
        self._searches.failed(search.number, search.failures + 1, self._now() + wait)
        return False

    def _work(self) -> None:
        while not self._ending.wait(EVERY_SECONDS):
            try:
                self.look()
            except DatelineError as error:  # a database that is busy now may not be the next time
                log.warning("searches were not looked at: %s", error)


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send a message; redirects are not followed. Raises OSError where there is no answer."""
    import httpx2

    try:
        return int(httpx2.post(url, content=body, headers=headers, timeout=TIMEOUT_SECONDS).status_code)
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise OSError(f"cannot be reached: {error or type(error).__name__}") from error
