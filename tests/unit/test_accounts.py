"""Users and sessions: hashes, not passwords; sessions that end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline.app.cli import app
from dateline.errors import StoreError, UsageError
from dateline.store.accounts import SESSION_SECONDS, Accounts, accounts_path

PASSWORD = "a long enough one"


class Clock:
    """A clock that is set by hand."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Iterator[Accounts]:
    made = Accounts(tmp_path / "events.db.accounts", clock)
    yield made
    made.close()


def test_a_password_is_known_by_its_hash_alone(accounts: Accounts) -> None:
    accounts.add("ada", PASSWORD)
    assert accounts.matches("ada", PASSWORD)
    assert not accounts.matches("ada", PASSWORD + "!")
    assert not accounts.matches("bob", PASSWORD)
    with sqlite3.connect(accounts.path) as held:
        (hashed,) = held.execute("SELECT password FROM users").fetchone()
    held.close()
    assert hashed.startswith("$argon2id$")
    assert PASSWORD not in hashed


def test_the_file_is_made_with_the_first_user_and_is_the_owners(accounts: Accounts) -> None:
    assert accounts.names() == []
    assert not accounts.matches("ada", PASSWORD)
    assert accounts.user_of("x") is None
    accounts.end_session("x")
    assert not accounts.path.exists()
    accounts.add("ada", PASSWORD)
    assert accounts.path.stat().st_mode & 0o077 == 0


def test_one_spelling_of_a_password(accounts: Accounts) -> None:
    accounts.add("ada", "caf\u00e9 and more")
    assert accounts.matches("ada", "cafe\u0301 and more")


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, "<b>", "a\n", "a/b"])
def test_names_that_are_none(accounts: Accounts, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be a name"):
        accounts.add(name, PASSWORD)


@pytest.mark.parametrize("password", ["", "short", "x" * 1025])
def test_passwords_that_are_none(accounts: Accounts, password: str) -> None:
    with pytest.raises(UsageError, match="10 to 1024"):
        accounts.add("ada", password)


def test_names_are_taken_once(accounts: Accounts) -> None:
    accounts.add("ada", PASSWORD)
    with pytest.raises(UsageError, match="user already"):
        accounts.add("ada", PASSWORD)
    assert accounts.names() == ["ada"]


def test_sessions_end(accounts: Accounts, clock: Clock) -> None:
    accounts.add("ada", PASSWORD)
    first, second = accounts.start_session("ada"), accounts.start_session("ada")
    assert first != second
    assert accounts.user_of(first) == accounts.user_of(second) == "ada"
    accounts.end_session(first)
    assert (accounts.user_of(first), accounts.user_of(second)) == (None, "ada")
    clock.now += SESSION_SECONDS - 1
    assert accounts.user_of(second) == "ada"
    clock.now += 1
    assert accounts.user_of(second) is None


def test_only_a_hash_of_a_token_is_kept(accounts: Accounts) -> None:
    accounts.add("ada", PASSWORD)
    token = accounts.start_session("ada")
    accounts.close()
    kept = b"".join(path.read_bytes() for path in accounts.path.parent.iterdir())
    assert token.encode() not in kept


def test_a_new_password_ends_all_sessions(accounts: Accounts) -> None:
    accounts.add("ada", PASSWORD)
    accounts.add("bob", PASSWORD)
    tokens = [accounts.start_session(name) for name in ("ada", "ada", "bob")]
    accounts.set_password("ada", PASSWORD + "2")
    assert [accounts.user_of(token) for token in tokens] == [None, None, "bob"]
    assert not accounts.matches("ada", PASSWORD)
    accounts.end_sessions("bob")
    assert accounts.user_of(tokens[2]) is None


def test_a_user_who_is_removed_is_gone(accounts: Accounts) -> None:
    accounts.add("ada", PASSWORD)
    token = accounts.start_session("ada")
    accounts.remove("ada")
    assert accounts.names() == []
    assert accounts.user_of(token) is None
    for act in (accounts.remove, accounts.end_sessions):
        with pytest.raises(UsageError, match="no user"):
            act("ada")


def test_a_file_that_cannot_be_made(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "none" / "x.accounts")
    with pytest.raises(StoreError, match="cannot be written"):
        accounts.add("ada", PASSWORD)


def test_where_users_stand() -> None:
    assert accounts_path("a/events.db") == Path("a/events.db.accounts")
    assert accounts_path("postgresql://host/name") is None


def dateline(*arguments: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(app, arguments, input=typed)
    return result.exit_code, result.output


def test_users_on_the_command_line(tmp_path: Path) -> None:
    db = str(tmp_path / "events.db")
    assert dateline("user", "add", "ada", "--db", db, typed=PASSWORD + "\n") == (0, "")
    assert dateline("user", "list", "--db", db) == (0, "ada\n")
    users = Accounts(tmp_path / "events.db.accounts")
    assert users.matches("ada", PASSWORD)
    token = users.start_session("ada")
    assert dateline("user", "logout", "ada", "--db", db) == (0, "")
    assert users.user_of(token) is None
    assert dateline("user", "password", "ada", "--db", db, typed="another long one\n") == (0, "")
    assert users.matches("ada", "another long one")
    assert dateline("user", "remove", "ada", "--db", db) == (0, "")
    assert users.names() == []
    users.close()


def test_users_of_a_database_that_is_no_file_need_a_file(tmp_path: Path) -> None:
    status, said = dateline("user", "list", "--db", "postgresql://host/name")
    assert status == 2
    assert "--accounts FILE" in said
    assert dateline("user", "list", "--accounts", str(tmp_path / "users")) == (0, "")


def test_no_password_is_too_short(tmp_path: Path) -> None:
    status, said = dateline("user", "add", "ada", "--accounts", str(tmp_path / "users"))
    assert status == 2
    assert "10 to 1024" in said
