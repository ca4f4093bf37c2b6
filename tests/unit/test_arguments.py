"""Subjects and objects through the constructions of English."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc, Token

from dateline.stages.arguments import logical_subjects, objects, surface_subjects


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize(
    ("text", "verb", "subjects", "things"),
    [
        ("The rebels shelled the town.", "shelled", ["rebels"], ["town"]),
        ("The town was shelled by the rebels.", "shelled", ["rebels"], ["town"]),
        ("The town was shelled.", "shelled", [], ["town"]),
        ("The militias that the ministry said had fired the rockets fled.", "fired", ["militias"], ["rockets"]),
        ("The depots used by the militia burned.", "used", ["militia"], ["depots"]),
        ("Norvia and Kestria condemned the raid.", "condemned", ["Norvia", "Kestria"], ["raid"]),
        ("Police entered the camp and arrested two men.", "arrested", ["Police"], ["men"]),
        ("Norvia promised to release the pilots.", "release", ["Norvia"], ["pilots"]),
        ("The mayor was arrested and jailed.", "jailed", [], ["mayor"]),
        ("The minister was accused of bombing a school.", "bombing", ["minister"], ["school"]),
    ],
    ids=["active", "passive", "agentless", "relative", "reduced", "and", "shared", "control", "second passive", "gerund"],
)  # fmt: skip
def test_sides(parse: Callable[..., Doc], text: str, verb: str, subjects: list[str], things: list[str]) -> None:
    token = word(parse(text), verb)
    assert [t.text for t in logical_subjects(token)] == subjects
    assert [t.text for t in objects(token)] == things


def test_dateline_is_not_the_subject(parse: Callable[..., Doc]) -> None:
    doc = parse("The minister said that police arrested a man.")
    assert [t.text for t in surface_subjects(word(doc, "arrested"))] == ["police"]
