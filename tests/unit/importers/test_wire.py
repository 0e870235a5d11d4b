from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.errors import Problem, Severity
from sitegen.importers.fidelity import unexplained
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.text.wire import WIRE
from sitegen.model import LiveBlog, Picture, Rights, ZoneSource

CONFIG = Config(title="A site", zone="Europe/London", datelines=(("LOW POINT", "Asia/Tokyo"),))
HEAD = """\
The Latest: Ferry reaches the harbor.

November 3, 2017

BEIRUT (AP) — The Latest on the ferry (all times local):
"""


def run(
    text: str | bytes, sidecar: Sidecar | None = None, path: str = "seeds/ferry.txt", config: Config = CONFIG
) -> tuple[LiveBlog | None, list[Problem]]:
    """The live blog of a seed and its problems; one that is made has passed the proof of its words."""
    sidecar = sidecar or Sidecar()
    data = text.encode() if isinstance(text, str) else text
    found = list(WIRE.read(Seed(path, data, sidecar), config))
    problems = [item for item in found if isinstance(item, Problem)]
    liveblogs = [item for item in found if isinstance(item, LiveBlog)]
    assert len(liveblogs) + len(problems) == len(found)
    for liveblog in liveblogs:
        given = (sidecar.title, liveblog.title) if sidecar.title else ()
        assert unexplained(data.decode(), path, liveblog, lambda body: plain(render(body, "/")), given) == ()
    return (liveblogs[0] if liveblogs else None), problems


def read(text: str, sidecar: Sidecar | None = None, path: str = "seeds/ferry.txt") -> LiveBlog:
    """The live blog of a seed about which there is nothing to say."""
    liveblog, problems = run(text, sidecar, path)
    assert problems == []
    assert liveblog is not None
    return liveblog


def warned(
    text: str, code: str, sidecar: Sidecar | None = None, path: str = "seeds/ferry.txt"
) -> tuple[LiveBlog, Problem]:
    """The live blog of a seed and the only thing there is to say about it."""
    liveblog, problems = run(text, sidecar, path)
    assert [problem.code for problem in problems] == [code]
    assert liveblog is not None
    return liveblog, problems[0]


def refused(text: str | bytes, code: str, sidecar: Sidecar | None = None) -> Problem:
    """The only problem of a seed that cannot be imported."""
    liveblog, problems = run(text, sidecar)
    assert liveblog is None
    assert [(problem.code, problem.severity) for problem in problems] == [(code, Severity.ERROR)]
    return problems[0]


def clocks(liveblog: LiveBlog) -> list[str]:
    return [f"{update.at:%d %H:%M}" for update in liveblog.updates]


def bodies(liveblog: LiveBlog) -> list[str]:
    return [update.body for update in liveblog.updates]


def seed(*headings: str, head: str = HEAD) -> str:
    """A seed with an update under each of *headings*."""
    return head + "".join(f"\n{heading}\n\nText {number}.\n" for number, heading in enumerate(headings))


def test_the_parts_of_a_plain_seed() -> None:
    liveblog = read(HEAD + "\n7:30 p.m.\n\nThe ferry is in.\n\nAll are safe.\n\n\n6 p.m.\n\nIt is late.\n")
    assert (liveblog.kicker, liveblog.title) == ("The Latest", "Ferry reaches the harbor")
    assert (liveblog.dateline, liveblog.publisher) == ("BEIRUT", "AP")
    assert liveblog.standfirst == "The Latest on the ferry (all times local):"
    assert (liveblog.zone, liveblog.zone_source) == ("Asia/Beirut", ZoneSource.DATELINE)
    assert (liveblog.id, liveblog.slug, liveblog.date) == ("", "", date(2017, 11, 3))
    assert [update.at.isoformat() for update in liveblog.updates] == [
        "2017-11-03T18:00:00+02:00",
        "2017-11-03T19:30:00+02:00",
    ]
    assert bodies(liveblog) == ["It is late.", "The ferry is in.\n\nAll are safe."]
    assert [update.lines for update in liveblog.updates] == ["14-16", "7-11"]
    assert [update.anchor for update in liveblog.updates] == ["", ""]


@pytest.mark.parametrize(
    "line", ["July 27, 2018 GMT", "Friday, July 27, 2018 7:31 pm", "July 27, 2018, 7:31 p.m. EDT", "July 27, 2018"]
)
def test_a_date_line_may_hold_a_clock_or_a_zone(line: str) -> None:
    text = f"The Latest: Ferry is late\n\n{line}\n\nBEIRUT (AP) — The Latest on the ferry:\n\n6 p.m.\n\nIt is late.\n"
    liveblog = read(text)
    assert (liveblog.date, clocks(liveblog)) == (date(2018, 7, 27), ["27 18:00"])


def test_the_source_is_the_digest_of_the_bytes() -> None:
    source = read(seed("6 p.m."), Sidecar(url="https://example.org/1", captured="2017-11-04")).sources[0]
    assert (source.seed, source.importer) == ("seeds/ferry.txt", "wire")
    assert (len(source.sha256), source.url, source.captured) == (64, "https://example.org/1", "2017-11-04")


