from __future__ import annotations

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sitegen import zones
from sitegen.times import (
    ZONE_NOTES,
    Clock,
    DateFound,
    Repeated,
    Skipped,
    clock_line,
    clock_text,
    date_in_name,
    is_newest_first,
    leading_clock,
    load_zone,
    localize,
    long_date,
    loose_clock,
    near_clock,
    place_in_days,
    read_clock,
    read_date,
    read_month_day,
    stray_clock,
    utc_offset_text,
    zone_note,
    zone_of_word,
    zone_place,
)

FIRST = date(2017, 11, 3)


def zone(name: str) -> ZoneInfo:
    found = load_zone(name)
    assert found is not None
    return found


HALF_LINES = [
    ("7:30 p.m.", time(19, 30)),
    ("11:45 a.m.", time(11, 45)),
    ("07:05 a.m.", time(7, 5)),
    ("  6 p.m.  ", time(18)),
    ("5.40 p.m.", time(17, 40)),
    ("6:00p.m.", time(18)),
    ("11: 06 a.m.", time(11, 6)),
    ("7:30 p.m .", time(19, 30)),
    ("7:30 p. m.", time(19, 30)),
    ("7:30 pm.", time(19, 30)),
    ("7:30 pm", time(19, 30)),
    ("7:30 PM", time(19, 30)),
    ("9:56AM", time(9, 56)),
    ("3 pm", time(15)),
    ("11 AM", time(11)),
    ("9:52:13 PM", time(21, 52, 13)),
    ("5:00:03 PM", time(17, 0, 3)),
    ("12 p.m.", time(12)),
    ("12:00 p.m.", time(12)),
    ("12 a.m.", time(0)),
    ("12:20 a.m.", time(0, 20)),
    ("Noon", time(12)),
    ("Noon.", time(12)),
    ("12 noon", time(12)),
    ("MIDNIGHT", time(0)),
    ("12:00 midnight", time(0)),
    ("4:40 p.m.:", time(16, 40)),
    ("2:45 p.m. update", time(14, 45)),
    ("2:45 p.m.\u00a0update", time(14, 45)),
    ("2:45 p.m. Update:", time(14, 45)),
    ("7:30\u00a0p.m.", time(19, 30)),
    ("7:30\u202fPM", time(19, 30)),
    ("**7:30 p.m.**", time(19, 30)),
    ("[8:15 a.m.]", time(8, 15)),
]
FULL_LINES = [
    ("19:30", time(19, 30)),
    ("9:05", time(9, 5)),
    ("00:00", time(0)),
    ("19:30:05", time(19, 30, 5)),
    ("12:25", time(12, 25)),
    ("11.04 Uhr", time(11, 4)),
    ("2.59 Uhr:", time(2, 59)),
    ("22:25 Uhr", time(22, 25)),
    ("19 Uhr", time(19)),
    ("21h56", time(21, 56)),
    ("5h37", time(5, 37)),
    ("5 h 37", time(5, 37)),
    ("21h", time(21)),
    ("8 h", time(8)),
    ("9:30 h", time(9, 30)),
    ("9.30 horas", time(9, 30)),
    ("[8:15]", time(8, 15)),
    ("**[8:15]**", time(8, 15)),
    ("**[8:18]  **", time(8, 18)),
]
ZONED_LINES = [
    ("7:50 p.m. PDT", time(19, 50), "PDT", True),
    ("7 p.m. Eastern Daylight Time", time(19), "Eastern Daylight Time", True),
    ("7 p.m. local time", time(19), "local time", True),
    ("11.08am BST", time(11, 8), "BST", True),
    ("10:30 PM IST", time(22, 30), "IST", True),
    ("20:09 UTC", time(20, 9), "UTC", False),
    ("17.25\u00a0GMT", time(17, 25), "GMT", False),
    ("0717 GMT", time(7, 17), "GMT", False),
    ("2005 GMT", time(20, 5), "GMT", False),
    ("8 p.m. UTC+2", time(18), "UTC", True),
    ("19:30 UTC+2", time(17, 30), "UTC", False),
    ("20:09 GMT+5:30", time(14, 39), "UTC", False),
    ("11 p.m. UTC−3", time(2), "UTC", True),
]
MARKED_LINES = [
    ("### 11 AM", time(11)),
    ("### 7:10 PM", time(19, 10)),
    ("UPDATE 7:40 p.m.", time(19, 40)),
    ("Update: 7:40 p.m.:", time(19, 40)),
    ("7:30 p.m. ___", time(19, 30)),
    ("7:30 p.m. ___.", time(19, 30)),
    ("7:30 p.m.———", time(19, 30)),
    ("7:45 p.m. (1745 GMT)", time(19, 45)),
    ("7:45 p.m. (5:45 p.m. GMT)", time(19, 45)),
]


