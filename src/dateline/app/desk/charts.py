"""Where the parts of a chart stand; pure. Templates draw them, so that a chart needs no script and prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.app.desk.dyads import Bin

WIDTH, HEIGHT, LEFT, BOTTOM = 900, 220, 44, 22
"""The size of a chart over time, and the room for its labels."""
SCORE_HEIGHT, SCORES = 80, 10.0
"""The strip of scores, and the largest there is: PLOVER's go from -10 to 10."""
MOST_LABELS = 9
APART = 5
"""Steps between actors of which nobody connects the one with the other; longer ways are drawn as these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A stretch of time: conflict above the axis, cooperation below it; `label` says all in words."""

    x: float
    width: float
    conflict_y: float
    conflict_height: float
    cooperation_height: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars over time with the axis at `zero`, and labels: of counts (y, text) and of time (x, text).

    scores: the mean PLOVER score of each stretch that has one, as (x, y, text) in a strip of SCORE_HEIGHT below.
    """

    bars: tuple[Bar, ...]
    zero: float
    counts: tuple[tuple[float, str], ...]
    times: tuple[tuple[float, str], ...]
    scores: tuple[tuple[float, float, str], ...]
    width: int = WIDTH
    height: int = HEIGHT
    score_height: int = SCORE_HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An actor in a network: where, how large, with how many events."""

    id: str
    name: str
    count: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A pair of actors in a network: its two ends, how many events, and how thick; `conflict` by the mean score."""

    first: Node
    second: Node
    count: int
    score: float | None
    width: float

    @property
    def kind(self) -> str:
        """By the mean PLOVER score."""
        return "unknown" if self.score is None else "conflict" if self.score < 0 else "cooperation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Actors and pairs as drawn within `width` and `height`."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    width: int
    height: int


def over_time(bins: Sequence[Bin], unit: str) -> Chart | None:
    """The chart of some bins, None where there are none."""
    if not bins:
        return None
    up, down = max(one.conflict for one in bins), max(one.cooperation for one in bins)
    scale = (HEIGHT - BOTTOM - 12) / max(1, up + down)
    zero, step = 8 + up * scale, (WIDTH - LEFT) / len(bins)
    bars = tuple(
        Bar(
            x=round(LEFT + number * step, 2),
            width=round(max(step - 1, step * 0.7), 2),
            conflict_y=round(zero - one.conflict * scale, 2),
            conflict_height=round(one.conflict * scale, 2),
            cooperation_height=round(one.cooperation * scale, 2),
            label=described(one, unit),
        )
        for number, one in enumerate(bins)
    )
    every = -(-len(bins) // MOST_LABELS)
    marks = [(zero - up * scale, up), (zero, 0), (zero + down * scale, down)]
    return Chart(
        bars=bars,
        zero=round(zero, 2),
        counts=tuple((round(y, 2), str(count)) for y, count in marks if count or y == zero),
        scores=tuple(
            (round(bar.x + bar.width / 2, 2), score_y(one.score), f"{short(one.start, unit)}: {one.score:+.1f}")
            for bar, one in zip(bars, bins, strict=True)
            if one.score is not None
        ),
        times=tuple((bars[at].x, short(bins[at].start, unit)) for at in range(0, len(bins), every)),
    )


def score_y(score: float) -> float:
    """Where a score stands in its strip."""
    return round(SCORE_HEIGHT / 2 * (1 - score / SCORES * 0.9), 2)


def described(one: Bin, unit: str) -> str:
    """A bin in words."""
    score = "" if one.score is None else f", mean score {one.score:+.1f}"
    return f"{short(one.start, unit)}: {one.conflict} conflict, {one.cooperation} cooperation{score}"


def short(day: str, unit: str) -> str:
    """The name of a stretch of time by its first day."""
    return {"day": day, "month": day[:7], "year": day[:4]}[unit]


def network_of(pairs: Sequence[tuple[str, str, int, float | None]], names: dict[str, str]) -> Network:
    """A drawing of pairs of actors (first, second, events, mean score): the same for the same pairs.

    Places follow the steps between actors (Kamada and Kawai 1989), by networkx; groups without a tie are APART steps
    from one another.
    """
    import networkx

    width, height, margin = 960, 640, 70
    graph = networkx.Graph()
    counts: dict[str, int] = {}
    for first, second, count, _ in pairs:
        graph.add_edge(first, second)
        for one in (first, second):
            counts[one] = counts.get(one, 0) + count
    if not counts:
        return Network(nodes=(), edges=(), width=width, height=height)
    steps = dict(networkx.all_pairs_shortest_path_length(graph))
    apart = {one: {other: min(steps[one].get(other, APART), APART) for other in graph} for one in graph}
    places = networkx.kamada_kawai_layout(graph, dist=apart)
    spans = [max(abs(float(place[axis])) for place in places.values()) or 1.0 for axis in (0, 1)]
    most = max(counts.values())
    nodes = {
        one: Node(
            id=one,
            name=names.get(one, one),
            count=counts[one],
            x=round(width / 2 + float(places[one][0]) / spans[0] * (width / 2 - margin), 1),
            y=round(height / 2 + float(places[one][1]) / spans[1] * (height / 2 - margin / 2), 1),
            radius=round(3 + 9 * (counts[one] / most) ** 0.5, 1),
        )
        for one in sorted(counts, key=lambda one: (-counts[one], one))
    }
    thickest = max(count for _, _, count, _ in pairs)
    edges = [
        Edge(first=nodes[first], second=nodes[second], count=count, score=score,
             width=round(1 + 6 * (count / thickest) ** 0.5, 1))
        for first, second, count, score in pairs
    ]  # fmt: skip
    return Network(nodes=tuple(nodes.values()), edges=tuple(edges), width=width, height=height)
