"""Any body as UTF-8, whatever its server and its first line claim.

Works chunk by chunk, so that a body of 5 MB is never one string (of up to 20 MB, with a single emoji in it).
"""

import codecs
import re
from collections.abc import Iterator

_STEP = 65_536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))
_DECLARED = re.compile(
    rb"""<(?:\?xml|meta)[^>]{0,200}?(?:encoding|charset)\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE
)
_HEADER = re.compile(r"""charset\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD = 2_048
_WIDER = {  # what is declared -> the superset that is in fact sent under that name
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
_SCRIPTS = (  # strict Korean first: its extension takes Japanese for rare syllables
    ("euc_kr", "가", "힣"),
    ("cp932", "ぁ", "ヿ"),
    ("cp949", "가", "힣"),
)


def to_utf8(body: bytes, content_type: str = "") -> tuple[bytes, str | None]:
    """Return the body as valid UTF-8 without a mark, and a warning if it was not what it claimed to be.

    A byte order mark wins, then valid UTF-8, then what the document or ``content_type`` declares, then a guess.
    """
    marked = next(((mark, name) for mark, name in _BOMS if body.startswith(mark)), None)
    if marked:
        return _transcode(body[len(marked[0]) :], marked[1], "replace"), None
    unmarked = next((name for start, name in _UNMARKED if body.startswith(start)), None)
    if unmarked:
        return _transcode(body, unmarked, "replace"), None
    claimed = [name for name in (_declared(body), _announced(content_type)) if name]
    shifting = any(name.startswith(("iso2022", "hz")) for name in claimed)  # their bytes look like ASCII
    if not shifting and _fits(body, "utf-8"):
        return body, None
    fitting = next((name for name in claimed if _fits(body, name)), None)
    if fitting:
        return _transcode(body, fitting), None
    guess = _guess(body)
    return _transcode(body, guess, "replace"), f"not the encoding it claims; read as {guess}"


def _declared(body: bytes) -> str | None:
    found = _DECLARED.search(body, 0, _HEAD)
    return _known(found[1].decode("ascii", "ignore")) if found else None


def _announced(content_type: str) -> str | None:
    found = _HEADER.search(content_type)
    return _known(found[1]) if found else None


def _known(name: str) -> str | None:
    """Return Python's name of a text encoding, widened to what is meant by it; None for an unknown one."""
    try:
        b"\0\0".decode(name, "ignore")  # refuses codecs that are no text encodings, such as zlib
        python_name = codecs.lookup(name).name
    except LookupError:
        return None
    return _WIDER.get(python_name, python_name)


def _guess(body: bytes) -> str:
    """Return the likeliest encoding of a body that is none of those it claims to be."""
    for name, first, last in _SCRIPTS:
        if _fits(body, name) and _mostly_between(_pieces(body, name), first, last):
            return name
    text = list(_pieces(body, "utf-8", "replace"))
    broken = sum(piece.count("\ufffd") for piece in text)
    sound = sum(not char.isascii() for piece in text for char in piece) - broken
    return "utf-8" if sound >= broken else "cp1252"


def _mostly_between(pieces: Iterator[str], first: str, last: str) -> bool:
    foreign = [char for piece in pieces for char in piece if not char.isascii()]
    return sum(first <= char <= last for char in foreign) * 2 > len(foreign)


def _fits(body: bytes, name: str) -> bool:
    try:
        for _ in _pieces(body, name):
            pass
    except UnicodeError:
        return False
    return True


def _transcode(body: bytes, name: str, errors: str = "strict") -> bytes:
    return b"".join(piece.encode("utf-8", "replace") for piece in _pieces(body, name, errors))


def _pieces(body: bytes, name: str, errors: str = "strict") -> Iterator[str]:
    """Decode piece by piece; raises UnicodeError like decode does."""
    decoder = codecs.getincrementaldecoder(name)(errors)
    for start in range(0, len(body), _STEP):
        yield decoder.decode(body[start : start + _STEP])
    yield decoder.decode(b"", final=True)
