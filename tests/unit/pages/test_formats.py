from __future__ import annotations

from datetime import date, datetime

import pytest

from sitegen.config import ClockStyle
from sitegen.pages import formats
from sitegen.pages.interface import english


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_clock_follows_the_style() -> None:
    moment = at("2017-11-03T19:30:00+02:00")
    assert [formats.clock(moment, ClockStyle.AP), formats.clock(moment, ClockStyle.H24)] == ["7:30 p.m.", "19:30"]


def test_iso_keeps_the_offset_that_was_in_force() -> None:
    assert formats.iso(at("2017-10-28T23:30:00+03:00")) == "2017-10-28T23:30:00+03:00"
    assert formats.iso(at("2017-11-03T10:00:00+00:00")) == "2017-11-03T10:00:00+00:00"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2017-11-03T19:30:00+02:00", "17:30 UTC"),
        ("2017-11-03T00:10:00+02:00", "22:10 UTC the day before"),
        ("2017-12-31T21:00:00-05:00", "02:00 UTC the next day"),
        ("2018-01-01T00:30:00+01:00", "23:30 UTC the day before"),
        ("2017-11-03T10:00:00+05:45", "04:15 UTC"),
        ("2017-11-03T10:00:00+00:00", "10:00 UTC"),
        ("2017-11-03T10:00:07+00:00", "10:00:07 UTC"),
    ],
)
def test_utc_says_when_its_date_is_another(moment: str, text: str) -> None:
    assert english().utc(at(moment)) == text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        ("2017-11-03T19:30:00+02:00", "UTC+2"),
        ("2017-11-03T19:30:00-05:00", "UTC-5"),
        ("2017-11-03T19:30:00+05:30", "UTC+5:30"),
        ("2017-11-03T19:30:00+00:00", "UTC"),
    ],
)
def test_offset(moment: str, text: str) -> None:
    assert formats.offset(at(moment)) == text


def test_english_dates() -> None:
    day = date(2005, 5, 4)
    assert english().short_date(day) == "4 May 2005"
    assert english().long_date(day) == "Wednesday 4 May 2005"
    assert " ".join(name[:3] for name in english().months) == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (3660, "1 h 1 min"),
        (6300, "1 h 45 min"),
        (86_400, "1 day"),
        (90_060, "1 day 1 h"),
        (172_800, "2 days"),
        (172_860, "2 days"),
    ],
)
def test_duration_has_two_units_at_most(seconds: int, text: str) -> None:
    assert english().duration(seconds) == text


@pytest.mark.parametrize(
    ("text", "characters", "cut"),
    [
        ("", 5, ""),
        ("It is open.", 11, "It is open."),
        ("It is open.", 10, "It is…"),
        ("The bridge — closed since dawn — is open.", 13, "The bridge…"),
        ("Unbrokenword", 6, "Unbrok…"),
    ],
)
def test_a_text_is_cut_after_a_word(text: str, characters: int, cut: str) -> None:
    assert formats.shortened(text, characters) == cut


@pytest.mark.parametrize(
    ("number", "noun", "text"),
    [
        (0, "update", "0 updates"),
        (1, "update", "1 update"),
        (9, "live blog", "9 live blogs"),
        (1180, "word", "1,180 words"),
        (1_000_000, "word", "1,000,000 words"),
    ],
)
def test_counted(number: int, noun: str, text: str) -> None:
    assert english().counted(number, noun) == formats.counted(number, noun) == text
