"""The schema's history: numbered functions, applied in order, each in its own transaction.

A migration never changes once it is released; a new one is added at the end. The statements are portable
between SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine, insert, inspect, select

from dateline.errors import StoreError
from dateline.store.schema import migrations as applied_migrations

_CREATE_MIGRATIONS = "CREATE TABLE migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL)"

_CREATE_REPORTS = (
    "CREATE TABLE runs (id TEXT NOT NULL PRIMARY KEY, coder TEXT NOT NULL)",
    """CREATE TABLE reports (
        id TEXT NOT NULL, revision INTEGER NOT NULL, run_id TEXT NOT NULL REFERENCES runs (id),
        input_key TEXT NOT NULL, raw_sha256 TEXT NOT NULL, url TEXT, title TEXT, publisher TEXT,
        language TEXT, published TEXT, record TEXT NOT NULL,
        PRIMARY KEY (id, revision), UNIQUE (id, raw_sha256))""",
    "CREATE INDEX reports_by_input ON reports (input_key, run_id)",
    "CREATE INDEX reports_by_day ON reports (published)",
    """CREATE TABLE mentions (
        report_id TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL, event_type TEXT NOT NULL,
        event_mode TEXT, status TEXT NOT NULL, first_day TEXT, last_day TEXT,
        trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (report_id, revision, id),
        FOREIGN KEY (report_id, revision) REFERENCES reports (id, revision))""",
    "CREATE INDEX mentions_by_type ON mentions (event_type, status, first_day)",
    """CREATE TABLE claims (
        report_id TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL, claimant_id TEXT,
        claimant_name TEXT, claimant_type TEXT NOT NULL, stance TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (report_id, revision, id),
        FOREIGN KEY (report_id, revision) REFERENCES reports (id, revision))""",
    "CREATE INDEX claims_by_claimant ON claims (claimant_id)",
)

_CREATE_EVENTS = (
    """CREATE TABLE events (
        id TEXT NOT NULL PRIMARY KEY, position INTEGER NOT NULL, event_type TEXT NOT NULL, event_mode TEXT,
        status TEXT NOT NULL, first_day TEXT, last_day TEXT, independent_sources INTEGER NOT NULL,
        confidence DOUBLE PRECISION NOT NULL, record TEXT NOT NULL)""",
    "CREATE INDEX events_by_position ON events (position)",
    "CREATE INDEX events_by_type ON events (event_type, status, first_day)",
    """CREATE TABLE event_mentions (
        event_id TEXT NOT NULL REFERENCES events (id), report_id TEXT NOT NULL,
        trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL,
        PRIMARY KEY (event_id, report_id, trigger_start, trigger_end))""",
    "CREATE INDEX event_mentions_by_report ON event_mentions (report_id, trigger_start)",
    """CREATE TABLE event_countries (
        event_id TEXT NOT NULL REFERENCES events (id), country TEXT NOT NULL,
        PRIMARY KEY (event_id, country))""",
    "CREATE INDEX event_countries_by_country ON event_countries (country)",
    """CREATE TABLE event_actors (
        event_id TEXT NOT NULL REFERENCES events (id), role TEXT NOT NULL, entity_id TEXT NOT NULL,
        PRIMARY KEY (event_id, role, entity_id))""",
    "CREATE INDEX event_actors_by_entity ON event_actors (entity_id)",
    """CREATE TABLE former_events (
        former_id TEXT NOT NULL PRIMARY KEY, event_id TEXT NOT NULL REFERENCES events (id))""",
)


def create_reports(connection: Connection) -> None:
    """Reports, their mentions and claims, and the coders that made them."""
    _execute(connection, _CREATE_REPORTS)


def create_events(connection: Connection) -> None:
    """Events, what they are made of and what they are found by."""
    _execute(connection, _CREATE_EVENTS)


_CREATE_LINKS = (
    """CREATE TABLE told (
        report_id TEXT NOT NULL, revision INTEGER NOT NULL, linker TEXT NOT NULL, version TEXT NOT NULL,
        sketch TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (report_id, revision),
        FOREIGN KEY (report_id, revision) REFERENCES reports (id, revision))""",
    """CREATE TABLE links (
        event_id TEXT NOT NULL REFERENCES events (id), number INTEGER NOT NULL, first_id TEXT NOT NULL,
        second_id TEXT NOT NULL, points DOUBLE PRECISION, reasons TEXT NOT NULL, decided_by TEXT,
        PRIMARY KEY (event_id, number))""",
    """CREATE TABLE decisions (
        number INTEGER NOT NULL PRIMARY KEY, first_id TEXT NOT NULL, second_id TEXT NOT NULL, same BOOLEAN NOT NULL,
        decided_by TEXT NOT NULL)""",
    "CREATE TABLE link_runs (number INTEGER NOT NULL PRIMARY KEY, reports INTEGER NOT NULL, events INTEGER NOT NULL)",
    """CREATE TABLE changes (
        run INTEGER NOT NULL REFERENCES link_runs (number), event_id TEXT NOT NULL, change TEXT NOT NULL,
        others TEXT NOT NULL, fields TEXT NOT NULL,
        PRIMARY KEY (run, event_id, change))""",
    "DROP INDEX events_by_position",
    "ALTER TABLE events DROP COLUMN position",
    "ALTER TABLE events ADD COLUMN made_of TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX events_in_order ON events (COALESCE(first_day, '9999'), event_type, id)",
    "CREATE INDEX mentions_by_id ON mentions (id)",
)


def create_links(connection: Connection) -> None:
    """What linking keeps of each report, how events came together, people's decisions, and what changed when."""
    _execute(connection, _CREATE_LINKS)


