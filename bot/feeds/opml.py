"""OPML, in which feed lists travel between readers: in as an attachment, out as one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.urls import canonical
from bot.errors import UserError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_BYTES = 2**20
MAX_FEEDS = 500
_MAX_TITLE = 200


@dataclass(frozen=True, slots=True)
class OpmlFeed:
    """A feed of a list: its canonical address, its name ("" if it has none) and the folder it is in."""

    url: str
    title: str = ""
    group: str = ""


def read(body: bytes) -> list[OpmlFeed]:
    """Return the feeds of a list in its order, each address once.

    Raises UserError: ``opml.too_large`` (limit, in KiB or feeds), ``opml.unreadable``, ``opml.empty``.
    """
    if len(body) > MAX_BYTES:
        raise UserError("opml.too_large", limit=f"{MAX_BYTES // 1024} KiB")
    found: dict[str, OpmlFeed] = {}
    for feed in _feeds(_parsed(body)):
        found.setdefault(feed.url, feed)
    if not found:
        raise UserError("opml.empty")
    if len(found) > MAX_FEEDS:
        raise UserError("opml.too_large", limit=f"{MAX_FEEDS} feeds")
    return list(found.values())


def write(feeds: Iterable[OpmlFeed], title: str) -> bytes:
    """Return an OPML 2.0 document with the feeds in their groups, in the order given."""
    from xml.etree.ElementTree import Element, SubElement, indent, tostring  # noqa: PLC0415 - as in _parsed

    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = title
    body = SubElement(root, "body")
    groups = {"": body}
    for feed in feeds:
        if feed.group not in groups:
            groups[feed.group] = SubElement(body, "outline", text=feed.group, title=feed.group)
        name = feed.title or feed.url
        SubElement(groups[feed.group], "outline", type="rss", text=name, title=name, xmlUrl=feed.url)
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _parsed(body: bytes) -> "Element":
    # Imported here: few servers ever exchange lists, and every process would pay for the parsers.
    from xml.etree.ElementTree import ParseError  # noqa: PLC0415 - only for its error

    from defusedxml import DefusedXmlException, ElementTree  # noqa: PLC0415

    try:
        root: Element = ElementTree.fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise UserError("opml.unreadable") from error
    if root.tag != "opml":
        raise UserError("opml.unreadable")
    return root


def _feeds(root: "Element") -> Iterator[OpmlFeed]:
    """Yield the feeds of a list, each with its innermost folder; without recursion, for lists may nest deeply."""
    waiting = [(root, "")]
    while waiting:
        element, group = waiting.pop()
        name = " ".join((element.get("title") or element.get("text") or "").split())[:_MAX_TITLE]
        url = canonical(element.get("xmlUrl") or "")
        if url:
            yield OpmlFeed(url, name, group)
        inner = name if element.tag == "outline" and not url else group
        waiting += [(child, inner) for child in reversed(element)]
