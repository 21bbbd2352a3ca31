"""The newsroom's vocabulary: which words of a headline carry it, and which make it another event."""

from collections.abc import Mapping

_STOP = """
    a an the and or but of in on at to for with from by as is are be been was were it its his her their our my your
    this that these those he she they we you i who which s d ll re ve m st nd rd th after before over into about up
    out off will would can may has have had amid while during just also more than
"""

_FILLER = """
    star stars starring new upcoming set sets reveal reveals revealed unveil unveils unveiled announce announces
    announced announcing announcement confirm confirms confirmed official officially report reports reported release
    releases released releasing drop drops dropped get gets land lands begin begins began start starts started first
    look says said say ahead next year exclusive breaking update news full share shares shared today week month
"""

_LIGHT = """
    netflix hbo max disney plus amazon prime video apple tv hulu paramount peacock crunchyroll bbc itv cbs nbc abc fox
    tvn jtbc sbs kbs mbc ena tving viki wavve series drama dramas kdrama show shows season seasons film films movie
    movies anime actor actors actress actresses director supporting lead leads leading role roles
"""

_KINDS = {
    "not": "not no never denies deny denied denying denial refutes refuted dismisses dismissed t nor without untrue",
    "renewal": "renew renews renewed renewal renewing greenlit greenlight greenlights",
    "cancellation": "cancel cancels cancelled canceled cancelling canceling cancellation axe axes axed scrap scrapped",
    "delay": "delay delays delayed postpone postpones postponed postponement pushed pushes",
    "casting": "cast casts casting join joins joined joining board boards tapped",
    "exit": "exit exits exited exiting leave leaves leaving left depart departs departed departure quit quits",
    "replacement": "replace replaces replaced replacing replacement recast",
    "shoot": "filming filmed shoot shooting shoots production",
    "wrap": "wrap wraps wrapped",
    "trailer": "trailer trailers teaser teasers clip",
    "poster": "poster posters still stills photo photos",
    "date": "premiere premieres premiered premiering date dates debut debuts debuted",
    "return": "return returns returned returning comeback",
    "ratings": "rating ratings viewers viewership",
    "box office": "box office gross grosses grossed",
    "review": "review reviews reviewed verdict",
    "recap": "recap recaps explained explainer spoiler spoilers theory theories breakdown",
    "finale": "finale final end ends ended ending",
    "reaction": "fan fans react reacts reaction reactions slam slams slammed backlash criticism divide divides delight",
    "trouble": "halt halts halted suspend suspends suspended pause pauses paused accident injured fire strike",
    "award": "win wins winning winner winners award awards nominated nomination nominations nominee nominees",
    "death": "die dies died death obituary mourn mourns",
    "talks": "talk talks consider considers considering eyed eyes offer offers offered rumor rumors rumored rumour "
    "rumours rumoured reportedly mulls mulling negotiating",
    "interview": "interview interviews opens reflects recalls discusses",
    "guide": "best worst ranking ranked ranks list guide everything know watch where how why what when preview",
    "offshoot": "spinoff spin sequel prequel remake reboot adaptation",
    "record": "record records break breaks broke top tops topped surpasses surpassed",
    "court": "sue sues sued lawsuit court arrest arrested charged trial",
    "wedding": "marry marries married marriage wedding engaged engagement",
    "dating": "dating relationship romance",
    "divorce": "divorce divorces divorced split splits",
    "answer": "apologize apologizes apologizes apology statement respond responds response addresses addressed",
}

# "won" is missing: it is a syllable of many Korean names, and headlines say "wins".

_NUMBERS = """
    two 2 second 2 ii 2 three 3 third 3 iii 3 four 4 fourth 4 five 5 fifth 5 six 6 sixth 6 seven 7 seventh 7
    eight 8 eighth 8 nine 9 ninth 9 ten 10 tenth 10 eleven 11 twelve 12
"""

STOP = frozenset(_STOP.split())
"""Words that carry nothing."""

FILLER = frozenset(_FILLER.split())
"""Words that one outlet uses and another does not, of the same event."""

LIGHT = frozenset(_LIGHT.split())
"""Words that tell little, but speak of two events where each headline has its own: best actor, best drama."""

KIND: Mapping[str, str] = {word: kind for kind, words in _KINDS.items() for word in words.split()}
"""Words that say what kind of event it is. Two headlines of different kinds never tell of the same one: the trailer
is out, the trailer breaks a record; renewed, cancelled; in talks, not in talks."""

NUMBER: Mapping[str, str] = dict(zip(_NUMBERS.split()[::2], _NUMBERS.split()[1::2], strict=True))
"""Number words in digits. "One" and "first" are missing: they seldom count anything."""
