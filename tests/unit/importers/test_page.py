from __future__ import annotations

import re
from datetime import date

import pytest

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.errors import Problem, Severity
from sitegen.importers.evidence import contradictions
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.web.page import PAGE
from sitegen.model import LiveBlog, ZoneSource

CONFIG = Config(title="A site", zone="Europe/London")
HEAD = '<title>Ferry runs again | The Quay</title><meta property="og:site_name" content="The Quay">'
BERLIN = '<meta property="og:locale" content="de_DE">'
SENT = '<meta property="article:published_time" content="2021-03-09T08:00:00+01:00">'


def page(body: str, head: str = HEAD, lang: str = "") -> str:
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def run(
    html: str | bytes, sidecar: Sidecar | None = None, path: str = "seeds/ferry.html"
) -> tuple[list[LiveBlog], list[Problem]]:
    """The live blogs of a seed, which have passed the proof of their words, and its problems."""
    data = html.encode() if isinstance(html, str) else html
    found = list(PAGE.read(Seed(path, data, sidecar or Sidecar()), CONFIG))
    for item in found:
        if isinstance(item, Found):
            lost = list(contradictions(path, item.liveblog, item.evidence, lambda text: plain(render(text, "/"))))
            assert lost == []
    blogs = [item.liveblog for item in found if isinstance(item, Found)]
    return blogs, [item for item in found if isinstance(item, Problem)]


def read(html: str | bytes, sidecar: Sidecar | None = None, *, but: tuple[str, ...] = ()) -> LiveBlog:
    """The one live blog of a seed, about which there is nothing to say *but* these codes, and what was left of the page."""
    blogs, problems = run(html, sidecar)
    assert sorted({problem.code for problem in problems} - {"words-left"}) == sorted(but)
    [blog] = blogs
    return blog


def shown(blog: LiveBlog) -> list[tuple[str, str, str]]:
    """Each update: its time on the wall, title and body."""
    return [(f"{update.at:%d %H:%M}", update.title, update.body) for update in blog.updates]


ENTRIES = """
<nav>Home <time datetime="2021-03-01T09:00:00Z">1 March</time></nav>
<header><h1>Ferry runs again</h1><p>By <span class="author">Ann Lee</span></p></header>
<main><p class="standfirst">The strike is over; we follow the first day.</p>
<div class="posts">
 <div class="post first" id="post-12"><time datetime="2021-03-09T10:30:00+01:00">10.30</time>
  <h3>First boat in</h3><span class="author">By Ann Lee</span><p>The <b>first boat</b> is in.</p>
  <div class="share">Share this</div></div>
 <div class="post" id="post-11"><time datetime="2021-03-09T09:15:00+01:00">9.15</time>
  <h3>Gates open</h3><p>Gates open with <a href="/queue">a queue</a>.</p>
  <time class="updated" datetime="2021-03-09T09:20:00+01:00">Updated at 9.20</time></div>
</div></main>
<section class="related">
 <article><time datetime="2021-03-02T09:00:00Z">2 March</time><p>Another story about a train.</p></article>
 <article><time datetime="2021-03-03T09:00:00Z">3 March</time><p>Another story about a bus that runs late.</p></article>
</section>
<section id="comments"><div class="post"><time datetime="2021-03-09T11:00:00Z">11.00</time><p>A reader writes this.</p></div>
 <div class="post"><time datetime="2021-03-09T12:00:00Z">12.00</time><p>A reader answers that.</p></div></section>
<footer>All rights reserved</footer>
"""


def test_elements_with_a_time_each() -> None:
    blog = read(page(ENTRIES, HEAD + '<link rel="canonical" href="https://quay.example/live/ferry">' + BERLIN))
    assert (blog.title, blog.publisher, blog.standfirst) == (
        "Ferry runs again",
        "The Quay",
        "The strike is over; we follow the first day.",
    )
    assert shown(blog) == [
        ("09 09:15", "Gates open", "Gates open with [a queue](https://quay.example/queue)."),
        ("09 10:30", "First boat in", "The **first boat** is in."),
    ]
    first, second = blog.updates
    assert (first.sid, second.sid, second.author) == ("post-11", "post-12", "Ann Lee")
    assert first.updated is not None
    assert first.updated.isoformat() == "2021-03-09T09:20:00+01:00"
    assert (blog.zone, blog.zone_source) == ("Europe/Berlin", ZoneSource.STATED)
    assert (blog.sources[0].importer, blog.sources[0].url) == ("page", "https://quay.example/live/ferry")


def test_what_was_left_of_a_page_is_told_by_its_parts() -> None:
    _, problems = run(page(ENTRIES, HEAD + BERLIN))
    [note] = [problem for problem in problems if problem.code == "words-left"]
    assert note.severity is Severity.NOTE
    assert note.message == (
        "27 of 78 visible words were taken (34%); left: related (17), times, names and buttons in what was taken (13), "
        "comments (12), footer (3), header (3), navigation (3)"
    )


def left_of(html: str) -> Problem:
    [note] = [problem for problem in run(html)[1] if problem.code == "words-left"]
    return note


