"""Reading articles: text in, facts out, each with the sentence that says it. Pure: no network, no store, no clock."""

from bot.domain.facts import Cue, Extraction, Fact
from bot.extraction.engine import extract
from bot.extraction.recognisers import Recogniser, Sighting

__all__ = ["Cue", "Extraction", "Fact", "Recogniser", "Sighting", "extract"]
