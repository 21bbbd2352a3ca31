"""The filter language: what it takes, what it says of it, and how kindly it refuses."""

import subprocess
import sys
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.filter_syntax import MAX_DEPTH, MAX_LENGTH
from bot.domain.filters import EMPTY, MAX_REASON, Reading, Verdict, parse
from bot.domain.reasons import because, read, together
from bot.errors import UserError


@dataclass(frozen=True)
class Piece:
    """An article as far as filters look at one."""

    headline: str = "Zombie school drama sets its second season"
    summary: str = "Netflix says the survivors of Hyosan High return; the trailer is out."
    text: str = "Beyoncé is not in it. 오징어 게임을 만든 감독은 아니다."
    author: str | None = "Kim Da-mi"
    categories: tuple[str, ...] = ("TV & Streaming", "K-Drama")
    outlet: str = "Soompi"


PIECE = Piece()


def reason_of(terms):
    return together(because(f"filter.{part}", terms=named) for part, named in terms.items())


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("zombie", {"found.headline": "zombie"}),
        ("ZOMBIE", {"found.headline": "ZOMBIE"}),
        ("netflix", {"found.text": "netflix"}),
        ("beyonce", {"found.text": "beyonce"}),
        ("soompi", {"found.outlet": "soompi"}),
        ("streaming", {"found.category": "streaming"}),
        ("kim", {"found.author": "kim"}),
        ("zombie drama", {"found.headline": "zombie, drama"}),
        ("zombie AND netflix", {"found.headline": "zombie", "found.text": "netflix"}),
        ("vampire OR zombie", {"found.headline": "zombie"}),
        ("zombie OR netflix", {"found.headline": "zombie"}),
        ('"school drama"', {"found.headline": '"school drama"'}),
        ("“school drama”", {"found.headline": '"school drama"'}),
        ("zomb*", {"found.headline": "zomb*"}),
        ('"school dra"*', {"found.headline": '"school dra"*'}),
        ("k-drama", {"found.category": "k-drama"}),
        ("headline:zombie", {"found.headline": "zombie"}),
        ("Headline: zombie", {"found.headline": "zombie"}),
        ("headline:(vampire OR zombie)", {"found.headline": "zombie"}),
        ("headline:(zombie text:netflix)", {"found.headline": "zombie", "found.text": "netflix"}),
        ("headline:(zombie -netflix)", {"found.headline": "zombie"}),
        ("outlet:soompi -gossip", {"found.outlet": "soompi"}),
        ("-gossip", {"absent": "gossip"}),
        ("-gossip -rumor", {"absent": "gossip, rumor"}),
        ("NOT (gossip OR rumor)", {"absent": "gossip, rumor"}),
        ("NOT NOT zombie", {"found.headline": "zombie"}),
        ("NOT (zombie AND vampire)", {"absent": "vampire"}),
        ("-(-zombie)", {"found.headline": "zombie"}),
        ("오징어", {"found.text": "오징어"}),
        ("게임", {"found.text": "게임"}),  # particles attach to Hangul words
        ('"오징어 게임"', {"found.text": '"오징어 게임"'}),
        ("zombie zombie", {"found.headline": "zombie"}),
        ("zombie - drama", {"found.headline": "zombie, drama"}),
        ("zombie OR (vampire AND (witch OR ghost))", {"found.headline": "zombie"}),
    ],
)
def test_what_is_taken_and_why(text, terms):
    assert parse(text).explain(PIECE) == Verdict(matched=True, reason=reason_of(terms))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("vampire", {"missing": "vampire"}),
        ("zomb", {"missing": "zomb"}),
        ("ombie*", {"missing": "ombie*"}),
        ("zombie vampire", {"missing": "vampire"}),
        ("vampire OR witch", {"missing": "vampire, witch"}),
        ("headline:netflix", {"missing": "headline:netflix"}),
        ("headline:(vampire OR netflix)", {"missing": "headline:vampire, headline:netflix"}),
        ('"drama school"', {"missing": '"drama school"'}),
        ('"streaming k"', {"missing": '"streaming k"'}),  # two categories are no phrase
        ('"is out beyonce"', {"missing": '"is out beyonce"'}),  # nor are summary and text
        ("-trailer", {"excluded": "trailer"}),
        ("zombie NOT trailer", {"excluded": "trailer"}),
        ("NOT (trailer OR gossip)", {"excluded": "trailer"}),
        ("NOT (zombie netflix)", {"excluded": "zombie, netflix"}),
        ("NOT NOT vampire", {"missing": "vampire"}),
        ("vampire OR -trailer", {"missing": "vampire", "excluded": "trailer"}),
        ("징어", {"missing": "징어"}),
    ],
)
def test_what_is_left_and_why(text, terms):
    assert parse(text).explain(PIECE) == Verdict(matched=False, reason=reason_of(terms))


@pytest.mark.parametrize(
    "word",
    ["Re:Zero", "CSI:Miami", "9-1-1", "Spider-Man", "R.I.P.", "AT&T", "Tom&Jerry", "ANDROID", "NOTHING", "or", "and"],
)
def test_words_that_look_like_syntax_are_words(word):
    assert parse(word).explain(Piece(headline=f"About {word} today")).reason == reason_of({"found.headline": word})
    assert not parse(word).explain(PIECE).matched


