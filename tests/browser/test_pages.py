"""Pages that only show: hostile text stays text, axe-core finds nothing, nothing needs scrolling sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import axe_violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

PATHS = (
    "/events/hostile",
    "/events/e00",
    "/reports/hostile",
    "/actors",
    "/actors/SYRMIL",
    "/network",
    "/about",
    "/nosuch",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_page(new_page: Callable[..., Page], invented_url: str, path: str) -> None:
    page = new_page(bypass_csp=True, viewport={"width": 360, "height": 700})
    page.goto(invented_url + path)
    assert page.locator("main img").count() == 0
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="dark")
    assert axe_violations(page) == []
