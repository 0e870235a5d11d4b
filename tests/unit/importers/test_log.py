"""Logs in Markdown: every notation of a clock, the days that lines state, and a body that stays what a reader saw."""

from __future__ import annotations

from datetime import date

import pytest

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.errors import Problem, Severity
from sitegen.importers.evidence import contradictions
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.text.log import LOG
from sitegen.importers.text.log_lines import is_span
from sitegen.importers.text.wire import WIRE
from sitegen.model import LiveBlog, ZoneSource

CONFIG = Config(title="A site", zone="Europe/London")
HEAD = """\
---
title: "The harbor opens"
date: 2017-11-03
---

We stand at the pier.

"""


def run(
    text: str, sidecar: Sidecar | None = None, path: str = "seeds/harbor.md"
) -> tuple[LiveBlog | None, list[Problem]]:
    """The live blog of a seed and its problems; one that is made has passed the proof of its words."""
    found = list(LOG.read(Seed(path, text.encode(), sidecar or Sidecar(zone="Asia/Beirut")), CONFIG))
    problems = [item for item in found if isinstance(item, Problem)]
    made = [item for item in found if isinstance(item, Found)]
    for one in made:
        proof = contradictions(path, one.liveblog, one.evidence, lambda body: plain(render(body, "/")))
        assert [problem.message for problem in proof] == []
    return (made[0].liveblog if made else None), problems


def read(text: str, sidecar: Sidecar | None = None, path: str = "seeds/harbor.md") -> LiveBlog:
    """The live blog of a seed about which there is nothing to say."""
    liveblog, problems = run(text, sidecar, path)
    assert problems == []
    assert liveblog is not None
    return liveblog


def warned(text: str, code: str, sidecar: Sidecar | None = None) -> tuple[LiveBlog, Problem]:
    """The live blog of a seed and the only thing there is to say about it."""
    liveblog, problems = run(text, sidecar)
    assert [problem.code for problem in problems] == [code]
    assert liveblog is not None
    return liveblog, problems[0]


def refused(text: str, code: str) -> Problem:
    """The only problem of a seed that cannot be imported."""
    liveblog, problems = run(text)
    assert liveblog is None
    assert [(problem.code, problem.severity) for problem in problems] == [(code, Severity.ERROR)]
    return problems[0]


def told(liveblog: LiveBlog) -> list[tuple[str, str, str]]:
    return [(f"{update.at:%d %H:%M}", update.title, update.body) for update in liveblog.updates]


def test_headings_with_clocks_and_what_stands_below_them() -> None:
    text = (
        HEAD
        + "### 11 AM\nThe *first* ship.\n\n+ one\n+ two\n\n### 12 AM\n\nNight.\n\n#### Crew\n\nFour.\n\n## 2:30 AM\nEnd.\n"
    )
    liveblog = read(text)
    assert (liveblog.title, liveblog.date, liveblog.standfirst) == (
        "The harbor opens",
        date(2017, 11, 3),
        "We stand at the pier.",
    )
    assert told(liveblog) == [
        ("03 11:00", "", "The *first* ship.\n\n- one\n- two"),
        ("04 00:00", "", "Night.\n\n## Crew\n\nFour."),
        ("04 02:30", "", "End."),
    ]
    assert [update.lines for update in liveblog.updates] == ["8-12", "14-20", "22-23"]
    assert {update.at.isoformat()[-6:] for update in liveblog.updates} == {"+02:00"}
    assert (liveblog.sources[0].importer, liveblog.zone) == ("log", "Asia/Beirut")


def test_a_heading_may_have_a_title_behind_its_clock() -> None:
    liveblog = read(HEAD + "## 10:00 – The **first** ship\n\nText.\n\n## 10:20: Late\n\nMore.\n")
    assert told(liveblog) == [("03 10:00", "The first ship", "Text."), ("03 10:20", "Late", "More.")]


