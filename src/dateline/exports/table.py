"""Events as a table for people: what a terminal shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import category, east_asian_width

from dateline.exports.csv_table import scenes, tally
from dateline.records import Entity, Event

_HEADINGS = ("DATE", "TYPE", "STATUS", "ACTORS", "RECIPIENTS", "WHERE", "DEAD", "SOURCES", "ID")
_WIDEST = (10, 24, 12, 26, 26, 26, 7, 7, 12)
_UNKNOWN = "–"


def table_lines(events: Iterable[Event]) -> Iterator[str]:
    """A heading and one line per event, in columns of fixed width, so that no event waits for the last."""
    yield _line(_HEADINGS)
    for event in events:
        yield _line(cells(event))


def cells(event: Event) -> tuple[str, ...]:
    """What the table says of one event."""
    kind = event.event_type + (f" {event.event_mode}" if event.event_mode else "")
    return (
        event.date.start or _UNKNOWN,
        kind,
        event.status + (" (background)" if event.background else ""),
        _names(event.actors),
        _names(event.recipients),
        ", ".join(dict.fromkeys(place.name for place in scenes(event))) or _UNKNOWN,
        deaths(event),
        str(event.independent_sources),
        event.id,
    )


def deaths(event: Event) -> str:
    """The dead as "5", "at least 5", "up to 5", "3–7", or a dash where nothing is told."""
    count = tally(event, "fatalities")
    if count is None:
        return _UNKNOWN
    if count.best is not None and count.low == count.best == count.high:
        return f"{count.best:g}"
    if count.low is not None and count.high is not None:
        return f"{count.low:g}–{count.high:g}"
    if count.high is not None:
        return f"≤{count.high:g}"
    return f"≥{count.low:g}" if count.low is not None else _UNKNOWN


def _names(entities: Iterable[Entity]) -> str:
    return ", ".join(dict.fromkeys(entity.name for entity in entities)) or _UNKNOWN


def _line(values: Iterable[str]) -> str:
    fitted = (_fit(value, width) for value, width in zip(values, (*_WIDEST[:-1], 64), strict=True))
    return "  ".join(fitted).rstrip()


def _fit(text: str, width: int) -> str:
    """Text cut or filled to so many terminal columns; controls never reach the terminal."""
    clean = "".join("�" if category(letter) in ("Cc", "Cf") else letter for letter in text)
    kept, used = "", 0
    for letter in clean:
        used += 2 if east_asian_width(letter) in "WF" else 0 if category(letter) == "Mn" else 1
        if used > width:
            return _fit(kept[:-1] + "…", width)
        kept += letter
    return kept + " " * (width - used)
