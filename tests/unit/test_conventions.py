"""What the conventions of MUC-4 leave out, and that nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from dateline.codebook import load_codebook
from dateline.codebook.model import Codebook
from dateline.linking.leave_out import within_conventions
from dateline.records import Date, Entity, Means, Span
from tests import factory

MUC4, PLOVER = load_codebook(conventions="muc4"), load_codebook()
NOWHERE: dict[str, Any] = {"date": Date(), "locations": (), "counts": ()}


def entity(text: str, kind: str, *sectors: str) -> Entity:
    span = Span(report_id="r1", start=0, end=len(text), text=text)
    return Entity(span=span, text=text, name=text.removeprefix("the "), type=kind, sectors=sectors)


ARMY = entity("the army", "military-unit", "MIL")
GUERRILLAS = entity("the guerrillas", "armed-group", "REB")
FARMERS = entity("the farmers", "person", "CVL")
REYES = entity("Ana Reyes", "person")
BRIDGE = entity("the bridge", "facility")
VALLEY = entity("the valley", "location")
BASIS = {"event_type": ("codebook:ASSAULT.attack",)}
FIGHT = {"event_type": ("codebook:ASSAULT.fight",)}
TAKEN = {"event_type": ("codebook:CAPTURE.territory",)}
ARMS = {"event_type": ("codebook:BURN.weapons",)}


def kept(codebook: Codebook, **fields: Any) -> int:
    told = factory.mention(**({"event_mode": None, "basis": BASIS, "means": ()} | fields))
    return len(within_conventions(factory.report(events=(told,)), codebook).events)


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        pytest.param({"actors": (GUERRILLAS,), "recipients": (FARMERS,)}, 1, id="guerrillas against civilians"),
        pytest.param({"actors": (ARMY,), "recipients": (FARMERS,)}, 1, id="the state against civilians"),
        pytest.param({"actors": (GUERRILLAS,), "recipients": (BRIDGE,)}, 1, id="infrastructure"),
        pytest.param({"actors": (GUERRILLAS,), "recipients": (ARMY,)}, 0, id="military target"),
        pytest.param({"actors": (ARMY,), "recipients": (GUERRILLAS,)}, 0, id="operation against an armed group"),
        pytest.param({"actors": (ARMY, GUERRILLAS), "basis": FIGHT}, 0, id="battle"),
        pytest.param({"actors": (GUERRILLAS,), "recipients": (BRIDGE,), "basis": TAKEN}, 0, id="territory taken"),
        pytest.param(
            {"actors": (GUERRILLAS,), "recipients": (BRIDGE,), "basis": ARMS}, 0, id="war equipment destroyed"
        ),
        pytest.param({"actors": (ARMY,), "recipients": (FARMERS,), "event_mode": "aerial"}, 0, id="air raid"),
        pytest.param({"actors": (GUERRILLAS,), "recipients": (VALLEY,)}, 0, id="territory is no target"),
        pytest.param({"actors": (), "recipients": (FARMERS,), **NOWHERE}, 0, id="nothing specific"),
        pytest.param({"actors": (), "recipients": (REYES,), **NOWHERE}, 1, id="a victim with a name"),
        pytest.param({"recipients": (REYES,), "date": Date(start="2023-01-01", end="2023-01-01")}, 0, id="long ago"),
        pytest.param({"recipients": (REYES,), "status": "ongoing"}, 0, id="a state of things"),
        pytest.param({"event_type": "PROTEST", "recipients": (ARMY,)}, 1, id="no assault"),
    ],
)
def test_muc4(fields: dict[str, Any], count: int) -> None:
    assert kept(MUC4, **fields) == count
    assert kept(PLOVER, **fields) == 1


def test_roles_that_muc4_does_not_know() -> None:
    told = factory.mention(event_mode=None, basis=BASIS, actors=(GUERRILLAS,), recipients=(FARMERS, VALLEY))
    (mention,) = within_conventions(factory.report(events=(told,)), MUC4).events
    assert mention.recipients == (FARMERS,)


def test_mentions_of_one_event_are_judged_together() -> None:
    """A mention that says nothing by itself stays where the event is told in full elsewhere."""
    full = factory.mention(event_mode=None, basis=BASIS, actors=(GUERRILLAS,), recipients=(REYES,))
    bare = factory.mention(
        id="r1-m2", event_mode=None, basis={**BASIS, "trigger": ("definite",)}, actors=(), recipients=(), means=(),
    )  # fmt: skip
    assert len(within_conventions(factory.report(events=(full, bare)), MUC4).events) == 2


ARMED_MEN, MEN = entity("armed men", "armed-group"), entity("the attackers", "person")
CABINET, EMBASSY = entity("the government", "government", "GOV"), entity("the embassy", "government", "GOV")
OFFICES = entity("the union's two offices of the coast", "facility")


@pytest.mark.parametrize(
    ("fields", "actors", "recipients"),
    [
        pytest.param({"actors": (ARMED_MEN, MEN)}, ["armed men"], ["Ana Reyes"], id="one description of the doers"),
        pytest.param({"actors": (GUERRILLAS, CABINET)}, ["guerrillas"], ["Ana Reyes"], id="state organs are no doers"),
        pytest.param({"recipients": (REYES, CABINET, EMBASSY)}, [], ["Ana Reyes", "embassy"], id="nor targets"),
        pytest.param({"recipients": (FARMERS, GUERRILLAS)}, [], ["farmers"], id="fighters are no targets"),
        pytest.param({"recipients": (OFFICES,)}, [], ["offices"], id="things by their noun"),
    ],
)  # fmt: skip
def test_what_muc4_lists(fields: dict[str, Any], actors: list[str], recipients: list[str]) -> None:
    told = factory.mention(**({"event_mode": None, "basis": BASIS, "actors": (), "recipients": (REYES,)} | fields))
    (mention,) = within_conventions(factory.report(events=(told,)), MUC4).events
    assert [item.name for item in mention.actors] == actors
    assert [item.name for item in mention.recipients] == recipients
    assert within_conventions(factory.report(events=(told,)), PLOVER).events == (told,)


def test_fire_is_no_weapon_for_muc4() -> None:
    means = tuple(
        Means(span=Span(report_id="r1", start=0, end=len(text), text=text), category="small-arms")
        for text in ("rifle fire", "rifle", "bullets")
    )
    told = factory.mention(event_mode=None, basis=BASIS, recipients=(REYES,), means=means)
    (mention,) = within_conventions(factory.report(events=(told,)), MUC4).events
    assert [item.span.text for item in mention.means] == ["rifle"]


def test_means_only_where_a_weapon_is_named() -> None:
    assert MUC4.said_means
    assert not PLOVER.said_means
    assert Means(span=GUERRILLAS.span, category="small-arms")
