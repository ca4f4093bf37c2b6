"""Reviewing by forms: queue, verdicts, blind reviewing, undo, split and merge, hostile texts."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from dateline.app.cli import app
from dateline.app.desk.desk import Desk
from dateline.app.desk.edits import form_of, values_of
from dateline.app.desk.review_history import history, may_see, verdict_of
from dateline.records import dumps
from dateline.store import Store, open_store
from dateline.store.accounts import Accounts
from dateline.store.reviews import Review, Reviews
from tests import desk_clients as clients
from tests import factory

HOSTILE = "<img src=x onerror=alert(1)>'\"&{{7*7}}"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "events.db"
    with open_store(path) as made:
        clients.fill(made)
    return path


@pytest.fixture
def store(tmp_path: Path, filled: Path) -> Iterator[Store]:
    copyfile(filled, tmp_path / "events.db")
    with open_store(tmp_path / "events.db") as made:
        yield made


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    made = Accounts(tmp_path / "events.db.accounts", hasher=clients.CHEAP)
    made.add("ada", clients.PASSWORD)
    made.add("bob", clients.PASSWORD)
    yield made
    made.close()


@pytest.fixture
def desk(store: Store, accounts: Accounts) -> Desk:
    return Desk(store=store, title="Events", accounts=accounts)


@pytest.fixture
def ada(desk: Desk) -> Iterator[TestClient]:
    with clients.client(desk) as made:
        clients.log_in(made, "ada")
        yield made


@pytest.fixture
def bob(desk: Desk) -> Iterator[TestClient]:
    with clients.client(desk) as made:
        clients.log_in(made, "bob")
        yield made


def dateline(*arguments: str) -> str:
    """What a command prints."""
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return result.output


def shown(page: Any) -> str:
    """The words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def test_a_queue_leads_from_one_event_to_the_next(ada: TestClient) -> None:
    page = ada.get("/review")
    assert "0 of 3 reviewed by you" in page.text
    assert re.search(r'data-key="n" href="/review/events/a"', page.text)
    answer = clients.say(ada, "a", verdict="accept")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review/events/b?said=1")
    page = ada.get(answer.headers["location"])
    assert "Accepted" in page.text
    assert "Event 2 · 1 of 3 reviewed by you" in shown(page)
    assert clients.say(ada, "b", verdict="reject", comment="no event").headers["location"] == "/review/events/c?said=2"
    assert clients.say(ada, "c", verdict="accept").headers["location"] == "/review?said=3"
    page = ada.get("/review?said=3")
    assert "You have reviewed every event" in page.text
    assert "3 of 3 reviewed by you" in page.text


def test_a_queue_keeps_to_its_filter(ada: TestClient) -> None:
    query = "?since=2024-03-02&type=ASSAULT"
    page = ada.get(f"/review{query}")
    assert "0 of 2 reviewed by you" in page.text
    answer = clients.say(ada, "b", query.replace("?", "?said=9&"), verdict="accept")
    assert answer.headers["location"] == "/review/events/c?since=2024-03-02&type=ASSAULT&said=1"
    assert "Not in this queue" in ada.get(f"/review/events/a{query}").text
    assert "No event fits" in ada.get("/review?type=AID").text


def test_a_correction_is_a_row_beside_the_record(ada: TestClient, store: Store) -> None:
    event = store.event("a")
    assert event is not None
    before = dumps(event)
    form = form_of(values_of(event)) | {"status": ["denied"], "actors": ["militia [MIL]"], "comment": ["so it says"]}
    assert clients.say(ada, "a", verdict="edit", **form).status_code == 303
    (said,) = Reviews(store).of_event("a")
    assert said.value == {"status": "denied", "actors": [{"name": "militia", "id": "MIL"}]}
    assert said.comment == "so it says"
    after = store.event("a")
    assert after is not None
    assert dumps(after) == before
    page = ada.get("/review/events/a")
    assert "<del>occurred</del> <ins>denied</ins>" in page.text
    assert "militia [MIL]</textarea>" in page.text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Nothing differs"),
        ({"start": ["tomorrow"]}, "YYYY-MM-DD"),
        ({"event_type": ["AID"]}, "AID has no mode"),
    ],
    ids=str,
)
def test_what_cannot_be_kept_is_shown_again(ada: TestClient, store: Store, typed: dict[str, Any], message: str) -> None:
    event = store.event("a")
    assert event is not None
    answer = clients.say(ada, "a", verdict="edit", **(form_of(values_of(event)) | typed))
    assert answer.status_code == 422
    assert message in answer.text
    assert 'role="alert"' in answer.text
    for value in typed.values():
        assert value[0] in answer.text
    assert Reviews(store).all() == []


