"""Pages by value, rendered in this process: what crosses is packed all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from archives import FILES, QAIM
from support import build_site, codes_of, difference, make_site, read_tree, replace_in

from sitegen.errors import ContentError
from sitegen.executors import Announce, Executor
from sitegen.index.store import Index
from sitegen.parcels import send_pages
from sitegen.rendering import Pages, Workshop
from sitegen.work import Work

SETTINGS = """\
format: 1
id: "tests.sitegen.invalid,2026-11-22"
title: The Small Archive
base_url: https://archive.example.org/live/
published: false
topics:
  - {slug: qaim, label: Battle for Qaim}
  - {slug: mosul, label: Mosul}
  - {slug: iraq, label: Iraq}
  - {slug: marathon, label: New York marathon}
"""
ABOUT = {"content/pages/about.md": "---\ntitle: About\n---\n\nWhat [the desk](/topics/) keeps.\n"}


def send(workshop: Workshop, work: Work, index: Index, executor: Executor, announce: Announce) -> Pages:
    return send_pages(workshop, work, executor, announce)


def site(root: Path, mode: str = "auto") -> Path:
    return make_site(root, {**FILES, **ABOUT, "site.yaml": f"{SETTINGS}pages:\n  bodies: {mode}\n"})


@pytest.mark.parametrize("mode", ["auto", "full", "lead"])
def test_what_is_sent_becomes_what_is_made_in_place(mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made, sent = site(tmp_path / "made", mode), site(tmp_path / "sent", mode)
    expected = build_site(made)
    monkeypatch.setattr("sitegen.publishing.stage_anywhere", send)
    report = build_site(sent)
    assert (report.rendered, len(report.rendered) > 10) == (expected.rendered, True)
    assert difference(read_tree(sent / "output"), read_tree(made / "output")) == ""
    replace_in(sent / QAIM, "The town is quiet.", "The town is loud.")
    (sent / "content/pages/about.md").unlink()
    after = build_site(sent)
    assert 0 < len(after.rendered) <= len(expected.rendered)
    assert "about/index.html" in after.removed
    build_site(sent, "clean", clean=True)
    assert difference(read_tree(sent / "output"), read_tree(sent / "clean")) == ""


def test_only_what_is_stale_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site(tmp_path)
    build_site(root)
    monkeypatch.setattr("sitegen.publishing.stage_anywhere", send)
    page = root / "output/2017/11/03/qaim/index.html"
    before = page.read_bytes()
    page.unlink()
    assert [url for url, _ in build_site(root).rendered] == ["/2017/11/03/qaim/"]
    assert page.read_bytes() == before


def test_a_layout_that_fails_far_away_is_told_as_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site(tmp_path)
    make_site(root, {"layouts/day.html": "{{ view.nothing }}\n", "site.yaml": SETTINGS})
    said = []
    for patched in (False, True):
        if patched:
            monkeypatch.setattr("sitegen.publishing.stage_anywhere", send)
        with pytest.raises(ContentError) as raised:
            build_site(root)
        said.append(raised.value.problems)
    assert codes_of(raised.value)[0] == "layout-undefined"
    assert said[0] == said[1]
