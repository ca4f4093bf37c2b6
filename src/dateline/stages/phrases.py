"""Reading a dependency tree: phrases, conjuncts, subjects. Shared by every stage that works on parses.

All functions take spaCy tokens of a `Doc` made by `stages.parse` (labels: ClearNLP/OntoNotes English) and
return token indices into that `Doc`, so that results can be compared, sorted and turned into spans.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from dateline.records import Span

REPORT_ID = "report_id"
"""Key of the report's id in `Doc.user_data`."""
TEXT = "text"
"""Key under which `text_of` keeps a report's text in `Doc.user_data`."""

NOT_IN_PHRASE = frozenset(
    {
        "relcl",
        "acl",
        "appos",
        "punct",
        "cc",
        "conj",
        "advcl",
        "ccomp",
        "parataxis",
        "advmod",
        "npadvmod",
        "dep",
    }
)
"""Children to the right of a noun that are said about it rather than part of its name."""

OF_WHAT = frozenset(
    {
        "accuse", "absolve", "acquit", "assure", "clear", "convict", "cure", "deprive", "dispossess", "drain",
        "exonerate", "inform", "notify", "persuade", "relieve", "remind", "rid", "rob", "strip", "suspect", "tell",
        "warn",
    }
)  # fmt: skip
"""Verbs whose object is told apart from an "of"-phrase of their own ("accused the premier of fraud").

source: VerbNet classes rob-10.6.1, cheat-10.6.1, inform-37.1, convict
"""


def token_span(doc: Doc, start: int, end: int) -> Span:
    """The record span of tokens [start, end), without white space at its ends. Needs start < end."""
    while start < end - 1 and doc[start].is_space:
        start += 1
    while end - 1 > start and doc[end - 1].is_space:
        end -= 1
    first, last = doc[start], doc[end - 1]
    return char_span(doc, first.idx, last.idx + len(last))


def char_span(doc: Doc, start: int, end: int) -> Span:
    """The record span of characters [start, end) of the report's text."""
    return Span(report_id=doc.user_data[REPORT_ID], start=start, end=end, text=text_of(doc)[start:end])


def text_of(doc: Doc) -> str:
    """The report's text. `Doc.text` puts it together anew at every call, so it is kept with the document."""
    text = doc.user_data.get(TEXT)
    if text is None:
        text = doc.user_data[TEXT] = doc.text
    return str(text)


def noun_phrase(head: Token) -> tuple[int, int]:
    """Token range [start, end) of the phrase that `head` heads: its modifiers and "of"-complements.

    "two Iranian-backed militias that …" gives "two Iranian-backed militias"; conjuncts, appositions,
    relative clauses and prepositional adjuncts other than "of" stay out.
    """
    start, end = head.i, head.i + 1
    for child in head.lefts:
        if child.dep_ in {"cc", "conj", "punct", "preconj", "advcl", "ccomp"} and child.text not in {
            "-",
            "–",
            "“",
            '"',
        }:
            continue
        if child.dep_ == "punct":
            continue
        start = min(start, child.left_edge.i)
    for child in head.rights:
        if child.dep_ in NOT_IN_PHRASE:
            continue
        if child.dep_ == "prep" and (child.lower_ != "of" or _of_what(child, head)):
            continue
        if child.left_edge.i > end:
            break
        end = max(end, _clean_right_edge(_complement(child) or child) + 1)
    return start, end


def _of_what(of: Token, head: Token) -> bool:
    """Whether the "of"-phrase behind `head` says what it is accused, robbed or told of."""
    # "accused the president of Mali": a name belongs to the noun
    named = any(child.dep_ == "pobj" and child.pos_ == "PROPN" for child in of.rights)
    return not named and head.head.lemma_ in OF_WHAT and head.dep_ in {"dobj", "nsubjpass"}


def _complement(word: Token) -> Token | None:
    """The object of "to" after an adjective behind its noun: "the general" of "forces loyal to the general"."""
    rights = word.rights if word.dep_ == "amod" else ()
    to = next((child for child in rights if child.lower_ == "to" and child.dep_ == "prep"), None)
    return None if to is None else next((child for child in to.rights if child.dep_ == "pobj"), None)


def _clean_right_edge(token: Token) -> int:
    """Last token of `token`'s subtree before anything that is only said about it."""
    edge = token.i
    for child in token.rights:
        if child.dep_ in NOT_IN_PHRASE or (child.dep_ == "prep" and child.lower_ != "of"):
            break
        edge = max(edge, _clean_right_edge(child))
    return edge


def conjuncts(head: Token) -> list[Token]:
    """`head` and everything coordinated with it, in text order ("Iraq and Syria")."""
    return sorted([head, *head.conjuncts], key=lambda token: token.i)


def child(head: Token, *labels: str) -> Token | None:
    """First child of `head` with one of the dependency labels, or None."""
    return next((token for token in head.children if token.dep_ in labels), None)


def subjects(verb: Token) -> list[Token]:
    """Heads of the subjects of `verb` (active or passive), conjuncts included; [] where it has none of its own."""
    own = [token for token in verb.children if token.dep_ in {"nsubj", "nsubjpass", "csubj", "csubjpass"}]
    return [token for subject in own for token in conjuncts(subject)]


def is_passive(verb: Token) -> bool:
    """Whether the verb form is passive: "was hit", "the town hit by shells" (reduced relative)."""
    if any(token.dep_ in {"nsubjpass", "auxpass"} for token in verb.children):
        return True
    if any(token.dep_ == "agent" for token in verb.children):  # with an object it belongs there: "halted a march by"
        return not any(token.dep_ == "dobj" for token in verb.children)
    if verb.tag_ != "VBN" or verb.dep_ not in {"acl", "amod"}:
        return False
    if any(token.dep_ == "aux" and token.lemma_ == "have" for token in verb.children):
        return False  # "Velin: The ministry has denied": a perfect, whatever hangs above it
    named = verb.head.ent_type_ == "PERSON"  # "Ana Reyes called Omar Haddo and urged him": parsed as a participle
    return not (named and any(child.dep_ == "oprd" and child.ent_type_ == "PERSON" for child in verb.children))
