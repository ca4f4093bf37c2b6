"""`dateline demo`: the bundled reports from texts to a database, a summary and a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from dateline.app.coding import Options, Watch, code_into
from dateline.app.report_page import page_of_store, write_page
from dateline.app.summary import summary
from dateline.app.wording import supporting
from dateline.errors import InputError
from dateline.records import RawReport
from dateline.store import open_store

if TYPE_CHECKING:
    from rich.console import Console

    from dateline.tools import Tools


def run_demo(
    read: Callable[[], Iterable[RawReport]],
    tools: Tools,
    options: Options,
    *,
    db: Path,
    page: Path,
    console: Console,
    on_error: Callable[[InputError], None],
    watch: Watch = iter,
) -> None:
    """Code what `read` gives into `db`, print the summary, write the page, and say what to do next.

    Raises StoreError where the database or the page cannot be written, UsageError for too many events.
    """
    with open_store(db) as store:
        code_into(store, read(), tools, options, on_error=on_error, watch=watch)
        events = list(store.events())
        console.print(summary(events, store.count_reports(), store.report))
        html = page_of_store(store, title="Events of the bundled reports")
    write_page(page, html)
    console.print(Text("\nNext", style="bold"))
    best = supporting(events, 1)
    for line in (
        f"open {page} in a browser: map, timeline, table, and every event with its sentences and sources",
        *(f"dateline show {event.id} --db {db}" for event in best),
        f"dateline code YOUR_FILES --db {db}",
        "dateline code YOUR_FILES --format csv > events.csv",
        "dateline codebook list",
    ):
        console.print(Text(f"  {line}"))