@pytest.mark.parametrize("name", ["onetrust-banner-sdk", "CybotCookiebotDialog", "didomi-host", "cookie-law-info-bar"])
def test_a_banner_on_cookies_is_a_part_with_a_name(name: str) -> None:
    note = left_of(page(ENTRIES + f'<div id="{name}"><p>We use some things that crumble.</p></div>', HEAD + BERLIN))
    assert "cookie notice (6)" in note.message
    assert "other text" not in note.message


def test_much_text_without_a_name_is_a_warning() -> None:
    few, many = (f"<div><p>{'A word that no update has. ' * count}</p></div>" for count in (1, 4))
    notes = [left_of(page(ENTRIES.replace("<footer>", f"{more}<footer>"), HEAD + BERLIN)) for more in (few, many)]
    assert [note.severity for note in notes] == [Severity.NOTE, Severity.WARNING]
    assert "other text (6)" in notes[0].message
    taken, total, _, *left = (int(number) for number in re.findall("[0-9]+", notes[1].message))
    assert taken + sum(left) == total


ONE_OFFSET = (
    """<h1>Ferry</h1><div class="e"><time>11.30</time><p>B.</p></div><div class="e"><time>11.04</time><p>A.</p></div>"""
)


@pytest.mark.parametrize(
    ("offset", "zone"), [("+02:00", "Etc/GMT-2"), ("-05:00", "Etc/GMT+5"), ("+00:00", ""), ("+05:30", "")]
)
def test_the_offset_of_the_page_is_its_zone_where_nothing_names_one(offset: str, zone: str) -> None:
    head = f'<meta property="article:published_time" content="2021-07-09T08:00:00{offset}">'
    [blog], problems = run(page(ONE_OFFSET, head))
    assert (blog.zone, blog.zone_source) == (zone or "Europe/London", ZoneSource.STATED if zone else ZoneSource.ASSUMED)
    assert [f"{update.at:%H:%M}" for update in blog.updates] == ["11:04", "11:30"]
    assert ("zone-assumed" in {problem.code for problem in problems}) is not bool(zone)


def test_the_offset_of_the_site_is_its_own_zone() -> None:
    [blog], _ = run(page(ONE_OFFSET, SENT.replace("2021-03-09T08:00:00+01:00", "2021-07-09T08:00:00+01:00")))
    assert (blog.zone, blog.zone_source) == ("Europe/London", ZoneSource.STATED)


@pytest.mark.parametrize(("word", "zone"), [("UTC", "UTC"), ("GMT", "Europe/London")])
def test_clocks_that_all_say_utc(word: str, zone: str) -> None:
    body = "".join(
        f'<div class="row"><p>{text}</p><div class="timestamp">Posted May 01, 2022 - {clock} {word}</div></div>'
        for text, clock in (("It is over.", "12:00"), ("We look into it.", "10:00"))
    )
    [blog], _ = run(page(f"<h1>Ferry</h1>{body}", ""))
    assert blog.zone == zone
    assert blog.zone_source is (ZoneSource.STATED if word == "UTC" else ZoneSource.ASSUMED)


def test_comments_of_readers_are_never_published() -> None:
    blog = read(page(ENTRIES, HEAD + BERLIN))
    assert "reader" not in repr(blog)


def test_clocks_in_time_elements_get_the_day_of_the_page() -> None:
    body = """<h1>Ferry runs again</h1><article>
    <div class="event" id="e3"><time>00:10</time><p>The last boat is in.</p></div>
    <div class="event" id="e2"><time>23:50</time><p>One boat is late.</p></div>
    <div class="event" id="e1"><time>19:30</time><p>It begins.</p></div></article>"""
    blog = read(page(body, HEAD + BERLIN + SENT))
    assert shown(blog) == [
        ("09 19:30", "", "It begins."),
        ("09 23:50", "", "One boat is late."),
        ("10 00:10", "", "The last boat is in."),
    ]
    assert [update.sid for update in blog.updates] == ["e1", "e2", "e3"]


def test_a_sidecar_dates_clocks() -> None:
    body = "<h1>Ferry</h1><h3>11.30 Uhr: Zwei</h3><p>B.</p><h3>11.04 Uhr: Eins</h3><p>A.</p>"
    blog = read(page(body, BERLIN), Sidecar(date=date(2020, 2, 1)))
    assert shown(blog) == [("01 11:04", "Eins", "A."), ("01 11:30", "Zwei", "B.")]


def test_a_page_that_nothing_dates_is_a_problem() -> None:
    blogs, problems = run(
        page("<h1>Ferry</h1><h3>11.30 Uhr: Zwei</h3><p>B.</p><h3>11.04 Uhr: Eins</h3><p>A.</p>", BERLIN)
    )
    assert blogs == []
    assert [problem.code for problem in problems] == ["undated-seed"]


