"""``callsheet identity``."""

import re


async def test_titles_are_merged_and_parted_again(callsheet):
    merged = await callsheet("identity", "merge", "Glass House", "#1")
    change = re.search(r"identity undo (\d+)", merged.out)[1]
    assert "noir" in (await callsheet("facts", "Glass House")).out
    listed = await callsheet("identity", "list")
    assert re.fullmatch(r"\d+  \S+  merge title: Glass House \(#2\) → Glass Harbor \(#1\)\n1 change\n", listed.out)
    again = await callsheet("identity", "merge", "#2", "#1")
    assert (again.code, again.err) == (1, "Error: #1 and #1 are one already, or one of them is not there\n")
    assert (await callsheet("identity", "undo", change)).out == f"undone: {change}\n"
    assert ", undone " in (await callsheet("identity", "list")).out
    assert (await callsheet("identity", "undo", change)).code == 1


async def test_a_title_is_split_and_renamed(callsheet):
    split = await callsheet("identity", "split", "Glass Harbor", "https://variety.example/a", "--name", "Harbour")
    assert split.out.startswith("split off as Harbour; ")
    assert "2026-01" in (await callsheet("facts", "Harbour")).out
    assert (await callsheet("identity", "rename", "Harbour", "Harbour II")).out == "Harbour is shown as Harbour II\n"
    assert (await callsheet("facts", "Harbour")).out.startswith("Harbour II")
    unknown = await callsheet("identity", "split", "Glass Harbor", "https://no.example/", "--name", "X")
    assert (unknown.code, unknown.err) == (1, "Error: there is no article https://no.example/\n")


async def test_a_person_is_split_by_titles(callsheet):
    await callsheet("identity", "merge", "--person", "Im Chan-sick", "Im Chan-sik")
    arguments = ("identity", "split", "--person", "Im Chan-sik", "Glass House", "--name", "Im Chan-sick II")
    split = await callsheet(*arguments)
    assert split.out.startswith("split off as Im Chan-sick II; ")
    assert re.search(r"split person: Im Chan-sik \(#\d+\) → Im Chan-sick II", (await callsheet("identity", "list")).out)
    assert (await callsheet(*arguments)).err.startswith("Error: none of these titles has to do with #")
    told = await callsheet(*arguments, "--year", "1999")
    assert (told.code, "--year tells titles apart" in told.err) == (2, True)


async def test_who_may_be_one_is_proposed_merged_or_dismissed(callsheet):
    proposed = await callsheet("identity", "proposals")
    number, *_ = proposed.out.split()
    assert "person: " in proposed.out
    assert proposed.out.endswith("1 open\n")
    assert (await callsheet("identity", "proposals", "--dismiss", number)).out == "0 open\n"
    assert (await callsheet("identity", "proposals", "--dismiss", number)).code == 1
    merged = await callsheet("identity", "merge", "--person", "Im Chan-sick", "Im Chan-sik")
    assert merged.out.startswith("Im Chan-sick is Im Chan-sik now")


async def test_nothing_is_done_to_what_is_not_clear(callsheet):
    for arguments in (
        ("merge", "glass h", "#1"),
        ("split", "glass h", "#1", "--name", "X"),
        ("split", "--person", "Im Chan-sik", "glass h", "--name", "X"),
        ("rename", "glass h", "X"),
    ):
        ended = await callsheet("identity", *arguments)
        assert (ended.code, "may mean" in ended.err) == (1, True)
