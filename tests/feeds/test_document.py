"""Documents made safe and cheap before they are parsed."""

import time
from xml.etree import ElementTree as ET

import pytest

from bot.feeds import document
from bot.feeds.document import MAX_ENTRIES, MAX_TEXT, Document

MEGABYTE = 10**6


def slimmed(xml: bytes) -> Document:
    made = document.read(xml)
    document.slim(made)
    return made


def rss(inner: bytes) -> bytes:
    return b"<rss><channel>" + inner + b"</channel></rss>"


# ------------------------------------------------------------------ prolog


@pytest.mark.parametrize(
    ("xml", "root"),
    [
        (b"<rss/>", "rss"),
        (b'\n <?xml version="1.0"?>\n<!-- hello > --><rss version="2.0">', "rss"),
        (b'<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//N>//" "http://x/rss-0.91.dtd"><rss>', "rss"),
        (b"<!DOCTYPE rss [<!ENTITY a '<b>'><!ENTITY c SYSTEM 'file:///etc/passwd'>]><rss>", "rss"),
        (b'<?xml-stylesheet href="x"?><rdf:RDF xmlns="">', "rdf"),
        (b"<FEED >", "feed"),
        (b"<!doctype html><html lang=en>", "html"),
        (b"hello", ""),
        (b"", ""),
        (b"<!-- never closed <rss>", ""),
    ],
)
def test_the_prolog_goes_and_the_root_is_named(xml: bytes, root: str) -> None:
    made = document.read(xml)
    assert made.root == root
    assert not root or made.xml.lower().startswith((b"<" + root.encode(), b"<rdf:"))
    assert b"ENTITY" not in made.xml


def test_characters_that_xml_forbids_are_dropped() -> None:
    assert document.read(b"<rss>a\x00\x08\x0b\tb\r\n</rss>").xml == b"<rss>a\tb\r\n</rss>"


# ------------------------------------------------------------------ over-long texts

