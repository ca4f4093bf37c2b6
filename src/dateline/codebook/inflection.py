"""English word forms: every form of a verb or noun, for indexes and for the gate.

Regular rules with doubled consonants; the irregular forms are data (irregular.toml).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_VOWELS = frozenset("aeiou")
_CLOSED_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][bcdfghjklmnpqrstvz]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflector:
    """Irregular verbs and nouns by base form, and the verbs that double their last letter."""

    verbs: Mapping[str, tuple[str, ...]]
    nouns: Mapping[str, tuple[str, ...]]
    doubling: frozenset[str]

    def verb_forms(self, base: str) -> frozenset[str]:
        """All forms of a verb, the base included ("stop": stop, stops, stopping, stopped)."""
        head, hyphen, tail = base.rpartition("-")
        if hyphen:
            return frozenset(f"{head}-{form}" for form in self.verb_forms(tail))
        irregular = self.verbs.get(base)
        regular = {base, _third_person(base), *_with_suffix(base, "ing", self.doubling)}
        past = _with_suffix(base, "ed", self.doubling)
        return frozenset({*regular, *past, *(irregular or ())})

    def noun_forms(self, base: str) -> frozenset[str]:
        """Singular and plural of a noun; of a compound, of its last word."""
        first, space, last = base.rpartition(" ")
        return frozenset(f"{first}{space}{form}" for form in {last, *self.nouns.get(last, (_plural(last),))})


def inflector(irregular: Mapping[str, Mapping[str, str]]) -> Inflector:
    """The inflector that the tables of irregular.toml describe."""
    return Inflector(
        verbs=_irregular_forms(irregular["verbs"]["forms"]),
        nouns=_irregular_forms(irregular["nouns"]["forms"]),
        doubling=frozenset(irregular["verbs"]["doubling"].split()),
    )


def _irregular_forms(table: str) -> dict[str, tuple[str, ...]]:
    rows = [row.split() for row in table.split(",")]
    return {row[0]: tuple(row[1:]) for row in rows if row}


def _third_person(base: str) -> str:
    return _plural(base)


def _plural(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")) and not base.endswith("oo"):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _with_suffix(base: str, suffix: str, doubling: frozenset[str]) -> tuple[str, ...]:
    """Regular -ed and -ing; of verbs in -l both spellings ("cancelled", "canceled")."""
    if base.endswith("e") and not (suffix == "ing" and base.endswith(("ee", "oe", "ye"))):
        return (base + "d",) if suffix == "ed" else (base[:-1] + suffix,)
    if base.endswith("y") and suffix == "ed" and base[-2:-1] not in _VOWELS:
        return (base[:-1] + "ied",)
    if base.endswith("c"):
        return (base + "k" + suffix,)
    doubled = base + base[-1] + suffix
    if base in doubling or _CLOSED_SYLLABLE.fullmatch(base):
        return (doubled,) if not base.endswith("l") else (doubled, base + suffix)
    return (doubled, base + suffix) if base.endswith("l") else (base + suffix,)
