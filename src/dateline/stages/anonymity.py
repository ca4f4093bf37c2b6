"""Why a source is not named: "speaking on condition of anonymity because he was not authorised to brief the press".

Reports give the reason next to the speaker: as a participle, a relative clause, a phrase of the verb of saying, or a
sentence of its own. Patterns: `catalogue/claims.toml`, [anonymity].
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from dateline.stages.claimants import claimant_of
from dateline.stages.phrases import text_of

REASONS = frozenset({"because", "as", "since", "given", "for", "due", "in", "to"})
"""Words that bring in the reason behind the condition."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Token range [start, end) of what is told of anonymity, and who it is that is not named."""

    start: int
    end: int
    who: int | None


def conditions(doc: Doc, patterns: Iterable[str]) -> list[Condition]:
    """Every condition of anonymity in a report, in text order; none where its text names none."""
    found = re.compile("|".join(patterns), re.IGNORECASE)
    text = text_of(doc)
    return sorted(set(_conditions(doc, found, text)), key=lambda item: item.start)


def _conditions(doc: Doc, found: re.Pattern[str], text: str) -> Iterator[Condition]:
    last = -1
    for match in found.finditer(text):
        span = doc.char_span(*match.span(), alignment_mode="expand")
        if span is None or span.start < last or not span[0].tag_:
            continue
        top = _clause_of(span.root)
        if top.dep_ == "acl" and top.head.lower_ == "condition" and top.head.dep_ == "pobj":
            top = top.head.head  # "said, on condition he not be identified, that X"
        start, end = top.left_edge.i, top.right_edge.i + 1
        if top.dep_ == "ROOT" or end - start > LONGEST:
            start, end = _phrase_of(span.root, top)
        end = _with_reason(doc, end)
        last = end
        who = _who(top)
        yield Condition(start, end, who.i if who is not None else None)


LONGEST = 40
"""Tokens of a clause that still tells only of anonymity."""


def _clause_of(token: Token) -> Token:
    """The participle or relative clause that a word stands in, or the main verb."""
    node = token
    while node.head.i != node.i and not (node.dep_ in {"relcl", "acl", "advcl"} and node.pos_ in {"VERB", "AUX"}):
        if (
            node.dep_ in {"ccomp", "conj"}
            and node.pos_ in {"VERB", "AUX"}
            and any(c.dep_ == "nsubj" for c in node.children)
        ):
            break
        node = node.head
    mark = next((item.lower_ for item in node.children if item.dep_ == "mark"), "")
    if (
        node.dep_ == "advcl"
        and mark in REASONS
        and node.head.pos_ in {"VERB", "AUX"}
        and node.head.dep_ in {"advcl", "relcl", "acl"}
    ):
        return node.head
    return node


def _phrase_of(token: Token, top: Token) -> tuple[int, int]:
    """The part of a main clause that tells of anonymity: what hangs from its verb."""
    node = token
    while node.head.i not in {node.i, top.i}:
        node = node.head
    return node.left_edge.i, node.right_edge.i + 1


def _with_reason(doc: Doc, end: int) -> int:
    """The end of the reason that follows, where the parser hung it elsewhere."""
    at = end + 1 if end < len(doc) and doc[end].text == "," else end
    if at < len(doc) and doc[at].lower_ in {"because", "since"} and doc[at].dep_ in {"mark", "prep"}:
        head = doc[at].head if doc[at].dep_ == "mark" else doc[at]
        return max(end, int(head.right_edge.i) + 1)
    return end


def _who(clause: Token) -> Token | None:
    if clause.dep_ == "prep" and clause.head.pos_ in {"VERB", "AUX"}:
        return claimant_of(clause.head)
    if clause.dep_ in {"relcl", "acl"} and clause.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return clause.head
    return claimant_of(clause)
