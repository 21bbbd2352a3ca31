"""HTML as plain text."""

import pytest

from bot.feeds.markup import images, shorten, to_line, to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain  text ", "plain text"),
        ("a < b and b > c", "a < b and b > c"),
        ("I <3 it", "I <3 it"),
        ("Tom &amp; Jerry &#8217;26&nbsp;now", "Tom & Jerry ’26 now"),
        ("<p>One\ntwo</p><p>Three</p>", "One two\nThree"),
        ("One<br>two<br/>three", "One\ntwo\nthree"),
        ("<ul><li>a</li><li>b <b>bold</b></li></ul>after", "a\nb bold\nafter"),
        ("<script>evil()</script><style>p{}</style>seen<iframe src=x>no</iframe>", "seen"),
        ("<div><p>open <b>never closed", "open never closed"),
        ("<a title='a > b'>link</a>", "link"),
        ("a\0b", "ab"),
        ("<p></p><p> </p>", ""),
        ("가나<br>다라", "가나\n다라"),
        ("&lt;b&gt;shown&lt;/b&gt;", "<b>shown</b>"),
    ],
)
def test_what_a_reader_sees(html: str, text: str) -> None:
    assert to_text(html) == text


def test_one_line() -> None:
    assert to_line("<p>One</p>\n<p>two</p>") == "One two"


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("fits", 4, "fits"),
        ("one two three", 9, "one two…"),
        ("one two three", 8, "one two…"),
        ("one, two three", 7, "one…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("a Donaudampfschifffahrt", 10, "a Donauda…"),
    ],
)
def test_shortening_ends_at_a_word(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short
    assert len(short) <= limit


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>none</p>", []),
        ('<img src="/a.jpg"><IMG SRC="b.png">', ["/a.jpg", "b.png"]),
        ('<img src="data:image/gif;base64,R0" data-src=" real.jpg ">', ["real.jpg"]),
        ('<img src="data:image/gif;base64,R0"><img>', []),
        ('<img src="p.gif" width="1" height="1"><img src="a.jpg" width="640">', ["a.jpg"]),
        (
            '<img class="wp-smiley" src="s.png"><img src="https://x/feedburner.gif"><img src="a.jpg" width="100%">',
            ["a.jpg"],
        ),
    ],
)
def test_pictures_without_ornaments(html: str, found: list[str]) -> None:
    assert list(images(html)) == found
