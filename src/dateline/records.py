"""The records that dateline reads, passes on and writes.

This module is the public contract in code: names and meanings are those of docs/records.md. It imports
nothing else of the project. Offsets are [start, end) in Unicode code points of the report's cleaned text.
Dates are ISO strings (YYYY-MM-DD), intervals are inclusive at both ends, `None` means unknown.
"""

from __future__ import annotations

import hashlib
import json
import sys
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

REPORT_SCHEMA = "dateline.report/1"
EVENT_SCHEMA = "dateline.event/1"

EVENT_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
STATUSES = ("occurred", "ongoing", "planned", "threatened", "requested", "hypothetical", "denied")
HAPPENED = frozenset({"occurred", "ongoing"})
"""The only statuses that count as events that happened."""
ENTITY_TYPES = (
    "person", "organization", "armed-group", "government", "military-unit", "location", "facility",
    "nationality", "weapon", "platform", "other",
)  # fmt: skip
PLACE_KINDS = (
    "populated-place", "admin1", "admin2", "country", "region", "facility", "water", "physical", "other",
)  # fmt: skip
PLACE_PRECISIONS = ("exact", "near", "admin2", "admin1", "country", "border", "region", "unknown")
PLACE_ROLES = ("scene", "origin", "government", "other")
GRANULARITIES = ("day", "week", "month", "season", "quarter", "year", "decade", "range", "unknown")
DATE_BASES = ("explicit", "relative", "anaphoric", "unknown")
PUBLICATION_BASES = ("given", "metadata", "url", "text", "unknown")
MEANS_CATEGORIES = (
    "aircraft", "drone", "helicopter", "missile", "rocket", "bomb", "explosive-device", "vehicle-bomb",
    "suicide-bomb", "mine", "grenade", "artillery", "mortar", "tank", "ship", "vehicle", "small-arms",
    "blade", "fire", "chemical", "biological", "radiological", "cyber", "crowd-control", "other",
)  # fmt: skip
COUNT_KINDS = (
    "fatalities", "injured", "missing", "attacks", "targets", "munitions", "detained", "displaced",
    "participants", "other",
)  # fmt: skip
CLAIMANT_TYPES = (
    "government", "military", "police", "armed-group", "international-org", "ngo", "media", "witness",
    "victim", "expert", "anonymous-official", "other", "unknown",
)  # fmt: skip
STANCES = (
    "assert", "deny", "confirm", "accuse", "claim-responsibility", "doubt", "estimate", "demand",
    "threaten", "promise",
)  # fmt: skip
CERTAINTIES = ("certain", "probable", "possible", "unknown")
RELATIONS = ("retaliation_for", "part_of", "follows", "same_campaign")
PLACED_TYPES = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "RETREAT", "AID"})
"""Material acts, done at some place; words may be said anywhere (PLOVER's verbal and material classes)."""


