"""Which networks exclude each other: what one of a group shows first, no other of that group does.

A series of a Korean channel may well be on a worldwide platform too, so a channel is never a wrong option beside such
a platform, nor are two of one house.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.names import key

_GROUPS = (
    (
        ("Netflix",),
        ("Disney+", "Disney Plus", "Disney", "Hulu", "Star+"),
        ("Apple TV+", "Apple TV", "Apple TV Plus", "Apple"),
        ("Prime Video", "Amazon Prime Video", "Amazon Prime", "Amazon"),
        ("Max", "HBO Max"),
        ("Peacock",),
        ("Paramount+", "Paramount Plus"),
    ),
    (
        ("tvN", "OCN", "CJ ENM", "Mnet"),
        ("JTBC", "JTBC2"),
        ("SBS", "SBS TV"),
        ("MBC", "MBC TV"),
        ("KBS", "KBS2", "KBS 2TV", "KBS1", "KBS2 TV"),
        ("ENA", "ENA Channel"),
        ("TV Chosun",),
        ("Channel A",),
        ("MBN",),
    ),
    (("TVING",), ("Wavve",), ("Coupang Play",), ("Watcha",)),
    (
        ("HBO", "Cinemax"),
        ("AMC", "AMC+", "BBC America"),
        ("FX", "FXX", "FX on Hulu"),
        ("Showtime", "Paramount+ with Showtime"),
        ("Starz",),
        ("USA Network", "USA", "Syfy", "Bravo"),
        ("TNT", "TBS"),
    ),
    (("ABC",), ("NBC",), ("CBS",), ("Fox",), ("The CW", "CW")),
    (
        ("BBC", "BBC One", "BBC Two", "BBC Three", "BBC Four", "BBC iPlayer"),
        ("ITV", "ITV1", "ITVX"),
        ("Channel 4", "E4"),
        ("Channel 5", "5"),
        ("Sky", "Sky Atlantic", "Sky Max"),
    ),
)
_PLACES = {
    key(name): (group, house)
    for group, houses in enumerate(_GROUPS)
    for house, names in enumerate(houses)
    for name in names
}


def excludes(one: str, other: str) -> bool:
    """Whether what one network shows first cannot be what the other shows first."""
    place, against = _PLACES.get(key(one)), _PLACES.get(key(other))
    return bool(place and against and place[0] == against[0] and place[1] != against[1])


def is_one_of(name: str, houses: Iterable[str]) -> bool:
    """Whether a network is, or belongs to the house of, one of others."""
    place = _PLACES.get(key(name))
    return any(key(name) == key(other) or (place and place == _PLACES.get(key(other))) for other in houses)


def rivals(name: str) -> tuple[str, ...]:
    """Return the networks that exclude this one, one of each house, as they are best known; none if it is unknown."""
    place = _PLACES.get(key(name))
    if place is None:
        return ()
    return tuple(names[0] for house, names in enumerate(_GROUPS[place[0]]) if house != place[1])
