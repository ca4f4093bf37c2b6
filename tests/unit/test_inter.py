"""ACLED's codes for kinds of actors."""

from __future__ import annotations

import pytest

from dateline.catalogue.inter import inter_code, inter_names
from dateline.records import Entity, Span


def entity(name: str, kind: str, country: str | None = None, sectors: str = "") -> Entity:
    span = Span(report_id="r", start=0, end=len(name), text=name)
    return Entity(span=span, text=name, name=name, type=kind, country=country, sectors=tuple(sectors.split()))


@pytest.mark.parametrize(
    ("who", "event", "text"),
    [
        pytest.param(entity("the army", "military-unit", "MLI", "MIL"), ("ASSAULT", None), "State forces", id="army"),
        pytest.param(entity("Police", "organization", None, "COP"), ("COERCE", "arrest"), "State forces", id="police"),
        pytest.param(entity("French troops", "military-unit", "FRA", "MIL"), ("ASSAULT", None),
                     "External/Other forces", id="foreign-troops"),
        pytest.param(entity("UN peacekeepers", "military-unit", None, "UNO"), ("MOBILIZE", None),
                     "External/Other forces", id="peacekeepers"),
        pytest.param(entity("JNIM", "armed-group", "MLI", "REB"), ("ASSAULT", None), "Rebel group", id="rebels"),
        pytest.param(entity("gunmen", "armed-group", None, "UAF"), ("ASSAULT", None), "Political militia", id="gunmen"),
        pytest.param(entity("a clan militia", "armed-group"), ("ASSAULT", None), "Identity militia", id="clan"),
        pytest.param(entity("students", "person", None, "EDU"), ("PROTEST", "demo"), "Protesters", id="protesters"),
        pytest.param(entity("a mob", "person"), ("PROTEST", "riot"), "Rioters", id="rioters"),
        pytest.param(entity("farmers", "person", None, "AGR"), ("", None), "Civilians", id="civilians"),
        pytest.param(entity("a bridge", "facility"), ("", None), None, id="a-thing"),
    ],
)  # fmt: skip
def test_the_kind_of_an_actor(who: Entity, event: tuple[str, str | None], text: str | None) -> None:
    code = inter_code(who, {"MLI"}, *event)
    assert (inter_names()[code] if code else None) == text


def test_nobody_is_foreign_to_an_event_without_a_place() -> None:
    assert inter_code(entity("French troops", "military-unit", "FRA", "MIL"), ()) == 1


def test_the_texts_are_acled_s() -> None:
    assert sorted(inter_names()) == list(range(1, 9))
