"""Places where things are filmed, as far as it is known that one does not hold another."""

from __future__ import annotations

from bot.domain.names import key

_COUNTRIES = """
South Korea|Korea|Japan|China|Taiwan|Thailand|Vietnam|India|Indonesia|Philippines|Malaysia|Singapore|Mongolia|Nepal
Uzbekistan|United States|Canada|Mexico|Colombia|Brazil|Argentina|Chile|Peru|United Kingdom|England|Scotland|Wales
Northern Ireland|Ireland|France|Germany|Spain|Portugal|Italy|Switzerland|Austria|Hungary|Czech Republic|Poland|Croatia
Serbia|Greece|Malta|Turkey|Norway|Sweden|Denmark|Finland|Iceland|Estonia|Latvia|Lithuania|Romania|Bulgaria|Morocco
Tunisia|Egypt|Jordan|South Africa|Kenya|Namibia|Australia|New Zealand|United Arab Emirates
"""
_CITIES = """
Seoul|Busan|Incheon|Daegu|Daejeon|Gwangju|Ulsan|Sejong|Suwon|Goyang|Paju|Gimpo|Yongin|Andong|Gyeongju|Jeonju|Gunsan
Mokpo|Yeosu|Suncheon|Pohang|Tongyeong|Gangneung|Sokcho|Chuncheon|Cheongju|Jecheon|Chungju|Mungyeong|Buyeo|Namwon
Changwon|Geoje|Jeju|Tokyo|Osaka|Kyoto|Nara|Kobe|Yokohama|Sapporo|Fukuoka|Nagoya|Hiroshima|Nagasaki|Hong Kong|Macau
Shanghai|Beijing|Taipei|Bangkok|Hanoi|Manila|Mumbai|Delhi|Jaipur|Kolkata|Los Angeles|New York|New York City|Chicago
Boston|Atlanta|New Orleans|Albuquerque|Santa Fe|Austin|Dallas|Houston|Seattle|Portland|San Francisco|San Diego
Las Vegas|Miami|Philadelphia|Pittsburgh|Wilmington|Savannah|Charleston|Nashville|Memphis|Detroit|Cleveland|Honolulu
Vancouver|Toronto|Montreal|Calgary|Halifax|Winnipeg|Mexico City|Bogota|Buenos Aires|Sao Paulo|Rio de Janeiro|Santiago
London|Manchester|Liverpool|Leeds|Bristol|Birmingham|Cardiff|Swansea|Edinburgh|Glasgow|Belfast|Dublin|Galway|Cork
Paris|Lyon|Marseille|Nice|Berlin|Munich|Hamburg|Cologne|Vienna|Salzburg|Zurich|Geneva|Budapest|Prague|Warsaw|Krakow
Dubrovnik|Split|Zagreb|Belgrade|Athens|Istanbul|Rome|Venice|Florence|Naples|Turin|Milan|Matera|Palermo|Madrid
Barcelona|Seville|Valencia|Granada|Girona|Lisbon|Porto|Oslo|Bergen|Stockholm|Copenhagen|Helsinki|Reykjavik|Tallinn
Riga|Vilnius|Bucharest|Sofia|Valletta|Marrakesh|Ouarzazate|Casablanca|Tunis|Cairo|Petra|Amman|Abu Dhabi|Dubai
Cape Town|Johannesburg|Durban|Nairobi|Sydney|Melbourne|Brisbane|Perth|Adelaide|Gold Coast|Auckland|Wellington
Queenstown|Christchurch|Dunedin
"""
_LISTS = {
    level: tuple(name for name in names.replace("\n", "|").split("|") if name)
    for level, names in (("country", _COUNTRIES), ("city", _CITIES))
}
_LEVEL = {key(name): level for level, names in _LISTS.items() for name in names}
_ONE = (
    {"korea", "southkorea"},
    {"newyork", "newyorkcity"},
    {"unitedkingdom", "england", "scotland", "wales", "northernireland"},
    {"ireland", "northernireland"},
)


def is_place(name: str) -> bool:
    """Whether a place is known well enough to be asked about."""
    return key(name) in _LEVEL


def others_like(name: str) -> tuple[str, ...]:
    """Return all towns for a town, all countries for a country."""
    return _LISTS[_LEVEL[key(name)]] if key(name) in _LEVEL else ()


def apart(one: str, other: str) -> bool:
    """Whether two places are surely two, and neither lies in the other: two towns, or two countries."""
    a, b = key(one), key(other)
    known = a in _LEVEL and _LEVEL[a] == _LEVEL.get(b)
    return known and a != b and not any({a, b} <= same for same in _ONE)
