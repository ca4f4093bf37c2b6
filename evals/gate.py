"""`python -m evals.gate INPUT…`: what the gate changes, as the share of events that differ from a full parse.

INPUT is anything that `dateline code` reads. Events are compared within each report by everything that a user
sees of them; one that is only found, or found otherwise, on one side counts as differing.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.pipeline import annotate
from dateline.records import EventMention, RawReport, dumps
from dateline.settings import Settings
from dateline.sources import read_inputs
from dateline.tools import Tools, load_tools


@dataclass(frozen=True, slots=True, kw_only=True)
class GateLoss:
    """reports, sentences kept and in all; mentions of the full parse, lost, added, and found with other fields."""

    reports: int
    kept: int
    sentences: int
    mentions: int
    lost: int
    added: int
    changed: int

    @property
    def share(self) -> float:
        """Per cent of mentions that differ."""
        return 100 * (self.lost + self.added + self.changed) / max(1, self.mentions)


def gate_loss(raws: Sequence[RawReport], tools: Tools, settings: Settings) -> GateLoss:
    """The difference that the gate makes to these reports."""
    full = {report.id: report.events for report in annotate(raws, tools, settings)}
    gated = {report.id: report.events for report in annotate(raws, tools, settings, gate=True)}
    found = Counter[str]()
    for report_id, mentions in full.items():
        found.update(difference(mentions, gated[report_id]))
    kept = [flag for raw in raws for flag in tools.gate(sentences_of(raw, tools, settings))]
    return GateLoss(
        reports=len(full),
        kept=sum(kept),
        sentences=len(kept),
        mentions=sum(map(len, full.values())),
        lost=found["lost"],
        added=found["added"],
        changed=found["changed"],
    )


def difference(full: Iterable[EventMention], gated: Iterable[EventMention]) -> Counter[str]:
    """How many mentions of one report were lost, added or changed."""
    before = {mention.id: dumps(mention) for mention in full}
    after = {mention.id: dumps(mention) for mention in gated}
    shared = before.keys() & after.keys()
    return Counter(
        lost=len(before.keys() - shared),
        added=len(after.keys() - shared),
        changed=sum(before[key] != after[key] for key in shared),
    )


def sentences_of(raw: RawReport, tools: Tools, settings: Settings) -> list[str]:
    """The sentences of a report's text as the gate sees them."""
    from dateline.stages.parse import split_sentences

    return split_sentences(raw.content, tools.splitter, settings.parse.max_sentence_tokens)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m evals.gate", description="What the gate changes.")
    parser.add_argument("inputs", nargs="+", metavar="INPUT")
    names = parser.parse_args(arguments).inputs
    failed: list[Exception] = []
    raws = list(read_inputs(names, stdin=sys.stdin.buffer, on_error=failed.append))
    settings = Settings()
    loss = gate_loss(raws, load_tools(settings), settings)
    print(f"{loss.reports} reports, {loss.kept} of {loss.sentences} sentences let through")
    print(f"{loss.mentions} mentions: {loss.lost} lost, {loss.added} added, {loss.changed} changed: {loss.share:.2f} %")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
