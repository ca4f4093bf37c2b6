"""The desk in a browser: a desk on a free port, and a page that may ask nobody else for anything.

Without Playwright or a Chromium these tests are skipped, each with a line that says so.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from dateline.store import Store, open_store
from tests.browser.invented import fill

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

LEFT_OUT = "left out: the desk's pages in a browser ({})"
SEEN = ("console", "pageerror")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium without a window: DATELINE_CHROMIUM, one on the path, or Playwright's own.

    One for each module, as an event loop runs as long as Playwright does and later tests start their own.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason=LEFT_OUT.format("no Playwright"))
    found = os.environ.get("DATELINE_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None
    )
    with playwright.sync_playwright() as running:
        path = found or running.chromium.executable_path
        if not Path(path).exists():
            pytest.skip(LEFT_OUT.format("no Chromium"))
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """`serve(store, **options)`: serve a desk over a store until the test is over; gives its address."""
    with serving() as start:
        yield start


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the events of `invented.py`; not to be written to."""
    with open_store(tmp_path_factory.mktemp("invented") / "events.db") as store:
        fill(store)
        yield store


@pytest.fixture(scope="session")
def invented_url(invented: Store) -> Iterator[str]:
    """The address of a desk over the invented events."""
    with serving() as start:
        yield start(invented)


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`new_page(**options)`: a page in a context of its own, with Playwright's options for a context.

    When the test is over, it fails if a page asked for anything but 127.0.0.1, had an error, or ran hostile text.
    """
    contexts: list[BrowserContext] = []
    elsewhere: list[str] = []
    errors: list[str] = []

    def watch(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            elsewhere.append(request.url)

    def make(**options: object) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        context.on("request", watch)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    ran = [page.url for context in contexts for page in context.pages if page.evaluate("() => window.__xss")]
    for context in contexts:
        context.close()
    assert not elsewhere
    assert not errors
    assert not ran


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page of the usual size."""
    return new_page()


class serving:  # noqa: N801 - a context manager, used like a function
    """`with serving() as start: url = start(store)`: desks in threads, ended together."""

    def __enter__(self) -> Callable[..., str]:
        self._running: list[tuple[object, threading.Thread]] = []
        return self._start

    def _start(self, store: Store, **options: object) -> str:
        import uvicorn

        from dateline.app.desk.desk import Desk
        from dateline.app.desk.server import create_app

        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        app = create_app(Desk(store=store, title="Invented events", **options))  # type: ignore[arg-type]
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        self._running.append((server, thread))
        deadline = time.monotonic() + 10
        while not server.started:
            assert time.monotonic() < deadline, "the desk did not start"
            time.sleep(0.01)
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        for server, _thread in self._running:
            server.should_exit = True  # type: ignore[attr-defined]
        for _server, thread in self._running:
            thread.join(timeout=5)


def axe_violations(page: Page, *, but: str | None = None) -> list[str]:
    """What axe-core finds wrong with a page: rule and the elements, a line each; `but` is a selector that is left out.

    The page must be of a context with `bypass_csp=True`: axe is a script that the policy does not know.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=LEFT_OUT.format("no axe-core"))
    context = {"exclude": [[but]]} if but else None
    found = axe.Axe().run(page, context).response["violations"]
    return [f"{each['id']}: {', '.join(str(node['target']) for node in each['nodes'])}" for each in found]
