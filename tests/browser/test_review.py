"""Reviewing in a browser: by keyboard alone with two users, without scripts, for every eye."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dateline.store import Store, open_store
from dateline.store.accounts import Accounts
from dateline.store.reviews import Reviews
from tests import desk_clients as clients
from tests import factory
from tests.browser.conftest import axe_violations
from tests.browser.invented import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Page

Open = Callable[..., "Page"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two reports of one shelling, one of another, and one whose every word is hostile."""
    told = clients.shelling("hostile", 20)
    hostile = factory.report(
        "hostile", told.text, title=HOSTILE, publisher=HOSTILE, url=HOSTILE, events=told.events, claims=()
    )
    with open_store(tmp_path / "events.db") as made:
        clients.linked(made, clients.shelling("one"), clients.shelling("two"), clients.shelling("late", 12), hostile)
        yield made


@pytest.fixture
def url(store: Store, serve: Callable[..., str], tmp_path: Path) -> Iterator[str]:
    accounts = Accounts(tmp_path / "events.db.accounts", hasher=clients.CHEAP)
    accounts.add("ada", clients.PASSWORD)
    accounts.add("bob", clients.PASSWORD)
    yield serve(store, accounts=accounts)
    accounts.close()


def log_in(page: Page, url: str, name: str) -> Page:
    """Log in by keyboard; the queue stands afterwards."""
    page.goto(f"{url}/review")
    page.wait_for_function("() => document.activeElement.id === 'name'")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(clients.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    return page


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def progress(page: Page) -> str:
    return page.inner_text(".progress span")


def announced(page: Page) -> str:
    """What screen readers are told once the page stands."""
    page.wait_for_function("() => document.getElementById('announce').textContent")
    return page.inner_text("#announce")


def test_two_users_review_by_keyboard(url: str, new_page: Open, store: Store) -> None:
    ada = log_in(new_page(), url, "ada")
    assert progress(ada) == "0 of 3 reviewed by you"
    press(ada, "n")
    assert progress(ada) == "Event 1 · 0 of 3 reviewed by you"
    press(ada, "a")
    assert progress(ada) == "Event 2 · 1 of 3 reviewed by you"
    assert announced(ada).startswith("Accepted: one-m1. Now: rebels, Aleppo (SYR), 2024-03-12")

    ada.keyboard.press("e")
    assert ada.evaluate("() => document.activeElement.id") == "event_type"
    ada.keyboard.press("Tab")
    ada.keyboard.press("Tab")
    ada.keyboard.type("denied")
    press(ada, "Control+Enter")
    assert progress(ada) == "Event 3 · 2 of 3 reviewed by you"

    ada.keyboard.press("r")
    assert ada.evaluate("() => document.activeElement.id") == "reason"
    ada.keyboard.type("all a film")  # letters, not keys
    press(ada, "Enter")
    assert "You have reviewed every event" in ada.inner_text("main")

    bob = log_in(new_page(), url, "bob")
    press(bob, "n")
    assert "1 entry by others" in bob.inner_text("main")
    press(bob, "a")
    press(bob, "p")
    assert "ada accepted it" in bob.inner_text(".history")
    press(bob, "j")
    assert "ada" not in bob.inner_text(".coded")
    press(bob, "a")
    press(bob, "u")
    assert progress(bob) == "Event 2 · 1 of 3 reviewed by you"
    assert announced(bob).startswith("Taken back")

    bob.keyboard.press("c")
    bob.keyboard.type("which Monday?")
    bob.keyboard.press("Tab")
    press(bob, "Enter")
    assert "which Monday?" in bob.inner_text(".history")

    states = {event.id: Reviews(store).state(event.id) for event in store.events()}
    assert states == {"one-m1": "accepted", "late-m1": "edited", "hostile-m1": "rejected"}


def test_forms_are_left_and_help_is_there(url: str, page: Page) -> None:
    log_in(page, url, "ada")
    press(page, "n")
    page.keyboard.press("m")
    assert page.evaluate("() => document.activeElement.id") == "find"
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.id") == "headline"
    assert not page.is_visible("#find")
    page.keyboard.press("?")
    assert page.is_visible(".keys")
    page.uncheck("#keys-on")
    page.keyboard.press("e")
    assert not page.is_visible("#event_type")
    page.reload()
    page.keyboard.press("e")
    assert not page.is_visible("#event_type")
    page.keyboard.press("Control+a")
    assert "Event 1" in progress(page)


def test_a_split_is_followed_until_it_is_done(url: str, page: Page, store: Store) -> None:
    log_in(page, url, "ada")
    press(page, "n")
    page.keyboard.press("s")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    press(page, "Enter")
    page.wait_for_function("() => document.getElementById('linking').textContent.includes('Linked again')")
    assert sorted(event.reports for event in store.events()) == [("hostile",), ("late",), ("one",), ("two",)]


def test_merge_with_what_was_found(url: str, page: Page, store: Store) -> None:
    log_in(page, url, "ada")
    press(page, "n")
    page.keyboard.press("m")
    page.keyboard.type("late shelled")
    press(page, "Enter")
    assert page.is_visible("text=Found")
    page.check("input[name=other]")
    with page.expect_navigation():
        page.click("text=Make them one event")
    page.wait_for_function("() => document.getElementById('linking').textContent.includes('Linked again')")
    assert sorted(sorted(event.reports) for event in store.events()) == [["hostile"], ["late", "one", "two"]]


def test_only_modes_of_the_type_can_be_chosen(url: str, page: Page) -> None:
    log_in(page, url, "ada")
    press(page, "n")
    page.keyboard.press("e")
    page.select_option("#event_type", "PROTEST")
    assert page.input_value("#event_mode") == ""
    assert page.locator("#event_mode optgroup:not([disabled])").count() == 1


def test_without_scripts_forms_do_all(url: str, new_page: Open, store: Store) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{url}/review")
    page.fill("#name", "ada")
    page.fill("#password", clients.PASSWORD)
    page.click("form.card button")
    page.click("text=Begin")
    page.click(".acts >> text=Accept")
    page.click("#edit > summary")
    page.fill("#start", "no day")
    page.click("text=Keep the correction")
    assert page.is_visible("#problem-date")
    page.fill("#start", "2024-03-11")
    page.click("text=Keep the correction")
    page.click("#reject > summary")
    page.fill("#reason", "a film")
    page.click("text=Reject the event")
    assert "You have reviewed every event" in page.inner_text("main")
    states = {event.id: Reviews(store).state(event.id) for event in store.events()}
    assert states == {"one-m1": "accepted", "late-m1": "edited", "hostile-m1": "rejected"}


PAGES = ("/login", "/review", "/review/events/one-m1", "/review/events/hostile-m1?find=shelled", "/review/agreement")
LOOKS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"color_scheme": "light", "viewport": {"width": 320, "height": 700}},
]


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "narrow"])
def test_pages_are_accessible(url: str, new_page: Open, store: Store, look: dict[str, Any]) -> None:
    reviews = Reviews(store)
    reviews.add("one-m1", "ada", "edit", value={"status": "denied"}, comment=HOSTILE)
    reviews.add("one-m1", "bob", "accept")
    page = log_in(new_page(bypass_csp=True, **look), url, "ada")
    for path in PAGES:
        page.goto(url + path)
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert axe_violations(page) == [], path
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path
