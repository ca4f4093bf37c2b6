"""Wording by which a report relates the events of one sentence: cues of relations.toml, and where sentences end."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MAX_DISTANCE = 400
"""No cue is looked for between triggers further apart than this many characters."""
RESULT_DISTANCE = 160
"""A participle that tells what came of an act follows within as many characters."""
JOIN_DISTANCE = 80
"""Triggers of one telling that a conjunction joins stand no further apart than this many characters."""

_SENTENCE_END = re.compile(r"[.!?][”\"’)]*\s+(?=[“\"‘A-Z])|\n\s*\n")
_PARTICIPLE = re.compile(r",\s+(?:and\s+|thus\s+|thereby\s+|also\s+|seriously\s+)?$")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Sgt|Capt|Sen|Rep|Gov|St|Jr|Sr|vs|No)\.\s*$")


@dataclass(frozen=True, slots=True)
class Cue:
    """A block of relations.toml: the relation it states, where it stands, and whether it always tells of two events."""

    relation: str
    kind: str
    pattern: re.Pattern[str]
    distinct: bool


@cache
def load_cues() -> tuple[Cue, ...]:
    """Every block of relations.toml, in its order."""
    table = tomllib.loads(files("dateline.linking").joinpath("relations.toml").read_text("utf-8"))
    return tuple(
        Cue(block["relation"], block["kind"], any_of(block["patterns"]), block.get("distinct", False))
        for block in table["cue"]
    )


def any_of(phrases: Sequence[str]) -> re.Pattern[str]:
    """A pattern for any of these phrases as whole words, the longest first."""
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) + r")\b", re.I)


def set_apart(gap: str) -> bool:
    """Whether the text between two triggers says that they are two events ("a week after", "in retaliation for")."""
    if len(gap) > MAX_DISTANCE or sentence_ends(gap):
        return False
    return any(cue.distinct and cue.pattern.search(gap) for cue in load_cues())


def joined(gap: str) -> bool:
    """Whether a conjunction alone stands between two triggers, as between a deed and what came of it."""
    if len(gap) > JOIN_DISTANCE or sentence_ends(gap) or ";" in gap:
        return False
    return any(cue.kind == "joined" and cue.pattern.search(gap) for cue in load_cues())


def resulting(gap: str, trigger: str) -> bool:
    """Whether a participle tells what came of the act before it: "a bomb exploded in the hall, killing"."""
    return (
        len(gap) <= RESULT_DISTANCE
        and not sentence_ends(gap)
        and trigger.split(maxsplit=1)[0].endswith("ing")
        and bool(_PARTICIPLE.search(gap))
    )


def told_on(gap: str) -> bool:
    """Whether a mention goes on with the same thing: in the same sentence or the next, of one paragraph."""
    return len(gap) <= MAX_DISTANCE and "\n" not in gap and len(sentence_ends(gap)) <= 1


def is_outcome(trigger: str) -> bool:
    """Whether a trigger tells what was done to people or things, not how ("killed", "houses were damaged")."""
    return any(cue.kind == "outcome" and cue.pattern.search(trigger) for cue in load_cues())


def is_plural(trigger: str) -> bool:
    """Whether a trigger is a noun for several events ("the bombings")."""
    return any(cue.kind == "several" and cue.pattern.search(trigger) for cue in load_cues())


def names_the_doers(actor: str) -> bool:
    """Whether an actor's words take up those who did what was told ("the attackers")."""
    return any(cue.kind == "doers" and cue.pattern.fullmatch(actor) for cue in load_cues())


def sentence_ends(text: str) -> list[int]:
    """Offsets after which a new sentence begins, abbreviations aside."""
    return [
        match.end() for match in _SENTENCE_END.finditer(text)
        if not _ABBREVIATION.search(text[: match.start() + 1])
    ]  # fmt: skip


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence that holds characters [start, end), found by punctuation alone."""
    ends = sentence_ends(text)
    return max((e for e in ends if e <= start), default=0), min((e for e in ends if e >= end), default=len(text))
