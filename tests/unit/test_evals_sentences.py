"""The sentences of the gate: read right, split steadily, and judged by what comes out."""

from __future__ import annotations

import pytest

from dateline.records import EVENT_TYPES, STATUSES
from evals.sentences import Sentence, load_sentences, verdicts

SHELLED = Sentence(
    text="Rebels shelled a bakery in Velin on Monday.",
    codes=(("ASSAULT", "heavy-weapons"),),
    status="occurred",
    actors=("Rebels",),
    recipients=("a bakery",),
)
SILENT = Sentence(text="The visitors shelled the home defence.", codes=(), status="", actors=(), recipients=())


def test_every_line_is_well_formed() -> None:
    sentences = load_sentences()
    assert len({sentence.text for sentence in sentences}) == len(sentences)
    for sentence in sentences:
        assert {kind for kind, _ in sentence.codes} <= set(EVENT_TYPES), sentence.text
        assert not sentence.codes or sentence.status in STATUSES, sentence.text
        assert all(phrase in sentence.text for phrase in (*sentence.actors, *sentence.recipients)), sentence.text


def test_a_third_is_never_read() -> None:
    parts = [sentence.part for sentence in load_sentences()]
    assert set(parts) == {"read", "check"}
    assert 0.3 < parts.count("check") / len(parts) < 0.37


@pytest.mark.parametrize(
    ("sentence", "codings", "wanted"),
    [
        pytest.param(SHELLED, [], {"type": False}, id="nothing found"),
        pytest.param(
            SHELLED,
            [("ASSAULT", "heavy-weapons", "occurred", ("Rebels",), ("a bakery",))],
            {"type": True, "mode": True, "status": True, "actor": True, "recipient": True},
            id="all right",
        ),
        pytest.param(
            SHELLED,
            [("ASSAULT", None, "planned", ("the army",), ())],
            {"type": True, "mode": False, "status": False, "actor": False, "recipient": False},
            id="only the type",
        ),
        pytest.param(SILENT, [], {"none": True}, id="silent"),
        pytest.param(SILENT, [("ASSAULT", None, "occurred", (), ())], {"none": False}, id="not silent"),
    ],
)
def test_verdicts(
    sentence: Sentence, codings: list[tuple[str, str | None, str, tuple[str, ...], tuple[str, ...]]], wanted: dict[str, bool]
) -> None:
    assert dict(verdicts(sentence, codings)) == wanted
