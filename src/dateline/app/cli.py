"""The command line: arguments in, calls and rendering out. Heavy packages are imported when a command needs them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.app.terminal import Messages, exit_statuses, watched, write_lines
from dateline.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from dateline.app.coding import Options
    from dateline.records import Event, RawReport, Report
    from dateline.settings import Settings
    from dateline.sources.read import Fetch
    from dateline.store import Store
    from dateline.store.accounts import Accounts
    from dateline.tools import Tools

EVENT_FORMATS = ("jsonl", "csv", "geojson", "table")
SCOPES = ("all", "report")
CONVENTIONS = ("plover", "plv", "muc4", "meantime")
_PIPED_WIDTH = 120
"""Columns of what is shown where there is no terminal to ask."""

app = typer.Typer(
    help="News reports in, an event database out in which every field shows the sentence that says it.",
    rich_markup_mode=None,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
codebook_app = typer.Typer(help="Look at the codebook and test it.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(codebook_app, name="codebook")
catalogue_app = typer.Typer(help="Look up actors and check your own.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(catalogue_app, name="catalogue")
user_app = typer.Typer(help="Who may log in to the desk and review.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(user_app, name="user")


def main() -> None:
    """The `dateline` command."""
    app()


# ---- arguments


def _day(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is not a day in the form YYYY-MM-DD") from error


def _one_of(allowed: tuple[str, ...], value: str | None) -> str | None:
    if value is not None and value not in allowed:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(allowed)}")
    return value


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"dateline {version('dateline')}")
        raise typer.Exit


Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Files, folders, patterns, addresses, or -.", show_default=False),
]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", callback=_day, help="Day of publication of inputs that have none: YYYY-MM-DD."),
]
Workers = Annotated[int, typer.Option(metavar="N", min=1, help="Processes that code at the same time.")]
Model = Annotated[str | None, typer.Option(metavar="NAME", help="An installed English spaCy pipeline, or its path.")]
CodebookFolder = Annotated[Path | None, typer.Option("--codebook", metavar="FOLDER", help="A codebook of your own.")]
CatalogueFile = Annotated[Path | None, typer.Option("--catalogue", metavar="FILE", help="Further actors of your own.")]
Conventions = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        callback=lambda value: _one_of(CONVENTIONS, value),
        help=f"Whose coding conventions: {', '.join(CONVENTIONS)}.",
    ),
]
Database = Annotated[
    str | None, typer.Option("--db", metavar="FILE_OR_URL", help="Database, made where there is none.")
]

Scope = Annotated[
    str,
    typer.Option(
        callback=lambda value: _one_of(SCOPES, value),
        help="all: events across reports; report: within each report only.",
    ),
]
UserName = Annotated[str, typer.Argument(metavar="NAME", help="Whom: letters, digits and . _ @ + -")]
UsersOf = Annotated[
    str | None, typer.Option("--db", metavar="FILE_OR_URL", help="The database; its users stand in DB.accounts.")
]
AccountsFile = Annotated[Path | None, typer.Option("--accounts", metavar="FILE", help="Where the users stand.")]


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


# ---- commands


@app.command()
def annotate(
    inputs: Inputs,
    published: Published = None,
    format: Annotated[  # noqa: ARG001 - part of the contract, with one value so far
        str, typer.Option(callback=lambda value: _one_of(("jsonl",), value), help="Only jsonl.")
    ] = "jsonl",
    workers: Workers = 1,
    model: Model = None,
    codebook: CodebookFolder = None,
    catalogue: CatalogueFile = None,
    conventions: Conventions = "plover",
) -> None:
    """Write everything found in each report, one JSON object per line."""
    with _command() as messages:
        from dateline.records import dumps
        from dateline.runners import run

        settings = _settings(model, codebook, catalogue, conventions)
        tools = _load(settings, messages)
        reports = run(
            _read(inputs, messages),
            settings,
            workers=workers,
            published=published,
            tools=tools,
            on_error=messages.failure,
        )
        write_lines(dumps(report) for report in _watched(reports, inputs))


@app.command()
def code(
    inputs: Inputs,
    db: Database = None,
    published: Published = None,
    format: Annotated[
        str | None,
        typer.Option(
            callback=lambda value: _one_of(EVENT_FORMATS, value),
            help=f"Print the events: {', '.join(EVENT_FORMATS)}. Without --db the default is a table.",
        ),
    ] = None,
    workers: Workers = 1,
    scope: Scope = "all",
    model: Model = None,
    codebook: CodebookFolder = None,
    catalogue: CatalogueFile = None,
    conventions: Conventions = "plover",
) -> None:
    """Code reports into events: into a database, on standard output, or both."""
    with _command() as messages:
        from dateline.app.coding import Options, code_into
        from dateline.exports import event_lines

        settings = _settings(model, codebook, catalogue, conventions)
        options = Options(settings=settings, published=published, workers=workers, scope=scope)
        with _open_store(db) as store:
            tools = _load(settings, messages)
            given = code_into(
                store,
                _read(inputs, messages),
                tools,
                options,
                on_error=messages.failure,
                watch=lambda reports: _watched(reports, inputs),
            )
            if format or not db:
                write_lines(event_lines(format or "table", _told_by(store, given)))
            if db:
                messages.status(f"{len(given)} reports given; {store.name} holds {store.count_reports()}")


@app.command()
def link(
    db: Annotated[str, typer.Option("--db", metavar="FILE_OR_URL", help="The database.")],
    explain: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Say why two events are one, or are not.")
    ] = None,
    same: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Decide that two events or mentions are the same.")
    ] = None,
    different: Annotated[
        tuple[str, str] | None, typer.Option(metavar="A B", help="Decide that two events or mentions are different.")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Who decides.")] = None,
    scope: Scope = "all",
) -> None:
    """Compute the events of a database anew, explain them, or decide what is one event."""
    with _command() as messages:
        from dateline.app import link_views, linking
        from dateline.settings import LinkSettings
        from dateline.store import open_store

        if len([given for given in (explain, same, different) if given]) > 1:
            raise UsageError("give one of --explain, --same and --different at a time")
        if (same or different) and not (by or "").strip():
            raise UsageError("a decision needs --by NAME: whose it is stands beside it")
        with open_store(db, create=False) as store:
            if explain:
                write_lines(_explained(store, *explain))
                return
            pair = same or different
            if pair:
                linking.decide(store, *pair, same=bool(same), decided_by=str(by).strip())
            changes = linking.relink(store, LinkSettings(), across=scope == "all")
            write_lines(link_views.change_lines(changes, store.event) if pair else ())
            for decision in linking.overruled(store):
                messages.say(
                    f"decision {decision.number} by {decision.decided_by} contradicts later ones or is about mentions "
                    f"that are no more: {decision.first}, {decision.second}"
                )
            write_lines([link_views.tally(changes)])


@app.command()
def diff(
    db: Annotated[str, typer.Argument(metavar="DB", help="A database.")],
    newer: Annotated[str | None, typer.Argument(metavar="[NEWER]", help="A second one to compare it with.")] = None,
    run: Annotated[int | None, typer.Option(metavar="N", min=1, help="Which run of linking; the last one.")] = None,
    format: Annotated[
        str, typer.Option(callback=lambda value: _one_of(("table", "jsonl"), value), help="table or jsonl.")
    ] = "table",
) -> None:
    """Tell which events a run added, changed, merged, split or withdrew, or how two databases differ."""
    with _command():
        from dateline.app.link_views import change_lines, change_records
        from dateline.store import compare_stores, open_store

        if newer and run:
            raise UsageError("--run is of one database; two are compared as they are")
        with open_store(db, create=False) as store:
            if newer:
                with open_store(newer, create=False) as other:
                    changes = compare_stores(store, other)
                    write_lines(change_records(changes) if format == "jsonl" else change_lines(changes, other.event))
                return
            changes = store.changes(run)
            write_lines(change_records(changes) if format == "jsonl" else change_lines(changes, store.event))


@app.command()
def show(
    id: Annotated[str, typer.Argument(metavar="EVENT|REPORT", help="An id, one it once had, or how it begins.")],
    db: Annotated[str, typer.Option("--db", metavar="FILE_OR_URL", help="The database.")],
) -> None:
    """Show an event or a report with its evidence highlighted in the source text."""
    with _command():
        from dateline.app.show import show_event, show_report
        from dateline.store import open_store

        with open_store(db, create=False) as store:
            event = store.event(id)
            report = None if event else store.report(id)
            if event:
                _console().print(show_event(event, store.report))
            elif report:
                _console().print(show_report(report))
            else:
                raise UsageError(f"{store.name}: no event or report {id!r}")


@app.command()
def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS", help="The feeds: a TOML file (docs/cli.md).")],
    db: Annotated[str, typer.Option("--db", metavar="FILE_OR_URL", help="Database, made where there is none.")],
    once: Annotated[bool, typer.Option("--once", help="Poll what is due, then end.")] = False,
    state: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What is remembered between polls; beside FEEDS by default.")
    ] = None,
    workers: Workers = 1,
    model: Model = None,
    codebook: CodebookFolder = None,
    catalogue: CatalogueFile = None,
    conventions: Conventions = "plover",
) -> None:
    """Poll RSS and Atom feeds politely and code what is new, until Ctrl-C."""
    with _command() as messages:
        from dateline.app import watch as watching
        from dateline.app.coding import Options, code_into
        from dateline.sources.fetch import Fetcher, web_client
        from dateline.store import open_store

        watched_feeds = watching.load_feeds(feeds)
        kept = state or feeds.with_name(feeds.name + ".state.json")
        states = watching.load_states(kept)
        client = web_client(watched_feeds.contact)
        fetcher = Fetcher(client=client, pause=watched_feeds.pause, trusted=watched_feeds.hosts)
        options = Options(settings=_settings(model, codebook, catalogue, conventions), workers=workers)
        with client, open_store(db) as store:
            tools = _load(options.settings, messages)
            watching.watch(
                watching.Watcher(feeds=watched_feeds, fetcher=fetcher, on_error=messages.failure),
                states,
                lambda reports: code_into(store, reports, tools, options, on_error=messages.failure),
                lambda found: watching.keep_states(kept, found),
                once=once,
                told=messages.say,
            )


@app.command()
def desk(
    db: Annotated[str, typer.Argument(metavar="DB", help="The database.")],
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="Port; 0 takes a free one.")] = 8765,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What the pages are headed with.")] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="For publishing: no logging in, no reviewing.")
    ] = False,
    accounts: AccountsFile = None,
    blind: Annotated[
        bool, typer.Option(help="Whether reviewers see what others said only after their own verdict.")
    ] = True,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A host name that the desk is asked for by.")
    ] = None,
    webhook_host: Annotated[
        list[str] | None,
        typer.Option("--webhook-host", metavar="HOST", help="A host of your own network that webhooks may lead to."),
    ] = None,
    tls_certificate: Annotated[Path | None, typer.Option(metavar="FILE", help="Certificate, as PEM.")] = None,
    tls_key: Annotated[Path | None, typer.Option(metavar="FILE", help="Its key, as PEM.")] = None,
) -> None:
    """Serve the pages on which events are looked at, checked and corrected."""
    with _command() as messages:
        from dateline.store import open_store

        try:
            from dateline.app.desk.desk import THIS_MACHINE, Desk
            from dateline.app.desk.security import exposure
            from dateline.app.desk.serve import serve
            from dateline.store.accounts import Accounts, accounts_path
            from dateline.store.searches import Searches
        except ModuleNotFoundError as error:
            raise UsageError(f"the desk needs {error.name}: pip install 'dateline[desk]'") from error
        if bool(tls_certificate) != bool(tls_key):
            raise UsageError("TLS needs both --tls-certificate and --tls-key")
        path = accounts or accounts_path(db)
        with open_store(db, create=False) as store:
            served = Desk(
                store=store,
                title=title or Path(db).stem,
                hosts=(*THIS_MACHINE, *(name or ())),
                read_only=read_only,
                accounts=Accounts(path) if path and not read_only else None,
                searches=Searches(path) if path and not read_only else None,
                webhook_hosts=tuple(webhook_host or ()),
                blind=blind,
            )
            users = bool(served.accounts and served.accounts.names())
            for warning in exposure(host, users=users, tls=bool(tls_certificate), read_only=read_only):
                messages.say(warning)
            tls = (tls_certificate, tls_key) if tls_certificate and tls_key else None
            serve(served, host=host, port=port, tls=tls, on_ready=messages.say)


@app.command("agreement")
def agreement_command(
    db: Annotated[str, typer.Argument(metavar="DB", help="The database.")],
    format: Annotated[
        str, typer.Option(callback=lambda value: _one_of(("table", "json"), value), help="table or json.")
    ] = "table",
) -> None:
    """Tell how far reviewers agree, field by field."""
    with _command():
        import json

        from dateline.store import open_store

        try:
            from dateline.app.desk.agreement_views import agreement_in, as_json, table_lines
        except ModuleNotFoundError as error:
            raise UsageError(f"agreement needs {error.name}: pip install 'dateline[desk]'") from error
        with open_store(db, create=False) as store:
            found = agreement_in(store)
        write_lines([json.dumps(as_json(found), ensure_ascii=False)] if format == "json" else table_lines(found))


@app.command()
def corrections(
    db: Annotated[str | None, typer.Argument(metavar="DB", help="The database.", show_default=False)] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write.")] = None,
    format: Annotated[
        str,
        typer.Option(
            callback=lambda value: _one_of(("golden", "label-studio"), value),
            help="golden: expected records, a line each; label-studio: tasks to import there.",
        ),
    ] = "golden",
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Whose word alone is to count.")] = None,
    config: Annotated[bool, typer.Option("--config", help="Print Label Studio's labelling interface instead.")] = False,
) -> None:
    """Write what reviewers corrected: events on which they agree, or one reviewer's."""
    with _command() as messages:
        from dateline.app.corrections import corrections_in, golden, labelling_config, task
        from dateline.records import dumps
        from dateline.store import open_store

        if config:
            write_lines([labelling_config()])
            return
        if db is None:
            raise UsageError("give the database")
        with open_store(db, create=False) as store:
            found, skipped = corrections_in(store, by)
        lines = [dumps(golden(one)) for one in found] if format == "golden" else [dumps([task(one) for one in found])]
        if output is None:
            write_lines(lines)
        else:
            _write(output, lines)
        if skipped.contested or skipped.outdated:
            messages.say(
                f"left out: {skipped.contested} events on which reviewers differ (--by NAME takes one's word), "
                f"{skipped.outdated} whose record is another by now"
            )


