"""Figures of speech: which sentences speak of sport, film, elections or markets in the words of violence.

A domain is told by several different words of it, in the sentence or in the report; a sentence with a literal word
("police", "gunmen") is never figurative, so that true events in a report on sport stay. Words are the codebook's
(figures.toml).
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from dateline.codebook.model import Codebook, Domain

LONGEST = 3
"""Words of the longest cue."""


def figurative_types(sentences: Sequence[Sequence[Token]], codebook: Codebook) -> list[frozenset[str]]:
    """For each sentence the event types that are figures of speech in it."""
    grams = [phrases(sentence) for sentence in sentences]
    reports = [domain for domain in codebook.domains if _fills(domain, grams)]
    return [_figurative(found, reports, codebook) for found in grams]


def _figurative(found: frozenset[str], reports: Sequence[Domain], codebook: Codebook) -> frozenset[str]:
    if found & codebook.literal:
        return frozenset()
    spoken = (domain for domain in codebook.domains if len(found & domain.words) >= domain.sentence)
    return frozenset(name for domain in (*reports, *spoken) for name in domain.types)


def _fills(domain: Domain, grams: Sequence[frozenset[str]]) -> bool:
    """Whether the report is one of the domain: many different cues, in at least a third of its sentences."""
    if not grams:
        return False
    holding = [found for found in grams if found & domain.words]
    different = {word for found in holding for word in found & domain.words}
    return len(different) >= domain.report and 3 * len(holding) >= len(grams)


def phrases(sentence: Sequence[Token]) -> frozenset[str]:
    """Lower-case words of a sentence and runs of up to three of them."""
    words = [token.lower_ for token in sentence]
    return frozenset(
        " ".join(words[start : start + size]) for size in range(1, LONGEST + 1) for start in range(len(words))
    )


def idiomatic(sentence: Sequence[Token], codebook: Codebook) -> frozenset[int]:
    """Indices of the tokens that stand in an idiom of the codebook: they name no act."""
    found: set[int] = set()
    for start, token in enumerate(sentence):
        for first in dict.fromkeys((token.lower_, token.lemma_.lower())):
            for idiom in codebook.idioms.get(first, ()):
                part = sentence[start : start + len(idiom)]
                if len(part) == len(idiom) and all(
                    word in {inner.lower_, inner.lemma_.lower()} for word, inner in zip(idiom, part, strict=True)
                ):
                    found.update(inner.i for inner in part)
    return frozenset(found)
