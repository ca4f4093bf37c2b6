"""Which time dates an event, and what is background. Published on Monday, 28 June 2021."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from dateline.records import Date, Publication
from dateline.stages.dating import EventDate, event_date
from dateline.stages.times import find_times

MONDAY = Publication(date="2021-06-28", earliest="2021-06-28", latest="2021-06-28", basis="given")
Parse = Callable[..., Doc]


def date_of(doc: Doc, word: str, published: Publication = MONDAY, others: tuple[str, ...] = ()) -> EventDate:
    """The date of the event whose trigger is the last token spelled `word`."""
    trigger = [token for token in doc if token.text == word][-1]
    return event_date(doc, trigger, find_times(doc, published), published, [t.i for t in doc if t.text in others])


DATED = [
    (
        "The portal failed on 4 March 2019 in what officials called an attack.",
        "attack",
        "2019-03-04",
        "2019-03-04",
        "day",
    ),
    # text, trigger, start, end, granularity
    ("Rebels shelled the port of Dorva on Sunday.", "shelled", "2021-06-27", "2021-06-27", "day"),
    ("On Sunday, rebels shelled the port of Dorva.", "shelled", "2021-06-27", "2021-06-27", "day"),
    ("The army carried out airstrikes early Sunday.", "airstrikes", "2021-06-27", "2021-06-27", "day"),
    ("The attack took place on Friday night.", "attack", "2021-06-25", "2021-06-25", "day"),
    ("Five people died in an attack on Friday.", "attack", "2021-06-25", "2021-06-25", "day"),
    ("Rebels stormed the base on Friday and burned two trucks.", "burned", "2021-06-25", "2021-06-25", "day"),
    ("The airstrikes in February hit two farms.", "airstrikes", "2021-02-01", "2021-02-28", "month"),
    (
        "Rebels have attacked the port five times since April.",
        "attacked",
        "2021-04-01",
        "2021-06-28",
        "range",
    ),
    ("Troops shelled the town from 3 May to 9 May.", "shelled", "2021-05-03", "2021-05-09", "range"),
    ("Lawmakers demanded an inquiry on Sunday.", "demanded", "2021-06-27", "2021-06-27", "day"),
    ("Police began arresting protesters on Saturday.", "arresting", "2021-06-26", "2021-06-26", "day"),
    (
        "The union called off a march on parliament that had been planned for Friday.",
        "march",
        "2021-07-02",
        "2021-07-02",
        "day",
    ),
]


@pytest.mark.parametrize(("text", "word", "start", "end", "granularity"), DATED, ids=[row[0] for row in DATED])
def test_the_time_of_an_event(parse: Parse, text: str, word: str, start: str, end: str, granularity: str) -> None:
    found = date_of(parse(text), word)
    assert (found.date.start, found.date.end, found.date.granularity) == (start, end, granularity)
    assert found.date.span is not None
    assert found.date.span.text in text
    assert found.rules[0] == "attached_time"


UNDATED = [
    ("The minister said on Sunday that rebels had shelled the port.", "shelled"),
    ("Marsh condemned the attack on the port yesterday.", "attack"),
    ("Rebels shelled the port, officials said on Sunday.", "shelled"),
    ("Rebels shelled the port of Dorva.", "shelled"),
    ("The army destroyed drones that rebels used in attacks on Sunday.", "destroyed"),
    ("The group, which formed on Friday, attacked the port.", "attacked"),
]


@pytest.mark.parametrize(("text", "word"), UNDATED, ids=[row[0] for row in UNDATED])
def test_no_time_but_its_own_dates_an_event(parse: Parse, text: str, word: str) -> None:
    assert date_of(parse(text), word, others=("attacks",)).date == Date()


def test_the_sentence_before_dates_what_goes_on_from_it(parse: Parse) -> None:
    found = date_of(
        parse("A bomb exploded in Dorva on 3 March 2019. Soldiers arrested two men."),
        "arrested",
        Publication(),
    )
    assert (found.date.start, found.date.end, found.date.basis) == ("2019-03-03", "2019-03-03", "anaphoric")
    assert found.rules == ("told_before",)


@pytest.mark.parametrize(
    "text",
    [
        "A bomb exploded in Dorva on 3 March 2019.\n\nSoldiers arrested two men.",
        "A bomb exploded in Dorva on 3 March 2019. Soldiers had arrested two men.",
        "Officials said on 3 March 2019 that all was calm. Soldiers arrested two men.",
    ],
    ids=["another paragraph", "past perfect", "a saying"],
)
def test_what_does_not_go_on_from_the_sentence_before(parse: Parse, text: str) -> None:
    assert date_of(parse(text), "arrested", Publication()).date.start is None


BACKGROUND = [
    ("The army carried out airstrikes in late February.", "airstrikes", "clearly_older", "late February"),
    ("Marsh pulled his troops out in 2018.", "pulled", "clearly_older", "2018"),
    (
        "Earlier this month, the ministry blocked two websites.",
        "blocked",
        "earlier_in_period",
        "Earlier this month",
    ),
    ("Those earlier strikes hit two farms.", "strikes", "earlier_adjective", "earlier"),
    ("Ten years after the bombing, families met in Dorva.", "bombing", "long_before", "Ten years"),
    ("Families marked the anniversary of the bombing.", "bombing", "looked_back_at", "anniversary"),
    ("The rebels had attacked the port twice.", "attacked", "past_perfect", "had"),
]


@pytest.mark.parametrize(("text", "word", "rule", "cue"), BACKGROUND, ids=[row[0] for row in BACKGROUND])
def test_background_and_its_cue(parse: Parse, text: str, word: str, rule: str, cue: str) -> None:
    doc = parse(text)
    found = date_of(doc, word)
    assert found.background
    assert found.rules[-1] == rule
    assert found.cue is not None
    assert doc[found.cue[0] : found.cue[1]].text == cue


NEWS = [
    ("The army carried out airstrikes on Sunday.", "airstrikes"),
    ("Earlier today, the army shelled Dorva.", "shelled"),
    ("The minister said rebels had attacked the port.", "attacked"),
    ("Rebels attacked the port.", "attacked"),
]


@pytest.mark.parametrize(("text", "word"), NEWS, ids=[row[0] for row in NEWS])
def test_news_is_not_background(parse: Parse, text: str, word: str) -> None:
    assert not date_of(parse(text), word).background


def test_without_publication_old_is_what_lies_before_the_latest_day_told(parse: Parse) -> None:
    doc = parse("Troops shelled Dorva on 3 March 2019. They first attacked it in 2016.")
    assert date_of(doc, "attacked", Publication()).background
    assert not date_of(doc, "shelled", Publication()).background


def test_a_sentence_that_was_not_parsed_gives_no_date(parse: Parse) -> None:
    doc = parse("Rebels shelled Dorva on Sunday.")
    bare = Doc(doc.vocab, words=[token.text for token in doc], user_data=doc.user_data)
    assert event_date(bare, bare[1], find_times(bare, MONDAY), MONDAY) == EventDate()


@pytest.mark.parametrize(
    ("text", "word", "rule"),
    [
        ("6 December 2019. In Dorva, rebels burned two trucks.", "burned", "told_before"),
        ("Around 6 December 2019 (as reported), residents blocked the road.", "blocked", "attached_time"),
    ],
    ids=["a date as a sentence", "a date at the head of the sentence"],
)
def test_dates_that_stand_before_the_clause(parse: Parse, text: str, word: str, rule: str) -> None:
    found = date_of(parse(text), word, Publication())
    assert found.date.span is not None
    assert "6 December 2019" in found.date.span.text
    assert found.rules == (rule,)


FROM_ANOTHER_CLAUSE = [
    # text, trigger, start, end, rule
    (
        "Rebels shelled the port as ships left it on Friday evening.",
        "shelled",
        "2021-06-25",
        "2021-06-25",
        "simultaneous_clause",
    ),
    (
        "Youths threw stones at a convoy leaving the base on Friday.",
        "threw",
        "2021-06-25",
        "2021-06-25",
        "simultaneous_clause",
    ),
    (
        "The town was last attacked in May 2019, when rebels burned the market.",
        "burned",
        "2019-05-01",
        "2019-05-31",
        "attached_time",
    ),
    ("Teachers blocked the road on Friday to demand their pay.", "demand", "2021-06-25", "2021-06-25", "attached_time"),
    ("The walkout follows the collapse of talks on Friday.", "talks", "2021-06-25", "2021-06-25", "attached_time"),
    (
        "The minister resigned on Friday, two days after lawmakers opened an inquiry.",
        "opened",
        "2021-06-23",
        "2021-06-23",
        "counted_from_clause",
    ),
    (
        "The minister resigned on Friday, a week after lawmakers opened an inquiry.",
        "opened",
        "2021-06-15",
        "2021-06-21",
        "counted_from_clause",
    ),
    (
        "A curfew was imposed on Friday evening, hours after police shot two students.",
        "shot",
        "2021-06-25",
        "2021-06-25",
        "counted_from_clause",
    ),
    (
        "Five times since April, the rebels have used drones that crash into bases in attacks.",
        "attacks",
        "2021-04-01",
        "2021-06-28",
        "attached_time",
    ),
    ("Gunmen stormed the village before dawn on Friday.", "stormed", "2021-06-25", "2021-06-25", "attached_time"),
    ("The attack, in the early hours of 8 June, killed two.", "attack", "2021-06-08", "2021-06-08", "attached_time"),
    (
        "A march against the tax is due to set off on Friday.",
        "march",
        "2021-07-02",
        "2021-07-02",
        "simultaneous_clause",
    ),
    ("The leaders said that they would march on Friday.", "march", "2021-07-02", "2021-07-02", "attached_time"),
    (
        "The union called off a march that had been planned for Friday.",
        "planned",
        "2021-07-02",
        "2021-07-02",
        "attached_time",
    ),
]


@pytest.mark.parametrize(
    ("text", "word", "start", "end", "rule"), FROM_ANOTHER_CLAUSE, ids=[row[0] for row in FROM_ANOTHER_CLAUSE]
)
def test_times_of_clauses_that_an_event_shares(
    parse: Parse, text: str, word: str, start: str, end: str, rule: str
) -> None:
    found = date_of(parse(text), word)
    assert (found.date.start, found.date.end) == (start, end)
    assert found.rules[0] == rule


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The centre spoke of the largest attack this year.", "attack"),
        ("It was the third raid since April.", "raid"),
        ("Rebels shelled the port hours after ships left on Friday morning.", "shelled"),
        ("The curfew ended on Friday, months after rebels shelled the port.", "shelled"),
        ("Rebels shelled the port and, officials said on Friday, fled.", "shelled"),
    ],
    ids=["superlative", "ordinal", "the later of two clauses", "no number of months", "a saying between"],
)
def test_times_of_clauses_that_an_event_does_not_share(parse: Parse, text: str, word: str) -> None:
    assert date_of(parse(text), word).date == Date()


def test_a_day_is_carried_over_a_sentence_without_one(parse: Parse) -> None:
    text = "A bomb exploded in Dorva on 3 March 2019. Windows broke in three streets. Soldiers arrested two men."
    found = date_of(parse(text), "arrested", Publication())
    assert (found.date.start, found.date.basis, found.rules[0]) == ("2019-03-03", "anaphoric", "told_before")


def test_a_clause_after_which_something_had_happened_is_background(parse: Parse) -> None:
    found = date_of(parse("The road had been closed after rebels shelled the port."), "shelled")
    assert (found.background, found.rules) == (True, ("past_perfect",))