# ---- what comes in


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReport:
    """One report as a source hands it over, before anything is done to it.

    source: where it came from, for messages ("news/a.html", "rows.jsonl:12").
    content: text or HTML, decoded. is_html: whether `content` is to be read as HTML.
    raw_sha256: hex digest of the bytes of this report (of the row's text or HTML for row formats).
    The other fields are what the input itself gave: `published` in whatever form it came, `fetched` an ISO day.
    notes: what the source had to say of it, such as a doubtful encoding.
    """

    source: str
    content: str
    is_html: bool
    raw_sha256: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    fetched: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A report after cleaning: the text that every offset points into, and what the page says of itself.

    metadata_date: the publication day the page's own metadata or HTML gives, `None` where it does not;
    metadata_evidence names where it stood ("meta article:published_time").
    """

    text: str
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    language: str | None = None
    url: str | None = None
    metadata_date: str | None = None
    metadata_evidence: str | None = None
    notes: tuple[Note, ...] = ()


# ---- parts of reports and events


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of a report's text: `text == report.text[start:end]`."""

    report_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something a stage left out or could not tell, and why."""

    stage: str
    reason: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """When the report was published. Where only an interval is known, `date` is None."""

    date: str | None = None
    earliest: str | None = None
    latest: str | None = None
    basis: str = "unknown"
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One mention of a place. `country` is ISO 3166-1 alpha-3; of a border between two, "IRQ-SYR".

    `span` is None where no mention names the place: the country of an event known from the report's other places.
    """

    span: Span | None
    name: str
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    kind: str = "other"
    precision: str = "unknown"
    role: str = "other"

    @property
    def mention(self) -> Span:
        """Where the text names the place. Raises ValueError where it does not."""
        if self.span is None:
            raise ValueError(f"no mention names {self.name}")
        return self.span


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """The place of a wire-style opening ("GENEVA —") and where it stands."""

    place: Place
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The agency that a report says its text came from; `span` is None where the byline says so."""

    name: str
    id: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """What made the record: names with versions, and a hash of the settings."""

    version: str
    codebook: str
    catalogue: str
    gazetteer: str
    model: str
    settings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityMention:
    """One mention of an entity; `entity_id` groups the mentions of one thing within the report."""

    span: Span
    type: str
    name: str
    entity_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression. `value` is its TIMEX3 value; `start`/`end` the days it covers, where known."""

    span: Span
    value: str
    start: str | None = None
    end: str | None = None
    granularity: str = "unknown"
    basis: str = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with what it counts. "At least five": low 5, high None, best 5."""

    span: Span
    low: float | None = None
    high: float | None = None
    best: float | None = None
    unit: str | None = None
    what: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Somebody who acts, is acted upon or speaks.

    span, text: the mention as written ("he", "the militias"); name: the resolved canonical name;
    id: a stable catalogue id or None; country: ISO alpha-3; sectors: PLOVER sector codes;
    affiliation: ids of backers or parents ("Iran-backed" is ("IRN",)).
    """

    span: Span
    text: str
    name: str
    id: str | None = None
    type: str = "other"
    country: str | None = None
    sectors: tuple[str, ...] = ()
    affiliation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who says what: claimant, cue and content, and how it is said."""

    id: str
    claimant: Entity | None = None
    claimant_type: str = "unknown"
    cue: Span
    content: Span
    stance: str = "assert"
    quoted: bool = False
    certainty: str = "unknown"
    within: str | None = None
    anonymity: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """When an event was: days inclusive, in the calendar of the scene."""

    start: str | None = None
    end: str | None = None
    granularity: str = "unknown"
    basis: str = "unknown"
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """A weapon, platform or method that the text names, its category, and how many."""

    span: Span
    category: str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number that belongs to an event: how many of what, of whom, between which bounds."""

    what: str
    low: float | None = None
    high: float | None = None
    best: float | None = None
    group: str | None = None
    side: str | None = None
    scope: str = "event"
    part: bool = False
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The crosswalk to the field's other schemes; None where a scheme has no place for the event."""

    quad: int | None = None
    plover_score: float | None = None
    cameo_root: str | None = None
    goldstein: float | None = None
    acled_event_type: str | None = None
    acled_sub_event_type: str | None = None
    ucdp_type_of_violence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """An event as one report tells it at one place. See docs/records.md for each field."""

    id: str
    event_type: str
    event_mode: str | None = None
    contexts: tuple[str, ...] = ()
    status: str = "occurred"
    trigger: Span
    actors: tuple[Entity, ...] = ()
    recipients: tuple[Entity, ...] = ()
    date: Date = field(default_factory=Date)
    locations: tuple[Place, ...] = ()
    means: tuple[Means, ...] = ()
    counts: tuple[Count, ...] = ()
    claims: tuple[str, ...] = ()
    codes: Codes = field(default_factory=Codes)
    background: bool = False
    confidence: float = 0.0
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    support: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    basis: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


