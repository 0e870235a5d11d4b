from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TypeAlias

import pytest
from readings import codes, read_seed

from sitegen.errors import Problem, Severity
from sitegen.importers.exports.liveblogsum import LIVEBLOGSUM
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.json_value import Json
from sitegen.model import LiveBlog, ZoneSource

Row: TypeAlias = dict[str, Json]
DATED = Sidecar(date=date(2017, 5, 4))
GUARDIAN: Row = {"title": "Ferry lost | The Guardian", "url": "https://www.theguardian.com/live/2016/jul/27/ferry"}
BBC: Row = {"title": "Ferry live - BBC News", "url": "http://www.bbc.co.uk/news/live/uk-39795233"}


def row(time: Json, text: Json = "the ferry is late .", **more: Json) -> Row:
    texts: Json = [text] if isinstance(text, str) else text
    return {"doc_label": 1, "title": "", "text": texts, "sent_label": [1], "time": time, **more}


def seed(about: Row, *rows: Json, **more: Json) -> str:
    return json.dumps({"blog_id": "0a1b", **about, "summary": ["fog .", "storm ."], "documents": list(rows), **more})


def run(text: str | bytes, sidecar: Sidecar = NOTHING) -> tuple[LiveBlog, list[Problem]]:
    [blog], problems = read_seed(LIVEBLOGSUM, "seeds/a.json", text, sidecar)
    return blog, problems


def quietly(text: str, sidecar: Sidecar = NOTHING) -> LiveBlog:
    blog, problems = run(text, sidecar)
    assert problems == []
    return blog


def refused(text: str | bytes, code: str, sidecar: Sidecar = NOTHING) -> Problem:
    blogs, problems = read_seed(LIVEBLOGSUM, "seeds/a.json", text, sidecar)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert (blogs, codes(errors)) == ([], [code])
    return errors[0]


def times(blog: LiveBlog) -> list[str]:
    return [update.at.isoformat(timespec="minutes") for update in blog.updates]


def test_a_live_blog_of_the_guardian_is_in_utc() -> None:
    first = row([2016, 7, 27, 16, 56], ["`` fog '' , he said .", "storm ."], block_id="block-5798", is_key_event=True)
    blog = quietly(seed(GUARDIAN, first, row([2016, 7, 27, 8, 21], title="fog lifts")))
    assert (blog.title, blog.publisher, blog.lang) == ("Ferry lost | The Guardian", "The Guardian", "en")
    assert (blog.zone, blog.zone_source) == ("Europe/London", ZoneSource.STATED)
    assert (blog.summary, blog.standfirst) == (("fog .", "storm ."), "")
    assert blog.sources[0].url == GUARDIAN["url"]
    assert times(blog) == ["2016-07-27T09:21+01:00", "2016-07-27T17:56+01:00"]
    early, late = blog.updates
    assert (early.title, early.body, early.key, early.lines) == (
        "fog lifts",
        "the ferry is late .",
        False,
        "documents/2",
    )
    assert (late.title, late.body, late.key, late.sid) == ("", "`` fog '' , he said . storm .", True, "block-5798")


def test_clocks_of_the_bbc_are_counted_backwards_from_the_day_of_the_sidecar() -> None:
    rows = [row("00:20", "three", author=["Ann Other", "BBC"]), row("23:50", "two"), row("22:10", "one")]
    blog = quietly(seed(BBC, *rows), DATED)
    assert times(blog) == ["2017-05-03T22:10+01:00", "2017-05-03T23:50+01:00", "2017-05-04T00:20+01:00"]
    assert [update.body for update in blog.updates] == ["one", "two", "three"]
    assert (blog.updates[2].author, blog.publisher) == ("Ann Other, BBC", "BBC")


def test_a_clock_a_few_minutes_out_of_order_stays_in_its_day() -> None:
    blog, problems = run(seed(BBC, row("12:00"), row("12:10", "two"), row("11:00", "three")), DATED)
    assert times(blog) == ["2017-05-04T11:00+01:00", "2017-05-04T12:00+01:00", "2017-05-04T12:10+01:00"]
    assert codes(problems) == ["out-of-order"]


@pytest.mark.parametrize(
    ("about", "day"),
    [
        ({"url": "http://www.bbc.co.uk/news/2015/04/22/live"}, "2015-04-22"),
        ({"url": "https://www.bbc.com/live/2015/apr/22/ferry"}, "2015-04-22"),
        ({"title": "Friday 3 November 2017"}, "2017-11-03"),
    ],
)
def test_the_address_or_a_line_that_is_a_date_dates_clocks(about: Row, day: str) -> None:
    assert {str(update.at.date()) for update in quietly(seed({**BBC, **about}, row("12:00"))).updates} == {day}


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("live : ferry lost - 4 may 2017", "2017-05-04"),
        ("ferry lost : thursday 4 may 2017", "2017-05-04"),
        ("may 4 , 2017 : live", "2017-05-04"),
        ("ferry live ( 4 may 2017 )", "2017-05-04"),
        ("no ferry before 4 may 2017 : live", ""),  # of another day, it may be
        ("friday 4 may 2017 : live", ""),
        ("1 - 4 may 2017", ""),
        ("1 may 2017 - 4 may 2017", ""),
        ("ferry live 4 may", ""),
    ],
)
def test_a_date_that_is_set_off_in_the_title_dates_clocks(title: str, day: str) -> None:
    text = seed({**BBC, "title": title}, row("19:12"))
    if day:
        assert times(quietly(text)) == [f"{day}T19:12+01:00"]
    else:
        refused(text, "undated-seed")


