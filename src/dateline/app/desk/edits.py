"""What a reviewer can correct in an event: its fields as plain values, and as the fields of a form. Pure functions.

Values are JSON: `event_type`, `event_mode`, `status` (text or null), `background` (bool), `date` ({"start", "end"}),
`actors` and `recipients` ([{"name", "id"}]), `places` ([{"name", "country"}]), `counts` ([{"what", "low", "best",
"high"}], one for each kind).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from dateline.codebook import load_codebook
from dateline.exports.csv_table import scenes, tally
from dateline.records import COUNT_KINDS, EVENT_TYPES, STATUSES, Entity, Event

FIELDS = (
    "event_type", "event_mode", "status", "background", "date", "actors", "recipients", "places", "counts",
)  # fmt: skip
LABELS = {
    "event_type": "type",
    "event_mode": "mode",
    "status": "status",
    "background": "background",
    "date": "date",
    "actors": "actors",
    "recipients": "recipients",
    "places": "places",
    "counts": "counts",
}
_INPUTS = {
    "date": ("start", "end"),
    "counts": ("count_what", "count_low", "count_best", "count_high"),
}
"""The inputs of those fields that have other ones than one of their own name."""
Values = Mapping[str, Any]
"""Fields of an event as plain values."""
Fields = Mapping[str, Sequence[str]]
"""Fields of a form as they were sent: each with its values."""

_MOST_LINES = 50
_LONGEST_LINE = 200
_NAMED = re.compile(r"(?P<name>.*?)\s*(?:\[(?P<id>[^\[\]]+)\])?")
_PLACED = re.compile(r"(?P<name>.*?)(?:,\s*(?P<country>[A-Z]{3}(?:-[A-Z]{3})*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """What was read from a form: the values that differ from the machine's, and what is wrong, by field."""

    values: Values
    errors: Mapping[str, str]


class _UnusableError(ValueError):
    """What was typed cannot be a value of its field; the message says why."""


def values_of(event: Event) -> dict[str, Any]:
    """The fields of an event as the machine coded them."""
    tallies = [(what, tally(event, what)) for what in COUNT_KINDS]
    return {
        "event_type": event.event_type,
        "event_mode": event.event_mode,
        "status": event.status,
        "background": event.background,
        "date": {"start": event.date.start, "end": event.date.end},
        "actors": _named(event.actors),
        "recipients": _named(event.recipients),
        "places": _unique({"name": place.name, "country": place.country} for place in scenes(event)),
        "counts": [
            {"what": what, "low": count.low, "best": count.best, "high": count.high} for what, count in tallies if count
        ],
    }


def form_of(values: Values) -> dict[str, list[str]]:
    """The fields of a form that shows these values."""
    counts = values["counts"]
    return {
        "event_type": [values["event_type"]],
        "event_mode": [values["event_mode"] or ""],
        "status": [values["status"]],
        "background": ["yes" if values["background"] else "no"],
        "start": [values["date"]["start"] or ""],
        "end": [values["date"]["end"] or ""],
        "actors": ["\n".join(map(_name_line, values["actors"]))],
        "recipients": ["\n".join(map(_name_line, values["recipients"]))],
        "places": ["\n".join(map(_place_line, values["places"]))],
        "count_what": [count["what"] for count in counts],
        **{f"count_{name}": [_number(count[name]) for count in counts] for name in ("low", "best", "high")},
    }


def edits_in(form: Fields, event: Event) -> Edited:
    """What a form says otherwise than the machine; a field that still reads as it was shown is as it was."""
    shown = form_of(values_of(event))
    machine, _ = _read(shown, FIELDS)
    found, errors = _read(form, [name for name in FIELDS if _text(form, name) != _text(shown, name)])
    changed = {name: value for name, value in found.items() if name not in machine or machine[name] != value}
    event_type, mode = (str(changed.get(name, machine.get(name)) or "") for name in ("event_type", "event_mode"))
    retyped = changed.keys() & {"event_type", "event_mode"}
    if mode and retyped and "event_type" not in errors and mode not in modes()[event_type]:
        errors["event_mode"] = f"{event_type} has no mode {mode}"
    return Edited(values=changed, errors=errors)


def in_words(name: str, value: Any) -> str:
    """A value in a line, a dash where there is none."""
    if name == "date":
        days = [day for day in (value["start"], value["end"]) if day]
        return " to ".join(dict.fromkeys(days)) or "–"
    if name in ("actors", "recipients"):
        return ", ".join(map(_name_line, value)) or "–"
    if name == "places":
        return "; ".join(map(_place_line, value)) or "–"
    if name == "counts":
        return "; ".join(map(_count_line, value)) or "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value else "–"


@cache
def modes() -> Mapping[str, tuple[str, ...]]:
    """The modes of each event type."""
    found: dict[str, set[str]] = {name: set() for name in EVENT_TYPES}
    for entry in load_codebook().entries.values():
        if entry.event_mode:
            found[entry.event_type].add(entry.event_mode)
    return {name: tuple(sorted(held)) for name, held in found.items()}


