"""Whole runs of the command in processes of their own: cut short, spread over workers, read in part."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

TOWNS = ("Aleppo", "Mosul", "Kabul", "Tripoli", "Kharkiv", "Bamako", "Goma", "Sanaa")
REPORTS = 96


def report(number: int) -> str:
    """One row: an invented report, each with a text of its own."""
    town, day = TOWNS[number % len(TOWNS)], 1 + number % 28
    text = (
        f"Gunmen attacked police post {number} in {town} on Monday, killing at least {2 + number % 7} officers, "
        f"the interior ministry said. Two days earlier, soldiers arrested {3 + number % 5} suspects near {town}. "
        "Residents demanded an inquiry and protested outside the governor's office. "
    )
    return json.dumps({"id": f"report-{number:03}", "text": text * 3, "published": f"2024-03-{day:02}"})


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("input") / "rows.jsonl"
    path.write_text("\n".join(map(report, range(REPORTS))) + "\n", encoding="utf-8")
    return path


CODE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # shells let what runs in the background ignore it
from dateline.app.cli import main
main()
"""


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-c", CODE, *map(str, arguments)]


def complete(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command(*arguments), capture_output=True, check=True, timeout=120)


def content(path: Path) -> list[str]:
    """Everything in a database, whatever the order in which it was written."""
    connection = sqlite3.connect(path)
    try:
        return sorted(connection.iterdump())
    finally:
        connection.close()


def coded(path: Path) -> int:
    """How many reports a database holds by now."""
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return 0
    try:
        return int(connection.execute("SELECT count(*) FROM reports").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def wait_until(done: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert process.poll() is None, "the run was over before it could be cut short"
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def under_way(rows: Path, db: Path, *options: object) -> Iterator[subprocess.Popen[bytes]]:
    """A run that has stored something and cannot end: it waits for input that does not come."""
    run = command("code", "-", "--db", db, *options)
    with subprocess.Popen(run, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        try:
            process.stdin.write(rows.read_bytes())
            process.stdin.flush()
            wait_until(lambda: coded(db) > 0, process)
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="module")
def whole(rows: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A database made in one go by one process, and what was printed."""
    db = tmp_path_factory.mktemp("whole") / "events.db"
    return db, complete("code", rows, "--db", db, "--format", "jsonl").stdout


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_ends_in_the_same_database(
    workers: int, rows: Path, whole: tuple[Path, bytes], tmp_path: Path
) -> None:
    db = tmp_path / "events.db"
    with under_way(rows, db, "--workers", workers) as process:
        process.kill()
    assert 0 < coded(db) < REPORTS
    again = complete("code", rows, "--db", db, "--format", "jsonl", "--workers", workers)
    assert again.stdout == whole[1]
    assert content(db) == content(whole[0])


def test_coding_again_changes_nothing(rows: Path, whole: tuple[Path, bytes]) -> None:
    db, printed = whole
    before = content(db)
    assert complete("code", rows, "--db", db, "--format", "jsonl").stdout == printed
    assert content(db) == before


def test_workers_change_nothing(rows: Path, whole: tuple[Path, bytes], tmp_path: Path) -> None:
    db = tmp_path / "events.db"
    many = complete("code", rows, "--db", db, "--format", "jsonl", "--workers", 2)
    assert (many.stdout, many.stderr) == (whole[1], b"")
    assert content(db) == content(whole[0])


def test_an_interrupted_run_leaves_in_order(rows: Path, tmp_path: Path) -> None:
    db = tmp_path / "events.db"
    with under_way(rows, db, "--workers", 2) as process:
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        process.wait(timeout=60)
        said = process.stderr.read()
    assert (process.returncode, said) == (130, b"dateline: interrupted\n")


def test_a_reader_that_stops_is_no_error(rows: Path) -> None:
    process = subprocess.Popen(command("annotate", rows), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert json.loads(process.stdout.readline())["id"] == "report-000"
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), said) == (141, b"")


def test_the_version_needs_nothing_heavy() -> None:
    code = (
        "import sys; from dateline.app import cli\n"
        "try: cli.app(['--version'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'spacy', 'numpy', 'sqlalchemy', 'trafilatura', 'lxml', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
