from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from time import process_time

import pytest

from sitegen.content.markdown import plain, render
from sitegen.importers.fidelity import unexplained
from sitegen.importers.text.met_clocks import Clocks
from sitegen.model import LiveBlog, Picture, Update
from sitegen.times import Clock

ZONE = timezone(timedelta(hours=2))
SEED = """\
The Latest: Ferry in.

Friday, November 3, 2017
The pier. (Harbour Office via AP)

BEIRUT (AP) — The Latest on the ferry:

7:30 p.m.

The ferry is in. It's *late*.

All are
safe.

___

6 p.m.

All are safe.
"""


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2017, 11, 3, hour, minute, tzinfo=ZONE)


LIVEBLOG = LiveBlog(
    id="",
    slug="",
    title="Ferry in",
    date=date(2017, 11, 3),
    zone="Asia/Beirut",
    kicker="The Latest",
    dateline="BEIRUT",
    publisher="AP",
    standfirst="The Latest on the ferry:",
    updates=(
        Update(at=at(18), body="All are safe."),
        Update(at=at(19, 30), body="The ferry is in. It's \\*late\\*.\n\nAll are safe."),
    ),
    pictures=(Picture("The pier.", "Harbour Office via AP"),),
)


def proof(seed: str, liveblog: LiveBlog, *given: str) -> list[tuple[str, int]]:
    problems = unexplained(seed, "seeds/a.txt", liveblog, lambda body: plain(render(body, "/")), given)
    return [(problem.code, problem.where.line) for problem in problems]


def test_a_clean_import() -> None:
    assert proof(SEED, LIVEBLOG) == []


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_do_not_matter(ending: str) -> None:
    assert proof(SEED.replace("\n", ending), LIVEBLOG) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("The Latest: Ferry", "The Latest: Big Ferry", 1),
        ("The pier.", "The pier. Again.", 4),
        ("The ferry is in.", "The ferry is not in.", 10),
        ("safe.\n\n___", "safe and sound.\n\n___", 13),
        ("___", "___\n\nA note.", 17),
        ("Friday, November", "Sunday, November", 3),
        ("November 3", "November 4", 3),
        ("6 p.m.", "5 p.m.\n\n6 p.m.", 17),
        ("6 p.m.", "9L15 p.m.\n\n6 p.m.", 17),
    ],
)
def test_a_word_that_only_the_seed_has(old: str, new: str, line: int) -> None:
    assert ("lost-words", line) in proof(SEED.replace(old, new, 1), LIVEBLOG)


@pytest.mark.parametrize(
    "liveblog",
    [
        replace(LIVEBLOG, title="Ferry in port"),
        replace(LIVEBLOG, kicker="Live"),
        replace(LIVEBLOG, standfirst=LIVEBLOG.standfirst + "\n\nMore."),
        replace(LIVEBLOG, pictures=(*LIVEBLOG.pictures, Picture("A boat."))),
        replace(LIVEBLOG, updates=(*LIVEBLOG.updates, Update(at=at(20), body="New."))),
        replace(LIVEBLOG, updates=(*LIVEBLOG.updates, Update(at=at(20), body=""))),
        replace(LIVEBLOG, updates=(LIVEBLOG.updates[0], replace(LIVEBLOG.updates[1], at=at(19, 31)))),
        replace(LIVEBLOG, updates=(LIVEBLOG.updates[0], replace(LIVEBLOG.updates[1], title="News"))),
    ],
)
def test_a_word_that_only_the_live_blog_has(liveblog: LiveBlog) -> None:
    assert "invented-words" in dict(proof(SEED, liveblog))


def test_a_part_that_is_lost_is_quoted_where_it_stands() -> None:
    without = replace(LIVEBLOG, updates=(LIVEBLOG.updates[0], replace(LIVEBLOG.updates[1], body="All are safe.")))
    problems = unexplained(SEED, "seeds/a.txt", without, lambda body: plain(render(body, "/")))
    assert [(problem.where.line, problem.where.column) for problem in problems] == [(10, 1)]
    assert '"The ferry is in It s late"' in problems[0].message


def test_words_in_another_order_are_found() -> None:
    assert proof(SEED.replace("is in", "in is"), LIVEBLOG) != []


