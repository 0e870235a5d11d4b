from __future__ import annotations

from datetime import date, datetime

import pytest

from sitegen.errors import Problem
from sitegen.importers.text.front_matter import FrontMatter, first_of, posted, split_front_matter


def split(text: str) -> FrontMatter:
    found = split_front_matter(text, "seeds/a.md")
    assert isinstance(found, FrontMatter)
    return found


def test_yaml_and_what_follows_it() -> None:
    front = split("---\nTitle: 'A &amp; B'\ntags: [x, y]\nextra:\n  a: 1\nempty:\n---\none\n---\ntwo")
    assert dict(front.fields) == {"title": ("A &amp; B",), "tags": ("x", "y"), "extra": (), "empty": ()}
    assert (front.body, front.line, front.problems) == ("one\n---\ntwo", 8, ())
    assert first_of(front, "nothing", "empty", "title") == "A & B"


def test_toml_and_what_follows_it() -> None:
    text = (
        '+++\ntitle = "A"\ndate = 2017-11-03T19:30:00Z\nday = 2017-11-03\non = true\nn = 3\nl = ["x", 1]\n[t]\n+++\none'
    )
    front = split(text)
    assert dict(front.fields) == {
        "title": ("A",), "date": ("2017-11-03T19:30:00+00:00",), "day": ("2017-11-03",), "on": ("true",), "n": ("3",),
        "l": ("x", "1"), "t": (),
    }  # fmt: skip
    assert (front.body, front.line) == ("one", 10)


@pytest.mark.parametrize("text", ["", "a\n---\nb: 1\n---\n", "----\na: 1\n---\n", "--- a\n", "<p>---</p>"])
def test_texts_without_front_matter(text: str) -> None:
    assert split_front_matter(text, "seeds/a.md") is None


def test_front_matter_without_an_end() -> None:
    problem = split_front_matter("\n---\na: 1\n+++\n", "seeds/a.md")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where.line) == ("unclosed-front-matter", 2)


@pytest.mark.parametrize(
    ("front", "code", "line"),
    [
        ("---\ndate: 2017-11-03\ntitle: Live: the ferry\n---\n", "yaml-quote", 3),
        ("---\ndate: 2017-11-03\ntitle: 'Live: the ferry'\nx: \"\n---\n", "yaml-syntax", 4),
        ("---\ndate: 2017-11-03\ntitle: 'Live: the ferry'\nx: &a [1]\ny: *a\n---\n", "yaml-alias", 4),
        ("---\ndate: 2017-11-03\ntitle: 'Live: the ferry'\nx: " + "[" * 500 + "\n---\n", "yaml-depth", 4),
        ('+++\ndate = "2017-11-03"\ntitle = "Live: the ferry"\nx = \n+++\n', "toml-syntax", 4),
        ("+++\ndate = '2017-11-03'\ntitle = 'Live: the ferry'\nx = " + "[" * 9000 + "\n+++\n", "toml-syntax", 2),
    ],
)
def test_a_fault_is_a_warning_and_the_other_keys_are_read(front: str, code: str, line: int) -> None:
    found = split(front)
    assert (first_of(found, "title"), first_of(found, "date")) == ("Live: the ferry", "2017-11-03")
    assert not any(problem.is_error for problem in found.problems)
    assert code in {problem.code for problem in found.problems}
    assert line in {problem.where.line for problem in found.problems}


def test_of_two_keys_the_first_counts() -> None:
    found = split("---\ntitle: One\ntitle: Two\n---\n")
    assert (first_of(found, "title"), found.problems) == ("One", ())


@pytest.mark.parametrize(
    ("text", "day", "moment"),
    [
        ("2017-11-03", date(2017, 11, 3), None),
        ("Nov. 3, 2017", date(2017, 11, 3), None),
        ("2017-11-03 19:30:00", date(2017, 11, 3), "2017-11-03T19:30:00"),
        ("2017-11-03 19:30:00 +0200", date(2017, 11, 3), "2017-11-03T19:30:00+02:00"),
        ("2017-11-03 19:30:00 UTC", date(2017, 11, 3), "2017-11-03T19:30:00+00:00"),
        ("2017-11-03T19:30:00.123Z", date(2017, 11, 3), "2017-11-03T19:30:00.123000+00:00"),
        ("soon", None, None),
        ("2017-02-30", None, None),
    ],
)
def test_when_a_seed_was_posted(text: str, day: date | None, moment: str | None) -> None:
    front = split(f"---\ndate: {text}\n---\n")
    assert posted(front, ("post_date", "date")) == (day, datetime.fromisoformat(moment) if moment else None)
