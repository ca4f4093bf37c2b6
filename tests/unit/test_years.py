"""Namesakes in the catalogue: who was active when the report was written, or in the year its sentence names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dateline.catalogue import Actor, Name, Years, load_catalogue
from dateline.records import Publication
from dateline.stages.entities.names import find_names
from dateline.stages.entities.years import of_the_time
from dateline.stages.times import find_times

if TYPE_CHECKING:
    from spacy.tokens import Doc

Parse = Callable[..., "Doc"]

OWN = """
[[actor]]
id = "grp:old-lanterns"
name = "Lantern Front"
aliases = ["Old Lanterns"]
type = "armed-group"
active_from = 1970
active_to = 1988

[[actor]]
id = "grp:new-lanterns"
name = "New Lantern Front"
aliases = ["Lantern Front"]
type = "armed-group"
ambiguous = ["Lantern Front"]
active_from = 1999
active_to = 2010

[[actor]]
id = "org:lanterns"
name = "Lantern Party"
aliases = ["Lantern Front"]
ambiguous = ["Lantern Front"]
active_from = 2011
"""


def name(first: int | None, last: int | None, ident: str = "") -> Name:
    years = Years(first, last)
    return Name(actor=Actor(id=ident or f"{first}-{last}", name="X", type="armed-group", active=years))


OLD, NEW, OPEN, UNKNOWN = name(1970, 1988), name(1999, 2010), name(2005, None), name(None, None)
ENDED = name(None, 1990)


@pytest.mark.parametrize(
    ("names", "years", "left"),
    [
        pytest.param([OLD, NEW], {1980}, [OLD], id="the one active then"),
        pytest.param([OLD, NEW], {2004}, [NEW], id="not one that had ended"),
        pytest.param([OLD, NEW], {1990}, [OLD], id="one that ended shortly before"),
        pytest.param([OLD, NEW], {1995}, [OLD, NEW], id="none active"),
        pytest.param([NEW, OPEN], {2007}, [NEW, OPEN], id="both active"),
        pytest.param([NEW, OPEN], {2012}, [OPEN], id="an active one before one that ended shortly before"),
        pytest.param([OLD, UNKNOWN], {1980}, [OLD, UNKNOWN], id="no years, not left out"),
        pytest.param([OLD, UNKNOWN], {2004}, [OLD, UNKNOWN], id="no years, leaves none out"),
        pytest.param([ENDED, OPEN], {2007}, [OPEN], id="the end alone is known"),
        pytest.param([ENDED, OLD], {1985}, [ENDED, OLD], id="perhaps active"),
        pytest.param([OLD, NEW], {1980, 2004}, [OLD, NEW], id="two years told"),
        pytest.param([OLD, NEW], set(), [OLD, NEW], id="no year known"),
    ],
)
def test_of_the_time(names: list[Name], years: set[int], left: list[Name]) -> None:
    assert list(of_the_time(names, frozenset(years))) == left


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        pytest.param("The Lantern Front bombed Velin.", "1980-05-02", "grp:old-lanterns", id="the first"),
        pytest.param("The Lantern Front bombed Velin in 1975.", "2005-05-02", "grp:old-lanterns", id="year of the event"),
        pytest.param("Old Lanterns of the Lantern Front met.", "2005-05-02", "grp:old-lanterns", id="named otherwise too"),
        pytest.param("The Lantern Front, the New Lantern Front of old, met.", "1980-05-02", "grp:new-lanterns",
                     id="what the report names before the years"),
        pytest.param("The Lantern Front bombed Velin.", None, "grp:old-lanterns", id="no date: the unmarked name"),
        pytest.param("The Lantern Front wants power by 2012.", "1980-05-02", "grp:old-lanterns", id="plans"),
    ],
)  # fmt: skip
def test_names_by_year(parse: Parse, tmp_path: Path, text: str, published: str | None, expected: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    doc, when = parse(text), Publication(date=published)
    found = find_names(doc, load_catalogue(file), (), when, find_times(doc, when))
    assert [f.actor.id for f in found if f.actor and doc[f.start : f.end].text == "Lantern Front"] == [expected]


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        pytest.param("Uganda said the SPLA had left Juba.", "1999-05-02", "grp:spla", id="rebels"),
        pytest.param("South Sudan said the SPLA had left Juba.", "2014-05-02", "SSD-MIL", id="the army they became"),
        pytest.param("Angola said UNITA had fled.", "1996-05-02", "grp:unita", id="rebels of Angola"),
        pytest.param("Angola said UNITA had won seats.", "2012-05-02", "org:unita", id="the party they became"),
        pytest.param("El Salvador said the ERP had fled.", "1985-05-02", "grp:erp-el-salvador", id="of two countries"),
        pytest.param("Argentina said the ERP had fled.", "1975-05-02", "grp:erp-argentina", id="both active: the country"),
    ],
)  # fmt: skip
def test_bundled_namesakes(parse: Parse, text: str, published: str, expected: str) -> None:
    doc, when = parse(text), Publication(date=published)
    found = find_names(doc, load_catalogue(), (), when, find_times(doc, when))
    shared = {n.actor.id for n in load_catalogue().names["SPLA"]} | {expected}
    assert [f.actor.id for f in found if f.actor and f.actor.id in shared] == [expected]