@pytest.mark.parametrize(("line", "clock"), HALF_LINES)
def test_twelve_hour_clock_lines(line: str, clock: time) -> None:
    assert clock_line(line) == Clock(clock, "", half=True)


@pytest.mark.parametrize(("line", "clock"), FULL_LINES)
def test_twenty_four_hour_clock_lines(line: str, clock: time) -> None:
    assert clock_line(line) == Clock(clock, "", half=False)


@pytest.mark.parametrize(("line", "clock", "word", "half"), ZONED_LINES)
def test_clock_lines_with_a_zone(line: str, clock: time, word: str, half: bool) -> None:
    assert clock_line(line) == Clock(clock, word, half)


@pytest.mark.parametrize(("line", "clock"), MARKED_LINES)
def test_clock_lines_with_marks(line: str, clock: time) -> None:
    assert clock_line(line) == Clock(clock)
    assert not near_clock(line)


def test_clock_lines_with_marks_of_24_hours() -> None:
    for line in ("## 23:33", "+++ 23.33 Uhr +++", "+++ 23:33 +++"):
        assert clock_line(line) == Clock(time(23, 33), half=False)


def test_a_clock_with_a_date() -> None:
    day = date(2021, 3, 3)
    assert clock_line("3:05 p.m. ET, March 3, 2021") == Clock(time(15, 5), "ET", day=day)
    assert clock_line("11:05 p.m. UTC-3, March 2, 2021") == Clock(time(2, 5), "UTC", day=day)
    assert clock_line("3:05 p.m. ET, March 3, 0001") is None


NEAR = [
    "9L15 p.m.",
    "25:70",
    "24:00",
    "7:60",
    "13:45 p.m.",
    "0:30 a.m.",
    "7:75 a.m.",
    "7;30 p.m.",
    "730 p.m.",
    "7:5 p.m.",
    "7::30 p.m.",
    "7:30 p.n.",
    "7:30 p,m.",
    "10:3O p.m.",
    "l0:30 p.m.",
    "7:75 p.m. PDT",
    "7:30 p",
    "7:30 p.m. —",
    "(7:30 p.m.)",
    "Noon,",
    "\uff17:\uff13\uff10 p.m.",  # full-width digits
    "7:30 \u0440.m.",  # a Cyrillic letter
    "7\u223630 p.m.",  # the sign for a ratio
    "\u0667:\u0663\u0660",  # Arabic-Indic digits
]
NO_CLOCKS = [
    "",
    "10 a.m. briefing postponed",
    "At 7:30 p.m.",
    "7:30 p.m., Friday",
    "7:30 p.m. - 8 p.m.",
    "10:00 – 11:30",
    "7 a.m. 8 a.m.",
    "Noon prayers",
    "Midnight Express",
    "1930",
    "0717",
    "2017",
    "5.40",
    "3-2",
    "I am",
    "10 spam",
    "12 monkeys",
    "6 amps",
    "21hours",
    "100 million",
    "p.m.",
    "Updated at 12.08 BST",
    "November 3, 2017",
    "1" * 5000,
]


@pytest.mark.parametrize("line", NEAR)
def test_near_misses_are_no_clocks_but_reported(line: str) -> None:
    assert clock_line(line) is None
    assert near_clock(line)


@pytest.mark.parametrize("line", NO_CLOCKS)
def test_prose_is_neither_clock_nor_near_miss(line: str) -> None:
    assert clock_line(line) is None
    assert not near_clock(line)


