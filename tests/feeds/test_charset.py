"""Bodies of every encoding, as claimed and not as claimed."""

import codecs
import tracemalloc
import zlib

import pytest

from bot.feeds.charset import to_utf8

KOREAN = "지금 우리 학교는 시즌 2, 2027년 공개"
WESTERN = "Café “noir” – déjà vu"


def xml(text: str, encoding: str, declared: str | None) -> bytes:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    return f"{head}<rss>{text}</rss>".encode(encoding)


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "content_type"),
    [
        (KOREAN, "utf-8", "utf-8", ""),
        (KOREAN, "utf-8", None, "text/xml"),
        (KOREAN, "utf-8", "euc-kr", "text/xml; charset=euc-kr"),  # valid UTF-8 is never anything else
        (KOREAN, "euc-kr", "euc-kr", ""),
        (KOREAN, "cp949", "ks_c_5601-1987", ""),
        (KOREAN, "euc-kr", None, 'text/xml; Charset="EUC-KR"'),
        (KOREAN, "euc-kr", "utf-8", "text/xml; charset=euc-kr"),
        ("こんにちは、世界", "shift_jis", "Shift_JIS", ""),
        ("こんにちは、世界", "iso2022_jp", "iso-2022-jp", ""),
        ("你好，世界", "gb18030", "gb2312", ""),
        (WESTERN, "cp1252", "iso-8859-1", ""),
        ("Привет", "windows-1251", "windows-1251", "application/rss+xml"),
    ],
)
def test_what_is_claimed_is_believed_where_it_fits(
    text: str, encoding: str, declared: str | None, content_type: str
) -> None:
    made, warning = to_utf8(xml(text, encoding, declared), content_type)
    assert f"<rss>{text}</rss>" in made.decode()
    assert warning is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_marks_and_the_look_of_the_first_bytes_win(encoding: str) -> None:
    made, warning = to_utf8(xml(KOREAN, encoding, "iso-8859-1"), "text/xml; charset=us-ascii")
    assert made.decode().startswith("<?xml")
    assert KOREAN in made.decode()
    assert warning is None


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE])
def test_big_endian_marks(mark: bytes) -> None:
    encoding = "utf-16-be" if mark == codecs.BOM_UTF16_BE else "utf-32-be"
    assert to_utf8(mark + KOREAN.encode(encoding))[0].decode() == KOREAN


@pytest.mark.parametrize(
    ("text", "encoding", "guess"),
    [
        (KOREAN, "euc-kr", "euc_kr"),
        ("뷁 " + KOREAN, "cp949", "cp949"),
        ("ここはどこですか", "cp932", "cp932"),
        ("El niño está aquí", "latin-1", "cp1252"),
    ],
)
def test_a_wrong_claim_is_seen_through_and_told(text: str, encoding: str, guess: str) -> None:
    made, warning = to_utf8(xml(text, encoding, "utf-8"), "text/xml; charset=utf-8")
    assert text in made.decode()
    assert warning == f"not the encoding it claims; read as {guess}"


def test_utf8_with_a_broken_character_stays_utf8() -> None:
    made, warning = to_utf8(KOREAN.encode()[:-1])
    assert made.decode() == KOREAN[:-1] + "\ufffd"
    assert warning == "not the encoding it claims; read as utf-8"


@pytest.mark.parametrize("name", ["no-such-thing", "zlib", "rot13", "base64"])
def test_names_that_are_no_text_encodings_are_ignored(name: str) -> None:
    bomb = zlib.compress(b"x" * 10**7)
    made, _ = to_utf8(f'<?xml version="1.0" encoding="{name}"?>'.encode() + bomb, f"text/xml; charset={name}")
    assert len(made) < 3 * len(bomb)


def test_a_large_body_is_never_one_string() -> None:
    body = ("😀" + "x" * 1_000_000).encode()
    tracemalloc.start()
    try:
        assert to_utf8(body) == (body, None)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
