from __future__ import annotations

import time

import pytest

from sitegen.content.bodies import FenceWatch, shield, tidy, unshield


def inside(text: str) -> str:
    """A mark for each line of *text*: "x" where it belongs to a fence."""
    watch = FenceWatch()
    return "".join("x" if watch.is_inside(line) else "." for line in text.split("\n"))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("a\n```\nb\n```\nc", ".xxx."),
        ("~~~ text\n```\n~~~\na", "xxx."),
        ("````\n```\n````\na", "xxx."),
        ("```\n`````  \na", "xx."),
        ("```\n``` no end\n    ```\n```\na", "xxxx."),
        ("   ```\nb\n  ```\na", "xxx."),
        ("    ```\nb", ".."),
        ("``` a`b\nb", ".."),
        ("~~~ a`b\nb\n~~~", "xxx"),
        ("``\nb", ".."),
        ("- ```\n  b\n\n  ```\nc", "xxxx."),
        ("- ```\n  b\nc\n```\nd", "xx.xx"),
        ("1. ~~~\n   b\n   ~~~\n## 19:30", "xxx."),
        ("> ```\n> b\n> ```\nc", "xxx."),
        ("> ```\n> b\n\n## 19:30", "xxx."),
        ("> - ```\n>   b\n>   ```\nc", "xxx."),
        ("-```\nb", ".."),
    ],
)
def test_where_fences_run(text: str, marks: str) -> None:
    assert inside(text) == marks


@pytest.mark.parametrize(
    ("text", "opened"), [("a\n\n```\nb", 3), ("```\nb\n```", 0), ("- ```\n  b", 0), ("```\n```\n~~~~", 3)]
)
def test_an_open_fence_is_known_by_its_line(text: str, opened: int) -> None:
    watch = FenceWatch()
    for line in text.split("\n"):
        watch.is_inside(line)
    assert watch.opened == opened


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("Words.", "Words."),
        ("## 19:30\n## What we know", " ## 19:30\n## What we know"),
        (" ## 19:30 — x", "  ## 19:30 — x"),
        ("## 25:70", " ## 25:70"),
        ("## 10 a.m. briefing postponed", "## 10 a.m. briefing postponed"),
        ("```\n## 19:30\n```", "```\n ## 19:30\n```"),
        ("```\nopen", "```\nopen\n```"),
        ("a\n~~~~ text\nopen", "a\n~~~~ text\nopen\n~~~~"),
        ("- ```\n  in a list", "- ```\n  in a list"),
    ],
)
def test_a_body_is_written_so_that_no_line_of_it_opens_an_update(body: str, written: str) -> None:
    assert shield(body) == written
    assert shield(unshield(written)) == written


def test_a_body_has_unix_line_ends_and_no_blank_lines_around_it() -> None:
    assert tidy(" \r\n\t\nOne\r\n\r\n  two\rthree\n\n ") == "One\n\n  two\nthree"
    assert tidy(" \n\t\n") == ""


@pytest.mark.promise("X5")
@pytest.mark.parametrize("markers", [" -", "> ", " - ", "1. ", ">"])
def test_a_line_of_markers_takes_no_time(markers: str) -> None:
    start = time.process_time()
    assert unshield(shield(f"x\n{markers * 5_000}a")) == f"x\n{markers * 5_000}a"
    assert time.process_time() - start < 2
