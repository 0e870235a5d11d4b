"""Real logs with leading clocks, which are not part of the project: SITEGEN_FIXTURES names their folder."""

from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.errors import Problem
from sitegen.importers.evidence import contradictions
from sitegen.importers.fidelity import unexplained
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.text.front_matter import FrontMatter, split_front_matter
from sitegen.importers.text.markdown import html_of_markdown
from sitegen.importers.web.markup import passage_of_html
from sitegen.model import LiveBlog
from sitegen.words import words

pytestmark = pytest.mark.fixtures
CONFIG = Config(title="A site")
# What an archivist knows and the seed does not say: the index names the city, and the comments below one give the date.
SIDECARS = {
    "dragnet": Sidecar(zone="America/Chicago", date=date(2012, 11, 5)),
    "live-blogging": Sidecar(zone="America/Los_Angeles"),
    "nicolezhu": Sidecar(zone="America/Chicago"),
}


def folder() -> Path:
    return Path(os.environ["SITEGEN_FIXTURES"])


def rows() -> list[dict[str, str]]:
    with (folder() / "INDEX.tsv").open(encoding="utf-8", newline="") as table:
        return [row for row in csv.DictReader(table, delimiter="\t") if row["format"] == "other-text"]


def read(name: str) -> tuple[str, LiveBlog, list[Problem]]:
    """Which importer takes a fixture, its live blog, and what there is to say; no word of it is lost."""
    data = (folder() / name).read_bytes()
    sidecar = next((one for start, one in SIDECARS.items() if Path(name).name.startswith(start)), Sidecar())
    seed = Seed(f"seeds/{Path(name).name}", data, sidecar)
    importer = sniff(seed, importers([])[0])
    assert not isinstance(importer, Problem), importer
    found = list(importer.read(seed, CONFIG))
    problems = [item for item in found if isinstance(item, Problem)]
    [made] = [item for item in found if isinstance(item, LiveBlog | Found)]
    if isinstance(made, LiveBlog):
        assert unexplained(data.decode(), name, made, visible) == ()
        return importer.name, made, problems
    assert list(contradictions(name, made.liveblog, made.evidence, visible)) == []
    return importer.name, made.liveblog, problems


def visible(markdown: str) -> str:
    return plain(render(markdown, "/"))


def shown(moment: datetime, like: str) -> str:
    """*moment* as the index writes it: in UTC, or "local" and whatever it says behind that."""
    if " local" in like:
        return f"{moment:%Y-%m-%dT%H:%M}" + like[16:]
    return f"{moment:%Y-%m-%dT%H:%M}Z" if like.endswith("Z") else moment.isoformat(timespec="minutes")


def test_every_real_log_is_read_as_the_index_says() -> None:
    found = rows()
    assert len(found) == 4
    for row in found:
        _, liveblog, _ = read(row["file"])
        first, last = liveblog.updates[0].at, liveblog.updates[-1].at
        facts = (len(liveblog.updates), shown(first, row["first_update"]), shown(last, row["last_update"]))
        assert facts == (int(row["expected_updates"]), row["first_update"], row["last_update"]), row["file"]


def test_which_importer_takes_them_and_what_is_to_be_said() -> None:
    said = {Path(row["file"]).name: read(row["file"]) for row in rows()}
    assert {name: (who, [problem.code for problem in problems]) for name, (who, _, problems) in said.items()} == {
        "dragnet-R465_fat-head-open.txt": ("wire", ["left-out"]),
        "live-blogging-from-the-2011-pass-summit-day-1-keynote.md": ("log", []),
        "nicolezhu_2014-11-22-wildhacks.md": ("log", []),
        "rust_crates-io-incident-report.md": ("log", []),
    }


def test_what_is_left_of_real_logs_is_their_clocks_and_days() -> None:
    for row in rows():
        importer, liveblog, _ = read(row["file"])
        if importer != "log":
            continue
        front = split_front_matter((folder() / row["file"]).read_text(encoding="utf-8"), row["file"])
        assert isinstance(front, FrontMatter)
        seen = Counter(words(passage_of_html(html_of_markdown(front.body)).seen))
        texts = [liveblog.standfirst, *(f"{update.title}\n\n{update.body}" for update in liveblog.updates)]
        seen.subtract(word for text in texts for word in words(visible(text)))
        left = {word for word, count in seen.items() if count}
        assert all(word.isdecimal() or word in ("AM", "PM", "UTC") for word in left), row["file"]
