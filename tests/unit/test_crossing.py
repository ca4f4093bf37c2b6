"""Everyday predicates of every type crossed with the kinds of names that news gives to those who act and are acted on.

An entry's classes of objects and subjects (`object_not`, `subject_is` …) are written with some kinds in mind; a class
that happens to take in another kind (a country is a place too) silently loses events.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dateline.codebook import load_codebook
from dateline.stages.events import example_coder

CODEBOOK = load_codebook()
Parse = Callable[..., Doc]

KINDS = {
    "country": "Norway",
    "demonym": "the Turkish government",
    "office": "the foreign minister",
    "group": "the rebels",
    "organization": "the European Union",
    "person": "President Maria Delan",
    "party": "the opposition party",
}
# Past tenses that take any of these on either side.
PREDICATES = {
    "ACCUSE": "condemned, criticized, blamed, denounced, accused",
    "THREATEN": "threatened, warned",
    "SUPPORT": "praised, congratulated, endorsed, backed",
    "CONSULT": "met with, talked to, telephoned",
    "REQUEST": "urged, implored",
    "AGREE": "reached an agreement with, struck a deal with",
    "AID": "sent food to, gave shelter to",
    "COOPERATE": "cooperated with, worked with",
    "SANCTION": "imposed sanctions on, cut ties with, broke off talks with",
    "COERCE": "cracked down on",
    "RETREAT": "lifted sanctions on",
}


def crossed(verbs: dict[str, str], side: str) -> list[object]:
    return [
        pytest.param(kind, verb.strip(), name, side, id=f"{verb.strip()}-{side}-{label}")
        for kind, listed in verbs.items()
        for verb in listed.split(",")
        for label, name in KINDS.items()
    ]


@pytest.mark.parametrize(
    ("kind", "verb", "name", "side"), crossed(PREDICATES, "recipient") + crossed(PREDICATES, "actor")
)
def test_a_predicate_codes_every_kind_of_side(parse: Parse, kind: str, verb: str, name: str, side: str) -> None:
    actor, recipient = ("Iceland", name) if side == "recipient" else (name, "Iceland")
    text = f"{actor[0].upper()}{actor[1:]} {verb} {recipient} on Monday."
    coder = example_coder(parse, CODEBOOK)
    found = [(event[0], {*event[3], *event[4]}) for event in coder(text)]
    sides = {actor[0].upper() + actor[1:], recipient}
    assert (kind, sides) in found, found
