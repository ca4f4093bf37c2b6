"""From what is named on the command line to reports, one after the other.

An input is a file, a folder (read whole, in the order of its names), a pattern such as `news/*.html`, or `-`
for standard input. What cannot be read goes to `on_error` with its reason; everything else goes on.
"""

from __future__ import annotations

import glob
import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from dateline.errors import InputError
from dateline.records import RawReport
from dateline.sources.decode import decode, well_formed
from dateline.sources.feeds import read_feed
from dateline.sources.formats import Format, binary_kind, text_format
from dateline.sources.rows import HEAD, OnError, OnIgnored, read_json, read_json_lines, read_table
from dateline.sources.streams import BROKEN_STREAM, unpacked
from dateline.sources.warc import read_warc

MAX_REPORT_BYTES = 20_000_000
"""A page or text of more bytes is no news report; a list of reports has no limit."""
SUPPORTED = "plain text, HTML, JSON Lines, JSON, CSV, TSV, RSS, Atom and WARC, each also as .gz or .zst"

Fetch = Callable[[str], tuple[bytes, str, str]]
"""Of an address what it holds, the address that it led to, and the day on which it was read."""
Reader = Callable[[io.BufferedReader, str, OnError, OnIgnored], Iterator[RawReport]]


def read_inputs(
    inputs: Sequence[str],
    *,
    stdin: BinaryIO,
    on_error: OnError,
    on_ignored: OnIgnored | None = None,
    fetch: Fetch | None = None,
) -> Iterator[RawReport]:
    """Every report in `inputs`, in the order given.

    stdin: read where an input is "-". fetch: what an address of the web holds, and its final address; None refuses
    addresses. on_error: called with an InputError for each input, or row of one,
    that cannot be read. on_ignored: called with a source and the fields of its rows that are not used, each
    field once per source.
    """
    on_ignored = on_ignored or _say_nothing
    for name in inputs:
        if name == "-":
            yield from _guarded(stdin, "standard input", on_error, on_ignored)
            continue
        if name.startswith(("http://", "https://")):
            yield from _read_address(name, fetch, on_error, on_ignored)
            continue
        for path in _files(name, on_error):
            yield from _read_file(path, on_error, on_ignored)


def read_bytes(data: bytes, source: str, on_error: OnError, on_ignored: OnIgnored | None = None) -> Iterator[RawReport]:
    """Every report in what was read already: one of a page, several of a feed, a table or an archive."""
    yield from _guarded(io.BytesIO(data), source, on_error, on_ignored or _say_nothing)


def _read_address(name: str, fetch: Fetch | None, on_error: OnError, on_ignored: OnIgnored) -> Iterator[RawReport]:
    """The reports at an address; of a page the address is its own."""
    if fetch is None:
        on_error(InputError(name, "addresses are not read here; save the page and give the file"))
        return
    try:
        data, url, day = fetch(name)
    except InputError as error:
        on_error(error)
        return
    for report in read_bytes(data, name, on_error, on_ignored):
        own = report.url or (url if report.source == name else None)
        yield replace(report, url=own, fetched=report.fetched or day)


def _say_nothing(_source: str, _fields: tuple[str, ...]) -> None:
    """The `on_ignored` of callers who do not care."""


def _files(name: str, on_error: OnError) -> Iterator[str]:
    """The files that one input names, in a fixed order."""
    if os.path.isdir(name):
        yield from _folder(name, on_error)
    elif os.path.lexists(name) or not glob.has_magic(name):
        yield name
    else:
        yield from _pattern(name, on_error)


def _folder(name: str, on_error: OnError) -> Iterator[str]:
    """All files below a folder, hidden ones left out."""

    def refuse(error: OSError) -> None:
        on_error(InputError(str(error.filename), _os_reason(error)))

    found = False
    for folder, folders, files in os.walk(name, onerror=refuse):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for each in sorted(files):
            if not each.startswith("."):
                found = True
                yield os.path.join(folder, each)
    if not found and os.access(name, os.R_OK | os.X_OK):
        on_error(InputError(name, "the folder has no files"))


