from __future__ import annotations

from datetime import date

import pytest
from readings import codes, read_seed

from sitegen.errors import Problem, Severity
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.importers.text.jekyll import JEKYLL
from sitegen.model import LiveBlog, Picture, ZoneSource

HEAD = """\
---
ID: 12
post_title: 'The Latest: Ferry&#8217;s crew is safe &#8211; Harbour Post'
author: Ann Other
post_date: 2017-11-03 21:14:42
layout: post
permalink: >
  https://example.org/ferry/
original_link:
  - 'http://example.com/?a=1&#038;b=2'
---
"""
PAGE = """\
 [ad_1]
<br><div id=""><p>BEIRUT (AP) — The Latest on the <b>ferry</b> (all times local):</p> <p>7:30 p.m.</p> <p>The ferry is
in port, says <a href="https://example.org/a?b=1&amp;c=2">the harbour</a>.</p><p>Its crew is safe.</p><p>___</p> <p>9:40
a.m.</p><p>The ferry has lost its way.</p><p>___.</p><p>7 a.m. update:</p><p>The ferry sails at 6 a.m. on
Friday.</p><p>Copyright 2017 The Harbour Post. All rights reserved.</p></div>
<br>[ad_2]
<br><a href="http://example.com/?a=1&#038;b=2">Source </a>"""


def run(
    text: str, sidecar: Sidecar = NOTHING, path: str = "seeds/2017-11-03-ferry.md"
) -> tuple[LiveBlog, list[Problem]]:
    [blog], problems = read_seed(JEKYLL, path, text, sidecar)
    return blog, problems


def quietly(text: str, sidecar: Sidecar = NOTHING, path: str = "seeds/2017-11-03-ferry.md") -> LiveBlog:
    """The live blog of a seed of which there is nothing to say but that its zone is assumed."""
    blog, problems = run(text, sidecar, path)
    assert [code for code in codes(problems) if code not in ("zone-assumed", "left-out")] == []
    return blog


def post(body: str, front: str = "title: Ferry\ndate: 2017-11-03 23:00:00\n") -> str:
    return f"---\n{front}---\n{body}"


def clocks(blog: LiveBlog) -> list[str]:
    return [f"{update.at:%d %H:%M}" for update in blog.updates]


def bodies(blog: LiveBlog) -> list[str]:
    return [update.body for update in blog.updates]


def test_a_page_of_a_wire_story() -> None:
    blog, problems = run(HEAD + PAGE)
    assert [(problem.code, problem.message) for problem in problems] == [
        ("left-out", 'left out, as no part of the live blog: "[ad_1]", "[ad_2]", "Source"')
    ]
    assert (blog.kicker, blog.title) == ("The Latest", "Ferry’s crew is safe – Harbour Post")
    assert (blog.dateline, blog.publisher) == ("BEIRUT", "AP")
    assert (blog.zone, blog.zone_source) == ("Asia/Beirut", ZoneSource.DATELINE)
    assert blog.sources[0].url == "https://example.org/ferry/"
    assert blog.standfirst == (
        "The Latest on the **ferry** (all times local):\n\nCopyright 2017 The Harbour Post. All rights reserved."
    )
    assert [update.at.isoformat() for update in blog.updates] == [
        "2017-11-03T07:00:00+02:00", "2017-11-03T09:40:00+02:00", "2017-11-03T19:30:00+02:00",
    ]  # fmt: skip
    assert bodies(blog) == [
        "The ferry sails at 6 a.m. on Friday.",
        "The ferry has lost its way.",
        "The ferry is in port, says [the harbour](https://example.org/a?b=1&c=2).\n\nIts crew is safe.",
    ]
    assert {update.author for update in blog.updates} == {"Ann Other"}
    assert [update.lines for update in blog.updates] == ["15", "14", "13"]


@pytest.mark.parametrize(
    "separator", ["<p>___</p>", "<p>———</p>", "<p>---</p>", "<hr/>", "", "\n---\n", "<br>____<br>"]
)
def test_no_separator_is_needed_and_none_is_a_fence(separator: str) -> None:
    blog = quietly(post(f"<p>8 p.m.</p><p>Two.</p>{separator}<p>7 p.m.</p><p>One.</p>"))
    assert bodies(blog) == ["One.", "Two."]


