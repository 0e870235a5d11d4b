from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest
from cases import Case, read_cases

from sitegen.content.headings import (
    RESERVED,
    Attributes,
    Heading,
    HeadingFault,
    Lookalike,
    attributes_text,
    heading_text,
    offset_text,
    read_heading,
)
from sitegen.content.reheading import with_anchor


def shown(line: str) -> str:
    """What *line* is read as, in lines: what it says, or what is wrong, marked below the line itself."""
    match read_heading(line):
        case Heading(day, clock, offset, title, said):
            dated = day.isoformat() if isinstance(day, date) else f"{day[0]:02}-{day[1]:02}" if day else "the same day"
            zone = "" if offset is None else f" {offset_text(offset.utcoffset(None))}"
            parts = [f"{dated} {clock.isoformat()}{zone}", f"title: {title}" if title else "", attributes_text(said)]
            return "\n".join(filter(None, parts))
        case HeadingFault(code, message, hint, column, width):
            return f"{line}\n{' ' * (column - 1)}{'^' * width}\n{message} [{code}]\nhint: {hint}"
        case Lookalike(column, repair):
            return f"body, with a warning at column {column}" + (f"\nrepaired: {repair}" if repair else "")
        case None:
            return "body"


@pytest.mark.parametrize("case", read_cases("headings.md"), ids=str)
def test_a_line_is_read_as_the_case_says(case: Case) -> None:
    assert shown(case.given) == case.expected, case.place


@pytest.mark.parametrize(
    ("line", "pinned"),
    [
        ("## 19:30", "## 19:30 {#t1930}"),
        ("## 7:30 p.m. — Title", "## 7:30 p.m. — Title {#t1930}"),
        ("##  noon", "##  noon {#t1930}"),
        ("## 19:30 {key}", "## 19:30 {#t1930 key}"),
        ("## 19:30 {}", "## 19:30 {#t1930}"),
        ('## 19:30 { topics="a" }', '## 19:30 {#t1930 topics="a" }'),
        ('## 19:30{author="a { b"}', '## 19:30{#t1930 author="a { b"}'),
        (r"## 19:30 — \{x\}", r"## 19:30 — \{x\} {#t1930}"),
        (r"## 19:30 — \\ {key}", r"## 19:30 — \\ {#t1930 key}"),
        ("## 19:30   ", "## 19:30 {#t1930}"),
    ],
)
def test_an_anchor_is_written_into_any_heading(line: str, pinned: str) -> None:
    assert with_anchor(line, "t1930") == pinned
    read = read_heading(pinned)
    assert isinstance(read, Heading)
    assert read.attributes.anchor == "t1930"


def test_a_heading_is_written_in_one_form() -> None:
    at = datetime(2017, 11, 3, 19, 30)
    said = Attributes("t1930", ("qaim", "iraq"), True, True, 'A. "B" \\ C', "2017-11-03T19:41:00+02:00", "b17", "8-19")
    assert heading_text(at, "", "", Attributes()) == "## 2017-11-03 19:30"
    assert (
        heading_text(at.replace(second=5), "+02:00", "Title", Attributes()) == "## 2017-11-03 19:30:05 +02:00 — Title"
    )
    assert heading_text(at, "", r"A {b} \ c", said) == (
        r"## 2017-11-03 19:30 — A \{b\} \\ c "
        r'{#t1930 topics="qaim, iraq" suggested key author="A. \"B\" \\ C" updated="2017-11-03T19:41:00+02:00" '
        r'sid="b17" lines="8-19"}'
    )


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_name_that_pages_need_is_no_anchor(name: str) -> None:
    fault = read_heading(f"## 19:30 {{#{name}}}")
    assert isinstance(fault, HeadingFault)
    assert fault.message == f'"{name}" is a name that the site itself needs'


def test_every_id_of_the_layouts_is_reserved() -> None:
    layouts = Path(__file__).parents[3] / "layouts"
    texts = [path.read_text(encoding="utf-8") for path in sorted(layouts.glob("*.html"))]
    ids = {name for text in texts for name in re.findall(r'\bid="([^"{]*)"', text) if re.fullmatch("[a-z0-9-]*", name)}
    assert "main" in ids
    assert ids <= RESERVED


def test_an_offset_is_read_as_it_is_written() -> None:
    assert read_heading("## 19:30 -04:56:02") == Heading(
        None, time(19, 30), timezone(-timedelta(hours=4, minutes=56, seconds=2)), "", Attributes()
    )
