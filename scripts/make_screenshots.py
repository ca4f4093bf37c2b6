"""Make the pictures of the desk in docs/images. For developers; needs Playwright and a Chromium.

dateline code examples/reports --db examples.db
python scripts/make_screenshots.py examples.db
"""

from __future__ import annotations

import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvicorn
from playwright.sync_api import Page, sync_playwright

from dateline.app.desk.desk import Desk
from dateline.app.desk.server import create_app
from dateline.store import EventFilter, Store, open_store
from dateline.store.accounts import Accounts
from dateline.store.searches import Searches

OUT = Path(__file__).parent.parent / "docs" / "images"
SIZE: Any = {"width": 1280, "height": 820}
SHOWN = "happened=true&background=false"
PASSWORD = "only for the pictures"


def main(db: str) -> None:
    """Write each picture in light and in dark."""
    OUT.mkdir(parents=True, exist_ok=True)
    with open_store(db, create=False) as store, TemporaryDirectory() as folder, sync_playwright() as running:
        url = _serve(store, Path(folder, "accounts"))
        path = shutil.which("chromium") or running.chromium.executable_path
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        disputed = next(store.events(EventFilter(disputed=True, sources=2)))
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport=SIZE, color_scheme=scheme)  # type: ignore[arg-type,unused-ignore]
            with _picture(page, f"{url}/?{SHOWN}", f"desk-explorer-{scheme}"):
                page.wait_for_function("() => window.explorer && !document.body.hasAttribute('aria-busy')")
                page.evaluate("() => explorer.map.ready")
                page.wait_for_timeout(500)  # the map draws its last frame
            with _picture(page, f"{url}/events/{disputed.id}", f"desk-event-{scheme}"):
                pass
            with _picture(page, f"{url}/login?next=/review/events/{disputed.id}", f"desk-review-{scheme}"):
                page.get_by_label("Name").fill("ada")
                page.get_by_label("Password").fill(PASSWORD)
                page.keyboard.press("Enter")
                page.get_by_role("heading", name="As coded").wait_for()
            page.close()
        browser.close()


def _serve(store: Store, users: Path) -> str:
    accounts = Accounts(users)
    accounts.add("ada", PASSWORD)
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = create_app(Desk(store=store, title="Example reports", accounts=accounts, searches=Searches(users)))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def _picture(page: Page, url: str, name: str) -> Iterator[None]:
    """A picture of what an address shows, once what is done within the block is done."""
    page.goto(url)
    yield
    page.screenshot(path=OUT / f"{name}.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
