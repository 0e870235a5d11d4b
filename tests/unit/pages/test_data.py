"""What machines read beside pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support import PUBLISHED, build_site, liveblog, make_site, update

SITE = PUBLISHED + "base_url: https://example.org/live/\ntopics:\n  - {slug: bridge, label: The bridge}\n"
BLOG = liveblog(
    "The bridge",
    "2017-11-03",
    [
        update("2017-11-03 10:00", "It is *shut*.", '#t1000 topics="bridge" author="Ada"'),
        update("2017-11-03 11:00 — Open", "It is open.", '#t1100 topics="bridge" key'),
    ],
    id="2017-11-03-bridge",
    slug="bridge",
)


def site(root: Path, rights: str = "") -> Path:
    blog = BLOG.replace("---\n\n##", f"{rights}---\n\nA standfirst.\n\n##", 1)
    return make_site(root, {"site.yaml": SITE, "content/bridge.md": blog})


def read(root: Path, path: str) -> dict[str, object]:
    said = json.loads((root / "output" / path).read_text(encoding="utf-8"))
    assert isinstance(said, dict)
    return said


def test_a_live_blog_says_as_json_what_its_page_says(tmp_path: Path) -> None:
    build_site(site(tmp_path, "rights: {full_text: true}\n"))
    said = read(tmp_path, "2017/11/03/bridge/index.json")
    assert said["url"] == "https://example.org/live/2017/11/03/bridge/"
    assert said["standfirst"] == "<p>A standfirst.</p>\n"
    assert said["updates"] == [
        {
            "anchor": "t1000",
            "url": "https://example.org/live/2017/11/03/bridge/#t1000",
            "at": "2017-11-03T10:00:00+00:00",
            "title": "",
            "lead": "It is shut.",
            "author": "Ada",
            "key": False,
            "updated": None,
            "topics": ["bridge"],
            "html": "<p>It is <em>shut</em>.</p>\n",
        },
        {
            "anchor": "t1100",
            "url": "https://example.org/live/2017/11/03/bridge/#t1100",
            "at": "2017-11-03T11:00:00+00:00",
            "title": "Open",
            "lead": "Open",
            "author": "",
            "key": True,
            "updated": None,
            "topics": ["bridge"],
            "html": "<p>It is open.</p>\n",
        },
    ]


def test_whole_updates_stay_on_their_page_unless_the_rights_let_them_out(tmp_path: Path) -> None:
    build_site(site(tmp_path))
    for path in ("2017/11/03/bridge/index.json", "2017/11/03/index.json", "topics/bridge/2017/index.json"):
        text = (tmp_path / "output" / path).read_text(encoding="utf-8")
        assert "It is shut." in text  # a lead
        assert "It is open." not in text  # a body behind a title


@pytest.mark.parametrize("path", ["2017/11/03/index.json", "topics/bridge/2017/index.json"])
def test_a_stream_says_of_each_update_where_its_live_blog_is(tmp_path: Path, path: str) -> None:
    build_site(site(tmp_path))
    updates = read(tmp_path, path)["updates"]
    assert isinstance(updates, list)
    live_blog = {
        "title": "The bridge",
        "url": "https://example.org/live/2017/11/03/bridge/",
        "data": "https://example.org/live/2017/11/03/bridge/index.json",
    }
    assert [one["live_blog"] for one in updates] == [live_blog, live_blog]
    assert [one["url"].partition("#")[2] for one in updates] == ["t1000", "t1100"]


def test_data_can_be_switched_off_and_goes(tmp_path: Path) -> None:
    root = site(tmp_path)
    build_site(root)
    assert sorted(root.glob("output/**/index.json"))
    (root / "site.yaml").write_text(SITE + "pages: {data: false}\n", encoding="utf-8")
    build_site(root)
    assert not sorted(root.glob("output/**/index.json"))
