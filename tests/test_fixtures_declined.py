"""Real seeds of other formats: no importer of feeds, tables or agencies' items takes one of them."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from sitegen.importers.exports.feed import FEED
from sitegen.importers.exports.news_item import NEWS_ITEM
from sitegen.importers.exports.table import TABLE
from sitegen.importers.seeds import Seed

pytestmark = pytest.mark.fixtures


def test_what_is_of_another_format_is_declined() -> None:
    folder = Path(os.environ["SITEGEN_FIXTURES"])
    with (folder / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))
    assert len(rows) > 20
    for row in rows:
        seed = Seed(f"seeds/{row['file']}", (folder / row["file"]).read_bytes())
        reasons = {importer.name: importer.declines(seed) for importer in (FEED, NEWS_ITEM, TABLE)}
        assert all(reasons.values()), (row["file"], reasons)
