"""Opening a database: a path or a URL in, a `Store` out."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from dateline.errors import StoreError
from dateline.store.migrations import migrate
from dateline.store.store import Store, store_errors

_POSTGRESQL = ("postgresql", "postgres")
"""Names without a driver, for which psycopg is taken."""
_WRITERS_LOCK = 0x6461746C  # "datl"
"""The advisory lock that writers of a PostgreSQL database take in turn."""
_BUSY_SECONDS = 30
"""How long a writer waits for another one before it gives up."""


def open_store(url_or_path: str | Path, *, create: bool = True) -> Store:
    """The database at a file path or an SQLAlchemy URL, its schema brought up to date.

    create: whether a file that does not exist is made; where False, it raises.
    Raises StoreError where it cannot be opened or is not a database of dateline's.
    """
    url = _url(str(url_or_path))
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite and url.database not in (None, "", ":memory:"):
        _check_file(Path(str(url.database)), create)
    try:
        engine = create_engine(url)
    except ModuleNotFoundError as error:
        needed = ": pip install 'dateline[postgres]'" if url.get_backend_name() == "postgresql" else ""
        raise StoreError(f"{url_or_path}: cannot connect: {error}{needed}") from error
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise StoreError(f"{url_or_path}: cannot connect: {error}") from error
    if sqlite:
        tune_sqlite(engine)
    elif url.get_backend_name() == "postgresql":
        _tune_postgresql(engine)
    name = url.render_as_string(hide_password=True) if "://" in str(url_or_path) else str(url_or_path)
    with store_errors(name):
        migrate(engine)
    return Store(engine, name)


def _url(text: str) -> URL:
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise StoreError(f"{text}: not a database URL: {error}") from error
    return url.set(drivername="postgresql+psycopg") if url.drivername in _POSTGRESQL else url


def _check_file(path: Path, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path}: is a folder, not a database file")
    if not path.exists() and not create:
        raise StoreError(f"{path}: no such database; `dateline code INPUT --db {path}` makes one")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist")


def tune_sqlite(engine: Engine) -> None:
    """Write-ahead log, foreign keys, and transactions that begin when SQLAlchemy says so."""

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver would commit before schema changes by itself
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
        _write_ahead(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")  # safe with a write-ahead log

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later fails at once where another run wrote in between;
        # one that is a writer from its start waits for its turn.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on; while somebody else makes the file SQLite refuses that at once and does not wait."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _tune_postgresql(engine: Engine) -> None:
    """Writers one after the other, as SQLite has them: what one reads before it writes is still so when it writes."""

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")
