"""docs/errors.md explains every code that a problem can have, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Where the code stands in the arguments of what makes problems, and of the faults that become problems.
MAKERS = {"Problem": 1, "HeadingFault": 0, "Fault": 2}

Function = ast.FunctionDef


@cache
def functions() -> tuple[tuple[str, Function | ast.Module, ast.Call], ...]:
    """Every call in the package, with its file and the innermost function around it."""
    found = []

    def visit(path: str, owner: Function | ast.Module, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                found.append((path, owner, child))
            visit(path, child if isinstance(child, Function) else owner, child)

    for file in sorted((ROOT / "sitegen").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        visit(file.relative_to(ROOT).as_posix(), tree, tree)
    return tuple(found)


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def known_as(name: str, path: str) -> str:
    """*name* as the whole package knows it: a private one belongs to its module."""
    return f"{path}:{name}" if name.startswith("_") else name


def parameters(owner: Function | ast.Module) -> list[str]:
    """The names of the positional parameters of *owner*, without ``self``."""
    if isinstance(owner, ast.Module):
        return []
    names = [argument.arg for argument in (*owner.args.posonlyargs, *owner.args.args)]
    return names[1:] if names[:1] == ["self"] else names


def values(node: ast.expr, owner: Function | ast.Module) -> Iterator[str]:
    """The codes that *node* may stand for; "?" and the line for what this test cannot follow."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from values(body, owner)
            yield from values(orelse, owner)
        case ast.Name(id=name) if name not in parameters(owner):
            yield from assigned(name, owner)
        case ast.Name() | ast.Attribute(attr="code"):
            pass  # handed on: those who hand it over are looked at
        case _:
            yield f"? line {node.lineno}"


def assigned(name: str, owner: Function | ast.Module) -> Iterator[str]:
    for node in ast.walk(owner):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            yield from values(node.value, owner)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            names = [getattr(target, "id", "") for target in node.targets[0].elts]
            if name in names:
                yield from (code for value in parts(node.value, names.index(name)) for code in values(value, owner))


def parts(node: ast.expr, index: int) -> Iterator[ast.expr]:
    """Element *index* of each tuple that *node* may be."""
    if isinstance(node, ast.IfExp):
        yield from parts(node.body, index)
        yield from parts(node.orelse, index)
    elif isinstance(node, ast.Tuple):
        yield node.elts[index]


def codes() -> dict[str, str]:
    """Each code in the package, with a file that uses it."""
    makers, found, seen = dict(MAKERS), {}, -1
    while seen < len(makers):  # until nobody hands a code on who was not known to
        seen = len(makers)
        for path, owner, call in functions():
            index = makers.get(known_as(name_of(call), path))
            if index is None:
                continue
            keyword = next((word.value for word in call.keywords if word.arg == "code"), None)
            if keyword is None and (
                len(call.args) <= index or any(isinstance(one, ast.Starred) for one in call.args[:index])
            ):
                continue
            node = keyword or call.args[index]
            names = parameters(owner)
            if isinstance(node, ast.Name) and isinstance(owner, Function) and node.id in names:
                makers.setdefault(known_as(owner.name, path), names.index(node.id))
            found.update(dict.fromkeys(values(node, owner), path))
    return found


def headings() -> list[str]:
    return re.findall(r"^### `([^`]+)`$", PAGE, re.MULTILINE)


def test_the_walk_finds_what_is_there() -> None:
    found = codes()
    assert [f"{path}: {code}" for code, path in found.items() if not CODE.fullmatch(code)] == []
    # One of each way in which a code comes to be: written out, by a helper, by a fault, by a choice, by an assignment.
    assert {"empty-seed", "no-clock", "config-zone", "heading-attribute", "yaml-quote", "duplicate-id"} <= found.keys()


@pytest.mark.promise("E5")
def test_every_code_is_explained_and_no_other() -> None:
    assert sorted(headings()) == sorted(set(headings()))
    assert sorted(headings()) == sorted(codes())


def test_headings_are_in_alphabetical_order() -> None:
    for section in PAGE.split("\n## ")[1:]:
        found = re.findall(r"^### `([^`]+)`$", section, re.MULTILINE)
        assert found == sorted(found)


@pytest.mark.promise("E5")
@pytest.mark.parametrize("code", headings())
def test_every_code_has_its_cause_its_remedy_and_its_status(code: str) -> None:
    text = PAGE.split(f"### `{code}`\n")[1].split("\n#")[0]
    assert re.search(r"^\*\*(Error|Warning|Note), status [0-4]\*\*", text.strip()), code
    assert "*Cause:*" in text
    assert "*Remedy:*" in text


@pytest.mark.promise("E3")
def test_every_exit_status_is_listed() -> None:
    for status in (0, 1, 2, 3, 4, 70, 129, 130, 141, 143):
        assert f"| {status} |" in PAGE
