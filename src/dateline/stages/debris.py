"""Taking page debris off a text that was scraped before: navigation, share links, comment forms and the like.

Lines are judged by shape and position, with cue lists in rules/debris.toml. A text without a line that is surely
debris comes back unchanged, character for character; and since no such line is left in what comes back, taking
debris off twice gives the same as once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dateline.stages.publication import find_dateline, is_date_line

MAX_CUE_LINE = 500
"""A longer line is a paragraph, whatever it begins with."""
MIN_MENU = 4
"""So many menu words, each on its own line, are a menu."""
_SENTENCE_END = re.compile(r"""[.!?…]["'”’»)\]]*\s*$""")
_MARGIN = " \t\r\n\v\f\xa0\u200b•·|*▪►▶–—-"
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank: [start, end) in the text, end of line excluded."""

    start: int
    end: int
    text: str
    cue: str | None
    """The kind of debris that it surely is, or None."""
    in_menu: bool
    is_paragraph: bool


@dataclass(frozen=True, slots=True)
class Stripped:
    """What is left, the headline and byline among what was taken off, and the kinds of what was (reason: lines)."""

    text: str
    title: str | None = None
    byline: str | None = None
    removed: tuple[tuple[str, int], ...] = ()


@cache
def _kinds() -> dict[str, tuple[str, re.Pattern[str]]]:
    """Per kind of debris: the reason given in notes, and one pattern for a whole line."""
    rules = tomllib.loads(files("dateline.stages").joinpath("rules/debris.toml").read_text("utf-8"))
    return {
        kind: (rule["reason"], re.compile("|".join(f"(?:{pattern})" for pattern in rule["patterns"]), re.I))
        for kind, rule in rules.items()
    }


def strip_debris(text: str, title: str | None = None) -> Stripped:
    """The text without page debris.

    title: the report's title if known; a repetition of it among debris is found by it. White space at the ends
    is taken off only where debris was.
    """
    lines = read_lines(text)
    dropped = _dropped(lines)
    if not dropped:
        return Stripped(text)
    kept = [index for index in range(len(lines)) if index not in dropped]
    head = [line for index, line in enumerate(lines) if index in dropped and (not kept or index < kept[0])]
    return Stripped(
        text=_joined(text, lines, kept),
        title=title or _headline(head),
        byline=_byline(head),
        removed=_reasons([dropped[index] for index in sorted(dropped)]),
    )


def read_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, each with what it is."""
    return [_line(found.start(), found[0]) for found in re.finditer(r"[^\n]+", text) if not found[0].isspace()]


def _line(start: int, text: str) -> Line:
    cue, in_menu = _cue(text)
    is_paragraph = cue is None and not in_menu and (len(text) > 200 or _is_sentence(text))
    return Line(start, start + len(text), text, cue, in_menu, is_paragraph)


def _cue(text: str) -> tuple[str | None, bool]:
    """The kind of debris that a line surely is, or None; and whether it is a menu word."""
    if len(text) > MAX_CUE_LINE:
        return None, False
    for core in dict.fromkeys((text.strip(), text.strip(_MARGIN))):
        for kind, (_, pattern) in _kinds().items():
            if kind != "menu" and pattern.fullmatch(core):
                return kind, False
    sentences = [each for each in re.split(r"(?<=[.!?])\s+", text.strip(_MARGIN)) if each]
    if len(sentences) > 1 and all(_kinds()["form"][1].fullmatch(each.rstrip(".")) for each in sentences):
        return "form", False
    return None, bool(_kinds()["menu"][1].fullmatch(text.strip(_MARGIN)))


def _is_sentence(text: str) -> bool:
    """Whether a line is running text: it ends like a sentence and is long enough for one, or opens a report."""
    dateline = find_dateline(text)
    return (bool(_SENTENCE_END.search(text)) and len(text.split()) >= 7) or bool(dateline and dateline.certain)


def _dropped(lines: Sequence[Line]) -> dict[int, str]:
    """Which lines go, and as what kind."""
    body = [index for index, line in enumerate(lines) if line.is_paragraph]
    first, last = (body[0], body[-1]) if body else (len(lines), len(lines) - 1)
    if not body and sum(line.cue is not None for line in lines) < 2:
        return {}  # a single short line is what it is
    dropped = {index: line.cue for index, line in enumerate(lines) if line.cue and _counts(line, index, first)}
    dropped |= _head(lines, first) | _tail(lines, last, body) | _rest(lines, body)
    return dropped


def _counts(line: Line, index: int, first: int) -> bool:
    """A teaser before the first paragraph may as well be the headline ("Watch: …")."""
    return line.cue != "teaser" or index > first


