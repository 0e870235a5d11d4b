from __future__ import annotations

import pytest

from sitegen.content.ledger import (
    END,
    HEADER,
    LIVE,
    PATH,
    Key,
    Promise,
    State,
    fingerprint,
    read_ledger,
    write_ledger,
)
from sitegen.content.ledger_check import (
    Pinned,
    Placed,
    check_addresses,
    check_ledger,
    check_moves,
    first_ledger,
    lost_ledger,
    unpublished,
)
from sitegen.errors import Location, Severity
from sitegen.words import words

PLACE = Location("content/x.md", 14)


def promised(**anchors: str) -> dict[Key, Promise]:
    """Live promises of the live blog ``x``: anchor -> the words that stood there."""
    return {("x", anchor): Promise(State.LIVE, fingerprint(text)) for anchor, text in anchors.items()}


def pinned(**anchors: str) -> list[Pinned]:
    return [Pinned("x", anchor, fingerprint(text), PLACE) for anchor, text in anchors.items()]


def test_a_fingerprint_is_of_the_first_eight_words_and_holds_none_of_them() -> None:
    text = "Al-Qaim is free, the PRIME Minister says today, again and again"
    marks = fingerprint(text)
    assert len(marks) == 8
    assert marks == fingerprint("al qaim IS free — the prime minister says")
    assert not any(word.casefold() in " ".join(marks) for word in words(text))
    assert fingerprint("…") == ()


def test_a_line_is_a_promise() -> None:
    promises = {
        ("x", "t1930"): Promise(State.WITHHELD, said="2026-11-26"),
        ("x", "t1931"): Promise(State.MOVED, said="other-story#t1931"),
        ("x", "t1932"): Promise(State.MOVED),
        ("x", "t1933"): LIVE,
        ("x", "/2017/11/03/x/"): LIVE,
        **promised(t1800="one two"),
    }
    text = write_ledger(promises)
    marks = ",".join(fingerprint("one two"))
    assert text.removeprefix(HEADER).removesuffix(END).splitlines() == [
        "x /2017/11/03/x/ live -",
        f"x t1800 live {marks}",
        "x t1930 withheld 2026-11-26",
        "x t1931 moved other-story#t1931",
        "x t1932 moved -",
        "x t1933 live -",
    ]
    assert read_ledger(text) == (promises, ())


@pytest.mark.promise("A5")
@pytest.mark.parametrize(
    "line",
    [
        "x t1930 live",
        "x t1930  live -",
        "x T1930 live -",
        "X t1930 live -",
        "x\ufffd t1930 live -",
        "x t1930 gone -",
        "x t1930 live abc",
        "x t1930 live aaaaaa,",
        "x t1930 live aaaaaa ",
        "x t1930 withheld -",
        "x t1930 withheld aaaaaa",
        "x t1930 withheld 2026-02-30",
        "x t1930 withheld 2026-1-30",
        "x t1930 withheld 20260130",
        "x t1930 moved x",
        "x t1930 moved x#",
        "x t1930 moved #t1930",
        "x t1930 moved x#T1930",
        "x t1930 moved ../x#t1930",
        "x / live -",
        "x /2017/11/03/../ live -",
        "x /2017/11/31/x/ live -",
        "x /2017/11/03/x live -",
        "x /2017/11/ live -",
        "x //evil.example/11/03/x/ live -",
        "x /2017/11/03/x/ live aaaaaa",
        " ",
    ],
)
def test_a_line_that_is_no_promise_is_damage(line: str) -> None:
    promises, problems = read_ledger(f"{HEADER}x t1800 live -\n{line}\n{END}")
    assert promises == {("x", "t1800"): LIVE}
    [problem] = problems
    assert (str(problem.where), problem.code) == (f"{PATH}:3:1", "ledger-damaged")
    assert (problem.message, problem.hint.split(" ")[0]) == (
        f"the ledger has a line that is no promise: {line!r}",
        "restore",
    )


@pytest.mark.promise("A5")
@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "||||||| 4f1e", "=======", ">>>>>>> a branch"])
def test_the_marks_of_a_merge_are_told_as_such(line: str) -> None:
    [problem] = read_ledger(f"{HEADER}x t1800 live -\n{line}\n{END}")[1]
    assert (str(problem.where), problem.code) == (f"{PATH}:3:1", "ledger-damaged")
    assert problem.message == f"the ledger has a mark of a merge: {line!r}"
    assert problem.hint == "keep the lines of both sides, and remove only the marks"


@pytest.mark.promise("A5")
def test_two_lines_of_one_name_are_damage_where_they_differ() -> None:
    text = f"{HEADER}x t1800 live aaaaaa\nx t1800 live aaaaaa\nx t1801 live -\nx t1800 withheld 2026-11-26\n{END}"
    promises, [problem] = read_ledger(text)
    assert promises["x", "t1800"] == Promise(State.LIVE, ("aaaaaa",))
    assert (str(problem.where), problem.code) == (f"{PATH}:5:1", "ledger-damaged")
    assert problem.message == "the ledger says something else of the same name in line 2"
    assert read_ledger(f"{HEADER}x t1800 live aaaaaa\nx t1800 live aaaaaa\n{END}")[1] == ()


