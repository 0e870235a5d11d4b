from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from sitegen.content.anchors import mint, mint_all, pin
from sitegen.model import LiveBlog, Update

DAY = date(2017, 11, 3)
AT = datetime(2017, 11, 3, 19, 30, tzinfo=UTC)


def blog(*updates: Update) -> LiveBlog:
    return LiveBlog("2017-11-03-x", "x", "X", DAY, "UTC", updates=updates)


def test_an_anchor_is_the_local_clock_with_the_date_of_another_day() -> None:
    moments = [AT, AT + timedelta(hours=6), AT - timedelta(days=2), AT + timedelta(days=60), datetime(7, 1, 2, 3, 4)]
    assert [mint(at, DAY, ()) for at in moments] == [
        "t1930",
        "t1104-0130",
        "t1101-1930",
        "t20180102-1930",
        "t00070102-0304",
    ]


def test_the_later_of_two_in_a_minute_gets_letters() -> None:
    taken: set[str] = set()
    for _ in range(54):
        taken.add(mint(AT, DAY, taken))
    assert taken == {"t1930", *(f"t1930{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")} | {
        f"t1930a{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"
    } | {"t1930ba", "t1930bb"}


@pytest.mark.promise("A3")
def test_minting_leaves_what_is_there_and_what_once_was() -> None:
    later = Update(AT, "b", anchor="t1930")
    minted = mint_all(blog(Update(AT, "a"), later, Update(AT, "c")), {"t1930b"})
    assert [update.anchor for update in minted.updates] == ["t1930c", "t1930", "t1930d"]
    assert minted.updates[1] is later


@pytest.mark.promise("A1")
def test_an_anchor_is_a_name_that_stays_when_the_time_is_corrected() -> None:
    minted = mint_all(blog(Update(AT + timedelta(hours=1), "a", anchor="t1930"), Update(AT, "b")))
    assert [update.anchor for update in minted.updates] == ["t1930", "t1930b"]


def test_pinning_changes_the_named_lines_alone() -> None:
    text = "---\r\ntitle: X\r\n---\r\n\r\n## 19:30\r\n\r\nA body.  \r\n\r\n## noon — T {key}\r\n\r\nNo line end"
    assert pin(text, {5: "t1930", 9: "t1200"}) == text.replace("19:30", "19:30 {#t1930}").replace(
        "{key}", "{#t1200 key}"
    )
    assert pin(text, {}) == text