@pytest.mark.parametrize(
    ("opening", "other", "clocks"),
    [
        ("<h2>11.04 Uhr: Titel</h2>", "<h2>11.30 Uhr: Zwei</h2>", ("11:04", "11:30")),
        ("<h3>11:04 Uhr | Titel</h3>", "<h3>11:30 Uhr | Zwei</h3>", ("11:04", "11:30")),
        ("<h3>11.04 Uhr Titel</h3>", "<h3>11.30 Uhr Zwei</h3>", ("11:04", "11:30")),
        ("<h4>+++ 15.56 Uhr: Titel +++</h4>", "<h4>+++ 16.02 Uhr: Zwei +++</h4>", ("15:56", "16:02")),
        ("<p><strong>11.04 Uhr: Titel</strong></p>", "<p><strong>11.30 Uhr: Zwei</strong></p>", ("11:04", "11:30")),
        ("<p><b>21h56 : Titel</b></p>", "<p><b>22h03 : Zwei</b></p>", ("21:56", "22:03")),
        ("<h3>21 h 56 Titel</h3>", "<h3>22 h 03 Zwei</h3>", ("21:56", "22:03")),
        ("<h3>A las 19.30 horas: Titel</h3>", "<h3>A las 20.05 horas: Zwei</h3>", ("19:30", "20:05")),
        ("<h3>19:30 h. Titel</h3>", "<h3>20:05 h. Zwei</h3>", ("19:30", "20:05")),
        ("<h3>7:30 p.m. — Titel</h3>", "<h3>8 p.m. — Zwei</h3>", ("19:30", "20:00")),
        ("<h3>11:04 Titel</h3>", "<h3>11:30 Zwei</h3>", ("11:04", "11:30")),
        ("<h3>7:30 p.m.</h3><h4>Titel</h4>", "<h3>8 p.m.</h3><h4>Zwei</h4>", ("19:30", "20:00")),
        ("<dl><dt>11.04 Uhr: Titel</dt></dl>", "<dl><dt>11.30 Uhr: Zwei</dt></dl>", ("11:04", "11:30")),
        ("<time>11:04</time><h4>Titel</h4>", "<time>11:30</time><h4>Zwei</h4>", ("11:04", "11:30")),
    ],
)
def test_notations_of_clocks_with_titles(opening: str, other: str, clocks: tuple[str, str]) -> None:
    body = f"<h1>Ferry</h1><div>{other}<p>The ferry is full.</p>{opening}<p>It is empty.</p><p>Still.</p></div>"
    blog = read(page(body, SENT + BERLIN))
    assert shown(blog) == [
        (f"09 {clocks[0]}", "Titel", "It is empty.\n\nStill."),
        (f"09 {clocks[1]}", "Zwei", "The ferry is full."),
    ]


@pytest.mark.parametrize(
    ("update", "body"),
    [
        ("<p>{0}</p><p>It is <i>{1}</i>.</p>", "It is *{1}*."),
        ("<p>{0} — It is <i>{1}</i>.</p>", "It is *{1}*."),
        ("<p><b>{0}:</b> It is <i>{1}</i>.</p>", "It is *{1}*."),
        ("<p><strong>{0}</strong> It is {1}.</p>", "It is {1}."),
        ("<p>{0}<br>It is {1}.<br></p>", "It is {1}."),
        ("<ul><li>{0} - It is {1}.</li><li>{0} - Still {1}.</li></ul>", "It is {1}."),
        ("<table><tr><td>{0}</td><td>It is {1}.</td></tr><tr><td>{0}</td><td>No {1}.</td></tr></table>", "It is {1}."),
        ("{0}<p>It is {1}.</p>", "It is {1}."),
        ("<div>{0}</div><div>It is {1}.</div>", "It is {1}."),
        ("<div><span>{0}</span><div><p>It is {1}.</p></div></div>", "It is {1}."),
    ],
)
def test_notations_of_clocks_before_text(update: str, body: str) -> None:
    both = update.format("19h30", "empty") + update.format("21h05", "full")
    updates = shown(read(page(f"<h1>Ferry</h1><div>{both}</div>", SENT + BERLIN)))
    assert ("09 19:30", "", body.format("", "empty")) in updates
    assert ("09 21:05", "", body.format("", "full")) in updates


@pytest.mark.parametrize(
    ("update", "title"),
    [
        ("<p><b>{0} Uhr</b><br>Die Fähre<br>{1}</p>", ""),
        ("<p>{0} Uhr<br/>\nDie Fähre<br/>\n{1}</p>", ""),
        ("<p>{0} Uhr: Die Fähre<br>{1}</p>", ""),
        ("<div>{0} Uhr: Die Fähre<br>{1}</div>", ""),
        ("<div><span hidden>Um</span>{0} Uhr: Die Fähre<br>{1}</div>", ""),
        ("<b>{0} Uhr</b><br>Die Fähre<br>{1}<br><br>", ""),
        ("<p>+++ {0} Uhr: Im Hafen +++<br>Die Fähre<br>{1}</p>", "Im Hafen"),
        ("<p>+++ {0} Uhr: Im Hafen +++</p><p>Die Fähre<br>{1}</p>", "Im Hafen"),
    ],
)
def test_lines_behind_a_clock_stay_lines(update: str, title: str) -> None:
    both = update.format("21.05", "ist voll") + update.format("19.30", "ist leer")
    assert shown(read(page(f"<h1>Fähre</h1>{both}", SENT + BERLIN))) == [
        ("09 19:30", title, "Die Fähre\\\nist leer"),
        ("09 21:05", title, "Die Fähre\\\nist voll"),
    ]


