"""Bytes as a stream: compression recognised by its magic number, and unpacked piece by piece.

Memory stays the same however large the file is.
"""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO, Protocol, cast

GZIP_MAGIC = b"\x1f\x8b"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
CHUNK = 1 << 16
BROKEN_STREAM = (EOFError, zlib.error, gzip.BadGzipFile)
"""What reading a truncated or damaged compressed stream raises."""


def unpacked(stream: BinaryIO) -> io.BufferedReader:
    """The stream itself, or what is in it where it is gzip or Zstandard; `peek(CHUNK)` gives its head.

    Reading the result raises one of `BROKEN_STREAM` where the compressed data are truncated or damaged.
    """
    plain = _buffered(stream)
    magic = plain.peek(4)[:4]
    if magic.startswith(GZIP_MAGIC):
        return _buffered(cast(BinaryIO, gzip.GzipFile(fileobj=plain, mode="rb")))
    if magic == ZSTD_MAGIC:
        return io.BufferedReader(_ZstandardReader(plain), CHUNK)
    return plain


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(_Unbuffered(stream), CHUNK)


class _Unbuffered(io.RawIOBase):
    """Any readable binary stream as a raw one, so that a buffer of our own size can be put on it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast(memoryview, buffer)
        # a pipe gives what it has: read on until there is a whole piece, so that the head is a full one
        data = self._stream.read(len(view)) or b""
        view[: len(data)] = data
        return len(data)


class _Decompressor(Protocol):
    eof: bool
    unused_data: bytes

    def decompress(self, data: bytes) -> bytes: ...


class _ZstandardReader(io.RawIOBase):
    """Zstandard frames, one after the other. The library's own reader takes a truncated file for a whole one."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._frame: _Decompressor | None = None
        self._rest = b""  # compressed, not yet given to a frame
        self._ready = b""  # unpacked, not yet read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast(memoryview, buffer)
        while not self._ready:
            if not self._unpack_more():
                return 0
        data, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(data)] = data
        return len(data)

    def _unpack_more(self) -> bool:
        import zstandard

        packed = self._rest or self._stream.read(CHUNK)
        self._rest = b""
        if not packed:
            if self._frame is not None:
                raise EOFError("compressed data end before the end-of-stream mark")
            return False
        if self._frame is None:
            self._frame = cast(_Decompressor, zstandard.ZstdDecompressor().decompressobj())
        try:
            self._ready = self._frame.decompress(packed)
        except zstandard.ZstdError as error:
            raise EOFError(str(error)) from error
        if self._frame.eof:
            self._rest, self._frame = self._frame.unused_data, None
        return True
