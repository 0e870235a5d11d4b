from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest

from sitegen.index.bodies import BODY_END
from sitegen.index.rest import read_corrections, read_rest
from sitegen.index.rows import LiveBlogRow, Rows, rows_of
from sitegen.model import (
    Correction,
    CorrectionKind,
    LiveBlog,
    Picture,
    Prepared,
    PreparedUpdate,
    Rights,
    Source,
    Update,
)

PARENTS = {"qaim": ("iraq", "region"), "iraq": ("region",), "mosul": ("iraq", "region")}
COLUMNS = (
    "path id date slug sort draft title kicker dateline zone zone_source publisher lang words updates first last newest"
    " standfirst opening rest corrections counted outline shown whole"
).split()
"""The columns of ``liveblogs`` after its key."""
UPDATES = (
    Update(datetime.fromisoformat("2017-12-31T23:50:00+02:00"), "One.", "t2350", topics=("qaim", "mosul")),
    Update(datetime.fromisoformat("2018-01-01T00:10:00+02:00"), "Two.", "t20180101-0010", "Two", "Ada", ("storm",)),
    Update(datetime.fromisoformat("2018-01-01T00:20:00+02:00"), "Three.", "t20180101-0020", key=True),
)
BLOG = LiveBlog("2017-12-31-x", "x", "A title", date(2017, 12, 31), "Asia/Beirut", updates=UPDATES)


def prepared(blog: LiveBlog = BLOG, *, standfirst: str = "", words: int = 3, **html: str) -> Prepared:
    """*blog* ready for the index; *html* gives the HTML of the body of an update by its anchor."""
    updates = tuple(
        PreparedUpdate(
            one.anchor != "t20180101-0020", line, one.body, html.get(one.anchor, f"<p>{one.body}</p>\n"), ("a", "b")
        )
        for line, one in enumerate(blog.updates, 10)
    )
    return Prepared("content/x.md", blog, standfirst, updates, words)


def rows(one: Prepared | None = None) -> Rows:
    return rows_of(one or prepared(), PARENTS)


def columns(row: LiveBlogRow) -> dict[str, str | int]:
    return dict(zip(COLUMNS, row, strict=True))


def digests(one: Rows) -> list[str | int]:
    """What other pages count, what they say of the live blog itself, and what they show of its updates."""
    said = columns(one.liveblog)
    return [said["counted"], said["outline"], said["shown"]]


def with_update(place: int, **said: str | bool | tuple[str, ...] | datetime) -> LiveBlog:
    """`BLOG` with another value of some fields of one update."""
    values = {name: getattr(UPDATES[place], name) for name in Update.__slots__} | said
    return replace(BLOG, updates=(*UPDATES[:place], Update(**values), *UPDATES[place + 1 :]))


def test_a_row_has_all_columns_in_their_order() -> None:
    said = columns(rows().liveblog)
    assert (said["path"], said["id"], said["date"], said["slug"]) == ("content/x.md", "2017-12-31-x", "2017-12-31", "x")
    assert (said["zone_source"], said["words"], said["updates"], said["draft"]) == ("stated", 3, 3, 0)
    assert (said["first"], said["last"]) == ("2017-12-31T23:50:00+02:00", "2018-01-01T00:20:00+02:00")
    assert said["newest"] == UPDATES[2].at.timestamp()
    assert said["standfirst"] == 0


def test_updates_are_kept_in_one_text_and_only_pinned_anchors_are_promised() -> None:
    made = rows()
    at = "2017-12-31T23:50:00+02:00"
    assert json.loads(made.entries)[0] == ["t2350", 1514757000, at, "", "One.", "", 0, "", "mosul qaim"]
    assert json.loads(made.entries)[2][-3:] == [1, "", ""]
    assert json.loads(made.pins) == [["t2350", 10, "a,b"], ["t20180101-0010", 11, "a,b"]]


def test_bodies_follow_the_standfirst() -> None:
    made = rows(prepared(standfirst="<p>S</p>\n"))
    assert made.bodies.split(BODY_END) == [b"<p>S</p>\n", b"<p>One.</p>\n", b"<p>Two.</p>\n", b"<p>Three.</p>\n"]
    assert (columns(made.liveblog)["standfirst"], columns(made.liveblog)["opening"]) == (1, "S")
    assert rows(prepared(replace(BLOG, updates=()))).bodies == b""
    assert rows(prepared(t2350="<p>Ü</p>\n")).bodies.decode().split("\0")[1] == "<p>Ü</p>\n"


