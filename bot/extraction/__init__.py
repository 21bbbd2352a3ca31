"""Reading articles: text in, facts out, each with the sentence that says it. Pure: no network, no store, no clock."""

from bot.extraction.engine import extract
from bot.extraction.models import Cue, Extraction, Fact

__all__ = ["Cue", "Extraction", "Fact", "extract"]
