"""The pages that show an event, a report, actors: for every eye, width and hand, and whatever the texts hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.app.linking import relink
from dateline.records import Entity, Note, Report
from dateline.settings import LinkSettings
from dateline.store import Store, open_store
from dateline.store.accounts import Accounts
from dateline.store.searches import Searches
from tests import factory
from tests.browser.conftest import axe_violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOSTILE = '"><img src=x onerror="window.__xss=1"><script>window.__xss=1</script>'


def hostile(report_id: str) -> Report:
    """A report whose every text holds a script, with two actors of that kind."""
    text = f"Rebels shelled Aleppo on Monday, the army said {HOSTILE}. At least five people were killed."
    sides = [
        Entity(span=factory.span(text, words, report_id), text=HOSTILE, name=HOSTILE + name, id=f"{name}{HOSTILE}")
        for words, name in (("Rebels", "one"), ("people", "two"))
    ]
    told = factory.mention(text, report_id, actors=sides[:1], recipients=sides[1:])
    return factory.report(
        report_id, text, title=HOSTILE, publisher=HOSTILE, byline=HOSTILE, url=f"https://news.example/?{HOSTILE}",
        events=(replace(told, contexts=(HOSTILE,)),), notes=(Note(stage="clean", reason=HOSTILE),),
    )  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One event told by a wire, a copy of it and a report full of scripts."""
    with open_store(tmp_path_factory.mktemp("pages") / "events.db") as store:
        store.put_reports([factory.report("r1"), factory.report("r2", title="The same"), hostile("r3")])
        relink(store, LinkSettings())
        yield store


def paths(store: Store) -> list[str]:
    """A page of each kind."""
    from urllib.parse import quote

    events = [f"/events/{event.id}" for event in store.events()]
    one, two = (quote(f"{name}{HOSTILE}", safe="") for name in ("one", "two"))
    return [*events, "/reports/r1", "/reports/r3", "/actors", f"/actors/{one}", f"/pairs/{one}/{two}", "/network", "/about",
            "/events/none"]  # fmt: skip


@pytest.mark.parametrize("colors", ["light", "dark"])
def test_pages_are_accessible_and_run_nothing(
    told: Store, serve: Callable[..., str], new_page: Callable[..., Page], colors: str
) -> None:
    url = serve(told)
    page = new_page(bypass_csp=True, color_scheme=colors)
    for path in paths(told):
        page.goto(url + path)
        assert axe_violations(page) == [], path
        assert page.evaluate("() => window.__xss") is None, path
        assert page.locator("main img, main script").count() == 0, path


def test_pages_fit_a_narrow_screen(told: Store, serve: Callable[..., str], new_page: Callable[..., Page]) -> None:
    url = serve(told)
    page = new_page(viewport={"width": 360, "height": 700})
    for path in paths(told):
        page.goto(url + path)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 360, path


def test_a_piece_of_evidence_leads_to_its_place_in_the_text(told: Store, serve: Callable[..., str], page: Page) -> None:
    url = serve(told)
    (event,) = told.events()
    page.goto(f"{url}/events/{event.id}")
    page.locator("table.facts").get_by_role("link", name="Aleppo").first.click()
    assert page.locator("mark:target").inner_text() == "Aleppo"


def test_pages_are_used_by_keyboard(told: Store, serve: Callable[..., str], page: Page) -> None:
    url = serve(told)
    page.goto(f"{url}/reports/r1")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("colors", ["light", "dark"])
def test_a_search_is_saved_from_the_explorer(
    told: Store, tmp_path: Path, serve: Callable[..., str], new_page: Callable[..., Page], colors: str
) -> None:
    accounts = Accounts(tmp_path / "accounts")
    accounts.add("ada", "correct horse battery")
    url = serve(told, accounts=accounts, searches=Searches(accounts.path))
    page = new_page(bypass_csp=True, color_scheme=colors)
    page.goto(f"{url}/?type=ASSAULT")
    page.wait_for_function("() => window.explorer && !document.body.hasAttribute('aria-busy')")
    assert page.get_by_role("link", name="Review these").get_attribute("href") == "/review?type=ASSAULT"
    page.get_by_role("link", name="Save search").click()
    assert axe_violations(page) == []
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill("correct horse battery")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Saved searches").wait_for()  # the page before has a field of that name too
    page.get_by_label("Name").fill(HOSTILE)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=HOSTILE).wait_for()
    assert axe_violations(page) == []
    page.get_by_role("link", name=HOSTILE).click()
    page.wait_for_url(f"{url}/?type=ASSAULT")


@pytest.mark.parametrize("colors", ["light", "dark"])
def test_the_page_of_the_api_works_offline(
    told: Store, serve: Callable[..., str], new_page: Callable[..., Page], colors: str
) -> None:
    page = new_page(color_scheme=colors)
    page.goto(f"{serve(told)}/api")
    page.get_by_text("/api/v1/pairs/{first}/{second}").wait_for()  # drawn under the desk's own policy
    free = new_page(bypass_csp=True, color_scheme=colors)
    free.goto(page.url)
    free.get_by_text("/api/v1/pairs/{first}/{second}").wait_for()
    assert axe_violations(free, but="#swagger") == []  # what Swagger UI draws is not ours
