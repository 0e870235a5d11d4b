"""What earlier releases promised, this one keeps: their frozen sites, built by the present code (promise A10)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from releases.freeze import HEADER, HERE, broken, build, promises_of
from support import read_tree, replace_in

pytestmark = [pytest.mark.promise("A10"), pytest.mark.slow]

RELEASES = sorted(path.parent.name for path in HERE.glob("*/promises.txt"))


def promised(release: str) -> list[str]:
    text = (HERE / release / "promises.txt").read_text(encoding="utf-8")
    assert text.startswith(HEADER)
    return text.removeprefix(HEADER).splitlines()


def site_of(release: str, root: Path) -> Path:
    shutil.copytree(HERE / release / "site", root / "site")
    return root / "site"


@pytest.mark.parametrize("release", RELEASES)
def test_every_url_anchor_feed_id_and_word_of_a_release_is_there(release: str, tmp_path: Path) -> None:
    site = site_of(release, tmp_path)
    before = read_tree(site)
    output = build(site)
    assert broken(promised(release), site, output) == []
    # What it was built of is as it was: the ledger may have gained lines, and lost none.
    after = {path: data for path, data in read_tree(site).items() if not path.startswith(("output/", ".sitegen/"))}
    ledger = "content/anchors.lock"
    said = {
        line for line in before.pop(ledger).splitlines() if not line.startswith(b"#")
    }  # its version may be a later one
    assert said <= set(after.pop(ledger).splitlines())
    assert after == before


def test_the_promises_are_of_every_kind(tmp_path: Path) -> None:
    lines = promised("0.1.0")
    assert {line.split(" ")[0] for line in lines} == {"url", "id", "feed", "leads", "words"}
    for line in (
        "url /2021/03/08/gusts-shut-the-harbor/",
        "url /storm.html",
        "url /topics/storm/2021/",
        "url /about/",
        "id /2021/03/08/gusts-shut-the-harbor/ t1115b",
        "id /2021/03/08/gusts-shut-the-harbor/ t1500",  # withheld
        "id /2021/03/07/log/ t0800",
        "feed /feed.xml tag:releases.sitegen.invalid,2026-11-26:2021-06-12-lock-keepers-free-the-barge/t1105",
        "leads /2021/03/08/storm-closes-the-harbor/ ../../../../2021/03/08/gusts-shut-the-harbor/",
    ):
        assert line in lines
    assert sum(line.startswith("words /2021/03/08/gusts-shut-the-harbor/ ") for line in lines) >= 8


@pytest.mark.parametrize(
    ("path", "old", "new", "lost"),
    [
        ("content/2021/03/08/gusts-shut-the-harbor.md", '  - "/storm.html"\n', "", "url /storm.html"),
        ("content/2021/03/08/gusts-shut-the-harbor.md", "52 knots", "53 knots", "words"),
        ("content/pages/about.md", "the lock wrote", "that lock wrote", "words /about/"),
        ("site.yaml", "releases.sitegen.invalid,2026-11-26", "others.sitegen.invalid,2026-11-26", "feed"),
        ("site.yaml", "slug: halmer", "slug: haelmer", "url /topics/halmer/"),
    ],
)
def test_what_is_lost_is_seen(tmp_path: Path, path: str, old: str, new: str, lost: str) -> None:
    site = site_of("0.1.0", tmp_path)
    replace_in(site / path, old, new)
    if new == "slug: haelmer":
        for file in (site / "content").rglob("*.md"):
            file.write_text(file.read_text(encoding="utf-8").replace('"halmer"', '"haelmer"'), encoding="utf-8")
    assert any(line.startswith(lost) for line in broken(promised("0.1.0"), site, build(site)))


def test_the_site_of_a_release_promises_what_is_written_down(tmp_path: Path) -> None:
    site = site_of(RELEASES[-1], tmp_path)
    assert set(promised(RELEASES[-1])) <= set(promises_of(site, build(site)))
