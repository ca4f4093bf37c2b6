"""Saved searches: filters under a name, and where to send what is new in them; beside the users of a desk."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    inspect,
    select,
    update,
)

from dateline.errors import UsageError
from dateline.store.connect import tune_sqlite
from dateline.store.store import store_errors

MOST_SEARCHES = 100
"""Searches of one user."""

_METADATA = MetaData()
_searches = Table(
    "searches",
    _METADATA,
    Column("number", Integer, primary_key=True),
    Column("owner", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("webhook", Text),
    Column("secret", Text, nullable=False),
    Column("told_run", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("due", Float, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """A saved search.

    query: the filter as in a URL. webhook: where to send what is new, None for nowhere; secret: what the messages are
    signed with. told_run: the last run of linking that was told of. failures: how often in a row the webhook did not
    take a message; due: when it is tried again, in seconds since 1970.
    """

    number: int
    owner: str
    name: str
    query: str
    webhook: str | None
    secret: str
    told_run: int
    failures: int = 0
    due: float = 0.0


class Searches:
    """The saved searches of a desk, in the file of its users.

    Every method raises StoreError where the file cannot be read or written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = create_engine(f"sqlite:///{path}")
        tune_sqlite(self._engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def of(self, owner: str) -> list[Search]:
        """The searches of a user, in the order in which they were saved."""
        return self._select(_searches.c.owner == owner)

    def with_webhook(self) -> list[Search]:
        """The searches of all users of which something is sent."""
        return self._select(_searches.c.webhook.is_not(None))

    def save(self, owner: str, name: str, query: str, *, webhook: str | None, told_run: int) -> Search:
        """A new search; of runs of linking up to `told_run` nothing is told. Raises UsageError for one too many."""
        if len(self.of(owner)) >= MOST_SEARCHES:
            raise UsageError(f"{owner} has {MOST_SEARCHES} searches; delete some first")
        values = {
            "owner": owner,
            "name": name,
            "query": query,
            "webhook": webhook,
            "secret": secrets.token_hex(16),
            "told_run": told_run,
            "failures": 0,
            "due": 0.0,
        }
        with self._begin(writes=True) as connection:
            _METADATA.create_all(connection)
            number = connection.execute(insert(_searches).values(values).returning(_searches.c.number)).scalar_one()
        return Search(number=number, **values)  # type: ignore[arg-type]

    def remove(self, owner: str, number: int) -> None:
        """A user's search is no more."""
        mine = (_searches.c.number == number) & (_searches.c.owner == owner)
        with self._begin(writes=True) as connection:
            if _made(connection):
                connection.execute(delete(_searches).where(mine))

    def told(self, number: int, run: int) -> None:
        """What came up to this run was told, or was nothing to tell."""
        self._update(number, told_run=run, failures=0, due=0.0)

    def failed(self, number: int, failures: int, due: float) -> None:
        """The webhook did not take a message, and is tried again."""
        self._update(number, failures=failures, due=due)

    def _update(self, number: int, **values: float) -> None:
        with self._begin(writes=True) as connection:
            connection.execute(update(_searches).where(_searches.c.number == number).values(values))

    def _select(self, condition: object) -> list[Search]:
        if not self.path.exists():
            return []
        with self._begin() as connection:
            if not _made(connection):
                return []
            found = select(_searches).where(condition).order_by(_searches.c.number)  # type: ignore[arg-type]
            return [Search(**row) for row in connection.execute(found).mappings()]

    @contextmanager
    def _begin(self, *, writes: bool = False) -> Iterator[Connection]:
        engine = self._engine.execution_options(writes=True) if writes else self._engine
        with store_errors(str(self.path)), engine.begin() as connection:
            yield connection


def _made(connection: Connection) -> bool:
    return inspect(connection).has_table(_searches.name)
