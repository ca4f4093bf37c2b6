"""Reading the web politely: who is asked, how often, and what is made of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import httpx2
import pytest

from dateline.errors import InputError
from dateline.sources import read_inputs
from dateline.sources.fetch import MAX_BYTES, Fetcher, FetchError, read_once

ALLOWED = "User-agent: *\nDisallow: /private\n"
Answer = httpx2.Response | Exception
Pages = Mapping[str, Answer | Callable[[httpx2.Request], httpx2.Response]]


class Web:
    """A web of a few pages, and a clock that only sleeping moves."""

    def __init__(self, pages: Pages) -> None:
        self.pages = {"/robots.txt": httpx2.Response(200, text=ALLOWED), **pages}
        self.asked: list[tuple[float, str]] = []
        self.time = 0.0
        client = httpx2.Client(transport=httpx2.MockTransport(self.answer), headers={"User-Agent": "dateline/0"})
        self.fetcher = Fetcher(
            client=client,
            pause=2.0,
            trusted={"news.example", "other.example"},
            clock=lambda: self.time,
            sleep=self.sleep,
        )

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append((self.time, request.url.path))
        found = self.pages.get(request.url.path, httpx2.Response(404))
        if isinstance(found, Exception):
            raise found
        return found(request) if callable(found) else found

    def sleep(self, seconds: float) -> None:
        self.time += seconds


def refused(pages: Pages, url: str = "https://news.example/a") -> FetchError:
    with pytest.raises(FetchError) as caught:
        Web(pages).fetcher.get(url)
    return caught.value


def test_a_page_is_read_after_the_rules_of_its_site_with_a_pause() -> None:
    web = Web({"/a": httpx2.Response(200, text="A", headers={"etag": '"1"', "last-modified": "yesterday"})})
    page = web.fetcher.get("https://news.example/a")
    assert (page.body, page.etag, page.modified) == (b"A", '"1"', "yesterday")
    web.fetcher.get("https://news.example/a")
    assert web.asked == [(0.0, "/robots.txt"), (2.0, "/a"), (4.0, "/a")]


def test_the_site_may_ask_for_longer_pauses() -> None:
    robots = httpx2.Response(200, text="User-agent: *\nCrawl-delay: 30\n")
    web = Web({"/robots.txt": robots, "/a": httpx2.Response(200, text="A")})
    web.fetcher.get("https://news.example/a")
    web.fetcher.get("https://news.example/a")
    assert [at for at, _ in web.asked] == [0.0, 2.0, 32.0]


def test_two_sites_do_not_wait_for_each_other() -> None:
    web = Web({"/a": httpx2.Response(200, text="A")})
    web.fetcher.get("https://news.example/a")
    web.fetcher.get("https://other.example/a")
    assert [at for at, _ in web.asked] == [0.0, 2.0, 2.0, 4.0]


def test_what_has_not_changed_is_not_sent_again() -> None:
    def page(request: httpx2.Request) -> httpx2.Response:
        known = request.headers.get("if-none-match") == '"1"' and request.headers.get("if-modified-since") == "then"
        return httpx2.Response(304 if known else 200, text="" if known else "A")

    found = Web({"/a": page}).fetcher.get("https://news.example/a", etag='"1"', modified="then")
    assert (found.body, found.etag, found.modified) == (None, '"1"', "then")


def test_redirects_are_followed_to_the_end() -> None:
    web = Web({"/a": httpx2.Response(301, headers={"location": "/b"}), "/b": httpx2.Response(200, text="B")})
    assert web.fetcher.get("https://news.example/a").url == "https://news.example/b"


@pytest.mark.parametrize(
    ("pages", "url", "reason"),
    [
        pytest.param({}, "https://news.example/private/a", "robots.txt does not allow", id="robots"),
        pytest.param({"/robots.txt": httpx2.Response(503)}, "https://news.example/a", "cannot be read (503)", id="no-rules"),
        pytest.param({}, "ftp://news.example/a", "no address of the web", id="another-scheme"),
        pytest.param({}, "http://127.0.0.1/a", "no public address", id="our-own-machine"),
        pytest.param({}, "http://[::1]/a", "no public address", id="our-own-machine-6"),
        pytest.param({}, "http://10.0.0.8/a", "no public address", id="our-own-network"),
        pytest.param(
            {"/a": httpx2.Response(302, headers={"location": "http://169.254.169.254/meta"})},
            "https://news.example/a", "no public address", id="led-into-our-network",
        ),
        pytest.param(
            {"/a": httpx2.Response(302, headers={"location": "/a"})}, "https://news.example/a", "more than 5 times",
            id="in-a-circle",
        ),
        pytest.param({}, "https://news.example/a", "answers 404 Not Found", id="not-there"),
        pytest.param({"/a": httpx2.ConnectTimeout("timed out")}, "https://news.example/a", "timed out", id="silent"),
        pytest.param(
            {"/a": lambda _: httpx2.Response(200, content=b"a" * (MAX_BYTES + 1))}, "https://news.example/a",
            "more than 20 MB", id="too-large",
        ),
    ],
)  # fmt: skip
def test_what_is_not_read_says_why(pages: Pages, url: str, reason: str) -> None:
    error = refused(pages, url)
    assert reason in str(error)
    assert error.source == url


@pytest.mark.parametrize(
    ("answer", "temporary", "wait", "gone"),
    [
        pytest.param(httpx2.Response(429, headers={"retry-after": "120"}), True, 120.0, False, id="too-many"),
        pytest.param(httpx2.Response(503), True, None, False, id="down"),
        pytest.param(httpx2.Response(410), False, None, True, id="gone"),
        pytest.param(httpx2.Response(403), False, None, False, id="forbidden"),
        pytest.param(
            httpx2.Response(503, headers={"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT"}), True, 0.0, False, id="past"
        ),
        pytest.param(httpx2.Response(503, headers={"retry-after": "soon"}), True, None, False, id="no-moment"),
    ],
)
def test_what_a_refusal_means_for_the_next_time(
    answer: httpx2.Response, temporary: bool, wait: float | None, gone: bool
) -> None:
    error = refused({"/a": answer})
    assert (error.temporary, error.wait, error.gone) == (temporary, wait, gone)


def test_an_address_is_an_input() -> None:
    html = "<html><body><p>Rebels shelled Velin on Monday.</p></body></html>"
    web = Web({"/a": httpx2.Response(200, text=html)})
    errors: list[InputError] = []
    found = read_inputs(
        ["https://news.example/a", "https://news.example/b"],
        stdin=None,  # type: ignore[arg-type]
        on_error=errors.append,
        fetch=read_once(web.fetcher, lambda: "2024-03-05"),
    )
    assert [(one.url, one.fetched, one.is_html) for one in found] == [("https://news.example/a", "2024-03-05", True)]
    assert [error.source for error in errors] == ["https://news.example/b"]
