"""Places: every mention, which place it is, how exactly it is known, and what part it plays."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc

from dateline.gazetteer import Gazetteer
from dateline.records import Note, Place
from dateline.stages.places.areas import (
    to_place,
    with_borders,
    with_chains,
    with_home,
    with_wholes,
    without_lone_sites,
    without_misfits,
    without_strays,
)
from dateline.stages.places.notes import place_notes
from dateline.stages.places.ranking import candidate_scores, choose
from dateline.stages.places.recognition import find_mentions
from dateline.stages.publication import DatelineMatch

__all__ = ["PlaceFindings", "find_places"]


class PlaceFindings(NamedTuple):
    """The mentions of places in text order, and notes on names that were not resolved or hardly."""

    places: list[Place]
    notes: tuple[Note, ...]


def find_places(doc: Doc, gazetteer: Gazetteer, dateline: DatelineMatch | None = None) -> PlaceFindings:
    """Every mention of a place in the report, and what is to be noted.

    `dateline` is the report's wire-style opening with character offsets. What the gazetteer does not know has
    no point and precision "unknown"; it never takes the others with it.
    """
    mentions = find_mentions(doc, gazetteer, dateline)
    scores = candidate_scores(doc, mentions)
    fitting = without_strays(mentions, without_misfits(doc, mentions, choose(mentions, scores)))
    chosen = without_lone_sites(mentions, fitting)
    named = [to_place(doc, mention, place) for mention, place in zip(mentions, chosen, strict=True)]
    contained = with_chains(doc, mentions, with_wholes(doc, mentions, named))
    places = with_home(with_borders(doc, mentions, contained))
    return PlaceFindings(places, place_notes(doc, mentions, scores, chosen, places))
