"""Which elements of a page are updates, and which of the times in one is its own."""

from __future__ import annotations

import pytest

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.errors import Problem, Severity
from sitegen.importers.evidence import contradictions
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.web.page import PAGE
from sitegen.model import LiveBlog

CONFIG = Config(title="A site", zone="Europe/Berlin")
HOURS = (13, 12, 11, 10)
PATH = "seeds/harbour.html"


def moment(hour: int, minute: int = 5) -> str:
    return f"2021-03-09T{hour:02}:{minute:02}:00+01:00"


def stamp(hour: int, minute: int = 5, attributes: str = "") -> str:
    return f'<time {attributes} datetime="{moment(hour, minute)}">{hour:02}:{minute:02}</time>'


def run(*updates: str, around: str = "{}") -> tuple[list[LiveBlog], list[Problem]]:
    stream = around.format("".join(updates))
    html = (
        f'<html lang="en"><head><title>Harbour</title></head><body><h1>Harbour</h1><main>{stream}</main></body></html>'
    )
    found = list(PAGE.read(Seed(PATH, html.encode()), CONFIG))
    for item in found:
        if isinstance(item, Found):
            assert list(contradictions(PATH, item.liveblog, item.evidence, lambda text: plain(render(text, "/")))) == []
    blogs = [item.liveblog for item in found if isinstance(item, Found)]
    return blogs, [item for item in found if isinstance(item, Problem) and item.code != "zone-assumed"]


def shown(*updates: str, around: str = "{}") -> list[tuple[str, str, str]]:
    """The updates of a page of which no word was left: time, title and body."""
    [blog], problems = run(*updates, around=around)
    assert [problem.code for problem in problems] == []
    return [(f"{one.at:%H:%M}", one.title, " ".join(one.body.split())) for one in blog.updates]


