"""Properties of folding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dateline.gazetteer.folding import fold, without_article

LATIN = st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=20)


@given(LATIN)
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(LATIN)
def test_a_key_has_letters_and_digits_only(name: str) -> None:
    assert fold(name) == "" or fold(name).isalnum()


@given(LATIN)
def test_without_its_article_a_name_is_shorter(name: str) -> None:
    rest = without_article(name)
    assert rest is None or (name.endswith(rest) and len(rest) < len(name))
