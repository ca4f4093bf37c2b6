"""A desk over invented events, and how a test logs in and reviews on it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

from argon2 import PasswordHasher
from starlette.testclient import TestClient

from dateline.app.desk.desk import Desk
from dateline.app.desk.server import create_app
from dateline.app.linking import relink
from dateline.records import Date, Event, EventMention, Publication, Report
from dateline.settings import LinkSettings
from dateline.store import Store
from tests import factory
from tests.factory import put

PASSWORD = "a long enough one"
NAMES = ("a", "b", "c")
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Hashes that take no time."""


def event(name: str, day: int = 1, **fields: Any) -> tuple[Report, Event]:
    """A report and the event that it tells."""
    when = f"2024-03-{day:02}"
    told = factory.report(f"report-{name}")
    date = Date(start=when, end=when, granularity="day", basis="explicit")
    return told, factory.event(told, **({"id": name, "date": date} | fields))


def fill(store: Store, *given: tuple[Report, Event]) -> None:
    """Put events with their reports into a store; by default three, a to c."""
    held = given or tuple(event(name, day) for day, name in enumerate(NAMES, start=1))
    store.put_reports(report for report, _ in held)
    assert put(store, *(one for _, one in held)) is not None


def linked(store: Store, *reports: Report) -> list[Event]:
    """Put reports into a store and link them; the events that this makes."""
    store.put_reports(reports)
    relink(store, LinkSettings())
    return list(store.events())


def shelling(name: str, day: int = 4, **fields: Any) -> Report:
    """A report of the shelling of `factory.TEXT` on a day of March."""
    text = f"{name}: {factory.TEXT}"
    when, published = f"2024-03-{day:02}", f"2024-03-{day + 1:02}"
    mention: EventMention = replace(
        factory.mention(text, name),
        claims=(),
        date=Date(start=when, end=when, granularity="day", basis="explicit", span=factory.span(text, "Monday", name)),
    )
    publication = Publication(date=published, earliest=published, latest=published, basis="given")
    defaults = {"events": (mention,), "claims": (), "published": publication, "publisher": f"{name} News"}
    return factory.report(name, text, **(defaults | fields))


def client(desk: Desk, base_url: str = "http://localhost") -> TestClient:
    """A browser without scripts that looks at a desk."""
    return TestClient(create_app(desk), base_url=base_url, follow_redirects=True)


def token(page: str) -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="csrf" value="([^"]*)"', page)
    assert found, page
    return html.unescape(found[1])


def log_in(client: TestClient, name: str, password: str = PASSWORD, next: str = "/") -> Any:
    """Send the form of the login page."""
    data = {"csrf": token(client.get("/login").text), "name": name, "password": password, "next": next}
    if any("session" in cookie for cookie in client.cookies):  # the page also has the form to log out
        page = client.get("/login").text
        data["csrf"] = html.unescape(re.findall(r'name="csrf" value="([^"]*)"', page)[-1])
    return client.post("/login", data=data, follow_redirects=False)


def say(client: TestClient, event_id: str, query: str = "", /, **fields: Any) -> Any:
    """Send a form of a page of the queue."""
    path = f"/review/events/{event_id}{query}"
    data = {"csrf": token(client.get(path).text), **fields}
    return client.post(path, data=data, follow_redirects=False)
