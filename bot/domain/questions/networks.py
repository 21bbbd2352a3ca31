"""Which networks exclude each other: what one of a group shows first, no other of that group does.

A series of a Korean channel may well be on a worldwide platform too, so a channel is never a wrong option beside such
a platform, nor are two of one house.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.domain.names import key

_GROUPS = """
Netflix; Disney+ = Disney Plus = Disney, Hulu; Apple TV+ = Apple TV Plus = Apple TV; Peacock; HBO Max = Max
Prime Video = Amazon Prime Video = Amazon Prime = Amazon; Paramount+ = Paramount Plus

tvN, OCN, Mnet; JTBC = JTBC TV, JTBC2; SBS = SBS TV; MBC = MBC TV; KBS2 = KBS 2TV = KBS2 TV = KBS, KBS1 = KBS 1TV
ENA = ENA Channel; TV Chosun; Channel A; MBN

TVING; Wavve; Coupang Play; Watcha

HBO, Cinemax; AMC, BBC America; FX, FXX, FX on Hulu; Showtime; Starz; USA Network, Syfy, Bravo; TNT

ABC; NBC; CBS; Fox; The CW = CW

BBC One = BBC1 = BBC, BBC Two = BBC2, BBC Three, BBC Four, BBC iPlayer; ITV = ITV1, ITVX; Channel 4, E4; Channel 5
Sky Atlantic, Sky, Sky Max
"""
"""Groups are parted by an empty line, houses by a semicolon, their networks by commas, a network's names by "="."""


def _read() -> Iterator[tuple[str, tuple[int, int], str]]:
    """Yield each name of a network, its place as (group, house), and the name by which it is shown."""
    for group, lines in enumerate(_GROUPS.strip().split("\n\n")):
        for house, networks in enumerate(lines.replace("\n", ";").split(";")):
            for names in networks.split(","):
                shown, *others = (name.strip() for name in names.split("="))
                for name in (shown, *others):
                    yield key(name), (group, house), shown


_PLACES = {name: place for name, place, _ in _read()}
_SHOWN = {name: shown for name, _, shown in _read()}
_HOUSES: dict[tuple[int, int], str] = {}
for _, _place, _name in _read():
    _HOUSES.setdefault(_place, _name)


def shown_as(name: str) -> str:
    """Return the name by which a network is shown: "Disney Plus" is Disney+."""
    return _SHOWN.get(key(name), name)


def excludes(one: str, other: str) -> bool:
    """Whether what one network shows first cannot be what the other shows first."""
    place, against = _PLACES.get(key(one)), _PLACES.get(key(other))
    return place is not None and against is not None and place[0] == against[0] and place[1] != against[1]


def is_one_of(name: str, houses: Iterable[str]) -> bool:
    """Whether a network is, or belongs to the house of, one of others."""
    place = _PLACES.get(key(name))
    return any(key(name) == key(other) or (place is not None and place == _PLACES.get(key(other))) for other in houses)


def rivals(name: str) -> tuple[str, ...]:
    """Return the networks that exclude this one, one of each house, as they are best known; none if it is unknown."""
    place = _PLACES.get(key(name))
    if place is None:
        return ()
    return tuple(shown for of, shown in _HOUSES.items() if of[0] == place[0] and of[1] != place[1])