def test_list_items_with_clocks_and_their_wrapped_lines() -> None:
    text = HEAD + (
        "## Timeline\n\n- **21:17 UTC: the `gates` of\n  the pier open**\n- 21:28 UTC: a ship\n  comes\n  - with sails\n"
        "- not timed\n- 21:40 UTC – It is [in][log]\n\n## Actions\n\n- Paint [the pier][log]\n\n[log]: https://example.org/log\n"
    )
    liveblog = read(text, Sidecar(publisher="Pier"))
    assert (liveblog.zone, liveblog.zone_source) == ("UTC", ZoneSource.STATED)
    assert told(liveblog) == [
        ("03 21:17", "", "**the** `gates` **of the pier open**"),
        ("03 21:28", "", "a ship comes\n\n- with sails\n- not timed"),
        ("03 21:40", "", "It is [in](https://example.org/log)"),
    ]
    assert liveblog.standfirst == (
        "We stand at the pier.\n\n## Timeline\n\n## Actions\n\n- Paint [the pier](https://example.org/log)"
    )


@pytest.mark.parametrize(
    ("line", "clock", "body"),
    [
        ("**[8:15]**  Text", "08:15", "Text"),
        ("**[8:18]  **Text", "08:18", "Text"),
        ("[8:15] Text", "08:15", "Text"),
        ("`8:15` Text", "08:15", "Text"),
        ("**8:15 PM:** Text", "20:15", "Text"),
        ("**8:15 PM** – Text", "20:15", "Text"),
        ("**8:15 – Text**", "08:15", "**Text**"),
        ("*8:15*: Text", "08:15", "Text"),
        ("(8:15 p.m.) Text", "20:15", "Text"),
        ("11:05 AM — Text", "11:05", "Text"),
        ("12:55 PM – Text", "12:55", "Text"),
        ("- 20:09 UTC+2: Text", "20:09", "Text"),
        ("- 12:32 – Text", "12:32", "Text"),
        ("- 12:32 Text", "12:32", "Text"),
        ("* [x] 12:32 - Text", "12:32", "Text"),
        ("1. 12:32: Text", "12:32", "Text"),
        ("- **2017-11-03 00:55: Text**", "00:55", "**Text**"),
        ("- **2017-11-03 00:55** Text", "00:55", "Text"),
        ("- 2017-11-03T10:55:30Z Text", "12:55", "Text"),
        ("- 2017-11-03T10:55+01:00: Text", "11:55", "Text"),
        ("- Nov. 3, 10:55 | Text", "10:55", "Text"),
        ("- Friday, 10:55: Text", "10:55", "Text"),
        ("**Update 10:55:** Text", "10:55", "Text"),
        ("**UPDATE (10:55 p.m.):** Text", "22:55", "Text"),
        ("- [10:55](#p4) Text", "10:55", "Text"),
        ("- ~10:55 – Text", "10:55", "Text"),
        ("| 10:55 | Text |", "10:55", "Text"),
        ("| 2017-11-03 | 10:55 UTC+2 | Text |", "10:55", "Text"),
        ("### 10:55\nText", "10:55", "Text"),
        ("### 2017-11-03 10:55\nText", "10:55", "Text"),
        ("**10:55 p.m., Nov. 3**\n\nText", "22:55", "Text"),
    ],
)
def test_notations(line: str, clock: str, body: str) -> None:
    assert told(read(HEAD + line + "\n")) == [(f"03 {clock}", "", body)]


@pytest.mark.parametrize(
    "note", ["## Timeline (UTC)\n\n", "All times are UTC.\n\n", "| Time (in UTC) | What |\n|---|---|\n"]
)
def test_a_zone_that_the_opening_names(note: str) -> None:
    liveblog = read(HEAD + note + "| 10:55 | Text |\n| 11:00 | More |\n", Sidecar(topics=("x",)))
    assert (liveblog.zone, liveblog.zone_source) == ("UTC", ZoneSource.STATED)
    assert told(liveblog) == [("03 10:55", "", "Text"), ("03 11:00", "", "More")]


def test_lines_that_open_with_a_clock_and_a_blank_where_there_are_many() -> None:
    assert [one[0] for one in told(read(HEAD + "13:59 One\n14:05 Two\n\n14:10 Three\n"))] == [
        "03 13:59",
        "03 14:05",
        "03 14:10",
    ]
    few = run(HEAD + "13:59 One\n\nAt 14:05 two\n")
    assert (few[0], [problem.code for problem in few[1]]) == (None, ["near-clock", "no-clock"])