@pytest.mark.parametrize(
    "body",
    [
        "<p>7 p.m.<br>One <i>sail</i>.</p><p>8 p.m.<br/>Two.</p>",
        "7 p.m.<br><br>One <i>sail</i>.<br><br>8 p.m.<br>Two.",
        "<div>7 p.m.\n\nOne <i>sail</i>.\n\n8 p.m.\n\nTwo.</div>",
        "<p><strong>7 p.m.</strong> – One <i>sail</i>.</p><p><strong>8 p.m.</strong>: Two.</p>",
        "<p><time>7 p.m.</time> One <i>sail</i>.</p><p><a href='#b'>8 p.m.</a> Two.</p>",
        "<p>7 p.m. — One <i>sail</i>.</p><p>8 p.m. — Two.</p>",
        "<h3>7 p.m.</h3><p>One <i>sail</i>.</p><h3>8 p.m.</h3><div>Two.</div>",
        "<ul><li>7 p.m. — One <i>sail</i>.</li><li>8 p.m. — Two.</li></ul><p></p>",
        "<table><tr><td><p>7 p.m.</p><p>One <i>sail</i>.</p><p>8 p.m.</p><p>Two.</p></td></tr></table>",
        "7 p.m.\nOne *sail*.\n\n8 p.m.\nTwo.",
        "7 p.m.\n\nOne *sail*.\n\n---\n8 p.m.\n\nTwo.",
        "7 p.m.\n\nOne *sail*.\n---\n\n8 p.m.\n\nTwo.",
    ],
)  # fmt: skip
def test_clocks_are_found_however_the_page_sets_them(body: str) -> None:
    blog = quietly(post(body))
    assert clocks(blog) == ["03 19:00", "03 20:00"]
    assert bodies(blog) == ["One *sail*.", "Two."]


@pytest.mark.parametrize(
    "form",
    [
        "<h3>{} — {}</h3><p>{}</p>", "<h3>{} {}</h3><p>{}</p>", "<p><b>{} {}</b></p><p>{}</p>",
        "<p><strong>{}: {}</strong><br>{}</p>",
    ],
)  # fmt: skip
def test_a_heading_that_goes_on_behind_its_clock_is_the_title_of_the_update(form: str) -> None:
    body = form.format("7 p.m.", "The gates open", "One.") + form.format("8 p.m.", "The gates close", "Two.")
    assert [(f"{update.at:%H}", update.title, update.body) for update in quietly(post(body)).updates] == [
        ("19", "The gates open", "One."), ("20", "The gates close", "Two."),
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["Friday, Nov. 3", "November 3, 2017", "3 November"])
def test_a_line_that_is_a_date_begins_a_day(day: str) -> None:
    body = f"<h2>Thursday, Nov. 2, 2017</h2><p>7 p.m.</p><p>One.</p><p>{day}</p><p>9 a.m.</p><p>Two.</p>"
    blog = quietly(post(body))
    assert (clocks(blog), bodies(blog), blog.standfirst) == (["02 19:00", "03 09:00"], ["One.", "Two."], "")


def test_a_line_that_says_more_than_a_date_stands_below_it() -> None:
    body = "<p>Day one</p><p>7 p.m.</p><p>One.</p><h2>Day two: Saturday</h2><p>9 a.m.</p><p>Two.</p>"
    blog = quietly(post(body))
    assert (clocks(blog), bodies(blog)) == (["03 19:00", "04 09:00"], ["One.", "## Day two: Saturday\n\nTwo."])
    assert blog.standfirst == "Day one"


def test_clocks_in_sentences_lists_and_quotations_open_nothing() -> None:
    body = (
        "<p>7 p.m.</p><p>At 8 p.m., it rained.</p><blockquote><p>As of 9 p.m.</p></blockquote>"
        "<ul><li>10 a.m. doors</li><li>noon lunch</li></ul>"
    )
    blog = quietly(post(body))
    assert bodies(blog) == ["At 8 p.m., it rained.\n\n> As of 9 p.m.\n\n- 10 a.m. doors\n- noon lunch"]


