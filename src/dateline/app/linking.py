"""From the reports of a store to its events: what is new is read, everything is linked, what changed is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.metadata import version

from dateline.errors import StoreError
from dateline.linking import Account, Outline, accounts_of, event_from, links_of, load_weights, outlines_of, told_of
from dateline.records import content_id
from dateline.settings import LinkSettings
from dateline.store import Basis, Change, Made, Store

REPORTS_HELD = 256
"""Reports whose accounts are held at once while events are put together in the order of their days."""
ATTEMPTS = 5
"""How often linking begins anew where another run or a person changed what it works on meanwhile."""


def relink(store: Store, settings: LinkSettings, *, across: bool = True) -> list[Change]:
    """Compute the events of a store anew; gives what changed.

    Reports that were linked before are not read again, and events that come out as they were are not put together
    again; the result is the same as of a store that is linked for the first time. across: as in `outlines_of`.
    Raises StoreError where others keep changing the store.
    """
    take_in(store)
    for _ in range(ATTEMPTS):
        decisions = store.decisions()
        told = store.told()
        basis = Basis(
            told={one.report_id: one.version for one in told}, decisions=max((d.number for d in decisions), default=0)
        )
        outlines = outlines_of(told, settings, decisions=decisions, across=across)
        changed = store.put_events(outlines, maker(store), basis=basis)
        if changed is not None:
            return changed
        take_in(store)
    raise StoreError(f"{store.name}: others keep adding reports or decisions; link again when they are done")


def linker() -> str:
    """What decides how reports are taken in: this version, and the table of points."""
    return content_id(version("dateline"), load_weights())


def take_in(store: Store) -> None:
    """Keep what linking needs of every report that it does not have yet."""
    weights = load_weights()
    found = (
        (revision, told_of(report, accounts_of(report, weights), version))
        for revision, version, report in store.untold(linker())
    )
    store.put_told(found, linker())


def maker(store: Store) -> Callable[[Outline], Made]:
    """Puts events together from the reports of a store, of which only so many are held at a time."""
    weights = load_weights()

    @lru_cache(maxsize=REPORTS_HELD)
    def accounts_in(report_id: str) -> Sequence[Account]:
        report = store.report(report_id)
        return accounts_of(report, weights) if report else ()

    return lambda outline: Made(event=event_from(outline, accounts_in), links=tuple(links_of(outline)))