def test_runs_of_text_that_are_blocks_are_paragraphs() -> None:
    body = "<h3>21.05 Uhr: Zwei</h3><div>Die Fähre</div><div><b>ist</b></div><div>voll<br><br>bis oben</div>"
    blog = read(page(f"<h1>Fähre</h1>{body}<h3>19.30 Uhr: Eins</h3><p>A.</p>", SENT + BERLIN))
    assert shown(blog)[1] == ("09 21:05", "Zwei", "Die Fähre\n\n**ist**\n\nvoll\n\nbis oben")


def test_a_list_in_an_item_of_updates_is_text_of_that_item() -> None:
    items = "<li>21.05 Uhr: Voll.<ul><li>21.03 Uhr: Anne<li>21.04 Uhr: Bo</ul><li>20 Uhr: Laut.<li>19.30 Uhr: Leer."
    blog = read(page(f"<h1>Fähre</h1><ul>{items}</ul>", SENT + BERLIN))
    assert [body for _, _, body in shown(blog)] == ["Leer.", "Laut.", "Voll.\n\n- 21.03 Uhr: Anne\n- 21.04 Uhr: Bo"]


def test_a_ticker_line_that_is_all_of_its_update_is_its_text() -> None:
    body = "<p>+++ 21.05 Uhr: Im Hafen. +++</p><p>+++ 19.30 Uhr: Auf See. +++</p>"
    blog = read(page(f"<h1>Fähre</h1>{body}", SENT + BERLIN))
    assert [(update.title, update.body.startswith("Auf See.")) for update in blog.updates] == [("", True), ("", False)]


@pytest.mark.parametrize("broken", ["page_leaves.take_start", "page_story._apart"])
def test_the_proof_does_not_rest_on_how_a_body_was_put_together(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {"page_leaves.take_start": lambda nodes, _: nodes, "page_story._apart": lambda: ()}
    monkeypatch.setattr(f"sitegen.importers.web.{broken}", whole[broken])
    body = "<div>21.05 Uhr: Die Fähre</div><div>ist voll</div><div>19.30 Uhr: Die Fähre</div><div>ist leer</div>"
    with pytest.raises(AssertionError, match=r"lost-words|invented-words"):
        run(page(f"<h1>Fähre</h1>{body}", SENT + BERLIN))


@pytest.mark.parametrize("clock", ["<p><em>{0} Uhr</em></p>", "<h4>{0} Uhr</h4>", "<time>{0}</time>", "<p>{0} Uhr"])
def test_headlines_above_their_clocks(clock: str) -> None:
    first, second = clock.format("19.30"), clock.format("21.05")
    body = f"""<p>Wir sind im Hafen.</p><div><h3 id="zwei">Zwei</h3>{second}<p>Die Fähre ist voll.</p><h4>Warum</h4>
    <p>Es ist Ostern.</p><h3>Eins</h3>{first}<p>Die Fähre ist leer.</p></div>"""
    blog = read(page(f"<h1>Fähre</h1>{body}", SENT + BERLIN))
    assert blog.standfirst == "Wir sind im Hafen."
    assert [(f"{one.at:%H:%M}", one.title, one.body.split("\n")[0]) for one in blog.updates] == [
        ("19:30", "Eins", "Die Fähre ist leer."),
        ("21:05", "Zwei", "Die Fähre ist voll."),
    ]
    assert [one.sid for one in blog.updates] == ["", "zwei"]


def test_headlines_above_text_that_clocks_open() -> None:
    body = "<h3>Zwei</h3><p><b>21.05 Uhr:</b> Voll.</p><h3>Eins</h3><p><b>19.30 Uhr:</b> Leer.</p>"
    blog = read(page(f"<h1>Fähre</h1>{body}", SENT + BERLIN))
    assert shown(blog) == [("09 19:30", "Eins", "Leer."), ("09 21:05", "Zwei", "Voll.")]


def test_headlines_under_their_clocks_without_any_text() -> None:
    body = "<p>22 Uhr</p><h3>Drei</h3><p>21 Uhr</p><h3>Zwei</h3><p>19 Uhr</p><h3>Eins</h3>"
    blog = read(page(f"<h1>Fähre</h1><h3>Ticker</h3>{body}", SENT + BERLIN))
    assert shown(blog) == [("09 19:00", "Eins", ""), ("09 21:00", "Zwei", ""), ("09 22:00", "Drei", "")]


def test_a_heading_above_few_clocks_is_text_of_what_follows_it() -> None:
    body = "<p>9 Uhr</p><p>A.</p><p>10 Uhr</p><p>B.</p><h2>Der Mittag</h2><p>12 Uhr</p><p>C.</p><p>13 Uhr</p><p>D.</p>"
    blog = read(page(f"<h1>Fähre</h1><h2>Der Morgen</h2>{body}", SENT + BERLIN))
    assert [(one.title, one.body) for one in blog.updates] == [
        ("", "A."),
        ("", "B."),
        ("", "## Der Mittag\n\nC."),
        ("", "D."),
    ]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="date" content="2021-03-09">', "2021-03-09"),
        ('<meta name="DC.date.issued" content="9 March 2021">', "2021-03-09"),
        ('<meta name="lastmod" content="2021-03-09">', "2021-03-09"),
        ('<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2021-03-09"}</script>', "2021-03-09"),
        ('<meta name="date" content="2021-03-08"><meta name="pubdate" content="2021-03-09T08:00:00+01:00">', "2021-03-09"),
        ('<meta name="lastmod" content="2022-01-01"><link rel=canonical href="https://x.org/2021/03/09/">', "2021-03-09"),
        ('<meta name="date" content="9 March">', ""),
        ('<meta name="date" content="2021-02-30">', ""),
        ('<meta name="date" content="3/9/2021">', ""),
    ],
)  # fmt: skip
def test_a_date_without_a_clock_dates_clocks(head: str, day: str) -> None:
    body = "<h1>Ferry</h1><p><b>12.34pm:</b> Full.</p><p><b>1.05pm:</b> Empty.</p>"
    blogs, problems = run(page(body, head + BERLIN))
    assert [f"{one.at:%Y-%m-%d}" for blog in blogs for one in blog.updates] == [day] * (2 if day else 0)
    assert ("undated-seed" in {problem.code for problem in problems}) == (not day)


def test_wire_text_in_paragraphs() -> None:
    body = """<h1>The Latest: Ferry reaches Beirut</h1><article>
    <p>BEIRUT (AP) — The Latest on the ferry (all times local):</p>
    <p>7:30 p.m.</p><p>The ferry is in. At 6:10 p.m. it was late.</p><p>___</p><p>6 p.m.</p><p>It is late.</p>
    <p>___</p></article><aside class="related"><p>5 p.m.</p><p>Another story</p></aside>"""
    blog = read(page(body, SENT))
    assert (blog.kicker, blog.title, blog.dateline) == ("The Latest", "Ferry reaches Beirut", "BEIRUT")
    assert (blog.zone, blog.zone_source) == ("Asia/Beirut", ZoneSource.DATELINE)
    assert blog.standfirst == "BEIRUT (AP) — The Latest on the ferry (all times local):"
    assert shown(blog) == [
        ("09 18:00", "", "It is late."),
        ("09 19:30", "", "The ferry is in. At 6:10 p.m. it was late."),
    ]


def test_wire_text_in_a_page_without_a_heading() -> None:
    body = """<div><p>MIAMI (AP) — The Latest on the ferry (all times Eastern):</p>
    <p>7:30 p.m.</p><p>The ferry is in.</p><p>6 p.m.</p><p>It is late.</p></div>"""
    blog = read(page(body, SENT + "<title>Ferry runs again</title>"))
    assert (blog.title, blog.dateline, blog.zone) == ("Ferry runs again", "MIAMI", "America/New_York")
    assert blog.standfirst == "MIAMI (AP) — The Latest on the ferry (all times Eastern):"


DAYS = """<h1>Fähre</h1><div>{0}<h3>11.30 Uhr: Vier</h3><p>D.</p><h3>08.04 Uhr: Drei</h3><p>C.</p>{1}
<h3>21.30 Uhr: Zwei</h3><p>B.</p><h3>09.04 Uhr: Eins</h3><p>A.</p>{2}</div>"""


@pytest.mark.parametrize(
    "heads",
    [
        ("<h2>Mittwoch, 10. März 2021</h2>", "<h2>Dienstag, 9. März 2021</h2>", ""),
        ("", "<h2>Mittwoch, 10. März 2021</h2>", "<h2>Dienstag, 9. März 2021</h2>"),
        ("<h2>10.03.2021</h2>", "<h2>9.3.2021</h2>", ""),
        ("<h2>Mittwoch, 10. 3.</h2>", "<h2>Dienstag, 9. 3.</h2>", ""),
        ("<p>Mercredi 10 mars</p>", "<p>Mardi 9 mars</p>", ""),
        ("<p>Miércoles, 10 de marzo de 2021</p>", "<p>Martes, 9 de marzo de 2021</p>", ""),
        ("<h2>Wednesday, March 10, 2021</h2>", "<h2>Tuesday, March 9, 2021</h2>", ""),
        ("<h2>Mittwoch</h2>", "<h2>Dienstag</h2>", ""),
        ("", "<h2>Dienstag, 9. März 2021</h2>", ""),
    ],
)
def test_headings_of_days_before_and_after_their_updates(heads: tuple[str, str, str]) -> None:
    modified = '<meta property="article:modified_time" content="2021-03-11T12:00:00+01:00">'
    blog = read(page(DAYS.format(*heads), SENT + BERLIN + modified, "de"))
    assert [f"{update.at:%d %H:%M} {update.title} {update.body}" for update in blog.updates] == [
        "09 09:04 Eins A.",
        "09 21:30 Zwei B.",
        "10 08:04 Drei C.",
        "10 11:30 Vier D.",
    ]


