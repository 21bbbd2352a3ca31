"""Registrable domains by the part of the Public Suffix List that registries keep."""

import pytest

from bot.feeds.registrable import registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("example.com", "example.com"),
        ("News.Example.COM.", "example.com"),
        ("www.bbc.co.uk", "bbc.co.uk"),
        ("a.b.c.chosun.co.kr", "chosun.co.kr"),
        ("someone.github.io", "github.io"),  # one operator, so one at a time
        ("x.y.kawasaki.jp", "x.y.kawasaki.jp"),  # *.kawasaki.jp is a suffix
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),  # but for !city.kawasaki.jp
        ("a.www.ck", "www.ck"),
        ("www.xn--9t4b11yi5a.xn--3e0b707e", "xn--9t4b11yi5a.xn--3e0b707e"),  # 테스트.한국
        ("www.테스트.한국", "xn--9t4b11yi5a.xn--3e0b707e"),
        ("host.unknownsuffix", "host.unknownsuffix"),
        ("a.host.unknownsuffix", "host.unknownsuffix"),
        ("xn--\u00e9\u0301-bad.example.com", "example.com"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
    ],
)
def test_domain_of_a_host(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain
