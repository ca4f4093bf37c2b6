"""Parsing: sentences on their own, offsets that are the text's, what a gate skips."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from dateline.settings import ParseSettings
from dateline.stages.gate import OPENING, make_gate
from dateline.stages.parse import is_parsed, parse_reports, split_sentences

TEXT = "The army shelled Zubra on Monday.  Nobody was hurt.\n\n“We saw smoke,” said Lena Korr, a baker.\nShe left."


def parses(
    texts: Sequence[str], models: tuple[Language, Language], gate: Callable[..., Sequence[bool]] | None = None
) -> list[Doc]:
    nlp, splitter = models
    return list(parse_reports([(str(i), text) for i, text in enumerate(texts)], nlp, splitter, ParseSettings(), gate))


@pytest.mark.parametrize("text", [TEXT, "", " ", "\n\n\n", "x" * 2000, "a " * 3000, "🛰️ Über Ⅷ\u2028\t.", "No end"])
def test_text_is_kept_to_the_character(text: str, models: tuple[Language, Language]) -> None:
    (doc,) = parses([text], models)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_sentences_join_to_the_text(models: tuple[Language, Language]) -> None:
    sentences = split_sentences(TEXT, models[1], 400)
    assert "".join(sentences) == TEXT
    assert len(sentences) == 4


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("ZUBRA, 12 March (Agency) — Rebels took the town.", "ZUBRA, 12 March (Agency) — "),
        ("Fighting flares\n\nZUBRA — Rebels took the town.", "Fighting flares\n\n"),
        ("Rebels took the town.", "Rebels took the town."),
    ],
    ids=["at the start", "after a headline", "none"],
)
def test_a_dateline_is_a_sentence_of_its_own(text: str, first: str, models: tuple[Language, Language]) -> None:
    sentences = split_sentences(text, models[1], 400)
    assert "".join(sentences) == text
    assert sentences[0] == first
    assert sentences[-1] == "Rebels took the town."


@pytest.mark.parametrize("day", ["March 12, 2021", "Friday, 12 March 2021", "12th Mar. 2021"])
def test_a_line_with_a_date_is_a_sentence_of_its_own(day: str, models: tuple[Language, Language]) -> None:
    text = f"Rebels take town\n{day}\nRebels took the town on 12 March 2021."
    assert split_sentences(text, models[1], 400) == [
        "Rebels take town\n",
        day + "\n",
        "Rebels took the town on 12 March 2021.",
    ]


@pytest.mark.parametrize(
    "text", ["Col. Ana Lorn and Gen. Ivo Petrov were arrested in Zubra.", "Pro-Russian separatists left."]
)
def test_no_cut_within_a_word_or_after_a_title(text: str, models: tuple[Language, Language]) -> None:
    assert split_sentences(text, models[1], 400) == [text]


def test_a_long_sentence_is_cut(models: tuple[Language, Language]) -> None:
    assert len(split_sentences("word " * 1000, models[1], 400)) == 3


def test_a_sentence_does_not_depend_on_its_neighbours(models: tuple[Language, Language]) -> None:
    alone, together = parses(["Rebels took the town.", "Snow fell. Rebels took the town."], models)
    first = [(t.text, t.tag_, t.dep_, t.head.text, t.ent_type_) for t in alone]
    second = [(t.text, t.tag_, t.dep_, t.head.text, t.ent_type_) for t in list(together.sents)[-1]]
    assert first == second


def test_skipped_sentences_keep_their_tokens(models: tuple[Language, Language]) -> None:
    (doc,) = parses([TEXT], models, lambda sentences: [i == 0 for i in range(len(sentences))])
    assert doc.text == TEXT
    assert [is_parsed(doc, sentence.start) for sentence in doc.sents] == [True, False, False, False]


def test_gate_lets_through_forms_their_antecedents_and_the_opening() -> None:
    gate = make_gate(["shelled", "attack"])
    plain = ["Nothing here."] * 4
    assert gate([*plain, "He said so.", "They Shelled it.", "Rain fell."]) == [True] * OPENING + [
        False,
        True,
        True,
        False,
    ]
    assert gate(["Attackers fled.", "A counterattack."]) == [False, False]
    assert gate(["The attack-minded side."]) == [True]


@pytest.mark.parametrize("title", ["Brig.", "Lt.", "Maj.", "Capt.", "Sgt.", "Insp.", "Gen."])
def test_an_abbreviated_title_is_one_token_with_its_full_stop(title: str, models: tuple[Language, Language]) -> None:
    text = f"The jets hit the camp, according to {title} Gen. Rico Salvan, who commands the force."
    for nlp in models:
        assert title in [token.text for token in nlp.make_doc(text)]
