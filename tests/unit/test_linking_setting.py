"""Where events were that a report tells without saying so again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from dateline.linking.setting import own_places, with_country, with_settings
from dateline.records import EventMention, Place, Report, Span
from tests import factory

TEXT = "In Zubra a bomb went off. Shots were fired. \n Tear gas was used."


def at(phrase: str, **fields: Any) -> EventMention:
    trigger = factory.span(TEXT, phrase)
    return replace(factory.mention(), id=phrase, trigger=trigger, locations=(), **fields)


def zubra(country: str = "SYR", role: str = "scene") -> Place:
    return Place(
        span=Span(report_id="r1", start=3, end=8, text="Zubra"),
        name="Zubra",
        country=country,
        role=role,
        precision="exact",
    )


def told(mentions: list[EventMention], places: list[Place]) -> Report:
    return Report(id="r1", text=TEXT, events=tuple(mentions), places=tuple(places), coder=factory.CODER)


def settled(mentions: list[EventMention], places: list[Place]) -> list[tuple[str, str] | None]:
    made = with_settings(with_country(told(mentions, places)))
    return [(m.locations[0].name, m.basis["locations"][0]) if m.locations else None for m in made]


def test_the_place_told_before_in_the_paragraph_then_the_only_country() -> None:
    first = replace(at("bomb"), locations=(zubra(),), basis={"locations": ("scene:preposition",)})
    found = settled([first, at("fired"), at("gas")], [zubra()])
    assert found == [("Zubra", "scene:preposition"), ("Zubra", "scene:told_before"), ("Syria", "scene:whole_report")]


@pytest.mark.parametrize(
    ("mention", "places"),
    [
        (at("fired", status="planned"), [zubra()]),
        (at("fired", event_type="CONSULT"), [zubra()]),
        (at("fired"), [zubra(), zubra(country="IRQ")]),
        (at("fired"), [zubra(), replace(zubra(country="IRQ", role="other"), kind="populated-place")]),
        (at("fired"), [zubra(role="government")]),
        (at("fired"), []),
    ],
    ids=["planned", "words", "two countries", "another country as often", "a government", "no place"],
)
def test_no_place_is_made_up(mention: EventMention, places: list[Place]) -> None:
    assert settled([mention], places) == [None]


def test_background_and_news_do_not_share_a_place() -> None:
    past = replace(at("bomb", background=True), locations=(zubra(),), basis={"locations": ("scene:preposition",)})
    assert settled([past, at("fired")], [])[1] is None


def test_the_country_has_no_point_and_its_evidence_is_the_scene() -> None:
    (mention,) = with_country(told([at("fired")], [zubra()])).events
    (place,) = mention.locations
    assert (place.lat, place.lon, place.precision, place.country) == (None, None, "country", "SYR")
    assert mention.evidence["locations"] == (zubra().span,)


def test_the_place_that_opens_a_paragraph_of_a_bulletin() -> None:
    text = "ZUBRA: Shots were fired."
    fired = replace(factory.mention(), id="fired", trigger=factory.span(text, "fired"), locations=())
    place = replace(zubra(role="other"), span=Span(report_id="r1", start=0, end=5, text="ZUBRA"))
    report = Report(id="r1", text=text, events=(fired,), places=(place,), coder=factory.CODER)
    made = with_settings(report)[0]
    assert [(p.country, p.role) for p in made.locations] == [("SYR", "scene")]
    assert made.basis["locations"] == ("scene:paragraph_opening",)


def test_what_the_sentence_names_stays_and_comes_first() -> None:
    unknown = replace(zubra(), name="Karsa", country=None, precision="unknown")
    told_first = replace(at("bomb"), locations=(zubra(),), basis={"locations": ("scene:preposition",)})
    named = replace(at("fired"), locations=(unknown,), basis={"locations": ("scene:preposition",)})
    report = with_country(told([told_first, named, at("gas")], [zubra()]))
    assert [place.name for place in report.events[1].locations] == ["Karsa", "Syria"]
    assert [[place.name for place in own_places(mention)] for mention in report.events] == [["Zubra"], ["Karsa"], []]


@pytest.mark.parametrize(
    ("other", "country"),
    [
        (None, "Syria"),
        (replace(zubra(country="IRQ", role="other"), kind="country", name="Zubra"), None),
        (replace(zubra(country="IRQ", role="other"), kind="admin1"), None),
    ],
    ids=["towns of one country", "another country named", "a unit of another"],
)
def test_a_report_without_scenes_lies_where_its_towns_do(other: Place | None, country: str | None) -> None:
    town = replace(zubra(role="other"), kind="populated-place")
    (mention,) = with_country(told([at("fired")], [town, *([other] if other else [])])).events
    assert [place.name for place in mention.locations] == ([country] if country else [])
