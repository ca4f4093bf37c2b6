"""The headline of a text that carries one."""

from __future__ import annotations

import pytest

from dateline.stages.headline import find_headline


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Rebels take border town\n\nFighters took Zubra on Monday.", "Rebels take border town"),
        (
            "Rebels take border town\nFighters took Zubra on Monday, the army said late in the day.",
            "Rebels take border town",
        ),
        ("\nWho shelled Zubra?\n\nNobody knows.", "Who shelled Zubra?"),
        ("Fighters took Zubra on Monday.\n\nThey left again.", None),
        ("Rebels take border town", None),
        ("ZUBRA\n\nFighters took the town.", None),
        ("word " * 30 + "\n\nText.", None),
        ("", None),
    ],
    ids=["blank line", "longer line", "question", "sentence", "nothing follows", "one word", "too long", "empty"],
)
def test_headline(text: str, headline: str | None) -> None:
    assert find_headline(text) == headline