# ---- what goes out


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one report says (`dateline.report/1`)."""

    schema: str = REPORT_SCHEMA
    id: str
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: Publication = field(default_factory=Publication)
    dateline: Dateline | None = None
    credit: Credit | None = None
    text: str = ""
    raw_sha256: str = ""
    fetched: str | None = None
    notes: tuple[Note, ...] = ()
    coder: Coder
    entities: tuple[EntityMention, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[EventMention, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedValue:
    """One of the values that sources give for a field, and who gives it."""

    value: Any
    claims: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a rule, by its name, makes of numbers that differ: the lowest and highest told, and the likeliest one."""

    low: float | None
    best: float
    high: float | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A field on which sources differ, with every value they give; of numbers an estimate."""

    field: str
    values: tuple[DisputedValue, ...] = ()
    estimate: Estimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A relation that the text itself states between two events."""

    relation: str
    event_id: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, as far as all reports together say (`dateline.event/1`)."""

    schema: str = EVENT_SCHEMA
    id: str
    event_type: str
    event_mode: str | None = None
    contexts: tuple[str, ...] = ()
    status: str = "occurred"
    actors: tuple[Entity, ...] = ()
    recipients: tuple[Entity, ...] = ()
    date: Date = field(default_factory=Date)
    locations: tuple[Place, ...] = ()
    means: tuple[Means, ...] = ()
    counts: tuple[Count, ...] = ()
    claims: tuple[Claim, ...] = ()
    codes: Codes = field(default_factory=Codes)
    background: bool = False
    confidence: float = 0.0
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    support: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    basis: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disputes: tuple[Dispute, ...] = ()
    related: tuple[Related, ...] = ()
    reports: tuple[str, ...] = ()
    independent_sources: int = 0
    former_ids: tuple[str, ...] = ()
    coder: Coder


# ---- JSON and ids

_PLAIN = frozenset({str, int, float, bool, type(None)})
T = TypeVar("T")


def to_json(record: Any) -> Any:
    """A record, or a nest of them, as plain JSON values; keys in the order of the contract."""
    kind = type(record)
    if kind in _PLAIN:
        return record
    if kind is list or kind is tuple:
        return [to_json(item) for item in record]
    names = _names_of(typing.cast(Any, kind))
    if names:
        return {name: to_json(getattr(record, name)) for name in names}
    if isinstance(record, Mapping):
        return {key: to_json(record[key]) for key in sorted(record)}
    if isinstance(record, frozenset):
        return sorted(record)
    return [to_json(item) for item in record] if isinstance(record, list | tuple) else record


def from_json(kind: type[T], value: Any) -> T:
    """The inverse of `to_json`; keys that the record does not have are ignored.

    Raises KeyError or TypeError where a required field is missing or a value has the wrong shape.
    """
    builder: Callable[[Any], T] = _builder(typing.cast(Any, kind))
    return builder(value)


def dumps(record: Any) -> str:
    """One line of JSON, the same for the same record wherever it is made."""
    return json.dumps(to_json(record), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def content_id(*parts: object) -> str:
    """A stable id of 16 hex digits for the given values (strings, numbers, None)."""
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


@cache
def _field_types(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {f.name: hints[f.name] for f in fields(kind)}


@cache
def _names_of(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


@cache
def _builder(kind: Any) -> Callable[[Any], Any]:
    """What makes a value of this kind of its JSON; put together once per kind, since reading is mostly this."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        inner = _builder(next(arg for arg in typing.get_args(kind) if arg is not type(None)))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        inner = _builder(typing.get_args(kind)[0])
        return lambda value: tuple(map(inner, value))
    if origin is frozenset:  # of words, of which there are many alike
        inner = sys.intern if typing.get_args(kind)[0] is str else _builder(typing.get_args(kind)[0])
        return lambda value: frozenset(set(map(inner, value)))  # a copy of a set takes half the room
    if origin is Mapping:
        inner = _builder(typing.get_args(kind)[1])
        return lambda value: {key: inner(item) for key, item in value.items()}
    if is_dataclass(kind) and isinstance(kind, type):
        return _record_builder(kind)
    return _as_it_is


def _record_builder(kind: type) -> Callable[[Any], Any]:
    types_of = _field_types(kind)
    plain = tuple(name for name, of in types_of.items() if _builder(of) is _as_it_is)
    built = tuple((name, _builder(of)) for name, of in types_of.items() if _builder(of) is not _as_it_is)

    def build(value: Any) -> Any:
        given = {name: value[name] for name in plain if name in value}
        for name, make in built:
            if name in value:
                given[name] = make(value[name])
        return kind(**given)

    return build


def _as_it_is(value: Any) -> Any:
    return value
