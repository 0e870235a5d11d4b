from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.times import (
    Repeated,
    Skipped,
    clock_line,
    clock_text,
    date_in_name,
    leading_clock,
    load_zone,
    localize,
    long_date,
    near_clock,
    place_in_days,
    read_clock,
    read_date,
    read_month_day,
    zone_note,
)

STYLES = st.sampled_from(["ap", "24h"])
CLOCKS = st.times().map(lambda clock: clock.replace(microsecond=0))
ZONES = st.sampled_from(
    [
        "America/New_York",
        "America/St_Johns",
        "Asia/Beirut",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "UTC",
    ]
)


def style(name: str) -> Literal["ap", "24h"]:
    return "ap" if name == "ap" else "24h"


@given(CLOCKS, STYLES)
@example(time(0), "ap")
@example(time(12), "ap")
@example(time(12, 0, 1), "ap")
def test_a_written_clock_is_read_back(clock: time, name: str) -> None:
    text = clock_text(clock, style(name))
    found = read_clock(text)
    line = clock_line(text)
    assert found is not None
    assert line == found[0]
    assert (found[0].time, found[0].half, found[1]) == (clock, name == "ap", len(text))
    assert not near_clock(text)


@given(CLOCKS, STYLES, st.sampled_from([" — ", " – ", ": ", " | "]))
def test_a_clock_before_a_text_leads_it(clock: time, name: str, separator: str) -> None:
    line = f"{clock_text(clock, style(name))}{separator}The gates open"
    found = leading_clock(line)
    assert found is not None
    assert (found[0].time, line[found[1] :]) == (clock, "The gates open")
    assert clock_line(line) is None


@given(st.lists(CLOCKS), st.dates())
@example([time(23), time(0)], date.max)
def test_days_never_decrease(clocks: list[time], first: date) -> None:
    days = place_in_days(clocks, first)
    assert len(days) == len(clocks)
    assert days == sorted(days)
    assert days[:1] == [first][: len(clocks)]


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)), ZONES)
@example(datetime(2017, 3, 12, 2, 30), "America/New_York")
@example(datetime(2017, 11, 5, 1, 30), "America/New_York")
def test_a_localized_clock_survives_utc(wall: datetime, name: str) -> None:
    zone = load_zone(name)
    assert zone is not None
    wall = wall.replace(microsecond=0)
    match localize(wall.date(), wall.time(), zone):
        case Repeated(earlier, later):
            assert earlier < later
            instants = [earlier, later]
            shown = [wall, wall]
        case Skipped(earlier, later):
            assert earlier < later
            instants = [earlier, later]
            shown = [earlier.replace(tzinfo=None), later.replace(tzinfo=None)]
            assert shown[0] < wall < shown[1]
        case at:
            instants = [at]
            shown = [wall]
    assert [at.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) for at in instants] == shown


@given(st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2200, 1, 1)), ZONES)
def test_every_instant_is_found_from_its_clock(utc: datetime, name: str) -> None:
    zone = load_zone(name)
    assert zone is not None
    at = utc.replace(microsecond=0, tzinfo=UTC)
    wall = at.astimezone(zone)
    found = localize(wall.date(), wall.time(), zone)
    assert not isinstance(found, Skipped)
    assert at in ([found.earlier, found.later] if isinstance(found, Repeated) else [found])


@given(st.dates(), CLOCKS, ZONES)
@example(date.min, time(0), "Asia/Kathmandu")
@example(date.max, time(23, 59), "America/New_York")
def test_localize_never_raises(day: date, clock: time, name: str) -> None:
    zone = load_zone(name)
    assert zone is not None
    found = localize(day, clock, zone)
    at = found if isinstance(found, datetime) else found.later
    assert at.utcoffset() is not None
    assert at.microsecond == 0
    assert abs(at.replace(tzinfo=None) - datetime.combine(day, clock)) <= timedelta(days=1)


@given(st.dates())
def test_a_written_date_is_read_back(day: date) -> None:
    iso, long = read_date(day.isoformat()), read_date(long_date(day, "en") if day.year > 999 else day.isoformat())
    assert iso is not None
    assert long is not None
    assert (iso.date, long.date) == (day, day)
    assert long.weekday in (None, day.weekday())


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(["-", "_", ".", ""]))
def test_a_date_in_a_name_is_found(day: date, separator: str) -> None:
    assert date_in_name(f"x_{day.year}{separator}{day.month:02}{separator}{day.day:02}_y.txt") == day


@given(st.text() | st.from_regex(r"[0-9:. apmUhrGMTnoon\[\]*—–-]{1,20}", fullmatch=True))
@example("１９:３０")
def test_no_text_raises_and_a_clock_is_never_near(text: str) -> None:
    assert not (clock_line(text) and near_clock(text))
    assert not (clock_line(text) and leading_clock(text))
    read_date(text)
    read_month_day(text)
    date_in_name(text)
    assert zone_note(text) is None
