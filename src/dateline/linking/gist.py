"""What a report as a whole is about: the words that are rare in English, each with a fixed weight.

Two reports on one story share such words, above all its names, whatever else they leave out. How rare a word is, a
fixed table says (common_words.tsv) and not the reports at hand, so that the likeness of two reports depends on the two
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import repeat
from math import sqrt
from sys import intern

REACH = 4000
"""Characters from the start of a report that tell what it is about; later ones are seldom of the same story."""
RAREST = 5
"""Weight of a word that is in no row of the table, and of the names that stand in none."""

Bag = str
"""Different words in their order with spaces between: a tenth of the room that they take as a set."""
BAGS_OPEN = 8192
"""Bags that are held as sets at once; pairs are compared in the order of their days, so that most are at hand."""

_WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """The words of a report that are not everyday ones, in lower case, and the sum of their weights."""

    words: Bag = ""
    weight: int = 0


NOTHING = Gist()
"""Of a report that says nothing of its own, and of a telling by itself."""


def bag(words: Iterable[str]) -> Bag:
    """Different words, none with white space, as a bag."""
    return " ".join(sorted(words))


@lru_cache(maxsize=BAGS_OPEN)
def words_in(held: Bag) -> frozenset[str]:
    """The words of a bag."""
    return frozenset(map(intern, held.split()))


@cache
def load_weights_of_words() -> Mapping[str, int]:
    """{common word: weight}: 0 for everyday words, one more for each row of the table that is rarer."""
    rows = files("dateline.linking").joinpath("common_words.tsv").read_text("utf-8").splitlines()
    listed = (row.split("\t")[1] for row in rows if not row.startswith("#"))
    return {intern(word): weight for weight, words in enumerate(listed) for word in words.split()}


def rarity(word: str) -> int:
    """How much a lower-case word tells: from 0 for everyday ones to `RAREST`."""
    return load_weights_of_words().get(word, RAREST)


def gist_of(text: str) -> Gist:
    """The gist of a report's text."""
    words = telling_words(text[:REACH])
    return Gist(words=bag(words), weight=weight_of(words))


def telling_words(text: str, weight: int = 1) -> frozenset[str]:
    """The words of a text that have this weight or more, in lower case."""
    return frozenset(intern(word) for word in map(str.lower, _WORD.findall(text)) if rarity(word) >= weight)


def weight_of(words: Iterable[str]) -> int:
    """The weights of words added up."""
    return sum(map(load_weights_of_words().get, words, repeat(RAREST)))


def likeness(first: Gist, second: Gist, known: frozenset[str]) -> float:
    """From 0 to 1: the shared weight of two reports beside the weight of each (cosine of weighted word sets).

    Words that are `known` otherwise, the names of the places and people compared, do not count as shared.
    """
    if not first.weight or not second.weight:
        return 0.0
    return weight_of((words_in(first.words) & words_in(second.words)) - known) / sqrt(first.weight * second.weight)
