"""Inputs of every format, and every way in which one can be bad."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
from pathlib import Path

import pytest
import zstandard

from dateline.errors import InputError
from dateline.records import RawReport
from dateline.sources import raw_report, read_inputs
from dateline.sources import read as read_module
from dateline.sources import rows as rows_module
from dateline.sources.formats import text_format

STORY = "Rebels shelled the market of Tarnow on Monday, killing four people."
PAGE = f"<!doctype html><html><body><p>{STORY}</p></body></html>"
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>River Post</title>
<item><title>Market shelled</title><link>https://post.example/1</link><guid>g-1</guid>
<pubDate>Mon, 03 May 2021 08:00:00 GMT</pubDate><description>{STORY}</description></item>
<item><title>Nothing else</title></item></channel></rss>"""
ATOM = f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>River Post</title>
<entry><id>tag:1</id><title>Market shelled</title><link rel="self" href="https://post.example/f"/>
<link href="https://post.example/1"/><published>2021-05-03T08:00:00Z</published>
<content type="html">&lt;p&gt;{STORY}&lt;/p&gt;</content></entry></feed>"""


def read(*inputs: str, stdin: bytes = b"") -> tuple[list[RawReport], list[str], list[tuple[str, tuple[str, ...]]]]:
    errors: list[InputError] = []
    ignored: list[tuple[str, tuple[str, ...]]] = []
    reports = read_inputs(
        inputs,
        stdin=io.BytesIO(stdin),
        on_error=errors.append,
        on_ignored=lambda source, names: ignored.append((source, names)),
    )
    return list(reports), [str(error) for error in errors], ignored


def row(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


@pytest.mark.parametrize(
    ("data", "is_html", "contents"),
    [
        pytest.param(STORY.encode(), False, [STORY], id="plain text"),
        pytest.param(b"  \n" + PAGE.encode(), True, ["  \n" + PAGE], id="HTML"),
        pytest.param(b"<p>One.</p><p>Two.</p>", True, ["<p>One.</p><p>Two.</p>"], id="HTML fragment"),
        pytest.param(row(text="One.") + b"\n" + row(text="Two."), False, ["One.", "Two."], id="JSON Lines"),
        pytest.param(row(text="One.").rstrip(), False, ["One."], id="one JSON object on a line"),
        pytest.param(b'{\n "text": "One."\n}', False, ["One."], id="a JSON object over lines"),
        pytest.param(b'[{"text": "One."},\n{"text": "Two."}]', False, ["One.", "Two."], id="a JSON array"),
        pytest.param(row(html="<p>x"), True, ["<p>x"], id="JSON Lines with html"),
        pytest.param(b'id,text\r\n1,"One, and\r\nmore."\r\n2,Two.\r\n', False, ["One, and\r\nmore.", "Two."], id="CSV"),
        pytest.param(b"Text\tID\nOne.\t1\n", False, ["One."], id="TSV, names in any case"),
        pytest.param(b"text\nOne.\n", False, ["One."], id="table of one column"),
        pytest.param(
            b"Text messages, the army said, were read.\n",
            False,
            ["Text messages, the army said, were read.\n"],
            id="no table",
        ),
        pytest.param(b"[AGENCY] Shells fell.", False, ["[AGENCY] Shells fell."], id="no JSON"),
        pytest.param(FEED.encode(), False, [STORY], id="RSS"),
        pytest.param(ATOM.encode(), True, [f"<p>{STORY}</p>"], id="Atom"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gz", "zst"])
def test_format_by_content(data: bytes, is_html: bool, contents: list[str], pack: object) -> None:
    assert callable(pack)
    reports, _, _ = read("-", stdin=pack(data))
    assert [report.content for report in reports] == contents
    assert {report.is_html for report in reports} == {is_html}


def test_feed_item_fields() -> None:
    (report,), errors, _ = read("-", stdin=FEED.encode())
    assert (report.id, report.url, report.title) == ("g-1", "https://post.example/1", "Market shelled")
    assert (report.publisher, report.published) == ("River Post", "Mon, 03 May 2021 08:00:00 GMT")
    assert errors == ["standard input:2: the item has neither content nor description"]


def test_row_fields_and_hash() -> None:
    data = row(
        id=7,
        text="Grüße.",
        url="https://a.example/x",
        published="2021-05-03",
        fetched="2021-05-04T10:00:00Z",
        score=1,
    )
    (report,), errors, ignored = read("-", stdin=data)
    assert (report.id, report.url, report.published, report.fetched) == (
        "7",
        "https://a.example/x",
        "2021-05-03",
        "2021-05-04",
    )
    assert report.raw_sha256 == hashlib.sha256("Grüße.".encode()).hexdigest()
    assert errors == []
    assert ignored == [("standard input", ("score",))]


def test_ignored_fields_are_named_once() -> None:
    _, _, ignored = read("-", stdin=row(text="a", tone=1) + row(text="b", tone=2, mood=3))
    assert ignored == [("standard input", ("tone",)), ("standard input", ("mood",))]


def test_fetched_that_is_no_date_is_noted() -> None:
    (report,), _, _ = read("-", stdin=row(text="a", fetched="soon"))
    assert report.fetched is None
    assert [note.reason for note in report.notes] == ["fetched 'soon' is no date and was ignored"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        pytest.param(b'{"text": "half\n', "the JSON is broken", id="broken JSON"),
        pytest.param(row(title="a"), "the row has neither text nor html", id="no text"),
        pytest.param(row(text="  "), "the row has neither text nor html", id="blank text"),
        pytest.param(row(text=5), "text is not a string", id="text that is a number"),
        pytest.param(b"[1, 2]\n", "the row is not an object", id="no object"),
        pytest.param(b'{"text": ' + b"[" * 100_000 + b"\n", "JSON is", id="nested too deeply"),
    ],
)
def test_bad_row_is_named_and_the_rest_read(bad: bytes, reason: str) -> None:
    reports, errors, _ = read("-", stdin=row(text="One.") + bad + row(text="Two."))
    assert [report.content for report in reports] == ["One.", "Two."]
    assert len(errors) == 1
    assert errors[0].startswith("standard input:2: ")
    assert reason in errors[0]


def test_broken_first_row() -> None:
    reports, errors, _ = read("-", stdin=b"not json\n" + row(text="Two."))
    assert [report.content for report in reports] == ["Two."]
    assert errors[0].startswith("standard input:1: the JSON is broken")


def test_table_row_with_too_many_fields_is_named_by_line() -> None:
    reports, errors, _ = read("-", stdin=b'id,text\n1,"One\ntwo"\n2,a,b\n3,Three\n')
    assert [report.content for report in reports] == ["One\ntwo", "Three"]
    assert errors == ["standard input:4: the row has 3 fields, the header 2"]


def test_overlong_row_is_refused_and_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "MAX_ROW_CHARACTERS", 1000)
    long = row(text="x" * 200_000)
    reports, errors, _ = read("-", stdin=row(text="One.") + long + row(text="Two."))
    assert [report.content for report in reports] == ["One.", "Two."]
    assert errors == ["standard input:2: the row is longer than 1,000 characters"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b" \n\t\n", "is empty", id="blank"),
        pytest.param(b"\x00\x01\x02" * 50, "is binary data, not text", id="binary"),
        pytest.param(b"text \x01\x02\x03\x04\x05\x06" * 9, "is binary data, not text", id="mostly control characters"),
        pytest.param(b"%PDF-1.7 ...", "is a PDF, not text", id="PDF"),
        pytest.param(b"WARC/1.1\r\nWARC-Type: response\r\n", "the record has no length", id="WARC without length"),
        pytest.param(
            b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 90\r\n\r\nHTTP/1.1 200",
            "the archive ends within the record",
            id="cut WARC",
        ),
        pytest.param(
            gzip.compress(os.urandom(9000).hex().encode())[:3000],
            "compressed data are truncated",
            id="cut gz",
        ),
        pytest.param(
            zstandard.compress(os.urandom(9000).hex().encode())[:3000],
            "compressed data are truncated",
            id="cut zst",
        ),
        pytest.param(gzip.compress(b""), "is empty", id="empty gz"),
        pytest.param(b"<rss></rss>", "the feed has no items", id="feed without items"),
    ],
)
def test_bad_file(tmp_path: Path, data: bytes, reason: str) -> None:
    bad, good = tmp_path / "a", tmp_path / "b"
    bad.write_bytes(data)
    good.write_text(STORY)
    reports, errors, _ = read(str(bad), str(good))
    assert [report.content for report in reports] == [STORY]
    assert len(errors) == 1
    assert errors[0].startswith(f"{bad}:")
    assert reason in errors[0]
    assert "\n" not in errors[0]


def test_truncated_rows_come_up_to_where_they_end() -> None:
    data = gzip.compress(b"".join(row(text=f"{number} {os.urandom(40).hex()}") for number in range(3000)))
    reports, errors, _ = read("-", stdin=data[: len(data) // 2])
    assert len(reports) > 500
    assert "truncated" in errors[-1]


def test_zstandard_frames_one_after_the_other() -> None:
    data = zstandard.compress(row(text="One.")) + zstandard.compress(row(text="Two."))
    assert [report.content for report in read("-", stdin=data)[0]] == ["One.", "Two."]


def test_one_huge_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_module, "MAX_REPORT_BYTES", 2_000_000)
    _, errors, _ = read("-", stdin=b"word " * 500_000)
    assert errors == ["standard input: is one text of more than 2 MB, which is no news report"]


def test_missing_file_pattern_address_and_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    names = [
        str(tmp_path / "no.txt"),
        str(tmp_path / "*.txt"),
        str(tmp_path / "empty"),
        "https://a.example/x",
    ]
    reports, errors, _ = read(*names)
    assert reports == []
    reasons = [
        "no such file or directory",
        "no file matches",
        "the folder has no files",
        "addresses are not read here",
    ]
    assert all(reason in error for reason, error in zip(reasons, errors, strict=True))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    path.chmod(0)
    assert read(str(path))[1] == [f"{path}: permission denied"]


def test_unreadable_file_is_an_input_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> object:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.txt"
    path.write_text(STORY)
    monkeypatch.setattr(Path, "open", refuse)
    assert read(str(path))[1] == [f"{path}: permission denied"]


def test_folder_is_read_whole_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.txt", ".hidden", ".git/config"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Story {name}.")
    sources = [Path(report.source).relative_to(tmp_path).as_posix() for report in read(str(tmp_path))[0]]
    assert sources == ["b.txt", "a/y.txt", "a/z.txt"]


def test_pattern(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.html"):
        (tmp_path / name).write_text(STORY)
    assert [Path(report.source).name for report in read(str(tmp_path / "*.txt"))[0]] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("data", "text", "noted"),
    [
        pytest.param("Müller".encode("utf-8-sig"), "Müller", False, id="UTF-8 with mark"),
        pytest.param("Müller sagte".encode("utf-16"), "Müller sagte", False, id="UTF-16 with mark"),
        pytest.param("Rebels shelled a town.".encode("utf-16-le"), "Rebels shelled a town.", False, id="UTF-16 without mark"),
        pytest.param(b"\x93Stop,\x94 he said \x97 twice.", "“Stop,” he said — twice.", True, id="Windows quotes"),
        pytest.param("Łódź — Żołnierze ".encode() * 9 + b"\xff", "Łódź — Żołnierze " * 9 + "�", True, id="UTF-8 with a bad byte"),
        pytest.param('<html><meta charset="windows-1251">Мир'.encode("cp1251"), '<html><meta charset="windows-1251">Мир', False, id="declared"),
        pytest.param('<html><meta charset="iso-8859-1">“Мир'.replace("Мир", "é").encode("cp1252"), '<html><meta charset="iso-8859-1">“é', False, id="Latin-1 is Windows-1252"),
    ],
)  # fmt: skip
def test_encoding(data: bytes, text: str, noted: bool) -> None:
    (report,), _, _ = read("-", stdin=data)
    assert report.content == text
    assert bool(report.notes) == noted


def test_bytes_of_rows_that_are_not_utf8() -> None:
    bad = b'{"text": "\x93No,\x94 the general said on Monday."}\n'
    reports, _, _ = read("-", stdin=row(text="One.") + bad)
    assert reports[1].content == "“No,” the general said on Monday."
    assert reports[1].notes


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "rows", ['{"text": "Grüße."}\n{"text": "Zwei."}\n', "text,id\nGrüße.,1\nZwei.,2\n"], ids=["jsonl", "csv"]
)
def test_rows_with_byte_order_mark(encoding: str, rows: str) -> None:
    reports, errors, _ = read("-", stdin=rows.encode(encoding))
    assert [report.content for report in reports] == ["Grüße.", "Zwei."]
    assert errors == []


def test_characters_that_no_output_can_hold_are_replaced() -> None:
    (report,), _, _ = read("-", stdin=b'{"text": "a\\ud800b\\u0000c"}')
    assert report.content == "a�b�c"
    assert [note.reason for note in report.notes] == ["2 characters that are no text were replaced"]


def test_rows_stream(tmp_path: Path) -> None:
    """The first row comes before the second is read."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"".join(row(text=f"Story {number}. " + "x" * 1000) for number in range(2000)))
    reports = read_inputs([str(path)], stdin=io.BytesIO(), on_error=print)
    assert next(iter(reports)).content.startswith("Story 0.")


