"""Unpacking within a cap."""

import gzip
import tracemalloc
import zlib

import pytest

from bot.feeds.inflate import Inflater, Overflow
from tests.feedserver import MIB, gzip_bomb

TEXT = b"The quick brown fox. " * 3_000


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def unpack(coding: str, data: bytes, *, cap: int = MIB, step: int = 1_000) -> bytes:
    inflater = Inflater(coding, cap)
    for start in range(0, len(data), step):
        inflater.feed(data[start : start + step])
    return inflater.finish()


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("x-gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare_deflate(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 20),
    ],
)
@pytest.mark.parametrize("step", [1, 1_000, 10**6])
def test_every_coding_in_chunks_of_any_size(coding: str, data: bytes, step: int) -> None:
    assert unpack(coding, data, step=step) == TEXT


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 131_072, 200_000])
def test_output_that_ends_at_or_near_a_step_is_whole(size: int) -> None:
    assert unpack("deflate", bare_deflate(b"a" * size)) == b"a" * size


@pytest.mark.parametrize("coding", ["", "gzip", "deflate"])
def test_the_cap_is_exact(coding: str) -> None:
    packed = {"": TEXT, "gzip": gzip.compress(TEXT), "deflate": zlib.compress(TEXT)}[coding]
    assert unpack(coding, packed, cap=len(TEXT)) == TEXT
    with pytest.raises(Overflow):
        unpack(coding, packed, cap=len(TEXT) - 1)


def test_a_bomb_takes_no_more_memory_than_the_cap() -> None:
    bomb = gzip_bomb(64 * MIB)
    tracemalloc.start()
    try:
        with pytest.raises(Overflow):
            unpack("gzip", bomb, step=65_536)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * MIB


def test_cut_off_and_broken_streams_are_told_apart() -> None:
    with pytest.raises(EOFError):
        unpack("gzip", gzip.compress(TEXT)[:-100])
    with pytest.raises(zlib.error):
        unpack("gzip", b"\x1f\x8b\x08\x00not gzip at all")


def test_an_empty_body_is_empty_whatever_it_claims() -> None:
    assert unpack("gzip", b"") == b""
