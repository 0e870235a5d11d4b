"""Files whose size and times stay while their bytes change, and clocks that go back: the bytes decide."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support import PUBLISHED, build_site, liveblog, make_site, read_tree, update, write

PICTURE, ANOTHER = b"\x89PNG\r\n\x1a\nred", b"\x89PNG\r\n\x1a\nblu"
FILES = {
    "site.yaml": PUBLISHED + "description: red\n",
    "content/one.md": liveblog(
        "One",
        "2017-11-03",
        [update("2017-11-03 10:00", "It is red.\n\n![A gate](gate.png)", "#t1000")],
        id="one",
        slug="one",
    ),
    "content/topics.yaml": "topics:\n  - {slug: colour, label: The red}\n",
    "content/pages/about.md": "---\ntitle: About\n---\n\nIt is red.\n",
    "layouts/own.html": '{% extends "default/own.html" %}{% block title %}red{% endblock %}',
    "layouts/static/colour.txt": "red\n",
}
CHANGED = [*FILES, "content/gate.png"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path, FILES)
    (root / "content/gate.png").write_bytes(PICTURE)
    build_site(root)
    return root


@pytest.mark.promise("C8")
@pytest.mark.parametrize("path", CHANGED)
def test_other_bytes_of_the_same_size_and_time_are_published(site: Path, path: str) -> None:
    file, before = site / path, read_tree(site / "output")
    state = file.stat()
    data = file.read_bytes()
    new = data.replace(b"red", b"blu")
    assert (new != data, len(new)) == (True, len(data))
    file.write_bytes(new)
    os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
    build_site(site)
    after = read_tree(site / "output")
    if path != "content/topics.yaml":  # the label of a topic that no update carries is on no page
        assert after != before
    build_site(site, clean=True)
    assert read_tree(site / "output") == after


@pytest.mark.promise("C8")
def test_a_clock_that_goes_back_changes_nothing(site: Path) -> None:
    write(site / "content/one.md", FILES["content/one.md"].replace("It is red.", "It is blue."))
    for path in (path for path in site.rglob("*") if path.is_file() and "output" not in path.parts):
        os.utime(path, ns=(1, 1))
    build_site(site)
    assert b"It is blue." in (site / "output/2017/11/03/one/index.html").read_bytes()
    after = read_tree(site / "output")
    assert build_site(site).changed == ()
    build_site(site, clean=True)
    assert read_tree(site / "output") == after