@pytest.mark.parametrize(
    ("heading", "clock"),
    [
        ("7:30 p.m.", "19:30"),
        ("11:45 a.m.", "11:45"),
        ("6 p.m.", "18:00"),
        ("2:45 p.m. update", "14:45"),
        ("4:40 p.m.:", "16:40"),
        ("2 p.m.:", "14:00"),
        ("5.40 p.m.", "17:40"),
        ("Noon", "12:00"),
        ("Noon.", "12:00"),
        ("noon", "12:00"),
        ("12 p.m.", "12:00"),
        ("12:00 p.m.:", "12:00"),
        ("12 a.m.", "00:00"),
        ("6:00p.m.", "18:00"),
        ("11: 06 a.m.", "11:06"),
        ("9:52 PM", "21:52"),
        ("7:30 pm", "19:30"),
        ("  7:30 p.m.  ", "19:30"),
        ("19:30", "19:30"),
        ("11.04 Uhr", "11:04"),
        ("21h56", "21:56"),
        ("**[8:15]**", "08:15"),
    ],
)
def test_headings(heading: str, clock: str) -> None:
    assert clocks(read(seed(heading))) == [f"03 {clock}"]


@pytest.mark.parametrize("between", ["___.", "___", "———", "---", "____", "__", "__.", "", "\n", "___\n\n___", "* * *"])
def test_separators_neither_make_nor_keep_anything(between: str) -> None:
    text = HEAD + f"\n{between}\n\n7 p.m.\n\nOne.\n\n{between}\n\n6 p.m.\n\nTwo.\n\n{between}\n"
    assert bodies(read(text)) == ["Two.", "One."]


def test_a_separator_directly_under_its_paragraph_is_no_heading_of_markdown() -> None:
    assert bodies(read(HEAD + "\n7 p.m.\n\nOne.\n---\n6 p.m.\nTwo.\n___.\n")) == ["Two.", "One."]


@pytest.mark.parametrize("separator", [" — ", " – ", ": ", " - "])
def test_clocks_that_lead_their_text(separator: str) -> None:
    liveblog = read(HEAD + f"\n2:31 p.m.{separator}The pier opens.\n\nMore.\n\n2:05 p.m.{separator}It was shut.\n")
    assert clocks(liveblog) == ["03 14:05", "03 14:31"]
    assert bodies(liveblog) == ["It was shut.", "The pier opens.\n\nMore."]
    assert liveblog.updates[1].lines == "7-9"


def test_a_leading_clock_among_clocks_of_their_own_is_text() -> None:
    text = HEAD + "\n7 p.m.\n\nThe plan:\n\n9 a.m. — Doors open\n\n6 p.m.\n\nTwo.\n"
    liveblog, problem = warned(text, "clock-in-text")
    assert bodies(liveblog) == ["Two.", "The plan:\n\n9 a.m. — Doors open"]
    assert (problem.where.line, problem.where.column) == (11, 1)


def test_a_clock_with_a_date_stands_on_it() -> None:
    two_days = "\n4 p.m. ET, November 3, 2017\n\nThree.\n\n11 a.m., Nov. 3, 2017\n\nTwo.\n\n5:30 a.m.\n\nOne.\n"
    assert clocks(read(HEAD + two_days)) == ["03 05:30", "03 11:00", "03 22:00"]
    night = "\n4 p.m. UTC, November 3, 2017\n\nTwo.\n\n5 p.m., November 2, 2017\n\nOne.\n"
    liveblog, _ = warned(HEAD + night, "long-gap")
    assert clocks(liveblog) == ["02 17:00", "03 18:00"]


def test_a_clock_with_another_date_than_the_seed_keeps_to_the_seed() -> None:
    liveblog, problem = warned(HEAD + "\n3:05 p.m., March 3, 2021\n\nOne.\n", "date-differs")
    assert clocks(liveblog) == ["03 15:05"]
    assert problem.where.line == 7


def test_an_offset_says_the_instant() -> None:
    liveblog = read(HEAD + "\n8 p.m. UTC+1\n\nTwo.\n\n7 p.m. (1700 GMT)\n\nOne.\n")
    assert clocks(liveblog) == ["03 19:00", "03 21:00"]


def test_a_leading_clock_after_a_separator_opens_an_update() -> None:
    liveblog = read(HEAD + "\n7 p.m.\n\nOne.\n\n___\n\n6:30 p.m. — Two.\n\n___\n\n6 p.m.\n\nThree.\n")
    assert bodies(liveblog) == ["Three.", "Two.", "One."]


def test_times_in_prose_captions_and_schedules_are_no_headings() -> None:
    body = (
        "It left at\n6 p.m. and came at\n7 p.m.\n\nTrains:\n9 a.m. north, 10 a.m. south\n\n10 a.m. briefing postponed"
    )
    liveblog = read(HEAD + "\nThe pier at 5 p.m. (AP Photo/A. Person)\n\n8 p.m.\n\n" + body + "\n")
    assert clocks(liveblog) == ["03 20:00"]
    assert liveblog.pictures == (Picture("The pier at 5 p.m.", "AP Photo/A. Person"),)


def test_one_line_feed_in_the_place_of_blank_lines() -> None:
    text = HEAD.replace("\n\n", "\n") + "7 p.m.\nOne.\nMore.\n6 p.m.\nTwo.\n"
    assert bodies(read(text)) == ["Two.", "One.\n\nMore."]