@pytest.mark.parametrize("verdict", ["reject", "comment"])
def test_what_needs_words_is_not_kept_without(ada: TestClient, store: Store, verdict: str) -> None:
    assert clients.say(ada, "a", verdict=verdict, comment="  ").status_code == 422
    assert Reviews(store).all() == []


@pytest.mark.parametrize("verdict", ["", "undo", "hm"])
def test_what_is_no_verdict(ada: TestClient, verdict: str) -> None:
    assert clients.say(ada, "a", verdict=verdict).status_code == 422
    assert ada.get("/review/events/nothing").status_code == 404


def test_a_verdict_on_a_record_that_was_changed_meanwhile_is_not_kept(ada: TestClient, store: Store) -> None:
    made_of = re.search(r'name="made_of" value="([^"]+)"', ada.get("/review/events/a").text)
    assert made_of
    clients.fill(store, clients.event("a", status="denied"), clients.event("b", 2))
    answer = clients.say(ada, "a", verdict="accept", made_of=made_of[1])
    assert answer.status_code == 409
    assert "changed since you loaded it" in answer.text
    assert Reviews(store).all() == []


def test_blind_reviewers_see_others_after_their_own_verdict(ada: TestClient, bob: TestClient) -> None:
    clients.say(bob, "a", verdict="reject", comment="only a film")
    page = ada.get("/review/events/a")
    assert "only a film" not in page.text
    assert "1 entry by others" in shown(page)
    clients.say(ada, "a", verdict="comment", comment="hm")
    assert "only a film" not in ada.get("/review/events/a").text
    clients.say(ada, "a", verdict="accept")
    page = ada.get("/review/events/a")
    assert "only a film" in page.text
    assert "bob rejected it" in shown(page)


def test_open_reviewing_shows_everything(store: Store, accounts: Accounts, bob: TestClient) -> None:
    clients.say(bob, "a", verdict="reject", comment="only a film")
    with clients.client(Desk(store=store, title="Events", accounts=accounts, blind=False)) as client:
        clients.log_in(client, "ada")
        assert "only a film" in client.get("/review/events/a").text


def test_undo_takes_back_what_was_said_last_and_leads_there(ada: TestClient, bob: TestClient, store: Store) -> None:
    clients.say(bob, "c", verdict="accept")
    clients.say(ada, "a", verdict="accept")
    page = ada.get("/review/events/b")
    assert 'title="Take back: accept of a"' in page.text
    data = {"csrf": clients.token(page.text), "number": "2"}
    answer = ada.post("/review/undo?type=ASSAULT", data=data, follow_redirects=False)
    assert answer.headers["location"] == "/review/events/a?type=ASSAULT&said=3"
    page = ada.get(answer.headers["location"])
    assert "Taken back" in page.text
    assert "ada took back that they accepted it" in shown(page)
    assert "taken back" in page.text
    assert Reviews(store).state("a") == "unreviewed"
    assert Reviews(store).state("c") == "accepted"
    assert ada.post("/review/undo", data=data, follow_redirects=False).status_code == 409


def test_nobody_takes_back_what_another_said(ada: TestClient, bob: TestClient, store: Store) -> None:
    clients.say(bob, "a", verdict="accept")
    page = ada.get("/review/events/a")
    assert "Undo" not in shown(page)
    data = {"csrf": clients.token(page.text), "number": "1"}
    assert ada.post("/review/undo", data=data).status_code == 409
    assert Reviews(store).state("a") == "accepted"


def test_hostile_words_stay_words(ada: TestClient, bob: TestClient, accounts: Accounts, tmp_path: Path) -> None:
    told, event = clients.event("x", 9)
    hostile = factory.report("x" + HOSTILE, told.text, title=HOSTILE, publisher=HOSTILE, url=f"javascript:{HOSTILE}")
    with open_store(tmp_path / "other.db") as store:
        clients.fill(store, (hostile, factory.event(hostile, id="x", event_mode=HOSTILE)))
        with clients.client(Desk(store=store, title=HOSTILE, accounts=accounts)) as client:
            clients.log_in(client, "ada")
            clients.say(client, "x", verdict="comment", comment=HOSTILE)
            form = form_of(values_of(event)) | {"actors": [HOSTILE], "places": [HOSTILE], "start": [HOSTILE]}
            wrong = clients.say(client, "x", verdict="edit", **form)
            query = {"find": HOSTILE, "type": HOSTILE, "said": HOSTILE, "text": HOSTILE}
            pages = [client.get(path, params=query) for path in ("/review/events/x", "/review", "/login")]
            for page in [wrong, *pages, client.get("/review/events/x")]:
                assert "<img" not in page.text
                assert "49" not in re.findall(r"onerror=alert\(1\).{0,9}", page.text)
            assert "&lt;img" in pages[0].text


