"""Whether an act happened: occurred, ongoing, planned, threatened, requested, hypothetical or denied.

What operators and modals decided comes with the act (stages/acts.py). Here the rest: the clause it stands in, its
tense, purpose, conditions, questions, commands, and what modifies or governs an event noun. Word lists are the
codebook's (status.toml).
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from dateline.codebook.model import Codebook
from dateline.stages.acts import NOMINAL, VERBAL, Act, modal_of

INHERITING = frozenset({"xcomp", "advcl", "conj", "pcomp", "ccomp"})
"""Clauses that stand under the condition of the clause that holds them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A status, the token range of the cue that decided it (None: plain assertion), and the rule's name."""

    value: str
    cue: tuple[int, int] | None = None
    rule: str = "assertion"


def decide_status(act: Act, head: Token, codebook: Codebook) -> Status:
    """The status of an act; `head` is the token that names it."""
    anchor = head.doc[act.anchor]
    if act.forced:
        return _cued(act.forced, head.doc[act.cue] if act.cue is not None else anchor, "governed")
    if act.nominal and (found := _noun_status(head, codebook)):
        return found
    if (due := _due(act, head, codebook)) is not None:
        return _cued("planned", due, "schedule")
    if act.nominal and not act.support:
        return _climb_noun(head, codebook) or Status(value="occurred")
    return _climb(_said_by(act, anchor, codebook), codebook) or _tense(anchor)


def _due(act: Act, head: Token, codebook: Codebook) -> Token | None:
    """The word that sets the act for later, where its noun is the subject of it ("a march is due to start")."""
    for i in (head.i, *sorted(act.used)):
        noun = head.doc[i]
        if noun.dep_ != "nsubj" or noun.head.lemma_ != "be" or noun.head.tag_ == "VBD":
            continue
        for child in noun.head.children:
            if child.dep_ == "acomp" and child.lower_ in codebook.cues["schedule"]["adjectives"]:
                return child
    return None


def _said_by(act: Act, verb: Token, codebook: Codebook) -> Token:
    """Asking, accusing, praising in a clause of purpose is done with the act it explains ("marched to demand")."""
    if act.event_type not in codebook.cues["speech"]["types"] or not _infinitive(verb):
        return verb
    explains = verb.dep_ == "advcl" or (verb.dep_ == "xcomp" and verb.head.lemma_ in codebook.cues["speech"]["verbs"])
    return verb.head if explains and verb.head.pos_ in VERBAL else verb


def _cued(value: str, cue: Token, rule: str) -> Status:
    return Status(value=value, cue=(cue.i, cue.i + 1), rule=rule)


# ---- nouns


def _noun_status(noun: Token, codebook: Codebook) -> Status | None:
    """What stands before the noun: "no", "planned", "alleged", "foiled"."""
    for child in noun.lefts:
        if child.dep_ == "det" and child.lower_ in codebook.cues["determiners"]["denied"]:
            return _cued("denied", child, "determiner")
        if child.dep_ == "det" and child.lower_ == "any":
            return _cued("hypothetical", child, "determiner")
        if child.dep_ in {"amod", "compound", "nmod"}:
            for status, words in codebook.cues["modifiers"].items():
                if child.lower_ in words:
                    return _cued(status, child, "modifier")
    return None


def _climb_noun(noun: Token, codebook: Codebook) -> Status | None:
    """What governs a noun that no verb supports: "plans for attacks", "if the strikes were"."""
    token = noun
    for _ in range(6):
        head = token.head
        if head.i == token.i:
            return None
        if token.dep_ == "prep" and head.pos_ in NOMINAL:
            for status, words in codebook.cues["nouns"].items():
                if head.lemma_.lower() in words and token.lower_ in {
                    "of",
                    "for",
                    "on",
                    "to",
                    "about",
                    "against",
                }:
                    return _cued(status, head, "governing noun")
        if token.dep_ == "prep" and token.lower_ in codebook.cues["prepositions"]["denied"]:
            return _cued("denied", token, "preposition")
        if head.pos_ in VERBAL:
            return _noun_under_verb(token, head, noun, codebook)
        token = head
    return None


def _noun_under_verb(token: Token, verb: Token, noun: Token, codebook: Codebook) -> Status | None:
    definite = is_definite(noun, codebook)
    for governor in (verb, verb.head) if verb.dep_ == "xcomp" else (verb,):
        if governor.lemma_ in codebook.cues["governors"]["denied"] and not definite:
            return _cued("denied", governor, "governing verb")
    if condition := _condition(verb, codebook):
        return condition
    if token.dep_ in {"dobj", "pobj", "prep", "nsubj", "nsubjpass"} and not definite:
        found = modal_of(verb, codebook)
        if found is not None and found[0] not in {"negation", "refusal"}:
            return _cued("hypothetical", noun.doc[found[1]], "governing modal")
        if _infinitive(verb):
            return _cued("hypothetical", verb, "infinitive")
        if verb.dep_ == "pcomp" and verb.head.lower_ == "for":
            return _cued("hypothetical", verb.head, "purpose")
    return None


def is_definite(noun: Token, codebook: Codebook) -> bool:
    """Whether the noun takes up something known: "the", "those", a possessor."""
    return any(
        (child.dep_ == "det" and child.lower_ in codebook.cues["determiners"]["definite"]) or child.dep_ == "poss"
        for child in noun.lefts
    )


# ---- clauses


def _infinitive(verb: Token) -> Token | None:
    return next((child for child in verb.children if child.tag_ == "TO"), None)


def _is_known(noun: Token) -> bool:
    """A name, or a noun with "the" or a possessor: what is said of it holds whatever the condition."""
    return noun.pos_ in {"PROPN", "PRON"} or any(
        child.dep_ == "poss" or child.lower_ in {"the", "this", "these", "those"} for child in noun.lefts
    )