@pytest.mark.promise("A5")
def test_a_ledger_that_was_cut_or_is_of_another_version_is_damage() -> None:
    [cut] = read_ledger(f"{HEADER}x t1800 live aaaaaa,bbbbbb\nx t1801 live aaaaaa")[1]
    assert (str(cut.where), cut.message) == (f"{PATH}:3:1", "the ledger ends in the middle of a line")
    [other] = read_ledger("# sitegen anchors 3: with more\nx t1800 live -\n")[1]
    assert (str(other.where), other.message) == (f"{PATH}:1:1", "the ledger is of another version")


def test_an_anchor_that_moved_before_ledgers_said_where_is_read() -> None:
    assert read_ledger("x t1800 moved aaaaaa,bbbbbb\n") == ({("x", "t1800"): Promise(State.MOVED)}, ())


@pytest.mark.promise("A6")
def test_new_anchors_are_added_when_publishing_and_only_then() -> None:
    new = check_ledger({}, pinned(t1930="one two"), (), publish=True)
    assert (new.text, new.added, new.problems) == (write_ledger(promised(t1930="one two")), 1, ())
    quiet = check_ledger({}, pinned(t1930="one two"), (), publish=False)
    assert (quiet.text, quiet.added, quiet.problems) == ("", 0, ())


def test_what_is_as_it_was_keeps_the_ledger() -> None:
    promises = promised(t1930="one two", t1800="three four")
    checked = check_ledger(promises, pinned(t1930="one two", t1800="three four"), (), publish=True)
    assert (checked.text, checked.added, checked.problems) == (write_ledger(promises), 0, ())


def test_a_small_edit_renews_the_fingerprint() -> None:
    checked = check_ledger(promised(t1930="one two three"), pinned(t1930="one too three"), (), publish=False)
    assert checked.text == write_ledger(promised(t1930="one too three"))
    assert checked.problems == ()


@pytest.mark.parametrize(
    ("now", "code", "message", "hint"),
    [
        (
            {},
            "anchor-gone",
            "the live blog x is gone, or a draft, and its published anchor with it",
            "restore its content file from version control, or run sitegen withhold x",
        ),
        (
            {"t2000": "five six"},
            "anchor-gone",
            "the published anchor #t1930 of x is gone",
            "give the update its anchor {#t1930} back, or run sitegen withhold x#t1930: a notice takes its place",
        ),
        (
            {"t1931": "one two"},
            "anchor-gone",
            "the published anchor #t1930 of x is gone; its words now stand at #t1931",
            "give the update its anchor {#t1930} back",
        ),
        (
            {"t1930": "one three", "t1931": "one two"},
            "anchor-moved",
            "the published anchor #t1930 of x has other words; its words now stand at #t1931",
            "swap the anchors #t1930 and #t1931 back",
        ),
        (
            {"t1930": "three four"},
            "anchor-reused",
            "none of the first words published at #t1930 of x is left",
            "give the new text an anchor of its own, and this one its text; where it is the same update in other words, "
            "run sitegen anchors restore x#t1930",
        ),
    ],
)
@pytest.mark.promise("A4")
def test_a_broken_promise_is_an_error(now: dict[str, str], code: str, message: str, hint: str) -> None:
    checked = check_ledger(promised(t1930="one two"), pinned(**now), (), publish=True)
    assert [(p.code, p.message, p.hint, p.severity) for p in checked.problems] == [
        (code, message, hint, Severity.ERROR)
    ]
    assert checked.problems[0].where.path == (PLACE.path if now else PATH)


@pytest.mark.promise("A7")
def test_an_anchor_that_is_withheld_or_moved_may_be_gone() -> None:
    promises = {("x", "t1930"): Promise(State.WITHHELD, said="2026-11-26"), ("x", "t1931"): Promise(State.MOVED)}
    checked = check_ledger(promises, [], (), publish=True)
    assert (checked.text, checked.problems) == (write_ledger(promises), ())


def test_anchors_of_one_live_blog_say_nothing_of_another() -> None:
    other = [Pinned("y", "t1930", fingerprint("one two"), PLACE)]
    [problem] = check_ledger(promised(t1930="one two"), other, (), publish=True).problems
    assert problem.message == "the live blog x is gone, or a draft, and its published anchor with it"


def test_a_live_blog_that_is_gone_is_one_problem() -> None:
    [problem] = check_ledger(promised(t1930="one two", t2000="three four"), [], (), publish=True).problems
    assert problem.message == "the live blog x is gone, or a draft, and its 2 published anchors with it"


def test_an_update_without_words_keeps_its_promise() -> None:
    assert check_ledger(promised(t1930="…"), pinned(t1930="one two"), (), publish=True).problems == ()