@pytest.mark.parametrize(
    "line",
    ["10:00 – 11:30 Doors", "- 10:00–10:30: closed", "## 10 a.m. briefing postponed", "- 6 p.m. on Friday it closed"],
)
def test_spans_and_prose_open_nothing(line: str) -> None:
    assert is_span(line) == ("–" in line)
    liveblog = run(HEAD + f"**9:00** Text\n\n{line}\n\n**12:00** Text\n")[0]
    assert liveblog is not None
    assert [one[0] for one in told(liveblog)] == ["03 09:00", "03 12:00"]


def test_code_opens_nothing() -> None:
    body = "```\n10:30: in code\n```\n"
    assert told(read(HEAD + f"**9:00** Text\n\n{body}\n**12:00** Text\n"))[0][2] == f"Text\n\n{body.strip()}"


def test_clocks_of_another_kind_stay_text_and_are_told() -> None:
    liveblog, problem = warned(HEAD + "### 10:00\n\n- 9:30: Doors\n\n### 11:00\n\nText\n", "clock-in-text")
    assert told(liveblog)[0] == ("03 10:00", "", "- 9:30: Doors")
    assert (problem.where.line, problem.where.column) == (10, 1)


def test_a_span_of_time_stays_text_and_is_told() -> None:
    liveblog, problem = warned(HEAD + "- 9:00: a\n- 9:10-9:30: b\n- 10:00: c\n", "near-clock")
    assert (told(liveblog)[0][2], problem.where.line) == ("a\n\n- 9:10-9:30: b", 9)


def test_a_near_miss_stays_text_and_is_told() -> None:
    liveblog, problem = warned(HEAD + "### 10:00\n\nText\n\n### 25:70\n\nMore\n\n### 11:00\n\nEnd\n", "near-clock")
    assert told(liveblog)[0] == ("03 10:00", "", "Text\n\n## 25:70\n\nMore")
    assert problem.where.line == 12


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("### 2017-11-05\n- 9:00: a\n- 23:50: b\n- 0:10: c\n### 2017-11-07\n- 8:00: d\n", "05 05 06 07"),
        ("### November 5th\n- 9:00: a\n### Monday, November 6\n- 9:30: b\n", "05 06"),
        ("- 9:00: a\n\n**Saturday**\n\n- 9:30: b\n", "03 04"),
        ("- 9:00: a\n\n## Day two\n\n- 9:30: b\n", "03 04"),
        ("# DAY ONE\n- 9:00: a\n# DAY TWO – SATURDAY\n- 9:30: b\n", "03 04"),
        ("### 5 November 2017\n- 10:00: d\n- 9:00: c\n### 4 November 2017\n- 11:00: b\n- 8:00: a\n", "04 04 05 05"),
        ("- 2017-11-05 9:00: a\n- 2017-11-06 9:30: b\n- 9:40: c\n", "05 06 06"),
        ("- 23:50: a\n- 0:10: b\n", "03 04"),
        ("- 0:10: b\n- 23:50: a\n", "02 03"),
        ("### 2017-11-05\n- 9:00 AM: a\n- 9:40 PM: b\n", "05 05"),
        ("- 2017-11-05\n  - 10:00: a\n- 2017-11-06\n  - 10:10: b\n", "05 06"),
    ],
)
def test_days(lines: str, found: str) -> None:
    assert " ".join(f"{update.at:%d}" for update in read(HEAD + lines).updates) == found


def test_a_date_that_a_line_says_is_no_text_but_what_else_it_says_is() -> None:
    liveblog = read(
        HEAD + "### 2017-11-05\n- 9:00: a\n\n### Day 2\n- 9:00: b\n", Sidecar(zone="UTC", date=date(2017, 11, 5))
    )
    assert [(f"{update.at:%d}", update.body) for update in liveblog.updates] == [("05", "a\n\n## Day 2"), ("06", "b")]


