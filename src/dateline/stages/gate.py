"""The cheap gate before the parse: which sentences can hold an event at all.

A sentence is let through when it holds a word form of a codebook predicate. So is the sentence before it,
where its pronouns and definite phrases have their antecedents, and the opening of the report, which names
places and people that later sentences only take up. What this loses is measured in docs/accuracy.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import ahocorasick

from dateline.stages.parse import Gate

OPENING = 3
"""Sentences at the start of a report that are always parsed: headline, dateline and lede."""


def make_gate(forms: Iterable[str]) -> Gate:
    """A gate for these word forms (lower case)."""
    automaton = ahocorasick.Automaton()
    for form in sorted(forms):
        automaton.add_word(form, len(form))
    automaton.make_automaton()

    def gate(sentences: Sequence[str]) -> list[bool]:
        hits = [holds_form(sentence, automaton) for sentence in sentences]
        if not any(hits):
            return hits
        following = [*hits[1:], False]
        return [hit or after or i < OPENING for i, (hit, after) in enumerate(zip(hits, following, strict=True))]

    return gate


def holds_form(sentence: str, automaton: Any) -> bool:
    """Whether one of the automaton's words stands in the sentence as a whole word."""
    text = sentence.lower()
    return any(
        (end < length or not text[end - length].isalpha()) and not text[end + 1 : end + 2].isalpha()
        for end, length in automaton.iter(text)
    )
