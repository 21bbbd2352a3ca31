"""What a name is found by, and what a typed text looks for: letters as they are typed, from every word on.

Hangul is taken apart into the letters of the keyboard, so that a syllable half typed ("울" on the way to "우리") is the
beginning of the name already, and one wrong letter is one mistake. A name in Hangul is also found by its romanisation.
"""

import unicodedata
from collections.abc import Container, Iterator

from bot.domain.names import words

LENGTH = 80
"""Letters of a term; what goes on beyond tells no names apart."""

HEAD = 6
"""Letters at the beginning in which at most one mistake is looked for, with any letter in its place."""

_ONE_MISTAKE, _TWO_MISTAKES = 4, 8
_MOST_WORDS = 8  # from which on a name is found, the first ones
_ARTICLES = frozenset({"a", "an", "the"})
UNASKED = _ARTICLES | {"and", "of"}
"""Words within a name that no one begins with."""

_FIRST_SYLLABLE, _LAST_SYLLABLE = "가", "힣"
_FIRST_PARTS = 0x1100, 0x1161, 0x11A8  # of the onsets, vowels and codas into which Unicode parts a syllable


def _table(*spellings: str) -> dict[int, str]:
    """Return how the parts of syllables are spelt; a dash stands for nothing."""
    of = zip(_FIRST_PARTS, (one.split() for one in spellings), strict=True)
    return {first + place: spelt.strip("-") for first, part in of for place, spelt in enumerate(part)}


_KEYS = _table(
    "ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ",
    "ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ",
    "ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ",
)
_LATIN = _table(
    "g kk n d tt r m b pp s ss - j jj ch k t p h",
    "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i",
    "k k k n n n t l k m l l l p l m p p t t ng t t k t p t",
)
_KEYBOARD_KO = "".join(sorted({letter for spelt in _KEYS.values() for letter in spelt}))
_KEYBOARD = "abcdefghijklmnopqrstuvwxyz"

START, WORD, ALIAS = 0, 1, 2
"""Places of a term: the beginning of a name or a later word of it; the bit ``ALIAS`` says that it is not of the name
that is shown."""


def letters(text: str) -> str:
    """Return the folded letters and digits of a text, without any space, Hangul as it is typed."""
    return _spelt(words(text), _KEYS)


def terms(name: str) -> dict[str, int]:
    """Return what a name is found by, with the place: its letters from each word on, those of the words before last.

    "The Glory" begins with "glory" as well; no term begins with an "and" or "the" within the name.
    """
    parts = words(name)
    found = {_spelt(turn, _KEYS): place for place, turn in reversed(list(_turns(parts)))}
    if any(_FIRST_SYLLABLE <= letter <= _LAST_SYLLABLE for part in parts for letter in part):
        romanised = {_spelt(turn, _LATIN): place | ALIAS for place, turn in reversed(list(_turns(parts)))}
        found = romanised | found
    found.pop("", None)
    return found


def _turns(parts: list[str]) -> Iterator[tuple[int, list[str]]]:
    yield START, parts
    bare = parts[1:] if parts and parts[0] in _ARTICLES else parts
    if bare is not parts:
        yield START, bare
    for at in range(1, min(len(bare), _MOST_WORDS)):
        if bare[at] not in UNASKED:
            yield WORD, bare[at:] + bare[:at]


def _spelt(parts: list[str], alphabet: dict[int, str]) -> str:
    return unicodedata.normalize("NFD", "".join(parts)).translate(alphabet)[:LENGTH]


# ------------------------------------------------------------------ mistakes


def allowed(typed: str) -> int:
    """Return how many mistakes a text may hold: one from four letters on, two from eight."""
    return (len(typed) >= _ONE_MISTAKE) + (len(typed) >= _TWO_MISTAKES)


def beginnings(typed: str) -> set[str]:
    """Return beginnings such that a term with at most one mistake in its first letters has one of them.

    A mistake is a letter too many, missing or wrong, or two that changed places. That a letter too many comes last is
    not looked for: what is shorter by one letter begins too much.
    """
    letters = _KEYBOARD_KO if any(letter in _KEYBOARD_KO for letter in typed[:HEAD]) else _KEYBOARD
    found = {typed[:HEAD]}
    for at in range(min(HEAD, len(typed))):
        before, letter, after = typed[:at], typed[at], typed[at + 1 : HEAD + 1]
        found.update((before + other + after)[:HEAD] for other in letters)
        found.update((before + other + letter + after)[:HEAD] for other in letters)
        if after:
            found.update({(before + after)[:HEAD], (before + after[0] + letter + after[1:])[:HEAD]})
    return found


def mistakes(typed: str, term: str, begun: Container[str]) -> int | None:
    """Return how many mistakes there are in a text that should begin the term, None if more than are allowed.

    ``begun`` are the ``beginnings`` of the text.
    """
    most = allowed(typed)
    if (len(typed) > HEAD and term[:HEAD] not in begun) or not _within(typed, term, 0, 0, most):
        return None
    return next((count for count in range(most) if _within(typed, term, 0, 0, count)), most)


def _within(typed: str, term: str, at: int, of: int, most: int) -> bool:
    """Whether the text from ``at`` on begins the term from ``of`` on, but for so many mistakes."""
    while at < len(typed) and of < len(term) and typed[at] == term[of]:
        at, of = at + 1, of + 1
    if at == len(typed) or not most:
        return at == len(typed)
    if _within(typed, term, at + 1, of, most - 1):
        return True
    if of == len(term):
        return False
    swapped = typed[at : at + 2] == term[of + 1 : of + 2] + term[of]
    return (
        _within(typed, term, at + 1, of + 1, most - 1)
        or _within(typed, term, at, of + 1, most - 1)
        or (swapped and _within(typed, term, at + 2, of + 2, most - 1))
    )
