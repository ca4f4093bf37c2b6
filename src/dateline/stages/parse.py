"""From text to a parsed `Doc`: sentences first, then the model on those that are wanted.

The unit of parsing is the sentence: the model sees each on its own, so that what comes of a sentence does
not depend on its neighbours, on batching or on which other sentences a gate skipped. The sentences are put
together again into one `Doc` whose characters are exactly the report's text (`doc.text == text`,
`token.idx` is the offset), with one `doc.sents` item per sentence. Skipped sentences hold tokens only:
their tokens have no tag, and every token hangs from the first by the label "dep".

A dateline ("GENEVA, 12 March (Agency) —") is a sentence of its own: it is no part of the grammar of the lede.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from dateline.settings import ParseSettings
from dateline.stages.phrases import REPORT_ID
from dateline.stages.publication import find_dateline

TITLES = frozenset(
    "col. gen. lt. maj. capt. sgt. cpl. cmdr. adm. brig. sen. rep. gov. dr. mr. mrs. ms. st. prof. rev. hon.".split()  # noqa: SIM905 - a table of one line
)
"""Abbreviations that only ever stand before a name."""

_MONTH = "(?:jan|febr?|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\\.?"
DATE_LINE = re.compile(
    rf"^[^\S\n]*((?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}),? \d{{4}})[^\S\n]*\n\s*(?=\S)",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that holds a day with its month and year."""

Gate = Callable[[Sequence[str]], Sequence[bool]]
"""Given a report's sentences, which of them are to be parsed."""


def parse_reports(
    reports: Iterable[tuple[str, str]],
    nlp: Language,
    splitter: Language,
    settings: ParseSettings,
    gate: Gate | None = None,
) -> Iterator[Doc]:
    """One `Doc` for each (report id, text), in order; without a gate every sentence is parsed.

    `splitter` is a pipeline with a sentence splitter alone (see `tools.load_splitter`), `nlp` the full model.
    """
    iterator = iter(reports)
    while group := list(islice(iterator, settings.batch_size)):
        yield from _parse_group(group, nlp, splitter, settings, gate)


def _parse_group(
    group: list[tuple[str, str]],
    nlp: Language,
    splitter: Language,
    settings: ParseSettings,
    gate: Gate | None,
) -> Iterator[Doc]:
    """Parse a handful of reports together, so that short reports share batches."""
    pieces = [split_sentences(text, splitter, settings.max_sentence_tokens) for _, text in group]
    wanted = [list(gate(sentences)) if gate else [True] * len(sentences) for sentences in pieces]
    chosen = [
        text for sentences, flags in zip(pieces, wanted, strict=True)
        for text, flag in zip(sentences, flags, strict=True) if flag and text.strip()
    ]  # fmt: skip
    parsed = nlp.pipe((_one_sentence(text, nlp) for text in chosen), batch_size=settings.batch_size)
    for (report_id, _), sentences, flags in zip(group, pieces, wanted, strict=True):
        docs = [
            next(parsed) if flag and text.strip() else _tokens_only(nlp.make_doc(text))
            for text, flag in zip(sentences, flags, strict=True)
        ]
        doc = Doc.from_docs(docs, ensure_whitespace=False, exclude=("tensor",)) if docs else Doc(nlp.vocab)  # type: ignore[call-arg]
        assert doc is not None
        doc.user_data[REPORT_ID] = report_id
        yield doc


def split_sentences(text: str, splitter: Language, max_tokens: int) -> list[str]:
    """The sentences of a text, white space after them included: joined they are the text again.

    A blank line always ends a sentence. "Sentences" of more than `max_tokens` tokens are cut.
    """
    if not text:
        return []
    doc = splitter(text)
    opening = _dateline(text)
    cuts = {0, *opening, *_around_dates(text)}
    length = 0
    after_break = False
    for token in doc:
        starts_here = token.is_sent_start and not _is_inside(doc, token.i)
        if token.i and (starts_here or after_break or length >= max_tokens) and not token.is_space:
            cuts.add(token.idx)
            length = 0
        after_break = token.is_space and "\n\n" in token.text
        length += 1
    starts = sorted(cut for cut in cuts if not opening or cut in opening or not opening[0] <= cut < opening[1])
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _is_inside(doc: Doc, i: int) -> bool:
    """Whether token i goes on with the one before it: a part of its word, or the name after a title."""
    if i == 0:
        return False
    before = doc[i - 1]
    if not before.whitespace_ and not before.is_space:
        return True
    title = doc[i - 2].lower_ + "." if before.text == "." and i > 1 else before.lower_
    return title in TITLES


def _dateline(text: str) -> tuple[int, ...]:
    """Where the dateline begins and where the text after it does; () without one."""
    found = find_dateline(text)
    if found is None or not text[found.end :].strip():
        return ()
    return found.start, found.end + len(text[found.end :]) - len(text[found.end :].lstrip())


def _around_dates(text: str) -> Iterator[int]:
    """Where lines that are a date and no more begin, and where the text after them does: the line below a headline."""
    for found in DATE_LINE.finditer(text):
        yield from (found.start(1), found.end())


def _one_sentence(text: str, nlp: Language) -> Doc:
    """A tokenised sentence that the parser may not split further."""
    doc = nlp.make_doc(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def _tokens_only(doc: Doc) -> Doc:
    """A sentence that was not parsed, in a shape that can be put beside parsed ones."""
    return Doc(
        doc.vocab,
        words=[token.text for token in doc],
        spaces=[bool(token.whitespace_) for token in doc],
        heads=[0] * len(doc),
        deps=["ROOT", *["dep"] * (len(doc) - 1)][: len(doc)],
    )


def is_parsed(doc: Doc, token: int) -> bool:
    """Whether the sentence of this token went through the model."""
    return bool(doc[token].tag)
