from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from sitegen.config import ClockStyle, Links
from sitegen.model import Rights
from sitegen.pages import compiled
from sitegen.pages.compiled import environment_of
from sitegen.pages.layouts import Layouts
from sitegen.pages.views import Site

SITE = Site("T", "", "en", "", "", ClockStyle.AP, Links.FOLDER, Rights(), (), (), "/", "", "/a.css", "/a.svg")
LAYOUTS = Layouts({"own.html": "{% include '_part.html' %}{{ site.title }}", "_part.html": "a part of "}, frozenset())


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder for caches, in which there is nothing yet."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(compiled, "_MADE", {})
    return folder


def rendered(title: str, layouts: Layouts = LAYOUTS, site: Site = SITE) -> str:
    """What an environment of its own, since no other site has *title*, makes of ``own.html``."""
    site = replace(site, title=title)
    return environment_of(layouts, site).get_template("own.html").render(site=site)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def compiled_names(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The names of the layouts that are compiled from now on."""
    names: list[str | None] = []
    visit = CodeGenerator.visit_Template

    def note(self: CodeGenerator, node: nodes.Template, frame: Frame | None = None) -> None:
        names.append(self.name)
        visit(self, node, frame)

    monkeypatch.setattr(CodeGenerator, "visit_Template", note)
    return names


def test_layouts_are_compiled_once_for_all_builds_of_a_user(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = compiled_names(monkeypatch)
    assert rendered("A") == "a part of A"
    assert sorted(map(str, names)) == ["_part.html", "own.html"]
    assert len(files(cache / "sitegen")) == 2
    names.clear()
    assert rendered("B") == "a part of B"
    assert names == []


def test_a_layout_that_changed_is_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered("A")
    names = compiled_names(monkeypatch)
    other = Layouts({**LAYOUTS.texts, "_part.html": "another part of "}, frozenset())
    assert rendered("A", other) == "another part of A"
    assert names == ["_part.html"]


def test_another_sitegen_uses_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered("A")
    names = compiled_names(monkeypatch)
    monkeypatch.setattr(compiled, "__version__", "99")
    rendered("B")
    assert len(names) == 2


def test_the_folder_is_for_its_owner_alone(cache: Path) -> None:
    rendered("A")
    assert {path.parent.stat().st_mode & 0o777 for path in files(cache)} == {0o700}


@pytest.mark.parametrize("text", ["{{ '/x/'|link }}", "{% set url = '/x/'|link %}{{ url }}", "{{ '/x/'|absolute }}"])
def test_what_is_kept_knows_nothing_of_a_site(text: str) -> None:
    """Filters know their site, and the way to the root has another mark in each process: neither may be in the code."""
    layouts = Layouts({"own.html": text}, frozenset())
    elsewhere = replace(SITE, links=Links.FILE, base_url="https://archive.example.org/")
    assert rendered("A", layouts) != rendered("A", layouts, elsewhere)


def test_a_folder_that_cannot_be_made_is_no_error(cache: Path) -> None:
    cache.write_text("a file, where a folder should be", encoding="utf-8")
    assert rendered("A") == "a part of A"
    assert files(cache.parent) == [cache]


def test_a_folder_that_cannot_be_written_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    assert rendered("A") == "a part of A"


@pytest.mark.parametrize("kept", [0, 10, 30, 60, -1])
def test_a_damaged_file_is_as_none(cache: Path, kept: int) -> None:
    rendered("A")
    for path in files(cache):
        path.write_bytes(path.read_bytes()[:kept])
    assert rendered("B") == "a part of B"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="folders have no owners here")
def test_the_folder_of_another_user_is_not_used(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered("A")
    names, before = compiled_names(monkeypatch), {path: path.read_bytes() for path in files(cache)}
    owner = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)
    assert rendered("B", Layouts({**LAYOUTS.texts, "own.html": "{{ site.title }}!"}, frozenset())) == "B!"
    assert rendered("C") == "a part of C"
    assert len(names) == 3
    assert {path: path.read_bytes() for path in files(cache)} == before


def test_who_wants_no_bytecode_gets_none(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    names = compiled_names(monkeypatch)
    rendered("A")
    rendered("B")
    assert len(names) == 4
    assert not cache.exists()


def test_without_a_folder_that_is_named_it_is_in_that_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    rendered("A")
    expected = [] if sys.platform == "win32" else [tmp_path / ".cache" / "sitegen"] * 2
    assert [path.parents[1] for path in files(tmp_path)] == expected
