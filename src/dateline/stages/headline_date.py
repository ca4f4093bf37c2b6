"""The date that a web page shows beside its headline, as readers see it: the publisher's own day.

Markup meant for machines often has the day of Greenwich, of a move of the site, or of the last change; the line
beside the headline is what the newsroom prints. Only a block that is little more than a date counts, in any language
of `rules/headline_date.toml`; never one in a sentence, a heading, a caption or a menu.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.stages.publication import find_dates

_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "nav", "aside", "footer", "form", "select", "button", "figure",
    "figcaption", "iframe", "head", "option", "textarea", "blockquote", "dialog", "table",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "cite", "em", "font", "i", "label", "small", "span", "strong", "sup", "time", "u", "wbr",
})  # fmt: skip
_HEADINGS = ("h1", "h2", "h3")
MAX_WORDS = 14
"""Author, place, weekday, time of day and reading time: so many words stand beside the date at most."""
MAX_IN_SENTENCE = 5
"""And so many where the block ends as a sentence does."""
MAX_LINE = 300
MAX_LABEL = 60
"""Characters of a label ("This entry was posted by Jane Doe on")."""
PROSE_AFTER = 700
"""Characters of prose after the headline within which the date is looked for: a deck, and a lead at most."""
BLOCKS_BEFORE = 3


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of text that stands by itself on the page."""

    tag: str
    text: str


@cache
def _rules() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("dateline.stages").joinpath("rules/headline_date.toml").read_text("utf-8"))


# ---- dates in other languages


@cache
def _month_numbers() -> dict[str, int]:
    """Month names of other languages; none of them means two months."""
    tables = _rules()["months"].values()
    return {word: number for table in tables for number, words in enumerate(table, 1) for word in words}


@cache
def _foreign_month() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_month_numbers(), key=lambda name: (-len(name), name)))
    joints = "|".join(_rules()["joints"]["words"])
    return re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:\.|er|º|°|ª)?\s*(?:(?:{joints})\s+)?(?P<month>{names})\b\.?,?\s*(?:(?:{joints})\s+)?(?P<year>\d{{4}})(?!\d)",
        re.I,
    )


_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_SHORT_YEAR = re.compile(r"(?<![\d./])(\d{1,2})([./])(\d{1,2})\2(\d\d)(?![\d./])")
_SPACED = re.compile(r"(?<=\d\.)\s(?=\d{1,2}\.\s?\d{4}\b|\d{4}\b)")


def in_numbers(text: str) -> str:
    """A text with its dates in other languages as numbers: "3. März 2021" as "2021-3-3".

    Years of two digits are completed: pages are of 1995 to 2094.
    """
    text = _EAST_ASIAN.sub(r"\1-\2-\3", _SPACED.sub("", text))
    text = _SHORT_YEAR.sub(lambda m: f"{m[1]}{m[2]}{m[3]}{m[2]}{1900 + int(m[4]) + 100 * (int(m[4]) < 95)}", text)
    return _foreign_month().sub(lambda m: f"{m['year']}-{_month_numbers()[m['month'].lower()]}-{m['day']}", text)


def day_first(language: str | None, host: str | None) -> bool | None:
    """Whether 3/10/2019 is in October on a page of a language tag (BCP 47) and host name; None if nothing tells.

    Month first only where the country of the host does not speak against it: systems for publishing come with
    "en-US" set.
    """
    tag, country = (language or "").strip().lower().replace("_", "-"), (host or "").rpartition(".")[2].lower()
    rules = _rules()["month_first"]
    if not tag or tag in rules["undecided"]:
        return None
    if tag in rules["tags"]:
        return False if len(country) != 2 or f"en-{country}" in rules["tags"] else None
    return True


# ---- the line beside the headline


def headline_date(tree: Any, *, title: str | None, order: bool | None) -> str | None:
    """The day (YYYY-MM-DD) that stands beside the headline, or that the page calls its own elsewhere, or None.

    tree: the page as lxml element; title: what the page's head calls it; order: as `day_first` tells. What follows
    the headline counts before what precedes it, and a date of publication before one without label. Further down
    only one with a label counts, and dates of change last; there several different ones are those of comments.
    """
    blocks = _with_labels(list(_blocks(tree)))
    place = _headline(blocks, title)
    if place is None:
        return None
    deck, before = _deck(blocks[place + 1 :]), reversed(blocks[max(0, place - BLOCKS_BEFORE) : place])
    for region in (deck, before):
        found = _found(region, order)
        for kind in ("published", "bare"):
            if found[kind]:
                return found[kind][0]
    found = _found(blocks, order)
    return next((found[kind][0] for kind in ("published", "updated") if len(set(found[kind])) == 1), None)