@app.command()
def report(
    db: Annotated[str, typer.Argument(metavar="DB", help="The database.")],
    page: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Page to write.")],
    filter: Annotated[
        str, typer.Option(metavar="QUERY", help="Which events, as in the desk's URLs: 'type=ASSAULT&country=SYR'.")
    ] = "",
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What the page is headed with.")] = None,
) -> None:
    """Write the explorer with the events of a database as one page that needs no network."""
    with _command() as messages:
        from dateline.app.report_page import page_of_store, write_page
        from dateline.store import open_store

        with open_store(db, create=False) as store:
            html = page_of_store(store, title=title or Path(db).stem, query=filter)
        write_page(page, html)
        messages.status(f"{page}: {len(html.encode()) / 1e6:.1f} MB")


@app.command()
def demo(
    reports: Annotated[Path, typer.Argument(help="Folder of reports.")] = Path("examples/reports"),
    db: Annotated[Path, typer.Option("--db", metavar="FILE", help="Database to write.")] = Path("demo.db"),
    page: Annotated[Path, typer.Option(metavar="FILE", help="Page to write.")] = Path("demo.html"),
    workers: Workers = 1,
) -> None:
    """Code the bundled reports, print a summary and write a page to look at."""
    with _command() as messages:
        from dateline.app.demo import run_demo

        if not reports.is_dir():
            raise UsageError(
                f"{reports}: no such folder; give one with reports, or run this where dateline's source is"
            )
        settings = _settings(None, None, None, "plover")
        tools = _load(settings, messages)
        run_demo(
            lambda: _read([str(reports)], messages),
            tools,
            _options(settings, workers),
            db=db,
            page=page,
            console=_console(),
            on_error=messages.failure,
            watch=lambda items: _watched(items, [str(reports)]),
        )


