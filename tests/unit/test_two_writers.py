"""Two writers of one file, whatever they are: an error that names both, whether or not one of them was published before."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import SETTINGS, Files, build_site, liveblog, make_site, read_tree, update, write

from sitegen.errors import SitegenError

pytestmark = pytest.mark.promise("B5")

STORM = "content/2021/03/08/storm.md"
CALM = "content/2021/03/08/calm.md"


def blog(slug: str, text: str = "All is said.", **said: str) -> str:
    stamps = [update("10:00", text, "#t1000")]
    return liveblog(
        f"Of {slug}", "2021-03-08", stamps, **{"id": f"2021-03-08-{slug}", "slug": slug, "zone": "UTC", **said}
    )


TOPICS = "topics:\n  - {slug: storm, label: Storm}\n"
OWN = "---\ntitle: Mine\n---\n\nMine.\n"
PAIRS: dict[str, tuple[Files, Files, tuple[str, str]]] = {
    "static files by case": ({"layouts/static/a.css": "1"}, {"layouts/static/A.css": "2"}, ("a.css", "A.css")),
    "static files by Unicode form": (
        {"layouts/static/\u00e9.css": "1"},
        {"layouts/static/e\u0301.css": "2"},
        ("\u00e9.css", "e\u0301.css"),
    ),
    "a static file and one of the theme, by case": ({}, {"layouts/static/Style.css": "2"}, ("Style.css", "style.css")),
    "a static file and a folder of another, by case": (
        {"layouts/static/Seal": "1"},
        {"layouts/static/seal/mark.txt": "2"},
        ("Seal", "seal/mark.txt"),
    ),
    "a folder and a static file, by case": (
        {"layouts/static/seal/mark.txt": "1"},
        {"layouts/static/Seal": "2"},
        ("Seal", "seal/mark.txt"),
    ),
    "a static file and the mark of the ledger": (
        {"content/anchors.lock": "# sitegen anchors 1: every published anchor; commit this file, do not edit it\n"},
        {"layouts/static/ledger.txt": "2"},
        ("layouts/static/ledger.txt", "ledger.txt"),
    ),
    "two live blogs": ({STORM: blog("storm")}, {CALM: blog("storm", id="other")}, (STORM, CALM)),
    "two topics": (
        {"site.yaml": SETTINGS + TOPICS},
        {"site.yaml": SETTINGS + TOPICS + "  - {slug: storm, label: Gale}\n"},
        ('"storm"', "line 7"),
    ),
    "two topics, by case": (
        {"site.yaml": SETTINGS + TOPICS},
        {"site.yaml": SETTINGS + TOPICS + "  - {slug: Storm, label: Gale}\n"},
        ('"Storm"', "site.yaml:8"),
    ),
    "two pages of the owner's, by case": (
        {"content/pages/about.md": OWN},
        {"content/pages/About.md": OWN},
        ("About", "content/pages/About.md"),
    ),
    "a page of the owner's and a section": ({}, {"content/pages/topics.md": OWN}, ("topics", "the site needs")),
    "a page of the owner's and a year": ({}, {"content/pages/2021.md": OWN}, ("2021", "the site needs")),
    "a page of the owner's and a future section": ({}, {"content/pages/search.md": OWN}, ("search", "the site needs")),
    "pictures beside, by case": (
        {STORM: blog("storm", "![](quay.png)"), "content/2021/03/08/quay.png": "1"},
        {STORM: blog("storm", "![](quay.png) ![](Quay.png)"), "content/2021/03/08/Quay.png": "2"},
        ("Quay.png", "quay.png"),
    ),
    "an alias and a page": (
        {CALM: blog("calm")},
        {STORM: blog("storm", aliases="[/2021/03/08/calm/]")},
        (STORM, CALM),
    ),
}


def said_of(root: Path, *, dry_run: bool = False) -> list[str]:
    with pytest.raises(SitegenError) as raised:
        build_site(root, dry_run=dry_run)
    return [f"{problem.where}: {problem.message}" for problem in raised.value.problems if problem.is_error]


@pytest.mark.parametrize("name", PAIRS)
def test_two_writers_of_one_file_are_an_error_that_names_both(name: str, tmp_path: Path) -> None:
    first, second, named = PAIRS[name]
    clean, grown = tmp_path / "clean", tmp_path / "grown"
    make_site(clean, {**first, **second})
    make_site(grown, first)
    build_site(grown)
    before = read_tree(grown / "output")
    for path, text in second.items():
        write(grown / path, text)
    found = said_of(clean)
    assert any(all(part in one for part in named) for one in found), found
    assert not (clean / "output").exists()
    assert any(all(part in one for part in named) for one in said_of(grown)), said_of(grown)
    assert read_tree(grown / "output") == before
    assert said_of(clean, dry_run=True) == found


def test_writers_that_only_look_alike_are_none(tmp_path: Path) -> None:
    make_site(
        tmp_path,
        {
            "site.yaml": SETTINGS + TOPICS,
            "content/pages/storm.md": OWN,
            STORM: blog("storm", aliases="[/storm.html, /Storm-of-2021/, /2021/03/09/storm/]"),
            CALM: blog("calm"),
            "layouts/static/storm/index.html": "mine",
        },
    )
    write(tmp_path / CALM, blog("calm").replace("{#t1000}", '{#t1000 topics="storm"}'))
    build_site(tmp_path)
    paths = read_tree(tmp_path / "output").keys()
    assert {"storm/index.html", "topics/storm/index.html", "storm.html", "assets/storm/index.html"} <= paths
