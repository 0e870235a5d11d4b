"""Aliases from front matter to pages: where they stand, what an edit of them costs, and with what they collide."""

from __future__ import annotations

from pathlib import Path

import pytest
from archives import DRAFT, FILES, QAIM, RUN, open_archive
from support import PUBLISHED, Tree, build_site, liveblog, make_site, read_tree, replace_in, update, write

from sitegen.errors import ContentError, Problem
from sitegen.output.scan import scan

STORM = "content/2021/03/08/storm.md"
CALM = "content/2021/03/08/calm.md"


def blog(slug: str, aliases: str = "", **said: str) -> str:
    more = {"aliases": f"[{aliases}]"} if aliases else {}
    stamps = [update("10:00", f"The {slug} has come.", "#t1000")]
    return liveblog(f"Of {slug}", "2021-03-08", stamps, id=f"2021-03-08-{slug}", slug=slug, zone="UTC", **more, **said)


def published(root: Path) -> Tree:
    build_site(root)
    return read_tree(root / "output")


def errors_of(root: Path) -> list[Problem]:
    with pytest.raises(ContentError) as raised:
        build_site(root)
    return [problem for problem in raised.value.problems if problem.is_error]


@pytest.mark.promise("A8")
def test_each_alias_is_a_page_that_leads_to_the_live_blog(tmp_path: Path) -> None:
    aliases = "/old/storm, /old.html, /caf%C3%A9/ü/, /2021/03/08/tempest/, /2021/story.html, /about/us.html"
    make_site(tmp_path, {STORM: blog("storm", aliases), CALM: blog("calm")})
    tree = published(tmp_path)
    for path in (
        *("old/storm/index.html", "old.html", "café/ü/index.html"),
        *("2021/03/08/tempest/index.html", "2021/story.html", "about/us.html"),
    ):
        html, url = tree[path].decode(), f"/{path}".removesuffix("index.html")
        assert "/2021/03/08/storm/" in scan(html, url)[1]
        assert 'http-equiv="refresh"' in html
        assert "Of storm" in html


@pytest.mark.promise("A8")
def test_no_list_feed_or_sitemap_has_an_alias(tmp_path: Path) -> None:
    settings = PUBLISHED + "base_url: https://archive.example.org/live/\n"
    make_site(tmp_path, {"site.yaml": settings, STORM: blog("storm", "/old/storm/")})
    tree = published(tmp_path)
    assert [path for path, data in tree.items() if b"old/storm" in data] == ["MANIFEST-sha256.txt"]
    canonical = '<link rel="canonical" href="https://archive.example.org/live/2021/03/08/storm/">'
    assert canonical in tree["old/storm/index.html"].decode()


def test_the_aliases_of_a_draft_are_in_previews_alone(tmp_path: Path) -> None:
    make_site(tmp_path, {STORM: blog("storm", "/old/storm/", draft="true")})
    assert "old/storm/index.html" not in published(tmp_path)
    build_site(tmp_path, "preview", drafts=True)
    assert "old/storm/index.html" in read_tree(tmp_path / "preview")
    replace_in(tmp_path / STORM, "draft: true\n", "")
    assert "old/storm/index.html" in published(tmp_path)


def test_an_edit_of_aliases_touches_them_alone(tmp_path: Path) -> None:
    first = FILES[QAIM].replace("kicker:", "aliases: [/a/, /b/]\nkicker:")
    with open_archive(tmp_path, {QAIM: first, RUN: FILES[RUN], DRAFT: FILES[DRAFT]}) as archive:
        page = ("live-blog", "2017-11-03/qaim")
        assert archive.edit(QAIM, "[/a/, /b/]", "[/b/, /c/]") == [("alias", "/a/"), ("alias", "/c/")]
        # Its updates are in other lines now, which the ledger is told.
        assert archive.edit(QAIM, "aliases: [/b/, /c/]\n", "") == [("alias", "/b/"), ("alias", "/c/"), page]
        archive.edit(QAIM, "kicker:", "aliases: [/b/]\nkicker:")
        assert ("alias", "/b/") not in archive.edit(QAIM, "It went in at dawn.", "It went in at noon.")
        assert {("alias", "/b/"), page} <= set(archive.edit(QAIM, "title: Qaim is free", "title: Qaim is free again"))


