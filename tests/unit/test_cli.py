"""The command line: exit statuses, what goes to which stream, what bad input does."""

from __future__ import annotations

import builtins
import csv
import errno
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import zstandard
from typer.testing import CliRunner, Result

import dateline
import dateline.tools
from dateline.app.cli import CONVENTIONS, EVENT_FORMATS, app
from dateline.exports import EVENT_FORMATS as FORMATS
from dateline.settings import Settings

NEWS = (
    "ALEPPO, 5 March 2024 - Rebels shelled a market in Aleppo on Monday, killing at least five people, "
    "the army said. Police arrested two suspects in Damascus on Tuesday.\n"
)
OTHER = "Protesters rallied in Tunis on Sunday against a new tax law, witnesses said. Nobody was hurt, police said.\n"


LOAD_TOOLS = dateline.tools.load_tools


@pytest.fixture(scope="module", autouse=True)
def loaded_once() -> Iterator[None]:
    """Every command gets the same tools: loading them is tested where they are loaded."""
    tools = dateline.tools.load_tools(Settings())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dateline.tools, "load_tools", lambda *_: tools)
        yield


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    return path


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"dateline {dateline.__version__}\n")


def test_the_formats_and_conventions_offered_are_those_there_are() -> None:
    assert set(EVENT_FORMATS) == set(FORMATS)
    folder = Path(dateline.__file__).parent / "codebook" / "conventions"
    assert set(CONVENTIONS) == {path.stem for path in folder.glob("*.toml")}


def test_annotate_writes_one_report_a_line(news: Path) -> None:
    result = run("annotate", news, "-", stdin=OTHER)
    assert (result.exit_code, result.stderr) == (0, "")
    first, second = rows(result)
    assert (first["schema"], first["text"], second["text"]) == ("dateline.report/1", NEWS, OTHER)


def test_code_without_database_or_format_prints_a_table(news: Path) -> None:
    result = run("code", news)
    assert result.exit_code == 0
    heading, *lines = result.stdout.splitlines()
    assert heading.startswith("DATE")
    assert any("ASSAULT" in line for line in lines)


def test_code_as_json_lines(news: Path) -> None:
    events = rows(run("code", news, "--format", "jsonl"))
    assert {event["schema"] for event in events} == {"dateline.event/1"}
    assert "ASSAULT" in {event["event_type"] for event in events}


def test_code_as_csv_and_geojson(news: Path) -> None:
    table = list(csv.DictReader(run("code", news, "--format", "csv").stdout.splitlines()))
    collection = json.loads(run("code", news, "--format", "geojson").stdout)
    assert [row["id"] for row in table] == [feature["id"] for feature in collection["features"]]


def test_code_into_a_database_prints_nothing(news: Path, tmp_path: Path) -> None:
    result = run("code", news, "--db", tmp_path / "e.db")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_only_events_of_the_given_reports_are_printed(news: Path, tmp_path: Path) -> None:
    db = tmp_path / "e.db"
    run("code", news, "--db", db)
    events = rows(run("code", "-", "--db", db, "--format", "jsonl", stdin=OTHER))
    assert {event["event_type"] for event in events} == {"PROTEST"}
    again = rows(run("code", "-", "--db", db, "--format", "jsonl", stdin=OTHER))
    assert again == events


def test_show_an_event_and_a_report(news: Path, tmp_path: Path) -> None:
    db = tmp_path / "e.db"
    event = next(event for event in rows(run("code", news, "--db", db, "--format", "jsonl")))
    shown = run("show", str(event["id"])[:8], "--db", db)
    assert shown.exit_code == 0
    assert "Rebels shelled a market" in shown.stdout
    reports = event["reports"]
    assert isinstance(reports, list)
    assert "Rebels shelled a market" in run("show", reports[0], "--db", db).stdout


