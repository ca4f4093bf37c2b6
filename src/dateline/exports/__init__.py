"""Events in the forms that other programs read: JSON Lines, CSV, GeoJSON, and a table for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dateline.exports.csv_table import csv_lines
from dateline.exports.geojson import geojson_lines
from dateline.exports.table import table_lines
from dateline.records import Event, dumps

Lines = Callable[[Iterable[Event]], Iterator[str]]


def jsonl_lines(events: Iterable[Event]) -> Iterator[str]:
    """One JSON object of the contract per line."""
    return (dumps(event) for event in events)


EVENT_FORMATS: dict[str, Lines] = {
    "jsonl": jsonl_lines,
    "csv": csv_lines,
    "geojson": geojson_lines,
    "table": table_lines,
}
"""Name of a format, and the function that gives its lines."""


def event_lines(format_name: str, events: Iterable[Event]) -> Iterator[str]:
    """The lines of events in a format. Raises KeyError for a format that is not in EVENT_FORMATS."""
    return EVENT_FORMATS[format_name](events)


__all__ = ["EVENT_FORMATS", "csv_lines", "event_lines", "geojson_lines", "jsonl_lines", "table_lines"]
