"""Real live blogs in JSON, which are not part of the project: SITEGEN_FIXTURES names their folder."""

from __future__ import annotations

import csv
import json
import os
from datetime import datetime
from pathlib import Path

import pytest
from readings import codes, read_seed

from sitegen.importers.exports.guardian import GUARDIAN
from sitegen.importers.exports.sourcefabric import SOURCEFABRIC
from sitegen.importers.registry import importers
from sitegen.importers.seeds import Importer, Seed
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.model import LiveBlog, ZoneSource

pytestmark = pytest.mark.fixtures


def folder() -> Path:
    return Path(os.environ["SITEGEN_FIXTURES"])


def rows(form: str) -> list[dict[str, str]]:
    with (folder() / "INDEX.tsv").open(encoding="utf-8", newline="") as table:
        return [row for row in csv.DictReader(table, delimiter="\t") if row["format"] == form]


def read(importer: Importer, name: str, sidecar: Sidecar = NOTHING) -> tuple[LiveBlog, list[str]]:
    """The live blog of a fixture, and the codes of what there is to say about it."""
    data = (folder() / name).read_bytes()
    seed = Seed(f"seeds/{Path(name).name}", data)
    assert [one.name for one in importers([])[0] if not one.declines(seed)] == [importer.name]
    [liveblog], problems = read_seed(importer, seed.path, data, sidecar)
    return liveblog, codes(problems)


def test_pages_of_the_guardian() -> None:
    found = rows("guardian-json")
    assert len(found) == 2
    for row in found:
        liveblog, said = read(GUARDIAN, row["file"])
        times = [liveblog.updates[0].at, liveblog.updates[-1].at]
        assert len(liveblog.updates) == int(row["expected_updates"])
        assert times == [datetime.fromisoformat(row["first_update"]), datetime.fromisoformat(row["last_update"])]
        assert said == ["part-of-whole"]
        assert sum(update.updated is not None for update in liveblog.updates) == 4  # as its notes say
        assert (liveblog.zone, liveblog.zone_source) == ("Europe/London", ZoneSource.STATED)


def test_posts_of_sourcefabric() -> None:
    [row] = rows("sourcefabric-json")
    liveblog, said = read(SOURCEFABRIC, row["file"], Sidecar(title="A live blog", zone="Europe/Berlin"))
    posts = json.loads((folder() / row["file"]).read_bytes())["_items"]
    hidden = [post for post in posts if post["post_status"] != "open"]
    assert len(liveblog.updates) + len(hidden) == int(row["expected_updates"])
    assert len(hidden) == 1  # submitted: the newest of the rows that the index counts
    assert liveblog.updates[0].at == datetime.fromisoformat(row["first_update"])
    assert liveblog.updates[-1].at < datetime.fromisoformat(row["last_update"])
    assert hidden[0]["published_date"] == row["last_update"]
    assert said == ["not-published", "editors-order"]


def test_no_name_nor_address_of_staff_leaves_the_seed() -> None:
    [row] = rows("sourcefabric-json")
    liveblog, _ = read(SOURCEFABRIC, row["file"], Sidecar(title="A live blog", zone="Europe/Berlin"))
    posts = json.loads((folder() / row["file"]).read_bytes())["_items"]
    staff = {post["publisher"][key] for post in posts for key in ("display_name", "email", "_id")}
    assert staff
    assert not [name for name in staff if name in repr(liveblog)]
