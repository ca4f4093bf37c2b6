"""Agreement read from a store, and told as JSON, in the terminal and on a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dateline.app.desk.agreement import Agreement, FieldAgreement, Interval, agreement, judgements_of
from dateline.app.desk.edits import Values, values_of
from dateline.records import to_json
from dateline.store import EventFilter, Store
from dateline.store.reviews import Reviews

LEVELS = {
    "nominal": "equal or not",
    "sets": "sets that overlap (MASI)",
    "interval": "days apart",
    "ratio": "numbers in proportion",
}
"""By what the α of each level measures how far values differ."""


def agreement_in(store: Store, wanted: EventFilter | None = None) -> Agreement:
    """How far the coders of a store agree, on the events that fit where a filter is given."""
    reviews = Reviews(store)
    verdicts = reviews.verdicts()
    if wanted is not None and wanted != EventFilter():
        fitting = reviews.fitting(wanted)
        verdicts = [one for one in verdicts if one.about in fitting]

    def machine(event_id: str) -> Values | None:
        event = store.event(event_id)
        return values_of(event) if event else None

    judgements, outdated = judgements_of(verdicts, machine)
    return agreement(judgements, outdated=outdated)


def as_json(found: Agreement) -> Any:
    """Everything, as plain values."""
    return to_json(found)


def figure(interval: Interval | None) -> str:
    """A figure with its interval: "0.72 [0.51, 0.88]"; a dash where there is none."""
    if interval is None:
        return "–"
    bounds = "" if interval.low is None or interval.high is None else f" [{interval.low:.2f}, {interval.high:.2f}]"
    return f"{interval.value:.2f}{bounds}"


def share(field: FieldAgreement) -> str:
    """How many judgements are equal: "83 % (25 of 30)"; without a share where there are too few."""
    counted = f"{field.equal} of {field.judgements}"
    return counted if field.share is None else f"{field.share:.0%} ({counted})".replace("%", " %")


def table_lines(found: Agreement) -> Iterator[str]:
    """A table for the terminal."""
    if found.outdated:
        yield f"{found.outdated} verdicts on earlier versions of a record left out"
    if not found.events:
        yield "no event was judged by two coders"
        return
    yield f"{found.events} events judged by two or more of {', '.join(found.coders)}"
    yield ""
    yield f"{'field':14}{'equal':20}{'α [95 %]':22}{'κ of pairs [95 %]'}"
    for field in found.fields:
        kappas = "; ".join(f"{pair.first}–{pair.second} {figure(pair.kappa)}" for pair in field.pairs)
        note = f"  ({field.note})" if field.note else ""
        yield f"{field.field:14}{share(field):20}{figure(field.alpha):22}{kappas}{note}"