@pytest.mark.parametrize("line", [line for line, *_ in (*HALF_LINES, *FULL_LINES, *ZONED_LINES)])
def test_a_clock_is_no_near_miss(line: str) -> None:
    assert not near_clock(line)


@pytest.mark.parametrize(
    ("line", "clock", "text"),
    [
        ("7:30 p.m. — The gates open", time(19, 30), "The gates open"),
        ("2:31 p.m. – the gates open", time(14, 31), "the gates open"),
        ("2:31 p.m. - the gates open", time(14, 31), "the gates open"),
        ("4 p.m . — The gates open", time(16), "The gates open"),
        ("2 pm.: The gates open", time(14), "The gates open"),
        ("6 p.m.: The gates open", time(18), "The gates open"),
        ("2 p.m. update: The gates open", time(14), "The gates open"),
        ("  6 p.m.: The gates open", time(18), "The gates open"),
        ("20:09 UTC: down", time(20, 9), "down"),
        ("11.04 Uhr: Die Tore", time(11, 4), "Die Tore"),
        ("22:25 Uhr | Die Tore", time(22, 25), "Die Tore"),
        ("21h56 : les portes", time(21, 56), "les portes"),
        ("21h - les portes", time(21), "les portes"),
        ("8 h : les portes", time(8), "les portes"),
        ("[9.30 horas] las puertas", time(9, 30), "las puertas"),
        ("8:51– the gates", time(8, 51), "the gates"),
        ("[8:15] the gates", time(8, 15), "the gates"),
        ("**[8:15]**  the gates", time(8, 15), "the gates"),
        ("**[8:18]  **the gates", time(8, 18), "the gates"),
        ("**7:30 p.m.** the gates", time(19, 30), "the gates"),
        ("11:40 a.m. — Noon deadline passes", time(11, 40), "Noon deadline passes"),
        ("7:30 p.m. — 10 a.m. briefing is off", time(19, 30), "10 a.m. briefing is off"),
        ("7:30 p.m. – 10 people are safe", time(19, 30), "10 people are safe"),
        ("- 20:09 UTC: down", time(20, 9), "down"),
        ("- 12:32 UTC – down", time(12, 32), "down"),
        ("• 01:39: down", time(1, 39), "down"),
        ("+++ 15.56 Uhr: Die Tore +++", time(15, 56), "Die Tore +++"),
        ("+++ 06:56 Die Tore +++", time(6, 56), "Die Tore +++"),
        ("### 7:10 PM — the gates", time(19, 10), "the gates"),
        ("UPDATE 7:40 p.m.: the gates", time(19, 40), "the gates"),
        ("7:45 p.m. (1745 GMT): the gates", time(19, 45), "the gates"),
        ("10:40 the gates", time(10, 40), "the gates"),
        ("6:39 David Braue: the gates", time(6, 39), "David Braue: the gates"),
        ("9:56AM  the gates", time(9, 56), "the gates"),
        ("2:31 pm. the gates", time(14, 31), "the gates"),
    ],
)
def test_leading_clocks(line: str, clock: time, text: str) -> None:
    found = leading_clock(line)
    assert found is not None
    assert (found[0].time, line[found[1] :]) == (clock, text)


@pytest.mark.parametrize(
    "line",
    [
        "7:30 p.m.",
        "7:30 p.m. — ",
        "10 a.m. briefing postponed",
        "10:00 – 11:30 Doors",
        "9 a.m. - 10 a.m.: Doors",
        "[8:15](https://example.org)",
        "3:05 p.m. ET, March 3, 2021",
        "The gates open: 7:30 p.m.",
        "25:70: x",
        "+++ 06:56 +++",
        "10:40 a",
        "10:40 11:30",
        "19:30 update",
        "2:31 p.m. the gates",
        "9:56AM text",
    ],
)
def test_what_does_not_lead(line: str) -> None:
    assert leading_clock(line) is None


@pytest.mark.parametrize("line", ["10:40 text", "9:56AM  text", "2:31 pm. text"])
def test_loose_clocks(line: str) -> None:
    assert loose_clock(line) is not None
    assert loose_clock(line) == leading_clock(line)


