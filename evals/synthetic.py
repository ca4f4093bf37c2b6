"""`python -m evals.synthetic`: how well tellings of one event are linked, on corpora whose answers are known.

One truth is told many times: by outlets, days apart, with what each leaves out, blurs or gets wrong, with copies,
denials, contradicting numbers and events that look alike. Reports are made as records, without any model, so that
many thousand can be made in a short time. The figures are optimistic beside real news: fields are clean values and
errors are independent of one another.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from dateline.records import Event, Report
from evals.scores import Scores
from evals.synthetic_telling import (
    LAGS,
    Noise,
    Script,
    copy_of,
    denied,
    heard,
    mention_id,
    recalled,
    report_ids,
    script_of,
    words_told,
    write,
)
from evals.synthetic_world import Truth, World, happening, happenings, make_world

COPIED = 0.15
"""Share of tellings that other outlets copy."""
DENIALS = 0.05
"""Share of tellings that are denials by whoever is said to have done it."""
RECALLS = 0.15
"""Share of reports that tell an earlier event in passing."""
MEMORY = 200
"""So many events back a report recalls one."""


@dataclass(slots=True)
class Corpus:
    """A corpus as it is made: reading `reports` fills the answers to what has been read.

    truth: {mention id: number of its event}. origin: {report id: id of the report that it copies, or its own}.
    tellers: {number of event: the origins of the reports that tell it}.
    """

    reports: Iterator[Report]
    truth: dict[str, int] = field(default_factory=dict)
    origin: dict[str, str] = field(default_factory=dict)
    tellers: dict[int, set[str]] = field(default_factory=dict)

    @property
    def sources(self) -> dict[int, int]:
        """{number of event: how many independent sources tell it}, of what has been read."""
        return {event: len(origins) for event, origins in self.tellers.items()}


def corpus(
    *,
    events: int = 200,
    reports: float = 10.0,
    look_alikes: float = 0.33,
    seed: int = 1,
    noise: float = 1.0,
    days: int | None = None,
    countries: int = 2,
    shared: float = 0.5,
) -> Corpus:
    """A corpus of so many events, each told by `reports` reports on average, copies not counted.

    look_alikes: share of events that resemble the one before. noise: factor on all that tellings leave out or get
    wrong. days: over how many days the events are spread, unless given so that there are five a day. shared: share
    of its words that a look-alike has from its model.
    """
    made = Corpus(reports=iter(()))
    random = Random(seed)
    world = make_world(random, countries)
    spread = days or max(1, events // 5)
    told = happenings(random, world, events=events, days=spread, look_alikes=look_alikes, shared=shared)
    made.reports = tellings(made, told, world, random, Noise().scaled(noise), (seed, events, reports))
    return made


def tellings(
    made: Corpus,
    truths: Iterable[Truth],
    world: World,
    random: Random,
    noise: Noise,
    plan: tuple[int, int, float],
) -> Iterator[Report]:
    """The reports on these events, event by event; `plan` is seed, number of events and reports for each."""
    seed, events, mean = plan
    ids = report_ids(seed)
    numbers = how_many(mean)
    memory: deque[Truth] = deque(maxlen=MEMORY)
    extra = events
    for truth in truths:
        for _ in range(random.choices(range(1, len(numbers) + 1), numbers)[0]):
            past = None
            if random.random() < RECALLS:
                past = earlier(random, world, memory, truth, extra)
                extra += past.number == extra
            first = script(next(ids), truth, past, world, random, noise)
            scripts = [first]
            if random.random() < COPIED:
                scripts.extend(copy_of(first, next(ids), random) for _ in range(random.choice((1, 1, 2, 3))))
            for one in scripts:
                report = write(one)
                remember(made, one, report, first.id)
                yield report
        memory.append(truth)


def how_many(mean: float) -> list[float]:
    """Weights of 1, 2, … tellings by Zipf's law, up to twelve times the mean, with that mean."""
    numbers = range(1, max(2, round(12 * mean)) + 1)
    low, high = -2.0, 8.0
    for _ in range(60):
        exponent = (low + high) / 2
        weights = [number**-exponent for number in numbers]
        if sum(n * w for n, w in zip(numbers, weights, strict=True)) / sum(weights) > mean:
            low = exponent
        else:
            high = exponent
    return weights


def earlier(random: Random, world: World, memory: Sequence[Truth], truth: Truth, number: int) -> Truth:
    """An event before this one in its country: one that other reports tell, or, with this number, one they do not."""
    known = [old for old in memory if old.town.country == truth.town.country and old.day <= truth.day - 5]
    if known and random.random() < 0.5:
        return random.choice(known)
    return happening(random, world, number, truth.day - random.randint(20, 200))


def script(report_id: str, truth: Truth, past: Truth | None, world: World, random: Random, noise: Noise) -> Script:
    """One outlet's report on an event."""
    lag = random.choices(range(len(LAGS)), LAGS)[0]
    telling = heard(truth, world, lag, random, noise)
    if random.random() < DENIALS:
        telling = denied(truth, telling, random)
    words = words_told(truth, random)
    return script_of(report_id, telling, words, truth.day + lag, recalled(past, random) if past else None, random)


