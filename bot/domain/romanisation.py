"""Whether two spellings can be one person's name: romanised Korean by the Hangul that it may stand for.

A romanised syllable spells a set of Hangul syllables: its onset, vowel and coda each stand for one or more letters,
whatever the system ("hu" is 후, 허 or 흐, "hoo" only 후). Two spellings agree when their surnames and all their
syllables share a Hangul form; of several spellings all must share one, so that no chain joins 정, 중, 종. Letters are
those of the Revised Romanisation of 2000, of McCune-Reischauer and of common usage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from itertools import product
from typing import TypeAlias

from bot.domain.names import fold

_ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODAS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FIRST, _LAST = "가", "힣"


def _table(pairs: str) -> dict[str, str]:
    """Return spelling -> letters of a table of "spelling:letters"; a dash stands for nothing spelt, or no coda."""
    found = (pair.split(":") for pair in pairs.split())
    return {spelling.strip("-"): letters.replace("-", " ") for spelling, letters in found}


_ONSET_OF = _table(
    "-:ㅇ g:ㄱ k:ㄱㅋ kk:ㄲ gg:ㄲ n:ㄴ d:ㄷ t:ㄷㅌ tt:ㄸ dd:ㄸ r:ㄹ l:ㄹ rh:ㄹ m:ㅁ b:ㅂ v:ㅂ p:ㅂㅍ ph:ㅍ "
    "pp:ㅃ bb:ㅃ s:ㅅㅆ sh:ㅅ ss:ㅆ j:ㅈ ch:ㅈㅊ jj:ㅉ tch:ㅉ h:ㅎ"
)

_VOWEL_OF = _table(
    "a:ㅏ ah:ㅏ ae:ㅐ ai:ㅐ ya:ㅑ yah:ㅑ yae:ㅒ eo:ㅓ uh:ㅓ e:ㅔ eh:ㅔ yeo:ㅕ yuh:ㅕ you:ㅕㅠ yeou:ㅕ ye:ㅖ "
    "yeh:ㅖ o:ㅗ oh:ㅗ wa:ㅘ wah:ㅘ wae:ㅙ oe:ㅚ oi:ㅚ yo:ㅛ yoh:ㅛ u:ㅜㅓㅡ oo:ㅜ ou:ㅜ woo:ㅜ wu:ㅜ wo:ㅝ "
    "weo:ㅝ we:ㅞ wi:ㅟ wee:ㅟ yu:ㅠㅕ yoo:ㅠ eu:ㅡ ui:ㅢ eui:ㅢ i:ㅣ ee:ㅣ yi:ㅣ ie:ㅣ"
)
"""ㅓ and ㅕ are often spelt as English would hear them ("sung", "hyun"), so "u" and "yu" stand for several vowels."""

_AFTER_H = {"i": "ㅢㅣ", "ee": "ㅢㅣ", "ie": "ㅢㅣ"}
"""희 is hardly ever written "hui"."""

_CODA_OF = _table("-:- k:ㄱㄲㅋ g:ㄱ ck:ㄱ n:ㄴ t:ㄷㅅㅌ d:ㄷ s:ㅅ l:ㄹ r:ㄹ m:ㅁ p:ㅂㅍ b:ㅂ ng:ㅇ")

_SURNAMES = (
    "김 kim gim|이 lee yi rhee ri ree i|박 park pak bak|최 choi choe|정 jung jeong chung cheong|강 kang gang|"
    "조 cho jo joe|윤 yoon yun youn|장 jang chang|임 lim im yim rim|한 han|오 oh o|서 seo suh so|신 shin sin|"
    "권 kwon gwon kweon|황 hwang|안 ahn an|송 song|전 jeon jun chun chon|홍 hong|유 yoo yu ryu you|"
    "류 ryu ryoo|고 ko go koh|문 moon mun|양 yang|손 son sohn|배 bae pae bai|백 baek paek baik back|"
    "허 heo hur huh her|남 nam|심 shim sim|노 noh no roh ro|하 ha|곽 kwak gwak|성 sung seong|차 cha|"
    "주 joo ju chu|우 woo u|구 koo gu ku goo|나 na ra|라 ra la|민 min|진 jin chin|지 ji chi jee|엄 uhm um eom|"
    "채 chae|원 won|천 cheon chun chon|방 bang pang|공 kong gong|현 hyun hyeon|함 ham|변 byun byeon|"
    "염 yeom yum|여 yeo|추 choo chu|도 do doh|소 so|석 seok suk|선 sun seon|설 seol sul|마 ma|길 gil kil|"
    "위 wi wee|표 pyo|명 myung myeong|기 ki gi|반 ban|왕 wang|금 keum geum|옥 ok|육 yook yuk|인 in|맹 maeng|"
    "제 je|모 mo|탁 tak|국 kook guk|어 eo|은 eun|편 pyeon|용 yong|예 ye|경 kyung|봉 bong|사 sa|부 boo bu|"
    "복 bok|태 tae|목 mok|두 doo|빈 bin|호 ho|범 beom bum|승 seung|남궁 namgoong namgung namkoong|"
    "황보 hwangbo|선우 sunwoo seonwoo|제갈 jegal|독고 dokgo dokko|사공 sagong"
)


def _surnames() -> dict[str, frozenset[str]]:
    """Return the Hangul surnames that each spelling may be, Hangul itself included."""
    found: dict[str, frozenset[str]] = {}
    for entry in _SURNAMES.split("|"):
        for spelling in entry.split():
            found[spelling] = found.get(spelling, frozenset()) | {entry[: entry.index(" ")]}
    return found


_SURNAME_OF = _surnames()


def _surname_classes() -> dict[str, str]:
    """Return the first of all surnames that a chain of shared spellings joins, for each surname."""
    joined = {hangul: hangul for spellings in _SURNAME_OF.values() for hangul in spellings}
    for spellings in sorted(_SURNAME_OF.values(), key=sorted):
        first = min(joined[hangul] for hangul in spellings)
        olds = {joined[hangul] for hangul in spellings}
        joined = {hangul: first if of in olds else of for hangul, of in joined.items()}
    return joined


_SURNAME_CLASS = _surname_classes()
_CONFUSED = (
    str.maketrans("ㅋㅌㅍㅆㅊ", "ㄱㄷㅂㅅㅈ"),
    str.maketrans("ㅜㅡㅠㅢ", "ㅓㅓㅕㅣ"),
    str.maketrans("ㄲㅋㅅㅌㅍ", "ㄱㄱㄷㄷㅂ"),
)
"""Onsets, vowels and codas that share a spelling, each with the letter that stands for them in a sound."""

_MOST_SYLLABLES = 3
_SYLLABLE = re.compile(r"([^aeiouwy]*)([aeiouwy]+h?)([^aeiouwy]*)")

Form: TypeAlias = tuple[frozenset[str], ...]
"""What a name may be in Hangul: the surnames, then for each syllable of the given name the Hangul it may be."""


def same_name(*names: str) -> bool:
    """Whether all these spellings can be one person's name.

    Korean names agree by their Hangul; others by their words, whatever their order, accents and case.
    """
    if len({tuple(sorted(fold(name).split())) for name in names}) == 1:
        return True
    return bool(reduce(_common, [forms(name) for name in names]))


@lru_cache(maxsize=4096)
def forms(name: str) -> frozenset[Form]:
    """Return what a name may be in Hangul, surname first or last; nothing if it is no Korean name."""
    tokens = _tokens(name)
    if len(tokens) < 2:  # noqa: PLR2004 - surname and given name
        return frozenset(_of_hangul("".join(tokens)))
    found = {
        form for given, surname in ((tokens[1:], tokens[0]), (tokens[:-1], tokens[-1])) for form in _of(surname, given)
    }
    return frozenset(found)


def sounds(name: str) -> frozenset[str]:
    """Return keys of which two spellings of one Korean name share at least one, for finding them in an index.

    Coarser than :func:`same_name`, which decides: letters that some spelling confuses are one here.
    """
    return frozenset(_sound(form) for form in forms(name))


def _sound(form: Form) -> str:
    surname, *syllables = (min(letters) for letters in form)
    return _SURNAME_CLASS[surname] + "".join(_coarse(syllable) for syllable in syllables)


def _coarse(syllable: str) -> str:
    """Return a Hangul syllable with each letter replaced by the first of those that a spelling may confuse it with."""
    rest, coda = divmod(ord(syllable) - ord(_FIRST), len(_CODAS))
    onset, vowel = divmod(rest, len(_VOWELS))
    letters = _ONSETS[onset], _VOWELS[vowel], _CODAS[coda]
    return _composed(*(letter.translate(one) for letter, one in zip(letters, _CONFUSED, strict=True)))


def _tokens(name: str) -> list[str]:
    """Return the words and syllables of a name; an apostrophe parts nothing."""
    return fold(re.sub("['’]", "", name)).split()


def _of(surname: str, given: list[str]) -> Iterator[Form]:
    """Yield the forms of a surname and the words of a given name; one word alone may be several syllables."""
    surnames = _SURNAME_OF.get(surname)
    if surnames is None or len(given) > _MOST_SYLLABLES:
        return
    for syllables in _segmented(given[0]) if len(given) == 1 else [given]:
        spelt = [hangul_of(syllable) for syllable in syllables]
        if all(spelt):
            yield (surnames, *spelt)


def _of_hangul(name: str) -> Iterator[Form]:
    """Yield the forms of a name in Hangul, which writes surname and given name together."""
    if not all(_FIRST <= letter <= _LAST for letter in name):
        return
    for cut in (1, 2):
        if name[:cut] in _SURNAME_OF and name[cut:]:
            yield (frozenset({name[:cut]}), *(frozenset({letter}) for letter in name[cut:]))


def _segmented(word: str) -> Iterator[tuple[str, ...]]:
    """Yield every way to cut a word into one to three syllables that spell something."""
    yield (word,)
    for cut in range(1, len(word)):
        if hangul_of(word[:cut]):
            for rest in _segmented(word[cut:]):
                if len(rest) < _MOST_SYLLABLES:
                    yield (word[:cut], *rest)


@lru_cache(maxsize=8192)
def hangul_of(syllable: str) -> frozenset[str]:
    """Return the Hangul syllables that a romanised one may stand for; nothing if it is none."""
    if len(syllable) == 1 and _FIRST <= syllable <= _LAST:
        return frozenset({syllable})
    found = _SYLLABLE.fullmatch(syllable)
    if found is None:
        return frozenset()
    onset, vowel, coda = found.groups()
    vowels = _VOWEL_OF.get(vowel, "")
    if onset == "h":
        vowels = _AFTER_H.get(vowel, vowels)
    return frozenset(
        _composed(*letters) for letters in product(_ONSET_OF.get(onset, ""), vowels, _CODA_OF.get(coda, ""))
    )


def _composed(onset: str, vowel: str, coda: str) -> str:
    """Return the syllable of three letters (Unicode Standard, section 3.12)."""
    index = (_ONSETS.index(onset) * len(_VOWELS) + _VOWELS.index(vowel)) * len(_CODAS) + _CODAS.index(coda)
    return chr(ord(_FIRST) + index)


def _common(some: Iterable[Form], others: Iterable[Form]) -> frozenset[Form]:
    """Return the forms that two spellings share."""
    return frozenset(shared for one, other in product(some, others) if (shared := _shared(one, other)))


def _shared(one: Form, other: Form) -> Form:
    if len(one) != len(other):
        return ()
    both = tuple(a & b for a, b in zip(one, other, strict=True))
    return both if all(both) else ()
