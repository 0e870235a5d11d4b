"""Feeds, tables and agencies' items: one story said in each of them is one live blog, and no damage loses a word."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from readings import CONFIG, read_seed

from sitegen.importers.exports.feed import FEED
from sitegen.importers.exports.news_item import NEWS_ITEM
from sitegen.importers.exports.table import TABLE
from sitegen.importers.seeds import Importer, Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.text.wire import WIRE
from sitegen.importers.web.markup import passage_of_html
from sitegen.model import LiveBlog
from sitegen.words import words

START = datetime(2017, 11, 3, 5, 0, tzinfo=UTC)
SIDECAR = Sidecar(zone="UTC", title="Swans return")


@dataclass(frozen=True, slots=True)
class Said:
    """An update: minutes after the one before, its title, and the paragraphs of its HTML."""

    after: int
    title: str
    paragraphs: tuple[str, ...]

    @property
    def html(self) -> str:
        return "".join(f"<p>{text}</p>" for text in self.paragraphs)


LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"))
TEXT = st.text(st.one_of(st.sampled_from("ab1 .,:;!?*_~`[]()<>&#|\\-+='\"/é"), LETTERS), max_size=16)
# Words at both ends: a clock may not open a paragraph by chance, nor a title be all of one.
PROSE = TEXT.map(lambda text: f"so {text} on")
MARKED = st.one_of(
    PROSE.map(escape),
    PROSE.map(lambda text: f"<b>{escape(text)}</b> more"),
    PROSE.map(lambda text: f'see <a href="https://example.org/?a=1&amp;b=2">{escape(text)}</a>'),
    PROSE.map(lambda text: f"one<br>{escape(text)}"),
)
TITLES = st.from_regex(r"[A-Z][a-z]{2,8}( [a-z]{2,8}){0,3}", fullmatch=True)
STORIES = st.lists(
    st.builds(Said, st.integers(1, 90), TITLES, st.lists(MARKED, min_size=1, max_size=3).map(tuple)),
    min_size=1,
    max_size=5,
)


def timed(story: list[Said]) -> list[tuple[datetime, Said]]:
    """The updates of *story* with their instants, the newest first, as feeds have them."""
    at, found = START, []
    for said in story:
        at += timedelta(minutes=said.after)
        found.append((at, said))
    return found[::-1]


def atom(story: list[Said]) -> str:
    entries = "".join(
        f"<entry><id>{at.isoformat()}</id><title>{said.title}</title><updated>{at.isoformat()}</updated>"
        f'<content type="html">{escape(said.html)}</content></entry>'
        for at, said in timed(story)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Swans return</title>{entries}</feed>'


def rss(story: list[Said]) -> str:
    items = "".join(
        f"<item><guid>{at.isoformat()}</guid><title>{said.title}</title><pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        f"<content:encoded><![CDATA[{said.html.replace(']]>', ']]]]><![CDATA[>')}]]></content:encoded></item>"
        for at, said in timed(story)
    )
    return f'<rss version="2.0"><channel><title>Swans return</title>{items}</channel></rss>'


def json_feed(story: list[Said]) -> str:
    items = [
        {"id": at.isoformat(), "title": said.title, "date_published": at.isoformat(), "content_html": said.html}
        for at, said in timed(story)
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Swans return", "items": items})


def comma_separated(story: list[Said]) -> str:
    file = StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(["Live blog", "Time", "Title", "Text", "ID"])
    rows.writerows(["Swans return", at.isoformat(), said.title, said.html, at.isoformat()] for at, said in timed(story))
    return file.getvalue()


def json_lines(story: list[Said]) -> str:
    rows = (
        {"time": int(at.timestamp()), "title": said.title, "text": said.html, "id": at.minute}
        for at, said in timed(story)
    )
    return "\n".join(map(json.dumps, rows))


def clocked(story: list[Said]) -> str:
    return "<hr>".join(f"<p>{at:%H:%M} Uhr</p><p>{said.title}</p>{said.html}" for at, said in timed(story))


def ninjs(story: list[Said]) -> str:
    sent = timed(story)[0][0]
    return json.dumps(
        {"uri": "urn:1", "versioncreated": sent.isoformat(), "headline": "Swans return", "body_html": clocked(story)}
    )


def nitf(story: list[Said]) -> str:
    sent = timed(story)[0][0]
    body = clocked(story).replace("<br>", "<br/>").replace("<hr>", "<hr/>")
    return (
        f'<nitf><head><docdata><date.issue norm="{sent:%Y%m%dT%H%M%SZ}"/></docdata></head><body><body.head><hedline>'
        f"<hl1>Swans return</hl1></hedline></body.head><body.content>{body}</body.content></body></nitf>"
    )


FORMS: dict[str, tuple[Importer, str, Callable[[list[Said]], str]]] = {
    "atom": (FEED, "a.atom", atom),
    "rss": (FEED, "a.rss", rss),
    "json feed": (FEED, "a.json", json_feed),
    "csv": (TABLE, "a.csv", comma_separated),
    "json lines": (TABLE, "a.jsonl", json_lines),
    "ninjs": (NEWS_ITEM, "a.json", ninjs),
    "nitf": (NEWS_ITEM, "a.xml", nitf),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_story_is_the_same_in_every_form(form: str) -> None:
    importer, path, written = FORMS[form]

    @given(STORIES)
    @settings(max_examples=25, deadline=None)
    def law(story: list[Said]) -> None:
        blogs, problems = read_seed(importer, f"seeds/{path}", written(story), SIDECAR)
        assert [problem for problem in problems if problem.is_error] == []
        [blog] = blogs
        expected = timed(story)[::-1]
        assert [update.at for update in blog.updates] == [at for at, _ in expected]
        for update, (_, said) in zip(blog.updates, expected, strict=True):
            seen = words(f"{said.title} {passage_of_html(said.html).seen}")
            body = words(update.title) + words(passage_of_html(_html(update.body)).seen)
            assert body == seen

    law()


def _html(markdown: str) -> str:
    from sitegen.content.markdown import render

    return render(markdown, "/")


@given(STORIES, st.sampled_from(["", "___", "---"]))
@settings(max_examples=25, deadline=None)
def test_wire_text_in_an_item_is_read_as_wire_text(story: list[Said], between: str) -> None:
    head = "The Latest: Swans return\n\nNovember 3, 2017\n\n"
    updates = (
        f"{at:%H:%M}\n\n" + "\n\n".join((said.title, *(passage_of_html(text).seen for text in said.paragraphs)))
        for at, said in timed(story)
    )
    body = f"PORT (HW) — The Latest (all times UTC):\n\n{f'{chr(10) * 2}{between}{chr(10) * 2}'.join(updates)}\n"
    item = json.dumps(
        {"uri": "urn:1", "headline": "The Latest: Swans return", "byline": "", "body_text": head[26:] + body}
    )
    wire = Seed("seeds/a.txt", (head + body).encode())
    [alone] = [found for found in WIRE.read(wire, CONFIG) if isinstance(found, LiveBlog)]
    [blog], _ = read_seed(NEWS_ITEM, "seeds/a.json", item)
    assert [update.at for update in blog.updates] == [update.at for update in alone.updates]
    for ours, theirs in zip(blog.updates, alone.updates, strict=True):
        assert words(passage_of_html(_html(ours.body)).seen) == words(passage_of_html(_html(theirs.body)).seen)
    assert (blog.zone, blog.dateline, blog.publisher) == (alone.zone, alone.dateline, alone.publisher)


ODD = st.sampled_from(
    ["", "\0", "<", "&", "&nbsp;", "]]>", "<![CDATA[", "<!--", '"', "'", ",", ";", "\n", "{", "}", "[", "]", "null", "1e999",
     "NaN", "9" * 40, '"\\ud800"', "<b>", "</b>", "<div>" * 30, "25:70", "2017-11-03T19:30:00Z", "99999-01-01", "\u2028",
     "{#t1 key}", "## 2017-11-03 10:00", "</p>", "<p>7:30 p.m.</p>", "\r", "\ufeff", "<script>x</script>", "   ", "\t"]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """*text* cut, doubled or with something odd in it, a few times."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 1, 5, 30))))
        text = text[:start] + draw(ODD) + (text[start:] if draw(st.booleans()) else text[end:])
    return text


STORY = [
    Said(30, "They came", ("Two <b>swans</b> &amp; <a href='https://example.org/'>more</a>.",)),
    Said(45, "They nest", ("Here.", "At <i>last</i><br>they say.")),
]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_damaged_is_read_without_a_loss_or_refused(form: str) -> None:
    importer, path, written = FORMS[form]

    @given(damaged(written(STORY)))
    @settings(max_examples=50, deadline=None)
    def law(text: str) -> None:
        blogs, problems = read_seed(importer, f"seeds/{path}", text.encode("utf-8", "surrogatepass"), SIDECAR)
        assert not {"lost-words", "invented-words"} & {problem.code for problem in problems}
        assert blogs or any(problem.is_error for problem in problems)
        for problem in problems:
            assert "\n" not in problem.message
            assert problem.hint[:1].islower()

    law()