_CREATE_DESK = (
    """CREATE TABLE event_facts (
        event_id TEXT NOT NULL PRIMARY KEY REFERENCES events (id), event_type TEXT NOT NULL, event_mode TEXT,
        status TEXT NOT NULL, background BOOLEAN NOT NULL, first_day TEXT, last_day TEXT, granularity TEXT NOT NULL,
        precision TEXT NOT NULL, disputed BOOLEAN NOT NULL, sources INTEGER NOT NULL, reports INTEGER NOT NULL,
        confidence DOUBLE PRECISION NOT NULL, plover_score DOUBLE PRECISION, dead DOUBLE PRECISION,
        place TEXT NOT NULL, actors TEXT NOT NULL, recipients TEXT NOT NULL, fatalities TEXT NOT NULL)""",
    # Both hold all that facets and the timeline are counted by, so that the table itself is not read.
    """CREATE INDEX event_facts_by_kind ON event_facts (event_type, event_mode, status, granularity, precision,
        background, disputed, sources, first_day, last_day, event_id)""",
    """CREATE INDEX event_facts_by_day ON event_facts (first_day, status, last_day, event_type, event_mode, granularity,
        precision, background, disputed, sources, event_id)""",
    "CREATE INDEX event_facts_in_order ON event_facts (COALESCE(first_day, '9999'), event_type, event_id)",
    "CREATE INDEX event_facts_by_first ON event_facts (first_day, event_type, event_id)",
    """CREATE TABLE event_places (
        event_id TEXT NOT NULL REFERENCES events (id), number INTEGER NOT NULL, name TEXT NOT NULL,
        level TEXT, country TEXT, admin1 TEXT, lat DOUBLE PRECISION, lon DOUBLE PRECISION,
        x DOUBLE PRECISION, y DOUBLE PRECISION,
        PRIMARY KEY (event_id, number))""",
    "CREATE INDEX event_places_by_point ON event_places (lat, lon, x, y, event_id)",
    "CREATE INDEX event_places_by_area ON event_places (level, country, name, event_id)",
    "ALTER TABLE event_actors ADD COLUMN name TEXT NOT NULL DEFAULT ''",
    "DROP INDEX event_actors_by_entity",
    "CREATE INDEX event_actors_by_entity ON event_actors (entity_id, name, event_id)",
    "DROP INDEX event_countries_by_country",
    "CREATE INDEX event_countries_by_country ON event_countries (country, event_id)",
    "CREATE TABLE counter (changes INTEGER NOT NULL)",
    "INSERT INTO counter (changes) VALUES (1)",
    # What events were made of is forgotten, so that the next linking writes them again, with what is new here.
    "UPDATE events SET made_of = ''",
    "CREATE INDEX events_outdated ON events (id) WHERE made_of = ''",
)
_CREATE_TEXT = {
    "sqlite": (
        """CREATE TABLE event_text (
            number INTEGER NOT NULL PRIMARY KEY, event_id TEXT NOT NULL UNIQUE REFERENCES events (id),
            words TEXT NOT NULL)""",
        """CREATE VIRTUAL TABLE event_words USING fts5(
            words, content = 'event_text', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 0')""",
        """CREATE TRIGGER event_text_put AFTER INSERT ON event_text BEGIN
            INSERT INTO event_words (rowid, words) VALUES (new.number, new.words); END""",
        """CREATE TRIGGER event_text_gone AFTER DELETE ON event_text BEGIN
            INSERT INTO event_words (event_words, rowid, words) VALUES ('delete', old.number, old.words); END""",
    ),
    "postgresql": (
        """CREATE TABLE event_text (
            number INTEGER GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
            event_id TEXT NOT NULL UNIQUE REFERENCES events (id), words TEXT NOT NULL)""",
        "CREATE INDEX event_words ON event_text USING GIN (to_tsvector('simple', words))",
    ),
}