def test_a_changed_slug_with_its_alias_leads_from_the_old_address_to_the_new(tmp_path: Path) -> None:
    make_site(tmp_path, {STORM: blog("storm"), CALM: blog("calm")})
    build_site(tmp_path)
    write(
        tmp_path / STORM,
        blog("tempest", "/2021/03/08/storm/").replace("id: 2021-03-08-tempest", "id: 2021-03-08-storm"),
    )
    tree = published(tmp_path)
    assert "2021/03/08/tempest/index.html" in tree
    assert b'http-equiv="refresh"' in tree["2021/03/08/storm/index.html"]
    write(tmp_path / STORM, blog("storm"))
    tree = published(tmp_path)
    assert b'http-equiv="refresh"' not in tree["2021/03/08/storm/index.html"]
    assert "2021/03/08/tempest/index.html" not in tree


@pytest.mark.promise("B5")
@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("/old/", "/old/"),
        ("/old", "/old/index.html"),
        ("/old/", "/OLD/"),
        ("/straße/", "/STRASSE/"),
        ("/café/", "/cafe\u0301/"),
        ("/x/INDEX.HTML", "/x/"),
        ("/x.html", "/x.html/y/"),
        ("/X.html/y/", "/x.HTML"),
        ("/2021/03/08/calm/", ""),
        ("/2021/03/08/CALM/", ""),
        ("/2021/03/08/calm/t1000/", ""),
        ("/2021/03/08/calm/quay.html", ""),
        ("/about/", ""),
        ("/About", ""),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_two_writers_of_an_address_are_an_error_that_names_both(
    tmp_path: Path, mine: str, theirs: str, is_first: bool
) -> None:
    about = "---\ntitle: About\n---\n\nAn archive.\n"
    make_site(tmp_path, {CALM: blog("calm", theirs), "content/pages/about.md": about})
    if not is_first:  # a build that knows the other already
        build_site(tmp_path)
    before = read_tree(tmp_path / "output")
    write(tmp_path / STORM, blog("storm", f'"{mine}"'))
    [problem] = errors_of(tmp_path)
    assert problem.code == "alias-taken"
    assert {
        problem.where.path,
        *(name for name in (CALM, STORM, "content/pages/about.md") if name in problem.message),
    } >= ({STORM, "content/pages/about.md"} if "bout" in mine else {STORM, CALM})
    assert problem.where.line > 1
    assert read_tree(tmp_path / "output") == before
    assert errors_of(tmp_path) == [problem]  # as long as it is there
    write(tmp_path / STORM, blog("storm"))
    build_site(tmp_path)


@pytest.mark.promise("A8")
def test_an_alias_that_the_ledger_knows_for_a_former_address_changes_nothing(tmp_path: Path) -> None:
    make_site(tmp_path, {"site.yaml": PUBLISHED, STORM: blog("storm")})
    build_site(tmp_path)
    moved = blog("tempest").replace("id: 2021-03-08-tempest", "id: 2021-03-08-storm")
    write(tmp_path / STORM, moved)
    tree = published(tmp_path)
    assert b'http-equiv="refresh"' in tree["2021/03/08/storm/index.html"]
    write(tmp_path / STORM, moved.replace("zone: UTC", "zone: UTC\naliases: [/2021/03/08/storm/]"))
    again = published(tmp_path)
    assert again == tree
    build_site(tmp_path, clean=True)
    assert read_tree(tmp_path / "output") == tree
    write(tmp_path / STORM, moved)
    assert published(tmp_path) == tree


@pytest.mark.promise("B5")
def test_an_alias_that_is_a_former_address_of_another_live_blog_is_an_error(tmp_path: Path) -> None:
    make_site(tmp_path, {"site.yaml": PUBLISHED, STORM: blog("storm")})
    build_site(tmp_path)
    write(tmp_path / STORM, blog("tempest").replace("id: 2021-03-08-tempest", "id: 2021-03-08-storm"))
    build_site(tmp_path)
    before = read_tree(tmp_path / "output")
    write(tmp_path / CALM, blog("calm", "/2021/03/08/Storm"))
    [problem] = errors_of(tmp_path)
    assert (problem.code, problem.where.path, problem.where.line) == ("alias-taken", CALM, 7)
    assert "2021-03-08-storm" in problem.message
    assert read_tree(tmp_path / "output") == before


def test_an_alias_of_the_address_itself_is_said_to_be_needless(tmp_path: Path) -> None:
    make_site(tmp_path, {STORM: blog("storm", "/2021/03/08/storm/, /old/, /old")})
    twice, own = sorted(errors_of(tmp_path), key=lambda problem: "address" in problem.message)
    assert own.message == 'the alias "/2021/03/08/storm/" is the address of this live blog'
    assert twice.message == 'the alias "/old/" stands here twice'
