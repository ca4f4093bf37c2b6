"""The API: pages, formats, what is fresh, what is refused, and that its documentation is true."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

from dateline.app.desk.api import MOST_COLUMNS, _accepted
from dateline.app.desk.desk import Desk
from dateline.app.desk.server import create_app
from dateline.errors import StoreError
from dateline.store import EventFilter, Store, open_store
from tests.desk_events import EVENTS, fill
from tests.factory import report

OURS = "^/api/v1/(events|reports|summary|map|rows|columns|matching|network|actors|pairs)"
HOSTILE = '<img src=x onerror="window.__xss=1">'


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("api") / "events.db") as opened:
        opened.put_reports([report(f"r{number}", title=HOSTILE) for number in range(5)])
        opened.put_reports([report("https://example.org/a?b#c", title="A report with a URL for an id")])
        yield fill(opened)


@pytest.fixture(scope="module")
def app(store: Store) -> FastAPI:
    return create_app(Desk(store=store, title="Test", hosts=("testserver",)))


@pytest.fixture(scope="module")
def client(app: FastAPI) -> TestClient:
    return TestClient(app)


def got(client: TestClient, path: str, status: int = 200, **headers: str) -> Any:
    response = client.get(f"/api/v1/{path}", headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


def test_pages_by_cursor_are_all_events_once(client: TestClient, store: Store) -> None:
    ids, cursor = [], ""
    while True:
        page = got(client, f"events?limit=50{cursor}")
        ids += [item["id"] for item in page["items"]]
        assert page["total"] == len(EVENTS)
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert ids == [event.id for event in store.events()]


def test_reports_by_cursor(client: TestClient) -> None:
    first = got(client, "reports?limit=4")
    rest = got(client, f"reports?limit=4&cursor={first['next']}")
    assert [item["id"] for item in (*first["items"], *rest["items"])] == [
        "https://example.org/a?b#c", "r0", "r1", "r2", "r3", "r4",
    ]  # fmt: skip
    assert (rest["next"], rest["total"]) == (None, 6)
    assert first["items"][1]["title"] == HOSTILE


def test_one_record(client: TestClient) -> None:
    event_id = EVENTS[3][0].id
    assert got(client, f"events/{event_id}")["id"] == event_id
    assert got(client, "reports/https://example.org/a%3Fb%23c")["title"] == "A report with a URL for an id"
    assert "no event 'nothing'" in got(client, "events/nothing", 404)["detail"]
    assert "no report 'a b'" in got(client, "reports/a b", 404)["detail"]
    assert "could be any of" in got(client, "events/00", 409)["detail"]


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("", "*/*", "application/json"),
        ("", "text/html, text/csv;q=0.8, application/json;q=0.5", "text/csv; charset=utf-8"),
        ("", "application/geo+json", "application/geo+json"),
        ("", "application/x-ndjson", "application/x-ndjson"),
        ("&format=csv", "application/json", "text/csv; charset=utf-8"),
        ("&format=jsonl", "*/*", "application/x-ndjson"),
        ("&format=geojson", "*/*", "application/geo+json"),
    ],
)
def test_formats_by_content_type_and_by_name(client: TestClient, query: str, accept: str, kind: str) -> None:
    response = client.get(f"/api/v1/events?type=ACCUSE&type=AGREE&limit=1000{query}", headers={"Accept": accept})
    assert response.headers["content-type"] == kind
    assert "Accept" in response.headers["vary"]
    expected = [event.id for event in client.app.state.desk.store.events(EventFilter(type=["ACCUSE", "AGREE"]))]  # type: ignore[attr-defined]
    if kind.startswith("text/csv"):
        ids = [row["id"] for row in csv.DictReader(StringIO(response.text))]
    elif kind == "application/geo+json":
        ids = [feature["id"] for feature in response.json()["features"]]
    elif kind == "application/x-ndjson":
        ids = [json.loads(line)["id"] for line in response.text.splitlines()]
    else:
        ids = [item["id"] for item in response.json()["items"]]
    assert ids == expected
    if kind != "application/json":
        assert response.headers["content-disposition"].startswith('attachment; filename="events.')


@pytest.mark.parametrize(
    ("header", "form"),
    [("", "json"), ("text/csv;q=nonsense", "json"), ("text/csv;q=0", "json"), ("TEXT/CSV", "csv"), (";;,,q=", "json")],
)
def test_any_accept_header_is_understood(header: str, form: str) -> None:
    assert _accepted(header) == form


def test_what_a_client_has_is_not_sent_again_until_something_changed(tmp_path: Any) -> None:
    with open_store(tmp_path / "events.db") as store:
        store.put_reports([report("r0")])
        client = TestClient(create_app(Desk(store=store, title="Test", hosts=("testserver",))))
        first = client.get("/api/v1/reports?limit=5")
        tag = {"If-None-Match": f'"other", {first.headers["etag"]}'}
        again = client.get("/api/v1/reports?limit=5", headers=tag)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
        assert client.get("/api/v1/reports?limit=6", headers=tag).status_code == 200
        assert client.get("/api/v1/reports?limit=5", headers=tag | {"Accept": "text/csv"}).status_code == 200
        store.put_reports([report("r1")])
        later = client.get("/api/v1/reports?limit=5", headers=tag)
        assert (later.status_code, later.json()["total"]) == (200, 2)


def test_columns_are_made_once_for_a_version_and_sent_compressed(client: TestClient, store: Store) -> None:
    first = client.get("/api/v1/columns")
    assert first.headers["content-encoding"] == "gzip"
    plain = client.get("/api/v1/columns", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert first.json() == plain.json() == json.loads(json.dumps(store.columns()))


def test_too_many_events_for_columns(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.app.desk.api.MOST_COLUMNS", 100)
    assert MOST_COLUMNS == 50_000
    assert "use /summary" in got(client, "columns", 413)["detail"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("summary?type=WAR&since=tomorrow", "type: 'WAR' is not one of"),
        ("events?typ=AID", "typ: is no parameter here"),
        ("events?limit=1001", "limit: '1001' is not a whole number from 1 to 1000"),
        ("events?cursor=x", "cursor: "),
        ("rows?sort=weight", "sort: 'weight' is not one of"),
        ("map?view=1,2&zoom=40", "view: '1,2' is not west,south,east,north"),
        ("matching", "text: Field required"),
        ("events/x?y=1", "y: is no parameter here"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_told(client: TestClient, path: str, message: str) -> None:
    assert message in got(client, path, 422)["detail"]


def test_counts(client: TestClient, store: Store) -> None:
    wanted = EventFilter(country="SYR", happened=True)
    query = "country=SYR&happened=true"
    assert got(client, f"summary?{query}") == json.loads(json.dumps(store.summary(wanted)))
    assert got(client, f"rows?{query}&limit=3&sort=sources")["items"] == json.loads(
        json.dumps(store.rows(wanted, limit=3, sort="sources"))
    )
    assert got(client, f"network?{query}") == json.loads(json.dumps(store.network(wanted)))
    assert got(client, "matching?text=mark*")["ids"] == store.matching("mark*")
    assert got(client, "map?zoom=5&view=0,0,100,80")["points"] == [[37.1, 36.2, 4, None]]


def test_a_database_that_fails_is_told(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise StoreError("events.db: disk I/O error")

    monkeypatch.setattr(Store, "version", fail)
    response = TestClient(app).get("/api/v1/summary")
    assert (response.status_code, response.json()) == (503, {"detail": "events.db: disk I/O error"})


def test_the_page_of_the_api_has_its_files(client: TestClient) -> None:
    text = client.get("/api").text
    for path in ("/swagger/swagger-ui.css", "/swagger/swagger-ui-bundle.js", "/static/api.js", "/static/api.css"):
        assert path in text
        assert client.get(path).status_code == 200
    assert "//" not in text.replace("https://www.geonames.org/", "")
    assert "/api/v1/columns" in got(client, "openapi.json")["paths"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # within the tool
def test_the_documentation_is_true(app: FastAPI) -> None:
    """Requests made from the OpenAPI document, right and wrong ones: the answers are as it says."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app).include(path_regex=OURS)
    schema.config.phases.stateful.enabled = False
    schema.config.phases.fuzzing.generation.update(max_examples=3)
    schema.config.seed = 1
    tried, found = 0, []
    for happened in from_schema(schema).execute():
        if isinstance(happened, NonFatalError | FatalError):
            found.append(str(happened))
        elif isinstance(happened, ScenarioFinished):
            checks = [check for some in happened.recorder.checks.values() for check in some]
            tried += len(checks)
            found += [
                f"{check.failure_info.code_sample}: {check.failure_info.failure}"
                for check in checks
                if check.failure_info
            ]
    assert found == []
    assert tried > 1000