def test_one_line_feed_around_clocks_only() -> None:
    assert bodies(read(HEAD + "\n7 p.m.\nOne is\nwrapped.\n6 p.m.\nTwo.\n")) == ["Two.", "One is wrapped."]


def test_list_items_are_paragraphs() -> None:
    text = HEAD + "\n7 p.m.\n\nWhat to know:\n— One thing\nand its end\n— Another — with a dash\n"
    assert bodies(read(text)) == ["What to know:\n\n— One thing and its end\n\n— Another — with a dash"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks(ending: str, mark: str) -> None:
    liveblog = read(mark + seed("7 p.m.", "6 p.m.").replace("\n", ending))
    assert (liveblog.kicker, clocks(liveblog)) == ("The Latest", ["03 18:00", "03 19:00"])
    assert [update.lines for update in liveblog.updates] == ["11-13", "7-9"]


def test_text_that_looks_like_markdown_stays_text() -> None:
    hostile = (
        "1986. A year\n\n[SANA]: x\n\n2*3*4\n\n# x\n\n    four blanks\n\n<b>bold</b>\n\n## 2017-11-03 10:00\n\n> quoted"
    )
    liveblog, problem = warned(HEAD + "\n7 p.m.\n\n" + hostile + "\n", "near-clock")
    assert problem.where.line == 21  # text it stays, but not without a word
    assert len(liveblog.updates) == 1
    assert "<strong>" not in render(liveblog.updates[0].body, "/")


@pytest.mark.parametrize(
    ("line", "kicker", "title"),
    [
        ("The Latest: Rain ends", "The Latest", "Rain ends"),
        ("LIVE: Rain ends.", "LIVE", "Rain ends"),
        ("Live updates: Rain: it ends", "Live updates", "Rain: it ends"),
        ("As it happened: Rain", "As it happened", "Rain"),
        ("Harbor: all quiet", "", "Harbor: all quiet"),
        ("Rain in the U.S.", "", "Rain in the U.S."),
        ("Rain ...", "", "Rain ..."),
        ("The Latest:", "", "The Latest:"),
    ],
)
def test_titles(line: str, kicker: str, title: str) -> None:
    liveblog = read(seed("6 p.m.").replace("The Latest: Ferry reaches the harbor.", line))
    assert (liveblog.kicker, liveblog.title) == (kicker, title)


@pytest.mark.parametrize(
    ("line", "dateline", "publisher"),
    [
        ("BEIRUT (AP) — Text", "BEIRUT", "AP"),
        ("BEIRUT (AP) – Text", "BEIRUT", "AP"),
        ("BEIRUT (AP) - Text", "BEIRUT", "AP"),
        ("BEIRUT (AP) -- Text", "BEIRUT", "AP"),
        ("BEIRUT (AP) Text", "BEIRUT", "AP"),
        ("BEIRUT — Text", "BEIRUT", ""),
        ("BEIRUT, Lebanon (Harbour Wire) — Text", "BEIRUT, Lebanon", "Harbour Wire"),
    ],
)
def test_datelines(line: str, dateline: str, publisher: str) -> None:
    liveblog = read(f"Title\n\nNovember 3, 2017\n\n{line}\n\n6 p.m.\n\nText.\n")
    assert (liveblog.dateline, liveblog.publisher, liveblog.standfirst) == (dateline, publisher, "Text")
    assert liveblog.zone_source is ZoneSource.DATELINE


def test_captions_become_pictures_and_other_lines_stay_in_the_standfirst() -> None:
    text = """\
The Latest: Ferry in
November 3, 2017
By A. PERSON, Harbour Wire
The pier on Nov. 2. The ferry came
on Friday. (Harbour Office via AP)

FILE - The old pier.

BEIRUT (AP) — The Latest (all times local):

6 p.m.

Text.
"""
    liveblog = read(text)
    assert liveblog.title == "Ferry in"
    assert liveblog.standfirst == "By A. PERSON, Harbour Wire\n\nThe Latest (all times local):"
    assert liveblog.pictures == (
        Picture("The pier on Nov. 2. The ferry came on Friday.", "Harbour Office via AP"),
        Picture("FILE - The old pier."),
    )


def test_a_byline_with_the_date_keeps_its_words() -> None:
    text = "Title\n\nBy Harbour Wire - Friday, November 3, 2017\n\nBEIRUT (AP) — Text:\n\n6 p.m.\n\nText.\n"
    liveblog = read(text)
    assert liveblog.date == date(2017, 11, 3)
    assert liveblog.standfirst == "By Harbour Wire - Friday, November 3, 2017\n\nText:"


@pytest.mark.parametrize(
    "line", ["November 3, 2017", "Nov. 3, 2017", "3 November 2017", "2017-11-03", "Friday, Nov. 3, 2017", "3 Nov 2017."]
)
def test_date_lines(line: str) -> None:
    assert read(seed("6 p.m.").replace("November 3, 2017", line)).date == date(2017, 11, 3)


UNDATED = HEAD.replace("November 3, 2017\n\n", "")


def test_the_date_of_a_sidecar_comes_before_that_of_the_name() -> None:
    liveblog = read(seed("6 p.m.", head=UNDATED), Sidecar(date=date(2016, 5, 4)), "seeds/ferry_2017-11-03.txt")
    assert liveblog.date == date(2016, 5, 4)


def test_the_date_of_the_name() -> None:
    assert read(seed("6 p.m.", head=UNDATED), path="seeds/2016-01-01/ferry_2017-11-03.txt").date == date(2017, 11, 3)


def test_a_seed_without_date_is_refused_with_the_way_to_give_it() -> None:
    problem = refused(seed("6 p.m.", head=UNDATED), "undated-seed")
    assert "sitegen import --missing" in problem.hint


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("Ferry day, November 3, 2017", "2017-11-03"),
        ("Liveticker vom 3. November 2017", "2017-11-03"),
        ("Diretta: il voto del 4 marzo 2018", "2018-03-04"),
        ("DIRECT. La grève du 1er août 2018", "2018-08-01"),
        ("La votación del 4 de mayo de 2018", "2018-05-04"),
        ("Die Tore am 07.11.2021", "2021-11-07"),
    ],
)
def test_a_date_within_the_headline_is_named_and_not_taken(title: str, day: str) -> None:
    problem = refused(seed("6 p.m.", head=f"{title}\n\nBEIRUT (AP) — All times local.\n"), "undated-seed")
    assert day in problem.message
    assert f'"date: {day}"' in problem.hint


