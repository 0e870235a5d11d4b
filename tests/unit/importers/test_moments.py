from __future__ import annotations

import pytest

from sitegen.importers.exports.moments import moment_of, moment_of_epoch


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017-11-03T19:30:05Z", "2017-11-03T19:30:05+00:00"),
        ("2017-11-03T19:30:05.123456789+02:00", "2017-11-03T19:30:05.123456+02:00"),
        ("2017-11-03T19:30:05,5-0330", "2017-11-03T19:30:05.500000-03:30"),
        ("2017-11-03T19:30+02", "2017-11-03T19:30:00+02:00"),
        (" 2017-11-03 19:30:05 ", "2017-11-03T19:30:05"),
        ("Fri, 03 Nov 2017 19:30:05 GMT", "2017-11-03T19:30:05+00:00"),
        ("Fri, 3 Nov 2017 19:30:05 +0200", "2017-11-03T19:30:05+02:00"),
    ],
)
def test_instants_as_programs_write_them(text: str, expected: str) -> None:
    found = moment_of(text)
    assert found is not None
    assert found.isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "2017-11-03",
            "20171103T193005Z",
            "2017-13-03T19:30:00Z",
            "2017-11-03T25:00:00Z",
            "Friday",
            "yesterday at 7",
        ),
        *(
            "2017-11-03T19:30:05+99:00",
            "0001-01-01T00:00:00+12:00",
            "9999-12-31T23:59:59-12:00",
            "Fri, 99 Nov 2017 1:1 GMT",
        ),
        *("Mon " * 10_000, "\u0662017-11-03T19:30:05Z"),
    ],
)
def test_anything_else_is_no_instant(text: str) -> None:
    assert moment_of(text) is None


def test_counts_since_1970() -> None:
    seconds, milliseconds = moment_of_epoch(1509737405), moment_of_epoch(1509737405500, 1000)
    assert seconds is not None
    assert milliseconds is not None
    assert (seconds.isoformat(), milliseconds.isoformat()) == (
        "2017-11-03T19:30:05+00:00",
        "2017-11-03T19:30:05.500000+00:00",
    )


@pytest.mark.parametrize("count", [None, 1e300, -1e300, 253402300800, -62135596800])
def test_counts_beyond_all_years_are_no_instant(count: float | None) -> None:
    assert moment_of_epoch(count) is None
