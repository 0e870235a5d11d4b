from __future__ import annotations

from datetime import UTC, date, datetime
from time import process_time

import pytest
from cases import Case, read_cases

from sitegen.config import Config
from sitegen.content.reader import MOST_TOPICS, ContentFile, loads
from sitegen.errors import Problem
from sitegen.model import ZoneSource

CONFIG = Config(title="A site", zone="Asia/Beirut")
TOPICS = ("deir-el-zour", "iraq", "qaim", "is")
PATH = "content/2017/11/03/x.md"


def read(text: str) -> ContentFile:
    return loads(text, PATH, CONFIG, TOPICS)


def shown(text: str) -> str:
    """What the content file *text* says below its front matter, and what is wrong with it, a line each."""
    content = read(text)
    lines = [f"standfirst: {content.liveblog.standfirst!r}"] if content.liveblog.standfirst else []
    for update, line in zip(content.liveblog.updates, content.lines, strict=True):
        title = f" — {update.title}" if update.title else ""
        lines.append(f"{line}: {update.at.isoformat()} #{update.anchor}{title} {update.body!r}")
    return "\n".join([*(lines if not content.has_errors else []), *map(_line, content.problems)])


def _line(problem: Problem) -> str:
    where = f"{problem.where.line}:{problem.where.column}-{problem.where.column + problem.where.width - 1}"
    return f"{problem.severity.value} {where} [{problem.code}] {problem.message}; {problem.hint}"


def matter(text: str) -> str:
    return "---\nid: 2017-11-03-x\ntitle: X\ndate: 2017-11-03\n" + text


@pytest.mark.parametrize("case", read_cases("content-files.md"), ids=str)
def test_a_file_is_read_as_the_case_says(case: Case) -> None:
    text = case.given if case.given.startswith("!") else matter(case.given)
    assert shown(text.removeprefix("!").replace("␠", " ")) == case.expected, case.place


GOOD = matter(
    "zone_source: dateline\n---\n\nStandfirst.\n\n## 10:00 {#t1000}\n\nA  body.\n\nOf two.\n\n## 11:00 {#t1100}\n"
)


def test_a_file_says_a_live_blog() -> None:
    content = read(GOOD)
    first, second = content.liveblog.updates
    assert content.problems == ()
    assert (content.liveblog.id, content.liveblog.slug, content.liveblog.zone) == ("2017-11-03-x", "x", "Asia/Beirut")
    assert (content.liveblog.date, content.liveblog.zone_source) == (date(2017, 11, 3), ZoneSource.DATELINE)
    assert content.liveblog.standfirst == "Standfirst."
    assert (first.at, first.at.isoformat()) == (datetime(2017, 11, 3, 8, tzinfo=UTC), "2017-11-03T10:00:00+02:00")
    assert (first.body, second.body) == ("A  body.\n\nOf two.", "")
    assert content.lines == (10, 16)


def test_line_ends_of_windows_are_read_as_those_of_unix() -> None:
    assert read(GOOD.replace("\n", "\r\n")) == read(GOOD)


def test_a_mark_of_byte_order_is_taken_off_before_and_refused_here() -> None:
    [problem] = read("\ufeff" + GOOD).problems
    assert problem.code == "no-front-matter"


@pytest.mark.parametrize("zone", ["Nowhere/Town", "../etc", "beirut"])
def test_an_unknown_zone_is_one_problem_and_reading_goes_on(zone: str) -> None:
    content = read(matter(f"zone: {zone}\n---\n\n## 10:00 {{#t1000}}\n\nA body.\n"))
    [problem] = content.problems
    assert (problem.code, problem.where.line, problem.where.column) == ("unknown-zone", 5, 7)
    assert problem.message == f'"{zone}" is not a time zone'


@pytest.mark.promise("X5")
def test_an_update_has_no_more_topics_than_a_page_can_link() -> None:
    topics = ",".join(f"t{number}" for number in range(MOST_TOPICS + 1))
    text = matter(f'zone: UTC\n---\n\n## 10:00 {{#t1000 topics="{topics}"}}\n\nA body.\n')
    first = next(problem for problem in read(text).problems if problem.code == "topics-many")
    assert (first.where.line, first.where.column, first.where.width) == (8, 26, len(topics))
    fewer = read(text.replace(",t100", "")).problems
    assert "topics-many" not in [problem.code for problem in fewer]


@pytest.mark.promise("X5")
def test_many_unknown_topics_are_told_in_linear_time() -> None:
    topics = ",".join(f"t{number}" for number in range(20_000))
    start = process_time()
    problems = read(matter(f'zone: UTC\n---\n\n## 10:00 {{#t1000 topics="{topics}"}}\n\nA body.\n')).problems
    assert process_time() - start < 5  # a fraction of one; it was half a minute
    places = [problem.where.column for problem in problems if problem.code == "unknown-topic"]
    assert (len(places), places[:3]) == (20_000, [26, 29, 32])


def test_all_problems_of_a_file_are_said_at_once() -> None:
    text = '---\ntitel: X\ndate: yesterday\n---\n\n## 25:70\n\n## 10:00 {#t1000 topics="quaim"}\n\n## 9:00 {#t1000}\n'
    codes = sorted(problem.code for problem in read(text).problems)
    assert codes == sorted(
        [
            *("unknown-key", "missing-key", "field-value", "no-id"),
            *("update-time", "update-date", "unknown-topic", "duplicate-anchor"),
        ]
    )
