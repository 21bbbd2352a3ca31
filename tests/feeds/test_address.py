"""Which addresses are visited, literally and through names."""

import pytest
from yarl import URL

from bot.feeds.address import AddressRefused, GuardedResolver, check, is_ip, refusal
from tests.feedserver import NameTable


@pytest.mark.parametrize("ip", ["93.184.216.34", "8.8.8.8", "2606:4700::6810:84e5", "64:ff9b::808:808", "192.0.1.1"])
def test_public_addresses_are_visited(ip: str) -> None:
    assert refusal(ip) is None


@pytest.mark.parametrize(
    ("ip", "why"),
    [
        ("127.0.0.1", "this very machine"),
        ("127.8.8.8", "this very machine"),
        ("::1", "this very machine"),
        ("::ffff:127.0.0.1", "this very machine"),
        ("64:ff9b::7f00:1", "this very machine"),
        ("2002:7f00:1::", "this very machine"),
        ("169.254.169.254", "a link-local address"),
        ("fe80::1%eth0", "a link-local address"),
        ("10.1.2.3", "a private address"),
        ("172.16.0.1", "a private address"),
        ("192.168.0.1", "a private address"),
        ("100.100.100.200", "a private address"),
        ("fd00:ec2::254", "a private address"),
        ("0.0.0.0", "a private address"),
        ("255.255.255.255", "a private address"),
        ("224.0.0.1", "a reserved address"),
        ("ff02::1", "a reserved address"),
        ("192.0.0.192", "a reserved address"),
        ("168.63.129.16", "a reserved address"),
        ("::127.0.0.1", "a reserved address"),
        ("2001::7f00:1", "a reserved address"),
        ("fec0::1", "a reserved address"),
    ],
)
def test_other_addresses_are_refused_with_the_reason(ip: str, why: str) -> None:
    assert refusal(ip) == why


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://example.com:8443/f",
        "http://8.8.8.8/",
        "http://[2606:4700::6810:84e5]/",
        "http://x:1024/",
    ],
)
def test_web_addresses_pass(url: str) -> None:
    check(URL(url), refusal)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.com/", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("/relative", "only http and https"),
        ("http://example.com:25/", "port 25 is not a web port"),
        ("http://127.0.0.1/", "127.0.0.1 is this very machine"),
        ("http://[::1]:8080/", "::1 is this very machine"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is a link-local address"),
    ],
)
def test_other_urls_are_refused_before_any_connection(url: str, why: str) -> None:
    with pytest.raises(AddressRefused, match=why):
        check(URL(url), refusal)


def test_without_a_rule_only_the_scheme_counts() -> None:
    check(URL("http://127.0.0.1:25/"), None)
    with pytest.raises(AddressRefused):
        check(URL("gopher://127.0.0.1/"), None)


async def test_a_public_name_is_resolved_through_the_inner_resolver() -> None:
    table = NameTable({"good.example": ["93.184.216.34", "8.8.8.8"]})
    resolver = GuardedResolver(refusal, table)
    assert [answer["host"] for answer in await resolver.resolve("good.example", 80)] == ["93.184.216.34", "8.8.8.8"]
    await resolver.close()
    assert table.closed


@pytest.mark.parametrize("answers", [["10.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["127.0.0.1", "93.184.216.34"]])
async def test_one_private_answer_refuses_the_name(answers: list[str]) -> None:
    resolver = GuardedResolver(refusal, NameTable({"mixed.example": answers}))
    with pytest.raises(AddressRefused, match=r"mixed\.example is (10\.0\.0\.1|127\.0\.0\.1), (a private|this very)"):
        await resolver.resolve("mixed.example", 80)


async def test_the_default_resolver_is_looked_up_when_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    table = NameTable({"late.example": ["8.8.8.8"]})
    monkeypatch.setattr("aiohttp.resolver.DefaultResolver", lambda: table)
    assert (await GuardedResolver(refusal).resolve("late.example"))[0]["host"] == "8.8.8.8"


def test_hosts_are_told_from_addresses() -> None:
    assert is_ip("10.0.0.1")
    assert is_ip("fe80::1%eth0")
    assert not is_ip("10.0.0.1.example")