def test_who_may_see_what() -> None:
    def said(number: int, who: str, verdict: str, **fields: Any) -> Review:
        return Review(number=number, event_id="a", reviewer=who, verdict=verdict, at="2026-03-04T12:00:00+00:00", made_of="", **fields)  # fmt: skip

    told = [
        said(1, "ada", "accept"),
        said(2, "bob", "comment", comment="hm"),
        said(3, "ada", "edit", value={"status": "denied"}),
    ]
    assert [may_see(one, told, "bob") for one in told] == [False, True, False]
    assert [may_see(one, told, "ada") for one in told] == [True, True, True]
    assert history(told, None, blind=True).hidden == 3
    assert history(told, "bob", blind=True).hidden == 2
    seen = history(told, None, blind=False, names=False)
    assert [entry.who for entry in seen.entries] == ["reviewer 1", "reviewer 2", "reviewer 1"]
    assert seen.entries[2].changed == (("status", "denied"),)
    own = verdict_of(told, "ada")
    assert own is not None
    assert own.number == 3
    back = [*told, said(4, "ada", "undo", takes_back=3)]
    own = verdict_of(back, "ada")
    assert own is not None
    assert own.number == 1
    assert history(back, "ada", blind=True).entries[3].said == "took back that they corrected it"
    assert history(back, "ada", blind=True).entries[2].taken_back


# ---- split and merge


@pytest.fixture
def linked(tmp_path: Path, accounts: Accounts) -> Iterator[tuple[TestClient, Store]]:
    """Two reports of one shelling, and one of another a week later."""
    with open_store(tmp_path / "linked.db") as store:
        clients.linked(store, clients.shelling("one"), clients.shelling("two"), clients.shelling("late", 12))
        with clients.client(Desk(store=store, title="Events", accounts=accounts)) as client:
            clients.log_in(client, "ada")
            yield client, store


def relinked(client: TestClient) -> str:
    """What linking again came to."""
    app: Any = client.app
    outcome = app.state.relinking.wait(30)
    assert not outcome.pending
    return str(outcome.said)


def reports_of(store: Store) -> list[tuple[str, ...]]:
    return sorted(event.reports for event in store.events())


def test_split_and_undo(linked: tuple[TestClient, Store]) -> None:
    client, store = linked
    assert reports_of(store) == [("late",), ("one", "two")]
    (event,) = (one for one in store.events() if len(one.reports) == 2)
    assert "Tick the accounts" in client.get(f"/review/events/{event.id}").text
    assert clients.say(client, event.id, verdict="split").status_code == 422
    assert clients.say(client, event.id, verdict="split", mention=["one-m1", "two-m1"]).status_code == 422
    assert clients.say(client, event.id, verdict="split", mention="late-m1").status_code == 422
    answer = clients.say(client, event.id, verdict="split", mention="two-m1")
    assert answer.status_code == 303
    assert relinked(client) == "Linked again: 1 added, 1 split." or "split" in relinked(client)
    assert reports_of(store) == [("late",), ("one",), ("two",)]
    page = client.get(answer.headers["location"])
    assert "Linked again" in page.text
    assert client.get("/review/linking").json()["runs"] == 1
    page = client.get(f"/review/events/{event.id}")
    assert "ada split it" in shown(page)
    client.post("/review/undo", data={"csrf": clients.token(page.text)})
    assert "merged" in relinked(client)
    assert reports_of(store) == [("late",), ("one", "two")]
    assert [(one.first, one.second, one.same, one.decided_by) for one in store.decisions()] == [
        ("one-m1", "two-m1", False, "ada"),
        ("one-m1", "two-m1", True, "ada"),
    ]


def test_merge_and_its_candidates(linked: tuple[TestClient, Store]) -> None:
    client, store = linked
    event, late = sorted(store.events(), key=lambda one: one.date.start or "")
    page = client.get(f"/review/events/{event.id}")
    assert f'value="{late.id}"' not in page.text
    for words in (late.id, late.id[:5], "late shelled"):
        page = client.get(f"/review/events/{event.id}", params={"find": words})
        assert f'name="other" value="{late.id}"' in page.text
        assert f'name="other" value="{event.id}"' not in page.text
    assert "No other event has these words" in client.get(f"/review/events/{event.id}?find=nothing").text
    for other in ("", event.id, "nothing"):
        assert clients.say(client, event.id, verdict="merge", other=other).status_code == 422
    answer = clients.say(client, event.id, verdict="merge", other=late.id, next=f"/events/{event.id}")
    assert answer.headers["location"].startswith(f"/events/{event.id}?said=")
    assert "merged" in relinked(client)
    assert [sorted(one.reports) for one in store.events()] == [["late", "one", "two"]]
    merged = client.get(f"/review/events/{late.id}")
    assert "ada merged it" in shown(merged)
    client.post("/review/undo", data={"csrf": clients.token(merged.text)})
    relinked(client)
    assert reports_of(store) == [("late",), ("one", "two")]


