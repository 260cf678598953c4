"""Receiving a plan: streamed into a file without a name and unpacked on the way, never whole in memory."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from mmap import ACCESS_READ, mmap
from threading import BoundedSemaphore
from typing import IO

from django.conf import settings
from django.http import HttpRequest, UnreadablePostError

from maturity.api.problems import Problem

PIECE = 1 << 18
READERS = BoundedSemaphore(2)  # of one process: a large plan takes a second of CPU, and some memory
PATIENCE = 20.0  # seconds
MAGIC = b"\x1f\x8b"
MEMBERS = 1000  # of one gzip stream; more are an attack, not a plan
FORMS = ("multipart/form-data",)


@contextmanager
def received(request: HttpRequest) -> Iterator[mmap | bytes]:
    """The body, unpacked: mapped, and b"" when there is none. Gone when the block ends, however it ends."""
    settings.RUNGS_DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.RUNGS_DATA) as file:
        if not _receive(request, file):
            yield b""
            return
        view = mmap(file.fileno(), 0, access=ACCESS_READ)
        try:
            yield view
        finally:
            with suppress(BufferError):  # a traceback may still look into it; it goes when that goes
                view.close()


@contextmanager
def turn() -> Iterator[None]:
    """Not too many plans are read at once, so that pages stay quick. `curl --retry` comes again."""
    if not READERS.acquire(timeout=PATIENCE):
        raise Problem(503, "other plans are being read: send it again in a minute")
    try:
        yield
    finally:
        READERS.release()


def _receive(request: HttpRequest, file: IO[bytes]) -> int:
    """Bytes written."""
    most, written = settings.RUNGS_PUSH_UNPACKED_MB << 20, 0
    try:
        for piece in _unpacked(request):
            written += len(piece)
            if written > most:
                raise Problem(413, f"the plan has more than {settings.RUNGS_PUSH_UNPACKED_MB} MB unpacked")
            file.write(piece)
        file.flush()
    except UnreadablePostError as error:
        raise Problem(400, "the upload broke off") from error
    except OSError as error:
        raise Problem(503, f"the plan could not be kept while it is read: {error.strerror}") from error
    return written


def _unpacked(request: HttpRequest) -> Iterator[bytes]:
    encoding = _encoding(request)
    pieces = _sent(request)
    first = next(pieces, b"")
    if first and (encoding == "gzip" or first.startswith(MAGIC)):
        unpacker = _Gunzip()
        yield from unpacker.feed(first)
        for piece in pieces:
            yield from unpacker.feed(piece)
        unpacker.end()
        return
    yield first
    yield from pieces


def _encoding(request: HttpRequest) -> str:
    if request.content_type in FORMS:
        raise Problem(415, "a form was sent: send the file itself, with curl --data-binary @FILE")
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise Problem(415, "this Content-Encoding is not taken: send the plan as it is, or with gzip")
    return "gzip" if encoding.endswith("gzip") else ""


def _sent(request: HttpRequest) -> Iterator[bytes]:
    """The body in pieces, refused as soon as it is known to be too long."""
    most, arrived = settings.RUNGS_PUSH_MB << 20, 0
    if "Transfer-Encoding" in request.headers and not request.META.get("CONTENT_LENGTH"):
        raise Problem(411, "the length is not told: send a file with curl --data-binary @FILE")
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise Problem(400, "the Content-Length is not a number") from None
    if length > most:
        raise Problem(413, f"the body has more than {settings.RUNGS_PUSH_MB} MB: send it with gzip")
    while piece := request.read(PIECE):
        arrived += len(piece)
        yield piece
    if arrived < length:
        raise Problem(400, f"the upload broke off after {arrived} of {length} bytes")


class _Gunzip:
    """Unpacks piece by piece, at most `PIECE` bytes at a time."""

    def __init__(self) -> None:
        self._members = 0
        self._unpacker = self._next()

    def _next(self) -> zlib._Decompress:
        self._members += 1
        if self._members > MEMBERS:
            raise Problem(400, f"the gzip stream has more than {MEMBERS} parts")
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._unpacker.eof and data:
            self._unpacker = self._next()
        more = bool(data)
        while more:
            unpacked = self._unpack(data)
            yield unpacked
            if self._unpacker.eof:
                data = self._unpacker.unused_data
                self._unpacker, more = (self._next(), True) if data else (self._unpacker, False)
            else:
                data = self._unpacker.unconsumed_tail
                more = bool(data) or len(unpacked) == PIECE

    def _unpack(self, data: bytes) -> bytes:
        try:
            return self._unpacker.decompress(data, PIECE)
        except zlib.error as error:
            raise Problem(400, "the gzip stream is broken") from error

    def end(self) -> None:
        if not self._unpacker.eof:
            raise Problem(400, "the gzip stream ends too early")
