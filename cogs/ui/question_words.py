"""How a question of trivia is put in words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.questions.prizes import UNNAMED
from cogs.ui.markup import Markup, plain
from cogs.ui.text import say

_TITLE = 100
_PLACE = 80


def asked(locale: str, wording: str, values: Mapping[str, str]) -> Markup:
    """Return a question: ``wording`` names its sentence, ``values`` fill the places of it.

    A title, and the season of it that is meant, become the ``work`` that the sentence speaks of.
    """
    places: dict[str, str] = {name: plain(value, _PLACE) for name, value in values.items() if name != "kind"}
    if "kind" in values:
        places["kind"] = values["kind"]
    if "prize" in values and not values["prize"].lower().startswith(UNNAMED):
        places["prize"] = say(locale, "question.prize.named", prize=places["prize"])
    if "title" in values:
        places |= {"title": plain(values["title"], _TITLE)}
        places["work"] = say(locale, f"question.work.{'season' if 'season' in values else 'title'}", **places)
    sentence = say(locale, wording, **places)
    return Markup(sentence[:1].upper() + sentence[1:])
