"""The documentation of content files against the code: its table, its example, every form that it names."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.content.front_matter import FRONT_MATTER
from sitegen.content.headings import FLAGS, NAMES, RESERVED, Heading, Lookalike, read_heading
from sitegen.content.prepare import prepare
from sitegen.content.reader import loads
from sitegen.records.tables import reference

DOCUMENT = (Path(__file__).parents[1] / "docs" / "content-files.md").read_text(encoding="utf-8")
TABLE = (
    r"<!-- reference: made by sitegen\.records\.tables\.reference\(FRONT_MATTER\) -->\n(.*)<!-- end of reference -->\n"
)
PATH = "content/2021/03/08/storm-closes-the-harbor.md"


def found(pattern: str) -> str:
    match = re.search(pattern, DOCUMENT, re.S)
    assert match is not None
    return match[1]


def cells(heading: str) -> list[list[str]]:
    """The rows of the first table below *heading*."""
    below = DOCUMENT.partition(f"\n{heading}\n")[2].partition("| --- |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in below.split("\n")[1:]]


def test_the_document_has_the_table_that_the_code_makes() -> None:
    assert found(TABLE) == reference(FRONT_MATTER)


def test_the_example_is_right() -> None:
    config = Config(title="A site")
    content = loads(found(r"```markdown\n(.*?)```\n"), PATH, config, ["harbor", "storm"])
    prepared, problems = prepare(content, PATH, "/2021/03/08/storm-closes-the-harbor/")
    assert [problem.code for problem in (*content.problems, *problems)] == ["unpinned"]
    assert [update.anchor for update in content.liveblog.updates] == ["t0600", "t1115", ""]
    assert [update.at.isoformat() for update in mint_all(content.liveblog).updates] == [
        *("2021-03-08T06:00:00+00:00", "2021-03-08T11:15:00+00:00", "2021-03-08T16:40:00+00:00")
    ]
    assert content.liveblog.date == date(2021, 3, 8)
    assert "/2021/03/08/storm-closes-the-harbor/#t0600" in prepared.updates[1].html


def test_every_form_of_a_heading_that_it_names_is_one() -> None:
    parts = {row[0]: re.findall(r"`([^`]+)`", row[1]) for row in cells("## Updates")}
    assert list(parts) == ["date", "clock", "offset", "title", "attributes"]
    lines = [
        *(f"## {day} 19:30" for day in parts["date"]),
        *(f"## {clock}" for clock in parts["clock"]),
        *(f"## 19:30 {offset}" for offset in parts["offset"]),
        *(f"## 19:30 {rest.strip()}" for rest in (*parts["title"], *parts["attributes"])),
    ]
    assert len(lines) == 14
    assert [line for line in lines if not isinstance(read_heading(line), Heading)] == []


def test_what_it_calls_no_update_is_none() -> None:
    assert "`## 10 a.m. briefing postponed` is no update" in DOCUMENT
    assert isinstance(read_heading("## 10 a.m. briefing postponed"), Lookalike)


def test_it_names_every_attribute_and_every_name_that_is_taken() -> None:
    names = [re.findall(r"`#?([a-z]+)", row[0])[0] for row in cells("### Attributes")]
    assert sorted(names[1:]) == sorted((*FLAGS, *NAMES))
    for row in cells("### Attributes"):
        assert isinstance(read_heading(f"## 19:30 {{{row[0].strip('`')}}}"), Heading), row[0]
    assert set(re.findall(r"`(\w+)`", found(r"a letter\. ([^.]*) are taken\."))) == RESERVED
