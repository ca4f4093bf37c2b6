"""A run of linking that reads only what new reports touch leaves the database that linking everything anew would."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.app.linking import decide, relink
from dateline.records import Report, to_json
from dateline.settings import LinkSettings
from dateline.store import Store, open_store, standing
from tests.properties.test_linking_properties import report

SETTINGS = LinkSettings()
WORDS = (
    "Divers found the ferry off the harbour while nurses marched by the mill and the old bridge over the canal was shut"
)
"""Long enough to have copies."""


@contextmanager
def two_stores() -> Iterator[tuple[Store, Store, Path]]:
    with (
        TemporaryDirectory() as folder,
        open_store(Path(folder, "0.db")) as one,
        open_store(Path(folder, "1.db")) as other,
    ):
        yield one, other, Path(folder)


def content(path: Path) -> list[str]:
    """All rows of a database, whatever the order in which they came in."""
    connection = sqlite3.connect(path)
    try:
        return sorted(connection.iterdump())
    finally:
        connection.close()


@st.composite
def batches(draw: st.DrawFn) -> list[list[Report]]:
    """What comes into a store run by run: reports, copies and revisions of them among those."""
    number = draw(st.integers(4, 9))
    told = [draw(report(f"r{index}")) for index in range(number)]
    told = [replace(one, text=f"{one.text} {WORDS}") if draw(st.booleans()) else one for one in told]
    for index in draw(st.lists(st.integers(0, number - 1), max_size=3)):
        told.append(replace(draw(report(f"r{index}")), raw_sha256=f"revised {len(told)}"))
    cuts = sorted(draw(st.sets(st.integers(1, len(told) - 1), max_size=4)))
    return [told[start:end] for start, end in zip([0, *cuts], [*cuts, len(told)], strict=True)]


DECISIONS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 20), st.integers(0, 20), st.booleans()), max_size=5)
"""After which batch, two mentions by their place among all, and whether they are the same."""


@settings(max_examples=20, deadline=None)
@given(batches(), DECISIONS)
def test_step_by_step_is_as_at_once(told: list[list[Report]], said: list[tuple[int, int, int, bool]]) -> None:
    with two_stores() as (touched, anew, folder):
        known: set[str] = set()
        for number, batch in enumerate(told):
            known |= {mention.id for one in batch for mention in one.events}
            for store, mostly in ((touched, 0.9), (anew, -1.0)):
                store.put_reports(batch)
                for after, first, second, same in said:
                    pair = {sorted(known)[place % len(known)] for place in (first, second)}
                    if after == number and len(pair) == 2:
                        decide(store, *sorted(pair), same=same, decided_by="ana")
                with mock.patch.object(standing, "MOSTLY", mostly):
                    relink(store, SETTINGS)
        assert content(folder / "0.db") == content(folder / "1.db")
        steps = [to_json(replace(event, former_ids=())) for event in touched.events()]
        decisions = touched.decisions()
    with two_stores() as (once, _, _):
        once.put_reports(one for batch in told for one in batch)
        for decision in decisions:
            once.decide(decision.first, decision.second, same=decision.same, decided_by=decision.decided_by)
        relink(once, SETTINGS)
        assert [to_json(replace(event, former_ids=())) for event in once.events()] == steps