def test_a_wrong_day_of_the_week_is_told() -> None:
    warned(HEAD + "### Monday, 2017-11-05\n- 9:00: a\n", "weekday-differs")


UNDATED = HEAD.replace("date: 2017-11-03\n", "")


def test_where_the_date_comes_from() -> None:
    text = UNDATED + "- 9:00: a\n"
    assert read(text, path="seeds/2016-05-04-harbor.md").date == date(2016, 5, 4)
    assert read(text, Sidecar(zone="UTC", date=date(2015, 1, 2)), "seeds/2016-05-04-harbor.md").date == date(2015, 1, 2)
    assert read(HEAD + "- 9:00: a\n", Sidecar(zone="UTC", date=date(2015, 1, 2))).date == date(2015, 1, 2)
    assert read(UNDATED + "- 2014-01-01 9:00: a\n").date == date(2014, 1, 1)
    refused(text, "undated-seed")
    refused(UNDATED + "## Saturday\n- 9:00: a\n", "undated-seed")


def test_a_title_in_the_text() -> None:
    text = "# The harbor opens\n\n2017-11-03\n\nIntro\n\n## 10:00\n\nText\n\n## 11:00\n\nText 2\n"
    liveblog = read(text)
    assert (liveblog.title, liveblog.standfirst, liveblog.date) == ("The harbor opens", "Intro", date(2017, 11, 3))
    assert refused(text.replace("# The harbor opens\n", ""), "no-title").hint == 'write "title" in a sidecar'


def test_a_description_that_the_text_does_not_say_opens_the_standfirst() -> None:
    text = HEAD.replace("date:", "description: A day at the pier\ndate:") + "- 9:00: a\n"
    assert read(text).standfirst == "A day at the pier\n\nWe stand at the pier."
    assert read(text.replace("A day at the pier", "We stand at the pier.")).standfirst == "We stand at the pier."


def test_toml_and_an_author() -> None:
    text = '+++\ntitle = "The harbor opens"\nauthor = "A. Person"\ndate = 2017-11-03T08:00:00Z\n+++\n\n- 9:00: a\n'
    assert [update.author for update in read(text).updates] == ["A. Person"]


def test_html_and_local_addresses_in_the_markdown() -> None:
    text = HEAD + (
        "**9:00** A <b>bold</b> word, <script>alert(1)</script>[here](/a/b), ![The pier](../pier.jpg) and\n"
        "![](https://example.org/map.png) &amp; a\\*b 1 < 2\n"
    )
    [(_, _, body)] = told(read(text))
    assert body == (
        "A **bold** word, here, The pier and [example.org/map.png](https://example.org/map.png) & a\\*b 1 < 2"
    )


def test_marks_that_nest_too_deep_are_text() -> None:
    assert run(HEAD + "**9:00** x\n\n" + "> " * 300 + "deep\n")[0] is not None


def test_an_update_said_twice_is_kept_once() -> None:
    liveblog, _ = warned(HEAD + "- 9:00: a\n- 9:00: a\n- 10:00: b\n", "repeated-update")
    assert len(liveblog.updates) == 2


def test_comments_of_readers_are_left_out_and_told() -> None:
    liveblog, note = warned(HEAD + "- 9:00: a\n\n## Comments (3)\n\nA. Reader says:\n\n- 10:00: me too\n", "left-out")
    assert (told(liveblog), note.where.line) == ([("03 09:00", "", "a")], 10)


def test_a_seed_without_text_or_end() -> None:
    refused("", "empty-seed")
    refused("---\ntitle: x\n\n- 9:00: a\n", "unclosed-front-matter")


