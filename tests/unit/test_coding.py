"""Coding into a database: a run that ends at any moment, goes on later, and ends in the same database."""

from __future__ import annotations

import gc
import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import dateline
from dateline.app import coding, linking
from dateline.app.coding import Options, code_into
from dateline.errors import InputError
from dateline.records import RawReport, Report
from dateline.settings import ParseSettings, Settings
from dateline.sources import raw_report
from dateline.store import Store, derived, open_store
from dateline.store import store as store_module
from dateline.tools import Tools

TOWNS = ("Aleppo", "Mosul", "Kabul", "Goma", "Sanaa", "Bamako", "Aleppo")
OPTIONS = Options(settings=Settings(parse=ParseSettings(reports_at_once=3)))


class Killed(BaseException):
    """Stands for the end of the process."""


def raws() -> list[RawReport]:
    """Seven reports, the last one a copy of the first, and what comes twice in other clothes."""
    told = [
        raw_report(f"Gunmen attacked a police post in {town} on Monday, killing {3 + number % 6} officers, "
                   "the interior ministry said.", id=f"r{number}", published="2024-03-06")
        for number, town in enumerate(TOWNS)
    ]  # fmt: skip
    revised = raw_report("Gunmen attacked a police post in Mosul on Tuesday.", id="r1", published="2024-03-07")
    retitled = raw_report(told[2].content, id="r2", title="Attack in Kabul", published="2024-03-08")
    return [*told, revised, retitled, told[0]]


@pytest.fixture(scope="module")
def tools() -> Tools:
    return dateline.Coder().tools


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_BATCH", 2)


def refuse(error: InputError) -> None:
    raise error


def code(path: Path, tools: Tools, inputs: Iterable[RawReport]) -> set[str]:
    with open_store(path) as store:
        return code_into(store, inputs, tools, OPTIONS, on_error=refuse)


def content(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return sorted(connection.iterdump())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def whole(tools: Tools, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The database of a run that nothing disturbs."""
    path = tmp_path_factory.mktemp("whole") / "events.db"
    code(path, tools, raws())
    return content(path)


def dies_at(step: int, method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, ending the run when it is called for the `step`-th time, after it did its work."""
    calls = iter(range(step))

    def called(*arguments: Any, **options: Any) -> Any:
        done = method(*arguments, **options)
        if next(calls, None) is None:
            raise Killed
        return done

    return called


@pytest.mark.parametrize(
    ("owner", "name", "step"),
    [
        *((store_module, "_put_report", step) for step in range(8)),
        *((derived, "insert", step) for step in (0, 5, 7)),
        *((store_module, "insert", step) for step in (0, 5, 16)),
        (Store, "put_reports", 0),
        (Store, "put_told", 0),
        (linking, "outlines_of", 0),
        (linking, "event_from", 2),
        (derived, "delete_events", 1),
        (derived, "log", 0),
        (Store, "put_events", 0),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_run_that_ends_anywhere_goes_on_to_the_same_database(
    owner: object, name: str, step: int, tools: Tools, whole: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "events.db"
    with monkeypatch.context() as patch:
        patch.setattr(owner, name, dies_at(step, getattr(owner, name)))
        with pytest.raises(Killed):
            code(path, tools, raws())
    code(path, tools, raws())
    assert content(path) == whole


def test_coding_again_changes_nothing(tools: Tools, whole: list[str], tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    given = [code(path, tools, raws()) for _ in range(2)]
    assert given == [{f"r{number}" for number in range(len(TOWNS))}] * 2
    assert content(path) == whole


def test_what_comes_twice_under_an_id_counts_as_it_came_first(tools: Tools, tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    code(path, tools, raws())
    with open_store(path) as store:
        found = store.report("r2")
        assert found is not None
        assert (found.published.date, len(store.revisions("r2")), len(store.revisions("r1"))) == ("2024-03-06", 1, 2)


def test_reports_are_let_go_of(tools: Tools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many inputs come, only those of a batch are held at once."""
    held: weakref.WeakSet[Counted] = weakref.WeakSet()
    most = 0

    class Counted(str):
        """The text of an input that is still needed somewhere."""

        __slots__ = ("__weakref__",)

    def inputs() -> Iterator[RawReport]:
        nonlocal most
        for number in range(60):
            text = Counted(f"Der Fluss trat am Montag im Tal Nummer {number} über die Ufer, sagte die Polizei gestern.")
            held.add(text)
            gc.collect()
            most = max(most, len(held))
            raw = raw_report(text, id=f"r{number}")
            object.__setattr__(raw, "content", text)
            yield raw

    monkeypatch.setattr(coding, "relink", lambda *_, **__: [])
    code(tmp_path / "events.db", tools, inputs())
    assert 0 < most <= 2 * OPTIONS.settings.parse.reports_at_once + 2


def test_watching_sees_each_report_once(tools: Tools, tmp_path: Path) -> None:
    seen: list[str] = []

    def watch(reports: Iterable[Report]) -> Iterator[Report]:
        for report in reports:
            seen.append(report.id)
            yield report

    with open_store(tmp_path / "events.db") as store:
        code_into(store, raws(), tools, OPTIONS, on_error=refuse, watch=watch)
    assert seen == [*(f"r{number}" for number in range(len(TOWNS))), "r1"]