LONG = b"<p>text</p>" * (5 * MEGABYTE // 11)


@pytest.mark.parametrize(
    "inner",
    [
        b"<item><description><![CDATA[" + LONG + b"]]></description><guid>kept</guid></item>",
        b"<item><description>" + LONG.replace(b"<", b"&lt;") + b"</description><guid>kept</guid></item>",
        b"<item><description>" + LONG + b"</description><guid>kept</guid></item>",
        b"<item><c:encoded>" + LONG + b"</c:encoded><guid>kept</guid></item>",
        b"<item><title>" + b"long " * MEGABYTE + b"</title><guid>kept</guid></item>",
        b'<item><enclosure url="' + b"x" * 5 * MEGABYTE + b'"/><guid>kept</guid></item>',
        b'<item><a href="' + b"x" * 5 * MEGABYTE + b'">y</a><guid>kept</guid></item>',
        b"<item><!-- " + LONG + b" --><guid>kept</guid></item>",
        b"<item><![CDATA[" + b"x" * 300_000 + b"]]>" + b"y" * 300_000 + b"<guid>kept</guid></item>",
        b"<item><description>" + "가".encode() * MEGABYTE + b"</description><guid>kept</guid></item>",
    ],
)
def test_five_megabytes_become_little_and_stay_well_formed(inner: bytes) -> None:
    began = time.perf_counter()
    made = slimmed(b'<rss xmlns:c="urn:c">' + inner + b"</rss>")
    assert time.perf_counter() - began < 1
    assert len(made.xml) < 3 * MAX_TEXT
    assert made.warnings == ["over-long parts were left out"]
    assert ET.fromstring(made.xml).findtext(".//guid") == "kept"


def test_what_is_not_too_long_stays_as_it_is() -> None:
    xml = rss(
        b"<item><title>A &amp; B &#38; &#x26;</title><description>"
        + b"x" * (MAX_TEXT - 100)
        + b'</description><content type="xhtml"><div>a<b/></div></content><content src="x"/>'
        + b"<summary><![CDATA[ & <b> &nbsp; ]]></summary><body>unclosed</item>"
    )
    made = slimmed(xml)
    assert made.xml == xml
    assert made.warnings == []


def test_the_beginning_of_cut_markup_is_kept_as_escaped_html() -> None:
    made = slimmed(rss(b"<item><description><p>A &amp; B</p>" + LONG + b"</description></item>"))
    found = ET.fromstring(made.xml).find(".//description")
    assert found is not None
    assert found.attrib == {"type": "html"}
    assert (found.text or "").startswith("<p>A &amp; B</p><p>text</p>")


@pytest.mark.parametrize("tail", [b"", b"</item>"])
def test_an_element_that_never_closes_is_cut_to_the_end(tail: bytes) -> None:
    made = slimmed(b"<rss><channel><item><title>A</title><description>" + LONG + tail)
    assert len(made.xml) < 3 * MAX_TEXT


@pytest.mark.parametrize("position", range(MAX_TEXT - 8, MAX_TEXT + 2))
def test_no_reference_is_cut_in_two(position: int) -> None:
    text = b"x" * position + b"&amp;" + b"y" * MAX_TEXT
    ET.fromstring(slimmed(rss(b"<title>" + text + b"</title>")).xml)


# ------------------------------------------------------------------ cut-off documents

ENTRIES = b"<item><title>A</title></item><item><title>B</title></item>"


@pytest.mark.parametrize(
    ("xml", "titles"),
    [
        (b"<rss><channel>" + ENTRIES + b"<item><title>C</ti", ["A", "B"]),
        (b"<rss><channel>" + ENTRIES, ["A", "B"]),
        (b"<rss><channel>" + ENTRIES + b"</channel>", ["A", "B"]),
        (b"<rss><channel><ttl>5</ttl><item><title>half", []),
        (b"<rss>" + ENTRIES, ["A", "B"]),
        (b'<r:RDF xmlns:r="urn:r"><channel/>' + ENTRIES + b"<item", ["A", "B"]),
        (b"<feed><entry><title>A</title></entry ><entry><title>B", ["A"]),
        (b'<a:feed xmlns:a="urn:a"><a:entry><title>A</title></a:entry><a:entry>', ["A"]),
    ],
)
def test_a_cut_off_document_is_closed_after_its_last_whole_entry(xml: bytes, titles: list[str]) -> None:
    made = slimmed(xml)
    assert [node.text for node in ET.fromstring(made.xml).iter("title")] == titles
    assert made.warnings == ["it was cut off; what could be read was read"]


def test_a_document_cut_off_before_any_entry_is_closed_as_well() -> None:
    assert slimmed(b"<rss><channel><title>half").xml == b"<rss><channel><title>half</channel></rss>"
    assert slimmed(b"no xml").xml == b"no xml"


def test_of_too_many_entries_both_ends_are_kept() -> None:
    count = MAX_ENTRIES + 7
    made = slimmed(rss(b"".join(b"<item><title>%d</title></item>" % number for number in range(count))))
    kept = [int(node.text or "") for node in ET.fromstring(made.xml).iter("title")]
    assert kept == [*range(MAX_ENTRIES // 2), *range(count - MAX_ENTRIES // 2, count)]
    assert made.warnings == [f"only {MAX_ENTRIES} of {count} entries were read"]


# ------------------------------------------------------------------ references


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (b"caf&eacute;&nbsp;&hellip;", "café\xa0…"),
        (b"AT&T &amp; Tom & Jerry", "AT&T & Tom & Jerry"),
        (b"&a9; &x;", "&a9; &x;"),
        (b"&LT;b&GT; &quot; &QUOT; &AMP;", '&LT;b> " &QUOT; &AMP;'),
        (b"&#x1F600;&#128512;", "😀😀"),
        (b"<![CDATA[&nbsp; & &x;]]> &copy;", "&nbsp; & &x; ©"),
        (b"&" + b"n" * 60 + b";", "&" + "n" * 60 + ";"),
    ],
)
def test_references(written: bytes, read: str) -> None:
    made = slimmed(rss(b"<title>" + written + b"</title>"))
    assert ET.fromstring(made.xml).findtext(".//title") == read


def test_billion_laughs_are_plain_text() -> None:
    lines = [b'<!ENTITY a0 "ha">'] + [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)]
    made = slimmed(b"<!DOCTYPE rss [" + b"\n".join(lines) + b"]>" + rss(b"<title>&a9;</title>"))
    assert ET.fromstring(made.xml).findtext(".//title") == "&a9;"