def test_an_article_without_author_or_categories_can_be_asked_for_them():
    bare = Piece(author=None, categories=())
    assert not parse("author:kim OR category:drama").explain(bare).matched


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_filter_takes_everything(text):
    assert parse(text) is EMPTY
    assert EMPTY.explain(PIECE) == Verdict(matched=True, reason="filter.none")


def test_a_filter_keeps_what_was_written():
    assert parse("  zombie “x y” ").text == "zombie “x y”"


def test_one_reading_serves_many_filters_and_folds_only_what_is_asked_for():
    class Watched(Piece):
        @property
        def text(self):
            raise AssertionError("nobody asked for the text")

    reading = Reading(Watched.__new__(Watched))
    assert "zombie" in reading.headline
    assert parse("headline:zombie").explain(reading).matched
    assert parse("").explain(reading).matched


def test_a_reason_stays_short():
    reason = parse(" OR ".join(f"word{number}" for number in range(45))).explain(PIECE).reason
    ((_, values),) = read(reason)
    assert len(values["terms"]) == MAX_REASON
    assert values["terms"].endswith("…")


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ('zombie "school', "quote", {"at": 8}),
        ('"', "quote", {"at": 1}),
        ("(zombie", "parenthesis", {"at": 1}),
        ("zombie)", "parenthesis", {"at": 7}),
        ('("a)" (zombie)', "parenthesis", {"at": 1}),
        ("(zombie OR", "parenthesis", {"at": 1}),
        ("title:zombie", "field", {"near": "title:", "field": "headline:"}),
        ("Summary:zombie", "field", {"near": "summary:", "field": "text:"}),
        ("headlin:zombie", "field", {"near": "headlin:", "field": "headline:"}),
        ("zombie !!!", "empty_term", {"at": 8, "near": "!!!"}),
        ("*", "empty_term", {"at": 1, "near": "*"}),
        ('""', "empty_term", {"at": 1, "near": '""'}),
        ("zombie OR", "syntax", {"at": 8, "near": "OR"}),
        ("OR zombie", "syntax", {"at": 1, "near": "OR zombie"}),
        ("zombie AND OR drama", "syntax", {"at": 12, "near": "OR drama"}),
        ("zombie NOT", "syntax", {"at": 8, "near": "NOT"}),
        ("headline:", "syntax", {"at": 1, "near": "headline:"}),
        ("()", "syntax", {"at": 2, "near": ")"}),
        ("-", "syntax", {"at": 1, "near": "-"}),
        ("OR " + "x" * 50, "syntax", {"at": 1, "near": "OR " + "x" * 17}),
        ("x" * (MAX_LENGTH + 1), "too_long", {"limit": MAX_LENGTH}),
        ("(" * (MAX_DEPTH + 1) + "x" + ")" * (MAX_DEPTH + 1), "too_deep", {"limit": MAX_DEPTH}),
        ("-" * (MAX_LENGTH - 1) + "x", "too_deep", {"limit": MAX_DEPTH}),
    ],
)  # fmt: skip
def test_refusals_say_what_and_where(text, key, values):
    with pytest.raises(UserError) as caught:
        parse(text)
    assert (caught.value.key, caught.value.values) == (f"filter.{key}", values)


def test_the_deepest_filter_allowed_works():
    assert parse("(" * MAX_DEPTH + "zombie" + ")" * MAX_DEPTH).explain(PIECE).matched


def test_the_grammar_is_loaded_only_where_somebody_wrote_a_filter():
    code = "import sys, bot.domain.plan; assert bot.domain.filters.parse('') and 'lark' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


TERMS = ["zombie", "vampire", "netflix", '"school drama"', "headline:trailer", "outlet:soompi", "게임", "wit*"]
written = st.recursive(
    st.sampled_from(TERMS),
    lambda inner: st.one_of(
        inner.map("({})".format),
        inner.map("NOT ({})".format),
        inner.map("-({})".format),
        st.builds("({} {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} AND {})".format, inner, inner),
    ),
    max_leaves=6,
)


def takes(text):
    return parse(text).explain(PIECE).matched


@given(written, written)
def test_the_laws_of_logic_hold(one, other):
    assert takes(f"({one}) AND ({other})") is takes(f"({one}) ({other})") is (takes(one) and takes(other))
    assert takes(f"({one}) OR ({other})") is (takes(one) or takes(other))
    assert takes(f"NOT ({one})") is takes(f"-({one})") is (not takes(one))
    assert takes(f"NOT ({one} OR {other})") is takes(f"-({one}) -({other})")


@given(written)
def test_every_verdict_has_a_reason_that_names_a_term(text):
    reason = parse(text).explain(PIECE).reason
    named = [values["terms"] for _, values in read(reason)]
    assert any(term.removeprefix("headline:").removeprefix("outlet:") in terms for terms in named for term in TERMS)


@given(st.text(alphabet=st.sampled_from('ab"()*-:! ORANDT“”가'), max_size=40) | st.text(max_size=600))
def test_any_text_is_a_filter_or_a_kind_word(text):
    refusal = None
    try:
        reason = parse(text).explain(PIECE).reason
    except UserError as error:
        refusal, reason = error, error.key
    assert reason
    if refusal is not None:
        assert refusal.key.startswith("filter.")
        assert 1 <= int(str(refusal.values.get("at", 1))) <= len(text) + 1