def test_two_dates_within_a_headline_name_none() -> None:
    head = "From November 3, 2017 to November 5, 2017\n\nBEIRUT (AP) — All times local.\n"
    assert "2017-11-05" not in refused(seed("6 p.m.", head=head), "undated-seed").message


def test_characters_that_somebody_read_wrongly_are_told() -> None:
    liveblog, problem = warned(HEAD + "\n6 p.m.\n\nIt cost Â£5 here.\n", "mojibake")
    assert bodies(liveblog) == ["It cost Â£5 here."]
    assert "£" in problem.message


def test_instants_with_offsets_keep_their_order_where_clocks_are_put_back() -> None:
    text = "Log\n\n2021-11-07T05:30:00Z One\n\n2021-11-07 06:10:00 UTC Two\n\n2021-11-07T01:30:00-05:00 Three\n"
    liveblog = read(text, Sidecar(zone="America/New_York"))
    assert bodies(liveblog) == ["One", "Two", "Three"]
    assert [update.at.isoformat() for update in liveblog.updates] == [
        "2021-11-07T01:30:00-04:00",
        "2021-11-07T01:10:00-05:00",
        "2021-11-07T01:30:00-05:00",
    ]


def test_the_date_line_wins_over_the_sidecar_and_the_difference_is_told() -> None:
    liveblog, problem = warned(seed("6 p.m."), "date-differs", Sidecar(date=date(2017, 11, 4)))
    assert liveblog.date == date(2017, 11, 3)
    assert "2017-11-04" in problem.message


def test_a_date_of_no_archive_is_refused() -> None:
    assert refused(seed("6 p.m.").replace("2017", "0001"), "impossible-date").where.line == 3


def test_a_wrong_weekday_in_the_date_line_is_told_and_kept() -> None:
    liveblog, problem = warned(seed("6 p.m.").replace("November 3", "Sunday, November 3"), "weekday-differs")
    assert liveblog.standfirst.startswith("Sunday, November 3, 2017\n\n")
    assert "was a Friday" in problem.message


def test_a_weekday_in_the_text_that_contradicts_the_date() -> None:
    text = HEAD + "\n6 p.m.\n\nThe ferry left.\n\nIt came on Monday.\n"
    _, problem = warned(text, "weekday-differs")
    assert (problem.where.line, "on Monday" in problem.message) == (11, True)


def test_a_weekday_that_agrees_silences_those_that_do_not() -> None:
    read(HEAD + "\n6 p.m.\n\nThe ferry left on Monday.\n\nIt came Friday.\n")


def zoned(note: str = "", place: str = "BEIRUT", day: str = "November 3, 2017") -> str:
    return f"Title\n\n{day}\n\n{place} (AP) — The Latest{note}:\n\n6 p.m.\n\nText.\n"


@pytest.mark.parametrize(
    ("note", "place", "zone", "source"),
    [
        (" (all times local)", "BEIRUT", "Asia/Beirut", ZoneSource.DATELINE),
        (" (all times EDT)", "BEIRUT", "America/New_York", ZoneSource.STATED),
        (" (all times Eastern)", "LONDON", "America/New_York", ZoneSource.STATED),
        (" (all times Eastern Daylight Time)", "LONDON", "America/New_York", ZoneSource.STATED),
        (" (all times are Eastern)", "LONDON", "America/New_York", ZoneSource.STATED),
        (" (all times GMT)", "BEIRUT", "UTC", ZoneSource.STATED),
        ("", "BEIRUT", "Asia/Beirut", ZoneSource.DATELINE),
        ("", "LOW POINT", "Asia/Tokyo", ZoneSource.DATELINE),
        ("", "LOUISVILLE, Ky.", "America/Kentucky/Louisville", ZoneSource.DATELINE),
    ],
)
def test_zones(note: str, place: str, zone: str, source: ZoneSource) -> None:
    liveblog = read(zoned(note, place))
    assert (liveblog.zone, liveblog.zone_source) == (zone, source)
    assert "The Latest" + note in liveblog.standfirst


def test_the_zone_of_a_sidecar_wins() -> None:
    liveblog = read(zoned(" (all times EDT)"), Sidecar(zone="Asia/Tokyo"))
    assert (liveblog.zone, liveblog.zone_source) == ("Asia/Tokyo", ZoneSource.STATED)


