"""Corrections as golden records and for Label Studio: only what is settled, and every offset is its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from dateline.app.cli import app
from dateline.app.corrections import MARKED, Skipped, corrections_in, golden, labelling_config, task
from dateline.records import EVENT_TYPES
from dateline.store import Store, open_store
from dateline.store.reviews import Reviews
from evals.fields import verdicts
from evals.pairing import pair_events, stands_at
from tests import desk_clients as clients
from tests import factory


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "events.db") as made:
        clients.fill(made)
        yield made


EDIT = {"status": "denied", "actors": [{"name": "the army", "id": "SYRMIL"}]}


def test_an_accepted_event_is_expected_as_it_is_coded(store: Store) -> None:
    Reviews(store).add("a", "ada", "accept")
    (found,), skipped = corrections_in(store)
    assert skipped == Skipped()
    record = golden(found)
    (expected,) = record["events"]
    event = store.event("a")
    assert event is not None
    assert (record["report"], record["published"], record["text"]) == ("report-a", "2024-03-05", factory.TEXT)
    assert pair_events([expected], [event], record["text"]) == {"a": event}
    assert all(verdicts(event, expected).values())
    assert expected["date"] == ["2024-03-01", "2024-03-01"]
    assert expected["counts"] == [{"what": "fatalities", "low": 5, "best": 5}]
    assert (record["never"], record["allowed"]) == ([], [])


def test_a_corrected_event_is_expected_as_corrected(store: Store) -> None:
    Reviews(store).add("a", "ada", "edit", value=EDIT)
    (found,), _ = corrections_in(store)
    (expected,) = golden(found)["events"]
    assert (expected["status"], expected["actor"]) == (["denied"], [r"the\ army|SYRMIL"])
    event = store.event("a")
    assert event is not None
    right = verdicts(event, expected)
    assert (right["type"], right["status"], right["actor"]) == (True, False, False)


def test_a_rejected_event_must_never_come_out(store: Store) -> None:
    Reviews(store).add("a", "ada", "reject", comment="only a film")
    (found,), _ = corrections_in(store)
    record = golden(found)
    assert record["events"] == []
    assert record["never"] == [
        {
            "trigger": ["shelled"],
            "within": re.escape("Rebels shelled Aleppo on Monday, the army said."),
            "why": "only a film",
        }
    ]
    assert stands_at(found.settled[0].event.evidence["trigger"][0], record["text"], record["never"][0])


def test_only_what_is_settled_goes_out(store: Store) -> None:
    reviews = Reviews(store)
    reviews.add("a", "ada", "accept")
    reviews.add("a", "bob", "reject", comment="no event")
    reviews.add("b", "ada", "accept")
    reviews.add("c", "ada", "reject", comment="no event")
    clients.fill(store, clients.event("a"), clients.event("b", 2, status="denied"), clients.event("c", 4))
    found, skipped = corrections_in(store)
    assert [one.report.id for one in found] == ["report-c"]
    assert skipped == Skipped(contested=1, outdated=1)
    found, skipped = corrections_in(store, by="bob")
    assert [one.report.id for one in found] == ["report-a"]
    assert skipped == Skipped()


def results(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for held in (*found["predictions"], *found.get("annotations", ())) for item in held["result"]]


def test_tasks_have_the_machines_spans_and_the_reviewers(store: Store) -> None:
    Reviews(store).add("a", "ada", "edit", value=EDIT)
    (found,), _ = corrections_in(store)
    made = task(found)
    for item in results(made):
        if item["type"] not in ("relation", "textarea"):
            assert made["data"]["text"][item["value"]["start"] : item["value"]["end"]] == item["value"]["text"]
    machine, reviewed = made["predictions"][0]["result"], made["annotations"][0]["result"]

    def marked(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
        return [(item["value"]["labels"][0], item["value"]["text"]) for item in items if item["type"] == "labels"]

    assert marked(machine) == [
        ("trigger", "shelled"),
        ("actors", "Rebels"),
        ("locations", "Aleppo"),
        ("counts", "five"),
    ]
    assert ("actors", "the army") in marked(reviewed)
    assert ("actors", "Rebels") not in marked(reviewed)
    assert {"choices": ["denied"]}.items() <= next(i for i in reviewed if i["from_name"] == "status")["value"].items()
    assert next(i for i in reviewed if i.get("from_name") == "correction")["value"]["text"] == [
        "status: denied", "actors: the army [SYRMIL]",
    ]  # fmt: skip
    ids = {item["id"] for item in reviewed if item["type"] == "labels"}
    assert all({item["from_id"], item["to_id"]} <= ids for item in reviewed if item["type"] == "relation")


def test_what_is_reviewed_in_part_is_no_annotation(store: Store) -> None:
    told, first = clients.event("x", 8)
    clients.fill(store, (told, first), (told, factory.event(told, id="y", event_type="COERCE", event_mode=None)))
    Reviews(store).add("x", "ada", "reject", comment="no event")
    (found,), _ = corrections_in(store)
    made = task(found)
    assert "annotations" not in made
    assert made["predictions"][1]["model_version"].endswith("reviewed in part")
    assert golden(found)["allowed"][0]["trigger"] == ["shelled"]


def test_the_labelling_interface_knows_all_that_tasks_have(store: Store) -> None:
    view = ElementTree.fromstring(labelling_config())
    assert [label.get("value") for label in view.findall(".//Label")] == list(MARKED)
    types = view.find(".//Choices[@name='type']")
    assert types is not None
    assert [choice.get("value") for choice in types] == list(EVENT_TYPES)
    Reviews(store).add("a", "ada", "edit", value=EDIT)
    (found,), _ = corrections_in(store)
    names = {element.get("name") for element in view.iter()}
    for item in results(task(found)):
        if item["type"] != "relation":
            assert {item["from_name"], item["to_name"]} <= names


def dateline(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stdout, result.stderr


def test_corrections_on_the_command_line(store: Store, tmp_path: Path) -> None:
    db, file = str(tmp_path / "events.db"), tmp_path / "out.jsonl"
    Reviews(store).add("a", "ada", "accept")
    Reviews(store).add("b", "ada", "accept")
    Reviews(store).add("b", "bob", "reject", comment="no event")
    status, told, said = dateline("corrections", db, "-o", str(file))
    assert (status, told) == (0, "")
    assert "1 events on which reviewers differ" in said
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["report"] == "report-a"
    status, told, _ = dateline("corrections", db, "--format", "label-studio", "--by", "bob")
    assert (status, [one["data"]["report_id"] for one in json.loads(told)]) == (0, ["report-b"])
    status, told, _ = dateline("corrections", "--config")
    assert (status, told.startswith("<View>")) == (0, True)
    assert dateline("corrections")[0] == 2
    assert dateline("corrections", db, "-o", str(tmp_path / "no" / "file"))[0] == 2
