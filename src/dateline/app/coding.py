"""What `dateline code` and `dateline demo` do: inputs into a store, and the store's reports into events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.app.linking import relink
from dateline.errors import InputError
from dateline.pipeline import report_id_of
from dateline.records import RawReport, Report, content_id
from dateline.runners import run
from dateline.settings import Settings
from dateline.store import Store, input_key

if TYPE_CHECKING:
    from dateline.tools import Tools

Watch = Callable[[Iterable[Report]], Iterable[Report]]
"""Passes reports on as they are coded, and may show how far the work is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How inputs are to be coded. `published` is the day for those that have none of their own."""

    settings: Settings
    published: str | None = None
    workers: int = 1
    scope: str = "all"


def code_into(
    store: Store,
    raws: Iterable[RawReport],
    tools: Tools,
    options: Options,
    *,
    on_error: Callable[[InputError], None],
    watch: Watch = iter,
) -> set[str]:
    """Code what the store does not have yet, then compute its events anew; returns the ids of the reports given.

    An input that was coded before by the same coder is not coded again, so that a run which was cut short goes
    on where it stopped. The same content under the same id counts as it came first, whatever came with it.
    """
    given: set[str] = set()
    seen: set[str] = set()
    keys: dict[str, str] = {}  # of what is under way

    def wanted() -> Iterator[RawReport]:
        for raw in raws:
            content = content_id(report_id_of(raw), raw.raw_sha256)
            if content in seen:
                continue
            seen.add(content)
            key = input_key(raw, options.published)
            known = store.coded_as(key, tools.coder)
            if known is None:
                keys[content] = key
                yield raw
            else:
                given.add(known)

    def coded() -> Iterator[tuple[str, Report]]:
        reports = run(
            wanted(),
            options.settings,
            workers=options.workers,
            published=options.published,
            gate=True,
            tools=tools,
            on_error=on_error,
        )
        for report in watch(reports):
            given.add(report.id)
            yield keys.pop(content_id(report.id, report.raw_sha256)), report

    store.put_reports(coded())
    relink(store, options.settings.link, across=options.scope == "all")
    return given