def test_an_unknown_dateline_takes_the_zone_of_the_site_and_says_so() -> None:
    liveblog, problem = warned(zoned(place="NOWHERE AT ALL"), "zone-assumed")
    assert (liveblog.zone, liveblog.zone_source) == ("Europe/London", ZoneSource.ASSUMED)
    assert "NOWHERE AT ALL" in problem.message
    assert "datelines" in problem.hint


def test_no_dateline_at_all() -> None:
    liveblog, problem = warned("Title\n\nNovember 3, 2017\n\n6 p.m.\n\nText.\n", "zone-assumed")
    assert (liveblog.zone_source, liveblog.dateline) == (ZoneSource.ASSUMED, "")
    assert "sidecar" in problem.hint


@pytest.mark.parametrize(
    ("note", "day", "at"),
    [
        ("EST", "June 5, 2016", "2016-06-05T18:00:00-04:00"),
        ("Eastern Standard Time", "June 5, 2016", "2016-06-05T18:00:00-04:00"),
        ("EDT", "January 5, 2016", "2016-01-05T18:00:00-05:00"),
    ],
)
def test_a_note_out_of_season_takes_the_clock_of_the_place(note: str, day: str, at: str) -> None:
    liveblog, problem = warned(zoned(f" (all times {note})", day=day), "zone-note-season")
    assert (liveblog.zone, liveblog.updates[0].at.isoformat()) == ("America/New_York", at)
    assert (note.removesuffix(" Time") in problem.message, problem.where.line) == (True, 5)


def test_a_heading_with_its_own_zone_is_converted() -> None:
    liveblog = read(zoned(" (all times EDT)").replace("6 p.m.\n", "7:50 p.m. PDT\n\nLate.\n\n6 p.m.\n"))
    assert [update.at.isoformat() for update in liveblog.updates] == [
        "2017-11-03T18:00:00-04:00",
        "2017-11-03T22:50:00-04:00",
    ]


def test_a_zone_of_several_places_is_read_as_local_and_told() -> None:
    liveblog, problem = warned(seed("6 p.m. IST"), "clock-zone")
    assert (clocks(liveblog), problem.where.line) == (["03 18:00"], 7)


def test_midnight_backwards() -> None:
    liveblog = read(seed("1:15 a.m.", "12:05 a.m.", "11:50 p.m.", "9 p.m."))
    assert clocks(liveblog) == ["02 21:00", "02 23:50", "03 00:05", "03 01:15"]
    assert liveblog.date == date(2017, 11, 2)


def test_midnight_forwards() -> None:
    liveblog = read(seed("9 p.m.", "11:50 p.m.", "12:05 a.m."))
    assert clocks(liveblog) == ["03 21:00", "03 23:50", "04 00:05"]
    assert liveblog.date == date(2017, 11, 3)


def test_the_word_midnight_is_the_start_of_a_day() -> None:
    liveblog, problem = warned(seed("9 p.m.", "11:50 p.m.", "Midnight"), "midnight-clock")
    assert clocks(liveblog)[-1] == "04 00:00"
    assert problem.severity is Severity.NOTE


def test_stamps_out_of_order_keep_their_day() -> None:
    liveblog, problem = warned(seed("7 p.m.", "5 p.m.", "6 p.m.", "4 p.m."), "out-of-order")
    assert clocks(liveblog) == ["03 16:00", "03 17:00", "03 18:00", "03 19:00"]
    assert "18:00" in problem.message


def test_a_day_without_updates_is_told() -> None:
    _, problem = warned(seed("1 a.m.", "1:30 a.m.", "2 a.m.", "9 p.m."), "long-gap")
    assert "19 hours" in problem.message


def test_the_same_minute_twice_keeps_the_order_of_the_file() -> None:
    liveblog = read(HEAD + "\n7 p.m.\n\nThird.\n\n6:50 p.m.\n\nSecond.\n\n6:50 p.m.\n\nFirst.\n")
    assert bodies(liveblog) == ["First.", "Second.", "Third."]


def test_an_update_that_is_said_twice_is_kept_once() -> None:
    text = HEAD + "\n7 p.m.\n\nOne.\n\n6:50 p.m.\n\nTwo.\n\n___\n\n6:50 p.m.\n\nTwo.\n\n6 p.m.\n\nThree.\n"
    liveblog, problem = warned(text, "repeated-update")
    assert bodies(liveblog) == ["Three.", "Two.", "One."]
    assert (problem.where.line, problem.severity) == (17, Severity.NOTE)


