"""From bytes to text: byte order mark, UTF-8, the declared encoding, and only then a guess, with a note."""

from __future__ import annotations

import codecs
import re

from dateline.records import Note

STAGE = "sources"
SAMPLE_BYTES = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""",
    re.I,
)
_WHATWG = {
    # the WHATWG Encoding Standard: what browsers read where a page declares the name on the left
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874",
}  # fmt: skip
_TYPOGRAPHY = b"".join(
    (
        bytes(range(0x80)),
        bytes(range(0x82, 0x8A)),
        bytes(range(0x91, 0x9A)),
        b"\xa0\xa3\xa7\xa9\xab\xae\xb0\xb4\xb7\xbb\xbd",
    )
)
_UNPAIRED = re.compile("[\x00\ud800-\udfff]")


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, tuple[Note, ...]]:
    """The text of `data` without byte order mark, and a note where the encoding is a guess or characters were lost.

    declared: an encoding that came with the data, such as the charset of an HTTP header.
    """
    encoding = unicode_encoding(data)
    if encoding:
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
        return text, _lost(text, encoding)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _decode_legacy(data, declared or declared_encoding(data))


def unicode_encoding(data: bytes) -> str | None:
    """The Unicode encoding that a byte order mark or the pattern of zero bytes shows, or None."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    sample = data[:SAMPLE_BYTES]
    half = len(sample) // 2
    if half >= 4 and sample[1::2].count(0) > 0.7 * half and not sample[::2].count(0):
        return "utf-16-le"
    if half >= 4 and sample[::2].count(0) > 0.7 * half and not sample[1::2].count(0):
        return "utf-16-be"
    return None


def declared_encoding(data: bytes) -> str | None:
    """The encoding that an HTML `meta` or an XML declaration names, as Python calls it, or None."""
    found = _DECLARED.search(data[:SAMPLE_BYTES])
    return _python_name((found[1] or found[2]).decode("ascii", "replace")) if found else None


def well_formed(text: str) -> tuple[str, tuple[Note, ...]]:
    """The text with NUL and unpaired surrogates, which no output format can hold, replaced; a note says so."""
    found = len(_UNPAIRED.findall(text))
    if not found:
        return text, ()
    return _UNPAIRED.sub("\ufffd", text), (_note(f"{found} characters that are no text were replaced"),)


def _python_name(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip()).name
    except LookupError:
        return None
    return _WHATWG.get(name, name)


def _decode_legacy(data: bytes, declared: str | None) -> tuple[str, tuple[Note, ...]]:
    if _mostly_utf8(data):
        text = data.decode("utf-8", "replace")
        return text, _lost(text, "utf-8")
    name = _python_name(declared) if declared else None
    if name and name != "utf-8":
        try:
            text = data.decode(name, "replace")
        except (UnicodeError, LookupError):  # a codec that is not a text encoding
            text = "\ufffd"
        if text.count("\ufffd") * 1000 <= len(text):
            return text, _lost(text, name)
    guess = _guess(data)
    text = data.decode(guess, "replace")
    return text, (
        _note(f"the encoding is not declared; read as {guess}, which is a guess"),
        *_lost(text, guess),
    )


def _mostly_utf8(data: bytes) -> bool:
    """Whether the bytes beyond ASCII are UTF-8 sequences but for a few."""
    sample = data.decode("utf-8", "replace")
    bad = sample.count("\ufffd")
    return sum(1 for character in sample if character > "\x7f") - bad > 4 * bad


def _guess(data: bytes) -> str:
    """Windows-1252 where it fits as well as any: most English text that is not UTF-8 is in it."""
    from charset_normalizer import from_bytes

    best = from_bytes(_telling_sample(data)).best()
    if best is None or "cp1252" in best.could_be_from_charset or _only_typography(data):
        return "cp1252"
    return _WHATWG.get(best.encoding, best.encoding)


def _only_typography(data: bytes) -> bool:
    """Whether all bytes beyond ASCII are quotes, dashes and the like in Windows-1252."""
    return not data.translate(None, _TYPOGRAPHY)


def _telling_sample(data: bytes) -> bytes:
    """The stretch around the first byte beyond ASCII: detection is slow, and ASCII tells nothing."""
    first = next((index for index, byte in enumerate(data) if byte > 0x7F), 0)
    return data[max(0, first - 500) : first + 8000]


def _lost(text: str, encoding: str) -> tuple[Note, ...]:
    lost = text.count("\ufffd")
    return (_note(f"{lost} characters could not be read as {encoding} and were replaced"),) if lost else ()


def _note(reason: str) -> Note:
    return Note(stage=STAGE, reason=reason)
