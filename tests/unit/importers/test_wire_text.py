"""Which lines of a seed open updates, and that no clock that opens none is passed over without a word."""

from __future__ import annotations

import pytest

from sitegen.importers.wire_text import split


def clocks(text: str) -> list[str]:
    return [f"{section.clock.time:%H:%M}" for section in split(text, "a.txt")[1]]


def said(text: str) -> list[tuple[str, int, int]]:
    problems = split(text, "a.txt")[2]
    return [(problem.code, problem.where.line, problem.where.column) for problem in problems]


@pytest.mark.parametrize(
    ("line", "clock"),
    [
        ("8 p.m. UTC+2", "18:00"),
        ("7:45 p.m. (1745 GMT)", "19:45"),
        ("UPDATE 7:40 p.m.", "19:40"),
        ("7:30 p.m. ___", "19:30"),
        ("### 7:10 PM", "19:10"),
        ("## 23:33:05", "23:33"),
        ("3:05 p.m. ET, March 3, 2021", "15:05"),
    ],
)
def test_notations_of_a_line_of_its_own(line: str, clock: str) -> None:
    text = f"Title\n\n9 p.m.\n\nOne.\n\n{line}\n\nTwo.\n\n7 p.m.\n\nThree.\n"
    assert (clocks(text), said(text)) == (["21:00", clock, "19:00"], [])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("8:30 p.m. Friday", "near-clock"),
        ("Friday, 8:30 p.m.", "near-clock"),
        ("Nov. 3, 2017 8:30 p.m.", "near-clock"),
        ("2:31 p.m. The gates open.", "near-clock"),
        ("9L15 p.m.", "near-clock"),
        ("10:40 The gates open, and this line is longer than any clock that stands on one alone.", "clock-in-text"),
        ("+++ 19:05 Uhr: Title +++", "clock-in-text"),
        ("- 19:01 UTC: The gates open.", "clock-in-text"),
        ("9:56AM  The gates open.", "clock-in-text"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_clock_among_others_is_never_passed_over(line: str, code: str, gap: str) -> None:
    text = f"Title\n\n9 p.m.\n\nOne.{gap}{line}{gap}Two.\n\n7 p.m.\n\nThree.\n"
    assert clocks(text) == ["21:00", "19:00"]
    assert said(text) == [(code, 5 + len(gap), 1)]


@pytest.mark.parametrize(
    "line",
    [
        "At 6 p.m. it rained",
        "6 p.m. Friday was the deadline, officials said, and nobody in the city had met it.",
        "10 a.m. briefing postponed",
        "Doors open at\n6 p.m. on Friday",
    ],
)
def test_prose_raises_no_alarm(line: str) -> None:
    assert said(f"Title\n\n9 p.m.\n\nOne.\n\n{line}\n\n7 p.m.\n\nThree.\n") == []


def test_a_stamp_of_the_copy_raises_no_alarm() -> None:
    assert said("Title\n\nNov. 3, 2017 8:30 p.m.\n\n9 p.m.\n\nOne.\n") == []


@pytest.mark.parametrize(
    "form",
    [
        "- {}:32 UTC – text",
        "- {}:39: text",
        "{}:25 Uhr | Title",
        "{}h56 : text",
        "+++ {}.56 Uhr: Title +++",
        "+++ {}:56 Title +++",
        "[{}:15] text",
        "**[{}:15]** text",
        "{}:40 text",
        "{}:56AM  text",
        "{}:31 pm. text",
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_file_of_one_notation(form: str, gap: str) -> None:
    text = "Title\n\n" + gap.join(form.format(hour) for hour in (10, 11, 12))
    assert (len(clocks(text)), said(text)) == (3, [])


def test_the_marks_of_a_ticker_are_no_text() -> None:
    [section] = split("Title\n\n+++ 15.56 Uhr: The gates +++\n", "a.txt")[1]
    assert [part.text for part in section.body] == ["The gates"]


def test_two_loose_clocks_are_no_live_blog() -> None:
    text = "Title\n\n10:40 text\n\n10:45 text\n"
    assert (clocks(text), said(text)) == ([], [("near-clock", 3, 1), ("near-clock", 5, 1)])


def test_the_plainest_notation_of_a_file_opens_its_updates() -> None:
    text = "Title\n\n6 p.m.: One\n\n10:40 text\n\n- 7 p.m.: Doors\n\n5 p.m.: Two\n"
    assert clocks(text) == ["18:00", "17:00"]
    assert said(text) == [("clock-in-text", 5, 1), ("clock-in-text", 7, 1)]