def _verb_above(noun: Token) -> Token | None:
    return next((token for token in noun.ancestors if token.pos_ in VERBAL), None)


def _mark_of(verb: Token, codebook: Codebook) -> Status | None:
    marks = codebook.cues["conditional"]["hypothetical"] - {"should"}
    mark = next((child for child in verb.children if child.dep_ in {"mark", "advmod"} and child.lower_ in marks), None)
    return _cued("hypothetical", mark, "condition") if mark is not None else None


def _sets_condition(word: Token, codebook: Codebook) -> bool:
    """ "If" and its like; "should" only before its subject ("should rebels attack")."""
    if word.lower_ not in codebook.cues["conditional"]["hypothetical"]:
        return False
    first = min((child.i for child in word.head.children if child.dep_ == "nsubj"), default=-1)
    return word.lower_ != "should" or word.i < first


def _awaited(word: Token, verb: Token, codebook: Codebook) -> bool:
    """ "Once it submits a request", under a clause that tells of the future."""
    if word.dep_ not in {"mark", "advmod"} or verb.dep_ != "advcl" or verb.tag_ not in {"VBZ", "VBP"}:
        return False
    modal = modal_of(verb.head, codebook) if verb.head.pos_ in VERBAL else None
    return modal is not None and modal[0] in {"future", "conditional", "obligation"}


def _condition(verb: Token, codebook: Codebook) -> Status | None:
    """ "If", "unless", "whether" over the clause or one that holds it."""
    token = verb
    for _ in range(8):
        for child in token.children:
            if child.dep_ in {"mark", "advmod", "aux"} and _sets_condition(child, codebook):
                return _cued("hypothetical", child, "condition")
            if child.lower_ in codebook.cues["conditional"]["awaited"] and _awaited(child, token, codebook):
                return _cued("planned", child, "awaited")
        if token.dep_ in {"relcl", "acl"} and not _is_known(token.head):
            above = _verb_above(token.head)
            if above is not None:
                token = above
                continue
        if token.dep_ not in INHERITING or token.head.i == token.i or token.head.pos_ not in VERBAL:
            return _mark_of(token, codebook) if token is not verb else None
        token = token.head
    return None


def _climb(verb: Token, codebook: Codebook) -> Status | None:
    """What the clauses around a verb make of it; None where nothing does."""
    if condition := _condition(verb, codebook):
        return condition
    token = verb
    for _ in range(6):
        if found := _clause_status(token, codebook):
            return found
        head = token.head
        if token.dep_ == "pcomp":
            head = head.head
        elif token.dep_ not in {"conj", "advcl", "xcomp"}:
            break
        if head.pos_ not in VERBAL or head.i == token.i:
            break
        modal = modal_of(head, codebook)
        if modal is not None and modal[0] not in {"negation", "refusal"} and not _own_tense(token):
            return _cued(codebook.modals[modal[0]].status, head.doc[modal[1]], f"inherited {modal[0]}")
        token = head
    return _sentence_status(token)


def _own_tense(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP"}


def _clause_status(token: Token, codebook: Codebook) -> Status | None:
    to = _infinitive(token)
    if to is not None and token.dep_ in {"xcomp", "advcl", "acl", "relcl", "ccomp", "conj"}:
        if token.dep_ == "xcomp" and token.head.lemma_ in codebook.cues["reporting"]["verbs"]:
            return None
        if token.dep_ == "xcomp" and any(child.lemma_ == "have" and child.dep_ == "aux" for child in token.children):
            return _cued("hypothetical", token.head, "reported infinitive") if token.head.pos_ == "VERB" else None
        if token.dep_ == "xcomp" and token.head.lemma_ in codebook.cues["factive"]["verbs"]:
            return None
        return _cued(
            "planned" if token.dep_ == "advcl" else "hypothetical",
            to,
            "purpose" if token.dep_ == "advcl" else "infinitive",
        )
    if token.dep_ == "pcomp":
        preposition = token.head
        if preposition.lower_ in codebook.cues["prepositions"]["denied"]:
            return _cued("denied", preposition, "preposition")
        governor = preposition.head
        if preposition.lower_ in {"for", "against"} and governor.lemma_ not in codebook.cues["purpose"]["factual"]:
            return _cued("hypothetical", preposition, "purpose")
        for status, words in codebook.cues["nouns"].items():
            if preposition.lower_ in {"of", "for", "to", "about"} and governor.lemma_ in words:
                return _cued(status, governor, "governing noun")
    return None


def _sentence_status(root: Token) -> Status | None:
    """Commands and questions."""
    if root.dep_ != "ROOT":
        return None
    if root.tag_ == "VB" and not any(child.dep_ in {"nsubj", "aux", "nsubjpass"} for child in root.children):
        return _cued("requested", root, "imperative")
    last = max((child for child in root.children if child.dep_ == "punct"), key=lambda child: child.i, default=None)
    if last is not None and last.text == "?":
        return _cued("hypothetical", last, "question")
    return None


def _tense(verb: Token) -> Status:
    """Ongoing for a present progressive, occurred otherwise."""
    if verb.tag_ == "VBG":
        be = next(
            (
                child
                for child in verb.children
                if child.dep_ == "aux" and child.lower_ in {"is", "are", "'s", "'re", "am", "been"}
            ),
            None,
        )
        if be is not None and not any(child.lower_ == "had" for child in verb.children):
            return _cued("ongoing", be, "progressive")
    being = next((child for child in verb.children if child.lower_ == "being" and child.dep_ == "auxpass"), None)
    if being is not None and any(child.lower_ in {"is", "are", "'s", "'re"} for child in verb.children):
        return _cued("ongoing", being, "progressive")
    return Status(value="occurred")
