"""Unpacking of gzip and deflate that never makes more than it was allowed to, however small the packed bytes."""

import io
import zlib

_EITHER_HEADER = 47  # zlib's word for: gzip or zlib, whichever header there is
_BARE = -15
_STEP = 65_536
_ZLIB_MARK = 8
CODINGS = frozenset({"gzip", "x-gzip", "deflate"})


class Overflow(Exception):
    """There is more than the cap."""


class Inflater:
    """Takes the chunks of a body as they come and gives them unpacked.

    ``coding`` is the Content-Encoding ("" for none). ``cap`` bounds the bytes that come out; beyond it feed raises
    Overflow. Broken input raises zlib.error. Memory stays within the cap and one step of 64 KiB.
    """

    def __init__(self, coding: str, cap: int) -> None:
        self._packed = coding in CODINGS
        self._bare_allowed = coding == "deflate"
        self._stream: zlib._Decompress | None = None
        self._cap = cap
        self._size = 0
        self._body = io.BytesIO()  # gives its bytes away without copying them

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes as received."""
        if not self._packed:
            self._add(chunk)
            return
        more = True
        while more:
            if self._stream is None:  # at the start, or after a whole gzip member, which padding may follow
                chunk = chunk.lstrip(b"\0") if self._size else chunk
                if not chunk:
                    return
                self._stream = self._open(chunk)
            made = self._stream.decompress(chunk, _STEP)
            self._add(made)
            chunk = self._stream.unconsumed_tail
            more = bool(chunk) or len(made) == _STEP  # the last bytes of input may still have much to give
            if self._stream.eof:
                chunk, more, self._stream = self._stream.unused_data, True, None

    def finish(self) -> bytes:
        """Return the whole body; raises EOFError if the packed stream ended early."""
        if self._stream is not None:
            raise EOFError
        return self._body.getvalue()

    def _open(self, chunk: bytes) -> "zlib._Decompress":
        """Begin a stream; some servers call bare deflate data ``deflate``, without the zlib header."""
        bare = self._bare_allowed and chunk[0] & 0x0F != _ZLIB_MARK
        return zlib.decompressobj(_BARE if bare else _EITHER_HEADER)

    def _add(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._cap:
            raise Overflow
        self._body.write(data)
