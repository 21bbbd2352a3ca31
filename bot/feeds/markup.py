"""HTML fragments as plain text, and the first picture in them. Runs in the worker only (selectolax)."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

_BLOCK = re.compile(
    r"(?=</?(?:p|div|br|li|ul|ol|h[1-6]|blockquote|pre|tr|table|section|article|figure|figcaption|hr|dt|dd)\b)",
    re.IGNORECASE,
)
_SILENT = ["script", "style", "noscript", "iframe", "object", "svg", "template", "form", "head", "title"]
_MARKUP = re.compile(r"<[A-Za-z/!?]|&#?\w+;")
_NO_TAG = re.compile(
    r"<(?!/?(?:a|abbr|b|br|cite|code|del|em|font|h[1-6]|i|img|ins|mark|p|q|s|small|span|strong|sub|sup|u|wbr)"
    r"(?:\s+[\w-]+\s*=[^<>]*)?\s*/?>)",
    re.IGNORECASE,
)
_BLANK = re.compile(r"[^\S\n]+")
_TINY = 2
"""Pictures of up to so many pixels a side count readers; nobody looks at them."""
_ORNAMENT = re.compile(r"emoji|smil(?:ey|ies)|gravatar|pixel|tracking|feedburner|doubleclick|/stat", re.IGNORECASE)


def to_text(html: str) -> str:
    """Return what a reader sees of a fragment: one line a block, blanks collapsed, no blank lines."""
    if not _MARKUP.search(html):
        return _tidy(html)
    tree = LexborHTMLParser(_BLOCK.sub("\n", html.replace("\n", " ")))
    tree.strip_tags(_SILENT)
    body = tree.body
    return _tidy(body.text() if body else "")


def to_line(html: str) -> str:
    """Return a fragment as one line of text."""
    return " ".join(to_text(html).split())


def to_headline(html: str) -> str:
    """Return a headline as one line; only tags of phrases are markup, for ``<Sweet Home> returns`` names a title."""
    return to_line(_NO_TAG.sub("&lt;", html))


def shorten(text: str, limit: int) -> str:
    """Return at most ``limit`` characters, cut at a word where there is one and ended with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at_word = head.rpartition(" ")[0] if not text[limit - 1].isspace() else head
    return (at_word if len(at_word) > limit // 2 else head).rstrip(" ,;:-–—") + "…"


def images(html: str) -> Iterator[str]:
    """Yield the sources of a fragment's pictures in order, without counting pixels and emoji."""
    if "<img" not in html.lower():
        return
    for node in LexborHTMLParser(html).css("img"):
        source = _source(node)
        if source and not _is_ornament(node, source):
            yield source


def _source(node: LexborNode) -> str:
    """Return where a picture is loaded from; pages that load late keep the true address beside a placeholder."""
    found = (node.attributes.get(name) for name in ("data-src", "data-lazy-src", "data-original", "src"))
    return next((source.strip() for source in found if source and not source.startswith("data:")), "")


def _is_ornament(node: LexborNode, source: str) -> bool:
    sizes = (node.attributes.get("width"), node.attributes.get("height"))
    tiny = any(size and size.isdecimal() and int(size[:9]) <= _TINY for size in sizes)
    return tiny or bool(_ORNAMENT.search(f"{node.attributes.get('class') or ''} {source}"))


def _tidy(text: str) -> str:
    lines = (_BLANK.sub(" ", line).strip() for line in text.replace("\0", "").splitlines())
    return "\n".join(line for line in lines if line)
