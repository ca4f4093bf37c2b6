"""The explorer as one file, opened from the disk with no network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.app.report_page import page_of_store
from dateline.store import Store
from tests.browser.conftest import axe_violations
from tests.browser.invented import HOSTILE, ORDINARY

if TYPE_CHECKING:
    from playwright.sync_api import Page

ALL = ORDINARY + 1


@pytest.fixture(scope="module")
def file_url(invented: Store, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "page.html"
    path.write_text(page_of_store(invented, title=HOSTILE), encoding="utf-8")
    return path.as_uri()


def settled(page: Page) -> None:
    page.wait_for_function("() => window.explorer && !document.body.hasAttribute('aria-busy')")
    page.evaluate("() => explorer.map.ready")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_filters_leave_their_events_in_full(new_page: Callable[..., Page], file_url: str) -> None:
    page = new_page(offline=True)
    page.goto(file_url)
    settled(page)
    articles = page.locator("#in-full article:not([hidden])")
    assert articles.count() == ALL
    page.check("input[name=type][value=PROTEST]")
    settled(page)
    assert page.inner_text("#count") == f"{articles.count()} of {ALL} events"
    page.fill("#search", '"rebels shelled" mond* -"shelled rebels"')
    page.press("#search", "Enter")
    settled(page)
    assert articles.count() == 12
    page.focus("#table tbody a[tabindex='0']")
    first = page.evaluate("() => document.activeElement.closest('tr').dataset.id")
    page.keyboard.press("Enter")
    assert page.locator("article:target").get_attribute("data-id") == first
    assert page.locator("article:target mark.trigger").first.inner_text() == "shelled"
    assert len(page.evaluate("() => explorer.map.shown().marks")) > 0


def test_hostile_text_stays_text(new_page: Callable[..., Page], file_url: str) -> None:
    page = new_page(offline=True)
    page.goto(file_url)
    settled(page)
    page.fill("#search", "img")
    page.press("#search", "Enter")
    settled(page)
    assert page.inner_text("#count") == f"1 of {ALL} events"
    assert HOSTILE in page.inner_text("article:not([hidden])")
    assert page.locator("main img, main script").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_page: Callable[..., Page], file_url: str, scheme: str) -> None:
    page = new_page(bypass_csp=True, color_scheme=scheme)
    page.goto(file_url)
    settled(page)
    assert axe_violations(page) == []
