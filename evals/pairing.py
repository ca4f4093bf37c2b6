"""Which event of the pipeline stands for which expected event."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dateline.records import HAPPENED, Event, EventMention, Span
from evals.fields import matches, verdicts

WEIGHTS = {"type": 4, "status": 2}
"""An event of the right type is sought first; every other field counts one."""


def stands_at(span: Span, text: str, entry: Mapping[str, Any]) -> bool:
    """Whether a trigger is one that the entry means: by its words and, where given, by the stretch of text."""
    if not matches(entry["trigger"], [span.text]):
        return False
    if "within" not in entry:
        return True
    return any(found.start() <= span.start < found.end() for found in re.finditer(entry["within"], text))


def pair_events(expected: Sequence[Mapping[str, Any]], events: Sequence[Event], text: str) -> dict[str, Event]:
    """{key of an expected event: its event}: best pairs first, each event for one key, ties in order."""
    scored = sorted(
        (-weight, i, j)
        for i, entry in enumerate(expected)
        for j, event in enumerate(events)
        if (weight := _weight(entry, event, text))
    )
    chosen: dict[int, int] = {}
    for _, i, j in scored:
        if i not in chosen and j not in chosen.values():
            chosen[i] = j
    return {expected[i]["key"]: events[j] for i, j in sorted(chosen.items())}


def _weight(entry: Mapping[str, Any], event: Event, text: str) -> int:
    if not any(stands_at(span, text, entry) for span in event.evidence.get("trigger", ())):
        return 0
    return 1 + sum(WEIGHTS.get(name, 1) for name, right in verdicts(event, entry).items() if right)


def is_expected(mention: EventMention, expected: Mapping[str, Any], text: str) -> bool:
    """Whether a mention that happened, by the pipeline, is among the expected or the allowed ones."""
    happened = (entry for entry in expected["events"] if HAPPENED & set(entry["status"]))
    return any(_of_type(mention, entry) and stands_at(mention.trigger, text, entry) for entry in happened) or any(
        _of_type(mention, entry) and stands_at(mention.trigger, text, entry) for entry in expected["allowed"]
    )


def violations(mentions: Sequence[EventMention], entry: Mapping[str, Any], text: str) -> list[EventMention]:
    """The mentions with status occurred or ongoing that a `never` entry forbids."""
    return [
        mention
        for mention in mentions
        if mention.status in HAPPENED and _of_type(mention, entry) and stands_at(mention.trigger, text, entry)
    ]


def _of_type(mention: EventMention, entry: Mapping[str, Any]) -> bool:
    return "type" not in entry or mention.event_type in entry["type"]
