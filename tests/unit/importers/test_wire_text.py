"""Which lines of a seed open updates, and that no clock that opens none is passed over without a word."""

from __future__ import annotations

from time import process_time

import pytest

from sitegen.importers.text.glued import unglued
from sitegen.importers.text.stamp_lines import stamp_line
from sitegen.importers.text.wire_text import split


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
        ("17.15", "near-clock"),
        ("17.15 — The gates open.", "near-clock"),
        ("[17.15] The gates open.", "near-clock"),
        ("17.15 The gates open.", "near-clock"),
        ("Engadget 11:32", "near-clock"),
        ("Updated at 12.08 BST", "near-clock"),
        ("Updated 12:08", "near-clock"),
        ("A. Person 10/22/2013 5:00:03 PM", "near-clock"),
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
        "12.50 Euro kostet die Karte.",
        "3.14 percent of all",
        "Doors open at\n6 p.m. on Friday",
        "Doors open at\n6 p.m.",
        "The ship came between 5 p.m. and\n6 p.m.",
        "Channel 4 at 11:32 was wrong",
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
        "{}h - text",
        "{} h : text",
        "{}:31 a.m. Text",
        "{}.31 Uhr Text",
        "({}:31 a.m.) text",
        "({}.31 Uhr) text",
        "{}.31 horas - text",
        "2021-11-07T{}:30:00Z Text",
        "2021-11-07T{}:30:00-05:00 — text",
        "2021-11-07 {}:30: text",
        "7.11.2021, {}:30 Uhr: text",
        "Nov 7, 2021 {}:30 AM - text",
        "+++ 07.11.2021, {}:30 Uhr: Title +++",
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


def test_a_clock_below_a_line_that_ends_no_sentence_is_told() -> None:
    text = "Title\n\n9 p.m.\n\nThe ship has\n8 p.m.\nleft.\n\n7 p.m.\n\nThree.\n"
    assert (clocks(text), said(text)) == (["21:00", "19:00"], [("near-clock", 6, 1)])


def test_a_clock_that_is_said_twice_opens_one_update() -> None:
    for gap in ("\n", "\n\n"):
        text = f"Title\n\n11.08am BST{gap}11:08{gap}One.\n\n10.02am BST{gap}10:02{gap}Two.\n"
        assert (clocks(text), said(text)) == (["11:08", "10:02"], [])
        assert [part.text for section in split(text, "a.txt")[1] for part in section.body] == ["One.", "Two."]


def test_stamps_with_a_name_and_a_date() -> None:
    stamps = ("Ann Lee 10/22/2013 5:00:03 PM", "A. Person, 22 October 2013 17:02", "October 22, 2013 5:03 PM")
    text = "Title\n\n" + "".join(f"{stamp}\n\nText.\n\n" for stamp in stamps)
    sections = split(text, "a.txt")[1]
    assert [f"{section.clock.day} {section.clock.time}" for section in sections] == [
        "2013-10-22 17:00:03",
        "2013-10-22 17:02:00",
        "2013-10-22 17:03:00",
    ]
    assert [section.author for section in sections] == ["Ann Lee", "A. Person", ""]


def test_one_stamp_says_when_a_page_was_made() -> None:
    assert clocks("Title\n\nOctober 22, 2013 5:03 PM\n\nText.\n") == []


@pytest.mark.parametrize(
    "line", ["A. Person 10/11/2013 17:02", "A. Person 32/22/2013 5:02 PM", "the 10/22/2013 5 p.m. x"]
)
def test_a_stamp_that_may_be_of_two_days_is_none(line: str) -> None:
    assert stamp_line(line) is None


def test_many_clocks_take_time_in_proportion() -> None:
    text = "Title\n\n" + "".join(f"{1 + number % 12} p.m.\n\n7:{number % 60:02}\n\nx.\n\n" for number in range(3000))
    start = process_time()
    split(text, "a.txt")
    assert process_time() - start < 3


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Ann LeeFebruary 6, 2016 11:19PMRain.", ["Ann Lee February 6, 2016 11:19PM", "Rain."]),
        ("It ends.Feb. 6, 2016, 11:19 pm“Rain.”", ["It ends.", "Feb. 6, 2016, 11:19 pm", "“Rain.”"]),
        ("Ann Lee9:52:13 PM", ["Ann Lee 9:52:13 PM"]),
        ("9:52:13 PMRain.", ["9:52:13 PM", "Rain."]),
        ("sign10:02AM  Rain.", ["sign", "10:02AM  Rain."]),
        ("It came at 9:52:13 PM, late (9:52:14 PM).", ["It came at 9:52:13 PM, late (9:52:14 PM)."]),
        ("February 6, 2016 11:19PM", ["February 6, 2016 11:19PM"]),
    ],
)
def test_stamps_that_have_run_into_their_text(line: str, parts: list[str]) -> None:
    assert unglued(line) == parts