# ---- reading what was typed


def _text(form: Fields, name: str) -> list[list[str]]:
    """What stands in the inputs of a field, however a browser sends it; rows of counts without numbers are none."""
    parts = [[" ".join(value.split()) for value in form.get(part, ())] for part in _INPUTS.get(name, (name,))]
    return [list(row) for row in zip(*parts, strict=False) if name != "counts" or any(row[1:])]


def _read(form: Fields, names: Iterable[str]) -> tuple[dict[str, Any], dict[str, str]]:
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name in names:
        try:
            found[name] = _READERS[name](form)
        except _UnusableError as error:
            errors[name] = str(error)
    return found, errors


def _first(form: Fields, name: str) -> str:
    return next(iter(form.get(name, ())), "").strip()


def _one_of(name: str, allowed: Iterable[str]) -> Callable[[Fields], str]:
    choices = tuple(allowed)

    def read(form: Fields) -> str:
        given = _first(form, name)
        if given not in choices:
            raise _UnusableError(f"one of {', '.join(choices)}")
        return given

    return read


def _mode(form: Fields) -> str | None:
    given = _first(form, "event_mode")
    if len(given) > _LONGEST_LINE:
        raise _UnusableError("too long")
    return given or None


def _date(form: Fields) -> dict[str, str | None]:
    start, end = _day(_first(form, "start")), _day(_first(form, "end"))
    if start and end and end < start:
        raise _UnusableError("the last day is before the first one")
    return {"start": start, "end": end}


def _day(given: str) -> str | None:
    if not given:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise _UnusableError("days are written YYYY-MM-DD") from error


def _lines(form: Fields, name: str) -> list[str]:
    lines = [" ".join(line.split()) for line in _first(form, name).splitlines()]
    kept = [line for line in lines if line]
    if len(kept) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in kept):
        raise _UnusableError(f"at most {_MOST_LINES} lines of {_LONGEST_LINE} characters")
    return kept


def _names(name: str) -> Callable[[Fields], list[dict[str, str | None]]]:
    def read(form: Fields) -> list[dict[str, str | None]]:
        found = [_NAMED.fullmatch(line) for line in _lines(form, name)]
        return _unique({"name": each["name"] or each["id"], "id": each["id"]} for each in found if each)

    return read


def _places(form: Fields) -> list[dict[str, str | None]]:
    found = [_PLACED.fullmatch(line) for line in _lines(form, "places")]
    return _unique({"name": each["name"] or each["country"], "country": each["country"]} for each in found if each)


def _counts(form: Fields) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    rows = zip(*(form.get(name, ()) for name in _INPUTS["counts"]), strict=False)
    for what, *bounds in rows:
        low, best, high = map(_amount, bounds)
        if low is None and best is None and high is None:
            continue
        if what not in COUNT_KINDS:
            raise _UnusableError(f"what is counted is one of {', '.join(COUNT_KINDS)}")
        if what in found:
            raise _UnusableError(f"{what} stands there twice")
        told = [bound for bound in (low, best, high) if bound is not None]
        if told != sorted(told):
            raise _UnusableError(f"{what}: the least is not more than the best, nor the best than the most")
        found[what] = {"what": what, "low": low, "best": best, "high": high}
    return [found[what] for what in COUNT_KINDS if what in found]


def _amount(given: str) -> float | None:
    if not given.strip():
        return None
    try:
        number = float(given)
    except ValueError as error:
        raise _UnusableError(f"{given.strip()[:20]!r} is not a number") from error
    if not math.isfinite(number) or number < 0:
        raise _UnusableError("numbers are 0 or more")
    return number


_READERS: Mapping[str, Callable[[Fields], Any]] = {
    "event_type": _one_of("event_type", EVENT_TYPES),
    "event_mode": _mode,
    "status": _one_of("status", STATUSES),
    "background": lambda form: _one_of("background", ("yes", "no"))(form) == "yes",
    "date": _date,
    "actors": _names("actors"),
    "recipients": _names("recipients"),
    "places": _places,
    "counts": _counts,
}


# ---- values as text


def _named(entities: Iterable[Entity]) -> list[dict[str, Any]]:
    return _unique({"name": entity.name, "id": entity.id} for entity in entities)


def _unique(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list({tuple(sorted(each.items())): each for each in found}.values())


def _name_line(entity: Mapping[str, str | None]) -> str:
    return f"{entity['name']} [{entity['id']}]" if entity["id"] else str(entity["name"])


def _place_line(place: Mapping[str, str | None]) -> str:
    return f"{place['name']}, {place['country']}" if place["country"] else str(place["name"])


def _count_line(count: Mapping[str, Any]) -> str:
    low, best, high = (count[name] for name in ("low", "best", "high"))
    if best is not None and low in (None, best) and high in (None, best):
        return f"{count['what']} {best:g}" + (" or more" if high is None and low is not None else "")
    bounds = f"{_number(low) or '…'} to {_number(high) or '…'}"
    return f"{count['what']} {bounds}" + (f", best {best:g}" if best is not None else "")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"