def test_raw_report_hashes_as_a_row_does() -> None:
    (from_row,), _, _ = read("-", stdin=row(text=STORY))
    assert raw_report(STORY).raw_sha256 == from_row.raw_sha256


def warc(kind: str, status: str, body: bytes, *http: str) -> bytes:
    block = "\r\n".join((f"HTTP/1.1 {status}", *http, "", "")).encode() + body
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://a.example/x\r\nWARC-Date: 2021-05-03T10:00:00Z\r\nContent-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


CHUNKED = (
    b"%x\r\n" % 10 + PAGE[:10].encode() + b"\r\n%x;x=y\r\n" % len(PAGE[10:]) + PAGE[10:].encode() + b"\r\n0\r\n\r\n"
)


@pytest.mark.parametrize(
    ("body", "http"),
    [
        pytest.param(PAGE.encode(), (), id="plain"),
        pytest.param(CHUNKED, ("Transfer-Encoding: chunked",), id="chunked"),
        pytest.param(PAGE.encode(), ("Transfer-Encoding: chunked",), id="chunks joined before"),
        pytest.param(gzip.compress(PAGE.encode()), ("Content-Encoding: gzip",), id="gzip"),
        pytest.param(PAGE.encode(), ("Content-Encoding: gzip",), id="gzip taken off before"),
    ],
)
def test_warc_page(body: bytes, http: tuple[str, ...]) -> None:
    kind = "Content-Type: text/html; charset=utf-8"
    others = warc("request", "200 OK", b"x") + warc("response", "404 Not Found", b"gone", kind)
    image = warc("response", "200 OK", b"\x89PNG\x00", "Content-Type: image/png")
    (report,), errors, _ = read(
        "-",
        stdin=gzip.compress(others) + gzip.compress(image + warc("response", "200 OK", body, kind, *http)),
    )
    assert (report.content, report.is_html) == (PAGE, True)
    assert (report.url, report.fetched, report.source) == (
        "https://a.example/x",
        "2021-05-03",
        "standard input:4",
    )
    assert errors == []


def test_bad_warc_page_is_named_and_the_rest_read() -> None:
    kind = "Content-Type: text/html"
    bad = warc("response", "200 OK", b"\x1f\x8bbroken", kind, "Content-Encoding: gzip")
    reports, errors, _ = read("-", stdin=bad + warc("response", "200 OK", PAGE.encode(), kind))
    assert [report.content for report in reports] == [PAGE]
    assert errors[0].startswith("standard input:1: the page's gzip data are damaged")


def test_a_first_row_longer_than_the_head_is_still_a_row() -> None:
    row = '{"id": "a", "text": "' + "é\\n" * 60_000 + '"}\n'
    assert text_format(row.encode()[: 1 << 16]) == "json-lines"
