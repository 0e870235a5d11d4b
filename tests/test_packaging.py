"""What is installed is whole: wheel, sdist and editable install, each in an environment with what sitegen declares."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from selectolax.lexbor import LexborHTMLParser

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
BINARIES = "Scripts" if os.name == "nt" else "bin"


def run(command: list[str | Path], folder: Path) -> str:
    """What *command* prints when it runs in *folder*; whatever it says is shown if it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SITEGEN"))}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def make(target: str, source: Path, folder: Path) -> Path:
    """The one file that hatchling makes of *source* in *folder*."""
    run([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder], source)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def editable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that an editable install installs (PEP 660)."""
    return make("wheel:editable", ROOT, tmp_path_factory.mktemp("editable"))


def contents(path: Path) -> dict[str, bytes]:
    """Name -> bytes of the files of a wheel."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def of_repository(*folders: str) -> set[str]:
    """The files of *folders* that are no leftovers of Python's."""
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in paths if "__pycache__" not in path.parts}


def test_the_wheel_holds_the_package_and_the_default_theme_and_nothing_else(wheel: Path) -> None:
    names = {name for name in contents(wheel) if ".dist-info/" not in name}
    theme = {f"sitegen/{name}" for name in of_repository("layouts")}
    assert theme >= {"sitegen/layouts/base.html", "sitegen/layouts/static/style.css"}
    assert "sitegen/layouts/preview/reload.js" in theme
    package = of_repository("sitegen")
    assert "sitegen/index/schema.sql" in package
    assert names == theme | package


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    found = {name.partition("/")[2]: data.decode() for name, data in contents(wheel).items() if ".dist-info/" in name}
    assert {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"} == set(found)
    assert found["entry_points.txt"].splitlines()[:2] == ["[console_scripts]", "sitegen = sitegen.__main__:main"]
    assert "License-Expression: MIT" in found["METADATA"]
    assert "Requires-Python: >=3.11" in found["METADATA"]


def test_a_wheel_from_the_sdist_is_the_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as file:
        file.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    assert contents(make("wheel", source, tmp_path / "wheel")) == contents(wheel)


def test_the_sdist_holds_no_content_and_no_build(sdist: Path) -> None:
    with tarfile.open(sdist) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "layouts/base.html"} <= names
    assert {name.partition("/")[0] for name in names if "/" in name} == {"sitegen", "layouts"}


def required(name: str) -> dict[str, Distribution]:
    """The distribution *name* and all that it needs, by name."""
    found: dict[str, Distribution] = {}
    todo = [name]
    while todo:
        one = distribution(todo.pop())
        key = re.sub(r"[-_.]+", "-", one.name).lower()
        if key not in found:
            found[key] = one
            needs = map(Requirement, one.requires or ())
            todo += [need.name for need in needs if not need.marker or need.marker.evaluate({"extra": ""})]
    return found


def make_environment(folder: Path, wheel: Path) -> Path:
    """The scripts of a new environment with *wheel*, and with what sitegen requires: nothing else can be imported.

    What it requires is linked from the environment of the tests, so that no registry is asked.
    """
    run([sys.executable, "-m", "venv", "--without-pip", folder], folder.parent)
    scheme = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", "venv", scheme))
    for name, one in required("sitegen").items():
        for top in {Path(file).parts[0] for file in one.files or ()} - {"..", "__pycache__"}:
            if name != "sitegen":
                (packages / top).symlink_to(Path(str(one.locate_file(top))))
    scripts = folder / BINARIES
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", scripts / "python", "--disable-pip-version-check"]
    run([*pip, "install", "--quiet", "--no-deps", "--no-index", wheel], folder.parent)
    return scripts


@pytest.mark.parametrize("kind", ["wheel", "editable"])
def test_an_installed_sitegen_makes_and_builds_a_site(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    scripts = make_environment(tmp_path / "environment", request.getfixturevalue(kind))
    sitegen, python = scripts / "sitegen", scripts / "python"
    where = run([python, "-c", "import sitegen; print(sitegen.__file__)"], tmp_path).strip()
    assert Path(where).is_relative_to(ROOT if kind == "editable" else tmp_path)
    assert run([sitegen, "--version"], tmp_path).startswith("sitegen ")
    run([sitegen, "new", "x"], tmp_path)
    run([sitegen, "-C", "x", "build"], tmp_path)
    check_site(tmp_path / "x" / "output")
    run([python, "-c", "from sitegen.preview.answers import read_script; assert read_script()"], tmp_path)
    with pytest.raises(AssertionError, match="No module named"):
        run([python, "-c", "import pytest"], tmp_path)


def check_site(output: Path) -> None:
    """Every page is there and names a stylesheet that is there."""
    pages = sorted(output.rglob("index.html"))
    assert len(pages) > 5
    for page in pages:
        tree = LexborHTMLParser(page.read_text(encoding="utf-8"))
        (sheet,) = tree.css("link[rel=stylesheet]")
        style = (page.parent / str(sheet.attributes["href"])).resolve()
        assert style.is_relative_to(output)
        assert style.read_bytes() == (ROOT / "layouts/static/style.css").read_bytes()
