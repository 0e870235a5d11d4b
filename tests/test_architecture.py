"""The walls between the parts of sitegen (DESIGN, import rule), the sizes of modules and functions, and house rules."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sitegen"

# Who may import whom. A name stands for the module, or for the package with all in it; each line reads "may import".
# The foundation is in layers: each may import only those before it.
FOUNDATION = (
    "limits",
    "errors", "patterns", "policy", "look", "addresses", "cells", "filenames", "legible", "config", "model",
    "digests", "json_value", "words", "files", "vouched", "pictures", "spool", "versions", "backups", "zones",
    "dates", "times", "records", "settings", "declared_topics", "theme_file", "config_file", "config_cache",
    "processes", "cluster", "executors",
)  # fmt: skip
STAGES = {
    "importers": ("importers",),
    "content": ("content",),
    "index": ("index",),
    "pages": ("pages", "index"),
    "output": ("output",),
}
# Between the stages, and above them.
PUBLISHING = ("runs", "database", "archive_db", "promised", "provenance", "work", "rendering", "parcels", "staging")
BETWEEN = ("collisions", "indexing", "reading", "intake", "imports", "promises", "vanished")
GLUE = {
    "reading": ("content", "index", "pages.urls"),
    "collisions": ("content", "index.twins"),
    "indexing": ("content", "index", "collisions", "reading"),
    "intake": ("intake", "importers", "content", "indexing", "pages.urls"),
    "imports": ("importers", "content", "index", "intake"),
    "vanished": ("content.ledger", "index", "output", "promises"),
    "promises": (
        "content.ledger",
        "content.ledger_check",
        "index.ledger_lines",
        "index.queries",
        "output.manifest",
        "output.targets",
    ),
    "runs": ("importers.outcomes",),
    "promised": ("content.ledger", "content.ledger_check", "index", "output", "promises", "runs"),
    "work": ("index", "output.targets", "pages.static", "pages.subjects", "pages.urls"),
    "rendering": ("index", "pages", "output", "work"),
    "parcels": ("index", "pages", "output", "rendering", "work"),
    "staging": ("output", "pages.static", "pages.urls", "work"),
    "database": ("index.queries", "output.targets", "runs"),
    "archive_db": ("database", "index", "output", "pages", "runs"),
    "publishing": ("content.ledger_check", "importers.outcomes", "index", "pages", "output", *BETWEEN, *PUBLISHING),
    "build": ("publishing", "content", "index", "pages", "output", *BETWEEN, *PUBLISHING),
    "provenance": ("content.imports_lock", "index.store"),
    "verifying": ("verifying", "importers", "content", "index", "intake", "output", "runs"),
    "redirects": ("redirects", "index", "pages.urls"),
    "packs": ("packs", "output"),
    "ledgers": ("ledgers", "content.ledger", "index"),
    "takedown": ("takedown", "ledgers.names", "content", "index"),
    "check": (
        *(
            "build",
            "database",
            "verifying",
            "packs",
            "content",
            "importers.reading",
            "index",
            "indexing",
            "output",
            "promises",
        ),
        *("runs", "work"),
    ),
    "scaffold": (),
    "overrides": ("pages.theme",),
    "preview": ("preview",),
    "serve": ("preview",),
    "commands": (
        *(
            "commands",
            *STAGES,
            *BETWEEN,
            "promised",
            "redirects",
            "ledgers",
            "takedown",
            "runs",
            "build",
            "check",
            "scaffold",
            "overrides",
        ),
        "serve",
    ),
    "cli": ("commands",),
    "__main__": ("cli",),
}
# Which modules may name which library; all else is the standard library.
LIBRARIES = {
    "click": (
        "cli",
        "commands.console",
        "commands.group",
        "commands.keeping",
        "commands.layouts",
        "commands.options",
        "commands.session",
        "commands.taking_down",
        "commands.anchor_states",
    ),
    "babel": ("pages.calendars",),
    "cbor2": ("output.search_files",),
    "jinja2": ("pages.compiled", "pages.filters", "pages.layouts", "pages.render"),
    "markupsafe": ("pages.compiled", "pages.filters", "pages.pieces", "pages.saying"),
    "markdown_it": ("content.parser", "importers.text.markdown"),
    "imagesize": ("pictures",),
    "rich": ("commands.console",),
    "selectolax": ("importers.web.html",),
    "slugify": ("content.naming", "content.topics"),
    "tzdata": ("zones",),
    "watchdog": ("preview.watch",),
    "yaml": ("records.composed", "records.editing", "records.faults"),
    "distributed": ("cluster",),
}
# jinja2 brings MarkupSafe, and its Markup is what jinja2's own documents tell filters to return.
BROUGHT_ALONG = {"markupsafe": "jinja2"}

MODULE_LINES, FUNCTION_LINES = 300, 40


@dataclass(frozen=True, slots=True)
class Import:
    """*module* imports *target*, a module or a package, on *line*."""

    module: str
    target: str
    line: int

    def __str__(self) -> str:
        return f"sitegen/{self.module.replace('.', '/')}.py:{self.line} imports {self.target}"


@cache
def trees() -> dict[str, ast.Module]:
    """Each module of the package by its name below ``sitegen``; the package itself is ``__init__``."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text(encoding="utf-8"), str(path)
        )
        for path in paths
    }


