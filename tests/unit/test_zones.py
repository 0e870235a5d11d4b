from __future__ import annotations

import struct
from importlib.resources import files
from itertools import pairwise
from zoneinfo import available_timezones

import pytest

DAY_S = 86_400


def changes(name: str) -> list[int]:
    """The seconds since 1970 at which the clocks of the zone *name* change, as far as its table goes (RFC 8536 §3)."""
    text = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    first, second = (struct.Struct(form) for form in (">20x6L", ">6L"))
    utc, standard, leaps, times, kinds, letters = first.unpack_from(text)
    start = 44 + times * 5 + kinds * 6 + letters + leaps * 8 + standard + utc + 20
    _, _, _, times, kinds, _ = second.unpack_from(text, start)
    start += 24
    moments = struct.unpack_from(f">{times}q", text, start)
    places = text[start + 8 * times : start + 9 * times]
    offsets = [struct.unpack_from(">l", text, start + 9 * times + 6 * kind)[0] for kind in range(kinds)]
    steps = pairwise([offsets[0], *(offsets[place] for place in places)])
    return [moment for moment, (before, after) in zip(moments, steps, strict=True) if before != after]


@pytest.mark.parametrize("region", ["A", "E", "I", "P", ""])
def test_no_zone_changes_its_clocks_twice_within_two_days(region: str) -> None:
    names = [name for name in available_timezones() - {"localtime"} if name.startswith(region)]
    steps = [after - before for name in names for before, after in pairwise(changes(name))]
    assert len(steps) > 100
    assert min(steps) > 2 * DAY_S
