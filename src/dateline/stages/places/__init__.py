"""Places: every mention, which place it is, how exactly it is known, and what part it plays."""

from __future__ import annotations

from spacy.tokens import Doc

from dateline.gazetteer import Gazetteer
from dateline.records import Place
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
from dateline.stages.places.ranking import choose
from dateline.stages.places.recognition import find_mentions
from dateline.stages.publication import DatelineMatch

__all__ = ["find_places"]


def find_places(doc: Doc, gazetteer: Gazetteer, dateline: DatelineMatch | None = None) -> list[Place]:
    """Every mention of a place in the report, in text order.

    `dateline` is the report's wire-style opening with character offsets. What the gazetteer does not know has
    no point, no country and precision "unknown"; it never takes the others with it.
    """
    mentions = find_mentions(doc, gazetteer, dateline)
    fitting = without_strays(mentions, without_misfits(doc, mentions, choose(doc, mentions)))
    chosen = without_lone_sites(mentions, fitting)
    places = [to_place(doc, mention, place) for mention, place in zip(mentions, chosen, strict=True)]
    contained = with_chains(doc, mentions, with_wholes(doc, mentions, places))
    return with_home(with_borders(doc, mentions, contained))