@codebook_app.command("list")
def codebook_list(codebook: CodebookFolder = None, conventions: Conventions = "plover") -> None:
    """The event types with their modes and how many wordings each has."""
    with _command():
        from dateline.app.codebook_views import list_lines
        from dateline.codebook import load_codebook

        write_lines(list_lines(load_codebook(codebook, conventions=conventions)))


@codebook_app.command("show")
def codebook_show(
    event_type: Annotated[str, typer.Argument(metavar="TYPE", help="An event type, such as ASSAULT.")],
    codebook: CodebookFolder = None,
    conventions: Conventions = "plover",
) -> None:
    """Everything the codebook knows of one event type."""
    with _command():
        from dateline.app.codebook_views import show_lines
        from dateline.codebook import load_codebook
        from dateline.records import EVENT_TYPES

        if event_type.upper() not in EVENT_TYPES:
            raise UsageError(f"no event type {event_type!r}; there are {', '.join(EVENT_TYPES)}")
        write_lines(show_lines(load_codebook(codebook, conventions=conventions), event_type.upper()))


@codebook_app.command("test")
def codebook_test(codebook: CodebookFolder = None, conventions: Conventions = "plover", model: Model = None) -> None:
    """Code every example sentence of the codebook and tell which come out otherwise; exit status 1 if any does."""
    with _command() as messages:
        from dateline.app.codebook_views import check_lines

        settings = _settings(model, codebook, None, conventions)
        lines, failed = check_lines(_load(settings, messages), settings)
        write_lines(lines)
        messages.failed = failed