def test_a_near_miss_stays_text_and_is_told() -> None:
    text = HEAD + "\n10 p.m.\n\nOne.\n\n  9L15 p.m.\n\nTwo.\n\n9 p.m.\n\nThree.\n"
    liveblog, problem = warned(text, "near-clock")
    assert bodies(liveblog) == ["Three.", "One.\n\n9L15 p.m.\n\nTwo."]
    assert (problem.where.path, problem.where.line, problem.where.column) == ("seeds/ferry.txt", 11, 3)


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (("1:10 p.m.", "12:25", "11:45 a.m."), ["03 11:45", "03 12:25", "03 13:10"]),
        (("11:45 a.m.", "12:25", "1:10 p.m."), ["03 11:45", "03 12:25", "03 13:10"]),
        (("9:10", "8 a.m.", "7 a.m."), ["03 07:00", "03 08:00", "03 09:10"]),
        (("10 p.m.", "9 p.m.", "8:30"), ["03 20:30", "03 21:00", "03 22:00"]),
        (("8 p.m.", "19:30", "7 p.m."), ["03 19:00", "03 19:30", "03 20:00"]),
        (("1 a.m.", "12:25", "11:45 p.m."), ["02 23:45", "03 00:25", "03 01:00"]),
    ],
)
def test_a_clock_without_half_is_read_by_its_neighbours(headings: Sequence[str], found: Sequence[str]) -> None:
    liveblog, problem = warned(seed(*headings), "bare-clock")
    assert clocks(liveblog) == found
    assert "is read as" in problem.message


@pytest.mark.parametrize("headings", [("8 p.m.", "3:25", "7 p.m."), ("11 p.m.", "10:25", "9 a.m.")])
def test_a_clock_without_half_that_does_not_fit_stays_text(headings: Sequence[str]) -> None:
    liveblog, problem = warned(seed(*headings), "bare-clock")
    assert len(liveblog.updates) == 2
    assert "kept as text" in problem.message


def test_a_file_of_bare_clocks_has_24_hours() -> None:
    assert clocks(read(seed("7:53", "9:10", "19:30"))) == ["03 07:53", "03 09:10", "03 19:30"]


AMERICAN = "Title\n\n{day}\n\nNEW YORK (AP) — The Latest:\n"


def test_a_clock_that_was_never_shown_is_refused() -> None:
    text = seed("3:10 a.m.", "2:30 a.m.", head=AMERICAN.format(day="March 11, 2018"))
    assert refused(text, "skipped-time").where.line == 11


def test_a_clock_shown_twice_takes_the_fold_that_keeps_the_order() -> None:
    text = seed("12:50 a.m.", "1:50 a.m.", "1:10 a.m.", "2 a.m.", head=AMERICAN.format(day="November 5, 2017"))
    liveblog = read(text)
    assert [f"{update.at:%H:%M%z}" for update in liveblog.updates] == [
        "00:50-0400",
        "01:50-0400",
        "01:10-0500",
        "02:00-0500",
    ]


def test_a_clock_shown_twice_that_fits_twice_takes_the_earlier_and_says_so() -> None:
    text = seed("12:50 a.m.", "1:30 a.m.", "2:10 a.m.", head=AMERICAN.format(day="November 5, 2017"))
    liveblog, problem = warned(text, "repeated-time")
    assert liveblog.updates[1].at.isoformat() == "2017-11-05T01:30:00-04:00"
    assert (problem.where.line, "-0500" in problem.hint) == (11, True)


def test_a_clock_shown_twice_with_its_own_zone_is_plain() -> None:
    text = seed("12:50 a.m.", "1:10 a.m.", "6:30 a.m. GMT", "2 a.m.", head=AMERICAN.format(day="November 5, 2017"))
    liveblog = run(text)[0]
    assert liveblog is not None
    assert liveblog.updates[2].at.isoformat() == "2017-11-05T01:30:00-05:00"


def test_a_correction_after_the_last_separator_is_about_the_live_blog() -> None:
    liveblog = read(seed("7 p.m.", "6 p.m.") + "\n___\n\nThis story has been corrected: the ferry is old.\n")
    assert liveblog.standfirst.endswith("\n\nThis story has been corrected: the ferry is old.")
    assert bodies(liveblog) == ["Text 1.", "Text 0."]


def test_other_words_after_the_last_separator_stay_with_their_update() -> None:
    liveblog = read(seed("7 p.m.", "6 p.m.") + "\n___\n\nA. Person helped.\n")
    assert bodies(liveblog) == ["Text 1.\n\nA. Person helped.", "Text 0."]


def test_a_correction_inside_an_update_stays_there() -> None:
    liveblog = read(HEAD + "\n7 p.m.\n\nThis item has been corrected: old.\n\nMore.\n\n6 p.m.\n\nTwo.\n")
    assert bodies(liveblog) == ["Two.", "This item has been corrected: old.\n\nMore."]


def test_a_clock_without_text_is_kept_and_told() -> None:
    liveblog, problem = warned(HEAD + "\n7 p.m.\n\n6 p.m.\n\nTwo.\n", "empty-update")
    assert bodies(liveblog) == ["Two.", ""]
    assert (problem.where.line, liveblog.updates[1].lines) == (7, "7-7")


def test_a_sidecar_says_what_is_shown_and_no_word_is_lost() -> None:
    sidecar = Sidecar(
        title="The day the ferry came",
        dateline="TYRE, Lebanon",
        publisher="Harbour Wire",
        topics=("harbor",),
        rights=Rights(holder="Harbour Wire"),
    )
    liveblog = read(seed("6 p.m."), sidecar)
    assert (liveblog.kicker, liveblog.title) == ("The Latest", "The day the ferry came")
    assert (liveblog.dateline, liveblog.publisher) == ("TYRE, Lebanon", "Harbour Wire")
    assert liveblog.standfirst == "Ferry reaches the harbor\n\nBEIRUT (AP) — The Latest on the ferry (all times local):"
    assert liveblog.rights.holder == "Harbour Wire"
    assert (liveblog.updates[0].topics, liveblog.updates[0].suggested) == (("harbor",), False)