def remember(made: Corpus, script: Script, report: Report, origin: str) -> None:
    """Fill in the answers to a report."""
    made.origin[report.id] = origin
    told = sorted(script.told)
    by_place = sorted(report.events, key=lambda event: event.trigger.start)
    for index, mention in zip(told, by_place, strict=True):
        number = script.told[index].truth
        made.truth[mention.id] = number
        made.tellers.setdefault(number, set()).add(origin)


# ---- scoring


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """B³ over mentions, and in how many events the number of independent sources is that of its reports."""

    mentions: int
    precision: float
    recall: float
    events: int
    exact_sources: int
    mistakes: tuple[str, ...] = ()

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def scored(made: Corpus, events: Sequence[Event]) -> Outcome:
    """How well events fit the truth of a corpus that has been read."""
    found = {
        mention_id(trigger): event.id for event in events for trigger in event.evidence["trigger"]
    }  # fmt: skip
    sources = {event.id: len({made.origin[report] for report in event.reports}) for event in events}
    wrong = [event for event in events if event.independent_sources != sources[event.id]]
    precision, recall = b_cubed(made.truth, found)
    return Outcome(
        mentions=len(made.truth),
        precision=precision,
        recall=recall,
        events=len(events),
        exact_sources=len(events) - len(wrong),
        mistakes=(
            *(f"sources: {event.independent_sources} instead of {sources[event.id]}: {event.id}" for event in wrong),
            *mixed(made.truth, found),
        ),
    )


def b_cubed(truth: Mapping[str, int], found: Mapping[str, str]) -> tuple[float, float]:
    """B³ precision and recall of groups of mentions (Bagga & Baldwin 1998). Raises KeyError for a mention not found."""
    both = Counter((truth[mention], found[mention]) for mention in truth)
    true, given = Counter(truth.values()), Counter(found[mention] for mention in truth)
    total = len(truth)
    return (
        sum(n * n / given[group] for (_, group), n in both.items()) / total,
        sum(n * n / true[event] for (event, _), n in both.items()) / total,
    )


def mixed(truth: Mapping[str, int], found: Mapping[str, str]) -> Iterator[str]:
    """Which events were joined, and which were split, with one mention of each part."""
    for title, one, other in (("joined", found, truth), ("split", truth, found)):
        parts: dict[object, dict[object, list[str]]] = {}
        for mention in sorted(truth):
            parts.setdefault(one[mention], {}).setdefault(other[mention], []).append(mention)
        for found_parts in parts.values():
            if len(found_parts) > 1:
                yield f"{title}: " + " | ".join(f"{len(members)} {members[0]}" for members in found_parts.values())


def score_synthetic(scores: Scores) -> None:
    """The figures of the gate: a small corpus, its numbers given as mentions out of all."""
    from dateline.linking import link

    made = corpus(events=60, reports=6, seed=11)
    outcome = scored(made, link(made.reports))
    scores.right["synthetic.precision"] = round(outcome.precision * outcome.mentions)
    scores.right["synthetic.recall"] = round(outcome.recall * outcome.mentions)
    scores.right["synthetic.sources"] = outcome.exact_sources
    scores.all |= {"synthetic.precision": outcome.mentions, "synthetic.recall": outcome.mentions}
    scores.all["synthetic.sources"] = outcome.events


def main(arguments: Sequence[str] | None = None) -> int:
    """Run with command line arguments; gives the exit status."""
    from dateline.linking import link

    options = parser().parse_args(arguments)
    made = corpus(
        events=options.events,
        reports=options.reports,
        look_alikes=options.look_alikes,
        seed=options.seed,
        noise=options.noise,
        days=options.days,
        countries=options.countries,
    )
    reports = list(made.reports)
    outcome = scored(made, link(reports))
    figures = {
        "mentions": outcome.mentions,
        "precision": round(outcome.precision, 4),
        "recall": round(outcome.recall, 4),
        "f1": round(outcome.f1, 4),
        "events": outcome.events,
        "true_events": len(made.tellers),
        "exact_sources": outcome.exact_sources,
    }
    if options.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:16}{value:>10}")
    shown = {event.id: event for report in reports for event in report.events}
    for mistake in outcome.mistakes[: options.errors]:
        print(mistake)
        for word in mistake.split():
            if word in shown:
                print("    " + told(shown[word], reports))
    return 0


def told(mention: object, reports: Sequence[Report]) -> str:
    """A mention's sentence, for the list of mistakes."""
    from dateline.records import EventMention

    assert isinstance(mention, EventMention)
    text = next(report.text for report in reports if report.id == mention.trigger.report_id)
    return text[max(0, mention.trigger.start - 100) : mention.trigger.end + 160].replace("\n", " ")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m evals.synthetic", description=(__doc__ or "").split("\n\n")[0])
    made.add_argument("--events", type=int, default=200, help="how many events happen")
    made.add_argument("--reports", type=float, default=10.0, help="reports on each, on average, copies not counted")
    made.add_argument("--look-alikes", type=float, default=0.33, help="share of events that resemble another")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--noise", type=float, default=1.0, help="factor on what tellings leave out or get wrong")
    made.add_argument("--days", type=int, help="over how many days; unless given, five events a day")
    made.add_argument("--countries", type=int, default=2)
    made.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    made.add_argument("--errors", type=int, default=0, metavar="N", help="show so many mistakes")
    return made


if __name__ == "__main__":
    sys.exit(main())
