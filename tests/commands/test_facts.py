"""``callsheet facts`` and ``db reextract``."""

import json
import re


async def test_what_is_believed_of_a_title_is_told_with_its_sources(callsheet):
    ended = await callsheet("facts", "유리 항구")
    assert (ended.code, ended.err) == (0, "")
    for part in (
        "Glass Harbor (2023)  #1\nalso: 유리 항구\n",
        "season 2 publication_date: 2025-05-09 (confirmed, 0.95)\n",
        "season 2 cast_member: Seo Min-ah (character Han Ji-won, change returning, role main, confirmed, 0.95)\n",
        "season 2 cast_member: Oh Hye-rin (change joining, confirmed, 0.95, superseded)\n",
        "denied: Variety, 2026-03-03  https://variety.example/a\n        “Glass Harbor: Oh Hye-rin.”\n",
        "Soompi, 2026-03-02  https://soompi.example/a\n        “Glass Harbor: Netflix.”\n",
    ):
        assert part in ended.out
    first = await callsheet("facts", "#1", "--season", "1")
    assert first.out.count("publication_date") == 1
    assert (await callsheet("facts", "#1", "--season", "7")).out.endswith("nothing is believed of it\n")


async def test_as_json_it_has_everything(callsheet):
    told = json.loads((await callsheet("facts", "Glass Harbor", "--season", "2", "--json")).out)
    assert (told["id"], told["name"], told["year"], told["aliases"]) == (1, "Glass Harbor", 2023, ["유리 항구"])
    network = next(one for one in told["beliefs"] if one["predicate"] == "original_broadcaster")
    assert (network["object"], network["season"], network["standing"]) == ("Netflix", 2, "current")
    assert network["sources"][0]["evidence"] == "Glass Harbor: Netflix."
    assert next(one for one in told["beliefs"] if one["denials"])["object"] == "Oh Hye-rin"


async def test_the_operator_rejects_a_fact_and_takes_it_back(callsheet):
    out = (await callsheet("facts", "Glass Harbor", "--season", "2")).out
    fact = re.search(r"original_broadcaster.*\n +#(\d+) ", out)[1]
    rejected = await callsheet("facts", "Glass Harbor", "--reject", fact)
    assert "Netflix" not in rejected.out
    assert f"--restore {fact} takes that back" in rejected.err
    restored = await callsheet("facts", "Glass Harbor", "--restore", fact)
    assert "Netflix" in restored.out
    assert "nobody called" in (await callsheet("facts", "Glass Harbor", "--restore", fact)).err
    unknown = await callsheet("facts", "Glass Harbor", "--reject", "999")
    assert (unknown.code, unknown.err) == (1, "Error: there is no such fact\n")


async def test_a_name_that_is_unknown_or_means_several_is_told(callsheet):
    unknown = await callsheet("facts", "Salt")
    assert (unknown.code, unknown.err) == (1, "Error: no title goes by 'Salt'\n")
    several = await callsheet("facts", "glass h")
    assert (several.code, several.out) == (1, "")
    assert several.err.startswith("'glass h' may mean:\n")
    assert "#1  Glass Harbor\n" in several.err


async def test_stored_articles_are_read_again(callsheet):
    assert (await callsheet("db", "reextract")).out == "0 articles read, 0 facts learnt\n"
    assert (await callsheet("db", "reextract", "--all")).out.startswith("2 articles read, ")
