from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from support import write

from sitegen.errors import ContentError, Problem
from sitegen.pages.layouts import DEFAULT, Layouts, check_layouts, read_layouts
from sitegen.pages.static import static_files
from sitegen.pages.theme import default_layouts

DEFAULTS = {path.name for path in default_layouts().glob("*.html")}


def problems_of(folder: Path) -> tuple[Problem, ...]:
    try:
        return tuple(check_layouts(read_layouts(folder)))
    except ContentError as error:  # of those that cannot be read
        return error.problems


def test_the_default_theme_is_read_under_both_names(tmp_path: Path) -> None:
    layouts = read_layouts(tmp_path / "nowhere")
    assert set(layouts.texts) == DEFAULTS | {DEFAULT + name for name in DEFAULTS}
    assert layouts.overridden == frozenset()
    assert layouts == read_layouts(default_layouts())
    assert check_layouts(layouts) == []


def test_a_file_of_the_site_stands_over_the_default_of_its_name(tmp_path: Path) -> None:
    write(tmp_path / "own.html", '{% extends "default/own.html" %}\r\n')
    layouts = read_layouts(tmp_path)
    assert layouts.texts["own.html"] == '{% extends "default/own.html" %}\n'
    assert layouts.texts["default/own.html"] == (default_layouts() / "own.html").read_text(encoding="utf-8")
    assert layouts.overridden == {"own.html"}
    assert layouts.digest != read_layouts(tmp_path / "nowhere").digest


def test_a_closure_changes_with_all_that_a_layout_includes(tmp_path: Path) -> None:
    before = read_layouts(tmp_path).closures
    write(tmp_path / "_update.html", (default_layouts() / "_update.html").read_text(encoding="utf-8") + "\n")
    after = read_layouts(tmp_path).closures
    changed = {name for name in DEFAULTS if before[name] != after[name]}
    assert {"_update.html", "live-blog.html", "day.html", "topic.html"} <= changed
    assert not {"404.html", "own.html", "base.html", "topics.html", "year.html"} & changed


def test_layouts_travel_to_a_worker(tmp_path: Path) -> None:
    layouts = read_layouts(tmp_path)
    again = pickle.loads(pickle.dumps(layouts))
    assert (again.texts, again.digest, again.closures) == (layouts.texts, layouts.digest, layouts.closures)


def test_layouts_that_include_each_other_have_a_closure() -> None:
    layouts = Layouts({"a": '{% include "b" %}', "b": '{% include "a" %}'}, frozenset())
    assert layouts.closures["a"] == layouts.closures["b"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("one\n{% if %}", "layout-syntax", 2),
        ("{% block a %}", "layout-syntax", 1),
        ("\n{% include view.title %}", "layout-variable", 2),
        ('\n\n{% include "none.html" %}', "layout-missing", 3),
    ],
)
def test_a_layout_that_cannot_be_is_a_problem_with_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    write(tmp_path / "own.html", text)
    [problem] = problems_of(tmp_path)
    assert (problem.code, problem.where.path, problem.where.line) == (code, "layouts/own.html", line)


def test_all_wrong_layouts_are_said_at_once(tmp_path: Path) -> None:
    write(tmp_path / "own.html", "{% if %}")
    write(tmp_path / "day.html", '{% include "none.html" %}')
    assert sorted(problem.code for problem in problems_of(tmp_path)) == ["layout-missing", "layout-syntax"]


def test_a_layout_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "own.html").write_bytes(b"one\ntwo \xff")
    [problem] = problems_of(tmp_path)
    assert (problem.code, problem.where.line, problem.message) == ("invalid-utf8", 2, "byte 0xff is not UTF-8")


def test_static_files_of_the_site_stand_over_those_of_the_theme(tmp_path: Path) -> None:
    write(tmp_path / "static" / "style.css", "p {}")
    write(tmp_path / "static" / "seal" / "mark.txt", "a seal")
    write(tmp_path / "static" / ".hidden", "x")
    write(tmp_path / "static" / ".git" / "x", "x")
    found = static_files(tmp_path)
    assert found["style.css"] == tmp_path / "static" / "style.css"
    assert found["favicon.svg"] == default_layouts() / "static" / "favicon.svg"
    assert "seal/mark.txt" in found
    assert not any("." in name.split("/")[0][:1] for name in found)


def test_the_default_theme_is_plain(tmp_path: Path) -> None:
    assert read_layouts(tmp_path).is_plain


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_a_copy_of_a_default_layout_is_plain(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, (default_layouts() / name).read_text("utf-8"))
    assert read_layouts(tmp_path).is_plain


@pytest.mark.parametrize(
    ("text", "is_plain"),
    [
        ("{% set attributes = ' id=a' %}<p{{ attributes }}>", False),
        ("{% set level = '2 id=a' %}<h{{ level }}>", False),
        ('<p id="a"><a class="b" href="/x/" title="c">d</a><img src="/e.png" alt=""></p>', True),
        ('<p data-width="3">The valid hidden identity is a hrefless source</p>', True),
        ('<script type="application/ld+json">{{ view|json_ld }}</script>', True),
        ("{# a comment of the template: id='a' <!-- #}", False),  # it would do no harm, and costs only speed
        ("<!-- a comment -->", False),
        ("<!--[if IE]><p id='a'><![endif]-->", False),
        ("<p id='a'>", False),
        ("<p id=a>", False),
        ("<a href={{ view.url }}>", False),
        ('<a href = "/x/">', False),
        ('<a href= "/x/">', False),
        ('<p\nid="a">', False),
        ('<p\tid="a">', False),
        ('<p class="b"id="a">', False),
        ('<p data-id="a">', True),  # no attribute that counts
        ("<img SRC='/a.png'>", False),
        ('<p ID="a">', False),
        ('<a Href="/x/">', False),
        ("<script>let a = 1</script>", False),
        ('<script src="/a.js"></script>', True),
        ('<script src="/a.js">id</script>', False),
        ("<script src='/a.js'></script>", False),
        ('<script defer src="/a.js"></script>', False),  # it would do no harm
        ("<STYLE>a { color: red }</STYLE>", False),
        ("<textarea></textarea>", False),
        ('<code>&lt;p id="a"&gt;</code>', False),
        ("<p title='an id=\"a\" of it'>", False),
    ],
)
def test_layouts_are_plain_where_ids_and_links_stand_as_ours_do(tmp_path: Path, text: str, is_plain: bool) -> None:
    write(tmp_path / "own.html", text)
    assert read_layouts(tmp_path).is_plain is is_plain
