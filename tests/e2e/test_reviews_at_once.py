"""Two reviewers at a desk and a running `dateline code` write to one database: nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starlette.testclient import TestClient

from dateline.app.desk.desk import Desk
from dateline.app.desk.server import create_app
from dateline.app.linking import relink
from dateline.records import to_json
from dateline.settings import LinkSettings
from dateline.store import open_store
from dateline.store.accounts import Accounts
from dateline.store.reviews import Reviews
from tests import desk_clients as clients

NEW = 24
SAID = 60
"""Comments of each reviewer."""


def rows() -> str:
    """Reports that are coded meanwhile."""
    texts = (
        f"Gunmen attacked police post {number} in Mosul on Monday, killing {2 + number} officers."
        for number in range(NEW)
    )
    made = ({"id": f"new-{number:02}", "text": text, "published": "2024-03-20"} for number, text in enumerate(texts))
    return "\n".join(map(json.dumps, made))


def test_two_reviewers_and_a_run_of_code(tmp_path: Path) -> None:
    db, coming = tmp_path / "events.db", tmp_path / "rows.jsonl"
    coming.write_text(rows(), encoding="utf-8")
    accounts = Accounts(tmp_path / "users", hasher=clients.CHEAP)
    for name in ("ada", "bob"):
        accounts.add(name, clients.PASSWORD)
    with open_store(db) as store:
        clients.linked(store, clients.shelling("one"), clients.shelling("two"), clients.shelling("late", 12))
        (shared,) = (event.id for event in store.events() if len(event.reports) == 2)
        app = create_app(Desk(store=store, title="Events", accounts=accounts))
        code = [sys.executable, "-c", "from dateline.app.cli import main; main()", "code", str(coming), "--db", str(db)]

        def review(name: str) -> list[int]:
            with TestClient(app, base_url="http://localhost") as client:
                clients.log_in(client, name)
                statuses = []
                for number in range(SAID):
                    statuses.append(clients.say(client, "late-m1", verdict="comment", comment=f"{name} {number}"))
                    if number == SAID // 2 and name == "ada":
                        statuses.append(clients.say(client, shared, verdict="split", mention="two-m1"))
                statuses.append(clients.say(client, "late-m1", verdict="accept"))
                return [answer.status_code for answer in statuses]

        with subprocess.Popen(code, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as coding:
            with ThreadPoolExecutor(2) as pool:
                answers = list(pool.map(review, ("ada", "bob")))
            _, said = coding.communicate(timeout=120)
        outcome = app.state.relinking.wait(60)

        assert [set(statuses) for statuses in answers] == [{303}, {303}]
        assert coding.returncode == 0, said
        assert not outcome.pending
        assert "failed" not in outcome.said, outcome.said
        kept = Reviews(store).all()
        assert [one.number for one in kept] == list(range(1, 2 * SAID + 4))
        for name in ("ada", "bob"):
            own = [one.comment for one in kept if one.reviewer == name and one.verdict == "comment"]
            assert own == [f"{name} {number}" for number in range(SAID)]
        assert Reviews(store).state("late-m1") == "accepted"
        assert [(one.first, one.second, one.same) for one in store.decisions()] == [("one-m1", "two-m1", False)]
        assert store.count_reports() == 3 + NEW
        assert relink(store, LinkSettings()) == []
        with open_store(tmp_path / "alone.db") as alone:
            alone.put_reports(store.reports())
            alone.decide("one-m1", "two-m1", same=False, decided_by="ada")
            relink(alone, LinkSettings())
            assert [to_json(event) for event in alone.events()] == [to_json(event) for event in store.events()]
    accounts.close()