def test_what_only_works_the_page_is_left_out_and_named() -> None:
    body = (
        "<p>7 p.m.</p><p>One.</p><p>Continue reading the main story</p><p>[gallery ids='1,2']</p><p>Advertisement</p>"
        "<p>[Laughter]</p><p>Source: the harbour</p>"
    )
    blog, problems = run(post(body))
    assert bodies(blog) == ["One.\n\n[Laughter]\n\nSource: the harbour"]
    assert [problem.message for problem in problems if problem.code == "left-out"] == [
        'left out, as no part of the live blog: "Continue reading the main story", "[gallery ids=\'1,2\']", "Advertisement"'
    ]


def test_what_stands_before_the_first_clock() -> None:
    body = (
        "<h1>Ferry</h1><p>Updated 9:37 am, after the fog</p><p>The new quay on Nov. 2. (Harbour Office via AP)</p>"
        "<figure><img src='https://example.org/a.jpg' alt='A quay'></figure>"
        "<p>All times are EDT.</p><p>7 p.m.</p><p>One.</p>"
    )
    blog = quietly(post(body))
    assert blog.pictures == (Picture("The new quay on Nov. 2.", "Harbour Office via AP"),)
    assert blog.standfirst == (
        "Updated 9:37 am, after the fog\n\n[A quay](https://example.org/a.jpg)\n\nAll times are EDT."
    )
    assert (blog.zone, blog.zone_source) == ("America/New_York", ZoneSource.STATED)


@pytest.mark.parametrize(
    "note", ["This story has been corrected to say that it rained.", "© 2017 Harbour Post", "Previously reported"]
)
def test_a_note_that_closes_the_post_is_about_all_of_it(note: str) -> None:
    blog = quietly(post(f"<p>8 p.m.</p><p>Two.</p><p>7 p.m.</p><p>One.</p><p><b>{note}</b></p><p>More.</p>"))
    assert bodies(blog) == ["One.", "Two."]
    assert blog.standfirst == f"**{note}**\n\nMore."


def test_an_excerpt_that_only_repeats_the_text_is_not_said_twice() -> None:
    front = "title: Ferry\ndate: 2017-11-03\nexcerpt: {}\n"
    body = "<p>The ferry is late.</p><p>7 p.m.</p><p>One.</p>"
    assert quietly(post(body, front.format("The ferry is late."))).standfirst == "The ferry is late."
    assert quietly(post(body, front.format("Fog &amp; storm"))).standfirst == "Fog & storm\n\nThe ferry is late."


def test_a_post_without_a_title_has_that_of_its_page() -> None:
    body = "<h1>Ferry is late</h1><p>7 p.m.</p><p>One.</p>"
    blog = quietly(post(body, "date: 2017-11-03\n"))
    assert (blog.title, blog.standfirst) == ("Ferry is late", "")


def test_the_text_of_a_wire_behind_front_matter() -> None:
    text = post(
        "The Latest on the ferry (all times local):\n\n7:30 p.m.\n\nThe ferry is in port.\n\n___\n\nNoon\n\nFog.\n"
    )
    blog = quietly(text)
    assert (clocks(blog), bodies(blog)) == (["03 12:00", "03 19:30"], ["Fog.", "The ferry is in port."])


TWO = "<p>9:30 p.m.</p><p>The ferry left {day}.</p><p>3 p.m.</p><p>Fog.</p><p>8 a.m.</p><p>It came on {day}.</p>"