@pytest.mark.parametrize("line", ["10:40: text", "10:40 — text", "- 10:40 text", "10:40", "[8:15] text", "6 p.m. text"])
def test_what_is_not_loose(line: str) -> None:
    assert loose_clock(line) is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("8:30 p.m. Friday", "8:30 p.m."),
        ("  7:30 p.m., Friday", "  7:30 p.m."),
        ("7:30 p.m., Nov. 3", "7:30 p.m."),
        ("8:30 p.m. Friday update", "8:30 p.m."),
        ("Friday, 8:30 p.m.", "Friday, 8:30 p.m."),
        ("Sep 07, 2018 10:30 PM IST", "Sep 07, 2018 10:30 PM IST"),
        ("2:31 p.m. The gates open.", "2:31 p.m."),
        ("10:00 – 11:30 Doors", "10:00"),
        ("### 7:10 PM The gates open and the crowd, which is long in coming, goes through", "### 7:10 PM"),
    ],
)
def test_stray_clocks_end_somewhere(line: str, said: str) -> None:
    assert line[: stray_clock(line)] == said


@pytest.mark.parametrize(
    "line",
    [
        "",
        "At 6 p.m. it rained",
        "6 p.m. Friday was the deadline, officials said",
        "6 p.m. Friday was the deadline, officials said, and all of the city knew it well.",
        "7:30 p.m. The gates of the city have been opened, and all who wait will be let in.",
        "10 a.m. briefing postponed",
        "9 a.m. north, 10 a.m. south",
        "7:30 p.m. EDT in Washington",
        "November 3, 2017",
        "Friday",
        "7:30 p.m.",
        "7:30 p.m. — The gates",
        "10:40 text",
    ],
)
def test_prose_has_no_stray_clock(line: str) -> None:
    assert stray_clock(line) == 0


def test_read_clock_says_where_the_clock_ends() -> None:
    assert read_clock("## 7:30 p.m. — A title", 3) == (Clock(time(19, 30)), 12)
    assert read_clock("19:30 +02:00") == (Clock(time(19, 30), "", half=False), 5)
    assert read_clock("19:30 UTC+2") == (Clock(time(19, 30), "", half=False), 5)
    assert read_clock("10 a.m. briefing") == (Clock(time(10)), 7)
    assert read_clock("at 7:30 p.m.") is None
    assert read_clock("13:45 p.m.") is None
    assert read_clock("12:25:1") is None


@pytest.mark.parametrize(
    ("clock", "ap", "full"),
    [
        (time(19, 30), "7:30 p.m.", "19:30"),
        (time(18), "6 p.m.", "18:00"),
        (time(12), "noon", "12:00"),
        (time(0), "midnight", "00:00"),
        (time(0, 5), "12:05 a.m.", "00:05"),
        (time(12, 5), "12:05 p.m.", "12:05"),
        (time(21, 52, 13), "9:52:13 p.m.", "21:52:13"),
        (time(12, 0, 3), "12:00:03 p.m.", "12:00:03"),
    ],
)
def test_clock_text(clock: time, ap: str, full: str) -> None:
    assert clock_text(clock, "ap") == ap
    assert clock_text(datetime.combine(FIRST, clock, UTC), "24h") == full


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        ("2017-11-03", None),
        ("2017-11-03T19:30:00+02:00", None),
        ("November 3, 2017", None),
        ("Nov. 3, 2017", None),
        ("Nov 3 2017", None),
        ("NOVEMBER 3RD, 2017", None),
        ("3 November 2017", None),
        ("3 Nov 2017", None),
        ("Friday, Nov. 3, 2017", 4),
        ("Fri., Nov. 3, 2017", 4),
        ("Monday 3 November 2017", 0),  # wrong, and so stated
        ("November 3, 2017 11:19PM", None),
    ],
)
def test_dates(text: str, weekday: int | None) -> None:
    found = read_date(text)
    assert found is not None
    assert (found.date, found.weekday) == (FIRST, weekday)


def test_a_date_has_its_end() -> None:
    assert read_date("on Nov. 3, 2017, at noon", 3) == DateFound(FIRST, None, 15)