def _found(blocks: Iterable[_Block], order: bool | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"published": [], "bare": [], "updated": []}
    for block in blocks:
        for day, kind in _dates(block.text, order):
            found[kind].append(day)
    return found


def _with_labels(blocks: list[_Block]) -> list[_Block]:
    """The blocks, with a label that is a block of its own ("Published:") on top of the next one as well."""
    labels = [""] + [
        block.text if len(block.text) <= MAX_LABEL and _kind(block.text) != "bare" else "" for block in blocks
    ]
    return [replace(block, text=f"{label} {block.text}".strip()) for label, block in zip(labels, blocks, strict=False)]


def _blocks(tree: Any) -> Iterator[_Block]:
    parts: list[str] = []
    for tag, text in _stretches(tree, "body"):
        if tag is None:
            parts.append(text)
            continue
        whole = " ".join(" ".join(parts).split())
        if whole:
            yield _Block(tag, whole)
        parts = []


def _stretches(element: Any, block: str) -> Iterator[tuple[str | None, str]]:
    """Text as (None, text); the end of each stretch of it as (the element it is in, "")."""
    if not isinstance(element.tag, str) or element.tag in _SKIPPED or _is_menu_item(element):
        return
    inline = element.tag in _INLINE
    inside = block if inline else element.tag
    if not inline:
        yield block, ""
    if element.text:
        yield None, element.text
    for child in element:
        yield from _stretches(child, inside)
        if child.tail:
            yield None, child.tail
    if element.tag == "time" and not any(c.isdigit() for c in element.text_content()):
        yield None, (element.get("datetime") or "")[:10]
    if not inline:
        yield inside, ""


def _is_menu_item(element: Any) -> bool:
    """Whether it is an item of a list that is nothing but a link, and no date with a link (a permalink)."""
    if element.tag != "li" or next(element.iter("time"), None) is not None:
        return False
    linked = "".join(link.text_content() for link in element.iter("a"))
    return bool(linked) and "".join(linked.split()) == "".join(element.text_content().split())


def _headline(blocks: list[_Block], title: str | None) -> int | None:
    """Which block is the headline: the longest heading that the title has, or else the first heading."""
    headings = [(n, _folded(block.text)) for n, block in enumerate(blocks) if block.tag in _HEADINGS]
    named = [(len(text), -n) for n, text in headings if text and title and text in _folded(title)]
    if named:
        return -max(named)[1]
    return next((n for n, text in headings if blocks[n].tag == "h1" and len(text.split()) > 2), None)


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _deck(blocks: list[_Block]) -> Iterator[_Block]:
    prose = 0
    for block in blocks:
        if prose > PROSE_AFTER:
            return
        if block.tag not in _HEADINGS:
            yield block
            prose += len(block.text)


def _dates(text: str, order: bool | None) -> Iterator[tuple[str, str]]:
    """The days in a block that is a line of dates, or in which a label comes first; each with its kind."""
    line = in_numbers(text[:MAX_LINE])
    found = list(find_dates(line, day_first=order))
    words = len(re.findall(r"[^\W\d_]+", line)) - len(found)
    is_line = len(text) <= MAX_LINE and words <= (MAX_IN_SENTENCE if re.search(r"[.!?]$", text) else MAX_WORDS)
    last = 0
    for start, end, reading in found:
        kind = _kind(line[last:start])
        if reading.day and kind and (is_line or (kind != "bare" and start <= MAX_LABEL)):
            yield reading.day, kind
        last = end


@cache
def _label(kind: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in _rules()["labels"][kind])
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.I)


def _kind(before: str) -> str | None:
    """The kind of a date after these words, by the last label in them; None for a date of something else."""
    labels = [
        (found.start(), kind) for kind in ("published", "updated", "other") for found in _label(kind).finditer(before)
    ]
    kind = max(labels)[1] if labels else "bare"
    return None if kind == "other" else kind
