"""Whether it happened, and the cue that decides it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dateline.codebook import load_codebook
from dateline.stages.events import CodedEvent, find_events

CODEBOOK = load_codebook()


def event_at(doc: Doc, trigger: str) -> CodedEvent:
    return next(
        event for event in find_events(doc, CODEBOOK) if trigger in doc[event.trigger_start : event.trigger_end].text
    )


@pytest.mark.parametrize(
    ("text", "trigger", "status", "cue"),
    [
        ("The army attacked the village.", "attacked", "occurred", None),
        ("The army is attacking the village.", "attacking", "ongoing", "is"),
        ("The army did not attack the village.", "attack", "denied", "not"),
        ("The army never attacked the village.", "attacked", "denied", "never"),
        ("The army will attack the village.", "attack", "planned", "will"),
        ("The army may attack the village.", "attack", "hypothetical", "may"),
        ("If the army attacks the village, people will flee.", "attacks", "hypothetical", "If"),
        ("The army denied that it had attacked the village.", "attacked", "denied", "denied"),
        ("The army tried to attack the village.", "attack", "hypothetical", "tried"),
        ("The rebels crossed the river to attack the village.", "attack", "planned", "to"),
        ("Rebels stored rifles for carrying out attacks on villages.", "attacks", "hypothetical", "for"),
        ("The general approved striking three villages.", "striking", "planned", "approved"),
        ("The rebels left without attacking the village.", "attacking", "denied", "without"),
        ("Police foiled an attack on the village.", "attack", "denied", "foiled"),
        ("Police prevented the students from storming the office.", "storming", "denied", "prevented"),
        ("Police prevented the students from storming the office.", "prevented", "occurred", None),
        ("The village fears an alleged attack by the army.", "attack", "hypothetical", None),
        ("The deal would ease sanctions on Kestria.", "ease", "hypothetical", "would"),
        ("Rebels threatened to attack the village.", "threatened", "occurred", None),
        ("Norvia must release the pilots.", "release", "requested", "must"),
        ("No attack on the village was carried out.", "attack", "denied", "No"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_status(parse: Callable[..., Doc], text: str, trigger: str, status: str, cue: str | None) -> None:
    doc = parse(text)
    event = event_at(doc, trigger)
    assert event.status == status
    if cue is not None:
        assert event.status_cue is not None
        assert doc[event.status_cue[0] : event.status_cue[1]].text == cue
