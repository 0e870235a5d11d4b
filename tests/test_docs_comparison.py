"""Every link of docs/comparison.md leads to a page of the example archive, and to a place on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browsing import ROOT, copy_example
from selectolax.lexbor import LexborHTMLParser
from support import build_site

PAGE = (ROOT / "docs/comparison.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| ---", "| What a"))]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_example(tmp_path_factory.mktemp("example") / "site")
    build_site(root)
    return root / "output"


def test_every_row_leads_to_the_example_archive(output: Path) -> None:
    assert len(ROWS) > 20
    for row in ROWS:
        cells = row.strip("| ").split(" | ")
        assert len(cells) == 5, row
        (link,) = re.findall(r"\]\((/[^)]*)\)", cells[4])
        path, _, fragment = link.partition("#")
        page = output / path[1:] / "index.html"
        assert page.is_file(), row
        if fragment:
            tree = LexborHTMLParser(page.read_bytes())
            assert tree.css(f'[id="{fragment}"]'), row
