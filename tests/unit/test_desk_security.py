"""A desk that is left open in a browser: who gets in, what is refused, what no page elsewhere can do."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner

from dateline.app.cli import app
from dateline.app.desk.desk import Desk
from dateline.app.desk.security import LARGEST_BODY, exposure, from_elsewhere, safe_next
from dateline.app.desk.server import create_app
from dateline.store import Store, open_store
from dateline.store.accounts import Accounts
from tests import desk_clients as clients


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "events.db"
    with open_store(path) as made:
        clients.fill(made)
    return path


@pytest.fixture
def store(tmp_path: Path, filled: Path) -> Iterator[Store]:
    copyfile(filled, tmp_path / "events.db")
    with open_store(tmp_path / "events.db") as made:
        yield made


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    made = Accounts(tmp_path / "events.db.accounts", hasher=clients.CHEAP)
    made.add("ada", clients.PASSWORD)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store, accounts: Accounts) -> Desk:
    return Desk(store=store, title="Events", accounts=accounts)


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with clients.client(desk) as made:
        yield made


def test_logging_in_and_out(client: TestClient) -> None:
    assert client.get("/review", follow_redirects=False).headers["location"] == "/login?next=%2Freview"
    answer = clients.log_in(client, "ada", next="/review?type=ASSAULT")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?type=ASSAULT")
    page = client.get("/review")
    assert page.status_code == 200
    assert "Log out" in page.text
    answer = client.post("/logout", data={"csrf": clients.token(page.text)}, follow_redirects=False)
    assert answer.status_code == 303
    assert client.get("/review", follow_redirects=False).status_code == 303


def test_a_session_that_was_ended_is_ended_on_the_server(client: TestClient, accounts: Accounts) -> None:
    clients.log_in(client, "ada")
    kept = dict(client.cookies)
    client.post("/logout", data={"csrf": clients.token(client.get("/review").text)})
    client.cookies.update(kept)
    assert client.get("/review", follow_redirects=False).status_code == 303
    clients.log_in(client, "ada")
    accounts.end_sessions("ada")
    assert client.get("/review", follow_redirects=False).status_code == 303


def test_logging_in_begins_another_session(client: TestClient, accounts: Accounts) -> None:
    clients.log_in(client, "ada")
    (first,) = [value for name, value in client.cookies.items() if "session" in name]
    clients.log_in(client, "ada")
    (second,) = [value for name, value in client.cookies.items() if "session" in name]
    assert first != second
    assert accounts.user_of(first) is None


def test_a_wrong_password_says_no_more_than_that(client: TestClient) -> None:
    wrong = clients.log_in(client, "ada", "not the password")
    nobody = clients.log_in(client, "bob", "not the password")
    assert wrong.status_code == nobody.status_code == 403
    assert "No user has this name and password" in wrong.text
    assert re.sub("ada|bob", "", wrong.text) == re.sub("ada|bob", "", nobody.text)
    assert "session" not in wrong.headers.get("set-cookie", "").split(";")[0]


def test_an_unknown_name_takes_as_long(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "real.accounts")
    accounts.add("ada", clients.PASSWORD)
    accounts.matches("ada", "warm up")

    def seconds(name: str) -> float:
        spent = []
        for _ in range(3):
            start = time.perf_counter()
            accounts.matches(name, "not the password")
            spent.append(time.perf_counter() - start)
        return min(spent)

    assert seconds("nobody") > seconds("ada") / 2
    accounts.close()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_are_for_this_desk_alone(desk: Desk, scheme: str) -> None:
    with clients.client(desk, f"{scheme}://localhost") as client:
        answer = clients.log_in(client, "ada")
        for cookie in answer.headers.get_list("set-cookie"):
            if "Max-Age=0" not in cookie:
                assert "HttpOnly" in cookie
                assert "SameSite=lax" in cookie
                assert ("Secure" in cookie) == (scheme == "https")


def test_login_is_limited(client: TestClient) -> None:
    statuses = [clients.log_in(client, "ada", "wrong password").status_code for _ in range(11)]
    assert statuses == [403] * 10 + [429]
    answer = clients.log_in(client, "ada")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert clients.log_in(client, "bob", "wrong password").status_code == 403


def test_writing_is_limited(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from limits import parse

    monkeypatch.setattr("dateline.app.desk.security.WRITES", parse("2/minute"))
    with clients.client(desk) as client:
        clients.log_in(client, "ada")
        statuses = [clients.say(client, "a", verdict="comment", comment="so").status_code for _ in range(3)]
    assert statuses == [303, 303, 429]


POSTS = ("/login", "/logout", "/review/undo", "/review/events/a")


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_no_form_without_its_token(client: TestClient, path: str, token: str) -> None:
    clients.log_in(client, "ada")
    data = {"csrf": token, "verdict": "accept", "name": "ada", "password": clients.PASSWORD}
    answer = client.post(path, data=data, follow_redirects=False)
    assert answer.status_code == 403
    assert "load the page again" in answer.text


def test_the_token_of_one_user_is_not_that_of_another(desk: Desk, accounts: Accounts) -> None:
    accounts.add("bob", clients.PASSWORD)
    with clients.client(desk) as ada, clients.client(desk) as bob:
        clients.log_in(ada, "ada")
        clients.log_in(bob, "bob")
        stolen = clients.token(ada.get("/review").text)
        answer = bob.post("/review/events/a", data={"csrf": stolen, "verdict": "accept"}, follow_redirects=False)
    assert answer.status_code == 403


ELSEWHERE = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://localhost.evil.example"},
    {"origin": "http://localhost:81"},
    {"origin": "http://[bad"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://localhost"},
]


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_pages_elsewhere_send_nothing(client: TestClient, headers: dict[str, str]) -> None:
    clients.log_in(client, "ada")
    token = clients.token(client.get("/review").text)
    answer = client.post("/review/events/a", data={"csrf": token, "verdict": "accept"}, headers=headers)
    assert (answer.status_code, answer.text) == (403, "This came from another site.")
    assert "Content-Security-Policy" in answer.headers


def test_our_own_pages_do() -> None:
    assert not from_elsewhere({"host": "localhost:8765", "origin": "http://localhost:8765"})
    assert not from_elsewhere({"host": "LOCALHOST", "origin": "https://localhost", "sec-fetch-site": "same-origin"})
    assert not from_elsewhere({"host": "localhost"})


def test_bodies_have_a_limit(client: TestClient) -> None:
    clients.log_in(client, "ada")
    token = clients.token(client.get("/review").text)
    too_long = {"csrf": token, "verdict": "comment", "comment": "x" * LARGEST_BODY}
    assert client.post("/review/events/a", data=too_long).status_code == 413

    def pieces() -> Iterator[bytes]:
        yield f"csrf={token}&verdict=comment&comment=".encode()
        for _ in range(300):
            yield b"x" * 1024

    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/review/events/a", content=pieces(), headers=form).status_code == 413
    assert client.post("/review/events/a", headers={"content-length": "-5"}).status_code == 413


def test_other_host_names_are_refused(client: TestClient) -> None:
    answer = client.get("/login", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers


def routes_that_write(desk: Desk) -> list[tuple[str, str]]:
    """Every route of the application that takes anything but reading."""
    return [
        (method, re.sub(r"\{.*?\}", "a", getattr(route, "path", "/")))
        for included in create_app(desk).routes
        for route in getattr(getattr(included, "original_router", None), "routes", [included])
        for method in (getattr(route, "methods", None) or set()) - {"GET", "HEAD", "OPTIONS"}
    ]


def test_a_read_only_desk_writes_nothing(store: Store, accounts: Accounts) -> None:
    desk = Desk(store=store, title="Events", read_only=True, accounts=accounts)
    before = store.version()
    with clients.client(desk) as client:
        assert client.get("/").status_code == 200
        assert client.get("/login").status_code == 403
        assert client.get("/review").status_code == 403
        assert "Log in" not in client.get("/").text
        for method, path in [*routes_that_write(desk), ("PUT", "/"), ("DELETE", "/events/a"), ("POST", "/nothing")]:
            assert client.request(method, path).status_code == 403, path
    assert store.version() == before
    assert ("POST", "/login") in routes_that_write(desk)


def test_every_route_that_writes_needs_a_user(desk: Desk, store: Store) -> None:
    before = store.version()
    with clients.client(desk) as client:
        for method, path in routes_that_write(desk):
            assert client.request(method, path, data={"verdict": "accept"}).status_code == 403, path
    assert store.version() == before


def test_without_accounts_nobody_reviews(store: Store) -> None:
    with clients.client(Desk(store=store, title="Events")) as client:
        for path in ("/review", "/login"):
            answer = client.get(path)
            assert answer.status_code == 403
            assert "--accounts FILE" in answer.text


def test_without_users_the_login_page_says_how_to_add_one(store: Store, tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "none.accounts")
    with clients.client(Desk(store=store, title="Events", accounts=accounts)) as client:
        assert "dateline user add" in client.get("/login").text
        assert clients.log_in(client, "ada").status_code == 403
    accounts.close()
    assert not (tmp_path / "none.accounts").exists()


def test_pages_of_a_session_are_not_kept(client: TestClient) -> None:
    assert "Cache-Control" not in client.get("/").headers
    assert client.get("/login").headers["cache-control"] == "private, no-store"
    clients.log_in(client, "ada")
    for path in ("/", "/review", "/review/events/a"):
        assert client.get(path).headers["cache-control"] == "private, no-store"
    assert "Cache-Control" not in client.get("/static/desk.css").headers


OPEN_REDIRECTS = [
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil",
    "javascript:x",
    "/\n/evil",
    "é",
    "",
]


@pytest.mark.parametrize("target", OPEN_REDIRECTS)
def test_logging_in_leads_nowhere_else(client: TestClient, target: str) -> None:
    assert clients.log_in(client, "ada", next=target).headers["location"] == "/"


@given(st.one_of(st.text(), st.text("/\\:.?#@ehtps\t\n ", max_size=12).map(lambda tail: "/" + tail)))
def test_whatever_is_next_stays_here(target: str) -> None:
    found = safe_next(target)
    assert urlsplit(urljoin("http://desk.example/login", found)).netloc == "desk.example"
    assert found.startswith("/")
    assert found.isprintable()


EXPOSED: list[tuple[str, bool, bool, bool, int]] = [
    ("127.0.0.1", False, False, False, 0),
    ("localhost", False, False, False, 0),
    ("::1", False, False, False, 0),
    ("0.0.0.0", False, False, False, 2),
    ("0.0.0.0", True, False, False, 1),
    ("192.0.2.1", True, True, False, 0),
    ("192.0.2.1", False, True, True, 0),
    ("192.0.2.1", False, False, True, 1),
]


@pytest.mark.parametrize(("host", "users", "tls", "read_only", "said"), EXPOSED)
def test_what_is_said_where_others_can_reach_it(host: str, users: bool, tls: bool, read_only: bool, said: int) -> None:
    assert len(exposure(host, users=users, tls=tls, read_only=read_only)) == said


def test_tls_needs_both_files(store: Store, tmp_path: Path) -> None:
    db = str(tmp_path / "events.db")
    only_one = CliRunner().invoke(app, ["desk", db, "--tls-key", str(tmp_path / "key")])
    assert only_one.exit_code == 2
    assert "needs both" in only_one.output
    neither = ["desk", db, "--port", "0", "--tls-key", str(tmp_path / "key"), "--tls-certificate", str(tmp_path / "c")]
    unusable = CliRunner().invoke(app, neither)
    assert unusable.exit_code == 2
    assert "cannot be used for TLS" in unusable.output