def test_updates_below_stamps_that_have_run_into_their_text() -> None:
    text = "Title\n\nAnn LeeMay 6, 2016 11:19PMRain.\nMore.\nIt ends.May 6, 2016 11:30PMBye.\n"
    assert [
        (section.author, section.where.line, " / ".join(part.text for part in section.body))
        for section in split(text, "a.txt")[1]
    ] == [("Ann Lee", 3, "Rain. More. / It ends."), ("", 5, "Bye.")]


def test_a_full_stop_may_stand_for_the_dash_of_other_lines() -> None:
    text = "Title\n\n2:31 p.m. — One.\n\n1:05 pm. Two.\n\n12:01 p.m . — Three.\n\n11:10 a.m.: Four.\n"
    assert (clocks(text), said(text)) == (["14:31", "13:05", "12:01", "11:10"], [])


def test_one_dash_among_many_blanks_is_no_reason_to_pass_over_the_others() -> None:
    text = "Title\n\n10:40 One here.\n\n10:45 Two here.\n\n10:50 – Three.\n\n10:55 Four here.\n"
    assert (clocks(text), said(text)) == (["10:40", "10:45", "10:50", "10:55"], [])


@pytest.mark.parametrize(
    "clock", ["20h", "8 h", "**20h**", "20h.", "9:30 h", "7.11.2021, 20:00 Uhr", "2021-11-07T20:00:00Z"]
)
def test_a_clock_on_a_line_of_its_own_among_others(clock: str) -> None:
    text = f"Title\n\n21h05\n\nOne.\n\n{clock}\n\nTwo.\n\n19h30\n\nThree.\n"
    sections, problems = split(text, "a.txt")[1:]
    assert len(sections) == 3 or [problem.code for problem in problems] == ["near-clock"]


def test_whole_hours_open_updates_among_other_clocks_and_are_ages_alone() -> None:
    assert clocks("Title\n\n21h05\n\nOne.\n\n20h\n\nTwo.\n\n8 h\n\nThree.\n") == ["21:05", "20:00", "08:00"]
    assert clocks("Titre\n\n21h05 - Un.\n\n20h - Deux.\n\n8h - Trois.\n") == ["21:05", "20:00", "08:00"]
    text = "Thread\n\n3h\n\nOne.\n\n5h\n\nTwo.\n"
    assert (clocks(text), said(text)) == ([], [("near-clock", 3, 1), ("near-clock", 7, 1)])


def test_a_full_stop_may_stand_behind_one_of_the_clocks() -> None:
    assert clocks("Titre\n\n21h05 - Un.\n\n18h30. Deux.\n\n12 h 15 : Trois.\n") == ["21:05", "18:30", "12:15"]
    assert clocks("Titulo\n\n15:12 - Tres.\n\n12.05 h. Dos.\n") == ["15:12", "12:05"]


def test_clocks_in_parentheses_among_others_are_told() -> None:
    text = "Title\n\n9 p.m. — One\n\n(8 p.m.) Two\n\n7 p.m. — Three\n"
    assert (clocks(text), said(text)) == (["21:00", "19:00"], [("clock-in-text", 5, 1)])


def test_a_ticker_whose_title_is_a_clock_only_does_not_turn_the_others_into_text() -> None:
    text = "Ticker\n\n+++ 14.30 Uhr: Tore +++\n\nOffen.\n\n+++ 12.05 Uhr +++\n\nZu.\n"
    assert (clocks(text), said(text)) == (["14:30", "12:05"], [])


def test_a_ticker_with_its_clock_at_the_end_is_told() -> None:
    text = "Ticker\n\n+++ 14.30 Uhr: Tore +++\n\nOffen.\n\n+++ Tore zu (12.05 Uhr) +++\n\nZu.\n"
    assert (clocks(text), said(text)) == (["14:30"], [("near-clock", 7, 1)])


@pytest.mark.parametrize("form", ["{}: Text.", "- {} — Text.", "{}\n\nText."])
def test_a_clock_without_half_in_a_file_that_says_it_elsewhere(form: str) -> None:
    text = "Keynote\n\n" + "\n\n".join(form.format(clock) for clock in ("11:50 am", "12:30 pm", "1:05", "1:20"))
    assert clocks(text) == ["11:50", "12:30", "13:05", "13:20"]
    assert {code for code, _, _ in said(text)} == {"bare-clock"}


def test_clocks_that_all_say_no_half_and_pass_noon_are_told() -> None:
    text = "Keynote\n\n11:50 One.\n\n12:30 Two.\n\n1:05 Three.\n"
    assert (clocks(text), said(text)) == (["11:50", "12:30", "01:05"], [("bare-clock", 7, 1)])
    assert said(text.replace("1:05", "01:05")) == []
    assert said(text.replace("1:05", "13:05")) == []


def test_many_clocks_without_half_take_no_longer_than_others() -> None:
    text = "Title\n\n7 a.m. - Text\n\n" + "\n\n".join(
        f"{8 + at // 1200}:{at // 20 % 60:02} - Text" for at in range(4000)
    )
    start = process_time()
    assert len(clocks(text)) == 4001
    assert process_time() - start < 4