def test_days_are_civil_days_and_threads_have_broader_topics_once() -> None:
    made = rows()
    assert made.days == (("2017-12-31", 1), ("2018-01-01", 2))
    assert sorted(made.threads) == [
        ("iraq", "2017-12", 1, "2017-12-31", "2017-12-31"),
        ("mosul", "2017-12", 1, "2017-12-31", "2017-12-31"),
        ("qaim", "2017-12", 1, "2017-12-31", "2017-12-31"),
        ("region", "2017-12", 1, "2017-12-31", "2017-12-31"),
        ("storm", "2018-01", 1, "2018-01-01", "2018-01-01"),
    ]


def test_a_live_blog_without_updates_has_a_row_and_counts_nothing() -> None:
    made = rows(prepared(replace(BLOG, updates=())))
    said = columns(made.liveblog)
    assert (said["updates"], said["first"], said["last"], said["newest"]) == (0, "", "", 0)
    assert (made.entries, made.pins, made.days, made.threads) == ("[]", "[]", (), ())


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (prepared(t2350="<p>Other.</p>\n"), [True, True, True]),
        (prepared(words=4), [True, True, True]),
        (prepared(standfirst="<p>S</p>\n"), [True, True, True]),
        (prepared(replace(BLOG, summary=("S",))), [True, True, True]),
        (prepared(with_update(0, title="T")), [True, True, False]),
        (prepared(with_update(1, author="Eve")), [True, True, False]),
        (prepared(with_update(1, key=True)), [True, True, False]),
        (prepared(with_update(0, anchor="t2351")), [True, True, False]),
        (prepared(with_update(1, at=datetime.fromisoformat("2018-01-01T00:11:00+02:00"))), [True, True, False]),
        (prepared(replace(BLOG, title="T")), [True, False, False]),
        (prepared(replace(BLOG, lang="de")), [True, False, False]),
        (prepared(replace(BLOG, slug="y")), [True, False, False]),
        (prepared(replace(BLOG, rights=Rights(robots="noindex"))), [True, False, False]),
        (prepared(with_update(2, at=datetime.fromisoformat("2018-01-01T00:21:00+02:00"))), [True, False, False]),
        (prepared(replace(BLOG, draft=True)), [False, False, False]),
        (prepared(with_update(0, topics=("qaim",))), [False, True, False]),
        (prepared(with_update(1, at=datetime.fromisoformat("2017-12-31T23:55:00+02:00"))), [False, True, False]),
        (prepared(replace(BLOG, updates=UPDATES[1:])), [False, False, False]),
    ],
)
def test_the_digests_say_what_other_pages_would_show_differently(other: Prepared, same: list[bool]) -> None:
    assert [one == two for one, two in zip(digests(rows()), digests(rows(other)), strict=True)] == same


def test_the_digests_follow_the_topics_above() -> None:
    moved = rows_of(prepared(), {**PARENTS, "qaim": ("region",), "mosul": ("region",)})
    assert digests(moved)[0] != digests(rows())[0]
    assert digests(moved)[1:] == digests(rows())[1:]


def test_the_same_live_blog_has_the_same_rows() -> None:
    again = rows_of(prepared(), dict(reversed(PARENTS.items())))
    assert again._replace(threads=()) == rows()._replace(threads=())
    assert sorted(again.threads) == sorted(rows().threads)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("1936-07-17T06:00:00+00:00", "1936-07-17T20:00:00+00:00"),
        ("1969-12-31T23:00:00+00:00", "1970-01-01T01:00:00+01:30"),
        ("2017-11-03T10:00:00+02:00", "2017-11-03T09:00:00+00:00"),
    ],
)
def test_live_blogs_of_one_date_sort_by_their_first_instant(earlier: str, later: str) -> None:
    def sort(moment: str, name: str) -> str:
        blog = replace(BLOG, id=name, updates=(Update(datetime.fromisoformat(moment), "", "t"),))
        return str(columns(rows(prepared(blog)).liveblog)["sort"])

    assert sort(earlier, "z") < sort(later, "a")
    assert sort(earlier, "a") < sort(earlier, "b")


def test_what_only_its_own_page_shows_is_read_back() -> None:
    blog = replace(
        BLOG,
        summary=("One", "Zwei ü"),
        pictures=(Picture("C", "D", "A", "f.png"), Picture()),
        sources=(Source("s", "h", "i", "u", "c"),),
        corrections=(
            Correction(date(2018, 1, 2), "T", "t2350", CorrectionKind.WITHHELD),
            Correction(date(2018, 1, 3), "T"),
        ),
        rights=Rights("H", "N", True, "noindex", False),
    )
    said = columns(rows(prepared(blog, standfirst="<p>The <b>first</b> &amp; last.</p>\n")).liveblog)
    rest = read_rest(str(said["opening"]), str(said["rest"]))
    assert rest.opening.strip() == "The first & last."
    assert (rest.summary, rest.pictures, rest.sources) == (blog.summary, blog.pictures, blog.sources)
    assert (read_corrections(str(said["corrections"])), rest.rights) == (blog.corrections, blog.rights)