def test_headings_of_days_between_elements_with_clocks() -> None:
    body = """<h1>Ferry</h1><div><h2>10 March 2021</h2><div class="e"><time>10:00</time><p>Two.</p></div>
    <h2>9 March 2021</h2><div class="e"><time>12:00</time><p>One.</p></div></div>"""
    assert shown(read(page(body, BERLIN))) == [("09 12:00", "", "One."), ("10 10:00", "", "Two.")]


def test_an_amp_live_list() -> None:
    body = """<h1>Ferry</h1><amp-live-list id="live" data-poll-interval="15000"><div items>
    <div id="b3" data-sort-time="1615284000"><p>It was wrong.</p></div>
    <div id="b2" data-sort-time="1615282200" data-update-time="1615282260"><h2>Late</h2><p>It is late.</p>
      <amp-img src="https://quay.example/a.jpg" alt="The quay"></amp-img></div>
    <div id="b1" data-sort-time="1615280400" data-tombstone></div>
    <div id="b0" data-sort-time="1615279000"><p>Begin.</p></div>
    </div></amp-live-list>"""
    blog = read(page(body, BERLIN))
    assert shown(blog) == [
        ("09 09:36", "", "Begin."),
        ("09 10:30", "Late", "It is late.\n\n[The quay](https://quay.example/a.jpg)"),
        ("09 11:00", "", "It was wrong."),
    ]
    assert blog.updates[1].updated is not None
    assert [update.sid for update in blog.updates] == ["b0", "b2", "b3"]


def test_entries_of_the_liveblog_plugin_of_wordpress() -> None:
    entry = """<div id="liveblog-entry-{0}" class="liveblog-entry comment byuser" data-timestamp="{1}">
    <header class="liveblog-meta"><span class="liveblog-author-name">Ann Lee</span>
    <span class="liveblog-meta-time"><a href="#liveblog-entry-{0}">2 hours ago</a></span></header>
    <div class="liveblog-entry-text"><p>{2}</p></div></div>"""
    body = f"<h1>Ferry</h1>{entry.format(8, 1615282200, 'It is late.')}{entry.format(7, 1615279000, 'Begin.')}"
    blog = read(page(body, BERLIN))
    assert shown(blog) == [("09 09:36", "", "Begin."), ("09 10:30", "", "It is late.")]
    assert [(update.sid, update.author) for update in blog.updates] == [
        ("liveblog-entry-7", "Ann Lee"),
        ("liveblog-entry-8", "Ann Lee"),
    ]


def test_blocks_with_long_ids() -> None:
    block = """<article id="block-{0:024x}" class="block {3}"><header><a href="#block-{0:024x}">
    <time datetime="{1}">9m ago</time></a><h2>{2}</h2></header><p>Text of {2}.</p><footer><div class="share">Share</div>
    <p class="block-time updated-time">Updated at <time datetime="2021-03-09T10:00:00.000Z">10.00 GMT</time></p></footer>
    </article>"""
    body = "<h1>Ferry</h1>" + block.format(11, "2021-03-09T09:31:00.000Z", "Two", "is-key-event")
    body += block.format(10, "2021-03-09T09:30:00.000Z", "One", "")
    blog = read(page(body, '<meta property="og:locale" content="en_GB">'))
    assert shown(blog) == [("09 09:30", "One", "Text of One."), ("09 09:31", "Two", "Text of Two.")]
    assert [update.key for update in blog.updates] == [False, True]
    assert {f"{update.updated:%H:%M}" for update in blog.updates if update.updated} == {"10:00"}


def test_microdata() -> None:
    item = '<li itemprop="liveBlogUpdate" itemtype="https://schema.org/BlogPosting"><meta itemprop="datePublished" '
    item += 'content="2021-03-09T0{0}:30:00+01:00"><h3 itemprop="headline">Title {0}</h3>'
    item += '<div itemprop="articleBody">Text {0}</div></li>'
    blog = read(page(f"<h1>Ferry</h1><ul>{item.format(8)}{item.format(9)}</ul>", BERLIN))
    assert shown(blog) == [("09 08:30", "Title 8", "Text 8"), ("09 09:30", "Title 9", "Text 9")]


