"""The pipeline on one machine: any number of processes, the same reports in the same order.

Inputs are handed out in chunks, of which only a few are under way at once, so that memory does not grow with
the number of reports. Every worker loads the tools once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from dateline.errors import DatelineError, InputError
from dateline.records import RawReport, Report
from dateline.settings import Settings

if TYPE_CHECKING:
    from dateline.tools import Tools

_CHUNK = 16
"""Reports that a worker is handed at once: enough to fill the model's batches."""
_CHUNKS_PER_WORKER = 2
"""One that a worker is coding and one that waits for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be done with every input; the same for all workers. The fields are those of `annotate`."""

    settings: Settings
    published: str | None = None
    gate: bool = False


@dataclass(slots=True, kw_only=True)
class Coded:
    """What a worker made of a chunk: reports in order; source and reason of what could not be coded."""

    reports: list[Report] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)


def run(
    raws: Iterable[RawReport],
    settings: Settings,
    *,
    workers: int = 1,
    published: str | None = None,
    gate: bool = False,
    tools: Tools | None = None,
    on_error: Callable[[InputError], None] | None = None,
) -> Iterator[Report]:
    """The report of every input, in order of input, made by so many processes.

    tools: already loaded ones, for use in this process. on_error: is told of each input that cannot be coded
    while the others go on; without it the first one is raised.
    Raises DatelineError where a worker dies.
    """
    job = Job(settings=settings, published=published, gate=gate)
    if workers > 1:
        return _in_many(raws, job, workers, on_error)
    return _in_one(raws, job, tools, on_error)


def _in_one(
    raws: Iterable[RawReport], job: Job, tools: Tools | None, on_error: Callable[[InputError], None] | None
) -> Iterator[Report]:
    from dateline.pipeline import annotate
    from dateline.tools import load_tools

    tools = tools or load_tools(job.settings)
    yield from annotate(raws, tools, job.settings, published=job.published, gate=job.gate, on_error=on_error)


def _in_many(
    raws: Iterable[RawReport], job: Job, workers: int, on_error: Callable[[InputError], None] | None
) -> Iterator[Report]:
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker, initargs=(job,)
    )
    try:
        for coded in _in_order(pool, _chunks(raws), workers * _CHUNKS_PER_WORKER):
            for source, reason in coded.failures:
                if on_error is None:
                    raise InputError(source, reason)
                on_error(InputError(source, reason))
            yield from coded.reports
    except BrokenProcessPool as error:
        raise DatelineError("a worker process died (out of memory?): try fewer --workers") from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _in_order(pool: ProcessPoolExecutor, chunks: Iterator[list[RawReport]], under_way: int) -> Iterator[Coded]:
    waiting: deque[Future[Coded]] = deque(pool.submit(_code_chunk, chunk) for chunk in islice(chunks, under_way))
    while waiting:
        yield waiting.popleft().result()
        waiting.extend(pool.submit(_code_chunk, chunk) for chunk in islice(chunks, 1))


def _chunks(raws: Iterable[RawReport]) -> Iterator[list[RawReport]]:
    iterator = iter(raws)
    while chunk := list(islice(iterator, _CHUNK)):
        yield chunk


# ---- in the worker

_worker: tuple[Job, Tools] | None = None
"""Set once when a worker starts: tools cannot be sent from process to process."""


def _start_worker(job: Job) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent alone answers Ctrl-C, and ends the workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    from dateline.tools import load_tools

    _worker = (job, load_tools(job.settings))


def _end_with_parent() -> None:
    """Leave when the parent is gone, even if it was killed: else a worker would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _code_chunk(chunk: list[RawReport]) -> Coded:
    from dateline.pipeline import annotate

    assert _worker is not None
    job, tools = _worker
    coded = Coded()
    coded.reports = list(
        annotate(
            chunk,
            tools,
            job.settings,
            published=job.published,
            gate=job.gate,
            on_error=lambda failure: coded.failures.append((failure.source, failure.reason)),
        )
    )
    return coded
