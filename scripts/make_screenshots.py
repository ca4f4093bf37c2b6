"""Make the pictures of the desk in docs/images. For developers; needs Playwright and a Chromium.

dateline code examples/reports --db examples.db
python scripts/make_screenshots.py examples.db
"""

from __future__ import annotations

import shutil
import socket
import sys
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from dateline.app.desk.server import Desk, create_app
from dateline.store import Store, open_store

OUT = Path(__file__).parent.parent / "docs" / "images"
SIZE = {"width": 1280, "height": 820}
SHOWN = "happened=true&background=false"


def main(db: str) -> None:
    """Write a picture in light and one in dark."""
    OUT.mkdir(parents=True, exist_ok=True)
    with open_store(db, create=False) as store, sync_playwright() as running:
        url = _serve(store)
        path = shutil.which("chromium") or running.chromium.executable_path
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            _picture(browser, f"{url}/?{SHOWN}", scheme)
        browser.close()


def _serve(store: Store) -> str:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    app = create_app(Desk(store=store, title="Example reports"))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


def _picture(browser: Browser, url: str, scheme: str) -> None:
    page = browser.new_page(viewport=SIZE, color_scheme=scheme)  # type: ignore[arg-type,unused-ignore]
    page.goto(url)
    page.wait_for_function("() => window.explorer && !document.body.hasAttribute('aria-busy')")
    page.evaluate("() => explorer.map.ready")
    page.wait_for_timeout(500)  # the map draws its last frame
    page.screenshot(path=OUT / f"desk-explorer-{scheme}.png")
    page.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