@pytest.mark.parametrize(
    ("data", "sidecar"),
    [
        (page("{0}", '<meta charset="iso-8859-1">' + SENT + BERLIN), None),
        (
            page("{0}", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">' + SENT + BERLIN),
            None,
        ),
        (page("{0}", SENT + BERLIN), Sidecar(encoding="windows-1252")),
    ],
)
def test_encodings_that_a_page_or_its_sidecar_names(data: str, sidecar: Sidecar | None) -> None:
    body = "<h1>Fähre</h1><h3>9.30 Uhr: “Zwei”</h3><p>Größe</p><h3>9.10 Uhr: Eins</h3><p>A.</p>"
    blog = read(data.replace("{0}", body).encode("cp1252"), sidecar)
    assert (blog.title, shown(blog)[1]) == ("Fähre", ("09 09:30", "“Zwei”", "Größe"))


def test_utf_16() -> None:
    body = "<h1>Fähre</h1><h3>9.30 Uhr: Zwei</h3><p>Größe</p><h3>9.10 Uhr: Eins</h3><p>A.</p>"
    data = page(body, SENT + BERLIN).encode("utf-16")
    assert sniff(Seed("seeds/x.html", data), importers([])[0]) is PAGE
    assert read(data).title == "Fähre"


def test_a_clock_that_opens_text_between_headings_is_told() -> None:
    body = "<h1>Fähre</h1><h3>9.30 Uhr: Zwei</h3><p>9.25 Uhr: Noch nichts.</p><h3>9.10 Uhr: Eins</h3><p>A.</p>"
    blog = read(page(body, SENT + BERLIN), but=("clock-in-text",))
    assert shown(blog)[1] == ("09 09:30", "Zwei", "9.25 Uhr: Noch nichts.")


def test_a_page_that_is_no_live_blog() -> None:
    blogs, problems = run(page("<h1>Ferry</h1><p>It sails at 7:30 p.m. and at noon.</p>"))
    assert blogs == []
    assert [problem.code for problem in problems] == ["no-update"]


def test_an_article_beside_some_of_others_is_no_live_blog() -> None:
    other = (
        "<div class='card'><time datetime='2021-03-09T0{0}:00:00Z'>{0}</time><h3>Other {0}</h3><p>Of what?</p></div>"
    )
    text = "<p>The ferry sails to the island and back again, each day but Sunday.</p>" * 9
    blogs, problems = run(page(f"<h1>Ferry</h1>{text}{other.format(1)}{other.format(2)}"))
    assert blogs == []
    assert [problem.code for problem in problems] == ["no-update"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-seed"),
        (b" \n", "empty-seed"),
        (b"<html>\0</html>", "control-character"),
        (b"<html><p>\xff\xfe</p></html>", "invalid-utf8"),
        (b"<html>" + b"<div>" * 100_000, "too-deep"),
        (b"<html><body><h1>Ferry</h1>", "no-update"),
        (b"<html><meta name=date content=2021-03-09T08:00:00Z><p>7:30 p.m.<p>A<p>8 p.m.<p>B", "no-title"),
        (b"<html><h1>F</h1><meta name=date content=0001-01-01T00:00:00Z><p>7:30 p.m.<p>A<p>8 p.m.<p>B", "undated-seed"),
        (b'<html><meta name=date content=2021-03-28T08:00:00+02:00><meta property=og:locale content=de_DE><h1>F</h1>'
         b"<h2>2.30 Uhr: A</h2><p>B", "skipped-time"),
    ],
)  # fmt: skip
def test_pages_that_cannot_be_imported(data: bytes, code: str) -> None:
    blogs, problems = run(data)
    assert blogs == []
    assert [problem.code for problem in problems if problem.severity is Severity.ERROR] == [code]


def test_half_a_page_is_read_as_far_as_it_goes() -> None:
    whole = page(ENTRIES, HEAD + BERLIN)
    blog = read(whole[: whole.index("Gates open with")])
    assert [update.title for update in blog.updates] == ["Gates open", "First boat in"]


def test_a_sidecar_names_the_address_that_links_stand_on() -> None:
    blog = read(page(ENTRIES, HEAD + BERLIN), Sidecar(url="https://old.example/ferry", title="The ferry"))
    assert (blog.title, blog.sources[0].url) == ("The ferry", "https://old.example/ferry")
    assert "(https://old.example/queue)" in blog.updates[0].body


def test_an_update_without_a_time_is_told() -> None:
    body = """<h1>Ferry</h1><div itemprop="liveBlogUpdate"><time>just now</time><p>Nobody knows when.</p></div>
    <div itemprop="liveBlogUpdate"><time datetime="2021-03-09T09:30:00+01:00">9.30</time><p>Begin.</p></div>"""
    blog = read(page(body, BERLIN), but=("undated-update",))
    assert shown(blog) == [("09 09:30", "", "Begin.")]


def test_the_zone_by_the_word_behind_clocks() -> None:
    body = "<h1>Ferry</h1><div><h3>12.08 BST Two</h3><p>B.</p><h3>11.04 BST One</h3><p>A.</p></div>"
    sent = '<meta property="article:published_time" content="2021-07-09T08:00:00Z">'
    blog = read(page(body, sent))
    assert (blog.zone, blog.zone_source, blog.updates[0].at.isoformat()) == (
        "Europe/London",
        ZoneSource.STATED,
        "2021-07-09T11:04:00+01:00",
    )


