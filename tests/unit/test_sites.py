"""Where an event was by its common noun, streets by name, and how a mention names those who act."""

from __future__ import annotations

import pytest

from dateline.linking.setting import with_settings
from dateline.pipeline import annotate
from dateline.records import EventMention, Report
from dateline.settings import Settings
from dateline.sources import raw_report
from dateline.tools import Tools


def report(tools: Tools, text: str) -> Report:
    return next(annotate([raw_report(text, id="r")], tools, Settings()))


def mention(tools: Tools, text: str) -> EventMention:
    return report(tools, text).events[0]


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("Doctors were killed in a hospital.", [("a hospital", "hospital", "facility")]),
        (
            "Gunmen killed two guards at the Christmas market.",
            [("the Christmas market", "Christmas market", "facility")],
        ),
        ("Police shot two men in a residential area.", [("a residential area", "residential area", "other")]),
        ("Police shot two men in the area.", []),
        ("Gunmen killed two people in the city of Mosul.", [("Mosul", "Mosul", "populated-place")]),
        ("The army staged a raid on the base.", []),
        ("The minister promised more beds in a hospital.", []),
    ],
    ids=["hospital", "named", "described", "vague", "kind-of-a-named-place", "what-was-hit", "words"],
)
def test_sites(tools: Tools, text: str, sites: list[tuple[str, str, str]]) -> None:
    found = mention(tools, text)
    assert [(place.mention.text, place.name, place.kind) for place in found.locations] == sites
    assert all(place.role == "scene" for place in found.locations)


def test_a_site_is_no_place_of_the_report(tools: Tools) -> None:
    found = report(tools, "Doctors were killed in a hospital.")
    assert not found.places
    assert found.events[0].basis["locations"] == ("scene:common_noun",)
    site = found.events[0].locations[0]
    assert (site.country, site.lat, site.geonames_id, site.precision) == (None, None, None, "unknown")


def test_a_site_settles_no_country(tools: Tools) -> None:
    found = report(tools, "Rebels attacked Mosul on Monday. Two doctors were killed in a hospital.")
    assert [place.name for place in with_settings(found)[-1].locations] == ["hospital", "Mosul"]


def test_the_scene_of_a_consequence_is_that_of_the_deed(tools: Tools) -> None:
    found = mention(tools, "The bomb exploded on Friday, wounding ten people on a busy street.")
    assert [place.mention.text for place in found.locations] == ["a busy street"]


def test_a_street_keeps_its_noun(tools: Tools) -> None:
    (place,) = report(tools, "Two men were shot at Oxford Street on Monday.").places
    assert (place.mention.text, place.kind) == ("Oxford Street", "facility")


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("Iraq said it would close the border.", "it", "Iraq"),
        ("Ana Reyes, the premier, said she would attack the town.", "she", "Ana Reyes"),
        ("Iraq closed the border.", "Iraq", "Iraq"),
    ],
    ids=["state", "person", "no-pronoun"],
)
def test_an_actor_is_the_mention_as_written(tools: Tools, text: str, written: str, name: str) -> None:
    (actor,) = mention(tools, text).actors
    assert (actor.text, actor.name) == (written, name)
    assert actor.span.text == written
