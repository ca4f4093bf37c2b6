"""What a sentence says beside an event, for the crosswalk: the classes of its sides, words, and other acts.

A trait is a name: "actor:CLASS", "recipient:CLASS", "object:CLASS" (classes.toml), "said:CUE" and "only:WEAPON"
(the cues of crosswalk.toml), "named:LEMMA" for the word that names the act, "with:TYPE", "with:TYPE/mode" and
"with:ENTRY" for the other acts of the sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from spacy.tokens import Token

from dateline.codebook.model import Codebook
from dateline.stages.figures import phrases
from dateline.stages.predicates import Predicates

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
CLAUSES = frozenset({"ROOT", "relcl", "advcl", "ccomp", "conj", "acl", "parataxis", "pcomp"})
"""Labels of words that head a clause; a conjunct does where it has a subject."""


def said(sentence: Sequence[Token], codebook: Codebook) -> frozenset[str]:
    """Cues of the crosswalk that a sentence or a part of it holds; a weapon that is alone also as "only:"."""
    found = phrases(sentence)
    weapons = codebook.code_cues["weapons"]
    names = {name for name, words in codebook.code_cues.items() if name != "weapons" and not words.isdisjoint(found)}
    named = names & weapons
    alone = {f"only:{name}" for name in named} if len(named) == 1 else set()
    return frozenset(f"said:{name}" for name in names) | alone


def said_of(
    words: frozenset[str], sentence: Sequence[Token], own: Collection[int], codebook: Codebook
) -> frozenset[str]:
    """What the whole sentence says (`words`), but of weapons only what its part `own` says (see `own_words`)."""
    if len(own) == len(sentence):
        return words
    part = said([token for token in sentence if token.i in own], codebook)
    return frozenset(
        {trait for trait in words if not _of_weapon(trait, codebook)}
        | {trait for trait in part if _of_weapon(trait, codebook)}
    )


def _of_weapon(trait: str, codebook: Codebook) -> bool:
    kind, _, name = trait.partition(":")
    return kind == "only" or name in codebook.code_cues["weapons"]


def own_words(sentence: Sequence[Token], head: Token, others: Iterable[Token]) -> frozenset[int]:
    """The words of a sentence without the clauses, with a subject of their own, that tell what others did.

    `others` name the acts of others. In "soldiers stormed the camp after rebels had shelled it" the artillery belongs
    to the shelling alone.
    """
    left = {token.i for token in sentence}
    around = {head.i, *(token.i for token in head.ancestors)}
    for other in others:
        clause = _clause(other)
        if clause.i not in around and any(child.dep_ in SUBJECTS for child in clause.children):
            left.difference_update(token.i for token in clause.subtree)
    return frozenset(left)


def _clause(token: Token) -> Token:
    """The verb of the clause that a word stands in."""
    return next((above for above in (token, *token.ancestors) if above.dep_ in CLAUSES), token)


def classes_of(role: str, heads: Iterable[Token], predicates: Predicates) -> frozenset[str]:
    """Classes of the nouns in a role, as traits."""
    return frozenset(f"{role}:{name}" for head in heads for name in predicates.classes(predicates.meant(head)))


def company(codes: Iterable[tuple[str, str | None, str]]) -> frozenset[str]:
    """The other acts of a sentence (type, mode, entry), as traits."""
    found: set[str] = set()
    for event_type, mode, entry in codes:
        found |= {f"with:{event_type}", f"with:{event_type}/{mode or ''}", f"with:{entry.rpartition('.')[2]}"}
    return frozenset(found)
