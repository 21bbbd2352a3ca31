"""Feed documents of every format, well-made and not, as entries."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.models import Entry, ParsedFeed
from bot.errors import FeedError, FeedFault
from bot.feeds.parse import parse_feed

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://example.com/feeds/all.xml"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def read(document: str | bytes, content_type: str = "") -> ParsedFeed:
    body = document.encode() if isinstance(document, str) else document
    return parse_feed(body, URL, content_type, NOW)


def rss(items: str, channel: str = "") -> str:
    return f'<rss version="2.0" {NAMESPACES}><channel><title>News</title>{channel}{items}</channel></rss>'


def item(inner: str) -> Entry:
    (entry,) = read(rss(f"<item>{inner}</item>")).entries
    return entry


def atom(entry: str) -> Entry:
    (made,) = read(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry>{entry}</entry></feed>').entries
    return made


# ------------------------------------------------------------------ formats


def test_rss_2_in_full() -> None:
    feed = read(
        rss(
            "<item><title>A &amp; B</title><link>/a?utm_source=rss&amp;id=1#top</link><guid>g1</guid>"
            "<description>&lt;p&gt;Short &lt;b&gt;text&lt;/b&gt;&lt;/p&gt;</description>"
            "<content:encoded><![CDATA[<p>First.</p><p>Second, which is longer.</p>]]></content:encoded>"
            "<dc:creator>Ann</dc:creator><category>TV</category><category>TV</category><category> Film </category>"
            "<pubDate>Sun, 22 Nov 2026 12:00:00 +0900</pubDate></item>",
            "<link>https://example.com</link><language>EN-us</language><ttl>30</ttl>",
        )
    )
    assert feed == ParsedFeed(
        title="News",
        version="rss20",
        home_url="https://example.com/",
        language="en-us",
        ttl=timedelta(minutes=30),
        entries=(
            Entry(
                headline="A & B",
                url="https://example.com/a?id=1",
                guid="g1",
                summary="Short text",
                text="First.\nSecond, which is longer.",
                author="Ann",
                categories=("TV", "Film"),
                published_at=datetime(2026, 11, 22, 3, tzinfo=UTC),
            ),
        ),
    )


DOCTYPE = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x/rss-0.91.dtd">'
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '


@pytest.mark.parametrize(
    ("start", "end", "version"),
    [
        ('<rss version="0.91"><channel>', "</channel></rss>", "rss091u"),
        (f'{DOCTYPE}<rss version="0.91"><channel>', "</channel></rss>", "rss091u"),
        ('<rss version="0.92"><channel>', "</channel></rss>", "rss092"),
        ('<rss version="2.0"><channel>', "</channel></rss>", "rss20"),
        ("<rss><channel>", "</channel></rss>", "rss"),
        (f'{RDF} xmlns="http://purl.org/rss/1.0/"><channel/>', "</rdf:RDF>", "rss10"),
        (f'{RDF} xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel/>', "</rdf:RDF>", "rss090"),
        ("<feed>", "</feed>", "atom"),
    ],
)
def test_every_version(start: str, end: str, version: str) -> None:
    feed = read(f"{start}<item><title>A</title><link>https://example.com/a</link></item>{end}")
    assert feed.version == version
    assert [(entry.headline, entry.url) for entry in feed.entries] == [("A", "https://example.com/a")]


def test_rdf_with_dublin_core() -> None:
    feed = read(
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="x"><title>C</title><link>https://example.com/</link></channel>'
        '<item rdf:about="urn:1"><title>A</title><link>https://example.com/a</link><dc:creator>Ann</dc:creator>'
        "<dc:date>2026-11-22T12:00:00+09:00</dc:date></item></rdf:RDF>"
    )
    (entry,) = feed.entries
    assert (entry.guid, entry.author) == ("urn:1", "Ann")
    assert entry.published_at == datetime(2026, 11, 22, 3, tzinfo=UTC)


def test_atom_in_full() -> None:
    feed = read(
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko">'
        '<title type="html">A &amp;amp; B</title>'
        '<link rel="self" href="https://example.com/self"/><link href="/home"/>'
        '<entry><title type="text">Use &lt;b&gt; &amp; more</title><id>tag:1</id>'
        '<link rel="enclosure" type="image/png" href="/e.png"/><link rel="alternate" href="/a"/>'
        "<published>2026-11-21T12:00:00Z</published><updated>2026-11-22T12:00:00Z</updated>"
        '<author><name>Ann</name></author><category term="tv" label="Television"/><category label="Drama"/>'
        '<summary type="html">&lt;i&gt;Short&lt;/i&gt;</summary>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        "<p>One <em>and</em></p><p>two &lt;3</p></div></content>"
        "</entry></feed>"
    )
    assert (feed.title, feed.version, feed.home_url, feed.language) == (
        "A & B",
        "atom10",
        "https://example.com/home",
        "ko",
    )
    assert feed.entries == (
        Entry(
            headline="Use <b> & more",
            url="https://example.com/a",
            guid="tag:1",
            summary="Short",
            text="One and\ntwo <3",
            author="Ann",
            categories=("tv", "Drama"),
            image_url="https://example.com/e.png",
            published_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
            updated_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
        ),
    )


def test_atom_headlines_in_html() -> None:
    assert atom('<title type="html">&lt;i&gt;Parasite&lt;/i&gt; &amp;amp; more</title>').headline == "Parasite & more"


def test_atom_03_and_its_dates() -> None:
    feed = read(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title>A</title>'
        "<issued>2026-11-20T12:00:00Z</issued><modified>2026-11-21T12:00:00Z</modified></entry></feed>"
    )
    assert feed.version == "atom03"
    assert feed.entries[0].published_at == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert feed.entries[0].updated_at == datetime(2026, 11, 21, 12, tzinfo=UTC)


# ------------------------------------------------------------------ what is no feed


@pytest.mark.parametrize(
    ("body", "fault", "detail"),
    [
        (b"", FeedFault.EMPTY, "empty"),
        (b" \n\t", FeedFault.EMPTY, "empty"),
        (b"<!DOCTYPE html><html><body>hello</body></html>", FeedFault.NOT_A_FEED, "a web page"),
        (b"\n <!-- x --> <HTML lang=en>", FeedFault.NOT_A_FEED, "a web page"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html>', FeedFault.NOT_A_FEED, "a web page"),
        (b"<head><title>x</title></head>", FeedFault.NOT_A_FEED, "a web page"),
        (b"<sitemapindex></sitemapindex>", FeedFault.NOT_A_FEED, "a <sitemapindex> document"),
        (
            b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'></rdf:RDF>",
            FeedFault.NOT_A_FEED,
            "no known",
        ),
        (b"just text", FeedFault.NOT_A_FEED, "no XML"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), FeedFault.NOT_A_FEED, "no XML"),
        (b'{"error": "not found"}', FeedFault.NOT_A_FEED, "no JSON Feed"),
    ],
)
def test_what_is_no_feed_is_said_to_be_none(body: bytes, fault: FeedFault, detail: str) -> None:
    with pytest.raises(FeedError) as caught:
        read(body)
    assert caught.value.fault is fault
    assert detail in caught.value.detail
    assert caught.value.url == URL


def test_a_feed_without_entries_is_a_feed() -> None:
    assert read(rss("")).entries == ()


# ------------------------------------------------------------------ attacks


def test_billion_laughs_cost_nothing() -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    feed = read(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{entities}]>' + rss("<item><title>&a9;</title></item>")
    )
    assert feed.entries[0].headline == "&a9;"


def test_no_file_is_read(tmp_path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s3cret")
    for kind in (f'SYSTEM "{secret.as_uri()}"', f'PUBLIC "x" "{secret.as_uri()}"'):
        feed = read(f"<!DOCTYPE rss [<!ENTITY x {kind}>]>" + rss("<item><title>Hi &x;</title><guid>&x;</guid></item>"))
        assert "s3cret" not in repr(feed)
        assert feed.entries[0].headline == "Hi &x;"


def test_an_entry_with_five_megabytes_of_html_is_cut() -> None:
    html = "<p>A <b>bold</b> word. </p>" * 200_000
    entry = item(f"<title>A</title><description><![CDATA[{html}]]></description><guid>kept</guid>")
    assert len(entry.summary) <= 1_000
    assert 50_000 < len(entry.text) <= 100_000
    assert entry.guid == "kept"


# ------------------------------------------------------------------ malformed


def test_what_was_cut_off_is_read_up_to_there() -> None:
    whole = rss("".join(f"<item><title>{n}</title><guid>{n}</guid></item>" for n in range(10)))
    feed = read(whole[: whole.index("<title>7") + 7])
    assert [entry.headline for entry in feed.entries] == [str(n) for n in range(7)]
    assert feed.warnings == ("it was cut off; what could be read was read",)


def test_a_lost_end_tag_does_not_lose_the_entries_before_the_cut() -> None:
    whole = rss("<item><title>A</title></itm><item><title>B</title></item>")
    feed = read(whole[: whole.rindex("em>")])
    assert [entry.headline for entry in feed.entries] == ["A"]
    assert feed.warnings == ("it was cut off; what could be read was read", "not well-formed; read as far as possible")


def test_tags_that_do_not_match_are_read_as_far_as_possible() -> None:
    feed = read(rss("<item><title>A</title></itm><item><title>B</title><link>https://x.example/b</link></item>"))
    assert "B" in [entry.headline for entry in feed.entries]
    assert feed.warnings == ("not well-formed; read as far as possible",)


def test_a_wrong_charset_is_mended_and_told() -> None:
    feed = read(
        b'<?xml version="1.0" encoding="utf-8"?>' + rss("<item><title>éüñ Noël</title></item>").encode("latin-1")
    )
    assert feed.entries[0].headline == "éüñ Noël"
    assert feed.warnings == ("not the encoding it claims; read as cp1252",)


def test_korean_of_its_time() -> None:
    document = '<?xml version="1.0" encoding="euc-kr"?>' + rss("<item><title>지금 우리 학교는</title></item>")
    assert read(document.encode("euc-kr"), "text/xml").entries[0].headline == "지금 우리 학교는"


# ------------------------------------------------------------------ headlines and texts


@pytest.mark.parametrize(
    ("inner", "headline", "warned"),
    [
        ("<title>  Two\n lines </title>", "Two lines", False),
        ("<title><![CDATA[<b>Bold</b> &amp; more]]></title>", "Bold & more", False),
        ("<title>I &lt;3 it</title>", "I <3 it", False),
        ("<title>&lt;i&gt;Up&lt;/i&gt; and &lt;a href='x'&gt;away&lt;/a&gt;</title>", "Up and away", False),
        ("<title>&lt;Sweet Home&gt; 시즌3, &lt;오징어 게임&gt;</title>", "<Sweet Home> 시즌3, <오징어 게임>", False),
        ("<title>&lt;A Quiet Place&gt; &lt;Up&gt; &lt;@5&gt;</title>", "<A Quiet Place> <Up> <@5>", False),
        (
            "<title></title><description>&lt;p&gt;First line&lt;/p&gt;&lt;p&gt;second&lt;/p&gt;</description>",
            "First line second",
            True,
        ),
        (f"<title>{'word ' * 100}</title>", ("word " * 60).strip() + "…", False),
    ],
)
def test_headlines(inner: str, headline: str, warned: bool) -> None:
    entry = item(inner)
    assert entry.headline == headline
    assert len(entry.headline) <= 300
    assert bool(entry.warnings) is warned


def test_an_entry_that_says_nothing_is_left_out_and_told() -> None:
    feed = read(rss("<item><guid>1</guid></item><item><title>A</title></item>"))
    assert [entry.headline for entry in feed.entries] == ["A"]
    assert feed.warnings == ("1 entries without headline and text were left out",)


def test_a_long_description_is_the_text() -> None:
    entry = item(f"<title>A</title><description>{'word ' * 300}</description>")
    assert len(entry.summary) <= 1_000
    assert entry.summary.endswith("word…")
    assert entry.text == ("word " * 300).strip()


def test_content_alone_gives_the_summary() -> None:
    entry = item("<title>A</title><content:encoded>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;</content:encoded>")
    assert (entry.summary, entry.text) == ("One two", "")


def test_the_footer_of_wordpress_goes() -> None:
    footer = "&lt;p&gt;The post &lt;a&gt;A&lt;/a&gt; appeared first on &lt;a&gt;Site&lt;/a&gt;.&lt;/p&gt;"
    assert item(f"<title>A</title><description>Body.{footer}</description>").summary == "Body."


# ------------------------------------------------------------------ addresses, ids, authors


@pytest.mark.parametrize(
    ("inner", "url", "guid"),
    [
        ("<link>https://x.example/a</link>", "https://x.example/a", None),
        ("<link> b.html </link>", "https://example.com/feeds/b.html", None),
        ("<guid>https://x.example/a</guid>", "https://x.example/a", "https://x.example/a"),
        ('<guid isPermaLink="false">https://x.example/a</guid>', None, "https://x.example/a"),
        (
            "<link>https://f.example/x</link><feedburner:origLink>https://x.example/a</feedburner:origLink>",
            "https://x.example/a",
            None,
        ),
        ("<link>javascript:alert(1)</link>", None, None),
        ("<link>https://x.example/?a=1&amp;b=2</link>", "https://x.example/?a=1&b=2", None),
        ("<link>https://x.example/?a=1&b=2</link>", "https://x.example/?a=1&b=2", None),
    ],
)
def test_addresses_and_ids(inner: str, url: str | None, guid: str | None) -> None:
    entry = item(f"<title>A</title>{inner}")
    assert (entry.url, entry.guid) == (url, guid)


def test_absurdly_long_ids_stay_different() -> None:
    first, second = (item(f'<title>A</title><guid isPermaLink="false">{"x" * 600}{end}</guid>').guid for end in "ab")
    assert first is not None
    assert first != second
    assert len(first) < 100


@pytest.mark.parametrize(
    ("inner", "author"),
    [
        ("<author>ann@example.com (Ann Lee)</author>", "Ann Lee"),
        ("<dc:creator><![CDATA[Ann &amp; Bo]]></dc:creator>", "Ann & Bo"),
        ("<author> </author>", None),
        ("", None),
    ],
)
def test_authors(inner: str, author: str | None) -> None:
    assert item(f"<title>A</title>{inner}").author == author


def test_categories_are_bounded() -> None:
    entry = item("<title>A</title>" + "".join(f"<category>{n}{'x' * 200}</category>" for n in range(50)))
    assert len(entry.categories) == 20
    assert max(map(len, entry.categories)) == 100


# ------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    ("inner", "published"),
    [
        ("<pubDate>Sun, 22 Nov 2026 12:00:00 KST</pubDate>", datetime(2026, 11, 22, 3, tzinfo=UTC)),
        ("<dc:date>2026-11-22T12:00:00Z</dc:date>", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("<pubDate>2026년 11월 22일 오후 9시</pubDate>", datetime(2026, 11, 22, 12, tzinfo=UTC)),
        ("<pubDate>nonsense</pubDate>", None),
        ("<pubDate>Sun, 22 Nov 2126 12:00:00 GMT</pubDate>", None),
        ("", None),
    ],
)
def test_dates(inner: str, published: datetime | None) -> None:
    (entry,) = read(rss(f"<item><title>A</title>{inner}</item>", "<language>ko</language>")).entries
    assert entry.published_at == published
    assert bool(entry.warnings) is (bool(inner) and published is None)


def test_an_atom_date_of_change_alone_counts_as_publication() -> None:
    entry = atom("<title>A</title><updated>2026-11-22T12:00:00Z</updated>")
    assert entry.published_at == entry.updated_at == datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_date_of_creation_is_one_of_publication() -> None:
    entry = atom("<title>A</title><created>2026-11-20T12:00:00Z</created><updated>2026-11-22T12:00:00Z</updated>")
    assert entry.published_at == datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ttl", "span"),
    [("60", timedelta(hours=1)), ("0", None), ("-5", None), ("soon", None), ("999999999", timedelta(days=7))],
)
def test_how_long_a_feed_wants_to_be_left_alone(ttl: str, span: timedelta | None) -> None:
    assert read(rss("", f"<ttl>{ttl}</ttl>")).ttl == span


# ------------------------------------------------------------------ pictures

CONTENT = '<media:content url="/content.jpg" medium="image"/>'
THUMBNAIL = '<media:thumbnail url="/thumb.jpg"/>'
ENCLOSURE = '<enclosure url="/enclosed.jpg" type="image/jpeg" length="1"/>'
INLINE = '<description>&lt;img src="/inline.jpg"&gt; text</description>'


@pytest.mark.parametrize(
    ("inner", "name"),
    [
        (INLINE + ENCLOSURE + THUMBNAIL + CONTENT, "content.jpg"),
        (INLINE + ENCLOSURE + THUMBNAIL, "thumb.jpg"),
        (INLINE + ENCLOSURE, "enclosed.jpg"),
        (INLINE, "inline.jpg"),
        ("<content:encoded>&lt;p&gt;x&lt;/p&gt;&lt;img src='/deep.webp'&gt;</content:encoded>", "deep.webp"),
        ("<media:group>" + CONTENT + "</media:group>", "content.jpg"),
        ('<media:group><media:content url="/v.mp4" type="video/mp4"/>' + THUMBNAIL + "</media:group>", "thumb.jpg"),
        ('<media:content url="/small.jpg" width="100"/><media:content url="/large.jpg" width="1200"/>', "large.jpg"),
        ('<media:content url="/a" type="image/png"/>', "a"),
        ('<media:content url="/plain"/>', "plain"),
        ('<media:content url="/v.mp4" medium="video"/>', None),
        ('<media:content url="/odd.png" type="application/octet-stream"/>', "odd.png"),
        ('<media:content medium="image"/>', None),
        ('<enclosure url="/e.PNG?x=1" type="" length="1"/>', "e.PNG?x=1"),
        ('<enclosure url="/e.mp3" type="audio/mpeg" length="1"/>', None),
        ('<itunes:image href="/cover.jpg"/>', "cover.jpg"),
        ('<media:content url="data:image/png;base64,AAAA" medium="image"/>' + INLINE, "inline.jpg"),
    ],
)
def test_pictures_in_all_their_forms(inner: str, name: str | None) -> None:
    assert item(f"<title>A</title>{inner}").image_url == (name and f"https://example.com/{name}")