@pytest.mark.parametrize(
    "text",
    ["3/11/2017", "Nov. 3", "Nov. 31, 2017", "Feb. 29, 2017", "2017-13-01", "0000-01-01", "2017-11-031", "Nov. 2017"],
)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_dates_without_a_year() -> None:
    assert read_month_day("Nov. 4, 12:05 a.m.") == (11, 4, 6)
    assert read_month_day("November 4") == (11, 4, 10)
    assert read_month_day("Saturday 4 November") == (11, 4, 19)
    assert read_month_day("Sept. 29") == (9, 29, 8)
    assert read_month_day("Feb. 29") == (2, 29, 7)
    assert read_month_day("Feb. 30") is None
    assert read_month_day("May 2017") is None
    assert read_month_day("4/11") is None


@pytest.mark.parametrize(
    "name", ["agency_2017-11-03_the-gates.txt", "20171103-x", "2017_11_03", "2017.11.03", "2017-11-03_20171103"]
)
def test_date_in_name(name: str) -> None:
    assert date_in_name(name) == FIRST


@pytest.mark.parametrize(
    "name", ["gates.txt", "2017-11-03-to-2017-11-04", "20171103193000", "10101010", "2017-13-01", "2017-11_03"]
)
def test_names_without_one_date(name: str) -> None:
    assert date_in_name(name) is None


def test_zones_come_by_their_exact_name() -> None:
    # The zones of the system are not asked.
    assert [Path(folder).parent.name for folder in zoneinfo.TZPATH] == ["tzdata"]
    assert zone("Asia/Beirut").key == "Asia/Beirut"
    for name in ("", "Beirut", "asia/beirut", "../Asia/Beirut", "/etc/localtime", "America", "a\0b", "Asia/Beirut/"):
        assert load_zone(name) is None


def test_every_word_for_a_zone_names_one() -> None:
    assert [word for word, name in ZONE_NOTES.items() if load_zone(name) is None] == []
    assert zone_of_word("EST") == "America/New_York"
    assert zone_of_word("IST") is None
    assert zone_of_word("MST") is None


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("CITY (AP) — The Latest on the storm (all times local):", "local"),
        ("All times local unless stated.", "local"),
        ("times are in local time", "local"),
        ("all times EDT", "America/New_York"),
        ("(ALL TIMES ET)", "America/New_York"),
        ("(all times Eastern):", "America/New_York"),
        ("All times are EST.", "America/New_York"),
        ("all times are Eastern Standard Time", "America/New_York"),
        ("all times Eastern Daylight Time", "America/New_York"),
        ("all times\nCentral", "America/Chicago"),
        ("all times GMT", "UTC"),
        ("times in UTC", "UTC"),
        ("All times stated are UK", "Europe/London"),
        ("all times Central European Time", "Europe/Brussels"),
        ("all times IST", None),
        ("all times Mountain Standard Time", None),
        ("all times UTC+2", None),
        ("at all times local police watched", None),
        ("three times Central lost", None),
        ("The Latest on the storm:", None),
    ],
)
def test_zone_notes(text: str, meaning: str | None) -> None:
    assert zone_note(text) == meaning


def test_localize_gives_the_offset_in_force() -> None:
    at = localize(FIRST, time(19, 30), zone("Asia/Beirut"))
    assert at == datetime(2017, 11, 3, 19, 30, tzinfo=timezone(timedelta(hours=2)))
    assert isinstance(at, datetime)
    assert type(at.tzinfo) is timezone


def test_a_skipped_clock() -> None:
    new_york = zone("America/New_York")
    standard, daylight = timezone(timedelta(hours=-5)), timezone(timedelta(hours=-4))
    assert localize(date(2017, 3, 12), time(2, 30), new_york) == Skipped(
        datetime(2017, 3, 12, 1, 30, tzinfo=standard), datetime(2017, 3, 12, 3, 30, tzinfo=daylight)
    )
    assert isinstance(localize(date(2017, 3, 12), time(3), new_york), datetime)


def test_a_repeated_clock() -> None:
    found = localize(date(2017, 11, 5), time(1, 10), zone("America/New_York"))
    assert isinstance(found, Repeated)
    assert [at.isoformat() for at in (found.earlier, found.later)] == [
        "2017-11-05T01:10:00-04:00",
        "2017-11-05T01:10:00-05:00",
    ]


