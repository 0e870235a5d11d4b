"""docs/formats.md explains every format that sitegen reads, and tells the example of five formats as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sitegen.content.imports_lock import read_lock
from sitegen.importers.registry import OURS

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "tests" / "golden" / "five-formats"
SECTIONS = dict(re.findall(r"^### `([a-z-]+)`\n(.*?)(?=^##)", PAGE, re.DOTALL | re.MULTILINE))


def test_every_format_is_explained_and_no_other() -> None:
    assert sorted(SECTIONS) == sorted(importer.name for importer in OURS)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_format_is_explained_in_the_same_order_as_all(name: str) -> None:
    assert re.findall(r"^- \*(.*?):\*", SECTIONS[name], re.MULTILINE) == [
        "Known by", "Taken", "Left", "A sidecar must say"
    ]  # fmt: skip


def test_the_example_lists_its_seeds_and_their_formats() -> None:
    (listing,) = re.findall(r"```\n(seeds/.*?)```", PAGE, re.DOTALL)
    told = {line.split()[0]: line.split()[1] for line in listing.splitlines()}
    assert sorted(told) == sorted(path.relative_to(EXAMPLE).as_posix() for path in (EXAMPLE / "seeds").iterdir())
    rows, _ = read_lock((EXAMPLE / "expected" / "content" / "imports.lock").read_bytes())
    read_by = {row.seed: "page" if row.importer == "jsonld" else row.importer for row in rows}
    assert {seed: name for seed, name in told.items() if seed in read_by} == read_by
    assert len(set(read_by.values())) == 5


def test_the_example_tells_the_day_as_its_page_does() -> None:
    rows = re.findall(r"^\| ([0-9]{2}:[0-9]{2}) \| (.*?) \| `(.*?)` \|$", PAGE, re.MULTILINE)
    day = (EXAMPLE / "expected" / "output" / "2021" / "06" / "12" / "index.html").read_text(encoding="utf-8")
    shown = day[day.index("All updates") :]
    at = 0
    for clock, text, seed in rows:
        at = shown.index(f"2021-06-12T{clock}", at)
        assert text.removesuffix("…").rstrip(" .") in re.sub(r"<[^>]+>", "", shown[at:])[:800], (clock, text)
        assert (EXAMPLE / "seeds" / seed).is_file()
    assert len(rows) == shown.count("<article")
