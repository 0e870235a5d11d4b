"""What a page says of its sources, and of what was changed since they were imported."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from support import PUBLISHED, build_site, make_site, read_tree, replace_in, write

SITE = PUBLISHED.replace("UTC", "America/New_York") + "base_url: https://example.org/\n"
SEED = """The Latest: Pear trees fall at Ellery quay

Nov. 3, 2017

ELLERY, N.Y. (AP) — The Latest on the quay at Ellery (all times local):

7:30 p.m.

The harbor master has shut the quay.

___

10 a.m.

The first cranes have come, and the ferry waits.
"""
COPIES = "https://web.archive.org/web/2017/https://example.org/quay javascript:alert(1)"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path, {"site.yaml": SITE})
    write(root / "seeds/quay.txt", SEED)
    sidecar = f'url: https://example.org/quay\ncaptured: 2017-11-04\narchived: "{COPIES}"\n'
    write(root / "seeds/quay.txt.meta.yaml", sidecar)
    build_site(root)
    return root


def content(root: Path) -> Path:
    (path,) = (root / "content").rglob("*.md")
    return path


def integrity(root: Path) -> LexborHTMLParser:
    (page,) = (path for path in (root / "output/2017/11/03").glob("*/index.html"))
    section = LexborHTMLParser(page.read_bytes()).css_first("section.integrity")
    assert section is not None
    return LexborHTMLParser(section.html or "")


def said(root: Path) -> list[str]:
    """What stands behind "Since import"."""
    return [" ".join(node.text().split()) for node in integrity(root).css(".since dd")]


@pytest.mark.promise("P1")
def test_a_page_says_from_which_bytes_it_was_made(site: Path) -> None:
    terms = {node.text(): "" for node in integrity(site).css("dt")}
    assert {"Seed", "SHA-256", "Format", "Published at", "Captured", "Archived copies", "Since import"} <= terms.keys()
    text = integrity(site).text()
    assert "seeds/quay.txt" in text
    assert "wire text" in text
    assert re.search("[0-9a-f]{64}", text)
    addresses = [node.attributes["href"] for node in integrity(site).css("dd a")]
    assert addresses == ["https://example.org/quay", COPIES.split()[0]]  # what no browser may follow is no link
    (page,) = (site / "output/2017/11/03").glob("*/index.html")
    posting = json.loads(LexborHTMLParser(page.read_bytes()).css("script[type='application/ld+json']")[0].text())
    assert posting["archivedAt"] == [COPIES.split()[0]]


@pytest.mark.promise("P1")
def test_what_a_person_changed_since_import_is_told_and_linked(site: Path) -> None:
    assert said(site) == ["Nothing was changed."]
    replace_in(content(site), "has shut the quay", "has shut the quay for good")
    build_site(site)
    assert said(site) == ["1 update edited: 7:30 p.m."]
    assert [node.attributes["href"] for node in integrity(site).css(".since a")] == ["#t1930"]
    text = content(site).read_text(encoding="utf-8")
    write(content(site), text.rstrip("\n") + "\n\n## 2017-11-03 21:00 {#t2100}\n\nIt rains.\n")
    replace_in(content(site), "Pear trees fall", "Pear trees are felled")
    build_site(site)
    assert said(site) == [
        "The headline, the standfirst or what is said of the whole was edited.",
        "1 update edited: 7:30 p.m.",
        "1 update added: 9 p.m.",
    ]


def test_what_is_told_is_what_a_clean_build_tells(site: Path) -> None:
    replace_in(content(site), "has shut the quay", "has shut the quay for good")
    build_site(site)
    lock = site / "content/imports.lock"
    rows = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    write(lock, "".join(re.sub("[0-9a-f]{32}$", "0" * 32, row) if "\tt1000\t" in row else row for row in rows))
    build_site(site)
    assert said(site) == ["2 updates edited: 10 a.m., 7:30 p.m."]
    once = read_tree(site / "output")
    build_site(site, clean=True)
    assert read_tree(site / "output") == once
    assert build_site(site).rendered == ()


def test_a_live_blog_of_the_archives_own_has_no_import(tmp_path: Path) -> None:
    text = "---\nid: a\ntitle: A\nslug: a\ndate: 2017-11-03\n---\n\n## 2017-11-03 10:00 {#t1000}\n\nIt is.\n"
    build_site(make_site(tmp_path, {"content/a.md": text}))
    assert said(tmp_path) == []
    assert "Written in this archive, without a seed." in integrity(tmp_path).text()
