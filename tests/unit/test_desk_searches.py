"""Saved searches: whose they are, what is new in them, and who is told."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from fastapi.testclient import TestClient

from dateline.app.desk.desk import Desk
from dateline.app.desk.notify import FIRST_WAIT, LONGEST_WAIT, SIGNATURE, Notifier, check_webhook, post
from dateline.app.desk.server import create_app
from dateline.app.linking import relink
from dateline.errors import UsageError
from dateline.settings import LinkSettings
from dateline.store import Store, open_store
from dateline.store.accounts import Accounts
from dateline.store.searches import MOST_SEARCHES, Searches
from tests import factory

HOOK = "https://127.0.0.1/hook"
PASSWORD = "correct horse battery"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "events.db") as held:
        yield held


@pytest.fixture
def searches(tmp_path: Path) -> Iterator[Searches]:
    found = Searches(tmp_path / "accounts")
    found.path.touch()
    yield found
    found.close()


class Receiver:
    """Takes messages, or answers as it is told to."""

    def __init__(self) -> None:
        self.status: int | OSError = 200
        self.got: list[tuple[str, bytes, dict[str, str]]] = []
        self.time = 1000.0

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        if isinstance(self.status, OSError):
            raise self.status
        self.got.append((url, body, headers))
        return self.status

    def told(self) -> list[tuple[str, list[str]]]:
        """Of each message the search and what happened to its events."""
        read = [json.loads(body) for _, body, _ in self.got]
        return [(one["search"], [each["change"] for each in one["events"]]) for one in read]


def notifier(store: Store, searches: Searches, receiver: Receiver) -> Notifier:
    return Notifier(store, searches, receiver, allowed=frozenset({"127.0.0.1"}), now=lambda: receiver.time)


def add(store: Store, number: int, **fields: object) -> None:
    """One more event, on a day of its own."""
    text = factory.TEXT + f" It was the raid number {number}."
    day = f"2024-0{number}-04"
    date = factory.mention().date
    told = factory.mention(text, f"r{number}", date=type(date)(start=day, end=day, granularity="day"), **fields)
    store.put_reports([factory.report(f"r{number}", text, events=(told,), claims=())])
    relink(store, LinkSettings())


# ---- the file


def test_searches_are_their_owners(searches: Searches) -> None:
    one = searches.save("ada", "Raids", "type=ASSAULT", webhook=None, told_run=3)
    searches.save("ben", "All", "", webhook=HOOK, told_run=0)
    assert searches.of("ada") == [one]
    assert [found.name for found in searches.with_webhook()] == ["All"]
    searches.remove("ben", one.number)
    assert searches.of("ada") == [one]
    searches.remove("ada", one.number)
    assert searches.of("ada") == []


def test_there_are_none_without_a_file(tmp_path: Path) -> None:
    searches = Searches(tmp_path / "none")
    assert searches.with_webhook() == []
    assert not searches.path.exists()


def test_one_user_has_so_many(searches: Searches) -> None:
    for number in range(MOST_SEARCHES):
        searches.save("ada", str(number), "", webhook=None, told_run=0)
    with pytest.raises(UsageError, match="delete some first"):
        searches.save("ada", "one more", "", webhook=None, told_run=0)


# ---- telling


def test_a_webhook_is_told_of_what_fits_once(store: Store, searches: Searches) -> None:
    receiver = Receiver()
    looking = notifier(store, searches, receiver)
    add(store, 1)
    search = searches.save("ada", "Raids", "type=ASSAULT&country=SYR", webhook=HOOK, told_run=store.last_run())
    assert looking.look() == 0  # what was there before is not told of
    add(store, 2)
    add(store, 3, event_type="PROTEST")
    assert looking.look() == 1
    assert receiver.told() == [("Raids", ["added"])]
    url, body, headers = receiver.got[0]
    assert url == HOOK
    assert headers[SIGNATURE] == hmac.digest(search.secret.encode(), body, "sha256").hex()
    assert json.loads(body)["events"][0]["event"]["reports"] == ["r2"]
    assert looking.look() == 0


@pytest.mark.parametrize("status", [500, 301, OSError("cannot be reached")])
def test_a_webhook_that_fails_is_tried_again(store: Store, searches: Searches, status: int | OSError) -> None:
    receiver = Receiver()
    receiver.status = status
    looking = notifier(store, searches, receiver)
    searches.save("ada", "All", "", webhook=HOOK, told_run=0)
    add(store, 1)
    assert looking.look() == 0
    assert searches.of("ada")[0].due == receiver.time + FIRST_WAIT
    receiver.status = 204
    receiver.got.clear()
    assert looking.look() == 0  # not yet
    receiver.time += FIRST_WAIT
    assert looking.look() == 1
    assert receiver.told() == [("All", ["added"])]
    assert searches.of("ada")[0].failures == 0


def test_a_search_that_is_no_filter_any_more_holds_up_no_other(store: Store, searches: Searches) -> None:
    receiver = Receiver()
    searches.save("ada", "Old", "type=GONE", webhook=HOOK, told_run=0)
    searches.save("ada", "All", "", webhook=HOOK, told_run=0)
    add(store, 1)
    assert notifier(store, searches, receiver).look() == 1
    assert receiver.told() == [("All", ["added"])]
    assert [one.failures for one in searches.of("ada")] == [1, 0]


def test_waiting_has_an_end(store: Store, searches: Searches) -> None:
    receiver = Receiver()
    receiver.status = 500
    looking = notifier(store, searches, receiver)
    searches.save("ada", "All", "", webhook=HOOK, told_run=0)
    add(store, 1)
    for _ in range(20):
        looking.look()
        receiver.time = searches.of("ada")[0].due
    looking.look()
    assert searches.of("ada")[0].due - receiver.time == LONGEST_WAIT


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("http://127.0.0.1:9/x", "no public address", id="this-machine"),
        pytest.param("http://169.254.169.254/", "no public address", id="link-local"),
        pytest.param("file:///etc/passwd", "begins with https", id="a-file"),
        pytest.param("https://", "begins with https", id="no-host"),
    ],
)
def test_webhooks_lead_out(url: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        check_webhook(url, frozenset({"hooks.example"}))


class Hook(BaseHTTPRequestHandler):
    """Takes one message."""

    got: ClassVar[list[tuple[bytes, str | None]]] = []

    def do_POST(self) -> None:
        """Answer 204, or lead elsewhere."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((body, self.headers[SIGNATURE]))
        self.send_response(307 if self.path == "/elsewhere" else 204)
        self.send_header("Location", "/hook")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_a_message_is_posted_and_follows_no_redirect() -> None:
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert post(f"{address}/hook", b"{}", {SIGNATURE: "s"}) == 204
        assert post(f"{address}/elsewhere", b"{}", {}) == 307
        server.shutdown()
    assert Hook.got == [(b"{}", "s"), (b"{}", None)]
    with pytest.raises(OSError, match="cannot be reached"):
        post(f"{address}/hook", b"{}", {})