def _head(lines: Sequence[Line], first: int) -> dict[int, str]:
    """Everything before the first paragraph, where there is debris in it; a date line stays, as evidence."""
    head = range(first if first < len(lines) else 0)
    if not (
        any(_counts(lines[index], index, first) and lines[index].cue for index in head)
        or sum(lines[index].in_menu for index in head) >= MIN_MENU
    ):
        return {}
    return {
        index: lines[index].cue or ("menu" if lines[index].in_menu else "head")
        for index in head
        if not is_date_line(lines[index].text)
    }


def _tail(lines: Sequence[Line], last: int, body: Sequence[int]) -> dict[int, str]:
    """What follows the first debris after the last paragraph; short lines between the two may be the report's."""
    if not body:
        return {}
    tail = range(last + 1, len(lines))
    menu = [index for index in tail if lines[index].in_menu]
    marks = [index for index in tail if lines[index].cue] + (menu if len(menu) >= MIN_MENU else [])
    if not marks:
        return {}
    return {
        index: lines[index].cue or ("menu" if lines[index].in_menu else "tail")
        for index in range(min(marks), len(lines))
        if not is_date_line(lines[index].text)
    }


def _rest(lines: Sequence[Line], body: Sequence[int]) -> dict[int, str]:
    """Readers' comments and teasers: all after a line that ends the report, if most of the text stands before it."""
    total = sum(lines[index].end - lines[index].start for index in body)
    before = 0
    for index, line in enumerate(lines):
        if line.cue == "ending" and before * 2 > total:
            return {later: lines[later].cue or "ending" for later in range(index, len(lines))}
        before += line.end - line.start if line.is_paragraph else 0
    return {}


def _joined(text: str, lines: Sequence[Line], kept: Sequence[int]) -> str:
    """The kept lines with the white space that stood between them; where lines went, one gap of theirs stays."""
    parts: list[str] = []
    for position, index in enumerate(kept):
        line = lines[index]
        if position:
            before = lines[kept[position - 1]]
            whole = text[before.end : line.start]
            parts.append(
                whole if kept[position - 1] == index - 1 else _widest_gap(text, lines, kept[position - 1], index)
            )
        parts.append(text[line.start : line.end])
    if not kept:
        return ""
    start = text[: lines[0].start] if kept[0] == 0 else ""
    end = text[lines[-1].end :] if kept[-1] == len(lines) - 1 else ""
    joined = start + "".join(parts) + end
    return joined if end else joined.rstrip()


def _widest_gap(text: str, lines: Sequence[Line], left: int, right: int) -> str:
    gaps = [text[lines[index].end : lines[index + 1].start] for index in range(left, right)]
    return max(gaps, key=lambda gap: gap.count("\n"))


def _headline(head: Sequence[Line]) -> str | None:
    """The headline among the lines taken off the top: one that comes twice, else the longest that can be one."""
    able = [
        line.text.strip(_MARGIN) for line in head if not line.cue and not line.in_menu and _can_be_headline(line.text)
    ]
    crumbs = [re.split(r"\s*[»›>→/|]\s*", line.text)[-1].strip() for line in head if line.cue == "navigation"]
    twice = [title for index, title in enumerate(able) if title in crumbs or title in able[:index]]
    return next(iter(twice), None) or max(able, key=len, default=None)


def _can_be_headline(text: str) -> bool:
    core = text.strip(_MARGIN)
    return (
        3 <= len(core.split()) <= 30
        and bool(_LETTER.search(core))
        and not is_date_line(core)
        and not _byline_name(core)
    )


def _byline(head: Sequence[Line]) -> str | None:
    return next((name for line in head if not line.cue and (name := _byline_name(line.text.strip(_MARGIN)))), None)


def _byline_name(text: str) -> str | None:
    """The name in "By Jane Doe", or None: each word is capitalised or joins names."""
    found = re.fullmatch(
        r"(?:by|written by|story by|reported by):?\s+(?P<name>[^,|•·]{3,80}?)(?:\s*[,|•·].*)?", text, re.I
    )
    words = found["name"].split() if found else []
    is_name = all(
        word[0].isupper() or word.lower() in {"and", "de", "van", "von", "bin", "al", "el", "di", "da", "la", "&"}
        for word in words
    )
    return " ".join(words) if 2 <= len(words) <= 10 and is_name else None


def _reasons(kinds: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """How many lines went for which reason, in the order in which the reasons first occur."""
    reasons = [
        _kinds()[kind][0] if kind in _kinds() else f"lines beside debris at the {kind} of the text" for kind in kinds
    ]
    return tuple((reason, reasons.count(reason)) for reason in dict.fromkeys(reasons))