@pytest.mark.parametrize(
    ("path", "text", "name"),
    [
        ("seeds/a.md", HEAD + "### 11 AM\n\nText\n", "log"),
        ("seeds/a.md", HEAD + "- **2017-11-03 00:55: Text**\n", "log"),
        ("seeds/a.md", HEAD + "13:59 Text\n14:00 Text\n14:02 Text\n", "log"),
        ("seeds/a.md", HEAD + "**Update [9:15]** Text\n", "log"),
        ("seeds/a", HEAD + "- 9:15: Text\n", "log"),
        ("seeds/a.md", HEAD + "A long introduction.\n\n## Timeline\n", "log"),
        ("seeds/a.md", "# Title\n\n### 11 AM\n\nText\n", "log"),
        ("seeds/a.markdown", "# Title\n\n- 11:10: Text\n", "log"),
        ("seeds/a.md", HEAD + "<p>7:30 p.m.</p><p>Text</p>\n", "jekyll"),
        ("seeds/a.md", HEAD + "7:30 p.m.\n\nText\n", "jekyll"),
        ("seeds/a.md", "Title\n\n7:30 p.m.\n\nText\n", "wire"),
        ("seeds/a.txt", "Title\n\n### 7:30 p.m.\n\nText\n", "wire"),
        ("seeds/a.txt", "Title\n\n11:05 AM — Text\n", "wire"),
    ],
)
def test_exactly_one_importer_takes_a_seed(path: str, text: str, name: str) -> None:
    seed = Seed(path, text.encode())
    found = sniff(seed, importers([])[0])
    assert not isinstance(found, Problem), found
    assert (found.name, LOG.declines(seed) == "", WIRE.declines(seed) == "") == (name, name == "log", name == "wire")


def test_an_incident_is_no_log() -> None:
    for text in (HEAD + '<Update date="2017-11-03T10:00:00Z">Text</Update>', HEAD + 'A {{< track "2017-11-03" >}}'):
        assert LOG.declines(Seed("seeds/a.md", text.encode()))


ZONED = "---\ntitle: Harbor\ndate: 2017-11-03\n{}\n---\n\n{}- 9:00: One\n- 9:30: Two\n"


@pytest.mark.parametrize(
    ("front", "note", "zone"),
    [
        ("timezone: America/New_York", "", "America/New_York"),
        ("time_zone: 'Eastern Time (US & Canada)'", "", "America/New_York"),
        ("tz: EST", "", "America/New_York"),
        ("zone: +02:00", "", "Etc/GMT-2"),
        ("TimeZone: UTC", "", "UTC"),
        ("timezone: America/New_York", "All times are in PST.\n\n", "America/Los_Angeles"),
        ("published: 2017-11-03 08:00:00 -0500", "", "2017-11-03"),
    ],
)
def test_a_zone_that_front_matter_states(front: str, note: str, zone: str) -> None:
    text = ZONED.format(front, note)
    if zone[0] == "2":
        text, zone = text.replace("date: 2017-11-03\n", ""), "Etc/GMT+5"
    liveblog = read(text, Sidecar())
    assert (liveblog.zone, liveblog.zone_source) == (zone, ZoneSource.STATED)
    assert [f"{update.at:%d %H:%M}" for update in liveblog.updates] == ["03 09:00", "03 09:30"]


@pytest.mark.parametrize("front", ["timezone: Middle/Earth", "timezone: MST", "published: 2017-11-03T08:00:00+05:30"])
def test_a_zone_in_front_matter_that_is_not_known_is_told(front: str) -> None:
    text = ZONED.format(front, "")
    _, problems = run(text.replace("date: 2017-11-03\n", "") if "published" in front else text, Sidecar())
    assert [problem.code for problem in problems] == ["clock-zone", "zone-assumed"]
    assert front[-6:] in problems[0].message or front.rpartition(" ")[2] in problems[0].message


def test_a_sidecar_says_more_than_the_zone_of_front_matter() -> None:
    assert read(ZONED.format("timezone: America/New_York", "")).zone == "Asia/Beirut"


@pytest.mark.parametrize(("clock", "day"), [("T02:00:00Z", 2), ("T00:00:00Z", 3), ("T12:00:00Z", 3)])
def test_the_day_of_an_instant_is_that_of_the_stated_zone(clock: str, day: int) -> None:
    text = ZONED.format("timezone: America/New_York", "").replace("date: 2017-11-03", f"date: 2017-11-03{clock}")
    assert read(text, Sidecar()).date == date(2017, 11, day)