@cache
def imports() -> tuple[Import, ...]:
    """Every import of every module: those inside functions and for type checking too."""
    return tuple(
        Import(module, target, node.lineno)
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for target in _targets(node)
    )


def _targets(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    package = "." * node.level + (node.module or "")  # a relative import is in no table
    submodules = [alias.name for alias in node.names if _is_module(f"{package}.{alias.name}")]
    yield from (f"{package}.{name}" for name in submodules)
    if len(submodules) < len(node.names):
        yield package


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return name.startswith("sitegen.") and (path.with_suffix(".py").is_file() or path.is_dir())


def is_in(name: str, part: str) -> bool:
    """Whether the module *name* is *part* or lies in it.

    >>> is_in("index.store", "index"), is_in("indexing", "index")
    (True, False)
    """
    return name == part or name.startswith(f"{part}.")


def allowed(module: str) -> tuple[str, ...]:
    """What *module* may import of sitegen."""
    layer = next((number for number, part in enumerate(FOUNDATION) if is_in(module, part)), None)
    if layer is not None:
        return FOUNDATION[: layer + (1 if module.partition(".")[0] == "records" else 0)]
    part = module.partition(".")[0]
    return (*FOUNDATION, *(STAGES[part] if part in STAGES else GLUE[part]))


def own_imports() -> list[Import]:
    return [one for one in imports() if is_in(one.target, "sitegen") and one.target != "sitegen"]


def test_every_module_has_its_place() -> None:
    known = {*FOUNDATION, *STAGES, *GLUE, "__init__"}
    assert {module.partition(".")[0] for module in trees()} == known


def test_modules_import_only_what_the_table_allows() -> None:
    breaches = [
        str(one)
        for one in own_imports()
        if not any(is_in(one.target.removeprefix("sitegen."), part) for part in allowed(one.module))
    ]
    assert breaches == []


def test_the_package_itself_imports_nothing() -> None:
    assert [one.target for one in imports() if one.module == "__init__"] == []


def test_libraries_are_named_only_where_the_table_says() -> None:
    breaches = [
        str(one)
        for one in imports()
        if (library := one.target.partition(".")[0]) not in {*sys.stdlib_module_names, "sitegen"}
        and one.module not in LIBRARIES.get(library, ())
    ]
    assert breaches == []


RUN_NOT_IMPORTED = {"pagefind"}  # a program in a package


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    declared = {re.split(r"[<>=!~; \[]", one)[0].lower() for one in wanted}
    named = {one.target.partition(".")[0] for one in imports()} - sys.stdlib_module_names - {"sitegen", *BROUGHT_ALONG}
    distributions = packages_distributions()
    assert {distributions.get(name, [name])[0].lower() for name in named} == declared - RUN_NOT_IMPORTED


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for module, tree in trees().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield module, node


def source(module: str) -> str:
    path = PACKAGE.joinpath(*module.split("."))
    return (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8")


def test_modules_are_small() -> None:
    lines = {module: source(module).count("\n") for module in trees()}
    assert {module: count for module, count in lines.items() if count > MODULE_LINES} == {}


def test_functions_are_small() -> None:
    lengths = {f"{module}.{node.name}": (node.end_lineno or 0) - node.lineno + 1 for module, node in functions()}
    assert {name: count for name, count in lengths.items() if count > FUNCTION_LINES} == {}


def test_every_module_says_in_a_sentence_what_it_knows() -> None:
    sentences: dict[str, str] = {}
    for module, tree in trees().items():
        first = (ast.get_docstring(tree) or "").partition("\n")[0]
        assert re.search(r"[.:?]$", first), f"{module}: {first!r} is no sentence"
        assert first not in sentences.values(), f"{module} says what another module says: {first!r}"
        sentences[module] = first


FORBIDDEN_NAMES = {"Any": "say what it is", "cast": "match on the type", "print": "say it through the console"}
FORBIDDEN_WORDS = {
    "type: ignore": r"#\s*type:\s*ignore",
    "a numbered parameter, which Python 3.14 refuses": r"[=<>(,] ?\?[0-9]",
}


def test_no_module_looks_away() -> None:
    """No print, Any or cast, no bare except, no type that is ignored, no SQL that another Python refuses."""
    found = []
    for module, tree in trees().items():
        for node in ast.walk(tree):
            name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            if name in FORBIDDEN_NAMES:
                found.append(f"{module}:{getattr(node, 'lineno', 0)}: {name}: {FORBIDDEN_NAMES[name]}")
            if isinstance(node, ast.ExceptHandler) and node.type is None:
                found.append(f"{module}:{node.lineno}: a bare except")
        found += [
            f"{module}: {word}" for word, pattern in FORBIDDEN_WORDS.items() if re.search(pattern, source(module))
        ]
    assert found == []


@pytest.mark.parametrize("pattern", ["*/tmp/*", "*/root/*", "*/home/*"])
def test_no_module_names_a_folder_of_one_machine(pattern: str) -> None:
    texts = {
        f"{module}:{node.lineno}": node.value
        for module, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {place: text for place, text in texts.items() if fnmatchcase(text, pattern)} == {}
