"""A stranger's words show as they are and do nothing."""

from datetime import UTC, datetime

import pytest

from cogs.ui.markup import Markup, clean, clip, code, excerpt, link, moment, plain, safe_url


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  two\n\tlines ", "two lines"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u2066isolated\u2069", "isolated"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("filler\u3164\u3164filler", "filler filler"),
        ("가\u1160나", "가 나"),
        ("👨\u200d👩\u200d👧 family", "👨\u200d👩\u200d👧 family"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("no\u200djoiner", "nojoiner"),
        ("z\u0301\u0302\u0303\u0304\u0305algo", "z\u0301\u0302algo"),
        ("이태원 클라쓰", "이태원 클라쓰"),
    ],
)
def test_clean_keeps_what_can_be_seen(text, shown):
    assert clean(text) == shown


def test_clean_is_quick_with_endless_text():
    assert len(clean("가나다 " * 1_000_000, 100)) <= 100


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("short", 5, "short"),
        ("a few words more", 12, "a few words…"),
        ("a few words, more", 13, "a few words…"),
        ("unbrokenunbroken", 8, "unbroke…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
    ],
)
def test_clip_cuts_between_words_and_never_exceeds(text, limit, cut):
    assert clip(text, limit) == cut
    assert len(cut) <= max(limit, 0)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[Exclusive] Season 2", "(Exclusive) Season 2"),
        ("@everyone look", "＠everyone look"),
        ("@Here and @netflix", "＠Here and @netflix"),
        ("<@1> <@&2> <#3> <t:1:R> <:a:1>", "‹@1› ‹@&2› ‹#3› ‹t:1:R› ‹:a:1›"),
        ("**bold** __line__ ~~gone~~ ||spoiler|| `code`", "∗∗bold∗∗ ＿＿line＿＿ ∼∼gone∼∼ ││spoiler││ ˋcodeˋ"),
        ("snake_case_stays", "snake_case_stays"),
        ("_italic_", "＿italic＿"),
        ("# Heading", "＃ Heading"),
        ("- item", "– item"),
        ("-# small", "– small"),
        ("#1 show", "#1 show"),
        ("see https://evil.example/x now", "see evil.example/x now"),
        ("javascript://evil", "evil"),
        ("back\\slash", "back∖slash"),
    ],
)
def test_plain_text_does_nothing(text, shown):
    assert plain(text) == shown


def test_markup_is_not_made_plain_twice():
    ours = Markup("**[a](https://a.example)**")
    assert plain(ours) is ours


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y=1&z=2#f", "https://a.example/x?y=1&z=2#f"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ('https://a.example/a b(c)[d]<e>"f"', "https://a.example/a%20b%28c%29%5Bd%5D%3Ce%3E%22f%22"),
        ("https://드라마.example/소식", "https://xn--hy1bv3co9b.example/%EC%86%8C%EC%8B%9D"),
        ("https://a.example/%EC%86%8C", "https://a.example/%EC%86%8C"),
        ("https://a.example/@soompi?to=@everyone&@Here", "https://a.example/@soompi?to=%40everyone&%40Here"),
        ("https://user:secret@a.example/", None),
        ("javascript:alert(1)", None),
        ("ftp://a.example/", None),
        ("https:///nowhere", None),
        ("https://[::1]/", None),
        ("https://[broken", None),
        ("https://a.example/\ud800", None),
        ("https://a.example/" + "x" * 600, None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_without_secrets_are_shown(url, safe):
    assert safe_url(url) == safe


def test_a_link_keeps_its_words_inside():
    assert link("a](https://evil.example) b", "https://a.example") == "[a)(evil.example) b](https://a.example)"
    assert link("a", "javascript:x") == "a"
    assert link("\u200b", "https://a.example") == "[…](https://a.example)"


def test_moments_are_told_in_the_readers_zone():
    assert moment(datetime(2026, 11, 22, tzinfo=UTC), "f") == "<t:1795305600:f>"


def test_code_is_shown_letter_by_letter():
    assert code("https://a.example/`<@1>`", 50) == "`https://a.example/ˋ<@1>ˋ`"
    assert code("", 5) == "`…`"


@pytest.mark.parametrize(
    ("text", "said"),
    [("Season two is set.", "Season two is set."), ("Zombie drama RETURNS", ""), ("", "")],
)
def test_an_excerpt_never_repeats_the_headline(text, said):
    assert excerpt(text, "Zombie drama returns next year", 100) == said
