"""Which format a stream holds, told by its first bytes and never by its name."""

from __future__ import annotations

import csv
import json
import re
from typing import Literal

from dateline.sources.decode import decode, unicode_encoding

Format = Literal["text", "html", "json-lines", "json", "csv", "feed", "warc"]

CONTENT_FIELDS = ("text", "html")
ROW_FIELDS = (*CONTENT_FIELDS, "id", "url", "title", "published", "publisher", "fetched")
WARC_START = b"WARC/"
DELIMITERS = ",\t;|"
_BINARY_KINDS = (
    # file signatures as in the IANA media types' registrations and the formats' own specifications
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "an RTF document"), (b"PAR1", "a Parquet file"),
)  # fmt: skip
_CONTROLS = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32)) + b"\x7f"
_HTML_START = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|section|main|div|p|h[1-6]|meta|title|span|table"
    r"|ul|script|link)\b",
    re.I | re.S,
)
_HTML_INSIDE = re.compile(r"^\s*<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.M)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)[\s>]", re.S)
_XHTML = re.compile(r"\s*<\?xml[^>]*>.{0,2000}?<html[\s>]", re.I | re.S)
_FIELD_NAME = re.compile(r"[\w .\-/()#:]{1,60}")


def binary_kind(head: bytes) -> str | None:
    """What the bytes are, if they are no text ("a PDF", "binary data"); None for text."""
    for signature, kind in _BINARY_KINDS:
        if head.startswith(signature):
            return kind
    if unicode_encoding(head) or head.startswith(WARC_START):
        return None
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "binary data" if 0 in head or controls * 100 > len(head) else None


def text_format(head: bytes) -> Format:
    """The format of a stream that begins with `head` and is text."""
    if head.startswith(WARC_START):
        return "warc"
    text = decode(head)[0]
    if _FEED.match(text):
        return "feed"
    if _HTML_START.match(text) or _XHTML.match(text):
        return "html"
    if _is_json_lines(text):
        return "json-lines"
    if re.match(r'\s*(?:\[\s*\{|\{)\s*"', text):
        return "json"
    if delimiter_of(text):
        return "csv"
    return "html" if _HTML_INSIDE.search(text) else "text"


def _is_json_lines(text: str) -> bool:
    """Whether at least one of the first whole lines, and half of them, are JSON objects or begin as one."""
    lines = [line for line in text.split("\n")[:20] if line.strip()]
    whole = lines if len(lines) < 2 or text.endswith("\n") or len(lines) == 20 else lines[:-1]
    if len(lines) == 1 and "\n" not in text.lstrip() and lines[0].lstrip().startswith('{"'):
        return True  # a single row, or the first one alone is longer than the head
    rows = sum(map(_is_object, whole))
    begun = sum(line.lstrip().startswith('{"') for line in lines)
    return (rows > 0 and 2 * rows >= len(whole)) or (begun > 1 and begun == len(lines))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def delimiter_of(text: str) -> str | None:
    """The delimiter of a table whose header names a `text` or `html` column; None where there is no such header.

    A table with that one column has no delimiter to see; its is taken to be the comma.
    """
    header = text.lstrip("\ufeff").split("\n", 1)[0].rstrip("\r")
    for delimiter in DELIMITERS:
        names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
        content = [name for name in names if name.lower() in CONTENT_FIELDS]
        alone = len(names) == 1 and header.strip("\"'") in CONTENT_FIELDS and "\n" in text
        if content and (alone or len(names) > 1) and all(_FIELD_NAME.fullmatch(name) or not name for name in names):
            return delimiter
    return None
