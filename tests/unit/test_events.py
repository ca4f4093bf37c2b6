"""Who did what to whom, coded from sentences about invented incidents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dateline.codebook import load_codebook
from dateline.stages.events import example_coder, find_events

CODEBOOK = load_codebook()
Coded = tuple[str, str | None, tuple[str, ...], tuple[str, ...]]


def coded(parse: Callable[..., Doc], text: str) -> list[Coded]:
    return [
        (kind, mode, actors, recipients) for kind, mode, _, actors, recipients in example_coder(parse, CODEBOOK)(text)
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Norvia agreed to send troops to Kestria.", [("AGREE", None, ("Norvia",), ("Kestria",))]),
        ("The rebels refused to meet the envoy.", [("REJECT", "meet", ("The rebels",), ("the envoy",))]),
        ("The rebels threatened to bomb the port.", [("THREATEN", "violence", ("The rebels",), ("the port",))]),
        ("The union called for a ceasefire.", [("REQUEST", "yield", ("The union",), ())]),
        ("The army stopped the bombing of the town.", [("RETREAT", "ceasefire", ("The army",), ("the town",))]),
        ("Norvia failed to reach an agreement with Kestria.", [("REJECT", None, ("Norvia",), ("Kestria",))]),
        ("Officers shot and killed two men.", [("ASSAULT", "firearms", ("Officers",), ("two men",))]),
        ("Norvia imposed sanctions on Kestria.", [("SANCTION", None, ("Norvia",), ("Kestria",))]),
        ("The minister held talks with the rebels.", [("CONSULT", None, ("The minister", "the rebels"), ())]),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)  # fmt: skip
def test_composition_and_sides(parse: Callable[..., Doc], text: str, wanted: list[Coded]) -> None:
    got = coded(parse, text)
    assert got == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The visitors beat the champions in the final.",
        "A hurricane struck the coast.",
        "The senate killed the bill.",
        "The band released an album.",
        "Stocks rallied on Monday.",
        "The painting is older than the church.",
        "He had a heart attack.",
        "She entered Norvia in 2010 on a student visa.",
        "A woman crossed the border into Norvia on foot.",
    ],
)
def test_other_fields_give_nothing(parse: Callable[..., Doc], text: str) -> None:
    assert coded(parse, text) == []


def test_weapons_never_act(parse: Callable[..., Doc]) -> None:
    doc = parse("A car bomb killed six soldiers. A missile hit the bridge. Drones attacked the base.")
    events = find_events(doc, CODEBOOK)
    assert len(events) == 3
    assert [event.actors for event in events] == [(), (), ()]


def test_no_event_without_a_surface_form(parse: Callable[..., Doc]) -> None:
    forms = CODEBOOK.surface_forms()
    for entry in list(CODEBOOK.entries.values())[::6]:
        for example in entry.examples:
            doc = parse(example.text)
            if find_events(doc, CODEBOOK):
                assert any(token.lower_ in forms for token in doc), example.text


def test_heads_are_in_the_codebook(parse: Callable[..., Doc]) -> None:
    forms = CODEBOOK.surface_forms()
    doc = parse(
        "Rebels shelled the port. The union demanded that Norvia withdraw. Police arrested a man after the attack on the mosque."
    )
    events = find_events(doc, CODEBOOK)
    assert len(events) == 4
    assert all(doc[event.head].lower_ in forms for event in events)


def test_indices_are_ordered_and_within_the_document(parse: Callable[..., Doc]) -> None:
    doc = parse("Norvia and Kestria agreed to free ten prisoners.\n\nPolice in Tolun broke up a rally.")
    events = find_events(doc, CODEBOOK)
    assert [event.head for event in events] == sorted(event.head for event in events)
    for event in events:
        assert 0 <= event.trigger_start <= event.head < event.trigger_end <= len(doc)
        assert {*event.actors, *event.recipients, *event.other_arguments} <= set(range(len(doc)))
        assert not set(event.actors) & set(event.recipients)


def test_unparsed_sentences_give_nothing(parse: Callable[..., Doc]) -> None:
    doc = parse("Rebels attacked the port.")
    bare = Doc(
        doc.vocab,
        words=[token.text for token in doc],
        heads=[0] * len(doc),
        deps=["ROOT", *["dep"] * (len(doc) - 1)],
    )
    assert find_events(bare, CODEBOOK) == []


def test_conventions_switch_the_type(parse: Callable[..., Doc]) -> None:
    other = load_codebook(conventions="plv")
    doc = parse("Norvia imposed sanctions on Kestria.")
    assert [event.event_type for event in find_events(doc, CODEBOOK)] == ["SANCTION"]
    assert [event.event_type for event in find_events(doc, other)] == ["COERCE"]
