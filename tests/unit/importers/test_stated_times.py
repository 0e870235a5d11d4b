from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from sitegen.config import Config
from sitegen.importers.exports.stated_times import Stated, in_zone, read_stated, zone_of_offsets


def stated(text: str, *, day_first: bool | None = None) -> str:
    found = read_stated(text, day_first=day_first)
    return (
        "" if found is None else f"{found.wall.isoformat()} {found.zone}{found.unknown and '?' + found.unknown}".strip()
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017-11-03T19:30:00+02:00", "2017-11-03T19:30:00+02:00"),
        ("2017-11-03T19:30:00.123Z", "2017-11-03T19:30:00.123000+00:00"),
        ("20171103T193000+0200", "2017-11-03T19:30:00+02:00"),
        ("20171103T1930Z", "2017-11-03T19:30:00+00:00"),
        ("2017-11-03 19:30", "2017-11-03T19:30:00"),
        ("2017-11-03, 19:30", "2017-11-03T19:30:00"),
        ("2017-11-03 19:30:05 +0200", "2017-11-03T19:30:05+02:00"),
        ("2017-11-03 19:30 UTC", "2017-11-03T19:30:00+00:00"),
        ("2017-11-03 19:30 Europe/Berlin", "2017-11-03T19:30:00 Europe/Berlin"),
        ("2017-11-03 7:30 PM CET", "2017-11-03T19:30:00 Europe/Brussels"),
        ("2017/11/3 19:30", "2017-11-03T19:30:00"),
        ("Fri, 03 Nov 2017 19:30:00 EST", "2017-11-03T19:30:00-05:00"),
        ("3 Nov 17 19:30 GMT", "2017-11-03T19:30:00+00:00"),
        ("3 Nov 97 19:30 GMT", "1997-11-03T19:30:00+00:00"),
        ("Fri, 03 Nov 2017 19:30:00 -0000", "2017-11-03T19:30:00+00:00"),
        ("Fr., 3 Nov 2017 19:30 IST", "2017-11-03T19:30:00 ?IST"),
        ("03-Nov-2017 19:30", "2017-11-03T19:30:00"),
        ("Nov. 3, 2017 7:30 p.m.", "2017-11-03T19:30:00"),
        ("Friday, November 3, 2017 at 7:30 PM", "2017-11-03T19:30:00"),
        ("7:30 p.m. GMT, Nov. 3, 2017", "2017-11-03T19:30:00+00:00"),
        ("Fri Nov 3 2017 19:30:00 GMT+0100 (CET)", "2017-11-03T19:30:00+01:00"),
        ("03.11.2017 19:30", "2017-11-03T19:30:00"),
        ("13/11/2017 19:30", "2017-11-13T19:30:00"),
        ("11/13/2017 7:30 PM", "2017-11-13T19:30:00"),
        ("3/3/2017 19:30", "2017-03-03T19:30:00"),
        ("3. November 2017, 19:30 Uhr", "2017-11-03T19:30:00"),
        ("Freitag, den 3. Nov. 2017 um 19.30 Uhr", "2017-11-03T19:30:00"),
        ("le vendredi 3 novembre 2017 à 19h30", "2017-11-03T19:30:00"),
        ("1er août 2017 19:30 CEST", "2017-08-01T19:30:00 Europe/Brussels"),
        ("viernes, 3 de noviembre de 2017 a las 19:30", "2017-11-03T19:30:00"),
        ("sexta-feira, 3 de março de 2017 19:30", "2017-03-03T19:30:00"),
        ("19:30 3 mars 2017", "2017-03-03T19:30:00"),
        ("1509731400", "2017-11-03T17:50:00+00:00"),
        ("1509731400123", "2017-11-03T17:50:00.123000+00:00"),
    ],
)
def test_notations(text: str, expected: str) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "19:30", "2017-11-03", "3/11/2017 19:30", "2017-13-03 19:30", "2017-11-03 25:00", "32.11.2017 19:30",
     "2017-11-03 19:30 and more to say", "2017-11-03 19:30 +99:00", "17", "9" * 30, "Nov. 3 19:30",
     "3 ruritember 2017 19:30", "21:05 mars 2020",
     "31 juin 2017 19:30", "x" * 5000],
)  # fmt: skip
def test_what_has_no_meaning_or_two(text: str) -> None:
    assert stated(text) == ""


def test_the_order_of_day_and_month_where_it_is_known() -> None:
    assert stated("3/11/2017 19:30", day_first=True) == "2017-11-03T19:30:00"
    assert stated("3/11/2017 19:30", day_first=False) == "2017-03-11T19:30:00"
    assert stated("13/11/2017 19:30", day_first=False) == "2017-11-13T19:30:00"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Berlin", "2017-11-03T19:30:00 Europe/Berlin"),
        ("+02:00", "2017-11-03T19:30:00+02:00"),
        ("UTC-3", "2017-11-03T19:30:00-03:00"),
        ("EDT", "2017-11-03T19:30:00-04:00"),
        ("Eastern", "2017-11-03T19:30:00 America/New_York"),
        ("Mars", "2017-11-03T19:30:00 ?Mars"),
        ("", "2017-11-03T19:30:00"),
    ],
)
def test_a_zone_beside_a_time(zone: str, expected: str) -> None:
    found = in_zone(Stated(datetime(2017, 11, 3, 19, 30)), zone)
    assert f"{found.wall.isoformat()} {found.zone}{found.unknown and '?' + found.unknown}".strip() == expected


def test_a_zone_beside_an_offset_changes_nothing() -> None:
    exact = Stated(datetime(2017, 11, 3, 19, 30, tzinfo=UTC))
    assert in_zone(exact, "Europe/Berlin") == exact


@pytest.mark.parametrize(
    ("months", "hours", "zone"),
    [
        ((1, 7), (0, 1), "Europe/London"),  # the site's own, over the change of clocks
        ((1, 7), (2, 2), "Etc/GMT-2"),
        ((1, 7), (-5, -5), "Etc/GMT+5"),
        ((1, 7), (1, 2), ""),
        ((1, 7), (0, 0), ""),
        ((1, 7), (5.5, 5.5), ""),
        ((), (), ""),
    ],
)
def test_zones_of_offsets(months: tuple[int, ...], hours: tuple[float, ...], zone: str) -> None:
    moments = [
        datetime(2017, month, 3, 19, 30, tzinfo=timezone(timedelta(hours=hour)))
        for month, hour in zip(months, hours, strict=True)
    ]
    assert zone_of_offsets(moments, Config(title="A", zone="Europe/London")) == zone
