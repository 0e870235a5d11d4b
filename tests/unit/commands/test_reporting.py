"""Problems as people read them: excerpts whose marks stand under what is wrong, and one of a kind for many."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.commands.reporting import format_problem, format_problems, summary
from sitegen.errors import Location, Problem, Severity


def problem(path: str, line: int = 0, column: int = 0, width: int = 1, **said: str) -> Problem:
    where = Location(path, line, column, width)
    return Problem(where, said.get("code", "some-code"), said.get("message", "it is wrong"), said.get("hint", ""))


def warning(path: str, message: str = "it is odd") -> Problem:
    return Problem(Location(path), "odd", message, "look at it", Severity.WARNING)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("title: Noon", "Noon"),
        ("\ttitle:\tNoon", "Noon"),
        ("é: Noon", "Noon"),
        ("x" * 300 + "Noon" + "y" * 300, "Noon"),
        ("a\x1b[2Jb Noon", "Noon"),
        ("Noon", "Noon"),
    ],
)
def test_the_marks_stand_under_what_is_wrong(line: str, wrong: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"first\n{line}\n", encoding="utf-8")
    found = problem("a.md", 2, line.index(wrong) + 1, len(wrong))
    _, excerpt, marks = format_problem(found, tmp_path).split("\n")
    assert excerpt.startswith("     2 | ")
    assert excerpt[marks.index("^") :].startswith(wrong)
    assert marks.count("^") == len(wrong)
    assert len(excerpt) < 140
    assert "\x1b" not in excerpt


def test_wide_characters_take_two_columns_and_marks_on_letters_none(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("東京e\u0301: 大阪!\n", encoding="utf-8")
    marks = format_problem(problem("a.md", 1, 7, 2), tmp_path).split("\n")[2]
    assert marks == "       | " + " " * 7 + "^^^^"


def test_a_line_without_a_column_is_shown_without_marks(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one\ntwo\n", encoding="utf-8")
    assert format_problem(problem("a.md", 2), tmp_path).split("\n")[1:] == ["     2 | two"]


@pytest.mark.promise("X6")
@pytest.mark.parametrize("path", ["none.md", "a.md"])
def test_what_cannot_be_shown_is_left_out(path: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one\n", encoding="utf-8")
    assert format_problem(problem(path, 7, 1), tmp_path) == f"{path}:7:1: error: it is wrong [some-code]"


def test_an_excerpt_is_of_the_file_as_it_is_now(tmp_path: Path) -> None:
    for text in ("one", "two"):
        (tmp_path / "a.md").write_text(text, encoding="utf-8")
        assert f"1 | {text}" in format_problem(problem("a.md", 1), tmp_path)


def test_paths_are_from_the_root_of_the_site(tmp_path: Path) -> None:
    assert format_problem(problem(f"{tmp_path}/.sitegen/lock"), tmp_path).startswith(".sitegen/lock: error")
    assert format_problem(problem("/elsewhere/x"), tmp_path).startswith("/elsewhere/x: error")


def test_more_than_ten_of_a_code_are_ten_and_a_count(tmp_path: Path) -> None:
    found = [problem(f"{number:02}.md") for number in range(13)]
    lines = format_problems(found, tmp_path).split("\n")
    assert [line[:5] for line in lines[:10]] == [f"{number:02}.md" for number in range(10)]
    assert lines[10:] == ["… and 3 more [some-code]; --report FILE has all"]


def test_warnings_that_say_the_same_are_one(tmp_path: Path) -> None:
    found = [*(warning(f"{number}.md") for number in range(8)), warning("9.md", "it is odder")]
    assert format_problems(found, tmp_path).split("\n") == [
        "0.md: warning: it is odd [odd]",
        "  so too in 7 more: 1.md, 2.md, 3.md, 4.md, 5.md and 2 more",
        "  hint: look at it",
        "9.md: warning: it is odder [odd]",
        "  hint: look at it",
    ]


def test_errors_stand_last_and_each_for_itself(tmp_path: Path) -> None:
    lines = format_problems([problem("a.md"), problem("b.md"), warning("c.md")], tmp_path).split("\n")
    assert [line for line in lines if not line.startswith(" ")] == [
        "c.md: warning: it is odd [odd]",
        "a.md: error: it is wrong [some-code]",
        "b.md: error: it is wrong [some-code]",
    ]


def test_the_summary_counts() -> None:
    assert summary([]) == ""
    assert summary([problem("a.md"), problem("a.md"), warning("b.md")]) == "1 error and 1 warning"
