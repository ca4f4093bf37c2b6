"""Reports in rows: JSON Lines, a JSON object or array, and tables with a header (CSV, TSV).

A row has `text` or `html`, and may have `id`, `url`, `title`, `published`, `publisher` and `fetched`; where it
has both, `text` is taken. A row that cannot be read is reported as "file:line" and the next one is read.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dateline.errors import InputError
from dateline.records import Note, RawReport
from dateline.sources.decode import decode, unicode_encoding, well_formed
from dateline.sources.formats import CONTENT_FIELDS, ROW_FIELDS, delimiter_of
from dateline.stages.publication import parse_date

OnError = Callable[[InputError], None]
OnIgnored = Callable[[str, tuple[str, ...]], None]
MAX_ROW_CHARACTERS = 20_000_000
"""A longer row is no report; reading stops there, so that a file without line ends does not fill the memory."""
HEAD = 1 << 16
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")


class IgnoredFields:
    """Names the fields of one source that are not used, each once and in the order in which they turn up."""

    def __init__(self, source: str, on_ignored: OnIgnored) -> None:
        self._source, self._on_ignored = source, on_ignored
        self._named: set[str] = set()

    def see(self, row: Mapping[str, Any]) -> None:
        """Report the fields of `row` that are neither used nor yet named."""
        new = tuple(name for name in row if name not in ROW_FIELDS and name not in self._named)
        if new:
            self._named.update(new)
            self._on_ignored(self._source, new)


def read_json_lines(
    stream: io.BufferedReader, source: str, on_error: OnError, on_ignored: OnIgnored
) -> Iterator[RawReport]:
    """One report per line. Blank lines are passed over; a broken one goes to `on_error`."""
    ignored = IgnoredFields(source, on_ignored)
    for number, line in enumerate(_lines(_text_stream(stream)), 1):
        where = f"{source}:{number}"
        if not line.strip():
            continue
        try:
            yield _json_row(line, where, ignored)
        except InputError as error:
            on_error(error)


def read_json(data: bytes, source: str, on_error: OnError, on_ignored: OnIgnored) -> Iterator[RawReport]:
    """A JSON object, or an array of them; the rows are counted from 1."""
    text, notes = decode(data)
    value = _parse_json(text, source)
    rows = value if isinstance(value, list) else [value]
    ignored = IgnoredFields(source, on_ignored)
    for number, row in enumerate(rows, 1):
        try:
            yield row_report(row, f"{source}:{number}", ignored, notes)
        except InputError as error:
            on_error(error)


def read_table(stream: io.BufferedReader, source: str, on_error: OnError, on_ignored: OnIgnored) -> Iterator[RawReport]:
    """One report per record of a table whose first line names the columns (in any case)."""
    delimiter = delimiter_of(decode(stream.peek(HEAD))[0]) or ","
    text = _text_stream(stream, newline="")
    csv.field_size_limit(MAX_ROW_CHARACTERS)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    names = [_column(name) for name in next(reader)]
    ignored = IgnoredFields(source, on_ignored)
    while True:
        where = f"{source}:{reader.line_num + 1}"
        try:
            values = next(reader)
            if any(value.strip() for value in values):
                yield _table_row(names, values, where, ignored)
        except StopIteration:
            return
        except csv.Error as error:
            on_error(InputError(where, f"the row is broken: {error}"))
        except InputError as error:
            on_error(error)


def row_report(row: object, where: str, ignored: IgnoredFields, notes: tuple[Note, ...] = ()) -> RawReport:
    """The report in a row. Raises InputError where the row is no object or has no text."""
    if not isinstance(row, Mapping):
        raise InputError(where, "the row is not an object with named fields")
    ignored.see(row)
    kind = next((name for name in CONTENT_FIELDS if _has_text(row, name, where)), None)
    if kind is None:
        raise InputError(where, "the row has neither text nor html")
    content, replaced = well_formed(row[kind])
    fetched, doubt = _fetched(_field(row, "fetched"))
    return RawReport(
        source=where,
        content=content,
        is_html=kind == "html",
        raw_sha256=hashlib.sha256(row[kind].encode("utf-8", "surrogatepass")).hexdigest(),
        id=_field(row, "id"),
        url=_field(row, "url"),
        title=_field(row, "title"),
        publisher=_field(row, "publisher"),
        published=_field(row, "published"),
        fetched=fetched,
        notes=notes + replaced + doubt,
    )


def _json_row(line: str, where: str, ignored: IgnoredFields) -> RawReport:
    if len(line) > MAX_ROW_CHARACTERS:
        raise InputError(where, f"the row is longer than {MAX_ROW_CHARACTERS:,} characters")
    text, notes = _repaired(line)
    return row_report(_parse_json(text, where), where, ignored, notes)


def _table_row(names: list[str], values: list[str], where: str, ignored: IgnoredFields) -> RawReport:
    if len(values) > len(names):
        raise InputError(where, f"the row has {len(values)} fields, the header {len(names)}")
    pairs = [(name, *_repaired(value)) for name, value in zip(names, values, strict=False) if name]
    notes = tuple(note for _, _, found in pairs for note in found)
    return row_report({name: value for name, value, _ in pairs}, where, ignored, notes)


def _parse_json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise InputError(where, "the JSON is nested too deeply") from None
    except ValueError as error:
        raise InputError(where, f"the JSON is broken: {error}") from None


def _column(name: str) -> str:
    folded = name.strip().lower()
    return folded if folded in ROW_FIELDS else name.strip()


def _has_text(row: Mapping[str, Any], name: str, where: str) -> bool:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(where, f"{name} is not a string")
    return bool(value and value.strip())


def _field(row: Mapping[str, Any], name: str) -> str | None:
    """A field as a string, verbatim; numbers (ids, years) as they are written, anything else as None."""
    value = row.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return well_formed(str(value))[0] if str(value).strip() else None


def _fetched(value: str | None) -> tuple[str | None, tuple[Note, ...]]:
    """The day of `fetched`, as ISO date; a note where it cannot be told."""
    day = parse_date(value).day if value else None
    if value and day is None:
        return None, (Note(stage="sources", reason=f"fetched {value[:40]!r} is no date and was ignored"),)
    return day, ()


def _text_stream(stream: io.BufferedReader, newline: str = "\n") -> io.TextIOWrapper:
    """Text with bytes that are not in the encoding kept as lone surrogates, for `_repaired` to read."""
    encoding = unicode_encoding(stream.peek(HEAD)) or "utf-8"
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline=newline)
    if encoding == "utf-8" and not stream.peek(3).startswith(b"\xef\xbb\xbf"):
        return text
    if stream.peek(4)[:1] in b"\xef\xff\xfe\x00":  # a byte order mark is no part of the first row
        text.read(1)
    return text


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines of bounded length: of a longer one only the start comes, the rest is read past."""
    while line := text.readline(MAX_ROW_CHARACTERS + 1):
        while len(line) > MAX_ROW_CHARACTERS and not line.endswith("\n"):
            rest = text.readline(HEAD)
            if not rest or rest.endswith("\n"):
                break
        yield line


def _repaired(text: str) -> tuple[str, tuple[Note, ...]]:
    """Text read with surrogate escapes, its odd bytes decoded as what they most likely are."""
    if not _ESCAPED_BYTE.search(text):
        return text, ()
    return decode(text.encode("utf-8", "surrogateescape"))
