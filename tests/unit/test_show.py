"""Events and reports in the terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console, RenderableType

from dateline.app.marks import FIELDS, fields_of
from dateline.app.show import STYLES, marked, show_event, show_report
from dateline.app.summary import by_type_and_country, summary
from dateline.app.terminal import printable
from dateline.app.wording import supporting
from dateline.records import Note
from tests.factory import TEXT, event, report


def printed(what: RenderableType, *, colour: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=200, force_terminal=colour, highlight=False, color_system="256" if colour else None
    )
    console.print(what)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_evidence_keeps_its_place_and_gets_its_colour() -> None:
    told = report()
    text = marked(told, fields_of(event(told).evidence, told.id))
    assert text.plain == TEXT
    styles = {text.plain[span.start : span.end]: span.style for span in text.spans}
    assert styles == {
        "Rebels": STYLES["actors"], "shelled": STYLES["trigger"], "Aleppo": STYLES["locations"], "five": STYLES["counts"],
    }  # fmt: skip


def test_every_field_has_a_look() -> None:
    assert set(STYLES) == {*FIELDS, "claims"}


def test_an_event_shows_fields_claims_and_source() -> None:
    told = report()
    shown = printed(show_event(event(told), {told.id: told}.get))
    for part in (
        "ASSAULT heavy-weapons, occurred",
        "Aleppo (SYR)",
        "2024-03-04",
        "army (military), assert:",
        TEXT,
        "Example Wire",
    ):
        assert part in shown


def test_an_event_whose_report_is_gone_is_shown_without_it() -> None:
    assert "ASSAULT" in printed(show_event(event(), lambda _: None))


def test_a_report_shows_its_mentions_and_notes() -> None:
    told = report(notes=(Note(stage="clean", reason="cut at the end"),))
    shown = printed(show_report(told))
    for part in (TEXT, "1 event mentions", "r1-m1", "note (clean): cut at the end"):
        assert part in shown


@pytest.mark.parametrize("nasty", ["\x1b]0;title\x07", "\x9b2J", "\u202egnp"], ids=["escape", "c1", "direction"])
def test_text_cannot_steer_the_terminal(nasty: str) -> None:
    told = report(text=TEXT + nasty, title=nasty)
    shown = printed(show_report(told))
    assert not set(nasty) & set(shown) & {"\x1b", "\x07", "\x9b", "\u202e"}
    assert len(printable(nasty)) == len(nasty)


def test_the_summary_counts_and_tells_the_best_supported() -> None:
    one, two = report("r1"), report("r2", publisher="Other Paper")
    events = [
        event(one, two, id="aa"),
        event(one, id="bb", status="planned"),
        event(one, id="cc", event_type="PROTEST"),
    ]
    shown = printed(summary(events, 2, {"r1": one, "r2": two}.get))
    assert "2 reports, 3 events, of which 2 happened" in shown
    assert "Other Paper" in shown
    assert "event bb" not in shown


def test_types_by_country_in_fixed_order() -> None:
    lines = printed(by_type_and_country([event(), event(event_type="AGREE"), event(locations=())])).splitlines()
    assert [line.split() for line in lines] == [["type", "SYR", "unknown"], ["AGREE", "1", "·"], ["ASSAULT", "1", "1"]]


def test_best_supported_are_those_with_most_independent_sources() -> None:
    copies = event(report("r1"), report("r2"), report("r3"), id="copies", independent_sources=1)
    two = event(report("r1"), report("r2"), id="two")
    denied = event(report("r1"), report("r2"), id="denied", status="denied")
    assert [found.id for found in supporting([copies, two, denied], 3)] == ["two", "copies"]