@catalogue_app.command("check")
def catalogue_check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Actors of your own: TOML, or a table as TSV.")],
) -> None:
    """Tell all that keeps a file of your own from being used with --catalogue; exit status 1 if anything does."""
    with _command() as messages:
        from dateline.catalogue import load_catalogue, problems

        found = problems(file)
        write_lines(found)
        messages.failed = bool(found)
        if not found:
            more = len(load_catalogue(file).names) - len(load_catalogue().names)
            write_lines([f"{file}: no problem; {more} names more than the bundled catalogue"])


@catalogue_app.command("find")
def catalogue_find(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name as it stands in the news.")],
    catalogue: CatalogueFile = None,
) -> None:
    """What the catalogue knows by a name; exit status 1 where it knows nothing."""
    with _command() as messages:
        from dateline.app.catalogue_views import find_lines
        from dateline.catalogue import load_catalogue

        lines = list(find_lines(load_catalogue(catalogue), name))
        write_lines(lines or [f"{name!r} is in no entry"])
        messages.failed = not lines


@user_app.command("add")
def user_add(name: UserName, db: UsersOf = None, accounts: AccountsFile = None) -> None:
    """Add a user; the password is asked for, or read from standard input."""
    with _command(), _accounts(db, accounts) as users:
        users.add(name, _password())