@pytest.mark.parametrize("title", ["Ferry Reaches the Harbor", "The Latest: Ferry reaches the harbor"])
def test_a_sidecar_that_says_the_title_again(title: str) -> None:
    liveblog = read(seed("6 p.m."), Sidecar(title=title))
    assert liveblog.kicker == "The Latest"
    assert liveblog.title.casefold() == "ferry reaches the harbor"


def test_a_seed_without_headline_needs_a_sidecar() -> None:
    text = seed("6 p.m.", head="November 3, 2017\n\nBEIRUT (AP) — The Latest:\n")
    assert "sidecar" in refused(text, "no-title").hint
    assert read(text, Sidecar(title="Ferry")).title == "Ferry"


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff", "\ufeff\n"])
def test_an_empty_seed_is_refused(text: str) -> None:
    refused(text, "empty-seed")


def test_a_seed_without_clock_is_refused() -> None:
    refused(HEAD + "\nNothing happened.\n", "no-clock")


def test_bytes_that_are_no_text_are_refused() -> None:
    problem = refused(b"Title\n\ncaf\xe9\n", "invalid-utf8")
    assert (problem.where.path, problem.where.line) == ("seeds/ferry.txt", 3)


def test_the_encoding_of_the_sidecar() -> None:
    data = seed("6 p.m.").replace("—", "-").replace("ferry", "café").encode("cp1252")
    found = list(WIRE.read(Seed("seeds/a.txt", data, Sidecar(encoding="windows-1252")), CONFIG))
    assert [type(item) for item in found] == [LiveBlog]


@pytest.mark.parametrize(
    ("path", "text", "accepted"),
    [
        ("seeds/a.txt", seed("6 p.m."), True),
        ("seeds/a.TXT", seed("6 p.m."), True),
        ("seeds/a", seed("6 p.m."), True),
        ("seeds/a.wire", seed("6 p.m."), True),
        ("seeds/a.txt", "", True),
        ("seeds/a.txt", "No clock at all.", True),
        ("seeds/a.md", seed("6 p.m."), True),
        ("seeds/a", "BEIRUT (AP) — Text", True),
        ("seeds/a", "Just text.", False),
        ("seeds/a.md", "---\ntitle: x\n---\n\n6 p.m.\n\nText.\n", False),
        ("seeds/a.md", "+++\ntitle = 1\n+++\n\n6 p.m.\n\nText.\n", False),
        ("seeds/a.html", seed("6 p.m."), False),
        ("seeds/a.txt", "<!doctype html><p>6 p.m.</p>", False),
        ("seeds/a.txt", '\ufeff\n {"time": "6 p.m."}', False),
        ("seeds/a.txt", '[{"time": "6 p.m."}]', False),
        ("seeds/a.txt", "[8:15] Doors\n", True),
        ("seeds/a", "\0\0\n6 p.m.\n", False),
    ],
)
def test_what_is_wire_text(path: str, text: str, accepted: bool) -> None:
    assert (WIRE.declines(Seed(path, text.encode())) == "") is accepted


def test_utf_16_is_text() -> None:
    assert not WIRE.declines(Seed("seeds/a", seed("6 p.m.").encode("utf-16")))


def test_clocks_with_dates_date_a_seed_that_has_no_other() -> None:
    text = seed(
        "3:05 p.m. ET, March 3, 2021", "9:15 p.m. ET, March 2, 2021", head=UNDATED.replace("BEIRUT", "NEW YORK")
    )
    liveblog = read(text, path="seeds/copied-2021-03-09.txt")
    assert (clocks(liveblog), liveblog.date) == (["02 21:15", "03 15:05"], date(2021, 3, 2))


def test_stamps_of_a_program_give_author_and_date() -> None:
    text = "Ferry\n\nAnn Lee 10/22/2013 5:00:03 PM\nIt is in.\n\nA. Person 10/22/2013 5:02:03 PM\n\nIt left.\n"
    liveblog, _ = warned(text, "zone-assumed")
    assert [(update.author, update.at.isoformat(), update.body) for update in liveblog.updates] == [
        ("Ann Lee", "2013-10-22T17:00:03+01:00", "It is in."),
        ("A. Person", "2013-10-22T17:02:03+01:00", "It left."),
    ]


def test_a_zone_that_all_clocks_name_is_that_of_a_seed_without_another() -> None:
    text = "Ferry\n\n3 June 2015\n\n11.08am BST\n11:08\n\nTwo.\n\n10.02am BST\n10:02\n\nOne.\n"
    liveblog = read(text)
    assert (liveblog.zone, liveblog.zone_source) == ("Europe/London", ZoneSource.STATED)
    assert bodies(liveblog) == ["One.", "Two."]


