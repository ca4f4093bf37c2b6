"""Synthetic corpora: spans stand where they say, a seed gives one corpus, and the answers fit the reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from random import Random

import pytest

from dateline.linking.copies import copy_groups
from dateline.records import Report, Span
from dateline.settings import LinkSettings
from evals.synthetic import Corpus, b_cubed, corpus, how_many, main, scored
from evals.synthetic_telling import Noise, Writer, days_told, tolls_told


def small(seed: int = 3, **fields: float) -> tuple[Corpus, list[Report]]:
    made = corpus(events=25, reports=6, seed=seed, **fields)  # type: ignore[arg-type]
    return made, list(made.reports)


def spans(value: object) -> Iterator[Span]:
    """Every span inside a record."""
    if isinstance(value, Span):
        yield value
    elif is_dataclass(value):
        for part in fields(value):
            yield from spans(getattr(value, part.name))
    elif isinstance(value, dict):
        yield from spans(tuple(value.values()))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)


def test_every_span_is_where_it_says() -> None:
    _, reports = small()
    for report in reports:
        for span in spans(report):
            assert span.report_id == report.id
            assert report.text[span.start : span.end] == span.text
            assert span.text


def test_a_seed_gives_one_corpus_and_another_seed_another() -> None:
    assert small(seed=5)[1] == small(seed=5)[1]
    assert {report.text for report in small(seed=5)[1]}.isdisjoint(report.text for report in small(seed=6)[1])


def test_the_answers_fit_the_reports() -> None:
    made, reports = small()
    assert set(made.truth) == {event.id for report in reports for event in report.events}
    assert set(made.origin) == {report.id for report in reports}
    assert len(made.truth) == sum(len(report.events) for report in reports)
    for event, sources in made.sources.items():
        telling = {m.rsplit("-", 1)[0] for m, number in made.truth.items() if number == event}
        assert sources == len({made.origin[report] for report in telling})


def test_no_two_events_of_a_report_are_one() -> None:
    made, reports = small()
    for report in reports:
        numbers = [made.truth[event.id] for event in report.events]
        assert len(set(numbers)) == len(numbers)


def test_copies_are_found_and_nothing_else_is_one() -> None:
    made, reports = small()
    groups = copy_groups(reports, LinkSettings())
    assert max(Counter(made.origin.values()).values()) > 1
    assert len(set(groups.values())) == len(set(made.origin.values()))
    for report, other in groups.items():
        assert made.origin[report] == made.origin[other]


def test_copies_denials_recalled_and_look_alike_events_are_all_there() -> None:
    made, reports = small()
    mentions = [event for report in reports for event in report.events]
    assert {event.status for event in mentions} == {"occurred", "denied"}
    assert {event.background for event in mentions} == {True, False}
    assert max(made.truth.values()) >= 25  # events that nobody but a recalling report tells


def test_without_noise_every_report_of_an_event_agrees_on_its_day() -> None:
    made, reports = small(noise=0.0)
    days: dict[int, set[tuple[str | None, str | None]]] = {}
    for event in (event for report in reports for event in report.events if not event.background):
        days.setdefault(made.truth[event.id], set()).add((event.date.start, event.date.end))
    assert all(len(found) == 1 for found in days.values())


@pytest.mark.parametrize("mean", [1.5, 4.0, 10.0])
def test_numbers_of_tellings_have_the_mean_asked_for(mean: float) -> None:
    weights = how_many(mean)
    assert sum(n * w for n, w in enumerate(weights, 1)) / sum(weights) == pytest.approx(mean, abs=0.01)


def test_early_tolls_are_too_low() -> None:
    random, noise = Random(1), Noise(altered=1.0, no_killed=0.0)
    early = [tolls_told({"fatalities": 100}, 0, random, noise)["fatalities"] for _ in range(50)]
    assert max(early) < 100


def test_an_interval_holds_the_day() -> None:
    random, noise = Random(1), Noise(no_date=0.0, interval=1.0)
    for day in range(737000, 737050):
        first, last = days_told(day, random, noise) or (0, 0)
        assert first <= day <= last


def test_a_writer_leaves_out_spaces_of_empty_slots() -> None:
    writer = Writer()
    where, marks = writer.sentence(("{actor} left {place} {when}.", {
        "actor": (("gunmen", "actor"),), "place": (), "when": (("on 4 March", "date"),),
    }))  # fmt: skip
    assert writer.text() == "Gunmen left on 4 March."
    assert (where, marks) == ((0, 23), {"actor": (0, 6), "date": (12, 22)})


def test_b_cubed() -> None:
    truth = {"a": 1, "b": 1, "c": 2}
    assert b_cubed(truth, {"a": "x", "b": "x", "c": "y"}) == (1.0, 1.0)
    precision, recall = b_cubed(truth, {"a": "x", "b": "x", "c": "x"})
    assert precision == pytest.approx(5 / 9)
    assert recall == 1.0


def test_scores_are_of_all_mentions() -> None:
    from dateline.linking import link

    made, reports = small()
    outcome = scored(made, link(reports))
    assert outcome.mentions == len(made.truth)
    assert 0.5 < outcome.f1 <= 1.0


def test_the_command_prints_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--events", "10", "--reports", "3", "--errors", "2"]) == 0
    assert "exact_sources" in capsys.readouterr().out
