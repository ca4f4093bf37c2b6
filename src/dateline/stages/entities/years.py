"""When something is told of: it decides between entries of the catalogue that bear one name in different years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Span

from dateline.catalogue import Name, Years
from dateline.records import Publication, Time

AFTERMATH = 3
"""Years after its end in which a group is still in the news as if it were active: trials, returns, remnants."""


def years_told(span: Span, published: Publication | None, times: Iterable[Time]) -> frozenset[int]:
    """The years that the sentence of `span` names or dates itself to, else that of publication; empty if unknown.

    Years after publication are those of plans, which are made with who there is now.
    """
    now = _year_of(published) if published is not None else None
    sentence = span.sent if span.doc.has_annotation("SENT_START") else span.doc[:]
    told = frozenset(
        year for time in times if sentence.start_char <= time.span.start < sentence.end_char
        and (year := _one_year(time.start, time.end)) is not None and (now is None or year <= now)
    )  # fmt: skip
    return told or frozenset(() if now is None else (now,))


def _year_of(published: Publication) -> int | None:
    if published.date:
        return int(published.date[:4])
    return _one_year(published.earliest, published.latest)


def _one_year(first: str | None, last: str | None) -> int | None:
    """The year of an interval that lies within one."""
    return int(first[:4]) if first and last and first[:4] == last[:4] else None


def of_the_time(names: Sequence[Name], years: frozenset[int]) -> tuple[Name, ...]:
    """Of what a string may stand for what was active in one of `years`, else what had ended shortly before.

    All where nothing is known to have been either. An entry without years is never left out, and leaves none out.
    """
    for aftermath in (0, AFTERMATH):
        active = [_was_active(name.actor.active, years, aftermath) for name in names]
        if True in active:
            return tuple(name for name, was in zip(names, active, strict=True) if was is not False)
    return tuple(names)


def _was_active(active: Years, years: frozenset[int], aftermath: int) -> bool | None:
    """Whether somebody was active in one of `years`, or had ended at most `aftermath` years before; None: not known."""
    if not years or active == Years():
        return None
    first, last = active.first or 0, (active.last or max(years)) + aftermath
    if not any(first <= year <= last for year in years):
        return False
    return None if active.first is None else True
