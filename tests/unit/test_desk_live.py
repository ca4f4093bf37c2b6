"""What changed, told to open pages."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dateline.app.desk import live
from dateline.app.desk.desk import Desk
from dateline.app.desk.live import versions
from dateline.app.desk.server import create_app
from dateline.store import Store, open_store
from tests import factory


def told(of: list[str], seconds: int) -> list[str]:
    """What is told within so many seconds of a database that has these versions, one a second."""
    at = 0

    async def version() -> str:
        return of[min(at, len(of) - 1)]

    async def gone() -> bool:
        return at >= seconds

    async def sleep(_seconds: float) -> None:
        nonlocal at
        at += 1

    async def all_of() -> list[str]:
        return [line async for line in versions(version, gone, sleep=sleep)]

    return asyncio.run(all_of())


def test_a_version_is_told_when_it_is_another_one() -> None:
    assert told(["a", "a", "b", "b"], 4) == [
        "event: version\nid: a\ndata: a\n\n",
        "event: version\nid: b\ndata: b\n\n",
    ]


def test_a_quiet_database_is_heard_of_all_the_same() -> None:
    assert [line[0] for line in told(["a"], 40)] == ["e", ":", ":"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "events.db") as held:
        yield held


def test_the_stream_begins_with_the_version(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Desk(store=store, title="t", hosts=("testserver",)))
    client = TestClient(app)
    answer = client.get("/api/v1/stream?once=true")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text == f"event: version\nid: {store.version()}\ndata: {store.version()}\n\n"
    assert app.state.streams == set()
    before = store.version()
    store.put_reports([factory.report()])
    assert store.version() != before
    monkeypatch.setattr(live, "STREAMS", 0)
    assert client.get("/api/v1/stream").status_code == 503