def test_link_explains_decides_and_diff_tells_what_changed(news: Path, tmp_path: Path) -> None:
    db = tmp_path / "e.db"
    events = rows(run("code", news, "--db", db, "--format", "jsonl"))
    first, second = (str(event["id"]) for event in events[:2])
    assert run("link", "--db", db).stdout == "nothing changed\n"
    explained = run("link", "--db", db, "--explain", first[:8], second)
    assert explained.stdout.startswith(f"{first[:8]} and {second}: kept apart for good by ")
    assert "Rebels shelled a market" in explained.stdout
    decided = run("link", "--db", db, "--same", first, second, "--by", "ana")
    assert (decided.exit_code, decided.stdout.splitlines()[-1]) == (0, "1 merged")
    (change,) = rows(run("diff", db, "--format", "jsonl"))
    assert (change["change"], len(cast("list[str]", change["others"]))) == ("merged", 1)
    merged = str(change["event_id"])
    assert "ana said that they are the same" in run("link", "--db", db, "--explain", merged, merged).stdout
    assert run("diff", db).stdout.startswith(f"merged    {merged}")
    assert run("diff", db, db).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("link", "--db", "none.db"), "dateline: none.db: no such database"),
        (("link", "--db", "x", "--same", "a", "b"), "needs --by NAME"),
        (("link", "--db", "x", "--same", "a", "b", "--explain", "a", "b"), "one of --explain, --same and --different"),
        (("diff", "x", "y", "--run", "1"), "two are compared as they are"),
        (("code",), "Missing argument"),
        (("code", "x", "--published", "2024-02-30"), "not a day"),
        (("code", "x", "--published", "yesterday"), "not a day"),
        (("code", "x", "--format", "xml"), "not one of jsonl, csv, geojson, table"),
        (("code", "x", "--workers", "0"), "--workers"),
        (("code", "x", "--scope", "world"), "not one of all, report"),
        (("code", "x", "--conventions", "mine"), "not one of plover"),
        (("annotate", "x", "--format", "csv"), "not one of jsonl"),
        (("codebook", "show", "PARTY"), "dateline: no event type 'PARTY'"),
        (("show", "x", "--db", "none.db"), "dateline: none.db: no such database"),
        (("code", "x", "--db", "no/folder/e.db"), "dateline: no/folder/e.db: the folder no/folder does not exist"),
        (("code", "x", "--db", "nosuch://db"), "dateline: nosuch://db"),
        (("demo", "no-folder"), "dateline: no-folder: no such folder"),
        (("nonsense",), "No such command"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_unusable_arguments(arguments: tuple[str, ...], reason: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


def test_an_unknown_id(news: Path, tmp_path: Path) -> None:
    run("code", news, "--db", tmp_path / "e.db")
    result = run("show", "nothing", "--db", tmp_path / "e.db")
    assert result.exit_code == 2
    assert result.stderr.endswith("no event or report 'nothing'\n")


ROW = json.dumps({"id": "good", "text": NEWS})
BAD_INPUTS: dict[str, tuple[str, bytes, str]] = {
    "empty": ("empty.txt", b"", "empty.txt: is empty"),
    "binary": ("a.txt", b"\x00\x01\x02\x03" * 500, "a.txt: "),
    "picture": ("a.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "a.png: "),
    "truncated": ("a.txt.gz", gzip.compress(NEWS.encode() * 500)[:-20], "a.txt.gz: "),
    "truncated-zst": ("a.txt.zst", zstandard.compress(NEWS.encode() * 500)[:-20], "a.txt.zst: "),
    "no-zst": ("a.txt.zst", zstandard.compress(NEWS.encode())[:4] + b"no frame", "a.txt.zst: "),
    "no-text": ("a.jsonl", f'{ROW}\n{{"id": "x", "title": "T"}}\n'.encode(), "a.jsonl:2: "),
    "broken-row": ("a.jsonl", f'{ROW}\n{{"id": \n{ROW}\n'.encode(), "a.jsonl:2: "),
    "one-huge-line": ("a.txt", b"word " * 10_000_000, "a.txt: "),
}


@pytest.mark.parametrize("case", BAD_INPUTS)
def test_bad_input_is_named_and_the_rest_is_coded(case: str, tmp_path: Path, news: Path) -> None:
    name, content, message = BAD_INPUTS[case]
    (tmp_path / name).write_bytes(content)
    result = run("annotate", tmp_path / name, news)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"dateline: {tmp_path / message}")
    assert rows(result)[-1]["text"] == NEWS


def test_a_missing_file_is_named(tmp_path: Path, news: Path) -> None:
    result = run("annotate", tmp_path / "none.txt", news)
    assert (result.exit_code, len(rows(result))) == (1, 1)
    assert result.stderr == f"dateline: {tmp_path / 'none.txt'}: no such file or directory\n"


def test_a_file_without_permission_is_named(tmp_path: Path, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = tmp_path / "locked.txt"
    locked.write_text(OTHER)
    opened = builtins.open

    def refuse(path: object, *arguments: Any, **options: Any) -> Any:
        if str(path) == str(locked):  # the owner of the machine may read everything, so it is only played
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(io, "open", refuse)
    result = run("annotate", locked, news)
    assert (result.exit_code, len(rows(result))) == (1, 1)
    assert result.stderr == f"dateline: {locked}: permission denied\n"


def test_bad_input_beside_a_database_leaves_the_rest_in_it(news: Path, tmp_path: Path) -> None:
    db = tmp_path / "e.db"
    result = run("code", tmp_path / "none.txt", news, "--db", db, "--format", "jsonl")
    assert result.exit_code == 1
    assert result.stderr == f"dateline: {tmp_path / 'none.txt'}: no such file or directory\n"
    assert {str(row["id"]) for row in rows(result)} == {
        str(row["id"]) for row in rows(run("code", news, "--db", db, "--format", "jsonl"))
    }


def test_a_cache_that_cannot_be_written(news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dateline.tools, "load_tools", LOAD_TOOLS)
    monkeypatch.setenv("DATELINE_CACHE", str(news / "below-a-file"))
    result = run("annotate", news)
    assert (result.exit_code, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert line.endswith("set DATELINE_CACHE to a folder that can be written")


def test_ignored_fields_are_named_once(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"id": str(i), "text": NEWS, "colour": "red"}) + "\n" for i in range(3)))
    result = run("annotate", path)
    assert result.exit_code == 0
    assert result.stderr.count("colour") == 1


HOLDS = {
    "wrong-encoding": ("a.txt", "Soldaten – ".encode("cp1252") + NEWS.encode()),
    "deep-html": ("a.html", b"<html><body>" + b"<div>" * 20_000 + NEWS.encode() + b"</div>" * 20_000),
    "impossible-day": ("a.jsonl", json.dumps({"text": OTHER, "published": "2024-13-40"}).encode()),
    "long-line": ("a.txt", (NEWS.strip() + " ").encode() * 200),
    "other-language": (
        "a.txt",
        "Die Regierung hat am Montag neue Verhandlungen mit den Nachbarn angekündigt. ".encode() * 3,
    ),
}


@pytest.mark.parametrize("case", HOLDS)
def test_odd_input_gives_a_report(case: str, tmp_path: Path) -> None:
    name, content = HOLDS[case]
    (tmp_path / name).write_bytes(content)
    result = run("annotate", tmp_path / name)
    assert (result.exit_code, result.stderr, len(rows(result))) == (0, "", 1)


def test_a_day_after_fetched_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    row = {"id": "a", "text": OTHER, "published": "2031-01-01", "fetched": "2024-03-06"}
    path.write_text(json.dumps(row) + "\n")
    (report,) = rows(run("annotate", path))
    assert report["published"]["date"] is None  # type: ignore[index]
    assert any("2031" in note["reason"] or "fetched" in note["reason"] for note in report["notes"])  # type: ignore[attr-defined]


def test_published_fills_only_what_has_no_date(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        "".join(json.dumps(row) + "\n" for row in ({"text": OTHER, "published": "2024-01-02"}, {"text": OTHER}))
    )
    found = [report["published"]["date"] for report in rows(run("annotate", path, "--published", "2023-05-06"))]  # type: ignore[index]
    assert found == ["2024-01-02", "2023-05-06"]


def test_codebook_list_and_show() -> None:
    listed = run("codebook", "list")
    assert listed.exit_code == 0
    assert len(listed.stdout.splitlines()) == 17
    shown = run("codebook", "show", "retreat")
    assert "worded: " in shown.stdout
    assert "example: " in shown.stdout


def test_demo_writes_database_page_and_summary(tmp_path: Path, news: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    news.rename(folder / news.name)
    result = run("demo", folder, "--db", tmp_path / "out.db", "--page", tmp_path / "out.html")
    assert result.exit_code == 0, result.stderr
    assert "Best supported" in result.stdout
    assert ">shelled</mark>" in (tmp_path / "out.html").read_text(encoding="utf-8")


OWN_ACTOR = """
[[actor]]
id = "grp:ember-coast-front"
name = "Ember Coast Front"
type = "armed-group"
country = "SOM"
sectors = ["REB"]
"""


def test_a_catalogue_of_one_s_own_is_checked_and_found(tmp_path: Path) -> None:
    path = tmp_path / "my.toml"
    path.write_text(OWN_ACTOR)
    checked = run("catalogue", "check", path)
    assert (checked.exit_code, "no problem" in checked.stdout) == (0, True)
    found = run("catalogue", "find", "the Ember Coast Front", "--catalogue", path)
    assert found.exit_code == 0
    assert "grp:ember-coast-front" in found.stdout
    assert run("catalogue", "find", "Ember Coast Front").exit_code == 1


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (OWN_ACTOR.replace("REB", "XXX"), ["'XXX'"]),
        (OWN_ACTOR.replace("country", "land"), ["'land'"]),
        (OWN_ACTOR.replace('"SOM"', "7"), ["country"]),
        (OWN_ACTOR + 'affiliation = ["grp:nobody"]\n', ["'grp:nobody'"]),
        (OWN_ACTOR.replace("Ember Coast Front", "Hamas"), ["grp:hamas"]),
        (OWN_ACTOR.replace("REB", "XXX") + OWN_ACTOR.replace("country", "land"), ["actor 1", "actor 2"]),
        ("[[actor]\n", ["my.toml"]),
        ("actor = 3\n", ["[[actor]]"]),
    ],
    ids=["code", "key", "value", "affiliation", "name taken", "two problems", "no TOML", "no blocks"],
)
def test_all_that_is_wrong_with_a_catalogue_is_told(tmp_path: Path, broken: str, told: list[str]) -> None:
    path = tmp_path / "my.toml"
    path.write_text(broken)
    checked = run("catalogue", "check", path)
    assert checked.exit_code == 1
    assert all(words in checked.stdout for words in told), checked.stdout