def test_a_zone_that_nothing_says_is_assumed_with_a_warning() -> None:
    body = "<h1>Ferry</h1><div><h3>12:08 Two</h3><p>B.</p><h3>11:04 One</h3><p>A.</p></div>"
    blog = read(page(body, '<meta name="date" content="2021-07-09T08:00:00Z">'), but=("zone-assumed",))
    assert blog.zone_source is ZoneSource.ASSUMED


@pytest.mark.parametrize(
    ("update", "head"),
    [
        (  # clock and date on a line of their own, under no known class
            '<article id="h_{0}"><header><div>{0}:05 p.m. ET, March 9, 2021</div><h2>Title {0}</h2></header>'
            "<p>Text {0} of it.</p></article>",
            "",
        ),
        (  # a class that says time
            '<section class="post" id="h_{0}"><span class="date">{0}:05</span><h2>Title {0}</h2>'
            "<p>Text {0} of it.</p></section>",
            SENT + BERLIN,
        ),
        (  # a date for programs that read aloud
            '<li><article id="h_{0}"><time><span class="visually-hidden">{0}:05 9 March</span><span>{0}:05</span></time>'
            "<header><h3>Title {0}</h3></header><p>Text {0} of it.</p></article></li>",
            SENT + BERLIN,
        ),
        (  # an attribute of its own
            '<div class="e" id="h_{0}"><time data-date="2021-03-09T0{0}:05:00Z">{0} h</time><h3>Title {0}</h3>'
            "<p>Text {0} of it.</p></div>",
            BERLIN,
        ),
        (  # the name of the author, and the time again, below
            '<div class="e" id="h_{0}"><time datetime="2021-03-09T0{0}:05:00Z"></time><h3>Title {0}</h3>'
            "<p>Text {0} of it.</p><div><span class='author'>Bo Ek</span> <span>9 March 2021 0{0}:05</span></div></div>",
            BERLIN,
        ),
        (  # cards between the updates that have no time of day
            '<div class="e" id="h_{0}"><time>{0}:05</time><h3>Title {0}</h3><p>Text {0} of it.</p></div>'
            '<div class="e card"><b>Race</b> <span>3:0</span></div>',
            SENT + BERLIN,
        ),
        (  # a post that is quoted, with a button
            '<div class="e" id="h_{0}"><time>{0}:05</time><h3>Title {0}</h3><p>Text {0} of it.</p>'
            '<div class="social-tools"><a href="https://a.example/">Share</a></div></div>',
            SENT + BERLIN,
        ),
    ],
)
def test_forms_of_many_publishers(update: str, head: str) -> None:
    body = "".join(update.format(hour) for hour in (3, 2, 1))
    blog = read(
        page(f'<h1>Ferry</h1><div id="key-events"><ul><li><time>3:05</time> Title 3</ul></div><div>{body}</div>', head)
    )
    assert [(update.title, update.body, update.sid) for update in blog.updates] == [
        (f"Title {hour}", f"Text {hour} of it.", f"h_{hour}") for hour in (1, 2, 3)
    ]
    assert {(f"{update.at:%Y-%m-%d}", update.at.minute) for update in blog.updates} == {("2021-03-09", 5)}
    assert blog.standfirst == ""


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.html", b"<!DOCTYPE html><html>"),
        ("a.htm", b"\xef\xbb\xbf\r\n<!-- saved from url=(0014)about:internet -->\n<HTML>"),
        ("a.xhtml", b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0" "x"><html xmlns="y">'),
        ("a", b"<html><head>"),
        ("a.txt", b"<div class='x'>7:30 p.m.</div>"),
        ("a.html", b"Text before any element, <b>7:30 p.m.</b>"),
        ("a.html", b""),
    ],
)
def test_what_is_a_page(path: str, data: bytes) -> None:
    assert PAGE.declines(Seed(f"seeds/{path}", data)) == ""
    assert sniff(Seed(f"seeds/{path}", data), importers([])[0]) is PAGE


@pytest.mark.parametrize(
    ("path", "data", "why"),
    [
        ("a.xml", b"<nitf>", ".xml is no web page"),
        ("a", b'<?xml version="1.0"?><nitf>', "its first element is nitf"),
        ("a", b'<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd"><nitf>', "it is a document of the type nitf"),
        ("a", b'<feed xmlns="http://www.w3.org/2005/Atom">', "its first element is feed"),
        ("a.mhtml", b"<html>", ".mhtml is no web page"),
        ("a", b"From: <Saved by x>\r\nMIME-Version: 1.0\r\n", "it is a crawl or a message, in which a page may lie"),
        ("a.md", b"<p>7:30 p.m.</p>", ".md is no web page"),
        ("a.html", b"---\ntitle: x\n---\n<p>", "it begins with front matter"),
        ("a.html", b'{"@type": "LiveBlogPosting"}', "it does not begin with an element of a web page"),
        ("a.html", b"<\0h\0t\0m\0l\0", "it is no text"),
    ],
)
def test_what_is_no_page(path: str, data: bytes, why: str) -> None:
    assert PAGE.declines(Seed(f"seeds/{path}", data)) == why