UNITS = {
    "a class": '<article class="post">{time}<h2>Head {0}</h2>{1}</article>',
    "a header": '<article class="post"><header><p class="m">{time}</p><h2>Head {0}</h2></header>{1}</article>',
    "a footer": '<section class="e"><h2>Head {0}</h2>{1}<footer>{time}</footer></section>',
    "no class": "<div><div>{time}</div><div><h2>Head {0}</h2>{1}</div></div>",
    "classes of a bundler": '<div class="css-{0}a"><div class="css-{0}t">{time}</div><h2>Head {0}</h2><div>{1}</div></div>',
    "a label beside": '<div class="x{0}"><div>{time}<b></b></div><h2>Head {0}</h2><div class="w-3/4">{1}</div></div>',
    "a byline": '<div class="e"><p class="byline">By Ann Lee at {time}</p><h2>Head {0}</h2>{1}</div>',
    "a name": '<div class="e"><h2>Head {0}</h2><p><b class="author">Ann Lee</b>, {time}</p>{1}</div>',
    "a heading": '<div class="e"><h2>Head {0} {time}</h2>{1}</div>',
    "a time of an edit": '<div class="e">{time} <i>Updated {0}:40</i><h2>Head {0}</h2>{1}</div>',
    "a link": '<div class="e" id="e{0}"><a href="#e{0}">{time}</a><h2>Head {0}</h2>{1}</div>',
    "odd and even": '<div class="n{0} e"><h2>Head {0}</h2>{time}{1}</div>',
    "an own element": "<x-post><x-when>{time}</x-when><h2>Head {0}</h2><div>{1}</div></x-post>",
}
BODIES = {
    "short": ("<p>In {0}.</p>", "In {0}."),
    "says update": ("<p>An update of list {0}.</p>", "An update of list {0}."),
    "says edited": ("<p>Photo {0} edited.</p>", "Photo {0} edited."),
    "a time in a sentence": (
        f"<p>Boat {{0}} sails at {stamp(21)} from the quay.</p>",
        "Boat {0} sails at 21:05 from the quay.",
    ),
    "a time that begins one": (f"<p>{stamp(21)} is when boat {{0}} sails.</p>", "21:05 is when boat {0} sails."),
    "a time in italics": ("<p>Boat {0} sails at <em>18:30</em> sharp.</p>", "Boat {0} sails at *18:30* sharp."),
    "times in a list": (
        f"<ul><li>Boat {{0}} at {stamp(20)}</li><li>Bus {{0}} at {stamp(21)}</li></ul>",
        "- Boat {0} at 20:05 - Bus {0} at 21:05",
    ),
    "a post that is quoted": (
        f'<p>See {{0}}:</p><div class="tweet"><p>Ahoy!</p><a href="https://a.example/{{0}}">{stamp(2)}</a></div>',
        "See {0}: Ahoy! [02:05](https://a.example/{0})",
    ),
    "another page": (
        f'<p>See {{0}}.</p><div class="x"><a href="https://a.example/{{0}}">{stamp(2)} More of it</a></div>',
        "See {0}. [02:05 More of it](https://a.example/{0})",
    ),
    "a quotation": (
        f"<p>She says:</p><blockquote><p>Boat {{0}}!</p>{stamp(2)}</blockquote>",
        "She says: > Boat {0}! > > 02:05",
    ),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("unit", UNITS)
def test_units_of_all_forms_with_texts_of_all_forms(unit: str, body: str) -> None:
    html, text = BODIES[body]
    updates = [UNITS[unit].format(hour, html.format(hour), time=stamp(hour)) for hour in HOURS]
    expected = [(f"{hour}:05", f"Head {hour}", text.format(hour)) for hour in sorted(HOURS)]
    assert shown(*updates, around='<div class="stream">{}</div>') == expected


@pytest.mark.parametrize("odd", ["key post", "post key", "pinned post big"])
def test_an_update_with_more_classes_is_one(odd: str) -> None:
    updates = [f'<div class="{odd if hour == 11 else "post"}">{stamp(hour)}<p>Text {hour}.</p></div>' for hour in HOURS]
    assert shown(*updates) == [(f"{hour}:05", "", f"Text {hour}.") for hour in sorted(HOURS)]


def test_an_update_whose_only_time_is_that_of_an_edit_is_one() -> None:
    updates = [
        f'<div class="post">{"Updated: " * (hour == 11)}{stamp(hour)}<p>Text {hour}.</p></div>' for hour in HOURS
    ]
    assert [at for at, _, _ in shown(*updates)] == ["10:05", "11:05", "12:05", "13:05"]
    updates = [f'<div class="post"><i>Updated {stamp(hour)}</i><p>Text {hour}.</p></div>' for hour in HOURS]
    assert [at for at, _, _ in shown(*updates)] == ["10:05", "11:05", "12:05", "13:05"]


@pytest.mark.parametrize("start", ['<div class="post">', "<div>", '<div class="css-{0}">'])
def test_an_update_like_the_others_without_a_time_is_told(start: str) -> None:
    times = {hour: f"<div>{stamp(hour) * (hour != 11)}</div>" for hour in HOURS}
    updates = [f"{start.format(hour)}{times[hour]}<p>Text {hour}.</p></div>" for hour in HOURS]
    [blog], problems = run(*updates)
    assert len(blog.updates) == 3
    problem = next(one for one in problems if one.code == "undated-update")
    assert (problem.severity, '"Text 11.' in problem.message) == (Severity.WARNING, True)


@pytest.mark.parametrize(
    "times",
    [
        "{0} <span>Updated {1}</span>",
        "{0} <small>Last updated at: {1}</small>",
        '{0} <span class="updated">aktualisiert 09.03.2021, {2} Uhr</span>',
        "{0} <span>Updated {2}</span>",
        "<div>{0}</div><div>{1}</div>",
        "{0} <span>{1} (updated)</span>",
        "<span>zuletzt aktualisiert um {1}</span> {0}",
    ],
)
def test_the_time_of_an_edit(times: str) -> None:
    updates = [
        '<article class="e"><header>'
        + times.format(stamp(hour), stamp(hour, 20), f"{hour}:20")
        + f"</header><h2>Head {hour}</h2><p>Text {hour}.</p></article>"
        for hour in HOURS
    ]
    [blog], problems = run(*updates)
    assert problems == [] or {one.code for one in problems} == {"words-left"}
    assert [(f"{one.at:%H:%M}", one.updated and f"{one.updated:%M}", one.body) for one in blog.updates] == [
        (f"{hour}:05", "20", f"Text {hour}.") for hour in sorted(HOURS)
    ]


def test_a_time_further_down_is_not_that_of_an_edit() -> None:
    updates = [f'<div class="e">{stamp(hour)}<p>Text {hour}.</p>{stamp(21)}</div>' for hour in HOURS]
    [blog], _ = run(*updates)
    assert [(f"{one.at:%H:%M}", one.updated) for one in blog.updates] == [
        (f"{hour}:05", None) for hour in sorted(HOURS)
    ]


def test_a_clock_between_two_instants_has_their_day() -> None:
    times = [stamp(13), stamp(12), "<time>11:05</time>", stamp(10)]
    updates = [f'<div class="e">{time}<p>Text {at}.</p></div>' for at, time in enumerate(times)]
    assert [at for at, _, _ in shown(*updates)] == ["10:05", "11:05", "12:05", "13:05"]


def test_the_times_that_were_passed_over_are_told() -> None:
    times = ["<time>14:05</time>", *(stamp(hour) for hour in HOURS)]
    blogs, [problem] = run(*(f'<div class="e">{time}<p>Text {at}.</p></div>' for at, time in enumerate(times)))
    assert (blogs, problem.code) == ([], "undated-seed")
    assert "1 of 5 updates" in problem.message
    assert moment(13) in problem.message
    quoted = f"<blockquote><p>A boat.</p>{stamp(9)}</blockquote>"
    blogs, [problem] = run(*(f"<h3>{hour}:05 Boat</h3><p>Text {hour}.</p>{quoted}" for hour in HOURS))
    assert (blogs, problem.code) == ([], "undated-seed")
    assert "(4 in the page)" in problem.message
    assert moment(9) in problem.message


def test_a_clock_in_the_text_under_the_title_of_a_ticker_is_no_update() -> None:
    under = "<p>18:30 Uhr: a boat is expected.</p>"
    texts = [f"<p>+++ {hour}:05 Uhr: Head +++</p><p>Text {hour}.</p>{under}" for hour in HOURS]
    [blog], problems = run("<h2>9 March 2021</h2>", *texts)
    assert {f"{one.at:%d %H:%M}" for one in blog.updates} == {f"09 {hour}:05" for hour in HOURS}
    assert {one.code for one in problems} == {"clock-in-text", "words-left"}


def test_the_parts_of_a_page_with_a_date_each_are_no_updates() -> None:
    texts = "".join(f"<h3>{hour}:05 Head</h3><p>Text {hour}.</p>" for hour in HOURS)
    [blog], _ = run(
        f'<div id="top">{stamp(8)} The Quay</div><div id="text"><p>Sent {stamp(9)}</p><h2>9 March 2021</h2>{texts}</div>'
        f'<div id="end">{stamp(7)} All rights</div>'
    )
    assert [f"{one.at:%H:%M}" for one in blog.updates] == [f"{hour}:05" for hour in sorted(HOURS)]


@pytest.mark.parametrize("text", ["<p>Text 11.</p>", "<h2>Head</h2><p>Text 11.</p>", "<ul><li>Text 11.</ul>"])
def test_the_text_in_a_time_that_was_never_closed_is_kept(text: str) -> None:
    updates = [f'<div class="post">{stamp(hour)}<p>Text {hour}.</p></div>' for hour in HOURS]
    updates[2] = f'<div class="post"><time datetime="{moment(11)}">11:05{text}</div>'
    [blog], _ = run(*updates)
    assert [(f"{one.at:%H:%M}", "Text" in one.body, "11:05" in one.body) for one in blog.updates] == [
        (f"{hour}:05", True, False) for hour in sorted(HOURS)
    ]


PUBLISHED = '<meta property="article:published_time" content="2021-03-09T06:00:00+01:00">'
CLOCKS = "".join(f'<article class="post"><b class="time">{hour}:05</b><p>In {hour}.</p></article>' for hour in HOURS)


def days(html: str) -> set[str]:
    found = list(
        PAGE.read(Seed(PATH, f"<html lang=en><head>{PUBLISHED}</head><body>{html}</body></html>".encode()), CONFIG)
    )
    [blog] = [item.liveblog for item in found if isinstance(item, Found)]
    return {f"{one.at:%Y-%m-%d}" for one in blog.updates}


@pytest.mark.parametrize(
    "html",
    [
        f"<h1>Harbour</h1><main>{CLOCKS}</main>",
        f"<h1>Harbour</h1><main>{CLOCKS}</main><footer><p>Monday, 1 February 2021</p></footer>",
        f"<header><p>Monday, 1 February 2021</p></header><h1>Harbour</h1><main>{CLOCKS}</main>",
        f"<h1>Harbour</h1><main>{CLOCKS}</main><section class=comments><p>1 February 2021</p><p>Nice.</p></section>",
        f"<h1>Harbour</h1><main>{CLOCKS}</main><aside class=related><h3>1 February 2021</h3><p>Ships.</p></aside>",
    ],
)
def test_a_date_elsewhere_on_the_page_dates_no_update(html: str) -> None:
    assert days(html) == {"2021-03-09"}


def test_a_date_beside_the_clock_is_that_of_the_update() -> None:
    units = "".join(
        f'<article class="post"><span class="date">8 March 2021</span> <span class="time">{hour}:05</span>'
        f"<p>In {hour}.</p></article>"
        for hour in HOURS
    )
    assert days(f"<h1>Harbour</h1><main>{units}</main>") == {"2021-03-08"}


def test_an_instant_that_opens_a_heading_is_taken_whole() -> None:
    flow = "".join(
        f'<h3><time datetime="2021-03-07T{hour}:05:00+01:00">{hour}:05</time> Head {hour}</h3><p>In {hour}.</p>'
        for hour in HOURS
    )
    assert days(f"<h1>Harbour</h1><div>{flow}</div>") == {"2021-03-07"}


def test_a_permalink_around_the_time_quotes_nothing() -> None:
    units = "".join(
        f'<div class="post" id="e{hour}"><a href="#e{hour}"><time datetime="2021-03-07T{hour}:05:00+01:00"></time>'
        f"<span>{hour}:05</span></a><p>In {hour}.</p></div>"
        for hour in HOURS
    )
    assert days(f"<h1>Harbour</h1><main>{units}</main>") == {"2021-03-07"}
