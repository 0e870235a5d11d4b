"""Small whole projects and the trees that they become, byte for byte; ``pytest --update-golden`` rewrites the trees.

Each folder of ``golden/`` is a project with its one reason in ``reason.txt``. ``expected/output`` is what a build of it
leaves in ``output/``, but for the default theme's files in ``assets/``, which change with its looks, and the manifest, which
holds their digests; of its stylesheet, what a theme put behind it is kept. Where the project has seeds,
``expected/content`` is what the build leaves in ``content/``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support import Tree, build_site, difference, read_tree

from sitegen.pages.theme import default_layouts

GOLDEN = Path(__file__).parent / "golden"
SITES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
NOT_THE_PROJECT = ("reason.txt", "expected")
NOT_COMPARED = ("assets/favicon.svg", "assets/redirect.js", "assets/style.css", "MANIFEST-sha256.txt")


@pytest.mark.parametrize("name", SITES)
def test_the_site_becomes_the_expected_tree(name: str, tmp_path: Path, pytestconfig: pytest.Config) -> None:
    source, site = GOLDEN / name, tmp_path / name
    shutil.copytree(source, site, ignore=shutil.ignore_patterns(*NOT_THE_PROJECT))
    report = build_site(site)
    assert [problem for problem in report.problems if problem.is_error] == []
    found = result(site)
    if pytestconfig.getoption("--update-golden"):
        rewrite(source / "expected", found)
    assert difference(found, read_tree(source / "expected")) == ""


@pytest.mark.parametrize("name", SITES)
def test_the_site_has_its_reason(name: str) -> None:
    (line,) = (GOLDEN / name / "reason.txt").read_text("utf-8").splitlines()
    assert line.endswith(".")


def test_there_is_a_site_for_every_reason_of_the_design() -> None:
    wanted = (
        "one-seed two-zones midnight clock-change same-minute override-layout subpath empty rtl pages-off links-file"
        " five-formats pictures corrections theme german"
    )
    assert sorted(wanted.split()) == SITES


def result(site: Path) -> Tree:
    """What is compared of a site that was built."""
    tree = read_tree(site / "output")
    output = {path: data for path, data in tree.items() if path not in NOT_COMPARED}
    if theme := tree["assets/style.css"].removeprefix((default_layouts() / "static" / "style.css").read_bytes()):
        output["assets/style.css"] = theme
    content = read_tree(site / "content") if (site / "seeds").exists() else {}
    return {f"output/{path}": data for path, data in output.items()} | {
        f"content/{path}": data for path, data in content.items()
    }


def rewrite(folder: Path, tree: Tree) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in tree.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