def test_a_line_of_the_summary_that_is_a_date_dates_clocks() -> None:
    text = json.dumps({**json.loads(seed(BBC, row("12:00"))), "summary": ["wednesday 22 april 2015 ."]})
    assert times(quietly(text)) == ["2015-04-22T12:00+01:00"]
    wrong = json.dumps({**json.loads(seed(BBC, row("12:00"))), "summary": ["friday 22 april 2015 ."]})
    refused(wrong, "undated-seed")


def object_id(clock: str) -> str:
    made = datetime.fromisoformat(f"2017-05-{clock}").replace(tzinfo=UTC)
    return f"post_{int(made.timestamp()):08x}" + "0" * 16


def test_ids_that_hold_the_second_in_which_they_were_made_date_clocks() -> None:
    made = [("00:20", "03T23:19"), ("23:50", "03T22:45"), ("18:00", "03T16:40"), ("17:00", "03T09:00")]
    rows = [row(clock, clock, block_id=object_id(at)) for clock, at in made]
    assert times(quietly(seed(BBC, *rows)))[::3] == ["2017-05-03T17:00+01:00", "2017-05-04T00:20+01:00"]
    refused(seed(BBC, *rows[:2]), "undated-seed")  # too few to be sure
    strays = [row(f"16:{minute}", f"{minute}", block_id=object_id("01T09:00")) for minute in (30, 20, 10)]
    refused(seed(BBC, *rows[:3], *strays), "undated-seed")  # three say one day and three another


def test_rows_without_a_word_are_counted_and_left_out() -> None:
    rows = [row("12:00", ""), row(None, [""], block_id=None), row("12:00", "one"), row("11:00", "", title="two")]
    blog, problems = run(seed(BBC, *rows), DATED)
    assert [(update.title, update.body) for update in blog.updates] == [("two", ""), ("", "one")]
    assert [problem.message for problem in problems] == ["left out, as no part of the live blog: 2 rows without a word"]


def test_rows_of_one_minute_keep_their_order() -> None:
    blog = quietly(seed(BBC, row("12:00", "two"), row("12:00", "one"), row("11:00", "zero")), DATED)
    assert [update.body for update in blog.updates] == ["zero", "one", "two"]


def test_clocks_without_a_date_are_refused() -> None:
    assert refused(seed(BBC, row("12:00")), "undated-seed").hint.startswith("write")


@pytest.mark.parametrize("time", [None, "", "12", "25:00", "12:00 or so", [2016, 7], [2016, 13, 1, 0, 0], [True] * 5, {}, 7,
                                  [10**18] * 5, ["2016", 7, 27, 1, 2]])  # fmt: skip
def test_a_row_whose_time_cannot_be_read_is_an_error(time: Json) -> None:
    _, problems = read_seed(LIVEBLOGSUM, "seeds/a.json", seed(GUARDIAN, row(time), row([2016, 7, 27, 8, 21])))
    assert codes(problems) == ["undated-update"]


def test_seeds_that_are_broken() -> None:
    assert refused(seed(GUARDIAN, row([2016, 7, 27, 8, 21]))[:-30], "json-syntax")
    assert refused(seed({"title": "Ferry"}), "no-update")
    assert refused(seed({}, row([2016, 7, 27, 8, 21])), "no-title")
    assert refused(seed(GUARDIAN, "text", 7, None), "no-update")  # which are rows without a word


def test_several_live_blogs_in_one_list() -> None:
    one = json.loads(seed(GUARDIAN, row([2016, 7, 27, 8, 21])))
    blogs, problems = read_seed(LIVEBLOGSUM, "seeds/a.json", json.dumps([one, {**one, "title": "Fog"}, 7]))
    assert ([blog.title for blog in blogs], problems) == (["Ferry lost | The Guardian", "Fog"], [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (seed(GUARDIAN, row([2016, 7, 27, 8, 21])), "liveblogsum"),
        (json.dumps([json.loads(seed(GUARDIAN))]), "liveblogsum"),
        ('{"blog_id": "a", "title": "b", "url": "c", "summary": ["' + "d" * 9000 + '"]}', "liveblogsum"),
        ('{"documents": [{"blog_id": "a"}], "title": "b"}', ""),
        ("[]", ""),
    ],
)
def test_the_keys_of_the_corpus_tell_it(text: str, name: str) -> None:
    found = sniff(Seed("seeds/a.json", text.encode()), importers([])[0])
    assert (found.code if isinstance(found, Problem) else found.name) == (name or "unknown-format")
