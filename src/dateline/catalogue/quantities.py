"""Number words and what numbers count, as data: `counts.toml` beside this file explains each block."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.errors import DataError
from dateline.records import COUNT_KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class CountWords:
    """The vocabulary of counting: numbers with their values, words of bounds, and kinds by lemma."""

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    vague: Mapping[str, int]
    bounds: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]
    """First word → names of bounds (low, high, near_high, near) with the whole phrase, the longest first."""
    low_after: tuple[tuple[str, ...], ...]
    units: frozenset[str]
    labels: frozenset[str]
    nouns: Mapping[str, str]
    objects: Mapping[str, str]
    subjects: Mapping[str, str]
    states: Mapping[str, str]
    people: frozenset[str]
    people_suffixes: tuple[str, ...]
    collectives: frozenset[str]
    casualties: frozenset[str]
    cumulative_nouns: frozenset[str]
    cumulative_verbs: frozenset[str]
    cumulative_adverbs: frozenset[str]
    stating_verbs: frozenset[str]
    times_nouns: frozenset[str]
    times_words: Mapping[str, int]


@cache
def load_count_words() -> CountWords:
    """The bundled vocabulary. Raises DataError where the file breaks its format."""
    text = files("dateline.catalogue").joinpath("counts.toml").read_text(encoding="utf-8")
    try:
        return read_count_words(tomllib.loads(text))
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"counts.toml: {error!r}") from error


def read_count_words(data: Mapping[str, Any]) -> CountWords:
    """The vocabulary from parsed TOML. Raises DataError for a kind that records.COUNT_KINDS does not know."""
    kinds = data["kinds"]
    return CountWords(
        numbers=data["numbers"],
        scales=data["scales"],
        vague=data["vague"],
        bounds=_by_first_word(data["bounds"]),
        low_after=tuple(tuple(phrase.split()) for phrase in data["bounds"]["low_after"]),
        units=frozenset(data["skip"]["units"]),
        labels=frozenset(data["skip"]["labels"]),
        nouns=_by_lemma(kinds["nouns"]),
        objects=_by_lemma(kinds["objects"]),
        subjects=_by_lemma(kinds["subjects"]),
        states=_by_lemma(kinds["states"]),
        people=frozenset(data["people"]["nouns"]),
        people_suffixes=tuple(data["people"]["suffixes"]),
        collectives=frozenset(data["people"]["collectives"]),
        casualties=frozenset(data["casualties"]["nouns"]),
        cumulative_nouns=frozenset(data["cumulative"]["nouns"]),
        cumulative_verbs=frozenset(data["cumulative"]["verbs"]),
        cumulative_adverbs=frozenset(data["cumulative"]["adverbs"]),
        stating_verbs=frozenset(data["stating"]["verbs"]),
        times_nouns=frozenset(data["times"]["nouns"]),
        times_words=data["times"]["words"],
    )


def _by_first_word(bounds: Mapping[str, list[str]]) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    phrases = [
        (name, tuple(phrase.split())) for name in ("low", "high", "near_high", "near") for phrase in bounds[name]
    ]
    longest = sorted(phrases, key=lambda item: -len(item[1]))
    firsts = sorted({phrase[0] for _, phrase in phrases})
    return {first: tuple(item for item in longest if item[1][0] == first) for first in firsts}


def _by_lemma(block: Mapping[str, list[str]]) -> dict[str, str]:
    for kind in block:
        if kind not in COUNT_KINDS:
            raise DataError(f"counts.toml: {kind!r} is none of {', '.join(COUNT_KINDS)}")
    return {lemma: kind for kind, lemmas in block.items() for lemma in lemmas}
