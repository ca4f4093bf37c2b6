"""The database: what goes in comes out, twice is once, and old ids lead on."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from dateline.app.linking import relink
from dateline.errors import StoreError
from dateline.records import dumps
from dateline.settings import LinkSettings
from dateline.store import EventFilter, Store, open_store
from dateline.store.migrations import MIGRATIONS, migrate
from dateline.store.rows import event_row, input_key, report_row, run_id
from dateline.store.schema import METADATA
from tests.factory import CODER, TEXT, event, mention, put, raw, report


def dump(path: Path) -> str:
    """The whole content of a database as SQL."""
    connection = sqlite3.connect(path)
    try:
        return "\n".join(connection.iterdump())
    finally:
        connection.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "events.db"


@pytest.fixture
def store(path: Path) -> Store:
    return open_store(path)


def test_reports_come_back_whole(store: Store) -> None:
    put = [report("b"), report("a")]
    assert store.put_reports(put) == 2
    assert list(store.reports()) == [put[1], put[0]]
    assert store.count_reports() == 2


def test_the_same_report_twice_changes_nothing(store: Store, path: Path) -> None:
    store.put_reports([("k1", report("a")), ("k2", report("b"))])
    before = dump(path)
    assert store.put_reports([("k1", report("a")), ("k2", report("b"))]) == 0
    assert dump(path) == before


def test_other_content_under_an_id_is_a_revision(store: Store) -> None:
    first, second = report("a"), report("a", TEXT + " Later seven.")
    store.put_reports([first, second, first])
    assert store.revisions("a") == [first, second]
    assert list(store.reports()) == [second]
    assert store.report("a") == second


def test_coded_anew_replaces_what_was_coded(store: Store, path: Path) -> None:
    store.put_reports([report("a")])
    newer = report("a", coder=replace(CODER, version="1"), events=(), claims=())
    assert store.put_reports([newer]) == 1
    assert store.revisions("a") == [newer]
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM mentions").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM claims").fetchone() == (0,)


def test_what_was_coded_is_known_by_input_and_coder(store: Store) -> None:
    key = input_key(raw())
    store.put_reports([(key, report("a"))])
    assert store.coded_as(key, CODER) == "a"
    assert store.coded_as(key, replace(CODER, version="1")) is None
    assert store.coded_as(input_key(raw(), "2024-01-01"), CODER) is None
    assert store.coded_as(input_key(raw(published="2024-01-01")), CODER) is None


def test_events_come_back_in_the_order_of_the_contract(store: Store) -> None:
    late = event(id="e1", date=replace(mention().date, start="2024-05-01"))
    undated = event(id="e0", date=replace(mention().date, start=None, end=None))
    early = event(id="e2")
    put(store, undated, late, early)
    assert list(store.events()) == [early, late, undated]


def test_replacing_events_by_themselves_changes_nothing(store: Store, path: Path) -> None:
    put(store, event(id="e1"), event(report("r2"), id="e2"))
    before = dump(path)
    put(store, event(report("r2"), id="e2"), event(id="e1"))
    assert dump(path) == before


def test_an_id_that_is_no_more_leads_to_the_event_that_took_its_mentions(store: Store) -> None:
    one, two = report("r1"), report("r2")
    put(store, event(one, id="aaa"), event(two, id="bbb"))
    put(store, event(one, two, id="ccc"))
    merged = store.event("aaa")
    assert merged is not None
    assert (merged.id, merged.former_ids) == ("ccc", ("aaa", "bbb"))
    assert store.event("bbb") == merged
    put(store, event(one, two, id="ddd"))
    again = store.event("aaa")
    assert again is not None
    assert (again.id, again.former_ids) == ("ddd", ("aaa", "bbb", "ccc"))


def test_an_id_that_comes_back_is_no_longer_a_former_one(store: Store) -> None:
    one, two = report("r1"), report("r2")
    put(store, event(one, id="aaa"), event(two, id="bbb"))
    put(store, event(one, two, id="aaa"))
    put(store, event(one, id="aaa"), event(two, id="bbb"))
    assert [found.former_ids for found in store.events()] == [(), ()]


def test_an_event_that_stays_forgets_an_id_that_is_another_event_now(store: Store) -> None:
    one, two, three = report("r1"), report("r2"), report("r3")
    put(store, event(one, id="aaa"), event(two, id="bbb"))
    put(store, event(one, two, id="ccc"))
    put(store, event(one, two, id="ccc"), event(three, id="aaa"))
    assert {found.id: found.former_ids for found in store.events()} == {"ccc": ("bbb",), "aaa": ()}
    again = store.event("aaa")
    assert again is not None
    assert again.reports == ("r3",)


@pytest.mark.parametrize(
    ("given", "found"),
    [("abcd12", "abcd12"), ("abcd1", "abcd12"), ("x", None), ("", None), ("%", None)],
    ids=["whole", "unique-prefix", "unknown", "empty", "wildcard"],
)
def test_event_by_id(store: Store, given: str, found: str | None) -> None:
    put(store, event(id="abcd12"), event(report("r2"), id="abff12"))
    got = store.event(given)
    assert (got and got.id) == found


def test_an_ambiguous_prefix_names_the_candidates(store: Store) -> None:
    put(store, event(id="abcd12"), event(report("r2"), id="abff12"))
    with pytest.raises(StoreError, match="abcd12, abff12"):
        store.event("ab")


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (EventFilter(), ["old", "now", "plan"]),
        (EventFilter(happened=True), ["old", "now"]),
        (EventFilter(status="planned"), ["plan"]),
        (EventFilter(type="PROTEST"), ["plan"]),
        (EventFilter(mode="heavy-weapons"), ["old", "now", "plan"]),
        (EventFilter(country="IRQ"), ["now"]),
        (EventFilter(since="2024-02-01"), ["now", "plan"]),
        (EventFilter(until="2024-03-04"), ["old", "now"]),
        (EventFilter(actor="IRN"), ["plan"]),
        (EventFilter(report="r1"), ["old"]),
    ],
    ids=repr,
)
def test_filters(store: Store, wanted: EventFilter, ids: list[str]) -> None:
    base = mention()
    iran = replace(base.actors[0], id="IRN")
    border = replace(base.locations[0], country="IRQ-SYR")
    put(store,
            event(id="old", date=replace(base.date, start="2024-01-01", end="2024-01-31")),
            event(report("r2"), id="now", locations=(border,)),
            event(
                report("r3"), id="plan", event_type="PROTEST", status="planned", recipients=(iran,),
                date=replace(base.date, start="2024-03-09", end=None),
            ))  # fmt: skip
    assert [found.id for found in store.events(wanted)] == ids


def test_migrations_make_the_schema_that_queries_use(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    migrate(engine)
    found = inspect(engine)
    made = {name: [column["name"] for column in found.get_columns(name)] for name in found.get_table_names()}
    engine.dispose()
    made = {name: columns for name, columns in made.items() if not name.startswith("event_words")}  # FTS5's own
    assert made == {table.name: [column.name for column in table.columns] for table in METADATA.sorted_tables}


def test_an_older_database_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.store.migrations.MIGRATIONS", MIGRATIONS[:3])
    open_store(path).close()
    monkeypatch.undo()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO runs VALUES (?, ?)", (run_id(CODER), dumps(CODER)))
        for table, row in (
            ("reports", report_row(report("a"), 1, "")),
            ("events", event_row(event(id="e"), "then")),
            ("event_mentions", {"event_id": "e", "report_id": "a", "trigger_start": 7, "trigger_end": 14}),
        ):
            names = ", ".join(row)
            connection.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", [*row.values()])
    connection.close()
    with open_store(path) as newer:
        with pytest.raises(StoreError, match="run `dateline link --db"):
            list(newer.events())
        relink(newer, LinkSettings())
        assert [found.reports for found in newer.events()] == [("a",)]
        assert newer.count_events(EventFilter(text="shelled", country="SYR")) == 1


def test_the_first_few(store: Store) -> None:
    put(store, event(id="e1"), event(report("r2"), id="e2"))
    assert [found.id for found in store.events(limit=1)] == ["e1"]


def test_pages_go_on_where_the_last_one_ended(store: Store) -> None:
    undated = event(report("r3"), id="e3", date=replace(mention().date, start=None, end=None))
    put(store, event(id="e1"), event(report("r2"), id="e2"), undated)
    everything = EventFilter()
    first, after = store.page_of_events(everything, limit=2)
    assert ([found.id for found in first], after) == (["e1", "e2"], ("2024-03-04", "ASSAULT", "e2"))
    put(store, event(id="e1"), undated)  # what the page ended with may be gone
    assert store.page_of_events(everything, limit=2, after=after) == ([undated], None)


def test_a_filter_takes_one_value_or_several() -> None:
    assert EventFilter(type="AID") == EventFilter(type=["AID", "AID"]) != EventFilter(type=("AID", "AGREE"))


def test_every_change_is_another_version(store: Store) -> None:
    versions = [store.version()]
    for change in (
        lambda: store.put_reports([report("a")]),
        lambda: put(store, event(id="e1"), event(report("r2"), id="e2")),
        lambda: put(store, event(id="e1")),
        lambda: store.decide("a-m1", "b-m1", same=True, decided_by="ana"),
    ):
        change()
        versions.append(store.version())
    assert len(set(versions)) == len(versions)
    store.put_reports([report("a")])
    put(store, event(id="e1"))
    assert store.version() == versions[-1]


def test_a_newer_database_says_what_to_do(path: Path) -> None:
    open_store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO migrations VALUES (999, 'from_the_future')")
    connection.close()
    with pytest.raises(StoreError, match="install the newest dateline"):
        open_store(path)


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("not a database, but long enough to be taken for one by its first bytes\n" * 20)
    with pytest.raises(StoreError, match=r"events\.db: file is not a database"):
        open_store(path)


def test_somebody_elses_database_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE stamps (id INTEGER)")
    connection.close()
    with pytest.raises(StoreError, match="holds other tables"):
        open_store(path)


@pytest.mark.parametrize(
    ("where", "reason"),
    [("", "folder"), ("none/a.db", "does not exist"), ("a.db", "no such database")],
    ids=["folder", "no-folder", "no-file"],
)
def test_a_place_that_cannot_be_opened(tmp_path: Path, where: str, reason: str) -> None:
    with pytest.raises(StoreError, match=reason):
        open_store(tmp_path / where, create=where == "none/a.db")


@pytest.mark.parametrize("url", ["nonsense://x", "sqlite://what/ever:x"], ids=["no-such-backend", "bad-url"])
def test_a_url_that_cannot_be_used(url: str) -> None:
    with pytest.raises(StoreError):
        open_store(url)


def test_a_url_is_accepted(path: Path) -> None:
    with open_store(f"sqlite:///{path}") as store:
        store.put_reports([report("a")])
    with open_store(path, create=False) as store:
        assert store.count_reports() == 1


def test_two_runs_that_write_at_once_wait_for_each_other(path: Path) -> None:
    with open_store(path) as one, open_store(path) as other:
        with ThreadPoolExecutor(2) as pool:
            done = [
                pool.submit(store.put_reports, [report(f"{name}-{number}") for number in range(64)])
                for name, store in (("a", one), ("b", other))
            ]
        assert [future.result() for future in done] == [64, 64]
        assert one.count_reports() == 128


def test_two_runs_that_make_a_database_at_once(path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_store(path), range(4)))
    assert [store.count_reports() for store in stores] == [0] * 4
    for store in stores:
        store.close()
