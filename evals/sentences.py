"""Single sentences with the event that they tell (examples/sentences.tsv): how much of varied English the coder knows.

Every line was written without looking at the codebook. Two thirds of the sentences, chosen by the hash of their text,
are for reading mistakes; of the others only figures are ever printed, so that they tell what holds beyond those read.
Codes are TYPE or TYPE/mode, several where the manual leaves a choice joined by "|"; NONE wants no event at all.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.codebook.examples import Coding
from dateline.stages.events import example_coder
from dateline.stages.parse import parse_reports
from evals.scores import Scores

if TYPE_CHECKING:
    from dateline.settings import Settings
    from dateline.tools import Tools

SENTENCES = Path(__file__).parent.parent / "examples" / "sentences.tsv"
NONE = "NONE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence and what it tells; `codes` is empty where it tells no event."""

    text: str
    codes: tuple[tuple[str, str], ...]
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]

    @property
    def part(self) -> str:
        """ "read" for two thirds of the sentences, "check" for those whose mistakes are never printed."""
        return "check" if int(hashlib.sha1(self.text.encode()).hexdigest(), 16) % 3 == 0 else "read"


def load_sentences(path: Path = SENTENCES) -> list[Sentence]:
    """All sentences, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [_sentence(row) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _sentence(row: dict[str, str]) -> Sentence:
    codes = [code.partition("/") for code in row["code"].split("|")]
    return Sentence(
        text=row["text"],
        codes=() if row["code"].startswith(NONE) else tuple((kind, mode) for kind, _, mode in codes),
        status=row["status"],
        actors=_phrases(row["actor"]),
        recipients=_phrases(row["recipient"]),
    )


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def score_sentences(scores: Scores, sentences: Iterable[Sentence], tools: Tools, settings: Settings) -> None:
    """Add the figures of both parts: type, mode, status and sides of the event that was to come out, and silence."""
    known = list(sentences)
    docs = parse_reports(
        ((str(i), sentence.text) for i, sentence in enumerate(known)), tools.nlp, tools.splitter, settings.parse
    )
    parsed = {sentence.text: doc for sentence, doc in zip(known, docs, strict=True)}
    code = example_coder(parsed.__getitem__, tools.codebook)
    for sentence in known:
        for figure, right in verdicts(sentence, code(sentence.text)):
            shown = sentence.text if sentence.part == "read" else "a sentence that is not read"
            scores.check(f"sentences.{sentence.part}.{figure}", right, shown)


def verdicts(sentence: Sentence, codings: Sequence[Coding]) -> Iterator[tuple[str, bool]]:
    """(figure, right) of one sentence; everything but the type is asked only of an event of the right type."""
    if not sentence.codes:
        yield "none", not codings
        return
    types = {kind for kind, _ in sentence.codes}
    modes = {mode for _, mode in sentence.codes if mode}
    found = [coding for coding in codings if coding[0] in types]
    yield "type", bool(found)
    if not found:
        return
    if modes:
        yield "mode", any(mode in modes for _, mode, *_ in found)
    yield "status", any(status == sentence.status for _, _, status, *_ in found)
    if sentence.actors:
        yield "actor", any(_all_named(sentence.actors, actors) for *_, actors, _ in found)
    if sentence.recipients:
        yield "recipient", any(_all_named(sentence.recipients, recipients) for *_, recipients in found)


def _all_named(wanted: Sequence[str], got: Sequence[str]) -> bool:
    """Whether every phrase is among those found, by containment or the same last word."""
    return all(any(_same(phrase.lower(), other.lower()) for other in got if other) for phrase in wanted)


def _same(first: str, second: str) -> bool:
    return first in second or second in first or first.rsplit(maxsplit=1)[-1] == second.rsplit(maxsplit=1)[-1]
