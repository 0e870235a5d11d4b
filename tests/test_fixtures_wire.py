"""Real live blogs of a wire service, which are not part of the project: SITEGEN_FIXTURES names their folder."""

from __future__ import annotations

import csv
import os
from datetime import datetime
from pathlib import Path

import pytest

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.importers.fidelity import unexplained
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Seed
from sitegen.importers.text.wire import WIRE
from sitegen.model import LiveBlog, ZoneSource

pytestmark = pytest.mark.fixtures
CONFIG = Config(title="A site")


def folder() -> Path:
    return Path(os.environ["SITEGEN_FIXTURES"])


def rows() -> list[dict[str, str]]:
    with (folder() / "INDEX.tsv").open(encoding="utf-8", newline="") as table:
        return [row for row in csv.DictReader(table, delimiter="\t") if row["format"] == "wire-text"]


def read(name: str) -> tuple[str, LiveBlog]:
    """The text of a fixture and its live blog, about which there is nothing to say."""
    data = (folder() / name).read_bytes()
    seed = Seed(f"seeds/{Path(name).name}", data)
    assert sniff(seed, importers([])[0]) is WIRE
    [liveblog] = WIRE.read(seed, CONFIG)
    assert isinstance(liveblog, LiveBlog)
    return data.decode(), liveblog


def shown(moment: datetime, like: str) -> str:
    """*moment* as the index writes it: with its offset, or "local" where the text says no more."""
    return f"{moment:%Y-%m-%dT%H:%M} local" if like.endswith(" local") else moment.isoformat(timespec="minutes")


def test_every_real_seed_is_read_as_the_index_says() -> None:
    found = rows()
    assert len(found) == 4
    for row in found:
        _, liveblog = read(row["file"])
        first, last = liveblog.updates[0].at, liveblog.updates[-1].at
        facts = (len(liveblog.updates), shown(first, row["first_update"]), shown(last, row["last_update"]))
        assert facts == (int(row["expected_updates"]), row["first_update"], row["last_update"]), row["file"]


def test_no_word_of_a_real_seed_is_lost() -> None:
    for row in rows():
        text, liveblog = read(row["file"])
        assert unexplained(text, row["file"], liveblog, lambda body: plain(render(body, "/"))) == ()


def test_the_parts_of_the_first_real_seed() -> None:
    _, liveblog = read("wire-text/000_db9ad45b8fc0bc03.txt")
    assert (liveblog.zone, liveblog.zone_source) == ("Asia/Beirut", ZoneSource.DATELINE)
    assert (liveblog.kicker, liveblog.dateline, liveblog.publisher) == ("The Latest", "BEIRUT", "AP")
    assert {update.at.isoformat()[-6:] for update in liveblog.updates} == {"+02:00"}
    assert [picture.credit for picture in liveblog.pictures] == ["SANA via AP"]