def create_desk(connection: Connection) -> None:
    """What events are filtered, counted, mapped and searched by; events from before are written again by linking."""
    _execute(connection, _CREATE_DESK)
    _execute(connection, _CREATE_TEXT[connection.dialect.name])


_CREATE_REVIEWS = (
    """CREATE TABLE reviews (
        number INTEGER NOT NULL PRIMARY KEY, event_id TEXT NOT NULL, reviewer TEXT NOT NULL, verdict TEXT NOT NULL,
        value TEXT NOT NULL, comment TEXT, at TEXT NOT NULL, made_of TEXT NOT NULL, takes_back INTEGER)""",
    "CREATE INDEX reviews_by_event ON reviews (event_id, reviewer, number)",
)


def create_reviews(connection: Connection) -> None:
    """What reviewers said of events."""
    _execute(connection, _CREATE_REVIEWS)


_CREATE_STANDING = (
    "DROP TABLE told",
    """CREATE TABLE told (
        report_id TEXT NOT NULL, revision INTEGER NOT NULL, linker TEXT NOT NULL, version TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (report_id, revision),
        FOREIGN KEY (report_id, revision) REFERENCES reports (id, revision))""",
    "CREATE INDEX told_versions ON told (report_id, revision, linker, version)",
    """CREATE TABLE sketches (
        report_id TEXT NOT NULL PRIMARY KEY, words TEXT NOT NULL, bands TEXT NOT NULL, shingles TEXT NOT NULL,
        published TEXT)""",
    """CREATE TABLE told_keys (
        report_id TEXT NOT NULL, telling_id TEXT NOT NULL, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,
        keys TEXT NOT NULL,
        PRIMARY KEY (report_id, telling_id))""",
    "CREATE INDEX told_keys_by_day ON told_keys (last_day, first_day)",
    "CREATE TABLE link_state (rules TEXT NOT NULL PRIMARY KEY, decisions INTEGER NOT NULL, writes INTEGER NOT NULL)",
    """CREATE TABLE linked_reports (
        report_id TEXT NOT NULL PRIMARY KEY, version TEXT NOT NULL, source TEXT NOT NULL)""",
    "CREATE INDEX linked_reports_by_source ON linked_reports (source)",
    """CREATE TABLE linked_tellings (
        report_id TEXT NOT NULL, telling_id TEXT NOT NULL, component TEXT NOT NULL, event_id TEXT NOT NULL,
        PRIMARY KEY (report_id, telling_id))""",
    "CREATE INDEX linked_tellings_by_component ON linked_tellings (component)",
)


def create_standing(connection: Connection) -> None:
    """Where linking stands, so that a run reads only what new and changed reports touch."""
    _execute(connection, _CREATE_STANDING)


Migration = Callable[[Connection], None]

MIGRATIONS: tuple[Migration, ...] = (
    create_reports,
    create_events,
    create_links,
    create_desk,
    create_reviews,
    create_standing,
)


def migrate(engine: Engine) -> None:
    """Bring a database, empty or older, to the newest schema.

    Raises StoreError where it was written by a newer dateline, or holds tables that are not ours.
    """
    with engine.begin() as connection:
        done = _applied(connection)
    known = [migration.__name__ for migration in MIGRATIONS]
    if done != known[: len(done)]:
        raise StoreError(
            "this database was written by another version of dateline "
            f"(its schema has {len(done)} steps, this version knows {len(known)}): "
            "install the newest dateline, or code the reports into a new file"
        )
    writer = engine.execution_options(writes=True)
    while len(done) < len(MIGRATIONS):
        with writer.begin() as connection:
            done = _applied(connection)  # another run may have come first
            for migration in MIGRATIONS[len(done) : len(done) + 1]:
                _apply(connection, migration, number=len(done) + 1)


def _applied(connection: Connection) -> list[str]:
    tables = inspect(connection).get_table_names()
    if "migrations" not in tables:
        if tables:
            raise StoreError("this database is not one of dateline's: it holds other tables; choose a new file")
        return []
    rows = connection.execute(select(applied_migrations.c.name).order_by(applied_migrations.c.number))
    return [str(name) for name in rows.scalars()]


def _apply(connection: Connection, migration: Migration, number: int) -> None:
    if number == 1:
        connection.exec_driver_sql(_CREATE_MIGRATIONS)
    migration(connection)
    connection.execute(insert(applied_migrations).values(number=number, name=migration.__name__))


def _execute(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)
