"""Making an XML document safe and cheap before feedparser sees it.

Entities are gone (no billion laughs, no file:///), over-long texts are cut (5 MB of HTML in one entry cost what
256 KiB cost), and a document that was cut off is closed after its last whole entry. All on UTF-8 bytes, which
take a quarter of the memory of text with an emoji in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5

from bot.feeds.charset import to_utf8

MAX_TEXT = 2**18
"""The most bytes of one text or of the markup in one element."""
MAX_ENTRIES = 500

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_CONTROL = re.compile(b"[" + re.escape(_CONTROLS) + b"]")
_PROLOG = re.compile(
    rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[>\"']|\"[^\"]*\"|'[^']*')*+(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]{0,60})[\s/>]")
_BULK = re.compile(
    rb"<!--.*?(?:-->|\Z)"
    rb"|<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)"
    rb"|<(?P<name>(?:\w+:)?(?:content|encoded|description|summary|subtitle|body))(?P<attributes>(?:\s[^>]*)?)>",
    re.DOTALL,
)
_RUN = re.compile(rb"<([^\s<>/]*)[^<]*+")
_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>]")
_ENTRY_END = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>")
_TOO_LONG = "over-long parts were left out"
_REFERENCE = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)"
    rb"|&(?!(?:lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:(?P<entity>\w{1,40});)?",
    re.DOTALL,
)


@dataclass(slots=True)
class Document:
    """A document without its prolog, and what was amiss.

    ``root`` is the local name of its first element in lower case, "" if it does not begin with one.
    """

    xml: bytes
    root: str = ""
    warnings: list[str] = field(default_factory=list)


def read(body: bytes, content_type: str = "") -> Document:
    """Return a body as UTF-8 without declaration, DOCTYPE and leading comments, its root named."""
    data, warning = to_utf8(body, content_type)
    if _CONTROL.search(data):  # seldom, and a copy of 5 MB otherwise
        data = data.translate(None, _CONTROLS)
    start = 0
    while found := _PROLOG.match(data, start):
        start = found.end()
    root = _ROOT.match(data, start)
    name = root[1].decode().rpartition(":")[2].lower() if root else ""
    return Document(data[start:] if start else data, name, [warning] if warning else [])


def slim(document: Document) -> None:
    """Shorten, close and clean a feed document in place, so that parsing it is cheap and cannot reach outside."""
    for step in (_cut_bulk, _cut_runs, _close, _drop_entries, _settle_references):
        changed, warning = step(document.xml)
        document.warnings += [warning] if warning and warning not in document.warnings else []
        document.xml = changed


# ------------------------------------------------------------------ over-long texts


def _cut_bulk(xml: bytes) -> tuple[bytes, str]:
    """Drop comments, and cut CDATA sections and elements full of markup to MAX_TEXT."""
    made = b"".join(_bulk_pieces(xml)) if b"<!" in xml or len(xml) > MAX_TEXT else xml
    return made, _TOO_LONG if len(xml) - len(made) > MAX_TEXT else ""


def _bulk_pieces(xml: bytes) -> Iterator[bytes]:
    done = 0
    while found := _BULK.search(xml, done):
        yield xml[done : found.start()]
        done = found.end()
        start, end = found.span("cdata")
        if end - start > MAX_TEXT:
            yield b"<![CDATA[" + _cut(xml, start, end) + b"]]>"
        elif start >= 0:
            yield found[0]
        elif found["name"] is not None:
            closing = _markup_end(xml, found)
            yield found[0] if closing is None else _escaped(found["name"], _cut(xml, done, closing))
            done = closing or done
    yield xml[done:]


def _markup_end(xml: bytes, start: re.Match[bytes]) -> int | None:
    """Return where the markup in an element ends if there is too much of it, else None."""
    inside, close = start.end(), b"</" + start["name"]
    if start["attributes"].endswith(b"/") or xml[inside : inside + 99].lstrip().startswith(b"<![CDATA["):
        return None
    if xml.find(close, inside, inside + MAX_TEXT + len(close)) >= 0 or len(xml) - inside <= MAX_TEXT:
        return None
    end = xml.find(close, inside)
    return None if end == xml.find(b"<", inside) else end if end >= 0 else len(xml)


def _escaped(name: bytes, markup: bytes) -> bytes:
    """Return the start of an element with its markup as escaped HTML: a tree that was cut would not be closed."""
    return b"<" + name + b' type="html">' + markup.replace(b"&", b"&amp;").replace(b"<", b"&lt;")


def _cut_runs(xml: bytes) -> tuple[bytes, str]:
    """Cut what stands between one ``<`` and the next: a long text, or a tag with a long attribute."""
    long_runs = [run for run in _RUN.finditer(xml) if run.end() - run.start() > MAX_TEXT] if len(xml) > MAX_TEXT else []
    if not long_runs:
        return xml, ""
    pieces, done = [], 0
    for run in long_runs:
        pieces += [xml[done : run.start()], _short_run(run)]
        done = run.end()
    return b"".join([*pieces, xml[done:]]), _TOO_LONG


def _short_run(run: re.Match[bytes]) -> bytes:
    tag, bracket, text = run[0].partition(b">")
    if len(tag) > MAX_TEXT:
        tag = b"<" + run[1] + (b"/" if tag.endswith(b"/") else b"")
    return tag + bracket + _cut(text, 0, len(text))


def _cut(xml: bytes, start: int, end: int) -> bytes:
    """Return at most MAX_TEXT bytes of a part, ending neither within a character nor within a reference."""
    kept = xml[start : min(end, start + MAX_TEXT)].decode("utf-8", "ignore").encode()
    reference = kept.rfind(b"&", -12)
    halved = reference >= 0 and b";" not in kept[reference:] and len(kept) < end - start
    return kept[:reference] if halved else kept


# ------------------------------------------------------------------ whole entries only


def _close(xml: bytes) -> tuple[bytes, str]:
    """Close a document that was cut off after its last whole entry."""
    root = _ROOT.match(xml)
    if root is None or b"</" + root[1] in xml:
        return xml, ""
    starts = [found.start() for found in _ENTRY.finditer(xml)]
    ends = [found.end() for found in _ENTRY_END.finditer(xml)]
    kept = xml[: max(starts[-1:] + ends[-1:], default=len(xml))]
    inner = b"</channel>" if root[1] == b"rss" and b"<channel" in kept and b"</channel" not in kept else b""
    return kept + inner + b"</" + root[1] + b">", "it was cut off; what could be read was read"


def _drop_entries(xml: bytes) -> tuple[bytes, str]:
    """Keep the first and the last MAX_ENTRIES / 2 entries: some feeds begin with the newest, some end with it."""
    ends = [found.end() for found in _ENTRY_END.finditer(xml)]
    if len(ends) <= MAX_ENTRIES:
        return xml, ""
    half = MAX_ENTRIES // 2
    return xml[: ends[half - 1]] + xml[ends[-half - 1] :], f"only {MAX_ENTRIES} of {len(ends)} entries were read"


# ------------------------------------------------------------------ references


def _settle_references(xml: bytes) -> tuple[bytes, str]:
    """Write the entities of HTML as characters and make every other ``&`` plain text: XML knows only five."""
    return _REFERENCE.sub(_settled, xml), ""


def _settled(found: re.Match[bytes]) -> bytes:
    if found[0].startswith(b"<"):
        return found[0]
    name = (found["entity"] or b"").decode()
    char = html5.get(f"{name};", "") if name else ""
    return char.encode() if char and char not in "<&\"'" else b"&amp;" + found[0][1:]
