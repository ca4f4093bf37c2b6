"""Events as a table for people: what a terminal of 120 columns shows."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from unicodedata import category, east_asian_width

from dateline.exports.csv_table import scenes, tally
from dateline.records import Date, Entity, Event, Place

_COLUMNS = {"DATE": 16, "TYPE": 22, "STATUS": 14, "WHO": 24, "WHERE": 14, "DEAD": 5, "BY": 3, "ID": 8}
"""Headings and widths; with two columns between them they fill 120."""
_UNKNOWN = "–"
_ARROW = " → "


def table_lines(events: Iterable[Event]) -> Iterator[str]:
    """A heading and one line per event, in columns of fixed width, so that no event waits for the last."""
    yield _line(_COLUMNS)
    for event in events:
        yield _line(cells(event))


def cells(event: Event) -> tuple[str, ...]:
    """What the table says of one event; a status in brackets is that of something told as background.

    BY is the number of independent sources; of the id so much is shown as `dateline show` needs.
    """
    kind = event.event_type + (f" {event.event_mode}" if event.event_mode else "")
    return (
        days(event.date) or _UNKNOWN,
        kind,
        f"({event.status})" if event.background else event.status,
        _who(event),
        ", ".join(dict.fromkeys(place_name(place) for place in scenes(event))) or _UNKNOWN,
        deaths(event),
        str(event.independent_sources),
        event.id[: _COLUMNS["ID"]],
    )


def days(date: Date) -> str:
    """The days of an event in short: a day, a whole month or year as such, an interval; empty where unknown.

    2024-03-04, 2024-03, 2024, 2024-03-04–09, 2024-02-28–03-04, 2023-12-30–2024-01-02, "from …", "until …".
    """
    start, end = date.start, date.end
    if start is None or end is None:
        return f"from {start}" if start else f"until {end}" if end else ""
    if start == end:
        return start
    if (start[4:], end[4:]) == ("-01-01", "-12-31"):
        return start[:4] if start[:4] == end[:4] else f"{start[:4]}–{end[:4]}"
    same = next((cut for cut in (8, 5) if start[:cut] == end[:cut]), 0)
    if same == 8 and start.endswith("-01") and int(end[8:]) == monthrange(int(end[:4]), int(end[5:7]))[1]:
        return start[:7]
    return f"{start}–{end[same:]}"


def place_name(place: Place) -> str:
    """A place with the country it lies in; a country by its name alone."""
    return place.name if place.kind == "country" or not place.country else f"{place.name} ({place.country})"


def deaths(event: Event) -> str:
    """The dead as "5", "≥5", "≤5", "3–7", or a dash where nothing is told."""
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


def _who(event: Event) -> str:
    """Actors and recipients; where both are too long for the column each has a half of it."""
    actors, recipients = _names(event.actors) or _UNKNOWN, _names(event.recipients)
    if not recipients:
        return actors
    room = _COLUMNS["WHO"] - len(_ARROW)
    return _cut(actors, max(room // 2, room - _columns(recipients))) + _ARROW + recipients


def _names(entities: Iterable[Entity]) -> str:
    return ", ".join(dict.fromkeys(entity.name for entity in entities))


def _line(values: Iterable[str]) -> str:
    return "  ".join(_fit(value, width) for value, width in zip(values, _COLUMNS.values(), strict=True)).rstrip()


def _fit(text: str, width: int) -> str:
    """Text cut or filled to so many terminal columns; controls never reach the terminal."""
    clean = "".join("\ufffd" if category(letter) in ("Cc", "Cf") else letter for letter in text)
    kept = _cut(clean, width)
    return kept + " " * (width - _columns(kept))


def _cut(text: str, width: int) -> str:
    """Text that fits into so many columns, cut between words."""
    kept = text[: width + 1]
    if _columns(kept) <= width:
        return kept
    while _columns(kept) >= width:
        kept = kept[:-1]
    whole = kept if text[len(kept)] == " " else kept.rpartition(" ")[0]
    return (whole.rstrip(" ,→(") or kept) + "…"


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else category(letter) != "Mn" for letter in text)
