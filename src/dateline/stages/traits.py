"""What a sentence says beside an event, for the crosswalk: the classes of its sides, words, and other acts.

A trait is a name: "actor:CLASS", "recipient:CLASS", "object:CLASS" (classes.toml), "said:CUE" and "only:WEAPON"
(the cues of crosswalk.toml), "with:TYPE", "with:TYPE/mode" and "with:ENTRY" for the other acts of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from dateline.codebook.model import Codebook
from dateline.stages.figures import phrases
from dateline.stages.predicates import Predicates


def said(sentence: Sequence[Token], codebook: Codebook) -> frozenset[str]:
    """Cues of the crosswalk that the sentence holds; a weapon that is alone also as "only:"."""
    found = phrases(sentence)
    weapons = codebook.code_cues["weapons"]
    names = {name for name, words in codebook.code_cues.items() if name != "weapons" and words & found}
    named = names & weapons
    alone = {f"only:{name}" for name in named} if len(named) == 1 else set()
    return frozenset(f"said:{name}" for name in names) | alone


def classes_of(role: str, heads: Iterable[Token], predicates: Predicates) -> frozenset[str]:
    """Classes of the nouns in a role, as traits."""
    return frozenset(f"{role}:{name}" for head in heads for name in predicates.classes(predicates.meant(head)))


def company(codes: Iterable[tuple[str, str | None, str]]) -> frozenset[str]:
    """The other acts of a sentence (type, mode, entry), as traits."""
    found: set[str] = set()
    for event_type, mode, entry in codes:
        found |= {f"with:{event_type}", f"with:{event_type}/{mode or ''}", f"with:{entry.rpartition('.')[2]}"}
    return frozenset(found)