@user_app.command("list")
def user_list(db: UsersOf = None, accounts: AccountsFile = None) -> None:
    """The names of all users."""
    with _command(), _accounts(db, accounts) as users:
        write_lines(users.names())


@user_app.command("remove")
def user_remove(name: UserName, db: UsersOf = None, accounts: AccountsFile = None) -> None:
    """Remove a user, who is logged out everywhere; what they said of events stays."""
    with _command(), _accounts(db, accounts) as users:
        users.remove(name)


@user_app.command("password")
def user_password(name: UserName, db: UsersOf = None, accounts: AccountsFile = None) -> None:
    """Give a user another password, which ends all their sessions."""
    with _command(), _accounts(db, accounts) as users:
        users.set_password(name, _password())


@user_app.command("logout")
def user_logout(name: UserName, db: UsersOf = None, accounts: AccountsFile = None) -> None:
    """Log a user out everywhere."""
    with _command(), _accounts(db, accounts) as users:
        users.end_sessions(name)


# ---- what the commands share


@contextmanager
def _command() -> Iterator[Messages]:
    messages = Messages()
    with exit_statuses(messages):
        yield messages


def _write(path: Path, lines: Iterable[str]) -> None:
    """Lines into a file."""
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error


@contextmanager
def _accounts(db: str | None, file: Path | None) -> Iterator[Accounts]:
    """The users of a database, or those of a file."""
    try:
        from dateline.store.accounts import Accounts, accounts_path
    except ModuleNotFoundError as error:
        raise UsageError(f"users need {error.name}: pip install 'dateline[desk]'") from error
    path = file or (accounts_path(db) if db else None)
    if path is None:
        raise UsageError("give the database with --db FILE, or where the users stand with --accounts FILE")
    users = Accounts(path)
    try:
        yield users
    finally:
        users.close()