@pytest.mark.parametrize("day", [date.min, date.max])
@pytest.mark.parametrize("name", ["America/New_York", "Asia/Beirut", "Pacific/Kiritimati", "Africa/Casablanca"])
@pytest.mark.parametrize("clock", [time(0), time(23, 59)])
def test_the_first_and_the_last_day_have_an_instant(day: date, name: str, clock: time) -> None:
    at = localize(day, clock, zone(name))
    assert isinstance(at, datetime)
    assert at.astimezone(UTC).date()


def test_midnight_adds_a_day_and_disorder_does_not() -> None:
    clocks = [time(22), time(21, 40), time(23, 50), time(0, 10), time(0, 5), time(7), time(20), time(14)]
    assert [day.day for day in place_in_days(clocks, FIRST)] == [3, 3, 3, 4, 4, 4, 4, 5]
    assert place_in_days([], FIRST) == []
    assert place_in_days([time(23), time(1)], date.max) == [date.max, date.max]


@pytest.mark.parametrize(
    ("clocks", "newest_first"),
    [
        ([], True),
        ([time(9)], True),
        ([time(9), time(9)], True),
        ([time(9), time(8), time(8, 30)], True),  # a tie
        ([time(10), time(9), time(8)], True),
        ([time(8), time(9), time(10)], False),
        ([time(0, 10), time(23, 50)], True),
        ([time(23, 50), time(0, 10)], False),
        ([time(1), time(0, 10), time(23, 50), time(23, 55), time(23)], True),
    ],
)
def test_order_of_a_file(clocks: list[time], newest_first: bool) -> None:
    assert is_newest_first(clocks) is newest_first


@pytest.mark.parametrize(
    ("minutes", "text"), [(120, "UTC+2"), (0, "UTC"), (-210, "UTC-3:30"), (345, "UTC+5:45"), (-300, "UTC-5")]
)
def test_utc_offset_text(minutes: int, text: str) -> None:
    assert utc_offset_text(datetime(2017, 11, 3, tzinfo=timezone(timedelta(minutes=minutes)))) == text
    assert utc_offset_text(datetime(2017, 11, 3)) == ""


def test_long_date() -> None:
    assert long_date(FIRST, "en") == long_date(FIRST, "en-GB") == "Friday 3 November 2017"
    assert long_date(FIRST, "de") == "2017-11-03"


@pytest.mark.parametrize(
    ("name", "dateline", "place"),
    [
        ("Asia/Beirut", "BEIRUT", "Beirut time"),
        ("Asia/Baghdad", "QAIM, Iraq", "Baghdad time"),
        ("America/New_York", "", "New York time"),
        ("America/Argentina/Buenos_Aires", "", "Buenos Aires time"),
        ("America/Sao_Paulo", "São Paulo, Brazil", "São Paulo time"),
        ("America/Sao_Paulo", "SAO PAULO", "Sao Paulo time"),
        ("UTC", "BEIRUT", "UTC"),
        ("Etc/UTC", "", "UTC"),
        ("Etc/GMT+3", "", "UTC-3"),
    ],
)
def test_zone_place(name: str, dateline: str, place: str) -> None:
    assert zone_place(name, dateline) == place


@pytest.mark.parametrize(
    "text", ["7" + " " * 50_000 + "p.m.", "times " * 9_000, "all times" + " " * 50_000, "[" * 50_000]
)
def test_long_lines_are_refused_soon(text: str) -> None:
    assert (clock_line(text), leading_clock(text), near_clock(text), zone_note(text)) == (None, None, False, None)
    assert stray_clock(text) == 0


def test_times_offers_what_zones_knows() -> None:
    assert (load_zone, localize, zone_note) == (zones.load_zone, zones.localize, zones.zone_note)


def test_a_whole_hour_of_france_is_a_clock_only_where_it_opens_a_line() -> None:
    assert read_clock("open for 8 h in all", 9) is None
    assert leading_clock("20h - 22h : les portes") is None
    assert clock_line("24h") is None
