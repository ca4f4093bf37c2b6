"""What `dateline link` and `dateline diff` print: why events are one or not, and what changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from dateline.app import wording
from dateline.linking import Explanation, Link, Pair
from dateline.records import Event, to_json
from dateline.store import Change

PAIRS_SHOWN = 5
"""How many pairs of tellings are told in full."""


Words = Mapping[str, str]
"""What each telling says, by its id: the report and the sentence."""


def explanation_lines(first: str, second: str, explained: Explanation, words: Words) -> Iterator[str]:
    """Why two events are not one: their most alike tellings with all that speaks for and against each pair."""
    if explained.mean is None:
        barred = sorted({level for pair in explained.pairs for level in pair.barred})
        verdict = f"kept apart for good by {', '.join(map(spelled, barred))}" if barred else "nothing to compare"
    else:
        verdict = f"{explained.mean:+.1f} points on average; {explained.threshold:+.1f} would make them one"
    yield f"{first} and {second}: {verdict}"
    for pair in explained.pairs[:PAIRS_SHOWN]:
        yield ""
        yield from pair_lines(pair, words)
    left = len(explained.pairs) - PAIRS_SHOWN
    if left > 0:
        yield ""
        yield f"{left} more pairs, less alike"


def pair_lines(pair: Pair, words: Words) -> Iterator[str]:
    """Two tellings side by side: levels with their points, keys in common, what people said."""
    yield from (words[telling.id] for telling in (pair.first, pair.second))
    yield f"  {pair.points:+7.1f}  points" + (" if they were compared" if not pair.compared else "")
    yield from reason_lines(pair.reasons)
    shared = "; ".join(" ".join(key) for key in pair.keys)
    yield f"  in common: {shared or 'no place, site or side by which to compare them'}"
    yield from (f"  never one: {spelled(level)}" for level in pair.barred)
    for decision in pair.decisions:
        yield f"  {decision.decided_by} said: {'the same' if decision.same else 'different'}"


def joined_lines(event: Event, links: Sequence[Link], words: Words) -> Iterator[str]:
    """How the tellings of one event came together, step by step."""
    yield f"{event.id}: {wording.headline(event)}"
    if not links:
        yield "one telling; nothing was joined"
    for link in links:
        yield ""
        yield from (words[telling] for telling in (link.first, link.second))
        yield (
            f"  {link.decided_by} said that they are the same"
            if link.points is None
            else f"  {link.points:+7.1f}  points on average between their groups; between these two"
        )
        yield from reason_lines(link.reasons)


def reason_lines(reasons: Iterable[tuple[str, float]]) -> Iterator[str]:
    """Levels with their points, those that say nothing left out."""
    return (f"  {points:+7.1f}  {spelled(level)}" for level, points in reasons if points)


def spelled(level: str) -> str:
    """A level in words: "date.same_day" is "date: same day"."""
    return level.replace(".", ": ", 1).replace("_", " ")


def change_lines(changes: Iterable[Change], event_of: Callable[[str], Event | None]) -> Iterator[str]:
    """One line for each change, with what the event is, as far as it still is one."""
    for change in changes:
        event = event_of(change.event_id)
        parts = [f"{change.change:10}{change.event_id}"]
        if event is not None:
            parts.append(f"{wording.kind(event)}, {wording.day_range(event.date)}")
        if change.fields:
            parts.append(", ".join(change.fields))
        if change.others:
            word = {"merged": "took in", "split": "now", "changed": "was"}[change.change]
            parts.append(f"{word} {', '.join(change.others)}")
        yield "  ".join(parts)


def change_records(changes: Iterable[Change]) -> Iterator[str]:
    """One JSON object for each change."""
    return (json.dumps(to_json(change), ensure_ascii=False) for change in changes)


def tally(changes: Iterable[Change]) -> str:
    """How many changes of each kind, in words."""
    counted: dict[str, int] = {}
    for change in changes:
        counted[change.change] = counted.get(change.change, 0) + 1
    return ", ".join(f"{count} {name}" for name, count in counted.items()) or "nothing changed"
