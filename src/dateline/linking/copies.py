"""Which reports are copies of one another: syndicated, lightly edited or truncated versions of one text.

Candidates come from MinHash with banding (rensa), of the whole text and of its beginning, since what was cut off
behind leaves little of the whole in common. Decisions come from the overlap of word shingles, so that a decision
depends on the two texts alone. A group of copies counts as one independent source.
"""

from __future__ import annotations

import re
import struct
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dateline.linking.components import Forest
from dateline.records import Report, content_id
from dateline.settings import LinkSettings

SHINGLE_WORDS = 3
PERMUTATIONS = 128
BANDS = 32
"""32 bands of 4 rows find pairs of Jaccard similarity 0.6 with probability above 0.98 (Leskovec et al., ch. 3)."""
SEED = 7
MIN_SHINGLES = 20
"""Shorter texts are compared by equality only: a headline shares its few shingles with many others."""
LEAD_WORDS = 60
"""What is taken for the beginning of a text: a lede and the sentence behind it, kept by whoever shortens a report."""
CONTAINED = 0.8
"""Share of the shorter text's shingles in the longer one from which it counts as taken from it."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What tells whether a text is a copy of another; empty strings where it has no words.

    words: hash of its words in order. bands: MinHash bands of the whole and of the beginning, 8 bytes each, as
    base64. shingles: 32-bit hashes of its word triples, sorted, as base64.
    """

    words: str = ""
    bands: str = ""
    shingles: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a report's text comes from: the first report of its group of copies, the agency credited, the publisher."""

    first: str
    credit: str | None = None
    publisher: str | None = None

    def is_one_with(self, other: Origin) -> bool:
        """Whether two texts are from one source."""
        if self.first == other.first:
            return True
        credits = {self.credit, other.credit} - {None}
        return len(credits) == 1 and all(one.credit or one.publisher in credits for one in (self, other))


def sketch_of(text: str) -> Sketch:
    """The sketch of a text; case, punctuation and white space do not count."""
    words = _WORD.findall(text.lower())
    if not words:
        return Sketch()
    whole = shingles(words)
    long_enough = len(whole) >= MIN_SHINGLES
    return Sketch(
        words=content_id(*words),
        bands=packed("Q", [*bands_of(whole), *bands_of(shingles(words[:LEAD_WORDS]))]) if long_enough else "",
        shingles=packed("I", sorted({crc32(shingle.encode()) for shingle in whole})),
    )


def shingles(words: Sequence[str]) -> list[str]:
    """The word triples of a text, sorted; of a very short text the whole."""
    count = max(1, len(words) - SHINGLE_WORDS + 1)
    return sorted({" ".join(words[start : start + SHINGLE_WORDS]) for start in range(count)})


def bands_of(found: Sequence[str]) -> Iterator[int]:
    """64-bit hashes of the bands of a MinHash signature, 32 of them."""
    from rensa import RMinHash

    minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(list(found))
    digest = minhash.digest()
    rows = PERMUTATIONS // BANDS
    for band in range(BANDS):
        row = struct.pack(f"<{rows}Q", *digest[band * rows : (band + 1) * rows])
        yield int.from_bytes(blake2b(row, digest_size=8).digest(), "little")


def packed(code: str, numbers: Iterable[int]) -> str:
    """Numbers of a struct format as base64, the same on every machine."""
    given = list(numbers)
    return b64encode(struct.pack(f"<{len(given)}{code}", *given)).decode()


def unpacked(code: str, text: str) -> tuple[int, ...]:
    """The inverse of `packed`."""
    data = b64decode(text)
    return struct.unpack(f"<{len(data) // struct.calcsize('<' + code)}{code}", data)


def copy_groups(reports: Iterable[Report], settings: LinkSettings) -> dict[str, str]:
    """{report id: id of the first report of its group} of whole reports; see `groups_of`."""
    known = list(reports)
    sketches = {report.id: sketch_of(report.text) for report in known}
    return groups_of(sketches, {report.id: report.published.date for report in known}, settings)