def test_not_the_same_of_one_pair(linked: tuple[TestClient, Store]) -> None:
    client, store = linked
    (event,) = (one for one in store.events() if len(one.reports) == 2)
    assert clients.say(client, event.id, verdict="split", first="one-m1", second="late-m1").status_code == 422
    assert clients.say(client, event.id, verdict="split", first="one-m1", second="one-m1").status_code == 422
    answer = clients.say(client, event.id, verdict="split", first="one-m1", second="two-m1", next="//evil.example")
    assert answer.headers["location"].startswith("/?said=")
    relinked(client)
    assert reports_of(store) == [("late",), ("one",), ("two",)]


# ---- agreement


def test_agreement_on_its_page_and_in_the_terminal(
    ada: TestClient, bob: TestClient, store: Store, tmp_path: Path
) -> None:
    assert "No event was judged by two" in ada.get("/review/agreement").text
    assert dateline("agreement", str(tmp_path / "events.db")) == "no event was judged by two coders\n"
    clients.say(ada, "a", verdict="accept")
    clients.say(bob, "a", verdict="accept")
    clients.say(bob, "b", verdict="accept")
    page = ada.get("/review/agreement")
    assert "1 event judged by two or more of ada, bob" in shown(page)
    assert "too few events (1)" in shown(page)
    assert "No event was judged by two" in ada.get("/review/agreement?since=2024-03-02").text
    told = dateline("agreement", str(tmp_path / "events.db"))
    assert "type          1 of 1" in told
    found = json.loads(dateline("agreement", str(tmp_path / "events.db"), "--format", "json"))
    assert found["fields"][0]["alpha"] is None
    assert found["coders"] == ["ada", "bob"]


def test_figures_of_agreement(ada: TestClient, bob: TestClient, store: Store) -> None:
    names = [f"x{number:02}" for number in range(12)]
    clients.fill(store, *(clients.event(name, day) for day, name in enumerate(names, start=1)))
    reviews = Reviews(store)
    for name in names:
        reviews.add(name, "ada", "accept")
        reviews.add(name, "bob", "accept" if name < "x09" else "reject")
    page = shown(ada.get("/review/agreement"))
    assert "event or not 75 % (9 of 12)" in page
    clients.fill(store, *(clients.event(name, day, status="denied") for day, name in enumerate(names, start=1)))
    page = shown(ada.get("/review/agreement"))
    assert "21 verdicts on earlier versions of a record are left out. No event was judged by two" in page


# ---- the page of an event


def test_the_page_of_an_event_tells_what_was_said_and_takes_more(linked: tuple[TestClient, Store]) -> None:
    client, store = linked
    (event,) = (one for one in store.events() if len(one.reports) == 2)
    page = client.get(f"/events/{event.id}")
    assert "Nobody has said anything of this event yet" in shown(page)
    assert "Not the same" in shown(page)
    data = {"csrf": clients.token(page.text), "verdict": "split", "first": "one-m1", "second": "two-m1"}
    answer = client.post(f"/review/events/{event.id}", data={**data, "next": f"/events/{event.id}"})
    assert "Split kept" in shown(answer)
    relinked(client)
    page = client.get(f"/events/{event.id}?said=1")
    assert "Linked again" in shown(page)
    assert "ada: one-m1 and two-m1 are different" in shown(page)
    assert "ada split it" in shown(page)


def test_others_only_see_what_they_may(desk: Desk, ada: TestClient, store: Store, accounts: Accounts) -> None:
    clients.say(ada, "a", verdict="reject", comment="only a film")
    with clients.client(desk) as anybody:
        page = anybody.get("/events/a")
        assert "only a film" not in page.text
        assert "1 entry by others" in shown(page)
        assert 'name="verdict"' not in page.text
    with clients.client(Desk(store=store, title="Events", accounts=accounts, read_only=True)) as reader:
        page = reader.get("/events/a")
        assert "reviewer 1 rejected it" in shown(page)
        assert "only a film" in page.text
        assert "ada" not in page.text
        assert 'href="/review"' not in page.text