def _password() -> str:
    """Asked for twice on a terminal, else the first line of standard input; never an argument, which others can see."""
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _settings(model: str | None, codebook: Path | None, catalogue: Path | None, conventions: str) -> Settings:
    from dateline.settings import CodingSettings, ParseSettings, Settings

    return Settings(
        parse=ParseSettings(model=model) if model else ParseSettings(),
        coding=CodingSettings(
            codebook=str(codebook) if codebook else None,
            catalogue=str(catalogue) if catalogue else None,
            conventions=conventions,
        ),
    )


def _explained(store: Store, first: str, second: str) -> Iterator[str]:
    """Why two events are not one; of one event named twice, how it came together."""
    from dateline.app.link_views import explanation_lines, joined_lines
    from dateline.app.linking import explanation, tellings_of, words_of
    from dateline.settings import LinkSettings

    events = store.event(first), store.event(second)
    if events[0] is not None and events[1] is not None and events[0].id == events[1].id:
        words = words_of(store, tellings_of(store, events[0].id))
        return joined_lines(events[0], store.links(events[0].id), words)
    explained = explanation(store, first, second, LinkSettings())
    words = words_of(store, (telling for pair in explained.pairs for telling in (pair.first, pair.second)))
    return explanation_lines(first, second, explained, words)


def _options(settings: Settings, workers: int) -> Options:
    from dateline.app.coding import Options

    return Options(settings=settings, workers=workers)


def _load(settings: Settings, messages: Messages) -> Tools:
    from dateline.tools import load_tools

    return load_tools(settings, messages.status)


def _read(inputs: list[str], messages: Messages) -> Iterator[RawReport]:
    from dateline.sources import read_inputs

    return read_inputs(
        inputs,
        stdin=sys.stdin.buffer,
        on_error=messages.failure,
        on_ignored=messages.ignored,
        fetch=_fetch(inputs) if any(map(_is_address, inputs)) else None,
    )


def _is_address(given: str) -> bool:
    return given.startswith(("http://", "https://"))


def _fetch(inputs: list[str]) -> Fetch:
    from datetime import UTC, datetime
    from urllib.parse import urlsplit

    from dateline.sources.fetch import Fetcher, read_once, web_client

    named = {urlsplit(given).hostname or "" for given in inputs if _is_address(given)}
    return read_once(Fetcher(client=web_client(), trusted=named), lambda: datetime.now(UTC).date().isoformat())


def _watched(reports: Iterable[Report], inputs: list[str]) -> Iterator[Report]:
    """Reports as they come; on a terminal with a bar, for which the inputs are read through once to count them."""
    from dateline.sources import read_inputs

    def count() -> int | None:
        if "-" in inputs or any(map(_is_address, inputs)):
            return None
        return sum(1 for _ in read_inputs(inputs, stdin=sys.stdin.buffer, on_error=lambda _error: None))

    return watched(reports, count)


@contextmanager
def _open_store(db: str | None) -> Iterator[Store]:
    """The database asked for, or one that is gone afterwards."""
    from tempfile import TemporaryDirectory

    from dateline.store import open_store

    if db:
        with open_store(db) as store:
            yield store
        return
    with TemporaryDirectory(prefix="dateline-") as folder, open_store(Path(folder, "events.db")) as store:
        yield store


def _told_by(store: Store, reports: set[str]) -> Iterator[Event]:
    """The events that some of these reports tell of."""
    return (event for event in store.events() if not reports.isdisjoint(event.reports))


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)
