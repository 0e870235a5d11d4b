"""Structured data of whole sites, held against the vocabulary of schema.org."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from vocabulary import PROPERTIES, faults

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*/expected/output"))
SAID = 'script[type="application/ld+json"]'


def data_of(page: Path) -> list[dict[str, object]]:
    tree = LexborHTMLParser(page.read_bytes())
    return [json.loads(script.text()) for script in tree.css(SAID)]


@pytest.mark.parametrize("output", GOLDEN, ids=lambda output: output.parent.parent.name)
def test_every_page_says_only_what_the_vocabulary_has(output: Path) -> None:
    for page in output.rglob("*.html"):
        for data in data_of(page):
            assert data["@context"] == "https://schema.org"
            assert list(faults(data, str(page.relative_to(output)))) == []


def test_the_golden_sites_use_what_the_table_lists() -> None:
    text = "".join(page.read_text("utf-8") for output in GOLDEN for page in output.rglob("*.html"))
    missing = {name for name in PROPERTIES if f'"{name}":' not in text}
    assert missing <= {"archivedAt", "identifier", "copyrightNotice", "image"}, (
        "what no golden site says is tested elsewhere"
    )


def test_every_page_below_another_has_its_breadcrumbs() -> None:
    (output,) = [one for one in GOLDEN if one.parent.parent.name == "subpath"]
    lists = [one for one in data_of(output / "2019/05/02/well/index.html") if one["@type"] == "BreadcrumbList"]
    items = lists[0]["itemListElement"]
    assert isinstance(items, list)
    assert [
        (item["position"], item["name"], item["item"].removeprefix("https://archive.example.org/live/minutes/"))
        for item in items
    ] == [
        (1, "2019", "2019/"),
        (2, "May", "2019/05/"),
        (3, "2", "2019/05/02/"),
        (4, "A well is dug at Linden Row", "2019/05/02/well/"),
    ]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({"@type": "Blog"}, "no type Blog"),
        ({"@type": "Place", "headlin": "x"}, "no property headlin"),
        ({"@type": "Place", "headline": "x"}, "headline is no property of Place"),
        ({"@type": "BlogPosting", "datePublished": "3 Nov"}, "is none of"),
        ({"@type": "LiveBlogPosting", "coverageStartTime": "2017-11-03T10:00:00"}, "is none of"),
        ({"@type": "BlogPosting", "author": {"@type": "Place"}}, "Place is none of"),
        ({"@type": "BlogPosting", "about": [{"@type": "Thing", "name": ""}]}, "is none of"),
    ],
)
def test_faults_are_found(data: dict[str, object], fault: str) -> None:
    assert any(fault in said for said in faults(data))
