"""A real PostgreSQL server holds the same as an SQLite file, also with several writers.

Needs the server's programs (Debian: postgresql); without them these tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp

import pytest

from dateline.app.linking import decide, relink
from dateline.errors import StoreError
from dateline.records import to_json
from dateline.settings import LinkSettings
from dateline.store import SORTS, Box, EventFilter, Store, open_store
from tests.desk_events import TYPES, WORLD, check, fill
from tests.factory import TEXT, report

PROGRAMS = next(
    (
        folder
        for folder in [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
        if (folder / "initdb").exists()
    ),
    Path(shutil.which("initdb") or "/none/initdb").parent,
)
pytestmark = pytest.mark.skipif(
    not (PROGRAMS / "initdb").exists() or sys.platform == "win32", reason="no PostgreSQL server is installed"
)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a server of our own, gone afterwards; it refuses to run as root, so root hands it to `postgres`."""
    folder = Path(mkdtemp(prefix="dateline-pg-"))
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def program(name: str, *arguments: str) -> None:
        subprocess.run([*as_user, str(PROGRAMS / name), *arguments], check=True, capture_output=True, cwd=folder)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = str(folder / "data")
    program("initdb", "-D", data, "-U", "dateline", "-A", "trust", "-E", "UTF8", "--no-locale")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    program("pg_ctl", "-D", data, "-o", options, "-w", "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql://dateline@127.0.0.1:{port}"
    finally:
        program("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> str:
    """An empty database."""
    import psycopg

    name = request.node.name.replace("[", "_").strip("]")[:40]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server}/{name}"


def filled(store: Store) -> Store:
    """A store with reports, a decision and their events."""
    store.put_reports([report("a"), report("b", TEXT + " Again."), report("c", events=(), claims=())])
    relink(store, LinkSettings())
    first = min(store.events(), key=lambda event: event.id)
    store.put_reports([report("a", TEXT + " Corrected.")])
    decide(store, first.id, "b-m1", same=False, decided_by="ana")
    relink(store, LinkSettings())
    return store


def test_the_same_as_in_sqlite(url: str, tmp_path: Path) -> None:
    with open_store(url) as one, open_store(tmp_path / "events.db") as other:
        for store in (one, other):
            filled(store)
        assert [to_json(event) for event in one.events()] == [to_json(event) for event in other.events()]
        assert list(one.reports()) == list(other.reports())
        assert one.told() == other.told()
        assert one.decisions() == other.decisions()
        assert [one.changes(run) for run in (1, 2)] == [other.changes(run) for run in (1, 2)]
        wanted = EventFilter(happened=True, country="SYR", since="2024-03-01", until="2024-03-31")
        assert len(list(one.events(wanted))) == len(list(other.events(wanted))) > 0
        assert relink(one, LinkSettings()) == []


def test_filters_and_counts_are_as_in_the_records(url: str) -> None:
    with open_store(url) as store:
        fill(store)
        for wanted in (
            EventFilter(),
            EventFilter(type=TYPES[:2], country="SYR", happened=True),
            EventFilter(text='elan "cease fire" -aleppo mark*', since="2024-03-01"),
            EventFilter(text="-troops", until="2024-03-01", review="unreviewed", sources=2),
            EventFilter(bbox=Box(west=170, south=-20, east=-170, north=20), disputed=False, actor=["SYR", "org:un"]),
            EventFilter(text="a & b | !c <-> 'd':* \\ \0", mode="\0"),
            EventFilter(review="accepted"),
        ):
            check(store, wanted)
        with open_store("sqlite://") as other:
            fill(other)
            assert store.columns() == other.columns()
            assert store.network(EventFilter()) == other.network(EventFilter())
            assert store.map_cells(EventFilter(), WORLD, 5) == other.map_cells(EventFilter(), WORLD, 5)
            for sort in SORTS:
                for descending in (False, True):
                    first, second = (
                        [row["id"] for row in one.rows(EventFilter(), sort=sort, descending=descending, limit=200)]
                        for one in (store, other)
                    )
                    assert first == second, sort
        first, after = store.page_of_events(EventFilter(), limit=50)
        rest, last = store.page_of_events(EventFilter(), limit=500, after=after)
        assert (len(first) + len(rest), last) == (120, None)
        assert store.event("\0") is None


def test_writers_take_turns_and_nothing_is_lost(url: str) -> None:
    open_store(url).close()

    def add(number: int) -> None:
        with open_store(url) as store:
            store.put_reports([report(f"r{number}", f"{TEXT} No. {number}.")])
            store.decide(f"r{number}-m1", "r0-m1", same=number % 2 == 0, decided_by=f"user {number}")
            relink(store, LinkSettings())

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, range(12)))
    with open_store(url) as store:
        assert store.count_reports() == 12
        assert [decision.number for decision in store.decisions()] == list(range(1, 13))
        assert {name for event in store.events() for name in event.reports} == {f"r{number}" for number in range(12)}
        assert relink(store, LinkSettings()) == []


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(StoreError, match=r"127\.0\.0\.1"):
        open_store("postgresql://dateline@127.0.0.1:1/none")
