"""Which reports are copies of one another: syndicated, lightly edited or truncated versions of one text.

Candidates come from MinHash with banding (rensa), decisions from the exact overlap of word shingles, so that
a decision depends on the two texts alone. A group of copies counts as one independent source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from dateline.linking.components import components
from dateline.records import Report
from dateline.settings import LinkSettings

SHINGLE_WORDS = 3
PERMUTATIONS = 128
BANDS = 32
"""32 bands of 4 rows find pairs of Jaccard similarity 0.6 with probability above 0.98 (Leskovec et al., ch. 3)."""
SEED = 7
MIN_SHINGLES = 20
"""Shorter texts are compared by equality only: a headline shares its few shingles with many others."""

_WORD = re.compile(r"\w+")


def copy_groups(reports: Sequence[Report], settings: LinkSettings) -> dict[str, str]:
    """{report id: id of the first report of its group}; a report without copies stands for itself.

    The first is the one published first (unknown dates last), then the smallest id.
    """
    shingled = {report.id: shingles(report.text) for report in reports}
    pairs = [
        pair for pair in candidates(shingled) if is_copy(shingled[pair[0]], shingled[pair[1]], settings.copy_similarity)
    ]
    order = {report.id: (report.published.date or "9999", report.id) for report in reports}
    return {
        member: min(group, key=order.__getitem__)
        for group in components(sorted(shingled), pairs)
        for member in group
    }  # fmt: skip


def shingles(text: str) -> frozenset[str]:
    """The word triples of a text, lower-cased; of a very short text the whole."""
    words = _WORD.findall(text.lower())
    return frozenset(
        " ".join(words[i : i + SHINGLE_WORDS]) for i in range(max(1, len(words) - SHINGLE_WORDS + 1))
    ) if words else frozenset()  # fmt: skip


def is_copy(first: frozenset[str], second: frozenset[str], similarity: float) -> bool:
    """Whether two texts overlap enough, or the shorter one stands nearly whole in the longer."""
    if not first or not second:
        return False
    if min(len(first), len(second)) < MIN_SHINGLES:
        return first == second
    shared = len(first & second)
    return shared / len(first | second) >= similarity or shared / min(len(first), len(second)) >= 0.8


def candidates(shingled: dict[str, frozenset[str]]) -> list[tuple[str, str]]:
    """Pairs of report ids whose MinHash signatures agree on a band; sorted."""
    from rensa import RMinHash

    rows = PERMUTATIONS // BANDS
    buckets: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    for report_id in sorted(shingled):
        if not shingled[report_id]:
            continue
        sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        sketch.update(sorted(shingled[report_id]))
        digest = sketch.digest()
        for band in range(BANDS):
            key = (band, tuple(digest[band * rows : (band + 1) * rows]))
            buckets.setdefault(key, []).append(report_id)
    return sorted({pair for bucket in buckets.values() for pair in combinations(bucket, 2)})


def independent(report_ids: Iterable[str], groups: Mapping[str, str]) -> int:
    """How many independent sources these reports are."""
    return len({groups.get(report_id, report_id) for report_id in report_ids})
