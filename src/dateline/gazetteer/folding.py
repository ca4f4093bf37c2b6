"""Folding: one key for the many spellings of a place name.

Diacritics, case, spaces, hyphens, apostrophes and other punctuation are dropped, so that "Deir ez-Zor" and
"Deir Ezzor", "Al-Qa'im" and "Al Qaim" have one key. Articles are a second step (`without_article`): a name
with its article is looked up first, so that "El Paso" is not "Paso".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h",
        "ŧ": "t", "ŋ": "n", "ə": "a",
    }
)  # fmt: skip
"""Latin letters that Unicode does not take apart into a letter and a mark."""

ARTICLES = frozenset({"al", "el", "the", "ad", "an", "ar", "as", "ash", "at", "az"})
"""The English article, and the Arabic one with its assimilated forms, as separate words before a name."""

_ARTICLE = re.compile(r"^(?:" + "|".join(sorted(ARTICLES)) + r")[\s\-‐‑–’'ʼ]+(?=\w)", re.IGNORECASE)
_SAINT = re.compile(r"^(?:st\.?|ste\.?)\s+", re.IGNORECASE)


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """The key of a name: lower-case letters and digits only; "" where nothing is left.

    "St." at the beginning is "Saint".
    """
    if name[:1] in "Ss":
        name = _SAINT.sub("saint ", name)
    if name.isascii():
        return "".join(filter(str.isalnum, name.lower()))
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold()).translate(LETTERS)
    return "".join(letter for letter in plain if letter.isalnum() and not unicodedata.combining(letter))


def without_article(name: str) -> str | None:
    """The name without a leading article, or None where it has none."""
    rest = _ARTICLE.sub("", name)
    return rest if rest != name else None


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters (and folds to ASCII)."""
    return name.isascii() or fold(name).isascii()
