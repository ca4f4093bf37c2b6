"""The whole way of one report: what the record holds, what is left out with a note, what never stops the others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import dateline
from dateline.errors import InputError
from dateline.pipeline import annotate
from dateline.records import RawReport, Report, from_json, to_json
from dateline.settings import Settings
from dateline.sources import raw_report
from dateline.tools import Tools

STORY = """Rebels shell market in Hama

DAMASCUS, 12 March (Example Wire) — Rebels shelled a market in Hama on Monday, killing at least six people, the army said.

The army's spokesman denied that its own troops had fired first.
"""


def coded(tools: Tools, *raws: RawReport, **options: Any) -> list[Report]:
    return list(annotate(raws, tools, Settings(), **options))


@pytest.fixture(scope="module")
def story(tools: Tools) -> Report:
    return coded(tools, raw_report(STORY, id="story", published="2024-03-12"))[0]


def test_the_record_of_a_report(story: Report) -> None:
    assert (story.id, story.title, story.language) == ("story", "Rebels shell market in Hama", "en")
    assert story.text == STORY
    assert story.published.date == "2024-03-12"
    assert story.dateline is not None
    assert (story.dateline.place.name, story.dateline.place.country, story.dateline.place.role) == (
        "Damascus",
        "SYR",
        "origin",
    )
    (shelling,) = [
        event for event in story.events if event.event_mode == "heavy-weapons" and event.status == "occurred"
    ]
    assert [actor.name.lower() for actor in shelling.actors] == ["rebels"]
    assert (shelling.date.start, shelling.date.end) == ("2024-03-11", "2024-03-11")
    assert [(place.mention.text, place.country) for place in shelling.locations] == [("Hama", "SYR")]
    assert shelling.claims


def test_every_value_has_evidence_or_a_basis(story: Report) -> None:
    for event in story.events:
        for name in ("event_type", "status", "actors", "recipients", "locations", "means", "counts"):
            if getattr(event, name):
                assert event.evidence.get(name) or event.basis.get(name), (event.trigger.text, name)


def test_the_report_survives_json(story: Report) -> None:
    assert from_json(Report, to_json(story)) == story


def test_another_language_gives_a_report_and_a_note_but_no_events(tools: Tools) -> None:
    text = "El ejército bombardeó la ciudad el lunes y mató a seis personas, dijo el gobierno en un comunicado oficial."
    (report,) = coded(tools, raw_report(text, published="2024-03-12"))
    assert (report.language, report.text, report.published.date, report.events) == ("es", text, "2024-03-12", ())
    assert any("language" in note.reason for note in report.notes)


def test_an_id_is_made_of_url_publisher_and_bytes(tools: Tools) -> None:
    same, other = (raw_report("Troops left.", url=url) for url in ("https://a.example/1", "https://a.example/2"))
    ids = [report.id for report in coded(tools, same, other, same)]
    assert ids[0] == ids[2] != ids[1]


def test_a_report_that_fails_is_named_and_the_others_go_on(tools: Tools) -> None:
    class Broken:
        version = "broken"

        def lookup(self, name: str) -> None:
            if name == "Hama":
                raise RuntimeError("disk on fire")
            return tools.gazetteer.lookup(name)  # type: ignore[return-value]

    broken = replace(tools, gazetteer=Broken())  # type: ignore[arg-type]
    errors: list[InputError] = []
    raws = [raw_report(f"Rebels shelled {town} on Monday.", source=town) for town in ("Homs", "Hama", "Idlib")]
    assert len(coded(broken, *raws, on_error=errors.append)) == 2
    assert [str(error) for error in errors] == ["Hama: could not be coded (RuntimeError: disk on fire)"]
    with pytest.raises(RuntimeError, match="disk on fire"):
        coded(broken, *raws)


def test_batches_do_not_change_reports(tools: Tools) -> None:
    raws = [
        raw_report(f"Troops shelled {town} on Monday. Nobody was hurt.", id=town) for town in ("Homs", "Hama", "Idlib")
    ]
    alone = [coded(tools, raw)[0] for raw in raws]
    assert coded(tools, *raws) == alone


def test_public_names() -> None:
    assert sorted(dateline.__all__) == [
        "Coder", "DatelineError", "Event", "Report", "Settings", "__version__", "annotate", "code", "open_store",
    ]  # fmt: skip
    assert all(hasattr(dateline, name) for name in dateline.__all__)


def test_the_library_codes_a_text() -> None:
    coder = dateline.Coder()
    (event,) = coder.code("Rebels shelled Hama on Monday.", published="2024-03-12")
    assert (event.event_type, event.event_mode, event.date.start) == ("ASSAULT", "heavy-weapons", "2024-03-11")
    page = (
        "<html><head><title>Shelling</title></head><body><article><p>"
        + STORY.replace("\n", " ") * 3
        + "</p></article></body></html>"
    )
    assert coder.annotate(page, html=True).events


@pytest.mark.parametrize(
    ("speaker", "kind"),
    [
        pytest.param("Gov. Ana Lund", "government", id="governor"),
        pytest.param("Lt. Gov. Ana Lund", "government", id="two-words"),
        pytest.param("Supt. Ana Lund", "police", id="police"),
        pytest.param("Brig. Gen. Ana Lund, who commands the force", "military", id="two-ranks"),
    ],
)
def test_abbreviated_titles_are_no_part_of_a_name(tools: Tools, speaker: str, kind: str) -> None:
    (report,) = coded(tools, raw_report(f"Rebels attacked the town on Monday, according to {speaker}."))
    assert [(one.claimant.name, one.claimant_type) for one in report.claims if one.claimant] == [("Ana Lund", kind)]
