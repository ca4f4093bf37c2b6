"""The word lists of rules/arguments.toml, by which the sides of an act are told."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dateline.codebook.loader import split

MIN_AGENT_NOUN = 4
"""Letters that a noun must be longer than to be taken for an agent noun by its ending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArgumentRules:
    """The lists by name; what each holds is said in the file."""

    reaching: tuple[str, ...]
    circumstance: frozenset[str]
    place: tuple[str, ...]
    complex: frozenset[str]
    company: frozenset[str]
    conditions: frozenset[str]
    subject_control: frozenset[str]
    calling: frozenset[str]
    self_bound: frozenset[str]
    bursting: frozenset[str]
    ordering: frozenset[str]
    resulting: frozenset[str]
    transitive: frozenset[str]
    aimed: frozenset[str]
    aims: frozenset[str]
    clearing: frozenset[str]
    charging: frozenset[str]
    ordinals: frozenset[str]
    roads: frozenset[str]
    suffixes: tuple[str, ...]
    exceptions: frozenset[str]
    abstract: tuple[str, ...]
    concrete: frozenset[str]

    def is_agent_noun(self, lemma: str) -> bool:
        """Whether a noun names a person by its ending ("trader", "activist")."""
        return len(lemma) > MIN_AGENT_NOUN and lemma.endswith(self.suffixes) and lemma not in self.exceptions

    def is_abstract_noun(self, lemma: str) -> bool:
        """Whether a noun names a quality, state or act by its ending ("improvement", "efficiency")."""
        return lemma.endswith(self.abstract) and lemma not in self.concrete


@cache
def argument_rules() -> ArgumentRules:
    """The bundled rules."""
    table = tomllib.loads((resources.files("dateline.stages") / "rules" / "arguments.toml").read_text("utf-8"))
    prepositions, verbs, people = table["prepositions"], table["verbs"], table["people"]
    return ArgumentRules(
        reaching=tuple(split(prepositions["reaching"])),
        circumstance=frozenset(split(prepositions["circumstance"])),
        place=tuple(split(prepositions["place"])),
        complex=frozenset(split(prepositions["complex"])),
        company=frozenset(split(prepositions["company"])),
        conditions=frozenset(split(table["conditions"]["marks"])),
        subject_control=frozenset(split(verbs["subject_control"])),
        calling=frozenset(split(verbs["calling"])),
        self_bound=frozenset(split(verbs["self_bound"])),
        bursting=frozenset(split(verbs["bursting"])),
        ordering=frozenset(split(verbs["ordering"])),
        resulting=frozenset(split(verbs["resulting"])),
        transitive=frozenset(split(verbs["transitive"])),
        aimed=frozenset(split(verbs["aimed"])),
        aims=frozenset(split(verbs["aims"])),
        clearing=frozenset(split(verbs["clearing"])),
        charging=frozenset(split(verbs["charging"])),
        roads=frozenset(split(table["places"]["roads"])),
        ordinals=frozenset(split(table["ordinals"]["adjectives"])),
        suffixes=tuple(split(people["suffixes"])),
        exceptions=frozenset(split(people["exceptions"])),
        abstract=tuple(split(table["things"]["suffixes"])),
        concrete=frozenset(split(table["things"]["exceptions"])),
    )