def groups_of(
    sketches: Mapping[str, Sketch], published: Mapping[str, str | None], settings: LinkSettings
) -> dict[str, str]:
    """{report id: id of the first report of its group}; a report without copies stands for itself.

    published: day of publication of each report. The first is the one published first (unknown dates last), then the
    smallest id.
    """
    forest = Forest(sorted(sketches))
    originals = []
    for same in same_words(sketches):
        originals.append(same[0])
        for other in same[1:]:
            forest.join(same[0], other)
    for first, second in candidates({report_id: sketches[report_id] for report_id in sorted(originals)}):
        if forest.root(first) != forest.root(second) and is_copy(
            sketches[first].shingles, sketches[second].shingles, settings.copy_similarity
        ):
            forest.join(first, second)
    return {
        member: min(group, key=lambda report_id: (published[report_id] or "9999", report_id))
        for group in forest.groups()
        for member in group
    }


class CopyFinder:
    """Tells of stored sketches, by the hash of their words and their packed bands, whether they may be copies."""

    def __init__(self, sketches: Iterable[Sketch]) -> None:
        known = list(sketches)
        self._words = {sketch.words for sketch in known if sketch.words}
        self._bands = {band for sketch in known for band in unpacked("Q", sketch.bands)}

    def may_match(self, words: str, bands: str) -> bool:
        """Whether a text has the words of one of the sketches, or a band in common with it."""
        return words in self._words or not self._bands.isdisjoint(unpacked("Q", bands))


def same_words(sketches: Mapping[str, Sketch]) -> list[list[str]]:
    """Reports grouped by their words, each group sorted; those without words each for itself."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for report_id in sorted(sketches):
        groups[sketches[report_id].words or f"none {report_id}"].append(report_id)
    return list(groups.values())


def candidates(sketches: Mapping[str, Sketch]) -> list[tuple[str, str]]:
    """Pairs of report ids that agree on a band; sorted. One band after the other, to hold few of them at a time."""
    ids = sorted(report_id for report_id, sketch in sketches.items() if sketch.bands)
    bands = np.empty((len(ids), 2 * BANDS), dtype=np.uint64)
    for row, report_id in enumerate(ids):
        bands[row] = numbers_in(sketches[report_id].bands)
    pairs: set[tuple[int, int]] = set()
    for band in range(2 * BANDS):
        keys = bands[:, band]
        order = np.argsort(keys, kind="stable")
        starts = np.flatnonzero(np.diff(keys[order], prepend=np.uint64(0), append=np.uint64(0)))
        for start, end in pairwise([0, *starts.tolist()]):
            if end - start > 1:
                pairs.update(combinations(order[start:end].tolist(), 2))
    return [(ids[first], ids[second]) for first, second in sorted(pairs)]


def numbers_in(bands: str) -> NDArray[np.uint64]:
    """Packed bands as an array."""
    return np.frombuffer(b64decode(bands), dtype="<u8")


def is_copy(first: str, second: str, similarity: float) -> bool:
    """Whether two texts overlap enough, or the shorter one stands nearly whole in the longer; by packed shingles."""
    one, other = hashes(first), hashes(second)
    if min(len(one), len(other)) < MIN_SHINGLES:
        return one == other
    shared = len(one & other)
    return shared / len(one | other) >= similarity or shared / min(len(one), len(other)) >= CONTAINED


@lru_cache(maxsize=1024)
def hashes(shingles: str) -> frozenset[int]:
    """Packed shingles as a set."""
    return frozenset(unpacked("I", shingles))


def independent(report_ids: Iterable[str], origins: Mapping[str, Origin]) -> int:
    """How many independent sources these reports are.

    Copies are one, and so are texts that credit one agency, the agency's own among them, however they were edited.
    """
    known = sorted(report_ids)
    forest = Forest(known)
    for first, second in combinations(known, 2):
        if origins[first].is_one_with(origins[second]):
            forest.join(first, second)
    return len(forest.groups())
