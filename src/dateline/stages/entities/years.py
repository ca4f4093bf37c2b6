"""When something is told of: it decides between entries of the catalogue that bear one name in different years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Span

from dateline.catalogue import Name, Years
from dateline.records import Publication, Time

AFTERMATH = 3
"""Years after its end in which a group is still in the news as if it were active: trials, returns, remnants."""


def years_told(span: Span, published: Publication | None, times: Iterable[Time]) -> frozenset[int]:
    """The years that the sentence of `span` names or dates itself to, else that of publication; empty if unknown."""
    sentence = span.sent
    told = frozenset(
        year for time in times if sentence.start_char <= time.span.start < sentence.end_char
        and (year := _one_year(time.start, time.end)) is not None
    )  # fmt: skip
    if told or published is None:
        return told
    first, last = (published.date, published.date) if published.date else (published.earliest, published.latest)
    year = _one_year(first, last)
    return frozenset() if year is None else frozenset({year})


def _one_year(first: str | None, last: str | None) -> int | None:
    """The year of an interval that lies within one."""
    return int(first[:4]) if first and last and first[:4] == last[:4] else None


def of_the_time(names: Sequence[Name], years: frozenset[int]) -> tuple[Name, ...]:
    """Of what a string may stand for what was active in one of `years`; all where none is known to have been.

    An entry without years is never left out, and leaves none out.
    """
    active = {name.actor.id: _was_active(name.actor.active, years) for name in names}
    if True not in active.values():
        return tuple(names)
    return tuple(name for name in names if active[name.actor.id] is not False)


def _was_active(active: Years, years: frozenset[int]) -> bool | None:
    """Whether somebody was active in one of `years`; None where not known."""
    if not years or active == Years():
        return None
    first, last = active.first or 0, (active.last or max(years)) + AFTERMATH
    if not any(first <= year <= last for year in years):
        return False
    return None if active.first is None else True