@pytest.mark.parametrize(
    ("line", "title", "body"),
    [
        ("## Update 1 — 2017-11-03 10:00", "Update 1", "Text"),
        ("## Update #2 10:00 — Gates", "Update #2: Gates", "Text"),
        ("**Update 3 (10:00)** Gates", "", "Update 3: Gates\n\nText"),
        ("## Update 10:00", "", "Text"),
    ],
)
def test_the_number_of_an_update_is_kept(line: str, title: str, body: str) -> None:
    update = read(HEAD + f"{line}\n\nText\n").updates[0]
    assert (f"{update.at:%H:%M}", update.title, update.body) == ("10:00", title, body)


@pytest.mark.parametrize(
    ("said", "author"),
    [("Ann &amp; Bob", "Ann & Bob"), ("Ann &lt;b&gt;Bee&lt;/b&gt; <ann@example.org>", "Ann Bee"), ("A; B", "A; B")],
)
def test_an_author_in_html_is_plain_text(said: str, author: str) -> None:
    assert read(ZONED.format(f'author: "{said}"', "")).updates[0].author == author


@pytest.mark.parametrize("form", ["{}: Text.\n\n", "- **{}** Text.\n", "### {}\n\nText.\n\n"])
def test_a_clock_without_half_in_a_log_that_says_it_elsewhere(form: str) -> None:
    text = HEAD + "".join(form.format(clock) for clock in ("11:50 am", "12:30 pm", "1:05", "1:20"))
    liveblog, problems = run(text)
    assert liveblog is not None
    assert [f"{update.at:%d %H:%M}" for update in liveblog.updates] == ["03 11:50", "03 12:30", "03 13:05", "03 13:20"]
    assert [problem.code for problem in problems] == ["bare-clock", "bare-clock"]


def test_a_clock_without_half_that_does_not_fit_stays_text() -> None:
    liveblog, problem = warned(HEAD + "- 7 pm: a\n- 3:25: b\n- 8 pm: c\n", "bare-clock")
    assert len(liveblog.updates) == 2
    assert "kept as text" in problem.message


def test_a_log_by_the_clock_of_24_hours_says_all_of_its_hours() -> None:
    assert [day for day, _, _ in told(read(HEAD + "- 9:50: a\n- 12:30: b\n- 13:05: c\n"))] == [
        "03 09:50",
        "03 12:30",
        "03 13:05",
    ]
    assert [day for day, _, _ in told(read(HEAD + "- 12:30: a\n\n### 2017-11-04\n\n- 1:05: b\n"))][1] == "04 01:05"


def test_clocks_that_all_say_no_half_and_pass_noon_are_told() -> None:
    _, problem = warned(HEAD + "- 11:50: a\n- 12:30: b\n- 1:05: c\n", "bare-clock")
    assert problem.where.line == 10


def test_whole_hours_of_france_open_updates() -> None:
    text = HEAD + "### 9h30\n\nUn.\n\n### 12 h\n\nDeux.\n\n### 23h — Trois\n\nFin.\n"
    assert [at for at, _, _ in told(read(text))] == ["03 09:30", "03 12:00", "03 23:00"]


def test_dates_with_dots_stand_beside_their_clocks() -> None:
    text = HEAD + "- 04.11.2017, 9:30 Uhr: Eins\n- 05.11.2017, 10:30 Uhr: Zwei\n"
    assert [at for at, _, _ in told(read(text))] == ["04 09:30", "05 10:30"]


@pytest.mark.parametrize(("row", "codes"), [("| Time | Event |", []), ("| Time | The gates of 2017 |", ["left-out"])])
def test_the_row_that_heads_a_table_is_no_text(row: str, codes: list[str]) -> None:
    liveblog, problems = run(f"{HEAD}{row}\n|---|---|\n| 10:00 | Start |\n| 10:15 | End |\n")
    assert liveblog is not None
    assert liveblog.standfirst == "We stand at the pier."
    assert [update.body for update in liveblog.updates] == ["Start", "End"]
    assert [problem.code for problem in problems] == codes


def test_a_date_within_the_heading_is_named_and_not_taken() -> None:
    problem = refused("# Keynote — June 5, 2023\n\n- 9:00: a\n- 9:30: b\n", "undated-seed")
    assert '"date: 2023-06-05"' in problem.hint
