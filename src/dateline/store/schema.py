"""The tables as the newest migration leaves them.

Every record is kept whole as one line of JSON in `record`; the other columns repeat what is filtered or joined
by. No column but that of when a review was given holds a time of the clock, so that the same input gives the same
database.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Integer, MetaData, Table, Text

METADATA = MetaData()

migrations = Table(
    "migrations",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)

runs = Table(
    "runs",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("coder", Text, nullable=False),
)
"""One row for each coder (version, codebook, catalogue, gazetteer, model, settings) that reports were coded by."""

reports = Table(
    "reports",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("run_id", Text, nullable=False),
    Column("input_key", Text, nullable=False),
    Column("raw_sha256", Text, nullable=False),
    Column("url", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("language", Text),
    Column("published", Text),
    Column("record", Text, nullable=False),
)
"""One row for each content that came in under an id; revisions count from 1 in the order of arrival."""

mentions = Table(
    "mentions",
    METADATA,
    Column("report_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True),
    Column("event_type", Text, nullable=False),
    Column("event_mode", Text),
    Column("status", Text, nullable=False),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("record", Text, nullable=False),
)

claims = Table(
    "claims",
    METADATA,
    Column("report_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True),
    Column("claimant_id", Text),
    Column("claimant_name", Text),
    Column("claimant_type", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Column("record", Text, nullable=False),
)

events = Table(
    "events",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("event_type", Text, nullable=False),
    Column("event_mode", Text),
    Column("status", Text, nullable=False),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("independent_sources", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("record", Text, nullable=False),
    Column("made_of", Text, nullable=False),
)
"""What tellings make, derived from them and from decisions; `made_of` is a hash of all that the record depends on."""

event_mentions = Table(
    "event_mentions",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("report_id", Text, primary_key=True),
    Column("trigger_start", Integer, primary_key=True, autoincrement=False),
    Column("trigger_end", Integer, primary_key=True, autoincrement=False),
)
"""Which mentions an event is made of: its report and the trigger's place in the text."""

event_countries = Table(
    "event_countries",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("country", Text, primary_key=True),
)
"""ISO alpha-3 codes of the places where the event was."""

event_actors = Table(
    "event_actors",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("entity_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
)
"""Catalogue ids of who took part, with `role` actor or recipient, and the name of the entry."""

event_facts = Table(
    "event_facts",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("event_type", Text, nullable=False),
    Column("event_mode", Text),
    Column("status", Text, nullable=False),
    Column("background", Boolean, nullable=False),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("granularity", Text, nullable=False),
    Column("precision", Text, nullable=False),
    Column("disputed", Boolean, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("plover_score", Float),
    Column("dead", Float),
    Column("place", Text, nullable=False),
    Column("actors", Text, nullable=False),
    Column("recipients", Text, nullable=False),
    Column("fatalities", Text, nullable=False),
)
"""What of an event is filtered by, counted or shown in a row; apart from `events`, whose records are long, so that
going through all events is fast."""

event_places = Table(
    "event_places",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("level", Text),
    Column("country", Text),
    Column("admin1", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("x", Float),
    Column("y", Float),
)
"""The places where an event was. Only what is known to the spot has a point: lat, lon, and x, y in the square of the
web's Mercator projection, 0 to 1 from the west and from the north. `level` is the precision of an area that is known,
if the event has no point."""

event_text = Table(
    "event_text",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("words", Text, nullable=False),
)
"""The words of the titles and sentences that tell an event, folded, for full-text search (`search.py`)."""

former_events = Table(
    "former_events",
    METADATA,
    Column("former_id", Text, primary_key=True),
    Column("event_id", Text, nullable=False),
)
"""Ids that an event once had, and the event they lead to now."""

told = Table(
    "told",
    METADATA,
    Column("report_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("linker", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("record", Text, nullable=False),
)
"""What linking keeps of a report, so that it need not be read again: by which linker, and of which record."""

sketches = Table(
    "sketches",
    METADATA,
    Column("report_id", Text, primary_key=True),
    Column("words", Text, nullable=False),
    Column("bands", Text, nullable=False),
    Column("shingles", Text, nullable=False),
    Column("published", Text),
)
"""What tells whether a report is a copy of another, beside `told` of its newest revision (linking/copies.py)."""

told_keys = Table(
    "told_keys",
    METADATA,
    Column("report_id", Text, primary_key=True),
    Column("telling_id", Text, primary_key=True),
    Column("first_day", Integer, nullable=False),
    Column("last_day", Integer, nullable=False),
    Column("keys", Text, nullable=False),
)
"""The days and blocking keys of each telling of `told` of newest revisions (linking/blocking.py)."""

link_state = Table(
    "link_state",
    METADATA,
    Column("rules", Text, primary_key=True),
    Column("decisions", Integer, nullable=False),
    Column("writes", Integer, nullable=False),
)
"""One row: by which rules events were linked, up to which decision, and how often; none before the first time."""

linked_reports = Table(
    "linked_reports",
    METADATA,
    Column("report_id", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("source", Text, nullable=False),
)
"""Which version of each report events were linked from, and the first report of its group of copies."""

linked_tellings = Table(
    "linked_tellings",
    METADATA,
    Column("report_id", Text, primary_key=True),
    Column("telling_id", Text, primary_key=True),
    Column("component", Text, nullable=False),
    Column("event_id", Text, nullable=False),
)
"""The event that a telling is in, and the smallest telling of its component of pairs that may be one event."""

links = Table(
    "links",
    METADATA,
    Column("event_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("first_id", Text, nullable=False),
    Column("second_id", Text, nullable=False),
    Column("points", Float),
    Column("reasons", Text, nullable=False),
    Column("decided_by", Text),
)
"""How the tellings of an event came together, in order: the most alike pair of each two groups that were joined."""

decisions = Table(
    "decisions",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("first_id", Text, nullable=False),
    Column("second_id", Text, nullable=False),
    Column("same", Boolean, nullable=False),
    Column("decided_by", Text, nullable=False),
)
"""What people said of two mentions; never changed or deleted, a later one outweighs an earlier."""

link_runs = Table(
    "link_runs",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("reports", Integer, nullable=False),
    Column("events", Integer, nullable=False),
)
"""Every time that events were computed anew and came out otherwise."""

changes = Table(
    "changes",
    METADATA,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("event_id", Text, primary_key=True),
    Column("change", Text, primary_key=True),
    Column("others", Text, nullable=False),
    Column("fields", Text, nullable=False),
)
"""What a run did to events: added, changed (which fields), merged (from which), split (into which), withdrawn."""

reviews = Table(
    "reviews",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("event_id", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("comment", Text),
    Column("at", Text, nullable=False),
    Column("made_of", Text, nullable=False),
    Column("takes_back", Integer),
)
"""What reviewers said; never changed or deleted. `event_id` is the event's as it was then, that of its anchor."""

counter = Table("counter", METADATA, Column("changes", Integer, nullable=False))
"""One row: how often anything that can be seen was changed; no clock."""

EVENT_TABLES = (
    events,
    event_facts,
    event_mentions,
    event_countries,
    event_actors,
    event_places,
    event_text,
    former_events,
    links,
)
"""Everything that is derived: the rows of an event are replaced together."""
