from __future__ import annotations

from datetime import date

import pytest

from sitegen.config import Config
from sitegen.content.front_matter import FRONT_MATTER, read_front_matter, split
from sitegen.model import Correction, CorrectionKind, LiveBlog, Picture, Rights, Source, ZoneSource

CONFIG = Config(title="A site", zone="Asia/Beirut")
EVERYTHING = """\
id: 2017-11-03-x
title: "X: a story"
kicker: The Latest
slug: other
date: 2017-11-03
dateline: BEIRUT
zone: America/New_York
zone_source: assumed
publisher: MB
lang: pt-BR
draft: yes
summary: One line.
pictures:
  - {caption: A map, credit: MB, alt: Alt, file: map.png}
sources:
  - {seed: seeds/x.txt, sha256: 5f0c, importer: wire, url: "https://example.org/x", captured: 2018-01-01}
corrections:
  - {when: 2018-01-01, text: A name., update: t1930, kind: editors-note}
aliases: [/2017/11/03/y/]
rights: {holder: MB, note: Free., full_text: true, robots: noindex}
"""


def test_every_key_is_read() -> None:
    blog, problems = read_front_matter(EVERYTHING, "content/x.md", CONFIG)
    assert problems == []
    assert blog == LiveBlog(
        id="2017-11-03-x",
        slug="other",
        title="X: a story",
        date=date(2017, 11, 3),
        zone="America/New_York",
        zone_source=ZoneSource.ASSUMED,
        kicker="The Latest",
        dateline="BEIRUT",
        publisher="MB",
        lang="pt-BR",
        draft=True,
        summary=("One line.",),
        pictures=(Picture("A map", "MB", "Alt", "map.png"),),
        sources=(Source("seeds/x.txt", "5f0c", "wire", "https://example.org/x", "2018-01-01"),),
        corrections=(Correction(date(2018, 1, 1), "A name.", "t1930", CorrectionKind.EDITORS_NOTE),),
        aliases=("/2017/11/03/y/",),
        rights=Rights("MB", "Free.", True, "noindex"),
    )


def test_the_table_has_the_fields_of_a_live_blog() -> None:
    assert set(FRONT_MATTER) == set(LiveBlog.__dataclass_fields__) - {"updates", "standfirst"}


def test_what_is_absent_comes_from_the_site_and_the_name_of_the_file() -> None:
    blog, problems = read_front_matter("title: X\ndate: 2017-11-03\n", "content/the-name.md", CONFIG)
    assert (blog.slug, blog.id, blog.zone) == ("the-name", "2017-11-03-the-name", "Asia/Beirut")
    assert blog.zone_source is ZoneSource.STATED
    assert [(problem.code, problem.is_error) for problem in problems] == [("no-id", False)]


@pytest.mark.promise("X9")
@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        ("id: The Id", "id", (2, 5)),
        ("slug: Größe", "slug", (2, 7)),
        ("zone: EST5", "unknown-zone", (2, 7)),
        ("zone_source: guessed", "field-value", (2, 14)),
        ("draft: perhaps", "field-value", (2, 8)),
        ("pictures: map.png", "field-kind", (2, 11)),
        ("sources: [{sha256: abc}]", "missing-key", (2, 11)),
        ("corrections: [{when: today, text: x}]", "field-value", (2, 22)),
        ("corrections: [{when: 2018-01-02}]", "missing-key", (2, 15)),
        ("corrections: [{when: 2018-01-02, text: [x]}]", "field-kind", (2, 40)),
        ("corrections: [{when: 2018-01-02, text: x, kind: retraction}]", "field-value", (2, 49)),
        ("rights: {pictures: some}", "field-value", (2, 20)),
        ("rights: {owner: MB}", "unknown-key", (2, 10)),
        ("title: &a X", "yaml-alias", (2, 8)),
        ("tags: [x]", "unknown-key", (2, 1)),
    ],
)
def test_a_wrong_value_is_a_problem_with_its_place(line: str, code: str, place: tuple[int, int]) -> None:
    rest = "id: x\ntitle: X\ndate: 2017-11-03\n"
    kept = "".join(one + "\n" for one in rest.splitlines() if one.split(":")[0] != line.split(":")[0])
    _, problems = read_front_matter(f"{line}\n{kept}", "content/x.md", CONFIG)
    errors = [problem for problem in problems if problem.is_error]
    assert next((error.code, (error.where.line, error.where.column)) for error in errors) == (code, place)


def test_a_name_of_a_file_that_is_no_address_is_a_problem() -> None:
    _, problems = read_front_matter("id: x\ntitle: X\ndate: 2017-11-03\n", "content/The Name.md", CONFIG)
    assert [problem.code for problem in problems] == ["slug"]
    assert problems[0].message == '"The Name" cannot be part of an address'


@pytest.mark.parametrize(
    ("text", "matter", "lines", "first", "codes"),
    [
        ("---\na: b\n---\nc\nd", "a: b\n", ["c", "d"], 4, []),
        ("---\n---", "\n", [], 3, []),
        ("--- \na\n---  \n", "a\n", [""], 4, []),
        ("a\n---\nb", "", ["a", "---", "b"], 1, ["no-front-matter"]),
        ("", "", [""], 1, ["no-front-matter"]),
        ("---\na: b", "", [], 2, ["unclosed-front-matter"]),
        (" ---\na\n---", "", [" ---", "a", "---"], 1, ["no-front-matter"]),
    ],
)
def test_front_matter_is_what_stands_between_the_fences(
    text: str, matter: str, lines: list[str], first: int, codes: list[str]
) -> None:
    found = split(text, "content/x.md")
    assert [problem.code for problem in found[3]] == codes
    if not codes:
        assert found[:3] == (matter, lines, first)