# ---- pages


@pytest.fixture
def client(store: Store, tmp_path: Path) -> Iterator[TestClient]:
    accounts = Accounts(tmp_path / "accounts")
    accounts.add("ada", PASSWORD)
    desk = Desk(
        store=store, title="t", hosts=("testserver",), accounts=accounts, searches=Searches(accounts.path),
        webhook_hosts=("127.0.0.1",),
    )  # fmt: skip
    with TestClient(create_app(desk), follow_redirects=False) as found:
        token = re.search(r'name="csrf" value="([^"]+)"', found.get("/login").text)
        assert token
        form = {"name": "ada", "password": PASSWORD, "csrf": token[1]}
        assert found.post("/login", data=form).status_code == 303
        yield found


def saved(client: TestClient, **fields: str) -> int:
    """Save a search; the status of the answer."""
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/searches").text)
    assert token
    return client.post("/searches", data={"csrf": token[1], "name": "N", "query": "", **fields}).status_code


def test_a_search_is_saved_shown_and_deleted(client: TestClient, store: Store) -> None:
    add(store, 1)
    assert "type=ASSAULT&amp;country=SYR" in client.get("/searches?type=ASSAULT&country=SYR").text
    assert saved(client, name="<b>Raids</b>", query="?country=SYR&type=ASSAULT", webhook=HOOK) == 303
    page = client.get("/searches").text
    assert '<a href="/?type=ASSAULT&amp;country=SYR">&lt;b&gt;Raids&lt;/b&gt;</a></td><td class="number">1</td>' in page
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    assert client.post("/searches/1/delete", data={"csrf": token[1]}).status_code == 303
    assert "Raids" not in client.get("/searches").text


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param({"name": " "}, "needs a name", id="no-name"),
        pytest.param({"query": "type=NOSUCH"}, "NOSUCH", id="no-filter"),
        pytest.param({"webhook": "http://10.0.0.1/"}, "no public address", id="our-network"),
    ],
)
def test_a_search_that_cannot_be_saved(client: TestClient, fields: dict[str, str], reason: str) -> None:
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/searches").text)
    assert token
    answer = client.post("/searches", data={"csrf": token[1], "name": "N", "query": "", **fields})
    assert answer.status_code == 422
    assert reason in answer.text


def test_nobody_saves_without_logging_in_or_a_token(client: TestClient, store: Store) -> None:
    assert client.post("/searches", data={"name": "N", "query": ""}).status_code == 403
    stranger = TestClient(create_app(Desk(store=store, title="t", hosts=("testserver",))), follow_redirects=False)
    assert stranger.get("/searches").status_code == 403
