"""Finding a site's feeds through the links in the head of its pages. Runs in the worker only (selectolax)."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.domain.urls import canonical

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json"}
)
_MAX_LINKS = 20


def feed_links(html: str, base: str) -> list[str]:
    """Return the canonical addresses of the feeds that a page links to, in its order but feeds of comments last."""
    tree = LexborHTMLParser(html)
    anchor = tree.css_first("base[href]")
    base = (canonical(anchor.attributes.get("href") or "", base) if anchor else None) or base
    nodes = sorted(tree.css("link[rel~=alternate i][href]"), key=_is_of_comments)
    found = (canonical(node.attributes.get("href") or "", base) for node in nodes if _is_feed(node))
    return list(dict.fromkeys(url for url in found if url))[:_MAX_LINKS]


def _is_feed(node: LexborNode) -> bool:
    kind = (node.attributes.get("type") or "").partition(";")[0].strip().lower()
    return kind in _FEED_TYPES and "/wp-json/" not in (node.attributes.get("href") or "")


def _is_of_comments(node: LexborNode) -> bool:
    said = f"{node.attributes.get('title') or ''} {node.attributes.get('href') or ''}".lower()
    return "comment" in said or "댓글" in said
