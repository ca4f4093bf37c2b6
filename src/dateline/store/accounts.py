"""Who may review: users with password hashes, and their sessions, in an SQLite file of its own.

It stands beside the database, so that a database can be handed on without password hashes. Of a session only a hash of
its token is kept: who reads the file cannot go on with it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from time import time

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, create_engine, delete, insert, select, update

from dateline.errors import StoreError, UsageError
from dateline.store.connect import tune_sqlite
from dateline.store.store import store_errors

SESSION_SECONDS = 12 * 60 * 60
"""How long a session lasts: a working day."""
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1024
"""Characters; hashing a longer one would only cost time."""

_NAME = re.compile(r"[\w.@+-]{1,64}")
_METADATA = MetaData()
_users = Table(
    "users",
    _METADATA,
    Column("name", Text, primary_key=True),
    Column("password", Text, nullable=False),
)
_sessions = Table(
    "sessions",
    _METADATA,
    Column("token", Text, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("expires", Integer, nullable=False),
)
HASHER = PasswordHasher()
_HASHING = BoundedSemaphore(2)
"""A hash takes 64 MB on purpose; many at once would be a way to fill the memory."""


class Accounts:
    """The users of a desk; the file is made with the first of them.

    clock: the time in seconds. hasher: how passwords are hashed. Every method raises StoreError where the file cannot
    be read or written.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time, hasher: PasswordHasher = HASHER) -> None:
        self.path = path
        self._clock = clock
        self._hasher = hasher
        self._engine = create_engine(f"sqlite:///{path}")
        tune_sqlite(self._engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # ---- users

    def add(self, name: str, password: str) -> None:
        """A new user. Raises UsageError where the name is taken or cannot be one, or the password is too short."""
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} cannot be a name: letters, digits and . _ @ + -, at most 64")
        hashed = self._hash(password)
        self._make_file()
        with self._begin(writes=True) as connection:
            if _password_of(connection, name) is not None:
                raise UsageError(f"{name} is a user already; `dateline user password` changes the password")
            connection.execute(insert(_users).values(name=name, password=hashed))

    def names(self) -> list[str]:
        """All users, by name."""
        if not self.path.exists():
            return []
        with self._begin() as connection:
            return list(connection.execute(select(_users.c.name).order_by(_users.c.name)).scalars())

    def remove(self, name: str) -> None:
        """A user is no more and logged out everywhere; what they said stays. Raises UsageError where there is none."""
        self._known(name)
        with self._begin(writes=True) as connection:
            connection.execute(delete(_sessions).where(_sessions.c.name == name))
            connection.execute(delete(_users).where(_users.c.name == name))

    def set_password(self, name: str, password: str) -> None:
        """A new password, and all sessions ended. Raises UsageError where there is no such user or it is too short."""
        self._known(name)
        hashed = self._hash(password)
        with self._begin(writes=True) as connection:
            connection.execute(update(_users).where(_users.c.name == name).values(password=hashed))
            connection.execute(delete(_sessions).where(_sessions.c.name == name))

    def matches(self, name: str, password: str) -> bool:
        """Whether this is a user's password; takes as long for a name that nobody has."""
        nobodys, stored = _nobodys_hash(self._hasher), None
        if self.path.exists():
            with self._begin() as connection:
                stored = _password_of(connection, name)
        right = self._verified(stored or nobodys, password)
        if stored is None or not right:
            return False
        if self._hasher.check_needs_rehash(stored):
            with self._begin(writes=True) as connection:
                connection.execute(update(_users).where(_users.c.name == name).values(password=self._hash(password)))
        return True

    # ---- sessions

    def start_session(self, name: str) -> str:
        """The token of a new session; those that have run out are forgotten."""
        token = secrets.token_urlsafe(32)
        now = int(self._clock())
        with self._begin(writes=True) as connection:
            connection.execute(delete(_sessions).where(_sessions.c.expires <= now))
            row = {"token": _digest(token), "name": name, "expires": now + SESSION_SECONDS}
            connection.execute(insert(_sessions).values(row))
        return token

    def user_of(self, token: str) -> str | None:
        """Whose session this is, None where it has ended or never was."""
        if not self.path.exists():
            return None
        wanted = select(_sessions.c.name).where(
            _sessions.c.token == _digest(token), _sessions.c.expires > int(self._clock())
        )
        with self._begin() as connection:
            return connection.execute(wanted).scalars().first()

    def end_session(self, token: str) -> None:
        """The session is no more."""
        if self.path.exists():
            with self._begin(writes=True) as connection:
                connection.execute(delete(_sessions).where(_sessions.c.token == _digest(token)))

    def end_sessions(self, name: str) -> None:
        """A user is logged out everywhere. Raises UsageError where there is none."""
        self._known(name)
        with self._begin(writes=True) as connection:
            connection.execute(delete(_sessions).where(_sessions.c.name == name))

    def _hash(self, password: str) -> str:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise UsageError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
        with _HASHING:
            return self._hasher.hash(_normal(password))

    def _verified(self, hashed: str, password: str) -> bool:
        try:
            with _HASHING:
                return self._hasher.verify(hashed, _normal(password[:LONGEST_PASSWORD]))
        except (VerificationError, InvalidHashError):
            return False

    # ---- the file

    def _known(self, name: str) -> None:
        if name not in self.names():
            raise UsageError(f"{self.path}: no user {name!r}")

    def _make_file(self) -> None:
        """The file, readable for its owner alone, with its tables."""
        try:
            self.path.touch(mode=0o600)
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written: {error.strerror}") from error
        with self._begin(writes=True) as connection:
            _METADATA.create_all(connection)

    @contextmanager
    def _begin(self, *, writes: bool = False) -> Iterator[Connection]:
        engine = self._engine.execution_options(writes=True) if writes else self._engine
        with store_errors(str(self.path)), engine.begin() as connection:
            yield connection


def accounts_path(db: str) -> Path | None:
    """Where the users of a database stand by default: beside its file; None where it is no file."""
    return None if "://" in db else Path(f"{db}.accounts")


def _password_of(connection: Connection, name: str) -> str | None:
    return connection.execute(select(_users.c.password).where(_users.c.name == name)).scalars().first()


@cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    """What the password of a name that nobody has is compared with, so that it takes as long."""
    with _HASHING:
        return hasher.hash(secrets.token_urlsafe(32))


def _normal(password: str) -> str:
    """One spelling whatever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", password)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