def test_a_date_line_of_a_day_without_updates_keeps_its_words() -> None:
    liveblog = read(seed("1 a.m. GMT", head=HEAD.replace("BEIRUT", "HONOLULU")))
    assert clocks(liveblog) == ["03 15:00"]
    liveblog = read(seed("1 a.m. GMT, November 3, 2017", head=HEAD.replace("BEIRUT", "HONOLULU")))
    assert (clocks(liveblog), liveblog.standfirst[:16]) == (["02 15:00"], "November 3, 2017")


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("10 a.m. — a", "4 p.m. — b", "DAY TWO – SATURDAY", "5 p.m. — c"), ["03 10:00", "03 16:00", "04 17:00"]),
        (("10 p.m.", "b", "9 a.m.", "a", "November 2, 2017", "11 p.m.", "z"), ["02 23:00", "03 09:00", "03 22:00"]),
        (("9 a.m.", "a", "Sunday, Nov. 5", "10 a.m.", "b"), ["03 09:00", "05 10:00"]),
        (("9 a.m.", "a", "Saturday", "10 a.m.", "b", "Monday", "11 a.m.", "c"), ["03 09:00", "04 10:00", "06 11:00"]),
    ],
)
def test_lines_between_updates_that_say_the_day(lines: Sequence[str], found: Sequence[str]) -> None:
    liveblog, problems = run(HEAD + "".join(f"\n{line}\n" for line in lines))
    assert liveblog is not None
    assert {problem.code for problem in problems} <= {"long-gap"}
    assert clocks(liveblog) == found


@pytest.mark.parametrize("heading", ["!@#$  COMMENTS", "Comments (12)", "12 comments", "Reader comments:"])
def test_comments_of_readers_are_left_out_and_told(heading: str) -> None:
    comments = f"\n{heading}\n\nA. Reader says:\n    November 5, 2017 at 2:40 pm\n\n    Hurray.\n"
    liveblog, problem = warned(seed("7 p.m.", "6 p.m.") + comments, "left-out")
    assert bodies(liveblog) == ["Text 1.", "Text 0."]
    assert (problem.where.line, problem.severity) == (15, Severity.NOTE)


@pytest.mark.parametrize(
    ("heading", "below"),
    [
        ("3 Kommentare", "Peter Beispiel schreibt:\n\nToll! peter@example.org"),
        ("Kommentare (3)", "Peter sagt: 10:30 Uhr\n\nToll!"),
        ("Leserkommentare", "Peter Beispiel\n\n6. Mai 2018 um 13:15 Uhr\n\nToll!"),
        ("2 Gedanken zu „Die Fähre“", "Peter sagt am 6. Mai 2018 um 13:15 Uhr:\n\nToll!"),
        (
            "Schreibe einen Kommentar",
            "Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind markiert",
        ),
        ("2 commentaires", "Pierre a dit :\n\nBravo !"),
        ("Laisser un commentaire", "Pierre\n\n6 mai 2018 à 13 h 15 min\n\nBravo !"),
        ("2 réflexions sur « Le bac »", "Pierre\n\nil y a 3 ans\n\nBravo !"),
        ("3 comentarios", "Ana dice:\n\n¡Bravo!"),
        ("Deja una respuesta", "Ana\n\n6 mayo, 2018 a las 1:15 pm\n\n¡Bravo!"),
        ("Leave a comment", "Peter Reader\nMay 6, 2018 at 1:15 pm\n\nGreat! peter@example.org"),
        ("3 thoughts on “The ferry”", "Peter Reader\n\nMay 6, 2018 at 1:15 pm Reply\n\nGreat!"),
        ("Leave a Reply", "Your email address will not be published. Required fields are marked *"),
        ("12 Responses to The ferry", "Peter Reader says: May 6, 2018 at 1:15 pm\n\nGreat!"),
        ("Comments", "Peter Reader • 3 years ago\n\nGreat!\n\nReply"),
    ],
)
def test_comments_in_the_forms_of_other_languages_and_of_wordpress(heading: str, below: str) -> None:
    liveblog, _ = warned(seed("7 p.m.", "6 p.m.") + f"\n{heading}\n\n{below}\n", "left-out")
    assert bodies(liveblog) == ["Text 1.", "Text 0."]


@pytest.mark.parametrize(
    "text",
    [
        "3 Comments\n\nAnn Example\nNovember 3, 2017\n\nThe ferry sails.\n",  # the byline of the page
        "Kommentar\n\nAnn Example\n\n3. November 2017\n\nThe ferry sails.\n",
    ],
)
def test_a_byline_below_a_number_of_comments_begins_no_comments(text: str) -> None:
    liveblog, problems = run(HEAD + text + "\n7 p.m.\n\nOne.\n\n6 p.m.\n\nTwo.\n")
    assert liveblog is not None
    assert (bodies(liveblog), [p.code for p in problems if p.code == "left-out"]) == (["Two.", "One."], [])


def test_a_number_of_comments_below_each_update_begins_none() -> None:
    each = [f"{hour} p.m.\n\nText {hour}.\n\n{hour} comments\n\nReply\n" for hour in (8, 7, 6, 5)]
    liveblog, problems = run(HEAD + "\n" + "\n".join(each[:3]) + "\n" + each[3].replace("Reply", "The end."))
    assert liveblog is not None
    assert (len(liveblog.updates), problems) == (4, [])


def test_comments_that_nobody_speaks_in_are_text() -> None:
    assert bodies(read(seed("7 p.m.") + "\nComments\n\nThe mayor made none.\n")) == [
        "Text 0.\n\nComments\n\nThe mayor made none."
    ]


def test_a_clock_that_its_own_zone_never_showed_is_refused() -> None:
    problem = refused(seed("1:30 a.m. BST", head=HEAD.replace("November 3, 2017", "March 25, 2018")), "skipped-time")
    assert "Europe/London" in problem.message
