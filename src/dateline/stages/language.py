"""Which language a text is in. English is told by its own function words, others by a character model."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from dateline.records import Article

_WORD = re.compile(r"[^\W\d_]+")
SAMPLE_CHARACTERS = 5000
MIN_ENGLISH_SHARE = 0.12
"""The least share of `ENGLISH_WORDS` in English: news has 0.2 to 0.45 of them, other languages under 0.05."""
MIN_FOREIGN_PROBABILITY = 0.95
# fmt: off
ENGLISH_WORDS = frozenset({
    # the commonest function words of English that are not also words of its neighbours (so not "in", "a", "of", "is",
    # "was", "had", "on", "or", "over", "as"), with the verbs by which news attributes
    "the", "and", "to", "that", "for", "with", "from", "said", "by", "were", "are", "his", "her",
    "their", "they", "which", "this", "has", "have", "been", "be", "will", "would", "after", "who",
    "an", "at", "it", "not", "but", "its", "about", "into", "against", "between", "than", "when",
    "while", "where", "more", "also", "says", "could", "other", "did",
})
# fmt: on


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def find_language(text: str, *, min_characters: int, hint: str | None = None) -> str | None:
    """The ISO 639-1 code of the text's language, or None where that cannot be told.

    min_characters: of letters, below which it is not tried. hint: what the page declares; it decides only between
    unsure guesses.
    """
    sample = text[:SAMPLE_CHARACTERS]
    words = _WORD.findall(sample.lower())
    letters = sum(map(len, words))
    if letters < min_characters:
        return None
    if sum(word in ENGLISH_WORDS for word in words) >= MIN_ENGLISH_SHARE * len(words):
        return "en"
    language, probability = _identifier().classify(sample)
    if probability >= MIN_FOREIGN_PROBABILITY or (not _is_latin(words) and language != "en"):
        return str(language)
    return _primary(hint)


def _is_latin(words: list[str]) -> bool:
    """Whether most letters are of the Latin script: English is in no other."""
    letters = "".join(words)
    return 2 * sum(letter < "\u0250" for letter in letters) > len(letters)


def _primary(tag: str | None) -> str | None:
    """The language of a BCP 47 tag ("en-GB" gives "en")."""
    primary = re.split(r"[-_]", tag.strip().lower())[0] if tag else ""
    return primary if re.fullmatch(r"[a-z]{2}", primary) else None


def is_english(article: Article) -> bool:
    """Whether to code the article: it is in English, or too short to tell."""
    return article.language in {None, "en"}
