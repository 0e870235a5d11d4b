"""Real web pages of live blogs, which are not part of the project: SITEGEN_FIXTURES names their folder."""

from __future__ import annotations

import csv
import os
from datetime import datetime
from pathlib import Path

import pytest

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.errors import Problem
from sitegen.importers.evidence import contradictions
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.web.page import PAGE

pytestmark = pytest.mark.fixtures
FORMATS = {"html-jsonld": "jsonld", "html-page": "page"}


def rows() -> list[dict[str, str]]:
    with (Path(os.environ["SITEGEN_FIXTURES"]) / "INDEX.tsv").open(encoding="utf-8", newline="") as table:
        return [row for row in csv.DictReader(table, delimiter="\t") if row["format"] in FORMATS]


def read(name: str) -> tuple[Found, list[str]]:
    """The live blog of a fixture and the codes of what there is to say about it."""
    seed = Seed(f"seeds/{Path(name).name}", (Path(os.environ["SITEGEN_FIXTURES"]) / name).read_bytes())
    assert sniff(seed, importers([])[0]) is PAGE
    found = list(PAGE.read(seed, Config(title="A site")))
    [blog] = [item for item in found if isinstance(item, Found)]
    return blog, [item.code for item in found if isinstance(item, Problem)]


def is_same(moment: datetime, stated: str) -> bool:
    if " local" in stated:
        return moment.replace(tzinfo=None).isoformat(timespec="minutes") == stated.partition(" ")[0]
    return moment == datetime.fromisoformat(stated)


def test_every_real_page_is_read_as_the_index_says() -> None:
    found = rows()
    assert len(found) == 3
    for row in found:
        blog, codes = read(row["file"])
        updates = blog.liveblog.updates
        assert len(updates) == int(row["expected_updates"]), row["file"]
        assert is_same(updates[0].at, row["first_update"]), row["file"]
        assert is_same(updates[-1].at, row["last_update"]), row["file"]
        assert codes == ["words-left"]
        assert blog.liveblog.sources[0].importer == FORMATS[row["format"]]


def test_no_word_of_a_real_page_is_lost() -> None:
    for row in rows():
        blog, _ = read(row["file"])
        lost = contradictions(row["file"], blog.liveblog, blog.evidence, lambda body: plain(render(body, "/")))
        assert list(lost) == []
        assert all(len(update.body.split()) > 40 for update in blog.liveblog.updates), (
            "the whole text, as the page has it"
        )
