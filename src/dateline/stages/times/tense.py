"""The tense of the verb that a time expression belongs to, where the sentence was parsed."""

from __future__ import annotations

from spacy.tokens import Span, Token

FUTURE_WORDS = frozenset({"will", "shall", "'ll", "’ll", "wo"})
AHEAD = frozenset(
    {
        "expect", "plan", "schedule", "due", "set", "intend", "slate", "prepare", "agree", "hope", "go", "aim", "want",
        "program", "programme", "goal", "deadline", "pledge", "promise", "vow", "agreement", "proposal", "decision",
    }
)  # fmt: skip
"""Words whose infinitive complement lies ahead."""
EXTENDING = frozenset(
    {"extend", "give", "grant", "delay", "postpone", "adjourn", "suspend", "prolong", "renew", "defer", "push", "put"}
)
"""Verbs whose "until" or "through" names an end that lies ahead, whatever their own tense."""


def tense_at(span: Span) -> str | None:
    """ "past", "future" or None for the tokens of a time: of the nearest verb above them in the tree.

    The past tense counts only where no noun comes between: "announced a cut in September" may look ahead.
    """
    if not span.root.tag:
        return None
    if _is_goal(span.root.head):
        return "future"
    token, direct = span.root, True
    for _ in range(12):
        inside = span.start <= token.i < span.end
        tense = None if inside else _tense_of(token)
        if tense:
            return tense if direct or tense == "future" else None
        if not inside and _is_present(token):
            return None
        direct = direct and (inside or token.pos_ not in {"NOUN", "PROPN"})
        if token.head == token:
            return None
        token = token.head
    return None


def _is_present(token: Token) -> bool:
    """Whether a verb is finite and in the present: it, and no verb above it, tells when its times are."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    return token.tag_ in {"VBZ", "VBP"} or any(
        child.tag_ in {"VBZ", "VBP"} for child in token.children if child.dep_ in {"aux", "auxpass"}
    )


def _is_goal(preposition: Token) -> bool:
    """ "planned for Friday", "extended until May": the day that something is planned for or put off to lies ahead."""
    verb = preposition.head.lemma_.lower()
    return (preposition.lower_ == "for" and verb in AHEAD) or (
        preposition.lower_ in {"until", "till", "through"} and verb in EXTENDING
    )


def _would(token: Token, auxiliaries: list[Token]) -> bool:
    """ "said they would march": the future told in the past tense."""
    return token.dep_ == "ccomp" and any(child.lower_ == "would" for child in auxiliaries)


def _tense_of(token: Token) -> str | None:
    if token.pos_ not in {"VERB", "AUX"}:
        return None
    auxiliaries = [child for child in token.children if child.dep_ in {"aux", "auxpass"}]
    if any(child.lower_ in FUTURE_WORDS for child in auxiliaries) or _would(token, auxiliaries):
        return "future"
    if token.tag_ == "VBD" or any(child.tag_ == "VBD" and child.lower_ != "could" for child in auxiliaries):
        return "past" if not _infinitive_ahead(token, auxiliaries) else "future"
    if _infinitive_ahead(token, auxiliaries):
        return "future"
    if token.tag_ == "VBN" and any(child.lemma_ == "have" for child in auxiliaries):
        return "past"
    return None


def _infinitive_ahead(token: Token, auxiliaries: list[Token]) -> bool:
    """ "to meet" under "expected", "plans", "due"."""
    if token.tag_ != "VB" or not any(child.tag_ == "TO" for child in auxiliaries):
        return False
    if token.dep_ == "xcomp" and token.head.lemma_ == "be" and token.head.tag_ in {"VBZ", "VBP"}:
        return True  # "is to meet"
    above = (token.head, token.head.head)  # "had planned to", "had been due to"
    had = any(child.lower_ in {"had", "'d"} for word in above for child in word.children if child.dep_ == "aux")
    return token.head.lemma_.lower() in AHEAD and not had


OPEN_ENDED = frozenset(
    {
        "by",
        "until",
        "till",
        "through",
        "throughout",
        "for",
        "to",
        "toward",
        "towards",
        "into",
        "beyond",
        "before",
        "than",
    }
)
"""Prepositions whose time need not be over when its verb is in the past."""


NEAR = 6
"""Tokens behind a verb in the future within which a time is certainly the verb's, not that of a noun between."""


def told_as(span: Span) -> str | None:
    """How a time is told by the very verb that it hangs from: "past", "future", "since" (past in any tense) or None.

    Stricter than `tense_at`, for what must not be wrong: no other clause, noun of a plan or verb of speech with
    a content that lies ahead may come between, and "by" or "until" with a past verb tells nothing.
    """
    root = span.root
    if not root.tag or root.head == root:
        return None
    above = root.head
    preposition = above.lower_ if above.dep_ == "prep" else ""
    verb = above.head if preposition else above
    if preposition == "since":
        return "since"
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    auxiliaries = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    words = {child.lower_ for child in auxiliaries}
    if any(child.dep_ == "ccomp" and _has_modal(child) for child in verb.children):
        return None
    if verb.tag_ in {"VB", "VBN"} and words & FUTURE_WORDS:
        return "future" if span.start - verb.i <= NEAR else None
    if preposition in OPEN_ENDED or any(child.tag_ in {"MD", "TO"} for child in auxiliaries):
        return None
    if verb.lemma_.lower() in AHEAD or _is_conditional(verb):
        return None
    past = verb.tag_ == "VBD" or any(child.tag_ == "VBD" for child in auxiliaries)
    return "past" if past or (verb.tag_ == "VBN" and words & {"has", "have"}) else None


def _has_modal(clause: Token) -> bool:
    return any(child.dep_ in {"aux", "auxpass"} and child.tag_ == "MD" for child in clause.children)


def _is_conditional(verb: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in {"if", "unless", "whether"} for child in verb.children)