def _pattern(name: str, on_error: OnError) -> Iterator[str]:
    matches = sorted(glob.glob(name, recursive=True))
    files = [match for match in matches if not os.path.isdir(match)]
    if not files:
        on_error(InputError(name, "no file matches"))
    yield from files


def _read_file(path: str, on_error: OnError, on_ignored: OnIgnored) -> Iterator[RawReport]:
    try:
        with Path(path).open("rb") as stream:
            yield from _guarded(stream, path, on_error, on_ignored)
    except OSError as error:
        on_error(InputError(path, _os_reason(error)))


def _guarded(stream: BinaryIO, source: str, on_error: OnError, on_ignored: OnIgnored) -> Iterator[RawReport]:
    """The reports of one stream; what goes wrong in it is told, not raised."""
    try:
        yield from _read_stream(unpacked(stream), source, on_error, on_ignored)
    except InputError as error:
        on_error(error)
    except BROKEN_STREAM as error:
        on_error(InputError(source, f"the compressed data are truncated or damaged: {error}"))
    except OSError as error:
        on_error(InputError(source, _os_reason(error)))


def _read_stream(
    stream: io.BufferedReader, source: str, on_error: OnError, on_ignored: OnIgnored
) -> Iterator[RawReport]:
    head = stream.peek(HEAD)[:HEAD]
    if not head:
        raise InputError(source, "is empty")
    kind = binary_kind(head)
    if kind:
        raise InputError(source, f"is {kind}, not text; supported are {SUPPORTED}")
    found = text_format(head)
    if found in READERS:
        yield from READERS[found](stream, source, on_error, on_ignored)
    else:
        yield _whole(read_bounded(stream, source), source, is_html=found == "html")


def _whole(data: bytes, source: str, *, is_html: bool) -> RawReport:
    """A stream that is one report."""
    kind = binary_kind(data)
    if kind:
        raise InputError(source, f"is {kind}, not text; supported are {SUPPORTED}")
    decoded, notes = decode(data)
    text, replaced = well_formed(decoded)
    if not text.strip():
        raise InputError(source, "is empty")
    digest = hashlib.sha256(data).hexdigest()
    return RawReport(source=source, content=text, is_html=is_html, raw_sha256=digest, notes=notes + replaced)


def _read_json(stream: io.BufferedReader, source: str, on_error: OnError, on_ignored: OnIgnored) -> Iterator[RawReport]:
    yield from read_json(read_bounded(stream, source), source, on_error, on_ignored)


def _read_feed(
    stream: io.BufferedReader, source: str, on_error: OnError, _on_ignored: OnIgnored
) -> Iterator[RawReport]:
    yield from read_feed(read_bounded(stream, source), source, on_error)


def _read_warc(
    stream: io.BufferedReader, source: str, on_error: OnError, _on_ignored: OnIgnored
) -> Iterator[RawReport]:
    yield from read_warc(stream, source, on_error, MAX_REPORT_BYTES)


def raw_report(
    content: str,
    *,
    is_html: bool = False,
    source: str = "text",
    id: str | None = None,
    url: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    fetched: str | None = None,
) -> RawReport:
    """A report from a string that the caller has, hashed as a row with that text would be."""
    text, notes = well_formed(content)
    return RawReport(
        source=source,
        content=text,
        is_html=is_html,
        raw_sha256=hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest(),
        id=id,
        url=url,
        title=title,
        publisher=publisher,
        published=published,
        fetched=fetched,
        notes=notes,
    )


def read_bounded(stream: io.BufferedReader, source: str) -> bytes:
    """All bytes of a stream. Raises InputError where there are more than a report may have."""
    data = stream.read(MAX_REPORT_BYTES + 1)
    if len(data) > MAX_REPORT_BYTES:
        limit = MAX_REPORT_BYTES // 1_000_000
        raise InputError(source, f"is one text of more than {limit} MB, which is no news report")
    return data


def _os_reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


READERS: dict[Format, Reader] = {
    "json-lines": read_json_lines,
    "json": _read_json,
    "csv": read_table,
    "feed": _read_feed,
    "warc": _read_warc,
}
