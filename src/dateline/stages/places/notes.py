"""What could not be told of the places a report names, and what was told by a narrow margin.

One note for each name: where the gazetteer has no such place, where it only has namesakes that the report speaks
against, and where another place of the name was nearly chosen. Of the names noted as narrow about four in ten are wrong
on the development sets, of all others less than one in ten (docs/gazetteer.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from dateline.gazetteer import Candidate
from dateline.gazetteer.distance import kilometres
from dateline.records import Note, Place
from dateline.stages.phrases import token_span
from dateline.stages.places.recognition import Mention
from dateline.stages.places.rules import place_rules

STAGE = "places"

SETTLED = frozenset({"facility", "region"})
"""Kinds of unknown places that no gazetteer of towns is expected to have: buildings, streets, parts of countries."""


def place_notes(
    doc: Doc,
    mentions: Sequence[Mention],
    scores: Sequence[Sequence[float]],
    chosen: Sequence[Candidate | None],
    places: Sequence[Place],
) -> tuple[Note, ...]:
    """The notes on the first mention of each name, in text order. `scores` are those of the mentions' candidates."""
    noted: dict[str, Note | None] = {}
    for mention, values, choice, place in zip(mentions, scores, chosen, places, strict=True):
        if mention.key not in noted and not mention.is_demonym:
            reason = next(_reasons(mention, values, choice, place), None)
            span = token_span(doc, mention.start, mention.end)
            noted[mention.key] = Note(stage=STAGE, reason=f"{span.text!r}: {reason}", span=span) if reason else None
    return tuple(note for note in noted.values() if note is not None)


def _reasons(mention: Mention, scores: Sequence[float], choice: Candidate | None, place: Place) -> Iterator[str]:
    """What is to be said of a mention: nothing where it is settled, or too vague to be looked up."""
    if choice is not None:
        rival = narrow_rival(mention.candidates, scores)
        if rival is not None and not mention.is_within:
            yield f"{described(choice)}, by a narrow margin before {described(rival)}"
    elif place.kind not in SETTLED and mention.label in {"", "GPE", "LOC"}:
        yield "the gazetteer has only namesakes elsewhere" if mention.candidates else "no such place in the gazetteer"


def narrow_rival(candidates: Sequence[Candidate], scores: Sequence[float]) -> Candidate | None:
    """The best candidate that lies elsewhere than the chosen one and was nearly chosen, or None."""
    ranked = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    best = candidates[ranked[0]]
    limit = scores[ranked[0]] - place_rules().weights["narrow"]
    return next((candidates[i] for i in ranked[1:] if scores[i] > limit and is_elsewhere(candidates[i], best)), None)


def is_elsewhere(place: Candidate, other: Candidate) -> bool:
    """Whether taking one place for the other would be a mistake: not a town and the county around it."""
    if place.country == other.country and (place.admin1_code == other.admin1_code or other.kind == "country"):
        return False
    if None in (place.lat, place.lon, other.lat, other.lon):
        return place.country != other.country
    return kilometres(*(value or 0.0 for value in (place.lat, place.lon, other.lat, other.lon))) > FAR_KM


FAR_KM = 100.0
"""Nearer than that two places of one name are hardly a mistake to take for each other."""


def described(place: Candidate) -> str:
    """A place with what tells it from its namesakes: "Velin, Ohio, USA"."""
    unit = place.admin1 if place.kind != "admin1" else None
    country = place.country if place.kind != "country" else None
    return ", ".join(dict.fromkeys(part for part in (place.name, unit, country) if part))
