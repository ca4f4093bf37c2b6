"""`make bench`: how fast reports are coded here, with how much memory, and where the time goes.

Run as `python -m dateline.app.bench FOLDER [REPORTS]`: the folder's reports are coded over and over until there
are so many (200 where no number is given).
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from dateline import pipeline
from dateline.app.coding import Options, code_into
from dateline.app.terminal import write_lines
from dateline.linking import link
from dateline.records import RawReport, Report
from dateline.runners import run
from dateline.settings import Settings
from dateline.sources import read_inputs
from dateline.store import open_store
from dateline.tools import Tools, load_tools

STAGES = (
    "clean", "find_publication", "find_dateline", "find_places", "find_entities", "find_times",
    "find_quantities", "find_claims", "find_weapon_mentions", "find_events", "event_mentions",
)  # fmt: skip
"""Functions that the pipeline calls for each report; the parse comes as a stream and is timed apart."""


@dataclass(slots=True)
class Clock:
    """Seconds spent in each stage, those of stages called within it left out."""

    seconds: dict[str, float] = field(default_factory=dict)

    def timed(self, name: str, stage: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time added up under `name`."""

        @wraps(stage)
        def run_stage(*arguments: Any, **options: Any) -> Any:
            start = time.perf_counter()
            try:
                return stage(*arguments, **options)
            finally:
                self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

        return run_stage


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    folder = arguments[0] if arguments else "examples/reports"
    wanted = int(arguments[1]) if len(arguments) > 1 else 200
    raws = bundled(folder, wanted)
    write_lines(measure(raws, Settings()))


def bundled(folder: str, wanted: int) -> list[RawReport]:
    """So many reports, each with an id of its own."""
    found = list(read_inputs([folder], stdin=sys.stdin.buffer, on_error=lambda _error: None))
    if not found:
        raise SystemExit(f"{folder}: no reports")
    return [replace(raw, id=f"bench-{number}") for number, raw in enumerate(islice(cycle(found), wanted))]


def measure(raws: Sequence[RawReport], settings: Settings) -> Iterator[str]:
    """The lines of the measurement, each when it is known."""
    start = time.perf_counter()
    tools = load_tools(settings)
    yield f"tools loaded in {time.perf_counter() - start:.1f} s"
    warm_up(raws, tools, settings)
    reports, seconds, clock = one_core(raws, tools, settings)
    words = sum(len(report.text.split()) for report in reports)
    yield f"{len(raws)} reports, {words} words"
    yield rate("one process", len(raws), words, seconds)
    yield from shares(clock, seconds)
    start = time.perf_counter()
    link(reports[: len({raw.raw_sha256 for raw in raws})])
    yield f"linking each report once: {time.perf_counter() - start:.2f} s"
    yield f"highest memory of this process: {peak_memory(resource.RUSAGE_SELF):.0f} MB"
    workers = os.cpu_count() or 1
    if workers > 1:
        seconds = many_cores(raws, settings, workers)
        yield rate(f"{workers} processes, loading included", len(raws), words, seconds)
        yield f"highest memory of a worker: {peak_memory(resource.RUSAGE_CHILDREN):.0f} MB"
    yield rate("into a database, one process", len(raws), words, into_store(raws, tools, settings))


def warm_up(raws: Sequence[RawReport], tools: Tools, settings: Settings) -> None:
    """Fill caches, so that the first measurement is like the others."""
    list(run(raws[:20], settings, gate=True, tools=tools))


def one_core(raws: Sequence[RawReport], tools: Tools, settings: Settings) -> tuple[list[Report], float, Clock]:
    """Code in this process with a clock around every stage."""
    clock = Clock()
    originals = {name: getattr(pipeline, name) for name in (*STAGES, "parse_reports")}
    for name in STAGES:
        setattr(pipeline, name, clock.timed(name, originals[name]))
    setattr(pipeline, "parse_reports", timed_stream(clock, originals["parse_reports"]))  # noqa: B010
    try:
        start = time.perf_counter()
        reports = list(run(raws, settings, gate=True, tools=tools))
        return reports, time.perf_counter() - start, clock
    finally:
        for name, original in originals.items():
            setattr(pipeline, name, original)


def timed_stream(clock: Clock, parse: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """The parse, timed at each document that it gives."""

    def stream(*arguments: Any, **options: Any) -> Iterator[Any]:
        step = clock.timed("parse", parse(*arguments, **options).__next__)
        while True:
            try:
                doc = step()
            except StopIteration:
                return
            yield doc

    return stream


def many_cores(raws: Sequence[RawReport], settings: Settings, workers: int) -> float:
    """Seconds that so many processes take."""
    start = time.perf_counter()
    for _ in run(raws, settings, gate=True, workers=workers):
        pass
    return time.perf_counter() - start


def into_store(raws: Sequence[RawReport], tools: Tools, settings: Settings) -> float:
    """Seconds for all of `dateline code`: coding, storing, linking."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder, open_store(Path(folder, "bench.db")) as store:
        start = time.perf_counter()
        code_into(store, raws, tools, Options(settings=settings), on_error=_raise)
        return time.perf_counter() - start


def shares(clock: Clock, total: float) -> Iterator[str]:
    """The share of each stage in the whole, the largest first."""
    counted = {**clock.seconds, "the rest": total - sum(clock.seconds.values())}
    for name, seconds in sorted(counted.items(), key=lambda item: -item[1]):
        yield f"  {name:<21}{seconds / total:>6.1%}"


def rate(name: str, reports: int, words: int, seconds: float) -> str:
    """Reports and words per second."""
    return f"{name}: {reports / seconds:.1f} reports/s, {words / seconds:.0f} words/s ({seconds:.1f} s)"


def peak_memory(who: int) -> float:
    """The highest resident memory in MB."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes elsewhere
    return resource.getrusage(who).ru_maxrss * unit / 1e6


def _raise(error: Exception) -> None:
    raise error


if __name__ == "__main__":
    main(sys.argv[1:])
