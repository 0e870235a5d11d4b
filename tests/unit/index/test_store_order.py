"""The sequence of live blogs is that of their instants, in any century."""

from __future__ import annotations

from pathlib import Path

from support import build_site, read_tree, write


def test_live_blogs_of_one_day_before_1970_stand_in_order(tmp_path: Path) -> None:
    write(tmp_path / "site.yaml", "format: 1\ntitle: Old\npublished: false\n")
    for slug, hour in (("late", 20), ("early", 6)):
        matter = f"id: 1936-07-17-{slug}\ntitle: {slug}\nslug: {slug}\ndate: 1936-07-17"
        text = f"---\n{matter}\n---\n\n## {hour:02}:00 {{#t{hour:02}00}}\n\nWords.\n"
        write(tmp_path / f"content/1936/07/17/{slug}.md", text)
    build_site(tmp_path)
    page = read_tree(tmp_path / "output")["1936/07/17/early/index.html"].decode()
    assert "../../../../1936/07/17/late/" in page.split("<main", 1)[1]
    assert "Next" in page