@pytest.mark.parametrize(
    ("posted", "name", "text_day", "day", "code"),
    [
        ("2017-11-03 22:00:00", "a.md", "Friday", "2017-11-03", ""),
        ("2017-11-04 00:10:05", "2017-11-04-a.md", "Friday", "2017-11-03", "posted-later"),
        ("2017-11-04 00:10:05", "a.md", "early", "2017-11-03", "posted-later"),
        ("2017-11-04 07:00:00", "a.md", "early", "2017-11-04", ""),  # the post was opened before its updates
        ("2017-11-04 07:00:00", "a.md", "Saturday", "2017-11-04", ""),
        ("2017-11-04T00:00:00Z", "a.md", "early", "2017-11-04", ""),  # a day that a program wrote as an instant
        ("2017-11-04", "a.md", "Friday", "2017-11-03", "posted-later"),
        ("", "2017-11-04-a.md", "Friday", "2017-11-03", "posted-later"),
        ("", "2017-11-04-a.md", "Saturday", "2017-11-04", ""),
        ("Nov. 4, 2017", "a.md", "Saturday", "2017-11-04", ""),
    ],
)  # fmt: skip
def test_the_day_of_a_post(posted: str, name: str, text_day: str, day: str, code: str) -> None:
    front = f"title: Ferry\ndate: {posted}\n" if posted else "title: Ferry\n"
    blog, problems = run(post(TWO.format(day=text_day), front), path=f"seeds/{name}")
    assert {str(update.at.date()) for update in blog.updates} == {day}
    assert [one for one in codes(problems) if one != "zone-assumed"] == ([code] if code else [])


def test_a_clock_ahead_of_the_time_of_posting_may_be_of_a_zone_that_is_ahead() -> None:
    body = "<p>BEIRUT — All times local.</p><p>9:30 p.m.</p><p>One.</p><p>1 p.m.</p><p>On Friday.</p>"
    assert clocks(quietly(post(body, "title: Ferry\ndate: 2017-11-03 20:10:05\n"))) == ["03 13:00", "03 21:30"]


def test_a_sidecar_overrules_what_a_post_says() -> None:
    sidecar = Sidecar(date=date(2017, 11, 1), zone="Asia/Tokyo", title="Boat")
    blog = quietly(post("<p>7 p.m.</p><p>One.</p>"), sidecar)
    assert blog.updates[0].at.isoformat() == "2017-11-01T19:00:00+09:00"
    assert (blog.title, blog.standfirst) == ("Boat", "Ferry")


@pytest.mark.parametrize(
    ("line", "draft"), [("published: false", True), ("draft: yes", True), ("status: publish", False)]
)
def test_a_post_that_was_not_published_is_a_draft(line: str, draft: bool) -> None:
    blog, problems = run(post("<p>7 p.m.</p><p>One.</p>", f"title: Ferry\ndate: 2017-11-03\n{line}\n"))
    assert (blog.draft, "not-published" in codes(problems)) == (draft, draft)


def test_updates_over_midnight() -> None:
    body = "<p>11:50 p.m.</p><p>One.</p><p>12:10 a.m.</p><p>Two.</p>"
    assert clocks(quietly(post(body))) == ["03 23:50", "04 00:10"]


def refused(text: str | bytes, code: str, path: str = "seeds/a.md") -> Problem:
    blogs, problems = read_seed(JEKYLL, path, text)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert (blogs, codes(errors)) == ([], [code])
    return errors[0]


def test_what_cannot_be_read_is_said_with_its_place() -> None:
    assert refused("---\ntitle: Ferry\n<p>7 p.m.</p>", "unclosed-front-matter").where.line == 1
    assert refused(post("<p>No clock here.</p>"), "no-clock").where.line == 5
    assert refused(post("<p>7 p.m.</p><p>One.</p>", "title: Ferry\n"), "undated-seed").hint.startswith("write")
    assert refused(post("<p>7 p.m.</p><p>One.</p>", "date: 2017-11-03\n"), "no-title")
    assert refused(post("<div>" * 500 + "<p>7 p.m.</p>"), "too-deep").where.line == 5
    assert refused(b"---\ntitle: Caf\xe9\n---\n<p>7 p.m.</p>", "invalid-utf8").where.line == 2
    assert refused("---\ntitle: F\0\n---\n", "control-character").where.line == 2


def test_a_bad_front_matter_does_not_hide_a_good_live_blog() -> None:
    body = "<p>7 p.m.</p><p>One.</p>"
    blog, problems = run(post(body, "title: Live: the ferry\ndate: 2017-11-03\n"))
    assert (blog.kicker, blog.title, clocks(blog)) == ("Live", "the ferry", ["03 19:00"])
    assert (problems[0].code, problems[0].severity) == ("yaml-quote", Severity.WARNING)
    assert quietly(post(body, "title: One\ntitle: Two\ndate: 2017-11-03\n")).title == "One"


