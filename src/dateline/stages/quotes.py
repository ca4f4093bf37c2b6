"""Stretches of a text that stand in quotation marks, found by characters alone.

Marks are paired paragraph by paragraph, so that one mark too few or too many spoils no more than its own
paragraph. Quotations within quotations belong to the outer one. Apostrophes are never taken for marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

PARAGRAPH = re.compile(r"[^\n](?:[^\n]|\n(?!\s*\n))*")
MARK = re.compile(r"“|”|«|»|„|\"|``|''")
OPENING = {"“": '”"', "«": "»", "„": "“”", "``": "''", "''": "''", '"': '"”'}
"""Opening mark → marks that close it; papers mix straight and curly ones."""


def find_quotes(text: str) -> list[tuple[int, int]]:
    """[start, end) of each quotation, marks included, in text order and not overlapping.

    A paragraph that opens a quotation without closing it, followed by one that opens again (how papers quote
    several paragraphs), is quoted up to its end; any other unclosed mark is passed over.
    """
    paragraphs = [match.span() for match in PARAGRAPH.finditer(text)]
    following = {end: text[start : start + 2] for (_, end), (start, _) in pairwise(paragraphs)}
    return [quote for start, end in paragraphs for quote in _in_paragraph(text, start, end, following.get(end, ""))]


def passages(text: str, quotes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """[start, end) of each quotation that goes on over several paragraphs, from its first mark to its last.

    A paragraph whose mark is not closed is taken up by the quotation that opens the next one.
    """
    found: list[tuple[int, int]] = []
    for (start, end), (left, right) in pairwise(quotes):
        closed = text[end - 1] in '”»"“' or text[end - 2 : end] == "''"
        if not closed and not text[end:left].strip() and "\n" in text[end:left]:
            start = found.pop()[0] if found and found[-1][1] == end else start
            found.append((start, right))
    return found


def _in_paragraph(text: str, start: int, end: int, following: str) -> Iterator[tuple[int, int]]:
    opened: re.Match[str] | None = None
    for mark in MARK.finditer(text, start, end):
        if opened is None:
            opened = mark if _opens(text, mark, start) else None
        elif mark[0] in OPENING[opened[0]] and not (mark[0] == opened[0] and _only_opens(text, mark)):
            if mark.start() > opened.end():
                yield opened.start(), mark.end()
            opened = None
    if opened is not None and following.startswith(opened[0]):
        stop = len(text[:end].rstrip())
        if stop > opened.end():
            yield opened.start(), stop


def _opens(text: str, mark: re.Match[str], start: int) -> bool:
    """Whether a mark can open: one of the opening shapes, and for straight ones not glued to a word before it."""
    if mark[0] not in OPENING:
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    return mark[0] in "“«„``" or not before.isalnum()


def _only_opens(text: str, mark: re.Match[str]) -> bool:
    """A straight mark with space before and a letter after it opens; it does not close."""
    after = text[mark.end() : mark.end() + 1]
    return text[mark.start() - 1].isspace() and after.isalnum()
