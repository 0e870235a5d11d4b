"""Real posts, notices of incidents and rows of a research corpus, as the index says. SITEGEN_FIXTURES names their folder."""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from readings import read_seed

from sitegen.importers.exports.liveblogsum import LIVEBLOGSUM
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Importer, Seed
from sitegen.importers.text.incident import INCIDENT
from sitegen.importers.text.jekyll import JEKYLL
from sitegen.model import LiveBlog

pytestmark = pytest.mark.fixtures
FORMATS = {"jekyll-html": (JEKYLL, 9), "liveblogsum-json": (LIVEBLOGSUM, 6), "incident-markdown": (INCIDENT, 3)}
SAYABLE = {"left-out", "zone-assumed", "mojibake"}
EMPTY_ROWS = {"bbc_2398ea0ea2e4c1481378ecb21214f868d8146606.json": 2}  # which the index counts with the others


def rows(kind: str) -> list[dict[str, str]]:
    table = Path(os.environ["SITEGEN_FIXTURES"]) / "INDEX.tsv"
    with table.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines, delimiter="\t") if row["format"] == kind]


def read(importer: Importer, name: str) -> LiveBlog:
    """The live blog of a fixture, of which no word was lost."""
    data = (Path(os.environ["SITEGEN_FIXTURES"]) / name).read_bytes()
    path = f"seeds/{Path(name).name}"
    assert sniff(Seed(path, data), importers([])[0]) is importer
    [blog], problems = read_seed(importer, path, data)
    assert {problem.code for problem in problems} <= SAYABLE, name
    return blog


def shown(moment: datetime, like: str) -> str:
    """*moment* as the index writes it: in UTC, or by the clock of its own place, with its date where the seed has one."""
    if like.endswith("Z"):
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}"
    return f"{moment:%Y-%m-%dT%H:%M}" if like.startswith("2") and "T" in like else f"{moment:%H:%M}"


@pytest.mark.parametrize("kind", FORMATS)
def test_every_real_seed_is_read_as_the_index_says(kind: str) -> None:
    importer, number = FORMATS[kind]
    assert len(rows(kind)) == number
    for row in rows(kind):
        blog = read(importer, row["file"])
        counted = len(blog.updates) + EMPTY_ROWS.get(Path(row["file"]).name, 0)
        assert counted == int(row["expected_updates"]), row["file"]
        for moment, told in ((blog.updates[0].at, row["first_update"]), (blog.updates[-1].at, row["last_update"])):
            seen = shown(moment, told)
            assert told.startswith(seen), row["file"]


def test_clocks_without_a_date_have_the_day_that_the_page_names() -> None:
    days = {"bbc_2398": "2017-05-04", "bbc_2c6b": "2015-04-22"}
    for row in rows("liveblogsum-json"):
        name = Path(row["file"]).name[:8]
        if name in days:
            assert str(read(LIVEBLOGSUM, row["file"]).updates[-1].at.date()) == days[name]
