from __future__ import annotations

import pytest

from sitegen.importers.text.datelines import DATELINES, REGIONS, zone_of_dateline
from sitegen.times import load_zone


def test_every_zone_of_the_tables_loads() -> None:
    assert [name for name, zone in DATELINES.items() if load_zone(zone) is None] == []
    assert [name for name, zones in REGIONS.items() if not zones or None in map(load_zone, zones)] == []


def test_the_table_has_enough_cities_that_stand_alone() -> None:
    assert sum("," not in name for name in DATELINES) >= 80


def test_every_state_of_a_city_is_known() -> None:
    assert [name for name in DATELINES if "," in name and name.partition(", ")[2] not in REGIONS] == []


@pytest.mark.parametrize(
    ("dateline", "zone"),
    [
        ("BEIRUT", "Asia/Beirut"),
        ("Beirut", "Asia/Beirut"),
        ("BEIRUT, Lebanon", "Asia/Beirut"),
        ("WASHINGTON", "America/New_York"),
        ("WASHINGTON, D.C.", "America/New_York"),
        ("SPOKANE, Washington", "America/Los_Angeles"),
        ("ST. LOUIS", "America/Chicago"),
        ("Bogotá, Colombia", "America/Bogota"),
        ("SAO PAULO", "America/Sao_Paulo"),
        ("LOUISVILLE, Ky.", "America/Kentucky/Louisville"),
        ("Louisville,  Kentucky", "America/Kentucky/Louisville"),
        ("INDIANAPOLIS", "America/Indiana/Indianapolis"),
        ("INDIANAPOLIS, Ind.", "America/Indiana/Indianapolis"),
        ("HOUSTON, Texas", "America/Chicago"),
        ("EL PASO, Texas", "America/Denver"),
        ("PANAMA CITY", "America/Panama"),
        ("PANAMA CITY, Fla.", "America/Chicago"),
        ("GENEVA, N.Y.", "America/New_York"),
        ("LONDON, Ontario", "America/Toronto"),
        ("MOSCOW, Russia", "Europe/Moscow"),
        ("SYDNEY, Nova Scotia", "America/Halifax"),
        ("QAIM, Iraq", "Asia/Baghdad"),
        ("GAZA CITY, Gaza Strip", "Asia/Gaza"),
        ("TBILISI, Georgia", "Asia/Tbilisi"),
        ("ATLANTA, Georgia", "America/New_York"),
        ("SAVANNAH, Ga.", "America/New_York"),
        ("TRIPOLI, Lebanon", "Asia/Beirut"),
        ("HONG KONG, China", "Asia/Hong_Kong"),
    ],
)
def test_known_datelines(dateline: str, zone: str) -> None:
    assert zone_of_dateline(dateline, ()) == zone


@pytest.mark.parametrize(
    "dateline",
    [
        "",
        ",",
        "QAIM",
        "ATLANTIS, Ruritania",
        "BEIRUT, Ruritania",
        "ABOARD THE SHIP",
        "PARIS, Texas",
        "LONDON, Ky.",
        "MOSCOW, Idaho",
        "ROME, Georgia",
        "GEORGIA",
        "ATHENS",
        "PORTLAND",
        "TRIPOLI",
        "SMALLVILLE, Kan.",
    ],
)
def test_no_dateline_is_guessed(dateline: str) -> None:
    assert zone_of_dateline(dateline, ()) is None


def test_the_names_of_the_site_come_first() -> None:
    own = (("QAIM", "Asia/Baghdad"), ("BEIRUT", "Asia/Damascus"), ("PORTLAND, ORE.", "America/Boise"), ("TEXAS", "UTC"))
    assert zone_of_dateline("Qaim", own) == "Asia/Baghdad"
    assert zone_of_dateline("QAIM, Ruritania", own) == "Asia/Baghdad"
    assert zone_of_dateline("BEIRUT", own) == "Asia/Damascus"
    assert zone_of_dateline("PORTLAND, Ore.", own) == "America/Boise"
    assert zone_of_dateline("PORTLAND, Maine", own) == "America/New_York"
    assert zone_of_dateline("MARFA, Texas", own) == "UTC"
    assert zone_of_dateline("HOUSTON, Texas", own) == "UTC"
    assert zone_of_dateline("EL PASO, Texas", own) == "America/Denver"
