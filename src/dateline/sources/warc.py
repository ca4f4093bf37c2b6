"""Web archives (WARC, ISO 28500): each page that was fetched with success is a report.

Read record by record, so that memory does not grow with the archive; packed archives are unpacked before
(`streams`). Records that are no pages (requests, metadata, images, errors of the server) are passed over.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Iterator, Mapping

from dateline.errors import InputError
from dateline.records import RawReport
from dateline.sources.decode import decode, well_formed
from dateline.sources.formats import binary_kind
from dateline.sources.rows import OnError

MAX_HEADER_LINE = 1 << 16
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)


def read_warc(stream: io.BufferedReader, source: str, on_error: OnError, max_bytes: int) -> Iterator[RawReport]:
    """The HTML and plain text pages of an archive, records counted from 1 in `source`.

    A page of more than `max_bytes`, or one whose coding is broken, goes to `on_error`. Raises InputError where the
    archive ends early or is no WARC from some record on.
    """
    number = 0
    while (headers := _next_headers(stream, source, number + 1)) is not None:
        number += 1
        where = f"{source}:{number}"
        length = headers.get("content-length", "")
        if not length.isdigit():
            raise InputError(where, "the record has no length")
        is_page = headers.get("warc-type") == "response"
        if is_page and int(length) > max_bytes:
            on_error(InputError(where, f"is a page of more than {max_bytes // 1_000_000} MB, which is no news report"))
        block = _read(stream, int(length), where, keep=is_page and int(length) <= max_bytes)
        if block:
            try:
                yield from _page(block, headers, where, max_bytes)
            except InputError as error:
                on_error(error)


def _next_headers(stream: io.BufferedReader, source: str, number: int) -> dict[str, str] | None:
    """The named fields of the next record, or None at the end of the archive."""
    line = stream.readline(MAX_HEADER_LINE)
    while line in {b"\r\n", b"\n"}:
        line = stream.readline(MAX_HEADER_LINE)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise InputError(f"{source}:{number}", "is no WARC record")
    return _fields(iter(lambda: stream.readline(MAX_HEADER_LINE).rstrip(b"\r\n"), b""))


def _fields(lines: Iterator[bytes]) -> dict[str, str]:
    pairs = (line.decode("utf-8", "replace").partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _read(stream: io.BufferedReader, length: int, where: str, *, keep: bool) -> bytes:
    """The next `length` bytes, or none of them where they are not wanted."""
    parts: list[bytes] = []
    while length:
        part = stream.read(min(length, 1 << 20))
        if not part:
            raise InputError(where, "the archive ends within the record")
        length -= len(part)
        if keep:
            parts.append(part)
    return b"".join(parts)


def _page(block: bytes, record: Mapping[str, str], where: str, max_bytes: int) -> Iterator[RawReport]:
    head, _, body = block.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    http = _fields(iter(lines))
    kind = http.get("content-type", "").lower()
    is_html = "html" in kind
    if not re.match(rb"HTTP/\S+ 200\b", status) or not (is_html or "text/plain" in kind):
        return
    body = _unpacked(_unchunked(body, http, where), http, where, max_bytes)
    if binary_kind(body) or not body.strip():
        raise InputError(where, "the page holds no text")
    charset = _CHARSET.search(kind)
    decoded, notes = decode(body, declared=charset[1] if charset else None)
    text, replaced = well_formed(decoded)
    yield RawReport(
        source=where,
        content=text,
        is_html=is_html,
        raw_sha256=hashlib.sha256(body).hexdigest(),
        url=record.get("warc-target-uri", "").strip("<>") or None,
        fetched=record.get("warc-date", "")[:10] or None,
        notes=notes + replaced,
    )


def _unchunked(body: bytes, http: Mapping[str, str], where: str) -> bytes:
    """The body of a response in chunks (RFC 9112, section 7.1) as a whole."""
    if "chunked" not in http.get("transfer-encoding", "").lower():
        return body
    stream, parts = io.BytesIO(body), list[bytes]()
    while size_line := stream.readline().split(b";")[0].strip():
        try:
            size = int(size_line, 16)
        except ValueError:
            if not parts:
                return body  # archivers often store the whole body under the old header
            raise InputError(where, "the chunks of the page are broken") from None
        if not size:
            break
        parts.append(stream.read(size))
        stream.readline()
    return b"".join(parts)


def _unpacked(body: bytes, http: Mapping[str, str], where: str, max_bytes: int) -> bytes:
    """The body without its gzip or deflate coding; many archives have it taken off already."""
    coding = http.get("content-encoding", "").strip().lower()
    if coding in {"", "identity"} or (coding == "gzip" and not body.startswith(b"\x1f\x8b")):
        return body
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise InputError(where, f"the page is packed as {coding}, which is not read")
    try:
        unpacked = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(body, max_bytes + 1)
    except (zlib.error, gzip.BadGzipFile) as error:
        raise InputError(where, f"the page's {coding} data are damaged: {error}") from None
    if len(unpacked) > max_bytes:
        raise InputError(where, f"is a page of more than {max_bytes // 1_000_000} MB, which is no news report")
    return unpacked
