"""Weapons, platforms and methods by name, as data: `weapons.toml` beside this file explains each block."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.errors import DataError
from dateline.records import MEANS_CATEGORIES

WORD = re.compile(r"[^\W_]+(?:[./][^\W_]+)*\.?")
"""What names are made of: "F", "16s", "U.A.V.", "Kata"; hyphens and spaces between words are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weapon:
    """What a name stands for: its category (records.MEANS_CATEGORIES) and entity type (weapon or platform)."""

    category: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weapons:
    """All names, by their words in lower case, singular; patterns of designators; and the slots of means."""

    names: Mapping[str, Mapping[tuple[str, ...], Weapon]]
    """First word → whole name → weapon."""
    patterns: tuple[tuple[re.Pattern[str], Weapon], ...]
    designator: re.Pattern[str]
    """All patterns in one, for speed, with a plural's "s"."""
    entailed: Mapping[str, str]
    carriers: frozenset[str]
    prepositions: frozenset[str]
    amounts: frozenset[str]

    def find(self, text: str) -> Iterator[tuple[int, int, Weapon]]:
        """[start, end) and weapon of each name in a text, the longest at each place, not overlapping."""
        words = list(WORD.finditer(text))
        at = 0
        while at < len(words):
            readings = [item for item in (self._name(text, words, at), self._designator(text, words, at)) if item]
            if not readings:
                at += 1
                continue
            count, weapon = max(readings, key=lambda item: item[0])
            yield words[at].start(), _end_of(words[at + count - 1]), weapon
            at += count

    def _name(self, text: str, words: list[re.Match[str]], at: int) -> tuple[int, Weapon] | None:
        best: tuple[int, Weapon] | None = None
        for first in _forms(words[at][0]):
            for name, weapon in self.names.get(first, {}).items():
                if (best is None or len(name) > best[0]) and _fits(text, words, at, name):
                    best = len(name), weapon
        return best

    def _designator(self, text: str, words: list[re.Match[str]], at: int) -> tuple[int, Weapon] | None:
        """A designator is up to three words joined by hyphens: "F-16s", "Kh-101", "S-300"."""
        if words[at][0][0].islower():
            return None
        for count in (3, 2, 1):
            if at + count > len(words) or not _is_joined(text, words, at, count):
                continue
            whole = text[words[at].start() : _end_of(words[at + count - 1])]
            if count > 1 and not any(letter.isdigit() for letter in whole):
                continue
            if self.designator.fullmatch(whole):
                return count, self._designated(whole)
        return None

    def _designated(self, whole: str) -> Weapon:
        forms = (whole, whole.removesuffix("s"))
        return next(weapon for pattern, weapon in self.patterns if any(pattern.fullmatch(form) for form in forms))


def _end_of(word: re.Match[str]) -> int:
    """End of a word without the full stop of its sentence; that of an abbreviation ("U.A.V.") stays."""
    return word.end() - (word[0].endswith(".") and word[0].count(".") == 1)


def _is_joined(text: str, words: list[re.Match[str]], at: int, count: int) -> bool:
    return all(text[words[i].end() : words[i + 1].start()] in {"-", "‑", "–"} for i in range(at, at + count - 1))


def _fits(text: str, words: list[re.Match[str]], at: int, name: tuple[str, ...]) -> bool:
    if at + len(name) > len(words):
        return False
    gaps = (text[words[i].end() : words[i + 1].start()] for i in range(at, at + len(name) - 1))
    if any(gap not in {" ", "-", "‑", "–", "\n", "\xa0"} for gap in gaps):
        return False
    last = at + len(name) - 1
    middle = all(words[at + i][0].lower() == name[i] for i in range(len(name) - 1))
    return middle and name[-1] in _forms(words[last][0])


def _forms(word: str) -> tuple[str, ...]:
    """A word in lower case, and what it may be the plural of: "knives", "boxes", "bombs"."""
    low = word.lower()
    low = low[:-1] if low.endswith(".") and low.count(".") == 1 else low
    forms = [low]
    if low.endswith("ves"):
        forms += [low[:-3] + "fe"]
    if low.endswith("ies"):
        forms.append(low[:-3] + "y")
    if low.endswith("es"):
        forms.append(low[:-2])
    if low.endswith("s") and len(low) > 2:
        forms.append(low[:-1].removesuffix("’").removesuffix("'"))
    return tuple(forms)


@cache
def load_weapons() -> Weapons:
    """The bundled list. Raises DataError where the file breaks its format."""
    text = files("dateline.catalogue").joinpath("weapons.toml").read_text(encoding="utf-8")
    try:
        return read_weapons(tomllib.loads(text))
    except (KeyError, TypeError, re.error, tomllib.TOMLDecodeError) as error:
        raise DataError(f"weapons.toml: {error!r}") from error


def read_weapons(data: Mapping[str, Any]) -> Weapons:
    """Weapons from parsed TOML. Raises DataError for a category that records.MEANS_CATEGORIES does not know."""
    names: dict[str, dict[tuple[str, ...], Weapon]] = {}
    patterns: list[tuple[re.Pattern[str], Weapon]] = []
    for block in data["weapons"]:
        weapon = Weapon(category=_category(block["category"]), type=block["type"])
        for name in block["names"]:
            words = tuple(match[0].lower() for match in WORD.finditer(name))
            names.setdefault(words[0], {})[words] = weapon
        patterns += [(re.compile(pattern), weapon) for pattern in block.get("patterns", ())]
    slots = data["slots"]
    return Weapons(
        names=names,
        patterns=tuple(patterns),
        designator=re.compile("(?:" + ("|".join(pattern.pattern for pattern, _ in patterns) or "(?!)") + ")s?"),
        entailed={word: _category(block["category"]) for block in data["entailed"] for word in block["words"]},
        carriers=frozenset(slots["carriers"]),
        prepositions=frozenset(slots["prepositions"]),
        amounts=frozenset(slots["amounts"]),
    )


def _category(name: str) -> str:
    if name not in MEANS_CATEGORIES:
        raise DataError(f"weapons.toml: {name!r} is none of {', '.join(MEANS_CATEGORIES)}")
    return name
