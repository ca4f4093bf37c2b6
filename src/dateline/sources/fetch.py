"""Pages and feeds from the web, asked for politely: robots.txt, pauses, conditional requests, limits."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from dateline.errors import InputError, UsageError

if TYPE_CHECKING:
    import httpx2
    from protego import Protego

MAX_BYTES = 20_000_000
"""A page or feed of more bytes is no news."""
MAX_REDIRECTS = 5
TIMEOUT_SECONDS = 30.0
ROBOTS_SECONDS = 24 * 3600
"""How long a robots.txt is relied on (RFC 9309, section 2.4)."""
ROBOTS_BYTES = 512_000
"""So much of a robots.txt is read (RFC 9309, section 2.5, asks for 500 KiB at least)."""
LONGEST_DELAY = 300.0
"""A site that asks for more seconds between requests is waited for so long and no longer."""


class FetchError(InputError):
    """An address could not be read.

    temporary: whether it may be readable later; wait: after how many seconds, where the site says so. gone: whether it
    never will be.
    """

    def __init__(
        self, source: str, reason: str, *, temporary: bool = False, wait: float | None = None, gone: bool = False
    ) -> None:
        super().__init__(source, reason)
        self.temporary = temporary
        self.wait = wait
        self.gone = gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address gave. body is None where nothing has changed since `etag` and `modified`."""

    url: str
    body: bytes | None
    etag: str | None = None
    modified: str | None = None


@dataclass(slots=True)
class _Host:
    """What is known of a site: its rules, until when they hold, and when it may be asked again."""

    robots: Protego | None = None
    robots_until: float = 0.0
    next: float = 0.0


@dataclass(slots=True)
class Fetcher:
    """Reads addresses one after the other.

    client: an httpx2 client that follows no redirects itself. pause: seconds between two requests to a site, more where
    its robots.txt asks for them. trusted: hosts that may be anywhere; others only at public addresses, so that a link
    in a feed cannot make us ask machines of our own network. clock, sleep: for tests.
    """

    client: httpx2.Client
    pause: float = 2.0
    trusted: Set[str] = frozenset()
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Page:
        """What an address gives, redirects followed. Raises FetchError where it may not or cannot be read."""
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = url
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url, asked)
            with self._ask(url, asked, {name: value for name, value in headers.items() if value}) as answer:
                if answer.status_code == 304:
                    return Page(url=url, body=None, etag=etag, modified=modified)
                if answer.is_redirect:
                    url = urljoin(url, answer.headers["location"])
                    continue
                if answer.status_code != 200:
                    raise _refusal(asked, answer)
                return Page(
                    url=url,
                    body=_bounded(answer, asked),
                    etag=answer.headers.get("etag"),
                    modified=answer.headers.get("last-modified"),
                )
        raise FetchError(asked, f"is led on more than {MAX_REDIRECTS} times")

    def _check(self, url: str, asked: str) -> None:
        """Raise FetchError where an address may not be asked for."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(asked, f"leads to {url[:80]}, which is no address of the web")
        if parts.hostname not in self.trusted and not _is_public(parts.hostname):
            raise FetchError(asked, f"leads to {parts.hostname}, which is no public address")
        robots = self._robots(f"{parts.scheme}://{parts.netloc}", asked)
        if robots is not None and not robots.can_fetch(url, self._agent):
            raise FetchError(asked, "its robots.txt does not allow it to be read")

    def _robots(self, site: str, asked: str) -> Protego | None:
        """The rules of a site, None where it has none. Raises FetchError where they cannot be read: then none may."""
        from protego import Protego

        host = self._hosts.setdefault(site, _Host())
        if host.robots_until > self.clock():
            return host.robots
        with self._ask(f"{site}/robots.txt", asked, {}, follow=True) as answer:
            if answer.status_code >= 500 or answer.status_code == 429:
                reason = f"its robots.txt cannot be read ({answer.status_code})"
                raise FetchError(asked, reason, temporary=True, wait=_wait(answer))
            text = _bounded(answer, asked, ROBOTS_BYTES, cut=True) if answer.status_code == 200 else b""
        host.robots = Protego.parse(text.decode("utf-8", "replace")) if text else None
        host.robots_until = self.clock() + ROBOTS_SECONDS
        return host.robots

    @contextmanager
    def _ask(self, url: str, asked: str, headers: dict[str, str], *, follow: bool = False) -> Iterator[httpx2.Response]:
        import httpx2

        self._take_turn(url)
        try:
            with self.client.stream("GET", url, headers=headers, follow_redirects=follow) as answer:
                yield answer
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise FetchError(asked, f"cannot be read: {error or type(error).__name__}", temporary=True) from error

    def _take_turn(self, url: str) -> None:
        """Wait until the site may be asked again."""
        parts = urlsplit(url)
        host = self._hosts.setdefault(f"{parts.scheme}://{parts.netloc}", _Host())
        wait = host.next - self.clock()
        if wait > 0:
            self.sleep(wait)
        asked_for = host.robots.crawl_delay(self._agent) if host.robots is not None else None
        host.next = self.clock() + min(max(self.pause, asked_for or 0.0), LONGEST_DELAY)

    @property
    def _agent(self) -> str:
        return str(self.client.headers["user-agent"])


def read_once(fetcher: Fetcher, today: Callable[[], str]) -> Callable[[str], tuple[bytes, str, str]]:
    """What `read_inputs` asks for addresses with."""

    def fetch(url: str) -> tuple[bytes, str, str]:
        page = fetcher.get(url)
        return page.body or b"", page.url, today()

    return fetch


def web_client(contact: str | None = None) -> httpx2.Client:
    """A client that says who it is. contact: an address of whoever runs it, for the sites that it asks.

    Raises UsageError where httpx2 is not installed.
    """
    try:
        import httpx2
        import protego  # noqa: F401 - needed as soon as an address is read
    except ModuleNotFoundError as error:
        raise UsageError(f"reading the web needs {error.name}: pip install 'dateline[watch]'") from error
    agent = f"dateline/{version('dateline')}" + (f" (+{contact})" if contact else "")
    return httpx2.Client(headers={"User-Agent": agent}, timeout=TIMEOUT_SECONDS)


def _bounded(answer: httpx2.Response, asked: str, limit: int = MAX_BYTES, *, cut: bool = False) -> bytes:
    """The body of an answer. Raises FetchError where it has more bytes, or cuts it there."""
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > limit:
            if cut:
                return bytes(body[:limit])
            raise FetchError(asked, f"is more than {limit // 1_000_000} MB")
    return bytes(body)


def _refusal(asked: str, answer: httpx2.Response) -> FetchError:
    if answer.status_code == 410:
        return FetchError(asked, "is gone for good (410)", gone=True)
    temporary = answer.status_code >= 500 or answer.status_code == 429
    reason = f"answers {answer.status_code} {answer.reason_phrase}".rstrip()
    return FetchError(asked, reason, temporary=temporary, wait=_wait(answer))


def _wait(answer: httpx2.Response) -> float | None:
    """The seconds of a Retry-After header, which names seconds or a moment (RFC 9110, section 10.2.3)."""
    given = answer.headers.get("retry-after", "").strip()
    if given.isdigit():
        return float(given)
    try:
        moment = parsedate_to_datetime(given)
    except ValueError:
        return None
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment.tzinfo else None


def _is_public(host: str) -> bool:
    """Whether all addresses of a host are public ones; of a host that has none the request itself will tell."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return True
    return all(ipaddress.ip_address(str(address[4][0]).split("%")[0]).is_global for address in found)
