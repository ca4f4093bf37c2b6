"""Numbers, their bounds, what they count, and which event they belong to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc, Token

from dateline.catalogue.quantities import load_count_words
from dateline.records import Count
from dateline.stages.counts import event_counts, find_quantities

Parse = Callable[..., Doc]

BOUNDS = [
    ("Six villagers were killed.", (6, 6, 6)),
    ("1,200 villagers were displaced.", (1200, 1200, 1200)),
    ("Twenty-three villagers were killed.", (23, 23, 23)),
    ("At least five villagers were killed.", (5, None, 5)),
    ("More than 40 villagers were killed.", (40, None, 40)),
    ("Up to 30 villagers were killed.", (None, 30, None)),
    ("Nearly 50 villagers were killed.", (None, 50, 50)),
    ("About 20 villagers were killed.", (None, None, 20)),
    ("Between 20 and 30 villagers were killed.", (20, 30, None)),
    ("Two dozen villagers were killed.", (24, 24, 24)),
    ("Dozens of villagers were killed.", (24, None, None)),
    ("Hundreds of villagers were killed.", (200, None, None)),
    ("Several villagers were killed.", (3, None, None)),
    ("Tens of thousands of villagers fled.", (20000, None, None)),
    ("No casualties were reported.", (0, None, None)),
    ("No villagers were killed.", (0, 0, 0)),
]


@pytest.mark.parametrize(("text", "bounds"), BOUNDS, ids=[case[0] for case in BOUNDS])
def test_bounds_follow_the_words(parse: Parse, text: str, bounds: tuple[float | None, ...]) -> None:
    (quantity,) = find_quantities(parse(text))
    assert (quantity.low, quantity.high, quantity.best) == bounds
    assert quantity.span.text == text[quantity.span.start : quantity.span.end]


NOTHING = [
    "The mill burned in 2018.",
    "A 25-year-old man left the town.",
    "The town lies 40 kilometers from the border.",
    "The fine was $200.",
    "The third raid failed.",
    "Prices rose by 12 percent.",
    "An F-16 landed at the base.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_numbers_that_count_nothing(parse: Parse, text: str) -> None:
    assert find_quantities(parse(text)) == []


def counts_of(doc: Doc, word: str) -> list[Count]:
    trigger = next(token for token in doc if token.lower_ == word)
    arguments: list[Token] = [item for item in trigger.children if item.dep_ in {"nsubj", "dobj", "nsubjpass"}]
    return event_counts(doc, trigger, arguments, find_quantities(doc))


EVENTS = [
    (
        "The blast killed six people and wounded 12.",
        "blast",
        [("fatalities", 6, "recipient"), ("injured", 12, "recipient")],
    ),
    ("Six villagers were killed in the bombing.", "bombing", [("fatalities", 6, "recipient")]),
    (
        "Gunmen attacked a bus, killing 8 and injuring 14.",
        "attacked",
        [("fatalities", 8, "recipient"), ("injured", 14, "recipient")],
    ),
    (
        "An officer was killed and six people were injured when a bomb went off.",
        "went",
        [("fatalities", 1, "recipient"), ("injured", 6, "recipient")],
    ),
    ("A family was killed in the bombing.", "bombing", []),
    ("Troops killed two protesters.", "killed", [("fatalities", 2, "recipient")]),
    ("Jets bombed the camp in answer to an ambush that killed three soldiers.", "bombed", []),
    ("Police confirmed the raid but put the number of dead at six.", "raid", [("fatalities", 6, None)]),
    ("The attack left 11 people dead.", "attack", [("fatalities", 11, None)]),
    ("The army lost five soldiers in the ambush.", "ambush", [("fatalities", 5, "actor")]),
    ("Police arrested 14 students.", "arrested", [("detained", 14, "recipient")]),
    ("The army struck three depots.", "struck", [("targets", 3, None)]),
    ("Jets dropped seven 500-pound bombs on a bridge.", "dropped", [("munitions", 7, None)]),
    ("The raid was small: seven bombs dropped on a bridge.", "raid", [("munitions", 7, None)]),
    ("The rebels have shelled the town at least four times since May.", "shelled", [("attacks", 4, None)]),
    ("About 300 demonstrators marched through the town.", "marched", [("participants", 300, None)]),
    (
        "The raids — against two depots in the north and a third in the south — began at dawn.",
        "raids",
        [("targets", 3, None)],
    ),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), EVENTS, ids=[case[0][:50] for case in EVENTS])
def test_event_counts(parse: Parse, text: str, trigger: str, expected: list[tuple[str, int, str | None]]) -> None:
    assert [(count.what, count.best, count.side) for count in counts_of(parse(text), trigger)] == expected


def test_a_count_in_what_somebody_says_of_another_matter_is_not_the_events(parse: Parse) -> None:
    assert counts_of(parse("The mayor marched and said that six people died last year."), "marched") == []


def test_a_toll_that_rises_is_cumulative(parse: Parse) -> None:
    (count,) = counts_of(parse("The death toll rose to 40 on Monday."), "rose")
    assert (count.what, count.best, count.scope) == ("fatalities", 40, "cumulative")


def test_including_tells_a_part(parse: Parse) -> None:
    whole, part = counts_of(parse("A bomb killed 20 people, including three children."), "killed")
    assert (whole.best, whole.part) == (20, False)
    assert (part.best, part.part, part.group) == (3, True, "children")


def test_every_kind_in_the_data_is_known() -> None:
    assert load_count_words().objects["kill"] == "fatalities"


AGAIN = [
    ("The blast happened at a market. Six people were hurt in the blast.", "blast", [("injured", 6)]),
    ("Jets bombed the depot on Friday. The bombing killed nine people.", "bombed", [("fatalities", 9)]),
    ("Jets bombed the depot on Friday. Nine people were killed in a flood.", "bombed", []),
    ("The raid began at dawn. Six people were killed in the raid of 2011.", "raid", []),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), AGAIN, ids=[case[0] for case in AGAIN])
def test_the_next_sentence_counts_where_it_names_the_event(
    parse: Parse, text: str, trigger: str, expected: list[tuple[str, int]]
) -> None:
    assert [(count.what, count.best) for count in counts_of(parse(text), trigger)] == expected


ONE_PERSON = [
    ("Gunmen killed their driver.", "killed", [("fatalities", 1)]),
    ("The ambush left the driver dead.", "left", [("fatalities", 1)]),
    ("Gunmen killed the family.", "killed", []),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), ONE_PERSON, ids=[case[0] for case in ONE_PERSON])
def test_one_definite_person_is_one(parse: Parse, text: str, trigger: str, expected: list[tuple[str, int]]) -> None:
    assert [(count.what, count.best) for count in counts_of(parse(text), trigger)] == expected


PARTS = [
    ("A car bomb killed seven, among them two policemen.", "killed", [(7, False), (2, True)]),
    ("Three people were killed, one of them a child.", "killed", [(3, False), (1, True)]),
    ("The strike killed 14 people, including three children.", "killed", [(14, False), (3, True)]),
    ("Two of the four hostages were killed.", "killed", [(2, True)]),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), PARTS, ids=[case[0] for case in PARTS])
def test_a_part_is_told_from_its_whole(
    parse: Parse, text: str, trigger: str, expected: list[tuple[float, bool]]
) -> None:
    assert [(count.best, count.part) for count in counts_of(parse(text), trigger)] == expected


KINDS = [
    ("Gunmen killed a family of five.", "killed", [("fatalities", 5)]),
    ("The clashes left one dead and 20 injured.", "left", [("fatalities", 1), ("injured", 20)]),
    ("Rebels kidnapped 20 schoolgirls.", "kidnapped", [("detained", 20)]),
    ("An estimated 500 fighters attacked the base.", "attacked", [("participants", 500)]),
    ("Rebels fired 20 rockets at the base.", "fired", [("munitions", 20)]),
    ("Jets hit six targets in Kestria.", "hit", [("targets", 6)]),
    ("The fighting displaced some 4,000 families.", "displaced", [("displaced", 4000)]),
    ("Police arrested 15 protesters.", "arrested", [("detained", 15)]),
    ("The army said it had killed 60 rebels and lost two soldiers.", "killed", [("fatalities", 60), ("fatalities", 2)]),
    ("Nobody was hurt in the attack.", "hurt", [("injured", 0)]),
    ("Troops shelled the town.", "shelled", []),
]


@pytest.mark.parametrize(("text", "trigger", "expected"), KINDS, ids=[case[0] for case in KINDS])
def test_what_is_counted(parse: Parse, text: str, trigger: str, expected: list[tuple[str, float]]) -> None:
    assert [(count.what, count.best) for count in counts_of(parse(text), trigger)] == expected


@pytest.mark.parametrize(
    ("text", "trigger", "scope"),
    [
        ("Since January, more than 300 civilians have been killed.", "killed", "cumulative"),
        ("The attack brought the death toll to 45.", "attack", "cumulative"),
        ("The attack killed 45 people.", "attack", "event"),
    ],
)
def test_totals_are_told_from_single_events(parse: Parse, text: str, trigger: str, scope: str) -> None:
    assert [count.scope for count in counts_of(parse(text), trigger)] == [scope]
