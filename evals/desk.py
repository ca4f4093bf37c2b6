"""`python -m evals.desk`: how fast the desk answers and draws, over 1,000, 50,000 and 500,000 invented events.

The desk is served by a process of its own. Of the API the median of several requests; in a headless Chromium the first
view and changes of the filter, from the deed until everything is drawn; memory of both sides. Without a browser the
API is measured alone.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import psutil

from dateline.store import open_store
from evals.desk_store import fill
from evals.scale import print_table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REQUESTS = {
    "summary": "summary",
    "summary, type": "summary?type=ASSAULT",
    "summary, country and days": "summary?country=BRA&since=2020-01-01&until=2022-12-31",
    "summary, text": "summary?text=harvest+-thimble",
    "summary, all of these": "summary?type=ASSAULT&type=PROTEST&happened=true&sources=2&since=2020-01-01&text=night",
    "map": "map?zoom=2",
    "map, type": "map?zoom=2&type=ASSAULT",
    "rows": "rows?limit=100",
    "rows by the dead, type": "rows?limit=100&type=ASSAULT&sort=fatalities&descending=true",
    "rows in the middle": "rows?limit=100&offset={half}",
    "page of records": "events?limit=100&type=ASSAULT",
    "network": "network",
    "columns": "columns",
}
CLICKS = ("input[name=type][value=ASSAULT]", "input[name=status][value=occurred]", "input[name=type][value=PROTEST]")
"""Filters that are set one after the other and taken back again."""
DONE = "() => window.explorer && !document.body.hasAttribute('aria-busy')"
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SERVE = "from dateline.app.cli import main; main()"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run with command line arguments; gives the exit status."""
    options = parser().parse_args(arguments)
    with TemporaryDirectory(prefix="dateline-desk-") as scratch:
        folder = options.keep or Path(scratch)
        rows: list[dict[str, Any]] = []
        for size in options.sizes:
            path = folder / f"invented-{size}.db"
            if not path.exists():
                with open_store(path) as store:
                    fill(store, size)
            rows.append({"events": size, **measured(path, size, options.times)})
            heads = ("what", *(f"{row['events']:,} events" for row in rows))
            print_table([dict(zip(heads, line, strict=True)) for line in turned(rows)])
            print()
    return 0


def turned(rows: Sequence[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """A line for each thing that was measured, with a value of each size."""
    for name in dict.fromkeys(name for row in rows for name in row if name != "events"):
        yield (name, *(row.get(name, "") for row in rows))


def measured(path: Path, size: int, times: int) -> dict[str, Any]:
    """Milliseconds and megabytes of a desk over one database."""
    found: dict[str, Any] = {}
    with served(path) as (url, process):
        for name, asked in REQUESTS.items():
            taken = [milliseconds(f"{url}/api/v1/{asked.format(half=size // 2)}") for _ in range(times)]
            found[f"{name}, ms"] = round(median(taken)) if taken[0] >= 0 else "refused"
        found["server, MB"] = round(memory(process) / 1e6)
        found |= in_browser(url, times)
        found["server with a browser, MB"] = round(memory(process) / 1e6)
    return found


@contextmanager
def served(path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A desk over a database in a process of its own: its address and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", SERVE, "desk", str(path), "--port", str(port)])
    try:
        until = time.monotonic() + 30
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the desk over {path} did not start")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def memory(process: subprocess.Popen[bytes]) -> int:
    """Bytes that a process has in memory."""
    return int(psutil.Process(process.pid).memory_info().rss)


def milliseconds(url: str) -> float:
    """How long it takes to fetch and read an answer, compressed as for a browser; negative where it is refused."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(request) as answer:
            content = answer.read()
            json.loads(gzip.decompress(content) if answer.headers["Content-Encoding"] == "gzip" else content)
    except HTTPError:
        return -1.0
    return 1000 * (time.perf_counter() - start)


def in_browser(url: str, times: int) -> dict[str, Any]:
    """First view, changes of the filter, and the memory of scripts; nothing where there is no browser."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("left out: no Chromium", file=sys.stderr)
        return {}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--enable-precise-memory-info"]
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        views = [shown(browser, url) for _ in range(times)]
        first, page = [taken for taken, _ in views], views[-1][1]
        changes = [drawn(page, page.click, each) for _ in range(times) for each in CLICKS * 2]
        heap = page.evaluate("() => performance.memory.usedJSHeapSize")
        browser.close()
    return {
        "first view, ms": round(median(first)),
        "first view, slowest, ms": round(max(first)),
        "filter change, ms": round(median(changes)),
        "filter change, slowest, ms": round(max(changes)),
        "JS heap, MB": round(heap / 1e6),
    }


def shown(browser: Browser, url: str) -> tuple[float, Page]:
    """A new visitor's first view: how long it took, and the page."""
    page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
    return drawn(page, page.goto, url), page


def drawn(page: Page, do: Callable[[str], object], what: str) -> float:
    """Milliseconds from a deed until everything is drawn, the driving of the browser included."""
    start = time.perf_counter()
    do(what)
    page.wait_for_function(DONE, polling="raf")
    page.evaluate(DRAWN)
    return 1000 * (time.perf_counter() - start)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m evals.desk", description=(__doc__ or "").split("\n\n")[0])
    made.add_argument("--sizes", type=int, nargs="+", default=[1_000, 50_000, 500_000], help="numbers of events")
    made.add_argument("--times", type=int, default=5, help="how often each thing is measured")
    made.add_argument("--keep", type=Path, help="folder for the databases, which are made once (500,000: 2 GB)")
    return made


if __name__ == "__main__":
    sys.exit(main())
