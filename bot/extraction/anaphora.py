"""Words that stand for a broadcaster told before: "the streamer", "the network"."""

from bot.extraction.document import Document
from bot.extraction.models import ORG, Span
from bot.extraction.names import lists
from bot.extraction.scenes import Scene

_NETWORKS = frozenset(
    {"streamer", "network", "broadcaster", "platform", "channel", "service", "netcaster", "pubcaster"}
)
_DETERMINERS = frozenset({"the", "its", "same", "that", "premium", "streaming", "cable", "public"})


def find(scene: Scene, document: Document) -> tuple[int, Span] | None:
    """Return the first token that stands for a broadcaster, and the last broadcaster named before it."""
    index = next((i for i in range(1, len(scene.tokens)) if _stands(scene, i)), None)
    if index is None:
        return None
    place = scene.tokens[index].start
    named = [s for s in document.spans if s.kind == ORG and s.end <= place and s.key in lists().networks]
    return (index, named[-1]) if named else None


def _stands(scene: Scene, index: int) -> bool:
    return scene.tokens[index].lower in _NETWORKS and scene.tokens[index - 1].lower in _DETERMINERS