def test_markdown_that_hides_words_is_found() -> None:
    hidden = replace(LIVEBLOG.updates[1], body="The ferry is in. It's \\*late\\*.\n\n[All are safe.]: /x")
    assert "lost-words" in dict(proof(SEED, replace(LIVEBLOG, updates=(LIVEBLOG.updates[0], hidden))))


def test_what_a_sidecar_gives_need_not_stand_in_the_seed() -> None:
    titled = replace(LIVEBLOG, title="A new one", standfirst="Ferry in\n\n" + LIVEBLOG.standfirst, publisher="Wire")
    seed = SEED.replace("(AP)", "")
    assert proof(seed, titled, "A new one") == []
    assert proof(seed, titled) == [("invented-words", 0)]


@pytest.mark.parametrize(
    "line", ["19:30", "7:30 p.m. update", "**[7:30 p.m.]**", "1:30 p.m. EDT", "7:30", "7:30 p.m.:"]
)
def test_notations_of_one_clock(line: str) -> None:
    assert proof(SEED.replace("7:30 p.m.", line), LIVEBLOG) == []


def test_a_clock_that_leads_its_text() -> None:
    assert proof(SEED.replace("7:30 p.m.\n\n", "7:30 p.m. — "), LIVEBLOG) == []


def test_the_date_of_any_update_explains_a_date_line() -> None:
    later = replace(LIVEBLOG.updates[1], at=at(19, 30) + timedelta(days=1))
    moved = replace(LIVEBLOG, updates=(LIVEBLOG.updates[0], later))
    assert proof(SEED.replace("Friday, November 3", "Saturday, November 4"), moved) == []


def test_a_clock_is_met_once() -> None:
    twice = SEED + "\n6 p.m.\n\nAll are well.\n"
    both = replace(LIVEBLOG, updates=(*LIVEBLOG.updates, Update(at=at(18), body="All are well.")))
    assert proof(twice, both) == []
    assert dict(proof(twice, LIVEBLOG)) == {"lost-words": 21}


def test_an_update_said_again_just_after_itself_is_no_loss() -> None:
    assert proof(SEED + "\n___\n\n6 p.m.\n\nAll are safe.\n", LIVEBLOG) == []
    assert proof(SEED + "\n___\n\n6 p.m.\n\nAll are safe. Now.\n", LIVEBLOG) != []


def test_short_paragraphs_within_longer_ones() -> None:
    bodies = ["a", "b c", "a b", "a\n\nb c\n\na b\n\na b c"]
    seed = "T\n\n" + "".join(f"{hour} p.m.\n\n{body}\n\n" for hour, body in enumerate(bodies, 1))
    updates = tuple(Update(at=at(12 + hour), body=body) for hour, body in enumerate(bodies, 1))
    made = LiveBlog("", "", "T", date(2017, 11, 3), "Asia/Beirut", updates=updates)
    assert proof(seed, made) == []


def test_a_clock_that_may_mean_two_instants_gives_way_to_one_that_means_only_one() -> None:
    clocks = Clocks([at(1, 30), at(13, 30)])
    assert clocks.meet(Clock(time(1, 30), half=False))
    assert clocks.meet(Clock(time(1, 30)))
    assert not clocks.meet(Clock(time(1, 30)))
    assert not clocks.meet(Clock(time(13, 30)))
    assert clocks.count.total() == 0


def test_many_updates_take_time_in_proportion() -> None:
    updates = tuple(Update(at(0) + timedelta(minutes=number), f"Text {number}.") for number in range(4000))
    text = "".join(f"\n{update.at:%H:%M}\n\n{update.body}\n" for update in updates)
    start = process_time()
    assert proof(text, LiveBlog("", "", "", date(2017, 11, 3), "UTC", updates=updates)) == []
    assert process_time() - start < 3


def test_a_paragraph_with_the_words_of_a_clock_takes_no_clock_of_an_update() -> None:
    text = "Ferry in\n\n6 p.m.\n\nThe ferry is in.\n\n6 p].m.\n\nAll are safe.\n"
    liveblog = replace(
        LIVEBLOG,
        kicker="",
        dateline="",
        publisher="",
        standfirst="",
        pictures=(),
        updates=(Update(at=at(18), body="The ferry is in.\n\n6 p].m.\n\nAll are safe."),),
    )
    assert unexplained(text, "seeds/a.txt", liveblog, lambda body: plain(render(body, "/"))) == ()