def test_places_of_problems_are_those_of_the_seed() -> None:
    body = "<p>7 p.m.</p>\n<p>One.</p>\n<p>9L15 p.m.</p><p>Two.</p>"
    _, problems = run(post(body))
    [near] = [problem for problem in problems if problem.code == "near-clock"]
    assert (near.where.line, near.where.column, near.where.width) == (7, 4, 9)


PLAIN = post("<p>7 p.m.</p><p>One.</p>")


@pytest.mark.parametrize(
    ("text", "importer"),
    [
        (HEAD + PAGE, "jekyll"),
        (PLAIN, "jekyll"),
        ("\ufeff" + PLAIN.replace("\n", "\r\n"), "jekyll"),
        (post("7 p.m.\n\nOne.\n"), "jekyll"),
        (post("x" * 9000), "jekyll"),
        (post("<p>7 p.m.</p>", f"title: Ferry\nlink: {'x' * 9000}\n"), "jekyll"),
        ('+++\ntitle = "Ferry"\ndate = 2017-11-03\n+++\n<p>7 p.m.</p><p>One.</p>\n', "jekyll"),
        (post("**[7:00]** One.\n"), "log"),
        (post("### 7 PM\nOne.\n"), "log"),
        (post("- 19:00 UTC: One.\n"), "log"),
        (post('<Update date="2017-11-03T19:00:00Z">One.</Update>\n'), "incident"),
        (post('One. {{< track "2017-11-03T19:00:00Z" >}}\n'), "incident"),
        (post("One.\n", "title: F\ndate: 2017-11-03\nseverity: down\nresolved: true\n"), "incident"),
        (post("- 19:00 UTC: One.\n- 19:30 UTC: Two.\n", "title: F\nseverity: down\nresolved: true\n"), "log"),
        ("Ferry\n\n7 p.m.\n\nOne.\n", "wire"),
    ],
)
def test_each_seed_is_of_one_format(text: str, importer: str) -> None:
    path = "seeds/a.txt" if importer == "wire" else "seeds/a.md"
    found = sniff(Seed(path, text.encode()), importers([])[0])
    assert not isinstance(found, Problem), found.message
    assert found.name == importer


@pytest.mark.parametrize(
    ("front", "note", "zone"),
    [
        ("date: 2017-11-03 23:00:00 -0500", "", "Etc/GMT+5"),
        ("date: 2017-11-03\ntimezone: America/New_York", "", "America/New_York"),
        ("date: 2017-11-03 23:00:00 -0500", "BEIRUT (AP) — All times local.", "Asia/Beirut"),
        ("date: 2017-11-03\ntimezone: America/New_York", "BEIRUT (AP) — All times local.", "Asia/Beirut"),
        ("date: 2017-11-03\ntimezone: America/New_York", "BEIRUT (AP) — It sails.", "America/New_York"),
        ("date: 2017-11-03 23:00:00 -0500", "All times CET.", "Europe/Brussels"),
    ],
)
def test_the_zone_that_front_matter_states(front: str, note: str, zone: str) -> None:
    blog, problems = run(post(f"<p>{note}</p><p>9:00 a.m.</p><p>It sails.</p>", f"title: Ferry\n{front}\n"))
    assert (codes(problems), blog.zone, clocks(blog)) == ([], zone, ["03 09:00"])


def test_the_comments_of_readers_are_left_out_and_told() -> None:
    comments = "<h2>2 Kommentare</h2><p>Ein Leser</p><p>4. November 2017 um 10:15 Uhr</p><p>Schön! a@example.org</p>"
    blog, problems = run(post(f"<p>9:00 a.m.</p><p>It sails.</p>{comments}"), Sidecar(zone="Europe/Berlin"))
    assert (bodies(blog), codes(problems)) == (["It sails."], ["left-out"])
    assert problems[0].message == "the comments of readers, the last 4 parts of the post, are left out"
