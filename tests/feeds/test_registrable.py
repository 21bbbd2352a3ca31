"""Registrable domains by the Public Suffix List, without the library that ships it."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from bot.feeds import registrable
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


@pytest.mark.parametrize("host", ["www.bbc.co.uk", "news.naver.com", "b.c.kobe.jp", "city.kobe.jp", "a.b.github.io"])
def test_agrees_with_the_library_itself(host: str) -> None:
    library = pytest.importorskip("tldextract").TLDExtract(suffix_list_urls=(), cache_dir=None)
    assert registrable_domain(host) == library(host).top_domain_under_public_suffix


def test_the_library_is_not_run_for_it() -> None:
    code = (
        "import sys; from bot.feeds.registrable import registrable_domain as r; r('www.bbc.co.uk');"
        "assert not {'tldextract', 'requests'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("spec", [None, SimpleNamespace(origin=None)])
def test_without_the_library_the_loss_is_named(monkeypatch: pytest.MonkeyPatch, spec: object) -> None:
    monkeypatch.setattr(registrable, "find_spec", lambda _: spec)
    with pytest.raises(ModuleNotFoundError, match="tldextract"):
        registrable._rules.__wrapped__()