def test_an_address_is_added_for_a_live_blog_with_an_id_of_its_own() -> None:
    places = [Placed("x", "/2017/11/03/x/", "content/x.md"), Placed("y", "/2017/11/03/y/", "content/y.md", False)]
    checked = check_ledger(promised(t1930="one two"), pinned(t1930="one two", t1800="three"), places, publish=True)
    assert (checked.added, checked.anchors) == (2, 1)
    assert checked.text.splitlines()[1] == "x /2017/11/03/x/ live -"
    assert "/y/" not in checked.text
    first = first_ledger([("x", "t1930", "")], places)
    assert (first.text, first.added, first.anchors) == (f"{HEADER}x /2017/11/03/x/ live -\nx t1930 live -\n{END}", 2, 1)


@pytest.mark.promise("A4")
def test_a_live_blog_of_which_every_anchor_went_is_told_at_its_file() -> None:
    places = [Placed("x", "/2017/11/03/x/", "content/x.md")]
    [problem] = check_ledger(promised(t1930="one two"), [], places, publish=True).problems
    assert (str(problem.where), problem.code) == ("content/x.md", "anchor-gone")


@pytest.mark.promise("A7")
@pytest.mark.parametrize(
    ("promise", "code", "message"),
    [
        (
            Promise(State.WITHHELD, said="2026-11-26"),
            "anchor-withheld",
            "was withheld on 2026-11-26, and has words again",
        ),
        (Promise(State.MOVED, said="y#t1"), "anchor-elsewhere", "has moved to y#t1, and is here again"),
        (Promise(State.MOVED), "anchor-elsewhere", "has moved, and is here again"),
    ],
)
def test_what_the_ledger_says_is_gone_may_not_be_there(promise: Promise, code: str, message: str) -> None:
    [problem] = check_ledger({("x", "t1930"): promise}, pinned(t1930="one two"), (), publish=True).problems
    assert (problem.where, problem.code, problem.message) == (PLACE, code, f"#t1930 of x {message}")
    assert problem.hint == "take the update out, or run sitegen anchors restore x#t1930"


@pytest.mark.promise("A4")
@pytest.mark.parametrize(
    ("moves", "lost"),
    [
        ({"t1": "y#t1"}, []),
        ({"t1": "y#t9"}, ["t1"]),
        ({"t1": "x#t2", "t2": "y#t1"}, []),
        ({"t1": "x#t2", "t2": ""}, []),
        ({"t1": "x#t2", "t2": "x#t1"}, ["t1", "t2"]),
        ({"t1": "x#t1"}, ["t1"]),
        ({"t1": "x#t2", "t2": "y#t9"}, ["t1", "t2"]),
    ],
)
def test_a_move_ends_at_an_anchor_or_a_notice(moves: dict[str, str], lost: list[str]) -> None:
    promises = {("x", anchor): Promise(State.MOVED, said=said) for anchor, said in moves.items()}
    text = write_ledger(promises)
    found = list(check_moves(promises, [("y", "t1")], text))
    assert [problem.code for problem in found] == ["moved-nowhere"] * len(lost)
    assert [text.split("\n")[problem.where.line - 1].split(" ")[1] for problem in found] == lost


def test_an_address_is_one_live_blogs_as_long_as_that_is_there_or_has_left_notices() -> None:
    old, here = "/2017/11/03/x/", Placed("y", "/2017/11/03/x/", "content/y.md")
    gone = {("x", old): LIVE}
    assert list(check_addresses(gone, [here], "")) == []
    left = gone | {("x", "t1"): Promise(State.WITHHELD, said="2026-11-26")}
    [problem] = check_addresses(left, [here], "")
    assert (str(problem.where), problem.code) == ("content/y.md", "address-taken")
    moved = Placed("x", "/2017/11/04/x/", "content/x.md")
    [problem] = check_addresses(gone, [here, moved], "")
    assert problem.message == f'"{old}" is an earlier address of content/x.md, and leads its readers there'
    both = gone | {("y", old): LIVE}
    [problem] = check_addresses(both, [moved, Placed("y", "/1/", "content/y.md")], write_ledger(both))
    assert (str(problem.where), problem.code) == (f"{PATH}:3:1", "address-taken")


def test_a_lost_ledger_and_one_that_is_behind() -> None:
    assert (lost_ledger().code, lost_ledger().is_error) == ("ledger-lost", True)
    assert unpublished(0) == ()
    (behind,) = unpublished(3)
    assert (behind.message, behind.is_error) == ("3 anchors and addresses are not in the ledger yet", False)


@pytest.mark.promise("A5")
def test_a_ledger_that_was_cut_at_the_end_of_a_line_is_damaged() -> None:
    whole = write_ledger({("x", f"t18{minute:02}"): LIVE for minute in range(9)})
    lines = whole.splitlines(keepends=True)
    for kept in range(1, len(lines)):
        [problem] = read_ledger("".join(lines[:kept]))[1]
        assert (problem.where.line, problem.code) == (kept, "ledger-damaged")
    assert read_ledger(whole)[1] == ()


def test_a_ledger_of_the_first_version_has_no_last_line_and_is_written_anew_with_one() -> None:
    old = write_ledger({("x", "t1800"): LIVE}).replace("anchors 2", "anchors 1").removesuffix(END)
    promises, problems = read_ledger(old)
    assert problems == ()
    assert write_ledger(promises).endswith(END)
